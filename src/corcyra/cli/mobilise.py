"""``corcyra mobilise PATRON``: what an alliance does to votes, from the question to the report."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

import corcyra
from corcyra.cli.console import errors, out
from corcyra.cli.study import bar

if TYPE_CHECKING:
    import polars as pl

POINTS = "ideal_points"


def mobilise(
    patron: Annotated[str, typer.Argument(help="The patron: a name, letters, or a COW number.")],
    since: Annotated[int, typer.Option("--since", help="The first year.")] = 1992,
    until: Annotated[
        int | None, typer.Option("--until", help="The last year; default the last that the treaties cover.")
    ] = None,
    treaties: Annotated[
        str,
        typer.Option(
            "--treaties",
            help="Which promise of the patron makes an ally: atop_defense; atop_pacts (umbrella treaties left out) or atop_pacts_all; "
            "atop_consul; atop_nonagg.",
        ),
    ] = "atop_defense",
    seed: Annotated[
        int, typer.Option("--seed", help="The number that fixes every draw: the same seed, the same tables.")
    ] = 1,
    folder: Annotated[
        Path | None, typer.Option("--out", help="The folder to write; default corcyra-mobilise-STATE here.")
    ] = None,
) -> None:
    """Do a state's allies vote with it because they are its allies? Estimates, placebos, bounds, and a report.

    Examples:

      corcyra mobilise RUS

      corcyra mobilise USA --since 1992 --until 2018 --out us-votes

      corcyra mobilise RUS --treaties atop_pacts --seed 2
    """
    started = time.perf_counter()
    state = corcyra.find_state(patron)
    place = Path(f"corcyra-mobilise-{str(state.iso3 or state.cow).lower()}") if folder is None else folder
    library = corcyra.Library.default()
    corcyra.check_folder(place)
    with bar() as progress:
        task = progress.add_task("starting", total=1.0)

        def running(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.8 * share)

        def writing(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.8 + 0.2 * share)

        found = corcyra.mobilise(
            state.cow or patron,
            since=since,
            until=until,
            treaties=treaties,
            seed=seed,
            library=library,
            tell=running,
        )
        written = corcyra.write_mobilisation(found, place, points=ideal_points(library), progress=writing)
    console = out()
    show(console, found)
    page = escape(str(place / "report.html"))
    console.print(f"{len(written)} files in {time.perf_counter() - started:.1f} s. Open [bold]{page}[/]")


def ideal_points(library: corcyra.Library) -> pl.DataFrame | None:
    """The official ideal points; without them, word of the figures that are left out."""
    points = next(each for each in corcyra.DATASETS if each.key == POINTS)
    if library.has(points):
        return library.table(points)
    told = f"two figures are left out: {POINTS} is not in the library. Run: {corcyra.fetch_command([points])}"
    errors().print(told, markup=False)
    return None


def show(console: Console, found: corcyra.Mobilisation) -> None:
    """The table, then what it means; a sentence that placebos fail stands out, and what could not be computed comes last."""
    console.print(corcyra.mobilisation_table(found))
    if found.switchers.is_empty():
        console.print(
            f"\nno state became or ceased to be an ally of {escape(found.who)} in these years, so that no effect can be told."
        )
    for text in found.meaning:
        warns = bool(found.failing) and text == found.verdict
        console.print(Text(f"\n{text}", style="bold red" if warns else ""), soft_wrap=False)
    for text in found.notes:
        errors().print(f"\nnote: {text}", markup=False)
    console.print()

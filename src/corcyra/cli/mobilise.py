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
from corcyra.cli.drawing import second_process
from corcyra.cli.study import bar

if TYPE_CHECKING:
    import polars as pl

TREATIES, ROLL_CALLS, POINTS = "atop", "un_roll_calls", "ideal_points"
VOTES = ("un_votes_package", "un_votes")
"""Either holds the votes; the first has the numbers by which roll calls are known to be important."""


def mobilise(
    patron: Annotated[str, typer.Argument(help="The patron: a name, letters, or a COW number.")],
    since: Annotated[int, typer.Option("--since", help="The first year.")] = 1992,
    until: Annotated[
        int | None, typer.Option("--until", help="The last year; default the last that the treaties cover.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", help="The folder to write; default corcyra-mobilise-STATE here.")
    ] = None,
) -> None:
    """Do a state's allies vote with it because they are its allies? Estimates, placebos, bounds, and a report.

    Examples:

      corcyra mobilise RUS

      corcyra mobilise USA --since 1992 --until 2018 --out us-votes
    """
    started = time.perf_counter()
    state = corcyra.find_state(patron)
    place = Path(f"corcyra-mobilise-{str(state.iso3 or state.cow).lower()}") if folder is None else folder
    library = ready()
    corcyra.check_folder(place)
    with second_process() as pool, bar() as progress:
        task = progress.add_task("starting", total=1.0)

        def running(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.8 * share)

        def writing(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.8 + 0.2 * share)

        found = corcyra.mobilise(
            state.cow or patron, since=since, until=until, library=library, tell=running, executor=pool
        )
        written = corcyra.write_mobilisation(found, place, points=ideal_points(library), progress=writing)
    console = out()
    show(console, found)
    page = escape(str(place / "report.html"))
    console.print(f"{len(written)} files in {time.perf_counter() - started:.1f} s. Open [bold]{page}[/]")


def ready() -> corcyra.Library:
    """The library, when it has treaties and votes; else one message with one command for all that lacks."""
    library = corcyra.Library.default()
    present = {each.key for each in corcyra.DATASETS if library.has(each)}
    if TREATIES in present and present.intersection(VOTES):
        return library
    wanted = (TREATIES, ROLL_CALLS, *(() if present.intersection(VOTES) else VOTES[:1]))
    lacking = [each for each in corcyra.DATASETS if each.key in wanted and each.key not in present]
    told = ", ".join(each.key for each in lacking)
    raise corcyra.MissingSource(f"these sources are not in the library: {told}. Run: {corcyra.fetch_command(lacking)}")


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
            f"\nno state became or ceased to be an ally of {escape(found.name)} in these years, so that no effect can be told."
        )
    for text in found.meaning:
        warns = " placebos fail" in text
        console.print(Text(f"\n{text}", style="bold red" if warns else ""), soft_wrap=False)
    for text in found.notes:
        errors().print(f"\nnote: {text}", markup=False)
    console.print()

"""``corcyra game NAME``: a game of alliance politics solved, certified, and swept over its parameters."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

import corcyra
from corcyra.cli.console import errors, out
from corcyra.cli.study import bar

PAGE_POINTS = 100
"""Values an axis in the sweeps that a page shows unasked. Ours: borders are exact on any grid, and the tables stay small."""
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
MOST_JOBS = 64


def game(
    name: Annotated[str | None, typer.Argument(help="The game; none for the list.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="A parameter by name or symbol: k=.5; repeatable, or by commas.")
    ] = None,
    sweeps: Annotated[
        list[str] | None, typer.Option("--sweep", help="A range: k=0:2, or k=0:2:200 for 200 values; one or two of them.")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--out", help="Write page, figures, tables and JSON to this folder.")] = None,
    parameters: Annotated[bool, typer.Option("--parameters", help="List the game's parameters and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The solution for machines, on standard output.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", help="Processes for the sweeps.", min=1, max=MOST_JOBS)] = 1,
) -> None:
    """Solve a game of alliance politics: who does what, why no one leaves, what would change it.

    Examples:

      corcyra game

      corcyra game reassurance --set k=.5 --set mu0=.4

      corcyra game reassurance --sweep k=0:2 --sweep mu0=0:1 --out reassurance

      corcyra game commitment --json
    """
    if name is None:
        if any((settings, sweeps, folder, parameters, as_json)):
            raise typer.BadParameter("say which game. See the list: corcyra game", param_hint="NAME")
        listed(out())
        return
    started = time.perf_counter()
    kind = corcyra.find_game(name)
    model = kind.of(values(kind, settings or ()))
    axes = asked(kind, sweeps or ())
    if folder is not None:
        corcyra.check_folder(folder)
    over = [axes] if axes else list(corcyra.game_views(kind, PAGE_POINTS)) if folder is not None else []
    with pool(jobs if over else 1) as executor:
        found = corcyra.examine(model, over, executor=executor)
    written = () if folder is None else write(found, folder)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        show(out(), found, parameters=parameters, swept=bool(axes))
    if folder is not None:
        console = errors() if as_json else out()
        page = escape(str(folder / "index.html"))
        console.print(f"\n{len(written)} files in {time.perf_counter() - started:.1f} s. Open [bold]{page}[/]")


def listed(console: Console) -> None:
    """The games and their questions."""
    console.print(corcyra.game_list(), soft_wrap=False)
    console.print("\nsolve one: corcyra game reassurance; its parameters: corcyra game reassurance --parameters", soft_wrap=False)


def values(kind: type[corcyra.GameModel], settings: list[str] | tuple[str, ...]) -> dict[str, float]:
    """The parameters set: ``k=.5`` or ``k=.5,mu0=.4``."""
    found: dict[str, float] = {}
    for text in chain.from_iterable(each.split(",") for each in settings):
        parts = re.fullmatch(rf"\s*([^=]+?)\s*=\s*({NUMBER})\s*", text)
        if parts is None:
            raise typer.BadParameter(f"wants a parameter and a number, as in k=.5, given {text!r}.", param_hint="--set")
        key = corcyra.find_parameter(kind, parts[1])
        if key in found:
            raise typer.BadParameter(f"sets {key} twice.", param_hint="--set")
        found[key] = float(parts[2])
    return found


def asked(kind: type[corcyra.GameModel], sweeps: list[str] | tuple[str, ...]) -> Mapping[str, Any]:
    """The axes to sweep: ``k=0:2`` or ``k=0:2:200``."""
    found: dict[str, Any] = {}
    for text in chain.from_iterable(each.split(",") for each in sweeps):
        parts = re.fullmatch(rf"\s*([^=]+?)\s*=\s*({NUMBER})\s*:\s*({NUMBER})\s*(?::\s*(\d+)\s*)?", text)
        if parts is None:
            raise typer.BadParameter(f"wants a range, as in k=0:2 or k=0:2:200, given {text!r}.", param_hint="--sweep")
        key = corcyra.find_parameter(kind, parts[1])
        if key in found:
            raise typer.BadParameter(f"sweeps {key} twice.", param_hint="--sweep")
        many = {} if parts[4] is None else {"points": int(parts[4])}
        found[key] = corcyra.sweep_values(kind, key, float(parts[2]), float(parts[3]), **many)
    if len(found) > 2:
        raise typer.BadParameter(f"takes one or two parameters, given {len(found)}: {', '.join(found)}.", param_hint="--sweep")
    return found


@contextmanager
def pool(jobs: int) -> Iterator[Executor | None]:
    """So many processes, which an interrupt reaches through this one only; none for one job."""
    if jobs == 1:
        yield None
        return
    ignore = (signal.SIGINT, signal.SIG_IGN)
    made = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=signal.signal, initargs=ignore)
    try:
        yield made
    finally:
        made.shutdown(cancel_futures=True)


def write(found: corcyra.Examined, folder: Path) -> tuple[Path, ...]:
    """Write the folder, with a bar."""
    with bar() as progress:
        task = progress.add_task("starting", total=1.0)

        def writing(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=share)

        return corcyra.write_game(found, folder, progress=writing)


def show(console: Console, found: corcyra.Examined, *, parameters: bool, swept: bool) -> None:
    """Paragraphs and tables that break where the terminal is narrow."""
    if parameters:
        console.print(corcyra.parameter_list(found), soft_wrap=False)
        return
    for each in corcyra.game_printed(found):
        console.print(each, soft_wrap=False)
    if swept:
        console.print()
        for text in corcyra.sweep_printed(found):
            console.print(text, soft_wrap=False)

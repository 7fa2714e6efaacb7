"""``corcyra study NAME|FILE``: the main job, from the question to the report."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

import corcyra
from corcyra.cli.console import errors, out
from corcyra.cli.drawing import second_process


def study(
    name: Annotated[str | None, typer.Argument(help="A study of the gallery, or a TOML file.")] = None,
    folder: Annotated[Path | None, typer.Option("--out", help="The folder to write; default corcyra-KEY here.")] = None,
    lock: Annotated[Path | None, typer.Option("--from", help="Run again from a study.lock.json and compare.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Any region of the world, in place of a study; with --years.")] = None,
    years: Annotated[str | None, typer.Option("--years", help="The years of that region's study, as 1960-2010.")] = None,
    list_all: Annotated[bool, typer.Option("--list", help="List the gallery, regions, theories and poles.")] = False,
) -> None:
    """Run a study: a contest of theories or a game held against a case, and a report that explains it.

    Examples:

      corcyra study south-caucasus

      corcyra study csto-reassurance

      corcyra study my-study.toml --out results

      corcyra study --region south-asia --years 1960-2010

      corcyra study --from corcyra-south-caucasus/study.lock.json
    """
    if list_all:
        show_gallery(out())
        return
    if [name, lock, region].count(None) != 2:
        told = "give one of these: a study of the gallery or a TOML file, --from LOCK, or --region with --years."
        raise typer.BadParameter(f"{told} See: corcyra study --list")
    if name is not None and (kind := corcyra.study_kind(name)) in GAMES:
        GAMES[kind](name, folder)
        return
    locked = None if lock is None else corcyra.read_lock(lock)
    spec = of_region(region, years) if region else corcyra.find_study(str(name)) if locked is None else locked.spec
    run(spec, Path(f"corcyra-{spec.key}") if folder is None else folder, locked, keep=folder is not None)


def of_region(region: str, years: str | None) -> corcyra.StudySpec:
    """The study of a region with every setting left as it is."""
    ends = re.fullmatch(r"(\d{4})\s*[-–:]\s*(\d{4})", (years or "").strip())
    if ends is None:
        raise typer.BadParameter(f"--region needs the years of the study, given {years!r}. Write --years 1960-2010.")
    found = corcyra.region(region)
    question = f"Whom did the states of the region {found.title} align with, and which theory said so?"
    return corcyra.StudySpec(key=found.key, title=found.title, question=question, region=found.key, years=(int(ends[1]), int(ends[2])))


def run(spec: corcyra.StudySpec, folder: Path, locked: corcyra.StudyLock | None, *, keep: bool) -> None:
    """Run, write and show; a result that differs from its lock is written only when ``keep`` says so."""
    started = time.perf_counter()
    corcyra.check_folder(folder)
    with second_process() as pool, bar() as progress:
        task = progress.add_task("starting", total=1.0)

        def running(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.6 * share)

        def writing(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.6 + 0.4 * share)

        findings = corcyra.run_study(spec, locked=locked, progress=running)
        changed = () if locked is None else corcyra.changed_tables(locked, findings.tables)
        if changed and locked is not None and not keep:
            raise differs(locked, changed, "Nothing was written; name a folder with --out to have the new results.")
        written = corcyra.write_report(findings, folder, progress=writing, executor=pool)
    console = out()
    console.print(corcyra.summary_table(findings))
    page = escape(str(folder / "report.html"))
    console.print(f"{len(written)} files in {time.perf_counter() - started:.1f} s. Open [bold]{page}[/]")
    if changed and locked is not None:
        raise differs(locked, changed, f"The new results are in {folder}.")
    if locked is not None:
        console.print(f"all {len(findings.tables)} tables have the same bytes as in the lock.")


def beliefs(name: str, folder: Path | None) -> None:
    """Run a study of beliefs, write its report, and show what it means."""
    started = time.perf_counter()
    spec = corcyra.find_beliefs(name)
    place = Path(f"corcyra-{spec.key}") if folder is None else folder
    corcyra.check_folder(place)
    with bar() as progress:
        task = progress.add_task("starting", total=1.0)

        def running(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.3 * share)

        def writing(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=0.3 + 0.7 * share)

        found = corcyra.run_beliefs(spec, progress=running)
        written = corcyra.write_beliefs(found, place, progress=writing)
    console = out()
    console.print(corcyra.belief_table(found))
    for text in corcyra.belief_meaning(found):
        console.print(f"\n{text}", markup=False)
    page = escape(str(place / "report.html"))
    console.print(f"\n{len(written)} files in {time.perf_counter() - started:.1f} s. Open [bold]{page}[/]")


GAMES = {"reassurance": beliefs}
"""How a study of a game is run, by the game that its file names."""


def differs(locked: corcyra.StudyLock, changed: Sequence[str], then: str) -> typer.Exit:
    """Say which tables came out otherwise than the lock has them; the exit to raise, with code 1."""
    made = ", ".join(f"{name} {version}" for name, version in locked.versions.items())
    errors().print(f"these tables differ from the lock: {', '.join(changed)}. It was made with {made}. {then}", markup=False)
    return typer.Exit(1)


def bar() -> Progress:
    """A progress bar with the time gone and the time left, on standard error; nothing where it cannot move."""
    columns = (TextColumn("{task.description:<28}"), BarColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    console = errors()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal or console.is_dumb_terminal)


def show_gallery(console: Console) -> None:
    """What can be studied, with which theories and poles."""
    table = Table("study", "question", box=None, pad_edge=False)
    for key in corcyra.gallery():
        table.add_row(key, corcyra.find_study(key).question)
    for key in corcyra.game_gallery():
        table.add_row(key, corcyra.find_beliefs(key).question)
    console.print(table)
    console.print(f"\nto copy and change: {escape(str(corcyra.gallery()['south-caucasus']))}")
    console.print(f"regions: {', '.join(each.key for each in corcyra.regions())}")
    console.print(f"theories: {', '.join(theory.key for theory in corcyra.THEORIES)}")
    console.print(f"poles: {', '.join(pole.key for pole in corcyra.poles())}")

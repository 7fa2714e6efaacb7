"""``corcyra study NAME|FILE``: the main job, from the question to the report."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

import corcyra


def study(
    name: Annotated[str | None, typer.Argument(help="A study of the gallery, or a TOML file.")] = None,
    out: Annotated[Path | None, typer.Option(help="The folder to write; default corcyra-KEY here.")] = None,
    lock: Annotated[Path | None, typer.Option("--from", help="Run again from a study.lock.json and compare.")] = None,
    list_all: Annotated[bool, typer.Option("--list", help="List the gallery, the theories and the poles.")] = False,
) -> None:
    """Run a study: data, measures, theories, scores, and a report that explains them.

    Examples:

      corcyra study south-caucasus

      corcyra study my-study.toml --out results

      corcyra study --from corcyra-south-caucasus/study.lock.json
    """
    console = Console()
    if list_all:
        show_gallery(console)
        return
    if (name is None) == (lock is None):
        raise typer.BadParameter("give a study of the gallery or a TOML file, or --from LOCK. See: corcyra study --list")
    locked = None if lock is None else corcyra.read_lock(lock)
    spec = corcyra.find_study(name) if locked is None and name is not None else locked.spec  # type: ignore[union-attr]
    folder = Path(f"corcyra-{spec.key}") if out is None else out
    started = time.perf_counter()
    with bar() as progress:
        task = progress.add_task("starting", total=1.0)
        tell = lambda stage, share: progress.update(task, description=stage, completed=share)  # noqa: E731
        findings = corcyra.run_study(spec, locked=locked, progress=lambda stage, share: tell(stage, 0.6 * share))
        written = corcyra.write_report(findings, folder, progress=lambda stage, share: tell(stage, 0.6 + 0.4 * share))
    console.print(corcyra.summary_table(findings))
    console.print(f"{len(written)} files in {time.perf_counter() - started:.1f} s. Open [bold]{folder / 'report.html'}[/]")
    if locked is not None:
        compare(console, locked, findings)


def bar() -> Progress:
    """A progress bar with the time gone and the time left, on standard error."""
    columns = (TextColumn("{task.description:<28}"), BarColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def show_gallery(console: Console) -> None:
    """What can be studied, with which theories and poles."""
    table = Table("study", "question", box=None, pad_edge=False)
    for key in corcyra.gallery():
        table.add_row(key, corcyra.find_study(key).question)
    console.print(table)
    console.print(f"\ntheories: {', '.join(theory.key for theory in corcyra.THEORIES)}")
    console.print(f"poles: {', '.join(pole.key for pole in corcyra.poles())}")


def compare(console: Console, locked: corcyra.StudyLock, findings: corcyra.Findings) -> None:
    """Say whether every table came out with the bytes of the lock; exit 1 when not."""
    changed = corcyra.changed_tables(locked, findings.tables)
    if not changed:
        console.print(f"all {len(findings.tables)} tables have the same bytes as in the lock.")
        return
    console.print(f"these tables differ from the lock: {', '.join(changed)}.")
    console.print(f"the lock was made with {dict(locked.versions)}.")
    raise typer.Exit(1)

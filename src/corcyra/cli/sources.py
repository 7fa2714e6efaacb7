"""``corcyra sources``: the world's data, listed, fetched, brought, verified, cited and explained."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

import corcyra
from corcyra.cli.console import errors, out
from corcyra.cli.sources_show import Shown, codebook, listed, planned, present

__all__ = ["commands"]

commands = typer.Typer(invoke_without_command=True, rich_markup_mode="rich", no_args_is_help=False)

Mirror = Annotated[
    Path | None,
    typer.Option(
        "--mirror", exists=True, file_okay=False, help="A folder that has the publishers' files; or CORCYRA_MIRROR."
    ),
]
Key = Annotated[str, typer.Argument(metavar="KEY", help="The key of a source; corcyra sources lists them.")]
Keys = Annotated[list[str] | None, typer.Argument(metavar="KEY…", help="Keys of sources; corcyra sources lists them.")]


@commands.callback()
def table(
    context: typer.Context,
    missing: Annotated[bool, typer.Option("--missing", help="Only what is not here, or only in part.")] = False,
    here: Annotated[bool, typer.Option("--present", help="Only what is here.")] = False,
    mirror: Mirror = None,
) -> None:
    """List every source: version, years, unit, terms, and whether it is here. Get, verify, cite and explain them.

    The library is in CORCYRA_HOME, by default in your data folder; corcyra sources where says where that is.

    Examples:

      corcyra sources --missing

      corcyra sources fetch atop nmc

      corcyra sources codebook nmc
    """
    if context.invoked_subcommand is not None:
        if missing or here or mirror is not None:
            told = f"these options are for the list; write them behind the command: corcyra sources {context.invoked_subcommand} …"
            raise typer.BadParameter(told)
        return
    library = shelves(mirror)
    rows = [(each, present(each, library)) for each in sorted(every(), key=lambda each: each.key)]
    if missing or here:
        lacking = ("not here", "in part")
        rows = [
            (each, where) for each, where in rows if (missing and where in lacking) or (here and where not in lacking)
        ]
    listed(out(), rows)


@commands.command()
def fetch(
    keys: Keys = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every source that publishers let programs download.")
    ] = False,
    mirror: Mirror = None,
) -> None:
    """Bring sources into the library: from the mirror, else from their publishers. What was interrupted is resumed.

    Examples:

      corcyra sources fetch atop nmc

      corcyra sources fetch --all --mirror class-data
    """
    if bool(keys) == everything:
        raise typer.BadParameter("give keys of sources, or --all. See: corcyra sources --missing")
    library = shelves(mirror)
    chosen = (
        [each for each in corcyra.DATASETS if each.access == "fetch"]
        if everything
        else [find(key) for key in dict.fromkeys(keys or ())]
    )
    before = {each.key: present(each, library) for each in chosen}
    wanted = {
        each.key: each for each in chosen if before[each.key] in ("not here", "in part") and each.access == "fetch"
    }
    planned(out(), wanted, asked(wanted.values(), library))
    there = [key for key, where in before.items() if where in ("library", "bundled")]
    came, failed = brought([each for each in chosen if before[each.key] != "bundled"], library)
    summed_up([key for key in came if key not in there], [key for key in there if key not in failed], failed)
    if failed:
        raise typer.Exit(2)


@commands.command()
def add(
    key: Key,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The publisher's file, as you downloaded it.")],
    name: Annotated[str | None, typer.Option("--as", metavar="NAME", help="Which of the source's files it is.")] = None,
) -> None:
    """Hand over a file that you got yourself; it is checked first, then copied into the library.

    Examples:

      corcyra sources add cow_alliances alliance_v4.1_by_directed.csv

      corcyra sources add nmc ~/Downloads/data.csv --as NMC-60-abridged.csv
    """
    path = shelves().bring(dataset(key), file, name)
    out().print(f"{key}: {path}", markup=False)


@commands.command()
def verify(keys: Keys = None, mirror: Mirror = None) -> None:
    """Read sources anew and check hashes, columns, keys and ranges; all that are here when no key is given.

    Examples:

      corcyra sources verify

      corcyra sources verify atop nmc
    """
    library = shelves(mirror)
    chosen = [dataset(key) for key in keys] if keys else [each for each in corcyra.DATASETS if library.has(each)]
    bad = False
    for each in chosen:
        problems = library.verify(each)
        bad = bad or bool(problems)
        for problem in problems:
            complain(each.key, problem)
        if not problems:
            out().print(f"{each.key}: all is well", markup=False)
    if not chosen:
        out().print("nothing to verify: no dataset is here. See: corcyra sources --missing")
    if bad:
        raise typer.Exit(2)


@commands.command()
def cite(keys: Annotated[list[str], typer.Argument(metavar="KEY…", help="Keys of sources.")]) -> None:
    """Print what to cite for some sources, as BibTeX.

    Examples:

      corcyra sources cite atop nmc > data.bib
    """
    typer.echo(corcyra.bibtex(sorted({each for key in keys for each in find(key).citations})), nl=False)


@commands.command("codebook")
def explain(key: Key) -> None:
    """Explain a source: what it is, its terms, and every column with meaning, unit and range.

    Examples:

      corcyra sources codebook nmc
    """
    typer.echo(codebook(find(key)), nl=False)


@commands.command()
def where(
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="The key of a source.")] = None, mirror: Mirror = None
) -> None:
    """Say where the library and the mirror are, or where the files of one source are.

    Examples:

      corcyra sources where

      corcyra sources where nmc
    """
    library = shelves(mirror)
    if key is None:
        lost = " (is no folder)" if library.mirror is not None and not library.mirror.is_dir() else ""
        mirrored = "none; name one with CORCYRA_MIRROR" if library.mirror is None else f"{library.mirror}{lost}"
        rows = [("library", str(library.home)), ("mirror", mirrored)]
    else:
        files = [(each.name, library.find(each, key)) for each in dataset(key).downloads]
        rows = [(name, "not here" if path is None else str(path)) for name, path in files]
    for name, place in rows:
        out().print(f"{name}: {place}", markup=False)


def shelves(mirror: Path | None = None) -> corcyra.Library:
    """The user's library, with another mirror when one is named."""
    library = corcyra.Library.default()
    return library if mirror is None else corcyra.Library(library.home, mirror)


def every() -> list[Shown]:
    """All datasets and bundled sources."""
    return [*corcyra.DATASETS, *corcyra.SOURCES]


def find(key: str) -> Shown:
    """The source of a key; raises `UnknownName` with the nearest keys."""
    known = {each.key: each for each in reversed(every())}
    if key not in known:
        raise corcyra.UnknownName("source", key, difflib.get_close_matches(key, sorted(known)), remedy=REMEDY)
    return known[key]


REMEDY = "See: corcyra sources"


def dataset(key: str) -> Shown:
    """The dataset of a key; a bundled source has no files of its own."""
    found = find(key)
    if found.access == "bundled":
        raise typer.BadParameter(f"{key} is bundled with Corcyra: it has no files to add, to look for or to verify.")
    return found


def asked(wanted: Iterable[Shown], library: corcyra.Library) -> dict[tuple[str, str], int | None]:
    """The sizes of the files that must come over the network; what several sources share is counted once."""
    lacking: dict[tuple[str, str], tuple[str, str]] = {}
    for each in wanted:
        for one in each.downloads:
            if library.find(one, each.key) is None:
                lacking.setdefault((one.url, one.inside), (each.key, one.name))
    names = set(lacking.values())
    found = corcyra.fetch_sizes([find(key) for key in sorted({key for key, _ in names})])
    return {name: amount for name, amount in found.items() if name in names}


def brought(chosen: Sequence[Shown], library: corcyra.Library) -> tuple[list[str], dict[str, str]]:
    """Fetch one after the other: the keys of those that are in the library now, and why the others are not."""
    came: list[str] = []
    failed: dict[str, str] = {}
    with bar() as progress:
        for each in chosen:
            try:
                corcyra.fetch(
                    each, library, siblings=corcyra.DATASETS, tell=teller(progress, each.key), environment=os.environ
                )
                came.append(each.key)
            except corcyra.CorcyraError as problem:
                failed[each.key] = str(problem)
            except KeyboardInterrupt:
                errors().print("what has come is kept; the same command goes on from there.")
                raise
    return came, failed


def teller(progress: Progress, key: str) -> Callable[[str, int, int], None]:
    """What moves the bar of each file of a source."""
    tasks: dict[str, TaskID] = {}

    def tell(name: str, done: int, total: int) -> None:
        if name not in tasks:
            tasks[name] = progress.add_task(f"{key}: {name}")
        progress.update(tasks[name], completed=done, total=total or None, visible=done != total)

    return tell


def bar() -> Progress:
    """Bars with speed and time left, on standard error; nothing where they cannot move."""
    words = TextColumn("{task.description}", markup=False)
    columns = (words, BarColumn(bar_width=20), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    console = errors()
    return Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal or console.is_dumb_terminal
    )


def summed_up(came: Sequence[str], there: Sequence[str], failed: dict[str, str]) -> None:
    """What came, what was there, and what failed with its remedy."""
    if came:
        out().print(f"now in the library: {', '.join(came)}", markup=False)
    if there:
        out().print(f"was here already: {', '.join(there)}", markup=False)
    for key, message in failed.items():
        complain(key, message)


def complain(key: str, message: str) -> None:
    """What is wrong with a source, on standard error."""
    errors().print("[bold red]failed:[/] ", end="")
    errors().print(f"{key}: {message}", markup=False)

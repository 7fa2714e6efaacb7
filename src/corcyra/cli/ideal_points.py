"""``corcyra ideal-points``: where states stand by their votes, from roll calls to the page."""

from __future__ import annotations

import re
import shlex
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

import corcyra
from corcyra.cli.console import errors, out
from corcyra.cli.study import bar

STATE = "unfinished.npz"
"""The file in the folder to which a run saves where it stands; gone when it is done."""
FIT = 0.9
"""The share of the bar for the estimate; the rest is the writing."""
ENDINGS = (".csv", ".parquet", ".dta")
MOST = 9
"""States that a figure tells apart."""
CALLS, MATCHES = "un_roll_calls", "un_matches"
VOTES = ("un_votes", "un_votes_package")
"""Either holds the votes; the second is needed where the first lacks the numbers of the roll calls."""


@dataclass(frozen=True)
class Body:
    """The votes, what they are called, and what the voters are called; ``states`` where these are states, known by any of their names."""

    votes: corcyra.RollCalls
    about: str
    names: dict[int, str] | None = None
    items: dict[int, str] = field(default_factory=dict)
    states: bool = True


def ideal_points(
    sessions: Annotated[str | None, typer.Option(help="Sessions: 40-74, or 1-18,20,55-60. Default all.")] = None,
    issue: Annotated[str | None, typer.Option(help="One issue: me, nu, di, hr, co, ec, or important.")] = None,
    where: Annotated[str | None, typer.Option(help="A condition on the table of roll calls, in SQL.")] = None,
    votes: Annotated[Path | None, typer.Option(help="Own votes: a file with state, session, item, vote.")] = None,
    engine: Annotated[str, typer.Option(help="fast (seconds), or sampler (the full posterior, minutes).")] = "fast",
    filter: Annotated[str | None, typer.Option(help="ffbs (exact), or bsv_code (as in the published code).")] = None,  # noqa: A002 - the literature's word
    iterations: Annotated[int | None, typer.Option(help="Draws kept a chain (sampler).")] = None,
    chains: Annotated[int | None, typer.Option(help="Chains (sampler); four judge convergence best.")] = None,
    seed: Annotated[int, typer.Option(help="Seed (sampler).")] = 0,
    states: Annotated[str | None, typer.Option(help="States to show, by commas; nine at most.")] = None,
    anchors: Annotated[str | None, typer.Option(help="Who fixes the sign: USA+,RUS-. Default as published.")] = None,
    folder: Annotated[Path, typer.Option("--out", help="The folder to write.")] = Path("corcyra-ideal-points"),
    table: Annotated[Path | None, typer.Option(help="Also write the points to this file: csv, parquet or dta.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run stopped.")] = False,
) -> None:
    """Estimate where states stand by how they vote, session by session, and how sure that is.

    Examples:

      corcyra ideal-points --states USA,RUS,UZB

      corcyra ideal-points --sessions 40-74 --issue hr --out human-rights

      corcyra ideal-points --engine sampler --chains 4 --out posterior

      corcyra ideal-points --votes court.csv --anchors "Thomas+,Ginsburg-"
    """
    started = time.perf_counter()
    check(folder, table, engine, {"--iterations": iterations, "--chains": chains})
    wanted = None if sessions is None else numbers(sessions)
    body = assembly(wanted, issue, where) if votes is None else own(votes, wanted, issue, where)
    options = {"filter": filter, "iterations": iterations, "chains": chains, "anchors": signs(anchors, body)}
    given = {name: value for name, value in options.items() if value is not None}
    chosen = shown(states, body)
    found = estimated(body, folder, chosen, {"engine": engine, "seed": seed, "resume": resume, **given})
    if table is not None:
        corcyra.write_table(corcyra.points_frame(found, body.names), table)
    console = out()
    show(console, found, chosen, body)
    console.print(f"{time.perf_counter() - started:.1f} s. Open [bold]{escape(str(folder / 'index.html'))}[/]")


def check(folder: Path, table: Path | None, engine: str, sampling: dict[str, int | None]) -> None:
    """Raise for what would fail after the long work."""
    corcyra.check_folder(folder)
    if table is not None and table.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(
            f"wants a name ending in {', '.join(ENDINGS)}, given {table.name!r}.", param_hint="--table"
        )
    for option, value in sampling.items():
        if value is not None and engine != "sampler":
            raise typer.BadParameter("is for --engine sampler.", param_hint=option)


def estimated(body: Body, folder: Path, chosen: Sequence[int], options: dict[str, Any]) -> corcyra.IdealPoints:
    """Estimate and write; an interrupt says how to go on."""
    fresh = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    state = folder / STATE
    with bar() as progress:
        task = progress.add_task("starting", total=1.0)

        def running(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=FIT * share)

        def writing(stage: str, share: float) -> None:
            progress.update(task, description=stage, completed=FIT + (1 - FIT) * share)

        try:
            found = corcyra.ideal_points(body.votes, state=state, tell=running, **options)
            told: dict[str, Any] = {"states": chosen, "names": body.names, "items": body.items, "about": body.about}
            corcyra.write_ideal_points(found, folder, **told, progress=writing)
        except KeyboardInterrupt:
            progress.stop()
            how_to_go_on(state)
            raise
        except corcyra.CorcyraError:
            if fresh and not any(folder.iterdir()):
                folder.rmdir()
            raise
    state.unlink(missing_ok=True)
    return found


def how_to_go_on(state: Path) -> None:
    """Where an interrupted run stands, and the command that goes on."""
    if not state.exists():
        errors().print("nothing was saved yet: start again.", markup=False)
        if not any(state.parent.iterdir()):
            state.parent.rmdir()
        return
    words = [word for word in sys.argv[1:] if word != "--resume"]
    again = shlex.join(["corcyra", *words, "--resume"])
    errors().print(f"where the run stands is saved in {state}. Go on with: {again}", markup=False)


def assembly(sessions: list[int] | None, issue: str | None, where: str | None) -> Body:
    """The General Assembly's votes from the user's library."""
    library = corcyra.Library.default()
    present = {each.key for each in corcyra.DATASETS if library.has(each)}
    wanted = (CALLS, MATCHES, *(() if present.intersection(VOTES) else VOTES))
    lacking = [each for each in corcyra.DATASETS if each.key in wanted and each.key not in present]
    if lacking:
        told = ", ".join(each.key for each in lacking)
        get = corcyra.fetch_command(lacking)
        raise corcyra.MissingSource(f"these sources are not in the library: {told}. Run: {get}")
    rolls = corcyra.un_rolls(library, sessions=sessions, issue=issue, where=where)
    which = corcyra.UN_ISSUES.get(issue or "", "all issues")
    condition = "" if where is None else f", where {where}"
    return Body(rolls, f"United Nations General Assembly, {which}{condition}.")


def own(file: Path, sessions: list[int] | None, issue: str | None, where: str | None) -> Body:
    """Votes from the user's file."""
    if issue is not None or where is not None:
        hint = "--issue" if issue is not None else "--where"
        raise typer.BadParameter("is for the General Assembly only; choose the rows in the file.", param_hint=hint)
    found = corcyra.read_votes(file, sessions=sessions)
    # Names even where the voters are states: a page without names is the General Assembly's.
    names = dict(found.states) or {state: title(state) for state in found.votes.states}
    return Body(found.votes, f"Votes from {file.name}.", names, dict(found.items), not found.states)


def title(state: int) -> str:
    """A state's name; its number where the list has none."""
    try:
        return corcyra.find_state(str(state)).name
    except corcyra.UnknownName:
        return str(state)


def numbers(text: str) -> list[int]:
    """Sessions: ``1-3,7``."""
    found: list[int] = []
    for part in parts(text):
        ends = re.fullmatch(r"(\d+)(?:\s*[-\N{EN DASH}]\s*(\d+))?", part)
        first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (1, 0)
        if first > last:
            told = f"wants sessions, as in 40-74 or 1-18,20, given {text!r}."
            raise typer.BadParameter(told, param_hint="--sessions")
        found += range(first, last + 1)
    return found


def parts(text: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def signs(text: str | None, body: Body) -> dict[int, int] | None:
    """Anchors: ``USA+,RUS-``; the usual ones, which are states, when none are given."""
    if text is None:
        if body.names is not None and not body.states:
            name = shlex.quote(f"{next(iter(body.names.values()))}+")
            told = f"say who fixes the sign, as in --anchors {name}.{strangers(body.names.values())}"
            raise typer.BadParameter(told, param_hint="--anchors")
        return None
    found: dict[int, int] = {}
    for part in parts(text):
        if part[-1] not in "+-\N{MINUS SIGN}":
            told = f"wants each voter with + or -, as in USA+,RUS-, given {part!r}."
            raise typer.BadParameter(told, param_hint="--anchors")
        found[voter(part[:-1].strip(), body, "--anchors")] = 1 if part[-1] == "+" else -1
    return found


def strangers(names: Iterable[str]) -> str:
    """A hint where some of the names are states' and some are not: perhaps they are misspelt."""
    known: dict[bool, list[str]] = {True: [], False: []}
    for name in names:
        try:
            corcyra.find_state(name)
        except corcyra.UnknownName:
            known[False].append(name)
        else:
            known[True].append(name)
    if not all(known.values()):
        return ""
    listed = ", ".join(map(repr, known[False][:5]))
    return f" If the voters are states, correct these names, which are none: {listed}."


def shown(text: str | None, body: Body) -> list[int]:
    """The voters to show; raises before the long work for one that never voted."""
    chosen = [] if text is None else [voter(each, body, "--states") for each in parts(text)]
    if len(chosen) > MOST:
        raise typer.BadParameter(f"a figure tells {MOST} states apart, given {len(chosen)}.", param_hint="--states")
    for number, name in zip(chosen, parts(text or ""), strict=True):
        if number not in body.votes.states:
            raise typer.BadParameter(f"{name} cast no vote here. Choose another.", param_hint="--states")
    return chosen


def voter(name: str, body: Body, option: str) -> int:
    """The number of a state, or of a name in the user's file."""
    if body.names is None or body.states:
        state = corcyra.find_state(name)
        if state.cow is None:
            raise corcyra.UnknownName("state of the Correlates of War", name, remedy="Votes are listed by its numbers.")
        return state.cow
    for number, word in body.names.items():
        if word.casefold() == name.casefold():
            return number
    listed = ", ".join(list(body.names.values())[:5])
    raise typer.BadParameter(f"no voter {name!r} in the file. It has: {listed} ...", param_hint=option)


def show(console: Console, found: corcyra.IdealPoints, chosen: Sequence[int], body: Body) -> None:
    """What to doubt, what was found, the ends of the last session."""
    for text in corcyra.ideal_points_meaning(found, body.names):
        doubtful = text.startswith(("Not converged", "Convergence"))
        console.print(Text(f"{text}\n", style="bold red" if doubtful else ""), soft_wrap=False)
    console.print(corcyra.ideal_points_table(found, chosen, body.names))
    left = "; ".join(f"{reason} {count:,}" for reason, count in found.dropped.items())
    if left:
        errors().print(f"\nleft out: {left}.", markup=False)
    console.print()

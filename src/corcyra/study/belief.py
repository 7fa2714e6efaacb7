"""Run a study of beliefs: what each member could believe of the patron year by year, the game's warning, and what the member did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import StudyError
from corcyra.files import digest_files
from corcyra.games.belief_path import BeliefPath, Evidence, belief_path
from corcyra.sources.facts import file_of, load
from corcyra.study.belief_draws import History, beliefs, drawn, pointed, thresholds
from corcyra.study.belief_events import FACTS, Event, events, reread
from corcyra.study.belief_members import Facts, Spell, has_base, has_treaty, spells
from corcyra.study.belief_spec import BeliefSpec, Judged, Parameters, Ratios, check_beliefs, code_of
from corcyra.study.belief_verdicts import (
    guarantees,
    kinds_left_out,
    member_years,
    priors,
    ranking,
    scores,
    threshold_scan,
)
from corcyra.world import states as world_states
from corcyra.world.time import Years

__all__ = ["BELIEF_TABLES", "BeliefStudy", "evidence", "run_beliefs"]

Numbers = npt.NDArray[np.float64]
Tell = Callable[[str, float], object]

BELIEF_TABLES: dict[str, str] = {
    "spells": "each membership: first and last day, how it ended, the rows of the facts, the warnings and how long before",
    "events": "every event that moved a belief, or by the game did not: day known, row, kind, ratio, decibels, belief before and after",
    "path": "belief and threshold of each member by year, with bands, and the share of draws below the threshold",
    "scores": "warnings and exits, counted by member-years, beside naive forecasts",
    "guarantees": "member-years and exits by what the member had from the patron beside the alliance",
    "ranking": "does the warning stand higher before exits than before other years?",
    "thresholds": "the counts with one threshold for all, from 0.1 to 1",
    "left_out": "the counts when one kind of event says nothing, and under other readings of the game",
    "priors": "share of draws with a warning before each exit, by the belief on joining",
    "parameters": "the numbers of the game: value, range, reason",
    "ratios": "the likelihood ratios: value, range, reason, and how many events have them",
    "sources": "the tables of facts and the hashes of those that are bundled",
}
INSIDE = (0.05, 0.95)
"""The band holds nine draws in ten (ours)."""
CITATIONS = (
    "cho1987signaling",
    "corcyrafacts",
    "dorazio2021mme",
    "fearon1997signaling",
    "leeds2002atop",
    "machaffie2024overcoming",
)


@dataclass(frozen=True, eq=False)
class BeliefStudy:
    """The result of a study of beliefs: ``tables`` has the keys of `BELIEF_TABLES`; ``names`` are the states' names by ISO-3."""

    spec: BeliefSpec
    names: Mapping[str, str]
    histories: tuple[History, ...]
    paths: tuple[BeliefPath, ...]
    tables: Mapping[str, pl.DataFrame]
    citations: tuple[str, ...] = CITATIONS

    def __repr__(self) -> str:
        """One line; the tables are in ``tables``."""
        return f"<BeliefStudy {self.spec.key}: {len(self.tables)} tables: {', '.join(self.tables)}>"


def run_beliefs(spec: BeliefSpec, *, facts: Facts | None = None, progress: Tell = lambda *_: None) -> BeliefStudy:
    """Compute the belief path of each member, the warnings, and what became of them (SCIENCE D6, 5 to 8, and D7).

    1. Spells of membership, and events within them, from ``facts`` (the bundled ones when not given; tables as
    `corcyra.sources.facts.load` reads them). 2. Belief by odds with yearly decay, at the study's values and for draws from their ranges.
    3. A warning where the belief at the end of a year lies below the threshold. 4. Warnings beside the exits of the next year.
    The belief of a year uses what was known when it ended. Raises what `check_beliefs` raises, and `StudyError` for a member that the
    facts do not know as one.

    >>> from corcyra.study.gallery import find_beliefs
    >>> found = run_beliefs(find_beliefs("csto-reassurance"))
    >>> found.tables["spells"].filter(pl.col("member") == "UZB")["exit"].cast(pl.String).to_list()
    ['1999-04-20', '2012-06-28']
    """
    check_beliefs(spec)
    progress("reading the facts", 0.0)
    known = {name: load(name) for name in FACTS} | dict(facts or {})
    histories = told(spec, known)
    progress("belief paths", 0.2)
    point, many = pointed(spec), drawn(spec)
    paths = tuple(walked(spec, each) for each in histories)
    made = [(beliefs(each, many), thresholds(each, many)) for each in histories]
    shares = [(belief < threshold).mean(axis=0) for belief, threshold in made]
    path = path_table(histories, paths, [thresholds(each, point)[0] for each in histories], made, shares)
    progress("warnings and exits", 0.5)
    tables = {
        "spells": spell_table(spec, histories, path),
        "events": event_table(spec, histories, paths),
        "path": path,
        "scores": scores(histories, point, spec.renewals),
        "guarantees": guarantees(histories),
        "ranking": ranking(histories, shares),
        "thresholds": threshold_scan(histories, point),
        "left_out": kinds_left_out(histories, point, readings(spec, known)),
        "priors": priors(histories, many),
        "parameters": judged(spec, Parameters),
        "ratios": with_counts(judged(spec, Ratios), histories),
        "sources": sources(facts or {}),
    }
    progress("done", 1.0)
    years = Years(*spec.years)
    codes = [code_of(name, years) for name in (*spec.members, spec.patron)]
    names = {code: world_states.find(code, on=years.last).name for code in codes}
    return BeliefStudy(spec, names, histories, paths, {key: tidy(frame) for key, frame in tables.items()})


def told(spec: BeliefSpec, facts: Facts, *, public: bool = False) -> tuple[History, ...]:
    """The history of every spell of every member that touches the years of the study; it ends with the year before the exit."""
    years = Years(*spec.years)
    patron = code_of(spec.patron, years)
    everyone: list[Spell] = []
    for name in spec.members:
        everyone += spells(facts, code_of(name, years), spec.organisations, spec.inside, years.last)
    found = []
    for spell in everyone:
        first = max(spell.entry.year, years.first)
        last = years.last if spell.exit is None else max(spell.exit.year - 1, spell.entry.year)
        if first <= last:
            span = tuple(range(first, last + 1))
            seen = tuple(
                each
                for each in events(facts, spell, everyone, patron, spec.frameworks, public=public)
                if first <= each.year <= last
            )
            treaty = tuple(has_treaty(facts, spell.member, patron, year) for year in span)
            base = tuple(has_base(facts, spell.member, patron, year) for year in span)
            found.append(History(spell, span, seen, treaty, base))
    if not found:
        raise StudyError(f"nobody was a member in {years.first} to {years.last}. Choose other years.")
    return tuple(found)


def readings(spec: BeliefSpec, facts: Facts) -> dict[str, tuple[History, ...]]:
    """The same spells with other readings of the facts: exercises seen by all, and appeals over contested land that say nothing of it."""
    found = {"exercises seen by all": told(spec, facts, public=True)}
    if spec.contested:
        found["contested land"] = told(spec, reread(facts, spec.contested))
    return found


def evidence(spec: BeliefSpec, event: Event) -> Evidence:
    """An event with its likelihood ratio and range; another member's attack by the power ``relevance``, whose range widens its own."""
    ratio: Judged = getattr(spec.ratios, event.kind)
    if not event.shared:
        return Evidence(event.year, event.kind, ratio.value, ratio.low, ratio.high, event.what)
    power = spec.parameters.relevance
    ends = [value**each for value in (ratio.low, ratio.high) for each in (power.low, power.high)]
    return Evidence(event.year, event.kind, ratio.value**power.value, min(ends), max(ends), event.what)


def walked(spec: BeliefSpec, history: History) -> BeliefPath:
    """The belief path at the study's values, with the bounds that hold for every combination of ratios."""
    numbers = spec.parameters
    return belief_path(
        [evidence(spec, each) for each in history.events],
        prior=numbers.prior.value, start=history.years[0], end=history.years[-1],
        base_rate=numbers.base_rate.value, turnover=numbers.turnover.value,
    )  # fmt: skip


def path_table(
    histories: tuple[History, ...],
    paths: tuple[BeliefPath, ...],
    levels: list[Numbers],
    made: list[tuple[Numbers, Numbers]],
    shares: list[Numbers],
) -> pl.DataFrame:
    """Belief, threshold, bands and warning by year."""
    parts = []
    for number, (history, path, level, draws, often) in enumerate(
        zip(histories, paths, levels, made, shares, strict=True)
    ):
        (low, high), (down, up) = (np.quantile(each, INSIDE, axis=0) for each in draws)
        end = history.spell.exit.year if history.spell.exit else None
        parts.append(
            pl.DataFrame(
                {
                    "member": [history.spell.member] * len(path.years), "spell": [number] * len(path.years), "year": list(path.years),
                    "belief": list(path.belief), "low": low, "high": high, "least": list(path.low), "most": list(path.high),
                    "threshold": level, "threshold_low": down, "threshold_high": up, "treaty": list(history.treaty), "base": list(history.base),
                    "warned": np.array(path.belief) < level, "share": often, "left_next": [year + 1 == end for year in path.years],
                }
            )
        )  # fmt: skip
    return pl.concat(parts)


def spell_table(spec: BeliefSpec, histories: tuple[History, ...], path: pl.DataFrame) -> pl.DataFrame:
    """Each membership with its warnings: before the exit, or in its last year when it went on; and for how many years on end."""
    rows = member_years(histories)
    found = []
    for number, history in enumerate(histories):
        own = path.filter(pl.col("spell") == number)
        judged_years = [row.place for row in rows if row.spell == number]
        warned = [own["warned"].to_list()[place] for place in judged_years]
        left = history.spell.exit is not None
        last = bool(warned and warned[-1])
        found.append(
            {
                "member": history.spell.member, "spell": number, "entry": history.spell.entry, "exit": history.spell.exit,
                "how": history.spell.how or "goes on", "rows": "; ".join(history.spell.rows), "member_years": len(warned),
                "years_warned": sum(warned), "warned_last": last, "lead": lead(warned), "verdict": verdict(left, last, any(warned), bool(warned)),
                "share_last": float(own["share"][judged_years[-1]]) if judged_years else None,
                "share_mean": float(np.mean([own["share"][place] for place in judged_years])) if judged_years else None,
            }
        )  # fmt: skip
    return pl.DataFrame(found, schema_overrides={"exit": pl.Date})


def lead(warned: list[bool]) -> int:
    """For how many years on end the last warning had stood.

    >>> lead([True, False, True, True]), lead([True, False])
    (2, 0)
    """
    run = 0
    for each in reversed(warned):
        if not each:
            break
        run += 1
    return run


def verdict(left: bool, last: bool, ever: bool, judged_at_all: bool) -> str:
    """What became of the warning: hit, miss, false alarm, or quiet."""
    if not judged_at_all:
        return "not judged"
    return ("hit" if last else "miss") if left else "false alarm" if ever else "quiet"


def event_table(spec: BeliefSpec, histories: tuple[History, ...], paths: tuple[BeliefPath, ...]) -> pl.DataFrame:
    """Every event with its ratio and what it did."""
    found = []
    for number, (history, path) in enumerate(zip(histories, paths, strict=True)):
        for event, step in zip(history.events, path.steps, strict=True):
            weight = evidence(spec, event)
            found.append(
                {
                    "member": event.member, "spell": number, "known": event.day, "kind": event.kind, "of_another": event.shared or event.kind == "third_forces",
                    "table": event.table, "rows": event.rows, "what": event.what, "ratio": weight.ratio, "low": weight.lowest, "high": weight.highest,
                    "decibels": step.decibels, "before": step.before, "after": step.after,
                }
            )  # fmt: skip
    kinds = {"member": pl.String, "spell": pl.Int64, "known": pl.Date, "kind": pl.String, "of_another": pl.Boolean, "table": pl.String,
             "rows": pl.String, "what": pl.String, **dict.fromkeys(("ratio", "low", "high", "decibels", "before", "after"), pl.Float64)}  # fmt: skip
    return pl.DataFrame(found, schema=kinds)


def judged(spec: BeliefSpec, group: type[Parameters] | type[Ratios]) -> pl.DataFrame:
    """The settings of a group with range and reason."""
    holder = spec.parameters if group is Parameters else spec.ratios
    return pl.DataFrame([{"name": name} | getattr(holder, name).model_dump() for name in group.model_fields])


def with_counts(table: pl.DataFrame, histories: tuple[History, ...]) -> pl.DataFrame:
    """How many events of each kind the paths have."""
    kinds = [event.kind for history in histories for event in history.events]
    return table.with_columns(events=pl.Series([kinds.count(name) for name in table["name"]], dtype=pl.Int64))


def sources(given: Facts) -> pl.DataFrame:
    """The tables of facts: the hash of a bundled one, none for one that was given."""
    rows = [{"table": name, "sha256": None if name in given else digest_files([file_of(name)])} for name in FACTS]
    return pl.DataFrame(rows, schema={"table": pl.String, "sha256": pl.String})


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Floats to six decimals, so that the same study gives the same bytes on every machine."""
    return frame.with_columns(pl.selectors.float().round(6))

"""How often the model's warning came before an exit, and how often it was false: beside naive forecasts, and by what it rests on.

A member-year is a year that a member began inside. The forecast for it is made from the year before: a warning when the belief at the end
of that year lies below the threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.study.belief_draws import History, Settings, beliefs, thresholds
from corcyra.study.belief_spec import Ratios

__all__ = [
    "Count", "MemberYear", "counted", "guarantees", "kinds_left_out", "member_years", "priors", "ranking", "scores", "threshold_scan",
]  # fmt: skip

Numbers = npt.NDArray[np.float64]

PRIORS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
LEVELS = tuple(round(0.05 * step, 2) for step in range(2, 21))
SIGNALS = ("exercises", "third_forces")
"""What informs only if a client is worth more to a reliable patron."""


@dataclass(frozen=True)
class MemberYear:
    """A year that a member began inside: the spell's place, the year, its forecast's place on the path, and whether the member left in it."""

    spell: int
    member: str
    year: int
    place: int
    left: bool


@dataclass(frozen=True)
class Count:
    """Warnings and what followed: exits that were warned of and that were not, warnings without exit, and quiet years."""

    hits: int
    misses: int
    false_alarms: int
    quiet: int

    @property
    def found(self) -> float | None:
        """Share of the exits that were warned of."""
        return share(self.hits, self.hits + self.misses)

    @property
    def right(self) -> float | None:
        """Share of the warnings that an exit followed."""
        return share(self.hits, self.hits + self.false_alarms)

    @property
    def false(self) -> float | None:
        """Share of the years without exit that were warned of."""
        return share(self.false_alarms, self.false_alarms + self.quiet)


def share(part: int, whole: int) -> float | None:
    """A share, None of nothing."""
    return part / whole if whole else None


def member_years(histories: Sequence[History]) -> tuple[MemberYear, ...]:
    """Every year after the one of joining that a member began inside, the year of its exit among them.

    What followed the last year of a study is not known: a membership that goes on has no row for it.
    """
    found = []
    for number, history in enumerate(histories):
        end = history.spell.exit.year if history.spell.exit else history.years[-1]
        for place, year in enumerate(history.years):
            if year < end:
                left = history.spell.exit is not None and year + 1 == end
                found.append(MemberYear(number, history.spell.member, year + 1, place, left))
    return tuple(found)


def counted(rows: Sequence[MemberYear], warned: Iterable[bool]) -> Count:
    """The four counts of a forecast, one warning or none a member-year.

    >>> rows = [MemberYear(0, "UZB", 1998, 5, False), MemberYear(0, "UZB", 1999, 6, True)]
    >>> counted(rows, [True, True])
    Count(hits=1, misses=0, false_alarms=1, quiet=0)
    """
    pairs = [(row.left, bool(each)) for row, each in zip(rows, warned, strict=True)]
    return Count(*(pairs.count(each) for each in ((True, True), (True, False), (False, True), (False, False))))


def warnings(histories: Sequence[History], rows: Sequence[MemberYear], settings: Settings) -> npt.NDArray[np.bool_]:
    """Is there a warning for each member-year: (draws, rows)."""
    made = [beliefs(each, settings) < thresholds(each, settings) for each in histories]
    return np.stack([made[row.spell][:, row.place] for row in rows], axis=1)


def line(name: str, count: Count, rows: Sequence[MemberYear], warned: Iterable[bool]) -> dict[str, object]:
    """One row of a table of verdicts."""
    named = [f"{row.member} {row.year}" for row, each in zip(rows, warned, strict=True) if row.left and each]
    return {
        "forecast": name, "hits": count.hits, "misses": count.misses, "false_alarms": count.false_alarms, "quiet": count.quiet,
        "found": count.found, "right": count.right, "false": count.false, "exits_warned": "; ".join(named),
    }  # fmt: skip


SCHEMA = {
    "forecast": pl.String, "hits": pl.Int64, "misses": pl.Int64, "false_alarms": pl.Int64, "quiet": pl.Int64, "found": pl.Float64,
    "right": pl.Float64, "false": pl.Float64, "exits_warned": pl.String,
}  # fmt: skip


def table(made: Mapping[str, Sequence[bool]], rows: Sequence[MemberYear]) -> pl.DataFrame:
    """The counts of several forecasts."""
    return pl.DataFrame([line(name, counted(rows, each), rows, each) for name, each in made.items()], schema=SCHEMA)


def scores(histories: Sequence[History], settings: Settings, renewals: tuple[int, int]) -> pl.DataFrame:
    """The model with the study's own values beside naive forecasts: never, always, in years of renewal, and the prior without events.

    Over all years, then up to the first renewal and after it: before it the facts list few exercises.
    """
    rows = member_years(histories)
    first, step = renewals
    silent = settings.changed(ratios=dict.fromkeys(Ratios.model_fields, 1.0))
    made = {
        "model": warnings(histories, rows, settings)[0].tolist(),
        "no events": warnings(histories, rows, silent)[0].tolist(),
        "never": [False] * len(rows),
        "always": [True] * len(rows),
        "renewal": [row.year >= first and (row.year - first) % step == 0 for row in rows],
    }
    parts = []
    for period, inside in periods(rows, first).items():
        some = {
            name: [each for each, here in zip(warned, inside, strict=True) if here] for name, warned in made.items()
        }
        these = [row for row, here in zip(rows, inside, strict=True) if here]
        parts.append(table(some, these).with_columns(period=pl.lit(period)))
    return pl.concat(parts).select("period", *SCHEMA)


def periods(rows: Sequence[MemberYear], first: int) -> dict[str, list[bool]]:
    """Which member-years lie in each period."""
    every = {"all years": [True] * len(rows)}
    parts = {f"to {first}": [row.year <= first for row in rows], f"after {first}": [row.year > first for row in rows]}
    return every | {name: inside for name, inside in parts.items() if any(inside)}


def guarantees(histories: Sequence[History]) -> pl.DataFrame:
    """Member-years and exits by what the member had from the patron beside the alliance at the end of the year before.

    The game says that a guarantee outside the alliance raises w and with it the threshold, and so makes exit likelier.
    """
    rows = member_years(histories)
    words = {(False, False): "neither", (True, False): "treaty", (False, True): "base", (True, True): "treaty and base"}
    had = [(histories[row.spell].treaty[row.place], histories[row.spell].base[row.place]) for row in rows]
    found = []
    for pair, word in words.items():
        these = [row for row, each in zip(rows, had, strict=True) if each == pair]
        found.append({"had": word, "member_years": len(these), "exits": sum(row.left for row in these),
                      "rate": share(sum(row.left for row in these), len(these))})  # fmt: skip
    return pl.DataFrame(
        found, schema={"had": pl.String, "member_years": pl.Int64, "exits": pl.Int64, "rate": pl.Float64}
    )


def ranking(histories: Sequence[History], shares: Sequence[Numbers]) -> pl.DataFrame:
    """Does the share of draws with a warning stand higher before exits than before other years? Over all pairs, and within one year.

    ``higher``: share of pairs (an exit, a year without) in which it does, ties counting half; 0.5 is chance. Within one year what moves
    all members alike, such as the time since 1992, cannot help.
    """
    rows = member_years(histories)
    value = [float(shares[row.spell][row.place]) for row in rows]
    found = []
    for name, same in (("all pairs", False), ("same year", True)):
        pairs = [
            (value[one], value[two])
            for one, left in enumerate(rows) if left.left
            for two, stayed in enumerate(rows) if not stayed.left and (not same or left.year == stayed.year)
        ]  # fmt: skip
        won = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs)
        found.append({"pairs": name, "number": len(pairs), "higher": won / len(pairs) if pairs else None})
    return pl.DataFrame(found, schema={"pairs": pl.String, "number": pl.Int64, "higher": pl.Float64})


def threshold_scan(histories: Sequence[History], settings: Settings) -> pl.DataFrame:
    """The counts with one threshold for all members and years, from 0.1 to 1."""
    rows = member_years(histories)
    path = [beliefs(each, settings)[0] for each in histories]
    made = {f"{level:.2f}": [bool(path[row.spell][row.place] < level) for row in rows] for level in LEVELS}
    return table(made, rows).rename({"forecast": "threshold"}).with_columns(pl.col("threshold").cast(pl.Float64))


def kinds_left_out(
    histories: Sequence[History], settings: Settings, others: Mapping[str, Sequence[History]]
) -> pl.DataFrame:
    """The counts when one kind of event says nothing (ratio 1), and under other readings of the game.

    ``others``: the same spells with other readings of what happened in them.
    """
    rows = member_years(histories)
    variants = {"all kinds": settings}
    seen = {event.kind for history in histories for event in history.events}
    for kind in Ratios.model_fields:
        if kind in seen and settings.ratios[kind][0] != 1.0:
            variants[f"without {kind}"] = settings.changed(ratios={kind: 1.0})
    variants["signals uninformative"] = settings.changed(ratios=dict.fromkeys(SIGNALS, 1.0))
    variants["own experience only"] = settings.changed({"relevance": 0.0}, {"third_forces": 1.0})
    variants["one type for all"] = settings.changed(
        {"relevance": 1.0}, {"third_forces": float(settings.ratios["attack_troops"][0])}
    )
    variants["treaty and base add nothing"] = settings.changed({"treaty": 0.0, "base": 0.0})
    made = {name: warnings(histories, rows, each)[0].tolist() for name, each in variants.items()}
    read = {name: warnings(each, rows, settings)[0].tolist() for name, each in others.items()}
    return table(made | read, rows)


def priors(histories: Sequence[History], settings: Settings) -> pl.DataFrame:
    """How often the draws warn when the belief on joining is held at one value: before each exit, and in years without exit."""
    rows = member_years(histories)
    left = np.array([row.left for row in rows], dtype=bool)
    names = [f"{row.member} {row.year}" for row in rows if row.left]
    found: list[dict[str, object]] = []
    for prior in PRIORS:
        often = warnings(histories, rows, settings.changed({"prior": prior})).mean(axis=0)
        quiet = float(often[~left].mean()) if (~left).any() else None
        found += [
            {"prior": prior, "before": name, "share": float(value)}
            for name, value in zip(names, often[left], strict=True)
        ]
        found.append({"prior": prior, "before": "years without exit", "share": quiet})
    return pl.DataFrame(found, schema={"prior": pl.Float64, "before": pl.String, "share": pl.Float64})

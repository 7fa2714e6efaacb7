"""What is believed of a patron's reliability, year by year, from dated events (SCIENCE D6, D7).

Two ways to learn. By odds: each event has a likelihood ratio, Pr(event | reliable)/Pr(event | unreliable), and multiplies the odds;
between years the belief moves toward a base rate, since patrons change. By record: each appeal was honoured to a degree y in
[0, 1] and counts by its weight, which fades with age; the belief is the mean of a beta distribution. Ratios and weights are the
user's judgement: give a range where it is unsure, and tell it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import ParameterError
from corcyra.games.cadence import decayed

__all__ = [
    "BeliefPath",
    "Evidence",
    "Record",
    "Step",
    "belief_draws",
    "belief_path",
    "likelihood_ratio",
    "record_belief",
    "record_path",
]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """An event and its likelihood ratio: ``year``, ``kind``, ``ratio`` > 0, and its range ``low`` to ``high`` (``ratio`` when not given).

    A ratio above 1 speaks for reliability, below 1 against it, 1 says nothing. Raises `ParameterError` for a ratio not above 0 or
    outside its range.

    >>> round(Evidence(2021, "absent under attack", 0.25, low=0.1, high=0.5).decibels, 2)
    -6.02
    >>> Evidence(2021, "absent under attack", 0.0)
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: the likelihood ratio of 'absent under attack' in 2021 is above 0 and finite, given 0. No event settles a type for ever: give a small ratio.
    """

    year: int
    kind: str
    ratio: float
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for value in (self.ratio, self.lowest, self.highest):
            if not (value > 0 and math.isfinite(value)):
                raise ParameterError(
                    f"the likelihood ratio of {self.kind!r} in {self.year} is above 0 and finite, given {value:g}. No event settles a type "
                    "for ever: give a small ratio."
                )
        if not self.lowest <= self.ratio <= self.highest:
            raise ParameterError(
                f"the likelihood ratio of {self.kind!r} in {self.year}, {self.ratio:g}, lies outside its range {self.lowest:g} to {self.highest:g}."
            )

    @property
    def lowest(self) -> float:
        """The least ratio of the range."""
        return self.ratio if self.low is None else self.low

    @property
    def highest(self) -> float:
        """The largest ratio of the range."""
        return self.ratio if self.high is None else self.high

    @property
    def decibels(self) -> float:
        """The weight of evidence, ``10 log10`` of the ratio; 10 means ten times the odds."""
        return 10.0 * math.log10(self.ratio)


@dataclass(frozen=True)
class Record:
    """An appeal that was honoured (``honoured`` 1), not met (0) or in part, and how much it counts (``weight`` ≥ 0, relevance).

    >>> Record(2022, "intervention", 1.0, weight=0.4).weight
    0.4
    >>> Record(2022, "intervention", 1.5)
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: honoured of 'intervention' in 2022 is 0 to 1, given 1.5.
    """

    year: int
    kind: str
    honoured: float
    weight: float = 1.0
    note: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.honoured <= 1.0:
            raise ParameterError(f"honoured of {self.kind!r} in {self.year} is 0 to 1, given {self.honoured:g}.")
        if not (self.weight >= 0.0 and math.isfinite(self.weight)):
            raise ParameterError(
                f"weight of {self.kind!r} in {self.year} is at least 0 and finite, given {self.weight:g}."
            )


@dataclass(frozen=True)
class Step:
    """What one event did: the belief before and after it, and the same in decibels of odds."""

    year: int
    kind: str
    before: float
    after: float
    decibels: float
    note: str = ""


@dataclass(frozen=True)
class BeliefPath:
    """The belief at the end of each year (``belief``), between ``low`` and ``high``, and the ``steps`` that made it, in order of time.

    >>> path = belief_path([Evidence(2021, "absent", 0.25)], prior=0.6, start=2020, end=2022)
    >>> path.at(2021) == path.belief[1], path.years, path.below(0.5), path.first_below(0.5)
    (True, (2020, 2021, 2022), (2021, 2022), 2021)
    """

    years: tuple[int, ...]
    belief: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    steps: tuple[Step, ...]

    def at(self, year: int) -> float:
        """The belief at the end of a year; raises `ParameterError` outside the path."""
        if year not in self.years:
            raise ParameterError(f"the path runs from {self.years[0]} to {self.years[-1]}, asked for {year}.")
        return self.belief[self.years.index(year)]

    def below(self, threshold: float, *, surely: bool = False) -> tuple[int, ...]:
        """The years in which the belief, or with ``surely`` even its upper bound, is below a threshold."""
        values = self.high if surely else self.belief
        return tuple(year for year, value in zip(self.years, values, strict=True) if value < threshold)

    def first_below(self, threshold: float, *, surely: bool = False) -> int | None:
        """The first such year, or None."""
        return next(iter(self.below(threshold, surely=surely)), None)

    @property
    def frame(self) -> pl.DataFrame:
        """One row a year: year, belief, low, high, and the decibels of the year's events together."""
        moved = [sum((each.decibels for each in self.steps if each.year == year), 0.0) for year in self.years]
        columns = {"year": self.years, "belief": self.belief, "low": self.low, "high": self.high, "decibels": moved}
        return pl.DataFrame({name: list(values) for name, values in columns.items()})


def likelihood_ratio(reliable: float, unreliable: float) -> float:
    """``Pr(event | reliable)/Pr(event | unreliable)``; raises `ParameterError` unless both are above 0 and at most 1.

    >>> likelihood_ratio(0.2, 0.8)
    0.25
    """
    for value in (reliable, unreliable):
        if not 0.0 < value <= 1.0:
            raise ParameterError(f"the probability of an event under a type is above 0 and at most 1, given {value:g}.")
    return reliable / unreliable


def belief_path(
    events: Iterable[Evidence],
    *,
    prior: float,
    start: int,
    end: int,
    base_rate: float | None = None,
    turnover: float = 0.0,
) -> BeliefPath:
    """The belief by odds, ``odds_t = odds_(t−1) · Π LR``, with yearly decay to a base rate (SCIENCE D6, D7).

    ``prior``: the belief at the beginning of ``start``, strictly between 0 and 1; ``base_rate``: where it decays to, by the share
    ``turnover`` a year (the prior and 0 when not given). The steps: 1. sort the events by year; 2. at the turn of each year but the
    first, ``μ ← μ̄ + (μ − μ̄)(1 − δ)``; 3. multiply the odds by each ratio of the year. ``low`` and ``high`` have all ratios at the
    lower or upper end of their ranges, and bound every combination, since the belief rises in each ratio. Events may come in any
    order. Raises `ParameterError` for an event outside the years, a prior or rate out of range, or an end before the start.

    >>> path = belief_path([Evidence(2021, "absent", 0.25, 0.1, 0.5)], prior=0.6, start=2021, end=2022, base_rate=0.5, turnover=0.2)
    >>> [round(value, 4) for value in (*path.belief, path.low[0], path.high[0])]
    [0.2727, 0.3182, 0.1304, 0.4286]
    """
    ordered = sorted(events, key=lambda each: each.year)
    base = prior if base_rate is None else base_rate
    check(ordered, prior, start, end, base, turnover)
    belief, steps = walked(ordered, [each.ratio for each in ordered], prior, start, end, base, turnover)
    low, _ = walked(ordered, [each.lowest for each in ordered], prior, start, end, base, turnover)
    high, _ = walked(ordered, [each.highest for each in ordered], prior, start, end, base, turnover)
    return BeliefPath(tuple(range(start, end + 1)), belief, low, high, steps)


def check(
    ordered: Sequence[Evidence | Record], prior: float, start: int, end: int, base: float, turnover: float
) -> None:
    """Raise `ParameterError` for what cannot be a path."""
    if end < start:
        raise ParameterError(f"a path ends no earlier than it starts, given {start} to {end}.")
    if not 0.0 < prior < 1.0:
        raise ParameterError(f"prior is strictly between 0 and 1, given {prior:g}: at 0 or 1 no event could change it.")
    for name, value in (("base_rate", base), ("turnover", turnover)):
        if not 0.0 <= value <= 1.0:
            raise ParameterError(f"{name} is 0 to 1, given {value:g}.")
    for each in ordered:
        if not start <= each.year <= end:
            raise ParameterError(
                f"{each.kind!r} in {each.year} lies outside the path, {start} to {end}. Widen the path or leave the event out."
            )


def walked(
    ordered: Sequence[Evidence],
    ratios: Sequence[float],
    prior: float,
    start: int,
    end: int,
    base: float,
    turnover: float,
) -> tuple[tuple[float, ...], tuple[Step, ...]]:
    """The belief at the end of each year, and each event's step."""
    # Belief and doubt are kept apart: close to certainty, 1 - belief would be lost in rounding.
    yes, no = prior, 1.0 - prior
    path, steps = [], []
    for year in range(start, end + 1):
        if year > start:
            yes, no = (decayed(yes, 1, base_rate=base, turnover=turnover), no + (1.0 - base - no) * turnover)
        for each, ratio in zip(ordered, ratios, strict=True):
            if each.year == year:
                before = yes
                yes, no = yes * ratio / (yes * ratio + no), no / (yes * ratio + no)
                steps.append(Step(year, each.kind, before, yes, 10.0 * math.log10(ratio), each.note))
        path.append(yes)
    return tuple(path), tuple(steps)


def belief_draws(
    events: Iterable[Evidence],
    *,
    prior: float,
    start: int,
    end: int,
    base_rate: float | None = None,
    turnover: float = 0.0,
    draws: int = 2000,
    seed: int = 0,
) -> Numbers:
    """`belief_path` with each ratio drawn from its range, evenly in its logarithm: (draws, years), beliefs (that distribution is ours).

    Draws of different events are independent; the same seed gives the same draws. Raises as `belief_path` does.

    >>> drawn = belief_draws([Evidence(2021, "absent", 0.25, 0.1, 0.5)], prior=0.6, start=2020, end=2021, draws=100)
    >>> drawn.shape, bool((drawn[:, 1] > 0.1304).all()), bool((drawn[:, 1] < 0.4286).all())
    ((100, 2), True, True)
    """
    ordered = sorted(events, key=lambda each: (each.year, each.kind, each.ratio))
    base = prior if base_rate is None else base_rate
    check(ordered, prior, start, end, base, turnover)
    bounds = np.log([[each.lowest, each.highest] for each in ordered]).reshape(-1, 2)
    ratios = np.exp(
        bounds[:, 0] + np.random.default_rng(seed).random((draws, len(ordered))) * (bounds[:, 1] - bounds[:, 0])
    )
    yes, no, path = np.full(draws, prior), np.full(draws, 1.0 - prior), []
    for year in range(start, end + 1):
        if year > start:
            yes, no = yes + (base - yes) * turnover, no + (1.0 - base - no) * turnover
        factor = ratios[:, [each.year == year for each in ordered]].prod(axis=1)
        yes, no = yes * factor / (yes * factor + no), no / (yes * factor + no)
        path.append(yes)
    return np.stack(path, axis=1)


def record_belief(
    records: Iterable[Record], year: int, *, memory: float = 0.9, honoured: float = 1.0, unmet: float = 1.0
) -> tuple[float, float]:
    """The two parameters of the beta belief in a year: ``α0 + Σ w γ^age y`` and ``β0 + Σ w γ^age (1 − y)`` (SCIENCE D7).

    ``memory`` is γ in (0, 1], ``honoured`` and ``unmet`` are α0 and β0, above 0; later records do not count. The belief is the mean
    α/(α + β). Raises `ParameterError` for parameters out of range.

    >>> told = [Record(2015, "appeal", 1.0), Record(2018, "appeal", 0.0), Record(2020, "another's appeal", 1.0, weight=0.4)]
    >>> a, b = record_belief(told, 2020)
    >>> round(a / (a + b), 5)
    0.52375
    """
    if not 0.0 < memory <= 1.0:
        raise ParameterError(f"memory is above 0 and at most 1, given {memory:g}.")
    for name, value in (("honoured", honoured), ("unmet", unmet)):
        if not (value > 0.0 and math.isfinite(value)):
            raise ParameterError(f"{name} (what is believed before any appeal) is above 0, given {value:g}.")
    counts = [(each.weight * memory ** (year - each.year), each.honoured) for each in records if each.year <= year]
    return honoured + sum(w * y for w, y in counts), unmet + sum(w * (1.0 - y) for w, y in counts)


def record_path(
    records: Iterable[Record],
    *,
    start: int,
    end: int,
    memory: float = 0.9,
    honoured: float = 1.0,
    unmet: float = 1.0,
    inside: float = 0.9,
) -> BeliefPath:
    """The beta belief at the end of each year from the record of appeals (SCIENCE D7), between the quantiles that hold the share ``inside``.

    Records may come in any order and may lie before ``start``; one after ``end`` is refused with `ParameterError`. The steps are the
    records from ``start`` on: the belief without and with them, and the difference of log odds in decibels.

    >>> path = record_path([Record(2021, "appeal", 0.0)], start=2020, end=2022)
    >>> [round(value, 3) for value in path.belief], round(path.steps[0].decibels, 2)
    ([0.5, 0.333, 0.345], -3.01)
    """
    from scipy.stats import beta

    ordered = sorted(records, key=lambda each: each.year)
    check([each for each in ordered if each.year >= start], 0.5, start, end, 0.5, 0.0)
    if not 0.0 < inside < 1.0:
        raise ParameterError(f"inside is strictly between 0 and 1, given {inside:g}.")
    pairs = [
        record_belief(ordered, year, memory=memory, honoured=honoured, unmet=unmet) for year in range(start, end + 1)
    ]
    steps = []
    for place, each in enumerate(ordered):
        if each.year >= start:
            odds = [
                a / b
                for a, b in (
                    record_belief(ordered[:upto], each.year, memory=memory, honoured=honoured, unmet=unmet)
                    for upto in (place, place + 1)
                )
            ]
            before, after = (value / (1.0 + value) for value in odds)
            steps.append(Step(each.year, each.kind, before, after, 10.0 * math.log10(odds[1] / odds[0]), each.note))
    low, high = (tuple(float(beta.ppf(p, a, b)) for a, b in pairs) for p in ((1 - inside) / 2, (1 + inside) / 2))
    return BeliefPath(tuple(range(start, end + 1)), tuple(a / (a + b) for a, b in pairs), low, high, tuple(steps))

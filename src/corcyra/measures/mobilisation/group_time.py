"""Effects by the year of the switch and the year of the vote, which two-way fixed effects mix (SCIENCE E2 iii).

Two estimators. Callaway and Sant'Anna (2021) compare, for states that switched in year g, the change since their last year before
with the change of states that had not switched; the comparisons are averaged as asked. Borusyak, Jaravel and Spiess (2024) fit
state and year effects to the cells not yet treated only, and average the treated cells' distance from what these predict.

Shapes: ``outcome`` (states, years) with NaN where unknown; ``switch`` (states,) the year of the switch, 0 never, −1 left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.errors import DataError, ParameterError
from corcyra.panel.panels import Floats
from corcyra.world.spells import check_word

__all__ = ["Average", "GroupTime", "average", "group_time", "imputation", "simultaneous"]

CONTROLS = ("never", "not-yet")


@dataclass(frozen=True, eq=False)
class GroupTime:
    """One comparison: states that switched in ``group``, in ``year``; ``effect``, ``states`` that switched, and each state's influence (states,)."""

    group: int
    year: int
    effect: float
    states: int
    influence: Floats
    members: np.ndarray


@dataclass(frozen=True, eq=False)
class Average:
    """An average of comparisons: ``effect``, analytic ``se``, the ``influence`` of each state (states,), comparisons and switching states used."""

    effect: float
    se: float
    influence: Floats
    cells: int
    states: int

    def bootstrap(self, rng: np.random.Generator, draws: int) -> float:
        """Standard error by the multiplier bootstrap over states with Rademacher signs (Callaway and Sant'Anna 2021, algorithm 1)."""
        signs = rng.integers(0, 2, size=(draws, self.influence.size)) * 2.0 - 1.0
        return float((signs @ self.influence).std())


def group_time(
    outcome: Floats, switch: np.ndarray, years: Sequence[int], *, control: str = "not-yet", anticipation: int = 0
) -> list[GroupTime]:
    """Every comparison of a group and a year, before and after the switch, as in Callaway and Sant'Anna (2021), eq. 2.8 without covariates.

    1. The base year of group g is g − 1 − ``anticipation``; it has no comparison with itself.
    2. Controls never switch (``never``), or have not switched by the later of the year and the base year (``not-yet``, plus anticipation).
    3. Effect: mean change from base to year among the group less that among the controls, states known in both years only.
    4. Influence of a state: its own distance from its mean over the number, positive in the group, negative in the controls.

    A group whose base year lies outside, or of which no state or no control is known in both years, has no comparison.
    Raises `ParameterError` for an unknown control or a negative anticipation.

    >>> outcome, switch = np.array([[0.2, 0.3], [0.2, 0.5]]), np.array([0, 2000])
    >>> [(each.group, each.year, round(each.effect, 9)) for each in group_time(outcome, switch, [1999, 2000])]
    [(2000, 2000, 0.2)]
    """
    check_word("control", control, CONTROLS)
    if type(anticipation) is not int or anticipation < 0:
        raise ParameterError(f"anticipation is a whole number of years from 0 up, not {anticipation!r}.")
    found: list[GroupTime] = []
    first = years[0]
    for group in sorted({int(each) for each in switch if each > 0}):
        base = group - 1 - anticipation
        if not years[0] <= base <= years[-1]:
            continue
        for year in (each for each in years if each != base):
            change = outcome[:, year - first] - outcome[:, base - first]
            known = ~np.isnan(change)
            bound = max(year, base) + anticipation
            pool = (switch == 0) if control == "never" else (switch == 0) | (switch > bound)
            ours, theirs = known & (switch == group), known & pool & (switch != group)
            if ours.any() and theirs.any():
                found.append(compared(group, year, change, ours, theirs))
    return found


def compared(group: int, year: int, change: Floats, ours: np.ndarray, theirs: np.ndarray) -> GroupTime:
    """One comparison of changes."""
    mean, other = change[ours].mean(), change[theirs].mean()
    influence = np.zeros(len(change))
    influence[ours] = (change[ours] - mean) / ours.sum()
    influence[theirs] -= (change[theirs] - other) / theirs.sum()
    return GroupTime(group, year, float(mean - other), int(ours.sum()), influence, ours)


def average(comparisons: Sequence[GroupTime], wanted: Callable[[GroupTime], bool] | None = None) -> Average:
    """The mean effect over comparisons, each counted with its switching states; by default those from the switch on.

    The influence has a second part, since the numbers of states are drawn too: (effect − mean) / total, for each of its states.
    Raises `DataError` when no comparison is wanted.

    >>> outcome, switch = np.array([[0.2, 0.3, 0.3], [0.2, 0.5, 0.6]]), np.array([0, 2000])
    >>> average(group_time(outcome, switch, [1999, 2000, 2001])).effect.__round__(9)
    0.25
    """
    chosen = [each for each in comparisons if (each.year >= each.group if wanted is None else wanted(each))]
    if not chosen:
        raise DataError(
            "no state switched with a year before, a year after and a state to compare with. Take other years."
        )
    total = sum(each.states for each in chosen)
    effect = sum(each.states * each.effect for each in chosen) / total
    influence = np.zeros(len(chosen[0].influence))
    for each in chosen:
        influence += each.states * each.influence / total + (each.effect - effect) / total * each.members
    members = np.logical_or.reduce([each.members for each in chosen])
    return Average(float(effect), float(np.sqrt((influence**2).sum())), influence, len(chosen), int(members.sum()))


def simultaneous(averages: Sequence[Average], rng: np.random.Generator, draws: int) -> tuple[Floats, float]:
    """Bootstrap errors of several averages and the critical value of their 95 % simultaneous band (sup-t).

    >>> outcome, switch = np.array([[0.1, 0.2, 0.1], [0.3, 0.2, 0.5], [0.2, 0.5, 0.6], [0.1, 0.3, 0.9]]), np.array([0, 0, 2000, 2000])
    >>> each = [average(group_time(outcome, switch, [1999, 2000, 2001]), lambda one, k=k: one.year == k) for k in (2000, 2001)]
    >>> simultaneous(each, np.random.default_rng(1), 500)[0].shape
    (2,)
    """
    influence = np.stack([each.influence for each in averages])
    signs = rng.integers(0, 2, size=(draws, influence.shape[1])) * 2.0 - 1.0
    drawn = signs @ influence.T
    se = drawn.std(axis=0)
    moving = se > 0
    if not moving.any():
        return se, np.nan
    return se, float(np.quantile(np.abs(drawn[:, moving] / se[moving]).max(axis=1), 0.95))


def imputation(
    outcome: Floats,
    switch: np.ndarray,
    years: Sequence[int],
    *,
    weights: Floats | None = None,
    anticipation: int = 0,
) -> tuple[float, Floats]:
    """Mean effect on the treated and each cell's effect (states, years), by imputation (Borusyak, Jaravel and Spiess 2024, theorem 2).

    1. Fit state and year effects to the cells from before the switch (less ``anticipation`` years) and of states that never switch.
    2. A treated cell's effect is its outcome less its state's and its year's effect; NaN where one of them is not known.
    3. The mean over treated cells, each with its state's weight (``weights`` (states,), default 1).

    The year effects solve the normal equations with the state effects taken out: one small linear system.

    >>> outcome, switch = np.array([[0.2, 0.3], [0.2, 0.5]]), np.array([0, 2000])
    >>> round(imputation(outcome, switch, [1999, 2000])[0], 9)
    0.2
    """
    parts = Normal.of(outcome, switch, years, anticipation)
    weight = np.ones(len(outcome)) if weights is None else np.asarray(weights, dtype=np.float64)
    cells = parts.effects(weight)
    known = ~np.isnan(cells)
    if not known.any():
        raise DataError("no treated cell has both its state and its year known before the switch. Take other years.")
    mass = np.broadcast_to(weight[:, None], cells.shape)[known]
    return float((cells[known] * mass).sum() / mass.sum()), cells


@dataclass(frozen=True, eq=False)
class Normal:
    """The normal equations of the year effects, state by state, so that a change of weights costs one small solution."""

    outcome: Floats
    clean: np.ndarray
    treated: np.ndarray
    matrix: Floats
    right: Floats

    @classmethod
    def of(cls, outcome: Floats, switch: np.ndarray, years: Sequence[int], anticipation: int = 0) -> Normal:
        """From the grids; see `imputation`."""
        when, used = np.asarray(years), (switch >= 0)[:, None] & ~np.isnan(outcome)
        after = (switch > 0)[:, None] & (when >= switch[:, None] - anticipation)
        clean, treated = used & ~after, used & (switch > 0)[:, None] & (when >= switch[:, None])
        seen, filled = clean.astype(np.float64), np.where(clean, outcome, 0.0)
        count = np.maximum(seen.sum(axis=1), 1.0)
        matrix = -seen[:, :, None] * seen[:, None, :] / count[:, None, None]
        matrix[:, range(len(when)), range(len(when))] += seen
        right = filled - seen * (filled.sum(axis=1) / count)[:, None]
        return cls(outcome, clean, treated, matrix, right)

    def effects(self, weight: Floats) -> Floats:
        """The effect in every treated cell, under state weights; NaN elsewhere and where not identified."""
        matrix = np.tensordot(weight, self.matrix, axes=1)
        year = np.linalg.lstsq(matrix, weight @ self.right, rcond=1e-12)[0]
        year[~self.clean[weight > 0].any(axis=0)] = np.nan
        count = self.clean.sum(axis=1)
        left = np.where(self.clean, self.outcome - np.where(np.isnan(year), 0.0, year), 0.0)
        state = np.where(count > 0, left.sum(axis=1) / np.maximum(count, 1), np.nan)
        return np.where(self.treated, self.outcome - state[:, None] - year[None, :], np.nan)

    def bootstrap(self, rng: np.random.Generator, draws: int) -> Floats:
        """The mean effect in draws of exponential weights over states, the Bayesian bootstrap (Rubin 1981): (draws,).

        Weights above zero keep every effect identified, which whole-state resampling of a few switchers would not.
        """
        known = ~np.isnan(self.effects(np.ones(len(self.outcome))))
        found = np.empty(draws)
        for k in range(draws):
            weight = rng.exponential(size=len(self.outcome))
            cells = self.effects(weight)
            mass = np.broadcast_to(weight[:, None], cells.shape)[known]
            found[k] = (cells[known] * mass).sum() / mass.sum()
        return found

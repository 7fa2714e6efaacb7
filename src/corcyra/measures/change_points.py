"""Turns: when a state's alignment shifts, away from whom, and toward whom (SCIENCE A9).

Bayesian online change-point detection (Adams and MacKay 2007): each year either continues the present period or, with
probability ``hazard``, starts a new one. Within a period the level is Gaussian with unknown mean and variance under a
normal-inverse-gamma prior, so the predictive is Student's t (Murphy 2007). The two directions are recorded apart,
because a state can move away from one pole without moving toward another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma

import numpy as np

from corcyra.errors import ParameterError
from corcyra.measures.measure import Parameter
from corcyra.panel.panels import Floats

__all__ = ["CITATIONS", "Detector", "Turn", "predictive", "recent_change", "run_lengths", "turns", "window_change"]

CITATIONS = ("adams2007changepoint", "corcyra", "murphy2007conjugate")
"""What a report that shows turns should cite."""


@dataclass(frozen=True)
class Turn:
    """A dated shift of one state.

    ``pole`` is the series that shifted: a pole's key, or two keys as ``A-B`` for the difference of alignments; ``change``
    is the mean after less the mean before, in index points; ``probability`` that a period began in the window;
    ``away_from`` and ``toward`` name the poles whose own alignment fell or rose by more than the threshold then.
    """

    state: int
    year: int
    pole: str
    change: float
    probability: float
    away_from: tuple[str, ...]
    toward: tuple[str, ...]


@dataclass(frozen=True)
class Detector:
    """The settings of the detection. Prior: μ | v ~ N(mean, v/κ), v ~ inverse gamma(α, β), in pooled standard deviations.

    κ = β/α makes the first value of a new period range over about one pooled standard deviation: a new period may begin
    anywhere among the states compared, while within a period a year differs from the next by about a fifth of that.
    """

    hazard: Parameter = Parameter(1 / 15, "SCIENCE A9: a shift every fifteen years", 1e-6, 1 - 1e-6)
    certainty: Parameter = Parameter(0.8, "SCIENCE A9: P(change) above .8", 0.0, 1.0)
    size: Parameter = Parameter(0.5, "SCIENCE A9: means differ by more than .5 sd", 0.0)
    window: Parameter = Parameter(3, "SCIENCE A9: three-year windows", 1)
    least: Parameter = Parameter(
        2, "ours: two observed years each side, so that a turn in the last but one year shows", 1
    )
    kappa: Parameter = Parameter(0.05, "ours: β/α, a new period starts anywhere within a pooled sd", 1e-9)
    alpha: Parameter = Parameter(1.0, "ours: as much weight as two years of data", 1e-9)
    beta: Parameter = Parameter(0.05, "ours: √(β/α), about a fifth of a pooled sd, between years of one period", 1e-12)


DEFAULT = Detector()


def predictive(x: float, count: Floats, mean: Floats, square: Floats, prior: Detector = DEFAULT) -> Floats:
    """Log density of the next value after periods with ``count`` values, their ``mean`` and summed squared deviations.

    Student's t with 2α degrees of freedom, location μ and squared scale β(κ+1)/(ακ), all four updated (Murphy 2007,
    section 3); the prior mean is 0.

    >>> none = np.zeros(1)
    >>> float(predictive(0.0, none, none, none)[0].round(4))
    -1.0641
    """
    kappa, alpha = prior.kappa.value + count, prior.alpha.value + count / 2
    centre = count * mean / kappa
    beta = prior.beta.value + square / 2 + prior.kappa.value * count * mean**2 / (2 * kappa)
    scale = beta * (kappa + 1) / (alpha * kappa)
    gamma = np.array([lgamma(a + 0.5) - lgamma(a) for a in alpha])
    spread = 0.5 * np.log(2 * np.pi * alpha * scale)
    return np.asarray(gamma - spread - (alpha + 0.5) * np.log1p((x - centre) ** 2 / (2 * alpha * scale)))


def run_lengths(x: Floats, detector: Detector = DEFAULT, gaps: Sequence[int] | None = None) -> Floats:
    """P(the present period began r values ago | the values so far): row t, column r, zero above the diagonal.

    ``x`` holds observed values only, in pooled standard deviations around the pooled mean; ``gaps`` the years since the
    value before (default 1), over which the hazard compounds. As in Adams and MacKay (2007), algorithm 1, except that a
    new period starts with the value itself, so that r = 0 means "began with this value". Row 0 is certain.

    >>> run_lengths(np.array([0.0, 0.1, 3.0])).round(2).tolist()
    [[1.0, 0.0, 0.0], [0.02, 0.98, 0.0], [0.96, 0.01, 0.04]]
    """
    years = np.ones(len(x)) if gaps is None else np.asarray(gaps, dtype=np.float64)
    table = np.zeros((len(x), len(x)))
    count, mean, square = (np.zeros(1) for _ in range(3))
    run = np.ones(1)
    for t, value in enumerate(x):
        if t:
            stay = (1 - detector.hazard.value) ** years[t]
            run = np.concatenate([[(1 - stay)], stay * run])
            count, mean, square = (np.concatenate([[0.0], each]) for each in (count, mean, square))
        likelihood = predictive(float(value), count, mean, square, detector)
        run = run * np.exp(likelihood - likelihood.max())
        run = run / run.sum()
        table[t, : t + 1] = run
        step = (value - mean) / (count + 1)
        square = square + count * (count + 1) * step**2
        mean, count = mean + step, count + 1
    return table


def recent_change(x: Floats, detector: Detector = DEFAULT) -> Floats:
    """For each year, the probability that a new period began then, seen no later than the window allows.

    For every year s: P(the present period began within the window that ends at s | values to s), credited to the year in
    which it most probably began; a year keeps its highest credit, 0 if none. A series' first value begins no turn. NaN
    in ``x`` is a missing year, passed over.

    >>> x = np.array([0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0])
    >>> recent_change(x).round(1).tolist()
    [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    """
    seen = np.flatnonzero(~np.isnan(x))
    found = np.zeros(len(x))
    if len(seen) < 2:
        return found
    table = run_lengths(x[seen], detector, np.diff(seen, prepend=seen[0] - 1).tolist())
    for end in range(1, len(seen)):
        starts = np.arange(end, 0, -1)
        recent = table[end, : len(starts)] * (seen[end] - seen[starts] < detector.window.value)
        year = seen[starts[int(recent.argmax())]]
        found[year] = max(found[year], float(recent.sum()))
    return found


def window_change(x: Floats, detector: Detector = DEFAULT) -> Floats:
    """Mean of the window from each year on, less the mean of the window before it; NaN where too few are observed.

    >>> window_change(np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])).round(2).tolist()
    [nan, nan, 0.67, 1.0, 0.67, nan]
    """
    width, least = int(detector.window.value), int(detector.least.value)
    change = np.full(len(x), np.nan)
    for t in range(len(x)):
        after, before = x[t : t + width], x[max(0, t - width) : t]
        if min((~np.isnan(after)).sum(), (~np.isnan(before)).sum()) >= least:
            change[t] = np.nanmean(after) - np.nanmean(before)
    return change


def turns(
    alignment: Floats,
    years: Sequence[int],
    states: Sequence[int],
    poles: Sequence[str],
    *,
    pair: tuple[str, str] | None = None,
    only: Sequence[int] | None = None,
    detector: Detector = DEFAULT,
) -> tuple[Turn, ...]:
    """Every dated turn of every state, from alignment of shape (years, states, poles), NaN for missing.

    Detection runs on the alignment toward each pole and, when ``pair`` names two poles, on ΔU, their difference. A turn
    is dated when P(change) passes ``certainty`` and the change between windows passes ``size`` pooled standard deviations,
    and when it is the larger of turns nearer to each other than a window. Pooled: over all states and years of the
    series, though turns may be wanted of the states in ``only``. Ours: measured against its own spread, any ripple of a
    quiet series would be a turn. Sorted by state, year, pole.

    Raises `ParameterError` when names and shape disagree, or when the pair is not among the poles.
    """
    check(alignment, years, states, poles, pair)
    series = {pole: alignment[:, :, place] for place, pole in enumerate(poles)}
    scale = dict.fromkeys(poles, pooled(alignment))
    if pair is not None:
        name = f"{pair[0]}-{pair[1]}"
        series[name] = series[pair[0]] - series[pair[1]]
        scale[name] = pooled(series[name])
    limit = detector.size.value * pooled(alignment)[1]
    found: list[Turn] = []
    wanted = states if only is None else only
    for row, state in ((row, state) for row, state in enumerate(states) if state in wanted):
        moves = {pole: window_change(series[pole][:, row], detector) for pole in poles}
        for name, values in series.items():
            for t, change, chance in dated(values[:, row], *scale[name], detector):
                away = tuple(pole for pole in poles if moves[pole][t] < -limit)
                toward = tuple(pole for pole in poles if moves[pole][t] > limit)
                found.append(Turn(state, years[t], name, change, chance, away, toward))
    return tuple(sorted(found, key=lambda turn: (turn.state, turn.year, turn.pole)))


def dated(x: Floats, mean: float, sd: float, detector: Detector) -> list[tuple[int, float, float]]:
    """(position, change, probability) of each turn in one series, the larger of close ones kept."""
    if sd == 0:
        return []
    chance, change = recent_change((x - mean) / sd, detector), window_change(x, detector)
    passed = [
        t for t in range(len(x)) if chance[t] > detector.certainty.value and abs(change[t]) > detector.size.value * sd
    ]
    kept: list[int] = []
    for t in sorted(passed, key=lambda each: (-abs(change[each]), each)):
        if all(abs(t - other) >= detector.window.value for other in kept):
            kept.append(t)
    return [(t, float(change[t]), float(chance[t])) for t in sorted(kept)]


def pooled(values: Floats) -> tuple[float, float]:
    """Mean and standard deviation over all that is observed; the deviation is 0 where nothing varies."""
    seen = values[~np.isnan(values)]
    if not seen.size:
        return 0.0, 0.0
    spread = float(seen.std())
    return float(seen.mean()), spread if spread > 1e-12 else 0.0


def check(
    alignment: Floats, years: Sequence[int], states: Sequence[int], poles: Sequence[str], pair: tuple[str, str] | None
) -> None:
    """Hold the names against the shape."""
    if alignment.shape != (len(years), len(states), len(poles)):
        raise ParameterError(
            f"alignment has the shape {alignment.shape}, but there are {len(years)} years, {len(states)} states and "
            f"{len(poles)} poles. Give an array of (years, states, poles)."
        )
    strange = [pole for pole in pair or () if pole not in poles]
    if strange:
        raise ParameterError(
            f"{', '.join(strange)} is no pole of this series. Choose the pair from: {', '.join(poles)}."
        )

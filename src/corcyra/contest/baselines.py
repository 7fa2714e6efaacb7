"""What anyone could say without a theory: the bar that a theory must clear (SCIENCE C4).

Five baselines in the shape of expectations, from earlier years alone. Three count what was observed before: *persistence*
(last year's partner, with rates of onset, termination and switch), *marginal* (how often each partner was observed, over
all states) and *last ten years* (the same for the state itself). Two look at one thing known in advance: *geography*
(the nearer pole) and *capability* (the stronger pole), as conditional logits of weight 1.

The counting ones add one to every count (Laplace 1814, the rule of succession): what has not happened yet is not thought
impossible, so that the log loss stays finite, and with nothing known all options are equally likely.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.contest.run import columns, expectations
from corcyra.contest.trials import Ints, places
from corcyra.errors import DataError
from corcyra.measures.measure import Parameter
from corcyra.panel.as_of import CARRY, AsOf
from corcyra.panel.panels import Floats, Panels
from corcyra.theories.theory import NONE, Expectation, Implication, Silence, against, decide, toward
from corcyra.world.poles import Pole
from corcyra.world.time import Years

__all__ = ["BASELINES", "WINDOW", "Capability", "Geography", "baselines", "last_ten_years", "marginal", "persistence"]

BASELINES = ("persistence", "marginal", "last_ten_years", "geography", "capability")
"""The baselines, in the order of the frame."""

WINDOW = 10
"""Years of the state's own past: SCIENCE C4."""

UNIT = Parameter(1.0, "ours: one standard deviation is worth one unit of value, as in the theories", 0.0)


@dataclass(frozen=True)
class Geography:
    """The nearer pole: value z(-ln(1 + km)) times a weight, against non-alignment's 0."""

    weight: Parameter = field(default=UNIT)
    key = "geography"
    name = "Geography"
    citations = ("corcyra",)
    needs = ("distance",)

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """The nearer a pole's leader, the more probable."""
        near = -np.log1p(toward(seen, "distance", poles))
        return decide(self, seen, state, poles, {"nearness": ("nearness of the pole", self.weight.value, near)})

    def implications(self) -> tuple[Implication, ...]:
        """None: a baseline explains nothing."""
        return ()


@dataclass(frozen=True)
class Capability:
    """The stronger pole: value z(ln CINC) times a weight, against non-alignment's 0."""

    weight: Parameter = field(default=UNIT)
    key = "capability"
    name = "Capability"
    citations = ("corcyra",)
    needs = ("cinc",)

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """The stronger a pole's leader, the more probable."""
        strong = np.log(np.maximum(against(seen, "cinc", poles), np.finfo(float).tiny))
        return decide(self, seen, state, poles, {"strength": ("strength of the pole", self.weight.value, strong)})

    def implications(self) -> tuple[Implication, ...]:
        """None: a baseline explains nothing."""
        return ()


def baselines(
    panels: Panels,
    history: pl.DataFrame,
    states: Sequence[int],
    poles: Sequence[Pole],
    years: Years,
    *,
    hidden: frozenset[str],
    carry: int = CARRY,
) -> pl.DataFrame:
    """The five baselines as one frame of the shape of `Expectations.frame`; values are missing for the counting ones.

    ``history`` is what `observed` gives for as many states and years as there are; each baseline reads only the rows
    before the year it speaks on. Raises `DataError` when a state has no row in ``history``.
    """
    past = past_of(history, poles)
    lacking = sorted(set(states) - set(past.codes))
    if lacking:
        raise DataError(
            f"the observed history has no state {lacking[0]}. Give `observed` for every state that is asked."
        )
    counting = (("persistence", persistence), ("marginal", marginal), ("last_ten_years", last_ten_years))
    rows = [counted(name, act, past, code, year) for name, act in counting for code in states for year in years]
    frame = pl.DataFrame(rows, schema=columns(poles))
    ruled = expectations(panels, (Geography(), Capability()), states, poles, years, hidden=hidden, carry=carry)
    return pl.concat([frame, ruled.frame])


@dataclass(frozen=True, eq=False)
class Past:
    """What was observed, as arrays over (years, states): partners as places among the options, -1 unknown; postures.

    ``possible`` (states, options) is False where a pole's leader would be its own partner.
    """

    codes: tuple[int, ...]
    options: tuple[str, ...]
    first: int
    partner: Ints
    posture: npt.NDArray[np.str_]
    possible: npt.NDArray[np.bool_]


def past_of(history: pl.DataFrame, poles: Sequence[Pole]) -> Past:
    """The frame of `observed` as arrays."""
    options = (*(pole.key for pole in poles), NONE)
    codes = tuple(sorted(history["state"].unique().to_list()))
    year = history["year"].to_numpy()
    first = int(year.min())
    shape = (int(year.max()) - first + 1, len(codes))
    cells = year - first, np.searchsorted(codes, history["state"].to_numpy())
    partner, posture = np.full(shape, -1, dtype=np.int64), np.full(shape, "", dtype="U32")
    partner[cells] = places(history["partner"], options)
    posture[cells] = history["posture"].fill_null("").to_list()
    possible = np.array([[pole.leader != code for pole in poles] + [True] for code in codes])
    return Past(codes, options, first, partner, posture, possible)


Rule = Callable[[Ints, int, "npt.NDArray[np.bool_]"], "Floats | None"]


def counted(name: str, act: Rule, past: Past, code: int, year: int) -> dict[str, object]:
    """One row of a counting baseline; silent when there is nothing to count from."""
    column, known = past.codes.index(code), max(year - past.first, 0)
    chance = act(past.partner[:known], column, past.possible)
    row: dict[str, object] = {"theory": name, "state": code, "year": year, "silent": chance is None}
    if chance is None:
        return row | {"kind": "missing data", "reason": f"no partner was observed before {year} to count from"}
    own = past.posture[:known, column]
    earlier = {"persistence": own[-1:], "last_ten_years": own[-WINDOW:]}.get(name, past.posture[:known])
    row |= {f"p_{option}": float(share) for option, share in zip(past.options, chance, strict=True)}
    return row | {"partner": past.options[int(chance.argmax())], "posture": commonest(earlier)}


def commonest(names: npt.NDArray[np.str_]) -> str | None:
    """The most frequent name that is not empty, the first in the alphabet among equals.

    >>> commonest(np.array(["hedge", "", "balance", "hedge"]))
    'hedge'
    """
    known, count = np.unique(names[names != ""], return_counts=True)
    return str(known[count.argmax()]) if len(known) else None


def persistence(past: Ints, column: int, possible: npt.NDArray[np.bool_]) -> Floats | None:
    """Last year's partner, left at the rates seen before over all states: (K,), or None when it is unknown.

    From non-alignment a state leaves at the rate of onset; from a pole, at the rates of termination (to none) and of
    switch (to another pole). Where to is left open: the other poles share alike. One is added to every count.

    Worked by hand: none, none, pole in three years are two transitions from none, one of them an onset; with the last
    year at a pole there is no transition from a pole yet, so staying, ending and switching are worth 1/3 each.

    >>> persistence(np.array([[2], [2], [0]]), 0, np.ones((1, 3), dtype=bool)).round(3).tolist()
    [0.333, 0.333, 0.333]
    >>> persistence(np.array([[2], [0], [2]]), 0, np.ones((1, 3), dtype=bool)).round(3).tolist()
    [0.333, 0.333, 0.333]
    """
    if not len(past) or past[-1, column] < 0:
        return None
    before, after, none = past[:-1], past[1:], possible.shape[1] - 1
    met = (before >= 0) & (after >= 0) & ((before == none) == (past[-1, column] == none))
    others = possible[column].copy()
    others[[past[-1, column], none]] = False
    chance = np.zeros(none + 1)
    kinds = 1 + int(others.any()) + int(past[-1, column] != none)
    moved = met & (after != before) & (after != none)
    if others.any():
        chance[others] = (moved.sum() + 1) / (met.sum() + kinds) / others.sum()
    if past[-1, column] != none:
        chance[none] = ((met & (after == none)).sum() + 1) / (met.sum() + kinds)
    chance[past[-1, column]] = 1 - chance.sum()
    return chance


def marginal(past: Ints, column: int, possible: npt.NDArray[np.bool_]) -> Floats | None:
    """How often each option was observed in any earlier year and state, one added to each count.

    >>> marginal(np.array([[0, 2], [0, -1]]), 0, np.ones((2, 3), dtype=bool)).round(3).tolist()
    [0.5, 0.167, 0.333]
    """
    return shares(past, possible[column])


def last_ten_years(past: Ints, column: int, possible: npt.NDArray[np.bool_]) -> Floats | None:
    """How often the state itself took each option in the last ten years, one added to each count.

    >>> last_ten_years(np.array([[0, 2], [0, -1]]), 0, np.ones((2, 3), dtype=bool)).round(3).tolist()
    [0.6, 0.2, 0.2]
    """
    return shares(past[-WINDOW:, [column]], possible[column])


def shares(past: Ints, possible: npt.NDArray[np.bool_]) -> Floats | None:
    """Frequencies of the options that are possible, one added to each; None when nothing was observed."""
    seen = past[past >= 0]
    if not len(seen):
        return None
    count = np.where(possible, np.bincount(seen, minlength=len(possible)) + 1.0, 0.0)
    return np.asarray(count / count.sum(), dtype=np.float64)

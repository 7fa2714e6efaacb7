"""Weak states: tension between peoples inside a state (horizontal), and rulers who sit insecurely (vertical).

Oskanian (2013) parts the weakness of states in the South Caucasus in two: horizontal, where groups contest whether the state
should hold together, and vertical, where the state does not carry its rule through. SCIENCE A4 and A5 give components; of
those the bundled sources know four and four, and the coverage counts only these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Gives, Parameter, weighted_mean
from corcyra.measures.revisionism import rolling
from corcyra.measures.stocks import saturate, steady_state, stock
from corcyra.panel.panels import Floats, Panels

__all__ = ["Weakness", "both", "count_index", "ground_lost", "recent", "remembered"]

EQUAL = "SCIENCE A4, A5: a plain mean"


def remembered(level: Floats, *, half_life: float = 10.0) -> Floats:
    """How much a trouble of the past still weighs, 0 to 1: the saturated stock of its yearly level.

    SCIENCE A4 takes ``z⁺`` of the stock; a z-score leaves [0, 1] and depends on who else is in the panel, so ours is
    ``1 − exp(−S/κ)`` with κ the stock that one point of level in every year would reach: such a state ends at 0.632.

    >>> remembered(np.array([[2.0], [0.0]])).round(3).tolist()
    [[0.125], [0.117]]
    """
    return saturate(stock(level, half_life=half_life), steady_state(1.0, half_life))


def recent(values: Floats, window: int) -> Floats:
    """The sum over each year and the ``window − 1`` before it, of what was observed; NaN where none of it was.

    >>> recent(np.array([np.nan, 1.0, 0.0, 2.0]), 2).tolist()
    [nan, 1.0, 1.0, 2.0]
    """
    known = ~np.isnan(values)
    count = rolling(known.astype(np.float64), window)
    return np.where(count > 0, rolling(np.where(known, values, 0.0), window), np.nan)


def count_index(values: Floats, *, window: int = 10) -> Floats:
    """A count of grave events in a window as an index, ``1 − exp(−n)``: none 0, one 0.632, two 0.865.

    >>> count_index(np.array([0.0, 1.0, 1.0])).round(3).tolist()
    [0.0, 0.632, 0.865]
    """
    return np.asarray(1.0 - np.exp(-recent(values, window)))


def ground_lost(polyarchy: Floats, *, window: int = 10) -> Floats:
    """How much of the scale of electoral democracy was lost in the window: the sum of the yearly falls, at most 1.

    SCIENCE A5's "−Δpolyarchy volatility": falls add up even when rises make good for them. NaN in a state's first year.

    >>> ground_lost(np.array([0.5, 0.4, 0.6, 0.5])).round(3).tolist()
    [nan, 0.1, 0.1, 0.2]
    """
    change = np.full(polyarchy.shape, np.nan)
    change[1:] = polyarchy[1:] - polyarchy[:-1]
    return np.asarray(np.minimum(recent(np.maximum(-change, 0.0), window), 1.0))


def both(horizontal: Floats, vertical: Floats) -> Floats:
    """Weakness in either way, ``1 − (1 − W^H)(1 − W^V)`` (SCIENCE A5); where one is missing, the other alone.

    >>> both(np.array([0.5, 0.5]), np.array([0.5, np.nan])).tolist()
    [0.75, 0.5]
    """
    left = np.where(np.isnan(horizontal), 1.0, 1.0 - horizontal) * np.where(np.isnan(vertical), 1.0, 1.0 - vertical)
    return np.where(np.isnan(horizontal) & np.isnan(vertical), np.nan, 1.0 - left)


@dataclass(frozen=True)
class Weakness:
    """Horizontal, vertical and composite weakness, each the mean of the components that were observed (SCIENCE A4, A5).

    Population excluded from power (A4) has no weight unless it is given one, since only datasets of the world know it. Left
    out, because nothing here measures them: cross-border kin groups in
    conflict (A4), legitimacy and state capacity (A5). Electoral democracy is not taken for legitimacy: that would make
    every autocracy weak by definition. War over the government stands where A5 has state capacity (ours).
    """

    mixed: Parameter = Parameter(1.0, EQUAL, low=0.0)
    uncontrolled: Parameter = Parameter(1.0, EQUAL, low=0.0)
    secession: Parameter = Parameter(1.0, EQUAL, low=0.0)
    exits: Parameter = Parameter(1.0, EQUAL, low=0.0)
    unrest: Parameter = Parameter(1.0, EQUAL, low=0.0)
    reversal: Parameter = Parameter(1.0, EQUAL, low=0.0)
    civil_war: Parameter = Parameter(1.0, EQUAL, low=0.0)
    excluded: Parameter = Parameter(0.0, "SCIENCE A4 has it at 1; ours: 0, since the bundled facts lack it", low=0.0)
    half_life: Parameter = Parameter(10.0, "SCIENCE A4: stock of conflict over territory, half-life 10 years", low=0.1)
    window: Parameter = Parameter(10.0, "SCIENCE A5: irregular exits in 10 years", low=1.0, high=100.0)

    key = "weakness"
    title = "horizontal and vertical weakness of the state"
    citations = ("buzan1983people", "oskanian2013fear")
    gives = (
        Gives("weakness", "1 − (1 − horizontal)(1 − vertical)", "index", 0, 1),
        Gives("weakness_horizontal", "mean of the horizontal components", "index", 0, 1),
        Gives("weakness_vertical", "mean of the vertical components", "index", 0, 1),
        Gives("weakness_mixed", "1 − share of the titular people", "index", 0, 1),
        Gives("weakness_uncontrolled", "territory outside the government's control", "index", 0, 1),
        Gives("weakness_secession", "remembered conflict over territory", "index", 0, 1),
        Gives("weakness_exits", "irregular exits of rulers in ten years", "index", 0, 1),
        Gives("weakness_unrest", "remembered threats to the rulers", "index", 0, 1),
        Gives("weakness_reversal", "electoral democracy lost in ten years", "index", 0, 1),
        Gives("weakness_civil_war", "remembered conflict over government", "index", 0, 1),
        Gives("weakness_horizontal_coverage", "share of the horizontal weights observed", "share", 0, 1),
        Gives("weakness_vertical_coverage", "share of the vertical weights observed", "share", 0, 1),
    )

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the components; that of excluded groups only when it has a weight."""
        always = (
            "titular_share",
            "territory_lost",
            "conflict_territory",
            "irregular_exit",
            "regime_threat",
            "v2x_polyarchy",
            "conflict_government",
        )
        return (*always, "excluded_share") if self.excluded.value else always

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """Twelve grids."""
        across, above = self.horizontal(panels), self.vertical(panels)
        flat, flat_coverage = weighted_mean(across, {name: getattr(self, name).value for name in across})
        tall, tall_coverage = weighted_mean(above, {name: getattr(self, name).value for name in above})
        return {
            "weakness": both(flat, tall),
            "weakness_horizontal": flat,
            "weakness_vertical": tall,
            **{f"weakness_{name}": part for name, part in {**across, **above}.items() if name != "excluded"},
            "weakness_horizontal_coverage": flat_coverage,
            "weakness_vertical_coverage": tall_coverage,
        }

    def horizontal(self, panels: Panels) -> dict[str, Floats]:
        """The components of A4."""
        excluded = {"excluded": panels.array("excluded_share")} if self.excluded.value else {}
        return {
            "mixed": 1.0 - panels.array("titular_share"),
            "uncontrolled": panels.array("territory_lost"),
            "secession": remembered(panels.array("conflict_territory"), half_life=self.half_life.value),
            **excluded,
        }

    def vertical(self, panels: Panels) -> dict[str, Floats]:
        """The components of A5."""
        window = int(self.window.value)
        return {
            "exits": count_index(panels.array("irregular_exit"), window=window),
            "unrest": remembered(panels.array("regime_threat"), half_life=self.half_life.value),
            "reversal": ground_lost(panels.array("v2x_polyarchy"), window=window),
            "civil_war": remembered(panels.array("conflict_government"), half_life=self.half_life.value),
        }

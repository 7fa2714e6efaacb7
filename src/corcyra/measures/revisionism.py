"""Revisionism: does a state act against the rule or the territory of others?

Schweller (1994) orders states from those that would pay to keep what they have (−1) to those that would pay to get more
(+1). Nobody observes that directly. SCIENCE A2 takes the rate at which a state started militarised disputes in ten years; the
bundled facts say who fought whom but not who began, so the acts counted here are two that have an author: armed help to
those who fight a state's government, and holding part of a state against its government's will.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Gives, Parameter
from corcyra.panel.panels import Floats, Panels

__all__ = ["Revisionism", "acts", "revisionism", "rolling"]


def acts(*against: Floats) -> Floats:
    """The gravest act of the other against anyone in the year, 0 to 1; NaN where none of its dyads was observed.

    Cubes (years, states, others), each the other's acts against the state, in; grid (years, others) out.

    >>> acts(np.array([[[np.nan, 0.5], [0.0, np.nan]]])).tolist()
    [[0.0, 0.5]]
    """
    together = np.stack(against)
    known = ~np.isnan(together)
    worst = np.where(known, together, 0.0).max(axis=(0, 2))
    return np.where(known.any(axis=(0, 2)), worst, np.nan)


def revisionism(deeds: Floats, *, window: int = 10) -> tuple[Floats, Floats]:
    """The score ``2·s − 1``, where s is the mean act in the last ``window`` years (this one included); and its coverage.

    1. s counts only years that were observed; before a state's first year there is nothing to count.
    2. coverage is the number of observed years over ``window``, so early scores rest on little and say so.

    Grids (years, states); score −1 (never) to 1 (every year), NaN where no year of the window was observed.

    >>> score, coverage = revisionism(np.array([[1.0], [0.0], [0.0], [0.0]]), window=4)
    >>> score.ravel().round(3).tolist(), coverage.ravel().tolist()
    ([1.0, 0.0, -0.333, -0.5], [0.25, 0.5, 0.75, 1.0])
    """
    known = ~np.isnan(deeds)
    seen, count = rolling(known.astype(np.float64), window), rolling(np.where(known, deeds, 0.0), window)
    score = 2.0 * count / np.where(seen > 0, seen, 1.0) - 1.0
    return np.where(seen > 0, score, np.nan), seen / window


def rolling(values: Floats, window: int) -> Floats:
    """The sum over each year and the ``window − 1`` before it, as far as there are any; no value may be missing.

    >>> rolling(np.array([1.0, 2.0, 4.0]), 2).tolist()
    [1.0, 3.0, 6.0]
    """
    total = np.zeros(values.shape)
    for back in range(min(window, len(values))):
        total[back:] += values[: len(values) - back]
    return total


@dataclass(frozen=True)
class Revisionism:
    """The ten-year mean of a state's acts against the rule or territory of others, from −1 (none) to 1 (in every year).

    ``deeds`` are the columns of acts. Datasets of the world know who began a dispute to change something: with
    ``("revision",)`` this is the initiation rate of SCIENCE A2. The default, for the bundled facts, is ours in its place, for want
    of initiators. It knows acts among the panel's states only, so wars of
    the powers elsewhere do not count; law decides who is revisionist (a state that takes back what is recognised as its
    own is not), which Armenians and Azerbaijanis judge in opposite ways; a disputed or denied part counts by half.
    """

    window: Parameter = Parameter(10.0, "SCIENCE A2: ten-year rate", low=1.0, high=100.0)
    deeds: tuple[str, ...] = ("rebel_support", "occupation")

    key = "revisionism"
    title = "acts against the rule or territory of others"
    citations = ("schweller1994bandwagoning",)
    gives = (
        Gives("revisionism", "mean yearly act against the rule or territory of others, rescaled", "score", -1, 1),
        Gives("revisionism_coverage", "share of the window's years that were observed", "share", 0, 1),
    )

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of acts."""
        return self.deeds

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """Two grids."""
        deeds = acts(*(panels.array(name) for name in self.deeds))
        score, coverage = revisionism(deeds, window=int(self.window.value))
        return {"revisionism": score, "revisionism_coverage": coverage}

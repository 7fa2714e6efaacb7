"""Observed alignment of each state toward each other: the outcome that theories are held against.

The index is the mean of indicators in [0, 1] (SCIENCE A8, the additive proxy), with equal weights: ours, because no
source ranks a pact against a vote, and the latent score of `latent_alignment` lets the data weigh them instead. What it
is made of is a setting, ``families``; the families enter the lineage of every column given, and that lineage is what a
study hides from theories (SCIENCE C6). Presence and arms are left out by default because penetration is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import erf, sqrt

import numpy as np

from corcyra.errors import ParameterError
from corcyra.measures.measure import Gives, Parameter, carried, standardise, weighted_mean
from corcyra.panel.panels import Floats, Panels

__all__ = [
    "INDICATORS",
    "OUTCOME",
    "Alignment",
    "Indicator",
    "closeness",
    "exercise_rate",
    "index",
    "leave_one_out",
]


@dataclass(frozen=True)
class Indicator:
    """One sign of alignment: the column it is read from, the family of evidence, what it means."""

    name: str
    family: str
    column: str
    meaning: str


INDICATORS = (
    Indicator(
        "align_pact", "commitments", "pact_tier", "highest pact in force, tier 0-3 divided by 3, no umbrella treaty"
    ),
    Indicator("align_org", "organisations", "membership", "depth of membership in the other's organisations"),
    Indicator("align_exercise", "exercises", "exercises", "joint exercises in the year, a step for each up to 1"),
    Indicator(
        "align_un", "un_votes", "ideal_distance", "closeness in the UN, against other states toward the same power"
    ),
    Indicator("align_base", "presence", "base_strength", "strength of the other's bases on the state's soil"),
    Indicator("align_arms", "arms_energy", "arms_share", "share of the other in the state's arms imports"),
)
"""Every sign the index may be made of, in order; `LatentAlignment` fixes its sign by the first."""

OUTCOME = frozenset({"commitments", "organisations", "exercises", "un_votes"})
"""The families in by default. Ours: pledges, memberships, joint drills and votes are what a government does with a partner;
bases and arms make penetration, a predictor, and no evidence may stand on both sides (SCIENCE C6, rule 2)."""


def exercise_rate(count: Floats, step: float) -> Floats:
    """``step`` for each joint exercise of the year, at most 1 (SCIENCE A3).

    >>> exercise_rate(np.array([0.0, 3.0, 9.0, np.nan]), 0.2).tolist()
    [0.0, 0.6000000000000001, 1.0, nan]
    """
    return np.minimum(1.0, step * count)


def closeness(distance: Floats) -> Floats:
    """Nearness in the UN as a share: Φ(z) of minus the distance of ideal points; cube in, cube in (0, 1).

    z is taken over states toward the same power within the year. Ours: some powers vote far from everyone, so that the
    raw distance tells more about the power than about its partners; what tells is who stands nearer than others. A state
    at the year's mean has .5. A state's distance from itself does not count.

    >>> cube = np.array([[[0.0, 9.0, 1.0], [1.0, 0.0, 1.0], [3.0, 9.0, 0.0]]])
    >>> closeness(cube)[0, :, 0].round(3).tolist()
    [nan, 0.841, 0.159]
    """
    own = np.eye(distance.shape[1], dtype=bool)
    z = standardise(-np.where(own, np.nan, distance), axes=(1,))
    return np.asarray(np.vectorize(normal_share, otypes=[float])(z), dtype=np.float64)


def normal_share(z: float) -> float:
    """The standard normal distribution function Φ.

    >>> normal_share(0.0)
    0.5
    """
    return 0.5 * (1.0 + erf(z / sqrt(2.0)))


def index(parts: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """The mean of the observed indicators and the share observed; NaN where none is.

    >>> index({"a": np.array([1.0, np.nan]), "b": np.array([0.5, 0.25])})
    (array([0.75, 0.25]), array([1. , 0.5]))
    """
    return weighted_mean(parts, dict.fromkeys(parts, 1.0))


def leave_one_out(parts: Mapping[str, Floats]) -> dict[str, Floats]:
    """The index without each indicator in turn, keyed by the one left out (SCIENCE A8, C6); two indicators or more.

    Raises `ParameterError` for fewer than two, since nothing would be left.

    >>> leave_one_out({"a": np.array([1.0]), "b": np.array([0.5]), "c": np.array([0.0])})
    {'a': array([0.25]), 'b': array([0.5]), 'c': array([0.75])}
    """
    if len(parts) < 2:
        raise ParameterError("leaving one indicator out needs at least two. Give more indicators.")
    return {out: index({name: part for name, part in parts.items() if name != out})[0] for out in parts}


@dataclass(frozen=True)
class Alignment:
    """The observed alignment index in [0, 1] of each state toward each other, with its indicators and coverage.

    ``families`` chooses the indicators; see `INDICATORS`. Their levels differ (a middling state has .5 in the UN and 0
    elsewhere), so that the mean would jump in a year in which one falls out; hence in the mean, not in its own column or
    in the coverage, an indicator keeps its last value for ``carry`` years. Raises `ParameterError` on a family that has none.

    >>> Alignment().needs
    ('pact_tier', 'membership', 'exercises', 'ideal_distance')
    >>> Alignment(families=frozenset({"commitments", "presence"})).needs
    ('pact_tier', 'base_strength')
    """

    families: frozenset[str] = OUTCOME
    exercise_step: Parameter = Parameter(0.2, "SCIENCE A3: .2 an exercise, at most 1 a year", 0.0, 1.0)
    top_tier: Parameter = Parameter(3.0, "SCIENCE A8: pact tiers run from 0 to 3", 1.0)
    carry: Parameter = Parameter(
        3.0, "ours: as long as an as-of view keeps a last known value; 0 re-weights alone", 0.0
    )

    key = "alignment"
    title = "Observed alignment"
    citations = ("bailey2017estimating", "corcyra")

    def __post_init__(self) -> None:
        known = {each.family for each in INDICATORS}
        strange = sorted(self.families - known)
        if strange or not self.families:
            given = ", ".join(strange) or "no family"
            raise ParameterError(f"alignment has no indicator from {given}. Choose from: {', '.join(sorted(known))}.")

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators whose family is in."""
        return tuple(each for each in INDICATORS if each.family in self.families)

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the indicators that are in."""
        return tuple(each.column for each in self.indicators)

    @property
    def gives(self) -> tuple[Gives, ...]:
        """The index, its coverage, and each indicator."""
        return (
            Gives("alignment", "observed alignment of the state toward the other", "index", 0, 1),
            Gives("alignment_coverage", "share of the indicators of alignment that are observed", "share", 0, 1),
            *(Gives(each.name, each.meaning, "index", 0, 1) for each in self.indicators),
        )

    def parts(self, panels: Panels) -> dict[str, Floats]:
        """Each indicator as a cube in [0, 1]."""
        return {each.name: self.scale(each.name, panels.array(each.column)) for each in self.indicators}

    def scale(self, name: str, values: Floats) -> Floats:
        """A raw column as an indicator in [0, 1]."""
        if name == "align_pact":
            return values / self.top_tier.value
        if name == "align_exercise":
            return exercise_rate(values, self.exercise_step.value)
        return closeness(values) if name == "align_un" else values

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """The cubes ``alignment``, ``alignment_coverage`` and one for each indicator."""
        parts = self.parts(panels)
        _, coverage = index(parts)
        mean, _ = index({name: carried(part, int(self.carry.value)) for name, part in parts.items()})
        return {"alignment": mean, "alignment_coverage": coverage, **parts}

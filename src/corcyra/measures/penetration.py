"""Penetration of a state by an outside power: how much of its security it draws from there (SCIENCE A6; Buzan and Wæver).

A predictor of alignment, so its components come from families that the observed alignment is not made of (SCIENCE C6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corcyra.errors import ParameterError
from corcyra.measures.alignment import OUTCOME, exercise_rate
from corcyra.measures.measure import Gives, Parameter
from corcyra.panel.panels import Floats, Panels

__all__ = ["COMPONENTS", "Component", "Penetration", "concentration", "penetrate", "regional", "total"]


@dataclass(frozen=True)
class Component:
    """One channel of penetration: the column it is read from and the family of evidence."""

    column: str
    family: str
    meaning: str


COMPONENTS = (
    Component("base_strength", "presence", "bases and troops on the state's soil"),
    Component("arms_share", "arms_energy", "share in arms imports"),
    Component("gas_share", "arms_energy", "share in gas supply"),
    Component("trade_share", "trade", "share in trade"),
    Component("pact_tier", "commitments", "highest pact, tier divided by 3"),
    Component("membership", "organisations", "membership in the power's organisations"),
    Component("exercises", "exercises", "joint exercises, .2 each"),
)
"""The channels of SCIENCE A6 for which there are facts; aid and ownership of infrastructure are not measured."""


def penetrate(shares: Floats, weight: float = 0.5) -> tuple[Floats, Floats]:
    """``Pen = 1 − Π_m (1 − π s_m)`` over the observed channels, and the share of channels observed (SCIENCE A6).

    ``shares`` is (channels, ...) in [0, 1]; gives two arrays (...). Leaving a missing channel out of the product is a
    lower bound, unlike a re-weighted mean: coverage says how low. NaN where no channel is observed.

    >>> shares = np.array([[1.0, 1.0], [0.5, np.nan]])
    >>> [each.tolist() for each in penetrate(shares)]
    [[0.625, 0.5], [1.0, 0.5]]
    """
    known = ~np.isnan(shares)
    kept = np.prod(1.0 - weight * np.where(known, shares, 0.0), axis=0)
    coverage = known.mean(axis=0)
    return np.where(coverage > 0, 1.0 - kept, np.nan), coverage


def total(toward: Floats) -> Floats:
    """``Pen_i = Σ_p Pen_ip · share_p``, share_p being the power's part in the sum; (..., powers) in, (...) out.

    0 where no power penetrates; NaN where no power is observed.

    >>> total(np.array([[0.6, 0.2], [0.0, 0.0], [np.nan, np.nan]])).round(3).tolist()
    [0.5, 0.0, nan]
    """
    whole = np.nansum(toward, axis=-1)
    value = np.nansum(toward**2, axis=-1) / np.where(whole > 0, whole, 1.0)
    return np.where(np.isnan(toward).all(axis=-1), np.nan, value)


def concentration(toward: Floats) -> Floats:
    """Herfindahl index of the powers' shares: 1 exclusive, 1/n evenly competed; NaN where no power penetrates.

    >>> concentration(np.array([[0.6, 0.0], [0.3, 0.3], [0.0, 0.0]])).round(3).tolist()
    [1.0, 0.5, nan]
    """
    whole = np.nansum(toward, axis=-1, keepdims=True)
    share = np.where(whole > 0, np.nan_to_num(toward) / np.where(whole > 0, whole, 1.0), np.nan)
    return np.asarray((share**2).sum(axis=-1))


def regional(penetration: Floats, weight: Floats) -> Floats:
    """``Pen_R,p = Σ_i w_i Pen_ip`` for a region: (years, members, powers) and (years, members) in, (years, powers) out.

    The weights are made to sum to 1 over the members observed toward the power. SCIENCE A6 weights by shares of GDP;
    those are not bundled, so give shares of capabilities (``cinc``) or your own.

    Raises `ParameterError` when the shapes do not fit.

    >>> regional(np.array([[[0.8], [0.2], [np.nan]]]), np.array([[3.0, 1.0, 5.0]])).round(3).tolist()
    [[0.65]]
    """
    if penetration.shape[:2] != weight.shape:
        raise ParameterError(
            f"weights of shape {weight.shape} do not fit penetration of shape {penetration.shape}. "
            "Give one weight for each year and member."
        )
    known = ~np.isnan(penetration) & ~np.isnan(weight)[..., None]
    share = np.where(known, weight[..., None], 0.0)
    whole = share.sum(axis=1)
    return np.where(
        whole > 0, (share * np.nan_to_num(penetration)).sum(axis=1) / np.where(whole > 0, whole, 1.0), np.nan
    )


@dataclass(frozen=True)
class Penetration:
    """Penetration of each state by each other, its sum over the powers, and how exclusive it is.

    ``powers`` are COW codes, and none, ``()``, means every other state of the panels, for panels that need not hold any
    given power; ``without`` the families that must not enter, by default those of the observed outcome.
    Raises `ParameterError` when no channel remains; a power that the panels lack raises `MissingColumn`.

    >>> Penetration().needs
    ('base_strength', 'arms_share', 'gas_share', 'trade_share')
    """

    powers: tuple[int, ...] = (365, 2, 640, 630, 710)
    without: frozenset[str] = OUTCOME
    weight: Parameter = Parameter(0.5, "SCIENCE A6: π, how far one channel alone can penetrate", 0.0, 1.0)
    exercise_step: Parameter = Parameter(0.2, "SCIENCE A3: .2 an exercise, at most 1 a year", 0.0, 1.0)
    top_tier: Parameter = Parameter(3.0, "SCIENCE A8: pact tiers run from 0 to 3", 1.0)

    key = "penetration"
    title = "Penetration by outside powers"
    citations = ("buzan2003regions", "corcyra")
    gives = (
        Gives("penetration", "penetration of the state by the other, a lower bound", "index", 0, 1),
        Gives("penetration_coverage", "share of the channels of penetration observed", "share", 0, 1),
        Gives("penetration_total", "penetration by the powers, each weighted by its share", "index", 0, 1),
        Gives("penetration_exclusivity", "Herfindahl index of the powers' shares in penetration", "index", 0, 1),
    )

    def __post_init__(self) -> None:
        if not self.channels:
            raise ParameterError(
                f"no channel of penetration is left without {', '.join(sorted(self.without))}. Leave out fewer families."
            )

    @property
    def channels(self) -> tuple[Component, ...]:
        """The channels whose family may enter."""
        return tuple(each for each in COMPONENTS if each.family not in self.without)

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the channels."""
        return tuple(each.column for each in self.channels)

    def share(self, panels: Panels, column: str) -> Floats:
        """One channel as a cube in [0, 1]."""
        values = panels.array(column)
        if column == "pact_tier":
            return values / self.top_tier.value
        return exercise_rate(values, self.exercise_step.value) if column == "exercises" else values

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """Two cubes and two grids."""
        shares = np.stack([self.share(panels, each.column) for each in self.channels])
        cube, coverage = penetrate(shares, self.weight.value)
        powers = self.powers or panels.codes
        own = np.array(panels.codes)[:, None] == np.array(powers)
        toward = np.where(own, np.nan, cube[:, :, [panels.place(code) for code in powers]])
        return {
            "penetration": cube,
            "penetration_coverage": coverage,
            "penetration_total": total(toward),
            "penetration_exclusivity": concentration(toward),
        }

"""Asymmetry and autonomy: who depends on whom, and how much freedom of action a state keeps (SCIENCE A7; Morrow 1991)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corcyra.measures.alignment import OUTCOME
from corcyra.measures.measure import Gives, Parameter, weighted_mean
from corcyra.panel.panels import Floats, Panels

__all__ = ["Autonomy", "asymmetry", "autonomous", "one_sided"]

PRICES = {
    "base": ("base_strength", "presence"),
    "command": ("pact_tier", "commitments"),
    "veto": ("membership", "organisations"),
    "concession": ("align_un", "un_votes"),
}
"""What a client pays with, the column that stands for it and its family. Ours, where SCIENCE A7 has no data: a pact of the
highest tier for joint command; membership in the patron's organisation for its veto on other ties; closeness in the UN for
the policy concession, of which it is an upper bound, since it does not say what the patron caused."""


def asymmetry(power: Floats) -> Floats:
    """``a_ij = c_j / (c_i + c_j)``: the other's part in the pair's capabilities; (years, states) in, a cube out.

    NaN where either is missing or both are 0.

    >>> asymmetry(np.array([[1.0, 3.0]]))[0, 0, 1]
    np.float64(0.75)
    """
    pair = power[:, :, None] + power[:, None, :]
    return np.where(pair > 0, power[:, None, :] / np.where(pair > 0, pair, 1.0), np.nan)


def one_sided(dependence: Floats) -> Floats:
    """Dependence of the state on the other less that of the other on the state, in [−1, 1]; cube in, cube out.

    NaN where either side is not observed.

    >>> one_sided(np.array([[[np.nan, 0.6], [0.1, np.nan]]]))[0, 0, 1]
    np.float64(0.5)
    """
    return dependence - dependence.transpose(0, 2, 1)


def autonomous(price: Floats, penetration: Floats) -> Floats:
    """``1 − Σ_p price_ip · Pen_ip``, not below 0; (..., powers) in, (...) out.

    ``price`` in [0, 1] is the weighted mean of what the state pays power p with. Powers without both are left out; NaN
    where none has both.

    >>> autonomous(np.array([[1.0, 0.5]]), np.array([[0.5, 0.2]])).round(3).tolist()
    [0.4]
    """
    lost = price * penetration
    return np.where(np.isnan(lost).all(axis=-1), np.nan, np.maximum(0.0, 1.0 - np.nansum(lost, axis=-1)))


@dataclass(frozen=True)
class Autonomy:
    """Capability asymmetry, dependence asymmetry, and the autonomy that a state keeps from the powers.

    Of the four prices of SCIENCE A7 only those outside ``without`` enter, re-weighted; by default that leaves the bases,
    and ``autonomy_coverage`` says that they carry .35 of the whole weight. A power that the panels lack raises
    `MissingColumn`.

    >>> Autonomy().needs
    ('power', 'penetration', 'arms_share', 'gas_share', 'trade_share', 'base_strength')
    """

    powers: tuple[int, ...] = (365, 2, 640, 630, 710)
    without: frozenset[str] = OUTCOME
    base: Parameter = Parameter(0.35, "SCIENCE A7: weight of the price in autonomy", 0.0, 1.0)
    command: Parameter = Parameter(0.25, "SCIENCE A7: weight of the price in autonomy", 0.0, 1.0)
    veto: Parameter = Parameter(0.2, "SCIENCE A7: weight of the price in autonomy", 0.0, 1.0)
    concession: Parameter = Parameter(0.2, "SCIENCE A7: weight of the price in autonomy", 0.0, 1.0)
    top_tier: Parameter = Parameter(3.0, "SCIENCE A8: pact tiers run from 0 to 3", 1.0)

    key = "autonomy"
    title = "Asymmetry and autonomy"
    citations = ("corcyra", "morrow1991alliances")
    gives = (
        Gives("asymmetry", "the other's part in the capabilities of the pair", "share", 0, 1),
        Gives("dependence", "mean share of the other in the state's arms, gas and trade", "share", 0, 1),
        Gives("dependence_asymmetry", "dependence on the other less the other's on the state", "difference", -1, 1),
        Gives("autonomy", "freedom of action left after what is paid to the powers", "index", 0, 1),
        Gives(
            "autonomy_coverage", "share of the weight of the prices that is observed, mean over powers", "share", 0, 1
        ),
    )

    @property
    def prices(self) -> tuple[str, ...]:
        """The prices whose family may enter."""
        return tuple(name for name, (_, family) in PRICES.items() if family not in self.without)

    @property
    def needs(self) -> tuple[str, ...]:
        """Power, penetration, the three shares, and the columns of the prices."""
        return (
            "power",
            "penetration",
            "arms_share",
            "gas_share",
            "trade_share",
            *(PRICES[each][0] for each in self.prices),
        )

    def price(self, panels: Panels) -> tuple[Floats, Floats]:
        """The weighted mean of the prices as a cube, and the share of the four weights observed."""
        missing = np.full((*panels.shape, panels.shape[1]), np.nan)
        parts = {name: panels.array(PRICES[name][0]) if name in self.prices else missing for name in PRICES}
        parts["command"] = parts["command"] / self.top_tier.value
        return weighted_mean(parts, {name: getattr(self, name).value for name in PRICES})

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """Three cubes and two grids."""
        own = np.array(panels.codes)[:, None] == np.array(self.powers)
        places = [panels.place(code) for code in self.powers]
        price, coverage = (np.where(own, np.nan, cube[:, :, places]) for cube in self.price(panels))
        shares = {name: panels.array(name) for name in ("arms_share", "gas_share", "trade_share")}
        dependence, _ = weighted_mean(shares, dict.fromkeys(shares, 1.0))
        return {
            "asymmetry": asymmetry(panels.array("power")),
            "dependence": dependence,
            "dependence_asymmetry": one_sided(dependence),
            "autonomy": autonomous(price, np.where(own, np.nan, panels.array("penetration")[:, :, places])),
            "autonomy_coverage": np.nansum(coverage, axis=-1) / np.maximum((~own).sum(axis=-1), 1),
        }

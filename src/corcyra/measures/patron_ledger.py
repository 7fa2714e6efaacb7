"""The patron's ledger: what each client is worth to each power, and what it costs (SCIENCE A7; Istomin 2021).

Benefits are projection, legitimation, denial and stabilisation; costs are direct, of opportunity, and of risk. SCIENCE
names the entries and leaves their scale open; the formulas below, each in [0, 1], are ours and read only families that
the observed alignment is not made of. Two entries stay missing and lower the coverage: legitimation, which is counted in
UN votes that the outcome uses, and direct costs, for which no aid or subsidy figures are bundled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.measures.alignment import OUTCOME
from corcyra.measures.autonomy import asymmetry
from corcyra.measures.measure import Gives, Parameter, weighted_mean
from corcyra.panel.panels import Floats, Panels

__all__ = ["PatronLedger", "denial", "highest", "opportunity", "projection", "risk", "stabilisation"]

Mask = npt.NDArray[np.bool_]
EQUAL = "ours: no source ranks the entries of the ledger"


def highest(values: Floats) -> Floats:
    """For each state and other, the highest value of the state toward a third; cube in, cube out.

    Third means neither the state nor the other; NaN where no third is observed.

    >>> highest(np.array([[[np.nan, 0.4, 0.7], [0.1, np.nan, 0.2], [0.3, 0.5, np.nan]]]))[0, 0].tolist()
    [0.7, 0.7, 0.4]
    """
    size = values.shape[2]
    known = np.where(np.isnan(values) | np.eye(size, dtype=bool), -np.inf, values)
    # Leaving one other out changes the highest only where that other holds it: then the second highest takes its place.
    top = known.argmax(axis=2)[..., None]
    first = np.take_along_axis(known, top, axis=2)
    np.put_along_axis(known, top, -np.inf, axis=2)
    best = np.where(np.arange(size) == top, known.max(axis=2, keepdims=True), first)
    return np.where(np.isfinite(best), best, np.nan)


def projection(base: Floats, distance: Floats, powers: Mask, gradient: float) -> Floats:
    """Access that brings the patron near a rival: ``base_ij · exp(−min_k d_ik / λ)`` over rival powers k, neither i nor j.

    Cubes (years, clients, others), ``powers`` a mask (others,), ``gradient`` λ in km. The nearest rival stands for the
    priority theatre of SCIENCE A7.

    >>> base = np.array([[[np.nan, 1.0, 0.0], [0, np.nan, 0], [0, 0, np.nan]]])
    >>> km = np.array([[[np.nan, 500.0, 1000.0], [500, np.nan, 900], [1000, 900, np.nan]]])
    >>> projection(base, km, np.array([False, True, True]), 1000.0)[0, 0].round(3).tolist()[1:]
    [0.368, 0.0]
    """
    return np.asarray(base * np.exp(highest(np.where(powers, -distance, np.nan)) / gradient))


def denial(penetration: Floats, distance: Floats, powers: Mask, gradient: float) -> Floats:
    """What a rival would otherwise hold nearby: ``max_k Pen_ik · exp(−d_ij / λ)`` over rival powers k.

    The strongest rival's penetration stands for the chance that it takes the client; nearness for what that is worth.

    >>> pen = np.array([[[np.nan, 0.2, 0.6], [0, np.nan, 0], [0, 0, np.nan]]])
    >>> km = np.zeros((1, 3, 3))
    >>> denial(pen, km, np.array([False, True, True]), 1000.0)[0, 0].tolist()[1:]
    [0.6, 0.2]
    """
    return np.asarray(highest(np.where(powers, penetration, np.nan)) * np.exp(-distance / gradient))


def stabilisation(border: Floats, weakness: Floats, spillover: float = 1.0) -> Floats:
    """A quiet border: the client's part in the patron's land border, times its weakness, times ``spillover``.

    ``border`` is a cube in km, ``weakness`` a grid; the part is of the patron's borders within the panel, 0 where it has
    none.

    >>> km = np.array([[[np.nan, 300.0, 0.0], [300.0, np.nan, 100.0], [0.0, 100.0, np.nan]]])
    >>> stabilisation(km, np.array([[0.4, 0.1, 0.2]]))[0, :, 1].round(3).tolist()
    [0.3, nan, 0.05]
    """
    whole = np.nansum(border, axis=1, keepdims=True)
    part = np.where(whole > 0, border / np.where(whole > 0, whole, 1.0), np.where(np.isnan(border), np.nan, 0.0))
    return np.asarray(part * weakness[:, :, None] * spillover)


def opportunity(troops: Floats, personnel: Floats) -> Floats:
    """Forces tied: troops with the client over the patron's whole armed forces (in thousands), at most 1.

    >>> opportunity(np.array([[[np.nan, 5000.0], [0.0, np.nan]]]), np.array([[40.0, 1000.0]]))[0, 0, 1]
    np.float64(0.005)
    """
    forces = personnel[:, None, :] * 1000.0
    return np.where(forces > 0, np.minimum(1.0, troops / np.where(forces > 0, forces, 1.0)), np.nan)


def risk(enmity: Floats, power: Floats, patrons: Mask | None = None) -> Floats:
    """Dragged into the client's war: ``max_k e_ik · c_k / (c_k + c_j)`` over states k, neither i nor j.

    Enmity of the client stands for the chance of war, the enemy's part in the capabilities of enemy and patron for its
    cost (SCIENCE A12's entrapment, as far as the facts allow). ``patrons``, a mask (others,), are the states j that are asked
    about, by default all; toward the rest the risk is left missing.

    >>> e = np.array([[[np.nan, 0.0, 0.8], [0, np.nan, 0], [0.8, 0, np.nan]]])
    >>> risk(e, np.array([[0.1, 0.3, 0.1]]))[0, 0, 1].round(3)
    np.float64(0.2)
    """
    size = power.shape[1]
    known = np.where(np.eye(size, dtype=bool), np.nan, enmity)
    cost = asymmetry(power)
    found = np.full(enmity.shape, np.nan)
    for patron in np.flatnonzero(np.ones(size, dtype=bool) if patrons is None else patrons):
        third = np.where(np.arange(size) == patron, np.nan, cost[:, patron])
        found[:, :, patron] = np.fmax.reduce(known * third[:, None, :], axis=2)
    return np.where(np.isfinite(found), found, np.nan)


@dataclass(frozen=True)
class PatronLedger:
    """Benefit and cost of each client to each power, the mean of the entries observed, with their coverage.

    ``powers`` are COW codes; cells toward other states are missing. ``without`` are the families that must not enter; when
    it lets UN votes in, ``agreement`` counts as legitimation. A power that the panels lack raises `MissingColumn`.

    >>> "agreement" in PatronLedger().needs, "agreement" in PatronLedger(without=frozenset()).needs
    (False, True)
    """

    powers: tuple[int, ...] = (365, 2, 640, 630, 710)
    without: frozenset[str] = OUTCOME
    gradient: Parameter = Parameter(1000.0, "SCIENCE A1: λ, km", 1e-9)
    spillover: Parameter = Parameter(1.0, "ours: SCIENCE A7 names it and gives no value", 0.0, 1.0)
    projection: Parameter = Parameter(1.0, EQUAL, 0.0)
    legitimation: Parameter = Parameter(1.0, EQUAL, 0.0)
    denial: Parameter = Parameter(1.0, EQUAL, 0.0)
    stabilisation: Parameter = Parameter(1.0, EQUAL, 0.0)
    direct: Parameter = Parameter(1.0, EQUAL, 0.0)
    opportunity: Parameter = Parameter(1.0, EQUAL, 0.0)
    risk: Parameter = Parameter(1.0, EQUAL, 0.0)

    key = "patron_ledger"
    title = "What a client is worth to a patron, and what it costs"
    citations = ("corcyra", "istomin2021management")
    gives = (
        Gives("patron_benefit", "mean benefit of the state to the other as its patron", "index", 0, 1),
        Gives("patron_benefit_coverage", "share of the four benefits observed", "share", 0, 1),
        Gives("patron_cost", "mean cost of the state to the other as its patron", "index", 0, 1),
        Gives("patron_cost_coverage", "share of the three costs observed", "share", 0, 1),
        Gives("patron_projection", "access that brings the patron near a rival", "index", 0, 1),
        Gives("patron_denial", "what a rival would otherwise hold nearby", "index", 0, 1),
        Gives("patron_stabilisation", "a quiet border", "index", 0, 1),
        Gives("patron_opportunity", "part of the patron's forces that is tied", "share", 0, 1),
        Gives("patron_risk", "danger of being dragged into the client's war", "index", 0, 1),
    )

    @property
    def legitimised(self) -> bool:
        """May UN votes count as legitimation?"""
        return "un_votes" not in self.without

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns read."""
        basic = (
            "base_strength",
            "distance",
            "penetration",
            "border_km",
            "weakness",
            "troops",
            "milper",
            "enmity",
            "power",
        )
        return (*basic, "agreement") if self.legitimised else basic

    def benefits(self, panels: Panels, powers: Mask) -> dict[str, Floats]:
        """The four benefits as cubes; an entry without facts is missing."""
        array, gradient = panels.array, self.gradient.value
        missing = np.full((*panels.shape, panels.shape[1]), np.nan)
        return {
            "projection": projection(array("base_strength"), array("distance"), powers, gradient),
            "legitimation": array("agreement") if self.legitimised else missing,
            "denial": denial(array("penetration"), array("distance"), powers, gradient),
            "stabilisation": stabilisation(array("border_km"), array("weakness"), self.spillover.value),
        }

    def costs(self, panels: Panels, powers: Mask | None = None) -> dict[str, Floats]:
        """The three costs as cubes, the risk toward the powers only when they are given; direct costs have no facts."""
        return {
            "direct": np.full((*panels.shape, panels.shape[1]), np.nan),
            "opportunity": opportunity(panels.array("troops"), panels.array("milper")),
            "risk": risk(panels.array("enmity"), panels.array("power"), powers),
        }

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """Nine cubes, missing where the other is not one of the powers."""
        for code in self.powers:
            panels.place(code)
        powers = np.isin(panels.codes, self.powers)
        benefits, costs = self.benefits(panels, powers), self.costs(panels, powers)
        benefit, benefit_coverage = weighted_mean(benefits, {name: getattr(self, name).value for name in benefits})
        cost, cost_coverage = weighted_mean(costs, {name: getattr(self, name).value for name in costs})
        found = {
            "patron_benefit": benefit,
            "patron_benefit_coverage": benefit_coverage,
            "patron_cost": cost,
            "patron_cost_coverage": cost_coverage,
            **{f"patron_{name}": benefits[name] for name in ("projection", "denial", "stabilisation")},
            **{f"patron_{name}": costs[name] for name in ("opportunity", "risk")},
        }
        return {name: np.where(powers, cube, np.nan) for name, cube in found.items()}

"""Stigma, normative threat and ontological insecurity (SCIENCE A10; Zarakol 2011, Adler-Nissen 2014, Mitzen 2006).

A state is stigmatised when it is marked as falling short of what an audience holds appropriate; that threatens it the
more, the more it depends on the audience and the less it can meet the standard; and what is suffered accumulates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.measures.measure import Gives, Parameter, carried, weighted_mean
from corcyra.panel.panels import Floats, Panels

__all__ = ["Stigma", "deviation", "insecurity", "normative_threat", "standard", "stigmatisers"]


def standard(polyarchy: Floats, audience: npt.NDArray[np.bool_]) -> Floats:
    """poly*: the median polyarchy of the audience in each year; (years, states) and a mask (states,) in, (years,) out.

    >>> standard(np.array([[0.9, 0.8, 0.1]]), np.array([True, True, False])).round(2).tolist()
    [0.85]
    """
    chosen = polyarchy[:, audience]
    some = ~np.isnan(chosen).all(axis=1) if chosen.shape[1] else np.zeros(len(chosen), dtype=bool)
    level = np.full(len(polyarchy), np.nan)
    level[some] = np.nanmedian(chosen[some], axis=1)
    return level


def deviation(polyarchy: Floats, level: Floats) -> Floats:
    """``max(0, poly* − poly_i)``: how far a state falls short of the standard; (years, states) and (years,) in.

    >>> deviation(np.array([[0.9, 0.2]]), np.array([0.8])).round(2).tolist()
    [[0.0, 0.6]]
    """
    return np.maximum(0.0, level[:, None] - polyarchy)


def normative_threat(stigma: Floats, exposure: Floats, polyarchy: Floats, audience: float = 1.0) -> Floats:
    """``NT_it = S_it · Exposure_it · (1 − poly_it) · Audience`` (SCIENCE A10); NaN where an input is missing.

    >>> normative_threat(np.array([[0.5]]), np.array([[0.4]]), np.array([[0.2]])).round(3).tolist()
    [[0.16]]
    """
    return stigma * exposure * (1.0 - polyarchy) * audience


def insecurity(threat: Floats, decay: float = 0.6) -> Floats:
    """``OI_t = ρ OI_{t−1} + NT_t`` (SCIENCE A10): (years, states) in and out.

    The stock is empty before the first observed year. A year without an observation has no value; the stock decays
    through it and is a lower bound afterwards.

    >>> insecurity(np.array([[np.nan], [1.0], [0.0], [np.nan], [0.5]])).round(3).ravel().tolist()
    [nan, 1.0, 0.6, nan, 0.716]
    """
    stock = np.zeros(threat.shape[1])
    found = np.full(threat.shape, np.nan)
    for t, row in enumerate(threat):
        stock = decay * stock + np.nan_to_num(row)
        found[t] = np.where(np.isnan(row), np.nan, stock)
    return found


def stigmatisers(stigma: Floats, polyarchy: Floats, level: Floats) -> Floats:
    """How much the other takes part in stigmatising the state: ``S_i · clip((poly_j − poly_i) / (poly* − poly_i), 0, 1)``.

    Ours: the facts do not name every sender, and a state marks another the less, the less it meets the standard itself.
    A cube; 0 where the state meets the standard, NaN where an input is missing.

    >>> found = stigmatisers(np.array([[0.5, 0.0]]), np.array([[0.2, 0.6]]), np.array([0.8]))
    >>> found[0, 0, 1].round(3), found[0, 1, 0]
    (np.float64(0.333), np.float64(0.0))
    """
    short = level[:, None, None] - polyarchy[:, :, None]
    lead = polyarchy[:, None, :] - polyarchy[:, :, None]
    part = np.clip(lead / np.where(short > 0, short, 1.0), 0.0, 1.0)
    return stigma[:, :, None] * np.where(short > 0, part, np.where(np.isnan(short + lead), np.nan, 0.0))


@dataclass(frozen=True)
class Stigma:
    """Stigma by the audience, the normative threat it makes, and the stock of ontological insecurity.

    Stigma is the mean of the observed components in [0, 1]: censure, saturating; the hardest sanction in force; deviation.
    Ours: SCIENCE A10 says z-scores, but the threat is a product, and a product needs a zero that means none. Exposure is
    the audience's share in the state's trade, kept for ``carry`` years after the figures end; ``stigma_coverage`` and
    ``exposure_coverage`` tell observed from kept. ``audience`` are COW codes, by default the leader of the West. A member
    of the audience that the panels lack raises `MissingColumn`.
    """

    audience: tuple[int, ...] = (2,)
    censure_scale: Parameter = Parameter(3.0, "ours: one act of the gravest kind, severity 3, makes 1 − 1/e", 1e-9)
    hardest: Parameter = Parameter(3.0, "the scale of sanctions in the facts runs from 0 to 3", 1e-9)
    decay: Parameter = Parameter(0.6, "SCIENCE A10: ρ", 0.0, 1.0)
    attention: Parameter = Parameter(1.0, "SCIENCE A10: Audience, default 1", 0.0, 1.0)
    carry: Parameter = Parameter(10.0, "ours: trade shares move slowly and the figures end in 2014", 0.0)

    key = "stigma"
    title = "Stigma, normative threat and ontological insecurity"
    citations = ("adlernissen2014stigma", "corcyra", "mitzen2006ontological", "zarakol2011after")
    needs = ("censure", "sanctioned", "v2x_polyarchy", "trade_share_bloc")
    gives = (
        Gives("stigma", "mean of censure, sanctions and deviation from the standard", "index", 0, 1),
        Gives("stigma_censure", "public censure, saturating", "index", 0, 1),
        Gives("stigma_deviation", "how far electoral democracy falls short of the audience's", "index", 0, 1),
        Gives("stigma_coverage", "share of the components of stigma observed", "share", 0, 1),
        Gives("exposure", "share of the audience in the state's trade, last known", "share", 0, 1),
        Gives("exposure_coverage", "1 where the exposure is of the year itself, 0 where kept or unknown", "0 or 1", 0, 1),
        Gives("normative_threat", "stigma times exposure times distance from democracy", "index", 0, 1),
        Gives("ontological_insecurity", "decaying stock of normative threat", "stock", 0),
        Gives("stigmatised_by", "how much the other takes part in stigmatising the state", "index", 0, 1),
    )

    def exposure(self, panels: Panels) -> Floats:
        """The audience's share of each state's trade, at most 1; a member of the audience is not exposed to itself."""
        places = [panels.place(code) for code in self.audience]
        share = np.array(panels.array("trade_share_bloc")[:, :, places])
        known = ~np.isnan(share).all(axis=2)
        return np.where(known, np.minimum(1.0, np.nansum(share, axis=2)), np.nan)

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """Eight grids and a cube."""
        polyarchy = panels.array("v2x_polyarchy")
        level = standard(polyarchy, np.isin(panels.codes, self.audience))
        short = deviation(polyarchy, level)
        censure = 1.0 - np.exp(-panels.array("censure") / self.censure_scale.value)
        parts = {"censure": censure, "sanctioned": panels.array("sanctioned") / self.hardest.value, "deviation": short}
        stigma, coverage = weighted_mean(parts, dict.fromkeys(parts, 1.0))
        exposure = self.exposure(panels)
        kept = carried(exposure, int(self.carry.value))
        threat = normative_threat(stigma, kept, polyarchy, self.attention.value)
        return {
            "stigma": stigma,
            "stigma_censure": censure,
            "stigma_deviation": short,
            "stigma_coverage": coverage,
            "exposure": kept,
            "exposure_coverage": np.where(np.isnan(exposure), 0.0, 1.0),
            "normative_threat": threat,
            "ontological_insecurity": insecurity(threat, self.decay.value),
            "stigmatised_by": stigmatisers(stigma, polyarchy, level),
        }

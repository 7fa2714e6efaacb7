"""Walt's threat: states answer not to power alone but to threat (Walt 1985, 1987).

Four sources of threat: aggregate power, proximity, offensive capability, aggressive intentions. Each is put on one scale,
z-scores over all directed dyads of the year, and the four are summed with equal weight (SCIENCE A2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from corcyra.measures.measure import Gives, Parameter, carried, standardise, weighted_mean
from corcyra.panel.panels import Floats, Panels

__all__ = ["Threat", "arrives", "combine", "intent", "offence", "proximity"]

QUARTER = "SCIENCE A2: ω = 1/4 each; Walt names the four sources and no weights"


def log(values: Floats) -> Floats:
    """The natural logarithm, NaN where the value is not above 0."""
    return np.asarray(np.log(np.where(values > 0, values, np.nan)))


def proximity(distance: Floats) -> Floats:
    """``z(−ln(1 + d))`` within the year; distance in km, cube (years, states, others).

    >>> proximity(np.array([[[np.nan, 0.0], [99.0, np.nan]]])).round(6).tolist()
    [[[nan, 1.0], [-1.0, nan]]]
    """
    return standardise(-np.log1p(distance))


def offence(personnel: Floats, spending: Floats, reach: Floats, *, literal: bool = False) -> Floats:
    """Offensive capability of the other: soldiers, money per soldier, and whether they can get there.

    1. quality and size: the mean of ``z(ln(milper + 1))`` and ``z(ln(milex / milper))``, over what is known;
    2. times ``reach``, 1 where the other can project force on the state, else 0;
    3. standardised within the year.

    SCIENCE A2 multiplies the z-score itself (``literal=True``). But a z-score times 0 is the average, which would put an
    army that cannot come above a weak army that stands at the border. Ours, so that reach can only add: the score is
    first made positive by the exponential. Cubes in, a cube of z-scores out; NaN where reach, or both scores, are missing.

    >>> can, cannot = np.array([[[np.nan, 1.0], [1.0, np.nan]]]), np.array([[[np.nan, 1.0], [0.0, np.nan]]])
    >>> men, money = np.array([[[np.nan, 10.0], [99.0, np.nan]]]), np.array([[[np.nan, 10.0], [99.0, np.nan]]])
    >>> offence(men, money, can).round(3).tolist()
    [[[nan, -1.0], [1.0, nan]]]
    >>> offence(men, money, cannot).round(3).tolist()
    [[[nan, 1.0], [-1.0, nan]]]
    """
    parts = {
        "size": standardise(np.log1p(personnel)),
        "quality": standardise(log(spending / np.where(personnel > 0, personnel, np.nan))),
    }
    score, _ = weighted_mean(parts, {"size": 1, "quality": 1})
    return standardise((score if literal else np.exp(score)) * reach)


def arrives(contiguous: Floats, major: Floats) -> Floats:
    """1 where the other can bring its forces to the state: it borders on it, or is a major power; else 0.

    NaN where contiguity is unknown and the other is not known to be a major power.

    >>> arrives(np.array([1.0, 0.0, 0.0, np.nan]), np.array([0.0, 1.0, 0.0, np.nan])).tolist()
    [1.0, 1.0, 0.0, nan]
    """
    near = np.where(np.isnan(contiguous), np.nan, (contiguous >= 1).astype(np.float64))
    return np.where(major >= 1, 1.0, near)


def intent(enmity: Floats, revisionism: Floats) -> Floats:
    """Aggressive intentions of the other: the stock of enmity between the two, and the other's revisionism toward anyone.

    The mean of the two z-scores over what is known, standardised again so that intent weighs as much as the other three
    components; that the two count the same is ours, SCIENCE A2 says "plus".

    >>> intent(np.array([[[np.nan, 2.0], [8.0, np.nan]]]), np.full((1, 2, 2), np.nan)).tolist()
    [[[nan, -1.0], [1.0, nan]]]
    """
    parts = {"enmity": standardise(enmity), "revisionism": standardise(revisionism)}
    score, _ = weighted_mean(parts, {"enmity": 1, "revisionism": 1})
    return standardise(score)


def combine(components: Mapping[str, Floats], weights: Mapping[str, float], *, multiply: bool = False) -> Floats:
    """``T = Σ ω_m · comp_m``, re-weighted over the known components; multiplied, ``exp(Σ ω_m · comp_m)``.

    The additive form is in standard deviations; the multiplicative one is above 0 and 1 for the average dyad.

    >>> parts = {"power": np.array([2.0]), "proximity": np.array([np.nan])}
    >>> combine(parts, {"power": 0.25, "proximity": 0.25}).tolist()
    [2.0]
    >>> combine(parts, {"power": 0.25, "proximity": 0.25}, multiply=True).round(3).tolist()
    [7.389]
    """
    total, _ = weighted_mean(components, weights)
    return np.asarray(np.exp(total)) if multiply else total


@dataclass(frozen=True)
class Threat:
    """The other's threat to the state, with its four components (SCIENCE A2).

    Reach is ours, since A2 leaves the proxy open: the other is contiguous by land, or is on the list of major powers, whose
    air and naval forces reach anywhere. Power figures end before the other sources; the last known ones stand in for at
    most ``carry`` years, and the coverage counts them as unobserved.
    """

    power: Parameter = Parameter(0.25, QUARTER, low=0.0)
    proximity: Parameter = Parameter(0.25, QUARTER, low=0.0)
    offence: Parameter = Parameter(0.25, QUARTER, low=0.0)
    intent: Parameter = Parameter(0.25, QUARTER, low=0.0)
    carry: Parameter = Parameter(
        3.0,
        "ours: as old as a value may be in a view of the past; capabilities move slowly and appear late",
        low=0.0,
        high=10.0,
    )
    form: Literal["additive", "multiplicative"] = "additive"
    literal_offence: bool = False

    key = "threat"
    title = "threat by power, proximity, offence and intent"
    citations = ("walt1985alliance", "walt1987origins")
    needs = ("cinc", "milper", "milex", "major", "distance", "contiguous", "enmity_stock", "revisionism")
    gives = (
        Gives("threat", "the other's threat to the state: weighted sum of the four components", "sd"),
        Gives("threat_power", "aggregate power of the other", "sd"),
        Gives("threat_proximity", "nearness of the other", "sd"),
        Gives("threat_offence", "offensive capability of the other", "sd"),
        Gives("threat_intent", "aggressive intentions of the other", "sd"),
        Gives("threat_coverage", "share of the weights whose inputs were observed in the year itself", "share", 0, 1),
    )

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """Six cubes; NaN where there is no dyad."""
        parts = self.components(panels, int(self.carry.value))
        seen = {**parts, **self.capabilities(panels, 0)}
        weights = {name: getattr(self, name).value for name in parts}
        _, coverage = weighted_mean(seen, weights)
        total = combine(parts, weights, multiply=self.form == "multiplicative")
        named = {f"threat_{name}": part for name, part in parts.items()}
        return {"threat": total, **named, "threat_coverage": np.where(panels.pairs, coverage, np.nan)}

    def components(self, panels: Panels, carry: int) -> dict[str, Floats]:
        """The four components, with capability figures up to ``carry`` years old."""
        able = self.capabilities(panels, carry)
        return {
            "power": able["power"],
            "proximity": proximity(panels.array("distance")),
            "offence": able["offence"],
            "intent": intent(panels.array("enmity_stock"), panels.of_other("revisionism")),
        }

    def capabilities(self, panels: Panels, carry: int) -> dict[str, Floats]:
        """The two components that are made of capability figures, power and offence."""

        def other(name: str) -> Floats:
            return np.where(panels.pairs, carried(panels.array(name), carry)[:, None, :], np.nan)

        reach = arrives(panels.array("contiguous"), other("major"))
        return {
            "power": standardise(log(other("cinc"))),
            "offence": offence(other("milper"), other("milex"), reach, literal=self.literal_offence),
        }

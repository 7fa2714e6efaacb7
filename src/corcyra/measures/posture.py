"""Posture: neutral, hedge, balance, bandwagon, or align for profit (SCIENCE A9; the last two after Schweller 1994).

From a state's alignment with each pole, and the threat of each pole to it. SCIENCE writes the rules for two poles; with
more, the two with the highest alignment take their places. SCIENCE puts alignment on a latent scale, a = Λ(θ), whose
middle is the average state; here the rules meet the observed index in [0, 1], whose 0 means no tie at all. Ours: the
thresholds speak of how much engagement there is, so they belong on the scale that has an absolute zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.measures.measure import Gives, Parameter, parameters, standardise
from corcyra.panel.panels import Floats, Panels

__all__ = ["POSTURES", "Posture", "Thresholds", "classify", "engagement", "hedging"]

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

POSTURES = ("unknown", "neutral", "hedge", "balance", "bandwagon", "align for profit")
"""The names of the codes that `classify` gives, in order."""

UNKNOWN, NEUTRAL, HEDGE, BALANCE, BANDWAGON, PROFIT = range(6)


@dataclass(frozen=True)
class Thresholds:
    """Where one posture ends and the next begins.

    >>> Thresholds().hedge.value
    0.7
    """

    engagement: Parameter = Parameter(0.25, "SCIENCE A9: neutral when mean alignment is below .25", 0.0, 1.0)
    hedge: Parameter = Parameter(0.7, "SCIENCE A9: hedge from .7", 0.0, 1.0)
    distance: Parameter = Parameter(
        0.25, "SCIENCE A9: balance when alignment with the main threat is below .25", 0.0, 1.0
    )
    margin: Parameter = Parameter(0.5, "SCIENCE A9: bandwagon when the threat leads by more than .5 sd", 0.0)


DEFAULT = Thresholds()


def leading(alignment: Floats, rivals: Mask | None = None) -> tuple[Floats, Floats]:
    """The highest alignment over the last axis, and the highest among that pole's rivals; NaN where there is none.

    ``rivals`` is a symmetric mask (poles, poles); without it all poles are rivals.
    """
    known = np.where(np.isnan(alignment), -np.inf, alignment)
    top = known.argmax(axis=-1)
    apart = ~np.eye(alignment.shape[-1], dtype=bool) if rivals is None else rivals & ~np.eye(len(rivals), dtype=bool)
    second = np.where(apart[top], known, -np.inf).max(axis=-1)
    enough = np.isfinite(second)
    return np.where(enough, known.max(axis=-1), np.nan), np.where(enough, second, np.nan)


def engagement(alignment: Floats, rivals: Mask | None = None) -> Floats:
    """ē: the mean alignment with the top two poles; (..., poles) in, (...) out.

    >>> engagement(np.array([0.75, 0.25, 0.0])).tolist()
    0.5
    """
    first, second = leading(alignment, rivals)
    return (first + second) / 2


def hedging(alignment: Floats, rivals: Mask | None = None) -> Floats:
    """h = 1 − |a1 − a2| / (a1 + a2) for the top two poles; NaN where both are 0, since nothing is divided.

    >>> hedging(np.array([[0.75, 0.25], [0.4, 0.4], [0.0, 0.0]])).tolist()
    [0.5, 1.0, nan]
    """
    first, second = leading(alignment, rivals)
    total = first + second
    return np.where(total > 0, 1 - np.abs(first - second) / np.where(total > 0, total, 1.0), np.nan)


def classify(
    alignment: Floats, threat: Floats, thresholds: Thresholds = DEFAULT, *, rivals: Mask | None = None
) -> Codes:
    """A posture code for each state, from alignment in [0, 1] and threat in standard deviations, both (..., poles).

    As in SCIENCE A9, steps:

    1. neutral when the mean alignment with the top two poles is below ``engagement``;
    2. else hedge when h is at least ``hedge``;
    3. else aligned with the top pole: bandwagon when no pole threatens more and its threat leads the next by more than
       ``margin``; balance when another pole threatens most and alignment with that one is below ``distance``;
    4. else align for profit.

    The second of the top two is the highest among the rivals of the first: all other poles, or those in the symmetric
    mask ``rivals`` (poles, poles), since standing close to two allies is no hedge. Unknown where the top pole has no
    rival with an alignment, or where the state is aligned and the threat of a pole is missing. A pole that is the state
    itself is NaN in both and does not count. Where several poles threaten most equally, balance needs distance from all
    of them. Works for observed and for predicted alignment.

    Raises `ParameterError` for fewer than two poles or arrays of different shape.

    >>> a = np.array([[0.8, 0.1], [0.8, 0.1], [0.8, 0.1], [0.5, 0.45], [0.1, 0.0]])
    >>> t = np.array([[-1.0, 1.0], [1.0, -1.0], [0.2, 0.0], [1.0, 0.0], [1.0, 0.0]])
    >>> [POSTURES[code] for code in classify(a, t)]
    ['balance', 'bandwagon', 'align for profit', 'hedge', 'neutral']
    """
    if alignment.shape != threat.shape or alignment.shape[-1] < 2:
        raise ParameterError(
            f"posture needs alignment and threat of one shape with two poles or more, not {alignment.shape} "
            f"and {threat.shape}. Give one column for each pole."
        )
    mean, hedged = engagement(alignment, rivals), hedging(alignment, rivals)
    codes = np.where(hedged >= thresholds.hedge.value, HEDGE, aligned(alignment, threat, thresholds))
    codes = np.where(mean < thresholds.engagement.value, NEUTRAL, codes)
    return np.asarray(np.where(np.isnan(mean), UNKNOWN, codes), dtype=np.int64)


def aligned(alignment: Floats, threat: Floats, thresholds: Thresholds) -> Codes:
    """The posture of states that are aligned with their top pole: balance, bandwagon, align for profit or unknown."""
    known = ~np.isnan(alignment)
    closeness = np.where(known, alignment, -np.inf)
    top = np.arange(alignment.shape[-1]) == closeness.argmax(axis=-1)[..., None]
    danger = np.where(known, threat, -np.inf)
    own = np.where(top, danger, -np.inf).max(axis=-1)
    rest = np.where(top, -np.inf, danger)
    other = rest.max(axis=-1)
    nearest = np.where(rest == other[..., None], closeness, -np.inf).max(axis=-1)
    codes = np.where((own < other) & (nearest < thresholds.distance.value), BALANCE, PROFIT)
    with np.errstate(invalid="ignore"):
        codes = np.where(own - other > thresholds.margin.value, BANDWAGON, codes)
    return np.where((known & np.isnan(threat)).any(axis=-1), UNKNOWN, codes)


@dataclass(frozen=True)
class Posture:
    """Each state's posture toward the powers, from observed alignment and threat.

    ``posture`` is the code in `POSTURES`; threat is put in standard deviations over the year's pairs of state and power.
    ``allied`` are pairs of powers between which there is no hedging, such as ``((2, 640),)`` for the two in NATO; none by
    default. A power that the panels lack raises `MissingColumn`.
    """

    powers: tuple[int, ...] = (365, 2, 640, 630, 710)
    allied: tuple[tuple[int, int], ...] = ()
    engagement: Parameter = DEFAULT.engagement
    hedge: Parameter = DEFAULT.hedge
    distance: Parameter = DEFAULT.distance
    margin: Parameter = DEFAULT.margin

    key = "posture"
    title = "Posture toward the powers"
    citations = ("corcyra", "schweller1994bandwagoning")
    needs = ("alignment", "threat")
    gives = (
        Gives("posture", "1 neutral, 2 hedge, 3 balance, 4 bandwagon, 5 align for profit", "code", 1, 5),
        Gives("posture_partner", "COW code of the power with the highest alignment", "COW code"),
        Gives("posture_engagement", "mean alignment with the two closest powers", "index", 0, 1),
        Gives("posture_hedge", "evenness between the two closest powers", "index", 0, 1),
    )

    @property
    def thresholds(self) -> Thresholds:
        """The four thresholds together."""
        return Thresholds(**parameters(self))

    @property
    def rivals(self) -> Mask:
        """Which powers are rivals: all pairs but those in ``allied``."""
        same = [[a == b or (a, b) in self.allied or (b, a) in self.allied for b in self.powers] for a in self.powers]
        return ~np.array(same, dtype=bool)

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """The grids ``posture``, ``posture_partner``, ``posture_engagement`` and ``posture_hedge``."""
        places = [panels.place(code) for code in self.powers]
        own = np.array(panels.codes)[:, None] == np.array(self.powers)
        alignment = np.where(own, np.nan, panels.array("alignment")[:, :, places])
        threat = standardise(np.where(own, np.nan, panels.array("threat")[:, :, places]))
        codes = classify(alignment, threat, self.thresholds, rivals=self.rivals)
        top = np.array(self.powers)[np.where(np.isnan(alignment), -np.inf, alignment).argmax(axis=-1)]
        known = ~np.isnan(alignment).all(axis=-1)
        return {
            "posture": np.where(codes == UNKNOWN, np.nan, codes),
            "posture_partner": np.where(known, top, np.nan),
            "posture_engagement": engagement(alignment, self.rivals),
            "posture_hedge": hedging(alignment, self.rivals),
        }

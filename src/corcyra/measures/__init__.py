"""Floor 5. Measures: one concept, one file, with its kernel.

`MEASURES` holds one of each with its default settings, in an order in which they can be applied: first those that read
sources alone, then those that read other measures, by key within each tier.
"""

from __future__ import annotations

from corcyra.measures.alignment import Alignment
from corcyra.measures.alliance_risk import AllianceRisk
from corcyra.measures.amity import Amity
from corcyra.measures.autonomy import Autonomy
from corcyra.measures.capability import Capability
from corcyra.measures.enmity import Enmity
from corcyra.measures.geography_type import GeographyType
from corcyra.measures.ideational_threat import IdeationalThreat
from corcyra.measures.identity import Identity
from corcyra.measures.latent_alignment import LatentAlignment
from corcyra.measures.measure import Measure, Parameter
from corcyra.measures.patron_ledger import PatronLedger
from corcyra.measures.penetration import Penetration
from corcyra.measures.posture import Posture
from corcyra.measures.regime_security import RegimeSecurity
from corcyra.measures.revisionism import Revisionism
from corcyra.measures.stigma import Stigma
from corcyra.measures.threat import Threat
from corcyra.measures.weakness import Weakness

__all__ = ["MEASURES", "WORLD_MEASURES"]

MEASURES: tuple[Measure, ...] = (
    # From sources alone.
    Alignment(),
    Amity(),
    Capability(),
    Enmity(),
    GeographyType(),
    IdeationalThreat(),
    Identity(),
    Penetration(),
    Revisionism(),
    Stigma(),
    Weakness(),
    # From sources and other measures.
    LatentAlignment(),
    AllianceRisk(),
    Autonomy(),
    PatronLedger(),
    RegimeSecurity(),
    Threat(),
    # From threat.
    Posture(),
)

KNOWN_OF_THE_WORLD: dict[str, Measure] = {
    "penetration": Penetration(powers=()),
    "revisionism": Revisionism(deeds=("revision",)),
    "weakness": Weakness(excluded=Parameter(1.0, "SCIENCE A4: a plain mean", low=0.0)),
}
"""Measures of which the world's datasets know more than the bundled facts: penetration by every other state, not by five powers."""

WORLD_MEASURES: tuple[Measure, ...] = tuple(KNOWN_OF_THE_WORLD.get(measure.key, measure) for measure in MEASURES)
"""`MEASURES` as panels of the world have them (`corcyra.panel.world.world_panels`)."""

"""Floor 3. Datasets: one file each, from the publisher's own format or from the bundled, curated tables."""

from __future__ import annotations

from corcyra.sources.appeals import Appeals
from corcyra.sources.armed_conflict import ArmedConflict
from corcyra.sources.arms_energy import ArmsEnergy
from corcyra.sources.capability import Capability
from corcyra.sources.commitments import Commitments
from corcyra.sources.conflicts import Conflicts
from corcyra.sources.exercises import Exercises
from corcyra.sources.geography import Geography
from corcyra.sources.identity import Identity
from corcyra.sources.internal_conflict import InternalConflict
from corcyra.sources.leaders import Leaders
from corcyra.sources.organisations import Organisations
from corcyra.sources.peoples import Peoples
from corcyra.sources.presence import Presence
from corcyra.sources.regime import Regime
from corcyra.sources.regime_threats import RegimeThreats
from corcyra.sources.securitisation import Securitisation
from corcyra.sources.source import Source
from corcyra.sources.stigma import Stigma
from corcyra.sources.ties import Ties
from corcyra.sources.trade import Trade
from corcyra.sources.un_agreement import UnAgreement
from corcyra.sources.un_ideal_distance import UnIdealDistance
from corcyra.sources.un_ideal_points import UnIdealPoints

__all__ = ["SOURCES"]

SOURCES: tuple[Source, ...] = (
    Appeals(),
    ArmedConflict(),
    ArmsEnergy(),
    Capability(),
    Commitments(),
    Conflicts(),
    Exercises(),
    Geography(),
    Identity(),
    InternalConflict(),
    Leaders(),
    Organisations(),
    Peoples(),
    Presence(),
    Regime(),
    RegimeThreats(),
    Securitisation(),
    Stigma(),
    Ties(),
    Trade(),
    UnAgreement(),
    UnIdealDistance(),
    UnIdealPoints(),
)

"""Floor 7. Theories: one theory, one file."""

from __future__ import annotations

from corcyra.theories.balance_of_power import BalanceOfPower
from corcyra.theories.balance_of_threat import BalanceOfThreat
from corcyra.theories.bandwagoning import Bandwagoning
from corcyra.theories.identity import Identity
from corcyra.theories.omnibalancing import Omnibalancing
from corcyra.theories.ontological_security import OntologicalSecurity
from corcyra.theories.regional_complex import RegionalComplex
from corcyra.theories.security_for_autonomy import SecurityForAutonomy
from corcyra.theories.theory import Theory

__all__ = ["THEORIES"]

THEORIES: tuple[Theory, ...] = (
    BalanceOfPower(),
    BalanceOfThreat(),
    Bandwagoning(),
    Identity(),
    Omnibalancing(),
    OntologicalSecurity(),
    RegionalComplex(),
    SecurityForAutonomy(),
)
"""Every theory with its default parameters, sorted by key."""

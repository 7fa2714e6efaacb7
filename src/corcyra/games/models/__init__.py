"""The games that the alliance literature tells in prose, one file each."""

from __future__ import annotations

from corcyra.games.model import Model
from corcyra.games.models.ambiguity import Ambiguity
from corcyra.games.models.commitment import Commitment
from corcyra.games.models.costly_signals import CostlySignals
from corcyra.games.models.reassurance import Reassurance
from corcyra.games.models.reputation import Reputation
from corcyra.games.models.security_autonomy import SecurityAutonomy
from corcyra.games.models.selection import Selection

__all__ = ["MODELS"]

MODELS: tuple[type[Model], ...] = (
    Ambiguity,
    Commitment,
    CostlySignals,
    Reassurance,
    Reputation,
    SecurityAutonomy,
    Selection,
)
"""Every game, sorted by key: ``MODELS[0]()`` is the first at its defaults, ``MODELS[0].of({...})`` with other parameters."""

"""Strategic statistical models: the utilities of a game, estimated from what states did (SCIENCE D8)."""

from corcyra.games.strategic.crisis import equilibria
from corcyra.games.strategic.crisis_fit import CrisisFit, fit_crisis
from corcyra.games.strategic.effects import effects, profile
from corcyra.games.strategic.egame12 import EGAME12
from corcyra.games.strategic.egame122 import EGAME122
from corcyra.games.strategic.egame123 import EGAME123
from corcyra.games.strategic.fit import Fit, fit
from corcyra.games.strategic.game import StrategicGame

__all__ = [
    "EGAME12",
    "EGAME122",
    "EGAME123",
    "STRATEGIC",
    "CrisisFit",
    "Fit",
    "StrategicGame",
    "effects",
    "equilibria",
    "fit",
    "fit_crisis",
    "profile",
]

STRATEGIC: tuple[StrategicGame, ...] = (EGAME12, EGAME122, EGAME123)
"""The games that can be estimated, sorted by key."""

"""What a strategic statistical game is: who moves where, which utilities are estimated, and the outcomes' probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.strategic.graded import Graded, start

__all__ = ["Action", "Information", "StrategicGame", "Tree", "Utility"]

Numbers = npt.NDArray[np.float64]

Information = Literal["private", "agent"]
"""Where chance enters: each player privately knows a shock to each of its payoffs, or each agent errs in weighing its acts."""

INFORMATION: tuple[Information, ...] = ("private", "agent")


@dataclass(frozen=True)
class Utility:
    """One estimated utility: its key (``u14`` is player 1's at outcome 4 of the tree), whose it is, and of what."""

    key: str
    player: int
    meaning: str


@dataclass(frozen=True)
class Action:
    """One move: in words, the outcomes that follow it, and the outcomes that could follow at its node (counted from 1).

    ``alone`` is the utility that alone decides it, at a last move.
    """

    title: str
    chosen: tuple[int, ...]
    among: tuple[int, ...]
    alone: str = ""


@dataclass(frozen=True)
class Tree:
    """What formulas and tables need to know of a game: its utilities, its outcomes from left to right, and whose utilities are whose.

    ``whole`` lists the sets of utilities that are all of one player's after its move: a regressor in every one of a set shifts
    them together, changes no choice, and cannot be estimated (Lewis and Schultz 2003). ``owners`` names the player of each set's
    first utility.
    """

    key: str
    keys: tuple[str, ...]
    outcomes: tuple[str, ...]
    whole: tuple[tuple[str, ...], ...]
    owners: Mapping[str, str]

    def owner(self, key: str) -> str:
        """Whose utility it is."""
        return self.owners[key]


@dataclass(frozen=True)
class StrategicGame:
    """A finite game whose utilities are functions of data.

    ``whole`` as in `Tree`. ``kernel`` takes the utilities and the
    kind of information and gives the logarithms of the outcomes' probabilities.
    """

    key: str
    title: str
    tree: str
    utilities: tuple[Utility, ...]
    outcomes: tuple[str, ...]
    actions: tuple[Action, ...]
    whole: tuple[tuple[str, ...], ...]
    kernel: Callable[[tuple[Graded, ...], Information], tuple[Graded, ...]]
    citations: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the estimated utilities, in order."""
        return tuple(each.key for each in self.utilities)

    @property
    def names(self) -> Tree:
        """The game as formulas and tables name it."""
        owners = {each.key: str(each.player) for each in self.utilities}
        return Tree(self.key, self.keys, self.outcomes, self.whole, owners)

    def log_probabilities(self, utilities: Numbers, information: Information) -> tuple[Numbers, Numbers]:
        """The outcomes' log probabilities and their slopes by the utilities.

        ``utilities`` has shape (k, n); the results (n, outcomes) and (n, outcomes, k). Raises `ParameterError` for an unknown
        kind of information.
        """
        check_information(information)
        logged = self.kernel(start(utilities), information)
        return np.stack([each.value for each in logged], axis=1), np.stack([each.slopes for each in logged], axis=1)

    def chances(self, utilities: Numbers, information: Information) -> Numbers:
        """The outcomes' probabilities (n, outcomes) at utilities (k, n), without slopes, which makes them several times faster."""
        none = np.empty((utilities.shape[1], 0))
        logged = self.kernel(tuple(Graded(each, none) for each in utilities), information)
        return np.exp(np.stack([each.value for each in logged], axis=1))

    def probabilities(
        self, utilities: Mapping[str, float | Numbers], information: Information = "private"
    ) -> dict[str, Numbers]:
        """Every outcome's probability at given utilities (numbers or arrays that broadcast); those not named are 0.

        Raises `UnknownName` for a utility that the game does not have.

        >>> from corcyra.games.strategic.egame12 import EGAME12
        >>> {key: round(float(p), 4) for key, p in EGAME12.probabilities({"u14": 1.0, "u24": 0.5}).items()}
        {'left': 0.3034, 'right, left': 0.252, 'right, right': 0.4445}
        """
        for name in utilities:
            if name not in self.keys:
                raise UnknownName(f"utility of {self.key}", name, self.keys)
        given = np.broadcast_arrays(*(np.asarray(utilities.get(key, 0.0), dtype=np.float64) for key in self.keys))
        shape = given[0].shape
        check_information(information)
        found = self.chances(np.stack([each.ravel() for each in given]), information)
        return {name: found[:, j].reshape(shape) for j, name in enumerate(self.outcomes)}


def check_information(information: str) -> None:
    """Raise `ParameterError` for an unknown kind of information."""
    if information not in INFORMATION:
        raise ParameterError(f"information is {' or '.join(INFORMATION)}, given {information!r}.")

"""What a game is: parameters that cannot be built invalid, one act, `solve`, and the same mathematics over whole grids.

A model is a frozen dataclass whose fields are `knob`s: numbers with a meaning, a unit and a range, refused outside it. Its one
kernel, `closed_form`, takes arrays and gives arrays: everything that `solve` tells of one game and `corcyra.games.sweep` of
thousands comes from it. `numeric` finds the same outcome without it, by enumeration or search, so that the two can be compared.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError, UnknownName

__all__ = ["Deviation", "Knob", "Model", "Region", "Solution", "knob"]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Knob:
    """What one parameter means and where it may lie; ``above`` and ``below`` exclude their border, ``low`` and ``high`` include it."""

    meaning: str
    unit: str = "utility"
    low: float = -np.inf
    high: float = np.inf
    above: float = -np.inf
    below: float = np.inf
    whole: bool = False

    def admits(self, value: float) -> bool:
        """Does the value lie in the range?"""
        inside = self.low <= value <= self.high and self.above < value < self.below
        return bool(np.isfinite(value) and inside and (not self.whole or float(value).is_integer()))

    @property
    def range(self) -> str:
        """The range in words.

        >>> Knob("a share", "share", low=0, high=1).range, Knob("a cost", above=0).range, Knob("how many", whole=True, low=1).range
        ('0 to 1', 'above 0', 'a whole number, at least 1')
        """
        left = f"above {self.above:g}" if np.isfinite(self.above) else f"at least {self.low:g}" if np.isfinite(self.low) else ""
        right = f"below {self.below:g}" if np.isfinite(self.below) else f"at most {self.high:g}" if np.isfinite(self.high) else ""
        if np.isfinite(self.low) and np.isfinite(self.high):
            told = f"{self.low:g} to {self.high:g}"
        else:
            told = " and ".join(each for each in (left, right) if each) or "any number"
        return f"a whole number, {told}" if self.whole else told


def knob(default: float, meaning: str, unit: str = "utility", **limits: Any) -> Any:
    """A field of a `Model`: its default, its meaning, its unit and its limits (see `Knob`)."""
    return field(default=default, metadata={"knob": Knob(meaning, unit, **limits)})


@dataclass(frozen=True)
class Region:
    """One way that a game can end: its key, a short title for diagrams, and what it means in a sentence."""

    key: str
    title: str
    meaning: str


@dataclass(frozen=True)
class Deviation:
    """Who could leave the equilibrium, where (information set), by which best act, and what that would lose (at least 0 in one)."""

    player: str
    act: str
    loss: float
    where: str = ""


@dataclass(frozen=True)
class Solution:
    """The equilibrium of one game.

    ``region`` says which way it ends, ``strategies`` what each player does at each information set, ``beliefs`` what is believed
    there, ``payoffs`` each player's expected utility, ``numbers`` everything computed (thresholds, costs, probabilities),
    ``certificate`` for each information set the best deviation and what it loses, ``explanation`` the same in plain words.
    """

    region: Region
    strategies: Mapping[str, str]
    beliefs: Mapping[str, float]
    payoffs: Mapping[str, float]
    numbers: Mapping[str, float]
    certificate: tuple[Deviation, ...]
    explanation: str

    def __post_init__(self) -> None:
        for name in ("strategies", "beliefs", "payoffs", "numbers"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def holds(self) -> bool:
        """Is every deviation in the certificate without gain (up to 1e-9, rounding)?"""
        return all(each.loss >= -1e-9 for each in self.certificate)


@dataclass(frozen=True)
class Model(ABC):
    """A game with named parameters. Subclasses are frozen dataclasses of `knob`s and give the parts below.

    ``key`` (its file's name), ``title``, ``question`` (one sentence), ``citations`` (keys of the bibliography), ``regions`` (all the
    ways it can end, in order). Raises `ParameterError` for a parameter outside its range, naming it, its meaning and its range.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    question: ClassVar[str]
    citations: ClassVar[tuple[str, ...]]
    regions: ClassVar[tuple[Region, ...]]

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if not isinstance(value, int | float | np.number) or isinstance(value, bool):
                raise ParameterError(f"{each.name} of {self.key} is a number, given {value!r}.")
            if not limits(each).admits(float(value)):
                raise ParameterError(
                    f"{each.name} of {self.key} ({limits(each).meaning}) is {limits(each).range}, given {value:g}."
                )
        self.check()

    def check(self) -> None:  # noqa: B027 - a model without such rules leaves it as it is
        """Raise `ParameterError` when parameters that are each in range contradict one another; here there are no such rules."""

    @classmethod
    def knobs(cls) -> Mapping[str, Knob]:
        """Every parameter's meaning and range, in order."""
        return {each.name: limits(each) for each in fields(cls)}

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Self:
        """The game with some parameters set and the others at their defaults; raises `UnknownName` for another name."""
        for name in values:
            if name not in cls.knobs():
                raise UnknownName(f"parameter of {cls.key}", name, tuple(cls.knobs()))
        return cls(**values)

    @property
    def values(self) -> Mapping[str, float]:
        """Every parameter's value, in order."""
        return {each.name: float(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    @abstractmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """The kernel: arrays of parameters (which broadcast) to arrays of results.

        Among the results is ``region``, the place in ``regions`` (whole numbers; NaN where the parameters contradict one another).
        """

    def outcome(self) -> dict[str, float]:
        """What the closed form says of this one game, as plain numbers, ``region`` among them."""
        with np.errstate(all="ignore"):
            found = self.closed_form({name: np.asarray(value) for name, value in self.values.items()})
        return {name: float(each) for name, each in found.items()}

    @abstractmethod
    def solve(self) -> Solution:
        """The equilibrium from the closed form, with its certificate and its explanation."""

    @abstractmethod
    def numeric(self) -> Mapping[str, float]:
        """The same outcome without the closed form, by enumeration or search; names as in `closed_form`, ``region`` among them."""


def limits(each: Field[Any]) -> Knob:
    """The knob of a dataclass field."""
    found: Knob = each.metadata["knob"]
    return found

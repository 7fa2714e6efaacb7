"""An equilibrium of a tree with all that it needs to be believed: assessment, supporting beliefs, payoffs, certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import overload

from corcyra.games.form.assessment import Assessment, expected_payoffs, reaches
from corcyra.games.form.checker import Certificate, check
from corcyra.games.form.drawing import draw
from corcyra.games.form.tree import DRAWN, Game

__all__ = ["Equilibria", "Equilibrium", "Support"]


@dataclass(frozen=True)
class Support:
    """The beliefs at one unreached set that support what is played: the corners of all of them (node → probability each).

    ``complete`` is False where only one supporting belief was looked for, because there are too many corners.
    """

    infoset: str
    corners: tuple[Mapping[str, float], ...]
    complete: bool = True

    @property
    def interval(self) -> Mapping[str, tuple[float, float]]:
        """The lowest and highest supporting probability of each node."""
        return {name: (min(c[name] for c in self.corners), max(c[name] for c in self.corners)) for name in self.corners[0]}

    def __repr__(self) -> str:
        told = ", ".join(f"{name} {low:.4g} to {high:.4g}" for name, (low, high) in self.interval.items())
        return f"{self.infoset}: {told}"


@dataclass(frozen=True)
class Equilibrium:
    """An assessment that is an equilibrium of its game.

    ``supports`` tells which beliefs off the path support it (the assessment holds one of them, from their middle);
    ``continuum`` says that it stands for a whole family of equilibria, of which it is one; ``note`` says what is free in it.
    """

    game: Game
    assessment: Assessment
    supports: tuple[Support, ...] = ()
    consistency: str = "weak"
    continuum: bool = False
    note: str = ""

    @property
    def strategies(self) -> Mapping[str, str]:
        """Information set → act, or the mixture in words."""
        return self.assessment.profile

    @property
    def beliefs(self) -> Mapping[str, Mapping[str, float]]:
        """Information set → node → probability."""
        return self.assessment.beliefs

    @cached_property
    def payoffs(self) -> Mapping[str, float]:
        """Each player's expected payoff."""
        return expected_payoffs(self.game, self.assessment.strategies)

    @cached_property
    def outcome(self) -> Mapping[str, float]:
        """The ends that come about, with their probabilities."""
        reach = reaches(self.game, self.assessment.strategies)
        return {end.name: reach[end.number] for end in self.game.leaves if reach[end.number] > 1e-12}

    @cached_property
    def certificate(self) -> Certificate:
        """The independent checker's word: for each information set the best deviation and what it loses."""
        return check(self.game, self.assessment, consistency=self.consistency)

    def __repr__(self) -> str:
        paid = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs.items())
        lines = [repr(self.assessment), f"payoffs: {paid}"]
        lines += [f"supported by {each!r}" for each in self.supports]
        return "\n".join(lines + ([f"one of a continuum: {self.note}"] if self.continuum else []))

    def _repr_html_(self) -> str:
        rest = "".join(f"<p>{escape(line)}</p>" for line in repr(self).split("\n")[len(self.assessment.strategies) :])
        tree = draw(self.game, self) if len(self.game.leaves) <= DRAWN else ""
        return tree + self.assessment._repr_html_() + rest


@dataclass(frozen=True)
class Equilibria:
    """All equilibria that were found, in a fixed order; ``kind`` says of which kind, ``notes`` what to know about the search."""

    game: Game
    kind: str
    found: tuple[Equilibrium, ...]
    notes: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, place: int) -> Equilibrium: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Equilibrium, ...]: ...
    def __getitem__(self, place: int | slice) -> Equilibrium | tuple[Equilibrium, ...]:
        return self.found[place]

    @property
    def by_outcome(self) -> tuple[tuple[Equilibrium, ...], ...]:
        """The equilibria grouped by what comes about (ends and their probabilities): they differ only off the path."""
        groups: dict[tuple[tuple[str, float], ...], list[Equilibrium]] = {}
        for each in self.found:
            groups.setdefault(tuple((name, round(p, 7)) for name, p in each.outcome.items()), []).append(each)
        return tuple(tuple(each) for each in groups.values())

    def __repr__(self) -> str:
        told = f"{len(self)} {self.kind} of {self.game.title!r}, {len(self.by_outcome)} outcomes"
        return "\n\n".join([told, *(repr(each) for each in self.found[:10]), *(["…"] if len(self) > 10 else []), *self.notes])

    def _repr_html_(self) -> str:
        tree = draw(self.game) if len(self.game.leaves) <= DRAWN else ""
        head = f"<p>{len(self)} {escape(self.kind)} of {escape(self.game.title)}, {len(self.by_outcome)} outcomes</p>{tree}"
        return head + "<hr>".join(each.assessment._repr_html_() for each in self.found[:10]) + "".join(f"<p>{escape(n)}</p>" for n in self.notes)

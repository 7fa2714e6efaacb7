"""What a computation has on one theory and one state over a period, and the verdict that follows from it.

The rules are given in `corcyra.contest.compare`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from corcyra.measures.measure import Parameter
from corcyra.theories.theory import NONE
from corcyra.world.poles import Pole

__all__ = ["MAJORITY", "OBSERVED", "Computed", "Seen", "alike_share", "judge", "modal", "same_prediction"]

MAJORITY = Parameter(0.5, "ours: a statement about a period holds when it is true in more years than not", 0.0, 1.0)

OBSERVED = "observed"
"""The theory name of rows in which the text says what came to pass."""

Cell = tuple[int, int]


@dataclass(frozen=True)
class Computed:
    """What the computation has on one theory and state over the text's years."""

    partner: str | None
    share: float | None
    silence: float
    silent_reason: str
    observed: str | None
    observed_share: float | None
    hits: float | None
    lenient: float | None
    years: int
    alike: float | None = None
    observed_alike: float | None = None
    majority: float = MAJORITY.value

    @property
    def pattern(self) -> bool | None:
        """Does the computation give the pattern? None on partner rows and where it is silent."""
        return None if self.alike is None else self.alike > self.majority


class Seen:
    """Predictions and observations of the text's years, by theory, state and year."""

    def __init__(self, frame: pl.DataFrame, observed: pl.DataFrame, poles: Sequence[Pole], majority: float) -> None:
        self.options = (*(pole.key for pole in poles), NONE)
        self.majority = majority
        self.partner: dict[str, dict[Cell, str | None]] = {}
        self.reasons: dict[tuple[str, int], Counter[str]] = {}
        for theory, state, year, partner, reason in frame.select(
            "theory", "state", "year", "partner", "reason"
        ).iter_rows():
            self.partner.setdefault(theory, {})[state, year] = partner
            if reason is not None:
                self.reasons.setdefault((theory, state), Counter())[reason] += 1
        rows = observed.select("state", "year", "partner", "second").iter_rows()
        pairs = {(state, year): (partner, second) for state, year, partner, second in rows}
        self.observed = {cell: partner for cell, (partner, _) in pairs.items()}
        self.second = {cell: second for cell, (_, second) in pairs.items()}

    def computed(self, said: Mapping[str, Any]) -> Computed | None:
        """The computation on one row of the text; None when the theory was not run."""
        state = said["state"]
        chosen = self.observed if said["theory"] == OBSERVED else self.partner.get(said["theory"])
        if chosen is None:
            return None
        mine = {cell: partner for cell, partner in chosen.items() if cell[0] == state}
        partner, share = modal(mine.values(), self.options)
        happened, happened_share = modal((p for cell, p in self.observed.items() if cell[0] == state), self.options)
        both = [cell for cell, each in mine.items() if each is not None and self.observed.get(cell) is not None]
        return Computed(
            partner,
            share,
            sum(each is None for each in mine.values()) / len(mine) if mine else 1.0,
            next((reason for reason, _ in self.reasons.get((said["theory"], state), Counter()).most_common(1)), ""),
            happened,
            happened_share,
            portion(mine[cell] == self.observed[cell] for cell in both),
            portion(partner in (self.observed[cell], self.second.get(cell)) for cell in both),
            len(both),
            alike_share(chosen, said["alike"], said["toward"]),
            alike_share(self.observed, said["alike"], said["toward"]),
            self.majority,
        )


def modal(partners: Iterable[str | None], options: Sequence[str]) -> tuple[str | None, float | None]:
    """The most frequent partner and its share of the known ones; among equals the earlier option.

    >>> modal(["west", None, "russia", "west"], ["russia", "west", "none"])
    ('west', 0.6666666666666666)
    """
    known = [each for each in partners if each is not None]
    if not known:
        return None, None
    best = max(options, key=known.count)
    return best, known.count(best) / len(known)


def portion(facts: Iterable[bool]) -> float | None:
    """The share of true ones; None of none."""
    listed = list(facts)
    return sum(listed) / len(listed) if listed else None


def alike_share(
    chosen: Mapping[Cell, str | None], states: Sequence[int] | None, toward: Sequence[str] | None
) -> float | None:
    """The share of years in which all the states take the same stand toward each of the poles.

    A stand is with the pole, with another, or with none. Only years in which every state's partner is known count; None
    when there is no such year, or no pattern.

    >>> chosen = {(1, 2000): "russia", (2, 2000): "russia", (1, 2001): "turkey", (2, 2001): "russia"}
    >>> alike_share(chosen, [1, 2], ["russia"])
    0.5
    >>> alike_share(chosen, [1, 2], ["west"])
    1.0
    """
    if not states or not toward:
        return None
    years = sorted({year for _, year in chosen if all(chosen.get((state, year)) is not None for state in states)})
    return portion(
        len({tuple(stand(chosen[state, year], pole) for pole in toward) for state in states}) == 1 for year in years
    )


def stand(partner: str | None, pole: str) -> str:
    """With the pole, with none, or with another."""
    return "with" if partner == pole else NONE if partner == NONE else "another"


def judge(computed: Computed) -> str | None:
    """The computed verdict: holds, partly, fails, or None when the theory or the record is silent.

    >>> judge(Computed("west", 0.6, 0.0, "", "russia", 0.7, 0.2, 0.6, 28))
    'partly'
    """
    if computed.pattern and computed.observed_alike is not None:
        return "holds" if computed.observed_alike > computed.majority else "fails"
    if computed.partner is None or computed.observed is None or computed.lenient is None:
        return None
    if computed.partner == computed.observed:
        return "holds"
    return "partly" if computed.lenient > computed.majority else "fails"


def same_prediction(said: Mapping[str, Any], computed: Computed) -> bool | None:
    """Does the computation expect what the text says the theory expects? None when either is silent."""
    if said["alike"]:
        return computed.pattern
    if said["partner"] is None or computed.partner is None:
        return None
    return bool(said["partner"] == computed.partner)

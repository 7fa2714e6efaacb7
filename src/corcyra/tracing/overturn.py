"""How wrong the judgements must be for another hypothesis to catch up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.tracing.evidence import listed
from corcyra.tracing.weigh import Weighed

__all__ = ["Overturn", "least_set", "overturn"]

Numbers = npt.NDArray[np.float64]

LEVEL = 1e-9
"""Ours: two hypotheses this close in dB are level."""


@dataclass(frozen=True)
class Overturn:
    """What it takes for ``rival`` to draw level with ``leader``, which leads by ``margin`` dB.

    ``share``: the part, 0-1, by which every clue's weight for the leader must shrink at once; ``each_db``: the dB to take off each of
    them, none below 0 (a lighter one counts for nothing then); both None where even without any weight for it the leader stays ahead. ``reversed``: the least number of
    clues whose weight must count for the rival instead, the heaviest first; ``dropped``: the least that must fall away. Both empty where all of them
    do not suffice, or where the two are level already (``margin`` 0).
    """

    leader: str
    rival: str
    margin: float
    each_db: float | None
    share: float | None
    reversed: tuple[str, ...]
    dropped: tuple[str, ...]

    def __str__(self) -> str:
        ways = []
        if self.share is not None and self.each_db is not None:
            ways.append(f"if every weight for it is {100 * self.share:.0f} % smaller")
            ways.append(f"if each is {self.each_db:.2f} dB smaller")
        if self.reversed:
            ways.append(f"if {listed(self.reversed)} {'is' if len(self.reversed) == 1 else 'are'} reversed")
        if self.dropped:
            ways.append(f"if {listed(self.dropped)} {'falls' if len(self.dropped) == 1 else 'fall'} away")
        if self.margin <= LEVEL:
            told = "the two are level"
        elif ways:
            told = "overturned " + (", or ".join([", ".join(ways[:-1]), ways[-1]]) if len(ways) > 1 else ways[0])
        else:
            told = "no error in the weights overturns it"
        return f"{self.leader} over {self.rival} ({self.margin:.1f} dB): {told}"


def least_set(gains: dict[str, float], needed: float) -> tuple[str, ...]:
    """The fewest names whose gains, all positive, reach what is needed, the largest first; empty where all together do not.

    >>> least_set({"a": 10.0, "b": 6.0, "c": 1.0}, 13.0)
    ('a', 'b')
    """
    chosen, total = [], 0.0
    for name, gain in sorted(gains.items(), key=lambda pair: (-pair[1], pair[0])):
        if total >= needed - LEVEL:
            break
        chosen.append(name)
        total += gain
    return tuple(chosen) if total >= needed - LEVEL else ()


def taken_off(favourable: Sequence[float], needed: float) -> float | None:
    """The dB that, taken off each weight but none below 0, come to what is needed; None where all the weights do not.

    >>> round(taken_off([10.0, 6.0, 1.0], 13.0), 3)
    6.0
    """
    if sum(favourable) < needed - LEVEL:
        return None
    gone = 0.0
    for at, weight in enumerate(sorted(favourable)):
        # The lighter ones are used up; the rest share what remains.
        each = (needed - gone) / (len(favourable) - at)
        if each <= weight + LEVEL:
            return each
        gone += weight
    return None


def overturn(weighed: Weighed) -> tuple[Overturn, ...]:
    """For each rival what it takes to draw level with the leader, the easiest to overturn first.

    Between two hypotheses weights add up, so the least sets are found by taking the heaviest clues. A clue that is impossible under the rival has
    an infinite weight: its reversal, or its fall, alone may suffice, but no shrinking does.

    >>> from corcyra.tracing.weigh import example
    >>> print(overturn(example())[0])
    h over k (13.0 dB): overturned if every weight for it is 81 % smaller, if each is 6.99 dB smaller, if a is reversed, or if a and c fall away
    """
    found = [against(weighed, rival) for rival in weighed.ranking[1:]]
    return tuple(sorted(found, key=lambda each: (each.share is None, each.share or 0.0, each.margin)))


def against(weighed: Weighed, rival: str) -> Overturn:
    """What it takes for one rival."""
    lead, other = weighed.at(weighed.leader), weighed.at(rival)
    db = weighed.between(weighed.leader, rival)
    for_it = {clue: weight for clue, weight in db.items() if weight > 0.0}
    margin = float(weighed.log_odds[lead, other])
    # An infinite weight is set against the sum of all finite ones.
    finite = {clue: weight for clue, weight in for_it.items() if np.isfinite(weight)}
    sure = tuple(clue for clue in for_it if clue not in finite)
    if sure or not np.isfinite(margin):
        return Overturn(weighed.leader, rival, margin, None, None, (), without_certainty(weighed, rival, sure, finite))
    total = sum(finite.values())
    share = margin / total if total > 0.0 and margin <= total + LEVEL else None
    return Overturn(
        weighed.leader,
        rival,
        margin,
        None if share is None else taken_off(list(finite.values()), margin),
        None if share is None else min(share, 1.0),
        least_set({clue: 2.0 * weight for clue, weight in finite.items()}, margin),
        least_set(finite, margin),
    )


def without_certainty(weighed: Weighed, rival: str, sure: tuple[str, ...], finite: dict[str, float]) -> tuple[str, ...]:
    """The clues that must fall away where some of them rule the rival out: all of those, and of the rest the fewest."""
    lead, other = weighed.at(weighed.leader), weighed.at(rival)
    if not sure or weighed.prior[other] == 0.0:
        return ()
    rest = sum(weight for clue, weight in weighed.between(weighed.leader, rival).items() if clue not in sure)
    left = 10.0 * float(np.log10(weighed.prior[lead] / weighed.prior[other])) + rest
    if left <= LEVEL:
        return sure
    more = least_set(finite, left)
    return (*sure, *more) if more else ()

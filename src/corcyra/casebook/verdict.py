"""A verdict in plain words: which hypothesis leads, how far, how sure that is, what carries it and what would overturn it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corcyra.casebook.ledger import Ledger
from corcyra.casebook.variants import Variant
from corcyra.tracing.evidence import listed
from corcyra.tracing.next_evidence import NextClue
from corcyra.tracing.sensitivity import Sensitivity
from corcyra.tracing.weigh import Weighed, decibels, ratio

__all__ = ["CONFIDENCE", "Verdict", "confidence", "verdict"]

CONFIDENCE = ("undecided", "barely", "moderately", "strongly")
"""From the weakest to the strongest. Cut at the limits of Kass and Raftery (1995), odds of 3 and 20 (4.8 and 13.0 dB): "barely" is their "not worth
more than a bare mention". That a single change may lower the word is ours: a reader hears "strongly" as "and it will stay so"."""
LEVEL = 1.0
"""Below so many dB the verdict is left open, and a single change that leaves less makes it "barely". Ours: odds of 5 to 4 decide nothing."""
SEEN = 0.05
"""dB below which two hypotheses are called level. Ours: what rounds to 0.0 is no lead to a reader."""
WORTH = 0.005
"""Bits below which a clue is not named as worth looking for. Ours: what rounds to 0.00 is no advice."""
SHOWN = 4
"""How many clues or changes a sentence names. Ours: what a reader keeps in mind."""


@dataclass(frozen=True)
class Verdict:
    """The verdict on one unit.

    ``margin``: dB over the runner-up, prior included; ``floor``: the least lead, dB, that is left under any single change that was tried, negative where
    another hypothesis leads then. ``because``: the clues that carry it, strongest first; ``hangs_on``: the single changes that overturn it;
    ``would_change``: sentences computed from the weights. ``leader`` is None where nothing was weighed.
    """

    leader: str | None
    runner_up: str | None
    posterior: float
    margin: float
    floor: float
    confidence: str
    text: str
    because: tuple[str, ...]
    hangs_on: tuple[str, ...]
    would_change: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([self.text, *self.would_change])


def confidence(margin: float, floor: float) -> str:
    """The word for a lead of so many dB of which so many are left at the worst single change.

    >>> confidence(20.0, 6.0), confidence(20.0, 3.0), confidence(20.0, 0.5), confidence(0.5, 0.5)
    ('strongly', 'moderately', 'barely', 'undecided')
    """
    weak, strong = decibels(3.0), decibels(20.0)
    if margin < LEVEL:
        return CONFIDENCE[0]
    if margin < weak or floor < LEVEL:
        return CONFIDENCE[1]
    return CONFIDENCE[2] if margin < strong or floor < weak else CONFIDENCE[3]


def verdict(ledger: Ledger, weighed: Weighed, tried: Sensitivity, changes: Sequence[Variant], ahead: Sequence[NextClue]) -> Verdict:
    """The verdict on what was weighed, never stronger than the single changes allow."""
    if not weighed.clues:
        text = "Nothing was weighed: no clue that somebody looked for has a judgement under every hypothesis."
        return Verdict(None, None, math.nan, 0.0, 0.0, CONFIDENCE[0], text, (), (), look_for(ledger, weighed, ahead))
    margin = max(0.0, weighed.margin)
    floor = min((each.margin for each in changes), default=margin)
    word = confidence(margin, floor)
    turning = tuple(each.what for each in changes if each.changes)
    because = tuple(each.clue for each in tried.carriers if each.db > LEVEL) if word != CONFIDENCE[0] else ()
    text = " ".join([opening(ledger, weighed, word), standing(ledger, weighed, changes, floor), carried(ledger, because)]).strip()
    told = (*overturned(ledger, tried), *look_for(ledger, weighed, ahead))
    return Verdict(
        weighed.leader, weighed.runner_up, weighed.posterior_of(weighed.leader), margin, floor, word, text, because, turning, told
    )


def called(ledger: Ledger, key: str) -> str:
    """A hypothesis as a reader is told of it."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{ledger.hypothesis(key).name}\N{RIGHT DOUBLE QUOTATION MARK}"


def chance(value: float) -> str:
    """A probability with the digits that judgements in words allow: two, and none beyond 0.99.

    >>> chance(0.9996), chance(0.954), chance(0.001)
    ('over 0.99', '0.95', 'under 0.01')
    """
    return "over 0.99" if value > 0.99 else "under 0.01" if value < 0.01 else f"{value:.2f}"


def odds(db: float) -> str:
    """Odds in words.

    >>> odds(13.01), odds(2.0), odds(45.0)
    ('20 to 1', '1.6 to 1', 'over 1000 to 1')
    """
    times = ratio(db)
    return "over 1000 to 1" if times > 1000 else f"{times:.0f} to 1" if times >= 10 else f"{times:.1f} to 1"


def opening(ledger: Ledger, weighed: Weighed, word: str) -> str:
    """Who leads, by how much, over how many clues."""
    lead, second = weighed.leader, weighed.runner_up
    one = len(weighed.clues) == 1
    many = "one clue" if one else f"{len(weighed.clues)} clues"
    if word == CONFIDENCE[0]:
        close = [f"{called(ledger, each)} ({chance(weighed.posterior_of(each))})" for each in near(weighed)]
        return f"The {many} {'does' if one else 'do'} not decide between {listed(close)}."
    first, other = chance(weighed.posterior_of(lead)), chance(weighed.posterior_of(second))
    return (
        f"Of these hypotheses, the {many} {word} favour{'s' * one} {called(ledger, lead)}: probability {first}, "
        f"against {other} for {called(ledger, second)}, the next (odds of {odds(weighed.margin)}, {weighed.margin:.1f} dB)."
    )


def near(weighed: Weighed) -> tuple[str, ...]:
    """The hypotheses that lie within `LEVEL` of the leader, the leader first."""
    top = weighed.posterior_of(weighed.leader)
    return tuple(key for key in weighed.ranking if weighed.posterior_of(key) > 0.0 and decibels(top / weighed.posterior_of(key)) < LEVEL)


def standing(ledger: Ledger, weighed: Weighed, changes: Sequence[Variant], floor: float) -> str:
    """How the verdict stands the changes."""
    turning = [each for each in changes if each.changes]
    if weighed.margin < LEVEL:
        return ""
    if not turning:
        worst = min(changes, key=lambda each: each.margin, default=None)
        left = f"leaves a lead of {floor:.1f} dB" if floor >= SEEN else "leaves the first two level"
        least = f"; the worst ({worst.what}) {left}" if worst and math.isfinite(floor) else ""
        return f"None of the {len(changes)} single changes that were tried puts another first{least}."
    shown = [f"{each.what} ({called(ledger, each.leader)} leads)" for each in sorted(turning, key=lambda each: each.margin)[:SHOWN]]
    more = f", and {len(turning) - SHOWN} more" if len(turning) > SHOWN else ""
    return f"{len(turning)} of {len(changes)} single changes overturn it: {'; '.join(shown)}{more}."


def carried(ledger: Ledger, because: Sequence[str]) -> str:
    """The clues that carry it."""
    if not because:
        return ""
    shown = [f"{name} ({ledger.clue(name).what.rstrip('.')})" for name in because[:2]]
    return f"It rests most on {listed(shown)}."


def overturned(ledger: Ledger, tried: Sensitivity) -> tuple[str, ...]:
    """What it takes to overturn the verdict, for the nearest rival; or that they are level."""
    level = [each.rival for each in tried.overturn if abs(each.margin) < SEEN]
    if level:
        both = [called(ledger, key) for key in (tried.overturn[0].leader, *level)]
        return (f"{listed(both)} are level: any clue that tells them apart decides.",)
    for each in tried.overturn[:1]:
        lead, rival = called(ledger, each.leader), called(ledger, each.rival)
        ways = [f"every weight that speaks for {lead} were {100 * each.share:.0f} % smaller"] if each.share is not None else []
        ways += [f"{listed(each.reversed)} spoke as strongly for {rival}"] if each.reversed else []
        ways += [f"{listed(each.dropped)} fell away"] if each.dropped else []
        if ways:
            return (f"{rival} would draw level with {lead} or pass it if {', or if '.join(ways)}.",)
    return ()


def look_for(ledger: Ledger, weighed: Weighed, ahead: Sequence[NextClue]) -> tuple[str, ...]:
    """Which clues that nobody has looked for would say the most."""
    told = []
    for each in [one for one in ahead if one.bits >= WORTH][:2]:
        what = ledger.clue(each.clue).what.rstrip(".")
        found, absent = called(ledger, each.leader_if_found), called(ledger, each.leader_if_not)
        then = f"{found} leads either way" if found == absent else f"found, {found} leads; not found, {absent}"
        told.append(f"Look next for {each.clue} ({what}), worth {each.bits:.2f} bits: {then}.")
    return tuple(told)

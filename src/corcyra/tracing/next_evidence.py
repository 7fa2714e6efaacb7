"""Which clue that nobody has looked for would be worth the most to look for next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.tracing.weigh import Weighed

__all__ = ["NextClue", "entropy", "next_evidence"]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NextClue:
    """What looking for a clue promises.

    ``bits``: expected information about which hypothesis is true, 0 to log2(H); ``chance_found``; the posteriors ``if_found`` and
    ``if_not`` (H,), with who then leads; ``chance_verdict_changes``; ``expected_leader``: the expected posterior of whoever then leads;
    ``expected_db``: the weight for the present leader against the runner-up to expect if the leader is true. ``rank`` from 1, the same for ties.
    """

    clue: str
    rank: int
    bits: float
    chance_found: float
    if_found: Numbers
    if_not: Numbers
    leader_if_found: str
    leader_if_not: str
    chance_verdict_changes: float
    expected_leader: float
    expected_db: float

    def __str__(self) -> str:
        return (
            f"{self.rank}. {self.clue}: {self.bits:.3f} bits; found with chance {self.chance_found:.2f}, then {self.leader_if_found} "
            f"{self.if_found.max():.3f}, else {self.leader_if_not} {self.if_not.max():.3f}; the verdict changes with chance {self.chance_verdict_changes:.2f}"
        )


def entropy(shares: npt.ArrayLike) -> float:
    """Shannon's entropy in bits.

    >>> entropy([0.5, 0.5]), entropy([1.0, 0.0])
    (1.0, 0.0)
    """
    values = np.asarray(shares, dtype=np.float64)
    values = values[values > 0.0]
    return float(max(0.0, -(values * np.log2(values)).sum()))


def next_evidence(weighed: Weighed) -> tuple[NextClue, ...]:
    """The clues that nobody has looked for, the most informative first.

    After Lindley (1956): 1. P(found) = sum of posterior x P(found | hypothesis). 2. Bayes for both outcomes. 3. bits = entropy now - expected entropy then,
    the mutual information of clue and hypothesis. Each clue is taken as the next one, not together with the others.

    >>> from corcyra.tracing.evidence import Likelihoods
    >>> from corcyra.tracing.weigh import weigh
    >>> table = Likelihoods(("a", "b"), ("h", "k"), ("",), np.array([[0.6, 0.4], [0.95, 0.05]]), (None, None))
    >>> for each in next_evidence(weigh(table)):
    ...     print(each)
    1. b: 0.714 bits; found with chance 0.50, then h 0.950, else k 0.950; the verdict changes with chance 0.50
    2. a: 0.029 bits; found with chance 0.50, then h 0.600, else k 0.600; the verdict changes with chance 0.50
    """
    found = [promised(weighed, clue, weighed.open_expected[at]) for at, clue in enumerate(weighed.open)]
    found.sort(key=lambda each: (-round(each.bits, 12), each.clue))
    ranks = [1 + sum(round(other.bits, 12) > round(each.bits, 12) for other in found) for each in found]
    return tuple(NextClue(**{**vars(each), "rank": rank}) for each, rank in zip(found, ranks, strict=True))


def promised(weighed: Weighed, clue: str, expected: Numbers) -> NextClue:
    """One clue, not ranked yet."""
    now, lead = weighed.posterior, weighed.at(weighed.leader)
    chance = float(np.clip(now @ expected, 0.0, 1.0))
    after = [updated(now, expected), updated(now, 1.0 - expected)]
    chances = np.array([chance, 1.0 - chance])
    stays = [values[lead] >= values.max() * (1.0 - 1e-12) for values in after]
    leaders = [lead if kept else int(values.argmax()) for kept, values in zip(stays, after, strict=True)]
    bits = entropy(now) - sum(each * entropy(values) for each, values in zip(chances, after, strict=True))
    return NextClue(
        clue=clue,
        rank=0,
        bits=max(0.0, bits),
        chance_found=chance,
        if_found=after[0],
        if_not=after[1],
        leader_if_found=weighed.hypotheses[leaders[0]],
        leader_if_not=weighed.hypotheses[leaders[1]],
        chance_verdict_changes=float(sum(each for each, kept in zip(chances, stays, strict=True) if not kept)),
        expected_leader=float(sum(each * values.max() for each, values in zip(chances, after, strict=True))),
        expected_db=divergence(float(expected[lead]), float(expected[weighed.at(weighed.runner_up)])),
    )


def updated(now: Numbers, seen: Numbers) -> Numbers:
    """Bayes for one outcome; an outcome that cannot happen changes nothing."""
    product = now * seen
    total = product.sum()
    return np.asarray(product / total if total > 0.0 else now)


def divergence(one: float, other: float) -> float:
    """The expected weight in dB for one probability of a clue against another if the first is true; infinite where it could prove it."""
    total = 0.0
    for p, q in ((one, other), (1.0 - one, 1.0 - other)):
        if p > 0.0:
            total += np.inf if q == 0.0 else p * 10.0 * float(np.log10(p / q))
    return total

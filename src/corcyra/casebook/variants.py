"""One change at a time of what a verdict rests on: priors, judgements, clues, dependence, coders, the scale; and what lead is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.casebook.ledger import Judgement, Ledger, Link
from corcyra.casebook.links import dependences
from corcyra.errors import CorcyraError, DataError
from corcyra.tracing.dependence import Dependence, order
from corcyra.tracing.evidence import MIDDLE, WORDS, Likelihoods, likelihoods, probability
from corcyra.tracing.sensitivity import Sensitivity, Shift
from corcyra.tracing.weigh import Weighed, weigh

__all__ = ["Variant", "applied", "lead", "table_of", "variants"]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Variant:
    """A change and what it gives: ``posterior`` (H,), who leads, and the ``margin`` in dB that the present leader keeps over its best rival.

    ``kind``: prior, likelihood, left out, cluster out, dependence, coder, scale or pool. ``changes`` where another hypothesis leads.
    """

    kind: str
    what: str
    hypothesis: str
    clue: str
    posterior: Numbers
    leader: str
    changes: bool
    margin: float


def lead(posterior: Numbers, at: int) -> float:
    """How far one hypothesis is ahead of its best rival, dB; negative where it is behind.

    >>> round(lead(np.array([0.8, 0.08, 0.12]), 0), 2)
    8.24
    """
    best = float(np.delete(posterior, at).max())
    own = float(posterior[at])
    if own == best:
        return 0.0
    return float(np.inf) if best == 0.0 else -float(np.inf) if own == 0.0 else float(10.0 * np.log10(own / best))


def table_of(ledger: Ledger, clues: Iterable[str], coder: str | None, words: Mapping[str, float] | None = None) -> Likelihoods:
    """The judgements of some clues as an array; with ``words`` the words of the scale mean other numbers.

    Coders stand in the order of coders.csv; one who judged none of the clues is not in the table.
    """
    found = {each: ledger.clue(each).found for each in clues}
    place = {each.key: at for at, each in enumerate(ledger.coders)}
    chosen = [each for each in ledger.judgements if each.evidence in found and coder in (None, each.coder)]
    chosen.sort(key=lambda each: place.get(each.coder, len(place)))
    rows = [(each.evidence, each.hypothesis, each.coder, meant(each, words)) for each in chosen]
    return likelihoods(rows, found, [each.key for each in ledger.hypotheses])


def meant(each: Judgement, words: Mapping[str, float] | None) -> float:
    """The number of a judgement, by the case's scale or another."""
    return each.probability if words is None else probability(each.expected, words=words)


def applied(links: Sequence[Link], table: Likelihoods) -> tuple[Dependence, ...]:
    """The judged links among the clues and coders of a table."""
    inside = [
        each for each in links
        if {each.evidence, *each.given} <= set(table.clues) and each.coder in ("*", *table.coders)
    ]  # fmt: skip
    return dependences(inside)


def variants(ledger: Ledger, weighed: Weighed, tried: Sensitivity, coder: str | None) -> tuple[Variant, ...]:
    """Every single change: those of `corcyra.tracing.sensitivity`, and those that only the case knows."""
    own: list[tuple[str, str, Weighed]] = [
        *by_dependence(ledger, weighed), *by_each_coder(weighed), *by_scale(ledger, weighed, coder), *by_pool(weighed),
    ]  # fmt: skip
    at = weighed.hypotheses.index(weighed.leader)
    listed = [
        *(shifted("prior", each, at) for each in tried.priors),
        *(shifted("likelihood", each, at) for each in tried.likelihoods),
        *(shifted("left out" if each.clue else "cluster out", each, at) for each in tried.left_out),
    ]
    for kind, what, again in own:
        margin = lead(again.posterior, at)
        leader = again.leader if margin < 0 else weighed.leader
        listed.append(Variant(kind, what, "", "", again.posterior, leader, margin < 0, margin))
    return tuple(listed)


def shifted(kind: str, each: Shift, at: int) -> Variant:
    """A shift of the sensitivity as a variant."""
    return Variant(kind, each.what, each.hypothesis, each.clue, each.posterior, each.leader, each.changes, lead(each.posterior, at))


def again(weighed: Weighed, table: Likelihoods, links: Sequence[Dependence], pool: str) -> Weighed | None:
    """The same case weighed from another table; None where that cannot be done."""
    prior = dict(zip(weighed.hypotheses, weighed.prior.tolist(), strict=True))
    try:
        return weigh(table, prior, dependences=links, pool=pool)
    except CorcyraError:
        return None


def by_dependence(ledger: Ledger, weighed: Weighed) -> Iterator[tuple[str, str, Weighed]]:
    """Each link that was listed and not judged taken as "the same clue", and all of them at once."""
    pairs = list(mergeable(ledger, weighed))
    extra = [(f"{clue} is the same clue as {given}", [Dependence(clue, given, "same")]) for clue, given in pairs]
    if len(pairs) > 1:
        extra.append(("every clue that is listed as dependent adds nothing", [one for _, each in extra for one in each]))
    for what, links in extra:
        found = again(weighed, weighed.likelihoods, [*weighed.dependences, *links], weighed.pool)
        if found is not None:
            yield "dependence", what, found


def mergeable(ledger: Ledger, weighed: Weighed) -> Iterator[tuple[str, str]]:
    """A clue and the first given clue of each listed link that can be taken as the same: found alike, without a circle, each clue once."""
    state = dict(zip(weighed.clues, weighed.found, strict=True))
    kept = list(weighed.dependences)
    merged: set[str] = set()
    for each in ledger.links:
        given = next((name for name in each.given if name in state), "")
        if each.kind != "listed" or each.evidence not in state or each.evidence in merged or state.get(given) != state[each.evidence]:
            continue
        try:
            order(weighed.likelihoods.clues, [*kept, Dependence(each.evidence, given, "same")])
        except DataError:
            continue  # a pair that is listed both ways
        kept.append(Dependence(each.evidence, given, "same"))
        merged.add(each.evidence)
        yield each.evidence, given


def by_each_coder(weighed: Weighed) -> Iterator[tuple[str, str, Weighed]]:
    """Each coder alone, where there are several."""
    coders = weighed.likelihoods.coders
    for coder in coders if len(coders) > 1 else ():
        links = [each for each in weighed.dependences if each.coder in ("*", coder)]
        found = again(weighed, weighed.likelihoods.of(coder), links, weighed.pool)
        if found is not None:
            yield "coder", f"the judgements of {coder} alone", found


def by_scale(ledger: Ledger, weighed: Weighed, coder: str | None) -> Iterator[tuple[str, str, Weighed]]:
    """The words of the scale with the other set of numbers."""
    other, name = (WORDS, "outer ends") if ledger.scale == "middle" else (MIDDLE, "middles")
    table = table_of(ledger, weighed.likelihoods.clues, coder, other)
    if np.array_equal(table.expected, weighed.likelihoods.expected, equal_nan=True):
        return
    found = again(weighed, table, weighed.dependences, weighed.pool)
    if found is not None:
        yield "scale", f"the words mean the {name} of their ranges", found


def by_pool(weighed: Weighed) -> Iterator[tuple[str, str, Weighed]]:
    """The judgements pooled in the other way, where there are several coders."""
    if len(weighed.likelihoods.coders) < 2:
        return
    other = "linear" if weighed.pool == "log-odds" else "log-odds"
    found = again(weighed, weighed.likelihoods, weighed.dependences, other)
    if found is not None:
        yield "pool", f"judgements pooled by {other}", found

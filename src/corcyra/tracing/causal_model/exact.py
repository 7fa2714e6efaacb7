"""The exact posterior of small data: a mixture over the ways of allotting cases to causal types.

1. Each case was produced by one of the causal types that fit what was seen of it. An allotment gives every case a type; what it
   says of the parameters is how often each was used, so allotments with the same counts are one component, weighted by their number.
2. Cases are added one by one; the counts of every component are raised by each type that fits, and equal counts are merged.
3. The weight of a component is the number of its allotments times the Dirichlet-multinomial chance of its counts,
   product over sets of G(A) / G(A + n) times product of G(a + c) / G(a), with G the gamma function, a the prior and A its sum. Given the counts
   the posterior is Dirichlet with a + c.

Nodes that are not confounded with each other are independent when all is seen, and are worked on apart. See Humphreys and Jacobs (2023,
chapter 5) for the posterior; the summation is ours.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, logsumexp

from corcyra.tracing.causal_model.evaluate import realised
from corcyra.tracing.causal_model.events import Events
from corcyra.tracing.causal_model.mixture import Mixture, Part, prior_of
from corcyra.tracing.causal_model.nodal_types import Ints, answers
from corcyra.tracing.causal_model.structure import closure, grid

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["districts", "exact_posterior"]

Floats = npt.NDArray[np.float64]
MOST_COMPONENTS = 20_000
"""Ours: with more the sampler is quicker, and as good."""
MOST_WORK = 20_000_000
"""Ours: components times types that fit times parameters, over all steps; about a second."""
FEW = 32
"""Ours: types by which it is seen beforehand that the exact way is too long."""


def districts(model: CausalModel, nodes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Nodes joined by double arrows, directly or by way of others, in causal order.

    >>> from corcyra.tracing.causal_model.model import causal_model
    >>> districts(causal_model("Z -> X -> Y; X <-> Y"), ("Z", "X", "Y"))
    [('Z',), ('X', 'Y')]
    """
    group = {node: node for node in nodes}
    for first, second in model.graph.confounds:
        if first in group and second in group:
            group = {node: group[first] if head == group[second] else head for node, head in group.items()}
    heads = dict.fromkeys(group.values())
    return [tuple(node for node in nodes if group[node] == head) for head in heads]


def exact_posterior(model: CausalModel, events: Events, most: int = MOST_COMPONENTS) -> tuple[Mixture, float] | None:
    """The posterior and the logarithm of the chance of the data (as a sequence of cases), or None above ``most`` components.

    >>> from corcyra.tracing.causal_model.model import causal_model
    >>> model = causal_model("X -> Y")
    >>> mixture, chance = exact_posterior(model, model.events({"X0Y0": 1}))
    >>> mixture.components, round(float(np.exp(chance)), 6)
    (2, 0.25)
    """
    relevant = closure(model.graph, events.observed)
    whole = all(None not in [value for node, value in zip(events.nodes, seen, strict=True) if node in relevant] for seen in events.seen)
    groups = districts(model, relevant) if whole else [relevant]
    parts = [part for part in prior_of(model).parts if part.nodes[0] not in relevant]
    chance = 0.0
    for nodes in groups if events.seen else []:
        found = allotted(model, events, nodes, whole, most)
        if found is None:
            return None
        parts.append(found[0])
        chance += found[1]
    return Mixture(model.layout, tuple(parts)), chance


def fits(model: CausalModel, events: Events, nodes: tuple[str, ...], whole: bool) -> list[Ints]:
    """For each event the causal types of the nodes that fit, as parameters (nodes, types)."""
    types = grid(model.graph, model.kept, model.layout, nodes)
    possible = (np.concatenate([model.alphas[node].ravel() for node in model.nodes])[types.at] > 0).all(axis=0)
    found = []
    for seen in events.seen:
        values = {node: value for node, value in zip(events.nodes, seen, strict=True) if value is not None}
        fit = possible.copy()
        for node in nodes:
            if node not in values:
                continue
            if whole:
                made = answers(types.codes[node], [np.asarray(values[each]) for each in model.graph.parents(node)])
            else:
                made = realised(model.graph, types.codes, {}, node)
            fit &= made == values[node]
        found.append(types.at[:, fit])
    return found


def allotted(model: CausalModel, events: Events, nodes: tuple[str, ...], whole: bool, most: int) -> tuple[Part, float] | None:
    """The mixture of a group of nodes, and its share of the logarithm of the chance of the data."""
    columns = np.concatenate([np.arange(model.layout.columns(node).start, model.layout.columns(node).stop) for node in nodes])
    prior = np.concatenate([model.alphas[node].ravel() for node in nodes])
    counts, ways = np.zeros((1, len(columns)), dtype=np.int32), np.zeros(1)
    work = 0
    found = [(np.searchsorted(columns, at), number) for at, number in zip(fits(model, events, nodes, whole), events.counts, strict=True)]
    if any(at_least(local, number, len(columns)) > most for local, number in found):
        return None
    for local, number in sorted(found, key=lambda each: each[0].shape[1]):
        steps = uses(local, len(columns))
        if len(steps) == 1:
            counts = counts + number * steps
            continue
        for _ in range(number):
            work += len(counts) * steps.size
            if len(counts) > most or work > MOST_WORK:
                return None
            counts, ways = merged((counts[:, None] + steps).reshape(-1, len(columns)), np.repeat(ways, len(steps)))
    if len(counts) > most:
        return None
    weights = ways + chances(prior, counts, model.layout.sets[columns])
    total = float(logsumexp(weights))
    shares = np.exp(weights - total)
    return Part(nodes, columns, prior + counts, shares / shares.sum()), total


def at_least(local: Ints, number: int, size: int) -> int:
    """A number of components below which so many cases of one event, of the causal types ``local`` (nodes, types), cannot fall.

    Of r + 1 types whose uses are affinely independent every choice of ``number`` with repetition has a sum of its own, and further cases never
    make sums fewer. A few types, spread evenly, are enough to see that there will be too many.

    >>> at_least(np.array([[0, 1, 2]]), 4, 3)
    15
    """
    some = uses(local[:, :: max(1, local.shape[1] // FEW)], size)
    rank = int(np.linalg.matrix_rank((some - some[0]).astype(np.float64)))
    return comb(number + rank, rank)


def uses(local: Ints, size: int) -> npt.NDArray[np.int32]:
    """How often each parameter is used by each causal type: 0 or 1."""
    steps = np.zeros((local.shape[1], size), dtype=np.int32)
    for row in local:
        steps[np.arange(local.shape[1]), row] += 1
    return steps


def merged(counts: npt.NDArray[np.int32], ways: Floats) -> tuple[npt.NDArray[np.int32], Floats]:
    """Equal rows made one, their numbers of ways (logarithms) added."""
    rows = np.ascontiguousarray(counts)
    seen, first, places = np.unique(rows.view([("", rows.dtype)] * rows.shape[1]).ravel(), return_index=True, return_inverse=True)
    top = ways.max()
    with np.errstate(divide="ignore"):  # ways too few to matter beside the most
        return rows[first], np.log(np.bincount(places, np.exp(ways - top), len(seen))) + top


def chances(prior: Floats, counts: npt.NDArray[np.int32], sets: Ints) -> Floats:
    """The logarithm of the Dirichlet-multinomial chance of counts, without the number of orders."""
    starts = np.flatnonzero(np.r_[True, sets[1:] != sets[:-1]])
    used = prior > 0
    each = np.where(used, gammaln(np.where(used, prior + counts, 1.0)) - gammaln(np.where(used, prior, 1.0)), 0.0)
    sums, taken = np.add.reduceat(prior, starts), np.add.reduceat(counts, starts, axis=1)
    return np.asarray(each.sum(axis=1) + (gammaln(sums) - gammaln(sums + taken)).sum(axis=1))

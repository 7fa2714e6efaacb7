"""A distribution of parameters that is known exactly: independent groups of nodes, each a mixture of products of Dirichlets.

A prior is one with a single component a node; so is the posterior of small data, where a component is one way of allotting the
cases to the causal types that could have produced them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.nodal_types import Ints
from corcyra.tracing.causal_model.structure import Layout

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["Mixture", "Part", "fits_memory", "prior_of", "proportions"]

Floats = npt.NDArray[np.float64]
MOST_NUMBERS = 2**26
"""Ours: half a gigabyte of draws."""
PAIRS = 4_000_000
"""Ours: second moments are exact up to so many pairs of causal types times components; above, they come from draws."""


@dataclass(frozen=True, eq=False)
class Part:
    """The mixture of one group of nodes. ``alphas`` (components, parameters of the nodes); ``weights`` (components) add to 1."""

    nodes: tuple[str, ...]
    columns: Ints
    alphas: Floats
    weights: Floats


@dataclass(frozen=True, eq=False)
class Mixture:
    """Independent parts that cover every node of a model."""

    layout: Layout
    parts: tuple[Part, ...]

    @property
    def components(self) -> int:
        """The components of the largest part."""
        return max(len(part.weights) for part in self.parts)

    def draw(self, number: int, rng: np.random.Generator, nodes: Sequence[str] | None = None) -> Floats:
        """Independent draws of the parameters: (number, parameters), each set adding to 1; only of some nodes, others 0, when they are named.

        Raises ParameterError when the numbers drawn would take more than half a gigabyte.
        """
        parts = [part for part in self.parts if nodes is None or set(part.nodes) & set(nodes)]
        fits_memory(number, sum(len(part.columns) for part in parts))
        drawn = np.zeros((number, self.layout.size))
        for part in parts:
            which = rng.choice(len(part.weights), number, p=part.weights)
            gammas = dirichlet(part.alphas[which], rng)
            starts, places = self.sets(part)
            drawn[:, part.columns] = gammas / np.add.reduceat(gammas, starts, axis=1)[:, places]
        return drawn

    def sets(self, part: Part) -> tuple[Ints, Ints]:
        """Where the sets of a part start, and the set of each of its parameters, from 0."""
        found, places = np.unique(self.layout.sets[part.columns], return_inverse=True)
        return np.searchsorted(places, np.arange(len(found))), places

    def mean(self) -> Floats:
        """The mean of each parameter."""
        found = np.empty(self.layout.size)
        for part in self.parts:
            found[part.columns] = part.weights @ self.means(part)
        return found

    def means(self, part: Part) -> Floats:
        """The mean of each parameter in each component of a part."""
        totals = self.totals(part)
        return part.alphas / totals

    def totals(self, part: Part) -> Floats:
        """The sum of the set to which each parameter belongs, in each component."""
        starts, places = self.sets(part)
        return np.asarray(np.add.reduceat(part.alphas, starts, axis=1)[:, places])

    def expected(self, nodes: Sequence[str], at: Ints) -> Floats:
        """The expected chance of causal types whose parameters are ``at`` (nodes, types): exact.

        A causal type has one parameter of each node, and parameters of different sets are independent within a component, so
        the mean of the product is the product of the means.
        """
        result = np.ones(at.shape[1])
        for part in self.parts:
            rows = [number for number, node in enumerate(nodes) if node in part.nodes]
            if rows:
                local = np.searchsorted(part.columns, at[rows])
                result *= part.weights @ np.prod(self.means(part)[:, local], axis=1)
        return result

    def second(self, nodes: Sequence[str], at: Ints, values: Floats) -> float | None:
        """E[(sum of values times chances of the causal types)^2], exact; None when there are too many pairs."""
        pairs = at.shape[1] ** 2
        if pairs * max(self.components, len(nodes)) > PAIRS:
            return None
        result = np.ones((at.shape[1], at.shape[1]))
        for part in self.parts:
            rows = [number for number, node in enumerate(nodes) if node in part.nodes]
            if rows:
                result *= self.pairs(part, at[rows])
        return float(values @ result @ values)

    def pairs(self, part: Part, at: Ints) -> Floats:
        """E[product of the parameters of two causal types] within a part, for every pair."""
        means, totals, local = self.means(part), self.totals(part), np.searchsorted(part.columns, at)
        product = np.ones((len(part.weights), at.shape[1], at.shape[1]))
        for own, row in zip(local, at, strict=True):
            m, a = means[:, own], totals[:, own][:, :, None]
            together = self.layout.sets[row][:, None] == self.layout.sets[row]
            same = (m[:, :, None] * m[:, None, :] * a + (row[:, None] == row) * m[:, :, None]) / (a + 1)
            product *= np.where(together, same, m[:, :, None] * m[:, None, :])
        return np.asarray(np.einsum("m,mts->ts", part.weights, product))


def fits_memory(draws: int, parameters: int) -> None:
    """Refuse draws that would fill the memory."""
    if draws * parameters > MOST_NUMBERS:
        raise ParameterError(
            f"{draws:,} draws of {parameters:,} parameters would take {draws * parameters * 8 / 1e9:.1f} GB; at most {MOST_NUMBERS * 8 / 1e9:.1f} GB "
            "are taken. Restrict nodal types, or ask for fewer draws."
        )


def dirichlet(alphas: Floats, rng: np.random.Generator) -> Floats:
    """Gamma variables whose shares of a set are Dirichlet; small parameters are boosted so that a set never vanishes."""
    drawn = rng.standard_gamma(alphas + 1.0) * rng.random(alphas.shape) ** (1 / np.where(alphas > 0, alphas, 1.0))
    return np.where(alphas > 0, np.maximum(drawn, 1e-300), 0.0)


def proportions(gammas: Floats, layout: Layout) -> Floats:
    """Numbers of each set (last axis: parameters) divided by their sum."""
    return np.asarray(gammas / np.take(np.add.reduceat(gammas, layout.starts, axis=-1), layout.sets, axis=-1))


def prior_of(model: CausalModel) -> Mixture:
    """The prior of a model as a mixture of one component a node."""
    where = model.layout
    parts = []
    for node in model.nodes:
        columns = np.arange(where.columns(node).start, where.columns(node).stop)
        parts.append(Part((node,), columns, model.alphas[node].reshape(1, -1), np.ones(1)))
    return Mixture(where, tuple(parts))

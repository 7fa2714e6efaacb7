"""How a model's numbers lie in memory: one block of parameters a node, one flat vector for all.

The block of a node has an axis for each earlier node with which it is confounded and, last, one for its own nodal types; along the
last axis a block's numbers are a distribution (a *set*). Sets follow each other in the flat vector, so sums over sets are quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.graph import Graph
from corcyra.tracing.causal_model.nodal_types import Ints

__all__ = ["Grid", "Layout", "closure", "grid", "layout"]

Floats = npt.NDArray[np.float64]
MOST_PARAMETERS = 200_000
"""Ours: a vector of that length, drawn thousands of times, is what a small machine holds."""
MOST_TYPES = 2**18
"""Ours: a quarter of a million causal types are worked through in seconds."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Where each node's block lies in the flat vector, and where its sets start.

    ``starts`` are the first positions of the sets; ``sets`` has the number of the set of each parameter.
    """

    shapes: Mapping[str, tuple[int, ...]]
    offsets: Mapping[str, int]
    starts: Ints
    sets: Ints
    size: int

    def columns(self, node: str) -> slice:
        """The node's part of the flat vector."""
        return slice(self.offsets[node], self.offsets[node] + int(np.prod(self.shapes[node])))

    def block(self, flat: Floats, node: str) -> Floats:
        """A node's block of flat vectors (..., parameters)."""
        return flat[..., self.columns(node)].reshape(*flat.shape[:-1], *self.shapes[node])

    def flat(self, blocks: Mapping[str, Floats]) -> Floats:
        """The blocks of all nodes as one vector."""
        return np.concatenate([np.asarray(blocks[node], dtype=np.float64).ravel() for node in self.shapes])


def layout(graph: Graph, counts: Mapping[str, int]) -> Layout:
    """The layout of a model whose nodes have so many nodal types. Raises ParameterError above 200,000 parameters.

    >>> from corcyra.tracing.causal_model.graph import read_graph
    >>> layout(read_graph("X -> Y; X <-> Y"), {"X": 2, "Y": 4}).shapes
    {'X': (2,), 'Y': (2, 4)}
    """
    shapes = {node: tuple(counts[each] for each in (*graph.partners(node), node)) for node in graph.nodes}
    sizes = {node: int(np.prod([float(each) for each in shape])) for node, shape in shapes.items()}
    total = sum(sizes.values())
    if total > MOST_PARAMETERS:
        largest = max(sizes, key=lambda node: sizes[node])
        raise ParameterError(
            f"the model has {total:,} parameters ({largest} alone {sizes[largest]:,}); at most {MOST_PARAMETERS:,} can be reckoned with. "
            f"Restrict the nodal types of {largest} or of those with which it is confounded."
        )
    offsets = dict(zip(shapes, np.cumsum([0, *sizes.values()])[:-1].tolist(), strict=True))
    lengths = np.concatenate([np.full(sizes[node] // counts[node], counts[node]) for node in graph.nodes])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    return Layout(shapes, offsets, starts, np.repeat(np.arange(len(lengths)), lengths), total)


@dataclass(frozen=True, eq=False)
class Grid:
    """Causal types of some nodes: every combination of their nodal types.

    ``codes`` (node -> types): the nodal type of each node. ``at`` (nodes, types): the parameters whose product is the chance
    of each causal type.
    """

    nodes: tuple[str, ...]
    codes: Mapping[str, Ints]
    at: Ints


def closure(graph: Graph, names: Iterable[str]) -> tuple[str, ...]:
    """The nodes that matter for some nodes: causes, causes of causes, and those given which their types are drawn.

    >>> from corcyra.tracing.causal_model.graph import read_graph
    >>> closure(read_graph("X -> M -> Y; W -> Y; M <-> W"), ["M"])
    ('X', 'M')
    """
    wanted, open_ = set[str](), list(names)
    while open_:
        node = open_.pop()
        if node not in wanted:
            wanted.add(node)
            open_ += [*graph.parents(node), *graph.partners(node)]
    return tuple(node for node in graph.nodes if node in wanted)


def grid(graph: Graph, kept: Mapping[str, Ints], where: Layout, nodes: tuple[str, ...]) -> Grid:
    """All causal types of nodes that are closed under `closure`. Raises ParameterError above 2^18 types."""
    counts = [len(kept[node]) for node in nodes]
    total = int(np.prod([float(each) for each in counts]))
    if total > MOST_TYPES:
        told = ", ".join(f"{node} {count:,}" for node, count in zip(nodes, counts, strict=True))
        raise ParameterError(
            f"the nodes asked about have {total:,} causal types (nodal types: {told}); at most {MOST_TYPES:,} can be reckoned with. "
            "Restrict nodal types, or ask about nodes with fewer causes."
        )
    places = dict(zip(nodes, np.indices(counts).reshape(len(counts), -1), strict=True))
    at = [
        where.offsets[node]
        + np.ravel_multi_index([places[each] for each in (*graph.partners(node), node)], where.shapes[node])
        for node in nodes
    ]
    codes = {node: kept[node][places[node]] for node in nodes}
    return Grid(nodes, codes, np.array(at, dtype=np.int64).reshape(len(nodes), -1))

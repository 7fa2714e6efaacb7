"""Outcomes of causal types under intervention, and simulated data with data strategies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.causal_model.evaluate import evaluate, named, realised
from corcyra.tracing.causal_model.grammar import parse
from corcyra.tracing.causal_model.nodal_types import Ints, label
from corcyra.tracing.causal_model.structure import grid

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["Look", "observe", "outcomes", "simulated"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Look:
    """One step of a data strategy: look at some nodes in a share of the cases (or so many), where something already seen holds.

    >>> Look("M", share=0.5, where="X == 1 & Y == 1").nodes
    ('M',)
    """

    nodes: str | tuple[str, ...]
    share: float = 1.0
    cases: int | None = None
    where: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", (self.nodes,) if isinstance(self.nodes, str) else tuple(self.nodes))
        if not 0 <= self.share <= 1:
            raise ParameterError(f"the share of cases looked at is {self.share:g}; wanted a number from 0 to 1.")
        if self.cases is not None and self.cases < 0:
            raise ParameterError(f"the number of cases looked at is {self.cases}; wanted at least 0.")


def interventions(model: CausalModel, do: Mapping[str, int]) -> dict[str, Ints]:
    """Checked interventions as arrays."""
    for node, value in do.items():
        if node not in model.nodes:
            raise UnknownName("node", node, list(model.nodes))
        if value not in (0, 1):
            raise ParameterError(f"do sets {node} to {value!r}; wanted 0 or 1.")
    return {node: np.asarray(int(value), dtype=np.int64) for node, value in do.items()}


def outcomes(model: CausalModel, do: Mapping[str, int]) -> pl.DataFrame:
    """Every causal type with the values its nodes take; see `CausalModel.outcomes`."""
    types = grid(model.graph, model.kept, model.layout, model.nodes)
    possible = (model.prior_vector[types.at] > 0).all(axis=0)
    dos, size = interventions(model, do), types.at.shape[1]
    found = {node: np.broadcast_to(realised(model.graph, types.codes, dos, node), size)[possible] for node in model.nodes}
    words = {node: np.array([label(int(code), len(model.graph.parents(node))) for code in model.kept[node]]) for node in model.nodes}
    kinds = [words[node][np.searchsorted(model.kept[node], types.codes[node][possible])] for node in model.nodes]
    told = [".".join(f"{node}{kind}" for node, kind in zip(model.nodes, each, strict=True)) for each in zip(*kinds, strict=True)]
    return pl.DataFrame({"type": told, **found})


def simulated(model: CausalModel, number: int, values: Floats, do: Mapping[str, int], rng: np.random.Generator) -> tuple[pl.DataFrame, list[str]]:
    """Cases drawn from parameter values, one node after the other, and the causal type of each."""
    drawn: dict[str, Ints] = {}
    for node in model.nodes:
        block = model.layout.block(values, node)
        rows = block[tuple(drawn[each] for each in model.graph.partners(node))] if model.graph.partners(node) else np.broadcast_to(block, (number, block.shape[-1]))
        edges = np.cumsum(rows, axis=1)
        place = (rng.random(number)[:, None] * edges[:, -1:] >= edges).sum(axis=1)
        drawn[node] = np.minimum(place, block.shape[-1] - 1)
    codes = {node: model.kept[node][place] for node, place in drawn.items()}
    dos = interventions(model, do)
    seen = {node: np.broadcast_to(realised(model.graph, codes, dos, node), number) for node in model.nodes}
    kinds = [[f"{node}{label(int(code), len(model.graph.parents(node)))}" for code in codes[node]] for node in model.nodes]
    return pl.DataFrame(seen, schema=dict.fromkeys(model.nodes, pl.Int64)), [".".join(each) for each in zip(*kinds, strict=True)]


def observe(model: CausalModel, complete: pl.DataFrame, steps: Sequence[Look], seed: int = 0) -> pl.DataFrame:
    """The cells of full data that a data strategy sees; the others are missing.

    Steps are taken in order. The condition of a step is read on what has been seen by then; where a node of it was not seen, it does
    not hold. Raises UnknownName for unknown nodes, DataError when the full data lack a node.

    >>> from corcyra.tracing.causal_model.model import causal_model
    >>> model = causal_model("X -> M -> Y")
    >>> full = pl.DataFrame({"X": [1, 0], "M": [1, 1], "Y": [1, 0]})
    >>> observe(model, full, [Look(("X", "Y")), Look("M", where="Y == 1")]).rows()
    [(1, 1, 1), (0, None, 0)]
    """
    rng = np.random.default_rng(seed)
    full = whole(model, complete)
    seen = {node: np.zeros(len(complete), dtype=bool) for node in model.nodes}
    for step in steps:
        for node in step.nodes:
            if node not in model.nodes:
                raise UnknownName("node", node, list(model.nodes))
        eligible = np.flatnonzero(eligibles(model, full, seen, step))
        if step.cases is None:
            chosen = eligible[rng.random(len(eligible)) < step.share]
        else:
            chosen = rng.permutation(eligible)[: step.cases]
        for node in step.nodes:
            seen[node][chosen] = True
    cells = {node: [int(v) if s else None for v, s in zip(full[node], seen[node], strict=True)] for node in model.nodes}
    return pl.DataFrame(cells, schema=dict.fromkeys(model.nodes, pl.Int64))


def whole(model: CausalModel, complete: pl.DataFrame) -> dict[str, Ints]:
    """The columns of full data."""
    for node in model.nodes:
        if node not in complete.columns or complete[node].null_count() or not complete[node].is_in([0, 1]).all():
            raise DataError(f"the full data have no complete column {node} of 0 and 1; wanted one for each node: {', '.join(model.nodes)}.")
    return {node: complete[node].cast(pl.Int64).to_numpy() for node in model.nodes}


def eligibles(model: CausalModel, full: Mapping[str, Ints], seen: Mapping[str, npt.NDArray[np.bool_]], step: Look) -> npt.NDArray[np.bool_]:
    """The cases in which the condition of a step is seen to hold: every node it reads was seen."""
    size = len(next(iter(full.values())))
    if not step.where:
        return np.ones(size, dtype=bool)
    term = parse(step.where, model.nodes)
    if "[" in step.where:
        raise ParameterError(f"the condition {step.where!r} of a data strategy has brackets; wanted values that can be seen, such as 'X == 1'.")
    roots = type(model.graph)(model.nodes, (), ())
    truth, logical = evaluate(step.where, term, roots, full)
    if not logical:
        raise ParameterError(f"the condition {step.where!r} is a quantity; wanted something true or false, such as 'X == 1'.")
    holds = truth > 0
    for node in set(named(term)):
        holds = holds & seen[node]
    return holds

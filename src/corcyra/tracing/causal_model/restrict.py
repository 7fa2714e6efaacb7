"""Restrictions: nodal types that theory or knowledge rules out, and double arrows added later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.graph import Graph, read_graph
from corcyra.tracing.causal_model.selection import by_labels, by_statement, conditions, given_mask
from corcyra.tracing.causal_model.structure import layout

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["confound", "restrict"]

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def restrict(
    model: CausalModel,
    statements: Sequence[str],
    labels: Mapping[str, str | Sequence[str]] | Sequence[str] | str | None,
    keep: bool,
    given: str | None,
    join: str,
) -> CausalModel:
    """The model without (or, with ``keep``, with nothing but) the nodal types meant; see `CausalModel.restrict`."""
    masks = by_labels(model, labels) if labels is not None else {}
    for statement in statements:
        node, mask = by_statement(model, statement, join)
        masks[node] = masks.get(node, np.zeros(len(mask), bool)) | mask
    if not masks:
        raise ParameterError("nothing to restrict was given. Give a statement such as 'Y[X=1] < Y[X=0]', or labels such as ['Y10'].")
    for node, mask in masks.items():
        model = without(model, node, ~mask if keep else mask, given)
    return model


def without(model: CausalModel, node: str, out: Mask, given: str | None) -> CausalModel:
    """The model without some nodal types of a node, everywhere or in the sets with a condition."""
    told = "" if given is None else f" given {given}"
    if given is not None and not given_mask(model, node, given).any():
        there = [each for each in conditions(model, node) if each]
        raise ParameterError(
            f"{node} has no parameters given {given!r}; its conditions: {', '.join(there[:8]) or 'none, for it is not confounded with an earlier node'}."
        )
    alphas = np.where(out & given_mask(model, node, given), 0.0, model.alphas[node])
    if not (alphas.sum(axis=-1) > 0).all():
        raise ParameterError(
            f"the restriction leaves {node} without any nodal type{told}. It contradicts an earlier one, or rules out everything; "
            "drop one of them, or say keep=True if these types are the ones to keep."
        )
    changed = replace(model, alphas={**model.alphas, node: alphas}, values={**model.values, node: normalised(model.values[node], alphas)})
    return dropped(changed, node, np.asarray(alphas.reshape(-1, alphas.shape[-1]).any(axis=0)))


def normalised(values: Floats, alphas: Floats) -> Floats:
    """Values where the prior allows them, each set adding to 1; flat where nothing is left of a set."""
    left = np.where(alphas > 0, values, 0.0)
    left = np.where(left.sum(axis=-1, keepdims=True) > 0, left, alphas > 0)
    return np.asarray(left / left.sum(axis=-1, keepdims=True))


def dropped(model: CausalModel, node: str, stay: Mask) -> CausalModel:
    """The model with a node's list of types, and every block that has an axis for them, cut to those that stay."""
    alphas, values = dict(model.alphas), dict(model.values)
    for each in model.nodes:
        axes = (*model.graph.partners(each), each)
        if node in axes:
            alphas[each] = alphas[each].compress(stay, axis=axes.index(node))
            values[each] = values[each].compress(stay, axis=axes.index(node))
    return replace(model, kept={**model.kept, node: model.kept[node][stay]}, alphas=alphas, values=values)


def confound(model: CausalModel, statement: str) -> CausalModel:
    """The model with double arrows added; priors and values of the later node are repeated in each of its new sets."""
    added = read_graph(statement)
    if added.arrows or not added.confounds:
        raise ParameterError(f"the confounding {statement!r} was given; wanted double arrows alone, such as 'X <-> Y'.")
    strange = [node for node in added.nodes if node not in model.nodes]
    if strange:
        raise ParameterError(f"the confounding {statement!r} names {', '.join(strange)}; wanted nodes of the model: {', '.join(model.nodes)}.")
    place = {node: number for number, node in enumerate(model.nodes)}
    pairs = {tuple(sorted(pair, key=lambda node: place[node])) for pair in (*model.graph.confounds, *added.confounds)}
    ordered = sorted(((a, b) for a, b in pairs), key=lambda pair: (place[pair[0]], place[pair[1]]))
    graph = Graph(model.nodes, model.graph.arrows, tuple(ordered))
    layout(graph, {node: len(model.kept[node]) for node in model.nodes})
    return replace(
        model,
        graph=graph,
        alphas={node: widened(model, graph, node, model.alphas[node]) for node in model.nodes},
        values={node: widened(model, graph, node, model.values[node]) for node in model.nodes},
    )


def widened(model: CausalModel, graph: Graph, node: str, block: Floats) -> Floats:
    """A block repeated along the axes that a new graph gives it."""
    old = model.graph.partners(node)
    for axis, partner in enumerate(graph.partners(node)):
        if partner not in old:
            block = np.repeat(np.expand_dims(block, axis), len(model.kept[partner]), axis)
    return block

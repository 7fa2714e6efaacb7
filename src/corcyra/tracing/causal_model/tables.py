"""Tables that show what is inside a model: nodes, nodal types, parameters, causal types, events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from corcyra.errors import UnknownName
from corcyra.tracing.causal_model.evaluate import realised
from corcyra.tracing.causal_model.nodal_types import meaning
from corcyra.tracing.causal_model.realise import outcomes
from corcyra.tracing.causal_model.selection import conditions, labels
from corcyra.tracing.causal_model.structure import grid

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["TABLES", "table"]


def table(model: CausalModel, what: str) -> pl.DataFrame:
    """One of `TABLES`; see `CausalModel.table`. Raises UnknownName."""
    if what not in TABLES:
        raise UnknownName("table of a causal model", what, sorted(TABLES))
    return TABLES[what](model)


def nodes(model: CausalModel) -> pl.DataFrame:
    """A row for each node: parents, confounded with, number of nodal types."""
    graph = model.graph
    rows = [
        {
            "node": node,
            "parents": ", ".join(graph.parents(node)),
            "confounded_with": ", ".join(sorted({a if b == node else b for a, b in graph.confounds if node in (a, b)})),
            "nodal_types": len(model.kept[node]),
        }
        for node in model.nodes
    ]
    return pl.DataFrame(rows)


def nodal_types(model: CausalModel) -> pl.DataFrame:
    """A row for each nodal type: node, label, what it does in words."""
    rows = []
    for node in model.nodes:
        told = meaning(node, model.graph.parents(node))
        for kind in labels(model, node):
            words = "; ".join(f"{digit} {each.removeprefix(node).strip()}" for digit, each in zip(kind, told, strict=True))
            rows.append({"node": node, "label": f"{node}{kind}", "meaning": f"{node} = {words}" if len(kind) > 1 else f"{node} = {kind}"})
    return pl.DataFrame(rows)


def interpretation(model: CausalModel) -> pl.DataFrame:
    """A row for each digit of each node's labels: what it stands for."""
    rows = [
        {"node": node, "digit": place, "meaning": each}
        for node in model.nodes
        for place, each in enumerate(meaning(node, model.graph.parents(node)), 1)
    ]
    return pl.DataFrame(rows)


def parameters(model: CausalModel) -> pl.DataFrame:
    """A row for each parameter, in the order of the flat vector: name, node, set, nodal_type, given, value, prior."""
    frames = []
    for node in model.nodes:
        kinds, given = labels(model, node), conditions(model, node)
        pairs = list(product(given, kinds))
        frames.append(
            pl.DataFrame(
                {
                    "name": [f"{node}.{kind}" + (f"|{each}" if each else "") for each, kind in pairs],
                    "node": node,
                    "set": [node + (f"|{each}" if each else "") for each, _ in pairs],
                    "nodal_type": [kind for _, kind in pairs],
                    "given": [each or None for each, _ in pairs],
                    "value": model.values[node].ravel(),
                    "prior": model.alphas[node].ravel(),
                },
                schema_overrides={"given": pl.String},
            )
        )
    return pl.concat(frames)


def causal_types(model: CausalModel) -> pl.DataFrame:
    """A row for each causal type: its label, the values its nodes take, its chance under the parameter values."""
    types = grid(model.graph, model.kept, model.layout, model.nodes)
    possible = (model.prior_vector[types.at] > 0).all(axis=0)
    return outcomes(model, {}).with_columns(chance=np.prod(model.vector[types.at[:, possible]], axis=0))


def parameter_matrix(model: CausalModel) -> pl.DataFrame:
    """A row for each parameter, a column for each causal type: 1 where the type's chance has the parameter as a factor."""
    types = grid(model.graph, model.kept, model.layout, model.nodes)
    possible = (model.prior_vector[types.at] > 0).all(axis=0)
    at = types.at[:, possible]
    matrix = np.zeros((model.layout.size, at.shape[1]), dtype=np.int8)
    matrix[at, np.arange(at.shape[1])] = 1
    names = outcomes(model, {})["type"].to_list()
    return pl.concat([parameters(model).select("name"), pl.DataFrame(matrix, schema=names, orient="row")], how="horizontal")


def ambiguity(model: CausalModel) -> pl.DataFrame:
    """A row for each causal type, a column for each event of full data: 1 where the type produces the event."""
    found = outcomes(model, {})
    made = [tuple(row) for row in found.select(model.nodes).rows()]
    events = [each for each in product((0, 1), repeat=len(model.nodes)) if each in set(made)]
    cells = {"".join(f"{n}{v}" for n, v in zip(model.nodes, event, strict=True)): [int(row == event) for row in made] for event in events}
    return pl.DataFrame({"type": found["type"], **cells})


def events(model: CausalModel) -> pl.DataFrame:
    """A row for each event of full data that can happen, with its chance under the parameter values."""
    types = grid(model.graph, model.kept, model.layout, model.nodes)
    chance = np.prod(model.vector[types.at], axis=0) * (model.prior_vector[types.at] > 0).all(axis=0)
    values = [np.broadcast_to(realised(model.graph, types.codes, {}, node), len(chance)) for node in model.nodes]
    code = sum((value << place for place, value in enumerate(reversed(values))), start=np.int64(0))
    totals = np.bincount(code, chance, 2 ** len(values))
    able = np.bincount(code, (model.prior_vector[types.at] > 0).all(axis=0), 2 ** len(values)) > 0
    names = ["".join(f"{n}{v}" for n, v in zip(model.nodes, each, strict=True)) for each in product((0, 1), repeat=len(values))]
    return pl.DataFrame({"event": np.array(names)[able].tolist(), "chance": totals[able]})


def confounding(model: CausalModel) -> pl.DataFrame:
    """A row for each double arrow: the earlier node, and the later one whose types are drawn given its."""
    return pl.DataFrame(list(model.graph.confounds), schema={"earlier": pl.String, "later": pl.String}, orient="row")


TABLES: Mapping[str, Callable[[CausalModel], pl.DataFrame]] = {
    "ambiguity": ambiguity,
    "causal_types": causal_types,
    "confounding": confounding,
    "events": events,
    "interpretation": interpretation,
    "nodal_types": nodal_types,
    "nodes": nodes,
    "parameter_matrix": parameter_matrix,
    "parameters": parameters,
}
"""The tables by name."""

"""The signed graphs of a study, of the text and of the measures, and their splits with least frustration."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from corcyra.casebook.case import case
from corcyra.complexes.signed_split import signed_split
from corcyra.panel.panels import Panels
from corcyra.study.describe import letters
from corcyra.study.plan import Plan

__all__ = ["measured_ties", "split_tables"]

CLEAR = 0.1
"""A measured tie is signed when the mean of amity less enmity passes this. Ours: a tenth of the index's whole range, so
that pairs with next to no history, or with as much good as bad, carry no sign."""


def measured_ties(panels: Panels, plan: Plan) -> dict[tuple[str, str], float]:
    """Amity less enmity, mean over the study's years, of every pair of its states and the poles' leaders, if clear."""
    actors = sorted({*plan.codes, *(pole.leader for pole in plan.poles)})
    names = letters(panels)
    years = [place for place, year in enumerate(panels.years) if year in plan.years]
    ties: dict[tuple[str, str], float] = {}
    for first, one in enumerate(actors):
        for other in actors[first + 1 :]:
            cell = (years, panels.place(one), panels.place(other))
            gaps = panels.array("amity")[cell] - panels.array("enmity")[cell]
            known = gaps[~np.isnan(gaps)]
            if known.size and abs(known.mean()) > CLEAR:
                ties[names[one], names[other]] = float(known.mean())
    return ties


def split_tables(panels: Panels, plan: Plan) -> dict[str, pl.DataFrame]:
    """``signed_edges`` and ``signed_split``: one graph of the text when the study has a case, one of the measures."""
    edges: list[dict[str, object]] = []
    splits: list[dict[str, object]] = []
    if plan.spec.case is not None:
        text = case(plan.spec.case)
        edges += [{"graph": "text", "a": t.a, "b": t.b, "sign": t.sign, "weight": 1.0, "ground": t.ground} for t in text.signed_graph]
        splits.append(split_row("text", text.nodes(), text.signs(), weighted=False))
    ties = measured_ties(panels, plan)
    ground = "mean of amity less enmity over the years"
    edges += [
        {"graph": "measured", "a": a, "b": b, "sign": 1 if weight > 0 else -1, "weight": weight, "ground": ground}
        for (a, b), weight in ties.items()
    ]
    nodes = tuple(sorted({name for pair in ties for name in pair}))
    if nodes:
        splits.append(split_row("measured", nodes, ties, weighted=True))
    columns = {"graph": pl.String, "a": pl.String, "b": pl.String, "sign": pl.Int64, "weight": pl.Float64, "ground": pl.String}
    return {"signed_edges": pl.DataFrame(edges, schema=columns), "signed_split": pl.DataFrame(splits, schema=SPLIT)}


SPLIT = {
    "graph": pl.String,
    "side_a": pl.String,
    "side_b": pl.String,
    "frustration": pl.Float64,
    "frustrated": pl.String,
    "balanced_triads": pl.Int64,
    "triads": pl.Int64,
    "unique": pl.Boolean,
}


def split_row(
    graph: str, nodes: tuple[str, ...], ties: Mapping[tuple[str, str], float], *, weighted: bool
) -> dict[str, object]:
    """The first best split of a graph, with its frustrated ties."""
    best = signed_split(nodes, ties, weighted=weighted)
    camps = [", ".join(sorted(side)) for side in best.splits[0]]
    return {
        "graph": graph,
        "side_a": camps[0],
        "side_b": camps[1],
        "frustration": best.frustration,
        "frustrated": ", ".join(f"{a}-{b}" for a, b in best.frustrated[0]),
        "balanced_triads": best.balanced,
        "triads": best.triads,
        "unique": best.unique,
    }

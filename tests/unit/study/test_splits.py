from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corcyra.study.findings import Findings
from corcyra.study.splits import CLEAR

Found = Callable[..., Findings]


def test_a_measured_tie_is_the_mean_of_amity_less_enmity_if_clear(found: Found) -> None:
    tables = found(states=["ARM", "AZE", "GEO"], case="south-caucasus").tables
    gaps = tables["enmity_amity"].with_columns(gap=pl.col("amity") - pl.col("enmity")).drop_nulls("gap")
    means = {frozenset((a, b)): gap for a, b, gap in gaps.group_by("state", "other").agg(pl.col("gap").mean()).rows()}
    edges = tables["signed_edges"].filter(graph="measured")
    clear = {pair for pair, gap in means.items() if abs(gap) > CLEAR}
    assert {frozenset(row) for row in edges.select("a", "b").rows()} == clear
    assert edges.height == len(clear)
    for a, b, sign, weight in edges.select("a", "b", "sign", "weight").rows():
        assert abs(weight - means[frozenset((a, b))]) < 1e-5
        assert sign == (1 if weight > 0 else -1)


def test_the_text_has_one_best_split_that_breaks_one_tie(found: Found) -> None:
    split = found(states=["ARM", "AZE", "GEO"], case="south-caucasus").tables["signed_split"].filter(graph="text").row(0, named=True)
    assert (split["frustration"], split["unique"]) == (1.0, True)
    assert len(split["frustrated"].split(", ")) == 1


def test_a_split_parts_all_actors_and_breaks_what_it_says(found: Found) -> None:
    tables = found(states=["ARM", "AZE", "GEO"], case="south-caucasus").tables
    for graph in ("text", "measured"):
        split = tables["signed_split"].filter(graph=graph).row(0, named=True)
        edges = tables["signed_edges"].filter(graph=graph)
        one, other = (set(filter(None, split[side].split(", "))) for side in ("side_a", "side_b"))
        assert one | other == {*edges["a"].to_list(), *edges["b"].to_list()}
        assert not one & other
        broken = {f"{a}-{b}": abs(w) for a, b, s, w in edges.select("a", "b", "sign", "weight").rows() if ({a, b} <= one or {a, b} <= other) != (s > 0)}
        assert set(filter(None, split["frustrated"].split(", "))) == set(broken)
        assert abs(sum(broken.values()) - split["frustration"]) < 1e-4


def test_without_a_case_there_is_the_measured_graph_alone(found: Found) -> None:
    tables = found().tables
    assert set(tables["signed_edges"]["graph"].to_list()) == {"measured"}
    assert tables["signed_split"]["graph"].to_list() == ["measured"]

"""Every figure is valid, draws what the tables hold, and leaves missing values as gaps."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from corcyra.report.figures import FIGURES, Figure, drawable, figures
from corcyra.report.figures.axes import ticks
from corcyra.report.figures.labels import dodge, letters, lonely
from corcyra.report.figures.threats import top_threats
from corcyra.study.findings import TABLES, Findings

Change = Callable[[Findings, str, pl.DataFrame], Findings]


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_every_figure_is_valid_vega_lite(figure: Figure, study: str, both: dict[str, Findings]) -> None:
    drawing = figure.make(both[study]).to_dict(validate=True)
    assert drawing["title"]["text"] == figure.title
    assert figure.table in TABLES


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_every_caption_is_a_sentence_about_the_study(study: str, both: dict[str, Findings]) -> None:
    for figure in FIGURES:
        caption = figure.caption(both[study])
        assert caption.endswith(".")
        assert caption[0].isupper()
        assert not re.search(r"None|nan|\{|\}|  ", caption), caption


def test_figures_come_in_order_and_without_those_that_have_nothing_to_draw(ordinary: Findings, changed: Change) -> None:
    assert list(figures(ordinary)) == [figure.key for figure in FIGURES]
    without = changed(ordinary, "threats", ordinary.tables["threats"].clear())
    assert [figure.key for figure in drawable(without)] == [
        figure.key for figure in FIGURES if figure.table != "threats"
    ]


def test_a_missing_value_is_drawn_as_a_gap_and_never_as_zero(awkward: Findings) -> None:
    table = awkward.tables["alignment"]
    assert table["alignment"].null_count() > 0
    drawing = figures(awkward)["alignment"].to_dict()
    drawn = [row for rows in drawing["datasets"].values() for row in rows if row.get("kind") == "line"]
    assert sorted(str(row["value"]) for row in drawn) == sorted(str(value) for value in table["alignment"].to_list())


def test_the_record_shows_each_expectation_once(ordinary: Findings) -> None:
    drawing = figures(ordinary)["record"].to_dict()
    cells: list[dict[str, Any]] = [row for rows in drawing["datasets"].values() for row in rows]
    assert len(cells) == 3 * 33 * (8 + 2)  # states × years × (theories, the observed row and persistence)
    hits = ordinary.tables["expectations"].filter(pl.col("hit") & (pl.col("contender") == "identity")).height
    dark = [cell for cell in cells if cell["row"] == "Identity" and cell["fill"] == "#1f4e79"]
    assert len(dark) == hits > 0


def test_a_score_without_bound_is_left_out_of_the_drawing(ordinary: Findings, changed: Change) -> None:
    table = ordinary.tables["scores"].with_columns(
        value=pl.when((pl.col("metric") == "log_loss") & (pl.col("contender") == "identity"))
        .then(float("inf"))
        .otherwise("value")
    )
    drawing = figures(changed(ordinary, "scores", table))["scores"].to_dict()
    values = [
        row["value"]
        for rows in drawing["datasets"].values()
        for row in rows
        if row["word"] == "Identity" and row["metric"] == "log_loss"
    ]
    assert values == [None, None]


def test_the_greatest_threats_are_ordered_by_how_often_they_lead(ordinary: Findings, changed: Change) -> None:
    rows = [("ARM", year, other, rank, 1.0 / rank, 0.0, 0.0, 0.0, 0.0)
            for year in (1992, 1993) for rank, other in enumerate(["AZE", "TUR", "RUS", "IRN"], 1)]  # fmt: skip
    table = pl.DataFrame(rows, schema=ordinary.tables["threats"].columns, orient="row")
    assert top_threats(changed(ordinary, "threats", table), "ARM") == ["AZE", "TUR", "RUS"]


def test_labels_stay_apart_in_order_and_inside() -> None:
    places = [0.02, 0.03, 0.03, 0.97, 0.5, 0.99]
    moved = dodge(places, 0.08, 0.0, 1.0)
    ordered = [value for _, value in sorted(zip(places, moved, strict=True))]
    assert all(after - before >= 0.08 - 1e-6 for before, after in itertools.pairwise(ordered))
    assert min(moved) >= 0
    assert max(moved) <= 1 + 1e-9
    assert dodge([], 0.1, 0, 1) == []


def test_letters_are_never_shared() -> None:
    names = {"iran": "Iran", "iraq": "Iraq", "india": "India", "west": "the West", "wpact": "Warsaw Pact"}
    signs = letters(names)
    assert len(set(signs.values())) == len(names)


def test_years_are_labelled_sparsely() -> None:
    for first, last in ((1816, 2024), (1992, 2024), (2000, 2000), (1990, 1999)):
        assert 1 <= len(ticks(first, last)) <= 9


def test_only_a_value_without_neighbours_stands_alone() -> None:
    assert lonely([None, 1.0, None, 1.0, 2.0]) == [False, True, False, False, False]
    assert lonely([]) == []

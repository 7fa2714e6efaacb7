"""The figures of votes: what they draw, what they leave out, and what they refuse."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from corcyra.errors import DataError, MissingColumn, ParameterError
from corcyra.report.figures.assembly_map import assembly_map
from corcyra.report.figures.event_study import event_study
from corcyra.report.figures.figure import drawing
from corcyra.report.figures.trajectories import ideal, look_keys, trajectories
from corcyra.report.render import svg_of
from corcyra.report.style import colours, dashes
from corcyra.world.time import Years

STUDY = ["estimator", "event", "first", "last", "estimate", "low", "high", "band_low", "band_high", "states"]
ROWS: list[tuple[Any, ...]] = [
    ("fixed effects", "entry", -99, -7, None, None, None, None, None, 0),
    ("fixed effects", "entry", -6, -4, -0.01, -0.03, 0.01, None, None, 4),
    ("fixed effects", "entry", 0, 2, 0.05, 0.02, 0.08, None, None, 5),
    ("fixed effects", "entry", 3, 99, 0.07, None, None, None, None, 1),
    ("group-time", "entry", -2, -2, 0.01, -0.02, 0.04, -0.03, 0.05, 5),
    ("group-time", "entry", 0, 0, 0.03, 0.01, 0.05, 0.0, 0.06, 5),
]


def study(rows: list[tuple[Any, ...]] = ROWS) -> pl.DataFrame:
    kinds = [pl.String, pl.String, pl.Int64, pl.Int64, *[pl.Float64] * 5, pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(STUDY, kinds, strict=True)), orient="row")


def points() -> pl.DataFrame:
    """Three states in ten sessions; 365 lacks one, 710 comes late and stays for one."""
    rows = [(2, session, 2.0 + session / 100, 1.8, 2.4) for session in range(40, 50)]
    rows += [(365, session, -2.0 + session / 50, -2.5, -0.5) for session in range(40, 50) if session != 45]
    rows += [(710, 49, -0.5, -0.8, -0.2)]
    return pl.DataFrame(rows, schema=["state", "session", "point", "low", "high"], orient="row")


def data(chart: Any) -> list[dict[str, Any]]:
    """Every row that a drawing holds."""
    return [row for rows in drawing(chart)["datasets"].values() for row in rows]


def svg(chart: Any) -> str:
    chart.to_dict()  # valid Vega-Lite
    return svg_of(drawing(chart))


def test_an_event_study_has_both_estimators_beside_each_other_with_one_scale() -> None:
    made = event_study(study())
    spec = drawing(made)
    assert [[each["title"]["text"] for each in row["hconcat"]] for row in spec["vconcat"]] == [
        ["Two-way fixed effects, by bins", "Group-time averages, by year"]
    ]
    domains = {tuple(layer["encoding"]["y"]["scale"]["domain"]) for each in spec["vconcat"][0]["hconcat"]
               for layer in each["layer"] if "scale" in layer["encoding"].get("y", {})}  # fmt: skip
    assert len(domains) == 1
    low, high = domains.pop()
    assert low < -0.03
    assert high > 0.08
    text = svg(made)
    for word in ("−6 to −4", "0–2", "≥ 3", "−1", "years since the state became an ally"):
        assert word in text
    assert "ceased" not in text


def test_a_bin_without_an_estimate_is_not_drawn_and_the_reference_is_always_there() -> None:
    drawn = data(event_study(study()))
    assert "≤ −7" not in {row["word"] for row in drawn if "word" in row}
    marks = [row for row in drawn if row.get("kind") == "reference"]
    assert [(row["word"], row["estimate"], row["low"]) for row in marks] == [("−1", 0.0, None)] * 2


def test_an_estimator_or_event_without_an_estimate_has_no_panel() -> None:
    rows = [("fixed effects", "exit", 0, 2, 0.1, 0.0, 0.2, None, None, 3), ("group-time", "exit", 0, 0, *[None] * 5, 0)]
    spec = drawing(event_study(study(rows)))
    assert [len(row["hconcat"]) for row in spec["vconcat"]] == [1]
    assert "band that holds" not in str(spec["title"]["subtitle"])
    assert "band that holds" in str(drawing(event_study(study()))["title"]["subtitle"])


def test_a_trajectory_breaks_where_a_session_lacks() -> None:
    drawn = [row for row in data(trajectories(points(), ["USA", 365])) if "run" in row]
    runs = {(row["state"], row["run"]) for row in drawn}
    assert runs == {(2, 0), (365, 0), (365, 1)}
    assert {row["year"] for row in drawn if row["state"] == 365} == {*range(1985, 1995)} - {1990}


def test_a_session_alone_is_a_dot_with_its_interval_and_every_line_has_its_name() -> None:
    drawn = data(trajectories(points(), ["USA", "RUS", "CHN"]))
    assert [row["year"] for row in drawn if row.get("alone")] == [1994]
    names = [row for row in drawn if "place" in row]
    assert sorted(row["word"] for row in names) == ["China", "Russia / USSR", "United States"]
    assert "United States" in svg(trajectories(points(), ["USA", "RUS", "CHN"]))


def test_russia_is_the_ussr_only_where_the_figure_reaches_back_to_it() -> None:
    late = data(trajectories(points().filter(pl.col("session") > 46), ["RUS"]))
    assert [row["word"] for row in late if "place" in row] == ["Russia"]


def test_nine_states_look_different() -> None:
    for states in ([2, 365, 640, 630, 710, 20, 40, 41, 42], [20, 40, 41, 42, 70, 90, 91, 92, 93]):
        keys = look_keys(states)
        looks = set(zip(colours(keys), map(tuple, dashes(keys)), strict=True))
        assert len(looks) == 9


def test_the_official_estimates_are_read_as_they_are() -> None:
    official = pl.DataFrame(
        {"state": [2], "year": [1991], "idealpoint": [2.5], "idealpoint_q5": [2.3], "idealpoint_q95": [2.7]}
    )
    assert ideal(official).rows() == [(2, 1991, 2.5, 2.3, 2.7)]
    assert ideal(points(), Years(1990, 1991))["year"].unique().sort().to_list() == [1990, 1991]


def test_points_that_cannot_be_drawn_are_refused() -> None:
    with pytest.raises(MissingColumn) as told:
        ideal(points().drop("low", "session"))
    assert str(told.value) == (
        "ideal points lack year, low; the table has state, point, high. "
        "Give state, session (or year), point, low and high, or the dataset ideal_points."
    )
    with pytest.raises(DataError) as twice:
        ideal(pl.concat([points(), points().head(1)]))
    assert str(twice.value) == "ideal points have a state and year more than once. Keep one row."
    with pytest.raises(ParameterError) as absent:
        trajectories(points(), ["USA", "GEO"])
    assert str(absent.value) == "there is no ideal point of Georgia in these years. Choose other states or years."
    with pytest.raises(ParameterError) as many:
        assembly_map(points(), [])
    assert str(many.value) == "0 states were chosen. A figure tells 1 to 9 apart."
    with pytest.raises(DataError) as empty:
        assembly_map(points(), ["USA"], Years(1800, 1810))
    assert str(empty.value) == "there is no ideal point in 1800-1810. Choose other years."


def test_the_map_has_each_state_once_a_period_at_its_mean() -> None:
    drawn = data(assembly_map(points(), ["USA", "CHN"], step=5))
    dots = [row for row in drawn if row.get("kind") in ("dot", "named")]
    assert sorted({row["period"] for row in dots}) == ["1985–1989", "1990–1994"]
    assert [row["word"] for row in drawn if row.get("kind") == "total"] == ["2 states", "3 states"]
    assert len(dots) == 5
    late = next(row for row in dots if row["period"] == "1990–1994" and row["key"] == "west")
    assert late["x"] == pytest.approx(2.47, abs=0.03)  # the mean of 2.45 to 2.49; a column of dots is no wider
    assert {row["word"] for row in drawn if row.get("kind") == "name"} == {"USA", "CHN"}
    assert "1990–1994" in svg(assembly_map(points(), ["USA", "CHN"], step=5))


def test_dots_are_stacked_and_never_lie_on_each_other() -> None:
    crowd = pl.DataFrame([(state, 50, 0.001 * place, 0.0, 0.0) for place, state in enumerate((2, 20, 40, 41, 42))],
                         schema=["state", "session", "point", "low", "high"], orient="row")  # fmt: skip
    wide = pl.concat([crowd, crowd.head(1).with_columns(state=pl.lit(365, pl.Int64), point=pl.lit(3.0))])
    drawn = [row for row in data(assembly_map(wide, ["CUB"])) if row.get("kind") in ("dot", "named")]
    assert len({(row["x"], row["y"]) for row in drawn}) == 6
    named = next(row for row in drawn if row["kind"] == "named")
    assert named["y"] == min(row["y"] for row in drawn)

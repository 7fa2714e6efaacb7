"""Panels: keys once, joins with contracts, immutability, missing is never zero."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import CircularityError, JoinError, MissingColumn, SpanError
from corcyra.panel.add import add, add_frame
from corcyra.panel.as_of import AsOf, as_of
from corcyra.panel.codebook import codebook, coverage
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.lock import check_lock, lock
from corcyra.panel.panels import Panels
from corcyra.panel.table import Column, Panel
from corcyra.sources.source import Field, Unit, check_source
from corcyra.world.time import Years

SPAN = Years(1992, 1995)
PAIR = [371, 373]


@dataclass(frozen=True)
class Toy:
    """A source made in the test."""

    table: pl.DataFrame
    columns: tuple[Field, ...]
    unit: Unit = "state-year"
    key: str = "toy"
    title: str = "A toy"
    version: str = "1"
    citations: tuple[str, ...] = ("corcyra",)
    licence: str = "CC0-1.0"
    access: str = "bundled"
    covers: Years = SPAN
    codes: str = "cow"
    files: tuple[object, ...] = ()

    def read(self) -> pl.DataFrame:
        return self.table


def rain(rows: list[tuple[int, int, float]]) -> Toy:
    frame = pl.DataFrame(rows, schema=["state", "year", "rain"], orient="row")
    return Toy(frame, (Field("rain", "rain in the capital", "mm", low=0, family="weather"),))


def panels() -> Panels:
    states = add(state_years(SPAN, PAIR), rain([(371, 1992, 1.0), (371, 1993, 2.0), (373, 1993, 5.0)]))
    dyads = dyad_years(SPAN, PAIR, directed=True)
    table = dyads.frame.with_columns(trust=pl.col("state") - pl.col("other") + 0.0)
    return Panels(states, add_frame(dyads, table, {"trust": Column("trust", "a toy", "points", families=frozenset({"votes"}))}))


def test_outside_a_source_is_missing_and_never_zero() -> None:
    panel = add(state_years(SPAN, PAIR), rain([(371, 1992, 0.0)]))
    assert panel.frame["rain"].to_list() == [0.0, *[None] * 7]
    assert str(panel.reports[0]) == "toy: 1 of 8 rows matched, 7 outside its coverage (missing), 0 of its rows unused"


def test_a_state_source_goes_to_both_sides_of_a_dyad() -> None:
    panel = add(dyad_years(Years(1992, 1992), PAIR), rain([(371, 1992, 1.0), (373, 1992, 2.0)]))
    assert panel.frame.rows(named=True) == [{"state1": 371, "state2": 373, "year": 1992, "rain1": 1.0, "rain2": 2.0}]


def test_an_undirected_source_goes_both_ways_and_a_directed_one_cannot_be_collapsed() -> None:
    frame = pl.DataFrame({"state1": [371], "state2": [373], "year": [1992], "pact": [3.0]})
    source = Toy(frame, (Field("pact", "toy pact", "tier"),), unit="dyad-year")
    panel = add(dyad_years(Years(1992, 1992), PAIR, directed=True), source)
    assert panel.frame["pact"].to_list() == [3.0, 3.0]
    turned = Toy(frame.rename({"state1": "state", "state2": "other"}), source.columns, unit="directed-dyad-year")
    with pytest.raises(JoinError) as told:
        add(dyad_years(Years(1992, 1992), PAIR), turned)
    assert str(told.value) == (
        "a directed-dyad-year table cannot be added to a dyad-year panel: it would have to be collapsed. "
        "Make a panel of that unit, or collapse the table yourself and say how."
    )


def test_a_duplicate_key_is_refused_with_the_key() -> None:
    with pytest.raises(JoinError) as told:
        add(state_years(SPAN, PAIR), rain([(371, 1992, 1.0), (371, 1992, 2.0)]))
    assert str(told.value) == "toy has the key (371, 1992) more than once. Keep one row per state-year."


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(JoinError) as told:
        add(state_years(SPAN, PAIR), rain([(37100, 1992, 1.0)]))
    assert str(told.value) == (
        "toy: 37100 in the column 'state' is no state code. Convert names first with corcyra.find_state(...).cow."
    )


def test_a_column_twice_is_refused() -> None:
    panel = add(state_years(SPAN, PAIR), rain([(371, 1992, 1.0)]))
    with pytest.raises(JoinError) as told:
        add(panel, rain([(371, 1992, 1.0)]))
    assert str(told.value) == "toy: the panel already has rain. Rename the column in the table first."


def test_any_dataframe_comes_in_at_the_door() -> None:
    own = pd.DataFrame({"state": [371], "year": [1992], "visits": [3]})
    panel = add_frame(state_years(SPAN, PAIR), own, {"visits": Column("visits", "own count", "visits")})
    assert panel.frame.filter(pl.col("visits").is_not_null()).rows() == [(371, 1992, 3)]


def test_a_panel_is_immutable_and_sorted() -> None:
    frame = pl.DataFrame({"state": [373, 371], "year": [1992, 1992]})
    panel = Panel(frame, "state-year")
    assert panel.frame["state"].to_list() == [371, 373]
    with pytest.raises(FrozenInstanceError):
        panel.unit = "dyad-year"  # type: ignore[misc]
    with pytest.raises(TypeError):
        panel.columns["x"] = Column("x", "", "")  # type: ignore[index]


def test_a_panel_with_a_key_twice_cannot_be_built() -> None:
    with pytest.raises(JoinError, match="has each state, year once"):
        Panel(pl.DataFrame({"state": [371, 371], "year": [1992, 1992]}), "state-year")


def test_directed_is_the_mirror_of_undirected() -> None:
    one = dyad_years(SPAN, [365, 371, 372, 373]).frame
    two = dyad_years(SPAN, [365, 371, 372, 373], directed=True).frame
    assert two.height == 2 * one.height
    pairs = {(state, other, year) for state, other, year in two.rows()}
    assert pairs == {(other, state, year) for state, other, year in pairs}


def test_arrays_and_back() -> None:
    made = panels()
    assert made.array("rain").tolist()[:2] == [[1.0, pytest.approx(float("nan"), nan_ok=True)], [2.0, 5.0]]
    cube = made.array("trust")
    assert cube.shape == (4, 2, 2)
    assert np.isnan(cube[0, 0, 0])
    assert cube[0, 0, 1] == -2.0
    assert cube[0, 1, 0] == 2.0
    double = made.gain({"twice": cube * 2}, {"twice": Column("twice", "a toy", "points")})
    assert double.dyads.frame["twice"].to_list() == [2 * each for each in double.dyads.frame["trust"].to_list()]


def test_the_view_knows_nothing_of_its_own_year_or_later() -> None:
    seen = AsOf(panels(), 1993)
    assert seen.history("rain").shape == (1, 2)
    assert seen.latest("rain").tolist()[0] == 1.0
    assert np.isnan(seen.latest("rain")[1])


def test_the_last_value_is_carried_three_years_and_no_more() -> None:
    assert AsOf(panels(), 1996).latest("rain").tolist() == [2.0, 5.0]
    assert np.isnan(AsOf(panels(), 1996, carry=2).latest("rain")).all()


def test_hidden_evidence_cannot_be_read() -> None:
    with pytest.raises(CircularityError) as told:
        AsOf(panels(), 1995, hidden={"votes"}).latest("trust")
    assert str(told.value) == (
        "'trust' is made from votes, which the observed alignment is made of too. "
        "Predict from other evidence, or leave that family out of the outcome."
    ).replace("made of too", "made from too")


def test_a_view_before_everything_is_refused() -> None:
    with pytest.raises(SpanError) as told:
        AsOf(panels(), 1992)
    assert str(told.value) == "nothing is known before 1992: the panels run from 1992 to 1995. Ask for 1993 to 1996."
    assert as_of(panels().states, 1992).height == 0


def test_a_missing_column_is_told_with_what_there_is() -> None:
    with pytest.raises(MissingColumn) as told:
        panels().array("snow")
    assert str(told.value) == (
        "no column 'snow'. State-years have: rain. Dyad-years have: trust. Add the source or measure that gives it."
    )


@given(st.lists(st.tuples(st.sampled_from(PAIR), st.integers(1992, 1995), st.floats(0, 9)), unique_by=lambda row: row[:2]))
def test_a_join_keeps_rows_and_brings_back_what_it_took(rows: list[tuple[int, int, float]]) -> None:
    source = Toy(
        pl.DataFrame(rows, schema={"state": pl.Int64, "year": pl.Int64, "rain": pl.Float64}, orient="row"),
        (Field("rain", "rain", "mm"),),
    )
    check_source(source)
    panel = add(state_years(SPAN, PAIR), source)
    assert panel.height == 8
    assert sorted(panel.frame.drop_nulls().rows()) == sorted(rows)


def test_coverage_codebook_and_lock_tell_the_same_story() -> None:
    made = panels()
    told = coverage(made.states).rows(named=True)
    assert told == [{"column": "rain", "observed": 3, "rows": 8, "share": 0.375, "first": 1992, "last": 1993}]
    text = codebook([made.states, made.dyads], title="toys")
    assert "### rain" in text
    assert "- observed: 3 of 8 rows, 1992 to 1993" in text
    assert lock([made.states]) == {}
    check_lock({}, lock([made.states]))

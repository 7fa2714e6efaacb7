"""The system of codes and the panels by day: kept by every operation, told by every export."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from corcyra.errors import CorcyraError, JoinError, MissingColumn
from corcyra.panel.add import add_frame
from corcyra.panel.as_of import as_of
from corcyra.panel.codebook import codebook, coverage
from corcyra.panel.create import dyad_years, state_days, state_years
from corcyra.panel.export import to_arrow, write
from corcyra.panel.keys import grid, rising, rows_of
from corcyra.panel.spells import spells
from corcyra.panel.table import Column, MergeReport, Panel
from corcyra.world.spells import membership
from corcyra.world.time import Years

ABOUT = {"v": Column("v", "visits", "visits")}
GERMANY = add_frame(
    state_years(Years(1989, 1991), [260], system="gw"), pl.DataFrame({"state": [260], "year": [1990], "v": [1]}), ABOUT
)
DAYS = add_frame(
    state_days(date(1990, 10, 1), date(1990, 10, 4), [255, 260]),
    pl.DataFrame({"state": [255, 260], "day": [date(1990, 10, 3), date(1990, 10, 2)], "v": [7, 3]}),
    ABOUT,
)


def test_every_operation_keeps_the_system() -> None:
    made = [
        GERMANY,
        GERMANY.where(pl.col("year") > 1989),
        GERMANY.select("v"),
        GERMANY.gain({"w": pl.Series([1, 2, 3])}, {"w": Column("w", "words", "words")}),
        as_of(GERMANY, 1991),
        spells(GERMANY, "v"),
        dyad_years(Years(1990, 1990), [260, 365], system="gw"),
        state_days(date(1990, 1, 1), date(1990, 1, 2), [260], system="gw"),
    ]
    assert [panel.system for panel in made] == ["gw"] * len(made)


def test_the_system_is_shown_and_exported(tmp_path: Path) -> None:
    assert repr(GERMANY) == "<Panel state-year, gw codes: 3 rows; v>"
    assert "<p>state-year panel (gw codes), 3 rows, 1 columns</p>" in GERMANY._repr_html_()
    assert "Keys: state, year. Codes of states: Gleditsch and Ward (gw)." in codebook(GERMANY).splitlines()
    about = {b"corcyra.unit": b"state-year", b"corcyra.system": b"gw"}
    assert about.items() <= (pq.read_metadata(write(GERMANY, tmp_path / "p.parquet")).metadata or {}).items()
    assert to_arrow(GERMANY).schema.metadata == about
    with pd.read_stata(write(GERMANY, tmp_path / "p.dta"), iterator=True) as reader:
        assert reader.data_label == "state-year panel, gw codes"
        assert reader.variable_labels() == {"state": "state, gw code", "year": "", "v": "visits"}


def test_days_are_kept_to_the_day() -> None:
    assert DAYS.frame.rows() == [
        (255, date(1990, 10, 3), 7),
        (255, date(1990, 10, 4), None),
        (260, date(1990, 10, 1), None),
        (260, date(1990, 10, 2), 3),
    ]
    assert DAYS.years.to_list() == [1990] * 4
    assert as_of(DAYS, 1990).height == 0
    assert as_of(DAYS, 1991).height == 4
    assert coverage(DAYS).rows() == [("v", 2, 4, 0.5, 1990, 1990)]


def test_days_leave_the_house(tmp_path: Path) -> None:
    assert pl.read_csv(write(DAYS, tmp_path / "d.csv"), try_parse_dates=True).rows() == DAYS.frame.rows()
    assert pl.read_parquet(write(DAYS, tmp_path / "d.parquet")).equals(DAYS.frame)
    read = pd.read_stata(write(DAYS, tmp_path / "d.dta"))
    assert read["day"].dt.date.tolist() == DAYS["day"].to_list()
    assert "Keys: state, day." in codebook(DAYS)


@settings(deadline=None, max_examples=30)
@given(
    some.lists(some.sampled_from([2, 40, 210, 255, 260, 366, 678, 679]), unique=True, max_size=5),
    some.dates(date(1900, 1, 1), date(1995, 1, 1)),
    some.integers(0, 800),
)
def test_membership_by_day_agrees_with_asking_each_day(codes: list[int], first: date, length: int) -> None:
    days = [date.fromordinal(first.toordinal() + k) for k in range(length + 1)]
    wanted = [(code, day) for code in sorted(codes) for day in days if any(span.covers(day) for span in membership(code))]
    assert state_days(first, days[-1], codes).frame.rows() == wanted


def test_days_that_are_none_are_refused() -> None:
    with pytest.raises(CorcyraError) as caught:
        state_days(date(1990, 1, 2), date(1990, 1, 1), [371])
    assert str(caught.value) == (
        "the days 1990-01-02 to 1990-01-01 are reversed. Give the first day first: 1990-01-01 to 1990-01-02."
    )
    for wrong in (1990, datetime(1990, 1, 1), "1990-01-01"):
        with pytest.raises(CorcyraError) as caught:
            state_days(wrong, date(1990, 1, 1), [371])  # type: ignore[arg-type]
        assert str(caught.value) == f"state_days wants days, given {wrong!r}. Write datetime.date(1992, 5, 15)."


def test_a_panel_is_read_by_column() -> None:
    assert len(GERMANY) == 3
    assert GERMANY["v"].to_list() == [None, 1, None]
    assert GERMANY["year"].to_list() == [1989, 1990, 1991]
    assert GERMANY[["year", "v"]].rows() == [(1989, None), (1990, 1), (1991, None)]
    for wrong in ("w", ["v", "w"]):
        with pytest.raises(MissingColumn, match=r"^the panel has no column 'w'\. It has: v\.$"):
            GERMANY[wrong]
    with pytest.raises(MissingColumn, match=r"^the panel has no column 0\. It has: v\.$"):
        GERMANY[0]  # type: ignore[call-overload]


def test_a_panel_in_no_system_or_of_no_unit_cannot_be_built() -> None:
    frame = pl.DataFrame({"state": [371], "year": [1992]})
    with pytest.raises(CorcyraError, match=r"^unknown system 'iso3'\. Use one of: cow, gw, gw\+micro\.$"):
        Panel(frame, "state-year", system="iso3")
    with pytest.raises(CorcyraError) as caught:
        Panel(frame, "records")
    assert str(caught.value) == "unknown unit 'records'. Use one of: state-year, dyad-year, directed-dyad-year, state-day."


def test_gain_keeps_the_contract_without_checking_rows_again() -> None:
    column = Column("w", "words", "words")
    with pytest.raises(JoinError, match=r"^the panel already has year\. Rename the new column or select without it\.$"):
        GERMANY.gain({"year": pl.Series([1, 1, 1])}, {"year": column})
    with pytest.raises(JoinError, match=r"^the columns \['w'\] lack data or provenance\. Give both for each column\.$"):
        GERMANY.gain({"w": pl.Series([1, 1, 1])}, {})


def test_a_narrower_panel_finds_its_own_rows() -> None:
    """The grid of the wider panel, made for an earlier join, is not taken for the narrower one's."""
    wide = add_frame(state_years(Years(1992, 1993), [371, 373]), pl.DataFrame({"state": [373], "year": [1993], "v": [1]}), ABOUT)
    narrow = wide.where(pl.col("state") == 373)
    own = pl.DataFrame({"state": [373], "year": [1993], "w": [2]})
    made = add_frame(narrow, own, {"w": Column("w", "words", "words")})
    assert made.frame.rows() == [(373, 1992, None, None), (373, 1993, 1, 2)]


def test_a_report_names_what_was_not_converted() -> None:
    lost = ((20, 1867, 1919), (260, 1990, 1990), (396, 1992, 2000), (397, 1992, 2000))
    assert str(MergeReport("toy", 2, 1, 1, 0, unconverted=lost)) == (
        "toy: 1 of 2 rows matched, 1 outside its coverage (missing), 0 of its rows unused; "
        "4 spells of codes not converted: 20 in 1867-1919, 260 in 1990, 396 in 1992-2000 and 1 more"
    )


numbers = some.lists(some.tuples(some.integers(-2, 1003), some.integers(1990, 1993)), unique=True, max_size=30)


@given(numbers, numbers)
def test_the_grid_finds_what_a_dictionary_finds(panel: list[tuple[int, int]], table: list[tuple[int, int]]) -> None:
    panel = sorted(panel)
    one, other = (np.array(rows, dtype=np.int64).reshape(-1, 2).T for rows in (panel, table))
    place = {key: row for row, key in enumerate(table) if 0 <= key[0] < 1000}
    found = rows_of(grid(("state", "year"), [*one]), [*other])
    assert found.tolist() == [place.get(key, -1) for key in panel]


@given(some.lists(some.tuples(some.one_of(some.none(), some.integers(0, 2)), some.integers(0, 2)), max_size=6))
def test_rows_rise_when_each_is_above_the_one_before(rows: list[tuple[int | None, int]]) -> None:
    frame = pl.DataFrame(rows, schema={"state": pl.Int64, "year": pl.Int64}, orient="row")
    wanted = all(
        None not in (one[0], other[0]) and one < other
        for one, other in pairwise(rows)
    )
    assert rising(frame, ["state", "year"]) == wanted

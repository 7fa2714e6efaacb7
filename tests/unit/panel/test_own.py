"""What users bring and ask of a panel: taken when it can be, refused in plain words when not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import corcyra
from corcyra import Column, CorcyraError, Panel, Panels, Years
from corcyra.panel.create import dyad_years, state_days

PANEL = corcyra.state_years(Years(2000, 2001), [371, 372])
PAIRS = corcyra.dyad_years(Years(2000, 2000), [371, 372])
DIRECTED = corcyra.dyad_years(Years(2000, 2001), [371, 372], directed=True)
DAYS = state_days(date(2000, 1, 1), date(2000, 1, 2), [371, 372])
BOTH = Panels(PANEL, DIRECTED)
ABOUT = {"v": Column("v", "visits", "count", low=0)}


def added(panel: Panel = PANEL, columns: Any = ABOUT, unit: Any = None, **values: Any) -> Panel:
    return corcyra.add_frame(panel, pd.DataFrame(values), columns, unit=unit)


def test_whole_numbers_that_came_as_decimals_join() -> None:
    panel = added(state=[371.0, 372.0], year=[2000.0, 2001.0], v=[1, 2])
    assert panel.frame.rows() == [(371, 2000, 1), (371, 2001, None), (372, 2000, None), (372, 2001, 2)]


def test_a_nan_of_polars_is_missing_not_observed() -> None:
    own = pl.DataFrame({"state": [371, 372], "year": [2000, 2000], "v": [float("nan"), 0.0]})
    panel = corcyra.add_frame(PANEL, own, ABOUT)
    assert panel.frame["v"].to_list() == [None, None, 0.0, None]
    assert corcyra.coverage(panel)["observed"].to_list() == [1]


def test_a_pair_without_direction_joins_whichever_code_comes_first() -> None:
    assert added(PAIRS, state1=[372], state2=[371], year=[2000], v=[5]).frame.rows() == [(371, 372, 2000, 5)]


def test_empty_and_lazy_tables_join() -> None:
    assert added(state=[], year=[], v=[]).frame["v"].null_count() == 4
    lazy = pl.LazyFrame({"state": [371], "year": [2000], "v": [1]})
    assert corcyra.add_frame(PANEL, lazy, ABOUT).frame["v"].to_list() == [1, None, None, None]


def test_the_codebook_of_an_own_column_claims_nothing_that_was_not_given() -> None:
    panel = corcyra.add_frame(PANEL, pd.DataFrame({"state": [371], "year": [2000], "v": [1]}), ABOUT, name="my visits")
    book = corcyra.codebook(panel, title="Mine")
    for line in ("- from: my visits; version not given", "- licence: not given", "- cite: not given"):
        assert line in book.splitlines()


def test_a_codebook_takes_one_panel_or_both() -> None:
    assert corcyra.codebook(BOTH, title="B") == corcyra.codebook([PANEL, DIRECTED], title="B")


def test_panels_show_themselves_shortly() -> None:
    assert repr(BOTH) == "<Panels 2000-2001: 2 states; 0 columns of states, 0 of pairs>"
    assert BOTH._repr_html_().count("<p>") == 2
    assert repr(corcyra.AsOf(BOTH, 2001, hidden={"b", "a"})) == "<AsOf 2001: 2 states, before that year; hidden: a, b>"


def test_stata_takes_truth_values_with_gaps_and_empty_text(tmp_path: Path) -> None:
    own = pl.DataFrame({"state": [371], "year": [2000], "v": [True], "w": [None]}, schema_overrides={"w": pl.String})
    panel = corcyra.add_frame(PANEL, own, {"v": Column("v", "met", "yes or no"), "w": Column("w", "where", "text")})
    read = pd.read_stata(corcyra.write(panel, tmp_path / "P.DTA"))
    assert read["v"].fillna(-1).tolist() == [1.0, -1.0, -1.0, -1.0]
    assert read["w"].tolist() == [""] * 4


def test_stata_refuses_a_name_that_it_would_change(tmp_path: Path) -> None:
    panel = corcyra.add_frame(
        PANEL, pd.DataFrame({"state": [371], "year": [2000], "my v": [1]}), {"my v": Column("my v", "visits", "count")}
    )
    with pytest.raises(corcyra.CorcyraError) as caught:
        corcyra.write(panel, tmp_path / "p.dta")
    assert str(caught.value).startswith("Stata cannot hold this panel: ")
    assert str(caught.value).endswith("my v -> my_v. Rename or convert the column, or write .parquet.")
    assert list(tmp_path.iterdir()) == []


NUMBERS = "states wants a list of numbers such as [371, 373], given {}. Convert names with corcyra.find_state(...).cow."
ONE_OF = "Take one of the two: panels.states or panels.dyads."
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "names": (lambda: corcyra.state_years(Years(1992, 1993), ["ARM"]), NUMBERS.format("'ARM'")),  # type: ignore[list-item]
    "a number": (lambda: corcyra.dyad_years(Years(1992, 1993), 371), NUMBERS.format("371")),  # type: ignore[arg-type]
    "a pair of years": (
        lambda: corcyra.state_years((1992, 2000), [371]),  # type: ignore[arg-type]
        "years wants a span, given (1992, 2000). Write corcyra.Years(1992, 2000).",
    ),
    "a source's wrong name": (
        lambda: corcyra.add(PANEL, "capabilty"),
        "unknown source 'capabilty'. Nearest: capability. Use one of these.",
    ),
    "no source's name": (
        lambda: corcyra.add(PANEL, "zzz"),
        "unknown source 'zzz'. The command `corcyra sources` lists them.",
    ),
    "a number for a source": (
        lambda: corcyra.add(PANEL, 371),  # type: ignore[arg-type]
        "add wants sources, given int. Give keys or objects: add(panel, 'capability', MySource()).",
    ),
    "a class for a source": (
        lambda: corcyra.add(PANEL, type(corcyra.SOURCES[0])),  # type: ignore[arg-type]
        "add wants sources, given the class Appeals. Give keys or objects: add(panel, 'capability', MySource()).",
    ),
    "a system": (
        lambda: corcyra.add_frame(PANEL, pd.DataFrame(), ABOUT, codes="iso3"),
        "unknown system 'iso3'. Use one of: cow, gw, gw+micro.",
    ),
    "both panels written": (lambda: corcyra.write(BOTH, "x.csv"), f"write wants a panel, given Panels. {ONE_OF}"),  # type: ignore[arg-type]
    "both panels covered": (lambda: corcyra.coverage(BOTH), f"coverage wants a panel, given Panels. {ONE_OF}"),  # type: ignore[arg-type]
    "both panels as of": (lambda: corcyra.as_of(BOTH, 2001), f"as_of wants a panel, given Panels. {ONE_OF}"),  # type: ignore[arg-type]
    "a frame for a panel": (
        lambda: corcyra.to_pandas(PANEL.frame),  # type: ignore[arg-type]
        "to_pandas wants a panel, given DataFrame. Make one with corcyra.state_years or corcyra.dyad_years.",
    ),
    "a panel for AsOf": (
        lambda: corcyra.AsOf(PANEL, 2001),  # type: ignore[arg-type]
        "AsOf wants panels of states and dyads, given Panel. Make them: corcyra.Panels.",
    ),
    "a year in quotes": (lambda: corcyra.AsOf(BOTH, "2001"), "AsOf wants a year such as 2020, given '2001'."),  # type: ignore[arg-type]
    "a unit": (
        lambda: added(unit="country-year", state=[371], year=[2000], v=[1]),
        "unknown unit 'country-year'. Use one of: state-year, dyad-year, directed-dyad-year, state-day, state, dyad.",
    ),
    "no table": (
        lambda: corcyra.add_frame(PANEL, "visits.csv", ABOUT),
        "own table is no table: str. Give a dataframe of pandas, polars or Arrow.",
    ),
    "words for columns": (
        lambda: added(columns={"v": "visits"}, state=[371], year=[2000], v=[1]),
        "own table: say what each column is, by its name: "
        "{'visits': corcyra.Column('visits', 'visits of ministers', 'visits')}.",
    ),
    "a key among the columns": (
        lambda: added(columns={"state": ABOUT["v"]}, state=[371], year=[2000]),
        "own table: state is a key of a state-year table and needs no provenance. Leave it out.",
    ),
    "years in quotes": (
        lambda: added(state=[371], year=["2000"], v=[1]),
        "own table: the column 'year' wants whole numbers such as 1992, given '2000'.",
    ),
    "days in words": (
        lambda: added(DAYS, state=[371], day=["1 May"], v=[1]),
        "own table: the column 'day' wants dates such as datetime.date(1992, 5, 15), given '1 May'.",
    ),
    "no day": (
        lambda: added(DAYS, state=[371, 372], day=[datetime(2000, 1, 1), None], v=[1, 2]),
        "own table: the day is missing in 1 of 2 rows. Drop or fill them.",
    ),
    "codes in words": (
        lambda: added(state=["371"], year=[2000], v=[1]),
        "own table: '371' in the column 'state' is no state code. Convert names first with corcyra.find_state(...).cow.",
    ),
    "no code": (
        lambda: added(state=[371, None], year=[2000, 2000], v=[1, 2]),
        "own table: None in the column 'state' is no state code. Convert names first with corcyra.find_state(...).cow.",
    ),
    "two systems": (
        lambda: Panels(PANEL, dyad_years(Years(2000, 2000), [371, 372], directed=True, system="gw")),
        "the states have cow codes and the dyads gw codes. Make both with the same system.",
    ),
    "days for years": (
        lambda: Panels(DAYS, DIRECTED),
        "Panels wants states by year, given a state-day panel. Make it with corcyra.state_years.",
    ),
    "no year": (
        lambda: added(state=[371, 372], year=[2000, None], v=[1, 2]),
        "own table: the year is missing in 1 of 2 rows. Drop or fill them.",
    ),
    "below its range": (
        lambda: added(state=[371, 372], year=[2000, 2000], v=[1, -9]),
        "own table, column 'v': -9 in row (372, 2000, -9) is outside 0 to open. Correct the value or the declared range.",
    ),
    "a pair in both orders": (
        lambda: added(PAIRS, state1=[371, 372], state2=[372, 371], year=[2000, 2000], v=[1, 2]),
        "own table has the key (371, 372, 2000) more than once. Keep one row per dyad-year.",
    ),
    "another unit's keys": (
        lambda: added(DIRECTED, state1=[371], state2=[372], year=[2000], v=[1]),
        "own table lacks the columns state, other. It has: state1, state2, year, v. "
        "It has the keys of a dyad-year table: say unit='dyad-year'.",
    ),
    "words as numbers": (
        lambda: Panels(added(columns={"v": Column("v", "place", "text")}, state=[371], year=[2000], v=["x"]), DIRECTED).array("v"),
        "the column 'v' holds String, not numbers. Read it from the panel's frame.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_in_words(case: str) -> None:
    act, told = REFUSED[case]
    with pytest.raises(CorcyraError) as caught:
        act()
    assert str(caught.value) == told

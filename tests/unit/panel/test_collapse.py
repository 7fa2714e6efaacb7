"""Pairs summarised by state: every cell against a twin that walks through the rows; what is refused; what is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.errors import CorcyraError, MissingColumn
from corcyra.panel.add import add_frame
from corcyra.panel.collapse import collapse
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.table import Column, Panel
from corcyra.world.time import Years

STATES = [2, 20, 365, 371]
KEYS = [(one, other, year) for one in STATES for other in STATES if one != other for year in (1992, 1993)]
COLUMN = Column(
    "v", "visits to other", "visits", 0, 9, ("toy",), frozenset({"visits"}), ("corcyra",), "CC0-1.0", "1", "a" * 64,
    parameters=(("rule", "jul-1"),), covers=Years(1992, 1993),
)  # fmt: skip


def pairs(rows: Mapping[tuple[int, int, int], object], kind: pl.DataType | type[pl.DataType], system: str = "cow") -> Panel:
    frame = pl.DataFrame(list(rows), schema=["state", "other", "year"], orient="row")
    return Panel(
        frame.with_columns(v=pl.Series(list(rows.values()), dtype=kind)), "directed-dyad-year", {"v": COLUMN}, system=system
    )


def walked(rows: Mapping[tuple[int, int, int], float | None], how: str) -> list[tuple[float | None, ...]]:
    """The slow twin: one list of known values for each state and year."""
    held: dict[tuple[int, int], list[float]] = {}
    for (state, _, year), value in rows.items():
        held.setdefault((state, year), []).extend([] if value is None or value != value else [value])
    ways = {"sum": sum, "max": max, "min": min, "mean": fmean, "count": lambda values: sum(each > 0 for each in values)}
    return [(*key, ways[how](held[key]) if held[key] else None) for key in sorted(held)]  # type: ignore[operator]


way = some.sampled_from(["sum", "max", "min", "mean", "count"])
whole = some.one_of(some.none(), some.integers(-3, 3))
real = some.one_of(some.none(), some.just(float("nan")), some.integers(-8, 8).map(lambda value: value / 4))


@given(some.dictionaries(some.sampled_from(KEYS), whole), way)
def test_every_cell_of_whole_numbers_is_what_the_rows_say(rows: dict[tuple[int, int, int], float | None], how: str) -> None:
    assert collapse(pairs(rows, pl.Int8), {"v": how}).frame.rows() == walked(rows, how)  # type: ignore[dict-item]


@given(some.dictionaries(some.sampled_from(KEYS), real), way)
def test_every_cell_of_decimals_is_what_the_rows_say(rows: dict[tuple[int, int, int], float | None], how: str) -> None:
    assert collapse(pairs(rows, pl.Float64), {"v": how}).frame.rows() == walked(rows, how)  # type: ignore[dict-item]


def test_small_numbers_do_not_run_over() -> None:
    made = collapse(pairs(dict.fromkeys(KEYS, 100), pl.Int8), {"v": "sum"})
    assert set(made["v_sum"]) == {300}


def test_truth_values_are_counted_and_nothing_stays_nothing() -> None:
    rows = {(2, 20, 1992): True, (2, 365, 1992): True, (2, 371, 1992): None}
    assert collapse(pairs(rows, pl.Boolean), {"v": "sum"})["v_sum"].to_list() == [2]
    none = collapse(pairs(dict.fromkeys(rows), pl.Null), {"v": "mean"})
    assert none["v_mean"].to_list() == [None]


def test_a_state_year_without_a_known_value_is_a_row() -> None:
    made = collapse(dyad_years(Years(1990, 1992), [365, 371, 373], directed=True), {})
    assert made.frame.rows() == [(code, year) for code in (365, 371, 373) for year in (1991, 1992)]
    assert (made.unit, made.columns) == ("state-year", {})


def test_the_making_is_remembered() -> None:
    made = collapse(pairs({(2, 20, 1992): 3}, pl.Int64, system="gw"), {"v": "sum"})
    assert made.system == "gw"
    assert made.column("v_sum") == Column(
        "v_sum", "sum of visits to other, over all others", "visits", 0, None, ("toy",), frozenset({"visits"}), ("corcyra",),
        "CC0-1.0", "1", "", "as published; sum of v over the others with a known value", (("rule", "jul-1"),), Years(1992, 1993),
    )  # fmt: skip
    count = collapse(pairs({(2, 20, 1992): 3}, pl.Int64), {"v": "count"}).column("v_count")
    assert (count.meaning, count.unit) == ("number of others above 0 in visits to other, over all others", "states")
    assert (count.low, count.high) == (0, None)
    highest = collapse(pairs({(2, 20, 1992): 3}, pl.Int64), {"v": "max"}).column("v_max")
    assert (highest.low, highest.high) == (0, 9)


def test_reports_of_the_pairs_stay() -> None:
    own = pl.DataFrame({"state": [371], "other": [365], "year": [1992], "w": [2]})
    panel = add_frame(dyad_years(Years(1992, 1992), [365, 371], directed=True), own, {"w": Column("w", "words", "words")})
    made = collapse(panel, {"w": "max"})
    assert made.reports == panel.reports
    assert made.frame.rows() == [(365, 1992, None), (371, 1992, 2)]


def test_states_join_a_panel_of_states() -> None:
    made = collapse(pairs({(371, 365, 1992): 3, (371, 2, 1992): None}, pl.Int64), {"v": "sum"})
    panel = add_frame(state_years(Years(1992, 1993), [371]), made.frame, made.columns)
    assert panel.frame.rows() == [(371, 1992, 3), (371, 1993, None)]


WRONG: dict[str, tuple[object, object, str]] = {
    "undirected": (
        dyad_years(Years(1992, 1992), [365, 371]),
        {},
        "collapse wants a directed-dyad-year panel, given a dyad-year panel. "
        "Make one with corcyra.dyad_years(years, directed=True).",
    ),
    "states": (
        state_years(Years(1992, 1992), [365]),
        {},
        "collapse wants a directed-dyad-year panel, given a state-year panel. "
        "Make one with corcyra.dyad_years(years, directed=True).",
    ),
    "no panel": (
        7,
        {},
        "collapse wants a panel, given int. Make one with corcyra.state_years or corcyra.dyad_years.",
    ),
    "a word": (
        pairs({(2, 20, 1992): 3}, pl.Int64),
        "sum",
        "how wants a word for each column, given 'sum'. Write {\"COLUMN\": \"sum\"}.",
    ),
    "another word": (
        pairs({(2, 20, 1992): 3}, pl.Int64),
        {"v": "median"},
        "unknown how 'median'. Use one of: sum, max, min, mean, count.",
    ),
    "text": (
        pairs({(2, 20, 1992): "ally"}, pl.String),
        {"v": "max"},
        "the column 'v' holds String, not numbers or truth values. Leave it out, or make it numbers first.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_collapsed_is_refused_in_words(case: str) -> None:
    panel, how, told = WRONG[case]
    with pytest.raises(CorcyraError) as caught:
        collapse(panel, how)  # type: ignore[arg-type]
    assert str(caught.value) == told


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(MissingColumn, match=r"^the panel has no column 'w'\. It has: v\.$"):
        collapse(pairs({(2, 20, 1992): 3}, pl.Int64), {"w": "sum"})


@pytest.mark.parametrize("unit", ["dyad-year", "directed-dyad-year", "dyad"])
def test_a_panel_of_states_names_collapse_to_who_adds_pairs(unit: str) -> None:
    own = pl.DataFrame({"state1": [365], "state2": [371], "year": [1992], "w": [2]})
    own = own.rename({"state1": "state", "state2": "other"}) if unit.startswith("directed") else own
    own = own.drop("year") if unit == "dyad" else own
    with pytest.raises(CorcyraError) as caught:
        add_frame(state_years(Years(1992, 1992), [371]), own, {"w": Column("w", "words", "words")}, unit=unit)  # type: ignore[arg-type]
    assert str(caught.value) == (
        f"a {unit} table cannot be added to a state-year panel: it would have to be collapsed. "
        "Add it to a panel of corcyra.dyad_years(years, directed=True), then make states of that with corcyra.collapse."
    )

"""What `add` can be told, and what a join does with it: every cell against a slow twin that looks keys up in a dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from corcyra.errors import CorcyraError, JoinError, MissingColumn, MissingSource, ParameterError
from corcyra.panel.add import add, add_frame
from corcyra.panel.create import dyad_years, state_days, state_years
from corcyra.panel.lock import check_lock, lock
from corcyra.panel.table import Column, Panel
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.library import Library
from corcyra.sources.source import KEYS, Field, Unit
from corcyra.world.time import Years

SPAN = Years(1988, 1993)
STATES = [255, 260, 265, 365, 366, 371, 373, 678, 679, 680]
MEMBERS = set(state_years(Years(1980, 1995), STATES).frame.rows())
PAIRS = set(dyad_years(Years(1980, 1995), STATES, directed=True).frame.rows())


@dataclass(frozen=True)
class Toy:
    """A source made in the test."""

    table: pl.DataFrame
    unit: Unit = "state-year"
    fills: dict[str, float] = field(default_factory=dict)
    key: str = "toy"
    title: str = "A toy"
    version: str = "1"
    citations: tuple[str, ...] = ("corcyra",)
    licence: str = "CC0-1.0"
    access: Literal["bundled"] = "bundled"
    covers: Years = SPAN
    codes: str = "cow"
    files: tuple[Path, ...] = ()

    @property
    def columns(self) -> tuple[Field, ...]:
        return tuple(Field(name, "a toy", "number") for name in self.table.columns[len(KEYS[self.unit]) :])

    def read(self) -> pl.DataFrame:
        return self.table


def toy(unit: Unit, rows: Sequence[tuple[object, ...]], **more: object) -> Toy:
    names = [*KEYS[unit], "x", "y"]
    frame = pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"x": pl.Float64, "y": pl.Int64, "day": pl.Date})
    return replace(Toy(frame, unit), **more)  # type: ignore[arg-type]


def cells(unit: Unit, keys: list[tuple[object, ...]]) -> some.SearchStrategy[list[tuple[object, ...]]]:
    value = some.one_of(some.none(), some.integers(-3, 3))
    return some.lists(some.sampled_from(keys), unique=True, max_size=40).flatmap(
        lambda found: some.tuples(*(some.tuples(value, value) for _ in found)).map(
            lambda values: [(*key, *pair) for key, pair in zip(found, values, strict=True)]
        )
    )


def looked_up(
    panel: Panel, unit: Unit, rows: list[tuple[object, ...]], side: int, fills: dict[str, float], covers: Years, lag: int
) -> list[tuple[object, ...]]:
    """The slow twin for panels of the table's system: one dictionary, one row after the other."""
    width = len(KEYS[unit])
    table = {row[:width]: row[width:] for row in rows}
    found = []
    for key in panel.frame.select(panel.keys).rows():
        *codes, when = key
        year = when.year if isinstance(when, date) else when
        who = [codes[side]] if unit in ("state-year", "state", "state-day") else codes
        who = sorted(who) if unit in ("dyad-year", "dyad") else who
        last = {"year": [year - lag], "day": [when]}.get(KEYS[unit][-1], [])
        row = table.get((*who, *last))
        there = ((who[0], year - lag) in MEMBERS) if len(who) == 1 else ((*codes, year - lag) in PAIRS)
        if row is None:
            zero = year - lag in covers and there
            row = tuple(fills.get(name) if zero else None for name in ("x", "y"))
        found.append(row)
    return found


PANELS: dict[str, Panel] = {
    "state-year": state_years(SPAN, STATES),
    "dyad-year": dyad_years(SPAN, STATES),
    "directed-dyad-year": dyad_years(SPAN, STATES, directed=True),
    "state-day": state_days(date(1989, 12, 20), date(1990, 1, 10), STATES),
}
EVERY_YEAR = range(1986, 1996)
KEYED: dict[Unit, list[tuple[object, ...]]] = {
    "state-year": [(code, year) for code in [*STATES, 2] for year in EVERY_YEAR],
    "dyad-year": [(a, b, year) for a in STATES for b in STATES if a < b for year in EVERY_YEAR],
    "directed-dyad-year": [(a, b, year) for a in STATES for b in STATES if a != b for year in EVERY_YEAR],
    "state-day": [(code, date(1989, 12, 15) + timedelta(days)) for code in STATES for days in range(40)],
    "state": [(code,) for code in [*STATES, 2]],
    "dyad": [(a, b) for a in STATES for b in STATES if a < b],
}
FITS = [
    (onto, unit)
    for onto in PANELS
    for unit in KEYED
    if unit in ("state-year", "state") or unit == onto or (unit in ("dyad", "dyad-year") and "dyad" in onto)
]


@settings(max_examples=80, deadline=None)
@given(some.data(), some.sampled_from(FITS), some.sampled_from([{}, {"x": 0.0}, {"x": 0.0, "y": 7}]), some.integers(0, 2))
def test_every_cell_is_what_the_table_says(
    data: some.DataObject, fit: tuple[str, Unit], fills: dict[str, float], lag: int
) -> None:
    onto, unit = fit
    panel = PANELS[onto]
    rows = data.draw(cells(unit, KEYED[unit]))
    covers = data.draw(some.sampled_from([SPAN, Years(1990, 1991)]))
    lag = lag if KEYS[unit][-1] == "year" else 0
    made = add(panel, toy(unit, rows, fills=fills, covers=covers), lag=lag)
    both = "dyad" in onto and unit in ("state-year", "state")
    after = f"_lag{lag}" if lag else ""
    for side, suffix in enumerate(("1", "2") if both else ("",)):
        names = [f"{name}{suffix}{after}" for name in ("x", "y")]
        assert made.frame.select(names).rows() == looked_up(panel, unit, rows, side, fills, covers, lag)
    assert made.frame.select(panel.keys).equals(panel.frame)
    for report in made.reports:
        assert report.matched + report.filled + report.outside == report.rows == panel.height
        assert 0 <= report.unused <= len(rows)


def test_zero_is_filled_inside_coverage_only_and_told() -> None:
    panel = add(state_years(SPAN, [371, 373]), toy("state-year", [(371, 1992, 2, None)], fills={"x": 0}))
    assert panel["x"].to_list() == [0.0, 2.0, 0.0, 0.0, 0.0, 0.0]
    assert panel["y"].to_list() == [None] * 6
    short = add(state_years(SPAN, [371]), toy("state-year", [], fills={"x": 0}, covers=Years(1992, 1992)))
    assert short["x"].to_list() == [None, 0.0, None]
    assert str(short.reports[0]) == (
        "toy: 0 of 3 rows matched, 1 without a row (zero), 2 outside its coverage (missing), 0 of its rows unused"
    )


def test_a_year_in_which_the_unit_was_not_there_is_never_zero() -> None:
    panel = add(state_years(SPAN, [365, 371]), toy("state-year", [], fills={"x": 0}), lag=1)
    assert dict(zip(zip(*panel[["state", "year"]], strict=True), panel["x_lag1"], strict=True)) == {
        **{(365, year): 0.0 if year > 1988 else None for year in SPAN},
        **{(371, year): 0.0 if year > 1991 else None for year in range(1991, 1994)},
    }
    pairs = add(dyad_years(SPAN, [365, 371]), toy("dyad-year", [], fills={"x": 0}), lag=1)
    assert pairs["x_lag1"].to_list() == [None, 0.0, 0.0]


def test_a_lag_is_told_in_name_making_and_coverage() -> None:
    panel = add(state_years(SPAN, [371]), toy("state-year", [(371, 1991, 5, 6)]), lag=1, columns=["x"])
    assert panel.frame.rows() == [(371, 1991, None), (371, 1992, 5.0), (371, 1993, None)]
    column = panel.column("x_lag1")
    assert (column.method, column.covers) == ("as published, of 1 year before", Years(1989, 1994))
    sides = add(dyad_years(SPAN, [371, 373]), toy("state-year", []), lag=2)
    assert list(sides.columns) == ["x1_lag2", "y1_lag2", "x2_lag2", "y2_lag2"]


def test_a_table_of_states_or_dyads_holds_every_year() -> None:
    panel = add_frame(
        dyad_years(Years(1992, 1993), [371, 373]),
        pl.DataFrame({"state1": [373], "state2": [371], "km": [1.5]}),
        {"km": Column("km", "toy distance", "km")},
        unit="dyad",
    )
    assert panel["km"].to_list() == [1.5, 1.5]


def test_the_other_system_is_converted_year_by_year() -> None:
    rows = [(260, 1989, 1, 1), (260, 1990, 2, 2), (260, 1991, 3, 3), (678, 1990, 4, 4), (396, 1992, 5, 5)]
    panel = add(state_years(Years(1989, 1992), [255, 260, 678, 679]), toy("state-year", rows, codes="gw"))
    assert {row[:2]: row[2] for row in panel.frame.rows() if row[2] is not None} == {
        (260, 1989): 1.0,
        (255, 1990): 2.0,
        (255, 1991): 3.0,
        (679, 1990): 4.0,
    }
    assert str(panel.reports[0]) == (
        "toy: 4 of 10 rows matched, 6 outside its coverage (missing), 1 of its rows unused; "
        "1 spell of a code not converted: 396 in 1992"
    )
    assert panel.column("x").method == "as published, codes converted from gw to cow"


def test_of_two_rows_that_become_one_the_one_of_the_later_state_stays() -> None:
    rows = [(255, 1990, 1, 1), (260, 1990, 2, 2), (260, 1989, 3, 3)]
    panel = add(state_years(Years(1989, 1991), [260], system="gw"), toy("state-year", rows))
    assert (panel["x"].to_list(), panel.reports[0].unconverted) == ([3.0, 1.0, None], ((260, 1990, 1990),))
    alone = add(state_years(Years(1989, 1991), [260], system="gw"), toy("state-year", rows[1:]))
    assert (alone["x"].to_list(), alone.reports[0].unconverted) == ([3.0, 2.0, None], ())
    pairs = [(2, 255, 1990, 1, 1), (2, 260, 1990, 2, 2), (255, 260, 1990, 3, 3), (200, 345, 1992, 4, 4), (340, 345, 2007, 5, 5)]
    dyads = add(dyad_years(Years(1990, 1992), [2, 200, 260, 345, 340], system="gw"), toy("dyad-year", pairs))
    assert {row[:3]: row[3] for row in dyads.frame.rows() if row[3] is not None} == {(2, 260, 1990): 1.0, (200, 345, 1992): 4.0}
    assert dyads.reports[0].unconverted == ((260, 1990, 1990),)


def test_a_duplicate_is_refused_before_conversion_could_hide_it() -> None:
    with pytest.raises(JoinError, match=r"^toy has the key \(260, 1990\) more than once\. Keep one row per state-year\.$"):
        add(state_years(SPAN, [260], system="gw"), toy("state-year", [(260, 1990, 1, 1), (260, 1990, 2, 2)]))


def test_zero_is_said_of_no_state_that_the_source_does_not_list() -> None:
    panel = add(state_years(Years(1918, 1921), [20], system="gw"), toy("state-year", [], fills={"x": 0}, covers=Years(1900, 1950)))
    assert panel["x"].to_list() == [None, None, 0.0, 0.0]
    small = add(state_years(SPAN, [58], system="gw+micro"), toy("state-year", [], fills={"x": 0}, codes="gw"))
    assert small["x"].to_list() == [None] * 6


def test_a_table_without_years_is_read_by_the_code_that_the_source_has_that_year() -> None:
    panel = add(state_years(Years(1989, 1991), [255, 260]), toy("state", [(260, 1, 1), (396, 2, 2)], codes="gw"))
    assert panel.frame.select("state", "year", "x").rows() == [(255, 1990, 1), (255, 1991, 1), (260, 1989, 1), (260, 1990, 1)]
    assert panel.reports[0].unconverted == ((396, 1989, 1991),)


def test_an_own_table_says_its_system() -> None:
    own = pl.DataFrame({"state": [340], "year": [2010], "v": [1]})
    panel = add_frame(state_years(Years(2010, 2010), [345]), own, {"v": Column("v", "visits", "visits")}, codes="gw")
    assert panel["v"].to_list() == [1]


@dataclass(frozen=True)
class Quarrels(Dataset):
    """A dataset made in the test, with a choice."""

    rule: str = "dec-31"
    key = "quarrels"
    title = "Quarrels, a toy"
    version = "1"
    citations = ("corcyra",)
    licence = "CC0-1.0"
    access = "fetch"
    covers = SPAN
    unit = "state-year"
    downloads = (Download("quarrels.csv", url="https://example.org/quarrels.csv"),)
    columns = (Field("quarrels", "quarrels on the day", "quarrels"), Field("words", "words", "words"))
    fills = {"quarrels": 0}  # noqa: RUF012 - as every dataset has it

    def parse(self, files: dict[str, Path]) -> pl.DataFrame:  # type: ignore[override]
        raw = pl.read_csv(files["quarrels.csv"])
        return raw.filter(pl.col("rule") == self.rule).drop("rule")


def quarrels(folder: Path) -> Library:
    (folder / "mirror").mkdir()
    text = "rule,state,year,quarrels,words\ndec-31,371,1992,1,10\njul-1,371,1992,2,20\n"
    (folder / "mirror" / "quarrels.csv").write_text(text, encoding="utf-8")
    return Library(folder / "home", folder / "mirror")


def test_a_dataset_is_opened_in_the_library_with_the_choices_made(tmp_path: Path) -> None:
    library = quarrels(tmp_path)
    base = state_years(SPAN, [371])
    one = add(base, Quarrels(), library=library)
    two = add(base, library.open(Quarrels()), rule="jul-1")
    assert (one["quarrels"].to_list(), two["quarrels"].to_list()) == ([0, 1, 0], [0, 2, 0])
    assert two["words"].to_list() == [None, 20, None]
    assert two.column("quarrels").parameters == (("rule", "jul-1"),)
    assert two.column("quarrels").method == "as published, 0 where the source has no row"
    assert lock([one])["quarrels"]["choices"] == "rule = dec-31"
    with pytest.raises(CorcyraError) as caught:
        check_lock(lock([one]), lock([two]))
    assert str(caught.value) == (
        "the lock wants other data than are here: quarrels (rule = dec-31, here rule = jul-1). "
        "Install the locked version, or run the study anew."
    )


def test_what_a_source_does_not_have_is_told(tmp_path: Path) -> None:
    library, base = quarrels(tmp_path), state_years(SPAN, [371])
    with pytest.raises(ParameterError) as caught:
        add(base, Quarrels(), library=library, keep="first")
    assert str(caught.value) == (
        "quarrels has no choice 'keep'. It has: rule (now dec-31). Leave 'keep' out, or add this source by itself."
    )
    with pytest.raises(ParameterError) as caught:
        add(base, "capability", rule="jul-1")
    assert str(caught.value) == (
        "capability has no choice 'rule'. It has none. Leave 'rule' out, or add this source by itself."
    )
    with pytest.raises(MissingColumn) as told:
        add(base, Quarrels(), library=library, columns=["quarrels", "silence"])
    assert str(told.value) == "quarrels has no column silence. It has: quarrels, words."
    with pytest.raises(MissingColumn) as told:
        add(base, Quarrels(), toy("state-year", []), library=library, columns=["quarrels"])
    assert str(told.value) == "toy has no column quarrels. It has: x, y."
    with pytest.raises(MissingSource):
        add(base, Quarrels(), library=Library(tmp_path / "empty"))


WRONG: dict[str, tuple[Toy, dict[str, object], str]] = {
    "records": (
        Toy(pl.DataFrame({"dispute": [1]}), "records", citations=("nobody",)),
        {},
        "toy is a table of records (one row per dispute, roll call, spell or the like), not of states or dyads by year, so it "
        "cannot be added to a state-year panel. Instead, read it with Library.open, collapse it yourself, and use add_frame.",
    ),
    "half a year": (
        toy("state-year", []),
        {"lag": 0.5},
        "lag wants a whole number of years, 0 or more, given 0.5. Write lag=1 for the year before.",
    ),
    "a lead": (
        toy("state-year", []),
        {"lag": -1},
        "lag wants a whole number of years, 0 or more, given -1. Write lag=1 for the year before.",
    ),
    "a lag of what has no years": (
        toy("state", []),
        {"lag": 1},
        "toy is a state table: it has no years to lag by. Leave lag out.",
    ),
    "days": (
        toy("state-day", []),
        {},
        "a state-day table cannot be added to a state-year panel: it would have to be collapsed. "
        "Make a panel of that unit, or collapse the table yourself and say how.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_added_is_refused_in_words(case: str) -> None:
    source, more, told = WRONG[case]
    with pytest.raises(CorcyraError) as caught:
        add(state_years(SPAN, [371]), source, **more)  # type: ignore[arg-type]
    assert str(caught.value) == told


def test_records_are_told_what_is_made_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corcyra.panel.add.DATASETS", (Quarrels(),))
    with pytest.raises(JoinError, match=r" panel\. Add what is made from it by year \(quarrels\), or read it with Library\.open, "):
        add(state_years(SPAN, [371]), Toy(pl.DataFrame({"dispute": [1]}), "records"))


def test_days_of_another_system_are_not_converted_by_year() -> None:
    panel = state_days(date(1992, 1, 1), date(1992, 1, 2), [371])
    with pytest.raises(JoinError) as caught:
        add(panel, toy("state-day", [(371, date(1992, 1, 1), 1, 1)], codes="gw"))
    assert str(caught.value) == (
        "toy: a table by day with gw codes cannot be added to a panel with cow codes. "
        "Make the panel with system='gw', or convert the table first with corcyra.convert."
    )

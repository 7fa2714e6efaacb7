"""Years since the last event: against a twin that walks from row to row."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from corcyra.errors import CorcyraError
from corcyra.panel.spells import Gap, spells
from corcyra.panel.table import Column, Panel

Row = tuple[int, int, int, bool | None]


def panel(rows: list[Row]) -> Panel:
    frame = pl.DataFrame(rows, schema=["state1", "state2", "year", "war"], orient="row", schema_overrides={"war": pl.Boolean})
    frame = frame.with_columns(pl.col("state1", "state2", "year").cast(pl.Int64))
    return Panel(frame, "dyad-year", {"war": Column("war", "war", "yes or no", families=frozenset({"conflicts"}))})


def walked(rows: list[Row], gap: Gap) -> list[tuple[int | None, int | None]]:
    """Row by row: the year that the clock counts from, or None while it is not known, and the number of the spell."""
    found: list[tuple[int | None, int | None]] = []
    unit: tuple[int, int] | None = None
    begun: int | None = None
    last, spell, before = 0, 0, None
    for one, other, year, war in sorted(rows, key=lambda row: row[:3]):
        if (one, other) != unit:
            unit, begun, spell = (one, other), year, 1
        elif gap == "restart" and year != last + 1:
            begun, spell = year, spell + 1
        elif before is None:
            begun = None
        elif before:
            begun, spell = last + 1, spell + 1
        found.append((None, None) if begun is None else (year - begun, spell))
        last, before = year, war
    return found


keys = some.tuples(some.integers(2, 3), some.integers(20, 21), some.integers(1990, 1999))
tables = some.lists(keys, unique=True, max_size=40).flatmap(
    lambda found: some.lists(some.sampled_from([False, False, True, None]), min_size=len(found), max_size=len(found)).map(
        lambda wars: [(*key, war) for key, war in zip(found, wars, strict=True)]
    )
)


@given(tables, some.sampled_from(["restart", "carry"]))
@example([], "restart")
@example([(2, 20, 1990, None), (2, 20, 1991, None), (2, 20, 1992, True), (2, 20, 1993, False)], "carry")
def test_the_clock_agrees_with_walking(rows: list[Row], gap: Gap) -> None:
    made = spells(panel(rows), "war", gap=gap, spell_id="spell")
    assert made.frame.select("peace_years", "spell").rows() == walked(rows, gap)


def test_a_count_by_hand() -> None:
    """0, 0, 1, 0, 0 gives 0, 1, 2, 0, 1: only earlier years count."""
    rows: list[Row] = [(2, 20, 1990 + k, war == 1) for k, war in enumerate([0, 0, 1, 0, 0, 1, 1, 0])]
    made = spells(panel(rows), "war", cubed=True, spell_id="spell")
    assert made["peace_years"].to_list() == [0, 1, 2, 0, 1, 2, 0, 0]
    assert made["spell"].to_list() == [1, 1, 1, 2, 2, 2, 3, 4]
    assert made["peace_years_squared"].to_list() == [0, 1, 4, 0, 1, 4, 0, 0]
    assert made["peace_years_cubed"].to_list() == [0.0, 0.001, 0.008, 0.0, 0.001, 0.008, 0.0, 0.0]


def test_a_gap_starts_anew_or_is_counted() -> None:
    rows: list[Row] = [(2, 20, year, year == 1990) for year in (1990, 1991, 1995, 1996)]
    assert spells(panel(rows), "war")["peace_years"].to_list() == [0, 0, 0, 1]
    assert spells(panel(rows), "war", gap="carry")["peace_years"].to_list() == [0, 0, 4, 5]


def test_what_is_missing_makes_what_follows_missing() -> None:
    rows: list[Row] = [(2, 20, 1990 + k, war) for k, war in enumerate([False, None, False, True, False])]
    assert spells(panel(rows), "war")["peace_years"].to_list() == [0, 1, None, None, 0]


def test_numbers_count_as_events_when_they_are_not_zero() -> None:
    frame = pl.DataFrame({"state": [2] * 4, "year": [1990, 1991, 1992, 1993], "n": [0.0, 3.0, float("nan"), 0.0]})
    made = spells(Panel(frame, "state-year", {"n": Column("n", "quarrels", "number", sources=("toy",))}), "n", name="quiet")
    assert made["quiet"].to_list() == [0, 1, 0, None]
    column = made.column("quiet")
    assert (column.sources, column.unit, column.low) == (("toy",), "years", 0.0)
    assert column.meaning == "years since the last year with quarrels (n), at the start of the year"
    assert column.parameters == (("event", "n"), ("gap", "restart"))


def test_the_evidence_goes_with_the_clock() -> None:
    assert spells(panel([(2, 20, 1990, True)]), "war").column("peace_years").families == {"conflicts"}


WRONG = {
    "an unknown event": ({"event": "peace"}, "the panel has no column 'peace'. It has: war."),
    "a name twice": (
        {"event": "war", "name": "war"},
        "the panel already has war. Rename the new column or select without it.",
    ),
    "an unknown gap": ({"event": "war", "gap": "skip"}, "unknown gap 'skip'. Use one of: restart, carry."),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_counted_is_refused_in_words(case: str) -> None:
    given, told = WRONG[case]
    with pytest.raises(CorcyraError) as caught:
        spells(panel([(2, 20, 1990, True)]), **given)  # type: ignore[arg-type]
    assert str(caught.value) == told


def test_text_is_no_event_and_days_are_no_years() -> None:
    words = Panel(pl.DataFrame({"state": [2], "year": [1990], "w": ["x"]}), "state-year", {"w": Column("w", "words", "text")})
    with pytest.raises(CorcyraError) as caught:
        spells(words, "w")
    assert str(caught.value) == "the column 'w' holds String, not numbers or truth values. Make it 0 and 1 first."
    frame = pl.DataFrame({"state": [2], "day": ["1990-01-01"]}).with_columns(pl.col("day").str.to_date(), w=pl.lit(1))
    with pytest.raises(CorcyraError) as caught:
        spells(Panel(frame, "state-day", {"w": Column("w", "war", "yes or no")}), "w")
    assert str(caught.value) == "spells counts years, and a state-day panel has days. Make a panel with state_years."

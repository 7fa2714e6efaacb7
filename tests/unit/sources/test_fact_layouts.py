"""The layouts: every table ends with its provenance, every vocabulary gives meanings, and no word of it is idle."""

from __future__ import annotations

import pytest

from corcyra.sources.fact_layouts import LAYOUTS
from corcyra.sources.facts import load

CHOICES = [
    (layout.name, column.name) for layout in LAYOUTS.values() for column in layout.columns if column.kind == "choice"
]


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "actors"])
def test_a_table_ends_with_source_confidence_and_basis(name: str) -> None:
    assert LAYOUTS[name].header[-3:] == ("source", "confidence", "basis")


@pytest.mark.parametrize(("table", "name"), CHOICES)
def test_a_vocabulary_has_meanings(table: str, name: str) -> None:
    column = next(column for column in LAYOUTS[table].columns if column.name == name)
    assert column.choices
    assert all(meaning for meaning in column.choices.values())


@pytest.mark.parametrize(("table", "name"), [pair for pair in CHOICES if pair[1] not in ("confidence", "basis")])
def test_no_word_of_a_vocabulary_is_idle(table: str, name: str) -> None:
    column = next(column for column in LAYOUTS[table].columns if column.name == name)
    assert set(column.choices) == set(load(table)[name].drop_nulls())

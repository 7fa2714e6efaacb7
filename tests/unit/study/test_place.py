from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corcyra.study.place import Place

TEXT = '''# years = [1, 2], states, title
title = "years and states"
question = """
states = ["none of these"]
"""

years = [
  1992,  # the first

  2024,
]
states = ["Armenia", "Georgia"]
bootstrap = { draws = 3 }

[measures.enmity]
# half_life = 3
half_life = 15

[measures]
"amity".half_life = 2

[[own_poles]]
key = "a"

[[own_poles]]
key = "b"
leader = "years"
'''
PLACE = Place(Path("my.toml"), TEXT)


def test_a_value_is_found_where_it_begins_and_not_where_its_name_is_a_word() -> None:
    assert PLACE.line("title") == 2
    assert PLACE.line("question") == 3
    assert PLACE.line("years") == 7
    assert PLACE.line("years", 0) == 8
    assert PLACE.line("years", 1) == 10
    assert PLACE.line("states") == PLACE.line("states", 1) == 12
    assert PLACE.line("bootstrap", "draws") == 13


def test_a_value_in_a_table_is_found_below_its_heading() -> None:
    assert PLACE.line("measures", "enmity") == 15
    assert PLACE.line("measures", "enmity", "half_life") == 17
    assert PLACE.line("own_poles", 1, "key") == 26
    assert PLACE.line("own_poles", 1, "leader") == 27


def test_what_is_not_there_is_sought_in_what_would_hold_it() -> None:
    assert PLACE.line("own_poles", 0, "leader") == 22
    assert PLACE.line("years", 2) == 7
    assert PLACE.line("seed") is None


def test_a_study_without_a_file_has_no_place() -> None:
    assert Place().at("years") == {"file": None, "line": None}
    assert PLACE.at("years", 1) == {"file": Path("my.toml"), "line": 10}


@given(st.lists(st.sampled_from(["", "# years = 1", "x = 'years = 2'", 'y = """\nyears = 3\n"""']), max_size=1))
def test_the_line_of_a_key_is_the_line_on_which_it_stands(before: list[str]) -> None:
    text = "\n".join([*before, "years = [1, 2]"])
    assert Place(None, text).line("years") == len(text.splitlines())

"""Names as state numbers by year, and what failed."""

from __future__ import annotations

import polars as pl

from corcyra.sources.coded import coded, failed


def test_the_year_decides_and_a_name_outside_its_years_is_looked_up_without():
    frame = pl.DataFrame({"who": ["Germany", "Germany", "Uzbekistan"], "year": [1985, 2000, 1980]})
    assert coded(frame, "who", "state", year="year")["state"].to_list() == [260, 255, 704]


def test_known_spellings_go_first_and_rows_keep_their_order():
    frame = pl.DataFrame({"who": ["Burma!!", "Cuba", None, "Burma!!"]})
    assert coded(frame, "who", "state", known={"Burma!!": 775, "Cuba": 41})["state"].to_list() == [775, 41, None, 775]


def test_failures_are_counted_and_a_missing_name_is_none():
    frame = coded(pl.DataFrame({"who": ["Mu", None, "Atlantis", "Atlantis", "Cuba"]}), "who", "state")
    assert failed(frame, "who", "state").rows() == [("Atlantis", 2), ("Mu", 1)]


def test_three_letter_codes_are_read_as_such():
    frame = pl.DataFrame({"iso": ["AUS", "DEU", "XYZ"]})
    assert coded(frame, "iso", "state", by="iso3")["state"].to_list() == [900, 255, None]

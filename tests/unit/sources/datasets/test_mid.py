"""Disputes by directed dyad and year: common days, new beginnings, which dispute is shown, originators and joiners."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.mid import Mid
from corcyra.sources.source import check_table

HEAD_A = "dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,hostlev,recip,numa,numb,ongo2014,version"
HEAD_B = "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version"
# 1: two states, then a third joins the second; 2: begins within 1901 with more deaths; 3: within 1901 too, deaths unknown.
ROWS_A = (
    "1,-9,12,1900,3,2,1902,5,3,0,0,430,400,7,3,1,1,2,0,5",
    "2,1,5,1901,9,5,1901,5,3,1,12,9,9,16,4,0,1,1,0,5",
    "3,1,8,1901,9,8,1901,5,3,-9,-9,9,9,15,4,1,1,1,0,5",
)
ROWS_B = (
    '1,"USA",2,-9,12,1900,3,2,1902,1,1,1,-9,0,0,7,3,1,5',
    '1,"UKG",200,-9,12,1900,3,2,1902,0,0,0,-9,0,0,1,2,1,5',
    '1,"FRN",220,1,1,1902,3,2,1902,0,0,0,-9,-9,-9,1,1,0,5',
    '2,"USA",2,1,5,1901,9,5,1901,0,0,0,-9,1,12,1,1,1,5',
    '2,"UKG",200,1,5,1901,9,5,1901,1,1,2,-9,0,0,16,4,1,5',
    '3,"USA",2,1,8,1901,9,8,1901,1,1,2,-9,-9,-9,15,4,1,5',
    '3,"UKG",200,1,8,1901,9,8,1901,0,0,0,-9,0,0,1,1,1,5',
)


def given(
    folder: Path, a: tuple[str, ...] = ROWS_A, b: tuple[str, ...] = ROWS_B, head: str = HEAD_B
) -> dict[str, Path]:
    files = {name: folder / name for name in ("MIDA 5.0.csv", "MIDB 5.0.csv")}
    files["MIDA 5.0.csv"].write_text("\n".join((HEAD_A, *a)) + "\n", encoding="utf-8")
    files["MIDB 5.0.csv"].write_text("\n".join((head, *b)) + "\n", encoding="utf-8")
    return files


def row(frame: pl.DataFrame, state: int, other: int, year: int) -> dict[str, int | None]:
    return frame.row(
        by_predicate=(pl.col("state") == state) & (pl.col("other") == other) & (pl.col("year") == year), named=True
    )


def test_the_table_is_what_it_says_of_itself(tmp_path: Path) -> None:
    frame = Mid().parse(given(tmp_path))
    check_table(Mid(), frame)
    assert frame.height == 2 * 3 + 2  # the first pair in three years, the joiner's in one, both ways


def test_each_side_has_its_own_hostility_deaths_and_aims(tmp_path: Path) -> None:
    frame = Mid().parse(given(tmp_path))
    first, turned = row(frame, 2, 200, 1900), row(frame, 200, 2, 1900)
    assert (first["mid_hostlev"], first["mid_hostlev_other"], first["mid_revisionist"], first["mid_side_a"]) == (
        3,
        2,
        1,
        1,
    )
    assert (turned["mid_hostlev"], turned["mid_hostlev_other"], turned["mid_revisionist"], turned["mid_side_a"]) == (
        2,
        3,
        0,
        0,
    )
    assert row(frame, 220, 2, 1902)["mid_fatality"] is None  # -9


def test_an_onset_is_the_first_year_alone(tmp_path: Path) -> None:
    frame = Mid().parse(given(tmp_path, ROWS_A[:1], ROWS_B[:3]))
    assert [row(frame, 2, 200, year)["mid_onset"] for year in (1900, 1901, 1902)] == [1, 0, 0]
    assert row(frame, 2, 220, 1902)["mid_onset"] == 1  # the joiner's own first year


def test_unknown_deaths_rank_above_none_and_below_some(tmp_path: Path) -> None:
    frame = Mid().parse(given(tmp_path))
    assert row(frame, 2, 200, 1901)["mid_disputes"] == 3
    assert row(frame, 2, 200, 1901)["mid_dispnum"] == 2
    less = tuple(each.replace("5,3,1,12,", "5,3,0,0,") for each in ROWS_A)
    assert row(Mid().parse(given(tmp_path, less)), 2, 200, 1901)["mid_dispnum"] == 3


def test_keep_puts_another_step_first(tmp_path: Path) -> None:
    deadly = (ROWS_A[0].replace("5,3,0,0,", "5,3,6,-9,").replace(",7,3,1,", ",7,5,1,"), *ROWS_A[1:])
    files = given(tmp_path, deadly)
    shown = [
        row(Mid(keep=keep).parse(files), 2, 200, 1901)["mid_dispnum"] for keep in ("onset", "fatality", "hostility")
    ]
    assert shown == [2, 1, 1]


def test_the_order_of_rows_decides_nothing(tmp_path: Path) -> None:
    once = Mid().parse(given(tmp_path))
    assert Mid().parse(given(tmp_path, ROWS_A[::-1], ROWS_B[::-1])).equals(once)


def test_originators_and_joiners_are_kept_apart(tmp_path: Path) -> None:
    files = given(tmp_path)
    every, first = Mid().parse(files), Mid(pairs="originators").parse(files)
    assert row(every, 2, 220, 1902)["mid_joiner"] == 1
    assert row(every, 220, 2, 1902)["mid_originator"] == 0
    assert first.filter(pl.col("state") == 220).height == 0
    assert first["mid_joiner"].to_list() == [0] * 6


def test_days_that_do_not_meet_make_no_pair(tmp_path: Path) -> None:
    left = tuple(each.replace('"USA",2,-9,12,1900,3,2,1902', '"USA",2,-9,12,1900,31,12,1901') for each in ROWS_B)
    frame = Mid().parse(given(tmp_path, b=left))
    assert frame.filter(pl.col("year") == 1902).height == 0
    assert 220 not in frame["state"].to_list()


def test_an_unknown_day_is_as_early_or_as_late_as_it_can_be(tmp_path: Path) -> None:
    a = ("9,-9,3,1950,-9,3,1950,5,3,0,0,31,1,7,3,0,1,1,0,5",)
    b = (
        '9,"USA",2,-9,3,1950,1,3,1950,1,0,0,-9,0,0,7,3,1,5',
        '9,"UKG",200,-9,3,1950,-9,3,1950,0,0,0,-9,0,0,0,1,1,5',
    )
    assert Mid().parse(given(tmp_path, a, b)).height == 2


def test_a_state_that_comes_back_begins_anew(tmp_path: Path) -> None:
    a = ("9,1,3,1950,1,3,1953,5,3,0,0,31,1,7,3,0,1,1,0,5",)
    b = (
        '9,"USA",2,1,3,1950,1,3,1950,1,0,0,-9,0,0,7,3,1,5',
        '9,"USA",2,1,3,1953,1,3,1953,1,0,0,-9,0,0,7,4,0,5',
        '9,"UKG",200,1,3,1950,1,3,1953,0,0,0,-9,0,0,0,1,1,5',
    )
    frame = Mid().parse(given(tmp_path, a, b)).filter(pl.col("state") == 2)
    assert frame.select("year", "mid_onset", "mid_hostlev").rows() == [(1950, 1, 3), (1953, 1, 4)]


def test_a_changed_header_is_told(tmp_path: Path) -> None:
    files = given(tmp_path, head=HEAD_B.replace("sidea", "side_a"))
    with pytest.raises(DataError) as caught:
        Mid().parse(files)
    assert str(caught.value) == (
        f"{files['MIDB 5.0.csv']}:1: lacks the column sidea (side_a is like it). Versions known here: 5.0. Get one of these, or "
        "say what the new columns mean."
    )


def test_unknown_choices_are_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        Mid(pairs="joiners")
    assert str(caught.value) == "unknown pairs 'joiners'. Use one of: all, originators."

"""UN roll calls: two layouts, issues, wrong files; against the published tables where they are."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.un_roll_calls import UnRollCalls

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "un_votes"
CALLS, TOPICS = (download.name for download in UnRollCalls.downloads)
HEAD = "rcid,session,importantvote,date,unres,amend,para,short,descr"


def parse(calls: Path, topics: Path) -> pl.DataFrame:
    return UnRollCalls().parse({CALLS: calls, TOPICS: topics})


def pair(
    folder: Path, calls: str, topics: str = "rcid,short_name,issue\n3,me,Palestinian conflict\n3,hr,Human rights\n"
):
    one, two = folder / "calls.csv", folder / "topics.csv"
    one.write_text(f"{HEAD}\n{calls}", encoding="utf-8")
    two.write_text(topics, encoding="utf-8")
    return one, two


def test_issues_are_spread_and_no_issue_is_zero(tmp_path):
    frame = parse(*pair(tmp_path, "4,1,NA,1946-01-02,R/1/79,0,0,ELECTIONS,x\n3,1,1,1946-01-01,R/1/66,1,0,RULES,y\n"))
    assert frame.rows() == [
        (3, 1, date(1946, 1, 1), 1, 1, 0, "R/1/66", "RULES", "y", 1, 0, 0, 1, 0, 0),
        (4, 1, date(1946, 1, 2), None, 0, 0, "R/1/79", "ELECTIONS", "x", 0, 0, 0, 0, 0, 0),
    ]


def test_the_workbooks_layout_has_the_issues_in_itself(tmp_path):
    path = tmp_path / "descriptions.csv"
    path.write_text(f'{HEAD},me,nu,di,hr,co,ec\n3,1,0,1946-01-01,R/1,0,0,s,d,1,0,0,0,,"0"""\n', encoding="utf-8")
    assert parse(path, path).row(0)[9:] == (1, 0, 0, 0, None, 0)


def test_a_roll_call_twice_is_refused(tmp_path):
    one, two = pair(tmp_path, "3,1,1,1946-01-01,a,0,0,s,d\n3,1,1,1946-01-01,a,0,0,s,d\n")
    with pytest.raises(DataError) as caught:
        parse(one, two)
    assert str(caught.value) == f"{one}:3: has the roll call 3 more than once. Keep one row per rcid."


def test_a_changed_header_is_named(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("rcid,session,date,unres,short,descr\n3,1,1946-01-01,a,b,c\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        parse(path, path)
    assert str(caught.value) == (
        f"{path}:1: lacks the column importantvote. Versions known here: un_roll_calls and un_roll_call_issues of unvotes 0.3, "
        "descriptions1-70. Get one of these, or say what the new columns mean."
    )


if (MIRROR / "un_roll_calls.csv.gz").exists():

    def test_the_published_pair():
        frame = parse(MIRROR / "un_roll_calls.csv.gz", MIRROR / "un_roll_call_issues.csv.gz")
        raw = pl.read_csv(MIRROR / "un_roll_call_issues.csv.gz")
        counts = Counter(raw["short_name"].to_list())
        assert (frame.height, frame["importantvote"].null_count(), int(frame["importantvote"].sum())) == (
            6203,
            605,
            411,
        )
        assert {key: int(frame[f"un_{key}"].sum()) for key in counts} == dict(counts)

    def test_the_workbook_agrees_with_the_pair_on_every_shared_roll_call():
        workbook = MIRROR / "descriptions1-70latestversion.xls"
        one = parse(workbook, workbook)
        two = parse(MIRROR / "un_roll_calls.csv.gz", MIRROR / "un_roll_call_issues.csv.gz")
        both = one.join(two, on="rcid", suffix="_two")
        assert (one.height, both.height) == (5429, 5429)
        assert both.filter(pl.col("un_session") != pl.col("un_session_two")).height == 0

"""Roll calls from a file: numbers or names, and complaints with file and line."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.measures.ideal_points.own_votes import read_votes

HEAD = "state,session,item,vote\n"


def file(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / "votes.csv"
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_numbers_stay_as_they_are(tmp_path: Path) -> None:
    own = read_votes(file(tmp_path, "365,2,7,no\n2,2,7,Yes\n2,1,6,1\n365,1,6,2\n20,1,6,absent\n"))
    assert (own.votes.states, own.votes.sessions, own.votes.items) == ((2, 365), (1, 2), (6, 7))
    assert own.votes.vote.tolist() == [1, 2, 1, 3]
    assert (dict(own.states), dict(own.items)) == ({}, {})
    assert dict(own.votes.dropped) == {"absent or not a member": 1}


def test_names_of_states_become_their_numbers_and_items_may_be_text(tmp_path: Path) -> None:
    own = read_votes(file(tmp_path, "RUS,1990,A/1,3\nUnited States,1990,A/1,1\n"))
    assert (own.votes.states, dict(own.states), dict(own.items)) == ((2, 365), {}, {1: "A/1"})


def test_other_names_get_numbers_that_no_state_has(tmp_path: Path) -> None:
    own = read_votes(file(tmp_path, "Reed,1,a,1\nBlack,1,a,3\nReed,2,b,3\nBlack,2,b,1\n"), sessions=[2])
    assert dict(own.states) == {10001: "Black", 10002: "Reed"}
    assert own.votes.sessions == (2,)


def test_codes_of_ones_own(tmp_path: Path) -> None:
    own = read_votes(file(tmp_path, "2,1,5,Y\n365,1,5,N\n20,1,5,-\n"), codes={"Y": 1, "N": 3, "-": None})
    assert own.votes.vote.tolist() == [1, 3]


def test_other_formats_serve(tmp_path: Path) -> None:
    pl.DataFrame({"state": [2, 365], "session": 1, "item": 5, "vote": [1, 3], "note": "x"}).write_parquet(
        tmp_path / "v.parquet"
    )
    assert len(read_votes(tmp_path / "v.parquet").votes) == 2


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        ("2,1,5,1\n365,1,5,3\n2,1,5,3\n", 2, "the state 2 has two different votes on the item 5 in session 1 (lines 2 and 4). Keep one."),
        ("2,1,5,1\n365,1,5,maybe\n", 3, "the vote 'maybe' in line 3 is unknown. Known: 1, 2, 3, yes, abstain, no, 8, 9, absent, "
         "not a member. Say what it is in codes."),
        ("2,1,5,1\n365,,5,3\n", 3, "the column 'session' wants a whole number in each row; line 3 is missing. Correct or drop it."),
        ("2,1,5,1\nRUS,1,5,3\n", 3, "names 'RUS' as a state where other rows have numbers. Give numbers or names to all."),
        ("Reed,1,5,1\n,1,5,3\n", 3, "has no state in this row. Fill it in or drop the row."),
    ],
    ids=["torn", "unknown", "missing", "mixed", "nameless"],
)  # fmt: skip
def test_complaints_name_file_and_line(tmp_path: Path, rows: str, line: int, told: str) -> None:
    path = file(tmp_path, rows)
    with pytest.raises(DataError) as caught:
        read_votes(path)
    assert str(caught.value) == f"{path}:{line}: {told}"
    assert (caught.value.file, caught.value.line) == (path, line)


def test_a_file_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="vote"):
        read_votes(file(tmp_path, "1,2,3\n", head="ccode,session,item\n"))
    with pytest.raises(DataError) as nothing:
        read_votes(file(tmp_path, "2,1,5,1\n365,1,5,1\n"))
    told = "no vote is left: roll calls without contrast 1; votes on them 2. Give roll calls in which states voted differently."
    assert str(nothing.value) == f"{tmp_path / 'votes.csv'}: {told}"

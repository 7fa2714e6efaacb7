"""UN votes: three layouts, codes, absences, wrong files; against the published tables where they are."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.un_votes import UnVotes
from corcyra.world.spells import states

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "un_votes"
NAME = UnVotes.downloads[0].name


def parse(path: Path) -> pl.DataFrame:
    return UnVotes().parse({NAME: path})


def written(folder: Path, text: str, name: str = "UNVotes.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_publishers_layout_keeps_absence_and_non_membership_apart(tmp_path):
    text = "rcid,session,vote,ccode,date\n9001,1,8,2,1/2/1946\n3,1,1,2,1/1/1946\n3,1,9,31,1/1/1946\n"
    assert parse(written(tmp_path, text)).rows() == [
        (3, 2, 1, 1, date(1946, 1, 1), None),
        (3, 31, 9, 1, date(1946, 1, 1), None),
        (9001, 2, 8, 1, date(1946, 1, 2), None),
    ]


def test_the_session_comes_from_resid_and_a_wrong_year_is_not_read(tmp_path):
    text = "resid,ccode,date,year,vote\n78051,551,2023-12-04 00:00:00,2022,1\n"
    assert parse(written(tmp_path, text)).rows() == [(78051, 551, 1, 78, date(2023, 12, 4), 78051)]


def test_both_ids_keep_rcid_as_the_key(tmp_path):
    text = "rcid,resid,Country,ccode,date,vote,session\n3,1001,USA,2,1946-01-01,1,1\n"
    assert parse(written(tmp_path, text)).rows() == [(3, 2, 1, 1, date(1946, 1, 1), 1001)]


def test_the_package_layout_reads_namibia_and_reports_what_has_no_number(tmp_path):
    text = (
        "rcid,country,country_code,vote\n7,Namibia,NA,yes\n7,Atlantis,AT,no\n7,Federal Republic of Germany,DE,abstain\n"
    )
    path = written(tmp_path, text)
    assert parse(path).select("roll_call", "state", "un_vote").rows() == [(7, 260, 2), (7, 565, 1)]
    assert UnVotes().dropped({NAME: path}).rows() == [("Atlantis", 1)]


def test_a_file_with_numbers_drops_nothing(tmp_path):
    assert UnVotes().dropped({NAME: written(tmp_path, "resid,ccode,vote\n1001,2,1\n")}).height == 0


def test_an_unknown_vote_is_named_with_its_line(tmp_path):
    path = written(tmp_path, "rcid,ccode,vote\n3,2,1\n3,20,7\n")
    with pytest.raises(DataError) as caught:
        parse(path)
    assert str(caught.value) == (
        f"{path}:3: has a vote that is none of 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member. Get the publisher's file."
    )


def test_an_unknown_word_is_named_with_its_line(tmp_path):
    path = written(tmp_path, "rcid,country,country_code,vote\n3,Cuba,CU,maybe\n")
    with pytest.raises(DataError, match=r"UNVotes.csv:2: has a vote that is none of 1 yes"):
        parse(path)


def test_a_vote_given_twice_is_kept_once_on_the_commonest_day(tmp_path):
    rows = ["78015,2,2023-11-28,1", "78015,20,2023-11-28,1", "78015,679,2023-10-27,1", "78015,679,2023-11-28,1"]
    frame = parse(written(tmp_path, "resid,ccode,date,vote\n" + "\n".join(rows) + "\n"))
    assert frame.select("state", "un_vote_date").rows() == [(each, date(2023, 11, 28)) for each in (2, 20, 679)]


def test_two_different_votes_of_a_state_are_refused(tmp_path):
    path = written(tmp_path, "resid,ccode,vote\n78015,2,1\n78015,2,3\n")
    with pytest.raises(DataError) as caught:
        parse(path)
    assert str(caught.value) == (
        f"{path}: has two votes of the state 2 in the roll call 78015. Get the publisher's file."
    )


def test_the_package_names_bonn_after_the_union(tmp_path):
    text = "rcid,country,country_code,vote\n"
    text += "".join(f"{call},Federal Republic of Germany,DE,no\n" for call in (3500, 3501, 3586, 9001))
    assert parse(written(tmp_path, text))["state"].to_list() == [260, 255, 255, 260]


def test_a_changed_header_names_the_column_and_the_versions(tmp_path):
    path = written(tmp_path, "rcid,cow,vote\n3,2,1\n")
    with pytest.raises(DataError) as caught:
        parse(path)
    assert str(caught.value) == (
        f"{path}:1: lacks the column ccode (cow is like it). Versions known here: the Dataverse file (rcid or resid, ccode, "
        "vote), its release of 2016, and un_votes of the R package unvotes. Get one of these, or say what the new columns mean."
    )


if (MIRROR / "UNGA_votes_1946-2022_from_fpsim.parquet").exists():

    @pytest.fixture(scope="module")
    def packaged() -> pl.DataFrame:
        return parse(MIRROR / "un_votes.parquet")

    @pytest.fixture(scope="module")
    def official() -> pl.DataFrame:
        return parse(MIRROR / "UNVotesPublished.parquet")

    def test_the_longest_copy_has_all_rows_and_only_states():
        frame = parse(MIRROR / "UNGA_votes_1946-2022_from_fpsim.parquet")
        raw = pl.read_parquet(MIRROR / "UNGA_votes_1946-2022_from_fpsim.parquet").sort("resid", "ccode")
        raw = raw.unique(["resid", "ccode"], maintain_order=True)
        assert frame.height == raw.height == 855_887  # three votes of session 78 stand twice in the file
        assert np.array_equal(frame["un_vote"].to_numpy(), raw["vote"].to_numpy())
        assert np.array_equal(frame["un_vote_session"].to_numpy(), raw["resid"].to_numpy() // 1000)
        assert set(frame["state"].to_list()) <= {state.cow for state in states()}
        assert not frame.select("roll_call", "state").is_duplicated().any()

    def test_every_name_of_the_package_is_the_state_of_the_publisher(packaged, official):
        calls = official["roll_call"].unique().to_list()
        mine = packaged.filter(pl.col("roll_call").is_in(calls)).select("roll_call", "state", "un_vote")
        theirs = official.filter(pl.col("un_vote") <= 3).select("roll_call", "state", "un_vote")
        shared = theirs.filter(pl.col("roll_call").is_in(packaged["roll_call"].unique().to_list()))
        assert mine.equals(shared)
        assert mine.height == 738_764

    def test_the_package_drops_absences_and_nobody_else(packaged, official):
        assert set(packaged["un_vote"].unique()) == {1, 2, 3}
        assert official["un_vote"].value_counts().sort("un_vote")["count"].to_list() == [
            588_800,
            95_099,
            54_865,
            73_328,
            254_521,
        ]

    def test_roll_calls_match_the_publishers_pairs_of_repeated_resolutions(packaged):
        with (MIRROR / "Matches.csv").open(encoding="utf-8") as stream:
            pairs = [(int(row["rcid1"]), int(row["rcid2"])) for row in csv.DictReader(stream)]
        ids = set(packaged["roll_call"].to_list())
        found = [round(sum(pair[side] in ids for pair in pairs) / len(pairs), 3) for side in (0, 1)]
        assert (len(pairs), found) == (955, [0.998, 0.994])

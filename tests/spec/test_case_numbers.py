"""The numbers that the bundled cases compute from United Nations votes, computed again from the published files.

The files are not part of the package: these tests exist where CORCYRA_MIRROR names a folder that holds them.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from statistics import fmean

import polars as pl
import pytest

from corcyra.casebook.check import read_ledger

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "un_votes"
ROLL_CALLS, VOTES = MIRROR / "un_roll_calls.csv.gz", MIRROR / "un_votes.parquet"
POINTS = MIRROR / "IdealpointestimatesAll_Apr2020.csv"
CSTO = ("AM", "BY", "KZ", "KG", "TJ")
OTHERS = ("UA", "GE", "MD", "AZ", "UZ", "TM")
PERIODS = {"un01": (1992, 2001), "un02": (2002, 2007), "un03": (2008, 2013), "un04": (2014, 2019)}
BEFORE, AFTER = (55, 57, 58), (60, 61, 62)
CODES = {"UZB": 704, "KAZ": 705, "KGZ": 703, "BLR": 370, "RUS": 365, "TKM": 701}


@cache
def opposed() -> pl.DataFrame:
    """Every vote on the roll calls on which Russia and the United States stand opposed: year, state, same as Russia."""
    dated = pl.read_csv(ROLL_CALLS, infer_schema_length=None).select(
        "rcid", year=pl.col("date").str.slice(0, 4).cast(pl.Int64)
    )
    votes = pl.read_parquet(VOTES).select("rcid", state="country_code", vote="vote")
    russia = votes.filter(pl.col("state") == "RU").select("rcid", russia="vote")
    america = votes.filter(pl.col("state") == "US").select("rcid", america="vote")
    both = russia.join(america, on="rcid")
    against = both.filter(pl.concat_list("russia", "america").list.sort().list.join("/") == "no/yes")
    return votes.join(against, on="rcid").join(dated, on="rcid").with_columns(same=pl.col("vote") == pl.col("russia"))


def share(votes: pl.DataFrame) -> float:
    """Per cent of identical votes, the mean over states."""
    return 100 * float(votes.group_by("state").agg(pl.col("same").mean())["same"].mean())  # type: ignore[arg-type]


@cache
def points() -> dict[tuple[int, int], float]:
    table = pl.read_csv(POINTS, infer_schema_length=None, encoding="utf8-lossy").drop_nulls("IdealPoint")
    return {
        (code, session): point for code, session, point in table.select("ccode", "session", "IdealPoint").iter_rows()
    }


def falls() -> dict[int, float]:
    """How far each state's point falls from the sessions before to those after, of each the mean of those that it has."""
    found: dict[int, float] = {}
    for code in {each for each, _ in points()}:
        old, new = (
            [points()[code, each] for each in sessions if (code, each) in points()] for sessions in (BEFORE, AFTER)
        )
        if old and new:
            found[code] = fmean(old) - fmean(new)
    return found


def numbers(key: str, clue: str) -> list[float]:
    """The numbers that stand in the text of a clue, years left out."""
    what = re.sub(r"\b(19|20)\d\d\b", "", read_ledger(key).clue(clue).what)
    return [float(each) for each in re.findall(r"(?<![\w])(?:\d+\.\d+|\.\d+|\d+)", what)]


if all(each.is_file() for each in (ROLL_CALLS, VOTES, POINTS)):

    @pytest.mark.parametrize("clue", PERIODS)
    def test_the_lead_of_russias_allies(clue: str) -> None:
        first, last = PERIODS[clue]
        votes = opposed().filter(pl.col("year").is_between(first, last) & pl.col("state").is_not_null())
        rest = votes.filter(~pl.col("state").is_in([*CSTO, *OTHERS, "RU", "US"]))
        members, others = (votes.filter(pl.col("state").is_in(group)) for group in (CSTO, OTHERS))
        shares = [share(members), share(others), share(rest)]
        assert numbers("un-mobilisation", clue) == [votes["rcid"].n_unique(), *(round(each) for each in shares)]

    def test_the_votes_of_uzbekistan_year_by_year() -> None:
        told = numbers("uzbekistan-2005", "uz08")
        ours = opposed().filter(pl.col("state") == "UZ")
        found = []
        for year in (2002, 2003, 2004):
            votes = ours.filter(pl.col("year") == year)
            found += [round(share(votes)), votes.height]
        assert told == found

    def test_the_fall_of_uzbekistan_is_the_largest() -> None:
        all_falls = falls()
        neighbours = [all_falls[CODES[each]] for each in ("KAZ", "KGZ", "BLR")]
        own = all_falls[CODES["UZB"]]
        assert sorted(all_falls, key=lambda code: -all_falls[code])[:2] == [CODES["UZB"], CODES["TKM"]]
        told = numbers("uzbekistan-2005", "uz28")
        assert told[-3:] == [round(own, 3), len(all_falls), round(own - sum(neighbours) / 3, 3)]
        for unit, clue in (("BLR", "by10"), ("KAZ", "kz09")):
            assert numbers("uzbekistan-2005", clue) == [round(all_falls[CODES[unit]], 3)]
        assert round(all_falls[CODES["TKM"]], 2) in numbers("uzbekistan-2005", "uz29")

    def test_the_share_before_andijan_and_the_distance_to_russia() -> None:
        at = points()
        own, russia = CODES["UZB"], CODES["RUS"]
        early = (at[own, 58] - at[own, 59]) / (at[own, 58] - at[own, 60])
        assert numbers("uzbekistan-2005", "uz26")[0] == round(100 * early)
        distances = [round(abs(at[own, session] - at[russia, session]), 3) for session in (58, 60)]
        told = numbers("uzbekistan-2005", "uz27")
        assert [each for each in told if each < 1] == distances

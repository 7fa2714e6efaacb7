"""MME participants: names to codes by day, participants that are no state, and both layouts."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.mme_events import MME, NO_STATES, MmeEvents
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "security/mme_v7.csv"
LONG = MIRROR / "security/mme-v7-long.csv.gz"
HEADER = "MMEID,Ex_Name,s.year,s.month,s.day,e.year,e.month,e.day,Warfighting,Peacekeeping,Humanitarian,StateA,StateB,StateC\n"


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "mme.csv"
    path.write_text(text, encoding="utf-8")
    table = MmeEvents().parse({MME.name: path})
    check_table(MmeEvents(), table)
    return table


def test_the_day_decides_the_state_and_new_year_makes_two(tmp_path: Path) -> None:
    """Germany and Russia of that day; Tonga was not yet in the system; NATO and unknown participants are no states."""
    text = HEADER + (
        "mme1,Bold Heron,1989,12,xx,1990,1,3,1,0,-9,Germany,United States,Tonga\n"
        "mme2,-9,2006,5,1,2006,5,1,0,1,0,Germany,Serbia,NATO\nmme3,-9,2004,5,1,2004,5,1,0,1,0,-9,St. Vincent & Grenadines ,\n"
    )
    assert parse(tmp_path, text).rows() == [
        ("mme1", 1989, 2, "Bold Heron", 1989, 1, 0, None),
        ("mme1", 1989, 260, "Bold Heron", 1989, 1, 0, None),
        ("mme1", 1990, 2, "Bold Heron", 1989, 1, 0, None),
        ("mme1", 1990, 260, "Bold Heron", 1989, 1, 0, None),
        ("mme2", 2006, 255, None, 2006, 0, 1, 0),
        ("mme2", 2006, 345, None, 2006, 0, 1, 0),
        ("mme3", 2004, 57, None, 2004, 0, 1, 0),
    ]


def test_the_long_layout_is_read_by_its_names(tmp_path: Path) -> None:
    """Its number 817 for Vietnam is South Vietnam's."""
    text = HEADER.replace("StateA,StateB,StateC", "gwcode,country").replace("\n", ",year\n") + (
        "mme1,Blue Sky,2008,12,xx,2008,12,3,1,0,0,817,Vietnam,2008\nmme1,Blue Sky,2008,12,xx,2008,12,3,1,0,0,2,United States,2008\n"
    )
    assert parse(tmp_path, text)["state"].to_list() == [2, 816]


def test_a_name_that_no_table_knows_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"mme\.csv:2: a participant that no table knows: unknown state 'Ruritania'"):
        parse(tmp_path, HEADER + "mme1,X,1989,12,1,1990,1,3,1,0,0,Ruritania,United States,\n")


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"mme\.csv:1: lacks the column s\.year"):
        parse(tmp_path, HEADER.replace("s.year", "syear") + "mme1,X,1989,12,1,1990,1,3,1,0,0,Cuba,United States,\n")


if REAL.exists():

    def test_every_participant_is_there_or_is_no_state_then() -> None:
        """Cells of the file, counted once more by the csv module: all that are not left out by name or time have a row."""
        with REAL.open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        cells = {
            (row["MMEID"], int(row["s.year"]), row[name])
            for row in rows
            for name in row
            if name.startswith("State") and row[name] and row[name] not in NO_STATES
        }
        outside = {cell for cell in cells if (cell[2] == "Tonga" and cell[1] <= 1999) or cell[2] == "South Sudan"}
        twice = {("mme978", 1992, "st. christopher")}  # beside St. Kitts & Nevis, the same state
        table = MmeEvents().parse({MME.name: REAL})
        check_table(MmeEvents(), table)
        began = table.filter(pl.col("year") == pl.col("start_year"))
        assert len(outside) == 8
        assert began.height == len(cells - outside - twice)

    def test_russia_and_its_allies_met_in_134_exercises() -> None:
        """Science, D6: exercises of 1994-2010 with Russia and at least one of six states."""
        table = MmeEvents().parse({MME.name: REAL}).filter(pl.col("year").is_between(1994, 2010))
        with_russia = table.filter(pl.col("state") == 365).select("exercise", "start_year").unique()
        allies = (
            table.filter(pl.col("state").is_in([371, 370, 705, 703, 702, 704]))
            .select("exercise", "start_year")
            .unique()
        )
        assert with_russia.join(allies, on=["exercise", "start_year"]).height == 134


if REAL.exists() and LONG.exists():

    def test_the_long_file_has_only_rows_of_the_wide_one() -> None:
        keys = ["exercise", "year", "state"]
        wide, long = (MmeEvents().parse({MME.name: path}) for path in (REAL, LONG))
        assert long.join(wide, on=keys, how="anti").height == 0
        assert wide.join(long, on=keys, how="anti").height == 77

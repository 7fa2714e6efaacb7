"""SQL over a library with one dataset that is there, one that is not, and the bundled sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from corcyra.errors import CorcyraError, DataError, MissingSource, OutputError, UnknownName
from corcyra.sources import SOURCES
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.library import Library
from corcyra.sources.raw import read_csv
from corcyra.sources.source import Field
from corcyra.sources.sql import query, tables, write
from corcyra.world.time import Years


class Rain(Dataset):
    """Rain, invented."""

    key = "rain"
    title = "Rainfall"
    version = "1.0"
    citations = ("corcyra",)
    licence = "CC0-1.0"
    access = "fetch"
    covers = Years(1992, 1993)
    unit = "state-year"
    downloads = (Download("rain.csv"),)
    columns = (Field("rain", "rain", "mm"), Field("wet", "was it wet", "yes or no"), Field("place", "where", "name"))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        parses.append(self.key)
        raw = read_csv(files["rain.csv"])
        return raw.select("state", "year", pl.col("rain").cast(pl.Float64), pl.col("wet") == 1, "place")


class Snow(Rain):
    """A dataset that is not there."""

    key = "snow"
    title = "Snowfall"
    downloads = (Download("snow.csv"),)


parses: list[str] = []


@pytest.fixture
def library(tmp_path: Path) -> Library:
    parses.clear()
    file = tmp_path / "mirror" / "rain.csv"
    file.parent.mkdir()
    file.write_text("state,year,rain,wet,place\n371,1992,2.5,1,Երևան\n372,1992,,,\n", encoding="utf-8")
    return Library(tmp_path / "home", tmp_path / "mirror")


def ask(library: Library, sql: str) -> pl.DataFrame:
    return query(sql, library, (Rain(), Snow()), SOURCES)


def test_tables_are_joined_and_missing_stays_missing(library: Library) -> None:
    found = ask(library, 'select r.*, s.name, s.start from rain r join states s on s.cow = r.state and s."end" is null order by 1')
    assert found.columns == ["state", "year", "rain", "wet", "place", "name", "start"]
    assert found.row(0)[:6] == (371, 1992, 2.5, True, "Երևան", "Armenia")
    assert found.row(1)[2:6] == (None, None, None, "Georgia")
    assert found.schema["start"] == pl.Date


def test_a_bundled_source_is_a_table(library: Library) -> None:
    source = SOURCES[0]
    assert ask(library, f"select count(*) n from {source.key}").item() == source.read().height


def test_only_what_the_query_names_is_read(library: Library) -> None:
    ask(library, "select count(*) as n from states where name <> 'rain' -- rain\n /* rain */")
    assert parses == []
    assert ask(library, 'SELECT count(*) FROM "Rain"').item() == 2
    assert parses == ["rain"]


def test_numbers_come_as_files_hold_them(library: Library) -> None:
    found = ask(
        library,
        "select sum(state) s, 1.5 d, 10::hugeint ** 20 big, [1, 2] l, interval 2 day i, count(*) n, null e, max(year) y from rain",
    )
    assert found.row(0) == (743, 1.5, 1e20, "[1, 2]", "2 days", 2, None, 1992)
    assert found.schema["s"] == pl.Int64
    assert ask(library, "select sum(state) s, name from states, rain where false group by 2").height == 0


BAD = {
    "select * from rainn": (UnknownName, "unknown table 'rainn'. Nearest: rain. Use one of these."),
    "select * from qqq": (UnknownName, "unknown table 'qqq'. Run: corcyra sql --tables"),
    "select * from snow": (
        MissingSource,
        "source 'snow' (Snowfall, 1.0) lacks snow.csv. Run: corcyra sources fetch snow",
    ),
    "selekt": (DataError, 'the query cannot be run: syntax error at or near "selekt"'),
    "": (DataError, "the query is empty. Write one SELECT."),
    "select 1; select 2": (DataError, "the query has 2 statements. Write one SELECT."),
    "select state, state from rain": (DataError, "the answer has the column 'state' more than once. Name it with AS."),
    "create table t (a int)": (
        DataError,
        "the query is a statement of the kind CREATE, and here one can only read. Write one SELECT.",
    ),
    "copy (select 1) to 'x.csv'": (
        DataError,
        "the query is a statement of the kind COPY, and here one can only read. Write one SELECT.",
    ),
}


@pytest.mark.parametrize("sql", BAD, ids=range(len(BAD)))
def test_what_cannot_be_answered_is_told_in_plain_words(library: Library, sql: str) -> None:
    kind, wanted = BAD[sql]
    with pytest.raises(CorcyraError) as told:
        ask(library, sql)
    assert (type(told.value), str(told.value)) == (kind, wanted)


def test_an_unknown_column_is_told(library: Library) -> None:
    with pytest.raises(DataError, match=r'^the query cannot be run: Referenced column "snowy" not found in FROM clause!'):
        ask(library, "select snowy from rain")


def test_no_file_can_be_read(library: Library, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^the query cannot be run: .*file system operations are disabled"):
        ask(library, f"select * from read_csv('{tmp_path / 'mirror' / 'rain.csv'}')")


def test_tables_are_listed_without_reading(library: Library) -> None:
    listed = {row[0]: row[1:] for row in tables(library, (Rain(), Snow()), SOURCES).rows()}
    columns = "state, year, rain, wet, place"
    assert listed["rain"] == (True, "state-year", "1992-1993", columns)
    assert listed["snow"] == (False, "state-year", "1992-1993", columns)
    assert list(listed) == sorted({"rain", "snow", "states", *(source.key for source in SOURCES)})
    assert parses == []


def test_an_answer_is_written_in_every_format(library: Library, tmp_path: Path) -> None:
    found = ask(library, "select state, rain, wet, place, case when wet then year end as y, date '1816-01-01' as d from rain")
    assert pl.read_parquet(write(found, tmp_path / "a.parquet")).equals(found)
    assert write(found, tmp_path / "a.CSV").read_text(encoding="utf-8").splitlines()[1:] == [
        "371,2.5,true,Երևան,1992,1816-01-01",
        "372,,,,,1816-01-01",
    ]
    told = pd.read_stata(write(found, tmp_path / "a.dta"))
    assert told["place"].tolist() == ["Երևան", ""]
    assert told["d"][0].date() == date(1816, 1, 1)
    assert told["y"][0] == 1992
    assert told[["rain", "wet", "y"]].isna().sum().tolist() == [1, 1, 1]


def test_other_endings_and_what_stata_cannot_hold_are_told(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a b": [1]})
    with pytest.raises(OutputError) as told:
        write(frame, tmp_path / "a.xlsx")
    assert str(told.value) == "cannot write 'a.xlsx': the ending must be one of .csv, .parquet, .dta. Rename the file."
    with pytest.raises(OutputError, match=r"^Stata cannot hold this table: "):
        write(frame, tmp_path / "a.dta")
    assert list(tmp_path.iterdir()) == []

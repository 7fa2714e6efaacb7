from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.armed_conflict import ArmedConflict
from corcyra.sources.capability import Capability
from corcyra.sources.figures import FOLDER, read_figures
from corcyra.sources.geography import Geography
from corcyra.sources.regime import Regime
from corcyra.sources.source import Source, check_source
from corcyra.sources.trade import Trade
from corcyra.sources.un_agreement import UnAgreement
from corcyra.sources.un_ideal_distance import UnIdealDistance
from corcyra.sources.un_ideal_points import UnIdealPoints
from corcyra.world import citation

SOURCES: tuple[Source, ...] = (
    ArmedConflict(), Capability(), Geography(), Regime(), Trade(), UnAgreement(), UnIdealDistance(), UnIdealPoints(),
)  # fmt: skip
COLUMNS = {"state": pl.Int64, "year": pl.Int64, "rain": pl.Float64}


def written(folder: Path, text: str) -> Path:
    path = folder / "rain.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_each_table_is_what_its_source_says(source: Source) -> None:
    check_source(source)
    assert isinstance(source, Source)
    assert source.read().equals(source.read())


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_source_and_metadata_agree_and_every_citation_is_in_the_bibliography(source: Source) -> None:
    told = tomllib.loads((FOLDER / "figures.toml").read_text(encoding="utf-8"))[source.files[0].stem]
    assert tuple(told["citations"]) == source.citations
    assert told["licence"] == source.licence
    assert set(source.citations) <= set(citation.keys())
    assert told["version"] == source.version


def test_every_table_belongs_to_a_source_and_all_are_small() -> None:
    tables = set(FOLDER.glob("*.csv"))
    assert tables == {path for source in SOURCES for path in source.files}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


def test_families_keep_evidence_apart() -> None:
    families = {source.key: {field.family for field in source.columns} for source in SOURCES}
    assert families == {
        "armed_conflict": {"conflicts"}, "capability": {"capability"}, "geography": {"geography"}, "regime": {"regime"},
        "trade": {"trade"}, "un_agreement": {"un_votes"}, "un_ideal_distance": {"un_votes"}, "un_ideal_points": {"un_votes"},
    }  # fmt: skip


def test_an_empty_cell_is_null_and_not_zero(tmp_path: Path) -> None:
    path = written(tmp_path, "state,year,rain\n371,1992,0\n371,1993,\n")
    assert read_figures(path, COLUMNS)["rain"].to_list() == [0.0, None]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "state,year,snow\n1,2,3\n",
            ":1: the columns are state, year, snow; wanted state, year, rain. Compile the table again.",
        ),
        ("", ":1: the columns are missing; wanted state, year, rain. Compile the table again."),
        ("state,year,rain\n1,2\n", ":2: 2 cells in a row; wanted 3, as in the header. Mend the row."),
        (
            "state,year,rain\n1,2,3\n1,3,wet\n",
            ":3: column 'rain' holds 'wet'; wanted a number. Write one, or leave the cell empty when it is unknown.",
        ),
        (
            "state,year,rain\n1,2.5,3\n",
            ":2: column 'year' holds '2.5'; wanted a whole number. Write one, or leave the cell empty when it is unknown.",
        ),
    ],
)
def test_a_malformed_table_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError) as caught:
        read_figures(path, COLUMNS)
    assert str(caught.value) == f"{path}{message}"


def test_an_absent_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_figures(tmp_path / "none.csv", COLUMNS)
    assert str(caught.value) == (
        f"{tmp_path / 'none.csv'}: cannot be read: No such file or directory. Put the table back or compile it again."
    )

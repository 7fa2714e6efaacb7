"""Panels out of the house: the values, the labels and the missing cells survive."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from corcyra.errors import OutputError
from corcyra.panel.export import to_arrow, to_pandas, write
from corcyra.panel.table import Column, Panel

PANEL = Panel(
    pl.DataFrame({"state": [371, 373], "year": [1992, 1992], "x": [0.5, None], "name": ["Հայաստան", "Azərbaycan"]}),
    "state-year",
    {"x": Column("x", "a share of something", "share"), "name": Column("name", "the state's own name", "text")},
)


def test_csv_and_parquet_round_trip(tmp_path: Path) -> None:
    assert pl.read_csv(write(PANEL, tmp_path / "p.csv")).rows() == PANEL.frame.rows()
    assert pl.read_parquet(write(PANEL, tmp_path / "p.parquet")).equals(PANEL.frame)


def test_stata_keeps_labels_letters_and_missing(tmp_path: Path) -> None:
    path = write(PANEL, tmp_path / "p.dta")
    with pd.read_stata(path, iterator=True) as reader:
        assert reader.variable_labels()["x"] == "a share of something"
        frame = reader.read()
    assert frame["name"].tolist() == ["Հայաստան", "Azərbaycan"]
    assert frame["x"].isna().tolist() == [False, True]


def test_pandas_and_arrow() -> None:
    assert to_pandas(PANEL)["x"].isna().tolist() == [False, True]
    assert to_arrow(PANEL).column("x").to_pylist() == [0.5, None]


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as told:
        write(PANEL, tmp_path / "p.xyz")
    assert str(told.value) == "cannot write 'p.xyz': the ending must be one of .csv, .parquet, .dta. Rename the file."


def test_a_missing_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory"):
        write(PANEL, tmp_path / "absent" / "p.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_earlier_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(PANEL, tmp_path / "p.csv")
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corcyra.files.os.replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write(PANEL.where(pl.col("state") == 371), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]

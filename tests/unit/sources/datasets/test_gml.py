"""Corrected disputes: both published layouts, names of columns, the higher of two spells."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.gml import PUBLISHED, Gml
from corcyra.sources.source import check_table

NAMES = sorted(set(PUBLISHED.values()))
BASE = {
    "dispnum": 7, "ccode1": 371, "ccode2": 373, "year": 1994, "midongoing": 1, "midonset": 1, "hostlev1": 4, "hostlev2": 3,
    "fatality1": -9, "fatality2": 1, "revstate1": 1, "revstate2": 0, "sidea1": 1, "orig1": 1, "orig2": 0, "fatality": 1,
    "hostlev": 4, "mindur": 2, "maxdur": 3, "recip": 1, "stmon": 4,
}  # fmt: skip


def given(folder: Path, *changes: dict[str, int], name: str = "gml-ddy-disputes-2.1.1.csv") -> dict[str, Path]:
    rows = [{**BASE, **change} for change in changes]
    text = "\n".join([",".join(NAMES), *(",".join(str(row[each]) for each in NAMES) for row in rows)]) + "\n"
    file = folder / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return {"gml_dirdisp.rda": file}


def test_the_well_known_names_are_kept(tmp_path: Path) -> None:
    frame = Gml().parse(given(tmp_path, {}))
    check_table(Gml(), frame)
    assert frame.select("gmlmidongoing", "gmlmidonset", "gml_hostlev", "gml_hostlev_other", "gml_joiner").row(0) == (
        1,
        1,
        4,
        3,
        1,
    )
    assert frame["gml_fatality"].to_list() == [None]
    assert set(Gml().fills) <= set(frame.columns)


def test_both_layouts_give_the_same(tmp_path: Path) -> None:
    one = Gml().parse(given(tmp_path, {}))
    assert Gml().parse(given(tmp_path, {}, name="gml_dirdisp.csv.gz")).equals(one)


def test_of_two_spells_in_a_year_the_higher_values_are_kept(tmp_path: Path) -> None:
    frame = Gml().parse(given(tmp_path, {"hostlev1": 2, "midonset": 0}, {"hostlev1": 5, "fatality1": 2}))
    assert frame.select("gml_disputes", "gmlmidonset", "gml_hostlev", "gml_fatality").rows() == [(1, 1, 5, 2)]


def test_originators_and_keep(tmp_path: Path) -> None:
    files = given(tmp_path, {}, {"dispnum": 8, "orig2": 1, "midonset": 0, "fatality": 3})
    assert Gml().parse(files).select("gml_dispnum", "gml_disputes").rows() == [(7, 2)]
    assert Gml(keep="fatality").parse(files)["gml_dispnum"].to_list() == [8]
    assert Gml(pairs="originators").parse(files).select("gml_dispnum", "gml_disputes").rows() == [(8, 1)]


def test_a_foreign_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=r"other\.csv:1: lacks the columns dispnum, ccode1, .* Versions known here: 2\.1\.1, 2\.2\.1\."
    ):
        Gml().parse({"gml_dirdisp.rda": file})

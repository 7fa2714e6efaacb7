"""Archigos: three layouts of one table, and what it says by year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.archigos import DOWNLOAD, Archigos
from corcyra.sources.datasets.leaders_archigos import LeadersArchigos

SPELLS = [
    ("ARM-1991", "a", 371, "Ter-Petrosyan", "1991-10-16", "1998-02-03", "Regular", "Irregular", "Other", "M", 1945),
    ("ARM-1998", "b", 371, "Kocharyan", "1998-02-04", "2008-04-09", "Regular", "Regular", "Regular", "M", 1954),
    (
        "ARM-2008",
        "c",
        371,
        "Sargsyan",
        "2008-04-09",
        "2015-12-31",
        "Regular",
        "Still in Office",
        "Still in Office",
        "M",
        1954,
    ),
    ("AFG-1868", "d", 700, "Sher Ali", "1868-09-11", "1879-02-21", "Irregular", "Natural Death", "Regular", "M", -999),
    ("AFG-1879", "e", 700, "Hernández", "1879-02-22", "1879-10-12", "Regular", "Foreign", "Foreign Force", "F", 1849),
]
NAMES = ["obsid", "leadid", "ccode", "leader", "startdate", "enddate", "entry", "exit", "exitcode", "gender", "yrborn"]


def official(folder: Path) -> dict[str, Path]:
    """The Stata file, as far as its columns matter."""
    file = folder / "Archigos_4.1_stata14.dta"
    pd.DataFrame(SPELLS, columns=NAMES).to_stata(file, write_index=False, version=118)
    return {DOWNLOAD.name: file}


def packaged(folder: Path) -> dict[str, Path]:
    """The package's table: gwcode, NA for a year of birth not known."""
    frame = pl.DataFrame(SPELLS, schema=NAMES, orient="row").rename({"ccode": "gwcode"})
    file = folder / "archigos.csv"
    frame.with_columns(yrborn=pl.when(pl.col("yrborn") > 0).then("yrborn")).write_csv(file, null_value="NA")
    return {DOWNLOAD.name: file}


def annual(folder: Path) -> dict[str, Path]:
    """The text with a row per leader and year, Latin-1, with a blank behind one date as in the original."""
    lines = ["\t".join(NAMES)]
    for spell in SPELLS:
        row = dict(zip(NAMES, map(str, spell), strict=True))
        first, last = int(row["startdate"][:4]), int(row["enddate"][:4])
        for year in range(first, last + 1):
            part = dict(row)
            if year > first:
                part |= {"startdate": f"{year}-01-01", "entry": "(p_year)"}
            if year < last:
                part |= {"enddate": f"{year}-12-31", "exit": "(n_year)", "exitcode": "."}
            lines.append("\t".join(part[name] + (" " if name == "enddate" and year == last else "") for name in NAMES))
    file = folder / "arch_annual.txt"
    file.write_bytes(("\n".join(lines) + "\n").encode("latin-1"))
    return {DOWNLOAD.name: file}


@pytest.mark.parametrize("layout", [official, packaged, annual])
def test_all_layouts_give_one_table(tmp_path: Path, layout: object) -> None:
    found = Archigos().parse(layout(tmp_path))  # type: ignore[operator]
    assert found.columns == ["obsid", *(field.name for field in Archigos().columns)]
    assert found["obsid"].to_list() == ["AFG-1868", "AFG-1879", "ARM-1991", "ARM-1998", "ARM-2008"]
    row = found.row(1, named=True)
    assert (row["archigos_leader"], row["archigos_start"], row["archigos_end"]) == (
        "Hernández",
        date(1879, 2, 22),
        date(1879, 10, 12),
    )
    assert (row["state"], row["archigos_entry"], row["archigos_exit"], row["archigos_gender"]) == (
        700,
        "Regular",
        "Foreign",
        "F",
    )
    assert found["archigos_born"].to_list() == [None, 1849, 1945, 1954, 1954]


def years(folder: Path) -> dict[tuple[int, int], tuple[object, ...]]:
    return {row[:2]: row[2:] for row in LeadersArchigos().parse(official(folder)).rows()}


def test_years_with_exits(tmp_path: Path) -> None:
    found = years(tmp_path)
    assert found[371, 1998][:5] == (1, 0, 1, 1, 2)
    assert found[371, 2008][:5] == (0, 0, 1, 1, 2)
    assert found[700, 1879][:5] == (0, 1, 2, 1, 2)
    assert found[371, 2000][:5] == (0, 0, 0, 0, 1)


def test_the_end_of_the_release_is_no_exit(tmp_path: Path) -> None:
    assert years(tmp_path)[371, 2015][:5] == (0, 0, 0, 0, 1)


def test_tenure_is_that_of_the_last_leader_of_the_year(tmp_path: Path) -> None:
    found = years(tmp_path)
    assert found[371, 1997][5] == pytest.approx((date(1997, 12, 31) - date(1991, 10, 16)).days / 365.25)
    assert found[371, 1998][5] == pytest.approx((date(1998, 12, 31) - date(1998, 2, 4)).days / 365.25)
    assert found[700, 1879][5] == pytest.approx((date(1879, 10, 12) - date(1879, 2, 22)).days / 365.25)


def test_a_year_without_a_leader_or_before_1875_has_no_row(tmp_path: Path) -> None:
    found = years(tmp_path)
    assert (700, 1880) not in found
    assert min(year for _, year in found) == 1875


def test_a_changed_column_is_told(tmp_path: Path) -> None:
    file = packaged(tmp_path)[DOWNLOAD.name]
    file.write_text(file.read_text(encoding="utf-8").replace("startdate", "start_date"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Archigos().parse({DOWNLOAD.name: file})
    assert str(caught.value) == (
        f"{file}:1: lacks the column startdate (start_date is like it). Versions known here: 4.1. "
        "Get one of these, or say what the new columns mean."
    )

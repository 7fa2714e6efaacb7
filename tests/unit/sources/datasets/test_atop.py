"""ATOP directed dyad-years: both layouts, both directions, and the traps of the raw file."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.atop import OBLIGATIONS, Atop
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "peacesciencer/atop_alliance.parquet"
NAME = "atop_alliance.rda"
OFFICIAL = "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB\n"


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "atop5_1ddyr.csv"
    path.write_text(text, encoding="utf-8")
    return Atop().parse({NAME: path})


def test_the_official_layout_and_that_of_the_package_give_the_same(tmp_path: Path) -> None:
    official = parse(tmp_path, OFFICIAL + "220200,1955,1,1,0,0,1,1,220,200\n200220,1955,1,1,0,0,0,1,200,220\n")
    package = parse(
        tmp_path,
        "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
        "200,220,1955,1,0,0,0,1\n220,200,1955,1,0,0,1,1\n",
    )
    assert official.rows() == package.rows() == [(200, 220, 1955, 1, 0, 0, 0, 1), (220, 200, 1955, 1, 0, 0, 1, 1)]
    check_table(Atop(), official)


def test_a_file_of_one_direction_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, OFFICIAL + "200220,1955,1,1,0,0,0,1,200,220\n")
    assert str(caught.value) == (
        f"{tmp_path / 'atop5_1ddyr.csv'}:2: has 200 to 220 in 1955 and not 220 to 200: 1 of 1 rows lack their other direction. "
        "Get the directed dyad-year file (ddyr), which has both."
    )


def test_a_pair_twice_is_refused(tmp_path: Path) -> None:
    row, mirror = "200220,1955,1,1,0,0,0,1,200,220\n", "220200,1955,1,1,0,0,0,1,220,200\n"
    with pytest.raises(DataError) as caught:
        parse(tmp_path, OFFICIAL + mirror + row + row)
    assert str(caught.value) == (
        f"{tmp_path / 'atop5_1ddyr.csv'}:3: has the pair 200, 220 in 1955 more than once. Get the publisher's file."
    )


def test_another_header_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, "ccode1,ccode2,years,defense,offense,neutral,nonagg,consul\n2,20,1990,1,0,0,0,0\n")
    assert str(caught.value) == (
        f"{tmp_path / 'atop5_1ddyr.csv'}:1: lacks the column year (years is like it). Versions known here: 5.0 and 5.1 (stateA, "
        "stateB, year, defense …), the table of peacesciencer (ccode1, ccode2, year, atop_defense …). Get one of these, or say "
        "what the new columns mean."
    )


if REAL.exists():

    def real() -> pl.DataFrame:
        return Atop().parse({NAME: REAL})

    def test_every_row_of_the_mirror_has_its_other_direction() -> None:
        table = real()
        check_table(Atop(), table)
        turned = table.select("other", "state", "year").rows()
        assert table.height == 273_296
        assert set(turned) == set(table.select("state", "other", "year").rows())

    def test_few_promises_are_one_sided() -> None:
        """Guarantees are one-sided; non-aggression and consultation hardly ever are."""
        table = real()
        met = table.join(table, left_on=["state", "other", "year"], right_on=["other", "state", "year"], suffix="_back")
        uneven = {
            name: met.filter(pl.col(f"atop_{name}") != pl.col(f"atop_{name}_back")).height for name in OBLIGATIONS
        }
        assert uneven == {"defense": 984, "offense": 92, "neutral": 290, "nonagg": 20, "consul": 8}

    def test_trap_the_instruments_of_1993_make_enemies_allies() -> None:
        table = real().filter(pl.col("atop_defense") == 1)

        def years(state: int, other: int) -> list[int]:
            return table.filter((pl.col("state") == state) & (pl.col("other") == other))["year"].sort().to_list()

        assert years(371, 373) == years(373, 371) == list(range(1993, 2019))
        assert years(365, 373) == list(range(1993, 2019))
        assert years(365, 372) == list(range(1993, 2010))
        assert years(704, 365) == list(range(1992, 2019))

    def test_trap_nonaggression_ties_the_united_states_to_every_member_of_the_osce() -> None:
        table = real().filter((pl.col("state") == 2) & (pl.col("year") == 2018) & (pl.col("atop_nonagg") == 1))
        post_soviet = {359, 365, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705}
        assert post_soviet <= set(table["other"])

    def test_every_cell_is_that_of_the_file() -> None:
        raw = pl.read_parquet(REAL)
        names = ["state", "other", "year", *(f"atop_{name}" for name in OBLIGATIONS)]
        assert sorted(raw.rows()) == real().select(names).rows()

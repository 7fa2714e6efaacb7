"""COW IGO memberships: codes, upper and lower case, and all cells of the file."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.igo_members import IGO, IgoMembers
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "igo/state_year_format3.csv.gz"


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "igo.csv"
    path.write_text(text, encoding="utf-8")
    return IgoMembers().parse({IGO.name: path})


def test_nine_is_missing_and_none_has_no_row(tmp_path: Path) -> None:
    table = parse(
        tmp_path, "ccode,year,state,AAAID,NATO,UN\n2,1990,usa,-1,1,1\n20,1990,canada,2,-9,0\n40,1990,cuba,3,0,1\n"
    )
    check_table(IgoMembers(), table)
    assert table.rows() == [
        (2, 1990, "nato", 1), (2, 1990, "un", 1), (20, 1990, "aaaid", 2), (20, 1990, "nato", None), (40, 1990, "aaaid", 3),
        (40, 1990, "un", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("row", ["2,1991,usa,0,4,1", "2,1991,usa,0,,1", "2,1990,usa,0,1,1"])
def test_another_code_or_a_state_twice_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, f"ccode,year,state,AAAID,NATO,UN\n{row}\n20,1990,canada,2,-9,0\n2,1990,usa,-1,1,1\n")
    assert str(caught.value) == (
        f"{tmp_path / 'igo.csv'}:2: a code that is none of -9, -1, 0, 1, 2, 3, or a state and year twice. Get the publisher's file again."
    )


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"igo\.csv:1: lacks the columns nato, un"):
        parse(tmp_path, "ccode,year,orgname\n2,1990,x\n")


if REAL.exists():

    def test_every_cell_is_that_of_the_file() -> None:
        raw = pl.read_csv(REAL)
        cells = raw.drop("ccode", "year", "state").to_numpy()
        rows, columns = np.nonzero((cells > 0) | (cells == -9))
        names = np.array(raw.columns[3:])
        expected = pl.DataFrame(
            {
                "state": raw["ccode"].to_numpy()[rows],
                "year": raw["year"].to_numpy()[rows],
                "organisation": names[columns],
                "status": cells[rows, columns],
            }
        ).with_columns(pl.when(pl.col("status") > 0).then("status").alias("status"))
        table = IgoMembers().parse({IGO.name: REAL})
        check_table(IgoMembers(), table)
        assert table.equals(expected.sort("state", "year", "organisation"))
        assert (table.height, table["status"].null_count()) == (677_839, 138_874)
        csto = table.filter((pl.col("organisation") == "csto") & (pl.col("state") == 371))
        assert (csto["year"].min(), csto["year"].max()) == (2002, 2014)

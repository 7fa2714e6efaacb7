"""Ideal points: three releases, issues, wrong files; against the published tables where they are."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.ideal_points import IdealPoints
from corcyra.sources.source import Field
from corcyra.world.spells import states

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "un_votes"
NAME = IdealPoints.downloads[0].name
QUANTILES = ("QO%", "Q5%", "Q10%", "Q50%", "Q90%", "Q95%", "Q100%")
OLD = ("Row", "ccode", "session", "NVotes", "IdealPoint", *QUANTILES, "iso3c", "Countryname")
NEW = (
    "",
    "ccode",
    "session",
    "NVotesAll",
    "IdealPointAll",
    *(name + "All" for name in QUANTILES),
    "iso3c",
    "Countryname",
)
AGREE = ("USAgree", "RUSSAgree", "BrazilAgree", "ChinaAgree", "IndiaAgree", "IsraelAgree")
CELLS = "1,403,30,10,-1,-2.3,-1.7,-1.5,-.9,-.5,-.4,-.1,STP,São Tomé"


def parse(path: Path) -> pl.DataFrame:
    return IdealPoints().parse({NAME: path})


def written(folder: Path, header: tuple[str, ...], *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "ideal.csv"
    path.write_text("\n".join([",".join(header), *rows]) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize(("header", "encoding"), [(OLD, "latin-1"), (NEW, "utf-8")])
def test_the_older_releases_have_no_agreement(tmp_path, header, encoding):
    frame = parse(written(tmp_path, header, CELLS, encoding=encoding))
    assert frame.columns == ["state", "year", *(field.name for field in IdealPoints.columns)]
    assert frame.rows() == [(403, 1975, -1.0, -1.7, -1.5, -0.9, -0.5, -0.4, 10, *[None] * 6)]


def test_the_release_of_2024_has_agreement(tmp_path):
    frame = parse(written(tmp_path, (*NEW, *AGREE), f"{CELLS},0,1,0.75,NA,0.8,0"))
    assert frame.row(0)[9:] == (0.0, 1.0, 0.75, None, 0.8, 0.0)


def test_a_state_twice_in_a_session_is_refused(tmp_path):
    path = written(tmp_path, NEW, CELLS, CELLS)
    with pytest.raises(DataError) as caught:
        parse(path)
    assert str(caught.value) == f"{path}:2: has the state 403 in session 30 more than once. Get the file again."


def test_a_changed_header_is_named(tmp_path):
    path = written(tmp_path, tuple(name.replace("Q5%", "Q05%") for name in NEW), CELLS)
    with pytest.raises(DataError) as caught:
        parse(path)
    assert str(caught.value) == (
        f"{path}:1: lacks the column Q5%All (Q95%All is like it). Versions known here: IdealpointestimatesAll of April 2020, "
        "July 2023 and June 2024. Get one of these, or say what the new columns mean."
    )


def test_every_column_is_a_field_of_un_votes():
    assert all(isinstance(field, Field) and field.family == "un_votes" for field in IdealPoints.columns)


if (MIRROR / NAME).exists():

    def test_every_cell_of_the_release_of_2024():
        frame = parse(MIRROR / NAME)
        with (MIRROR / NAME).open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        told = {
            (int(row["ccode"]), int(row["session"]) + 1945): (
                float(row["IdealPointAll"]),
                float(row["Q5%All"]),
                int(row["NVotesAll"]),
                None if row["RUSSAgree"] == "NA" else float(row["RUSSAgree"]),
            )
            for row in rows
        }
        mine = frame.select("state", "year", "idealpoint", "idealpoint_q5", "idealpoint_nvotes", "russia_agree").rows()
        assert len(mine) == len(told) == 11_238
        assert all(told[row[:2]] == row[2:] for row in mine)
        assert set(frame["state"].to_list()) <= {state.cow for state in states()}

    @pytest.mark.parametrize(("release", "rows"), [("Jul2023", 11_045), ("Apr2020", 10_469)])
    def test_older_releases(release, rows):
        frame = parse(MIRROR / f"IdealpointestimatesAll_{release}.csv")
        assert frame.height == rows
        assert frame["us_agree"].null_count() == rows

    def test_known_estimates_of_the_release_of_2020():
        frame = parse(MIRROR / "IdealpointestimatesAll_Apr2020.csv")
        points = {
            (state, year): point for state, year, point in frame.select("state", "year", "idealpoint").iter_rows()
        }
        assert points[2, 1946] == 1.675486
        assert round(points[2, 2019], 3) == 2.695
        assert points[365, 2019] == 0.1418769

"""Latent scores, CIRIGHTS and ITT: numbers, sentinels, marks and line ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.cirights import SCORES, Cirights
from corcyra.sources.datasets.hr_scores import HrScores
from corcyra.sources.datasets.itt import Itt


def written(folder: Path, name: str, raw: bytes) -> dict[str, Path]:
    (folder / name).write_bytes(raw)
    return {name: folder / name}


def test_czechoslovakia_in_the_latent_scores(tmp_path: Path) -> None:
    text = '"","YEAR","COW","theta_mean","theta_sd"\n1,1992,316,0.5,0.2\n2,1993,316,0.9,0.2\n3,1992,317,-0.1,0.3\n'
    found = HrScores().parse(written(tmp_path, "LHRS-v4.02-2021.csv", text.encode()))
    assert found.rows() == [(315, 1992, 0.5, 0.2), (316, 1993, 0.9, 0.2), (317, 1992, -0.1, 0.3)]


def ciri(folder: Path, lines: list[str]) -> dict[str, Path]:
    header = "country,cow,year,human_rights_score," + ",".join(SCORES)
    return written(folder, "cirights_v1.22.11.25.csv", ("\r\n".join([header, *lines]) + "\r\n").encode("utf-8-sig"))


def test_serbia_in_cirights(tmp_path: Path) -> None:
    full, empty = ",".join(["2"] * 12), "," * 11
    lines = [
        f"Serbia and Montenegro,345,2005,,{full}",
        f"Serbia and Montenegro,345,2006,,{empty}",
        f"Serbia,342,2006,,{full}",
    ]
    found = Cirights().parse(ciri(tmp_path, lines))
    assert found.rows() == [(345, 2005, *[2] * 12), (345, 2006, *[2] * 12)]


def test_codes_for_missing_in_cirights(tmp_path: Path) -> None:
    found = Cirights().parse(ciri(tmp_path, ["X,2,1981,,-999,-66,-77,0,1,2,1,1,1,1,3,"]))
    assert found.row(0) == (2, 1981, None, None, None, 0, 1, 2, 1, 1, 1, 1, 3, None)
    with pytest.raises(ParameterError) as caught:
        Cirights(keep="both")
    assert str(caught.value) == "unknown keep 'both'. Use one of: new, old."


def itt(folder: Path, levels: list[str]) -> dict[str, Path]:
    lines = ["cowccode,iso3numeric,iso3alpha,year,LoT,RstrctAccess"]
    lines += [f"2,840,USA,{1995 + place},{level},{'Yes' if place else 'No'}" for place, level in enumerate(levels)]
    return written(folder, "ITT_CY.csv", "\r".join(lines).encode())


def test_levels_of_torture(tmp_path: Path) -> None:
    found = Itt().parse(itt(tmp_path, ["No Allegations", "Systematic", '"Allegation, No LoT"', "-999"]))
    assert found.rows() == [(2, 1995, 0, 0), (2, 1996, 5, 1), (2, 1997, None, 1), (2, 1998, None, 1)]


def test_an_unknown_level_of_torture(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Itt().parse(itt(tmp_path, ["No Allegations", "Rare"]))
    assert str(caught.value) == (
        f"{tmp_path / 'ITT_CY.csv'}:3: 'Rare' in the column LoT is no level of torture. Known: No Allegations, Infrequent, "
        "Several, Routinely, Widespread, Systematic, Allegation, No LoT, Improved, Continued, Increased/Worsening, -777, -999. "
        "Get the publisher's file again."
    )

"""Ethnic Power Relations: spells of groups and what they add up to."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.epr import DOWNLOAD, Epr
from corcyra.sources.datasets.epr_state import EprState

HEADER = "gwid,statename,from,to,group,groupid,gwgroupid,umbrella,size,status,reg_aut"
LINES = [
    "372,Georgia,1991,2003,Georgians,1000,37201000,,0.69,SENIOR PARTNER,",
    "372,Georgia,1991,1993,Abkhazians,2000,37202000,,0.017,DISCRIMINATED,false",
    "372,Georgia,1994,2003,Abkhazians,2000,37202000,,0.017,SELF-EXCLUSION,true",
    "372,Georgia,1991,2003,Armenians,3000,37203000,,0.08,POWERLESS,false",
    "372,Georgia,1991,2003,Greeks,4000,37204000,,0.02,IRRELEVANT,",
    "710,China,1946,1948,Han,1000,71001000,,0.94,IRRELEVANT,",
]


def given(folder: Path, lines: list[str]) -> dict[str, Path]:
    file = folder / DOWNLOAD.name
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return {DOWNLOAD.name: file}


def test_groups(tmp_path: Path) -> None:
    found = Epr().parse(given(tmp_path, LINES))
    assert found.columns == ["gwgroupid", "epr_from", *(field.name for field in Epr().columns)]
    assert found.filter(gwgroupid=37202000).rows() == [
        (37202000, 1991, 1993, 372, "Abkhazians", 0.017, "DISCRIMINATED", False),
        (37202000, 1994, 2003, 372, "Abkhazians", 0.017, "SELF-EXCLUSION", True),
    ]
    assert found.filter(gwgroupid=71001000)["epr_autonomy"].to_list() == [None]


def test_states_by_year(tmp_path: Path) -> None:
    found = {row[:2]: row[2:] for row in EprState().parse(given(tmp_path, LINES)).rows()}
    assert found[372, 1993] == (0.097, 2, 0.017, 3, 0.69)
    assert found[372, 1994] == (0.097, 2, 0.0, 3, 0.69)
    assert found[710, 1946] == (0.0, 0, 0.0, 0, 0.94)
    assert sorted(found) == [(372, year) for year in range(1991, 2004)] + [(710, year) for year in range(1946, 1949)]


def test_an_unknown_status(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Epr().parse(given(tmp_path, [*LINES, "2,USA,1946,1965,Whites,1000,201000,,0.7,HAPPY,"]))
    assert str(caught.value) == (
        f"{tmp_path / DOWNLOAD.name}:8: 'HAPPY' is no status of EPR. Known: MONOPOLY, DOMINANT, SENIOR PARTNER, "
        "JUNIOR PARTNER, SELF-EXCLUSION, POWERLESS, DISCRIMINATED, STATE COLLAPSE, IRRELEVANT. Get the publisher's file again."
    )


def test_a_spell_twice(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        EprState().parse(given(tmp_path, [*LINES, LINES[0]]))
    assert str(caught.value) == (
        f"{tmp_path / DOWNLOAD.name}: has gwgroupid, epr_from (37201000, 1991) more than once. Get the publisher's file again."
    )

"""Armed conflicts: several codes in a cell, both layouts, releases, kinds of conflict, troops of other states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets._ucdp import ArmedConflict
from corcyra.sources.datasets.one_sided import OneSided
from corcyra.sources.datasets.ucdp import Ucdp
from corcyra.sources.datasets.ucdp_conflicts import UcdpConflicts
from corcyra.sources.datasets.ucdp_dyads import UcdpDyads
from corcyra.sources.datasets.ucdp_support import UcdpSupport
from corcyra.sources.source import check_table

OFFICIAL = """conflict_id,location,side_a,side_b,incompatibility,territory_name,year,intensity_level,type_of_conflict,start_date,start_prec,start_date2,start_prec2,ep_end,ep_end_date,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,version
1,Georgia,Government of Georgia,Republic of X,1,X,2023,1,4,1992-08-18,1,1992-08-18,1,1,2023-08-15,372,"369, 2",,365,25.1
1,Georgia,Government of Georgia,Republic of X,1,X,2024,2,3,1992-08-18,1,1992-08-18,1,0,,372,,,,25.1
2,"Iraq, Kuwait",Government of Iraq,Government of Kuwait,3,Kuwait,2024,2,2,1990-08-02,1,1990-08-02,1,0,,645,,"690, 2",,25.1
3,Nowhere,Government of A,B,2,,2024,1,3,1990-08-02,1,1990-08-02,1,0,,751,,,,25.1
4,Algeria,Government of France,FLN,1,Algeria,2024,1,1,1954-08-02,1,1954-08-02,1,0,,220,,,,25.1
5,Georgia,Government of Georgia,Z,3,,2024,1,3,1992-08-18,1,1992-08-18,1,0,,372,,,,25.1
"""
SHORT = """conflict_id,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,incompatibility,intensity_level,type_of_conflict,start_date,start_prec,start_date2,start_prec2,ep_end,ep_end_date
1,2023,372,2.0,NA,365.0,territory,1,II,1992-08-18,1,1992-08-18,1,1,2023-08-15
1,2023,372,369.0,NA,365.0,territory,1,II,1992-08-18,1,1992-08-18,1,1,2023-08-15
1,2024,372,NA,NA,NA,territory,2,intrastate,1992-08-18,1,1992-08-18,1,0,NA
2,2024,645,NA,690.0,NA,both,2,interstate,1990-08-02,1,1990-08-02,1,0,NA
2,2024,645,NA,2.0,NA,both,2,interstate,1990-08-02,1,1990-08-02,1,0,NA
3,2024,751,NA,NA,NA,government,1,intrastate,1990-08-02,1,1990-08-02,1,0,NA
4,2024,220,NA,NA,NA,territory,1,extrasystemic,1954-08-02,1,1954-08-02,1,0,NA
5,2024,372,NA,NA,NA,both,1,intrastate,1992-08-18,1,1992-08-18,1,0,NA
"""
NAME = "ucdp-prio-acd-251.csv"
LAYOUTS = pytest.mark.parametrize("text", [OFFICIAL, SHORT], ids=["official", "peacesciencer"])


def rows(dataset: ArmedConflict, folder: Path, text: str) -> list[tuple[object, ...]]:
    (folder / NAME).write_text(text, encoding="utf-8")
    frame = dataset.parse({NAME: folder / NAME})
    check_table(dataset, frame)
    return frame.rows()


@LAYOUTS
def test_by_state(tmp_path: Path, text: str) -> None:
    assert rows(Ucdp(), tmp_path, text) == [
        (2, 2024, 0, 0, 0, 2, 0),
        (220, 2024, 0, 0, 0, 0, 1),
        (372, 2023, 1, 0, 1, 0, 0),
        (372, 2024, 2, 1, 0, 0, 0),
        (645, 2024, 0, 0, 0, 2, 0),
        (690, 2024, 0, 0, 0, 2, 0),
    ]


@LAYOUTS
def test_by_dyad(tmp_path: Path, text: str) -> None:
    assert rows(UcdpDyads(), tmp_path, text) == [
        (2, 365, 2023, 0, 1),
        (2, 645, 2024, 2, 2),
        (365, 369, 2023, 0, 1),
        (365, 372, 2023, 0, 1),
        (645, 690, 2024, 2, 2),
    ]


@LAYOUTS
def test_support(tmp_path: Path, text: str) -> None:
    assert rows(UcdpSupport(), tmp_path, text) == [(372, 2, 2023, 1, 0), (372, 365, 2023, 0, 1), (372, 369, 2023, 1, 0)]


@LAYOUTS
def test_by_conflict(tmp_path: Path, text: str) -> None:
    found = rows(UcdpConflicts(), tmp_path, text)
    words = ("Georgia", "Government of Georgia", "Republic of X", "X") if text == OFFICIAL else (None,) * 4
    dates = (date(1992, 8, 18), 1, date(1992, 8, 18), 1, 1, date(2023, 8, 15))
    assert found[0] == (1, 2023, 1, 4, 1, "372", "2, 369", None, "365", *dates, *words)
    assert [row[:2] for row in found] == [(1, 2023), (1, 2024), (2, 2024), (3, 2024), (4, 2024), (5, 2024)]


def test_a_file_of_another_release_is_told(tmp_path: Path) -> None:
    file = tmp_path / "ucdp-prio-acd-191.csv"
    file.write_text(OFFICIAL, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Ucdp(release="19.1").parse({file.name: file})
    assert str(caught.value) == (
        f"{file}: is release 25.1 with years to 2024, not 19.1 with years to 2018. Get that release, or ask for the one you have: "
        "Ucdp(release=…)."
    )


def test_the_shortened_table_is_known_by_its_last_year(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"is release 25\.1 with years to 2023, not 25\.1 with years to 2024\."):
        rows(Ucdp(), tmp_path, SHORT.replace(",2024,", ",2023,"))


def test_a_word_for_no_type_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        rows(Ucdp(), tmp_path, SHORT.replace("extrasystemic", "colonial"))
    assert str(caught.value) == (
        f"{tmp_path / NAME}: type_of_conflict has 'colonial', which is none of: 1, 2, 3, 4, extrasystemic, interstate, intrastate, "
        "II. Get the release again."
    )


def test_a_conflict_that_contradicts_itself_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        rows(UcdpConflicts(), tmp_path, SHORT.replace("369.0,NA,365.0,territory,1", "369.0,NA,365.0,territory,2"))
    assert str(caught.value) == (
        f"{tmp_path / NAME}: has the conflict_id, year 1, 2023 more than once. Get the publisher's file again."
    )


def test_each_release_ends_with_the_year_before_it() -> None:
    old = Ucdp(release="19.1")
    assert (old.version, old.covers.last, old.downloads[0].inside) == ("19.1", 2018, "UcdpPrioConflict_v19_1.csv")
    assert (Ucdp().covers.last, Ucdp.covers.last) == (2024, 2024)
    assert "ucdp_acd.rda" in Ucdp().downloads[0].others
    assert "ucdp_acd.rda" not in old.downloads[0].others


ONE_SIDED = """"conflict_id","actor_id","actor_name","year","best_fatality_estimate","low_fatality_estimate","high_fatality_estimate","is_government_actor","gwno_location","gwnoa","version"
"1","5","Government of Mexico","2014","58","50","60","1","70","70","23.1"
"2","6","A group","2022","58","58","60","0","70","","23.1"
"3","7","Government of Eritrea, Government of Ethiopia","2020","400","336","1071","1","530","","23.1"
"4","8","Government of Gambia","2005","44","40","45","1","420, 433","420","23.1"
"""


def test_one_sided_violence_is_the_governments(tmp_path: Path) -> None:
    file = tmp_path / "ucdp-onesided-231.csv"
    file.write_text(ONE_SIDED, encoding="utf-8")
    frame = OneSided().parse({file.name: file})
    check_table(OneSided(), frame)
    assert frame.rows() == [(70, 2014, 58, 50, 60), (420, 2005, 44, 40, 45)]


def test_one_sided_violence_of_another_release_is_told(tmp_path: Path) -> None:
    file = tmp_path / "ucdp-onesided-231.csv"
    file.write_text(ONE_SIDED.replace("23.1", "24.1"), encoding="utf-8")
    with pytest.raises(DataError, match=r"is release 24\.1 with years to 2022, not 23\.1 with years to 2022\."):
        OneSided().parse({file.name: file})

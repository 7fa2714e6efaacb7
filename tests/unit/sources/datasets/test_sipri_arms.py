"""SIPRI's trade register: deliveries by year, shares, names, encodings, older and foreign files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.sipri_arms import SipriArms

NAME = SipriArms.downloads[0].name
HEAD = (
    "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
ABOVE = "SIPRI Arms Transfers Database\n\n"


def deal(recipient: str, supplier: str, years: str, value: object) -> str:
    return f"{recipient},{supplier},2000,?,4,,Type,tank,4,,{years},New,café,1,1,{value}"


def parse(
    folder: Path, *rows: str, above: str = ABOVE, encoding: str = "latin-1", separator: str = ","
) -> pl.DataFrame:
    path = folder / "register.csv"
    text = above + "\n".join([HEAD, *rows]) + "\n"
    path.write_text(text.replace(",", separator), encoding=encoding)
    return SipriArms().parse({NAME: path})


def test_a_deal_is_split_evenly_over_its_years(tmp_path):
    frame = parse(tmp_path, deal("Armenia", "Russia", "2005; 2006; 2008", 30))
    assert frame.rows() == [(371, 365, year, 10.0, 1.0) for year in (2005, 2006, 2008)]


def test_a_range_of_years_is_each_of_them(tmp_path):
    assert parse(tmp_path, deal("Armenia", "Russia", "2005-2007", 30))["year"].to_list() == [2005, 2006, 2007]


def test_deals_of_a_pair_add_up_and_shares_have_unknown_suppliers_below_the_line(tmp_path):
    rows = [
        deal("Armenia", "Russia", "2005", 20),
        deal("Armenia", "Russia", "2005", 10),
        deal("Armenia", "Slovakia", "2005", 10),
        deal("Armenia", "unknown supplier(s)", "2005", 40),
    ]
    assert parse(tmp_path, *rows).rows() == [(371, 317, 2005, 10.0, 0.125), (371, 365, 2005, 30.0, 0.375)]


def test_a_value_of_nothing_is_zero_and_has_no_share(tmp_path):
    assert parse(tmp_path, deal("Armenia", "Russia", "2005", 0)).rows() == [(371, 365, 2005, 0.0, None)]


def test_what_is_not_delivered_has_no_row(tmp_path):
    rows = [deal("Armenia", "Russia", "", ""), deal("Georgia", "Ukraine", "2005", 3)]
    assert parse(tmp_path, *rows).rows() == [(372, 369, 2005, 3.0, 1.0)]


def test_names_are_those_of_the_year(tmp_path):
    rows = [
        deal("Iraq", "Soviet Union", "1980", 5),
        deal("Iraq", "Germany", "1985; 1995", 4),
        deal("Iraq", "Germany (FRG)", "1980", 5),
    ]
    frame = parse(tmp_path, *rows)
    assert frame.select("other", "year").rows() == [(255, 1995), (260, 1980), (260, 1985), (365, 1980)]


@pytest.mark.parametrize(
    ("above", "encoding", "separator"), [("", "utf-8", ","), ("", "utf-8-sig", ";"), (ABOVE, "latin-1", ";")]
)
def test_preambles_encodings_and_separators(tmp_path, above, encoding, separator):
    frame = parse(tmp_path, deal("Armenia", "Russia", "2005", 20), above=above, encoding=encoding, separator=separator)
    assert frame.rows() == [(371, 365, 2005, 20.0, 1.0)]


def test_what_is_no_state_is_dropped_and_counted(tmp_path):
    rows = [
        deal("Hezbollah (Lebanon)*", "Iran", "2005; 2006", 4),
        deal("Armenia", "NATO**", "2005", 2),
        deal("Armenia", "Russia", "2005", 2),
    ]
    assert parse(tmp_path, *rows).height == 1
    assert SipriArms().dropped({NAME: tmp_path / "register.csv"}).rows() == [("Hezbollah (Lebanon)*", 2), ("NATO**", 1)]


def test_the_older_export_is_refused(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text("country,ordered,weapon,year\nAfghanistan,,,\n,26,Cessna,2011\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        SipriArms().parse({NAME: path})
    assert str(caught.value) == (
        f"{path}:1: has no line with the columns Recipient, Supplier. Export the file from the publisher again, as CSV."
    )


def test_a_changed_header_is_named(tmp_path):
    path = tmp_path / "new.csv"
    path.write_text(
        "Recipient,Supplier,Year of delivery,SIPRI TIV of delivered weapons\nArmenia,Russia,2005,1\n", encoding="utf-8"
    )
    with pytest.raises(DataError) as caught:
        SipriArms().parse({NAME: path})
    assert str(caught.value) == (
        f"{path}:1: lacks the column Year(s) of delivery (Year of delivery is like it). Versions known here: the CSV of the trade "
        "register, with and without lines above the header. Get one of these, or say what the new columns mean."
    )

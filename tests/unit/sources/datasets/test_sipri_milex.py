"""SIPRI's military spending: layout, sentinels, names; against a saved sheet where it is."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.sipri_milex import SipriMilex
from corcyra.world.spells import states

SHEET = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "security" / "sipri-milex-data.csv"
NAME = SipriMilex.downloads[0].name


def written(folder: Path, text: str) -> Path:
    path = folder / "milex.csv"
    path.write_text(text, encoding="latin-1")
    return path


def test_sentinels_are_missing_and_regions_have_no_state(tmp_path):
    text = "Constant US$,,,,\nCountry,Notes,1980,1990.0,1991\nCaucasus,,,,5\nGermany,§,10,xxx,12\nArmenia,,xxx,. .,\nCuba,, 3 ,,\n"
    path = written(tmp_path, text)
    assert SipriMilex().parse({NAME: path}).rows() == [(40, 1980, 3.0), (255, 1991, 12.0), (260, 1980, 10.0)]
    assert SipriMilex().dropped({NAME: path}).rows() == [("Caucasus", 1)]


def test_two_figures_of_one_state_are_refused(tmp_path):
    path = written(tmp_path, "Country,2000\nRussia,1\nRussian Federation,2\n")
    with pytest.raises(DataError) as caught:
        SipriMilex().parse({NAME: path})
    assert str(caught.value) == f"{path}: has two figures of the state 365 in 2000: Russia and Russian Federation."


def test_a_file_without_years_is_refused(tmp_path):
    path = written(tmp_path, "Country,Spending\nRussia,1\n")
    with pytest.raises(DataError) as caught:
        SipriMilex().parse({NAME: path})
    assert str(caught.value) == (
        f"{path}:1: lacks the column Country or columns of years. Save the sheet of constant US$ as CSV, years in the header."
    )


if SHEET.exists():

    def test_every_figure_of_the_sheet_is_there_and_every_name_has_a_state():
        frame = SipriMilex().parse({NAME: SHEET})
        with SHEET.open(encoding="latin-1") as stream:
            rows = list(csv.DictReader(stream))
        told = sorted(
            float(cell) for row in rows for name, cell in row.items() if name != "Country" and cell and cell.strip()
        )
        assert sorted(frame["sipri_milex"].to_list()) == told
        assert SipriMilex().dropped({NAME: SHEET}).height == 0
        assert set(frame["state"].to_list()) <= {state.cow for state in states()}

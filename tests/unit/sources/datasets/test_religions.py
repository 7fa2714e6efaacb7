"""World religions, shares and overlap: two headers, majorities, wrong files; against the published table where it is."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import DataError
from corcyra.sources.datasets.religion_similarity import ReligionSimilarity, overlap
from corcyra.sources.datasets.religions import BRANCHES, FAMILIES, WRP, Religions
from corcyra.world.spells import states

FILE = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "identity" / "WRP_national.csv"
FINE = [name for names in BRANCHES.values() for name in names]


def written(folder: Path, *states: dict[str, object], long: bool = False) -> Path:
    names = {name: pair[int(long)] for name, pair in FAMILIES.items()}
    head = ["year", "state", "name", *FINE, *names.values(), "population in independent states" if long else "pop"]
    rows = []
    for state in states:
        values = [state.get(name, 0) for name in FINE] + [state.get(name, 0) for name in names]
        rows.append(",".join(map(str, [state.get("year", 1990), state["state"], "X", *values, state.get("pop", 100)])))
    path = folder / "WRP_national.csv"
    path.write_text("\n".join([",".join(head), *rows]) + "\n", encoding="utf-8")
    return path


ARMENIA = {"state": 371, "chrstorth": 80, "chrstothr": 10, "christian": 90, "none": 10}
IRAN = {"state": 630, "islmshi": 90, "islmsun": 10, "muslim": 100}
TURKEY = {"state": 640, "islmsun": 80, "islmshi": 15, "muslim": 95, "none": 5}


@pytest.mark.parametrize("long", [False, True])
def test_shares_and_majority(tmp_path, long):
    frame = Religions().parse({WRP.name: written(tmp_path, ARMENIA, TURKEY, long=long)})
    assert frame.columns == ["state", "year", *(field.name for field in Religions.columns)]
    shown = ("state", "wrp_christian", "wrp_orthodox", "wrp_muslim", "wrp_sunni", "wrp_none", "wrp_majority")
    assert frame.select(shown).rows() == [
        (371, 0.9, 0.8, 0.0, 0.0, 0.1, "christian"),
        (640, 0.0, 0.0, 0.95, 0.8, 0.05, "muslim"),
    ]


def test_no_majority_is_missing_and_of_two_the_larger_counts(tmp_path):
    half = {"state": 2, "christian": 50, "muslim": 50}
    dual = {"state": 740, "shinto": 90, "buddhist": 70}
    frame = Religions().parse({WRP.name: written(tmp_path, half, dual)})
    assert frame["wrp_majority"].to_list() == [None, "shinto"]


def test_minus_nine_is_missing(tmp_path):
    frame = Religions().parse({WRP.name: written(tmp_path, {**ARMENIA, "jewish": -9})})
    assert frame.select("wrp_jewish", "wrp_christian").rows() == [(None, 0.9)]


def test_a_state_twice_is_refused(tmp_path):
    path = written(tmp_path, ARMENIA, ARMENIA)
    with pytest.raises(DataError) as caught:
        Religions().parse({WRP.name: path})
    assert str(caught.value) == f"{path}:3: has the state 371 in 1990 more than once. Get the file again."


def test_a_changed_header_is_named(tmp_path):
    path = written(tmp_path, ARMENIA)
    path.write_text(path.read_text(encoding="utf-8").replace("sikhgen", "sikhgn"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Religions().parse({WRP.name: path})
    assert str(caught.value) == (
        f"{path}:1: lacks the column sikhgen (sikhgn is like it). Versions known here: 1.1 (WRP_national.csv), with the official "
        "short names or the long names of an edited copy. Get one of these, or say what the new columns mean."
    )


def test_overlap_by_hand(tmp_path):
    later = [{**each, "year": 1995} for each in (ARMENIA, IRAN)]
    frame = ReligionSimilarity().parse({WRP.name: written(tmp_path, TURKEY, IRAN, ARMENIA, *later)})
    assert frame.select("state1", "state2", "year").rows() == [
        (371, 630, 1990),
        (371, 630, 1995),
        (371, 640, 1990),
        (630, 640, 1990),
    ]
    assert frame["wrp_similarity"].to_list() == pytest.approx([0.0, 0.0, 0.05, 0.25])
    assert frame["wrp_similarity_main"].to_list() == pytest.approx([0.0, 0.0, 0.05, 0.95])


@given(st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=2, max_size=5))
def test_overlap_and_its_naive_twin(rows):
    counts = np.array(rows, dtype=float)
    mine = overlap(counts)
    for i, one in enumerate(rows):
        for j, two in enumerate(rows):
            if sum(one) and sum(two):
                assert mine[i, j] == pytest.approx(
                    sum(min(a / sum(one), b / sum(two)) for a, b in zip(one, two, strict=True))
                )
            else:
                assert np.isnan(mine[i, j])


if FILE.exists():

    def test_every_share_of_christians_and_sunnis_again_without_frames():
        frame = Religions().parse({WRP.name: FILE})
        with FILE.open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        told = sorted(
            (
                int(row["state"]),
                int(row["year"]),
                int(row["total christians"]) / int(row["population in independent states"]),
                int(row["islmsun"]) / int(row["population in independent states"]),
            )
            for row in rows
        )
        assert frame.select("state", "year", "wrp_christian", "wrp_sunni").rows() == told
        assert (frame.height, frame["year"].unique().sort().to_list()) == (1995, list(range(1945, 2011, 5)))
        assert set(frame["state"].to_list()) <= {state.cow for state in states()}

    def test_known_majorities():
        frame = Religions().parse({WRP.name: FILE}).filter(pl.col("year") == 2010)
        majority = dict(frame.select("state", "wrp_majority").iter_rows())
        told = {371: "christian", 373: "muslim", 630: "muslim", 666: "jewish", 750: "hindu", 800: "buddhist"}
        assert {state: majority[state] for state in told} == told

    def test_overlaps_of_neighbours():
        frame = ReligionSimilarity().parse({WRP.name: FILE}).filter(pl.col("year") == 2010)
        pairs = {
            (one, two): main for one, two, main in frame.select("state1", "state2", "wrp_similarity_main").iter_rows()
        }
        assert pairs[371, 372] > 0.8 > 0.1 > pairs[371, 373]
        assert pairs[373, 630] > 0.9
        assert (
            frame["wrp_similarity"].null_count()
            == frame.filter((pl.col("state1") == 100) | (pl.col("state2") == 100)).height
        )

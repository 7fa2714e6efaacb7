"""CEPII GeoDist, dyads and states: old codes, both orders, capitals; against the published tables where they are."""

from __future__ import annotations

import csv
import gzip
import os
from collections import defaultdict
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.cepii import OLD_CODES, Cepii
from corcyra.sources.datasets.cepii_geo import CepiiGeo
from corcyra.world.codes import code
from corcyra.world.spells import states

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "identity"
DIST, GEO = Cepii.downloads[0].name, CepiiGeo.downloads[0].name
NAMES = (
    "contig",
    "comlang_off",
    "comlang_ethno",
    "colony",
    "comcol",
    "curcol",
    "col45",
    "smctry",
    "dist",
    "distcap",
    "distw",
)
HEAD = ("iso_o", "iso_d", *NAMES, "distwces")


def written(folder: Path, *rows: str, separator: str = ";") -> Path:
    path = folder / "dist.csv"
    path.write_text("\n".join([";".join(HEAD), *rows]).replace(";", separator) + "\n", encoding="utf-8")
    return path


def line(one: str, two: str, *, smctry: int = 0, dist: float = 100, distw: str = "90.01") -> str:
    return f"{one};{two};1;0;0;1;0;0;0;{smctry};{dist};110;{distw};."


@pytest.mark.parametrize("separator", [";", ","])
def test_old_codes_both_orders_and_territories(tmp_path, separator):
    rows = [
        line("ROM", "FRA", smctry=1),
        line("FRA", "ROM", distw="90.02"),
        line("ROM", "ROM"),
        line("PAL", "FRA"),
        line("FRA", "PAL"),
    ]
    path = written(tmp_path, *rows, separator=separator)
    assert Cepii().parse({DIST: path}).rows() == [
        (220, 360, 1, 0, 0, 1, 0, 0, 0, 1, 100.0, 110.0, pytest.approx(90.015), None)
    ]
    assert Cepii().dropped({DIST: path}).rows() == [("PAL", 1)]


@pytest.mark.parametrize("second", [line("FRA", "ROM", dist=101), line("FRA", "ROM", distw="90.1"), line("ROM", "ROM")])
def test_orders_that_disagree_are_refused(tmp_path, second):
    path = written(tmp_path, line("ROM", "FRA"), second)
    with pytest.raises(DataError) as caught:
        Cepii().parse({DIST: path})
    assert str(caught.value) == (
        f"{path}: gives the pair 220, 360 not twice with equal values, once in each order. Get the file again."
    )


def test_a_changed_header_is_named(tmp_path):
    path = tmp_path / "dist.csv"
    path.write_text("iso_o;iso_d;contig\nFRA;DEU;1\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=r"dist.csv:1: lacks the columns comlang_off.*Versions known here: GeoDist of 2011"
    ):
        Cepii().parse({DIST: path})


def test_old_codes_are_the_states_they_became():
    now = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS"}
    assert {old: OLD_CODES[old] for old in now} == {old: code(new, by="iso3") for old, new in now.items()}
    assert OLD_CODES["YUG"] == code("Yugoslavia", on=1980)


def geo(folder: Path, *rows: str) -> Path:
    head = "iso2;iso3;area;dis_int;landlocked;city_en;lat;lon;cap;langoff_1;langoff_2;langoff_3"
    head += ";colonizer1;colonizer2;colonizer3;colonizer4"
    path = folder / "geo.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="latin-1")
    return path


def test_the_row_of_the_capital_is_kept(tmp_path):
    rows = [
        "KZ;KAZ;2717300;620;1;Alma-Ata;43.2;76.9;2;Kazakh;.;.;RUS;.;.;.",
        "KZ;KAZ;2717300;620;1;Astana;51.2;71.4;1;Kazakh;.;.;RUS;.;.;.",
        "AW;ABW;193;5.2;0;Oranjestad;12.5;-70.1;1;Dutch;.;.;NLD;.;.;.",
    ]
    assert CepiiGeo().parse({GEO: geo(tmp_path, *rows)}).rows() == [
        (705, 2717300.0, 620.0, 1, 51.2, 71.4, "Astana", "Kazakh", None, None, "RUS", None, None, None)
    ]


def test_two_capitals_are_refused(tmp_path):
    path = geo(tmp_path, *["CU;CUB;1;1;0;La Habana;23;-82;1;Spanish;.;.;ESP;.;.;."] * 2)
    with pytest.raises(DataError) as caught:
        CepiiGeo().parse({GEO: path})
    assert str(caught.value) == f"{path}: has two capitals of the state 40. Get the file again."


if (MIRROR / "dist_cepii.csv.gz").exists():

    def test_every_pair_again_without_frames():
        frame = Cepii().parse({DIST: MIRROR / "dist_cepii.csv.gz"})
        with gzip.open(MIRROR / "dist_cepii.csv.gz", "rt", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream, delimiter=";"))
        numbers: dict[str, int | None] = {}
        for iso in {row["iso_o"] for row in rows}:
            wanted = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "YUG": "SRB"}.get(iso, iso)
            numbers[iso] = next(
                (state.cow for state in states() if state.iso3 == wanted and state.span.end is None), None
            )
        told: dict[tuple[int, int], list[dict[str, str]]] = defaultdict(list)
        for row in rows:
            one, two = numbers[row["iso_o"]], numbers[row["iso_d"]]
            if one is not None and two is not None and one < two:
                told[one, two].append(row)
            elif one is not None and two is not None and one > two:
                told[two, one].append(row)
        mine = frame.select("state1", "state2", "colony", "smctry", "cepii_dist", "cepii_contig").rows()
        assert mine == [
            (
                *key,
                int(two[0]["colony"]),
                max(int(row["smctry"]) for row in two),
                float(two[0]["dist"]),
                int(two[0]["contig"]),
            )
            for key, two in sorted(told.items())
        ]
        assert (frame.height, {len(two) for two in told.values()}) == (17_955, {2})
        assert Cepii().dropped({DIST: MIRROR / "dist_cepii.csv.gz"}).height == 34

    def test_states_and_dyads_are_of_the_same_list():
        dyads = Cepii().parse({DIST: MIRROR / "dist_cepii.csv.gz"})
        geography = CepiiGeo().parse({GEO: MIRROR / "geo_cepii.csv"})
        members = set(geography["state"].to_list())
        assert set(dyads["state1"].to_list()) | set(dyads["state2"].to_list()) == members
        assert len(members) == geography.height == 190
        assert members <= {state.cow for state in states()}

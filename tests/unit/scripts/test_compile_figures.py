from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import product
from pathlib import Path
from statistics import mean, stdev
from types import ModuleType

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import DataError, MissingColumn, SpanError, UnknownName
from corcyra.world.time import Years

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


@pytest.fixture(scope="module", autouse=True)
def scripts_on_the_path() -> Iterator[None]:
    sys.path.insert(0, str(SCRIPTS))
    yield
    sys.path.remove(str(SCRIPTS))


def module(name: str) -> ModuleType:
    return import_module(name)


def square(west: float) -> list[list[float]]:
    return [[west, 0.0], [west + 1, 0.0], [west + 1, 1.0], [west, 1.0], [west, 0.0]]


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Small files in the publishers' own layouts: Armenia and Georgia touch, Azerbaijan lies 1 degree to the east."""
    folder = tmp_path / "downloads"
    (folder / "NMCv7").mkdir(parents=True)
    texts = {
        "NMCv7/NMC-70-abridged.csv": "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
        "ARM,371,1992,-9,20,0,3693,3686,1354,.00048912,2024\nARM,371,1990,1,1,1,1,1,1,.1,2024\n",
        "majors2024.csv": "stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version\nARM,371,1992,1,1,1992,2,1,2024\n",
        "V-Dem-CY-Core-v15.csv": "country_name,COWcode,year,v2x_polyarchy,v2x_polyarchy_codelow,v2x_polyarchy_codehigh,"
        "v2x_libdem,v2x_libdem_codelow,v2x_libdem_codehigh\nArmenia,371,1992,0.5,0.4,0.6,0.3,0.2,0.4\nZanzibar,NA,1992,,,,,,\n",
        "UcdpPrioConflict_v25_1.csv": "conflict_id,location,incompatibility,year,intensity_level,type_of_conflict,gwno_a\n"
        '388,Azerbaijan,1,1992,2,4,373\n1,Georgia,3,1993,1,3,"372"\n2,Georgia,2,1993,2,2,"372, 365"\n',
        "Dyadic_COW_4.0.csv": "ccode1,ccode2,year,importer1,importer2,flow1,flow2,source1\n"
        "2,371,2000,USA,ARM,30,10,1\n365,371,2000,RUS,ARM,20,-9,1\n255,371,2000,DEU,ARM,15,5,1\n371,710,2000,ARM,CHN,-9,-9,1\n"
        "365,371,1993,RUS,ARM,1,1,1\n",
        "UNVotes.csv": "rcid,ccode,session,vote\n1,371,47,1\n1,365,47,3\n2,371,47,2\n2,365,47,1\n3,371,47,1\n3,365,47,1\n"
        "4,371,47,8\n4,365,47,1\n5,371,47,9\n5,365,47,1\n3,2,47,1\n"
        + "".join(f"{n},371,47,1\n{n},365,47,3\n" for n in range(11, 19)),
        "IdealpointestimatesAll_Jun2024.csv": '"","ccode","session","NVotesAll","IdealPointAll","Q5%All","Q95%All"\n'
        '"1",371,47,32,0.25,-0.0789707,0.5789707\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "countries-50m.json").write_text(json.dumps(topology()), encoding="utf-8")
    return folder


def topology() -> dict[str, object]:
    """Four squares one degree wide: Armenia and Georgia share a side; Crimea stands inside Russia's polygons."""
    shared = [[1, 1], [0, -1]]
    arcs = [
        [[1, 0], [-1, 0], [0, 1], [1, 0]],  # Armenia but for the shared side
        shared,  # (1, 1) to (1, 0)
        [[1, 1], [1, 0], [0, -1], [-1, 0]],  # Georgia but for the shared side
        [[3, 0], [1, 0], [0, 1], [-1, 0], [0, -1]],  # Azerbaijan
        [[34, 45], [1, 0], [0, 1], [-1, 0], [0, -1]],  # Crimea
        [[60, 60], [1, 0], [0, 1], [-1, 0], [0, -1]],  # Russia
        [[30, 50], [1, 0], [0, 1], [-1, 0], [0, -1]],  # Ukraine
    ]
    countries = [
        {"type": "Polygon", "id": "051", "arcs": [[0, 1]]},
        {"type": "Polygon", "id": "268", "arcs": [[2, -2]]},
        {"type": "Polygon", "id": "031", "arcs": [[3]]},
        {"type": "MultiPolygon", "id": "643", "arcs": [[[4]], [[5]]]},
        {"type": "Polygon", "id": "804", "arcs": [[6]]},
        {"type": "Polygon", "arcs": [[6]]},
    ]
    return {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {"countries": {"type": "GeometryCollection", "geometries": countries}},
    }


def compiled(downloads: Path, out: Path, *more: str) -> int:
    given = ["--downloads", str(downloads), "--out", str(out), "--states", "ARM,AZE,GEO", "--powers", "USA,RUS", *more]
    return int(module("compile_figures").main(given))


def test_official_layouts_give_tables_worked_by_hand(downloads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert compiled(downloads, out, "--years", "1991-2000") == 0
    texts = {path.stem: path.read_text(encoding="utf-8") for path in out.glob("*.csv")}
    assert (
        texts["capability"]
        == "state,year,cinc,milex,milper,irst,pec,tpop,upop,major\n371,1992,0.0004891,,20,0,3693,3686,1354,1\n"
    )
    assert texts["regime"].splitlines()[1:] == ["371,1992,0.5,0.4,0.6,0.3,0.2,0.4"]
    conflicts = texts["armed_conflict"].splitlines()
    assert len(conflicts) == 1 + 3 * 10
    assert {"373,1992,2,0,1", "372,1993,1,1,0", "371,1992,0,0,0"} <= set(conflicts)
    # Armenia 2000: 40 with the United States, 20 with Russia (one flow known), 20 with Germany, none known with China.
    assert texts["trade"].splitlines()[1:] == ["371,2,2000,0.5,0.75", "371,365,2000,0.25,"]
    # Roll calls 1-3: opposite, half, and alike but unanimous, then eight opposite, so 0.5 / 10 contested and 1 / 11 in all;
    # the standard error is that of one 0.5 among nine 0: 0.5 / 10. The United States is met on one roll call: too few.
    assert texts["un_agreement"].splitlines()[1:] == ["371,2,1992,,,0,,1", "371,365,1992,0.05,0.05,10,0.0909,11"]
    assert texts["un_ideal"].splitlines()[1:] == ["371,1992,0.25,-0.079,0.579,0.2,32"]
    # One degree of a great circle is 111.195 km.
    assert texts["distance"].splitlines()[1:] == [
        "371,372,1991,0,1,111.2",
        "371,373,1991,222.4,0,0",
        "372,373,1991,111.2,0,0",
    ]


def test_the_same_downloads_give_the_same_bytes(downloads: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        compiled(downloads, tmp_path / out)
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / out).iterdir()} for out in ("one", "two"))
    assert first == second
    assert len(first) == 8


def test_a_missing_file_is_named_with_its_address_and_the_rest_is_compiled(
    downloads: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (downloads / "Dyadic_COW_4.0.csv").unlink()
    assert compiled(downloads, tmp_path / "out") == 1
    said = capsys.readouterr().out
    assert (
        "[5/7] trade: missing COW Trade 4.0, dyadic (Dyadic_COW_4.0.csv)\n"
        "  looked for: Dyadic_COW_4.0.csv, cow_trade_ndy.parquet\n"
        "  get it from: https://correlatesofwar.org/data-sets/bilateral-trade/\n"
    ) in said
    assert "[7/7] un_ideal: 1 rows from IdealpointestimatesAll_Jun2024.csv" in said
    assert "[trade]" not in (tmp_path / "out" / "figures.toml").read_text(encoding="utf-8")


def test_a_file_without_the_column_leaves_an_earlier_table_whole(
    downloads: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "regime.csv").write_text("earlier", encoding="utf-8")
    (downloads / "V-Dem-CY-Core-v15.csv").write_text("country,year\nArmenia,1992\n", encoding="utf-8")
    assert compiled(downloads, out) == 2
    assert capsys.readouterr().err == (
        f"error: {downloads / 'V-Dem-CY-Core-v15.csv'}: no column COWcode or vdem_cowcode among country, year … "
        "Fetch the edition that is named.\n"
    )
    assert [(path.name, path.read_text(encoding="utf-8")) for path in out.iterdir()] == [("regime.csv", "earlier")]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--states", "Armennia"], "error: unknown state 'Armennia'. Nearest: Armenia"),
        (["--years", "2024-1991"], "error: years 2024 to 1991 are reversed. Give the first year first: 1991 to 2024."),
        (
            ["--years", "1991"],
            "error: '1991' is not a span of years. Write the first and the last year, as in 1991-2024.",
        ),
    ],
)
def test_bad_input_is_told_in_the_users_words(
    downloads: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], message: str
) -> None:
    assert compiled(downloads, tmp_path / "out", *more) == 2
    assert capsys.readouterr().err.startswith(message)


def test_no_folder_of_downloads_is_an_error_and_not_seven_missing_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compiled(tmp_path / "nowhere", tmp_path / "out") == 2
    assert (
        capsys.readouterr().err
        == f"error: there is no folder {tmp_path / 'nowhere'}. Give the folder with your downloads.\n"
    )


def test_an_interruption_in_the_middle_writes_nothing(
    downloads: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> pl.DataFrame:
        raise KeyboardInterrupt

    script = module("compile_figures")
    halted = (*script.TABLES[:5], replace(script.TABLES[5], compile=interrupt))
    monkeypatch.setattr(script, "TABLES", halted)
    assert compiled(downloads, tmp_path / "out") == 130
    assert capsys.readouterr().err == "interrupted: nothing was written; earlier tables are whole.\n"
    assert not (tmp_path / "out").exists()


def test_errors_are_of_the_one_tree(tmp_path: Path) -> None:
    with pytest.raises(SpanError):
        module("compile_figures").span("soon")
    with pytest.raises(UnknownName):
        module("figure_tables.roster").state_codes("Atlantis")
    with pytest.raises(DataError, match=r"no ISO 3166-1 number for Kosovo, so the map cannot show it. Leave it out."):
        module("figure_tables.roster").numeric_codes([347])
    (tmp_path / "a.csv").write_text("x\n1\n", encoding="utf-8")
    with pytest.raises(MissingColumn):
        module("figure_tables.reading").read_columns(tmp_path / "a.csv", [["y"]])
    with pytest.raises(DataError, match="is not a TopoJSON map of countries"):
        module("figure_tables.topology").read_topology(tmp_path / "a.csv")


def test_two_different_votes_of_one_member_are_refused_and_one_vote_listed_twice_counts_once(tmp_path: Path) -> None:
    read_votes = module("figure_tables.un_agreement").read_votes
    path = tmp_path / "UNVotes.csv"
    path.write_text("resid,ccode,vote\n47001,371,1\n47001,371,1\n", encoding="utf-8")
    assert read_votes(path).to_dicts() == [{"session": 47, "rcid": 47001, "ccode": 371, "vote": 1}]
    path.write_text("resid,ccode,vote\n47001,371,1\n47001,371,3\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_votes(path)
    assert str(caught.value) == f"{path}: a member casts two different votes on one roll call. Fetch the file again."


def test_crimea_counts_to_ukraine_before_2014_and_to_russia_after(downloads: Path) -> None:
    distance, topology = module("figure_tables.distance"), module("figure_tables.topology")
    world = topology.read_topology(downloads / "countries-50m.json")
    shown = distance.spells(world, Years(1991, 2024))
    assert [(first, sorted(at.bounds("643")), sorted(at.bounds("804"))) for first, at in shown] == [
        (1991, [5], [4, 6]), (2014, [4, 5], [6]),
    ]  # fmt: skip
    assert [first for first, _ in distance.spells(world, Years(1991, 2013))] == [1991]
    assert [first for first, _ in distance.spells(world, Years(2015, 2020))] == [2015]
    with pytest.raises(DataError, match="has no polygon around"):
        world.moved((0.0, 80.0), "643", "804")


places = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


@given(st.lists(places, min_size=1, max_size=6), st.lists(places, min_size=1, max_size=6))
def test_the_blockwise_shortest_distance_agrees_with_every_pair_in_turn(
    here: list[tuple[float, float]], there: list[tuple[float, float]]
) -> None:
    distance = module("figure_tables.distance")
    naive = min(float(distance.great_circle(np.array([a]), np.array([b]))[0]) for a, b in product(here, there))
    assert distance.shortest(np.array(here), np.array(there)) == pytest.approx(naive, abs=0.2)


votes = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=12)


@given(votes, st.integers(2, 4))
def test_agreement_agrees_with_a_count_vote_by_vote(rows: list[tuple[int, int, bool]], fewest: int) -> None:
    score = {(1, 1): 1.0, (2, 2): 1.0, (3, 3): 1.0, (1, 3): 0.0, (3, 1): 0.0}
    both = [(a, b, c) for a, b, c in rows if a and b]
    contested = [score.get((a, b), 0.5) for a, b, c in both if c]
    ours, theirs, marked = (np.array(column) for column in zip(*rows, strict=True))
    found = module("figure_tables.un_agreement").agreement(ours, theirs, marked.astype(bool), fewest=fewest)
    assert (found["contested_votes"], found["shared_votes"]) == (len(contested), len(both))
    known = len(contested) >= fewest
    assert found["agreement"] == (pytest.approx(mean(contested)) if known else None)
    assert found["agreement_se"] == (pytest.approx(stdev(contested) / len(contested) ** 0.5) if known else None)
    assert found["identical"] == (pytest.approx(mean(a == b for a, b, _ in both)) if len(both) >= fewest else None)


def test_the_table_of_iso_numbers_has_each_state_once() -> None:
    table = pl.read_csv(SCRIPTS / "figure_tables" / "iso_numeric.csv", infer_schema=False)
    assert table["iso3"].is_unique().all()
    assert table["number"].is_unique().all()
    assert table.filter(pl.col("iso3").is_in(["ARM", "FRA", "USA"]))["number"].to_list() == ["051", "250", "840"]

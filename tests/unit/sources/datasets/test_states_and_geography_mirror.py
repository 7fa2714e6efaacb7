"""Lists of states and geography against the published files, all rows. The files are not part of the package: these tests
exist where CORCYRA_MIRROR names a folder that holds them, and are not collected elsewhere."""

from __future__ import annotations

import csv
import gzip
import math
import os
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.capital_distance import CapitalDistance
from corcyra.sources.datasets.capitals import Capitals
from corcyra.sources.datasets.contiguity import Contiguity
from corcyra.sources.datasets.contiguity_colonial import ContiguityColonial
from corcyra.sources.datasets.cow_states import CowStates
from corcyra.sources.datasets.cow_system import CowSystem
from corcyra.sources.datasets.gw_capital_distance import GwCapitalDistance
from corcyra.sources.datasets.gw_mindist import GwMindist
from corcyra.sources.datasets.gw_states import GwStates
from corcyra.sources.datasets.majors import Majors
from corcyra.sources.datasets.maoz_powers import MaozPowers
from corcyra.sources.datasets.mindist import Mindist
from corcyra.sources.datasets.nmc import COMPONENTS, Nmc
from corcyra.sources.datasets.terrain import Terrain
from corcyra.sources.datasets.territorial_change import GIVEN, TerritorialChange
from corcyra.sources.source import check_table
from corcyra.world.dyads import dyad_years, state_years
from corcyra.world.time import Years

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
READ = {
    CowStates: "cow/states2016.csv",
    CowSystem: "cow/system2016.csv",
    GwStates: "states/gwstates.xlsx",
    Majors: "cow/majors2024.csv",
    Nmc: "peacesciencer/cow_nmc.csv.gz",
    Contiguity: "cow/DirectContiguity320.zip",
    ContiguityColonial: "cow/contcol.csv",
    Mindist: "peacesciencer/cow_mindist.parquet",
    GwMindist: "peacesciencer/gw_mindist.parquet",
    Capitals: "peacesciencer/cow_capitals.csv.gz",
    CapitalDistance: "peacesciencer/cow_capitals.csv.gz",
    GwCapitalDistance: "peacesciencer/gw_capitals.csv.gz",
    Terrain: "peacesciencer/rugged.csv.gz",
    TerritorialChange: "cow/tc2018.csv",
    MaozPowers: "peacesciencer/maoz_powers.csv.gz",
}
HEIGHTS = {
    CowStates: 243,
    CowSystem: 17_511,
    GwStates: 216,
    Majors: 1_251,
    Nmc: 17_121,
    Contiguity: 41_220,
    ContiguityColonial: 14_538,
    Mindist: 952_244,
    GwMindist: 871_034,
    Capitals: 242,
    CapitalDistance: 1_107_465,
    GwCapitalDistance: 1_075_015,
    Terrain: 192,
    TerritorialChange: 842,
    MaozPowers: 1_619,
}
SAME = [
    (CowStates, "peacesciencer/cow_states.csv.gz"),
    (GwStates, "peacesciencer/gw_states.csv.gz"),
    (GwStates, "peacesciencer/gw_states.rda"),
    (Majors, "cow/majors2016.csv"),
    (Majors, "peacesciencer/cow_majors.csv.gz"),
    (Nmc, "peacesciencer/cow_nmc.rda"),
    (Contiguity, "cow/contdir.csv"),
    (Capitals, "peacesciencer/cow_capitals.rda"),
    (MaozPowers, "peacesciencer/maoz_powers.rda"),
]
"""Other files of the same table, which must give the same rows."""
ORACLES = ["cow/contdird.csv.gz", "cow/contcold.csv", "cow/NMC_5_0.csv"]


def rows(name: str) -> list[dict[str, str]]:
    path = MIRROR / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def parse(dataset: Dataset, name: str) -> pl.DataFrame:
    return dataset.parse({dataset.downloads[0].name: MIRROR / name})


@cache
def table(kind: type[Dataset]) -> pl.DataFrame:
    return parse(kind(), READ[kind])


def cell(text: str) -> float | None:
    return None if text in ("", "NA", ".", "-9") else float(text)


if all((MIRROR / name).exists() for name in (*READ.values(), *(name for _, name in SAME), *ORACLES)):

    @pytest.mark.parametrize("kind", list(READ), ids=lambda kind: kind.key)
    def test_the_table_keeps_its_contract_and_has_all_rows(kind: type[Dataset]) -> None:
        check_table(kind(), table(kind))
        assert table(kind).height == HEIGHTS[kind]

    @pytest.mark.parametrize(("kind", "name"), SAME)
    def test_other_files_of_the_table_give_the_same(kind: type[Dataset], name: str) -> None:
        one, other = table(kind), parse(kind(), name)
        texts = [field for field, dtype in one.schema.items() if dtype == pl.String]  # names are spelt differently
        left, right = one.drop(texts), other.drop(texts)
        floats = [field for field, dtype in left.schema.items() if dtype == pl.Float64]
        assert left.drop(floats).equals(right.drop(floats))
        assert all(left[each].is_null().equals(right[each].is_null()) for each in floats)
        assert all(np.allclose(left[each].drop_nulls(), right[each].drop_nulls(), 1e-12, 0) for each in floats)

    def test_members_continue_as_the_world_has_them() -> None:
        listed = table(CowSystem).select("state", "year").rows()
        assert listed == [tuple(row) for row in state_years(Years(1816, 2024)).tolist()]
        assert parse(CowSystem(extend="none"), READ[CowSystem]).height == 15_951

    def test_open_spells_are_the_members_at_the_release() -> None:
        assert table(CowStates)["cow_state_end"].null_count() == 195
        assert table(GwStates)["gw_state_end"].null_count() == 174

    @pytest.mark.parametrize("kind", [Majors, MaozPowers])
    @pytest.mark.parametrize("rule", ["any-day", "jan-1", "jul-1", "dec-31"])
    def test_powers_by_every_rule(kind: type[Majors | MaozPowers], rule: str) -> None:
        found = {row[:2]: row[2:] for row in parse(kind(rule=rule), READ[kind]).rows()}
        spells = []  # state, which column, first and last day
        for row in rows(READ[kind]):
            state = int(row["ccode"])
            if kind is Majors:
                first, last = (
                    date(*(int(row[f"{side}{part}"]) for part in ("year", "month", "day"))) for side in ("st", "end")
                )
                spells.append((state, 0, first, last))
            else:
                for place, which in enumerate(("reg", "glob")):
                    if row[f"{which}stdate"]:
                        days = (date.fromisoformat(row[f"{which}{side}date"]) for side in ("st", "end"))
                        spells.append((state, place, *days))
        wanted: dict[tuple[int, int], list[int]] = {}
        for state, place, first, last in spells:
            for year in range(first.year, last.year + 1):
                on = {"jan-1": date(year, 1, 1), "jul-1": date(year, 7, 1), "dec-31": date(year, 12, 31)}.get(rule)
                if on is None or first <= on <= last:
                    wanted.setdefault((state, year), [0] * len(kind.columns))[place] = 1
        assert found == {key: tuple(values) for key, values in wanted.items()}

    @pytest.mark.parametrize("name", [READ[Nmc], "cow/NMC_5_0.csv"])
    def test_every_component_and_the_index_made_of_them(name: str) -> None:
        """CINC is the mean of the known shares in the world's totals: to the last digit that is published."""
        raw = rows(name)
        found = {row[:2]: row[2:] for row in parse(Nmc(), name).rows()}
        assert found == {
            (int(row["ccode"]), int(row["year"])): tuple(cell(row[each]) for each in (*COMPONENTS, "cinc"))
            for row in raw
        }
        totals: dict[tuple[int, int], float] = defaultdict(float)
        for (_, year), values in found.items():
            for place, value in enumerate(values[:-1]):
                totals[year, place] += value or 0.0
        for (_, year), values in found.items():
            shares = [value / totals[year, place] for place, value in enumerate(values[:-1]) if value is not None]
            assert values[-1] == pytest.approx(sum(shares) / len(shares), abs=1e-7)

    def test_versions_five_and_seven_of_the_index_overlap() -> None:
        both = table(Nmc).join(parse(Nmc(), "cow/NMC_5_0.csv"), on=["state", "year"])
        assert both.height == 15_171
        assert both.select(pl.corr("cinc", "cinc_right")).item() > 0.99999
        assert both.select((pl.col("cinc") - pl.col("cinc_right")).abs().max()).item() == pytest.approx(
            0.0022, abs=5e-5
        )

    def test_contiguity_is_the_publishers_yearly_table_reduced_to_the_closest() -> None:
        closest: dict[tuple[int, int, int], int] = {}
        for row in rows("cow/contdird.csv.gz"):
            one, other, year, kind = (int(row[each]) for each in ("state1no", "state2no", "year", "conttype"))
            closest[one, other, year] = min(kind, closest.get((one, other, year), 9))
        assert all(kind == closest[other, one, year] for (one, other, year), kind in closest.items())
        found = {row[:3]: row[3:] for row in table(Contiguity).rows()}
        assert found == {key: (kind, int(kind == 1)) for key, kind in closest.items() if key[0] < key[1]}

    @pytest.mark.parametrize(("rule", "month"), [("jan-1", 1), ("jul-1", 7), ("dec-31", 12)])
    def test_contiguity_on_a_day_is_that_of_its_month(rule: str, month: int) -> None:
        closest: dict[tuple[int, int, int], int] = {}
        for row in rows("cow/contdir.csv"):
            one, other, kind, begin, end = (
                int(row[each]) for each in ("statelno", "statehno", "conttype", "begin", "end")
            )
            for year in range(begin // 100, end // 100 + 1):
                if begin <= year * 100 + month <= end:
                    closest[one, other, year] = min(kind, closest.get((one, other, year), 9))
        found = parse(Contiguity(rule=rule), READ[Contiguity])
        assert {row[:3]: row[3] for row in found.rows()} == closest

    def test_pairs_that_are_contiguous_are_pairs_of_the_system() -> None:
        keys = ["state1", "state2", "year"]
        pairs = pl.DataFrame(dyad_years(Years(1816, 2016)), schema=dict.fromkeys(keys, pl.Int64), orient="row")
        for kind in (Contiguity, ContiguityColonial):
            assert table(kind).join(pairs, on=keys, how="anti").height == 0

    def test_colonial_contiguity_is_the_publishers_yearly_count() -> None:
        found = {row[:3]: row[3:] for row in table(ContiguityColonial).rows()}
        listed = rows("cow/contcold.csv")
        keys = [(int(row["statelno"]), int(row["statehno"]), int(row["year"])) for row in listed]
        assert {key: links for key, (_, links) in found.items()} == {
            key: int(row["total"]) for key, row in zip(keys, listed, strict=True)
        }
        assert {key: kind == 1 for key, (kind, _) in found.items()} == {
            key: int(row["land"]) > 0 for key, row in zip(keys, listed, strict=True)
        }

    @pytest.mark.parametrize(("kind", "code"), [(Mindist, "ccode"), (GwMindist, "gwcode")])
    def test_distances_are_the_published_ones(kind: type[Dataset], code: str) -> None:
        raw = pl.read_parquet(MIRROR / READ[kind])
        order = np.lexsort([raw[name].to_numpy() for name in ("year", f"{code}2", f"{code}1")])
        names = (f"{code}1", f"{code}2", "year", "mindist")
        for ours, theirs in zip(table(kind).columns, names, strict=True):
            assert np.array_equal(table(kind)[ours].to_numpy(), raw[theirs].to_numpy()[order])

    @pytest.mark.parametrize(("kind", "lacking", "more"), [(Mindist, 172, 49), (GwMindist, 0, 0)])
    def test_the_day_of_a_distance_is_the_first_of_january(kind: type[Dataset], lacking: int, more: int) -> None:
        schema = dict.fromkeys(("state1", "state2", "year"), pl.Int64)
        pairs = pl.DataFrame(dyad_years(kind.covers, system=kind.codes, rule="jan-1"), schema=schema, orient="row")
        keys = list(schema)
        assert pairs.join(table(kind), on=keys, how="anti").height == lacking
        assert table(kind).join(pairs, on=keys, how="anti").height == more

    @pytest.mark.parametrize(
        ("kind", "code", "rule", "day"),
        [
            (CapitalDistance, "ccode", "jan-1", (1, 1)),
            (CapitalDistance, "ccode", "jul-1", (7, 1)),
            (CapitalDistance, "ccode", "dec-31", (12, 31)),
            (GwCapitalDistance, "gwcode", "jan-1", (1, 1)),
        ],
    )
    def test_every_distance_of_capitals_from_the_list(
        kind: type[CapitalDistance | GwCapitalDistance], code: str, rule: str, day: tuple[int, int]
    ) -> None:
        """An independent formula, the angle between two vectors, on all pairs of all years."""
        vectors = np.full((1000, 2025, 3), np.nan)
        for row in rows(READ[kind]):
            first, last = date.fromisoformat(row["stdate"]), date.fromisoformat(row["enddate"])
            lat, lon = math.radians(float(row["lat"])), math.radians(float(row["lng"]))
            point = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
            years = [year for year in range(first.year, last.year + 1) if first <= date(year, *day) <= last]
            vectors[int(row[code]), years] = point
        pairs = dyad_years(Years(1816, 2024), system=kind.codes)
        one, other, year = pairs.T
        a, b = vectors[one, year], vectors[other, year]
        angle = np.arctan2(np.linalg.norm(np.cross(a, b), axis=1), (a * b).sum(axis=1))
        frame = table(kind) if rule == "jan-1" else parse(kind(rule=rule), READ[kind])
        there = ~np.isnan(angle)
        assert np.array_equal(frame.select("state1", "state2", "year").to_numpy(), pairs[there])
        assert np.allclose(frame[frame.columns[-1]].to_numpy(), 6371.0088 * angle[there], rtol=0, atol=1e-3)

    def test_capitals_and_terrain_are_the_lists() -> None:
        found = {row[:2]: row[2:] for row in table(Capitals).rows()}
        assert found == {
            (int(row["ccode"]), date.fromisoformat(row["stdate"])): (
                row["capital"],
                None if row["enddate"] == "2024-12-31" else date.fromisoformat(row["enddate"]),
                float(row["lat"]),
                float(row["lng"]),
            )
            for row in rows(READ[Capitals])
        }
        assert {row[0]: row[1:] for row in table(Terrain).rows()} == {
            int(row["ccode"]): (cell(row["rugged"]), cell(row["newlmtnest"])) for row in rows(READ[Terrain])
        }

    def test_territorial_changes_are_the_list() -> None:
        found = {row[0]: row[1:] for row in table(TerritorialChange).rows()}
        listed = rows(READ[TerritorialChange])
        assert found == {int(row["number"]): tuple(cell(row[name]) for name in GIVEN) for row in listed}
        assert Counter(row["procedur"] for row in listed)["3"] == table(TerritorialChange).filter(tc_procedure=3).height

    def test_what_everyone_knows() -> None:
        france = table(Majors).filter(state=220)["year"].to_list()
        assert france == [*range(1816, 1941), *range(1945, 2025)]
        border = table(Contiguity).filter(state1=371, state2=373)
        assert (border["year"].min(), border["conttype"].unique().to_list()) == (1991, [1])
        assert table(Mindist).filter(state1=371, state2=372, year=2000)["mindist"].item() == 0.0
        assert table(Nmc).filter(state=2, year=1945)["cinc"].item() == table(Nmc)["cinc"].max()
        assert table(Terrain).sort("rugged")["state"].to_list()[-1] == 760
        assert table(TerritorialChange).filter(tc_gainer=2, tc_loser=365)["tc_year"].to_list() == [1867]

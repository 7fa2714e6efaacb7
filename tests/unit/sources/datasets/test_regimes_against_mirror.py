"""Regimes, leaders, peoples and rights against the publishers' tables, every row, in plain Python. These tests exist where
CORCYRA_MIRROR names a folder that holds the tables, and are not collected elsewhere."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.archigos import Archigos
from corcyra.sources.datasets.chisols import Chisols
from corcyra.sources.datasets.cirights import Cirights
from corcyra.sources.datasets.coups import Coups
from corcyra.sources.datasets.creg import Creg
from corcyra.sources.datasets.creg_gw import CregGw
from corcyra.sources.datasets.democracy import Democracy
from corcyra.sources.datasets.democracy_gw import DemocracyGw
from corcyra.sources.datasets.epr import Epr
from corcyra.sources.datasets.epr_state import EprState
from corcyra.sources.datasets.gdp import Gdp
from corcyra.sources.datasets.gdp_gw import GdpGw
from corcyra.sources.datasets.hief import Hief
from corcyra.sources.datasets.hief_gw import HiefGw
from corcyra.sources.datasets.hr_scores import HrScores
from corcyra.sources.datasets.itt import Itt
from corcyra.sources.datasets.lead import Lead
from corcyra.sources.datasets.leaders_archigos import LeadersArchigos
from corcyra.sources.datasets.polity import Polity
from corcyra.sources.datasets.pts import Pts
from corcyra.sources.datasets.reign import Reign
from corcyra.sources.datasets.reign_regimes import ReignRegimes
from corcyra.sources.datasets.vdem import Vdem
from corcyra.sources.datasets.willingness import Willingness
from corcyra.sources.source import check_source
from corcyra.world.dyads import state_years
from corcyra.world.spells import states

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
PLACES: dict[type[Dataset], tuple[str, int]] = {
    Vdem: ("democracyData/vdem_simple.csv.gz", 27068),
    Polity: ("democracyData/polity5.csv.gz", 17491),
    Democracy: ("isard/cw_democracy.csv.gz", 17706),
    DemocracyGw: ("isard/gw_democracy.csv.gz", 20849),
    Gdp: ("isard/cw_gdppop.csv.gz", 16536),
    GdpGw: ("isard/gw_gdppop.csv.gz", 19667),
    LeadersArchigos: ("regime/Archigos_4.1_stata14.dta", 14224),
    ReignRegimes: ("regime/reign/regime_list.csv", 11287),
    Coups: ("regime/demspaces_ptcoups.csv", 12384),
    EprState: ("ethnic/EPR-2018.1.1.csv", 10080),
    Hief: ("peacesciencer/hief.csv.gz", 8783),
    HiefGw: ("peacesciencer/hief.csv.gz", 8783),
    Creg: ("peacesciencer/creg.csv.gz", 9121),
    CregGw: ("peacesciencer/creg.csv.gz", 9121),
    Pts: ("human_rights/PTS-2022.csv", 8467),
    HrScores: ("human_rights/LHRS-v4.02-2021.csv", 11665),
    Cirights: ("human_rights/cirights_v1.22.11.25.csv", 7529),
    Itt: ("human_rights/ITT_CY.csv", 1650),
    Chisols: ("regime/CHISOLSstyr4_0.csv.gz", 9703),
}
RECORDS: dict[type[Dataset], tuple[str, int]] = {
    Archigos: ("regime/Archigos_4.1_stata14.dta", 3409),
    Reign: ("regime/reign/leaderlist_3_21.csv", 2524),
    Epr: ("ethnic/EPR-2018.1.1.csv", 4258),
    Lead: ("peacesciencer/LEAD.csv.gz", 3409),
    Willingness: ("peacesciencer/lwuf.csv.gz", 3409),
}
OTHERS = (
    "ethnic/demspaces_epr-yearly.csv",
    "peacesciencer/archigos.csv.gz",
    "regime/arch_annual.txt.gz",
    "regime/p5v2018d.xls",
    "regime/polity4v2015.csv",
)
Key = tuple[int, int]


class Opened:
    """A dataset with its file, as the contract of a source wants it."""

    def __init__(self, dataset: Dataset, place: str) -> None:
        self.dataset, self.place = dataset, place

    def __getattr__(self, name: str) -> object:
        return getattr(self.dataset, name)

    def read(self) -> pl.DataFrame:
        return self.dataset.parse({self.dataset.downloads[0].name: MIRROR / self.place})


@cache
def table(kind: type[Dataset], **choices: str) -> pl.DataFrame:
    return Opened(kind(**choices), {**PLACES, **RECORDS}[kind][0]).read()


def rows(place: str, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[dict[str, str]]:
    raw = (MIRROR / place).read_bytes()
    text = (gzip.decompress(raw) if place.endswith(".gz") else raw).decode(encoding)
    yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)


def value(cell: str) -> float | None:
    return None if cell in ("", "NA") else float(cell)


def column(frame: pl.DataFrame, name: str) -> dict[Key, float | None]:
    return {(state, year): cell for state, year, cell in frame.select("state", "year", name).iter_rows()}


COW = {state.cow for state in states()} - {None}
POLITY = {324: 325, 342: 345, 347: 345, 341: 347, 348: 341, 364: 365, 525: 626, 626: 625, 529: 530, 769: 770, 818: 816}

if all((MIRROR / place).exists() for place in (*(place for place, _ in {**PLACES, **RECORDS}.values()), *OTHERS)):

    @pytest.mark.parametrize("kind", PLACES, ids=lambda kind: kind.key)
    def test_the_contract_of_a_source(kind: type[Dataset]) -> None:
        check_source(Opened(kind(), PLACES[kind][0]))  # type: ignore[arg-type]
        assert table(kind).height == PLACES[kind][1]
        system = "gw+micro" if kind.codes == "gw" else "cow"
        assert set(table(kind)["state"]) <= {state.code(system) for state in states(system=system)}

    @pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.key)
    def test_records_have_their_keys_once(kind: type[Dataset]) -> None:
        found = table(kind)
        assert found.columns == [*kind.record_keys, *(field.name for field in kind.columns)]
        assert (found.height, found.select(kind.record_keys).is_duplicated().any()) == (RECORDS[kind][1], False)

    def test_vdem() -> None:
        wanted = {
            (int(float(row["vdem_cowcode"])), int(row["year"])): value(row["v2x_polyarchy"])
            for row in rows(PLACES[Vdem][0])
            if value(row["vdem_cowcode"]) is not None
        }
        assert column(table(Vdem), "v2x_polyarchy") == wanted
        assert wanted[372, 1992] == 0.256
        assert {(260, 1989), (255, 1991), (678, 1989), (679, 1990), (345, 1990), (365, 1985)} <= wanted.keys()
        assert not {(255, 1990), (678, 1990), (817, 1976)} & wanted.keys()

    def test_vdem_is_close_to_the_next_release_as_isard_joins_it() -> None:
        ours, theirs = column(table(Vdem), "v2x_polyarchy"), column(table(Democracy), "isard_polyarchy")
        shared = ours.keys() & theirs.keys()
        assert len(shared) == 16657
        assert {key for key in shared if ours[key] is None} == {key for key in shared if theirs[key] is None}
        assert max(abs(ours[key] - theirs[key]) for key in shared if ours[key] is not None) < 0.1  # type: ignore[operator]

    def polity_by_hand(place: str, name: str) -> dict[Key, list[tuple[int, dict[str, str]]]]:
        found: dict[Key, list[tuple[int, dict[str, str]]]] = defaultdict(list)
        for row in rows(place):
            code, year = int(row[name]), int(row["year"])
            ours = 300 if code == 305 and year < 1919 else POLITY.get(code, code)
            if ours in COW:
                found[ours, year].append((code, row))
        return found

    @pytest.mark.parametrize("keep", ["new", "old"])
    def test_polity(keep: str) -> None:
        byhand = polity_by_hand(PLACES[Polity][0], "polity_annual_ccode")
        coded = {(code, year) for (_, year), several in byhand.items() for code, _ in several}
        twice = {key for key, several in byhand.items() if len(several) > 1}
        assert twice == {(325, 1861), (345, 1991), (345, 2006), (365, 1922), (530, 1993), (625, 2011), (816, 1976)}
        wanted = {}
        for key, several in byhand.items():
            chosen = [(code, row) for code, row in several if ((code, key[1] - 1) in coded) == (keep == "old")]
            wanted[key] = (chosen if key in twice else several)[0][1]
        found = {row[:2]: row[2:5] for row in table(Polity, keep=keep).rows()}
        assert found.keys() == wanted.keys()
        for key, (polity, polity2, special) in found.items():
            given = int(wanted[key]["polity"])
            assert (polity, special) == ((None, given) if given < -10 else (given, None))
            assert polity2 == value(wanted[key]["polity2"])

    def test_polity_agrees_with_isard_but_for_the_numbers_that_isard_did_not_change() -> None:
        ours, theirs = column(table(Polity), "polity2"), column(table(Democracy), "isard_polity2")
        members = {key for key in theirs if key[1] <= 2018}
        unlike = {key for key in members if ours.get(key) != theirs[key]}
        assert {state for state, _ in unlike} == {300, 325, 341, 345, 347, 365, 530, 625, 626, 770, 816}
        assert (ours[341, 2010], theirs[341, 2010], ours[347, 2010]) == (9, 8, 8)

    def test_cases_of_polity_agree_with_its_years() -> None:
        annual = table(Polity, keep="new").select("state", "year", "polity_score", "polity_special")
        cases = Opened(Polity(), "regime/p5v2018d.xls").read().select("state", "year", "polity_score", "polity_special")
        both = annual.join(cases, on=["state", "year"], suffix="_case").filter(pl.col("polity_special").is_null())
        same = both["polity_score"].eq_missing(both["polity_score_case"])
        assert both.height > 16000
        assert same.mean() > 0.99  # type: ignore[operator]

    def test_polity_iv_in_the_official_layout() -> None:
        older = column(Opened(Polity(), "regime/polity4v2015.csv").read(), "polity2")
        byhand = polity_by_hand("regime/polity4v2015.csv", "ccode")
        assert older.keys() == byhand.keys()
        single = {key: value(several[0][1]["polity2"]) for key, several in byhand.items() if len(several) == 1}
        assert len(byhand) - len(single) == 7
        assert {key: older[key] for key in single} == single

    @pytest.mark.parametrize(
        ("kind", "code", "pairs"),
        [
            (Democracy, "ccode", {"isard_euds": "euds", "isard_polyarchy": "v2x_polyarchy"}),
            (DemocracyGw, "gwcode", {"isard_euds_gw": "euds", "isard_polity2_gw": "polity2"}),
            (Gdp, "ccode", {"gdp": "pwtrgdp", "gdp_per_head": "mrgdppc", "population_sd": "sd_pwtpop"}),
            (GdpGw, "gwcode", {"gdp_gw": "pwtrgdp", "gdp_per_head_sd_gw": "sd_mrgdppc"}),
        ],
        ids=lambda each: getattr(each, "key", None),
    )
    def test_isard(kind: type[Dataset], code: str, pairs: dict[str, str]) -> None:
        given = list(rows(PLACES[kind][0]))
        for ours, theirs in pairs.items():
            assert column(table(kind), ours) == {
                (int(row[code]), int(row["year"])): value(row[theirs]) for row in given
            }
        members = {tuple(key) for key in state_years(range(1816, 2020), system=kind.codes).tolist()}
        assert members - set(column(table(kind), next(iter(pairs)))) == set()

    def test_all_layouts_of_archigos_are_one_table() -> None:
        official = table(Archigos)
        annual = Opened(Archigos(), "regime/arch_annual.txt.gz").read()
        packaged = Opened(Archigos(), "peacesciencer/archigos.csv.gz").read()
        assert packaged.drop("archigos_leader").equals(official.drop("archigos_leader"))
        loose = ["archigos_leader", "archigos_leadid", "archigos_gender"]
        assert annual.drop(loose).equals(official.drop(loose))
        assert (annual["archigos_gender"] != official["archigos_gender"]).sum() == 2

    def test_leaders_by_year() -> None:
        wanted: dict[Key, list[float]] = {}
        latest: dict[Key, date] = {}
        for row in rows("peacesciencer/archigos.csv.gz"):
            start, end = date.fromisoformat(row["startdate"]), date.fromisoformat(row["enddate"])
            for year in range(max(start.year, 1875), end.year + 1):
                key = (int(row["gwcode"]), year)
                cells = wanted.setdefault(key, [0, 0, 0, 0, 0, 0.0])
                gone = end.year == year and row["exit"] != "Still in Office"
                cells[0] |= gone and row["exit"] == "Irregular"
                cells[1] |= gone and row["exit"] == "Foreign"
                cells[2] += gone
                cells[3] |= start.year == year
                cells[4] += 1
                if start >= latest.get(key, date.min):
                    latest[key] = start
                    cells[5] = (min(end, date(year, 12, 31)) - start).days / 365.25
        found = {row[:2]: row[2:] for row in table(LeadersArchigos).rows()}
        assert {key: list(cells[:5]) for key, cells in found.items()} == {
            key: cells[:5] for key, cells in wanted.items()
        }
        assert max(abs(found[key][5] - cells[5]) for key, cells in wanted.items()) < 1e-9

    def test_regimes_by_year() -> None:
        wanted: dict[Key, tuple[date, str]] = {}
        for row in rows(PLACES[ReignRegimes][0]):
            start, end = (
                date(int(year), int(month), int(day))
                for month, day, year in (row[name].split("/") for name in ("gwf_startdate", "gwf_enddate"))
            )
            for year in range(1950, 2021):
                key = (int(row["cowcode"]), year)
                if start <= date(year, 7, 1) <= end and start >= wanted.get(key, (date.min, ""))[0]:
                    wanted[key] = (start, row["gwf_regimetype"].strip())
        assert column(table(ReignRegimes), "gwf_regimetype") == {key: kind for key, (_, kind) in wanted.items()}
        assert wanted[260, 1990][1] == wanted[345, 2010][1] == "parliamentary"
        assert {(255, 1990), (679, 1989), (680, 1991), (817, 1976)} & wanted.keys() == set()

    def test_leaders_of_reign() -> None:
        found = table(Reign)
        given = list(rows(RECORDS[Reign][0], encoding="latin-1"))
        born = {
            (int(row["ccode"]), date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))): value(row["birthyear"])
            for row in given
        }
        wanted = {key: None if year == -99 else year for key, year in born.items()}
        assert {(row[0], row[1]): row[5] for row in found.rows()} == wanted
        assert (found["reign_leader"].null_count(), found["reign_leader"].str.contains("Ã").sum()) == (0, 0)

    def test_coups() -> None:
        given = {
            (int(row["gwcode"]), int(row["year"])): (
                int(row["pt_attempt_num"]),
                int(row["pt_coup_num"]),
                int(row["pt_attempt"]),
            )
            for row in rows(PLACES[Coups][0])
        }
        assert {row[:2]: row[2:] for row in table(Coups).rows()} == given
        members = {tuple(key) for key in state_years(range(1950, 2026), system="gw").tolist()}
        assert members <= given.keys()

    def epr_by_hand() -> dict[Key, list[tuple[float, str]]]:
        groups: dict[Key, list[tuple[float, str]]] = defaultdict(list)
        for row in rows(PLACES[EprState][0]):
            for year in range(int(row["from"]), int(row["to"]) + 1):
                groups[int(row["gwid"]), year].append((float(row["size"]), row["status"]))
        return groups

    def test_ethnic_exclusion() -> None:
        outside = {"POWERLESS", "DISCRIMINATED", "SELF-EXCLUSION"}
        wanted = {
            key: (
                round(sum(size for size, status in groups if status in outside), 5),
                sum(status in outside for _, status in groups),
                round(sum(size for size, status in groups if status == "DISCRIMINATED"), 5),
                sum(status != "IRRELEVANT" for _, status in groups),
                max(size for size, _ in groups),
            )
            for key, groups in epr_by_hand().items()
        }
        found = {row[:2]: (round(row[2], 5), row[3], round(row[4], 5), *row[5:]) for row in table(EprState).rows()}
        assert found == wanted

    def test_ethnic_exclusion_in_a_later_release() -> None:
        ours = {row[:2]: row[2:4] for row in table(EprState).rows()}
        theirs = {
            (int(row["gwcode"]), int(row["year"])): (
                float(row["epr_excluded_group_pop"]),
                int(row["epr_excluded_groups_count"]),
            )
            for row in rows("ethnic/demspaces_epr-yearly.csv")
            if row["epr_groups"] not in ("", "NA")
        }
        shared = ours.keys() & theirs.keys()
        assert len(shared) == 10079
        assert all(ours[key][1] == theirs[key][1] for key in shared)
        revised = {key[0] for key in shared if abs(ours[key][0] - theirs[key][0]) > 1e-5}
        assert revised == {290, 341, 625, 710, 771, 920}

    def test_georgia_and_azerbaijan_exclude_more_than_armenia() -> None:
        excluded = column(table(EprState), "epr_excluded")
        for year in range(1992, 2018):
            assert min(excluded[372, year], excluded[373, year]) > excluded[371, year]  # type: ignore[type-var,operator]

    def test_hief() -> None:
        cow: dict[Key, list[float]] = defaultdict(list)
        gw: dict[Key, list[float]] = defaultdict(list)
        for row in rows(PLACES[Hief][0]):
            year, index = int(row["year"]), float(row["efindex"])
            first, second = int(row["ccode"]), int(row["gwcode"])
            first = 260 if first == 255 and year < 1990 else 679 if first == 678 and year >= 1990 else first
            second = 816 if int(row["ccode"]) == 816 else 345 if second == 340 and year < 2006 else second
            cow[first, year].append(index)
            gw[second, year].append(index)
        assert [key for key, several in cow.items() if len(set(several)) > 1] == [(365, 1991)]
        for kind, wanted in ((Hief, cow), (HiefGw, gw)):
            name = kind.columns[0].name
            assert column(table(kind), name) == {key: several[-1] for key, several in wanted.items()}
            assert column(table(kind, keep="old"), name) == {key: several[0] for key, several in wanted.items()}

    def test_creg() -> None:
        for kind, code, suffix in ((Creg, "ccode", ""), (CregGw, "gwcode", "_gw")):
            wanted: dict[Key, list[tuple[int, float | None]]] = defaultdict(list)
            for row in rows(PLACES[Creg][0]):
                if any(value(row[name]) is not None for name in ("ethfrac", "ethpol", "relfrac", "relpol")):
                    state, year = int(row[code]), int(row["year"])
                    if suffix:
                        state = 345 if state == 340 and year < 2006 else 340 if state == 345 and year >= 2006 else state
                    wanted[state, year].append((int(row["creg_ccode"]), value(row["ethfrac"])))
            assert sorted(key for key, several in wanted.items() if len(several) > 1) == [
                (345, 1991),
                (345, 1992),
                (365, 1991),
            ]
            for keep, successor in (("new", True), ("old", False)):
                chosen = {
                    key: next(
                        cell for given, cell in several if len(several) == 1 or (given in (340, 393)) == successor
                    )
                    for key, several in wanted.items()
                }
                assert column(table(kind, keep=keep), f"creg_ethfrac{suffix}") == chosen

    def test_political_terror() -> None:
        unnumbered = {"Serbia": 345, "Soviet Union": 365}
        order = ("Yugoslavia, Socialist Federal Republic of", "Yugoslavia, Federal Republic of", "Serbia")
        scored: dict[Key, list[tuple[int, float | None]]] = defaultdict(list)
        empty = set()
        for row in rows(PLACES[Pts][0]):
            code = unnumbered.get(row["Country"]) or value(row["COW_Code_N"])
            if code is None:
                continue
            key = (int(code), int(row["Year"]))
            if any(value(row[name]) is not None for name in ("PTS_A", "PTS_H", "PTS_S")):
                rank = order.index(row["Country"]) if row["Country"] in order else 0
                scored[key].append((rank, value(row["PTS_A"])))
            elif row["NA_Status_S"] != "77":
                empty.add(key)
        assert sorted(key for key, several in scored.items() if len(several) > 1) == [
            (345, 1991),
            (345, 1992),
            (345, 2006),
        ]
        for keep, chosen in (("new", max), ("old", min)):
            wanted = {key: chosen(several, key=lambda each: each[0])[1] for key, several in scored.items()}
            assert column(table(Pts, keep=keep), "pts_a") == dict.fromkeys(empty, None) | wanted

    def test_latent_human_rights() -> None:
        wanted = {}
        for row in rows(PLACES[HrScores][0]):
            state, year = int(row["COW"]), int(row["YEAR"])
            wanted[315 if state == 316 and year < 1993 else state, year] = float(row["theta_mean"])
        assert column(table(HrScores), "hr_theta_mean") == wanted
        assert {(315, 1950), (316, 1993), (260, 1990), (255, 1990), (680, 1990), (817, 1975)} <= wanted.keys()

    def test_cirights() -> None:
        wanted: dict[Key, float | None] = {}
        for row in rows(PLACES[Cirights][0]):
            key = (int(row["cow"]), int(row["year"]))
            if row["country"] != "Serbia and Montenegro" or key[1] < 2006:
                wanted[345 if key[0] == 342 else key[0], key[1]] = value(row["physint_sum"])
        assert column(table(Cirights), "ciri_physint_sum") == wanted

    def test_torture() -> None:
        levels = ["No Allegations", "Infrequent", "Several", "Routinely", "Widespread", "Systematic"]
        text = (MIRROR / PLACES[Itt][0]).read_text(encoding="utf-8").splitlines()
        wanted = {
            (int(row["cowccode"]), int(row["year"])): levels.index(row["LoT"]) if row["LoT"] in levels else None
            for row in csv.DictReader(text)
            if int(row["cowccode"]) in COW
        }
        assert column(table(Itt), "itt_level") == wanted

    def test_source_of_support() -> None:
        given = {(int(row["ccode"]), int(row["year"])): int(row["solschange"]) for row in rows(PLACES[Chisols][0])}
        assert column(table(Chisols), "chisols_coalition_changes") == given

    def test_experiences_and_willingness_are_those_of_the_spells_of_archigos() -> None:
        spells = set(table(Archigos)["obsid"])
        combat = {row["obsid"]: value(row["combat"]) for row in rows(RECORDS[Lead][0])}
        theta = {row["obsid"]: value(row["theta4_mean"]) for row in rows(RECORDS[Willingness][0])}
        assert dict(table(Lead).select("obsid", "lead_combat").rows()) == combat
        assert dict(table(Willingness).select("obsid", "lwuf_theta4_mean").rows()) == theta
        assert combat.keys() == theta.keys() == spells

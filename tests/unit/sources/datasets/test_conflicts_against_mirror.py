"""The readers of conflict data against the published tables, every row, with plain recomputations beside them.

The tables are not part of the package: these tests exist where CORCYRA_MIRROR names a folder that holds them, and are not
collected elsewhere.
"""

from __future__ import annotations

import calendar
import csv
import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.arms_races import ArmsRaces
from corcyra.sources.datasets.claims import Claims
from corcyra.sources.datasets.colonial_history import ColonialHistory
from corcyra.sources.datasets.genocide import Genocide
from corcyra.sources.datasets.gml import Gml
from corcyra.sources.datasets.icb import Icb
from corcyra.sources.datasets.mid import Mid
from corcyra.sources.datasets.mid_disputes import MidDisputes
from corcyra.sources.datasets.mid_incidents import MidIncidents
from corcyra.sources.datasets.mid_participants import MidParticipants
from corcyra.sources.datasets.one_sided import OneSided
from corcyra.sources.datasets.rivalries_td import RivalriesTd
from corcyra.sources.datasets.rivalries_tss import RivalriesTss
from corcyra.sources.datasets.territorial_threat import TerritorialThreat
from corcyra.sources.datasets.ucdp import Ucdp
from corcyra.sources.datasets.ucdp_conflicts import UcdpConflicts
from corcyra.sources.datasets.ucdp_dyads import UcdpDyads
from corcyra.sources.datasets.ucdp_support import UcdpSupport
from corcyra.sources.datasets.wars import Wars
from corcyra.sources.datasets.wars_extra import WarsExtra
from corcyra.sources.datasets.wars_inter import WarsInter
from corcyra.sources.datasets.wars_intra import WarsIntra
from corcyra.sources.datasets.wars_non import WarsNon
from corcyra.sources.source import check_table
from corcyra.world.states import states

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
ACD, ACD_19 = "peacesciencer/ucdp_acd.csv.gz", "ucdp/ucdp-prio-acd-191.xlsx"
HEIGHTS: tuple[tuple[Dataset, tuple[str, ...], int], ...] = (
    (Mid(), ("cow/MIDA 5.0.csv", "cow/MIDB 5.0.csv"), 10234),
    (MidDisputes(), ("cow/MIDA 5.0.csv",), 2436),
    (MidParticipants(), ("cow/MIDB 5.0.csv",), 5883),
    (MidIncidents(), ("cow/MIDIP 5.0.csv",), 9619),
    (Gml(), ("peacesciencer/gml_dirdisp.csv.gz",), 9284),
    (Gml(), ("peacesciencer/gml_dirdisp.rda",), 9284),
    (Gml(), ("gml/gml-ddy-disputes-2.1.1.csv",), 9294),
    (Wars(), ("cow/Inter-StateWarData_v4.0.csv",), 945),
    (WarsInter(), ("cow/Inter-StateWarData_v4.0.csv",), 337),
    (WarsExtra(), ("cow/Extra-StateWarData_v4.0.csv",), 198),
    (WarsIntra(), ("cow/INTRA-STATE WARS v5.1 CSV.csv",), 420),
    (WarsNon(), ("cow/Non-StateWarData_v4.0.csv",), 62),
    (RivalriesTss(), ("peacesciencer/tss_rivalries.csv.gz",), 8741),
    (RivalriesTss(), ("peacesciencer/tss_rivalries.rda",), 8741),
    (RivalriesTd(), ("peacesciencer/td_rivalries.csv.gz",), 7771),
    (ArmsRaces(), ("peacesciencer/grh_arms_races.csv.gz",), 299),
    (TerritorialThreat(), ("peacesciencer/terrthreat.csv.gz",), 14781),
    (Claims(), ("icow/icow_ext2017_v2.csv",), 11483),
    (ColonialHistory(), ("icow/coldata110.csv",), 217),
    (Icb(), ("icb/icb1v13.csv",), 482),
    (Genocide(), ("human_rights/Genocide_Politicide_panel2018.csv",), 10152),
    (OneSided(), ("ucdp/OneSided_v23_1.csv",), 424),
    (Ucdp(), (ACD,), 2003),
    (UcdpDyads(), (ACD,), 784),
    (UcdpSupport(), (ACD,), 2584),
    (UcdpConflicts(), (ACD,), 2752),
    (UcdpConflicts(release="19.1"), (ACD_19,), 2384),
)


def table(dataset: Dataset, *names: str) -> pl.DataFrame:
    wanted = [each.name for each in dataset.downloads]
    return dataset.parse({name: MIRROR / given for name, given in zip(wanted, names, strict=True)})


def rows(name: str) -> list[dict[str, str]]:
    path = MIRROR / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def edge(row: dict[str, str], name: str) -> date:
    """The earliest start or latest end that fits year, month and day; a negative day is not known."""
    year, month, number = (int(row[name + part]) for part in ("year", "mon", "day"))
    late = calendar.monthrange(year, month)[1]
    return date(year, month, number if number > 0 else 1 if name == "st" else late)


def fought(spells: dict[str, list[tuple[int, str, date, date]]]) -> Iterator[tuple[str, int, int, int, bool]]:
    """Event, state, other, year and whether the year is that of their first common day of these two spells."""
    for event, sides in spells.items():
        for (one, here, start, end), (other, there, begin, stop) in permutations(sides, 2):
            first, last = max(start, begin), min(end, stop)
            if here != there and one != other and first <= last:
                yield from ((event, one, other, year, year == first.year) for year in range(first.year, last.year + 1))


if all((MIRROR / name).exists() for _, names, _ in HEIGHTS for name in names):

    @pytest.mark.parametrize(("dataset", "names", "height"), HEIGHTS)
    def test_each_keeps_the_contract_and_its_number_of_rows(
        dataset: Dataset, names: tuple[str, ...], height: int
    ) -> None:
        frame = table(dataset, *names)
        check_table(dataset, frame)
        assert frame.height == height
        if "year" in frame.columns and not isinstance(dataset, ArmsRaces):
            assert frame["year"].max() == (dataset.covers.last if not isinstance(dataset, Wars) else 2003)

    def test_disputes_by_hand() -> None:
        """Pairs, years, beginnings, hostility and deaths of all disputes, from the official table in plain Python."""
        spells: dict[str, list[tuple[int, str, date, date]]] = defaultdict(list)
        hostility: dict[tuple[str, int], list[tuple[date, date, int]]] = defaultdict(list)
        for row in rows("cow/MIDB 5.0.csv"):
            start, end = edge(row, "st"), edge(row, "end")
            spells[row["dispnum"]].append((int(row["ccode"]), row["sidea"], start, end))
            hostility[row["dispnum"], int(row["ccode"])].append((start, end, int(row["hostlev"])))
        found = {(each[0], *each[1:4]): False for each in fought(spells)}
        for event, one, other, year, begins in fought(spells):
            found[event, one, other, year] |= begins
        ours = table(Mid(), "cow/MIDA 5.0.csv", "cow/MIDB 5.0.csv")
        counted = Counter(key[1:] for key in found)
        assert {row[:3]: row[3] for row in ours.select("state", "other", "year", "mid_disputes").rows()} == counted
        shown = ours.select("mid_dispnum", "state", "other", "year", "mid_onset", "mid_hostlev").rows()
        assert all(found[str(number), *key] == bool(onset) for number, *key, onset, _ in shown)
        began = {key[1:] for key, begins in found.items() if begins}
        assert {key for _, *rest, onset, _ in shown if onset and (key := tuple(rest))} == began
        for number, state, _, year, _, level in shown:
            levels = [each for start, end, each in hostility[str(number), state] if start.year <= year <= end.year]
            assert level in levels

    def test_disputes_against_the_dyadic_table_of_another_package() -> None:
        """All 11,390 directed dispute-years are the same. All 10,234 dyad-years show the same dispute, with the same values.

        One beginning differs, in both directions: Finland left dispute 4678 in June 2013 and came back in May 2014, which begins
        anew here (as the other table has it for other such returns).
        """
        ours = table(Mid(), "cow/MIDA 5.0.csv", "cow/MIDB 5.0.csv")
        every = Counter(
            (int(r["ccode1"]), int(r["ccode2"]), int(r["year"])) for r in rows("peacesciencer/cow_mid_dirdisps.csv.gz")
        )
        assert every.total() == 11390
        assert {row[:3]: row[3] for row in ours.select("state", "other", "year", "mid_disputes").rows()} == every
        names = {
            "mid_dispnum": "dispnum", "mid_ongoing": "cowmidongoing", "mid_onset": "cowmidonset", "mid_hostlev": "hostlev1",
            "mid_hostlev_other": "hostlev2", "mid_fatality": "fatality1", "mid_fatality_other": "fatality2", "mid_side_a": "sidea1",
            "mid_originator": "orig1", "mid_originator_other": "orig2", "mid_reciprocated": "recip",
        }  # fmt: skip
        assert differing(ours, "peacesciencer/cow_mid_ddydisps.csv.gz", names) == {
            ("mid_onset", 365, 375, 2014),
            ("mid_onset", 375, 365, 2014),
        }

    def test_corrected_disputes_against_the_dyadic_table_of_another_package() -> None:
        names = {
            "gml_dispnum": "dispnum", "gmlmidongoing": "gmlmidongoing", "gmlmidonset": "gmlmidonset", "gml_hostlev": "hostlev1",
            "gml_hostlev_other": "hostlev2", "gml_fatality": "fatality1", "gml_fatality_other": "fatality2",
            "gml_side_a": "sidea1", "gml_originator": "orig1", "gml_originator_other": "orig2", "gml_reciprocated": "recip",
        }  # fmt: skip
        ours = table(Gml(), "peacesciencer/gml_dirdisp.csv.gz")
        assert differing(ours, "peacesciencer/gml_mid_ddydisps.csv.gz", names) == set()

    def differing(ours: pl.DataFrame, name: str, names: dict[str, str]) -> set[tuple[str, int, int, int]]:
        """Cells that differ; -9 is our missing. The rows must be the same."""
        theirs = {(int(row["ccode1"]), int(row["ccode2"]), int(row["year"])): row for row in rows(name)}
        keyed = {(row["state"], row["other"], row["year"]): row for row in ours.rows(named=True)}
        assert keyed.keys() == theirs.keys()
        return {
            (column, *key)
            for key, row in keyed.items()
            for column, other in names.items()
            if (-9 if row[column] is None else row[column]) != int(theirs[key][other])
        }

    def test_the_earlier_release_of_the_corrected_disputes_by_hand() -> None:
        count = Counter()
        for row in {
            tuple(row[name] for name in ("dispnum", "ccode1", "ccode2", "year"))
            for row in rows("gml/gml-ddy-disputes-2.1.1.csv")
        }:
            count[tuple(map(int, row[1:]))] += 1
        ours = table(Gml(), "gml/gml-ddy-disputes-2.1.1.csv")
        assert {row[:3]: row[3] for row in ours.select("state", "other", "year", "gml_disputes").rows()} == count

    def test_wars_by_hand() -> None:
        """All pairs at war from the official table in plain Python, and what another package's table lacks of them.

        It has the same but for second periods of fighting, which it leaves out where only one of the two stopped:
        Turkey in 1913, and France in 1944-45.
        """
        text = (MIRROR / "cow/Inter-StateWarData_v4.0.csv").read_text(encoding="ascii").replace("\r", "\n")
        spells: dict[str, list[tuple[int, str, date, date]]] = defaultdict(list)
        for row in csv.DictReader(text.splitlines()):
            for block in "12":
                if int(row[f"StartYear{block}"]) > 0:
                    start, end = (
                        date(*(int(row[f"{name}{part}{block}"]) for part in ("Year", "Month", "Day")))
                        for name in ("Start", "End")
                    )
                    spells[row["WarNum"]].append((int(row["ccode"]), row["Side"], start, end))
        by_war = {each[:4] for each in fought(spells)}
        ours = table(Wars(), "cow/Inter-StateWarData_v4.0.csv")
        count = Counter(key[1:] for key in by_war if key[1] < key[2])
        assert {row[:3]: row[3] for row in ours.select("state1", "state2", "year", "war_count").rows()} == count
        theirs = {
            (r["warnum"], int(r["ccode1"]), int(r["ccode2"]), int(r["year"]))
            for r in rows("peacesciencer/cow_war_inter.csv.gz")
        }
        assert theirs < by_war
        lacking = {(war, year, min(pair), max(pair)) for war, *pair, year in by_war - theirs}
        france = {("139", year, *sorted((220, other))) for year in (1944, 1945) for other in (255, 310, 740)}
        assert lacking == {("100", 1913, 345, 640), ("100", 1913, 355, 640)} | france

    def test_what_the_list_of_rivals_lacks_the_disputes_have() -> None:
        tss = table(RivalriesTss(), "peacesciencer/tss_rivalries.csv.gz")
        pairs = {tuple(row) for row in tss.select("state1", "state2").rows()}
        assert not pairs & {(365, 372), (371, 640)}
        assert {(371, 373), (365, 369)} <= pairs
        spells: dict[str, list[tuple[int, str, date, date]]] = defaultdict(list)
        for row in rows("cow/MIDB 5.0.csv"):
            spells[row["dispnum"]].append((int(row["ccode"]), row["sidea"], edge(row, "st"), edge(row, "end")))
        disputes = {(event, one, other) for event, one, other, year, _ in fought(spells) if year >= 1992}
        wanted = ((365, 372), (371, 640), (371, 373))
        assert [sum(each[1:] == pair for each in disputes) for pair in wanted] == [12, 3, 8]
        shown = {
            row[:3]
            for row in table(Mid(), "cow/MIDA 5.0.csv", "cow/MIDB 5.0.csv")
            .select("state", "other", "mid_dispnum")
            .rows()
        }
        # Of two disputes that begin in one year the dyad-year shows one.
        assert [sum(row[:2] == pair for row in shown) for pair in wanted] == [11, 3, 7]

    @pytest.mark.parametrize(
        ("dataset", "name", "start", "end"),
        [
            (RivalriesTss(), "peacesciencer/tss_rivalries.csv.gz", "start", "end"),
            (RivalriesTd(), "peacesciencer/td_rivalries.csv.gz", "styear", "endyear"),
        ],
    )
    def test_rivalries_by_hand(dataset: Dataset, name: str, start: str, end: str) -> None:
        listed = {state.cow for state in states()}
        wanted: dict[tuple[int, int, int], set[str]] = defaultdict(set)
        for row in rows(name):
            pair = sorted((int(row["ccode1"]), int(row["ccode2"])))
            kinds = {
                each
                for each in ("positional", "spatial", "ideological", "interventionary")
                if row.get(each, "") not in ("", "NA")
            }
            kinds |= {row[each] for each in ("type1", "type2", "type3") if row.get(each, "") not in ("", "NA")}
            for year in range(max(int(row[start]), 1816), int(row[end]) + 1):
                if set(pair) <= listed:
                    wanted[pair[0], pair[1], year] |= kinds
        prefix = dataset.columns[0].name.partition("_")[0]
        ours = {
            (row["state1"], row["state2"], row["year"]): {
                kind for kind in ("positional", "spatial", "ideological", "interventionary") if row[f"{prefix}_{kind}"]
            }
            for row in table(dataset, name).rows(named=True)
        }
        assert ours == wanted

    def test_claims_by_hand() -> None:
        count: Counter[tuple[int, int, int]] = Counter()
        for row in rows("icow/icow_ext2017_v2.csv"):
            last = {"NA": 2001, "20012": 2001}.get(
                row["endclaim"], int(row["endclaim"][:4]) if row["endclaim"] != "NA" else 0
            )
            for year in range(int(row["begclaim"][:4]), min(last, 2001) + 1):
                count[int(row["chal"]), int(row["tgt"]), year] += 1
        ours = table(Claims(), "icow/icow_ext2017_v2.csv")
        assert {row[:3]: row[3] for row in ours.select("state", "other", "year", "icow_claims").rows()} == count

    def cells(text: str | None) -> list[int]:
        return [int(float(each)) for each in text.split(",")] if text not in (None, "", "NA") else []

    def conflicts(name: str) -> list[dict[str, str]]:
        if name.endswith(".gz"):
            words = {"territory": "1", "government": "2", "both": "3"}
            kinds = {"extrasystemic": "1", "interstate": "2", "intrastate": "3", "II": "4"}
            each = rows(name)
            return [
                {
                    **row,
                    "incompatibility": words[row["incompatibility"]],
                    "type_of_conflict": kinds[row["type_of_conflict"]],
                }
                for row in each
            ]
        frame = pl.read_excel(
            MIRROR / name,
            infer_schema_length=None,
            columns=[
                "year",
                "incompatibility",
                "intensity_level",
                "type_of_conflict",
                "conflict_id",
                "gwno_a",
                "gwno_a_2nd",
                "gwno_b",
                "gwno_b_2nd",
            ],
        )
        return [
            {key: "" if value is None else str(value) for key, value in row.items()} for row in frame.rows(named=True)
        ]

    @pytest.mark.parametrize(("release", "name"), [("25.1", ACD), ("19.1", ACD_19)])
    def test_armed_conflicts_by_hand(release: str, name: str) -> None:
        """Levels by state, opposition by dyad and troops by directed dyad, all rows, in plain Python."""
        known = {state.gw for state in states(system="gw+micro")}
        levels: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * 5)
        opposed: dict[tuple[int, int, int], int] = defaultdict(int)
        troops: set[tuple[int, int, int, str]] = set()
        sides: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for row in conflicts(name):
            year, level, kind = (int(row[key]) for key in ("year", "intensity_level", "type_of_conflict"))
            roles = sides[row["conflict_id"], row["year"]]
            for role in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd"):
                roles[role] |= set(cells(row[role])) & known
            over = {"1": [0], "2": [1], "3": [0, 1]}[row["incompatibility"]]
            places = {3: over, 4: [*over, 2], 2: [3], 1: [4]}[kind]
            for state in roles["gwno_a"] | (roles["gwno_b"] if kind == 2 else set()):
                for place in places:
                    levels[state, year][place] = max(levels[state, year][place], level)
            for one in roles["gwno_a"] | roles["gwno_a_2nd"]:
                for other in (roles["gwno_b"] | roles["gwno_b_2nd"]) - {one}:
                    key = (min(one, other), max(one, other), year)
                    opposed[key] = max(opposed[key], level)
            if kind in (3, 4):
                for home in roles["gwno_a"]:
                    troops |= {(home, each, year, side) for side in "ab" for each in roles[f"gwno_{side}_2nd"] - {home}}
        assert {row[:2]: list(row[2:]) for row in table(Ucdp(release=release), name).rows()} == levels
        dyads = table(UcdpDyads(release=release), name)
        assert {
            row[:3]: row[3] for row in dyads.select("state1", "state2", "year", "ucdp_opposed_intensity").rows()
        } == opposed
        sent = table(UcdpSupport(release=release), name)
        ours = {(*row[:3], "a") for row in sent.rows() if row[3]} | {(*row[:3], "b") for row in sent.rows() if row[4]}
        assert ours == troops

    def test_what_everybody_knows() -> None:
        dyads = {row[:3]: row[3:] for row in table(UcdpDyads(), ACD).rows()}
        assert dyads[371, 373, 2020] == (0, 2)
        assert dyads[365, 369, 2022] == (2, 2)
        sent = {row[:3]: row[3:] for row in table(UcdpSupport(), ACD).rows()}
        assert sent[700, 2, 2010] == (1, 0)
        wars = {row[:3] for row in table(Wars(), "cow/Inter-StateWarData_v4.0.csv").rows()}
        assert {(2, 645, 2003), (220, 255, 1916), (371, 373, 1993)} <= wars
        born = {row["state"]: row for row in table(ColonialHistory(), "icow/coldata110.csv").rows(named=True)}
        assert (born[372]["independent_from"], born[372]["independence_year"], born[2]["colony_of"]) == (365, 1991, 200)
        killed = {row[:2]: row[2] for row in table(Genocide(), "human_rights/Genocide_Politicide_panel2018.csv").rows()}
        assert (killed[517, 1994], killed[2, 1994]) == (1, 0)

    def test_one_sided_violence_by_hand() -> None:
        wanted = {
            (int(row["gwnoa"]), int(row["year"])): int(row["best_fatality_estimate"])
            for row in rows("ucdp/OneSided_v23_1.csv")
            if row["is_government_actor"] == "1" and row["gwnoa"]
        }
        ours = table(OneSided(), "ucdp/OneSided_v23_1.csv")
        assert {row[:2]: row[2] for row in ours.rows()} == wanted

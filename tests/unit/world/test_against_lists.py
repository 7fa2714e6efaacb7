"""Our table against the published lists. The lists are not part of the package: these tests exist where CORCYRA_MIRROR names
a folder that holds them, and are not collected elsewhere; the counts at the end stand everywhere."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corcyra.world.codes import crosswalk
from corcyra.world.distance import capitals, great_circle
from corcyra.world.dyads import dyad_years, state_years
from corcyra.world.spells import membership, states
from corcyra.world.time import Years

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
FILES = [
    MIRROR / name
    for name in (
        "cow/states2016.csv",
        "cow/system2016.csv",
        "peacesciencer/gw_states.csv.gz",
        "peacesciencer/false_cow_dyads.csv.gz",
        "peacesciencer/false_gw_dyads.csv.gz",
        "peacesciencer/cow_capitals.csv.gz",
        "isard/gw_system.csv.gz",
        "isard/cw_system.csv.gz",
        "isard/cw_gw_panel.csv.gz",
        "isard/gw_cw_panel.csv.gz",
    )
]
OTHER = {"cow": {}, "gw+micro": {(260, 1990): (260, 255)}}
"""(code, year): (theirs, ours). In 1990 Gleditsch and Ward's 260 is COW's 260 to 2 October and 255 after; theirs is by the number, ours
by the last day of the year."""
STRAY = {"cow": set(), "gw+micro": {(255, 1990)}}
"""(code, year) of the rows without a partner in the list for which we have one. Every other such row repeats, under another abbreviation
(GFR and GMY, YAR and YEM) or for a part of the year, a number that a row of the same list pairs as we do; 1990 is as above."""
# Points in the list of capitals that lie far from the city it names, found by eye on a map.
OFF_CENTRE = {"Brasilia", "Tunis", "Riyadh", "Djibouti", "Beijing", "Koror", "Muscat", "Parma"}

Spans = dict[int, list[tuple[date, date | None]]]


def rows(name: str) -> list[dict[str, str]]:
    path = MIRROR / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def ours(system: str) -> Spans:
    codes = {state.code(system) for state in states(system=system)} - {None}
    return {code: [(span.start, span.end) for span in membership(code, system)] for code in codes if code is not None}


def theirs(table: list[tuple[int, date, date]], released: date) -> Spans:
    found: Spans = {}
    for code, start, end in sorted(table):
        found.setdefault(code, []).append((start, None if end == released else end))
    return found


if all(path.exists() for path in FILES):

    def test_cow_membership_is_the_list_of_2016() -> None:
        table = [
            (
                int(row["ccode"]),
                date(int(row["styear"]), int(row["stmonth"]), int(row["stday"])),
                date(int(row["endyear"]), int(row["endmonth"]), int(row["endday"])),
            )
            for row in rows("cow/states2016.csv")
        ]
        assert ours("cow") == theirs(table, date(2016, 12, 31))

    def test_cow_state_years_are_the_yearly_list() -> None:
        listed = sorted([int(row["ccode"]), int(row["year"])] for row in rows("cow/system2016.csv"))
        assert state_years(Years(1816, 2016)).tolist() == listed

    def test_gleditsch_ward_membership_is_the_list_of_2017() -> None:
        table = [
            (int(row["gwcode"]), date.fromisoformat(row["startdate"]), date.fromisoformat(row["enddate"]))
            for row in rows("peacesciencer/gw_states.csv.gz")
        ]
        assert ours("gw") == theirs(table, date(2017, 12, 31))

    def test_gleditsch_ward_with_microstates_is_the_list_of_2020() -> None:
        table = [
            (int(row["gwcode"]), date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
            for row in rows("isard/gw_system.csv.gz")
        ]
        assert ours("gw+micro") == theirs(table, date(2020, 12, 31))
        assert {int(row["gwcode"]) for row in rows("isard/gw_system.csv.gz") if row["microstate"] == "1"} == {
            state.gw for state in states() if state.microstate
        } | {396, 397}

    def test_the_crosswalk_by_year_agrees() -> None:
        pairs = {(state.cow, state.gw): [] for state in states(system="gw+micro")}  # type: ignore[var-annotated]
        for state in states(system="gw+micro"):
            pairs[state.cow, state.gw].append(state.span)
        missed = [
            row
            for row in rows("isard/cw_gw_panel.csv.gz")
            if row["ccode"]
            and row["gwcode"]
            and not any(
                span.touches(int(row["year"]))
                for span in pairs.get((int(float(row["ccode"])), int(float(row["gwcode"]))), [])
            )
        ]
        assert missed == []

    @pytest.mark.parametrize(
        ("name", "source", "target", "keys"),
        [
            ("cw_gw_panel", "cow", "gw+micro", ("ccode", "gwcode")),
            ("gw_cw_panel", "gw+micro", "cow", ("gwcode", "ccode")),
        ],
    )
    def test_the_crosswalk_of_whole_years_agrees_on_every_row(
        name: str, source: str, target: str, keys: tuple[str, str]
    ) -> None:
        listed = [
            (*(int(float(row[key])) if row[key] else -1 for key in keys), int(row["year"]))
            for row in rows(f"isard/{name}.csv.gz")
        ]
        one, other, year = np.array([row for row in listed if row[0] >= 0], dtype=np.int64).T
        years = Years(int(year.min()), int(year.max()))
        assert sorted(zip(one.tolist(), year.tolist(), strict=True)) == [
            *map(tuple, state_years(years, system=source).tolist())
        ]
        found = crosswalk(source, target, years).find(one, year)
        differ = np.nonzero(found != other)[0]
        assert {(int(one[k]), int(year[k])): (int(other[k]), int(found[k])) for k in differ} == OTHER[source]
        alone, when = np.array([row[1:] for row in listed if row[0] < 0], dtype=np.int64).T
        back = crosswalk(target, source, years).find(alone, when)
        paired = set(zip(one.tolist(), other.tolist(), year.tolist(), strict=True))
        stray = [row for row in zip(back.tolist(), alone.tolist(), when.tolist(), strict=True) if row[0] >= 0]
        assert {row[1:] for row in stray if row not in paired} == STRAY[source]

    @pytest.mark.parametrize(("system", "letter", "micro"), [("cow", "c", set()), ("gw", "gw", {403})])
    def test_the_false_dyads_left_out_are_the_published_ones(system: str, letter: str, micro: set[int]) -> None:
        """Every ordered pair of two yearly members is either a dyad here or on the published list, never both."""
        listed = {
            (int(row[f"{letter}code1"]), int(row[f"{letter}code2"]), int(row["year"]))
            for row in rows(f"peacesciencer/false_{system}_dyads.csv.gz")
        }
        listed = {pair for pair in listed if not micro & set(pair)}
        years = Years(1816, 2016)
        made = dyad_years(years, system=system, directed=True)
        members = Counter(state_years(years, system=system)[:, 1].tolist())
        kept, false = Counter(made[:, 2].tolist()), Counter(year for _, _, year in listed)
        assert {year: kept[year] + false[year] for year in years} == {
            year: members[year] * (members[year] - 1) for year in years
        }
        there = made[np.isin(made[:, 2], list(false))]
        assert listed & set(map(tuple, there.tolist())) == set()

    def test_capitals_lie_where_the_list_has_them() -> None:
        table = {}
        for each in capitals():
            table.setdefault(each.state, []).append(each)
        far = {
            row["capital"]
            for row in rows("peacesciencer/cow_capitals.csv.gz")
            if min(
                great_circle(float(row["lat"]), float(row["lng"]), each.lat, each.lon)
                for each in table[int(row["ccode"])]
            )
            > 15
        }
        assert far == OFF_CENTRE


def test_counts_of_members() -> None:
    """COW v2016 had 23 members in 1816 and 195 at its end, 217 numbers and 15,951 state-years; GW 2017 has 216 spells."""
    assert (len(states(date(1816, 1, 1))), len(states(date(2016, 12, 31)))) == (23, 195)
    assert len(ours("cow")) == 217
    assert sum(map(len, ours("gw").values())) == 216
    assert len(state_years(Years(1816, 2016))) == 15_951

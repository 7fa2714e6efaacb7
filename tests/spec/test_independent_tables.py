"""The study of the South Caucasus recomputed from its raw files by other code.

Nothing here imports measures, theories or contest: dates, spells, stocks, index and scores are written again from the
formulas (A3, A8, C3 of the science page) with the standard library, and held against the tables that the study gives.
"""

from __future__ import annotations

import calendar
import csv
import math
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from statistics import fmean, pstdev

import polars as pl
import pytest

import corcyra
from corcyra.study.build import fact_panels, measured
from corcyra.study.describe import describe, tidy
from corcyra.study.gallery import find_study
from corcyra.study.judge import judge
from corcyra.study.plan import plan
from corcyra.study.spec import Bootstrap

HOME = Path(corcyra.__file__).parent
FACTS, FIGURES = HOME / "sources" / "tables" / "facts", HOME / "sources" / "tables" / "figures"
YEARS = range(1992, 2025)
LEADERS = {"russia": "RUS", "west": "USA", "turkey": "TUR", "iran": "IRN", "china": "CHN"}
OPTIONS = (*LEADERS, "none")
STANDS_FOR = {"X-NATO": "USA", "X-EU": "USA", "X-WEST": "USA", "X-CIS": "RUS", "X-CSTO": "RUS"}
TIERS = {
    "consultation": 1, "friendship": 1, "strategic partnership": 1, "non-aggression/neutrality": 1,
    "organisation charter": 1, "base agreement": 2, "defence cooperation": 2, "defence pact": 2,
    "troop withdrawal": 0, "transit/overflight": 0, "practical cooperation": 0, "peacekeeping/ceasefire": 0,
}  # fmt: skip
ROUNDED = 2e-6
"""The tables are rounded to six decimals."""

Pair = tuple[str, str, int]


@cache
def tables() -> dict[str, pl.DataFrame]:
    """The tables of the study, without the bootstrap and without asking what would differ."""
    study = plan(find_study("south-caucasus").model_copy(update={"bootstrap": Bootstrap(draws=0)}))
    panels = measured(fact_panels(), study.measures)
    found = describe(panels, study) | judge(panels, study).tables
    return {name: tidy(table) for name, table in found.items()}


@cache
def rows(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def days(text: str) -> tuple[date, date]:
    """The first and last day that fit a date of any precision."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    first, last = (parts[1], parts[1]) if len(parts) == 2 else (1, 12)
    return date(parts[0], first, 1), date(parts[0], last, calendar.monthrange(parts[0], last)[1])


@cache
def stands(start: str, end: str, year: int) -> bool:
    """In force on 31 December: a day named as the end still counts, a month or year named as the end is over."""
    day = date(year, 12, 31)
    if days(start)[1] > day:
        return False
    first, last = days(end) if end else (date.max, date.max)
    return last > day or (last == day and first == last)


def touches(start: str, end: str, year: int) -> bool:
    return days(start)[0].year <= year and (not end or days(end)[1].year >= year)


def raise_to(found: dict[Pair, float], key: Pair, value: float) -> None:
    found[key] = max(found.get(key, 0.0), value)


def listed(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


# Alignment


@cache
def pacts() -> dict[Pair, float]:
    found: dict[Pair, float] = {}
    for row in rows(FACTS / "commitments.csv"):
        tier = 3 if row["mutual_defence"] == "1" else TIERS[row["type"]]
        parties = listed(row["parties_iso3"])
        if not tier or row["took_effect"] == "no" or len(parties) >= 8 or "X-NATO" in parties:
            continue
        joined, left = (dict(each.split(":") for each in listed(row[name])) for name in ("joined", "left"))
        for year in YEARS:
            bound = [
                code
                for code in parties
                if stands(row["in_force"] or row["signed"], left.get(code, row["ended"]), year)
                and (code not in joined or stands(joined[code], "", year))
            ]
            for one in bound:
                for other in bound:
                    raise_to(found, (one, other, year), tier)
    return found


@cache
def memberships() -> dict[Pair, float]:
    depth: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for row in rows(HOME / "world" / "tables" / "organisations.csv"):
        if row["pole"]:
            depth.setdefault((row["org"], row["status"]), []).append((row["pole"], float(row["depth"])))
    found: dict[Pair, float] = {}
    for year in YEARS:
        live: dict[tuple[str, str], list[str]] = {}
        for row in rows(FACTS / "organisations.csv"):
            if stands(row["start"], row["end"], year):
                live.setdefault((row["iso3"], row["org"]), []).append(row["status"])
        for (state, body), status in live.items():
            over = [each for each in status if each in ("participation frozen", "suspended", "withdrawn")]
            succeeded = body == "CST (1992)" and set(live.get((state, "CSTO"), [])) - {"signatory"}
            for each in [] if succeeded else over or status:
                for pole, deep in depth.get((body, each), []):
                    raise_to(found, (state, pole, year), deep)
    return found


@cache
def drills() -> dict[Pair, float]:
    met: dict[Pair, set[tuple[str, ...]]] = {}
    for row in rows(FACTS / "exercises.csv"):
        if row["held"] == "1" and not row["part_of"]:
            same = (row["framework"], row["start"], row["end"], row["host_iso3"])
            there = listed(row["participants_iso3"])
            for one in there:
                for other in there:
                    met.setdefault((one, other, int(row["year"])), set()).add(same)
    return {key: min(1.0, 0.2 * len(held)) for key, held in met.items()}


@cache
def nearness() -> dict[Pair, float]:
    names = {row["cow"]: row["iso3"] for row in rows(FACTS / "states.csv")}
    points = {
        (names[row["state"]], int(row["year"])): float(row["ideal_point"]) for row in rows(FIGURES / "un_ideal.csv")
        if int(row["ideal_point_votes"]) >= 10
    }
    found: dict[Pair, float] = {}
    for year in YEARS:
        for pole, leader in LEADERS.items():
            if (leader, year) not in points:
                continue
            gaps = {
                state: -abs(points[state, year] - points[leader, year])
                for state in names.values()
                if state != leader and (state, year) in points
            }
            middle, spread = fmean(gaps.values()), pstdev(gaps.values())
            for state, gap in gaps.items():
                found[state, pole, year] = 0.5 * (1 + math.erf((gap - middle) / spread / math.sqrt(2)))
    return found


def alignment(state: str, pole: str, year: int) -> float:
    leader = LEADERS[pole]
    parts = [
        pacts().get((state, leader, year), 0.0) / 3,
        memberships().get((state, pole, year), 0.0),
        drills().get((state, leader, year), 0.0),
    ]
    votes = [nearness().get((state, pole, earlier)) for earlier in range(year, year - 4, -1)]
    return fmean([*parts, *[vote for vote in votes if vote is not None][:1]])


def test_alignment_of_the_three_in_every_year_from_the_raw_facts() -> None:
    table = tables()["alignment"]
    for state, year, pole, given in table.select("state", "year", "pole", "alignment").iter_rows():
        assert alignment(state, pole, year) == pytest.approx(given, abs=ROUNDED), (state, year, pole)
    assert table.height == 3 * 33 * 5


def test_the_partner_is_the_pole_of_highest_alignment_unless_both_of_the_top_two_are_far() -> None:
    for state, year, given in tables()["posture"].select("state", "year", "partner").iter_rows():
        found = {pole: alignment(state, pole, year) for pole in LEADERS}
        first, second = sorted(found.values(), reverse=True)[:2]
        assert given == ("none" if first + second < 0.5 else max(found, key=lambda pole: found[pole])), (state, year)


# Enmity and amity


@cache
def hostility() -> tuple[dict[Pair, float], dict[Pair, float]]:
    """Level of fighting, and fighting beside the rebels of the first."""
    level: dict[Pair, float] = {}
    rebels: dict[Pair, float] = {}
    for row in rows(FACTS / "conflicts.csv"):
        start, end = days(row["start"])[0], days(row["end"])[1] if row["end"] else date(2024, 12, 31)
        tolls = [float(row[name]) for name in ("deaths_low", "deaths_high") if row[name]]
        civil = row["kind"] in ("internationalised civil", "secessionist")
        for year in range(max(start.year, 1992), min(end.year, 2024) + 1):
            inside = (min(end, date(year, 12, 31)) - max(start, date(year, 1, 1))).days + 1
            dead = fmean(tolls) * inside / ((end - start).days + 1) if tolls else 0.0
            if dead >= 1000 and (civil or row["kind"] == "interstate"):
                points = 5.0
            elif row["kind"] == "interstate":
                points = 4.0
            elif civil and dead >= 25:
                points = 3.0
            else:
                points = 1.0 if row["deaths_high"] == "0" else 2.0
            for one in listed(row["side_a_iso3"]):
                for other in listed(row["side_b_iso3"]):
                    raise_to(level, (one, other, year), points)
                    if row["kind"] not in ("border clash", "interstate", "militarised dispute"):
                        raise_to(rebels, (one, other, year), 1.0)
    return level, rebels


@cache
def support() -> tuple[dict[Pair, float], dict[Pair, float], dict[Pair, float]]:
    """Help to the rebels of the first, troops to its government, troops or arms to its government."""
    sides = {row["id"]: listed(row["side_a_iso3"]) for row in rows(FACTS / "conflicts.csv")}
    rebels: dict[Pair, float] = {}
    rescue: dict[Pair, float] = {}
    aid: dict[Pair, float] = {}
    for row in rows(FACTS / "support.csv"):
        weight = 1.0 if row["stance"] == "acknowledged" else 0.5
        for year in YEARS:
            if not touches(row["start"], row["end"], year):
                continue
            if not row["aided_iso3"]:
                for one in sides[row["conflict"]] if row["side"] == "b" and row["level"] != "political" else []:
                    raise_to(rebels, (one, row["iso3"], year), weight)
                continue
            for one in listed(row["aided_iso3"]):
                if row["level"] == "troops":
                    raise_to(rescue, (one, row["iso3"], year), weight)
                if row["level"] in ("troops", "materiel"):
                    raise_to(aid, (one, row["iso3"], year), weight)
    return rebels, rescue, aid


def arms(one: str, other: str, year: int) -> float:
    """The share in the window that ended last, five years back at most; of two, the shorter."""
    windows = [
        (days(row["period_end"])[1].year, -(days(row["period_end"])[1] - days(row["period_start"])[0]).days, row)
        for row in rows(FACTS / "arms_energy.csv")
        if row["indicator"] == "arms imports" and (row["iso3"], row["partner_iso3"]) == (one, other)
    ]
    known = [window for window in windows if window[0] <= year < window[0] + 5]
    best = max(known, key=lambda window: window[:2])[2] if known else None
    return (float(best["value_low"]) + float(best["value_high"])) / 200 if best else 0.0


def either(found: Mapping[Pair, float], one: str, other: str, year: int) -> float:
    return max(found.get((one, other, year), 0.0), found.get((other, one, year), 0.0))


def strength(ties: Iterable[Mapping[str, str]]) -> int:
    return sum(int(row["strength"]) for row in ties)


def named_a_threat(one: str, other: str, year: int) -> bool:
    return any(
        row["move"] == "securitise"
        and days(row["date"])[0].year == year
        and {row["iso3"], STANDS_FOR.get(row["target_iso3"], row["target_iso3"])} == {one, other}
        for row in rows(FACTS / "securitisation.csv")
    )


def stocks(one: str, other: str) -> dict[int, tuple[float, float]]:
    """Enmity and amity as indices, year by year."""
    ties = [row for row in rows(FACTS / "ties.csv") if {row["a_iso3"], row["b_iso3"]} == {one, other}]
    old = [row for row in ties if days(row["since"])[0].year < 1991]
    enmity = highest = 5 / 3 * strength(row for row in old if row["sign"] == "-1")
    amity, before = 2 / 3 * strength(row for row in old if row["sign"] == "1"), 0
    found = {}
    for year in YEARS:
        live = [row for row in ties if stands(row["since"], row["until"], year)]
        begun = [row for row in ties if days(row["since"])[0].year <= year]
        claim, shut = (
            min(1.0, strength(row for row in live if row["kind"] == kind) / 3)
            for kind in ("territorial claim", "border closure")
        )
        rebels = max(either(each, one, other, year) for each in (hostility()[1], support()[0]))
        harm = either(hostility()[0], one, other, year) + 1.5 * rebels + named_a_threat(one, other, year)
        memory = min(1.0, strength(row for row in begun if row["kind"] in ("war/massacre memory", "imperial rule")) / 3)
        enmity = max(enmity * 2 ** (-1 / 25) + harm + 0.5 * claim + 0.5 * shut, 0.2 * memory * highest)
        highest = max(highest, enmity)
        fresh = strength(row for row in live if row["sign"] == "1" and row not in old)
        help_ = 3 * either(support()[1], one, other, year) + 0.5 * either(support()[2], one, other, year)
        help_ += 0.5 * max(arms(one, other, year), arms(other, one, year))
        amity = amity * 2 ** (-1 / 20) + 2 / 3 * max(0, fresh - before) + help_
        before = fresh
        found[year] = (
            1 - math.exp(-enmity * (1 - 2 ** (-1 / 25))),
            1 - math.exp(-amity * (1 - 2 ** (-1 / 20))),
        )
    return found


@pytest.mark.parametrize(("state", "other"), [("ARM", "AZE"), ("GEO", "RUS"), ("ARM", "RUS"), ("AZE", "TUR")])
def test_enmity_and_amity_in_every_year_from_the_raw_facts(state: str, other: str) -> None:
    table = tables()["enmity_amity"].filter(state=state, other=other)
    given = {year: (foe, friend) for year, foe, friend in table.select("year", "enmity", "amity").iter_rows()}
    assert sorted(given) == list(YEARS)
    found = stocks(state, other)
    for year in YEARS:
        assert found[year] == pytest.approx(given[year], abs=ROUNDED), year


# Scores


def score(rows_of: list[dict[str, object]], seen: Mapping[tuple[str, int], tuple[str, str | None]]) -> dict[str, float]:
    """Scores of one contender by the definitions, from probabilities as written in the table."""
    spoken = [row for row in rows_of if not row["silent"]]
    sums = dict.fromkeys(("top1", "lenient", "mrr", "log_loss", "brier"), 0.0)
    for row in spoken:
        chance = [float(str(row[f"p_{option}"] or 0)) for option in OPTIONS]
        partner, second = seen[str(row["state"]), int(str(row["year"]))]
        place = OPTIONS.index(partner)
        rank = 1 + sum(p > chance[place] or (p == chance[place] and k < place) for k, p in enumerate(chance))
        favourite = OPTIONS[chance.index(max(chance))]
        sums["top1"] += rank == 1
        sums["lenient"] += favourite in (partner, second)
        sums["mrr"] += 1 / rank
        sums["log_loss"] -= math.log(chance[place])
        sums["brier"] += sum((p - (k == place)) ** 2 for k, p in enumerate(chance))
    return {name: value / len(spoken) for name, value in sums.items()} | {"silence": 1 - len(spoken) / len(rows_of)}


def test_scores_on_all_rows_from_the_table_of_expectations() -> None:
    given_tables = tables()
    posture = given_tables["posture"].select("state", "year", "partner", "second")
    seen = {(state, year): (partner, second) for state, year, partner, second in posture.iter_rows()}
    given = given_tables["scores"].filter(rows="all")
    contenders = given_tables["expectations"]["contender"].unique().to_list()
    assert len(contenders) == 13
    for contender in contenders:
        found = score(given_tables["expectations"].filter(contender=contender).to_dicts(), seen)
        for metric, value in found.items():
            # Probabilities are written with six decimals, which a logarithm of a small one feels.
            near = 2e-3 if metric == "log_loss" else 1e-5
            cell = given.filter(contender=contender, metric=metric)["value"]
            assert cell.to_list() == pytest.approx([value], abs=near), (contender, metric)


def test_top1_is_the_share_of_years_whose_partner_is_the_favourite() -> None:
    given_tables = tables()
    seen = {(s, y): p for s, y, p in given_tables["posture"].select("state", "year", "partner").iter_rows()}
    hits: dict[str, dict[tuple[str, int], bool]] = {}
    spoken = given_tables["expectations"].filter(pl.col("silent").not_())
    for contender, state, year, partner in spoken.select("contender", "state", "year", "partner").iter_rows():
        hits.setdefault(contender, {})[state, year] = partner == seen[state, year]
    values = given_tables["scores"].filter(rows="all", metric="top1").select("contender", "value")
    for contender, value in values.iter_rows():
        assert fmean(hits[contender].values()) == pytest.approx(value, abs=ROUNDED), contender

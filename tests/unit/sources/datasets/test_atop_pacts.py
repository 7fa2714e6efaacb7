"""ATOP pacts: the umbrella filter, the rules of the year, and the publisher's dyads on all rows."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import ParameterError
from corcyra.sources.datasets.atop import Atop
from corcyra.sources.datasets.atop_members import MEMBERS, AtopMembers
from corcyra.sources.datasets.atop_pacts import AtopPacts
from corcyra.sources.source import check_table
from corcyra.world.dyads import dyad_years

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "atop/atop4_01_member-level.csv"
DYADS = MIRROR / "peacesciencer/atop_alliance.parquet"
HEADER = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul\n"
# A guarantee of 2 to 20, who promises consultation, from April 2000 to May 2002; and four states not to attack each other.
SPELLS = (
    HEADER + "9001,2,2000,4,1,2002,5,1,0,1,0,0,0,0\n9001,20,2000,4,1,2002,5,1,0,0,0,0,0,1\n"
    "9002,2,2001,1,1,0,0,0,0,0,0,0,1,0\n9002,20,2001,1,1,0,0,0,0,0,0,0,1,0\n9002,40,2001,1,1,0,0,0,0,0,0,0,1,0\n"
    "9002,70,2001,1,1,2001,6,30,0,0,0,0,1,0\n9002,8152,2001,1,1,2001,6,30,0,0,0,0,1,0\n"
)


def made(folder: Path, **settings: object) -> pl.DataFrame:
    path = folder / "m.csv"
    path.write_text(SPELLS, encoding="utf-8")
    table = AtopPacts(**settings).parse({MEMBERS.name: path})  # type: ignore[arg-type]
    check_table(AtopPacts(), table)
    return table


def row(table: pl.DataFrame, state: int, other: int, year: int) -> tuple[object, ...] | None:
    found = table.filter((pl.col("state") == state) & (pl.col("other") == other) & (pl.col("year") == year))
    return found.row(0)[3:] if found.height else None


def test_the_promise_is_the_states_own(tmp_path: Path) -> None:
    table = made(tmp_path)
    assert row(table, 2, 20, 2000) == (3, 0, 1.0, 1, 0)
    assert row(table, 20, 2, 2000) == (1, 0, 1 / 3, 0, 0)


def test_members_count_in_the_year_and_by_the_rule(tmp_path: Path) -> None:
    """Five states on 1 January 2001, one of which COW never listed; three on 1 July."""
    early, late = made(tmp_path, threshold=4, rule="jan-1"), made(tmp_path, threshold=4, rule="jul-1")
    assert row(early, 2, 40, 2001) == (0, 1, 1 / 3 / 4, 0, 0)
    assert row(late, 2, 40, 2001) == (1, 0, 1 / 3 / 2, 0, 0)
    assert row(early, 2, 70, 2001) == (0, 1, 1 / 3 / 4, 0, 0)
    assert row(late, 2, 70, 2001) is None


@pytest.mark.parametrize(
    ("rule", "years"),
    [("any-day", [2000, 2001, 2002]), ("jan-1", [2001, 2002]), ("jul-1", [2000, 2001]), ("dec-31", [2000, 2001])],
)
def test_the_rule_decides_the_years(tmp_path: Path, rule: str, years: list[int]) -> None:
    table = made(tmp_path, rule=rule).filter(
        (pl.col("state") == 2) & (pl.col("other") == 20) & (pl.col("atop_pact_defense") == 1)
    )
    assert table["year"].to_list() == years


def test_a_code_that_cow_never_had_makes_no_dyad(tmp_path: Path) -> None:
    table = made(tmp_path)
    assert 8152 not in {*table["state"], *table["other"]}


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"unknown rule 'may-1'\. Use one of: any-day, jan-1, jul-1, dec-31\."):
        AtopPacts(rule="may-1")


if REAL.exists() and DYADS.exists():

    def real(**settings: object) -> pl.DataFrame:
        return AtopPacts(**settings).parse({MEMBERS.name: REAL})  # type: ignore[arg-type]

    def test_trap_the_umbrella_filter_tells_enemies_from_allies() -> None:
        """Armenia and Azerbaijan are never allies once umbrellas are out; Armenia and Russia are, by their own treaty of 1997."""
        table = real()
        check_table(AtopPacts(), table)
        pair = table.filter((pl.col("state") == 371) & (pl.col("other") == 373))
        assert pair["year"].to_list() == list(range(1993, 2017))
        assert pair["atop_pact_tier"].unique().to_list() == [0]
        assert pair["atop_pact_tier_umbrella"].unique().to_list() == [3]
        ally = table.filter((pl.col("state") == 371) & (pl.col("other") == 365) & (pl.col("year") >= 1997))
        assert ally["atop_pact_tier"].unique().to_list() == [3]
        assert ally["atop_pact_weight"].unique().to_list() == [1.0]

    def test_the_collective_security_treaty_shrinks_below_an_umbrella() -> None:
        """Belarus and Kyrgyzstan: nine members to April 1999, six from then, so a pact of its own in the year 2000."""
        for rule, last in (("any-day", 1999), ("dec-31", 1998)):
            pair = real(rule=rule).filter((pl.col("state") == 370) & (pl.col("other") == 703))
            tiers = dict(pair.select("year", "atop_pact_tier").rows())
            assert tiers[last] < 3
            assert tiers[last + 1] == 3

    def test_every_row_against_the_publishers_dyads() -> None:
        """Unfiltered defence on any day, on all 1.9 million ordered pairs of the COW system.

        The two versions (4.01 here, 5.1 there) differ in 243: 213 where the member-level file does not say to whom a guarantor of
        Locarno and of like treaties promised, 30 (Guatemala and El Salvador, 1876-1890) that 5.1 added; none after 1937.
        """
        pairs = pl.DataFrame(
            dyad_years(range(1816, 2017), directed=True), schema=["state", "other", "year"], orient="row"
        )
        ours = real().with_columns(ours=pl.max_horizontal("atop_pact_defense", "atop_pact_defense_umbrella"))
        keys = ["state", "other", "year"]
        both = pairs.join(ours.select(*keys, "ours"), on=keys, how="left").join(
            Atop().parse({"atop_alliance.rda": DYADS}).select(*keys, theirs="atop_defense"), on=keys, how="left"
        )
        unlike = both.with_columns(pl.col("ours", "theirs").fill_null(0)).filter(pl.col("ours") != pl.col("theirs"))
        assert both.height == pairs.height
        assert (unlike.height, unlike.filter(pl.col("ours") == 0).height, unlike["year"].max()) == (243, 30, 1937)
        assert set(unlike.filter(pl.col("ours") == 0).select("state", "other").rows()) == {(90, 92), (92, 90)}

    def test_tiers_agree_with_a_loop_over_the_spells() -> None:
        """Both tiers of every row once more, by plain loops over days, with the rule of 1 July."""
        spells = AtopMembers().parse({MEMBERS.name: REAL}).rows()
        table = real(rule="jul-1")
        seen: dict[tuple[int, int, int], list[int]] = {}
        groups: dict[tuple[int, int], list[tuple[object, ...]]] = {}
        there: dict[tuple[int, int], set[int]] = {}
        for alliance, member, phase, start, end, *promises in spells:
            first = start.year + (start.month > 7 or (start.month == 7 and start.day > 1))
            last = 2016 if end is None else end.year - ((end.month, end.day) < (7, 1))
            deep = 3 if promises[0] or promises[1] else int(any(promises[2:]))
            for year in range(first, min(last, 2016) + 1):
                there.setdefault((alliance, year), set()).add(member)
            groups.setdefault((alliance, phase), []).append((member, first, last, deep))
        for (alliance, _), rows in groups.items():
            for one, first1, last1, deep in rows:
                for two, first2, last2, _ in rows:
                    for year in range(max(first1, first2), min(last1, last2, 2016) + 1):  # type: ignore[call-overload]
                        if one != two and 8152 not in (one, two):
                            tiers = seen.setdefault((one, two, year), [0, 0])  # type: ignore[arg-type]
                            place = int(len(there[alliance, year]) >= 8)
                            tiers[place] = max(tiers[place], deep)  # type: ignore[type-var]
        got = table.select("state", "other", "year", "atop_pact_tier", "atop_pact_tier_umbrella").to_numpy()
        expected = np.array([[*key, *tiers] for key, tiers in sorted(seen.items())])
        assert np.array_equal(got, expected)

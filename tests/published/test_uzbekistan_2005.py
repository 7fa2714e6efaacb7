"""The figures of SCIENCE F6 from the publisher's files. These tests exist where CORCYRA_MIRROR names a folder with them.

F6 was computed while the design was written, from the estimates of April 2020; it is a target for regression, not a published table. The later
releases estimate every point anew: their figures are here too, and the sentences hold in all three.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from corcyra.measures.realignment import Realignment, realignment
from corcyra.measures.realignments.grid import NORMAL_90
from corcyra.measures.realignments.ready import find_realignment
from corcyra.sources.datasets.ideal_points import FIRST, IdealPoints

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
FILE = "un_votes/IdealpointestimatesAll_{}.csv"
RELEASES = tuple(each for each in ("Apr2020", "Jul2023", "Jun2024") if (MIRROR / FILE.format(each)).exists())
HALF = 0.0005
"""Half of the last digit that F6 prints."""
UZB, KAZ, KGZ, TKM, BLR, RUS, USA, CHN = 704, 705, 703, 701, 370, 365, 2, 710
DIFFER = {
    "Apr2020": {"change": -0.926, "did": -0.595, "share": 0.422, "russia": (0.169, 0.411)},
    "Jul2023": {"change": -0.944, "did": -0.601, "share": 0.421, "russia": (0.171, 0.419)},
    "Jun2024": {"change": -0.929, "did": -0.596, "share": 0.427, "russia": (0.167, 0.420)},
}


@cache
def official(release: str) -> pl.DataFrame:
    dataset = IdealPoints()
    table = dataset.parse({dataset.downloads[0].name: MIRROR / FILE.format(release)})
    deviation = (pl.col("idealpoint_q95") - pl.col("idealpoint_q5")) / (2 * NORMAL_90)
    return table.with_columns(session=pl.col("year") - FIRST, point=pl.col("idealpoint"), sd=deviation)


@cache
def study(release: str) -> Realignment:
    ready = find_realignment("uzbekistan-2005")
    return realignment(
        official(release), ready.state, before=ready.before, after=ready.after, compare=ready.compare, event=ready.event,
        toward=ready.toward,
    )  # fmt: skip


def row(table: pl.DataFrame, **wanted: int) -> dict[str, float]:
    return table.filter(*(pl.col(name) == value for name, value in wanted.items())).row(0, named=True)


if "Apr2020" in RELEASES:

    def test_f6_the_points() -> None:
        path = study("Apr2020").path.filter(pl.col("state") == UZB, pl.col("session").is_between(57, 62))
        assert path["session"].to_list() == [57, 58, 59, 60, 61, 62]
        assert path["point"].to_list() == pytest.approx([0.509, 0.437, 0.113, -0.330, -0.496, -0.513], abs=HALF)

    def test_f6_the_change_and_its_rank() -> None:
        found = study("Apr2020")
        assert (found.before, found.after, found.left_out) == ((55, 57, 58), (60, 61, 62), (56,))
        moves = {state: row(found.change, state=state)["change"] for state in (UZB, KAZ, KGZ, RUS, BLR)}
        assert list(moves.values()) == pytest.approx([-0.926, -0.431, -0.410, -0.318, -0.151], abs=HALF)
        own = row(found.change, state=UZB)
        assert (own["rank"], own["n"]) == (1, 189)
        assert (own["rank_low"], own["rank_high"]) == (1, 2)

    def test_f6_the_difference_from_the_neighbours() -> None:
        did = study("Apr2020").did
        assert did["did"][0] == pytest.approx(-0.595, abs=HALF)
        assert max(float(each) for each in did["high"]) < -0.3  # every comparison, with its interval, is far below 0


@pytest.mark.parametrize("release", RELEASES)
def test_every_release_says_the_same(release: str) -> None:
    found, told = study(release), DIFFER[release]
    own, russia = row(found.change, state=UZB), row(found.direction, power=RUS)
    assert (own["rank"], own["n"]) == (1, 189)
    assert own["change"] == pytest.approx(told["change"], abs=HALF)
    assert found.did["did"][0] == pytest.approx(told["did"], abs=HALF)
    assert found.predates["share"][0] == pytest.approx(told["share"], abs=HALF)
    assert (russia["last_before"], russia["first_after"]) == pytest.approx(told["russia"], abs=HALF)
    assert found.direction.sort("power").select("power", "moved", "crossed").rows() == [
        (USA, "away", False), (RUS, "away", True), (CHN, "toward", False),
    ]  # fmt: skip
    # F6 names four neighbours; the second-largest fall of all is that of another one, and Russia's sign is not sure.
    assert row(found.change, rank=2)["state"] == TKM
    assert russia["low"] < 0 < russia["high"]


if "Jun2024" in RELEASES:

    def test_identical_votes_rose_with_russia_and_fell_with_the_united_states() -> None:
        """A distance of two points and a share of equal votes are two answers: this share speaks against "not toward Russia"."""
        own = official("Jun2024").filter(pl.col("state") == UZB, pl.col("session").is_in([58, 59, 60, 61]))
        assert own["us_agree"].to_list() == pytest.approx([0.214, 0.102, 0.077, 0.065], abs=HALF)
        assert own["russia_agree"].to_list() == pytest.approx([0.690, 0.741, 0.828, 0.883], abs=HALF)
        assert own["china_agree"].to_list() == pytest.approx([0.537, 0.678, 0.877, 0.895], abs=HALF)

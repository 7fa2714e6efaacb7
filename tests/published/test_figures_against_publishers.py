"""The bundled figures against numbers that their publishers print, and against the publishers' files where present.

Set ``CORCYRA_MIRROR`` to a folder of downloads to compile every table again and compare it byte by byte.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from corcyra.sources.armed_conflict import ArmedConflict
from corcyra.sources.capability import Capability
from corcyra.sources.figures import FOLDER
from corcyra.sources.geography import Geography
from corcyra.sources.regime import Regime
from corcyra.sources.un_agreement import UnAgreement
from corcyra.sources.un_ideal_points import UnIdealPoints

MIRROR = os.environ.get("CORCYRA_MIRROR", "")
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "compile_figures.py"


def written_again(out: Path) -> None:
    """Every bundled table read and written by the script's own hand: sorted, rounded, one form."""
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        script, table = import_module("compile_figures"), import_module("figure_tables.table")
    finally:
        sys.path.remove(str(SCRIPT.parent))
    told = tomllib.loads((FOLDER / "figures.toml").read_text(encoding="utf-8"))
    request = table.Request(tuple(told["states"]), tuple(told["powers"]), script.span(told["years"]))
    for each in script.TABLES:
        rows = pl.read_csv(FOLDER / f"{each.name}.csv", infer_schema_length=None)
        (out / f"{each.name}.csv").write_text(table.as_csv(each, rows), encoding="utf-8", newline="\n")
    files = {each.name: told[each.name]["read_from"] for each in script.TABLES}
    (out / "figures.toml").write_text(script.metadata(request, files), encoding="utf-8", newline="\n")


def compiled_again(out: Path) -> None:
    """Every table compiled from the publishers' files."""
    subprocess.run(
        [sys.executable, str(SCRIPT), "--downloads", MIRROR, "--out", str(out)], check=True, capture_output=True
    )


@pytest.mark.parametrize("make", [written_again, *([compiled_again] if MIRROR else [])])
def test_the_bundled_bytes_come_again(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path)
    bundled = sorted(path.name for path in FOLDER.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == bundled
    for name in bundled:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def one(frame: pl.DataFrame, column: str, **keys: int) -> float:
    return float(frame.filter(*(pl.col(key) == value for key, value in keys.items()))[column].item())


# Voeten, Strezhnev and Bailey, IdealpointestimatesAll_Jun2024, column RUSSAgree: share of identical votes with Russia.
@pytest.mark.parametrize(("session", "share"), [(48, 0.667), (60, 0.778), (70, 0.681), (77, 0.6265)])
def test_armenia_votes_with_russia_as_the_publisher_counts(session: int, share: float) -> None:
    found = one(UnAgreement().read(), "identical", state=371, other=365, year=session + 1945)
    assert found == pytest.approx(share, abs=0.0005)


# The same release, column IdealPointAll, Uzbekistan, sessions 57-62; and the release of April 2020.
JUNE_2024 = [0.5335, 0.4471, 0.1183, -0.3236, -0.4863, -0.4955]
APRIL_2020 = [0.509, 0.437, 0.113, -0.330, -0.496, -0.513]


def test_uzbekistan_turns_as_in_the_official_estimates_and_releases_differ_little() -> None:
    frame = UnIdealPoints().read()
    found = [one(frame, "ideal_point", state=704, year=year) for year in range(2002, 2008)]
    assert found == pytest.approx(JUNE_2024, abs=0.0001)
    assert found == pytest.approx(APRIL_2020, abs=0.03)
    assert found != pytest.approx(APRIL_2020, abs=0.004)


# Mean of sessions 60-62 less mean of 55, 57, 58, from the release of April 2020 (Bailey, Strezhnev and Voeten 2017).
@pytest.mark.parametrize(("state", "fall"), [(704, -0.926), (705, -0.431), (703, -0.410), (365, -0.318), (370, -0.151)])
def test_the_fall_around_2005_stands_in_the_newer_release(state: int, fall: float) -> None:
    frame = UnIdealPoints().read()

    def mean(*sessions: int) -> float:
        return sum(one(frame, "ideal_point", state=state, year=session + 1945) for session in sessions) / len(sessions)

    assert mean(60, 61, 62) - mean(55, 57, 58) == pytest.approx(fall, abs=0.011)


# COW National Material Capabilities 5.0 (NMC_5_0.csv): state, year, milex, milper, irst, tpop, upop.
@pytest.mark.parametrize(
    "row",
    [
        (2, 1995, 277834000, 1620, 95191, 262755, 66945),
        (365, 1995, 82000000, 1400, 51589, 147774, 66598),
        (371, 1995, 79000, 60, 0, 3759, 1558),
        (372, 2012, 394000, 21, 0, 4358, 1138),
        (373, 2012, 1761000, 67, 120, 9309, 2825),
    ],
)
def test_components_are_those_of_the_earlier_edition(row: tuple[int, ...]) -> None:
    frame = Capability().read().select("state", "year", "milex", "milper", "irst", "tpop", "upop")
    assert frame.filter((pl.col("state") == row[0]) & (pl.col("year") == row[1])).row(0) == row


# The same file, column cinc; edition 7.0 revised energy and with it the index.
@pytest.mark.parametrize(
    ("state", "year", "cinc"),
    [
        (2, 1995, 0.1403366),
        (2, 2012, 0.1393526),
        (365, 1995, 0.0629018),
        (365, 2012, 0.0400789),
        (373, 2012, 0.0014056),
    ],
)
def test_the_index_is_near_that_of_the_earlier_edition(state: int, year: int, cinc: float) -> None:
    assert one(Capability().read(), "cinc", state=state, year=year) == pytest.approx(cinc, abs=0.0022)


# COW Direct Contiguity 3.2 (contdir.csv): pairs with conttype 1 in force at the end of 2016.
LAND_BORDERS = {
    (359, 369), (365, 366), (365, 367), (365, 368), (365, 369), (365, 370), (365, 372), (365, 373), (365, 705), (365, 710),
    (366, 367), (367, 368), (367, 370), (368, 370), (369, 370), (371, 372), (371, 373), (371, 630), (371, 640), (372, 373),
    (372, 640), (373, 630), (373, 640), (630, 640), (630, 701), (701, 704), (701, 705), (702, 703), (702, 704), (702, 710),
    (703, 704), (703, 705), (703, 710), (704, 705), (705, 710),
}  # fmt: skip


def test_land_borders_are_those_of_cow_direct_contiguity() -> None:
    frame = Geography().read().filter(pl.col("year") == 2016, pl.col("contiguous") == 1)
    assert set(frame.select("state1", "state2").rows()) == LAND_BORDERS


# UCDP/PRIO 19.1 (ucdp-prio-acd-191.xlsx), which agrees with 25.1 here: wars over territory by state.
@pytest.mark.parametrize(
    ("state", "years"),
    [(373, {1992, 1993, 1994, 2020}), (372, {1993}), (365, {1995, 1996, 1999, 2000, 2002, 2004}), (369, {2014, 2015})],
)
def test_wars_over_territory_are_ucdps(state: int, years: set[int]) -> None:
    frame = ArmedConflict().read().filter(pl.col("state") == state, pl.col("conflict_territory") == 2)
    assert set(frame["year"].to_list()) == years


# V-Dem 15, v2x_polyarchy with its bounds, Georgia 1992.
def test_georgia_1992_is_scored_as_by_v_dem() -> None:
    frame = Regime().read()
    found = [one(frame, f"v2x_polyarchy{end}", state=372, year=1992) for end in ("_codelow", "", "_codehigh")]
    assert found == [0.234, 0.256, 0.274]

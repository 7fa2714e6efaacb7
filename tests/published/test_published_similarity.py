"""Similarity of portfolios against published numbers: Germany and Russia in 1914, and the S scores of Miller's FPSIM.

The first is Table 6 of Signorino and Ritter (1999) and the numbers that follow from it. The second, all dyads of 1816-2018, exists
where CORCYRA_MIRROR names a folder with ``fpsim/SALLYVS.parquet`` and ATOP 5.1; it is not collected elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from corcyra.measures.portfolios import Portfolios, capability_weights, own_portfolios, portfolios
from corcyra.measures.similarity import add_similarity, similarity
from corcyra.panel.create import dyad_years
from corcyra.sources.library import Library
from corcyra.world.time import Years

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
FPSIM = MIRROR / "fpsim" / "SALLYVS.parquet"
GERMANY, RUSSIA = 255, 365
# Toward twenty European states: 0 no treaty, 1 entente, 2 neutrality, 3 defence pact; and shares of capabilities.
TOWARD = {
    GERMANY: [3, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0],
    RUSSIA: [0, 3, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
}
SHARES = [0.25, 0.21, 0.20, 0.08, 0.08, 0.05, 0.03, 0.03, 0.02, *[0.01] * 5, *[0.0] * 6]


def of_1914(levels: dict[int, list[int]], scale: tuple[int, ...] = (0, 1, 2, 3)) -> Portfolios:
    rows = [(state, place, 1914, level) for state, row in levels.items() for place, level in enumerate(row)]
    return own_portfolios(pl.DataFrame(rows, schema=["state", "target", "year", "level"], orient="row"), scale=scale)


WEIGHTS = pl.DataFrame({"target": range(20), "year": [1914] * 20, "weight": SHARES})


@pytest.mark.parametrize(
    ("statistic", "published"),
    [
        ("tau_b", 0.03031695),
        ("s_absolute", 0.4),
        ("s_squared", 0.4444444444),
        ("pi", -0.04477612),
        ("pi_quadratic", -0.0869565217),
        ("kappa_quadratic", -0.07758621),
        ("kappa_linear", -0.0714285714),
        ("a_absolute", -0.04),
    ],
)
def test_germany_and_russia_in_1914(statistic: str, published: float) -> None:
    assert similarity(of_1914(TOWARD), (statistic,))[statistic].to_list() == [pytest.approx(published, abs=1e-8)]


@pytest.mark.parametrize(("statistic", "published"), [("s_absolute", -0.46), ("s_squared", -0.3488888889)])
def test_weighted_by_capabilities(statistic: str, published: float) -> None:
    found = similarity(of_1914(TOWARD), (statistic,), WEIGHTS)
    assert found[f"{statistic}_weighted"].to_list() == [pytest.approx(published, abs=1e-9)]


def test_any_treaty_or_none() -> None:
    binary = {state: [int(level > 0) for level in row] for state, row in TOWARD.items()}
    found = similarity(of_1914(binary, (0, 1)), ("kappa", "pi"))
    assert found.select("kappa", "pi").row(0) == (pytest.approx(0.0625), pytest.approx(0.0625))


if FPSIM.exists():

    @pytest.fixture(scope="module")
    def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
        return Library(tmp_path_factory.mktemp("home"), MIRROR)

    @pytest.fixture(scope="module")
    def alliances(library: Library) -> Portfolios:
        return portfolios("atop", library=library)

    def test_every_published_s_of_two_centuries(alliances: Portfolios) -> None:
        """2,004,351 ordered pairs. The 7,492 missing are all pairs of which either never met some state of the same year."""
        theirs = pl.read_parquet(FPSIM).select(
            state1=pl.min_horizontal("ccode1", "ccode2").cast(pl.Int64),
            state2=pl.max_horizontal("ccode1", "ccode2").cast(pl.Int64),
            year=pl.col("year").cast(pl.Int64),
            theirs="sallyvs",
        )
        ours = similarity(alliances, missing="whole", itself=True)
        both = theirs.join(ours, on=["state1", "state2", "year"], how="left")
        assert (theirs.height, theirs["theirs"].null_count()) == (2_004_351, 7_492)
        assert 2 * ours.height - ours.filter(pl.col("state1") == pl.col("state2")).height == theirs.height
        assert both["theirs"].is_null().equals(both["s_squared"].is_null().alias("theirs"))
        assert both.select((pl.col("theirs") - pl.col("s_squared")).abs().max()).item() < 1e-9
        broken = [(each.year, (each.levels < 0).any(axis=1).sum(), each.states.size) for each in alliances.by_year]
        assert sum(size**2 - (size - lost) ** 2 for _, lost, size in broken) == 7_492
        assert [year for year, lost, _ in broken if lost] == [1860, 1918, 1941, 1945, 1958, 1964, 1975, 1990]

    def test_portfolios_of_the_post_soviet_states_do_not_show_2005(library: Library) -> None:
        """SCIENCE, trap 1: on ATOP as it is, Uzbekistan's portfolio stays as near to Russia's."""
        panel = add_similarity(
            dyad_years(Years(2004, 2006), [365, 704]), "atop", ("s_squared", "kappa"), library=library
        )
        year_before, _, year_after = panel["atop_s_squared"]
        assert abs(year_after - year_before) < 0.01
        column = panel.column("atop_kappa")
        assert (column.sources, column.families, len(column.digest)) == (("atop",), frozenset({"commitments"}), 64)
        weighted = add_similarity(
            dyad_years(Years(2004, 2006), [365, 704]), weights=capability_weights(library), library=library
        )
        assert weighted.column("atop_s_squared_weighted").families == {"commitments", "capability"}

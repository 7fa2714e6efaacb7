"""SCIENCE's traps in the public data (section 0), on panels made through the public face.

The data are not part of the package: these tests exist where CORCYRA_MIRROR names a folder that holds them.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import corcyra
from corcyra.measures import WORLD_MEASURES
from corcyra.measures.measure import standardise, weighted_mean

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
ARM, GRG, AZE, RUS, TUR, UZB, USA = 371, 372, 373, 365, 640, 704, 2
POST_SOVIET = (359, 365, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)


def test_trap_5_where_nothing_varies_an_agreement_is_not_one() -> None:
    """0/0 is no perfect agreement. No statistic of agreement is in the package yet; what divides by a spread or a weight gives
    0 (no deviation) or missing, never 1."""
    assert standardise(np.array([[0.4, 0.4, 0.4]])).tolist() == [[0.0, 0.0, 0.0]]
    mean, coverage = weighted_mean({"a": np.array([np.nan])}, {"a": 1.0})
    assert np.isnan(mean).all()
    assert coverage.tolist() == [0.0]
    public = {name.lower() for name in corcyra.__all__}
    assert not public & {"kappa", "pi", "scott_pi", "cohen_kappa", "weighted_kappa"}
    assert not {each.key for each in WORLD_MEASURES} & {"kappa", "pi", "similarity"}


if MIRROR.is_dir():

    def years(panel: corcyra.Panel, state: int, other: int, name: str) -> list[int]:
        """The years in which a pair has 1."""
        pair = (pl.col("state") == state) & (pl.col("other") == other) & (pl.col(name) == 1)
        return panel.frame.filter(pair)["year"].to_list()

    def test_trap_1_raw_defence_makes_enemies_allies_and_the_umbrella_filter_does_not() -> None:
        panel = corcyra.dyad_years(corcyra.Years(1991, 2018), [ARM, GRG, AZE, RUS, UZB], directed=True)
        panel = corcyra.add(panel, "atop", columns=["atop_defense"])
        assert years(panel, ARM, AZE, "atop_defense") == list(range(1993, 2019))
        assert years(panel, RUS, AZE, "atop_defense") == list(range(1993, 2019))
        assert years(panel, RUS, GRG, "atop_defense") == list(range(1993, 2010))
        assert years(panel, UZB, RUS, "atop_defense") == list(range(1992, 2019))
        filtered = corcyra.add(panel, "atop_pacts", columns=["atop_pact_defense"])
        assert years(filtered, ARM, AZE, "atop_pact_defense") == years(filtered, RUS, GRG, "atop_pact_defense") == []
        assert years(filtered, ARM, RUS, "atop_pact_defense") == [1992, *range(1997, 2017)]

    def test_trap_2_strategic_rivalry_misses_pairs_that_have_disputes() -> None:
        panel = corcyra.dyad_years(corcyra.Years(1992, 2014), [ARM, GRG, AZE, RUS, TUR])
        panel = corcyra.add(panel, "rivalries_tss", columns=["tss_rivalry"])
        rival = panel.frame.filter(pl.col("tss_rivalry") == 1).select("state1", "state2").unique().rows()
        assert sorted(rival) == [(ARM, AZE)]
        directed = corcyra.dyad_years(corcyra.Years(1992, 2014), [ARM, GRG, AZE, RUS, TUR], directed=True)
        directed = corcyra.add(directed, "mid", columns=["mid_onset"])
        begun = {pair: len(years(directed, *pair, "mid_onset")) for pair in ((RUS, GRG), (ARM, TUR), (ARM, AZE))}
        assert begun == {(RUS, GRG): 11, (ARM, TUR): 3, (ARM, AZE): 7}

    def test_trap_2_enmity_combines_disputes_rivalry_war_and_claims() -> None:
        panels = corcyra.world_panels(corcyra.Years(1992, 2014), [ARM, GRG, AZE, RUS, TUR, USA, 630, 710])
        measured = corcyra.apply(panels, *(each for each in corcyra.WORLD_MEASURES if each.key == "enmity"))
        stock = measured.array("enmity_stock")[-1]
        for one, other in ((RUS, GRG), (ARM, TUR), (ARM, AZE)):
            assert stock[panels.place(one), panels.place(other)] > 1.0
        assert {"mid", "wars", "ucdp_dyads"} <= set(measured.column("enmity").sources)
        assert {"rivalries_tss", "rivalries_td", "claims"} <= set(measured.column("enmity").sources)

    def test_trap_3_nonaggression_ties_the_united_states_to_all_of_the_osce() -> None:
        panel = corcyra.dyad_years(corcyra.Years(2000, 2018), [USA, *POST_SOVIET], directed=True)
        panel = corcyra.add(panel, "atop", columns=["atop_nonagg", "atop_defense"])
        tied = {other for other in POST_SOVIET if years(panel, USA, other, "atop_nonagg") == list(range(2000, 2019))}
        assert tied == set(POST_SOVIET)
        allied = {other for other in POST_SOVIET if years(panel, USA, other, "atop_defense")}
        assert allied == {366, 367, 368}

    @pytest.mark.parametrize(
        ("key", "name", "last"),
        [
            ("gml", "gmlmidongoing", 2010), ("mid", "mid_ongoing", 2014), ("rivalries_tss", "tss_rivalry", 2020),
            ("atop", "atop_defense", 2018), ("atop_pacts", "atop_pact_tier", 2016), ("ucdp_dyads", "ucdp_opposed_intensity", 2024),
        ],
    )  # fmt: skip
    def test_trap_4_after_its_last_year_a_dataset_is_silent_and_does_not_say_zero(key: str, name: str, last: int) -> None:
        panel = corcyra.add(corcyra.dyad_years(corcyra.Years(2008, 2024), [ARM, AZE, RUS], directed=True), key, columns=[name])
        known = panel.frame.filter(pl.col(name).is_not_null())["year"]
        assert (known.max(), known.n_unique()) == (last, last - 2007)
        assert panel.frame.filter(pl.col("year") <= last, pl.col(name).is_null()).height == 0

    def test_trap_4_the_war_of_2020_is_in_ucdp_alone_and_reaches_the_measures() -> None:
        states = [ARM, GRG, AZE, RUS, TUR, USA]
        panels = corcyra.world_panels(corcyra.Years(2015, 2022), states)
        pair = panels.array("hostility")[:, panels.place(ARM), panels.place(AZE)]
        told = dict(zip(panels.years, pair.tolist(), strict=True))
        assert {year: told[year] for year in (2016, 2020)} == {2016: 2.0, 2020: 5.0}
        assert np.isnan(panels.array("hostility")[:, panels.place(GRG), panels.place(USA)]).all()

    def test_trap_6_the_package_of_votes_has_no_absences_and_numbers_roll_calls_as_the_publisher() -> None:
        """Rows of the two tables on the roll calls that both have; the pairs of repeated resolutions are held in the readers' tests."""
        root = MIRROR / "un_votes"
        short = pl.read_parquet(root / "un_votes.parquet", columns=["rcid", "vote"])
        whole = pl.read_parquet(root / "UNVotesPublished.parquet", columns=["rcid", "vote"])
        assert set(short["vote"].unique()) == {"yes", "no", "abstain"}
        assert set(whole["vote"].unique()) == {1, 2, 3, 8, 9}
        both = short.join(whole.select("rcid").unique(), on="rcid", how="semi")
        cast = whole.filter(pl.col("vote") <= 3).join(short.select("rcid").unique(), on="rcid", how="semi")
        assert both["rcid"].n_unique() == cast["rcid"].n_unique()
        assert both.height == cast.height == 738_764

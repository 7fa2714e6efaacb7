from __future__ import annotations

import polars as pl
import pytest

from corcyra.sources.un_ideal_points import UnIdealPoints


def test_the_point_lies_between_its_quantiles() -> None:
    frame = UnIdealPoints().read()
    outside = (pl.col("ideal_point") < pl.col("ideal_point_low")) | (pl.col("ideal_point") > pl.col("ideal_point_high"))
    assert frame.filter(outside).height == 0
    assert frame["ideal_point_sd"].min() > 0


def test_few_votes_mean_more_uncertainty_but_one_or_two_are_tied_to_the_neighbouring_session() -> None:
    frame = UnIdealPoints().read()
    median = [
        frame.filter(pl.col("ideal_point_votes").is_between(*votes))["ideal_point_sd"].median()
        for votes in ((1, 2), (3, 20), (60, 200))
    ]
    assert median == [0.1414, pytest.approx(0.2945, abs=0.0002), pytest.approx(0.118, abs=0.002)]


def test_uzbekistan_has_no_row_before_it_votes_and_none_for_the_session_it_missed() -> None:
    years = UnIdealPoints().read().filter(pl.col("state") == 704)["year"].to_list()
    assert [year for year in range(1992, 2024) if year not in years] == [1992, 1993, 2001]

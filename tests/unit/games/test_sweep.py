"""Sweeps: every point is the game itself, whoever works on it; contradictions are missing; borders are where they are said to be."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.models.commitment import Commitment
from corcyra.games.models.security_autonomy import SecurityAutonomy
from corcyra.games.models.selection import Selection
from corcyra.games.sweep import sweep

WIDE = {"security": np.linspace(0.1, 8, 120), "rival_benefit": np.linspace(0, 2, 110)}


def test_every_point_is_the_game_with_those_parameters() -> None:
    swept = sweep(SecurityAutonomy(client_share=0.3), {"security": np.linspace(0.5, 6, 7), "rival_benefit": [0.0, 0.5, 1.5]})
    assert swept.shape == (7, 3)
    for row in swept.frame.to_dicts():
        solved = SecurityAutonomy(client_share=0.3, security=row["security"], rival_benefit=row["rival_benefit"]).solve()
        assert row["region"] == solved.region.key
        assert {name: row[name] for name in solved.numbers} == pytest.approx(dict(solved.numbers))


def test_rows_run_through_the_second_parameter_first_and_grids_have_an_axis_each() -> None:
    swept = sweep(Commitment(), {"abandonment": [3.0, 1.0, 1.0], "entrapment": [0.5, 2.0]})
    assert swept.frame["abandonment"].to_list() == [1, 1, 3, 3]
    assert swept.frame["entrapment"].to_list() == [0.5, 2, 0.5, 2]
    assert swept.regions.shape == swept.grid("cost").shape == (2, 2)
    assert swept.regions[1, 0] == Commitment(3.0, 0.5).solve().region.key
    assert swept.grid("commitment")[0, 1] == Commitment(1.0, 2.0).outcome()["commitment"]


def test_an_executor_changes_nothing() -> None:
    alone = sweep(SecurityAutonomy(), WIDE)
    assert alone.frame.height == 120 * 110
    with ThreadPoolExecutor(2) as pool:
        assert_frame_equal(sweep(SecurityAutonomy(), WIDE, executor=pool).frame, alone.frame, check_exact=True)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert_frame_equal(sweep(SecurityAutonomy(), WIDE, executor=pool).frame, alone.frame, check_exact=True)


def test_parameters_that_contradict_one_another_are_missing_and_no_error() -> None:
    swept = sweep(Selection(), {"honour_reliable": [0.2, 0.6, 1.0], "honour_unreliable": [0.0, 0.4, 0.6]})
    assert swept.regions.tolist() == [["always", None, None], ["selective", "selective", None], ["selective", "deterred", "deterred"]]
    gone = swept.frame.filter(pl.col("region").is_null())
    assert gone.height == 3
    assert gone.drop("honour_reliable", "honour_unreliable", "region").null_count().row(0) == (3,) * (gone.width - 3)
    assert np.isnan(swept.grid("limit")[0, 1:]).all()


def test_a_number_without_meaning_is_missing_alone() -> None:
    swept = sweep(Selection(), {"gain": [0.1, 1.0]})
    assert swept.frame["region"].to_list() == ["deterred", "selective"]
    assert swept.frame["honour_attacked"].is_null().to_list() == [True, False]
    assert swept.frame["honour"].is_null().sum() == 0


def test_shares_are_of_the_points_that_are_games() -> None:
    swept = sweep(Selection(), {"honour_reliable": [0.2, 0.6, 1.0], "honour_unreliable": [0.0, 0.4, 0.6]})
    assert swept.shares() == {"deterred": 2 / 6, "selective": 3 / 6, "always": 1 / 6}


def test_a_border_is_exact_and_parts_the_regions_that_it_names() -> None:
    swept = sweep(Commitment(), {"abandonment": np.linspace(0.1, 3, 30), "entrapment": np.linspace(0.1, 3, 31)})
    borders = swept.borders()
    assert set(borders["along"]) == {"abandonment", "entrapment"}
    for row in borders.to_dicts():
        a, e = row["abandonment"], row["entrapment"]
        assert min(abs(a - e), abs(a - e - 0.5)) < 1e-9
        step = {row["along"]: 1e-6}
        low, high = (
            Commitment(a + sign * step.get("abandonment", 0), e + sign * step.get("entrapment", 0)).solve().region.key for sign in (-1, 1)
        )
        assert (row["before"], row["after"]) == (low, high)


def test_without_a_border_there_is_an_empty_table_of_the_same_shape() -> None:
    borders = sweep(Commitment(), {"provocation": [0.0, 0.1]}).borders()
    assert borders.columns == ["provocation", "along", "before", "after"]
    assert borders.height == 0


@pytest.mark.parametrize(
    ("over", "kind", "message"),
    [
        ({}, ParameterError, "a sweep takes one or two parameters, given none. Fix the others in the model."),
        (
            dict.fromkeys(("abandonment", "entrapment", "provocation"), (0.0, 1.0)),
            ParameterError,
            "a sweep takes one or two parameters, given 3: abandonment, entrapment, provocation. Fix the others in the model.",
        ),
        (
            {"threat": (0.0, 1.0)},
            UnknownName,
            "unknown parameter of commitment 'threat'. Nearest: abandonment, entrapment, provocation. Use one of these.",
        ),
        (
            {"entrapment": (0.0, -1.0)},
            ParameterError,
            "entrapment of commitment (cost of being drawn into the ally's quarrels, E) is at least 0, and the sweep asks for -1. "
            "Give values in the range.",
        ),
        (
            {"entrapment": (0.0, float("nan"))},
            ParameterError,
            "entrapment of commitment (cost of being drawn into the ally's quarrels, E) is at least 0, and the sweep asks for nan. "
            "Give values in the range.",
        ),
        (
            {"entrapment": (1.0, 1.0)},
            ParameterError,
            "the sweep over entrapment has 1 value, and needs at least 2 that differ.",
        ),
    ],
)
def test_a_sweep_that_cannot_be_made_says_why(over: dict[str, tuple[float, ...]], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        sweep(Commitment(), over)


def test_a_number_that_the_model_lacks_is_unknown() -> None:
    swept = sweep(Commitment(), {"entrapment": (0.0, 1.0)})
    with pytest.raises(UnknownName, match=r"^unknown number of commitment 'entrapment'\. Nearest: commitment, cost, "):
        swept.grid("entrapment")

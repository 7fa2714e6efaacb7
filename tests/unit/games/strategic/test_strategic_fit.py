"""Estimation: what was put in comes out, intervals cover, special cases are plain probits, bad tables are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from corcyra.errors import CorcyraError, DataError, MissingColumn, ParameterError, UnknownName
from corcyra.games.strategic import EGAME12, EGAME122, EGAME123, STRATEGIC, Fit, StrategicGame, effects, fit, profile
from corcyra.games.strategic.rows import CONSTANT

Numbers = npt.NDArray[np.float64]
FORMULAS = {"u11": ["1", "x"], "u13": [], "u14": ["1", "w"], "u24": ["1", "z"]}
TRUTH = np.array([0.3, 0.6, -0.2, 0.9, 0.4, -0.7])


def played(n: int, seed: int, information: str = "private") -> pl.DataFrame:
    """Plays of egame12 by players who draw their shocks and choose; nothing of the package is used."""
    rng = np.random.default_rng(seed)
    x, w, z = rng.normal(size=(3, n))
    u11, u14, u24 = TRUTH[0] + TRUTH[1] * x, TRUTH[2] + TRUTH[3] * w, TRUTH[4] + TRUTH[5] * z
    shock = rng.normal(size=(5, n))
    p4 = norm.cdf(u24 / np.sqrt(2))
    if information == "private":
        right = (1 - p4) * shock[1] + p4 * (u14 + shock[2]) > u11 + shock[0]
    else:
        right = p4 * u14 + shock[1] > u11 + shock[0]
    y = np.where(~right, 1, np.where(u24 + shock[4] > shock[3], 3, 2))
    return pl.DataFrame({"y": y, "x": x, "w": w, "z": z})


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return played(1500, 11)


@pytest.fixture(scope="module")
def found(table: pl.DataFrame) -> Fit:
    return fit(EGAME12, table, outcome="y", formulas=FORMULAS, starts=2)


@pytest.mark.parametrize("information", ["private", "agent"])
def test_utilities_are_recovered(information: Any) -> None:
    got = fit(EGAME12, played(6000, 2, information), outcome="y", formulas=FORMULAS, information=information, starts=1)
    se = got.table()["se"].to_numpy()
    assert np.abs((got.estimates - TRUTH) / se).max() < 3
    assert se.max() < 0.2
    assert got.convergence.good


@pytest.mark.parametrize("game", [EGAME122, EGAME123], ids=lambda game: game.key)
def test_utilities_of_the_larger_games_are_recovered(game: StrategicGame) -> None:
    rng = np.random.default_rng(4)
    n = 5000
    columns = {f"x{k}": rng.normal(size=n) for k in range(len(game.keys))}
    fixed = {together[-1] for together in game.whole}
    formulas = {key: [] if key in fixed else ["1", f"x{k}"] for k, key in enumerate(game.keys)}
    truth = {key: (0.0, 0.0) if key in fixed else (0.2, 0.8) for key in game.keys}
    u = {key: truth[key][0] + truth[key][1] * columns[f"x{k}"] for k, key in enumerate(game.keys)}
    shares = np.cumsum(np.stack(list(game.probabilities(u).values()), axis=1), axis=1)
    y = 1 + (rng.uniform(size=n)[:, None] > shares).sum(axis=1)
    got = fit(game, pl.DataFrame({"y": y, **columns}), outcome="y", formulas=formulas, starts=1)
    told = np.concatenate([truth[key] for key in game.keys if key not in fixed])
    assert np.abs((got.estimates - told) / got.table()["se"].to_numpy()).max() < 3.2
    assert got.table()["se"].max() < 0.45


def test_intervals_cover_as_often_as_they_say() -> None:
    draws = 100
    inside = np.zeros((2, len(TRUTH)))
    for seed in range(draws):
        got = fit(EGAME12, played(400, 100 + seed), outcome="y", formulas=FORMULAS, starts=1)
        for place, level in enumerate((0.9, 0.95)):
            bounds = got.table(level)
            inside[place] += (bounds["low"].to_numpy() < TRUTH) & (bounds["high"].to_numpy() > TRUTH)
    for place, level in enumerate((0.9, 0.95)):
        error = np.sqrt(level * (1 - level) / draws)
        assert np.abs(inside[place] / draws - level).max() < 3 * error


def probit(design: Numbers, right: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """A plain probit and its standard errors, by another road: scipy's optimiser and the expected information."""
    sign = np.where(right, 1.0, -1.0)
    got = minimize(
        lambda b: -norm.logcdf(sign * (design @ b)).sum(), np.zeros(design.shape[1]), method="BFGS", tol=1e-9
    )
    index = design @ got.x
    mills = sign * norm.pdf(index) / norm.cdf(sign * index)
    return got.x, np.sqrt(np.diag(np.linalg.inv(design.T @ (design * (mills * (mills + index))[:, None]))))


def test_with_nothing_at_stake_later_the_model_is_two_plain_probits(table: pl.DataFrame) -> None:
    formulas = {"u11": ["1", "x"], "u13": [], "u14": [], "u24": ["1", "z"]}
    got = fit(EGAME12, table, outcome="y", formulas=formulas, information="agent", starts=1).table()
    one = np.ones(table.height)
    y, x, z = (table[name].to_numpy() for name in ("y", "x", "z"))
    first, first_se = probit(np.column_stack([one, x]), y == 1)
    second, second_se = probit(np.column_stack([one, z])[y > 1], y[y > 1] == 3)
    np.testing.assert_allclose(got["estimate"], np.sqrt(2) * np.concatenate([first, second]), atol=2e-5)
    np.testing.assert_allclose(got["se"], np.sqrt(2) * np.concatenate([first_se, second_se]), rtol=2e-4)


def test_constants_alone_reproduce_the_shares(table: pl.DataFrame) -> None:
    got = fit(EGAME12, table, outcome="y", formulas={"u11": ["1"], "u13": [], "u14": [], "u24": ["1"]}, starts=1)
    shares = table["y"].value_counts(normalize=True).sort("y")["proportion"].to_list()
    np.testing.assert_allclose(got.predict(table[:1]).row(0), shares, atol=1e-8)
    assert got.log_likelihood == pytest.approx(got.null_log_likelihood, abs=1e-9)
    assert got.aic == pytest.approx(4 - 2 * got.log_likelihood)
    assert got.bic == pytest.approx(2 * np.log(1500) - 2 * got.log_likelihood)


def test_units_of_measurement_do_not_matter(table: pl.DataFrame, found: Fit) -> None:
    other = fit(EGAME12, table.with_columns(pl.col("x") * 1e6), outcome="y", formulas=FORMULAS, starts=1)
    scale = np.array([1, 1e6, 1, 1, 1, 1])
    np.testing.assert_allclose(other.estimates * scale, found.estimates, rtol=1e-6)
    np.testing.assert_allclose(other.table()["z"], found.table()["z"], rtol=1e-5)


def test_any_dataframe_and_words_as_outcomes(table: pl.DataFrame, found: Fit) -> None:
    words = ("peace", "gives way", "war")
    frame = table.with_columns(
        pl.col("y").replace_strict({1: "peace", 2: "gives way", 3: "war"}, return_dtype=pl.String)
    )
    got = fit(
        EGAME12, pd.DataFrame(frame.to_dict(as_series=False)), outcome="y", formulas=FORMULAS, outcomes=words, starts=1
    )
    np.testing.assert_allclose(got.estimates, found.estimates, atol=1e-8)
    assert got.predict(table[:2]).columns == list(words)


def test_missing_rows_are_left_out_and_counted(table: pl.DataFrame) -> None:
    holed = table.with_columns(
        pl.when(pl.int_range(pl.len()) < 10).then(None).otherwise(pl.col("x")).alias("x"),
        pl.when(pl.int_range(pl.len()) == 12).then(float("nan")).otherwise(pl.col("z")).alias("z"),
    )
    got = fit(EGAME12, holed, outcome="y", formulas=FORMULAS, starts=1)
    kept = fit(EGAME12, table.filter((pl.int_range(pl.len()) >= 10) & (pl.int_range(pl.len()) != 12)), outcome="y",
               formulas=FORMULAS, starts=1)  # fmt: skip
    assert (got.n, got.dropped) == (1489, 11)
    np.testing.assert_array_equal(got.estimates, kept.estimates)
    assert got.notes == ("11 rows were left out because a value is missing.",)
    assert got.predict(holed[:11])["left"].null_count() == 10


def test_clusters(table: pl.DataFrame) -> None:
    named = table.with_columns(dyad=pl.int_range(pl.len()), pair=pl.int_range(pl.len()) // 2)
    alone = fit(EGAME12, named, outcome="y", formulas=FORMULAS, cluster="dyad", starts=1)
    robust = fit(EGAME12, named, outcome="y", formulas=FORMULAS, errors="robust", starts=1)
    np.testing.assert_allclose(alone.covariance, robust.covariance)
    # Every row twice: the robust error of the doubled table, clustered by row, is that of the single one.
    doubled = fit(EGAME12, pl.concat([named, named]), outcome="y", formulas=FORMULAS, cluster="dyad", starts=1)
    np.testing.assert_allclose(doubled.table()["se"], robust.table()["se"], rtol=1e-6)
    classical = fit(EGAME12, named, outcome="y", formulas=FORMULAS, starts=1).table()["se"].to_numpy()
    np.testing.assert_allclose(robust.table()["se"], classical, rtol=0.15)  # the model is right: both agree
    few = fit(
        EGAME12, named.with_columns(dyad=pl.col("dyad") % 5), outcome="y", formulas=FORMULAS, cluster="dyad", starts=1
    )
    assert few.clusters == 5
    assert few.notes == ("Only 5 clusters: the standard errors are likely too small.",)


def test_predictions_by_delta_and_by_simulation_agree(table: pl.DataFrame, found: Fit) -> None:
    plain = found.predict(table[:20])
    np.testing.assert_allclose(plain.sum_horizontal(), 1.0, atol=1e-12)
    delta, drawn = (found.predict(table[:20], interval=each, draws=4000) for each in ("delta", "simulate"))  # type: ignore[arg-type]
    for name in plain.columns:
        np.testing.assert_array_equal(delta[name], plain[name])
        np.testing.assert_allclose(delta[f"{name} se"], drawn[f"{name} se"], rtol=0.08, atol=3e-4)
        np.testing.assert_allclose(delta[f"{name} low"], drawn[f"{name} low"], atol=0.012)
        assert (delta[f"{name} low"] > 0).all()
        assert (delta[f"{name} high"] < 1).all()


def test_predicted_moves(table: pl.DataFrame, found: Fit) -> None:
    moves, shares = found.predict(table[:5], of="actions"), found.predict(table[:5])
    np.testing.assert_allclose(moves["1 goes right"], 1 - shares["left"])
    np.testing.assert_allclose(moves["1 goes right"] * moves["2 goes right"], shares["right, right"])
    assert found.predict().height == 1500


def test_average_effects_are_what_a_change_does(table: pl.DataFrame, found: Fit) -> None:
    got = effects(found)
    assert got.group_by("regressor").agg(pl.col("effect").sum())["effect"].abs().max() < 1e-9  # type: ignore[operator]
    up, down = (found.predict(table.with_columns(pl.col("z") + step)) for step in (1e-4, -1e-4))
    by_hand = [(up[name].mean() - down[name].mean()) / 2e-4 for name in up.columns]  # type: ignore[operator]
    np.testing.assert_allclose(got.filter(regressor="z")["effect"], by_hand, atol=1e-6)
    drawn = effects(found, method="simulate", draws=500)
    np.testing.assert_allclose(got["se"], drawn["se"], rtol=0.15)


def test_effect_of_a_group_is_the_change_from_0_to_1(table: pl.DataFrame) -> None:
    frame = table.with_columns(d=pl.col("w") > 0)
    got = fit(EGAME12, frame, outcome="y", formulas={**FORMULAS, "u14": ["1", "d"]}, starts=1)
    ends = profile(got, "d", [0, 1])
    change = ends.filter(d=1.0)["probability"] - ends.filter(d=0.0)["probability"]
    told = effects(got).filter(regressor="d")
    assert told["change"].to_list() == ["0 to 1"] * 3
    np.testing.assert_allclose(told["effect"], change, atol=1e-12)


def test_the_delta_error_of_a_group_effect_by_hand() -> None:
    # With an effect on player 2 alone p(3 | acts) is the group's share f, and its error is √(f(1−f)/n).
    y, d = [2] * 30 + [3] * 20 + [2] * 10 + [3] * 40 + [1] * 100, [0] * 50 + [1] * 50 + [0, 1] * 50
    formulas = {"u11": ["1"], "u13": [], "u14": [], "u24": ["1", "d"]}
    got = fit(EGAME12, pl.DataFrame({"y": y, "d": d}), outcome="y", formulas=formulas, information="agent", starts=1)
    moves = got.predict(pl.DataFrame({"d": [0, 1]}), of="actions", interval="delta")
    np.testing.assert_allclose(moves["2 goes right"], [0.4, 0.8], atol=1e-7)
    np.testing.assert_allclose(moves["2 goes right se"], np.sqrt([0.24 / 50, 0.16 / 50]), rtol=1e-4)


def test_the_result_as_text_page_and_latex(found: Fit) -> None:
    told = str(found).splitlines()
    assert told[0] == "Model: egame12, private information"
    assert told[5].split() == ["utility", "regressor", "estimate", "se", "z", "p", "low", "high"]
    assert len(told) == 12
    assert "<td>u24</td>" in found._repr_html_()
    assert found.latex(2).count("\\\\") == 12
    assert found.table().columns == ["utility", "regressor", "estimate", "se", "z", "p", "low", "high"]


def small(**changed: Any) -> pl.DataFrame:
    return pl.DataFrame(
        {"y": [1, 2, 3, 1, 2, 3], "x": [1.0, 2, 3, 5, 4, 6], "w": [1.0, 0, 2, 3, 1, 0], "z": [0.0, 1, 0, 1, 1, 0]}
        | changed
    )


BAD: list[tuple[type[CorcyraError], Any, dict[str, Any], str]] = [
    (UnknownName, small(), {"formulas": {**FORMULAS, "u12": []}},
     "unknown utility of egame12 'u12'. Nearest: u11, u13, u14, u24. Use one of these."),
    (ParameterError, small(), {"formulas": {"u11": ["1"], "u24": ["1"]}},
     "the formulas of egame12 lack u13, u14. A utility fixed at 0 has no regressors: []."),
    (ParameterError, small(), {"formulas": {**FORMULAS, "u13": ["x"], "u14": ["x"]}},
     "the regressor 'x' is in all of u11, u13, u14: it would shift every choice of player 1 alike and cannot be estimated. "
     "Leave it out of one of them (usually the one that is 0: [])."),
    (ParameterError, small(), {"formulas": {**FORMULAS, "u14": ["w", "w"]}}, "u14 names 'w' twice. Name it once."),
    (ParameterError, small(), {"formulas": {**FORMULAS, "u14": "w"}}, "u14 wants a list of column names such as ['1', 'x'], given 'w'."),
    (ParameterError, small(), {"formulas": dict.fromkeys(EGAME12.keys, ())},
     "no utility of egame12 has a regressor: nothing is left to estimate. Give '1' for a constant."),
    (ParameterError, small(), {"starts": 0}, "starts is at least 1, given 0."),
    (ParameterError, small(), {"errors": "cluster"},
     "errors='cluster' with cluster=None: errors are 'classical', 'robust', or 'cluster' with the column of groups."),
    (ParameterError, small(), {"outcomes": ("a", "b")}, "egame12 has 3 outcomes (left; right, left; right, right), given 2 names."),
    (MissingColumn, small(), {"outcome": "end"}, "the table has no column 'end'. It has: y, x, w, z."),
    (MissingColumn, small(), {"formulas": {**FORMULAS, "u24": ["v"]}}, "the table has no column 'v'. It has: y, x, w, z."),
    (DataError, [1, 2], {}, "a list is no table. Give a dataframe of pandas, polars or Arrow."),
    (DataError, small(x=list("abcdef")), {},
     "the column 'x' holds String, and a regressor wants numbers. Make a column of 0 and 1 for each group."),
    (DataError, small(y=[0, 1, 2, 0, 1, 2]), {},
     "the outcome 0 in 'y' is not one of 1 to 3 (1 left; 2 right, left; 3 right, right)."),
    (DataError, small(y=list("abcabc")), {},
     "the outcomes in 'y' are words. Say their order along the tree: outcomes=('left', ...)."),
    (DataError, small(y=list("abcabd")), {"outcomes": ("a", "b", "c")}, "the outcome 'd' in 'y' is not one of a, b, c."),
    (DataError, small(y=[1, 2, 2, 1, 2, 2]), {},
     "the outcome 3 (right, right) never happens in the 6 complete rows: egame12 cannot be estimated without it."),
    (DataError, small(x=[None] * 6), {}, "no row is complete: all 6 lack the outcome, a regressor or the cluster."),
    (DataError, small(x=[2.0] * 6), {}, "the regressors of u11 (1, x) are sums of one another in the 6 complete rows. Leave one out."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "frame", "changed", "message"), BAD, ids=range(len(BAD)))
def test_bad_input(kind: type[CorcyraError], frame: Any, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(kind) as told:
        fit(EGAME12, frame, **{"outcome": "y", "formulas": FORMULAS, **changed})
    assert str(told.value) == message


def test_separation_is_named(table: pl.DataFrame) -> None:
    frame = table.with_columns(s=pl.col("y") == 3)
    with pytest.raises(DataError) as told:
        fit(EGAME12, frame, outcome="y", formulas={**FORMULAS, "u14": [], "u24": ["1", "s"]}, starts=1)
    assert str(told.value) == (
        "the data cannot tell u24: 1, u24: s: the likelihood hardly changes as they grow or move together. "
        "In u24 s separates perfectly who moved which way. Leave a regressor out or pool groups."
    )


def test_separation_at_the_first_move_is_refused(table: pl.DataFrame) -> None:
    frame = table.with_columns(s=pl.col("y") == 1)
    with pytest.raises(DataError, match=r"^the data cannot tell .*u11: s.*look at it by outcome") as told:
        fit(EGAME12, frame, outcome="y", formulas={**FORMULAS, "u11": ["1", "s"]}, starts=1)
    assert str(told.value).endswith("Leave a regressor out or pool groups.")


def test_all_rows_in_one_cluster(table: pl.DataFrame) -> None:
    with pytest.raises(DataError) as told:
        fit(EGAME12, table.with_columns(g=1), outcome="y", formulas=FORMULAS, cluster="g", starts=1)
    assert (
        str(told.value) == "all rows are in one cluster: nothing varies between clusters. Choose another key, or none."
    )


def test_questions_of_a_result_that_make_no_sense(found: Fit) -> None:
    with pytest.raises(UnknownName) as name:
        profile(found, "v", [0])
    assert str(name.value) == "unknown regressor 'v'. Nearest: x, w, z. Use one of these."
    with pytest.raises(ParameterError) as level:
        found.table(95)
    assert str(level.value) == "level is a share between 0 and 1 such as 0.95, given 95."
    with pytest.raises(ParameterError) as method:
        found.predict(interval="bootstrap")  # type: ignore[arg-type]
    assert str(method.value) == "method is delta or simulate, given 'bootstrap'."
    with pytest.raises(ParameterError) as few:
        effects(found, method="simulate", draws=10)
    assert str(few.value) == "simulated intervals want 100 draws or more, given 10."


def test_the_games_are_sorted_and_well_formed() -> None:
    assert [game.key for game in STRATEGIC] == sorted(game.key for game in STRATEGIC)
    for game in STRATEGIC:
        assert {key for together in game.whole for key in together} <= set(game.keys)
        assert CONSTANT not in game.keys
        for action in game.actions:
            assert set(action.chosen) < set(action.among) <= set(range(1, len(game.outcomes) + 1))

"""Similarity of portfolios: the products of matrices against plain loops, what must not change a statistic, and panels."""

from __future__ import annotations

from itertools import pairwise
from math import isnan, nan, sqrt
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError, JoinError, ParameterError
from corcyra.measures.portfolio_statistics import STATISTICS
from corcyra.measures.portfolios import Portfolio, Portfolios, own_portfolios, own_weights
from corcyra.measures.similarity import add_similarity, similarity, tables
from corcyra.panel.create import dyad_years, state_years
from corcyra.world.time import Years

NAMES = tuple(each.name for each in STATISTICS)
SCALE = (0.0, 1.0, 2.0, 4.0)
KEYS = ["state1", "state2", "year"]


def made(levels: Any, scale: tuple[float, ...] = SCALE) -> Portfolios:
    grid = np.array(levels, dtype=np.int8)
    targets = pl.Series("target", np.arange(100, 100 + grid.shape[1]))
    return Portfolios("toy", scale, (Portfolio(2000, np.arange(1, 1 + len(grid)), targets, grid),))


def weights_of(values: list[float]) -> pl.DataFrame:
    target = np.arange(100, 100 + len(values))
    return pl.DataFrame({"target": target, "year": [2000] * len(values), "weight": values})


def divided(part: float, whole: float) -> float:
    return part / whole if whole else nan


def naive(x: list[int], y: list[int], weights: list[float], contested: list[bool]) -> dict[str, float]:
    """Every statistic of two portfolios by loops over targets, as the definitions read; levels are places, -1 missing."""
    cells = [
        (SCALE[a], SCALE[b], w, c) for a, b, w, c in zip(x, y, weights, contested, strict=True) if a >= 0 and b >= 0
    ]
    found: dict[str, float] = {}
    for kind, power in (("", 0), ("absolute", 1), ("squared", 2)):

        def gap(a: float, b: float, power: int = power) -> float:
            return float(a != b) if power == 0 else abs(a - b) ** power

        total = sum(w for _, _, w, _ in cells)
        most = gap(min(SCALE), max(SCALE))
        seen = divided(sum(w * gap(a, b) for a, b, w, _ in cells), total)
        chance = divided(sum(v * w * gap(a, b) for a, _, v, _ in cells for _, b, w, _ in cells), total**2)
        pooled = [(level, w) for a, b, w, _ in cells for level in (a, b)]
        shared = divided(sum(v * w * gap(a, b) for a, v in pooled for b, w in pooled), 4 * total**2)
        end = {"": "", "absolute": "_linear", "squared": "_quadratic"}[kind]
        found[f"kappa{end}"] = 1 - divided(seen, chance)
        found[f"pi{end}"] = 1 - divided(seen, shared)
        if kind:
            found[f"s_{kind}"] = 1 - 2 * seen / most
            found[f"a_{kind}"] = found[f"s_{kind}"] - (1 - 2 * chance / most)
    held = [(a, b, w) for a, b, w, c in cells if c]
    found["agreement"] = 1 - divided(sum(w * abs(a - b) for a, b, w in held), sum(w for *_, w in held)) / (
        SCALE[-1] - SCALE[0]
    )
    found["tau_b"] = ranked(cells)
    return found


def ranked(cells: list[tuple[float, float, float, bool]]) -> float:
    """τ_b by going over all pairs of targets."""
    together = one = other = 0.0
    for a, b, v, _ in cells:
        for c, d, w, _ in cells:
            together += v * w * float(np.sign(a - c) * np.sign(b - d))
            one += v * w * (a != c)
            other += v * w * (b != d)
    return divided(together, sqrt(one * other))


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[list[list[int]], list[float] | None]:
    states, targets = draw(st.integers(1, 5)), draw(st.integers(1, 7))
    top = draw(st.integers(0, len(SCALE) - 1))
    row = st.lists(st.integers(-1, top), min_size=targets, max_size=targets)
    weight = st.one_of(st.just(0.0), st.floats(0.01, 10.0))
    weights = draw(st.one_of(st.none(), st.lists(weight, min_size=targets, max_size=targets).filter(any)))
    return draw(st.lists(row, min_size=states, max_size=states)), weights


def contested(levels: list[list[int]]) -> list[bool]:
    return [len({level for level in column if level >= 0}) > 1 for column in zip(*levels, strict=True)]


@settings(deadline=None, max_examples=120)
@given(portfolios())
def test_it_agrees_with_loops_and_is_null_where_they_divide_by_zero(
    case: tuple[list[list[int]], list[float] | None],
) -> None:
    levels, weights = case
    table = None if weights is None else weights_of(weights)
    frame = similarity(made(levels), NAMES, table, itself=True)
    pairs = [(i, j) for i in range(len(levels)) for j in range(i, len(levels))]
    assert frame.select("state1", "state2").rows() == [(i + 1, j + 1) for i, j in pairs]
    used = [1.0] * len(levels[0]) if weights is None else weights
    end = "" if weights is None else "_weighted"
    for (i, j), row in zip(pairs, frame.iter_rows(named=True), strict=True):
        wanted = naive(levels[i], levels[j], used, contested(levels))
        for name in NAMES:
            value = row[name + end]
            if isnan(wanted[name]):
                assert value is None, name
            else:
                assert value == pytest.approx(wanted[name], abs=1e-9), name
        common = [w for a, b, w in zip(levels[i], levels[j], used, strict=True) if a >= 0 and b >= 0 and w > 0]
        assert row["targets"] == len(common)


@settings(deadline=None, max_examples=60)
@given(portfolios(), st.randoms(use_true_random=False), st.sampled_from([1e-200, 0.001, 3.0, 1e150]))
def test_order_of_targets_and_scale_of_weights_change_nothing(
    case: tuple[list[list[int]], list[float] | None], chance: Any, factor: float
) -> None:
    levels, weights = case
    used = weights or [1.0] * len(levels[0])
    order = list(range(len(used)))
    chance.shuffle(order)
    frame = similarity(made(levels), NAMES, weights_of(used))
    other = similarity(
        made([[row[place] for place in order] for row in levels]),
        NAMES,
        weights_of([used[place] * factor for place in order]),
    )
    assert same(frame, other)


@settings(deadline=None, max_examples=60)
@given(portfolios())
def test_two_states_are_as_similar_either_way_and_inside_the_range(
    case: tuple[list[list[int]], list[float] | None],
) -> None:
    levels, _ = case
    frame = similarity(made(levels), NAMES, itself=True)
    back = similarity(made(levels[::-1]), NAMES, itself=True)
    size = len(levels) + 1
    turned = back.with_columns(state1=size - pl.col("state2"), state2=size - pl.col("state1")).sort(KEYS)
    assert same(frame, turned)
    for each in STATISTICS:
        assert frame[each.name].drop_nulls().is_between(each.low, 1.0).all()
    alike = frame.filter(pl.col("state1") == pl.col("state2"))
    assert all(value in (None, 1.0) for name in ("kappa", "pi", "s_absolute", "s_squared") for value in alike[name])


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    if one.select(KEYS).rows() != other.select(KEYS).rows():
        return False
    pairs = [(a, b) for name in one.columns[3:] for a, b in zip(one[name], other[name], strict=True)]
    return all((a is None) == (b is None) and (a is None or abs(a - b) < 1e-9) for a, b in pairs)


def test_two_constant_portfolios_have_no_kappa_and_no_pi() -> None:
    """SCIENCE, trap 5: 0/0 is missing, never 1; S cannot tell, A is 0."""
    frame = similarity(made([[0, 0, 0], [0, 0, 0], [3, 3, 3]]), NAMES)
    alike, opposed = frame.row(0, named=True), frame.row(1, named=True)
    for name in NAMES:
        if name.startswith(("kappa", "pi", "tau_b")):
            assert alike[name] is None
    assert (alike["s_absolute"], alike["a_absolute"], opposed["s_absolute"]) == (1.0, 0.0, -1.0)
    assert (opposed["kappa"], opposed["pi"], opposed["tau_b"]) == (0.0, -1.0, None)


def test_without_a_common_target_all_is_missing() -> None:
    frame = similarity(made([[0, -1], [-1, 3]]), NAMES)
    assert frame["targets"].to_list() == [0]
    assert all(frame[name].to_list() == [None] for name in NAMES)


def test_unanimous_targets_count_in_s_and_not_in_agreement() -> None:
    """Three roll calls: one unanimous, one yes against no, one the same of two while the third is against it."""
    frame = similarity(made([[0, 0, 1], [0, 2, 1], [0, -1, 2]], (1.0, 2.0, 3.0)), ("s_absolute", "agreement"))
    assert frame.select("state1", "state2", "s_absolute", "agreement").rows() == [
        (1, 2, pytest.approx(1 / 3), 0.5),
        (1, 3, 0.5, 0.5),
        (2, 3, 0.5, 0.5),
    ]


def test_whole_portfolios_alone() -> None:
    levels = [[0, 1], [0, 2], [-1, 1]]
    found = [similarity(made(levels), missing=each)["s_squared"].is_null().to_list() for each in ("pairwise", "whole")]
    assert found == [[False, False, False], [False, True, True]]


def test_states_limit_the_pairs_and_not_the_targets_or_their_contrast() -> None:
    levels = [[0, 0, 1], [0, 2, 1], [0, 1, 2]]
    everyone = similarity(made(levels), NAMES)
    assert similarity(made(levels), NAMES, states=[1, 2]).rows() == everyone.rows()[:1]
    assert similarity(made(levels), NAMES, states=[7]).height == 0


def test_blocks_of_states_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = np.random.default_rng(5).integers(-1, 4, (13, 9))
    whole = similarity(made(levels), NAMES, itself=True)
    sizes = []
    for cells in (1, 16 * 13 * 3):
        monkeypatch.setattr("corcyra.measures.similarity.BLOCK", cells)
        parts = list(tables(made(levels).by_year[0], SCALE, np.ones(9), np.arange(13), itself=True))
        sizes.append([len(each.shares) for each in parts])
        assert same(whole, similarity(made(levels), NAMES, itself=True))
    assert sizes == [list(range(13, 0, -1)), [13 + 12 + 11, 10 + 9 + 8, 7 + 6 + 5, 4 + 3 + 2, 1]]


def test_a_target_without_weight_is_left_out_and_a_year_without_any_is_missing() -> None:
    long = pl.DataFrame(
        {"state": [1, 1, 2, 2] * 2, "target": [5, 6] * 4, "year": [2000] * 4 + [2001] * 4, "level": [0, 1, 0, 0] * 2}
    )
    weights = pl.DataFrame({"state": [5], "year": [2000], "weight": [0.3]})
    frame = similarity(own_portfolios(long), ("s_absolute",), weights)
    assert frame.rows() == [(1, 2, 2000, 1, 1.0), (1, 2, 2001, 0, None)]
    assert frame.columns[-1] == "s_absolute_weighted"


def test_statistics_come_in_the_order_asked() -> None:
    frame = similarity(made([[0, 1], [0, 2]]), ("tau_b", "agreement", "kappa"))
    assert frame.columns == [*KEYS, "targets", "tau_b", "agreement", "kappa"]
    assert similarity(made([[0, 1], [0, 2]]), "tau_b").columns[-1] == "tau_b"


def test_names_are_sorted_and_used_once() -> None:
    assert all(one < other for one, other in pairwise(NAMES))


def test_no_years_give_an_empty_frame() -> None:
    frame = similarity(Portfolios("toy", SCALE, ()), ("pi",))
    assert (frame.height, frame.schema["pi"], frame.columns) == (0, pl.Float64, [*KEYS, "targets", "pi"])


@pytest.mark.parametrize(
    ("statistics", "message"),
    [
        (("s",), f"unknown statistic 's'. Use one of: {', '.join(NAMES)}."),
        ((), f"statistics wants names, each once, given []. There are: {', '.join(NAMES)}."),
        (("pi", "pi"), f"statistics wants names, each once, given ['pi', 'pi']. There are: {', '.join(NAMES)}."),
    ],
)
def test_unknown_statistics_are_refused(statistics: tuple[str, ...], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        similarity(made([[0, 1], [0, 2]]), statistics)
    assert str(caught.value) == message


def test_another_treatment_of_missing_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        similarity(made([[0, 1], [0, 2]]), missing="zero")  # type: ignore[arg-type]
    assert str(caught.value) == "unknown treatment of missing cells 'zero'. Use one of: pairwise, whole."


@pytest.mark.parametrize("target", [[7], ["a"]])
def test_weights_that_fit_no_target_are_refused(target: list[Any]) -> None:
    with pytest.raises(DataError) as caught:
        similarity(made([[0, 1], [0, 2]]), weights=pl.DataFrame({"target": target, "year": [2000], "weight": [1.0]}))
    assert str(caught.value) == (
        "no target of the portfolios 'toy' in 2000-2000 has a weight above 0. "
        "Weights are by the portfolios' targets (Int64, such as 100) and by year."
    )


OWN = pl.DataFrame({"state": [2, 2, 20, 20], "target": ["a", "b"] * 2, "year": [2000] * 4, "level": [0, 1, 1, 1]})


def test_a_panel_gets_columns_with_provenance() -> None:
    weights = own_weights(pl.DataFrame({"target": ["a", "b"], "year": [2000] * 2, "weight": [1, 3]}))
    panel = add_similarity(
        dyad_years(Years(1999, 2000), [2, 20, 70]), own_portfolios(OWN, "visits"), ("kappa", "s_squared"), weights
    )
    assert panel["visits_s_squared_weighted"].to_list() == [None, 0.5, None, None, None, None]
    column = panel.column("visits_kappa_weighted")
    assert column.meaning == "similarity of portfolios (visits): Cohen's kappa, nominal, targets weighted by weight"
    assert (column.sources, column.low, column.high) == (("visits", "own weights"), -1.0, 1.0)
    assert column.parameters == (("missing", "pairwise"), ("weights", "weight"))
    assert column.citations == ("cohen1960coefficient",)
    assert column.method == "kappa of portfolios with the levels 0, 1"
    assert str(panel.reports[0]) == (
        "similarity of visits: 1 of 6 rows matched, 5 outside its coverage (missing), 0 of its rows unused"
    )


def test_both_directions_get_the_same() -> None:
    panel = add_similarity(dyad_years(Years(2000, 2000), [2, 20], directed=True), own_portfolios(OWN, "visits"))
    assert panel["visits_s_squared"].to_list() == [0.0, 0.0]


def test_a_panel_without_rows_gets_empty_columns() -> None:
    panel = add_similarity(dyad_years(Years(1999, 2000), [2]), own_portfolios(OWN, "visits"))
    assert (panel.height, panel.frame.columns) == (0, [*KEYS, "visits_s_squared"])


def test_a_panel_of_states_is_refused() -> None:
    with pytest.raises(JoinError) as caught:
        add_similarity(state_years(Years(2000, 2000), [2, 20]), own_portfolios(OWN, "visits"))
    assert str(caught.value).startswith(
        "a dyad-year table cannot be added to a state-year panel: it would have to be collapsed."
    )


def test_codes_of_another_system_are_converted_by_the_join() -> None:
    """Serbia is 340 to Gleditsch and Ward and 345 to the Correlates of War."""
    own = pl.DataFrame(
        {"state": [290, 290, 340, 340], "target": ["a", "b"] * 2, "year": [2010] * 4, "level": [0, 1, 1, 1]}
    )
    panel = add_similarity(dyad_years(Years(2010, 2010), [290, 345]), own_portfolios(own, "visits", system="gw"))
    assert panel["visits_s_squared"].to_list() == [0.0]

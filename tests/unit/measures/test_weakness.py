"""The components against plain loops, the composite, and what is left out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.measures.measure import apply
from corcyra.measures.weakness import Weakness, both, count_index, ground_lost, recent, remembered
from corcyra.panel.add import add
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.panels import Floats, Panels
from corcyra.sources.armed_conflict import ArmedConflict
from corcyra.sources.internal_conflict import InternalConflict
from corcyra.sources.leaders import Leaders
from corcyra.sources.peoples import Peoples
from corcyra.sources.regime import Regime
from corcyra.sources.regime_threats import RegimeThreats
from corcyra.world.time import Years

SERIES = arrays(np.float64, (9, 2), elements=st.one_of(st.floats(0, 1), st.just(math.nan)))


@given(SERIES, st.integers(1, 12))
def test_windows_agree_with_plain_loops(values: Floats, window: int) -> None:
    found, lost = recent(values, window), ground_lost(values, window=window)
    for year, state in np.ndindex(values.shape):
        first = max(0, year - window + 1)
        seen = [x for x in values[first : year + 1, state] if not math.isnan(x)]
        np.testing.assert_allclose(found[year, state], sum(seen) if seen else math.nan, atol=1e-12)
        pairs = [(values[k - 1, state], values[k, state]) for k in range(max(first, 1), year + 1)]
        falls = [max(a - b, 0.0) for a, b in pairs if not math.isnan(a - b)]
        np.testing.assert_allclose(lost[year, state], min(sum(falls), 1.0) if falls else math.nan, atol=1e-12)


@given(SERIES, SERIES)
def test_the_composite_is_at_least_each_part(one: Floats, two: Floats) -> None:
    found = both(one, two)
    for cell in np.ndindex(one.shape):
        known = [x for x in (one[cell], two[cell]) if not math.isnan(x)]
        if not known:
            assert math.isnan(found[cell])
        else:
            assert max(known) - 1e-12 <= found[cell] <= min(sum(known), 1.0) + 1e-12


def test_a_trouble_every_year_ends_at_the_mark() -> None:
    assert remembered(np.ones((200, 1)))[-1, 0] == pytest.approx(1 - math.exp(-1), abs=1e-5)


def test_two_exits_count_more_than_one_and_are_forgotten_after_the_window() -> None:
    found = count_index(np.array([1.0, 1.0, 0.0, 0.0]), window=2)
    assert found.tolist() == pytest.approx([1 - math.exp(-1), 1 - math.exp(-2), 1 - math.exp(-1), 0.0])


def panels(toy: Callable[..., Panels], **changes: Floats) -> Panels:
    zero = np.zeros((2, 4))
    columns = {
        "titular_share": np.array([[0.6, 0.8, 0.98, 0.7]] * 2), "territory_lost": np.array([[0, 0, 0, 1.0]] * 2), "conflict_territory": zero,
        "irregular_exit": zero, "regime_threat": zero, "v2x_polyarchy": zero + 0.5, "conflict_government": zero,
    }  # fmt: skip
    return toy({**columns, **changes})


def test_means_of_the_components(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy), Weakness())
    assert found.array("weakness_horizontal")[1].tolist() == pytest.approx([0.4 / 3, 0.2 / 3, 0.02 / 3, 1.3 / 3])
    assert found.array("weakness_vertical")[1].tolist() == [0.0] * 4
    np.testing.assert_allclose(found.array("weakness"), found.array("weakness_horizontal"))
    assert found.array("weakness_vertical_coverage").tolist() == [[0.75] * 4, [1.0] * 4]


def test_a_threat_to_the_rulers_fades_by_half_in_ten_years(toy: Callable[..., Panels]) -> None:
    threats = np.zeros((2, 4))
    threats[0] = 3.0
    found = apply(panels(toy, regime_threat=threats), Weakness()).array("weakness_unrest")[:, 0]
    left = 2 ** (-1 / 10)
    assert found.tolist() == pytest.approx([1 - math.exp(-3 * (1 - left)), 1 - math.exp(-3 * left * (1 - left))])


def test_missing_parts_are_reweighted(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy, territory_lost=np.full((2, 4), math.nan)), Weakness())
    assert found.array("weakness_horizontal")[0].tolist() == pytest.approx([0.2, 0.1, 0.01, 0.15])
    assert found.array("weakness_horizontal_coverage")[0].tolist() == pytest.approx([2 / 3] * 4)


def test_face_checks_on_the_bundled_sources() -> None:
    """SCIENCE A4, from the text on the South Caucasus of 2019: Georgia and Azerbaijan horizontally weak, Armenia not."""
    caucasus, years = [371, 372, 373], Years(1992, 2019)
    sources = (ArmedConflict(), InternalConflict(), Leaders(), Peoples(), Regime(), RegimeThreats())
    states = add(state_years(years, caucasus), *sources)
    found = apply(Panels(states, dyad_years(years, caucasus, directed=True)), Weakness())
    armenia, georgia, azerbaijan = found.array("weakness_horizontal").T
    assert (georgia > armenia).all()
    assert (azerbaijan > armenia).all()
    assert armenia.max() < 0.05

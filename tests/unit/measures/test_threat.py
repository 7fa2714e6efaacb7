"""The four components against plain loops; A2's sum, its multiplicative form, and what missing figures do."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import mean, pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.measures.measure import apply
from corcyra.measures.threat import Threat, combine, intent, offence, proximity
from corcyra.panel.panels import Floats, Panels

CUBES = arrays(np.float64, (2, 3, 3), elements=st.one_of(st.integers(1, 50).map(float), st.just(math.nan)))


def z(values: Floats) -> Floats:
    """Standard scores within each year, one cell after the other."""
    found = np.full(values.shape, math.nan)
    for year in range(len(values)):
        known = [x for x in values[year].ravel() if not math.isnan(x)]
        for cell in np.ndindex(values[year].shape):
            x = values[year][cell]
            if not math.isnan(x):
                spread = pstdev(known)
                found[year][cell] = (x - mean(known)) / spread if spread > 1e-9 else 0.0
    return found


def average(one: Floats, two: Floats) -> Floats:
    found = np.full(one.shape, math.nan)
    for cell in np.ndindex(one.shape):
        known = [x for x in (one[cell], two[cell]) if not math.isnan(x)]
        found[cell] = mean(known) if known else math.nan
    return found


@given(CUBES)
def test_proximity_agrees_with_plain_loops(distance: Floats) -> None:
    np.testing.assert_allclose(proximity(distance), z(-np.log(1 + distance)), atol=1e-7)


@given(CUBES, CUBES, arrays(np.float64, (2, 3, 3), elements=st.sampled_from([0.0, 1.0])), st.booleans())
def test_offence_agrees_with_plain_loops(men: Floats, money: Floats, reach: Floats, literal: bool) -> None:
    score = average(z(np.log(men + 1)), z(np.log(money / men)))
    wanted = z((score if literal else np.exp(score)) * reach)
    np.testing.assert_allclose(offence(men, money, reach, literal=literal), wanted, atol=1e-6)


@given(CUBES, CUBES)
def test_intent_agrees_with_plain_loops(enmity: Floats, revisionism: Floats) -> None:
    np.testing.assert_allclose(intent(enmity, revisionism), z(average(z(enmity), z(revisionism))), atol=1e-6)


def test_the_literal_score_puts_an_army_that_cannot_come_above_a_weak_neighbour() -> None:
    men = np.array([[[math.nan, 1.0, 100.0, 400.0]]])
    reach = np.array([[[math.nan, 1.0, 0.0, 1.0]]])
    literal, ours = offence(men, men, reach, literal=True)[0, 0], offence(men, men, reach)[0, 0]
    assert literal[2] > literal[1]
    assert ours[2] < ours[1]


@given(arrays(np.float64, 4, elements=st.floats(-3, 3)))
def test_the_forms_of_the_sum(parts: Floats) -> None:
    components = {name: np.array([value]) for name, value in zip("abcd", parts, strict=True)}
    quarter = dict.fromkeys("abcd", 0.25)
    assert combine(components, quarter)[0] == pytest.approx(float(parts.sum()) / 4)
    assert combine(components, quarter, multiply=True)[0] == pytest.approx(math.exp(float(parts.sum()) / 4))


def world(toy: Callable[..., Panels], **changes: Floats) -> Panels:
    grid = np.ones((2, 4))
    columns = {
        "cinc": grid * [0.14, 0.04, 0.001, 0.002], "milper": grid * [1300, 1000, 50, 20], "milex": grid * [7e8, 8e7, 5e5, 3e5],
        "major": grid * [1, 1, 0, 0], "revisionism": grid * [-1.0, 1.0, -1.0, -1.0],
        "distance": np.full((2, 4, 4), 500.0), "contiguous": np.ones((2, 4, 4)), "enmity_stock": np.zeros((2, 4, 4)),
    }  # fmt: skip
    return toy({**columns, **changes})


def test_threat_is_the_mean_of_its_four_columns(toy: Callable[..., Panels]) -> None:
    found = apply(world(toy), Threat())
    parts = [found.array(f"threat_{name}") for name in ("power", "proximity", "offence", "intent")]
    np.testing.assert_allclose(found.array("threat"), np.mean(parts, axis=0), atol=1e-12)
    known = ~np.isnan(found.array("threat"))
    np.testing.assert_array_equal(known, found.pairs)
    assert found.array("threat_coverage")[found.pairs].tolist() == [1.0] * 24
    for part in parts:
        assert np.nanmean(part[0]) == pytest.approx(0.0, abs=1e-12)


def test_more_enmity_means_more_threat_in_that_dyad(toy: Callable[..., Panels]) -> None:
    stock = np.zeros((2, 4, 4))
    stock[:, 2, 3] = 20.0
    calm, tense = apply(world(toy), Threat()), apply(world(toy, enmity_stock=stock), Threat())
    assert tense.array("threat")[0, 2, 3] > calm.array("threat")[0, 2, 3]


def test_coverage_counts_each_component_without_what_was_carried(toy: Callable[..., Panels]) -> None:
    """Worked out anew from all four components without carrying, as `compute` need not do for two of them."""
    random = np.random.default_rng(3)
    gaps = {
        name: np.where(random.random(shape) < 0.4, math.nan, random.random(shape))
        for name, shape in (("cinc", (2, 4)), ("milper", (2, 4)), ("milex", (2, 4)), ("distance", (2, 4, 4)), ("enmity_stock", (2, 4, 4)))
    }  # fmt: skip
    panels, threat = world(toy, **gaps), Threat()
    seen = threat.components(panels, 0)
    share = np.mean([~np.isnan(part) for part in seen.values()], axis=0)
    np.testing.assert_allclose(apply(panels, threat).array("threat_coverage"), np.where(panels.pairs, share, math.nan))
    carried = threat.components(panels, 3)
    assert any((np.isnan(seen[name]) & ~np.isnan(carried[name])).any() for name in ("power", "offence"))


def test_missing_figures_are_carried_and_counted_as_unobserved(toy: Callable[..., Panels]) -> None:
    cinc = np.array([[0.14, 0.04, 0.001, 0.002], [math.nan] * 4])
    found = apply(world(toy, cinc=cinc), Threat())
    np.testing.assert_allclose(found.array("threat_power")[1], found.array("threat_power")[0])
    assert found.array("threat_coverage")[:, 0, 1].tolist() == [1.0, 0.75]


def test_the_multiplicative_form_is_positive(toy: Callable[..., Panels]) -> None:
    found = apply(world(toy), Threat(form="multiplicative"))
    added = apply(world(toy), Threat())
    np.testing.assert_allclose(found.array("threat"), np.exp(added.array("threat")))

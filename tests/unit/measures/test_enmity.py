"""The stock of enmity on synthetic panels: weights, symmetry, priors, memory, coverage."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from corcyra.measures.enmity import Enmity, first_known, graded, mutual
from corcyra.measures.measure import apply, with_parameters
from corcyra.measures.stocks import steady_state
from corcyra.panel.panels import Floats, Panels

EVENTS = ("hostility", "rebel_support", "securitised", "claim", "closure", "memory", "prior_enmity")
LEFT = 2 ** (-1 / 25)


def panels(toy: Callable[..., Panels], years: int = 3, **changes: Floats) -> Panels:
    return toy({**{name: np.zeros((years, 4, 4)) for name in EVENTS}, **changes})


def event(year: int, i: int, j: int, value: float, years: int = 3) -> Floats:
    cube = np.zeros((years, 4, 4))
    cube[year, i, j] = value
    return cube


@pytest.mark.parametrize(
    ("name", "value", "added"),
    [("hostility", 5, 5.0), ("hostility", 2, 2.0), ("rebel_support", 1, 1.5), ("rebel_support", 0.5, 0.75),
     ("securitised", 4, 1.0), ("claim", 3, 0.5), ("claim", 1, 0.5 / 3), ("closure", 6, 0.5)],
)  # fmt: skip
def test_each_event_adds_its_weight_in_both_directions_and_fades(
    toy: Callable[..., Panels], name: str, value: float, added: float
) -> None:
    found = apply(panels(toy, **{name: event(1, 2, 3, value)}), Enmity()).array("enmity_stock")
    for i, j in ((2, 3), (3, 2)):
        assert found[:, i, j].tolist() == pytest.approx([0.0, added, added * LEFT])
    assert found[2, 0, 1] == 0.0


def test_priors_can_be_switched_off(toy: Callable[..., Panels]) -> None:
    seen = panels(toy, prior_enmity=np.full((3, 4, 4), 3.0))
    assert apply(seen, Enmity()).array("enmity_stock")[0, 2, 3] == pytest.approx(5.0)
    assert apply(seen, Enmity(priors=False)).array("enmity_stock")[0, 2, 3] == 0.0
    assert "prior_enmity" not in Enmity(priors=False).needs


def test_memory_keeps_a_fifth_of_the_peak(toy: Callable[..., Panels]) -> None:
    years = 150
    columns = {"hostility": event(0, 2, 3, 5, years), "memory": np.full((years, 4, 4), 3.0)}
    kept = apply(panels(toy, years, **columns), Enmity()).array("enmity_stock")
    assert kept[-1, 2, 3] == pytest.approx(1.0)
    columns["memory"] = np.full((years, 4, 4), 1.0)
    assert apply(panels(toy, years, **columns), Enmity()).array("enmity_stock")[-1, 2, 3] == pytest.approx(1 / 3)


def test_the_index_is_scaled_by_a_rivalry_without_end(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy, hostility=event(0, 2, 3, 5)), Enmity())
    assert found.array("enmity")[0, 2, 3] == pytest.approx(1 - math.exp(-5 / steady_state(1.0, 25)))


def test_missing_events_add_nothing_and_lower_the_coverage(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy, rebel_support=np.full((3, 4, 4), math.nan)), Enmity())
    assert found.array("enmity_stock")[0, 2, 3] == 0.0
    assert found.array("enmity_coverage")[0, 2, 3] == pytest.approx(3.0 / 4.5)
    empty = {name: np.full((3, 4, 4), math.nan) for name in EVENTS}
    nothing = apply(toy(empty), Enmity())
    assert np.isnan(nothing.array("enmity")).all()
    assert set(nothing.array("enmity_coverage")[nothing.pairs]) == {0.0}


def test_a_weight_of_the_user(toy: Callable[..., Panels]) -> None:
    doubled = with_parameters(Enmity(), {"hostility": 2})
    assert apply(panels(toy, hostility=event(0, 2, 3, 5)), doubled).array("enmity_stock")[0, 2, 3] == 10.0


def test_small_kernels() -> None:
    cube = np.array([[[math.nan, 1.0], [math.nan, math.nan]]])
    np.testing.assert_array_equal(mutual(cube), [[[math.nan, 1.0], [1.0, math.nan]]])
    assert graded(np.array([1.5, 9.0])).tolist() == [0.5, 1.0]
    assert first_known(np.array([math.nan, 2.0, 3.0])) == 2.0

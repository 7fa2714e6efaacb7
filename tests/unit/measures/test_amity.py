"""The stock of amity on synthetic panels: weights, one-off ties, priors, and what stays out of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from corcyra.measures.amity import Amity, onset
from corcyra.measures.measure import apply, with_parameters
from corcyra.panel.panels import Floats, Panels

EVENTS = ("amity_new", "rescue", "war_aid", "arms_share", "base_strength", "prior_amity")
LEFT = 2 ** (-1 / 20)


def panels(toy: Callable[..., Panels], **changes: Floats) -> Panels:
    return toy({**{name: np.zeros((3, 4, 4)) for name in EVENTS}, **changes})


def standing(value: float) -> Floats:
    cube = np.zeros((3, 4, 4))
    cube[1:, 2, 1] = value
    return cube


@pytest.mark.parametrize(
    ("name", "value", "first", "second"),
    [("amity_new", 3, 2.0, 2.0 * LEFT), ("rescue", 1, 3.0, 3.0 * LEFT + 3.0), ("rescue", 0.5, 1.5, 1.5 * LEFT + 1.5),
     ("war_aid", 1, 0.5, 0.5 * LEFT + 0.5), ("arms_share", 0.9, 0.45, 0.45 * LEFT + 0.45), ("base_strength", 1, 0.0, 0.0)],
)  # fmt: skip
def test_ties_count_once_and_help_every_year(
    toy: Callable[..., Panels], name: str, value: float, first: float, second: float
) -> None:
    found = apply(panels(toy, **{name: standing(value)}), Amity()).array("amity_stock")
    assert found[:, 2, 1].tolist() == pytest.approx([0.0, first, second])
    assert found[:, 1, 2].tolist() == pytest.approx([0.0, first, second])


def test_bases_enter_only_when_asked(toy: Callable[..., Panels]) -> None:
    assert "base_strength" not in Amity().needs
    asked = with_parameters(Amity(), {"base": 1})
    assert "base_strength" in asked.needs
    assert apply(panels(toy, base_strength=standing(1)), asked).array("amity_stock")[1, 2, 1] == 1.0


def test_no_evidence_of_the_outcome_is_read() -> None:
    assert set(Amity().needs) == {"amity_new", "rescue", "war_aid", "arms_share", "prior_amity"}


def test_priors_can_be_switched_off(toy: Callable[..., Panels]) -> None:
    seen = panels(toy, prior_amity=np.full((3, 4, 4), 3.0))
    assert apply(seen, Amity()).array("amity_stock")[0, 2, 1] == pytest.approx(2.0)
    assert apply(seen, Amity(priors=False)).array("amity_stock")[0, 2, 1] == 0.0


def test_unknown_arms_shares_lower_the_coverage_only(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy, arms_share=np.full((3, 4, 4), math.nan)), Amity())
    assert found.array("amity_stock")[2, 2, 1] == 0.0
    assert found.array("amity_coverage")[2, 2, 1] == pytest.approx(1 - 0.5 / (2 / 3 + 3 + 0.5 + 0.5))


def test_onset_counts_rises_only() -> None:
    np.testing.assert_array_equal(onset(np.array([2.0, 2.0, 5.0, 1.0, 3.0])), [2, 0, 3, 0, 2])
    np.testing.assert_array_equal(onset(np.array([math.nan, 2.0, math.nan, 2.0])), [math.nan, 2, math.nan, 0])

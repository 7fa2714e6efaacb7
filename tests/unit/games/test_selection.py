"""Selection into attack against an enumeration and a lottery, and what the record of wars hides."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.games.models.selection import Selection, unselected

DRAWS = 2000
INSIDE = st.floats(0.02, 0.98)


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1995)
    low, high = np.sort(rng.uniform(0, 1, (2, DRAWS)), axis=0)
    own = {"prior": rng.uniform(0.05, 0.95, DRAWS), "accuracy": rng.uniform(0.5, 0.99, DRAWS)}
    stakes = {name: rng.uniform(0.1, 3, DRAWS) for name in ("gain", "loss")}
    return {**own, **stakes, "honour_reliable": high, "honour_unreliable": low}


def test_the_closed_form_is_what_an_enumeration_of_plans_finds(draws: dict[str, np.ndarray]) -> None:
    found = Selection.closed_form(draws)
    for place in range(DRAWS):
        twin = Selection(**{name: float(each[place]) for name, each in draws.items()}).numeric()
        for name, value in twin.items():
            assert value == pytest.approx(found[name][place], abs=1e-9, nan_ok=True), name
    assert np.bincount(found["region"].astype(int)).min() > 100


def test_the_attacked_honour_less_exactly_when_the_attacker_selects(draws: dict[str, np.ndarray]) -> None:
    found = Selection.closed_form(draws)
    selective, always = found["region"] == 1, found["region"] == 2
    assert (found["honour_attacked"] < found["honour"])[selective].all()
    np.testing.assert_array_equal(found["honour_attacked"][always], found["honour"][always])
    assert np.isnan(found["honour_attacked"][found["region"] == 0]).all()
    assert (found["attack_rate_reliable"] < found["attack_rate_unreliable"])[selective].all()


def test_a_lottery_of_alliances_gives_the_same_record() -> None:
    rng, size = np.random.default_rng(7), 400_000
    reliable = rng.random(size) < 0.7
    good = np.where(rng.random(size) < 0.8, reliable, ~reliable)
    found = Selection().outcome()
    # Four standard errors of a share among some 150,000 wars.
    assert reliable[~good].mean() == pytest.approx(found["honour_attacked"], abs=0.005)
    assert (~good).mean() == pytest.approx(found["attack_rate"], abs=0.004)


@pytest.mark.parametrize(("name", "sign"), [("prior", 1), ("accuracy", -1)])
def test_what_the_record_shows_rises_with_reliability_and_falls_with_the_signs_accuracy(
    draws: dict[str, np.ndarray], name: str, sign: int
) -> None:
    step = {**draws, name: draws[name] + 1e-6}
    before, after = Selection.closed_form(draws), Selection.closed_form(step)
    inside = (before["region"] == 1) & (after["region"] == 1) & (draws["honour_reliable"] - draws["honour_unreliable"] > 0.05)
    assert inside.sum() > 100
    assert (np.sign(after["honour_attacked"] - before["honour_attacked"])[inside] == sign).all()


def test_a_larger_prize_never_deters(draws: dict[str, np.ndarray]) -> None:
    more = Selection.closed_form({**draws, "gain": draws["gain"] * 1.5})["region"]
    dearer = Selection.closed_form({**draws, "loss": draws["loss"] * 1.5})["region"]
    assert (more >= Selection.closed_form(draws)["region"]).all()
    assert (dearer <= Selection.closed_form(draws)["region"]).all()


def test_a_sign_that_says_nothing_selects_nobody() -> None:
    rng = np.random.default_rng(4)
    for prior, gain in rng.uniform(0.05, 0.95, (200, 2)):
        assert Selection(prior=prior, accuracy=0.5, gain=gain).solve().region.key in {"deterred", "always"}


@given(INSIDE, st.floats(0.5, 0.98))
def test_the_correction_undoes_the_selection(prior: float, accuracy: float) -> None:
    limit = Selection(prior=prior, accuracy=accuracy).outcome()["belief_bad"]
    assert unselected(limit, accuracy) == pytest.approx(prior)


def test_the_explanation_reads_well_in_each_region() -> None:
    told = {game.solve().region.key: game.solve().explanation for game in (Selection(), Selection(loss=3.0), Selection(gain=20.0))}
    assert told["selective"] == (
        "The attacker refrains where it expects the ally to come with a probability of 0.5 or more; it expects 0.903 after a good sign and "
        "0.368 after a bad one. The attacker avoids alliances that look reliable, so the promises that are tested are the doubtful ones. "
        "Among the attacked 0.368 of the promises are kept, while 0.7 would be if all were tested: the record understates by 0.332. "
        "Attack on all would start at a limit above 0.903, attack on none at 0.368 or less."
    )
    assert told["deterred"].endswith("if its stakes moved the limit above 0.368; until then the record is empty.")
    assert told["always"].endswith("The record shows the true 0.7; a limit of 0.903 or less would protect alliances that look reliable.")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Selection(accuracy=0.4),
            "accuracy of selection (probability that the sign of reliability is right, α) is at least 0.5 and below 1, given 0.4.",
        ),
        (
            lambda: Selection(honour_reliable=0.2, honour_unreliable=0.2),
            "honour_reliable (0.2) is not above honour_unreliable (0.2). A reliable ally is one that comes more often: "
            "raise the first or lower the second.",
        ),
        (
            lambda: unselected(1.0, 0.8),
            "an observed reliability of 1 with a sign's accuracy of 0.8 cannot be corrected. "
            "Give the first between 0 and 1, the second at least 0.5 and below 1.",
        ),
    ],
)
def test_an_invalid_game_of_selection_is_refused(make, message: str) -> None:
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        make()

"""Snyder's dilemma against a search, its derivatives by small steps, and its words."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.games.models.commitment import Commitment, best_commitment, cost

DRAWS = 2000
COSTS = st.floats(0.01, 10)


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1984)
    return {name: rng.uniform(0.02, top, DRAWS) for name, top in (("abandonment", 4), ("entrapment", 2), ("provocation", 2))}


def test_the_closed_form_is_what_a_search_finds(draws: dict[str, np.ndarray]) -> None:
    found = Commitment.closed_form(draws)
    for place in range(DRAWS):
        twin = Commitment(*(float(draws[name][place]) for name in draws)).numeric()
        assert twin["region"] == found["region"][place]
        for name, value in twin.items():
            # A search finds the place of a minimum only to the root of the machine's precision.
            assert value == pytest.approx(found[name][place], abs=1e-6), name
    assert np.bincount(found["region"].astype(int)).min() > 100


def test_no_commitment_on_a_grid_costs_less(draws: dict[str, np.ndarray]) -> None:
    grid = np.linspace(0, 1, 501)[:, None]
    lowest = cost(grid, *(draws[name] for name in draws)).min(axis=0)
    assert (lowest >= Commitment.closed_form(draws)["cost"] - 1e-12).all()


@given(COSTS, COSTS, COSTS)
def test_what_is_left_adds_up_to_the_least_cost_of_science_d2(a: float, e: float, eta: float) -> None:
    found = Commitment(a, e, eta).outcome()
    assert found["cost"] == pytest.approx(a * (e + eta) / (a + e + eta))
    assert found["abandonment_left"] + found["entrapment_left"] + found["provocation_left"] == pytest.approx(found["cost"])
    # Who holds back out of fear of entrapment is left with the fear of abandonment: the danger avoided is not the one that stays.
    assert (found["abandonment_left"] > found["cost"] / 2) == (found["commitment"] < 0.5) or found["commitment"] == pytest.approx(0.5)


@pytest.mark.parametrize(("name", "commitment"), [("abandonment", 1), ("entrapment", -1), ("provocation", -1)])
def test_the_derivatives_have_the_signs_of_science_d2(draws: dict[str, np.ndarray], name: str, commitment: int) -> None:
    before, after = (Commitment.closed_form(each) for each in (draws, {**draws, name: draws[name] + 1e-5}))
    assert (np.sign(after["commitment"] - before["commitment"]) == commitment).all()
    assert (after["cost"] > before["cost"]).all()


def test_the_adversary_tips_a_firm_commitment_exactly_where_it_says() -> None:
    rng = np.random.default_rng(3)
    for a, e in rng.uniform(0.1, 3, (200, 2)):
        low, high = min(a, e), max(a, e)
        limit = Commitment(high, low, 0.0).outcome()["tipping_provocation"]
        assert Commitment(high, low, limit * 0.999).solve().region.key == "firm"
        assert Commitment(high, low, limit * 1.001).solve().region.key == "provocation"
        assert Commitment(low, high, 0.0).solve().region.key == "distance"


def test_the_ends_of_the_scale() -> None:
    assert Commitment(1.0, 0.0, 0.0).outcome()["commitment"] == 1
    assert Commitment(0.0, 1.0, 0.0).outcome()["commitment"] == 0
    only_adversary = Commitment(0.0, 0.0, 1.0).outcome()
    assert only_adversary["commitment"] == 0
    assert np.isnan(only_adversary["commitment_alone"])
    assert np.isnan(best_commitment(np.array(0.0), np.array(0.0)))


def test_the_explanation_reads_well_in_each_region() -> None:
    told = {game.solve().region.key: game.solve().explanation for game in (Commitment(2, 1, 0.5), Commitment(2, 1, 3), Commitment(1, 2, 0))}
    assert told["firm"] == (
        "The state commits itself to 0.571 of the whole, since abandonment would cost 2, entrapment 1, the adversary's answer 0.5. "
        "Abandonment is the greater danger, so the state commits itself more than halfway. At that point abandonment still weighs 0.367 "
        "and entrapment 0.327, and of the whole cost of 0.857 the adversary adds 0.19. "
        "Firmness would tip into restraint at a provocation of 1, or at an entrapment of 1.5."
    )
    assert told["provocation"].endswith("Were the adversary's answer below 1, firm commitment would pay.")
    assert told["distance"].endswith("Only an abandonment cost above 2 would make firm commitment pay.")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((-1.0, 1.0, 0.0), "abandonment of commitment (cost of being abandoned by the ally, A) is at least 0, given -1."),
        ((0.0, 0.0, 0.0), "abandonment, entrapment and provocation of commitment are all 0, and then nothing is at stake. Raise one of them."),
    ],
)
def test_an_invalid_dilemma_cannot_be_built(values: tuple[float, ...], message: str) -> None:
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        Commitment(*values)

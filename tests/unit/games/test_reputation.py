"""Honest talk kept by the fear of disbelief, against counting and summing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.games.models.reputation import Reputation

DRAWS = 2000


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2002)
    bounds = {
        "gain": (0.1, 6), "stake": (0.1, 2), "rounds": (1, 12), "discount": (0.2, 0.95), "trust": (0.5, 4), "distrust": (0.5, 4),
        "honoured": (0, 6), "unmet": (0, 6), "relevance": (0, 1), "memory": (0.5, 1), "age": (0, 20),
    }  # fmt: skip
    made = {name: rng.uniform(low, high, DRAWS) for name, (low, high) in bounds.items()}
    return made | {"rounds": np.floor(made["rounds"])}


def test_the_closed_form_is_what_counting_finds(draws: dict[str, np.ndarray]) -> None:
    found = Reputation.closed_form(draws)
    for place in range(DRAWS):
        game = Reputation(**{name: float(each[place]) for name, each in draws.items()})
        for name, value in game.numeric().items():
            assert value == pytest.approx(float(found[name][place]), abs=1e-5), (name, game)
    assert np.bincount(found["region"].astype(int), minlength=3).min() > 100


def test_every_certificate_holds_and_the_border_is_where_the_loss_is_zero(draws: dict[str, np.ndarray]) -> None:
    for place in range(0, DRAWS, 10):
        found = Reputation(**{name: float(each[place]) for name, each in draws.items()}).solve()
        assert found.holds
        if found.region.key == "honest":
            assert found.certificate[0].loss == pytest.approx(found.numbers["margin"])


@given(
    n=st.integers(1, 30),
    delta=st.floats(0.1, 0.95),
    step=st.sampled_from(["rounds", "discount", "stake"]),
    stake=st.floats(0.1, 3),
)
def test_the_bound_rises_with_memory_patience_and_stake(n: int, delta: float, step: str, stake: float) -> None:
    game = Reputation(rounds=n, discount=delta, stake=stake)
    more = Reputation(**{**game.values, step: game.values[step] + (1 if step == "rounds" else 0.01)})
    assert more.solve().numbers["bound"] >= game.solve().numbers["bound"]


@given(age=st.floats(0, 30), relevance=st.floats(0, 1), honoured=st.floats(0, 10))
def test_a_record_fades_toward_the_belief_without_it(age: float, relevance: float, honoured: float) -> None:
    game = Reputation(age=age, relevance=relevance, honoured=honoured, unmet=0)
    older = Reputation(age=age + 5, relevance=relevance, honoured=honoured, unmet=0)
    assert 0.5 <= older.solve().numbers["belief"] <= game.solve().numbers["belief"] + 1e-12


def test_a_bluff_that_gains_just_the_bound_is_not_made() -> None:
    bound = Reputation().solve().numbers["bound"]
    assert Reputation(gain=bound).solve().region.key == "honest"
    assert Reputation(gain=bound + 1e-9).solve().region.key == "too-short"


@pytest.mark.parametrize(
    ("game", "words"),
    [
        (
            Reputation(),
            "So the speaker is honest and is believed; 2 rounds would do, and it would bluff if a bluff gained more than 3.69.",
        ),
        (Reputation(rounds=1), "So it would bluff and nobody believes it; 2 rounds of disbelief would keep it honest."),
        (Reputation(gain=12), "even disbelief for ever would cost only 9: cheap talk tells nothing here."),
    ],
)
def test_the_explanation_names_what_happens(game: Reputation, words: str) -> None:
    assert words in game.solve().explanation

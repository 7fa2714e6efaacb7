"""The patron with quarrelling clients against enumeration, the exact solver, and SCIENCE's comparative statics."""

from __future__ import annotations

import re

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.form.mixed import mixed_equilibria
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.refinements import refine
from corcyra.games.form.tree import signalling
from corcyra.games.models.reassurance import Reassurance

DRAWS = 2000
COUNTED = ("region", "kept_reliable", "kept_unreliable", "rescue", "silence", "after_silence")


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2024)
    u = rng.uniform(0.3, 2, DRAWS)
    crossing = np.where(rng.random(DRAWS) < 0.85, rng.uniform(1.15, 3, DRAWS), rng.uniform(0.3, 0.97, DRAWS))
    away = rng.uniform(0.02, 0.5, DRAWS)
    bounds = {
        "prior": (0.03, 0.97), "shock": (0.1, 1), "loss": (0.5, 8), "autonomy": (0, 1), "outside": (-0.5, 1.5), "tilt": (0, 1.2),
        "entanglement": (0, 1.5), "base_rate": (0, 0.9), "turnover": (0.02, 1), "patience": (0, 0.99), "rescue_cost": (0, 8),
        "rescue_benefit": (0, 1),
    }  # fmt: skip
    made = {name: rng.uniform(low, high, DRAWS) for name, (low, high) in bounds.items()}
    made |= {"value_reliable": u * crossing, "value_unreliable": u, "absent_reliable": away}
    made |= {
        "absent_unreliable": away + rng.uniform(0.01, 0.5, DRAWS),
        "clients": rng.integers(2, 5, DRAWS).astype(float),
    }
    made["signal_with_sides"] = rng.integers(0, 2, DRAWS).astype(float)
    return {name: made[name] for name in Reassurance.knobs()}


def one(draws: dict[str, np.ndarray], place: int) -> Reassurance:
    return Reassurance(**{name: float(each[place]) for name, each in draws.items()})


def test_the_closed_form_is_what_enumeration_finds(draws: dict[str, np.ndarray]) -> None:
    found = Reassurance.closed_form(draws)
    for place in range(DRAWS):
        game = one(draws, place)
        twin = game.numeric(points=41, rounds=1)
        scale = game.clients * game.value_unreliable
        for name, value in twin.items():
            told = float(found[name][place])
            if name in COUNTED:
                assert value == told or (np.isnan(value) and np.isnan(told)), (name, game)
            else:
                assert value == pytest.approx(told, abs=0.05 * scale), (name, game)  # the step of the grid
    assert np.bincount(found["region"].astype(int), minlength=5).min() > 20


def test_looking_closer_the_numbers_agree_too(draws: dict[str, np.ndarray]) -> None:
    found = Reassurance.closed_form(draws)
    for place in range(0, DRAWS, 40):
        for name, value in one(draws, place).numeric().items():
            assert value == pytest.approx(float(found[name][place]), abs=1e-4, nan_ok=True), name


def test_every_certificate_holds(draws: dict[str, np.ndarray]) -> None:
    for place in range(0, DRAWS, 20):
        found = one(draws, place).solve()
        assert found.holds, found.certificate


def test_no_equilibrium_but_one_is_intuitive_in_the_region_of_signals() -> None:
    game = Reassurance()

    def payoff(kind: str, message: str, act: str) -> tuple[float, float]:
        stays, value = act == "stay", game.value_reliable if kind == "reliable" else game.value_unreliable
        worth = game.shock * game.loss * (kind == "reliable") - game.autonomy - game.outside
        return game.clients * value * stays - float(message), worth * stays

    tree = signalling(["reliable", "unreliable"], [0.45, 0.55], ["0", "1", "2.1"], ["stay", "leave"], payoff)
    pure, mixed = pure_equilibria(tree), mixed_equilibria(tree)
    assert len(pure) + len(mixed) > len(refine(pure, "intuitive")) + len(refine(mixed, "intuitive"))
    kept = [*refine(pure, "intuitive"), *refine(mixed, "intuitive")]
    assert {(each.strategies["reliable"], each.strategies["unreliable"]) for each in kept} == {("2.1", "0")}


def test_half_hearted_signals_are_broken_by_a_message_just_above_the_full_one(draws: dict[str, np.ndarray]) -> None:
    """The semi-separating family: s below n v_U, answered with probability s/(n v_U); only the reliable gains from more than n v_U."""
    kinds = Reassurance.closed_form(draws)["region"]
    for place in np.flatnonzero(kinds == 1):
        v_r, v_u, n = draws["value_reliable"][place], draws["value_unreliable"][place], draws["clients"][place]
        s = np.linspace(0.01, 0.99, 50) * n * v_u
        answered = s / (n * v_u)
        more = n * v_u * 1.0001
        assert n * v_u - more < 0  # the unreliable gets 0 in the family and less from more, whatever is believed
        window = answered < 0.999
        assert ((n * v_r - more) > (answered * n * v_r - s))[window].all()


@pytest.mark.parametrize(
    ("name", "result", "sign"),
    [
        ("value_unreliable", "signal", 2.0), ("prior", "signal", 0.0), ("autonomy", "threshold", 0.5), ("outside", "threshold", 0.5),
        ("shock", "threshold", -1.2), ("loss", "threshold", -0.15), ("prior", "tip", -0.6), ("value_reliable", "tip", -0.45),
        ("value_unreliable", "tip", 1.45),
    ],
)  # fmt: skip
def test_slopes_at_the_fixture(name: str, result: str, sign: float) -> None:
    game, step = Reassurance().values, 1e-6
    up, down = (
        Reassurance.closed_form({k: np.array(v + by * (k == name)) for k, v in game.items()})[result]
        for by in (step, -step)
    )
    assert (up - down) / (2 * step) == pytest.approx(sign, abs=1e-4)


def test_signs_hold_everywhere(draws: dict[str, np.ndarray]) -> None:
    def moved(name: str, by: float) -> dict[str, np.ndarray]:
        return Reassurance.closed_form({**draws, name: draws[name] + by})

    base = Reassurance.closed_form(draws)
    for name, sign in (("autonomy", 1), ("outside", 1), ("shock", -1), ("loss", -1)):
        change = (
            sign
            * (moved(name, 1e-4)["threshold"] - base["threshold"])
            * np.where(base["threshold"] < 0, -1, 1) ** (sign < 0)
        )
        assert (change >= 0).all(), name
    for name, sign in (("turnover", -1), ("autonomy", -1), ("outside", -1), ("shock", 1), ("loss", 1)):
        later = moved(name, 0.02)["silence"]
        both = ~np.isnan(later) & ~np.isnan(base["silence"]) & (base["threshold"] > 0)
        assert (
            sign * (np.nan_to_num(later, posinf=1e9) - np.nan_to_num(base["silence"], posinf=1e9))[both] >= 0
        ).all(), name


def test_the_border_of_taking_sides_in_the_dilemma(draws: dict[str, np.ndarray]) -> None:
    found = Reassurance.closed_form({**draws, "clients": np.full(DRAWS, 2.0)})
    mu, v_r, v_u = draws["prior"], draws["value_reliable"], draws["value_unreliable"]
    dilemma = (found["threshold_favoured"] <= mu) & (
        mu < np.minimum(found["threshold"], found["threshold_disfavoured"])
    )
    dilemma &= (found["threshold"] <= 1) & (v_r > v_u) & (draws["signal_with_sides"] == 0)
    assert dilemma.sum() > 50
    np.testing.assert_allclose(found["tip"][dilemma], (v_u * (1 + mu) - mu * v_r)[dilemma], atol=1e-12)


def test_where_the_disfavoured_can_be_won_signals_under_sides_lose_by_exactly_the_entanglement(
    draws: dict[str, np.ndarray],
) -> None:
    given = {**draws, "clients": np.full(DRAWS, 2.0), "signal_with_sides": np.ones(DRAWS)}
    found = Reassurance.closed_form(given)
    mu = draws["prior"]
    can = (mu < found["threshold"]) & (mu < found["threshold_disfavoured"]) & (found["threshold_disfavoured"] <= 1)
    can &= (draws["value_reliable"] > draws["value_unreliable"]) & (found["threshold_favoured"] > 0)
    assert can.sum() > 50
    np.testing.assert_allclose(
        (found["value_ambiguity"] - found["value_sides"])[can], draws["entanglement"][can], atol=1e-12
    )


def test_ambiguity_is_never_worse_where_the_clients_trust(draws: dict[str, np.ndarray]) -> None:
    found = Reassurance.closed_form(draws)
    trusting = draws["prior"] >= found["threshold"]
    assert trusting.sum() > 100
    assert (found["tip"][trusting] <= 1e-12).all()
    assert (found["region"][trusting] == 0).all()


def test_without_single_crossing_no_signal_informs() -> None:
    found = Reassurance(value_reliable=1.0, value_unreliable=1.0, entanglement=1.4).solve()
    assert (found.region.key, found.numbers["signal"]) == ("uninformative", 0.0)
    assert found.explanation.endswith(
        "That a client is worth no more to a reliable patron (v_R = 1, v_U = 1) is assumed, not identified from data."
    )


def test_every_explanation_says_that_the_worth_is_assumed(draws: dict[str, np.ndarray]) -> None:
    for place in range(0, DRAWS, 50):
        assert one(draws, place).solve().explanation.endswith("is assumed, not identified from data.")


def test_the_explanation_names_the_tipping_point_and_its_condition() -> None:
    told = Reassurance().solve().explanation
    assert "It would tip to taking sides if entanglement cost less than k = 0.73 (now 0.9)." in told
    assert "if it could, ambiguity would be better at any cost" in told
    assert "Such proof lasts 6 years of silence." in told


def test_absence_that_speaks_for_the_patron_is_refused() -> None:
    told = (
        "a reliable patron is absent under attack less often than an unreliable one: absent_reliable = 0.9 < absent_unreliable = 0.8 does "
        "not hold. Lower the one or raise the other."
    )
    with pytest.raises(ParameterError, match=f"^{re.escape(told)}$"):
        Reassurance(absent_reliable=0.9)


def test_three_clients_cost_three() -> None:
    found = Reassurance(clients=3, entanglement=3).solve()
    assert (found.numbers["signal"], found.numbers["kept_reliable"]) == (3.0, 3.0)

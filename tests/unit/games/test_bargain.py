"""The trade of security for autonomy against its naive twin: a search over grids, and derivatives by small steps."""

from __future__ import annotations

import re

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.bargain import (
    Client,
    Patron,
    compete,
    efficient_guarantee,
    exchange_pays,
    surplus,
    trade,
)

DRAWS = 2500
STEPS = 400


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    """Random parameters, with a trade in about two draws of three."""
    rng = np.random.default_rng(1991)
    names = ("theta", "a", "b", "kappa", "own")
    return {**{name: rng.uniform(0.2, 3.0, DRAWS) for name in names}, "tau": rng.uniform(0.05, 0.95, DRAWS)}


def closed(draws: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """g* and x* as SCIENCE D1 writes them."""
    theta, a, b, kappa, own, tau = (draws[name] for name in ("theta", "a", "b", "kappa", "own", "tau"))
    g = np.maximum(0, theta * b / (a * kappa) - own)
    return g, tau * kappa / b * g + (1 - tau) * theta / a * np.log((own + g) / own)


def deals(draws: dict[str, np.ndarray]) -> list:
    rows = zip(*(draws[name] for name in ("theta", "a", "own", "b", "kappa", "tau")), strict=True)
    return [trade(Client(t, a, s), Patron(b, k), client_share=tau) for t, a, s, b, k, tau in rows]


def test_the_solution_is_the_closed_form(draws: dict[str, np.ndarray]) -> None:
    g, x = closed(draws)
    found = deals(draws)
    np.testing.assert_allclose([deal.guarantee for deal in found], g, atol=1e-12)
    np.testing.assert_allclose([deal.price for deal in found], x, atol=1e-12)


def test_no_guarantee_on_a_grid_makes_a_larger_surplus(draws: dict[str, np.ndarray]) -> None:
    theta, a, b, kappa, own = (draws[name][:, None] for name in ("theta", "a", "b", "kappa", "own"))
    top = 2 * theta * b / (a * kappa) + own
    grid = top * np.linspace(0, 1, STEPS)
    total = theta / a * np.log((own + grid) / own) - kappa / b * grid
    best = surplus(*(draws[name] for name in ("theta", "a", "b", "kappa", "own")))
    assert (total.max(axis=1) <= best + 1e-12).all()
    at = np.take_along_axis(grid, total.argmax(axis=1)[:, None], axis=1)[:, 0]
    assert (np.abs(at - closed(draws)[0]) <= top[:, 0] / (STEPS - 1) + 1e-12).all()


def test_no_price_on_a_grid_makes_a_larger_nash_product(draws: dict[str, np.ndarray]) -> None:
    """Over prices and guarantees at once: the Nash product ``G_c^τ G_p^(1−τ)`` is highest at the solution."""
    g, x = closed(draws)
    struck = np.flatnonzero(g > 1e-6)
    theta, a, b, kappa, own, tau = (draws[k][struck, None, None] for k in ("theta", "a", "b", "kappa", "own", "tau"))
    guarantees = g[struck, None, None] * np.linspace(0, 2, 41)[None, :, None]
    worth = theta / a * np.log((own + g[struck, None, None]) / own)
    prices = worth * np.linspace(0, 1.5, 61)[None, None, :]

    def product(guarantee: np.ndarray, price: np.ndarray) -> np.ndarray:
        client = np.maximum(theta * np.log((own + guarantee) / own) - a * price, 0)
        patron = np.maximum(b * price - kappa * guarantee, 0)
        return client**tau * patron ** (1 - tau)

    solved = product(g[struck, None, None], x[struck, None, None])[:, 0, 0]
    assert (product(guarantees, prices).max(axis=(1, 2)) <= solved + 1e-12).all()
    assert (solved > 0).all()


def test_a_trade_is_struck_exactly_when_it_pays(draws: dict[str, np.ndarray]) -> None:
    found = deals(draws)
    pays = draws["theta"] * draws["b"] > draws["a"] * draws["kappa"] * draws["own"]
    assert [deal.struck for deal in found] == pays.tolist()
    assert 0.4 < pays.mean() < 0.9
    assert all((deal.surplus > 0) == deal.struck and (deal.price > 0) == deal.struck for deal in found)


def test_the_gains_split_the_surplus_by_the_clients_share(draws: dict[str, np.ndarray]) -> None:
    for deal, a, b, tau in zip(deals(draws), draws["a"], draws["b"], draws["tau"], strict=True):
        assert deal.client_gain / a == pytest.approx(tau * deal.surplus, abs=1e-10)
        assert deal.patron_gain / b == pytest.approx((1 - tau) * deal.surplus, abs=1e-10)
        assert all(each.loss >= -1e-10 for each in deal.certificate)


@pytest.mark.parametrize(
    ("name", "guarantee", "price"),
    [("own", -1, -1), ("theta", 1, 1), ("b", 1, None), ("kappa", -1, None), ("a", -1, -1), ("tau", 0, -1)],
)
def test_the_derivatives_have_the_signs_of_science_d1(
    draws: dict[str, np.ndarray], name: str, guarantee: int, price: int | None
) -> None:
    g, x = closed(draws)
    inside = g > 0.01
    moved = {**draws, name: draws[name] + 1e-5}
    rise_g, rise_x = ((new - old)[inside] / 1e-5 for new, old in zip(closed(moved), (g, x), strict=True))
    if name == "own":
        np.testing.assert_allclose(rise_g, -1, rtol=1e-6)
    assert (np.sign(np.round(rise_g, 9)) == guarantee).all()
    if price is not None:
        assert (np.sign(rise_x) == price).all()


@pytest.mark.parametrize(("name", "sign"), [("theta", 1), ("b", 1), ("a", -1), ("kappa", -1), ("own", -1)])
def test_the_surplus_rises_with_need_and_benefit_and_falls_with_cost(
    draws: dict[str, np.ndarray], name: str, sign: int
) -> None:
    order = ("theta", "a", "b", "kappa", "own")
    before = surplus(*(draws[key] for key in order))
    moved = {**draws, name: draws[name] + 1e-4}
    after = surplus(*(moved[key] for key in order))
    inside = efficient_guarantee(*(draws[key] for key in order)) > 0.01
    assert (np.sign(after - before)[inside] == sign).all()


def test_competition_gives_the_client_the_runner_ups_best_offer() -> None:
    rng = np.random.default_rng(2)
    capped = 0
    for _ in range(2000):
        client = Client(*rng.uniform(0.5, 3.0, 3))
        patrons = [Patron(*rng.uniform(0.5, 3.0, 2)) for _ in range(3)]
        share = float(rng.uniform(0, 1))
        winner, deal = compete(client, patrons, client_share=share)
        alone = [trade(client, patron, client_share=share) for patron in patrons]
        best_offer = [trade(client, patron, client_share=1.0).client_gain for patron in patrons]
        runner_up = max(offer for place, offer in enumerate(best_offer) if place != winner)
        assert best_offer[winner] == max(best_offer)
        assert deal.price <= alone[winner].price + 1e-12
        assert deal.client_gain == pytest.approx(max(alone[winner].client_gain, runner_up), abs=1e-10)
        assert deal.patron_gain >= -1e-10
        assert all(each.loss >= -1e-10 for each in deal.certificate)
        capped += deal.price < alone[winner].price - 1e-9
    assert 100 < capped < 1900


def test_a_single_patron_has_no_rival() -> None:
    client, patron = Client(4.0, 1.0, 1.0), Patron(1.0, 1.0)
    assert compete(client, [patron]) == (0, trade(client, patron))


def test_on_a_tie_the_earlier_patron_wins_and_earns_nothing() -> None:
    winner, deal = compete(Client(4.0, 1.0, 1.0), [Patron(1.0, 1.0), Patron(1.0, 1.0)])
    assert winner == 0
    assert deal.patron_gain == pytest.approx(0, abs=1e-12)
    assert deal.certificate[0].act == "take the runner-up's best offer"


def test_identical_states_never_trade_and_unlike_ones_do() -> None:
    rng = np.random.default_rng(3)
    for alpha, beta in rng.uniform(0.01, 0.99, (2000, 2)):
        assert not exchange_pays(alpha, 1 - alpha)
        assert exchange_pays(alpha, beta) == (alpha / (1 - alpha) > (1 - beta) / beta)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Client(0.0, 1, 1), "a client's worth of security of 0.0 is not above 0. Give a positive number."),
        (lambda: Client(1, -1.0, 1), "a client's worth of autonomy of -1.0 is not above 0. Give a positive number."),
        (lambda: Client(1, 1, np.nan), "a client's own security of nan is not above 0. Give a positive number."),
        (lambda: Patron(np.inf, 1), "a patron's benefit of inf is not above 0. Give a positive number."),
        (lambda: Patron(1, 0), "a patron's cost of 0 is not above 0. Give a positive number."),
        (
            lambda: trade(Client(1, 1, 1), Patron(1, 1), client_share=1.5),
            "a client's share of 1.5 is outside 0 to 1. Give a share, such as 0.5.",
        ),
        (lambda: compete(Client(1, 1, 1), []), "no patron competes for the client. Give one patron or more."),
        (lambda: exchange_pays(1.0, 0.5), "the weights 1.0 and 0.5 are not both between 0 and 1. Give shares, such as 0.6."),
    ],
)
def test_an_invalid_game_cannot_be_built(make, message: str) -> None:
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        make()


def test_missing_stays_missing() -> None:
    one = np.ones(2)
    assert np.isnan(surplus(np.array([np.nan, 4.0]), one, one, one, one)).tolist() == [True, False]

"""The trade with a ledger and a rival: against a search, against the bargain of two patrons, and its comparative statics."""

from __future__ import annotations

import re

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.bargain import Client, Patron, compete
from corcyra.games.models.security_autonomy import BENEFITS, COSTS, SecurityAutonomy

DRAWS = 2000


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    """Random parameters around the defaults; the shares of the price fit."""
    rng = np.random.default_rng(2021)
    found = {}
    for name, value in SecurityAutonomy().values.items():
        found[name] = rng.uniform(0.2, 2.2, DRAWS) * value
    found["client_share"] = rng.uniform(0.02, 0.98, DRAWS)
    found["base_share"], found["policy_share"] = rng.uniform(0, 0.5, (2, DRAWS))
    found["rival_benefit"] = rng.uniform(0, 2, DRAWS) * (rng.random(DRAWS) > 0.1)
    return found


def game(draws: dict[str, np.ndarray], place: int) -> SecurityAutonomy:
    return SecurityAutonomy(**{name: float(each[place]) for name, each in draws.items()})


def test_the_closed_form_is_what_a_search_finds(draws: dict[str, np.ndarray]) -> None:
    found = SecurityAutonomy.closed_form(draws)
    for place in range(DRAWS):
        for name, value in game(draws, place).numeric().items():
            # A search finds the place of a maximum only to the root of the machine's precision.
            assert value == pytest.approx(found[name][place], rel=1e-5, abs=1e-5), name
    assert np.bincount(found["region"].astype(int)).min() > 100


def test_the_deal_is_that_of_two_patrons_who_compete(draws: dict[str, np.ndarray]) -> None:
    found = SecurityAutonomy.closed_form(draws)
    for place in np.flatnonzero(draws["rival_benefit"] > 0)[:1000]:
        one = game(draws, int(place))
        client = Client(one.security, one.autonomy, one.own_security)
        winner, deal = compete(client, [Patron(*pair) for pair in one.patrons.values()], client_share=one.client_share)
        assert deal.struck == (found["region"][place] != 0)
        assert not deal.struck or (winner == 1) == (found["region"][place] == 3)
        assert deal.guarantee == pytest.approx(found["guarantee"][place])
        assert deal.price == pytest.approx(found["price"][place])
        assert deal.client_gain == pytest.approx(found["client_gain"][place], abs=1e-12)
        assert deal.patron_gain == pytest.approx(found["patron_gain"][place] + found["rival_gain"][place], abs=1e-12)


def test_every_certificate_holds_and_gains_are_never_negative(draws: dict[str, np.ndarray]) -> None:
    for place in range(300):
        solved = game(draws, place).solve()
        assert solved.holds, solved.certificate
        assert len(solved.certificate) == 5
        assert min(solved.payoffs.values()) >= -1e-9


@pytest.mark.parametrize(
    ("name", "guarantee", "price"),
    [
        ("own_security", -1, -1), ("security", 1, 1), ("autonomy", -1, -1), ("client_share", 0, -1),
        *((name, 1, None) for name in BENEFITS), *((f"weight_{name}", 1, None) for name in BENEFITS), *((name, -1, None) for name in COSTS),
    ],
)  # fmt: skip
def test_the_derivatives_have_the_signs_of_science_d1(
    draws: dict[str, np.ndarray], name: str, guarantee: int, price: int | None
) -> None:
    alone = {**draws, "rival_benefit": np.zeros(DRAWS)}
    before, after = (SecurityAutonomy.closed_form(each) for each in (alone, {**alone, name: alone[name] + 1e-5}))
    inside = (before["guarantee"] > 0.01) & (after["guarantee"] > 0.01)
    assert inside.sum() > 500
    rises = {key: (after[key] - before[key])[inside] / 1e-5 for key in ("guarantee", "price")}
    if name == "own_security":
        np.testing.assert_allclose(rises["guarantee"], -1, rtol=1e-6)
    assert (np.sign(np.round(rises["guarantee"], 9)) == guarantee).all()
    if price is not None:
        assert (np.sign(rises["price"]) == price).all()


def test_a_keener_rival_never_raises_the_price_of_the_patron(draws: dict[str, np.ndarray]) -> None:
    before = SecurityAutonomy.closed_form(draws)
    after = SecurityAutonomy.closed_form({**draws, "rival_benefit": draws["rival_benefit"] + 0.1})
    served = (before["region"] <= 2) & (after["region"] <= 2) & (before["region"] > 0)
    assert served.sum() > 500
    assert (after["price"] <= before["price"] + 1e-12)[served].all()
    assert (after["client_gain"] >= before["client_gain"] - 1e-12).all()
    capped = (before["region"] == 2) & (after["region"] == 2)
    assert (after["price"] < before["price"])[capped].all()


def test_the_rival_begins_to_press_exactly_at_the_surplus_named() -> None:
    quiet = SecurityAutonomy(rival_benefit=0.0).outcome()
    assert quiet["price"] == quiet["price_alone"]
    values = np.linspace(0.01, 0.99, 400)
    found = SecurityAutonomy.closed_form({**{k: np.full(400, v) for k, v in SecurityAutonomy().values.items()}, "rival_benefit": values})
    np.testing.assert_array_equal(found["region"] == 2, found["rival_surplus"] > found["pressing_surplus"])


def test_the_client_goes_to_the_patron_with_more_benefit_for_its_cost(draws: dict[str, np.ndarray]) -> None:
    found = SecurityAutonomy.closed_form(draws)
    struck = found["region"] > 0
    better = draws["rival_benefit"] / draws["rival_cost"] > found["patron_benefit"] / found["patron_cost"]
    np.testing.assert_array_equal((found["region"] == 3)[struck], better[struck])


def test_the_trade_ends_exactly_at_the_own_security_named(draws: dict[str, np.ndarray]) -> None:
    limit = SecurityAutonomy.closed_form(draws)["tipping_own_security"]
    below, above = (SecurityAutonomy.closed_form({**draws, "own_security": limit * by})["region"] for by in (0.999, 1.001))
    assert (below > 0).all()
    assert (above == 0).all()


def test_the_parts_of_the_price_are_the_price(draws: dict[str, np.ndarray]) -> None:
    found = SecurityAutonomy.closed_form(draws)
    np.testing.assert_allclose(found["base"] + found["policy"] + found["votes"], found["price"], atol=1e-12)
    assert (found["votes"] >= -1e-12).all()
    moved = SecurityAutonomy.closed_form({**draws, "base_share": draws["base_share"] / 2})
    np.testing.assert_array_equal(moved["price"], found["price"])


def test_a_patron_to_whom_autonomy_is_worth_nothing_sells_nothing() -> None:
    useless = SecurityAutonomy(**dict.fromkeys(BENEFITS, 0.0), rival_benefit=0.0).solve()
    assert (useless.region.key, useless.numbers["guarantee"], useless.numbers["price"]) == ("no-trade", 0, 0)
    assert useless.holds
    left = SecurityAutonomy(**dict.fromkeys(BENEFITS, 0.0)).solve()
    assert left.region.key == "rival"
    assert left.payoffs["patron"] == 0


def test_the_explanation_reads_well_in_each_region() -> None:
    games = (SecurityAutonomy(), SecurityAutonomy(rival_benefit=0.9), SecurityAutonomy(rival_benefit=1.2), SecurityAutonomy(own_security=5.0))
    told = {each.solve().region.key: each.solve().explanation for each in games}
    assert told["bargain"] == (
        "Patron and client trade, and the rival is too weak to touch the price. The client gets a guarantee of 3 for 4.27 units of autonomy: "
        "1.71 in bases, 1.28 in policy and 1.28 in votes. The rival's best offer is worth 0.773 to the client; only one worth more than 1.27 would press the price. "
        "The trade would end if the client's own security rose from 1 to 4."
    )
    assert "Alone the patron would have asked 4.27; the rival, whose best offer is worth 2.23, saves the client the difference." in told["capped"]
    assert "The rival can create a surplus of 3.11, the patron only 2.55; the patron would have to overtake it." in told["rival"]
    assert told["no-trade"].startswith("No guarantee is worth its cost: the client keeps its autonomy and stays unprotected.")
    assert "The client's own security is 5, and a trade begins only below 4." in told["no-trade"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"base_share": 0.7, "policy_share": 0.6},
            "base_share (0.7) and policy_share (0.6) sum to more than 1. Lower one of them: votes are what is left.",
        ),
        (
            dict.fromkeys(COSTS, 0.0),
            "direct, opportunity and risk of security_autonomy are all 0, and a guarantee without cost has no limit. Raise one of them.",
        ),
        (
            {"client_share": 1.5},
            "client_share of security_autonomy (the client's weight in bargaining, τ) is 0 to 1, given 1.5.",
        ),
    ],
)
def test_an_invalid_trade_cannot_be_built(values: dict[str, float], message: str) -> None:
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        SecurityAutonomy(**values)

"""The case of the alliance on the bundled facts: what must hold by the game and the facts, whatever the judgements; none is tuned."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from corcyra.games.models.reassurance import Reassurance
from corcyra.study.belief import BeliefStudy, run_beliefs
from corcyra.study.belief_draws import beliefs, pointed, thresholds
from corcyra.study.gallery import find_beliefs


@cache
def study() -> BeliefStudy:
    return run_beliefs(find_beliefs("csto-reassurance"))


def test_the_exits_are_those_of_the_facts() -> None:
    gone = (
        study()
        .tables["spells"]
        .filter(pl.col("exit").is_not_null())
        .sort("exit", "member")
        .select("member", pl.col("exit").cast(pl.String))
        .rows()
    )
    assert gone == [
        ("AZE", "1999-04-20"),
        ("GEO", "1999-04-20"),
        ("UZB", "1999-04-20"),
        ("UZB", "2012-06-28"),
        ("ARM", "2024-02-22"),
    ]
    assert study().tables["spells"].filter(pl.col("exit").is_null())["member"].to_list() == ["BLR", "KAZ", "KGZ", "TJK"]


def test_the_numbers_of_the_game_are_the_fixture() -> None:
    numbers, model = study().spec.parameters, Reassurance()
    for name in ("prior", "base_rate", "turnover", "autonomy", "outside", "shock", "loss"):
        assert getattr(numbers, name).value == getattr(model, name), name
    assert study().spec.ratios.attack_none.value == model.absent_reliable / model.absent_unreliable
    assert study().spec.ratios.attack_troops.value == pytest.approx(
        (1 - model.absent_reliable) / (1 - model.absent_unreliable)
    )
    bare = study().tables["path"].filter(~pl.col("treaty") & ~pl.col("base"))["threshold"].unique().to_list()
    assert bare == pytest.approx([model.solve().numbers["threshold"]])


def test_disputes_among_members_move_nothing() -> None:
    fought = study().tables["events"].filter(kind="members_dispute")
    assert {"KGZ", "TJK"} <= set(fought.filter(pl.col("known").dt.year() >= 2021)["member"])
    assert fought["decibels"].unique().to_list() == [0.0]


@pytest.mark.parametrize(
    ("kind", "sign"),
    [("attack_none", -1), ("attack_statement", -1), ("attack_troops", 1), ("exercises", 1), ("third_forces", 1)],
)
def test_a_kind_moves_beliefs_in_its_direction(kind: str, sign: int) -> None:
    moved = study().tables["events"].filter(kind=kind)
    assert (moved["decibels"] * sign > 0).all()
    assert ((moved["after"] - moved["before"]) * sign > 0).all()


@pytest.mark.parametrize("name", ["autonomy", "outside", "treaty", "base", "shock", "loss"])
def test_thresholds_rise_in_a_w_treaty_and_base_and_fall_in_q_and_l(name: str) -> None:
    point = pointed(study().spec)
    more = point.changed({name: float(point.parameters[name][0]) * 1.2})
    change = [thresholds(each, more) - thresholds(each, point) for each in study().histories]
    sign = -1 if name in ("shock", "loss") else 1
    assert all((sign * each >= -1e-12).all() for each in change)
    assert any((sign * each > 1e-9).any() for each in change)


@pytest.mark.parametrize("name", ["exercises", "attack_none", "third_forces"])
def test_beliefs_rise_in_every_ratio(name: str) -> None:
    point = pointed(study().spec)
    more = point.changed(ratios={name: float(point.ratios[name][0]) * 1.1})
    change = np.concatenate([(beliefs(each, more) - beliefs(each, point))[0] for each in study().histories])
    assert (change >= -1e-12).all()
    assert (change > 1e-9).any()


def test_no_event_is_known_before_it_happened_or_after_the_member_left() -> None:
    told = study().tables["events"].join(study().tables["spells"].select("spell", "entry", "exit"), on="spell")
    assert told.filter((pl.col("known") < pl.col("entry")) | (pl.col("known") > pl.col("exit"))).is_empty()
    path = study().tables["path"].join(study().tables["spells"].select("spell", "exit"), on="spell")
    assert path.filter(pl.col("year") >= pl.col("exit").dt.year()).is_empty()


def test_beliefs_until_a_year_do_not_know_what_came_after() -> None:
    short = run_beliefs(study().spec.model_copy(update={"years": (1992, 2015)}))
    both = short.tables["path"].join(study().tables["path"], on=["member", "year"], suffix="_later")
    assert both.height == short.tables["path"].height
    assert both["belief"].to_list() == both["belief_later"].to_list()


def test_the_last_uzbek_exit_had_no_attack_before_it() -> None:
    last = study().tables["spells"].filter(member="UZB")["spell"].max()
    kinds = set(study().tables["events"].filter((pl.col("spell") == last) & ~pl.col("of_another"))["kind"])
    assert kinds == {"exercises", "members_dispute"}


def test_the_same_seed_gives_the_same_tables() -> None:
    again = run_beliefs(study().spec)
    assert all(again.tables[key].equals(frame) for key, frame in study().tables.items())

"""Names, symbols and ranges: every symbol is one parameter's, and what is wrong is told."""

from __future__ import annotations

import pytest

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.model import Model
from corcyra.games.models import MODELS
from corcyra.games.models.reassurance import Reassurance
from corcyra.games.naming import find_game, find_parameter, latin, symbol
from corcyra.games.ranges import between


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.key)
def test_every_parameter_is_found_by_name_and_by_its_symbol_alone(model: type[Model]) -> None:
    signs = [latin(symbol(knob)) for knob in model.knobs().values() if symbol(knob)]
    assert len(signs) == len(set(signs))
    for name, knob in model.knobs().items():
        assert find_parameter(model, name) == name
        assert find_parameter(model, name.replace("_", " ").upper()) == name
        if symbol(knob):
            assert find_parameter(model, symbol(knob)) == find_parameter(model, latin(symbol(knob))) == name


def test_capitals_tell_symbols_apart() -> None:
    with pytest.raises(UnknownName, match=r"^unknown parameter of reassurance 'l'\."):
        find_parameter(Reassurance, "l")
    assert find_parameter(Reassurance, "L") == "loss"


def test_a_game_that_is_like_none_lists_all() -> None:
    with pytest.raises(UnknownName) as told:
        find_game("chess!!")
    assert str(told.value) == (
        "unknown game 'chess!!'. Use one of: ambiguity, commitment, costly_signals, reassurance, reputation, security_autonomy, selection."
    )


def test_every_value_between_is_in_range() -> None:
    for model in MODELS:
        for name, knob in model.knobs().items():
            low, high = max(knob.low, knob.above, -3.0), min(knob.high, knob.below, 4.0)
            assert all(knob.admits(value) for value in between(model, name, low, high, 7).tolist()), (model.key, name)


def test_a_range_of_whole_numbers_needs_two() -> None:
    with pytest.raises(ParameterError) as told:
        between(Reassurance, "clients", 2, 2.5)
    assert str(told.value) == (
        "the sweep over clients (wavering clients, the two that quarrel among them (n)) goes from 2 to 2.5, and its range is "
        "a whole number, at least 2. Stay in the range."
    )

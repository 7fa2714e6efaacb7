from __future__ import annotations

from typing import Any

import pytest

from corcyra.errors import CorcyraError, StudyError, UnknownName
from corcyra.study.read import build
from corcyra.study.spec import StudySpec

END = " Compare with the gallery: corcyra study --list"
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"states": "Armenia"}, "states wants a list, given 'Armenia'."),
    ({"states": ["ARM", True]}, "states, entry 2, wants text in quotes, given True."),
    ({"years": "1992-2024"}, "years wants a list, given '1992-2024'."),
    ({"years": [1992.5, 2024]}, "years, entry 1, wants a whole number, given 1992.5."),
    ({"years": [1992]}, "years, entry 2 is missing."),
    ({"years": [1992, 2000, 2024]}, "years wants 2 entries or fewer, given [1992, 2000, 2024]."),
    ({"title": 3}, "title wants text in quotes, given 3."),
    ({"key": "My study"}, "key wants small letters a to z, digits and hyphens, given 'My study'."),
    ({"key": "../up"}, "key wants small letters a to z, digits and hyphens, given '../up'."),
    ({"priors": "yes"}, "priors wants true or false, given 'yes'."),
    ({"seed": True}, "seed wants a whole number, given True."),
    ({"seed": -1}, "seed wants at least 0, given -1."),
    ({"bootstrap": 100}, "bootstrap wants a table of names and values, given 100."),
    ({"bootstrap": {"draws": "many"}}, "bootstrap, draws, wants a whole number, given 'many'."),
    ({"bootstrap": {"draws": 10**6}}, "bootstrap, draws, wants at most 100000, given 1000000."),
    ({"measures": {"enmity": 15}}, "measures, enmity, wants a table of names and values, given 15."),
    ({"measures": {"enmity": {"half_life": "15"}}}, "measures, enmity, half_life, wants a number, given '15'."),
    ({"measures": {"enmity": {"half_life": float("inf")}}}, "measures, enmity, half_life, wants a finite number, given inf."),
    ({"parameters": {"identity": {"likeness": float("nan")}}}, "parameters, identity, likeness, wants a finite number, given nan."),
    ({"own_poles": {"key": "a"}}, "own_poles wants a list, given {'key': 'a'}."),
    (
        {"own_poles": [{"key": "a", "leader": 640}]},
        "own_poles, entry 1, title is missing.",
    ),
    ({"title": 3, "seed": "x"}, "title wants text in quotes, given 3; seed wants a whole number, given 'x'."),
]


@pytest.mark.parametrize(("change", "told"), WRONG, ids=[told[:40] for _, told in WRONG])
def test_a_value_of_the_wrong_kind_is_refused_in_words(values: dict[str, Any], change: dict[str, Any], told: str) -> None:
    with pytest.raises(StudyError) as caught:
        StudySpec(**values | change)
    assert str(caught.value) == told + END


def test_a_long_wrong_value_is_shown_in_part(values: dict[str, Any]) -> None:
    with pytest.raises(StudyError) as caught:
        StudySpec(**values | {"seed": "x" * 500})
    assert str(caught.value) == f"seed wants a whole number, given 'x{'x' * 58}….{END}"


def test_python_users_get_an_unknown_key_as_the_same_error(values: dict[str, Any]) -> None:
    with pytest.raises(UnknownName) as caught:
        StudySpec(**values | {"sede": 3})
    assert str(caught.value) == "unknown study key 'sede'. Nearest: seed, evidence, case. Use one of these."
    assert isinstance(caught.value, CorcyraError)


def test_an_unknown_key_inside_a_table_gets_the_keys_of_that_table(values: dict[str, Any]) -> None:
    for change, told in (
        ({"bootstrap": {"blok": 3}}, "unknown study key 'blok'. Nearest: block. Use one of these."),
        ({"bootstrap": {"zzzz": 3}}, "unknown study key 'zzzz'. Nearest: draws, block. Use one of these."),
        (
            {"own_poles": [{"key": "a", "title": "A", "leeder": "TUR"}]},
            "unknown study key 'leeder'. Nearest: leader. Use one of these.",
        ),
    ):
        with pytest.raises(UnknownName) as caught:
            StudySpec(**values | change)
        assert str(caught.value) == told


def test_a_state_may_be_given_by_its_number(values: dict[str, Any]) -> None:
    assert StudySpec(**values | {"states": [371, "GEO"]}).states == ("371", "GEO")


def test_a_spec_survives_its_own_json(values: dict[str, Any]) -> None:
    own = {"key": "ankara", "title": "Türkiye", "leader": "Türkiye"}
    spec = build(values | {"poles": ["ankara", "west"], "own_poles": [own], "measures": {"enmity": {"half_life": 15}}})
    assert StudySpec.model_validate_json(spec.model_dump_json()) == spec


def test_a_spec_is_frozen(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="frozen"):
        StudySpec(**values).seed = 1  # type: ignore[misc]

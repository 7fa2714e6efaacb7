from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.errors import JoinError, ParameterError, UnknownName
from corcyra.world.codes import code, convert, crosswalk
from corcyra.world.dyads import RULES
from corcyra.world.spells import spells
from corcyra.world.time import Years


def test_between_systems_by_date() -> None:
    assert code(255, "gw", 2000) == 260
    assert code(260, "cow", 2000, by="gw") == 255
    assert code("YEM", "gw", 1995) == 678
    assert code(678, "cow", 1995, by="gw") == 679
    assert code("Armenia", "iso3") == "ARM"


def test_what_has_no_code_is_an_error_that_says_so() -> None:
    with pytest.raises(UnknownName) as caught:
        code("Prussia", "iso3", date(1850, 1, 1))
    assert str(caught.value) == (
        "unknown iso3 code of Prussia on 1850-01-01. Prussia (COW 255, GW 255, no ISO-3; 1816-01-01 to 1871-01-17) has none "
        "then. Ask for another date or system."
    )
    with pytest.raises(ParameterError, match=r"^unknown target 'iso2'\. Use one of: cow, gw, iso3, name\.$"):
        code("Armenia", "iso2")


def test_a_column_reports_its_failures_by_place() -> None:
    done = convert(["Armenia", "Armennia", 255, "Armennia"], "gw", 2000)
    assert done.values == (371, None, 260, None)
    assert [(failure.place, failure.given) for failure in done.failures] == [(1, "Armennia"), (3, "Armennia")]
    with pytest.raises(JoinError) as caught:
        done.whole()
    assert str(caught.value).startswith(
        "2 of 4 values have no such code: unknown state 'Armennia' in 2000. Nearest: Armenia"
    )
    assert convert(["ARM", "AZE"]).whole() == (371, 373)


def test_dates_must_be_as_many_as_values() -> None:
    with pytest.raises(JoinError, match=r"^2 values but 1 dates\. Give one date for all, or one for each value\.$"):
        convert(["ARM", "AZE"], "cow", [2000])


def naive(source: str, target: str, number: int, year: int, rule: str) -> tuple[int, int]:
    """Day by day, from the last of the year back: the number on the rule's day, else on the last day with one."""
    days = [
        date.fromordinal(each) for each in range(date(year, 12, 31).toordinal(), date(year, 1, 1).toordinal() - 1, -1)
    ]
    decides = RULES[rule]
    days = ([] if decides is None else [date(year, *decides)]) + days
    ours = [state for state in spells() if state.code(source) == number and state.code(target) is not None]
    for each in days:
        for state in ours:
            if state.span.covers(each):
                end = min(date(year, 12, 31), state.span.end or date.max)
                return state.code(target) or 0, end.toordinal()
    return -1, 0


@given(
    some.sampled_from([("cow", "gw"), ("gw", "cow"), ("cow", "gw+micro"), ("gw+micro", "cow"), ("gw+micro", "gw")]),
    some.sampled_from(
        [2, 20, 41, 54, 100, 210, 255, 260, 265, 340, 345, 366, 396, 600, 678, 679, 680, 711, 816, 817, 999]
    ),
    some.integers(1816, 2030),
    some.sampled_from(sorted(RULES)),
)
def test_the_crosswalk_agrees_with_looking_at_each_day(way: tuple[str, str], number: int, year: int, rule: str) -> None:
    walk = crosswalk(*way, Years(year, year), rule)
    one, when = np.array([number]), np.array([year])
    assert (walk.find(one, when)[0], walk.last_day(one, when)[0]) == naive(*way, number, year, rule)


def test_the_crosswalk_in_the_years_that_trouble() -> None:
    there, back = crosswalk("cow", "gw", Years(1816, 2020)), crosswalk("gw", "cow", Years(1816, 2020))
    table = [(255, 1990, 260), (260, 1990, 260), (265, 1990, 265), (679, 1990, 678), (678, 1990, 678), (345, 2010, 340)]
    table += [
        (817, 1975, 817),
        (816, 2000, 816),
        (54, 2000, -1),
        (1000, 2000, -1),
        (-1, 2000, -1),
        (2, 1815, -1),
        (2, 2021, -1),
    ]
    code, year, wanted = np.array(table).T
    assert there.find(code, year).tolist() == wanted.tolist()
    table = [(260, 1990, 255), (260, 1989, 260), (678, 1990, 679), (678, 1989, 678), (340, 2010, 345), (20, 1900, -1)]
    code, year, wanted = np.array(table).T
    assert back.find(code, year).tolist() == wanted.tolist()
    assert crosswalk("gw", "cow", Years(1990, 1990), "jul-1").find(np.array([260]), np.array([1990])).tolist() == [260]
    assert there.last_day(np.array([255, 260]), np.array([1990, 1990])).tolist() == [
        date(1990, 12, 31).toordinal(),
        date(1990, 10, 2).toordinal(),
    ]


def test_a_crosswalk_wants_a_known_system_and_rule() -> None:
    with pytest.raises(ParameterError, match=r"^unknown system 'iso3'\. Use one of: cow, gw, gw\+micro\.$"):
        crosswalk("iso3", "cow", Years(1990, 1990))
    with pytest.raises(ParameterError, match=r"^unknown rule 'may-1'\. Use one of: any-day, jan-1, jul-1, dec-31\.$"):
        crosswalk("cow", "gw", Years(1990, 1990), "may-1")

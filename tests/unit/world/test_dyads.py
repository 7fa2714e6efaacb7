from __future__ import annotations

import time
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from corcyra.errors import ParameterError, UnknownName
from corcyra.world.dyads import RULES, coexisted, dyad_years, state_years
from corcyra.world.spells import membership, states
from corcyra.world.time import Years

CODES = sorted({state.cow for state in states() if state.cow is not None})


def naive(year: int, codes: list[int], rule: str) -> list[list[int]]:
    """Day by day: the pairs that share a deciding day of the year."""
    if RULES[rule] is not None:
        month, day = RULES[rule]
        days = [date(year, month, day)]
    else:
        first = date(year, 1, 1).toordinal()
        days = [date.fromordinal(first + offset) for offset in range(date(year, 12, 31).toordinal() - first + 1)]
    pairs = set()
    for each in days:
        here = [code for code in codes if any(span.covers(each) for span in membership(code))]
        pairs |= {(one, other) for one in here for other in here if one < other}
    return [[one, other, year] for one, other in sorted(pairs)]


@settings(max_examples=25, deadline=None)
@given(
    some.integers(1816, 2024),
    some.lists(some.sampled_from(CODES), min_size=1, max_size=6, unique=True),
    some.sampled_from(sorted(RULES)),
)
def test_the_kernel_agrees_with_counting_days(year: int, codes: list[int], rule: str) -> None:
    assert dyad_years([year], codes, rule=rule).tolist() == naive(year, sorted(codes), rule)


@pytest.mark.parametrize("year", [1860, 1918, 1940, 1945, 1958, 1975, 1990])
def test_the_kernel_agrees_in_years_of_upheaval(year: int) -> None:
    codes = [210, 255, 260, 265, 290, 300, 310, 315, 332, 367, 438, 652, 678, 679, 680, 710, 817]
    assert dyad_years([year], codes).tolist() == naive(year, codes, "any-day")


def test_directed_is_undirected_both_ways() -> None:
    undirected = dyad_years(Years(1988, 1994))
    directed = dyad_years(Years(1988, 1994), directed=True)
    mirrored = np.concatenate([undirected, undirected[:, [1, 0, 2]]])
    assert np.array_equal(directed, np.unique(mirrored, axis=0))
    assert (undirected[:, 0] < undirected[:, 1]).all()


def test_two_spans_in_one_year_make_one_row() -> None:
    assert state_years([1940], [366]).tolist() == [[366, 1940]]
    assert state_years(Years(1905, 1910), [40]).tolist() == [[40, 1905], [40, 1906], [40, 1909], [40, 1910]]


def test_rules_of_the_day() -> None:
    assert state_years([1991], [371], rule="any-day").tolist() == [[371, 1991]]
    assert state_years([1991], [371], rule="dec-31").tolist() == [[371, 1991]]
    assert state_years([1991], [371], rule="jul-1").tolist() == []
    assert state_years([1992], [371], rule="jan-1").tolist() == [[371, 1992]]


def test_empty_and_unknown() -> None:
    assert dyad_years([1900], []).shape == (0, 3)
    assert dyad_years([], [371, 373]).shape == (0, 3)
    assert state_years([1900], []).shape == (0, 2)
    with pytest.raises(
        UnknownName, match=r"^unknown number in the system 'cow' 374\. Nearest: 372, 373, 375\. Use one of these\.$"
    ):
        state_years([1992], [374])
    with pytest.raises(ParameterError, match=r"^unknown rule 'may-1'\. Use one of: any-day, jan-1, jul-1, dec-31\.$"):
        dyad_years([1992], [371, 373], rule="may-1")
    with pytest.raises(ParameterError, match=r"^the years 0 to 0 are no calendar years\. Give years from 1 to 9999\.$"):
        state_years([0])


def test_gleditsch_and_ward_keep_one_germany() -> None:
    assert dyad_years([2000], [260, 340 + 5], system="gw").tolist() == [[260, 345, 2000]]
    assert state_years([2010], [260, 340, 678], system="gw").tolist() == [[260, 2010], [340, 2010], [678, 2010]]


def test_spans_of_coexistence() -> None:
    (common,) = coexisted(371, 373)
    assert common.start == date(1991, 12, 26)
    assert common.end is None
    assert len(coexisted(366, 290)) == 2


def test_two_centuries_of_directed_dyads_take_seconds() -> None:
    start = time.perf_counter()
    rows = dyad_years(Years(1816, 2016), directed=True)
    assert rows.shape == (1912290, 3)
    assert time.perf_counter() - start < 10

from __future__ import annotations

from datetime import date

import pytest

from corcyra.errors import JoinError, ParameterError, UnknownName
from corcyra.world.codes import code, convert


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

"""Distance between capitals along the great circle.

Capitals are points, so the figure misleads for large or neighbouring states: Russia and China share a border and their
capitals are 5,800 km apart. Use contiguity beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.world.rows import TABLES, Row, read_rows
from corcyra.world.spells import check_when, fits
from corcyra.world.states import State, When, find
from corcyra.world.time import Span

__all__ = ["EARTH_RADIUS", "Capital", "capital", "capital_distance", "capitals", "great_circle"]

EARTH_RADIUS = 6371.0088
"""Mean radius R1 of the Earth in km: Moritz (2000), Geodetic Reference System 1980, Journal of Geodesy 74, p. 131."""


@dataclass(frozen=True)
class Capital:
    """A capital: the state's number, its name, the days on which it was the capital, and decimal degrees (WGS 84)."""

    state: int
    name: str
    span: Span
    lat: float
    lon: float
    note: str = ""

    def __post_init__(self) -> None:
        check_point(self.lat, self.lon)


def check_point(lat: float, lon: float) -> None:
    """Raise `ParameterError` when a latitude or longitude is out of range."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ParameterError(
            f"({lat}, {lon}) is no place on Earth. Give degrees: latitude -90 to 90, longitude -180 to 180."
        )


def great_circle(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points in decimal degrees on a sphere, by the haversine formula.

    As in Sinnott (1984), Virtues of the haversine, Sky and Telescope 68(2), p. 159:

    1. h = sin²(Δlat/2) + cos lat1 · cos lat2 · sin²(Δlon/2)
    2. d = 2 R asin √h

    Symmetric, from 0 to πR = 20015 km. Raises `ParameterError` for degrees out of range.

    >>> round(great_circle(0, 0, 0, 180)), round(great_circle(90, 0, 0, 0), 2)
    (20015, 10007.56)
    """
    check_point(lat1, lon1)
    check_point(lat2, lon2)
    down1, down2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((down2 - down1) / 2) ** 2
    half += math.cos(down1) * math.cos(down2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


@cache
def capitals() -> tuple[Capital, ...]:
    """All capitals, sorted by state and day. An empty first or last day in the table means as long as the state is listed."""
    columns = ("state", "capital", "start", "end", "lat", "lon", "note")
    return tuple(map(place, read_rows(TABLES / "capitals.csv", columns)))


def place(row: Row) -> Capital:
    """One row of the table; raises `DataError` with file and line when it cannot be used."""
    try:
        return Capital(
            row.whole("state") or 0, row["capital"], row.span(), row.number("lat"), row.number("lon"), row["note"]
        )
    except ParameterError as problem:
        raise DataError(str(problem), file=row.file, line=row.line) from None


def capital(state: State | str | int, on: When = None) -> Capital:
    """The capital of a state (or of what `find` makes of a code or name) on a day, in a year or at the latest.

    The day of the calendar decides, not the end of a system's list; in a year the latest capital counts.
    Raises `UnknownName` for a state that did not exist then.

    >>> capital("KAZ", date(1997, 12, 9)).name, capital("KAZ", date(1997, 12, 10)).name, capital("Russia", 1900).name
    ('Almaty', 'Astana', 'Saint Petersburg')
    """
    check_when(on)
    spell = state if isinstance(state, State) else find(state, on)
    if on is None:
        on = spell.span.end or date.max
    found = [each for each in capitals() if each.state == spell.number and fits(each.span, on)]
    if not found:
        raise UnknownName("capital of", spell.name, remedy=f"The table has none for {on}. Ask for another date.")
    return max(found, key=lambda each: each.span.start)


def capital_distance(a: State | str | int, b: State | str | int, on: When = None) -> float:
    """Kilometres between the capitals of two states on a date; 0 for a state and itself.

    Raises `UnknownName` for a state that did not exist then.

    >>> round(capital_distance("Armenia", "Azerbaijan", 2020)), round(capital_distance("ARM", "GEO", 2020))
    (456, 173)
    """
    one, other = capital(a, on), capital(b, on)
    return great_circle(one.lat, one.lon, other.lat, other.lon)

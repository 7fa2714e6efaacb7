"""Which states are meant: COW numbers from what the user writes, and the numbers that the map gives them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from corcyra.errors import DataError
from corcyra.world import states

__all__ = ["numeric_codes", "state_codes"]

NUMBERS = Path(__file__).parent / "iso_numeric.csv"
"""ISO 3166-1 alpha-3 and numeric codes of the states of today."""


def state_codes(text: str) -> tuple[int, ...]:
    """COW numbers, ascending, of a list such as ``RUS,Armenia,373``: ISO-3 letters, names or COW numbers of states of today.

    Raises `UnknownName` with the nearest names for anything else.

    >>> state_codes("RUS,Armenia,373")
    (365, 371, 373)
    """
    found = (states.find(part).cow for part in text.split(",") if part.strip())
    return tuple(sorted({code for code in found if code is not None}))


def numeric_codes(codes: Sequence[int]) -> dict[int, str]:
    """The ISO 3166-1 number of each state, as the map writes it (``"051"``).

    Raises `DataError` for a state that has none, such as Kosovo.

    >>> numeric_codes([371])
    {371: '051'}
    """
    with NUMBERS.open(encoding="utf-8", newline="") as stream:
        numbers = {row["iso3"]: row["number"] for row in csv.DictReader(stream)}
    named = {code: states.find(code) for code in codes}
    absent = [state.name for state in named.values() if state.iso3 not in numbers]
    if absent:
        raise DataError(f"no ISO 3166-1 number for {', '.join(absent)}, so the map cannot show it. Leave it out.")
    return {code: numbers[state.iso3] for code, state in named.items()}

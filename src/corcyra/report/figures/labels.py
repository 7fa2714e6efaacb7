"""Labels beside what they name: kept apart, and short letters for cells too small for words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

__all__ = ["NOBODY", "alone_within", "dodge", "letters", "lonely"]

NOBODY = "\u2013"
"""What stands for no partner."""


def dodge(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels the least so that neighbours are ``gap`` apart, in the same order, between two bounds.

    Steps: 1. sort; 2. merge labels that touch into a block around their mean, until none touch; 3. keep blocks inside.

    >>> dodge([0.5, 0.5], 0.1, 0, 1)
    [0.45, 0.55]
    >>> dodge([0.0, 0.9], 0.1, 0, 1)
    [0.0, 0.9]
    """
    order = sorted(range(len(places)), key=lambda each: places[each])
    blocks: list[list[int]] = []
    starts: list[float] = []
    for each in order:
        blocks.append([each])
        starts.append(min(max(places[each], low), high))
        while len(blocks) > 1 and starts[-1] < starts[-2] + gap * len(blocks[-2]):
            last = blocks.pop()
            blocks[-1] += last
            starts.pop()
            size = len(blocks[-1])
            middle = sum(places[place] for place in blocks[-1]) / size
            starts[-1] = max(min(middle - gap * (size - 1) / 2, high - gap * (size - 1)), low)
    moved = [0.0] * len(places)
    for block, start in zip(blocks, starts, strict=True):
        for step, each in enumerate(block):
            moved[each] = round(start + gap * step, 6)
    return moved


def letters(names: Mapping[str, str]) -> dict[str, str]:
    """A short sign for each key: the first letter of its name, or more letters where two would be the same.

    >>> letters({"russia": "Russia", "west": "the West", "iran": "Iran"})
    {'russia': 'R', 'west': 'W', 'iran': 'I'}
    >>> letters({"iran": "Iran", "iraq": "Iraq"})
    {'iran': 'In', 'iraq': 'Iq'}
    """
    plain = {key: word.removeprefix("the ").removeprefix("The ").strip() or key for key, word in names.items()}
    signs: dict[str, str] = {}
    for key, word in plain.items():
        rivals = [other for each, other in plain.items() if each != key]
        tries = (word[0].upper(), *(word[0].upper() + letter.lower() for letter in word[1:] if letter.isalpha()))
        clash = any(other[0].upper() == word[0].upper() for other in rivals)
        wanted = [each for each in (tries[1:] if clash else tries) if each not in signs.values()]
        free = [each for each in wanted if not any(starts(other, each) for other in rivals)] or wanted or [key[:3]]
        signs[key] = free[0]
    return {**signs}


def starts(word: str, sign: str) -> bool:
    """Could the sign stand for the word as well: same first letter, and the second somewhere in it?"""
    return word[0].upper() == sign[0] and (len(sign) == 1 or sign[1] in word[1:].lower())


def alone_within(group: str, value: str) -> pl.Expr:
    """`lonely` as an expression over the rows of each group, which must stand in order of years."""
    known = pl.col(value).is_not_null()
    beside = known.shift(1, fill_value=False) | known.shift(-1, fill_value=False)
    return (known & ~beside).over(group)


def lonely(values: Sequence[float | None]) -> list[bool]:
    """Which values have no known neighbour: a line cannot show them, so they need a dot.

    >>> lonely([1.0, None, 2.0, 3.0])
    [True, False, False, False]
    """
    known = [value is not None for value in values]
    around = [False, *known, False]
    return [here and not (before or after) for before, here, after in zip(around, known, around[2:], strict=False)]

"""Words for keys and numbers: lists, years, shares, plurals. Nothing here knows a study's content."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

__all__ = [
    "amount",
    "count",
    "join",
    "label",
    "lower",
    "name",
    "number",
    "percent",
    "runs",
    "sentence",
    "span",
    "spans",
    "the",
    "upper",
]

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
EN_DASH = "\u2013"


def name(words: Mapping[str, str], key: object) -> str:
    """The word for a key; the key itself, with spaces for underscores, when there is none; a dash for missing.

    >>> name({"west": "the West"}, "west"), name({}, "balance_of_power"), name({}, None)
    ('the West', 'balance of power', '\u2013')
    """
    if key is None or key == "":
        return EN_DASH
    return words.get(str(key), str(key).replace("_", " "))


def label(words: Mapping[str, str], key: object) -> str:
    """The word for a key as short as a label needs it.

    >>> label({"west": "the West"}, "west"), label({"USA": "United States of America"}, "USA")
    ('West', 'United States')
    >>> label({"walt": "Balance of threat (Walt)"}, "walt")
    'Balance of threat'
    """
    return name(words, key).partition(" (")[0].removeprefix("the ").removeprefix("The ").removesuffix(" of America")


def join(words: Iterable[str], last: str = "and") -> str:
    """A list in a sentence.

    >>> join(["Armenia"]), join(["Armenia", "Georgia"]), join(["a", "b", "c"], "or"), join([])
    ('Armenia', 'Armenia and Georgia', 'a, b or c', '')
    """
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun, in words up to twelve.

    >>> count(1, "theory", "theories"), count(0, "state"), count(33, "year")
    ('one theory', 'no states', '33 years')
    """
    noun = one if number == 1 else many or f"{one}s"
    return f"{SMALL[number] if 0 <= number < len(SMALL) else f'{number:,}'} {noun}"


def amount(number: int) -> str:
    """A number in words up to twelve, with "none" for zero.

    >>> amount(0), amount(3), amount(33)
    ('none', 'three', '33')
    """
    return "none" if number == 0 else SMALL[number] if 0 < number < len(SMALL) else f"{number:,}"


def the(word: str) -> str:
    """A state's name as it stands in a sentence.

    >>> the("United States of America"), the("Georgia"), the("the West")
    ('the United States of America', 'Georgia', 'the West')
    """
    takes = (
        word.startswith(("United ", "Soviet ", "Czech Republic", "Netherlands", "Philippines")) or " Republic" in word
    )
    return f"the {word}" if takes else word


def span(first: int, last: int) -> str:
    """Two years as a span, or one year.

    >>> span(1992, 1994), span(2001, 2001)
    ('1992\u20131994', '2001')
    """
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Unbroken runs of years, first and last of each."""
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def spans(years: Iterable[int], most: int = 0) -> str:
    """Years as a list of spans; with ``most``, only the longest, and the number of the others.

    >>> spans([1995, 1996, 1997, 2003, 2010, 2011])
    '1995\u20131997, 2003 and 2010\u20132011'
    >>> spans([1995, 1996, 2003, 2010], most=1)
    '1995\u20131996 and two shorter spells'
    """
    found = runs(years)
    if not most or len(found) <= most + 1:
        return join(span(first, last) for first, last in found)
    kept = sorted(sorted(found, key=lambda run: (run[0] - run[1], run[0]))[:most])
    rest = count(len(found) - most, "other spell" if kept[-1][0] == kept[-1][1] else "shorter spell")
    return join([*(span(first, last) for first, last in kept), rest])


def lower(word: str) -> str:
    """A name inside a sentence: a small first letter, unless the word is an abbreviation.

    >>> lower("Balance of power"), lower("RSCT")
    ('balance of power', 'RSCT')
    """
    return word if len(word) > 1 and word[1].isupper() else word[:1].lower() + word[1:]


def upper(word: str) -> str:
    """A capital first letter.

    >>> upper("the West")
    'The West'
    """
    return word[:1].upper() + word[1:]


def number(value: object, digits: int = 2) -> str:
    """A number with a true minus sign; a dash when missing; whole numbers without decimals.

    >>> number(-0.5), number(None), number(12), number(float("nan")), number(-0.001)
    ('\u22120.50', '\u2013', '12', '\u2013', '0.00')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return EN_DASH
    if isinstance(value, float) and math.isinf(value):
        return "\u221e" if value > 0 else "\u2212\u221e"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value).replace("-", "\u2212")
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "\u2212")


def percent(value: object) -> str:
    """A share as a whole per cent; a dash when missing.

    >>> percent(0.8241), percent(None), percent(0.004), percent(0.996)
    ('82 %', '\u2013', 'under 1 %', 'over 99 %')
    """
    if not isinstance(value, int | float) or math.isnan(value):
        return EN_DASH
    whole = round(100 * value)
    if value > 0 and whole == 0:
        return "under 1 %"
    return "over 99 %" if value < 1 and whole == 100 else f"{whole} %"


def sentence(text: str) -> str:
    """A text with a capital and a full stop.

    >>> sentence("the West leads"), sentence("Is it so?"), sentence("")
    ('The West leads.', 'Is it so?', '')
    """
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")

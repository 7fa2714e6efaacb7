"""How a program counted the characters of a text: by the standard in code points, or as its own text control does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Positions", "positions"]

WAYS = ("code points", "code points, line ends as one", "UTF-16 units", "UTF-16 units, line ends as one")
"""The standard's way first. Programs on Windows count UTF-16 units, in which a character beyond the basic plane is two; some keep CR LF in the file and
count it once."""
NAMED = 6
"""Characters of a selection's name that must agree. Ours: programs put the beginning of the quote, or all of it, into the name."""


@dataclass(frozen=True)
class Positions:
    """A text and the way its positions are counted; ``note`` where that is not the standard's."""

    text: str
    way: str
    note: str = ""

    def passage(self, start: int, end: int) -> str | None:
        """The text from ``start`` up to ``end``; None where they lie outside it.

        >>> Positions("🙂 Карши", "UTF-16 units").passage(3, 8), Positions("a", "code points").passage(0, 2)
        ('Карши', None)
        """
        text = re.sub(r"\r\n?", "\n", self.text) if "line ends" in self.way else self.text
        if self.way.startswith("UTF-16"):
            raw = text.encode("utf-16-le", "surrogatepass")
            if not 0 <= start <= end <= len(raw) // 2:
                return None
            return raw[2 * start : 2 * end].decode("utf-16-le", "replace")
        return text[start:end] if 0 <= start <= end <= len(text) else None


def positions(text: str, selections: Sequence[tuple[int, int, str]]) -> Positions:
    """The way of counting under which most selections begin as their names do; the standard's unless another fits more.

    ``selections``: start, end and name. Names that are no quote fit no way, and leave the standard's.

    >>> positions("a\\r\\nKarshi base", [(2, 13, "Karshi base")]).way
    'code points, line ends as one'
    """
    counts = {way: sum(fits(Positions(text, way), *each) for each in selections) for way in WAYS}
    best = max(WAYS, key=lambda way: counts[way])
    if best == WAYS[0]:
        return Positions(text, best)
    shown = sum(fits(Positions(text, best), *each) > 0 for each in selections)
    note = f"its passages are counted in {best}, as their names show ({shown} of {len(selections)})"
    return Positions(text, best, note)


def fits(counted: Positions, start: int, end: int, name: str) -> int:
    """How well a passage agrees with the selection's name: 3 the same, 2 it begins with it, 1 it does but for blanks before it, 0 not."""
    passage = re.sub(r"\s+", " ", counted.passage(start, end) or "")
    wanted = re.sub(r"\s+", " ", name).rstrip(" .…")
    if not wanted or len(wanted) < min(NAMED, len(passage)):
        return 0
    if passage == wanted:
        return 3
    return 2 if passage.startswith(wanted) else int(passage.lstrip().startswith(wanted.lstrip()))

"""Names in any script, folded so that case, accents, punctuation and kindred letters do not matter.

>>> fold("Côte d'Ivoire"), fold("Ermənistan"), fold("ΚΈΡΚΥΡΑ")
('cotedivoire', 'ermenistan', 'κερκυρα')
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from corcyra.world.rows import TABLES, read_rows
from corcyra.world.time import Span

__all__ = ["Alias", "aliases", "fold"]

KINDRED = str.maketrans(
    {
        "ı": "i",
        "ə": "e",
        "ә": "а",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
    }
)
"""Letters that Unicode does not take apart. Turkish ı and Azerbaijani ə have no other spelling in ASCII than i and e;
Persian texts are often typed with the Arabic letters for ye and ke."""


@dataclass(frozen=True)
class Alias:
    """A name by which a state is or was called.

    ``tag`` is the language (BCP 47: ``hy`` Armenian, ``az-Cyrl`` Azerbaijani in Cyrillic …), or ``abbreviation``,
    ``iso3-former`` (a withdrawn ISO 3166 code), ``user-code`` (not assigned by ISO); ``state`` the state's number
    (see `corcyra.world.states.State`); ``span`` the days on which the name means that state.
    """

    text: str
    tag: str
    state: int
    span: Span


@cache
def fold(text: str) -> str:
    """Fold a name: case, accents, punctuation, spaces and a leading "the" go; "&" becomes "and", "St." "saint".

    >>> fold("The Bahamas") == fold("bahamas"), fold("St. Lucia") == fold("Saint Lucia"), fold("İran") == fold("IRAN")
    (True, True, True)
    """
    apart = unicodedata.normalize("NFKD", text.replace("&", " and ").casefold()).translate(KINDRED)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() or sign in ".'’ʻʼ" else " " for sign in plain)
    parts = ["".join(filter(str.isalnum, word)) for word in words.split()]
    parts = ["saint" if part == "st" else part for part in parts if part]
    return "".join(parts[1:] if len(parts) > 1 and parts[0] == "the" else parts)


@cache
def aliases() -> tuple[Alias, ...]:
    """The table of aliases, sorted by state.

    >>> sorted(alias.text for alias in aliases() if alias.state == 371 and alias.tag in {"hy", "ka", "tr"})[:3]
    ['Ermenistan', 'ՀՀ', 'Հայաստան']
    """
    rows = read_rows(TABLES / "names.csv", ("alias", "tag", "state", "start", "end"))
    return tuple(Alias(row["alias"], row["tag"], row.whole("state") or 0, row.span()) for row in rows)

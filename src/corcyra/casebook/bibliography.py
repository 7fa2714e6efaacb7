"""The works that a case cites: the folder's own sources.bib, and the short human form of an entry."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library

from corcyra.casebook.problems import Complaints
from corcyra.casebook.reading import text_of
from corcyra.errors import DataError
from corcyra.world.citation import VENUES, Entry, check_entry, keys, locator, people

__all__ = ["citations", "known_key", "read_works", "reference"]

KEY = re.compile(r"(?<![\w.])@([^\W_][\w:.+/-]*\w|[^\W_])")


def citations(source: str) -> tuple[str, ...]:
    """The citation keys in a source cell, written ``@key`` or ``[@key]``; none in free text.

    >>> citations("[@karimov1997, p. 12]; @bakshi2001"), citations("Pravda Vostoka, 14 May 2005; mail to a.b@example.org")
    (('karimov1997', 'bakshi2001'), ())
    """
    return tuple(dict.fromkeys(KEY.findall(source)))


def known_key(key: str, own: tuple[Entry, ...]) -> bool:
    """Whether the folder's bibliography or the package's has a key."""
    return key in {each.key for each in own} or key in keys()


def read_works(file: Path, complaints: Complaints) -> tuple[Entry, ...]:
    """The entries of a BibTeX file, sorted by key, every problem told with its line; the file may be lacking."""
    text = text_of(file, complaints, needed=False)
    if text is None:
        return ()
    library = parse(text)
    for block in library.failed_blocks:
        first = (block.raw or "").partition("\n")[0]
        complaints.error(
            file, (block.start_line or 0) + 1, f"this is no readable BibTeX entry: {first!r}.", "Check braces, commas and keys."
        )
    found: dict[str, Entry] = {}
    for parsed in library.entries:
        fields = tuple((each.key.lower(), str(each.value)) for each in parsed.fields)
        work, line = Entry(parsed.key, parsed.entry_type, fields), (parsed.start_line or 0) + 1
        try:
            check_entry(work, found, file, line)
        except DataError as problem:
            complaints.error(file, line, str(problem).removeprefix(f"{file}:{line}: "), "")
        found.setdefault(work.key, work)
    return tuple(found[key] for key in sorted(found))


def parse(text: str) -> Library:
    """BibTeX without the parser's own log, which would tell every problem a second time."""
    log = logging.getLogger("bibtexparser")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        return parse_string(text)
    finally:
        log.setLevel(before)


def reference(work: Entry) -> str:
    """A work in short human form: Author (Year). Title. Where it appeared. Address.

    >>> reference(Entry("a", "book", (("author", "Karimov, Islam"), ("year", "1997"), ("title", "Uzbekistan"), ("publisher", "Curzon"))))
    'Karimov, I. (1997). Uzbekistan. Curzon.'
    """
    parts = [f"{people(work)} ({work.get('year')})", work.get("title").replace("--", "–")]
    where = next((work.get(name) for name in VENUES if work.get(name)), "")
    parts += [where + locator(work)] if where else []
    text = ". ".join(part.rstrip(".") for part in parts) + "."
    address = f"https://doi.org/{work.get('doi')}" if work.get("doi") else work.get("url")
    return f"{text} {address}".rstrip()

"""The bibliography of the package: entries by key, as BibTeX and in short human form.

Every file in the folder ``tables/bib`` is read, one per room; a key may stand in one file only. The files are UTF-8
with no LaTeX command (ö, not {\\"o}) but the escapes that LaTeX itself needs: \\& \\% \\# \\_ \\$.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bibtexparser.entrypoint import parse_string

from corcyra.errors import DataError, UnknownName
from corcyra.world.rows import TABLES

__all__ = ["Entry", "apa", "bibtex", "entry", "keys", "read_bibliography"]

BIBLIOGRAPHY = TABLES / "bib"
VENUES = ("journal", "booktitle", "publisher", "institution", "school", "organization", "howpublished")
"""Where a work appeared, in the order in which the fields are tried."""


def shown(text: str) -> str:
    """Text without the braces and escapes of BibTeX.

    >>> shown("{Research} \\\\& Politics")
    'Research & Politics'
    """
    return re.sub(r"\\([&%#_$])", r"\1", text.replace("{", "").replace("}", ""))


@dataclass(frozen=True)
class Entry:
    """One work: its key, kind (``article``, ``book`` …) and fields in UTF-8, in the order of the file."""

    key: str
    kind: str
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """A field as it is read by people, without braces and escapes; the empty string when there is none."""
        return shown(dict(self.fields).get(name, ""))

    def __str__(self) -> str:
        lines = (f"  {name} = {{{value}}},\n" for name, value in self.fields)
        return f"@{self.kind}{{{self.key},\n{''.join(lines)}}}\n"


def read_bibliography(files: Iterable[Path]) -> tuple[Entry, ...]:
    """All entries of some BibTeX files, sorted by key.

    Raises `DataError` with file and line for what cannot be read, a key twice, or an entry without author and editor,
    title or year.
    """
    found: dict[str, Entry] = {}
    for file in sorted(files):
        library = parse_string(file.read_text(encoding="utf-8"))
        for block in library.failed_blocks:
            line = (block.start_line or 0) + 1
            raise DataError(
                f"this is no readable BibTeX entry: {(block.raw or '').partition(chr(10))[0]!r}. Check braces, commas and keys.",
                file=file,
                line=line,
            )
        for parsed in library.entries:
            each = Entry(
                parsed.key, parsed.entry_type, tuple((field.key.lower(), str(field.value)) for field in parsed.fields)
            )
            check_entry(each, found, file, (parsed.start_line or 0) + 1)
            found[each.key] = each
    return tuple(found[key] for key in sorted(found))


def check_entry(each: Entry, found: dict[str, Entry], file: Path, line: int) -> None:
    """Raise `DataError` for a key twice or a field that a citation cannot do without."""
    if each.key in found:
        raise DataError(f"the key {each.key!r} stands twice in the bibliography. Keep one entry.", file=file, line=line)
    lacking = [name for name in ("title", "year") if not each.get(name)]
    if not each.get("author") and not each.get("editor"):
        lacking.insert(0, "author")
    if lacking:
        raise DataError(f"the entry {each.key!r} lacks {', '.join(lacking)}. Add it.", file=file, line=line)


@cache
def entries() -> dict[str, Entry]:
    """The entries of the package by key."""
    return {each.key: each for each in read_bibliography(BIBLIOGRAPHY.glob("*.bib"))}


def keys() -> tuple[str, ...]:
    """Every key, sorted.

    >>> "gleditsch1999" in keys()
    True
    """
    return tuple(entries())


def entry(key: str) -> Entry:
    """The entry of a key.

    Raises `UnknownName` with the nearest keys.

    >>> entry("gleditsch1999").get("journal")
    'International Interactions'
    """
    if key not in entries():
        raise UnknownName("citation", key, difflib.get_close_matches(key, entries()))
    return entries()[key]


def bibtex(wanted: str | Iterable[str]) -> str:
    """BibTeX of a key or some keys, sorted, each once.

    Raises `UnknownName` for a key that is not in the bibliography.

    >>> print(bibtex(["corcyra"]).splitlines()[0])
    @software{corcyra,
    """
    return "\n".join(str(entry(key)) for key in sorted({wanted} if isinstance(wanted, str) else set(wanted)))


def apa(key: str) -> str:
    """A work in short human form: Author (Year). Title. Where it appeared.

    Raises `UnknownName` for a key that is not in the bibliography.

    >>> apa("gleditsch1999").split(". International")[0]
    'Gleditsch, K. S., & Ward, M. D. (1999). A Revised List of Independent States since the Congress of Vienna'
    """
    work = entry(key)
    parts = [f"{people(work)} ({work.get('year')})", work.get("title").replace("--", "–")]
    where = next((work.get(name) for name in VENUES if work.get(name)), "")
    if where:
        parts.append(where + locator(work))
    if work.get("version"):
        parts.append(f"Version {work.get('version')}")
    text = ". ".join(part.rstrip(".") for part in parts) + "."
    if work.get("doi"):
        return f"{text} https://doi.org/{work.get('doi')}"
    return f"{text} {work.get('url')}".rstrip()


def locator(work: Entry) -> str:
    """Volume, number and pages: ``, 25(4), 393–413``."""
    volume = work.get("volume") + (f"({work.get('number')})" if work.get("volume") and work.get("number") else "")
    return "".join(f", {part}" for part in (volume, work.get("pages").replace("--", "–")) if part)


def people(work: Entry) -> str:
    """Authors, or editors, with initials; a name in braces is an organisation and stays whole; over five are cut to one."""
    fields = dict(work.fields)
    raw = fields.get("author") or fields.get("editor", "")
    names = [person(name) for name in re.split(r"\s+and\s+(?![^{]*\})", raw.strip())]
    if len(names) > 5:
        listed = f"{names[0]}, et al."
    else:
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    return listed if fields.get("author") else f"{listed} (Ed.)" if len(names) == 1 else f"{listed} (Eds.)"


def person(name: str) -> str:
    """``Ward, Michael D.`` becomes ``Ward, M. D.``; a name in braces, or without a comma, stays as it is."""
    if name.startswith("{") or "," not in name:
        return shown(name)
    family, _, given = name.partition(",")
    initials = [f"{part[0]}." for part in re.split(r"[\s-]+", given.strip()) if part]
    return shown(f"{family.strip()}, {' '.join(initials)}")

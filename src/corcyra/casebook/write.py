"""Writing a case: tables that spreadsheets open with every letter whole, settings as TOML, and rows added to a table that is there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corcyra.casebook import postings
from corcyra.casebook.coding import Coding
from corcyra.casebook.gather import COLUMNS
from corcyra.casebook.ledger import Hypothesis, Ledger
from corcyra.casebook.problems import Complaints, refusal
from corcyra.casebook.reading import read_rows, separated, text_of
from corcyra.errors import OutputError
from corcyra.files import write_folder

__all__ = ["appended", "ledger_files", "table", "write_ledger"]

MARK = "\ufeff"
"""The byte order mark that tables begin with: without it Excel takes UTF-8 for the encoding of the country, and Cyrillic, Armenian and Azerbaijani
letters are lost. Text editors do not show it, and `reading` takes both."""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """A table as text, with the mark that Excel needs.

    >>> table(("id", "quote"), [("k1", "«Да, нет»")]).encode("utf-8")[:9]
    b'\\xef\\xbb\\xbfid,quo'
    """
    return MARK + lines([columns, *rows], separator)


def lines(rows: Iterable[Sequence[str]], separator: str) -> str:
    """Rows as text; cells with a separator, a quote or a line end stand in quotes."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def write_ledger(ledger: Ledger, folder: str | Path, separator: str = ",") -> tuple[Path, ...]:
    """Write a ledger as a new case folder, which `read_ledger` reads back as an equal ledger.

    The truth table and signed graph that some bundled cases have beside it are no part of a ledger, and are not written.

    Raises `OutputError` where the folder has files, or cannot be written.
    """
    refuse_full(Path(folder))
    return write_folder(folder, ledger_files(ledger, separator))


def refuse_full(folder: Path) -> None:
    """A folder with anything in it is not written to."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise OutputError(f"{folder} is there already, and nothing in it is overwritten. Choose another with --out.")


def ledger_files(ledger: Ledger, separator: str = ",") -> Iterator[tuple[str, str]]:
    """The files of a ledger: name and text."""
    yield "case.toml", "".join(settings(ledger))
    found = {True: "yes", False: "no", None: "not looked"}
    rows: Mapping[str, list[tuple[str, ...]]] = {
        "evidence.csv": [
            (
                each.id, each.unit, each.date, each.what, each.quote, each.source, each.verification, each.confidence, found[each.found], each.note,
            )
            for each in ledger.evidence
        ],
        "judgements.csv": [(each.evidence, each.hypothesis, each.coder, each.expected, each.reason) for each in ledger.judgements],
        "implications.csv": [(each.key, implication) for each in ledger.hypotheses for implication in each.implications],
        "dependence.csv": [
            (
                each.evidence, " ".join(each.given), each.hypothesis, each.coder, each.kind,
                "" if each.value is None else repr(each.value), each.reason,
            )
            for each in ledger.links
        ],
        "coders.csv": [(each.key, each.name, each.role) for each in ledger.coders],
    }  # fmt: skip
    for name, listed in rows.items():
        yield name, table(COLUMNS[name], listed, separator)
    for file, coding in {each.file: each for each in ledger.codings}.items():
        yield file, table(coding.columns, [[cell or "" for cell in row] for row in coding.rows], separator)
    if ledger.postings:
        entries = [[getattr(each, name) for name in postings.COLUMNS] for each in ledger.postings]
        yield postings.FILE, table(postings.COLUMNS, entries, separator)
    yield "sources.bib", "\n".join(map(str, ledger.bibliography))


def settings(ledger: Ledger) -> Iterator[str]:
    """The lines of case.toml."""
    for name in ("key", "title", "question", "population", "scope", "outcome", "objection", "assessment", "scale"):
        yield pair(name, getattr(ledger, name))
    yield pair("source", list(ledger.sources))
    yield from (pair(name, getattr(ledger, name)) for name in ("first", "last"))
    yield from (pair(name, list(getattr(ledger, name))) for name in ("would_change", "disputes", "limits"))
    for coding in ledger.codings:
        yield from coded(coding)
    for each in ledger.hypotheses:
        yield "\n[[hypotheses]]\n"
        yield from rival(each)


def rival(each: Hypothesis) -> Iterator[str]:
    """The lines of a hypothesis."""
    yield from (pair(name, getattr(each, name)) for name in ("key", "name", "theory", "claims", "origin"))
    if each.prior is not None:
        yield pair("prior", each.prior)
    if each.rest:
        yield pair("rest", True)


def coded(coding: Coding) -> Iterator[str]:
    """The lines of one [[coding]]."""
    design = coding.design
    yield "\n[[coding]]\n"
    yield from (pair(name, getattr(coding, name)) for name in ("key", "title", "ground", "after", "file") if getattr(coding, name))
    yield pair("unit", design.unit[0])
    for name in ("cause", "outcome", "p_theory"):
        if getattr(design, name):
            yield pair(name, getattr(design, name))
    yield from (pair(name, list(getattr(design, name))) for name in ("rivals", "causes", "eliminatory", "p_rivals"))
    yield from (pair(name, getattr(design, name)) for name in ("direction", "threshold"))
    present = design.present
    yield pair("present", present if isinstance(present, int | float) else dict(present))
    if coding.role:
        yield pair("role", coding.role)


def pair(name: str, value: Any) -> str:
    """A key and its value as TOML; texts are written with the letters they have.

    >>> print(pair("title", 'Андижан, "2005"'), end="")
    title = "Андижан, \\"2005\\""
    """
    return f"{name} = {valued(value)}\n"


def valued(value: Any) -> str:
    """A value as TOML; JSON writes texts and lists the same way."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {valued(each)}" for key, each in value.items()) + "}"
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def appended(file: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """The text of a table with rows added at its end: what is there stays as it is, with its separator and the order of its columns.

    A file that is not there begins with its columns. Raises `DataError` with every problem of a file that cannot be read.
    """
    if not file.is_file():
        return table(columns, [[row.get(name, "") for name in columns] for row in rows])
    complaints = Complaints()
    text = text_of(file, complaints) or ""
    read_rows(file, columns, columns[:1], complaints)
    errors = [each for each in complaints.problems() if each.severity == "error"]
    if errors:
        raise refusal(file.parent, errors)
    separator, start = separated(text, columns)
    header = next(csv.reader(io.StringIO(text.splitlines()[start]), delimiter=separator))
    names = [cell.strip().casefold() for cell in header]
    added = lines([[row.get(name, "") for name in names] for row in rows], separator)
    return MARK + text.rstrip("\r\n") + "\n" + added

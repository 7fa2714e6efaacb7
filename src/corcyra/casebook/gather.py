"""From the files of a case folder to the parts of a ledger; what one row or one setting alone can have wrong is told here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corcyra.casebook.bibliography import citations, read_works
from corcyra.casebook.coding import Coding, read_codings
from corcyra.casebook.dates import ORDERS, When, when
from corcyra.casebook.ledger import KINDS, SCALES, Coder, Evidence, Hypothesis, Judgement, Link
from corcyra.casebook.postings import Posting, read_postings
from corcyra.casebook.problems import Complaints
from corcyra.casebook.reading import Row, Settings, read_rows, read_settings
from corcyra.errors import ParameterError, SpanError
from corcyra.tracing.evidence import MIDDLE, WORDS, certainty, probability
from corcyra.world.citation import Entry

__all__ = ["COLUMNS", "Gathered", "gather"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "evidence.csv": (
        "id", "unit", "date", "what", "quote", "source", "verification", "confidence", "found", "note",
    ),
    "judgements.csv": ("evidence", "hypothesis", "coder", "expected", "reason"),
    "implications.csv": ("hypothesis", "implication"),
    "dependence.csv": ("evidence", "given", "hypothesis", "coder", "kind", "value", "reason"),
    "coders.csv": ("key", "name", "role"),
}  # fmt: skip
"""The tables and their columns, in the order in which they are written."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "evidence.csv": ("id", "date", "what", "source", "found"),
    "judgements.csv": ("evidence", "hypothesis", "coder", "expected"),
    "implications.csv": ("hypothesis", "implication"),
    "dependence.csv": ("evidence", "given", "kind"),
    "coders.csv": ("key",),
}
TEXTS = ("key", "title", "question", "population", "scope", "outcome", "objection", "assessment", "scale", "dates")
LISTS = ("would_change", "disputes", "limits")
OTHER = ("source", "first", "last", "exclusive", "hypotheses", "coding", "poles", "states", "actors", "contested")
RIVAL = ("key", "name", "theory", "claims", "origin", "prior", "rest")
FOUND: Mapping[str, bool | None] = {"yes": True, "no": False, "not looked": None, "not looked for": None}
CONFIDENCE = ("", "high", "medium", "low")


@dataclass
class Gathered:
    """What could be read; lines of hypotheses and coders are kept for the check.

    ``torn``: tables of which a row, or all, could not be read, so that names that are not found in them need not be wrong; ``refused``: clues of which a
    judgement could not be read.
    """

    folder: Path
    settings: Settings
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    hypotheses: list[Hypothesis] = field(default_factory=list)
    implications: list[tuple[int, str, str]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    coders: list[tuple[int, Coder]] = field(default_factory=list)
    works: tuple[Entry, ...] = ()
    codings: tuple[Coding, ...] = ()
    postings: tuple[Posting, ...] = ()
    torn: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)


def gather(folder: Path, complaints: Complaints) -> Gathered | None:
    """Read every file of a folder; None where case.toml cannot be read, though the tables are read then too, for their problems."""
    settings = read_settings(folder / "case.toml", complaints)
    found = Gathered(folder, settings or Settings(folder / "case.toml", {}, ""))
    if settings is not None:
        head(found, complaints)
        found.hypotheses = list(rivals(settings, complaints))
    words = MIDDLE if found.texts.get("scale") == "middle" else WORDS
    found.works = read_works(folder / "sources.bib", complaints)
    table = Tables(folder, complaints, found.torn)
    found.evidence = [clue(row, found.texts.get("dates", ""), table) for row in table.read("evidence.csv", required=True)]
    for row in table.read("judgements.csv", required=True):
        judged = judgement(row, words, table)
        if judged is not None:
            found.judgements.append(judged)
        elif row["expected"]:
            found.refused.add(row.name("evidence"))
    found.links = [tie for row in table.read("dependence.csv") if (tie := link(row, words, table))]
    found.implications = [(row.line, row.name("hypothesis"), row["implication"]) for row in table.read("implications.csv")]
    found.coders = [(row.line, Coder(row.name("key"), row["name"], row["role"])) for row in table.read("coders.csv")]
    found.codings = read_codings(found.settings, complaints)
    found.postings = read_postings(folder, complaints)
    return found if settings is not None else None


@dataclass(frozen=True)
class Tables:
    """The folder whose tables are read, where problems go, and the names of the tables that cannot be read whole."""

    folder: Path
    complaints: Complaints
    torn: set[str]

    def read(self, name: str, required: bool = False) -> tuple[Row, ...]:
        """The rows of one table."""
        before = self.complaints.errors
        found = read_rows(self.folder / name, COLUMNS[name], NEEDED[name], self.complaints, required=required)
        if self.complaints.errors > before:
            self.torn.add(name)
        return found

    def error(self, name: str, row: Row, message: str, remedy: str) -> None:
        """A problem of one row."""
        self.complaints.error(self.folder / name, row.line, message, remedy)

    def warn(self, name: str, row: Row, message: str, remedy: str) -> None:
        """A warning of one row."""
        self.complaints.warn(self.folder / name, row.line, message, remedy)


def head(found: Gathered, complaints: Complaints) -> None:
    """The settings outside the hypotheses, each of its kind."""
    settings, file = found.settings, found.settings.file
    for name, value in settings.values.items():
        if name not in (*TEXTS, *LISTS, *OTHER):
            complaints.warn(file, settings.line(name), f"the key {name} is not known and is not read.", "See docs/reference/case-files.md.")
        elif name in TEXTS and not isinstance(value, str):
            complaints.error(file, settings.line(name), f"{name} is no text.", f'Write {name} = "...".')
        elif name in TEXTS:
            found.texts[name] = str(value).strip()
        elif name in LISTS:
            found.lists[name] = words_of(settings, name, complaints)
    found.sources = words_of(settings, "source", complaints) if "source" in settings.values else ()
    for name in ("title", "question"):
        if not found.texts.get(name):
            complaints.error(file, settings.line(name), f"the {name} is lacking.", f'Write {name} = "...".')
    for name, allowed in (("scale", SCALES), ("dates", ORDERS)):
        if found.texts.get(name, "") not in (*allowed, ""):
            told = ", ".join(filter(None, allowed))
            complaints.error(file, settings.line(name), f"unknown {name} {found.texts[name]!r}.", f"Use one of {told}.")
    found.years = years(settings, complaints)


def words_of(settings: Settings, name: str, complaints: Complaints) -> tuple[str, ...]:
    """A list of texts; one text is a list of one."""
    value = settings.values[name]
    every = [value] if isinstance(value, str) else value
    if not isinstance(every, list) or not all(isinstance(each, str) for each in every):
        complaints.error(settings.file, settings.line(name), f"{name} is no list of texts.", f'Write {name} = ["...", "..."].')
        return ()
    return tuple(each.strip() for each in every if each.strip())


def years(settings: Settings, complaints: Complaints) -> tuple[int, int] | None:
    """The first and the last year of the case."""
    first, last = settings.values.get("first"), settings.values.get("last")
    if type(first) is not int or type(last) is not int:
        line = settings.line("first") or settings.line("last")
        complaints.error(settings.file, line, "first and last must be years.", "Write first = 1997 and last = 2012.")
        return None
    if last < first:
        complaints.error(settings.file, settings.line("first"), f"the case ends in {last}, before {first}.", "Swap first and last.")
        return None
    return first, last


def rivals(settings: Settings, complaints: Complaints) -> Iterator[Hypothesis]:
    """The hypotheses."""
    listed = settings.values.get("hypotheses", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        complaints.error(settings.file, settings.line("hypotheses"), "hypotheses is no list of tables.", "Begin each with [[hypotheses]].")
        return
    for nth, each in enumerate(listed):
        def line(key: str, nth: int = nth) -> int | None:
            return settings.line(key, nth, "hypotheses")
        for name in each:
            if name not in RIVAL:
                remedy = f"A hypothesis has {', '.join(RIVAL)}; keys of the case itself stand above the first [[hypotheses]]."
                complaints.warn(settings.file, line(name), f"the key {name} of a hypothesis is not known and is not read.", remedy)
        texts = {name: str(each.get(name, "")).strip() for name in ("key", "name", "theory", "claims", "origin")}
        if not texts["key"]:
            complaints.error(settings.file, line("key"), "a hypothesis has no key.", 'Write key = "...", a short word.')
            continue
        prior = share(each.get("prior"), settings.file, line("prior"), complaints)
        texts["name"] = texts["name"] or texts["key"]
        yield Hypothesis(**texts, prior=prior, implications=(), rest=each.get("rest") is True or texts["theory"] == "rest")


def share(value: Any, file: Path, line: int | None, complaints: Complaints) -> float | None:
    """A prior: nothing, or a number from 0 to 1."""
    if value is None:
        return None
    try:
        if isinstance(value, bool):
            raise TypeError
        return probability(value, words={})
    except (ParameterError, TypeError, ValueError):
        complaints.error(file, line, f"the prior {value!r} is no number from 0 to 1.", "Write prior = 0.25; leave all out for equal priors.")
        return None


def clue(row: Row, order: str, table: Tables) -> Evidence:
    """One row of evidence.csv; what is wrong with it is told, and what is left is kept so that judgements still find it."""
    name, told = "evidence.csv", row.name("id")
    if not told:
        table.error(name, row, "the clue has no id.", "Give it a short one, as k1.")
    elif any(each in ";,| \t\n*" for each in told):
        table.error(name, row, f"the id {told!r} holds a blank or a separator.", "Use letters, digits, - and _.")
    for column in ("what", "source"):
        if not row[column]:
            remedy = "Say where it can be looked up." if column == "source" else "Say what was seen."
            table.error(name, row, f"the clue {told} has no {column}.", remedy)
    moment = dated(row, order, table)
    state = row["found"].casefold()
    if state not in FOUND:
        table.error(name, row, f"found is {row['found']!r}.", "Write yes, no (looked for and not found), or not looked.")
    if row["confidence"].casefold() not in CONFIDENCE:
        table.warn(name, row, f"the confidence is {row['confidence']!r}.", "Use high, medium or low.")
    return Evidence(
        told, row.name("unit").upper(), moment.text if moment else row["date"], moment.first if moment else None,
        moment.last if moment else None, row["what"], row["quote"], row["source"], citations(row["source"]), row["verification"],
        row["confidence"].casefold(), FOUND.get(state), row["note"], row.line,
    )  # fmt: skip


def dated(row: Row, order: str, table: Tables) -> When | None:
    """The date of a clue."""
    if not row["date"]:
        table.error("evidence.csv", row, f"the clue {row['id']} has no date.", "A year is enough: 2005.")
        return None
    try:
        return when(row["date"], order)
    except SpanError as problem:
        table.error("evidence.csv", row, str(problem), "")
        return None


def judgement(row: Row, words: Mapping[str, float], table: Tables) -> Judgement | None:
    """One row of judgements.csv; None where it is no judgement."""
    name = "judgements.csv"
    who = f"{row['evidence']} under {row['hypothesis']}"
    for column in ("evidence", "hypothesis", "coder"):
        if not row[column]:
            table.error(name, row, f"the {column} is lacking.", f"Each judgement names its {column}.")
    if not row["expected"]:
        table.warn(name, row, f"{who} is not judged yet.", "Write how expected the clue is: a word of the scale or a number from 0 to 1.")
        return None
    try:
        value = probability(row["expected"], words=words)
    except ParameterError as problem:
        table.error(name, row, f"{who}: {problem}", "")
        return None
    if certainty(value):
        table.warn(name, row, f"{who}: {certainty(value)}.", "")
    if not row["reason"]:
        table.warn(name, row, f"{who}: the judgement has no reason.", "Say why, so that another can disagree.")
    return Judgement(
        row.name("evidence"), row.name("hypothesis"), row.name("coder"), row["expected"], value, row["reason"], row.line
    )


def link(row: Row, words: Mapping[str, float], table: Tables) -> Link | None:
    """One row of dependence.csv; None where it cannot be read."""
    name = "dependence.csv"
    kind, given = row["kind"].casefold(), tuple(row.name("given").replace(";", " ").replace(",", " ").split())
    if kind not in KINDS:
        table.error(name, row, f"unknown kind of dependence {row['kind']!r}.", f"Use one of {', '.join(KINDS)}.")
        return None
    if not row["evidence"] or not given or (kind in ("correlation", "same") and len(given) > 1):
        table.error(name, row, f"a dependence of the kind {kind} needs a clue and {'one' if kind != 'conditional' else 'a'} clue given.", "")
        return None
    value = None
    if kind in ("conditional", "correlation"):
        value = valued(row, kind, words, table)
        if value is None:
            return None
    elif row["value"]:
        table.error(name, row, f"the kind {kind} takes no value, but has {row['value']!r}.", "Leave it empty.")
        return None
    hypothesis, coder = row.name("hypothesis") or "*", row.name("coder") or "*"
    if kind == "same" and hypothesis != "*":
        table.error(name, row, "what is the same clue is so under every hypothesis.", "Write * as hypothesis, or a conditional judgement.")
        return None
    return Link(row.name("evidence"), given, hypothesis, coder, kind, value, row["reason"], row.line)


def valued(row: Row, kind: str, words: Mapping[str, float], table: Tables) -> float | None:
    """The value of a dependence: a judgement, or a correlation."""
    try:
        if kind == "conditional":
            return probability(row["value"], words=words)
        value = float(row["value"].replace(",", "."))
        if -1.0 <= value <= 1.0:
            return value
        raise ValueError
    except ParameterError as problem:
        table.error("dependence.csv", row, str(problem), "")
    except ValueError:
        table.error("dependence.csv", row, f"the correlation {row['value']!r} is no number from -1 to 1.", "Give one, as 0.4.")
    return None

"""Coded quotes into a case: each becomes a clue to be dated and judged; codes become hypotheses or clues by a table, or by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corcyra.casebook.gather import COLUMNS, Gathered, gather
from corcyra.casebook.problems import Complaints, refusal
from corcyra.casebook.qda import QdaProject, Quote, read_qda
from corcyra.casebook.reading import read_rows, separated, text_of
from corcyra.casebook.write import appended, table
from corcyra.errors import DataError
from corcyra.files import write_folder

__all__ = ["Imported", "import_qda"]

MAPPING = ("code", "hypothesis", "clue", "description")
"""The columns of codes.csv: a code, and the hypothesis that it speaks of or the clue that it belongs to; both empty: the code stays in the note."""
SHOWN = 90
"""Characters of a quote that stand in ``what`` until the coder says it better (ours)."""


@dataclass(frozen=True)
class Imported:
    """What an import did: ids of the new clues, judgements left to make, quotes that were there from an earlier import, and what was not read."""

    clues: tuple[str, ...]
    to_judge: int
    known: int
    not_read: tuple[tuple[str, str, int], ...]
    notes: tuple[str, ...]
    files: tuple[Path, ...]

    def __str__(self) -> str:
        lines = [f"new clues: {len(self.clues)}; judgements that wait for a word: {self.to_judge}; quotes that were there before: {self.known}."]
        lines += [f"not read: {count} {kind} in {document}" for kind, document, count in self.not_read]
        return "\n".join([*lines, *self.notes])


@dataclass
class Sheets:
    """Rows to add, by table."""

    evidence: list[dict[str, str]] = field(default_factory=list)
    judgements: list[dict[str, str]] = field(default_factory=list)
    dependence: list[dict[str, str]] = field(default_factory=list)
    coders: list[dict[str, str]] = field(default_factory=list)


def cut(place: Path) -> str:
    """The separator that the case's evidence.csv has; a comma where it has none yet."""
    text = text_of(place / "evidence.csv", Complaints(), needed=False)
    return separated(text, COLUMNS["evidence.csv"])[0] if text else ","


def import_qda(file: str | Path, folder: str | Path, mapping: str | Path | None = None) -> Imported:
    """Add the coded quotes of a REFI-QDA project to a case folder; rows that are there stay as they are, and all files are written or none.

    1. Each quote is a row of evidence.csv: found, its document as source, the case's years as date until a better one is given, its codes in the note. 2. A code
    that ``mapping`` (by default codes.csv in the folder), or its own name, ties to a hypothesis makes a row of judgements.csv without a word yet. 3. A code tied to a
    clue makes a row of dependence.csv of the kind listed. 4. Quotes that an earlier import brought are left out. Without codes.csv it is written, for the next time.

    Raises `DataError` for a project that cannot be read (see `read_qda`), for a folder without case.toml or with tables that cannot be read, for a mapping to
    hypotheses or clues that are not there.
    """
    place = Path(folder)
    complaints = Complaints()
    case = gather(place, complaints)
    if case is None:
        raise refusal(place, complaints.problems())
    project = read_qda(file)
    own = Path(mapping) if mapping is not None else place / "codes.csv"
    ties = tied(project, case, own, required=mapping is not None)
    sheets, notes = Sheets(), list(project.notes)
    fresh = [each for each in project.quotes if not any(mark(each) in clue.note for clue in case.evidence)]
    for name, each in zip(free_ids(case), fresh, strict=False):
        add(sheets, name, each, ties, case, Path(file).name)
    contents = list(changed(place, sheets))
    if not own.is_file():
        contents.append(("codes.csv", table(MAPPING, suggested(project, ties), cut(place))))
        notes.append("codes.csv lists the codes: say there which hypothesis or clue each belongs to; new imports follow it.")
    files = write_folder(place, contents)
    clues = tuple(each["id"] for each in sheets.evidence)
    return Imported(clues, len(sheets.judgements), len(project.quotes) - len(fresh), project.not_read, tuple(notes), files)


def mark(each: Quote) -> str:
    """What shows in a clue's note from which passage it came."""
    return f"REFI-QDA {each.guid}"


def free_ids(case: Gathered) -> Iterator[str]:
    """Ids that no clue has: q001, q002 ..."""
    taken = {each.id for each in case.evidence}
    number = 0
    while True:
        number += 1
        if f"q{number:03d}" not in taken:
            yield f"q{number:03d}"


def tied(project: QdaProject, case: Gathered, file: Path, required: bool) -> Mapping[str, tuple[str, str]]:
    """(hypothesis, clue) of each code by name: as the table says, or where a name is that of a hypothesis or a clue."""
    keys = {each.key for each in case.hypotheses}
    clues = {each.id for each in case.evidence}
    names = {each.key.casefold(): each.key for each in case.hypotheses} | {each.name.casefold(): each.key for each in case.hypotheses}
    ids = {each.id.casefold(): each.id for each in case.evidence}
    found = {each.name: (names.get(each.name.casefold(), ""), ids.get(each.name.casefold(), "")) for each in project.codes}
    complaints = Complaints()
    for row in read_rows(file, MAPPING, ("code",), complaints, required=required):
        for kind, known in (("hypothesis", keys), ("clue", clues)):
            if row.name(kind) and row.name(kind) not in known:
                complaints.error(file, row.line, f"unknown {kind} {row.name(kind)!r}.", f"Known are: {', '.join(sorted(known))}.")
        found[row["code"]] = row.name("hypothesis"), row.name("clue")
    errors = [each for each in complaints.problems() if each.severity == "error"]
    if errors:
        raise DataError("\n".join(["the codes cannot be tied to the case:", *(f"  {each}" for each in errors)]))
    return found


def suggested(project: QdaProject, ties: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """The rows of codes.csv as the names have it."""
    for each in project.codes:
        yield each.name, *ties[each.name], each.description


def add(sheets: Sheets, name: str, each: Quote, ties: Mapping[str, tuple[str, str]], case: Gathered, project: str) -> None:
    """The rows of one quote."""
    first, last = case.years or (1, 1)
    flat = " ".join(each.text.split())
    short = flat if len(flat) <= SHOWN else flat[: flat.rfind(" ", 0, SHOWN)].rstrip() + " …"
    told = f"codes: {'; '.join(dict.fromkeys(each.codes))}. {each.memo} Date it, and say in your words what it shows. [{mark(each)}]"
    sheets.evidence.append(
        {
            "id": name, "date": f"{first}/{last}" if first != last else str(first), "what": short or "(empty passage)", "quote": each.text.strip(),
            "source": each.document, "verification": f"quoted from {project}", "found": "yes", "note": " ".join(told.split()),
        }
    )  # fmt: skip
    there = {coder.key for _, coder in case.coders} | {row["key"] for row in sheets.coders}
    someone = next((coder.key for _, coder in case.coders), "QDA")
    pairs = dict.fromkeys((ties.get(code, ("", "")), coder or someone) for code, coder in zip(each.codes, each.coders, strict=True))
    for (hypothesis, clue), coder in pairs:
        if hypothesis:
            sheets.judgements.append({"evidence": name, "hypothesis": hypothesis, "coder": coder})
            if coder not in there:
                there.add(coder)
                sheets.coders.append({"key": coder, "name": coder, "role": "coded the quotes"})
        if clue:
            sheets.dependence.append({"evidence": name, "given": clue, "kind": "listed", "reason": f"coded as {clue} in {project}"})


def changed(place: Path, sheets: Sheets) -> Iterator[tuple[str, str]]:
    """The tables with rows added, each once all its rows are known."""
    for name in ("evidence", "judgements", "dependence", "coders"):
        rows = getattr(sheets, name)
        if rows:
            yield f"{name}.csv", appended(place / f"{name}.csv", COLUMNS[f"{name}.csv"], rows)

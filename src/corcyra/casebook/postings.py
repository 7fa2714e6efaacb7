"""A patron's ledger: what each ally brings and costs, item by item, in a word, with the reason and the rows that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corcyra.casebook.problems import Complaints
from corcyra.casebook.reading import Row, read_rows

__all__ = ["COLUMNS", "FILE", "WORDS", "Posting", "read_postings"]

FILE = "ledger.csv"
COLUMNS = ("patron", "unit", "item", "judgement", "reason", "source")
WORDS = ("none", "low", "middle", "high", "unknown")
"""The judgements, from the least to the most; ``unknown`` where nobody can tell."""


@dataclass(frozen=True)
class Posting:
    """One entry: the patron, the ally (``unit``, empty for all together), the gain or cost (``item``), the judgement, why, and from which rows."""

    patron: str
    unit: str
    item: str
    judgement: str
    reason: str
    source: str
    line: int = field(default=0, compare=False)


def read_postings(folder: Path, complaints: Complaints) -> tuple[Posting, ...]:
    """The entries of ledger.csv, which a case may lack; every problem is told with its line."""
    file = folder / FILE
    rows = read_rows(file, COLUMNS, COLUMNS[:4], complaints, required=False)
    found = tuple(posting for row in rows if (posting := read_posting(row, file, complaints)))
    seen: dict[tuple[str, str, str], int] = {}
    for each in found:
        place = (each.patron, each.unit, each.item)
        if place in seen:
            told = f"{each.item} of {ally(each)} stands twice; first in line {seen[place]}."
            complaints.error(file, each.line, told, "Keep one row for each patron, ally and item.")
        seen.setdefault(place, each.line)
    whole = len(found) == len(rows) == len(seen)
    for line, told in gaps(found) if whole else ():
        complaints.warn(file, line, told, "Add the row; write unknown where nobody can tell.")
    return found


def read_posting(row: Row, file: Path, complaints: Complaints) -> Posting | None:
    """One row; None where it is no entry."""
    judgement = row["judgement"].casefold()
    lacking = [name for name in ("patron", "item") if not row[name]]
    if lacking:
        complaints.error(file, row.line, f"the {lacking[0]} is lacking.", "Each entry names its patron and its item.")
    if judgement not in WORDS:
        complaints.error(file, row.line, f"the judgement is {row['judgement']!r}.", f"Use one of {', '.join(WORDS)}.")
    if lacking or judgement not in WORDS:
        return None
    found = Posting(
        row.name("patron").upper(), row.name("unit").upper(), row.name("item"), judgement, row["reason"], row["source"], row.line
    )
    for name, remedy in (("reason", "Say why, so that another can disagree."), ("source", "Say on which rows or works it rests.")):
        if not row[name]:
            complaints.warn(file, row.line, f"{found.item} of {ally(found)} has no {name}.", remedy)
    return found


def ally(each: Posting) -> str:
    """Whose entry it is."""
    return f"{each.patron} and {each.unit}" if each.unit else f"{each.patron} and all allies"


def gaps(found: tuple[Posting, ...]) -> Iterator[tuple[int, str]]:
    """Items that others have and an ally lacks, at the line of its first entry."""
    items = tuple(dict.fromkeys(each.item for each in found if each.unit))
    allies: dict[tuple[str, str], list[Posting]] = {}
    for each in found:
        if each.unit:
            allies.setdefault((each.patron, each.unit), []).append(each)
    for own in allies.values():
        lacking = [item for item in items if item not in {each.item for each in own}]
        if lacking:
            yield own[0].line, f"{ally(own[0])}: there is no entry for {', '.join(lacking)}."

"""Every problem of a case folder at once, each with file and line; and the ledger, where there is no error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corcyra.casebook.agree import agree
from corcyra.casebook.case import FOLDER
from corcyra.casebook.gather import Gathered, gather
from corcyra.casebook.ledger import Ledger
from corcyra.casebook.problems import Complaints, Problem, refusal
from corcyra.errors import UnknownName

__all__ = ["Checked", "check_case", "ledgers", "place_of", "read_ledger"]


@dataclass(frozen=True)
class Checked:
    """What the check of a folder found; ``ledger`` is None where there are errors."""

    place: Path
    problems: tuple[Problem, ...]
    ledger: Ledger | None

    def of(self, severity: str) -> tuple[Problem, ...]:
        """The problems of one severity: error, warning or note."""
        return tuple(each for each in self.problems if each.severity == severity)

    @property
    def good(self) -> bool:
        """Whether the case can be weighed."""
        return self.ledger is not None

    def __str__(self) -> str:
        counts = Counter(each.severity for each in self.problems)
        told = ", ".join(f"{counts[each]} {each}{'s' * (counts[each] != 1)}" for each in ("error", "warning", "note"))
        return "\n".join([*(f"{each.severity}: {each}" for each in self.problems), f"{self.place}: {told}."])


def ledgers() -> tuple[str, ...]:
    """The keys of the bundled cases that have a ledger, sorted.

    >>> isinstance(ledgers(), tuple)
    True
    """
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if (folder / "evidence.csv").is_file()))


def place_of(place: str | Path) -> Path:
    """The folder of a bundled key, or a folder as given (a case.toml in it stands for it).

    Raises `UnknownName` for what is neither.

    >>> place_of("south-caucasus").name
    'south-caucasus'
    """
    folder = Path(place)
    if folder.name == "case.toml" and folder.is_file():
        return folder.parent
    if isinstance(place, str) and folder.name == place and not folder.is_dir() and (FOLDER / place / "case.toml").is_file():
        return FOLDER / place
    if not folder.is_dir():
        remedy = "Give a folder with case.toml, or one of these keys; corcyra case new makes a folder."
        raise UnknownName("case or folder", str(place), ledgers(), remedy=remedy)
    return folder


def check_case(place: str | Path) -> Checked:
    """Check a bundled case or a folder: every problem of every file, and the ledger where none of them is an error.

    Raises `UnknownName` where there is no such case or folder; nothing that stands in the files raises.
    """
    folder = place_of(place)
    complaints = Complaints()
    found = gather(folder, complaints)
    if found is not None:
        agree(found, complaints)
    problems = complaints.problems()
    bad = found is None or any(each.severity == "error" for each in problems)
    return Checked(folder, problems, None if bad or found is None else made(found, problems))


def read_ledger(place: str | Path) -> Ledger:
    """The ledger of a bundled case or a folder.

    Raises `DataError` that lists every error with file and line, `UnknownName` where there is no such case or folder.
    """
    checked = check_case(place)
    if checked.ledger is None:
        raise refusal(checked.place, checked.of("error"))
    return checked.ledger


def made(found: Gathered, problems: tuple[Problem, ...]) -> Ledger:
    """The ledger of what was gathered without error."""
    first, last = found.years or (0, 0)
    get, lists = found.texts.get, found.lists.get
    return Ledger(
        key=get("key") or found.folder.resolve().name,
        title=get("title", ""),
        question=get("question", ""),
        population=get("population", ""),
        scope=get("scope", ""),
        first=first,
        last=last,
        outcome=get("outcome", ""),
        objection=get("objection", ""),
        assessment=get("assessment", ""),
        scale=get("scale") or "default",
        would_change=lists("would_change", ()),
        disputes=lists("disputes", ()),
        limits=lists("limits", ()),
        sources=found.sources,
        hypotheses=tuple(replace(each, implications=tuple(implied(found, each.key))) for each in found.hypotheses),
        evidence=tuple(found.evidence),
        judgements=tuple(found.judgements),
        links=tuple(found.links),
        coders=tuple(coder for _, coder in found.coders),
        bibliography=found.works,
        codings=found.codings,
        postings=found.postings,
        folder=found.folder,
        notes=problems,
    )


def implied(found: Gathered, key: str) -> Iterator[str]:
    """What a hypothesis implies."""
    return (implication for _, hypothesis, implication in found.implications if hypothesis == key)

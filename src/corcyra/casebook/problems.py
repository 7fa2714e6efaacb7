"""What is wrong with a case folder, all of it at once: each problem with its file, its line, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corcyra.errors import DataError, place

__all__ = ["SEVERITIES", "Complaints", "Problem", "refusal"]

SEVERITIES = ("error", "warning", "note")
"""An error stops the weighing; a warning is for the reader of the verdict; a note is advice."""


@dataclass(frozen=True)
class Problem:
    """One thing that does not fit. ``line`` counts from 1; None where the whole file is meant.

    >>> print(Problem("evidence.csv", 3, "the clue k2 has no source.", "Say where it comes from."))
    evidence.csv:3: the clue k2 has no source. Say where it comes from.
    """

    file: str
    line: int | None
    message: str
    remedy: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{place(self.file, self.line)}{self.message} {self.remedy}".rstrip()


class Complaints:
    """Problems as they are found.

    >>> found = Complaints()
    >>> found.error("coders.csv", 2, "there is no name.", "Give one.")
    >>> [str(each) for each in found.problems()]
    ['coders.csv:2: there is no name. Give one.']
    """

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def error(self, file: str | Path, line: int | None, message: str, remedy: str) -> None:
        """What stops the weighing."""
        self._found.append(Problem(str(file), line, message, remedy, "error"))

    @property
    def errors(self) -> int:
        """How many errors there are as yet."""
        return sum(each.severity == "error" for each in self._found)

    def warn(self, file: str | Path, line: int | None, message: str, remedy: str) -> None:
        """What the reader of the verdict should know."""
        self._found.append(Problem(str(file), line, message, remedy, "warning"))

    def note(self, file: str | Path, line: int | None, message: str, remedy: str) -> None:
        """Advice."""
        self._found.append(Problem(str(file), line, message, remedy, "note"))

    def problems(self) -> tuple[Problem, ...]:
        """Everything, each once: errors first, then warnings, then notes; in each by file and line."""
        rank = {name: at for at, name in enumerate(SEVERITIES)}
        return tuple(sorted(dict.fromkeys(self._found), key=lambda each: (rank[each.severity], each.file, each.line or 0)))


def refusal(folder: Path, problems: Iterable[Problem]) -> DataError:
    """One error that tells every problem of a folder."""
    told = [f"  {each}" for each in problems]
    counted = "one problem" if len(told) == 1 else f"{len(told)} problems"
    return DataError("\n".join([f"{counted} in the case {folder}. Mend what is listed, then run: corcyra case check", *told]))

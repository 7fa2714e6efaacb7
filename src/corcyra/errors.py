"""Floor 1. The whole tree of errors: each says what was given, what was wanted, and what to do next.

Every error that Corcyra raises on purpose is a `CorcyraError`, so one ``except`` catches them all.
The command line prints the message alone; Python users get the same text as an exception.

>>> raise UnknownName("state", "Armennia", ["Armenia", "Germany"])
Traceback (most recent call last):
    ...
corcyra.errors.UnknownName: unknown state 'Armennia'. Nearest: Armenia, Germany. Use one of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = [
    "CircularityError",
    "ContradictoryFacts",
    "CorcyraError",
    "DataError",
    "FetchError",
    "JoinError",
    "LockError",
    "MissingColumn",
    "MissingExtra",
    "MissingSource",
    "OutputError",
    "ParameterError",
    "SpanError",
    "StudyError",
    "UnknownName",
]


def place(file: str | Path | None, line: int | None) -> str:
    """``file:line: `` when known, else an empty string: the prefix of every data message."""
    if file is None:
        return ""
    return f"{file}: " if line is None else f"{file}:{line}: "


class CorcyraError(Exception):
    """The root of the tree. ``file`` and ``line`` point into the user's data when there is a place to point at."""

    def __init__(self, message: str, *, file: str | Path | None = None, line: int | None = None) -> None:
        self.file = file
        self.line = line
        super().__init__(place(file, line) + message)

    def __reduce__(self) -> tuple[Any, ...]:
        # The words are made from the arguments in __init__; a pool of processes must not make them a second time.
        return rebuilt, (type(self), str(self), vars(self))


def rebuilt(kind: type[CorcyraError], message: str, state: dict[str, Any]) -> CorcyraError:
    """An error as it was before it was pickled."""
    error = kind.__new__(kind)
    error.args = (message,)
    vars(error).update(state)
    return error


class UnknownName(CorcyraError, LookupError):
    """A name that no table knows: a state, pole, region, theory, measure, source, study or column."""

    def __init__(
        self,
        kind: str,
        given: object,
        nearest: Sequence[str] = (),
        *,
        remedy: str = "",
        file: str | Path | None = None,
        line: int | None = None,
    ) -> None:
        self.kind = kind
        self.given = given
        self.nearest = tuple(nearest)
        self.remedy = remedy
        if not remedy:
            remedy = "Use one of these." if nearest else "Check the spelling."
        listed = f" Nearest: {', '.join(nearest)}." if nearest else ""
        super().__init__(f"unknown {kind} {given!r}.{listed} {remedy}", file=file, line=line)


class DataError(CorcyraError, ValueError):
    """A file or table whose content cannot be used as it stands."""


class ContradictoryFacts(DataError):
    """Two facts that cannot both be true."""


class SpanError(CorcyraError, ValueError):
    """Dates or years that are reversed, malformed, or outside what is covered."""


class JoinError(CorcyraError, ValueError):
    """A join that would break its contract: duplicate keys, unknown codes, changed row counts."""


class MissingColumn(CorcyraError, LookupError):
    """A column that a measure or theory needs and the panel lacks."""


class ParameterError(CorcyraError, ValueError):
    """A parameter outside its domain."""


class MissingSource(CorcyraError, LookupError):
    """A dataset that is not in the user's library; the message ends with the command that gets it."""


class FetchError(CorcyraError, OSError):
    """A download that failed; the message says what to do instead."""

    def __init__(self, message: str, *, file: str | Path | None = None, line: int | None = None) -> None:
        CorcyraError.__init__(self, message, file=file, line=line)


class CircularityError(CorcyraError, ValueError):
    """A prediction that would read what the observed outcome is made of."""


class StudyError(CorcyraError, ValueError):
    """A study file that cannot be run as written."""


class LockError(CorcyraError, ValueError):
    """A lock file that does not match what is installed."""


class OutputError(CorcyraError, OSError):
    """A folder or file that cannot be written."""

    def __init__(self, message: str, *, file: str | Path | None = None, line: int | None = None) -> None:
        CorcyraError.__init__(self, message, file=file, line=line)


class MissingExtra(CorcyraError, ImportError):
    """An optional package that this act needs."""

    def __init__(self, act: str, package: str, extra: str) -> None:
        self.package = package
        super().__init__(f"{act} needs the package {package}, which is not installed. Run: pip install 'corcyra[{extra}]'")

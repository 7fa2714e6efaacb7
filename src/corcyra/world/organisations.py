"""How deep a standing in an organisation ties a state to a pole: our scale from 0 to 1, with its reason.

The scale is a coder's judgement (ours), made before any result was seen: 1 is membership of the pole's mutual-defence
organisation; economic unions stand lower, consultative bodies lower still; a treaty signed and not in force, and a
standing that is suspended, lower than the same in force. Change it by building other `Standing` objects.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache

from corcyra.errors import CorcyraError, DataError, ParameterError, UnknownName
from corcyra.world.rows import TABLES, Row, read_rows

__all__ = ["Standing", "depth", "standings"]


@dataclass(frozen=True)
class Standing:
    """A status in an organisation, the pole that it ties to, its depth in [0, 1], and the reason.

    ``pole`` is empty and ``depth`` `None` for an organisation that no pole leads. ``shared`` marks one led by two poles.
    """

    org: str
    status: str
    pole: str
    depth: float | None
    reason: str
    shared: bool = False

    def __post_init__(self) -> None:
        if (self.depth is None) != (not self.pole):
            raise ParameterError(
                f"{self.org}, {self.status}: a depth needs a pole, and a pole a depth. Give both or none."
            )
        if self.depth is not None and not 0 <= self.depth <= 1:
            raise ParameterError(f"{self.org}, {self.status}: the depth {self.depth} is outside 0 to 1.")
        if not self.reason:
            raise ParameterError(f"{self.org}, {self.status}: no reason for the depth. Give one, or a citation.")


@cache
def standings() -> tuple[Standing, ...]:
    """All standings, sorted by organisation, status and pole."""
    return tuple(
        map(judged, read_rows(TABLES / "organisations.csv", ("org", "status", "pole", "depth", "reason", "shared")))
    )


def judged(row: Row) -> Standing:
    """One row of the table; raises `DataError` with file and line when it cannot be used."""
    try:
        deep = row.number("depth") if row["depth"] else None
        return Standing(row["org"], row["status"], row["pole"], deep, row["reason"], row["shared"] == "1")
    except CorcyraError as problem:
        if problem.file is not None:
            raise
        raise DataError(str(problem), file=row.file, line=row.line) from None


def depth(org: str, status: str, pole: str) -> float | None:
    """How deep a standing ties to a pole; `None` when that pole does not lead the organisation.

    Raises `UnknownName` for an organisation, or a status in it, that the table lacks.

    >>> depth("CSTO", "member", "russia"), depth("SCO", "member", "china"), depth("GUAM", "member", "west")
    (1.0, 0.3, None)
    """
    names = sorted({each.org for each in standings()})
    if org not in names:
        raise UnknownName("organisation", org, difflib.get_close_matches(org, names))
    here = [each for each in standings() if each.org == org and each.status == status]
    if not here:
        known = sorted({each.status for each in standings() if each.org == org})
        raise UnknownName(f"status in {org}", status, difflib.get_close_matches(status, known) or known)
    return next((each.depth for each in here if each.pole == pole), None)

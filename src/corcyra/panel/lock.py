"""The lock of a panel: what it was made from, so that it can be made again and a change be noticed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corcyra.errors import LockError
from corcyra.panel.table import Panel

__all__ = ["check_lock", "lock"]


def lock(panels: Iterable[Panel]) -> dict[str, dict[str, str]]:
    """For each source that was joined: version, SHA-256 of its files, licence, and its choices if it has any; sorted by source.

    >>> lock([])
    {}
    """
    found: dict[str, dict[str, str]] = {}
    for panel in panels:
        for report in panel.reports:
            if report.digest:
                entry = {"version": report.version, "sha256": report.digest, "licence": report.licence, "choices": report.choices}
                found[report.source] = {name: value for name, value in entry.items() if value or name != "choices"}
    return dict(sorted(found.items()))


def check_lock(wanted: Mapping[str, Mapping[str, str]], found: Mapping[str, Mapping[str, str]]) -> None:
    """Raise `LockError` naming every source that differs from the lock or is absent.

    >>> check_lock({"atop": {"sha256": "a"}}, {"atop": {"sha256": "b"}})
    Traceback (most recent call last):
        ...
    corcyra.errors.LockError: the lock wants other data than are here: atop (a, here b). Install the locked version, or run the study anew.
    """
    differs = [told for key, entry in wanted.items() if (told := difference(key, entry, found.get(key)))]
    if differs:
        raise LockError(
            f"the lock wants other data than are here: {', '.join(differs)}. "
            "Install the locked version, or run the study anew."
        )


def difference(key: str, wanted: Mapping[str, str], found: Mapping[str, str] | None) -> str:
    """How one source differs from the lock; empty when it does not.

    >>> difference("mid", {"sha256": "a", "choices": "keep = first"}, {"sha256": "a", "choices": "keep = highest"})
    'mid (keep = first, here keep = highest)'
    """
    if found is None or found["sha256"] != wanted["sha256"]:
        return f"{key} ({wanted['sha256'][:12]}, here {found['sha256'][:12] if found else 'absent'})"
    one, other = (each.get("choices", "") for each in (wanted, found))
    return f"{key} ({one or 'no choices'}, here {other or 'no choices'})" if one != other else ""

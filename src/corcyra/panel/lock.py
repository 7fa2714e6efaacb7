"""The lock of a panel: what it was made from, so that it can be made again and a change be noticed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corcyra.errors import LockError
from corcyra.panel.table import Panel

__all__ = ["check_lock", "lock"]


def lock(panels: Iterable[Panel]) -> dict[str, dict[str, str]]:
    """For each source used as published: version, SHA-256 of its files, licence; sorted by source.

    >>> lock([])
    {}
    """
    found: dict[str, dict[str, str]] = {}
    for panel in panels:
        for column in panel.columns.values():
            if column.digest and len(column.sources) == 1:
                found[column.sources[0]] = {
                    "version": column.version,
                    "sha256": column.digest,
                    "licence": column.licence,
                }
    return dict(sorted(found.items()))


def check_lock(wanted: Mapping[str, Mapping[str, str]], found: Mapping[str, Mapping[str, str]]) -> None:
    """Raise `LockError` naming every source that differs from the lock or is absent.

    >>> check_lock({"atop": {"sha256": "a"}}, {"atop": {"sha256": "b"}})
    Traceback (most recent call last):
        ...
    corcyra.errors.LockError: the lock wants other data than are here: atop (a, here b). Install the locked version, or run the study anew.
    """
    differs = [
        f"{key} ({entry['sha256'][:12]}, here {found[key]['sha256'][:12] if key in found else 'absent'})"
        for key, entry in wanted.items()
        if key not in found or found[key]["sha256"] != entry["sha256"]
    ]
    if differs:
        raise LockError(
            f"the lock wants other data than are here: {', '.join(differs)}. "
            "Install the locked version, or run the study anew."
        )

"""The lock of a study: its settings, versions, data hashes and the digest of every table it gave."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from corcyra.errors import LockError
from corcyra.files import digest
from corcyra.panel.lock import lock
from corcyra.panel.panels import Panels
from corcyra.study.read import build
from corcyra.study.spec import StudySpec

__all__ = ["StudyLock", "changed_tables", "lock_study", "read_lock", "table_bytes"]

PACKAGES = ("corcyra", "numpy", "polars")


@dataclass(frozen=True)
class StudyLock:
    """What a lock file says: the study, its data (source → version, hash, licence) and its tables (key → SHA-256)."""

    spec: StudySpec
    sources: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, str]
    versions: Mapping[str, str]


def table_bytes(frame: pl.DataFrame) -> bytes:
    """A table as the bytes of its CSV file: UTF-8, a header, empty cells for missing.

    >>> table_bytes(pl.DataFrame({"state": ["ARM"], "score": [None]}))
    b'state,score\\nARM,\\n'
    """
    return frame.write_csv().encode("utf-8")


def lock_study(
    spec: StudySpec, panels: Panels, tables: Mapping[str, pl.DataFrame], parameters: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    """Everything that the result depends on, ready for JSON; no clock, no machine name."""
    return {
        "lock": 1,
        "study": json.loads(spec.model_dump_json()),
        "parameters": {key: dict(values) for key, values in sorted(parameters.items())},
        "seed": spec.seed,
        "sources": lock((panels.states, panels.dyads)),
        "tables": {key: digest(table_bytes(frame)) for key, frame in sorted(tables.items())},
        "versions": {**{name: version(name) for name in PACKAGES}, "python": platform.python_version()},
    }


def read_lock(path: str | Path) -> StudyLock:
    """Read ``study.lock.json``; `LockError` when it is not one."""
    file = Path(path)
    try:
        raw: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        parts = raw["sources"], raw["tables"], raw["versions"]
        study = raw["study"]
    except FileNotFoundError:
        raise LockError(f"there is no lock file {str(file)!r}. A study writes one: study.lock.json in its folder.") from None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise LockError(f"this is no study lock: {problem}. Give the study.lock.json that a study wrote.", file=file) from None
    return StudyLock(build(study, file=file), *parts)


def changed_tables(locked: StudyLock, tables: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """The tables whose bytes differ from the lock, or that are missing or new; empty when all are the same."""
    now = {key: digest(table_bytes(frame)) for key, frame in tables.items()}
    return tuple(sorted(key for key in {*now, *locked.tables} if now.get(key) != locked.tables.get(key)))

"""The lock of a study: its settings, versions, data hashes and the digest of every table it gave."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from corcyra.errors import CorcyraError, LockError
from corcyra.files import digest
from corcyra.panel.lock import lock
from corcyra.panel.panels import Panels
from corcyra.study.read import build
from corcyra.study.spec import StudySpec

__all__ = ["StudyLock", "changed_tables", "check_theories", "lock_study", "read_lock", "table_bytes"]

PACKAGES = ("corcyra", "numpy", "polars")
REMEDY = "Give the study.lock.json that a study wrote."


@dataclass(frozen=True)
class StudyLock:
    """What a lock file says: the study, its data (source → version, hash, licence) and its tables (key → SHA-256).

    ``own_theories`` are the keys of theories that the user ran beside those of the package; a lock cannot hold their code.
    """

    spec: StudySpec
    sources: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, str]
    versions: Mapping[str, str]
    own_theories: tuple[str, ...] = ()


def table_bytes(frame: pl.DataFrame) -> bytes:
    """A table as the bytes of its CSV file: UTF-8, a header, empty cells for missing.

    >>> table_bytes(pl.DataFrame({"state": ["ARM"], "score": [None]}))
    b'state,score\\nARM,\\n'
    """
    return frame.write_csv().encode("utf-8")


def lock_study(
    spec: StudySpec,
    panels: Panels,
    tables: Mapping[str, pl.DataFrame],
    parameters: Mapping[str, Mapping[str, str]],
    own_theories: Sequence[str] = (),
) -> dict[str, object]:
    """Everything that the result depends on, ready for JSON; no clock, no machine name."""
    return {
        "lock": 1,
        "study": json.loads(spec.model_dump_json()),
        "parameters": {key: dict(values) for key, values in sorted(parameters.items())},
        "own_theories": list(own_theories),
        "seed": spec.seed,
        "sources": lock((panels.states, panels.dyads)),
        "tables": {key: digest(table_bytes(frame)) for key, frame in sorted(tables.items())},
        "versions": {**{name: version(name) for name in PACKAGES}, "python": platform.python_version()},
    }


class Dataset(BaseModel):
    """What a lock file says of a source."""

    model_config = ConfigDict(strict=True)

    version: str
    sha256: str
    licence: str
    choices: str = ""


class Written(BaseModel):
    """The shape of a lock file, as far as it is read again."""

    model_config = ConfigDict(strict=True)

    lock: Literal[1]
    study: dict[str, Any]
    sources: dict[str, Dataset]
    tables: dict[str, str]
    versions: dict[str, str]
    own_theories: list[str]


def read_lock(path: str | Path) -> StudyLock:
    """Read ``study.lock.json``.

    Raises `LockError` when it is not one, or when its study cannot be run by this version; the reason follows.
    """
    file = Path(path)
    try:
        raw = Written.model_validate(json.loads(file.read_bytes()))
    except FileNotFoundError:
        raise LockError(f"there is no lock file {str(file)!r}. A study writes one: study.lock.json in its folder.") from None
    except OSError as problem:
        raise LockError(f"cannot read the lock file: {problem.strerror or problem}.", file=file) from None
    except ValidationError as problem:
        parts = ", ".join(dict.fromkeys(str(fault["loc"][0]) if fault["loc"] else "all of it" for fault in problem.errors()))
        raise LockError(f"this is no study lock; wrong or missing: {parts}. {REMEDY}", file=file) from None
    except (ValueError, RecursionError) as problem:
        line = problem.lineno if isinstance(problem, json.JSONDecodeError) else None
        raise LockError(f"this is not JSON, or not whole. {REMEDY}", file=file, line=line) from None
    try:
        spec = build(raw.study)
    except CorcyraError as problem:
        raise LockError(f"the study in the lock cannot be run: {problem}", file=file) from problem
    sources = {key: entry.model_dump(exclude_defaults=True) for key, entry in raw.sources.items()}
    return StudyLock(spec, sources, raw.tables, raw.versions, tuple(raw.own_theories))


def check_theories(locked: StudyLock, own: Sequence[str]) -> None:
    """Raise `LockError` when the lock was made with other theories of the user's own than are given."""
    if tuple(own) != locked.own_theories:
        made = ", ".join(locked.own_theories) or "none"
        raise LockError(
            f"the lock was made with these theories of the user's own: {made}; given: {', '.join(own) or 'none'}. "
            "Run it from Python: run_study(spec, theories=(...), locked=...)."
        )


def changed_tables(locked: StudyLock, tables: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """The tables whose bytes differ from the lock, or that are missing or new; empty when all are the same."""
    now = {key: digest(table_bytes(frame)) for key, frame in tables.items()}
    return tuple(sorted(key for key in {*now, *locked.tables} if now.get(key) != locked.tables.get(key)))

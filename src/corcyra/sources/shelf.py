"""Parsed tables kept as Parquet by what they were made from, and the digests of the files, so that neither is made twice.

A table lies in ``tables/DIGEST.parquet`` with a small JSON record (size and CRC-32 of its bytes) in ``records``. Whatever
does not agree with its record, or is no record, counts as not there: the table is made anew. Every file is written to a
temporary name and moved, so processes that write the same table at once do each other no harm.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import io
import json
import time
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from corcyra.errors import OutputError
from corcyra.files import digest, write_whole
from corcyra.sources.dataset import Dataset

__all__ = ["Shelf", "files_digest", "table_digest"]

FORMAT = 2
"""Raised when tables are kept in another way, so that older ones are not read."""
RACY = 2_000_000_000
"""Nanoseconds (ours: the coarsest clock of a file system in use, FAT's, ticks every two seconds): a file that changed this
shortly before its digest was noted may have changed again within the tick, so the note is not yet believed."""
ABANDONED = 3_600_000_000_000
"""Nanoseconds (ours: an hour) after which a file that was never moved into its place has no writer any more."""
READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def files_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 over the SHA-256 of each file, in order of the downloads' names."""
    return digest("".join(f"{name}\0{each}\n" for name, each in sorted(digests.items())).encode())


def table_digest(dataset: Dataset, files: str) -> str:
    """What a parsed table is kept under: dataset, reader, options, the digest of its files, and the format of the shelf."""
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(dataset) if dataclasses.is_dataclass(dataset) else ()
    options = [(field.name, repr(getattr(dataset, field.name))) for field in fields]
    made = [FORMAT, type(dataset).__qualname__, dataset.key, dataset.reader, options, files]
    return digest(json.dumps(made).encode())


class Shelf:
    """The tables and records below a library's ``home``; everything in them can be made again."""

    def __init__(self, home: Path) -> None:
        self.tables = home / "tables"
        self.records = home / "records"

    def file_digest(self, path: Path) -> str:
        """SHA-256 of a file; not computed again while its path, size and time of change stay."""
        stat, record = path.stat(), self.records / f"file-{digest(str(path.absolute()).encode())[:32]}.json"
        # The time of the last change of its entry tells a file that took the place of another of the same size and age.
        now = {"path": str(path.absolute()), "size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "ctime_ns": stat.st_ctime_ns}
        noted = read_record(record)
        sha256 = noted.get("sha256")
        if noted == sealed({**now, "sha256": sha256}) and changed(record) - stat.st_mtime_ns > RACY:
            return str(sha256)
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        self.write(record, json.dumps(sealed({**now, "sha256": sha256})))
        return sha256

    def take(self, key: str) -> pl.DataFrame | None:
        """The table kept under a digest; `None` when there is none, or when it is not as it was written."""
        noted = read_record(self.records / f"{key}.json")
        try:
            raw = (self.tables / f"{key}.parquet").read_bytes()
            if noted != sealed({**noted, "key": key, "size": len(raw), "crc32": zlib.crc32(raw)}):
                return None
            return pl.read_parquet(raw)
        except (OSError, pl.exceptions.PolarsError):
            return None

    def keep(self, key: str, frame: pl.DataFrame, dataset: str) -> None:
        """Keep a table under a digest. On a read-only home nothing is kept; `OutputError` when the disk is full."""
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="lz4")  # opens in half the time of zstd; arrow and DuckDB read it too
        raw = buffer.getvalue()
        noted = {"key": key, "dataset": dataset, "rows": frame.height, "size": len(raw), "crc32": zlib.crc32(raw)}
        if self.write(self.tables / f"{key}.parquet", raw):
            self.write(self.records / f"{key}.json", json.dumps(sealed(noted)))
            self.sweep()

    def sweep(self) -> None:
        """Remove what writers that were killed left behind; a younger file may still be written by another process."""
        for folder in (self.tables, self.records):
            for path in folder.glob(".*.part"):
                if time.time_ns() - changed(path) > ABANDONED:
                    with contextlib.suppress(OSError):
                        path.unlink()

    def forget(self, dataset: str) -> tuple[Path, ...]:
        """Remove every table of a dataset, whatever its options; the files that were removed."""
        keys = [path.stem for path in self.records.glob("*.json") if read_record(path).get("dataset") == dataset]
        gone = [path for key in sorted(keys) if (path := self.tables / f"{key}.parquet").exists()]
        for path in [*gone, *(self.records / f"{key}.json" for key in keys)]:
            path.unlink(missing_ok=True)
        return tuple(gone)

    def write(self, path: Path, data: bytes | str) -> bool:
        """Write a file whole; was it written? Not on a read-only home. `OutputError` names the folder of a full disk."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
        except OSError as problem:
            cause = problem.__cause__ if isinstance(problem, OutputError) else problem
            if getattr(cause, "errno", None) in READ_ONLY:
                return False
            reason = getattr(cause, "strerror", None) or str(cause)
            remedy = "Make room there, or name another folder in CORCYRA_HOME."
            raise OutputError(f"cannot write in the library's folder {path.parent}: {reason}. {remedy}") from problem
        return True


def sealed(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with a digest of all that it says, so that one that was edited by hand is not believed.

    >>> sealed({"size": 2}) == sealed({"size": 3, "seal": ""})
    False
    """
    said = {name: value for name, value in record.items() if name != "seal"}
    return {**said, "seal": digest(json.dumps(said, sort_keys=True).encode())}


def changed(path: Path) -> int:
    """When a file was changed, in nanoseconds; 0 when it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def read_record(path: Path) -> dict[str, Any]:
    """A record; empty when it is not there, damaged or foreign."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

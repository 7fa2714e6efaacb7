"""Data frames in R's files, read without an object for every cell: a fifth of the time of the general reader, for plain columns.

R writes its objects one after another: four bytes of flags that say what comes, then its length and content, big end first
(R Internals, R Core Team, chapter 1.8, "Serialization Formats"). A data frame of numbers, truth values, text and factors is
read here; for anything else `Unplain` is raised, and `corcyra.sources.raw.read_r` takes the general reader.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

__all__ = ["Unplain", "frame_of"]

SYMBOL, PAIRS, CHARACTERS, LOGICAL, WHOLE, REAL, TEXT, LIST = 1, 2, 9, 10, 13, 14, 16, 19
ALTERNATIVE, NIL, REFERENCE = 238, 254, 255
ATTRIBUTES, TAG = 1 << 9, 1 << 10
LATIN, UTF, ASCII = 1 << 14, 1 << 15, 1 << 18
"""Bits of the flags; the last three are encodings of a string."""
NA = -(2**31)
"""R's missing whole number and truth value."""
PACKED = ((b"\x1f\x8b", gzip.decompress), (b"BZh", bz2.decompress), (b"\xfd7zXZ", lzma.decompress))


class Unplain(Exception):
    """An object that only the general reader knows."""


@dataclass
class Thing:
    """An object of R: what kind, its content, its attributes by name."""

    kind: int
    content: Any
    attributes: dict[str, Thing]


def frame_of(raw: bytes) -> pl.DataFrame:
    """The first data frame of a file. Raises `Unplain` for all but plain columns, `struct.error` and others for a cut file."""
    unpack = next((each for sign, each in PACKED if raw.startswith(sign)), None)
    data = raw if unpack is None else unpack(raw)
    data = data[5:] if data[:5] in (b"RDX2\n", b"RDX3\n") else data
    if data[:2] != b"X\n":
        raise Unplain
    reader = Reader(data)
    top = reader.thing()
    things = [value for _, value in top.content] if top.kind == PAIRS else [top]
    frame = next((each for each in things if "data.frame" in classes(each)), None)
    if frame is None or frame.kind != LIST:
        raise Unplain
    names = frame.attributes["names"].content
    return pl.DataFrame({str(name): series(each) for name, each in zip(names, frame.content, strict=True)})


def classes(thing: Thing) -> list[str | None]:
    """The classes of an object."""
    return list(thing.attributes["class"].content) if "class" in thing.attributes else []


def series(column: Thing) -> pl.Series:
    """A column of a data frame, NA and NaN as missing; a column of nothing else has no kind."""
    if "dim" in column.attributes or "integer64" in classes(column):
        raise Unplain
    if column.kind == REAL:
        found = pl.Series(column.content).fill_nan(None)
    elif column.kind in (WHOLE, LOGICAL):
        found = whole(column)
    elif column.kind == TEXT:
        found = pl.Series(column.content, dtype=pl.String)
    else:
        raise Unplain
    if column.kind != REAL and found.null_count() == len(found):
        return pl.Series([None] * len(found))
    return found


def whole(column: Thing) -> pl.Series:
    """A column of whole numbers, of truth values, or of a factor's words."""
    codes = pl.Series(column.content.astype(np.int64))
    codes = codes.set(codes == NA, None)
    if "factor" in classes(column):
        return pl.Series(column.attributes["levels"].content, dtype=pl.String).gather(codes - 1)
    return codes.cast(pl.Boolean) if column.kind == LOGICAL else codes


class Reader:
    """Goes through the bytes once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.symbols: list[str] = []
        version = struct.unpack_from(">i", data, 2)[0]
        self.place = 14
        if version == 3:
            self.place += 4 + self.number()
        elif version != 2:
            raise Unplain

    def number(self) -> int:
        """The next whole number."""
        (found,) = struct.unpack_from(">i", self.data, self.place)
        self.place += 4
        return int(found)

    def array(self, kind: str, width: int) -> np.ndarray[Any, Any]:
        """A length and as many numbers."""
        length = self.number()
        found = np.frombuffer(self.data, dtype=kind, count=length, offset=self.place)
        self.place += width * length
        return found.astype(found.dtype.newbyteorder("="))

    def thing(self) -> Thing:
        """The next object with its attributes. Raises `Unplain` for a kind that is not read here."""
        flags = self.number()
        kind = flags & 0xFF
        if kind in (SYMBOL, NIL, REFERENCE):
            return Thing(kind, self.name(kind, flags), {})
        if kind == PAIRS:
            return self.pairs(flags)
        if kind == ALTERNATIVE:
            return self.alternative()
        if kind in (LOGICAL, WHOLE):
            content: Any = self.array(">i4", 4)
        elif kind == REAL:
            content = self.array(">f8", 8)
        elif kind == TEXT:
            content = self.texts()
        elif kind == LIST:
            content = [self.thing() for _ in range(self.number())]
        else:
            raise Unplain
        return Thing(kind, content, self.named() if flags & ATTRIBUTES else {})

    def name(self, kind: int, flags: int) -> str:
        """A symbol, new or one that was met before; nothing is the empty one."""
        if kind == REFERENCE:
            return self.symbols[(flags >> 8 or self.number()) - 1]
        if kind == SYMBOL:
            self.symbols.append(self.text({}) or "")
            return self.symbols[-1]
        return ""

    def pairs(self, flags: int) -> Thing:
        """A list of named objects."""
        found: list[tuple[str, Thing]] = []
        while flags & 0xFF == PAIRS:
            if flags & ATTRIBUTES:
                raise Unplain
            name = self.thing().content if flags & TAG else ""
            found.append((name, self.thing()))
            flags = self.number()
        if flags & 0xFF != NIL:
            raise Unplain
        return Thing(PAIRS, found, {})

    def named(self) -> dict[str, Thing]:
        """Attributes."""
        return dict(self.thing().content)

    def alternative(self) -> Thing:
        """A column that R keeps in another form: a row of whole numbers from one to another, or a wrapped one."""
        info, state, attributes = self.thing(), self.thing(), self.thing()
        form = info.content[0][1].content
        held = dict(attributes.content) if attributes.kind == PAIRS else {}
        if form == "compact_intseq":
            length, first, step = state.content
            return Thing(WHOLE, (first + step * np.arange(int(length))).astype(np.int32), held)
        if str(form).startswith("wrap_"):
            inner = state.content[0] if state.kind == LIST else state.content[0][1]
            return Thing(inner.kind, inner.content, held)
        raise Unplain

    def texts(self) -> list[str | None]:
        """A column of strings; the same bytes are made text once."""
        known: dict[bytes, str] = {}
        return [self.text(known) for _ in range(self.number())]

    def text(self, known: dict[bytes, str]) -> str | None:
        """The next string; `None` for NA."""
        flags, length = struct.unpack_from(">ii", self.data, self.place)
        self.place += 8
        if flags & 0xFF != CHARACTERS:
            raise Unplain
        if length < 0:
            return None
        raw = self.data[self.place : self.place + length]
        self.place += length
        if raw not in known or flags & LATIN:
            known[raw] = raw.decode("latin-1" if flags & LATIN else "utf-8" if flags & (UTF | ASCII) else "ascii")
        return known[raw]

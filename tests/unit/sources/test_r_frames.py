"""The quick reader of R's files gives what the general one gives, or leaves the file to it."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import rdata
from polars.testing import assert_frame_equal

import corcyra.sources.raw as raw
from corcyra.errors import DataError
from corcyra.sources.r_frames import Unplain, frame_of
from corcyra.sources.raw import read_r

FRAME = pd.DataFrame(
    {
        "ccode": pd.array([2, None, 20], dtype="Int32"),
        "share": [0.5, float("nan"), 2.0],
        "whole": [1.0, 2.0, float("nan")],
        "name": pd.Series(["Κέρκυρα", "Perú", None], dtype="object"),
        "flag": pd.array([True, None, False], dtype="boolean"),
    }
)


def number(*values: int) -> bytes:
    return struct.pack(f">{len(values)}i", *values)


def symbol(name: str) -> bytes:
    return number(1, 9 | 1 << 18, len(name)) + name.encode()


def texts(*words: str) -> bytes:
    return number(16, len(words)) + b"".join(number(9 | 1 << 18, len(word)) + word.encode() for word in words)


def sequence(length: int, first: int) -> bytes:
    """Whole numbers in the short form: info, state, no attributes."""
    info = (
        number(
            2 | 0,
        )
        + symbol("compact_intseq")
        + number(254)
    )
    return number(238) + info + number(14, 3) + struct.pack(">3d", length, first, 1) + number(254)


def factor(*codes: int) -> bytes:
    """A factor with the levels low and high."""
    levels = number(2 | 1 << 10) + symbol("levels") + texts("low", "high")
    kind = number(2 | 1 << 10) + symbol("class") + texts("factor")
    return number(13 | 1 << 8 | 1 << 9, len(codes)) + number(*codes) + levels + kind + number(254)


def short_form(column: bytes = b"") -> bytes:
    """A data frame with one column, which counts from 1816 as R 4 writes it when no other is given."""
    head = b"RDX3\nX\n" + number(3, 0x040000, 0x030500, 5) + b"UTF-8"
    names = number(2 | 1 << 10) + symbol("names") + texts("year")
    kind = number(2 | 1 << 10) + symbol("class") + texts("data.frame")
    frame = number(19 | 1 << 8 | 1 << 9, 1) + (column or sequence(3, 1816)) + names + kind + number(254)
    return head + number(2 | 1 << 10) + symbol("x") + frame + number(254)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.rda"
    rdata.write_rda(path, {"x": FRAME})
    return path


def test_the_quick_and_the_general_reader_agree(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_r(file)
    assert_frame_equal(quick, raw.rounded(frame_of(file.read_bytes())))

    def unplain(_: bytes) -> pl.DataFrame:
        raise Unplain

    monkeypatch.setattr(raw, "frame_of", unplain)
    assert_frame_equal(quick, read_r(file))


def test_whole_numbers_in_the_short_form() -> None:
    assert frame_of(short_form())["year"].to_list() == [1816, 1817, 1818]


def test_a_factor_is_its_words() -> None:
    assert frame_of(short_form(factor(2, 1, -(2**31))))["year"].to_list() == ["high", "low", None]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_every_packing_of_r(pack: Callable[[bytes], bytes]) -> None:
    assert frame_of(pack(short_form())).height == 3


@pytest.mark.parametrize("what", [b"RDA3\nA\n", b"ccode,year\n", b"RDX3\nX\n" + number(9, 0, 0)])
def test_another_form_is_left_to_the_general_reader(what: bytes) -> None:
    with pytest.raises(Unplain):
        frame_of(what)


def test_a_file_cut_anywhere_is_a_data_error(tmp_path: Path) -> None:
    whole, path = short_form(), tmp_path / "x.rda"
    for length in range(1, len(whole) - 4, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(DataError, match=r"x\.rda: .*again\.$"):
            read_r(path)

"""Every dataset, given its own files with one thing wrong: an error that says where and what to do, or the very same table.

Ten small datasets are given every fault; the others take turns, one fault each, and the turns change with the fault's place in
the list, so that every fault meets many formats. A cut through the last cell of a row cannot be told from a whole file where
the publisher's size is not known: files are cut inside a row here.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import CorcyraError
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.datasets._opening import opened
from corcyra.sources.library import Library, parsed
from corcyra.sources.raw import content, read_table

MIRROR = os.environ.get("CORCYRA_MIRROR", "")
LIBRARY = Library(Path("no-home"), Path(MIRROR) if MIRROR else None)
TEXTS = (".csv", ".txt", ".tsv", ".tab")
Fault = Callable[[Path, Path], Path]


def is_text(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(TEXTS)


def save(path: Path, raw: bytes) -> Path:
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def table(path: Path) -> pl.DataFrame:
    return opened(path, "contdir.csv", "contcol.csv") if path.suffix == ".zip" else read_table(path)


def rows_of(path: Path) -> tuple[list[list[str]], str, str]:
    """The rows of a table of text, what separates its cells, and its encoding."""
    raw = content(path)
    try:
        text, encoding = raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = raw.decode("latin-1"), "latin-1"
    separator = max(",;\t", key=text.partition("\n")[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)), separator, encoding


def save_rows(path: Path, rows: list[list[str]], separator: str, encoding: str) -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows(rows)
    return save(path, stream.getvalue().encode(encoding))


def half(source: Path, target: Path) -> Path:
    if not is_text(source) or source.suffix == ".gz":
        raw = source.read_bytes()
        target.write_bytes(raw[: len(raw) // 2])
        return target
    rows, separator, encoding = rows_of(source)
    return save_rows(target, [*rows[: len(rows) // 2], rows[len(rows) // 2][:1]], separator, encoding)


def web_page(source: Path, target: Path) -> Path:
    target.write_bytes(b"\n<!DOCTYPE html>\n<html><body>Please log in.</body></html>\n")
    return target


def empty(source: Path, target: Path) -> Path:
    target.write_bytes(b"")
    return target


def of_another(source: Path, target: Path) -> Path:
    """A table of another dataset, packed as this one is."""
    raw = b"iso,capital,rain\nARM,Yerevan,277\nGEO,Tbilisi,496\n"
    return save(target, raw)


def of_another_format(source: Path, target: Path) -> Path:
    target.write_bytes(b"%PDF-1.7 codebook" if is_text(source) else b"ccode,year\n2,1816\n")
    return target


def only_header(source: Path, target: Path) -> Path:
    if is_text(source):
        rows, separator, encoding = rows_of(source)
        return save_rows(target, rows[:1], separator, encoding)
    other = target.with_suffix(".parquet")
    table(source).head(0).write_parquet(other)
    return other


def all_renamed(source: Path, target: Path) -> Path:
    """As a publisher would who changes every name; which columns are needed differs, and all are needed together."""
    if is_text(source):
        rows, separator, encoding = rows_of(source)
        return save_rows(target, [[f"new_{name}" for name in rows[0]], *rows[1:]], separator, encoding)
    other, frame = target.with_suffix(".parquet"), table(source)
    frame.rename({name: f"new_{name}" for name in frame.columns}).write_parquet(other)
    return other


def ragged(source: Path, target: Path) -> Path:
    if not is_text(source):
        return web_page(source, target)
    rows, separator, encoding = rows_of(source)
    middle = len(rows) // 2
    return save_rows(target, [*rows[:middle], [*rows[middle], "1", "2"], *rows[middle + 1 :]], separator, encoding)


def twice(source: Path, target: Path) -> Path:
    if is_text(source):
        rows, separator, encoding = rows_of(source)
        middle = len(rows) // 2
        return save_rows(target, [*rows[:middle], rows[middle], *rows[middle:]], separator, encoding)
    other, frame = target.with_suffix(".parquet"), table(source)
    pl.concat([frame, frame.slice(frame.height // 2, 1)]).write_parquet(other)
    return other


FAULTS: tuple[Fault, ...] = (
    half, web_page, empty, of_another, of_another_format, only_header, all_renamed, ragged,
)  # fmt: skip
"""What no table survives."""


def present(dataset: Dataset) -> bool:
    return LIBRARY.has(dataset)


def outcome(dataset: Dataset, name: str, file: Path) -> pl.DataFrame | str:
    """The table with one file replaced, or the words of the error; any other exception goes through."""
    files = {**LIBRARY.files(dataset), name: file}
    try:
        return parsed(dataset, files)
    except CorcyraError as problem:
        return str(problem)


def check_words(told: pl.DataFrame | str, file: Path, line: bool = False) -> None:
    assert isinstance(told, str), "a damaged file gave a table"
    place = told.partition(": ")[0] + ":"
    assert f"{file}:" in place or f"{file}," in place, told
    assert told.endswith("."), told
    assert "error occurred in the following expression" not in told
    assert "  " not in told
    assert not line or place.removeprefix(f"{file}:").rstrip(":").isdigit(), told


EVERY_FAULT = (
    "cow_states", "nmc", "majors", "wars_inter", "contiguity_colonial", "dcad", "us_bases", "gw_states", "ties_cases", "terrain",
)  # fmt: skip
"""Text in UTF-8 and Latin-1, packed text, Excel and R; a yearly table, spells, pairs and records."""
SLOW = {
    "atop", "atop_pacts", "archigos", "arms_races", "capital_distance", "cow_trade", "gw_capital_distance", "gw_mindist", "igo_count",
    "igo_members", "igo_poles", "igo_shared", "mindist", "mme", "mme_events", "religion_similarity", "territorial_threat",
    "trade_shares", "un_roll_calls", "un_votes", "vdem",
}  # fmt: skip
"""Datasets whose files take more than a moment to read once: they are given faults that are seen before that."""
QUICK = (half, web_page, empty, of_another, of_another_format)

if MIRROR:
    KEYED = {dataset.key: dataset for dataset in DATASETS if present(dataset)}
    TURNS = [
        (key, (QUICK if key in SLOW else FAULTS)[place % len(QUICK if key in SLOW else FAULTS)])
        for place, key in enumerate(KEYED)
        if key not in EVERY_FAULT
    ]
    ALL = [(key, fault) for key in EVERY_FAULT for fault in FAULTS] + TURNS

    @pytest.mark.parametrize(("key", "fault"), [pytest.param(*each, id=f"{each[0]}-{each[1].__name__}") for each in ALL])
    def test_a_damaged_file_is_told_with_its_place_and_a_remedy(key: str, fault: Fault, tmp_path: Path) -> None:
        dataset = KEYED[key]
        for name, source in LIBRARY.files(dataset).items():
            file = fault(source, tmp_path / source.name)
            check_words(outcome(dataset, name, file), file, line=fault is ragged and is_text(source))

    def needed(key: str) -> list[tuple[str, Path, str]]:
        """Download, file and column of every column of a small table of text."""
        files = LIBRARY.files(KEYED[key])
        return [(name, path, column) for name, path in files.items() for column in rows_of(path)[0][0]]

    COLUMNS = ("cow_states", "majors", "wars_inter", "dcad", "us_bases", "contiguity_colonial")

    def is_number(cell: str) -> bool:
        try:
            float(cell)
        except ValueError:
            return False
        return True

    @pytest.mark.parametrize("key", COLUMNS)
    def test_a_renamed_column_is_named_or_is_not_read(key: str, tmp_path: Path) -> None:
        dataset = KEYED[key]
        whole = parsed(dataset, LIBRARY.files(dataset))
        told = []
        for name, source, column in needed(key):
            rows, separator, encoding = rows_of(source)
            header = [f"new_{each}" if each == column else each for each in rows[0]]
            file = save_rows(tmp_path / source.name, [header, *rows[1:]], separator, encoding)
            found = outcome(dataset, name, file)
            if isinstance(found, str):
                assert found.startswith(f"{file}:1: lacks the column {column.lower() if column not in found else column}")
                assert "Versions known here: " in found
                assert found.endswith("Get one of these, or say what the new columns mean.")
                told.append(column)
            else:
                assert found.equals(whole), column
        assert told

    @pytest.mark.parametrize("key", COLUMNS)
    def test_a_word_among_numbers_is_told_with_column_value_and_line(key: str, tmp_path: Path) -> None:
        dataset = KEYED[key]
        whole = parsed(dataset, LIBRARY.files(dataset))
        told = []
        for name, source, column in needed(key):
            rows, separator, encoding = rows_of(source)
            place = rows[0].index(column)
            cells = [row[place] for row in rows[1:]]
            words = {field.name for field in dataset.columns if field.unit == "text"}
            if column.lower() in words or sum(map(is_number, cells)) < len(cells) // 2 + 1:
                continue  # no column of numbers
            line = next(line for line in range(len(rows) // 2, len(rows)) if is_number(rows[line][place]))
            changed = [*rows[line][:place], "seven", *rows[line][place + 1 :]]
            file = save_rows(tmp_path / source.name, [*rows[:line], changed, *rows[line + 1 :]], separator, encoding)
            found = outcome(dataset, name, file)
            if isinstance(found, str):
                assert found.startswith(f"{file}:{line + 1}: 'seven' in the column {column.lower() if column not in found else column}")
                assert found.endswith("Get the publisher's file again.")
                told.append(column)
            else:
                assert found.equals(whole), column
        assert told

    # A table that is read as Latin-1, in which every byte is a letter, is none of these.
    @pytest.mark.parametrize("key", ["cow_states", "nmc", "wars_inter", "dcad", "majors"])
    def test_bytes_of_another_encoding_are_told_with_their_line_or_are_not_read(key: str, tmp_path: Path) -> None:
        dataset = KEYED[key]
        whole = parsed(dataset, LIBRARY.files(dataset))
        (name, source), *_ = LIBRARY.files(dataset).items()
        lines = content(source).split(b"\n")
        middle = len(lines) // 2
        lines[middle] = b"\xff\xfe\x81" + lines[middle]
        file = save(tmp_path / source.name, b"\n".join(lines))
        found = outcome(dataset, name, file)
        if isinstance(found, str):
            check_words(found, file, line=True)
            assert found.startswith(f"{file}:{middle + 1}: ")
        else:
            assert found.equals(whole)

    # The list of bases has no key, and the publisher's own has one site twice.
    @pytest.mark.parametrize("key", [*(key for key in EVERY_FAULT if key != "us_bases"), "claims", "mid", "one_sided", "cow_system", "religions", "icb"])
    def test_a_row_twice_is_told_or_changes_nothing(key: str, tmp_path: Path) -> None:
        dataset = KEYED[key]
        whole = parsed(dataset, LIBRARY.files(dataset))
        for name, source in LIBRARY.files(dataset).items():
            file = twice(source, tmp_path / source.name)
            found = outcome(dataset, name, file)
            if isinstance(found, str):
                check_words(found, file)
            else:
                assert found.equals(whole)


def test_the_slow_and_the_thorough_are_datasets() -> None:
    assert {*SLOW, *EVERY_FAULT} <= {dataset.key for dataset in DATASETS}

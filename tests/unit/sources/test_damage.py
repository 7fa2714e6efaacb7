"""The library after accidents: caches damaged by hand, writers that were killed, full disks, odd homes; and where a wrong cell is told."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.cells import odd_cell
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.library import Library, parsed
from corcyra.sources.raw import number, read_table
from corcyra.sources.source import Field
from corcyra.world.time import Years

SNOW = "ccode,year,cm\n" + "".join(f"{state},{year},{state % 7}\n" for state in range(2, 400) for year in range(1990, 2000))
AGO = 7200


@dataclass(frozen=True)
class Snow(Dataset):
    """Snow, invented."""

    scale: float = 1.0

    key = "snow"
    title = "Snowfall"
    version = "1.0"
    citations = ("corcyra",)
    licence = "CC0-1.0"
    access = "fetch"
    covers = Years(1990, 1999)
    unit = "state-year"
    downloads = (Download("snow.csv", url="https://example.org/snow.csv", size=50_000),)
    columns = (Field("snow", "snow", "cm", low=0.0),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        raw = read_table(files["snow.csv"])
        return raw.select(state="ccode", year="year", snow=number("cm") * self.scale)


def put(file: Path, text: str = SNOW, *, age: float = 60) -> Path:
    """A file that was changed a minute ago."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    os.utime(file, (time.time() - age,) * 2)
    return file


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with the snow in its mirror and its table kept."""
    put(tmp_path / "mirror" / "snow.csv")
    held = Library(tmp_path / "home", tmp_path / "mirror")
    held.open(Snow()).read()
    return held


def again(library: Library, dataset: Dataset | None = None) -> pl.DataFrame:
    """What a new program reads."""
    return Library(library.home, library.mirror).open(dataset or Snow()).read()


def kept(library: Library) -> tuple[Path, Path]:
    """The table and its record."""
    (table,) = (library.home / "tables").glob("*.parquet")
    return table, library.home / "records" / f"{table.stem}.json"


def noted(library: Library) -> Path:
    """The record of the publisher's file."""
    return next((library.home / "records").glob("file-*.json"))


def flipped(path: Path, places: int = 9) -> None:
    """Bytes in the middle turned round."""
    raw = bytearray(path.read_bytes())
    for place in range(len(raw) // 2, len(raw) // 2 + places):
        raw[place] ^= 0xFF
    path.write_bytes(raw)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "flipped": flipped,
    "another table": lambda path: pl.DataFrame({"state": [2], "year": [1990], "snow": [9.0]}).write_parquet(path),
    "empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_table_damaged_by_hand_heals(library: Library, damage: str) -> None:
    whole = again(library)
    table, _ = kept(library)
    before = table.read_bytes()
    DAMAGES[damage](table)
    assert again(library).equals(whole)
    assert table.read_bytes() == before


def test_a_folder_in_the_place_of_a_table_is_told(library: Library) -> None:
    table, _ = kept(library)
    table.unlink()
    table.mkdir()
    with pytest.raises(OSError, match=r"^cannot write in the library's folder .*tables: Is a directory\. Make room there"):
        again(library)


@pytest.mark.parametrize("damage", ["cut", "zeros", "flipped", "empty"])
def test_records_damaged_by_hand_heal(library: Library, damage: str) -> None:
    whole = again(library)
    for record in (kept(library)[1], noted(library)):
        before = record.read_bytes()
        DAMAGES[damage](record)
        assert again(library).equals(whole)
        assert record.read_bytes() == before


def test_a_table_with_its_record_under_the_name_of_another_is_not_believed(library: Library) -> None:
    again(library, Snow(scale=2.0))
    first, second = sorted((library.home / "tables").glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    first.write_bytes(second.read_bytes())
    records = library.home / "records"
    (records / f"{first.stem}.json").write_bytes((records / f"{second.stem}.json").read_bytes())
    assert again(library)["snow"].max() == 6.0
    assert again(library, Snow(scale=2.0))["snow"].max() == 12.0


def test_a_record_that_points_to_another_files_digest_is_not_believed(library: Library) -> None:
    told = library.open(Snow()).digest
    record = noted(library)
    said = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps({**said, "sha256": "0" * 64}), encoding="utf-8")
    assert Library(library.home, library.mirror).open(Snow()).digest == told


def test_a_newer_file_of_the_same_size_and_time_of_change_is_read(library: Library) -> None:
    assert library.mirror is not None
    file = library.mirror / "snow.csv"
    stat = file.stat()
    newer = put(library.mirror / "arriving", SNOW.replace(",6\n", ",5\n"))
    os.utime(newer, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.replace(newer, file)
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    assert again(library)["snow"].max() == 5.0


def test_two_libraries_with_one_home_and_other_mirrors_read_their_own(library: Library, tmp_path: Path) -> None:
    put(tmp_path / "other" / "snow.csv", SNOW.replace(",6\n", ",5\n"))
    other = Library(library.home, tmp_path / "other")
    for _ in range(2):
        assert other.open(Snow()).read()["snow"].max() == 5.0
        assert again(library)["snow"].max() == 6.0
    assert len(list((library.home / "tables").iterdir())) == 2


def test_a_home_with_spaces_and_letters_of_all_kinds(library: Library, tmp_path: Path) -> None:
    mirror = tmp_path / "Κέρκυρα és наука" / "a b"
    put(mirror / "snow.csv")
    odd = Library(tmp_path / "My Library ü ქ", mirror)
    assert odd.open(Snow()).read().equals(again(library))
    assert again(odd).equals(again(library))
    assert len(list((odd.home / "tables").iterdir())) == 1


def test_a_killed_writer_leaves_a_library_that_works_and_its_leavings_go(tmp_path: Path) -> None:
    put(tmp_path / "mirror" / "snow.csv")
    home = tmp_path / "home"
    script = f"""
    import os, signal, sys
    from pathlib import Path
    sys.path.insert(0, {str(Path(__file__).parent)!r})
    import corcyra.files
    corcyra.files.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    from test_damage import Snow
    from corcyra.sources.library import Library
    Library(Path({str(home)!r}), Path({str(tmp_path / "mirror")!r})).open(Snow()).read()
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    (left,) = home.rglob("*.part")
    library = Library(home, tmp_path / "mirror")
    assert library.open(Snow()).read().height == 3980
    assert left.exists()  # it may be another program's, still at work
    os.utime(left, (time.time() - AGO,) * 2)
    library.open(Snow(scale=2.0)).read()
    assert not left.exists()


def test_a_file_that_breaks_off_in_its_last_cell_is_told_by_its_size(tmp_path: Path) -> None:
    size = len(SNOW) - 1
    file = put(tmp_path / "snow.csv", SNOW[:size])
    with pytest.raises(DataError) as told:
        parsed(Snow(), {"snow.csv": file})
    words = f"has {size:,} bytes where the publisher's file has 50,000, and breaks off in a line: it is cut off."
    assert str(told.value) == f"{file}: {words} Get it again, or add a line end when it is whole."
    put(file)
    assert parsed(Snow(), {"snow.csv": file}).height == 3980


CELLS = "ccode,year,cm\n2,1990,1\n\n2,1991,two\n2,1992,3\n"


def packed(folder: Path, name: str, raw: bytes) -> Path:
    """A table of text plain, with gzip, or in an archive in an archive."""
    path = folder / name
    if name.endswith(".zip"):
        inner = folder / "inner.zip"
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("v1/snow.csv", raw)
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(inner, "inner.zip")
    else:
        path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return path


@pytest.mark.parametrize("name", ["snow.csv", "snow.csv.gz", "snow.zip"])
def test_a_wrong_cell_is_found_with_its_line(name: str, tmp_path: Path) -> None:
    path = packed(tmp_path, name, CELLS.encode())
    for told in (
        "'two' in the column cm is no number. Get the publisher's file again.",
        "conversion from `str` to `i64` failed in column 'cm' for 1 out of 3 values: [\"two\"]",
        "conversion from `str` to `i64` failed in column 'ours' for 1 out of 3 values: [\"two\"]",
        "cannot compare string with numeric type (i32)",
    ):
        assert odd_cell([path], told) == (path, "cm", "two", 4)
    assert odd_cell([path], "division by zero") is None
    assert odd_cell([path], "'three' in the column cm is no number. Get the publisher's file again.") is None


def test_a_wrong_cell_of_a_workbook_or_of_nothing(tmp_path: Path) -> None:
    frame = tmp_path / "snow.parquet"
    pl.DataFrame({"year": ["1990", "MCMXCI", "1992"]}).write_parquet(frame)
    assert odd_cell([frame], "'MCMXCI' in the column year is no number.") == (frame, "year", "MCMXCI", 3)
    nothing = tmp_path / "empty.csv"
    nothing.write_bytes(b"")
    assert odd_cell([nothing], "no str here") is None


def test_a_wrong_cell_is_told_with_file_and_line_by_the_library(tmp_path: Path) -> None:
    file = put(tmp_path / "snow.csv", CELLS)
    with pytest.raises(DataError) as told:
        parsed(Snow(), {"snow.csv": file})
    assert str(told.value) == f"{file}:4: 'two' in the column cm is no number. Get the publisher's file again."

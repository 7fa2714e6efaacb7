"""The library on disk: finding, reading once, healing, bringing, dropping; four processes at once; a full disk."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import corcyra.sources.shelf as shelf
from corcyra.errors import DataError, MissingSource, OutputError, ParameterError, UnknownName
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.library import Library, Shelved, missing
from corcyra.sources.raw import read_table
from corcyra.sources.source import Field, Source, check_source
from corcyra.world.time import Years

RAIN = "ccode,year,mm\n372,1992,300\n371,1993,281\n371,1992,277\n"


@dataclass(frozen=True)
class Rain(Dataset):
    """Rain, invented."""

    scale: float = 1.0

    key = "rain"
    title = "Rainfall"
    version = "1.0"
    citations = ("corcyra",)
    licence = "CC0-1.0"
    access = "fetch"
    covers = Years(1992, 1993)
    unit = "state-year"
    downloads = (Download("rain-1.0.csv", url="https://example.org/rain-1.0.csv", others=("old/rain.csv", "rain.csv.gz")),)
    columns = (Field("rain", "rain", "mm", low=0.0),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        parses.append(self.key)
        raw = read_table(files["rain-1.0.csv"])
        return raw.select(state="ccode", year="year", rain=pl.col("mm").cast(pl.Float64) * self.scale)


class Two(Dataset):
    """Two files, brought by the user."""

    key = "two"
    title = "A pair"
    version = "2"
    citations = ("corcyra",)
    licence = "own"
    access = "bring"
    covers = Years(1990, 1999)
    unit = "records"
    record_keys = ("case",)
    downloads = (Download("a.csv", page="https://example.org/pair"), Download("b.csv", page="https://example.org/pair"))
    columns = (Field("x", "a number", "count", low=0, high=9),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        return pl.concat([read_table(files["a.csv"]), read_table(files["b.csv"])])


parses: list[str] = []
DAMAGES = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("no table", encoding="utf-8"),
    "one-byte": lambda path: path.write_bytes(path.read_bytes()[:40] + b"\xff" + path.read_bytes()[41:]),
    "columns": lambda path: pl.DataFrame({"other": [1]}).write_parquet(path),
    "gone": lambda path: path.unlink(),
}


def put(folder: Path, text: str = RAIN, name: str = "rain-1.0.csv", *, age: float = 60) -> Path:
    """A file that was changed a minute ago."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    os.utime(file, (time.time() - age,) * 2)
    return file


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with the rain in its mirror."""
    parses.clear()
    put(tmp_path / "mirror" / "deep" / "down")
    return Library(tmp_path / "home", tmp_path / "mirror")


def table(library: Library) -> Path:
    return next((library.home / "tables").iterdir())


def test_a_dataset_is_a_source_sorted_and_checked(library: Library) -> None:
    source = library.open(Rain())
    assert isinstance(source, Source)
    check_source(source)
    assert source.read().rows() == [(371, 1992, 277.0), (371, 1993, 281.0), (372, 1992, 300.0)]
    assert [path.name for path in source.files] == ["rain-1.0.csv"]
    same = ("key", "title", "version", "citations", "licence", "access", "covers", "codes", "unit", "columns", "fills")
    assert all(getattr(source, name) == getattr(Rain, name) for name in (*same, "record_keys"))


def test_the_second_use_reads_the_cache(library: Library) -> None:
    first = library.open(Rain()).read()
    again = Library(library.home, library.mirror).open(Rain()).read()
    assert again.equals(first)
    assert again.schema == first.schema
    assert parses == ["rain"]


def test_another_option_reader_or_file_is_another_table(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.open(Rain()).read()
    assert library.open(Rain(scale=2.0)).read()["rain"].to_list() == [554.0, 562.0, 600.0]
    monkeypatch.setattr(Rain, "reader", 2)
    library.open(Rain()).read()
    assert len(parses) == 3
    before = library.open(Rain()).digest
    put(library.home / "files" / "rain", RAIN.replace("277", "278"))
    assert library.open(Rain()).read()["rain"][0] == 278.0
    assert library.open(Rain()).digest != before
    assert len(list((library.home / "tables").iterdir())) == 4


def test_a_digest_is_not_made_again_while_the_file_stays(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    source = library.open(Rain())
    told = source.digest
    monkeypatch.setattr(shelf.hashlib, "file_digest", lambda *_: pytest.fail("the file was read again"))
    assert source.digest == told
    assert Library(library.home, library.mirror).open(Rain()).digest == told


def test_a_digest_is_made_again_when_the_file_changed_or_may_have(library: Library) -> None:
    source = library.open(Rain())
    told = source.digest
    file = source.files[0]
    put(file.parent, RAIN.replace("277", "279"), age=30)
    other = source.digest
    assert other != told
    stamp = time.time_ns()
    os.utime(file, ns=(stamp, stamp))
    assert source.digest == other
    file.write_text(RAIN.replace("277", "280"), encoding="utf-8")  # the same size, within the tick of the clock
    os.utime(file, ns=(stamp, stamp))
    assert source.digest not in (told, other)


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"sha256": 1}', "\0\0", "[" * 100_000], ids=range(6))
def test_a_damaged_record_is_made_anew(library: Library, text: str) -> None:
    told = library.open(Rain()).read()
    records = sorted((library.home / "records").iterdir())
    whole = [path.read_text(encoding="utf-8") for path in records]
    for path in records:
        path.write_text(text, encoding="utf-8")
    assert library.open(Rain()).read().equals(told)
    assert [path.read_text(encoding="utf-8") for path in records] == whole


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_heals(library: Library, damage: str) -> None:
    told = library.open(Rain()).read()
    whole = table(library).read_bytes()
    DAMAGES[damage](table(library))
    assert library.open(Rain()).read().equals(told)
    assert parses == ["rain", "rain"]
    assert table(library).read_bytes() == whole


def test_a_table_of_other_columns_with_a_right_record_heals(library: Library) -> None:
    told = library.open(Rain()).read()
    library.shelf.keep(table(library).stem, pl.DataFrame({"other": [1]}), "rain")
    assert library.open(Rain()).read().equals(told)


def test_what_is_not_as_declared_never_enters_the_cache(library: Library) -> None:
    put(library.home / "files" / "rain", RAIN + "371,1992,5\n")
    with pytest.raises(DataError) as told:
        library.open(Rain()).read()
    file = library.home / "files" / "rain" / "rain-1.0.csv"
    assert str(told.value) == f"{file}: source 'rain' has the key (371, 1992) more than once. Keep one row."
    assert not (library.home / "tables").exists()


def test_a_reader_that_stumbles_says_so_as_a_data_error(library: Library) -> None:
    file = put(library.home / "files" / "rain", RAIN.replace("mm", "inches"))
    with pytest.raises(DataError) as told:
        library.open(Rain()).read()
    assert str(told.value).startswith(f"{file}: source 'rain' cannot be parsed (ColumnNotFoundError: ")
    assert str(told.value).endswith("). It is read as version 1.0; get that one again.")


def test_the_library_comes_before_the_mirror_and_the_name_before_others(tmp_path: Path) -> None:
    home, mirror = tmp_path / "home", tmp_path / "mirror"
    download = Rain.downloads[0]

    def found() -> Path | None:
        return Library(home, mirror).find(download, "rain")

    assert found() is None
    packed = put(mirror / "z", name="rain.csv.gz")
    assert found() == packed
    put(mirror / "new", name="rain.csv")
    assert found() == packed
    other = put(mirror / "x" / "old", name="rain.csv")
    assert found() == other
    deep, hidden = put(mirror / "b" / "c"), put(mirror / ".git")
    assert found() == deep != hidden
    top = put(mirror)
    assert found() == top
    own = put(home / "files" / "rain", name="rain.csv.gz")
    assert found() == own
    exact = put(home / "files" / "rain")
    assert found() == exact


def test_the_mirror_is_looked_through_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[Any] = []
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda top: walked.append(top) or walk(top))
    assert walked == []
    for _ in range(3):
        library.open(Rain()).read()
    assert walked == [library.mirror]


def test_a_missing_source_names_the_files_and_the_command(tmp_path: Path) -> None:
    library = Library(tmp_path)
    with pytest.raises(MissingSource) as told:
        library.open(Rain())
    assert str(told.value) == "source 'rain' (Rainfall, 1.0) lacks rain-1.0.csv. Run: corcyra sources fetch rain"
    put(tmp_path / "files" / "two", name="a.csv")
    with pytest.raises(MissingSource) as told:
        library.files(Two())
    command = "corcyra sources add two FILE (from https://example.org/pair)"
    assert str(told.value) == f"source 'two' (A pair, 2) lacks b.csv. Run: {command}"
    assert (library.has(Two()), library.has(Rain())) == (False, False)
    assert missing([Rain(), Two(), Rain()]) == f"corcyra sources fetch rain; {command}"
    assert missing([]) == ""


def test_a_mirror_that_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingSource) as told:
        Library(tmp_path, tmp_path / "none").open(Rain())
    where = f"The mirror {tmp_path / 'none'} is no folder."
    assert str(told.value) == f"source 'rain' (Rainfall, 1.0) lacks rain-1.0.csv. {where} Run: corcyra sources fetch rain"


def test_the_default_library_follows_the_environment(tmp_path: Path) -> None:
    library = Library.default({"CORCYRA_HOME": str(tmp_path), "CORCYRA_MIRROR": "~/mirror"})
    assert (library.home, library.mirror) == (tmp_path, Path("~/mirror").expanduser())
    assert Library.default({}).home.name == "corcyra"


def test_a_key_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as told:
        Library(tmp_path).folder("../x")
    assert str(told.value) == "'../x' cannot be the key of a dataset. Use letters, figures and underscores."


def failing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("corcyra.files.tempfile.mkstemp", refuse)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_a_read_only_home_is_read_without_a_cache(library: Library, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    failing(monkeypatch, number)
    assert library.open(Rain()).read().height == 3
    assert library.open(Rain()).read().height == 3
    assert parses == ["rain", "rain"]
    assert library.kept(Rain()) is None


def test_a_full_disk_is_told_with_its_folder(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errno.ENOSPC)
    with pytest.raises(OutputError) as told:
        library.open(Rain()).read()
    where = f"cannot write in the library's folder {library.home / 'records'}: No space left on device."
    assert str(told.value) == f"{where} Make room there, or name another folder in CORCYRA_HOME."


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    put(tmp_path / "mirror")
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"cannot write in the library's folder .*home/records: Not a directory"):
        Library(tmp_path / "home", tmp_path / "mirror").open(Rain()).read()


def test_a_file_is_brought_parsed_and_kept(tmp_path: Path) -> None:
    parses.clear()
    library = Library(tmp_path / "home")
    file = put(tmp_path / "downloads", name="my own (3).csv")
    lies = library.bring(Rain(), file)
    assert lies == tmp_path / "home" / "files" / "rain" / "rain-1.0.csv"
    assert lies.read_bytes() == file.read_bytes()
    assert library.open(Rain()).read().height == 3
    assert parses == ["rain"]


def test_a_file_in_another_format_keeps_its_ending_and_takes_the_place_of_the_old(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.bring(Rain(), put(tmp_path))
    parquet = tmp_path / "x.parquet"
    pl.DataFrame({"ccode": [2], "year": [1992], "mm": [1]}).write_parquet(parquet)
    library.bring(Rain(), parquet)
    assert [path.name for path in (tmp_path / "home" / "files" / "rain").iterdir()] == ["rain-1.0.csv.parquet"]
    assert library.open(Rain()).read().rows() == [(2, 1992, 1.0)]
    library.bring(Rain(), library.open(Rain()).files[0])  # the file that is there already
    assert library.open(Rain()).read().rows() == [(2, 1992, 1.0)]


def test_a_wrong_file_changes_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.bring(Rain(), put(tmp_path))
    before = {path: path.read_bytes() for path in library.home.rglob("*") if path.is_file()}
    wrong = put(tmp_path, RAIN.replace("277", "-277"), "wrong.csv")
    with pytest.raises(DataError, match=r"source 'rain', column 'rain': -277.0 in row .* is outside 0.0 to None"):
        library.bring(Rain(), wrong)
    page = put(tmp_path, "<html>log in</html>", "page.csv")
    with pytest.raises(DataError, match="is a web page, not the table"):
        library.bring(Rain(), page)
    assert {path: path.read_bytes() for path in library.home.rglob("*") if path.is_file()} == before


def test_bringing_says_what_it_cannot_take(tmp_path: Path) -> None:
    library, file = Library(tmp_path / "home"), put(tmp_path, name="notes.pdf")
    endings = "csv, txt, tsv, parquet, xls, xlsx, dta, rda or rds"
    for bad, told in (
        (tmp_path / "none.csv", "is not there. Check the path."),
        (tmp_path, "is a folder. Give the file in it."),
        (file, f"is in no format that Corcyra reads: {endings}."),
    ):
        with pytest.raises(DataError) as found:
            library.bring(Rain(), bad)
        assert str(found.value) == f"{bad}: {told}"
    with pytest.raises(UnknownName) as unknown:
        library.bring(Two(), put(tmp_path, name="c.csv"))
    told = "unknown file of the source 'two' 'c.csv'. Nearest: a.csv, b.csv. Say which of these it is, or rename the file."
    assert str(unknown.value) == told


def test_several_files_are_parsed_when_the_last_is_there(tmp_path: Path) -> None:
    library = Library(tmp_path / "home")
    library.bring(Two(), put(tmp_path, "case,x\n1,2\n", "a.csv"))
    assert not library.has(Two())
    with pytest.raises(DataError, match=r"source 'two' has the key \(1,\) more than once"):
        library.bring(Two(), put(tmp_path, "case,x\n1,3\n", "b.csv"))
    assert not library.has(Two())
    library.bring(Two(), put(tmp_path, "case,x\n0,3\n", "mine.csv"), "b.csv")
    assert library.open(Two()).read().rows() == [(0, 3), (1, 2)]


def test_dropping_removes_files_and_tables_of_one_dataset(library: Library, tmp_path: Path) -> None:
    library.bring(Rain(), put(tmp_path))
    library.open(Rain(scale=3.0)).read()
    library.bring(Two(), put(tmp_path, "case,x\n1,2\n", "a.csv"))
    library.bring(Two(), put(tmp_path, "case,x\n2,2\n", "b.csv"))
    assert [path.suffix for path in library.drop(Rain())] == [".csv", ".parquet", ".parquet"]
    assert library.drop(Rain()) == ()
    assert library.open(Two()).read().height == 2
    assert library.find(Rain.downloads[0], "rain") == tmp_path / "mirror" / "deep" / "down" / "rain-1.0.csv"


def test_verifying_lists_what_is_wrong(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.verify(Rain()) == []
    file = library.open(Rain()).files[0]
    monkeypatch.setattr(Rain, "downloads", (Download("rain-1.0.csv", sha256="0" * 64),))
    found = library.shelf.file_digest(file)[:12]
    assert library.verify(Rain()) == [
        f"{file}: its SHA-256 is {found}…, the publisher's 000000000000…. Get the file again."
    ]
    monkeypatch.setattr(Rain, "downloads", (Download("rain-1.0.csv"),))
    put(file.parent, RAIN[:-6])
    told = "the row has 2 cells where the header has 3: the file is cut off or was edited. Get the publisher's file again."
    assert library.verify(Rain()) == [f"{file}:4: {told}"]
    assert Library(library.home / "none").verify(Rain()) == [
        "source 'rain' (Rainfall, 1.0) lacks rain-1.0.csv. Run: corcyra sources fetch rain"
    ]


def test_four_processes_at_once_read_the_same_and_leave_nothing_behind(tmp_path: Path) -> None:
    rows = "".join(f"{state},{year},{state * year}\n" for state in range(2, 900) for year in (1992, 1993))
    put(tmp_path / "mirror", "ccode,year,mm\n" + rows)
    program = textwrap.dedent(f"""
        import importlib.util, sys, time
        spec = importlib.util.spec_from_file_location("rain", {str(Path(__file__))!r})
        module = importlib.util.module_from_spec(spec)
        sys.modules["rain"] = module
        spec.loader.exec_module(module)
        library = module.Library(module.Path(sys.argv[1]) / "home", module.Path(sys.argv[1]) / "mirror")
        print("ready", flush=True)
        sys.stdin.readline()
        frames = [library.open(module.Rain()).read() for _ in range(5)]
        assert all(frame.equals(frames[0]) for frame in frames)
        print(module.shelf.digest(frames[0].write_csv().encode()))
    """)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    assert [each.stdout.readline() for each in running if each.stdout] == ["ready\n"] * 4
    for each in running:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    told = [each.communicate(timeout=60)[0] for each in running]
    assert [each.returncode for each in running] == [0] * 4
    assert len(set(told)) == 1
    assert told[0].strip()
    left = sorted(path.suffix for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert left == [".json", ".json", ".parquet"]
    noted = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "home" / "records").iterdir()]
    assert sorted(note.get("rows", 0) for note in noted) == [0, 898 * 2]


def test_a_second_use_is_quick(library: Library) -> None:
    put(library.home / "files" / "rain", "ccode,year,mm\n" + "".join(f"{n},1992,{n}\n" for n in range(200_000)))
    library.open(Rain()).read()
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        Shelved(Rain(), Library(library.home, library.mirror)).read()
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.05

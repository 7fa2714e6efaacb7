"""The user's library: the publishers' files on disk, and every parsed table once more as Parquet, by content."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import polars as pl

from corcyra.errors import CorcyraError, DataError, MissingSource, OutputError, ParameterError, UnknownName
from corcyra.files import write_whole
from corcyra.sources.cells import odd_cell
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.mirror import Mirror, candidates, ending, names, own_file
from corcyra.sources.shelf import Shelf, files_digest, table_digest
from corcyra.sources.source import Access, Field, Unit, check_table, keys_of
from corcyra.world.time import Years

__all__ = ["Library", "Shelved", "missing"]


@dataclass(frozen=True, eq=False)
class Shelved:
    """A dataset with its files: what a panel adds. It is a `corcyra.sources.source.Source`."""

    dataset: Dataset
    library: Library

    @property
    def key(self) -> str:
        """The dataset's key."""
        return self.dataset.key

    @property
    def title(self) -> str:
        """The dataset's title."""
        return self.dataset.title

    @property
    def version(self) -> str:
        """The version that the dataset is written for."""
        return self.dataset.version

    @property
    def citations(self) -> tuple[str, ...]:
        """Keys of the bibliography."""
        return self.dataset.citations

    @property
    def licence(self) -> str:
        """The publisher's terms."""
        return self.dataset.licence

    @property
    def access(self) -> Access:
        """``fetch`` or ``bring``."""
        return self.dataset.access

    @property
    def covers(self) -> Years:
        """The years that the dataset covers."""
        return self.dataset.covers

    @property
    def codes(self) -> str:
        """The state system of the keys."""
        return self.dataset.codes

    @property
    def unit(self) -> Unit:
        """What a row is."""
        return self.dataset.unit

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns that are no keys."""
        return self.dataset.columns

    @property
    def record_keys(self) -> tuple[str, ...]:
        """The key columns of a table of the unit ``records``."""
        return self.dataset.record_keys

    @property
    def fills(self) -> Mapping[str, float]:
        """The columns that are 0 where the table has no row, by the value."""
        return self.dataset.fills

    @property
    def files(self) -> tuple[Path, ...]:
        """The publisher's files; raises `MissingSource` when they are no longer there."""
        return tuple(self.library.files(self.dataset).values())

    @property
    def digest(self) -> str:
        """SHA-256 of the files, known without reading them again while size and time of change stay."""
        return self.library.digest(self.library.files(self.dataset))

    def read(self) -> pl.DataFrame:
        """The table sorted by its keys, from the cache when the files are those it was made from, else parsed and cached.

        Raises `DataError` with file and line for files that are not in the publisher's layout, `MissingSource` when they are
        gone, `OutputError` when the disk is full. A cache that was damaged is made anew; on a read-only home there is none.
        """
        return self.library.table(self.dataset)


class Library:
    """Where the publishers' files are kept, and where else they may be found.

    ``home`` holds ``files/KEY/NAME`` and ``tables/DIGEST.parquet``; ``mirror`` is a folder (of a class, of a project) that is
    searched, with all its subfolders, for a file's ``name`` and ``others``, and only read.
    """

    def __init__(self, home: Path, mirror: Path | None = None) -> None:
        self.home = home
        self.mirror = mirror
        self.shelf = Shelf(home)
        self.index = Mirror(mirror)

    @classmethod
    def default(cls, environment: Mapping[str, str] | None = None) -> Library:
        """The library of this user: ``CORCYRA_HOME`` or the platform's data folder, mirror ``CORCYRA_MIRROR``.

        >>> library = Library.default({"CORCYRA_HOME": "shelf", "CORCYRA_MIRROR": ""})
        >>> library.home.name, library.mirror
        ('shelf', None)
        """
        given = os.environ if environment is None else environment
        home, mirror = given.get("CORCYRA_HOME", ""), given.get("CORCYRA_MIRROR", "")
        place = Path(home).expanduser() if home else platformdirs.user_data_path("corcyra", appauthor=False)
        return cls(place, Path(mirror).expanduser() if mirror else None)

    def folder(self, key: str) -> Path:
        """Where the files of a dataset are kept. Raises `ParameterError` for a key that is no name of a folder."""
        if not key.replace("-", "_").isidentifier():
            raise ParameterError(f"{key!r} cannot be the key of a dataset. Use letters, figures and underscores.")
        return self.home / "files" / key

    def find(self, download: Download, key: str) -> Path | None:
        """The file in the library or in the mirror; `None` when it is in neither.

        The library comes first, and in each the file's ``name`` before its ``others`` in their order.
        """
        own = own_file(self.folder(key), download)
        if own is not None:
            return own
        return next((path for name in names(download) if (path := self.index.find(name)) is not None), None)

    def files(self, dataset: Dataset) -> dict[str, Path]:
        """Every file of a dataset by the name of its `Download`.

        Raises `MissingSource` that names what lacks and the one command (``corcyra sources fetch KEY``, or ``corcyra sources
        add KEY FILE`` with the publisher's page) that gets it.
        """
        found = {each.name: self.find(each, dataset.key) for each in dataset.downloads}
        there = {name: path for name, path in found.items() if path is not None}
        if len(there) < len(found):
            raise MissingSource(self.lacks(dataset, [name for name in found if name not in there]))
        return there

    def lacks(self, dataset: Dataset, files: list[str]) -> str:
        """What to say when files of a dataset are not there."""
        what = f"source {dataset.key!r} ({dataset.title}, {dataset.version}) lacks {', '.join(files)}."
        no_mirror = self.mirror is not None and not self.mirror.is_dir()
        return f"{what}{f' The mirror {self.mirror} is no folder.' if no_mirror else ''} Run: {missing([dataset])}"

    def has(self, dataset: Dataset) -> bool:
        """Are all files there?"""
        return all(self.find(each, dataset.key) is not None for each in dataset.downloads)

    def open(self, dataset: Dataset) -> Shelved:
        """The dataset with its files; raises as `files`."""
        self.files(dataset)
        return Shelved(dataset, self)

    def digest(self, files: Mapping[str, Path]) -> str:
        """SHA-256 over files given by the names of their downloads; `DataError` when one cannot be read."""
        digests = {}
        for name, path in files.items():
            try:
                digests[name] = self.shelf.file_digest(path)
            except CorcyraError:
                raise
            except OSError as problem:
                raise unreadable(path, problem) from problem
        return files_digest(digests)

    def table(self, dataset: Dataset) -> pl.DataFrame:
        """A dataset's table; see `Shelved.read`."""
        files = self.files(dataset)
        key = table_digest(dataset, self.digest(files))
        kept = self.shelf.take(key)
        if kept is not None and fits(dataset, kept):
            return kept
        frame = parsed(dataset, files)
        self.shelf.keep(key, frame, dataset.key)
        return frame

    def kept(self, dataset: Dataset) -> Path | None:
        """The Parquet file of a dataset's table, made when it is not there; `None` on a read-only home that lacks it."""
        self.table(dataset)
        path = self.shelf.tables / f"{table_digest(dataset, self.digest(self.files(dataset)))}.parquet"
        return path if path.is_file() else None

    def bring(self, dataset: Dataset, file: Path, name: str | None = None) -> Path:
        """Take a copy of a user's file into the library, under the name of the `Download` that it fits; where it lies now.

        1. It fits the download called ``name``, or the one that bears its own name, or the only one that there is.
        2. It is parsed where it lies, with the dataset's other files; when those are not there yet, the parsing waits.
        3. Only then is it copied, whole, and an earlier file for the same download removed: a wrong file changes nothing.

        Raises `DataError` for a file that is not the dataset's, `UnknownName` when it fits no download, `OutputError` when it
        cannot be written.
        """
        if not file.is_file():
            told = "is a folder. Give the file in it" if file.is_dir() else "is not there. Check the path"
            raise DataError(f"{told}.", file=file)
        download = fitting(dataset, file, name)
        target = self.folder(dataset.key) / kept_as(download, file)
        files = {each.name: self.find(each, dataset.key) for each in dataset.downloads} | {download.name: file}
        there = {name: path for name, path in files.items() if path is not None}
        frame = parsed(dataset, there) if len(there) == len(files) else None
        self.take_in(file, target, download)
        if frame is not None:
            self.shelf.keep(table_digest(dataset, self.digest(self.files(dataset))), frame, dataset.key)
        return target

    def take_in(self, file: Path, target: Path, download: Download) -> None:
        """Copy a file to its place and remove what stood for the same download under other names."""
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise unreadable(file, problem) from problem
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise unwritable(target.parent, problem) from problem
        write_whole(target, data)
        for path in candidates(target.parent, download):
            if path.exists() and not path.samefile(target):
                path.unlink()

    def drop(self, dataset: Dataset) -> tuple[Path, ...]:
        """Remove a dataset's files and tables from the library; the mirror is left alone. What was removed."""
        folder = self.folder(dataset.key)
        files = tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
        try:
            if folder.is_dir():
                shutil.rmtree(folder)
        except OSError as problem:
            raise unwritable(folder, problem) from problem
        return (*files, *self.shelf.forget(dataset.key))

    def verify(self, dataset: Dataset) -> list[str]:
        """What is wrong with a dataset's files, in words: lacking, other than pinned, not to be parsed. Empty: all is well.

        Everything is read anew. A file in another format than the publisher's has no pinned hash.
        """
        try:
            files = self.files(dataset)
        except MissingSource as problem:
            return [str(problem)]
        problems = [
            f"{path}: its SHA-256 is {found[:12]}…, the publisher's {each.sha256[:12]}…. Get the file again."
            for each in dataset.downloads
            if each.sha256 and (path := files[each.name]).name == Path(each.name).name
            if (found := self.shelf.file_digest(path)) != each.sha256.lower()
        ]
        try:
            parsed(dataset, files)
        except CorcyraError as problem:
            problems.append(str(problem))
        return problems


def missing(datasets: Iterable[Dataset]) -> str:
    """The commands that get datasets: one for all that can be fetched, one for each that the user must bring.

    Those to be brought come with the page where a person gets the file, when the dataset names one.
    """
    wanted = list(datasets)
    fetched = list(dict.fromkeys(each.key for each in wanted if each.access == "fetch"))
    told = [f"corcyra sources fetch {' '.join(fetched)}"] if fetched else []
    for each in (each for each in wanted if each.access != "fetch"):
        page = next((place for one in each.downloads if (place := one.page or one.url)), "")
        told.append(f"corcyra sources add {each.key} FILE" + (f" (from {page})" if page else ""))
    return "; ".join(dict.fromkeys(told))


def parsed(dataset: Dataset, files: Mapping[str, Path]) -> pl.DataFrame:
    """The table of a dataset, held against what the dataset declares and sorted by its keys.

    Raises `DataError` with the file, also where the reader stumbles over it in another way than its own checks foresee.
    """
    for each in dataset.downloads:
        if each.name in files:
            check_whole(each, files[each.name])
    try:
        frame = dataset.parse(files)
        check_table(dataset, frame)
    except (CorcyraError, pl.exceptions.PolarsError, LookupError, ValueError, TypeError, ArithmeticError, OSError) as problem:
        if isinstance(problem, CorcyraError) and problem.file is not None:
            raise
        raise placed(dataset, files, problem) from problem
    return frame.sort(keys_of(dataset))


def check_whole(download: Download, path: Path) -> None:
    """Raise `DataError` for a table of text that is shorter than the publisher's and breaks off in the middle of a line.

    A cut in a row's last cell leaves nothing else to see; and some publishers' files end without a line end, whole as they are.
    """
    if not download.size or path.name != download.name or ending(path.name) not in (".csv", ".txt", ".tsv", ".tab"):
        return
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.seek(max(size - 1, 0))
            last = stream.read(1)
    except OSError:
        return  # the reader says what is wrong
    if 0 < size < download.size and last not in b"\r\n":
        told = f"has {size:,} bytes where the publisher's file has {download.size:,}, and breaks off in a line: it is cut off"
        raise DataError(f"{told}. Get it again, or add a line end when it is whole.", file=path)


def placed(dataset: Dataset, files: Mapping[str, Path], problem: Exception) -> DataError:
    """An error of a reader with the file, and the line where a cell is at fault that should be a number."""
    told = str(problem).partition("\n\nThis error occurred")[0]  # polars adds its own account to the errors of readers
    ours = isinstance(problem, CorcyraError)
    cell = odd_cell(dict.fromkeys(files.values()), told) if not ours or " in the column " in told else None
    if cell is not None:
        path, column, value, line = cell
        if not ours:
            told = f"{value!r} in the column {column} is no number. Get the publisher's file again."
        return DataError(told, file=path, line=line)
    place = ", ".join(dict.fromkeys(str(path) for path in files.values()))
    if ours:
        return DataError(told, file=place)
    told = f"{type(problem).__name__}: {told.strip().splitlines()[0] if told.strip() else 'no more is known'}"
    remedy = f"It is read as version {dataset.version}; get that one again."
    return DataError(f"source {dataset.key!r} cannot be parsed ({told}). {remedy}", file=place)


def fits(dataset: Dataset, frame: pl.DataFrame) -> bool:
    """Has a kept table the columns that the dataset declares? Its content was checked before it was kept."""
    keys, declared = keys_of(dataset), [field.name for field in dataset.columns]
    return set(frame.columns) == {*keys, *declared}


def fitting(dataset: Dataset, file: Path, name: str | None) -> Download:
    """The download that a user's file is for."""
    wanted = file.name if name is None else name
    for download in dataset.downloads:
        if wanted in {Path(each).name for each in names(download)}:
            return download
    if name is None and len(dataset.downloads) == 1:
        return dataset.downloads[0]
    known = tuple(each.name for each in dataset.downloads)
    raise UnknownName(
        f"file of the source {dataset.key!r}", wanted, known, remedy="Say which of these it is, or rename the file."
    )


def kept_as(download: Download, file: Path) -> str:
    """The name that a user's file gets in the library: one of its download's, or the download's with the file's ending added."""
    if file.name in {Path(each).name for each in names(download)}:
        return file.name
    given = ending(file.name)
    if not given:
        raise DataError("is in no format that Corcyra reads: csv, txt, tsv, parquet, xls, xlsx, dta, rda or rds.", file=file)
    own = Path(download.name).name
    return own if ending(own) == given else own + given


def unwritable(folder: Path, problem: OSError) -> OutputError:
    """The error for a folder of the library that cannot be changed."""
    reason = problem.strerror or problem
    return OutputError(f"cannot change the folder {folder}: {reason}. Name another library in CORCYRA_HOME.")


def unreadable(path: Path, problem: OSError) -> DataError:
    """The error for a file that is there and cannot be read."""
    return DataError(f"cannot be read: {problem.strerror or problem}. Check the file and its permissions.", file=path)

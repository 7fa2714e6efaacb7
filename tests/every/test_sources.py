"""What every source promises, held against what it gives; and the registry against the folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import polars as pl
import pytest

import corcyra.sources
from corcyra import world
from corcyra.sources import SOURCES
from corcyra.sources.source import KEYS, Source, check_source

KEYED = [pytest.param(source, id=source.key) for source in SOURCES]


def in_the_folder() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(corcyra.sources.__path__):
        loaded = importlib.import_module(f"corcyra.sources.{module.name}")
        classes = inspect.getmembers(loaded, inspect.isclass)
        found |= {
            cls.__name__ for _, cls in classes
            if cls.__module__ == loaded.__name__ and isinstance(getattr(cls, "key", None), str) and hasattr(cls, "read")
        }  # fmt: skip
    return found


def test_the_registry_is_the_folder() -> None:
    assert sorted(type(source).__name__ for source in SOURCES) == sorted(in_the_folder())


def test_the_registry_is_sorted_and_no_key_stands_twice() -> None:
    keys = [source.key for source in SOURCES]
    assert keys == sorted(set(keys))


def test_no_two_sources_give_a_column_of_the_same_name() -> None:
    names = [field.name for source in SOURCES for field in source.columns]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("source", KEYED)
def test_a_source_gives_what_it_says(source: Source) -> None:
    assert isinstance(source, Source)
    check_source(source)


@pytest.mark.parametrize("source", KEYED)
def test_a_source_is_documented(source: Source) -> None:
    doc = type(source).__doc__ or ""
    assert ">>>" in doc
    assert source.title
    assert source.version
    assert source.licence
    assert source.citations
    for field in source.columns:
        assert field.meaning
        assert field.unit
        assert field.family


@pytest.mark.parametrize("source", KEYED)
def test_a_source_cites_what_the_bibliography_has(source: Source) -> None:
    folder = Path(world.__file__).parent / "tables" / "bib"
    entries = {
        key
        for file in folder.glob("*.bib")
        for key in re.findall(r"@\w+\{([^,\s]+),", file.read_text(encoding="utf-8"))
    }
    assert set(source.citations) <= entries


@pytest.mark.parametrize("source", KEYED)
def test_a_source_reads_the_same_twice(source: Source) -> None:
    assert source.read().equals(source.read())


@pytest.mark.parametrize("source", KEYED)
def test_the_keys_are_whole_numbers_without_gaps(source: Source) -> None:
    frame = source.read().select(KEYS[source.unit])
    assert all(kind == pl.Int64 for kind in frame.dtypes)
    assert sum(frame.null_count().row(0)) == 0


@pytest.mark.parametrize("source", KEYED)
def test_the_files_of_a_bundled_source_are_there(source: Source) -> None:
    assert source.access != "bundled" or (source.files and all(file.is_file() for file in source.files))

"""What every dataset promises, held against what it gives; and the registry against the folder."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
from collections import Counter
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import corcyra.sources.datasets
from corcyra.sources import SOURCES
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.library import Library
from corcyra.sources.source import Source, check_source
from corcyra.world import citation

MIRROR = os.environ.get("CORCYRA_MIRROR", "")
KEYED = [pytest.param(dataset, id=dataset.key) for dataset in DATASETS]
FAMILIES = {field.family for source in SOURCES for field in source.columns} | {""}


def in_the_folder() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(corcyra.sources.datasets.__path__):
        if not module.name.startswith("_"):
            loaded = importlib.import_module(f"corcyra.sources.datasets.{module.name}")
            found |= {
                name for name, cls in inspect.getmembers(loaded, inspect.isclass)
                if cls.__module__ == loaded.__name__ and issubclass(cls, Dataset)
            }  # fmt: skip
    return found


def test_the_registry_is_the_folder() -> None:
    assert sorted(type(dataset).__name__ for dataset in DATASETS) == sorted(in_the_folder())


def test_the_registry_is_sorted_and_a_dataset_lies_in_the_file_of_its_key() -> None:
    keys = [dataset.key for dataset in DATASETS]
    assert keys == sorted(set(keys))
    assert [type(dataset).__module__.rpartition(".")[2] for dataset in DATASETS] == keys


def test_no_key_means_two_things() -> None:
    keys = Counter([*(dataset.key for dataset in DATASETS), *(source.key for source in SOURCES), "states"])
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_two_datasets_give_a_panel_a_column_of_the_same_name() -> None:
    names = Counter(field.name for dataset in DATASETS if dataset.unit != "records" for field in dataset.columns)
    assert [name for name, times in names.items() if times > 1] == []


def test_no_column_of_one_side_of_a_pair_has_the_name_of_another_column() -> None:
    """A field of states becomes two columns on pairs, with the suffixes 1 and 2: Polity's ``polity`` would be its ``polity2``."""
    sources = [each for each in (*DATASETS, *SOURCES) if each.unit != "records"]
    names = {field.name for source in sources for field in source.columns}
    sided = [field.name for source in sources if source.unit in ("state-year", "state") for field in source.columns]
    assert len(sided) > 100
    assert [name for name in sided if {f"{name}1", f"{name}2"} & names] == []


@pytest.mark.parametrize("dataset", KEYED)
def test_a_dataset_is_documented_and_says_where_it_comes_from(dataset: Dataset) -> None:
    doc = type(dataset).__doc__ or ""
    assert ">>>" in doc
    assert is_dataclass(dataset)
    assert dataset.title
    assert dataset.version
    assert dataset.licence
    assert dataset.citations
    assert set(dataset.citations) <= set(citation.keys())
    assert dataset.downloads
    assert {field.family for field in dataset.columns} <= FAMILIES
    assert all(field.meaning and field.unit for field in dataset.columns)
    assert all(download.page.startswith("http") for download in dataset.downloads)
    for download in dataset.downloads:
        assert download.url.startswith("https://") or (download.url == "" and dataset.access == "bring"), download


@pytest.mark.parametrize("dataset", KEYED)
def test_a_dataset_that_its_publisher_keeps_to_itself_has_no_address(dataset: Dataset) -> None:
    if dataset.access == "bring":
        assert not any(download.url for download in dataset.downloads)
    else:
        assert dataset.access == "fetch"


if MIRROR:

    @pytest.fixture(scope="module")
    def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
        return Library(tmp_path_factory.mktemp("home"), Path(MIRROR))

    def test_the_mirror_has_most_datasets(library: Library) -> None:
        assert {dataset.key for dataset in DATASETS if not library.has(dataset)} <= {
            "cow_alliances", "gsdb", "ideal_points_issues", "sipri_arms",
        }  # fmt: skip

    @pytest.mark.parametrize("dataset", KEYED)
    def test_a_dataset_gives_what_it_says_and_the_same_from_the_cache(dataset: Dataset, library: Library) -> None:
        if not library.has(dataset):
            return
        source = library.open(dataset)
        assert isinstance(source, Source)
        check_source(source)
        first = source.read()
        assert first.height
        assert first.equals(Library(library.home, Path(MIRROR)).open(dataset).read())

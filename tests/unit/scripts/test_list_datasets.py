"""The reference page of datasets is what the registry says today."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from corcyra.sources.datasets import DATASETS

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "scripts" / "list_datasets.py"
PAGE = ROOT / "docs" / "reference" / "datasets.md"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("list_datasets", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_the_page_is_up_to_date() -> None:
    made = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, check=True).stdout
    assert PAGE.read_text(encoding="utf-8").splitlines() == made.decode("utf-8").splitlines()


def test_every_dataset_has_one_row_of_eight_cells(script: ModuleType) -> None:
    lines = [line for line in script.page().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == [dataset.key for dataset in DATASETS]
    assert {line.replace("\\|", "").count("|") for line in lines} == {9}


def test_a_bar_in_a_cell_does_not_end_it(script: ModuleType) -> None:
    class Odd(type(DATASETS[0])):  # type: ignore[misc]
        title = "this | that"

    assert "this \\| that, version" in script.row(Odd())

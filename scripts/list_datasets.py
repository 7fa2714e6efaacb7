"""Print the reference page of all datasets, made from the registry.

Usage: python scripts/list_datasets.py > docs/reference/datasets.md
"""

from __future__ import annotations

import sys

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS

__all__ = ["main", "page", "row"]

HEAD = """# Datasets

Tables of the world's states that the user's library holds. `corcyra sources fetch KEY` gets the files from the addresses that the dataset
names; `corcyra sources add KEY FILE` takes one that you have, and is the only way where access is *bring*. `corcyra sources` tells what is
present, `corcyra sources codebook KEY` the columns. This page is made by `python scripts/list_datasets.py > docs/reference/datasets.md`.

- **unit**: what a row is. Dyads are unordered pairs of states, directed dyads ordered ones; *records* are tables that are no panel, such as
  disputes or spells.
- **years**: those that the table can speak of. Outside them everything is missing.
- **codes**: whose numbers the states have, `cow` (Correlates of War) or `gw` (Gleditsch and Ward).
- **licence**: the publisher's terms in short, which are no advice: read his page before you pass anything on.
- **cite**: keys of the bibliography; `corcyra sources cite KEY` writes out those of a dataset.

| key | what | unit | years | codes | access | licence | cite |
|---|---|---|---|---|---|---|---|
"""


def row(dataset: Dataset) -> str:
    """One line of the table.

    >>> from corcyra.sources.datasets.nmc import Nmc
    >>> row(Nmc()).split(" | ")[:4]
    ['| `nmc`', 'COW National Material Capabilities, version 7.0', 'state-year', '1816-2022']
    """
    cells = (
        f"`{dataset.key}`",
        f"{dataset.title}, version {dataset.version}",
        dataset.unit,
        str(dataset.covers),
        dataset.codes,
        dataset.access,
        dataset.licence,
        ", ".join(f"`{key}`" for key in dataset.citations),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"{row(dataset)}\n" for dataset in DATASETS)


def main() -> int:
    """Write the page to standard output, in UTF-8 and with plain line ends on every system."""
    sys.stdout.buffer.write(page().encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())

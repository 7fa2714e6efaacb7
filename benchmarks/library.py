"""Measure the library: the first use of every dataset that is there (parsed, checked, kept) and the second (from the cache).

Usage: CORCYRA_MIRROR=FOLDER python benchmarks/library.py [KEY ...]
Prints a Markdown table. The tables are kept in a temporary folder; the user's own library is only read.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from corcyra.errors import CorcyraError
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.library import Library
from corcyra.sources.shelf import Shelf

AGAIN = 5
"""Second uses, of which the median is told."""


def fresh(home: Path) -> Library:
    """The user's library as a new program sees it, its tables in another place."""
    library = Library.default()
    library.shelf = Shelf(home)
    return library


def seconds(dataset: Dataset, home: Path) -> tuple[float, int, int]:
    """Seconds of one use with all that a new program does, rows and columns."""
    start = time.perf_counter()
    frame = fresh(home).open(dataset).read()
    return time.perf_counter() - start, frame.height, frame.width


def row(dataset: Dataset, home: Path) -> str:
    """The line of one dataset."""
    try:
        first, rows, columns = seconds(dataset, home)
        again = sorted(seconds(dataset, home)[0] for _ in range(AGAIN))[AGAIN // 2]
    except CorcyraError as problem:
        return f"| {dataset.key} | | | {problem} | |"
    return f"| {dataset.key} | {rows:,} | {columns} | {first:.2f} | {again * 1000:.0f} |"


def main() -> None:
    """Print the table, for all datasets or those named."""
    wanted = [each for each in DATASETS if not sys.argv[1:] or each.key in sys.argv[1:]]
    print("| dataset | rows | columns | first use, s | second use, ms |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for dataset in wanted:
            print(row(dataset, Path(folder)), flush=True)


if __name__ == "__main__":
    main()

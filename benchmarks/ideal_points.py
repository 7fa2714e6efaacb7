"""Measure ideal points by the fast engine: seconds and rounds as sessions are added, all of them last. Prints a Markdown table.

Usage: CORCYRA_MIRROR=FOLDER python benchmarks/ideal_points.py [last session ...]
"""

from __future__ import annotations

import sys
import time

from corcyra.measures.ideal_points.points import ideal_points
from corcyra.measures.ideal_points.un import un_rolls
from corcyra.sources.library import Library

LAST = (10, 20, 40, 78)


def main() -> None:
    """One row per span of sessions."""
    library = Library.default()
    print("| sessions | votes | state-sessions | opening s | estimating s | processor s | rounds |")
    print("|---|---|---|---|---|---|---|")
    for last in [int(each) for each in sys.argv[1:]] or LAST:
        began = time.perf_counter()
        rolls = un_rolls(library, sessions=range(1, last + 1))
        opened, spent = time.perf_counter(), time.process_time()
        found = ideal_points(rolls)
        done = time.perf_counter()
        rounds = found.diagnostics["mode_rounds"] + found.diagnostics["mean_rounds"]
        print(
            f"| 1-{last} | {len(rolls):,} | {len(found):,} | {opened - began:.1f} | {done - opened:.1f} "
            f"| {time.process_time() - spent:.1f} | {rounds} |",
            flush=True,
        )


if __name__ == "__main__":
    main()

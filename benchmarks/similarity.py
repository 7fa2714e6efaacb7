"""Measure the similarity of portfolios: all pairs of states of all years, by kind. Prints a Markdown table (Linux).

Usage: python benchmarks/similarity.py [KIND ...]
Reads the user's library (CORCYRA_MIRROR, CORCYRA_HOME); each kind runs in a fresh interpreter, so that its peak memory is its own.
The processor's own seconds (of all threads) stand beside those of the clock, since a busy machine stretches the latter.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from corcyra.errors import CorcyraError
from corcyra.measures.portfolios import KINDS, portfolios
from corcyra.measures.similarity import STATISTICS, similarity

TABLE = tuple(each.name for each in STATISTICS if each.name.startswith(("s_", "pi", "kappa")))
"""S, π and κ with every weighting: the table that has a promise, 20 s on two cores."""
RUNS = 3


def row(kind: str) -> None:
    """Print the line of one kind: fastest of the runs."""
    start = time.perf_counter()
    held = portfolios(kind)
    built = time.perf_counter() - start
    clock, own = [], []
    for _ in range(RUNS):
        start, spent = time.perf_counter(), time.process_time()
        frame = similarity(held, TABLE)
        clock.append(time.perf_counter() - start)
        own.append(time.process_time() - spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    years = f"{held.years[0]}-{held.years[-1]}"
    print(f"| {kind} | {years} | {frame.height:,} | {built:.1f} | {min(clock):.1f} | {min(own):.1f} | {peak:.0f} |")


def main() -> None:
    """One kind in this interpreter when it is named, else all, each in its own."""
    if len(sys.argv) > 1:
        for kind in sys.argv[1:]:
            try:
                row(kind)
            except CorcyraError as problem:
                print(f"| {kind} | {problem} | | | | | |")
        return
    print(f"{len(TABLE)} statistics of every pair\n")
    print(
        "| portfolios | years | pairs | build, s | statistics, s | processor, s | peak MB |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    for kind in KINDS:
        subprocess.run([sys.executable, __file__, kind], check=True)


if __name__ == "__main__":
    main()

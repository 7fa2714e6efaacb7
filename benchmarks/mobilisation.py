"""Measure `mobilise`: time and peak memory for patrons, from the library's files. Prints a Markdown table (Linux).

Usage: python benchmarks/mobilisation.py [PATRON ...]   (default: USA RUS FRA CHN)
"""

from __future__ import annotations

import resource
import sys
import time
from itertools import pairwise

from corcyra.measures.mobilisation import Mobilisation, mobilise
from corcyra.sources.library import Library


def watched(patron: str, library: Library) -> tuple[Mobilisation, list[tuple[str, float]]]:
    """The result, and when each stage began."""
    stages: list[tuple[str, float]] = []
    found = mobilise(patron, library=library, tell=lambda stage, share: stages.append((stage, time.perf_counter())))
    return found, stages


def main() -> None:
    """One row a patron, with the time of each stage."""
    library = Library.default()
    print("| patron | seconds | switches | placebos that fail | stages | peak MB |\n|---|---|---|---|---|---|")
    for patron in sys.argv[1:] or ["USA", "RUS", "FRA", "CHN"]:
        began = time.perf_counter()
        found, stages = watched(patron, library)
        spent = time.perf_counter() - began
        parts = ", ".join(f"{stage} {after - at:.1f} s" for (stage, at), (_, after) in pairwise(stages))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        failed = found.placebos["fails"].sum()
        print(f"| {found.name} | {spent:.1f} | {found.switchers.height} | {failed} | {parts} | {peak:.0f} |")


if __name__ == "__main__":
    main()

"""Measure what should be fast: import, the main job, state look-up, dyad-years. Prints a Markdown table.

Usage: python benchmarks/main_job.py
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable


def run(code: str, repeat: int = 5) -> tuple[float, float]:
    """Median seconds and peak megabytes of a fresh interpreter that runs the code."""
    wrapped = f"{code}\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    times, peaks = [], []
    for _ in range(repeat):
        started = time.perf_counter()
        told = subprocess.run([sys.executable, "-c", wrapped], capture_output=True, text=True, check=True).stdout
        times.append(time.perf_counter() - started)
        peaks.append(int(told.split()[-1]) / 1024)
    return sorted(times)[repeat // 2], max(peaks)


def command(folder: str) -> Callable[[], tuple[float, float]]:
    """The whole command, from the shell to the folder."""

    def act() -> tuple[float, float]:
        before = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "corcyra", "study", "south-caucasus", "--out", folder], capture_output=True, check=True
        )
        return time.perf_counter() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    return act


def main() -> None:
    """Print one row for each thing measured."""
    rows = [
        ("a bare interpreter", *run("pass")),
        ("import corcyra", *run("import corcyra")),
        ("find_state in any script", *run("import corcyra; corcyra.find_state('Грузия')")),
        ("fact panels, all sources", *run("import corcyra; corcyra.fact_panels()")),
        ("directed dyad-years 1816-2016", *run("import corcyra as c; c.dyad_years(c.Years(1816, 2016), directed=True)", 3)),
    ]
    with tempfile.TemporaryDirectory() as folder:
        rows += [("corcyra study south-caucasus", *command(f"{folder}/out")()) for _ in range(3)]
    print("| what | seconds | peak MB |\n|---|---|---|")
    for name, seconds, peak in rows:
        print(f"| {name} | {seconds:.2f} | {peak:.0f} |")


if __name__ == "__main__":
    main()

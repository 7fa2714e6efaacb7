"""Measure what should be fast: import, the main job, state look-up, dyad-years. Prints a Markdown table (Linux).

Usage: python benchmarks/main_job.py
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STUDY = ["-m", "corcyra", "study", "south-caucasus", "--out"]
THINGS = (
    ("a bare interpreter", ["-c", "pass"]),
    ("import corcyra", ["-c", "import corcyra"]),
    ("find_state in any script", ["-c", "import corcyra; corcyra.find_state('Грузия')"]),
    ("fact panels, all sources", ["-c", "import corcyra; corcyra.fact_panels()"]),
    ("directed dyad-years 1816-2016", ["-c", "import corcyra as c; c.dyad_years(c.Years(1816, 2016), directed=True)"]),
    ("corcyra study south-caucasus", [*STUDY, "FOLDER"]),
)


def family(pid: int) -> list[int]:
    """A process and all processes that it started."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    children = [int(word) for word in told.read_text().split()] if told.exists() else []
    return [pid, *(each for child in children for each in family(child))]


def megabytes(pid: int) -> float:
    """Memory of a process, shared pages counted in part (PSS)."""
    try:
        found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def run(words: list[str]) -> tuple[float, float]:
    """Seconds, and the peak megabytes of the process with all that it started, of a fresh interpreter."""
    started, peak = time.perf_counter(), 0.0
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(megabytes, family(process.pid))))
            time.sleep(0.02)
    return time.perf_counter() - started, peak


def main() -> None:
    """Print the median of five runs of each thing, and the highest peak."""
    print("| what | seconds | peak MB |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, words in THINGS:
            runs = [run([folder if word == "FOLDER" else word for word in words]) for _ in range(5)]
            print(f"| {name} | {sorted(runs)[2][0]:.2f} | {max(peak for _, peak in runs):.0f} |", flush=True)


if __name__ == "__main__":
    main()

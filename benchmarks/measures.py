"""Measure the measures: each of WORLD_MEASURES in turn on panels of all states of the world. Prints a Markdown table (Linux).

Usage: python benchmarks/measures.py [synthetic|library] [FIRST LAST]

``library`` (the default where all datasets are there) takes the real panels; ``synthetic`` columns made up in memory on the real keys.
The years are 1946 to 2020 unless others are named. Beside the seconds on the clock stand those of the processor, which other work on
the machine disturbs less, and the peak memory of the process so far.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterable

import numpy as np
import polars as pl

from corcyra.errors import CorcyraError
from corcyra.measures import WORLD_MEASURES
from corcyra.measures.measure import apply
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.panels import Panels
from corcyra.panel.recipes import PAIRS, STATES, UNKNOWN
from corcyra.panel.table import Column, Panel
from corcyra.panel.world import world_panels
from corcyra.world.time import Years

SPAN = Years(1946, 2020)
MISSING = 0.3
"""Share of the made-up cells that are missing."""


def filled(panel: Panel, names: Iterable[str]) -> Panel:
    """The panel with columns of random numbers from 0 to 1, some missing."""
    random = np.random.default_rng(panel.height)
    values = {}
    for name in names:
        cells = np.where(random.random(panel.height) < MISSING, np.nan, random.random(panel.height))
        values[name] = pl.Series(name, cells).fill_nan(None)
    return panel.gain(values, {name: Column(name, "made up", "number") for name in values})


def synthetic(years: Years) -> Panels:
    """All states, with every column that a panel of the world has."""
    unknown = {of_states: [name for name, each in UNKNOWN if each == of_states] for of_states in (True, False)}
    grids = [*(each.name for each in STATES), *unknown[True]]
    cubes = [*(each.name for each in PAIRS), *unknown[False]]
    return Panels(filled(state_years(years), grids), filled(dyad_years(years, directed=True), cubes))


def panels_of(kind: str, years: Years) -> Panels:
    """Panels of all states, real or made up."""
    return synthetic(years) if kind == "synthetic" else world_panels(years)


def peak() -> int:
    """Peak memory of the process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def report(panels: Panels, kind: str) -> None:
    """Print what each measure takes, and all of them."""
    years, states = panels.shape
    print(
        f"{states} states, {years} years, {panels.dyads.height:,} directed dyad-years, {kind}; panels alone {peak()} MB\n"
    )
    print("| measure | seconds | of the processor | peak MB |\n|---|---|---|---|")
    clock = cpu = 0.0
    for measure in WORLD_MEASURES:
        began = time.perf_counter(), time.process_time()
        panels = apply(panels, measure)
        taken = time.perf_counter() - began[0], time.process_time() - began[1]
        clock, cpu = clock + taken[0], cpu + taken[1]
        print(f"| {measure.key} | {taken[0]:.2f} | {taken[1]:.2f} | {peak()} |", flush=True)
    print(f"| all | {clock:.1f} | {cpu:.1f} | {peak()} |")


def main(words: list[str]) -> None:
    """The kind and the years that are named, else the real panels where the library has them."""
    kinds = [word for word in words if not word.isdigit()]
    numbers = [int(word) for word in words if word.isdigit()]
    years, kind = Years(*numbers) if numbers else SPAN, kinds[0] if kinds else "library"
    try:
        panels = panels_of(kind, years)
    except CorcyraError as problem:
        if kinds:
            raise
        print(f"made-up columns are used: {problem}")
        kind, panels = "synthetic", synthetic(years)
    report(panels, kind)


if __name__ == "__main__":
    main(sys.argv[1:])

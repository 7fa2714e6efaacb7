"""Measure the two pipelines of panels: directed dyad-years and state-years 1816-2014 with every source. Prints Markdown tables (Linux).

Usage: python benchmarks/panels.py [synthetic|library]

``library`` (the default where all datasets are there) adds the real datasets by key; ``synthetic`` adds tables made up in memory with
as many rows and columns as the real ones. Each pipeline runs in a fresh interpreter, so that its peak memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from corcyra.errors import CorcyraError
from corcyra.panel.add import add
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.opening import opened
from corcyra.panel.spells import spells
from corcyra.panel.table import Panel
from corcyra.sources.library import Library
from corcyra.sources.source import KEYS, Field, Source, Unit
from corcyra.world import dyads
from corcyra.world.time import Years

SPAN = Years(1816, 2014)
GROWTH = (1850, 1900, 1950, 2014)
PAIRS = ("atop", "contiguity", "nmc", "majors", "gml", "democracy", "mindist", "rivalries_tss")
STATES = ("nmc", "majors", "democracy")
EVENTS = ("gmlmidongoing", "dispute", "mid_ongoing", "ongoing")
RUNS = 5


@dataclass(frozen=True)
class Made:
    """A table made up in memory, with the keys of real states."""

    key: str
    unit: Unit
    table: pl.DataFrame
    fills: dict[str, float]
    title: str = "made up"
    version: str = "1"
    citations: tuple[str, ...] = ("corcyra",)
    licence: str = "CC0-1.0"
    access: str = "bundled"
    covers: Years = SPAN
    codes: str = "cow"
    files: tuple[object, ...] = ()
    columns: tuple[Field, ...] = field(default=())

    def read(self) -> pl.DataFrame:
        """The table."""
        return self.table


def made(key: str, unit: Unit, rows: int, names: str, fill: bool = False) -> Made:
    """A random part of all units, so many rows, with columns of small numbers."""
    if unit == "state-year":
        keys = [*dyads.state_years(SPAN).T]
    else:
        keys = [*dyads.dyad_columns(SPAN, directed=unit == "directed-dyad-year")]
    random = np.random.default_rng(len(key))
    pick = np.sort(random.choice(keys[0].size, min(rows, keys[0].size), replace=False))
    columns = {name: each[pick] for name, each in zip(KEYS[unit], keys, strict=True)}
    columns |= {name: random.integers(0, 6, pick.size) * 1.0 for name in names.split()}
    fields = tuple(Field(name, "made up", "number") for name in names.split())
    return Made(key, unit, pl.DataFrame(columns), dict.fromkeys(names.split(), 0.0) if fill else {}, columns=fields)


def synthetic() -> dict[str, Source]:
    """Tables of the sizes of the real ones."""
    sizes: list[tuple[str, Unit, int, str, bool]] = [
        ("atop", "directed-dyad-year", 273_296, "defense offense neutral nonagg consul", True),
        ("contiguity", "dyad-year", 41_249, "conttype", True),
        ("nmc", "state-year", 15_951, "milex milper irst pec tpop upop cinc", False),
        ("majors", "state-year", 1_300, "major", True),
        ("gml", "directed-dyad-year", 10_338, "dispute onset hostlev fatal", True),
        ("democracy", "state-year", 15_951, "polity2 v2x_polyarchy xm_qudsest", False),
        ("mindist", "dyad-year", 952_000, "mindist", False),
        ("rivalries_tss", "dyad-year", 6_600, "rivalry", True),
    ]
    return {key: made(key, *rest) for key, *rest in sizes}  # type: ignore[misc,arg-type]


def sources(kind: str) -> dict[str, Source]:
    """The sources by key, real or made up."""
    if kind == "synthetic":
        return synthetic()
    return {key: opened(key, Library.default()) for key in PAIRS}


def timed(act: Callable[[], Panel], log: list[tuple[str, float]], name: str) -> Panel:
    """What the act gives; its seconds go to the log."""
    started = time.perf_counter()
    panel = act()
    log.append((name, time.perf_counter() - started))
    return panel


def pipeline(kind: str, unit: str, last: int = SPAN.last) -> tuple[Panel, list[tuple[str, float]]]:
    """One pipeline, and the seconds of each step; the sources' tables are read once before, as a cache would have them."""
    held = sources(kind)
    for source in held.values():
        source.read()
    years, log = Years(SPAN.first, last), list[tuple[str, float]]()
    if unit == "dyads":
        panel = timed(lambda: dyad_years(years, directed=True), log, "dyad_years")
    else:
        panel = timed(lambda: state_years(years), log, "state_years")
    for key in PAIRS if unit == "dyads" else STATES:
        panel = timed(lambda key=key, panel=panel: add(panel, held[key]), log, f"add {key}")  # type: ignore[misc]
    event = next((name for name in EVENTS if name in panel.columns), "")
    if event:
        panel = timed(lambda: spells(panel, event, cubed=True), log, "peace years, squared, cubed")
    return panel, log


def report(kind: str, unit: str) -> None:
    """Print what one pipeline takes: the fastest and the median of the runs, and the peak of the process."""
    logs = []
    for _ in range(RUNS):
        panel, log = pipeline(kind, unit)
        logs.append(dict(log))
        rows, columns = panel.height, len(panel.columns)
        del panel
    print(f"\n{unit}, {kind}: {rows:,} rows, {columns} columns\n\n| step | first run | median | fastest |\n|---|---|---|---|")
    for name in logs[0]:
        runs = sorted(log[name] for log in logs)
        print(f"| {name} | {logs[0][name]:.3f} | {runs[RUNS // 2]:.3f} | {runs[0]:.3f} |")
    totals = [sum(log.values()) for log in logs]
    print(f"| all | {totals[0]:.2f} | {sorted(totals)[RUNS // 2]:.2f} | {min(totals):.2f} |")
    print(f"\npeak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def growth(kind: str) -> None:
    """Print seconds against rows for ever longer spans."""
    print("\n| dyad-years 1816 to | rows | seconds (fastest of 3) | microseconds a row |\n|---|---|---|---|")
    for last in GROWTH:
        runs = []
        for _ in range(3):
            panel, log = pipeline(kind, "dyads", last)
            runs.append(sum(seconds for _, seconds in log))
        print(f"| {last} | {panel.height:,} | {min(runs):.2f} | {min(runs) / panel.height * 1e6:.2f} |")


def main(words: list[str]) -> None:
    """One part in this interpreter when it is named, else all, each in its own."""
    if len(words) == 2:
        report(*words) if words[1] != "growth" else growth(words[0])
        return
    kind = words[0] if words else "library"
    if not words:
        try:
            sources(kind)
        except CorcyraError as problem:
            print(f"made-up tables are used: {problem}")
            kind = "synthetic"
    for part in ("dyads", "states", "growth"):
        subprocess.run([sys.executable, __file__, kind, part], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Measure tracing. Prints Markdown tables.

Usage: python benchmarks/tracing.py [PART ...]

Without a part all of `PARTS` are measured: ``causal_models`` (update and query: seconds, memory, R-hat, effective draws).
"""

from __future__ import annotations

import resource
import sys
import time
import tracemalloc
from collections.abc import Callable

import polars as pl

from corcyra.tracing.causal_model.model import CausalModel, causal_model
from corcyra.tracing.causal_model.realise import Look


def cases(model: CausalModel, number: int) -> pl.DataFrame:
    """Simulated cases: X and Y always seen, W in 70 %, M in 40 % of those with X = 1; nodes that a model lacks are left out."""
    steps = [Look(("X", "Y")), Look("W", 0.7), Look("M", 0.4, where="X == 1")]
    return model.realise(number, seed=2, look=[step for step in steps if set(step.nodes) <= set(model.nodes)])


CAUSAL_MODELS = (
    ("X -> Y", 60),
    ("X -> Y", 600),
    ("X -> Y; X <-> Y", 600),
    ("X -> M -> Y; W -> Y; X <-> Y", 600),
    ("X -> M -> Y; X -> Y; W -> Y", 600),
    ("X -> Y", 20_000),
)


def causal_models() -> None:
    """Update on cases with missing cells, then four queries. Memory: the peak of what Python allots, and of the process so far."""
    print("| model | cases | method | update, s | processor, s | queries, s | allotted, MB | process, MB | R-hat | effective |\n|---|--:|---|--:|--:|--:|--:|--:|--:|--:|")
    for statement, number in CAUSAL_MODELS:
        model = causal_model(statement)
        data = cases(model, number)
        began, spent = time.perf_counter(), time.process_time()
        posterior = model.update(data, seed=1)
        updated, spent = time.perf_counter(), time.process_time() - spent
        posterior.query(["Y[X=1] - Y[X=0]", "Y[X=1] > Y[X=0]"], ["", "X == 1 & Y == 1"])
        done = time.perf_counter()
        process = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tracemalloc.start()
        model.update(data, seed=1).query("Y[X=1] - Y[X=0]")
        allotted = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        told = posterior.diagnostics
        found = "– | –" if told.rhat is None or told.effective is None else f"{told.rhat:.3f} | {told.effective:.0f}"
        print(
            f"| `{statement}` | {number:,} | {told.method} | {updated - began:.1f} | {spent:.1f} | {done - updated:.2f} | {allotted:.0f} | {process:.0f} | {found} |",
            flush=True,
        )


PARTS: dict[str, Callable[[], None]] = {"causal_models": causal_models}


def main() -> None:
    """Print the parts asked for."""
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()

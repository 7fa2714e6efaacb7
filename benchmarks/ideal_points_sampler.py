"""Measure the sampler of ideal points on all sessions of the General Assembly.

Usage: CORCYRA_MIRROR=FOLDER python benchmarks/ideal_points_sampler.py [ffbs|bsv_code] [ITERATIONS] [BURN]

FOLDER holds un_votes/ with the files of the R package unvotes, Matches.csv and the official estimates of April 2020. Prints seconds,
agreement with the official estimates by decade of sessions, and the diagnostics. How often intervals cover: ideal_points_coverage.py.

Measured on 2026-11-22, sessions 1 to 74 (797,473 votes, 10,469 state-sessions, 4,784 items), 500 + 1500 iterations, first_sd 5; processor
seconds of one thread, on a machine busy with other work; agreement of bsv_code from one earlier run, of ffbs from the mean of two:

| filter | processor seconds | r | RMSE | lowest r of a decade |
|---|---|---|---|---|
| bsv_code | 146 (2000 times .073, from 20 iterations) | .9979 | .065 | .9956 |
| ffbs | 285 | .9726 | .231 | .9729 |

Two chains of ffbs, one from `starts` and one from the official estimates, against each other: r .9990, RMSE .044; together against the
fast engine: r .9997, RMSE .023, standard deviations fast over ffbs 1.016 on average. R-hat of the points: median 1.011, nine tenths below
1.047, greatest 2.3; of the sessions' levels at most 1.13, of their spreads 1.12. What moves slowly are states at the end of the scale (the
United States, Czechoslovakia, the Soviet Union) together with the items on which they stand alone; 2000 iterations do not settle these.
So the exact posterior differs from the published estimates, not the exact engines from each other. Our reading, not tested: the published
code conditions on nothing of the session after and lets neither level nor spread of whole sessions move within such a run.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from corcyra.measures.ideal_points.rolls import RollCalls, roll_calls
from corcyra.measures.ideal_points.sampler import sample
from corcyra.sources.datasets.ideal_points import IdealPoints
from corcyra.sources.datasets.un_votes import UnVotes


def assembly(folder: Path) -> RollCalls:
    """The votes of sessions 1 to 74 with the published filters (Bailey, Strezhnev and Voeten 2017) and bridges."""
    votes = UnVotes()
    table = votes.parse({votes.downloads[0].name: folder / "un_votes.parquet"})
    calls = pl.read_csv(folder / "un_roll_calls.csv.gz", try_parse_dates=True).select(
        roll_call="rcid",
        session="session",
        part=(pl.col("date").dt.year() > 1989) & ((pl.col("amend").fill_null(0) == 1) | (pl.col("para").fill_null(0) == 1)),
    )
    kept = table.join(calls, on="roll_call").filter(
        ~pl.col("part"), pl.col("session") != 19, pl.col("state") != 511, ~((pl.col("state") == 560) & (pl.col("session") == 48))
    )
    links = pl.read_csv(folder / "Matches.csv").select("rcid1", "rcid2").rows()
    return roll_calls(kept.rename({"roll_call": "item", "un_vote": "vote"}), links=links)


def official(folder: Path) -> pl.DataFrame:
    """The official estimates of April 2020."""
    source = IdealPoints()
    table = source.parse({source.downloads[0].name: folder / "IdealpointestimatesAll_Apr2020.csv"})
    return table.select("state", (pl.col("year") - 1945).alias("session"), "idealpoint")


def assembly_run(way: str, iterations: int, burn: int) -> None:
    """One run on the Assembly's votes."""
    folder = Path(os.environ["CORCYRA_MIRROR"]) / "un_votes"
    calls = assembly(folder)
    begin = time.perf_counter()
    found = sample(calls, iterations=iterations, burn=burn, filter=way, seed=1, tell=tell)  # type: ignore[arg-type]
    seconds = time.perf_counter() - begin
    both = found.frame.join(official(folder), on=["state", "session"])
    gap = pl.col("point") - pl.col("idealpoint")
    scores = pl.corr("point", "idealpoint").alias("r"), (gap**2).mean().sqrt().alias("rmse"), pl.len()
    print(f"\n{calls}; {way}, {burn} + {iterations} iterations: {seconds:.0f} s")
    print(both.select(scores), both.group_by(decade=(pl.col("session") - 1) // 10).agg(scores).sort("decade"))
    print({name: round(value, 3) for name, value in found.diagnostics.items() if isinstance(value, float)})
    for name in ("rhat", "ess_bulk", "ess_tail"):
        print(name, np.nanquantile(found.diagnostics[name], [0.01, 0.5, 0.99]).round(3), "(1, 50, 99 %)")


def tell(stage: str, share: float) -> None:
    """Progress on one line."""
    print(f"\r{share:4.0%} {stage}        ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    way = sys.argv[1] if len(sys.argv) > 1 else "ffbs"
    iterations, burn = (int(each) for each in (sys.argv[2:4] if len(sys.argv) > 3 else ("1500", "500")))
    assembly_run(way, iterations, burn)

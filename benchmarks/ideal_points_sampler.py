"""Measure the sampler of ideal points on all sessions of the General Assembly, and how often its intervals cover simulated points.

Usage: CORCYRA_MIRROR=FOLDER python benchmarks/ideal_points_sampler.py [ffbs|bsv_code|coverage] [ITERATIONS] [BURN]

FOLDER holds un_votes/ with the files of the R package unvotes, Matches.csv and the official estimates of April 2020. Prints seconds,
agreement with the official estimates by decade of sessions, and the diagnostics.

Measured on 2026-11-22, two virtual cores shared with other work, sessions 1 to 74 (797,473 votes, 10,469 state-sessions, 4,784 items),
500 + 1500 iterations, one chain, seed 3, first_sd 5:

| filter | processor seconds | r | RMSE | lowest r of a decade | R-hat above 1.01 | median bulk ESS |
|---|---|---|---|---|---|---|
| bsv_code | 307 | .9979 | .065 | .9956 | 69 % | 69 |
| ffbs | 365 | .9721 | .233 | .9729 | 48 % | 80 |

Our reading, not yet checked against another engine: the published code does not move the level and the spread of whole sessions within such a run, so both stay near where it starts; the
exact sampler moves them, and the model holds them loosely in the first sessions. Coverage of 90 % intervals (20 states, 6 sessions,
first_sd 1, 6 runs of 1000 iterations after 333): .883 +- .007, R-hat up to 1.06.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from corcyra.measures.ideal_points.model import Model
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


def simulated(seed: int, states: int = 20, sessions: int = 6, items: int = 20, bridged: int = 4) -> tuple[RollCalls, np.ndarray]:
    """Votes made by the model, and the points behind them."""
    rng = np.random.default_rng(seed)
    steps = np.sqrt(0.25) * rng.normal(size=(states, sessions))
    steps[:, 0] = rng.normal(size=states)
    points = np.cumsum(steps, axis=1)
    points = (points - points.mean()) / points.std()
    shared = [(number, rng.normal(), *np.sort(rng.normal(size=2))) for number in range(bridged)]
    rows = []
    for t in range(sessions):
        own = [(1000 * (t + 1) + number, rng.normal(), *np.sort(rng.normal(size=2))) for number in range(items)]
        for item, beta, low, high in own + shared:
            latent = beta * points[:, t] + rng.normal(size=states)
            rows += [(i + 1, t + 1, item, 1 + int(z > low) + int(z > high)) for i, z in enumerate(latent)]
    return roll_calls(pl.DataFrame(rows, schema=["state", "session", "item", "vote"], orient="row")), points


def coverage(iterations: int, burn: int, runs: int = 20) -> None:
    """The share of true points within their 90 % intervals."""
    inside = []
    for seed in range(runs):
        calls, points = simulated(seed)
        anchor = int(np.argmax(points.sum(axis=1))) + 1
        frame = sample(calls, model=Model(anchors={anchor: 1}), iterations=iterations, burn=burn, seed=seed).frame
        truth = points.ravel()
        inside.append(np.mean((frame["low"].to_numpy() <= truth) & (truth <= frame["high"].to_numpy())))
    print(f"coverage of 90 % intervals: {np.mean(inside):.3f} +- {np.std(inside) / np.sqrt(runs):.3f}, {runs} runs")


if __name__ == "__main__":
    way = sys.argv[1] if len(sys.argv) > 1 else "ffbs"
    iterations, burn = (int(each) for each in (sys.argv[2:4] if len(sys.argv) > 3 else ("1500", "500")))
    coverage(iterations, burn) if way == "coverage" else assembly_run(way, iterations, burn)

"""The full posterior of ordinal ideal points: a Gibbs and Metropolis sampler that can be interrupted and resumed.

Two ways to draw the points through time. ``"ffbs"`` is exact for the model of `corcyra.measures.ideal_points.model`: items with
the latent votes summed out, then latent votes, then level and spread of whole sessions, then each state's whole path at once
(forward filtering, backward sampling).
``"bsv_code"`` does what the code published with Bailey, Strezhnev and Voeten (2017) does: each point given the last iteration's
mean of the session before, nothing of the session after, cut to ±5 and standardised in each iteration; small steps of the
cutpoints. It is close to the published estimates and has no exact posterior.

Every random number is found from the seed, the chain, the iteration and its place, so draws depend neither on the number of
threads nor on interruptions.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from corcyra.errors import ParameterError
from corcyra.measures.ideal_points import group_moves, kernels
from corcyra.measures.ideal_points.arranged import arranged
from corcyra.measures.ideal_points.diagnostics import summary
from corcyra.measures.ideal_points.model import Model, starts
from corcyra.measures.ideal_points.points import IdealPoints, silent
from corcyra.measures.ideal_points.resuming import Chain, Run, Settings, restored, saved
from corcyra.measures.ideal_points.rolls import RollCalls

__all__ = ["Filter", "fit", "sample"]

Filter = Literal["ffbs", "bsv_code"]
Floats = NDArray[np.float64]
Tell = Callable[[str, float], None]
WARM = 30
"""Ours: iterations of the exact sampler before the first, in which items also take every step that raises their posterior."""
SCATTER = 0.3
"""Ours: standard deviation of what is added to the starting points, so that chains start apart."""
FREE = 0.1
"""Ours: within the exact sampler the standard deviation of all points is 1 give or take this over the root of their number. Left
free, it would settle where the discriminations' prior and the walk pull it, and smooth more than the model says; held more
tightly, no path could move. What is left is taken out of each kept draw."""
PIECES = 8
"""Ours: stretches that an iteration's work is cut into, so that threads end together on a busy machine."""
FEW = 10_000
"""Ours: so few votes are worked on in less time than threads need to meet."""


def sample(
    calls: RollCalls,
    *,
    model: Model | None = None,
    iterations: int = 1500,
    burn: int = 500,
    chains: int = 1,
    thin: int = 1,
    filter: Filter = "ffbs",  # noqa: A002 - the literature's word
    seed: int = 0,
    threads: int | None = None,
    tell: Tell | None = None,
    save: str | Path | None = None,
    every: int = 100,
    resume: str | Path | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> IdealPoints:
    """Draw from the posterior of the ideal points and summarise the draws.

    1. Start from `corcyra.measures.ideal_points.model.starts`, a little apart for each chain (``"bsv_code"``: where that code
       starts).
    2. ``burn`` iterations are forgotten, ``iterations`` follow, every ``thin``-th is kept.
    3. Each kept draw is brought to mean 0, standard deviation 1 over all state-sessions and to the anchors' sign, and the
       items with it; so scale and sign never mix.

    The result's ``draws`` (float32) hold the chains one after the other: (chains * kept, state-sessions); ``diagnostics`` has
    the greatest R-hat, the least effective sample sizes and each state-session's. ``threads`` (default: the machine's cores,
    at most 8) change the time, never a draw. ``tell(stage, share)`` hears of progress, with the time that is left.

    ``save`` names a file that is written whole every ``every`` iterations and at the end; after an interrupt or a crash,
    ``resume`` with that file goes on from there and gives the draws that an uninterrupted run gives. It may also ask for more
    ``iterations`` than the run that was saved. Saving then goes on in the same file unless ``save`` names another.

    Raises `ParameterError` for settings outside their range, when no anchor votes, and for a file of another run;
    `DataError` for a file that is no saved run.

    >>> from corcyra.measures.ideal_points.rolls import roll_calls
    >>> votes = pl.DataFrame({"state": [1, 2, 3] * 4, "session": [1] * 6 + [2] * 6, "item": [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3,
    ...                       "vote": [1, 2, 3, 3, 1, 1, 1, 1, 3, 3, 3, 1]})
    >>> found = sample(roll_calls(votes), model=Model(anchors={3: 1}), iterations=50, burn=20, seed=1)
    >>> found.draws.shape, found.frame.columns
    ((50, 6), ['state', 'session', 'point', 'sd', 'low', 'high', 'votes'])
    """
    model = model or Model()
    settings = Settings(filter, burn, thin, seed, chains, model.smooth, model.first_sd, sorted(model.anchors.items()))
    check(settings, iterations, every, threads)
    votes = arranged(calls, model)
    place = save if save is not None else resume
    run = Run(settings, iterations, votes, tell or silent, None if place is None else Path(place), every, clock)
    with ThreadPoolExecutor(threads or min(os.cpu_count() or 1, 8)) as pool:
        states = begun(run, calls, model, pool) if resume is None else restored(run, Path(resume))
        for chain in range(chains):
            advance(run, states, chain, pool)
    return result(run, states, calls)


def fit(
    calls: RollCalls, model: Model, *, seed: int = 0, tell: Tell | None = None, state: Path | None = None,
    resume: bool = False, **options: Any,
) -> IdealPoints:  # fmt: skip
    """`sample` as `corcyra.measures.ideal_points.points.ideal_points` calls its engines; a file that is not there starts anew."""
    known = {"iterations", "burn", "chains", "thin", "filter", "threads", "every"}
    if odd := sorted(set(options) - known):
        raise ParameterError(f"the sampler has no option {', '.join(odd)}. It has: {', '.join(sorted(known))}.")
    older = state if resume and state is not None and state.exists() else None
    return sample(calls, model=model, seed=seed, tell=tell, save=state, resume=older, **options)


def check(settings: Settings, iterations: int, every: int, threads: int | None) -> None:
    """Raise `ParameterError` for a setting outside its range."""
    if settings.filter not in get_args(Filter):
        raise ParameterError(f"filter is one of {', '.join(get_args(Filter))}, given {settings.filter!r}.")
    wanted = {"chains": settings.chains, "thin": settings.thin, "every": every, "threads": threads or 1}
    for name, value in wanted.items():
        if value < 1:
            raise ParameterError(f"{name} is at least 1, given {value}.")
    if settings.burn < 0 or settings.seed < 0:
        raise ParameterError(f"burn and seed are not below 0, given {settings.burn} and {settings.seed}.")
    if iterations < settings.thin:
        raise ParameterError(f"iterations are at least thin, so that a draw is kept, given {iterations} and {settings.thin}.")


def key(run: Run, chain: int, iteration: int, step: int) -> np.uint64:
    """The key of a stream of random numbers."""
    return np.uint64(np.random.SeedSequence([run.settings.seed, chain, iteration, step]).generate_state(1, np.uint64)[0])


def begun(run: Run, calls: RollCalls, model: Model, pool: ThreadPoolExecutor) -> list[Chain]:
    """The chains before their first iteration: points from `starts`, items from their margins, then `WARM` exact iterations."""
    votes, settings = run.votes, run.settings
    point = starts(calls, votes.cells, model)
    if settings.filter == "bsv_code":
        return [published_start(run, calls, number) for number in range(settings.chains)]
    share = (np.cumsum(votes.tally, axis=1)[:, :2] + [0.5, 1.0]) / (votes.tally.sum(axis=1) + 1.5)[:, None]
    low, high = ndtri(share).T
    low = np.where(votes.tally[:, 0] > 0, low, -np.inf)
    high = np.where(votes.tally[:, 2] > 0, high, np.inf)
    chains = []
    for number in range(settings.chains):
        theta = point + SCATTER * np.random.default_rng([settings.seed, number]).normal(size=point.size)
        chain = fresh(run, (theta - theta.mean()) / theta.std(), np.zeros(low.size), low, high)
        for turn in range(WARM):
            exact(run, chain, [key(run, number, 0, 10 * turn + step) for step in range(4)], pool, warm=True)
        chain.moved[:] = 0
        chains.append(chain)
    return chains


def fresh(run: Run, theta: Floats, beta: Floats, low: Floats, high: Floats) -> Chain:
    """A chain that has kept nothing yet."""
    room = np.zeros((run.iterations // run.settings.thin, theta.size), np.float32)
    moved, items = np.zeros(low.size, np.int64), np.zeros((3, low.size))
    return Chain(theta, theta.copy(), beta, low.copy(), high.copy(), np.zeros(0), moved, room, items)


def published_start(run: Run, calls: RollCalls, number: int) -> Chain:
    """Where the published code starts.

    1. Points: +3 for the anchors on the positive side, -2 on the negative, 0 for all others.
    2. Discriminations: the sign of the difference between the sides' votes (the code's: United States less Russia; ours, for
       any anchors: the sides' means), else 0.
    3. Cutpoints: shares of yes, and of yes or abstention, stretched to -1 .. 1; latent votes are drawn with all points at 0.
    """
    votes, rng = run.votes, np.random.default_rng([run.settings.seed, number])
    side = votes.facing[calls.cells().of_vote]
    means = []
    for sign in (1, -1):
        count = np.bincount(calls.item, side == sign, len(calls.items))
        total = np.bincount(calls.item, (side == sign) * calls.vote, len(calls.items))
        means.append(np.divide(total, count, out=np.full(count.size, np.nan), where=count > 0))
    share = np.cumsum(votes.tally, axis=1)[:, :2] / votes.tally.sum(axis=1)[:, None]
    low, high = (2 * share - 1).T
    high = np.maximum(high, low + 1e-6)
    chain = fresh(run, np.select([votes.facing > 0, votes.facing < 0], [3.0, -2.0]), np.zeros(low.size), low, high)
    chain.beta = np.nan_to_num(np.sign(means[0] - means[1]))
    item = np.repeat(np.arange(low.size), np.diff(votes.item_pointer))
    edges = np.stack([np.zeros(low.size), ndtr(low), ndtr(high), np.ones(low.size)])
    below, above = edges[votes.item_vote - 1, item], edges[votes.item_vote, item]
    chain.latent = np.clip(ndtri(below + rng.random(item.size) * (above - below)), -kernels.CLIP, kernels.CLIP)
    return chain


def advance(run: Run, chains: list[Chain], number: int, pool: ThreadPoolExecutor) -> None:
    """Take a chain to its end, telling and saving on the way."""
    chain, settings = chains[number], run.settings
    while chain.done < run.length:
        begin = run.clock()
        streams = [key(run, number, chain.done + 1, step) for step in range(4)]
        if settings.filter == "ffbs":
            exact(run, chain, streams, pool)
        else:
            published(run, chain, streams, pool)
        chain.done += 1
        keep(run, chain)
        run.spent.append(run.clock() - begin)
        last = chain.done == run.length
        if run.place is not None and (last or chain.done % run.every == 0):
            saved(run, chains)
        if last or chain.done % 10 == 0:
            report(run, chains, number)


def stretches(pointer: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Stretches of items or cells with about as many votes each."""
    goals = np.linspace(0, pointer[-1], PIECES + 1)[1:-1]
    ends = [0, *np.searchsorted(pointer, goals).tolist(), pointer.size - 1]
    return [(one, two) for one, two in pairwise(ends) if one < two]


def share_out(pool: ThreadPoolExecutor, pointer: NDArray[np.int64], act: Callable[[int, int], None]) -> None:
    """An act on each stretch, by the threads, or on all at once where there are `FEW` votes; the first error is raised."""
    if pointer[-1] < FEW:
        act(0, pointer.size - 1)
        return
    for waiting in [pool.submit(act, first, last) for first, last in stretches(pointer)]:
        waiting.result()


def exact(
    run: Run, chain: Chain, streams: list[np.uint64], pool: ThreadPoolExecutor, *, warm: bool = False
) -> None:
    """One iteration of the exact sampler: items, latent votes, sessions as groups, paths."""
    v, c = run.votes, chain
    precision, weight = np.empty((2, 2, c.theta.size))
    mean, spread = np.empty((2, c.theta.size))

    def items(first: int, last: int) -> None:
        kernels.update_items(
            first, last, v.item_pointer, v.item_cell, v.item_vote, v.kind, c.theta, c.beta, c.low, c.high,
            streams[0], warm, c.moved,
        )  # fmt: skip

    def latent(first: int, last: int) -> None:
        kernels.latent_sums(
            first, last, v.cell_pointer, v.cell_item, v.cell_vote, c.theta, c.beta, c.low, c.high, v.groups.home,
            streams[1], precision, weight,
        )  # fmt: skip

    share_out(pool, v.item_pointer, items)
    share_out(pool, v.cell_pointer, latent)
    hold = c.theta.size / FREE**2
    group_moves.shift(v.groups, hold, streams[3], c.theta, c.beta, c.low, c.high, precision, weight)
    group_moves.stretch(v.groups, hold, streams[3], c.theta, c.beta, precision, weight)
    states = v.state_pointer.size - 1
    total, pull = precision.sum(axis=0), weight.sum(axis=0)
    kernels.draw_paths(
        0, states, v.state_pointer, total, pull, v.groups.step, v.start, hold, streams[2], c.theta, mean, spread
    )  # fmt: skip


def published(run: Run, chain: Chain, streams: list[np.uint64], pool: ThreadPoolExecutor) -> None:
    """One iteration as the published code has it; the scale is fixed within the chain."""
    v, c = run.votes, chain
    precision, weight = np.empty((2, c.theta.size))
    mean = np.empty(c.theta.size)

    def items(first: int, last: int) -> None:
        kernels.published_items(
            first, last, v.item_pointer, v.item_cell, v.item_vote, c.theta, c.beta, c.low, c.high, c.latent,
            streams[0], streams[1], c.moved,
        )  # fmt: skip

    def sums(first: int, last: int) -> None:
        kernels.stored_sums(first, last, v.cell_pointer, v.cell_item, v.cell_place, c.beta, c.latent, precision, weight)

    share_out(pool, v.cell_pointer, sums)
    kernels.published_paths(
        0, c.theta.size, v.before, precision, weight, v.published_step, c.mean, streams[2], c.theta, mean
    )  # fmt: skip
    c.mean = mean
    c.theta = (c.theta - c.theta.mean()) / c.theta.std(ddof=1)
    share_out(pool, v.item_pointer, items)


def keep(run: Run, chain: Chain) -> None:
    """Keep a draw: mean 0, standard deviation 1, the anchors' sign; the items' sums likewise."""
    after = chain.done - run.settings.burn
    if after < 1 or after % run.settings.thin:
        return
    middle, scale = float(chain.theta.mean()), float(chain.theta.std())
    point = (chain.theta - middle) / scale
    sign = -1.0 if float(run.votes.facing @ point) < 0 else 1.0
    chain.draws[after // run.settings.thin - 1] = sign * point
    shift = middle * chain.beta
    chain.items += np.stack([sign * scale * chain.beta, chain.low - shift, chain.high - shift])


def report(run: Run, chains: list[Chain], number: int) -> None:
    """Tell how far the run is and about how long it still takes."""
    done, total = sum(chain.done for chain in chains), run.length * len(chains)
    left = (total - done) * float(np.mean(run.spent[-100:]))
    which = f"chain {number + 1} of {len(chains)}, " if len(chains) > 1 else ""
    run.tell(f"{which}iteration {chains[number].done} of {run.length}, {lasting(left)} left", done / total)


def lasting(seconds: float) -> str:
    """A time in words.

    >>> lasting(7.2), lasting(190)
    ('about 7 s', 'about 3 min')
    """
    return f"about {seconds:.0f} s" if seconds < 90 else f"about {seconds / 60:.0f} min"


def result(run: Run, chains: list[Chain], calls: RollCalls) -> IdealPoints:
    """The draws summed up."""
    cells, settings = run.votes.cells, run.settings
    draws = np.stack([chain.draws for chain in chains])
    flat = draws.reshape(-1, draws.shape[2])
    low, high = np.quantile(flat, [0.05, 0.95], axis=0)
    told = summary(draws)
    frame = pl.DataFrame(
        {
            "state": np.array(calls.states)[cells.state],
            "session": np.array(calls.sessions)[cells.session],
            "point": flat.mean(axis=0, dtype=float),
            "sd": flat.std(axis=0, dtype=float, ddof=1 if len(flat) > 1 else 0),
            "low": low.astype(float),
            "high": high.astype(float),
            "votes": cells.votes.astype(np.int64),
        }
    )
    moves = [chain.moved.sum() / (chain.done * chain.moved.size) for chain in chains]
    diagnostics = {
        "rhat_max": worst(told["rhat"], np.max),
        "rhat_above_1.01": float(np.mean(told["rhat"] > 1.01)),
        "ess_bulk_min": worst(told["ess_bulk"], np.min),
        "ess_tail_min": worst(told["ess_tail"], np.min),
        "acceptance": float(np.mean(moves)),
        **told,
    }
    named = {each.name: getattr(settings, each.name) for each in fields(settings)} | {"anchors": dict(settings.anchors)}
    given = {"engine": "sampler", "iterations": run.iterations, **named}
    return IdealPoints(frame, item_frame(run, chains, calls), given, diagnostics, calls.dropped, flat)


def worst(values: Floats, act: Callable[[Floats], Any]) -> float:
    """The greatest or least of the values that there are; NaN when there are none."""
    known = values[~np.isnan(values)]
    return float(act(known)) if known.size else float("nan")


def item_frame(run: Run, chains: list[Chain], calls: RollCalls) -> pl.DataFrame:
    """Posterior means of the items' parameters; a border beyond which nobody voted is missing."""
    total = sum(chain.draws.shape[0] for chain in chains)
    beta, low, high = np.sum([chain.items for chain in chains], axis=0) / total
    tally = run.votes.tally
    return pl.DataFrame(
        {
            "item": np.array(calls.items),
            "discrimination": beta,
            "cut1": np.where(tally[:, 0] > 0, low, np.nan),
            "cut2": np.where(tally[:, 2] > 0, high, np.nan),
            "votes": tally.sum(axis=1),
        }
    ).with_columns(pl.col("cut1", "cut2").fill_nan(None))

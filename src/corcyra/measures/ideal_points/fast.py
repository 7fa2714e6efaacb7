"""The fast engine: a Gaussian approximation of the whole posterior, states and items jointly, without random numbers.

Points and items hang on each other, so fitting them by turns is slow. Here they are solved jointly:

1. *Mode.* Fisher scoring on all points and items at once. Items are eliminated (each has three parameters that only its own votes
   inform), which leaves a Gaussian for the points whose precision is block tridiagonal by session: `chain`. An item voted on in
   several sessions enters each session's block, not the blocks between them; a step that does not climb is halved.
2. *Mean.* The posterior is skewed, so its mean is not its mode. The mean is where the *expected* score is zero under the
   Gaussian with the covariance found (Opper and Archambeau 2009); the expectation takes eight points in the four
   parameters that each vote hangs on (the cubature of third degree, Arasaratnam and Haykin 2009).
3. *Uncertainty.* The covariance of the points with the items integrated out, on the surface where they have mean 0 and
   standard deviation 1; so it contains what the items leave open, which an approximation with independent factors loses. Here
   the ties between sessions that share items count too: `bridges`.

The upper cut is ``cut1 + exp(k)``; items with two kinds of votes have one cut and no k.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import DataError, ParameterError
from corcyra.files import write_whole
from corcyra.measures.ideal_points.bridges import whole_covariances
from corcyra.measures.ideal_points.joint import (
    Local,
    Work,
    climbed,
    covariances,
    held,
    laid_out,
    local,
    objective,
    opening,
    roots,
    step,
    system,
)
from corcyra.measures.ideal_points.model import Model, facing, starts
from corcyra.measures.ideal_points.points import NORMAL_90, IdealPoints, Tell
from corcyra.measures.ideal_points.rolls import RollCalls

__all__ = ["fit"]

Floats = NDArray[np.float64]
HALVINGS = 6
"""How often a step that does not climb is halved before it is taken as it is. Ours."""
NEAR, APPROACH = 0.1, 10
"""The first phase ends when points move by less, or after so many rounds. Ours: it only has to come near, and with items on which a
small bloc stands alone the mode lies far out on a flat ridge, which the mean does not."""
MOST = 0.999
"""The share of points whose moves decide whether a phase has settled. Ours."""
DAMPING = 0.5
"""How much of a round towards the mean is taken. Ours: whole rounds swing."""
LEAP, FURTHEST = 5, 20.0
"""Every so many rounds towards the mean the slow part that is left is leapt over, by at most so many moves. Ours."""
SHARES = {"mode": (0.05, 0.45), "mean": (0.45, 0.95)}
"""Where on the way each phase begins and ends. Ours: a round of the second takes longer, but it needs fewer."""


@dataclass(frozen=True, eq=False)
class Position:
    """Where the engine stands: points by cell; discrimination, cut1 and k by item. All that a saved state holds."""

    points: Floats
    items: Floats
    phase: str = "mode"
    round: int = 0
    seen: Local | None = None


@dataclass(eq=False)
class Run:
    """One run: the votes, whom to tell, where to save, and what it met."""

    work: Work
    tell: Tell
    state: Path | None
    mark: str
    tolerance: float
    rounds: int
    met: dict[str, Any] = field(default_factory=dict)


def fit(
    calls: RollCalls,
    model: Model,
    *,
    seed: int = 0,
    tell: Tell,
    state: Path | None = None,
    resume: bool = False,
    filter: str = "ffbs",  # noqa: A002 - the literature's word, as in the sampler
    tolerance: float = 1e-3,
    rounds: int = 60,
) -> IdealPoints:
    """Ideal points by the fast engine; see the module.

    ``filter`` is ``"ffbs"``, the exact posterior, and no other: what the published code approximates has no density to solve for.
    ``tolerance`` is the move that all but one in a thousand points stay below in the last round, ``rounds`` the most rounds;
    ``diagnostics`` says whether they sufficed. ``seed`` is not used.
    """
    if filter != "ffbs":
        raise ParameterError(
            f"the fast engine fits the exact posterior, filter='ffbs', given {filter!r}. "
            "The published approximation, 'bsv_code', is the sampler's: engine='sampler'."
        )
    if not (tolerance > 0 and rounds >= 1):
        raise ParameterError(f"tolerance is above 0 and rounds at least 1, given {tolerance} and {rounds}.")
    tell("start", 0.0)
    run = Run(laid_out(calls, model), tell, state, mark(calls, model), tolerance, rounds)
    if resume and state is not None and state.exists():
        position = taken(run, state)
        run.met["resumed"] = f"{position.phase}, round {position.round}"
    else:
        points = starts(calls, run.work.cells, model)
        position = Position(points, opening(run.work, points))
    for phase, after in (("mode", "mean"), ("mean", "done")):
        if position.phase == phase:
            position = replace(settled(run, position), phase=after, round=0)
            save(run, position)
    tell("uncertainty", 0.95)
    found = finished(run, model, position)
    tell("done", 1.0)
    return found


def settled(run: Run, position: Position) -> Position:
    """The rounds of one phase, until no point moves by more than the tolerance."""
    act, enough, rounds = (
        (to_mode, NEAR, min(run.rounds, APPROACH)) if position.phase == "mode" else (to_mean, run.tolerance, run.rounds)
    )
    low, high = SHARES[position.phase]
    widest, moved, share = enough * 10, np.inf, low
    last: tuple[Floats, Floats] | None = None
    while moved > enough and position.round < rounds:
        before = position
        position = act(run.work, position)
        move = (position.points - before.points, position.items - before.items)
        if last is not None and position.phase == "mean" and position.round % LEAP == 0:
            position = leapt(position, move, last)
            move = (position.points - before.points, position.items - before.items)
        last = move
        moved = float(np.quantile(np.abs(move[0]), MOST))
        widest = max(widest, moved)
        done = max(np.log(widest / max(moved, enough)) / np.log(widest / enough), position.round / rounds)
        share = max(share, low + (high - low) * float(done))
        run.tell(f"{position.phase}, round {position.round}", share)
        save(run, position)
    run.met[f"{position.phase}_rounds"] = position.round
    run.met[f"{position.phase}_last_move"] = moved
    return position


def leapt(position: Position, move: tuple[Floats, Floats], last: tuple[Floats, Floats]) -> Position:
    """The position where moves that shrink as these two did would end (Aitken's extrapolation); unmoved when they do not shrink."""
    shrink = float(move[0] @ last[0] / (last[0] @ last[0]))
    if not 0 < shrink < 1:
        return position
    further = min(shrink / (1 - shrink), FURTHEST)
    return replace(position, points=position.points + further * move[0], items=held(position.items + further * move[1]))


def to_mode(work: Work, position: Position) -> Position:
    """One round of Newton's method; the step is halved until the posterior does not fall."""
    points, items = position.points, position.items
    seen = local(work, points, items)
    move = step(work, system(work, points, seen), points, seen.score, 0.0)
    floor = objective(work, points, items)
    part = 1.0
    for _ in range(HALVINGS):
        reached = climbed(points, items, move, part, 0.0)
        if objective(work, *reached) >= floor:
            break
        part /= 2
    return replace(position, points=reached[0], items=reached[1], round=position.round + 1)


def to_mean(work: Work, position: Position) -> Position:
    """One round towards the mean: half of the step that slope and information expected under the last round's Gaussian ask for.

    Not all of it, and with the information averaged over rounds, since covariance and mean otherwise chase each other.
    """
    points, items = position.points, position.items
    before = position.seen or local(work, points, items)
    at = system(work, points, before)
    seen = local(work, points, items, roots(work, at, covariances(work, at))).eased(before, DAMPING)
    at = system(work, points, seen)
    spread = float(np.mean(variances(work, covariances(work, at))))
    points, items = climbed(points, items, step(work, at, points, seen.score, spread), DAMPING, spread)
    return replace(position, points=points, items=items, round=position.round + 1, seen=seen)


def variances(work: Work, joint: list[Floats]) -> Floats:
    """The variance of each cell's point."""
    found = np.empty(len(work.cells))
    for block, own, covariance in zip(work.grid.cells, work.grid.own, joint, strict=True):
        found[block[own]] = np.diag(covariance)[own]
    return found


def finished(run: Run, model: Model, position: Position) -> IdealPoints:
    """The estimates as tables, turned as the anchors say."""
    work, calls = run.work, run.work.calls
    joint = whole_covariances(work, position.points, position.seen or local(work, position.points, position.items))
    sign = facing(position.points, calls, work.cells, model)
    point, sd = sign * position.points, np.sqrt(variances(work, joint))
    states, sessions = np.array(calls.states), np.array(calls.sessions)
    frame = pl.DataFrame(
        {
            "state": states[work.cells.state],
            "session": sessions[work.cells.session],
            "point": point,
            "sd": sd,
            "low": point - NORMAL_90 * sd,
            "high": point + NORMAL_90 * sd,
            "votes": work.cells.votes,
        }
    )
    told = {
        each: covariance[np.ix_(own, own)]
        for each, own, covariance in zip(calls.sessions, work.grid.own, joint, strict=True)
    }
    settings = {"engine": "fast", "smooth": model.smooth, "first_sd": model.first_sd, "anchors": dict(model.anchors)}
    settings |= {"tolerance": run.tolerance, "rounds": run.rounds}
    settled_down = run.met.get("mean_last_move", 0.0) <= run.tolerance
    wrong = sum(
        model.anchors.get(calls.states[who], 0) * where < 0 for who, where in zip(work.cells.state, point, strict=True)
    )
    diagnostics = {**run.met, "converged": settled_down, "anchor_cells_on_the_other_side": int(wrong)}
    return IdealPoints(frame, tabled(work, position, sign), settings, diagnostics, calls.dropped, None, told)


def tabled(work: Work, position: Position, sign: int) -> pl.DataFrame:
    """The items' parameters; a cut that no votes mark is missing."""
    slope, cut, k = position.items.T
    seen = np.zeros((len(slope), 4), bool)
    seen[work.calls.item, work.calls.vote] = True
    upper = np.where(work.three, cut + np.exp(k), cut)
    table = pl.DataFrame({"item": work.calls.items, "discrimination": sign * slope, "cut1": cut, "cut2": upper})
    return table.with_columns(
        pl.when(pl.Series(seen[:, 1])).then("cut1").alias("cut1"),
        pl.when(pl.Series(seen[:, 3])).then("cut2").alias("cut2"),
        pl.Series("votes", np.bincount(work.calls.item)),
    )


def mark(calls: RollCalls, model: Model) -> str:
    """What a saved state belongs to: these votes under this model."""
    made = sha256(
        f"{calls.states} {calls.sessions} {calls.items} {model.smooth} {model.first_sd} {dict(model.anchors)}".encode()
    )
    for each in (calls.vote, calls.state, calls.item, calls.session):
        made.update(each.tobytes())
    return made.hexdigest()


def save(run: Run, position: Position) -> None:
    """Write the position whole, when there is a file to write to."""
    if run.state is None:
        return
    stream = io.BytesIO()
    np.savez(
        stream, points=position.points, items=position.items, phase=position.phase, round=position.round, mark=run.mark
    )
    write_whole(run.state, stream.getvalue())


def taken(run: Run, state: Path) -> Position:
    """The position that an earlier run saved; raises `DataError` for another file or one of other votes or settings."""
    try:
        with np.load(state, allow_pickle=False) as kept:
            position = Position(kept["points"], kept["items"], str(kept["phase"]), int(kept["round"]))
            mine = str(kept["mark"]) == run.mark
    except (OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, BadZipFile) as problem:
        raise DataError("is no saved state of the fast engine. Start anew without resume.", file=state) from problem
    if not mine:
        raise DataError("was saved for other votes or another model. Start anew, or give the same again.", file=state)
    return position

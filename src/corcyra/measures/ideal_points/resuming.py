"""A run of the sampler: its settings, where its chains stand, and the file from which it goes on."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corcyra.errors import DataError, ParameterError
from corcyra.files import write_whole
from corcyra.measures.ideal_points.arranged import Arranged

__all__ = ["Chain", "Run", "Settings", "restored", "saved"]

Floats = NDArray[np.float64]
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Settings:
    """What a run's draws depend on, beside the votes."""

    filter: str
    burn: int
    thin: int
    seed: int
    chains: int
    smooth: float
    first_sd: float
    anchors: list[tuple[int, int]]


@dataclass(eq=False)
class Chain:
    """Where a chain stands after ``done`` iterations, and what it has kept."""

    theta: Floats
    mean: Floats
    beta: Floats
    low: Floats
    high: Floats
    latent: Floats
    moved: NDArray[np.int64]
    draws: NDArray[np.float32]
    items: Floats
    done: int = 0


@dataclass(eq=False)
class Run:
    """One call of `sample`."""

    settings: Settings
    iterations: int
    votes: Arranged
    tell: Tell
    place: Path | None
    every: int
    clock: Callable[[], float]
    spent: list[float] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Iterations of a chain."""
        return self.settings.burn + self.iterations


def fingerprint(run: Run) -> str:
    """What a saved run must share with the run that goes on from it: the settings and the votes."""
    settings = json.dumps([getattr(run.settings, each.name) for each in fields(run.settings)])
    sums = hashlib.sha256(settings.encode())
    for array in (run.votes.item_pointer, run.votes.item_cell, run.votes.item_vote, run.votes.groups.step):
        sums.update(np.ascontiguousarray(array).tobytes())
    return sums.hexdigest()


def saved(run: Run, chains: list[Chain]) -> None:
    """Write where the run stands, whole or not at all."""
    kept: dict[str, Any] = {"mark": fingerprint(run)}
    for number, chain in enumerate(chains):
        rows = max(chain.done - run.settings.burn, 0) // run.settings.thin
        values = {each.name: getattr(chain, each.name) for each in fields(chain)} | {"draws": chain.draws[:rows]}
        kept |= {f"{name}_{number}": value for name, value in values.items()}
    stream = io.BytesIO()
    np.savez(stream, **kept)
    if run.place is not None:
        write_whole(run.place, stream.getvalue())


def restored(run: Run, place: Path) -> list[Chain]:
    """The chains as they were saved; raises `DataError` for another file and `ParameterError` for another run."""
    kept = taken(place)
    if str(kept["mark"]) != fingerprint(run):
        raise ParameterError(f"{place} is of a run with other votes or settings. Give the same, or start without resume.")
    chains = []
    for number in range(run.settings.chains):
        values = {each.name: part(kept, f"{each.name}_{number}", place) for each in fields(Chain)}
        done, held = int(values.pop("done")), values.pop("draws")
        if done > run.length:
            raise ParameterError(f"{place} holds {done} iterations already, more than the {run.length} asked for.")
        room = np.zeros((run.iterations // run.settings.thin, held.shape[1]), np.float32)
        room[: len(held)] = held
        chains.append(Chain(**values, draws=room, done=done))
    return chains


def taken(place: Path) -> dict[str, NDArray[Any]]:
    """What a file holds; raises `DataError` where it cannot be read or has no mark."""
    try:
        # Read first: numpy leaves a file open that it cannot understand.
        with np.load(io.BytesIO(place.read_bytes()), allow_pickle=False) as store:
            kept = {name: store[name] for name in store.files}
        kept["mark"]
    # A lone array opens, and then is no archive: the last two.
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, TypeError, AttributeError) as problem:
        raise DataError("is no saved run of the sampler. Name the file that an earlier run wrote to.", file=place) from problem
    return kept


def part(kept: dict[str, NDArray[Any]], name: str, place: Path) -> NDArray[Any]:
    """One of the arrays; raises `DataError` where another version of the program saved others."""
    if name not in kept:
        raise DataError(f"lacks {name}, which this version of the sampler saves. Start without resume.", file=place)
    return kept[name]

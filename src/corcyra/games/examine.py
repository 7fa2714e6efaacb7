"""A game looked at from all sides: its equilibrium, what moves its numbers, where it tips, and sweeps; ready to be told or stored."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass

import polars as pl

from corcyra.games.model import Model, Solution
from corcyra.games.statics import slopes, tipping_points
from corcyra.games.sweep import Sweep, sweep

__all__ = ["Examined", "examine"]


@dataclass(frozen=True, eq=False)
class Examined:
    """``model`` and its ``solution``; ``slopes`` and ``tipping`` as `corcyra.games.statics` gives them; ``sweeps``."""

    model: Model
    solution: Solution
    slopes: pl.DataFrame
    tipping: pl.DataFrame
    sweeps: tuple[Sweep, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Everything for a machine to read: plain lists, mappings, numbers; the keys do not change between versions.

        Missing numbers are None; infinite ones too, and ``infinite`` lists them.

        >>> from corcyra.games.models.commitment import Commitment
        >>> found = examine(Commitment(), [{"entrapment": [0.0, 2.0]}]).as_dict()
        >>> list(found)
        ['game', 'parameters', 'region', 'strategies', 'beliefs', 'payoffs', 'numbers', 'infinite', 'certificate', 'holds', 'explanation', 'tipping', 'slopes', 'sweeps']
        >>> found["sweeps"][0]["shares"]
        {'firm': 0.5, 'provocation': 0.0, 'distance': 0.5}
        """
        s = self.solution
        numbers = {"beliefs": s.beliefs, "payoffs": s.payoffs, "numbers": s.numbers}
        told = {name: {key: finite(value) for key, value in each.items()} for name, each in numbers.items()}
        return {
            "game": self.model.key,
            "parameters": dict(self.model.values),
            "region": asdict(s.region),
            "strategies": dict(s.strategies),
            **told,
            "infinite": [key for each in numbers.values() for key, value in each.items() if math.isinf(value)],
            "certificate": [asdict(each) for each in s.certificate],
            "holds": s.holds,
            "explanation": s.explanation,
            "tipping": self.tipping.to_dicts(),
            "slopes": self.slopes.to_dicts(),
            "sweeps": [of_sweep(each) for each in self.sweeps],
        }


def finite(value: float) -> float | None:
    """The number, None where it is missing or infinite."""
    return float(value) if math.isfinite(value) else None


def of_sweep(swept: Sweep) -> dict[str, object]:
    """A sweep's axes, shares and borders."""
    over = {name: {"from": float(v[0]), "to": float(v[-1]), "values": len(v)} for name, v in swept.over.items()}
    return {"over": over, "shares": swept.shares(), "borders": swept.borders().to_dicts()}


def examine(
    model: Model, over: Iterable[Mapping[str, Sequence[float]]] = (), *, executor: Executor | None = None
) -> Examined:
    """The game from all sides; ``over`` has the axes of each sweep (see `corcyra.games.sweep.sweep`, which may raise).

    >>> from corcyra.games.models.commitment import Commitment
    >>> found = examine(Commitment())
    >>> found.solution.region.key, found.tipping.height, found.sweeps
    ('firm', 3, ())
    """
    sweeps = tuple(sweep(model, each, executor=executor) for each in over)
    return Examined(model, model.solve(), slopes(model), tipping_points(model), sweeps)

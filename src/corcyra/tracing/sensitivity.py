"""How far a verdict stands: priors shifted, judgements halved and doubled, clues left out, and how wrong one must be to overturn it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError, UnknownName
from corcyra.tracing.dependence import clusters
from corcyra.tracing.evidence import listed
from corcyra.tracing.overturn import Overturn, overturn
from corcyra.tracing.weigh import Weighed, posterior, ratio, weigh

__all__ = [
    "Bound",
    "Carrier",
    "Sensitivity",
    "Shift",
    "bounds",
    "carriers",
    "leave_cluster_out",
    "leave_one_out",
    "leave_out",
    "likelihood_shifts",
    "prior_shifts",
    "scaled",
    "sensitivity",
]

Numbers = npt.NDArray[np.float64]

PRIOR_DB = 10.0
"""Ours: a reader whose prior odds are ten times ours is still in the same debate."""
FACTOR = 2.0
"""Ours: two careful coders may well differ by a factor of two."""


@dataclass(frozen=True, eq=False)
class Shift:
    """One change of the input and the ``posterior`` (H,) it gives; ``changes`` where another hypothesis leads; ``clipped`` where a probability met 1."""

    what: str
    hypothesis: str
    clue: str
    posterior: Numbers
    leader: str
    changes: bool
    clipped: bool = False

    def __str__(self) -> str:
        top = f"{self.leader} {self.posterior.max():.3f}"
        return f"{self.what}: {top}{', the verdict changes' if self.changes else ''}{' (clipped at 1)' if self.clipped else ''}"


def shift(
    weighed: Weighed, what: str, values: Numbers, *, hypothesis: str = "", clue: str = "", clipped: bool = False
) -> Shift:
    """A shift named after its cause. The verdict stays where the leader still has as much as any other."""
    before = weighed.hypotheses.index(weighed.leader)
    stays = values[before] >= values.max() * (1.0 - 1e-12)
    leader = weighed.leader if stays else weighed.hypotheses[int(values.argmax())]
    return Shift(what, hypothesis, clue, values, leader, not stays, clipped)


def tilted(prior: Numbers, at: int, db: float) -> Numbers:
    """Priors in which one hypothesis has its odds against the rest shifted; the rest keep their proportions."""
    values = np.array(prior)
    values[at] *= ratio(db)
    return np.asarray(values / values.sum())


def prior_shifts(weighed: Weighed, db: float = PRIOR_DB) -> tuple[Shift, ...]:
    """Each hypothesis's prior odds against the rest, lower and higher by so many dB.

    >>> from corcyra.tracing.weigh import example
    >>> [round(float(each.posterior[0]), 3) for each in prior_shifts(example())]
    [0.667, 0.995, 0.995, 0.667]
    """
    if not db >= 0.0:
        raise ParameterError(f"priors are shifted by 0 dB or more, not by {db}.")
    return tuple(
        shift(
            weighed,
            f"prior of {name} {change:+g} dB",
            posterior(tilted(weighed.prior, at, change), weighed.seen),
            hypothesis=name,
        )
        for at, name in enumerate(weighed.hypotheses)
        for change in (-db, db)
    )


def scaled(values: npt.ArrayLike, factor: float) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Probabilities times a factor, and where they had to be clipped at 1.

    >>> [each.tolist() for each in scaled([0.3, 0.8], 2.0)]
    [[0.6, 1.0], [False, True]]
    """
    product = np.asarray(values, dtype=np.float64) * factor
    return np.minimum(product, 1.0), np.asarray(product > 1.0)


def likelihood_shifts(weighed: Weighed, factor: float = FACTOR) -> tuple[Shift, ...]:
    """Each likelihood, P(clue as it turned out | hypothesis), divided and multiplied by the factor, one at a time; at 1 it is clipped, and that is said.

    Halving one of them halves its ratio to every rival, -3.01 dB.

    >>> from corcyra.tracing.weigh import example
    >>> len(likelihood_shifts(example())), str(likelihood_shifts(example())[0])
    (12, 'a under h / 2: h 0.909')
    """
    check_factor(factor)
    found = []
    for clue, name in enumerate(weighed.clues):
        for at, hypothesis in enumerate(weighed.hypotheses):
            for sign, times in (("/", 1.0 / factor), ("x", factor)):
                values = np.array(weighed.seen)
                value, clipped = scaled(values[clue, at], times)
                values[clue, at] = float(value)
                what = f"{name} under {hypothesis} {sign} {factor:g}"
                found.append(
                    shift(
                        weighed,
                        what,
                        posterior(weighed.prior, values),
                        hypothesis=hypothesis,
                        clue=name,
                        clipped=bool(clipped),
                    )
                )
    return tuple(found)


def check_factor(factor: float) -> None:
    """A factor of 1 or more."""
    if not factor >= 1.0:
        raise ParameterError(f"judgements are divided and multiplied by a factor of 1 or more, not by {factor}.")


def leave_out(weighed: Weighed, *clues: str) -> Shift:
    """The verdict as if nobody had looked for these clues: what depended on them falls back on its own judgement, if it has one.

    Raises `UnknownName` for a clue that was not weighed.

    >>> from corcyra.tracing.weigh import example
    >>> print(leave_out(example(), "a"))
    without a: h 0.667
    """
    for clue in clues:
        if clue not in weighed.clues:
            raise UnknownName("clue", clue, weighed.clues)
    again = weigh(
        weighed.likelihoods.unlooked(clues),
        dict(zip(weighed.hypotheses, weighed.prior.tolist(), strict=True)),
        dependences=weighed.dependences,
        pool=weighed.pool,
    )
    return shift(weighed, f"without {listed(clues)}", again.posterior, clue=clues[0] if len(clues) == 1 else "")


def leave_one_out(weighed: Weighed) -> tuple[Shift, ...]:
    """The verdict without each clue."""
    return tuple(leave_out(weighed, clue) for clue in weighed.clues)


def leave_cluster_out(weighed: Weighed) -> tuple[Shift, ...]:
    """The verdict without each group of two clues or more that hang together."""
    groups = clusters(weighed.clues, weighed.dependences)
    return tuple(leave_out(weighed, *group) for group in groups if len(group) > 1)


@dataclass(frozen=True)
class Carrier:
    """A clue's weight for the leader against the runner-up (dB), what the leader has without it, and whether the verdict then changes."""

    clue: str
    db: float
    posterior_without: float
    changes: bool

    def __str__(self) -> str:
        return f"{self.clue}: {self.db:+.2f} dB; without it {self.posterior_without:.3f}{', another leads' if self.changes else ''}"


def carriers(weighed: Weighed) -> tuple[Carrier, ...]:
    """The clues by how much they carry the verdict: those without which it changes first, then by weight for the leader.

    >>> from corcyra.tracing.weigh import example
    >>> print(carriers(example())[0])
    a: +10.00 dB; without it 0.667
    """
    db = weighed.between(weighed.leader, weighed.runner_up)
    place = weighed.at(weighed.leader)
    found = [
        Carrier(each.clue, db[each.clue], float(each.posterior[place]), each.changes) for each in leave_one_out(weighed)
    ]
    return tuple(sorted(found, key=lambda each: (not each.changes, -np.nan_to_num(each.db, nan=0.0), each.clue)))


@dataclass(frozen=True)
class Bound:
    """The least and the most that a hypothesis can have with every prior and judgement at its worst, or best, at once."""

    hypothesis: str
    low: float
    high: float
    clipped: tuple[str, ...]

    def __str__(self) -> str:
        note = f" (clipped at 1: {', '.join(self.clipped)})" if self.clipped else ""
        return f"{self.hypothesis}: between {self.low:.3f} and {self.high:.3f}{note}"


def bounds(weighed: Weighed, factor: float = FACTOR, db: float = PRIOR_DB) -> tuple[Bound, ...]:
    """All worst cases at once, and all best: its likelihoods divided by the factor, its rivals' multiplied (clipped at 1), its prior odds lower by ``db``.

    The bounds are wide by design: what holds within them needs no further argument.

    >>> from corcyra.tracing.weigh import example
    >>> print(bounds(example())[0])
    h: between 0.036 and 1.000 (clipped at 1: b under k, c under h)
    """
    check_factor(factor)
    found = []
    for at, name in enumerate(weighed.hypotheses):
        ends, met = [], np.zeros(weighed.seen.shape, dtype=bool)
        for own, change in ((1.0 / factor, -db), (factor, db)):
            times = np.full(len(weighed.hypotheses), 1.0 / own)
            times[at] = own
            product = weighed.seen * times
            met |= product > 1.0
            ends.append(float(posterior(tilted(weighed.prior, at, change), np.minimum(product, 1.0))[at]))
        clipped = tuple(f"{weighed.clues[clue]} under {weighed.hypotheses[place]}" for clue, place in np.argwhere(met))
        found.append(Bound(name, ends[0], ends[1], clipped))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Everything that was tried on a verdict. ``robust`` where no single change overturns it; ``lowest`` is the least the leader then has."""

    weighed: Weighed
    priors: tuple[Shift, ...]
    likelihoods: tuple[Shift, ...]
    left_out: tuple[Shift, ...]
    carriers: tuple[Carrier, ...]
    overturn: tuple[Overturn, ...]
    bounds: tuple[Bound, ...]

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """All single changes."""
        return (*self.priors, *self.likelihoods, *self.left_out)

    @property
    def robust(self) -> bool:
        """Whether the verdict stands every single change."""
        return not any(each.changes for each in self.shifts)

    @property
    def lowest(self) -> float:
        """The least that the leader has under any single change."""
        place = self.weighed.at(self.weighed.leader)
        return min((float(each.posterior[place]) for each in self.shifts), default=float(self.weighed.posterior[place]))

    def __str__(self) -> str:
        lead = self.weighed.leader
        changed = [str(each) for each in self.shifts if each.changes]
        stands = (
            "stands every single change"
            if self.robust
            else f"is overturned by {len(changed)} of {len(self.shifts)} single changes"
        )
        place = self.weighed.at(lead)
        lines = [f"{lead} {stands}; at its lowest {self.lowest:.3f}", f"all at once, {self.bounds[place]}"]
        if self.carriers:
            lines.append(f"carried by {self.carriers[0]}")
        return "\n".join([*lines, *(str(each) for each in self.overturn[:1]), *changed])


def sensitivity(weighed: Weighed, *, factor: float = FACTOR, db: float = PRIOR_DB) -> Sensitivity:
    """Every check on a verdict: priors +-``db``, each likelihood divided and multiplied by ``factor``, each clue and each cluster left out, bounds.

    >>> from corcyra.tracing.weigh import example
    >>> print(sensitivity(example()))
    h stands every single change; at its lowest 0.667
    all at once, h: between 0.036 and 1.000 (clipped at 1: b under k, c under h)
    carried by a: +10.00 dB; without it 0.667
    h over k (13.0 dB): overturned if every weight for it is 81 % smaller, if each is 6.99 dB smaller, if a is reversed, or if a and c fall away
    """
    return Sensitivity(
        weighed,
        prior_shifts(weighed, db),
        likelihood_shifts(weighed, factor),
        (*leave_one_out(weighed), *leave_cluster_out(weighed)),
        carriers(weighed),
        overturn(weighed),
        bounds(weighed, factor, db),
    )

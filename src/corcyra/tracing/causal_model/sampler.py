"""Draws from the posterior of data that are too many for the exact mixture: Hamiltonian Monte Carlo on all chains at once.

1. A set of parameters is gamma variables divided by their sum, which makes it Dirichlet; the sampler moves the logarithms of the gammas, where
   nothing is bounded and the prior is smooth.
2. Many chains start from the prior. The likelihood is raised to a power that grows to 1, so that the chains spread before they settle.
3. Momenta, leapfrog steps of a common size, accept or reject (Neal 2011). Step size by dual averaging (Hoffman and Gelman 2014), scales
   from the spread of the chains on their way (`corcyra.tracing.causal_model.scales`); a path is a quarter turn of a normal distribution of that scale.
4. Between paths the chains slide along the exact ridges of the posterior (`corcyra.tracing.causal_model.ridges`).
5. While an R-hat is 1.01 or more or an effective number below 400 (Vehtari and others 2021) the chains walk on to twice their length, of
   which every second draw is kept, up to three times; if that does not help the result says so.

Where data leave much open, the posterior is a long thin ridge: allotting cases to types and drawing parameters in turn (Gibbs)
moves along it by steps that shrink with the number of cases; paths along the gradient do not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.tracing.causal_model.diagnostics import worst
from corcyra.tracing.causal_model.events import Events
from corcyra.tracing.causal_model.likelihood import Likelihood
from corcyra.tracing.causal_model.mixture import prior_of, proportions
from corcyra.tracing.causal_model.ridges import Ridge
from corcyra.tracing.causal_model.scales import Scales

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["Sampled", "Tell", "sample"]

Floats = npt.NDArray[np.float64]
Tell = Callable[[str, float], None]
CHAINS = 32
"""Ours: chains cost little when they move together, and many show whether they agree."""
ANNEAL, SETTLE = 60, 120
"""Ours: iterations in which the likelihood grows, and in which scales are learned."""
TURN, PATHS = np.pi / 2, (8, 128)
"""A quarter turn takes a normal distribution of unit scale to independent draws (Neal 2011, section 5.3); the bounds on leapfrog steps are ours."""
SLIDES = 24
"""Ours: moves along the ridges of a district between two paths."""
ACCEPT = 0.8
"""The share of paths to accept (Hoffman and Gelman 2014 recommend .6 to .8)."""
MOST_RHAT, LEAST_EFFECTIVE = 1.01, 400
"""Vehtari and others (2021)."""
ROUNDS = 4
"""Ours: chains become eight times as long at most."""


@dataclass(frozen=True, eq=False)
class Sampled:
    """Draws of the parameters (draws, parameters) and what speaks for them.

    ``rhat`` is the worst and ``effective`` the least over all parameters and events; ``accepted`` the share of paths.
    """

    draws: Floats
    rhat: float
    effective: float
    accepted: float
    path: int
    chains: int

    @property
    def converged(self) -> bool:
        """Whether the chains agree and the draws are worth enough."""
        return self.rhat < MOST_RHAT and self.effective >= LEAST_EFFECTIVE


@dataclass(eq=False)
class Walk:
    """The chains on their way: positions ``u`` (chains, parameters) are logarithms of gammas."""

    model: CausalModel
    likelihood: Likelihood
    rng: np.random.Generator
    u: Floats
    step: float = 0.1
    power: float = 1.0
    scales: Scales = field(init=False)
    alphas: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.alphas = np.concatenate([self.model.alphas[node].ravel() for node in self.model.nodes])
        self.free = (self.alphas > 0).astype(np.float64)
        self.scales = Scales(self.model.layout)
        self.ridges = [Ridge(self.model, each, self.rng) for each in self.likelihood.districts if Ridge.fits(self.model, each)]
        self.ridges = [each for each in self.ridges if each.directions]
        self.density, self.slope = self.target(self.u)

    def values(self, u: Floats) -> Floats:
        """Parameter values at positions."""
        return proportions(np.exp(u) * self.free, self.model.layout)

    def target(self, u: Floats) -> tuple[Floats, Floats]:
        """The log density (chains) and its slope (chains, parameters)."""
        gammas, where = np.exp(np.minimum(u, 50.0)) * self.free, self.model.layout
        values = proportions(gammas, where)
        fit, slope = self.likelihood.gradient(values)
        values *= np.take(np.add.reduceat(slope, where.starts, axis=1), where.sets, axis=1)
        slope -= values
        slope *= self.power
        slope += self.alphas
        slope -= gammas
        return self.power * fit + u @ self.alphas - gammas.sum(axis=1), slope

    def move(self, path: int) -> tuple[float, Floats]:
        """One path of every chain: the mean chance of acceptance, and that of each chain."""
        momentum = self.rng.normal(size=self.u.shape) * self.free
        u, slope = self.u, self.slope
        before = self.density - 0.5 * (momentum**2).sum(axis=1)
        spread, gather = self.scales.spread, self.scales.gather
        with np.errstate(all="ignore"):
            pull = 0.5 * self.step * gather(slope)
            for _ in range(path):
                half = momentum + pull
                u = u + self.step * spread(half)
                density, slope = self.target(u)
                pull = 0.5 * self.step * gather(slope)
                momentum = half + pull
            gain = density - 0.5 * (momentum**2).sum(axis=1) - before
        chance = np.where(np.isfinite(gain), np.exp(np.minimum(np.nan_to_num(gain, nan=-np.inf), 0.0)), 0.0)
        took = self.rng.random(len(chance)) < chance
        self.u = np.where(took[:, None], u, self.u)
        self.slope = np.where(took[:, None], slope, self.slope)
        self.density = np.where(took, density, self.density)
        return float(chance.mean()), chance

    def slide(self) -> None:
        """Moves along the ridges, after which every chain's likelihood is what it was."""
        if not self.ridges:
            return
        values = self.values(self.u)
        totals = np.add.reduceat(np.exp(self.u) * self.free, self.model.layout.starts, axis=1)[:, self.model.layout.sets]
        for ridge in self.ridges:
            joint = ridge.district.joint(values).reshape(len(values), -1)
            ridge.values(ridge.walk(joint, min(SLIDES, 2 * len(ridge.directions))), values)
        self.u = np.where(self.free > 0, np.log(np.maximum(values * totals, 1e-30)), 0.0)
        self.temper(self.power)

    def length(self, path: int) -> int:
        """A length around the one wanted, so that paths do not come back to where they began."""
        return max(1, round(path * self.rng.uniform(0.2, 1.8)))

    def temper(self, power: float) -> None:
        """Give the likelihood another power."""
        self.power = power
        self.density, self.slope = self.target(self.u)


class Stride:
    """Dual averaging of the step size, with the constants of Hoffman and Gelman (2014, section 3.2)."""

    def __init__(self, step: float) -> None:
        self.centre, self.error, self.mean, self.count = np.log(10 * step), 0.0, 0.0, 0

    def after(self, accepted: float) -> float:
        """The next step to try."""
        self.count += 1
        self.error += (ACCEPT - accepted - self.error) / (self.count + 10)
        log = self.centre - np.sqrt(self.count) / 0.05 * self.error
        self.mean += self.count**-0.75 * (log - self.mean)
        return float(np.exp(np.clip(log, -12, 2)))

    @property
    def settled(self) -> float:
        """The averaged step."""
        return float(np.exp(np.clip(self.mean, -12, 2)))


def sample(model: CausalModel, events: Events, draws: int, rng: np.random.Generator, tell: Tell) -> Sampled:
    """Draws from the posterior; nodes that no event bears upon are drawn from the prior.

    >>> from corcyra.tracing.causal_model.model import causal_model
    >>> model = causal_model("X -> Y")
    >>> events = model.events({"X0Y0": 30, "X1Y1": 30})
    >>> found = sample(model, events, 1600, np.random.default_rng(1), lambda stage, share: None)
    >>> found.converged, found.draws.shape
    (True, (1600, 6))
    """
    prior = prior_of(model)
    start = np.log(np.maximum(prior.draw(CHAINS, rng), 1e-30))
    walk = Walk(model, Likelihood(model, events), rng, start)
    columns = np.concatenate([np.arange(model.layout.size)[model.layout.columns(node)] for node in walk.likelihood.relevant])
    path = warmed(walk, events.size, tell)
    per, accepted = max(4, -(-draws // CHAINS)), list[float]()
    chains = np.empty((CHAINS, 0, model.layout.size))
    for round_ in range(ROUNDS):
        kept = chains[:, (per - 1) % 2 :: 2]
        more = drawn(walk, path, per - kept.shape[1], 2**round_, accepted, partial(tell, f"drawing, round {round_ + 1}"))
        chains = np.concatenate([kept, more], axis=1)
        most, least = judged(walk, chains, columns)
        if most < MOST_RHAT and least >= min(LEAST_EFFECTIVE, draws / 4):
            break
    flat = chains.swapaxes(0, 1).reshape(-1, model.layout.size)[:draws]
    others = np.setdiff1d(np.arange(model.layout.size), columns)
    flat[:, others] = prior.draw(len(flat), rng)[:, others]
    return Sampled(flat, most, least, float(np.mean(accepted)), path, CHAINS)


def warmed(walk: Walk, cases: int, tell: Tell) -> int:
    """Bring the chains to the posterior, learn step and scales, and choose the length of a path."""
    stride, total, seen = Stride(walk.step), ANNEAL + SETTLE, list[Floats]()
    for number in range(total):
        if number < ANNEAL:
            walk.temper(float(min(1.0, 5.0 / max(cases, 1)) ** (1 - (number + 1) / ANNEAL)))
        walk.step = stride.after(walk.move(walk.length(10))[0])
        walk.slide()
        seen.append(walk.u)
        if number >= ANNEAL - 1 and (number + 1 - ANNEAL) % (SETTLE // 4) == 0 and number + 1 < total:
            walk.scales.learn(np.concatenate(seen[-(SETTLE // 4) :]))
            walk.step, stride, seen = stride.settled, Stride(stride.settled / 4), []
        tell("warming up", (number + 1) / total)
    walk.step = stride.settled
    path = int(np.clip(round(TURN / walk.step), *PATHS))
    stride = Stride(walk.step / 4)
    for _ in range(SETTLE // 4):
        walk.step = stride.after(walk.move(walk.length(path))[0])
        walk.slide()
    walk.step = stride.settled
    return path


def drawn(walk: Walk, path: int, number: int, apart: int, accepted: list[float], tell: Callable[[float], None]) -> Floats:
    """So many draws of every chain, so many iterations apart: (chains, draws, parameters)."""
    found = np.empty((len(walk.u), number, walk.u.shape[1]))
    for each in range(number):
        for _ in range(apart):
            accepted.append(walk.move(walk.length(path))[0])
            walk.slide()
        found[:, each] = walk.values(walk.u)
        tell((each + 1) / number)
    return found


def judged(walk: Walk, chains: Floats, columns: npt.NDArray[np.int64]) -> tuple[float, float]:
    """The worst R-hat and the least effective number over parameters that can vary and the chances of events."""
    flat = chains.reshape(-1, chains.shape[2])
    events = walk.likelihood.chances(flat).reshape(*chains.shape[:2], -1)
    both = np.concatenate([chains[..., columns], events], axis=2)
    moving = ~(both.std(axis=(0, 1)) <= 1e-9)  # a NaN is no constant
    if not moving.any():
        return 1.0, float(len(flat))
    return worst(both[..., moving])

"""The posterior of a causal model: draws or an exact mixture, what speaks for them, and the queries they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.causal_model.events import Events, event, read_events
from corcyra.tracing.causal_model.exact import MOST_COMPONENTS, exact_posterior
from corcyra.tracing.causal_model.mixture import Mixture, fits_memory, prior_of
from corcyra.tracing.causal_model.query import Answers, Belief, answered, ask, distribution
from corcyra.tracing.causal_model.realise import simulated
from corcyra.tracing.causal_model.sampler import LEAST_EFFECTIVE, MOST_RHAT, Tell, sample

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["METHODS", "Diagnostics", "Posterior", "belief_of", "update"]

Floats = npt.NDArray[np.float64]
METHODS = ("auto", "exact", "sample")
USING = ("parameters", "prior", "posterior")


@dataclass(frozen=True)
class Diagnostics:
    """How the posterior was found, and whether it can be relied on.

    ``method`` is exact or sample. Exact: ``components`` of the mixture and ``log_evidence``, the logarithm of the chance of the data as a
    sequence of cases. Sampled: the worst ``rhat`` and the least ``effective`` number of draws, ``accepted`` paths, ``chains``.
    """

    method: str
    components: int | None = None
    log_evidence: float | None = None
    rhat: float | None = None
    effective: float | None = None
    accepted: float | None = None
    chains: int | None = None

    @property
    def converged(self) -> bool:
        """True for the exact method, and where R-hat is below 1.01 with at least 400 effective draws."""
        return self.rhat is None or self.effective is None or (self.rhat < MOST_RHAT and self.effective >= LEAST_EFFECTIVE)

    @property
    def sentence(self) -> str:
        """One sentence, the warning first when there is one.

        >>> Diagnostics("sample", rhat=1.2, effective=31.0).sentence
        'NOT CONVERGED: R-hat 1.200 (wanted below 1.01), 31 effective draws (wanted 400). Do not report these numbers; add data, restrictions or draws.'
        """
        if self.method == "exact":
            return f"Exact: a mixture of {self.components:,} components."
        told = f"R-hat {self.rhat:.3f} (wanted below 1.01), {self.effective:.0f} effective draws (wanted 400)."
        if not self.converged:
            return f"NOT CONVERGED: {told} Do not report these numbers; add data, restrictions or draws."
        return f"Sampled by {self.chains} chains that agree: {told}"


@dataclass(frozen=True, eq=False)
class Posterior:
    """What is believed of a model's parameters after the data.

    ``draws`` (draws, parameters) lie in the order of ``model.table("parameters")``; ``mixture`` is there when the posterior is known exactly.

    >>> from corcyra.tracing.causal_model.model import causal_model
    >>> posterior = causal_model("X -> Y").update({"X0Y0": 1}, seed=1)
    >>> posterior.query("Y[X=1] - Y[X=0]").table.select("mean", "sd").row(0)
    (0.1..., 0.3...)
    """

    model: CausalModel
    events: Events
    draws: Floats
    diagnostics: Diagnostics
    mixture: Mixture | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def mean(self) -> Floats:
        """The mean of each parameter."""
        return self.mixture.mean() if self.mixture is not None else np.asarray(self.draws.mean(axis=0))

    def query(
        self,
        queries: str | Sequence[str] | Mapping[str, str],
        given: str | Sequence[str] | None = None,
        *,
        case: bool = False,
        using: str | Sequence[str] = "posterior",
        cred: float = 95,
        stats: Mapping[str, Callable[[Floats], float]] | None = None,
        join: str = "any",
    ) -> Answers:
        """As `CausalModel.query`, with the posterior as one more belief, and the default."""
        wanted = [using] if isinstance(using, str) else list(using)

        def believed(using: str, nodes: Sequence[str]) -> Belief:
            return self.belief if using == "posterior" else belief_of(self.model, using, len(self.draws), 0, nodes)

        return answered(self.model, wanted, believed, queries, given, case, cred, stats, join, self.notes)

    def distribution(self, query: str, given: str = "", *, join: str = "any") -> Floats:
        """The query for each draw of the posterior; NaN where the condition has no chance.

        >>> from corcyra.tracing.causal_model.model import causal_model
        >>> causal_model("X -> Y").update({"X0Y0": 1}, draws=500).distribution("Y[X=1]").shape
        (500,)
        """
        return distribution(ask(self.model, query, given, join), self.draws)

    @property
    def belief(self) -> Belief:
        """The posterior as queries take it."""
        return Belief("posterior", self.draws, self.mixture)

    def as_parameters(self) -> CausalModel:
        """The model with the posterior means as its parameter values."""
        return self.model.parameters(self.mean.tolist(), normalise=True)

    def realise(self, number: int, *, seed: int = 0) -> pl.DataFrame:
        """New cases, each from parameters of its own draw: what the posterior predicts."""
        rng = np.random.default_rng(seed)
        rows = rng.integers(len(self.draws), size=number)
        frames = [simulated(self.model, int((rows == row).sum()), self.draws[row], {}, rng)[0] for row in np.unique(rows)]
        return pl.concat(frames) if frames else simulated(self.model, 0, self.mean, {}, rng)[0]

    def table(self) -> pl.DataFrame:
        """A row for each parameter: name, mean, sd, low, high (95 %)."""
        low, high = np.percentile(self.draws, [2.5, 97.5], axis=0)
        names = self.model.table("parameters").select("name", "node", "set")
        return names.with_columns(
            mean=pl.Series(self.mean), sd=pl.Series(self.draws.std(axis=0, ddof=1)), low=pl.Series(low), high=pl.Series(high)
        )

    def __str__(self) -> str:
        told = f"{self.model.graph.text()}, after {self.events.size:,} cases in {len(self.events.counts)} kinds of events."
        return "\n".join([*self.notes, *([] if not self.diagnostics.converged else [self.diagnostics.sentence]), told])


def belief_of(model: CausalModel, using: str, draws: int, seed: int, nodes: Sequence[str] | None = None) -> Belief:
    """Parameters as values, or as the prior has them, drawn for some nodes only when they are named."""
    if using not in USING:
        raise UnknownName("belief", using, list(USING))
    if using == "posterior":
        raise ParameterError("the model has no posterior yet; wanted 'prior' or 'parameters'. Call model.update(data) and query what it returns.")
    if using == "parameters":
        return Belief(using, model.vector[None, :])
    prior = prior_of(model)
    return Belief(using, prior.draw(draws, np.random.default_rng(seed), nodes), prior)


def update(model: CausalModel, data: Any, censored: Sequence[str], method: str, draws: int, seed: int, tell: Tell) -> Posterior:
    """The posterior of a model; see `CausalModel.update`."""
    if method not in METHODS:
        raise UnknownName("method", method, list(METHODS))
    if draws < 2:
        raise ParameterError(f"draws is {draws}; wanted at least 2.")
    events, rng = shown(read_events(data, model.nodes), censored), np.random.default_rng(seed)
    fits_memory(draws, model.layout.size)
    possible(model, events)
    said = remarks(model, events)
    tell("exact mixture", 0.0)
    exact = None if events.seen and (method == "sample" or events.censored) else exact_posterior(model, events)
    if exact is not None:
        mixture, chance = exact
        tell("done", 1.0)
        told = Diagnostics("exact", mixture.components if events.seen else 1, chance)
        return Posterior(model, events, mixture.draw(draws, rng), told, mixture, tuple(said))
    if method == "exact" and events.censored:
        raise ParameterError("with censored events the posterior is no mixture; wanted method='sample', or 'auto'.")
    if method == "exact":
        raise ParameterError(
            f"the exact posterior of {events.size:,} cases has more than {MOST_COMPONENTS:,} components, or too many steps to them. Use method='sample', or 'auto'."
        )
    found = sample(model, events, draws, rng, tell)
    told = Diagnostics(
        "sample", rhat=found.rhat, effective=found.effective, accepted=found.accepted, chains=found.chains
    )
    tell("done", 1.0)
    return Posterior(model, events, found.draws, told, None, (*([] if told.converged else [told.sentence]), *said))


def shown(events: Events, censored: Sequence[str]) -> Events:
    """Events of which the censored ones never come into the data; without data that says nothing."""
    return replace(events, censored=tuple(event(name, events.nodes, "censored") for name in censored) if events.seen else ())


def possible(model: CausalModel, events: Events) -> None:
    """Refuse events that no causal type of the model produces."""
    for number, seen in enumerate(events.seen):
        asked = " & ".join(f"{node} == {value}" for node, value in zip(events.nodes, seen, strict=True) if value is not None)
        if not ask(model, asked).at.shape[1]:
            row = f"row {events.rows[number]}" if events.rows else f"event {number + 1}"
            raise DataError(
                f"{row}: {events.name(number)} cannot happen under the model's restrictions ({events.counts[number]} cases). "
                "Correct the row, or loosen the restriction that it contradicts."
            )


def remarks(model: CausalModel, events: Events) -> list[str]:
    """What the reader of the posterior should know of the data."""
    said = []
    unseen = [node for node in model.nodes if node not in events.observed]
    if unseen:
        said.append(f"No data on {', '.join(unseen)}: what is said of them comes from the prior and the graph.")
    if events.empty:
        said.append(f"{events.empty} rows in which no node was seen were left out.")
    if events.censored:
        said.append(f"Cases with {' or '.join(events.named(each) for each in events.censored)} are taken never to come into such data.")
    if events.ignored:
        said.append(f"Columns that are no nodes were left aside: {', '.join(events.ignored)}.")
    return said

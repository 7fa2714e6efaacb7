"""Queries: what a model says of effects, in the population and in a case.

With pi(t) the chance of causal type t, a query q(t) and a condition g(t), both worked out for each type:

- *population*: for each draw of the parameters the mean of q among the types for which g holds, sum of q g pi over sum of g pi. The draws of this
  ratio are its distribution; its mean is the mean of ratios.
- *case*: what to believe of one case in which g was seen, the parameters being uncertain. The case was drawn from the population, so that the
  clue also speaks about the parameters: E[sum of q g pi] over E[sum of g pi], the ratio of means. One number, without a spread.

The two agree when parameters are known. Humphreys and Jacobs (2023, chapters 4 and 5) give queries; nested counterfactuals after Pearl (2009).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.evaluate import evaluate, named
from corcyra.tracing.causal_model.grammar import parse, split_given
from corcyra.tracing.causal_model.mixture import Mixture
from corcyra.tracing.causal_model.nodal_types import Ints
from corcyra.tracing.causal_model.structure import closure, grid

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["Answers", "Asked", "Belief", "answered", "ask"]

Floats = npt.NDArray[np.float64]
Stats = Mapping[str, Callable[[Floats], float]]
CHUNK = 250_000
"""Ours: draws times causal types worked on at once, 2 MB a block: what a processor keeps at hand."""


@dataclass(frozen=True, eq=False)
class Belief:
    """Parameters as they are believed: draws (draws, parameters), and the mixture when it is known exactly."""

    using: str
    draws: Floats
    mixture: Mixture | None = None


@dataclass(frozen=True, eq=False)
class Asked:
    """A query on a model, worked out for the causal types that matter.

    ``at`` (nodes, types) are the parameters of each type, ``values`` q and ``holds`` g of each; types for which g fails are left out.
    """

    query: str
    given: str
    nodes: tuple[str, ...]
    at: Ints
    values: Floats
    conditional: bool

    def ratio(self, draws: Floats) -> tuple[Floats, Floats]:
        """Sum of q g pi and of g pi, for each draw."""
        over, under = np.empty(len(draws)), np.ones(len(draws))
        rows = max(1, CHUNK // max(1, self.at.shape[1]))
        for start in range(0, len(draws), rows):
            part = draws[start : start + rows]
            chance = np.ones((len(part), self.at.shape[1]))
            for row in self.at:
                chance *= part[:, row]
            over[start : start + rows] = chance @ self.values
            if self.conditional:
                under[start : start + rows] = chance.sum(axis=1)
        return over, under

    def means(self, belief: Belief) -> tuple[float, float]:
        """The means of both sums, exact when the mixture is known."""
        if belief.mixture is None:
            over, under = self.ratio(belief.draws)
            return float(over.mean()), float(under.mean())
        chance = belief.mixture.expected(self.nodes, self.at)
        return float(chance @ self.values), float(chance.sum()) if self.conditional else 1.0


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers to queries: a table, and what must be said before it.

    ``table`` has a row for each query, condition and belief: query, given, using, case, mean, sd, low, high (and own statistics).
    Quantities that do not exist are null. ``notes`` are sentences, the most important first.
    """

    table: pl.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def mean(self) -> float:
        """The mean of the first row."""
        return float(self.table["mean"][0])

    def __str__(self) -> str:
        return "\n".join([*self.notes, str(self.table)])


def ask(model: CausalModel, query: str, given: str = "", join: str = "any") -> Asked:
    """A query made ready; the condition may stand in the query after ``:|:``, and both hold then.

    Raises ParameterError: words out of place, unknown nodes, a condition that is a quantity.

    >>> from corcyra.tracing.causal_model.model import causal_model
    >>> asked = ask(causal_model("X -> Y"), "Y[X=1] > Y[X=0]", "X == 1 & Y == 1")
    >>> asked.at.shape, asked.values.tolist()     # X1 with Y01 or Y11
    ((2, 2), [1.0, 0.0])
    """
    words, inner = split_given(query)
    condition = " & ".join(f"({each})" if inner and given.strip() else each for each in (inner, given.strip()) if each)
    term = parse(words, model.nodes)
    terms = [term] + ([parse(condition, model.nodes)] if condition else [])
    nodes = closure(model.graph, [name for each in terms for name in named(each)]) or model.nodes[:1]
    types = grid(model.graph, model.kept, model.layout, nodes)
    possible = (model.prior_vector[types.at] > 0).all(axis=0)
    values, _ = evaluate(words, term, model.graph, types.codes, join)
    holds = possible & (values != 0)
    if condition:
        truth, logical = evaluate(condition, terms[1], model.graph, types.codes, join)
        if not logical:
            raise ParameterError(f"the condition {condition!r} is a quantity; wanted something true or false, such as 'X == 1'.")
        holds = possible & (truth > 0)
    return Asked(words, condition, nodes, types.at[:, holds], values[holds], bool(condition))


def answered(
    model: CausalModel,
    using: Sequence[str],
    believed: Callable[[str, Sequence[str]], Belief],
    queries: str | Sequence[str] | Mapping[str, str],
    given: str | Sequence[str] | None,
    case: bool,
    cred: float,
    stats: Stats | None,
    join: str,
    notes: Sequence[str] = (),
) -> Answers:
    """Every query under every condition and belief; see `CausalModel.query`."""
    if not 0 < cred < 100:
        raise ParameterError(f"cred is {cred:g}; wanted the share of the interval in percent, above 0 and below 100.")
    labelled = queries if isinstance(queries, Mapping) else {each: each for each in ([queries] if isinstance(queries, str) else queries)}
    conditions = [given or ""] if given is None or isinstance(given, str) else list(given)
    every = {(label, condition): ask(model, query, condition, join) for label, query in labelled.items() for condition in conditions}
    nodes = [node for node in model.nodes if any(node in asked.nodes for asked in every.values())]
    beliefs = [believed(each, nodes) for each in using]
    rows, said = [], list(notes)
    for (label, _), asked in every.items():
        if asked.conditional and not asked.at.shape[1]:
            said.append(f"{asked.given!r} cannot happen under the model's restrictions, so nothing is said of {label!r} given it.")
        about = {"query": label if isinstance(queries, Mapping) else asked.query, "given": asked.given or None}
        rows += [{**about, "using": each.using, "case": case, **figures(asked, each, case, cred, stats or {})} for each in beliefs]
    return Answers(pl.DataFrame(rows, schema=columns(stats or {})), tuple(dict.fromkeys(said)))


def columns(stats: Stats) -> dict[str, type[pl.DataType]]:
    """The columns of a table of answers."""
    words = {"query": pl.String, "given": pl.String, "using": pl.String, "case": pl.Boolean}
    return {**words, **dict.fromkeys(("mean", "sd", "low", "high", *stats), pl.Float64)}


def figures(asked: Asked, belief: Belief, case: bool, cred: float, stats: Stats) -> dict[str, float | None]:
    """Mean, spread and interval of one answer."""
    nothing: dict[str, float | None] = dict.fromkeys(("mean", "sd", "low", "high", *stats))
    if asked.conditional and not asked.at.shape[1]:
        return nothing
    over, under = asked.means(belief)
    if case:
        return {**nothing, "mean": over / under if under > 0 else None}
    values = distribution(asked, belief.draws)
    values = values[np.isfinite(values)]
    if not len(values):
        return nothing
    exact = belief.mixture is not None and not asked.conditional
    low, high = np.percentile(values, [50 - cred / 2, 50 + cred / 2])
    mean = over if exact else float(values.mean())
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    if exact and belief.mixture is not None:
        second = belief.mixture.second(asked.nodes, asked.at, asked.values)
        spread = spread if second is None else float(np.sqrt(max(0.0, second - mean**2)))
    own = {name: float(stat(values)) for name, stat in stats.items()}
    return {"mean": mean, "sd": spread, "low": float(low), "high": float(high), **own}


def distribution(asked: Asked, draws: Floats) -> Floats:
    """The query for each draw of the parameters; NaN where the condition has no chance."""
    over, under = asked.ratio(draws)
    return np.asarray(np.divide(over, under, out=np.full(len(over), np.nan), where=under > 0))

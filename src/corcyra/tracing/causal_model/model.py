"""Causal models of binary nodes: make one, restrict it, give it priors, update it on data, and ask.

After Humphreys and Jacobs (2023); the steps have the scope of the R package CausalQueries (Tietz and others 2026), in pure Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.events import Events, read_events
from corcyra.tracing.causal_model.graph import Graph, read_graph
from corcyra.tracing.causal_model.mixture import prior_of
from corcyra.tracing.causal_model.nodal_types import Ints, type_count
from corcyra.tracing.causal_model.posterior import Posterior, belief_of, update
from corcyra.tracing.causal_model.priors import set_parameters, set_priors
from corcyra.tracing.causal_model.query import Answers, answered, ask, distribution
from corcyra.tracing.causal_model.realise import Look, observe, outcomes, simulated
from corcyra.tracing.causal_model.restrict import confound, restrict
from corcyra.tracing.causal_model.sampler import Tell
from corcyra.tracing.causal_model.selection import labels as labels_of
from corcyra.tracing.causal_model.selection import select
from corcyra.tracing.causal_model.structure import Layout, layout
from corcyra.tracing.causal_model.tables import table

__all__ = ["CausalModel", "causal_model"]

Floats = npt.NDArray[np.float64]
Labels = Mapping[str, str | Sequence[str]] | Sequence[str] | str
DRAWS = 4000
"""Ours: the sampling error of a mean is then below a sixtieth of its standard deviation."""


def silent(stage: str, share: float) -> None:
    """Tell nobody."""


def causal_model(statement: str) -> CausalModel:
    """A causal model from its graph: ``->`` a possible effect, ``<->`` a common cause that is not seen, ``;`` between parts.

    Every nodal type is possible, every prior flat (Dirichlet with 1s), every parameter value even, until it is said otherwise.
    Raises ParameterError: statements that cannot be read (with the character), cycles, nodes that cause themselves, more than 4 parents or 12 nodes.

    >>> model = causal_model("Z -> X -> Y; X <-> Y")
    >>> model
    CausalModel(Z -> X; X -> Y; X <-> Y: 32 causal types, 22 parameters)
    >>> model.nodal_types["Y"]
    ('Y00', 'Y10', 'Y01', 'Y11')
    >>> model.parameter_sets
    ('Z', 'X', 'Y|X.00', 'Y|X.10', 'Y|X.01', 'Y|X.11')
    """
    graph = read_graph(statement)
    kept = {node: np.arange(type_count(len(graph.parents(node))), dtype=np.int64) for node in graph.nodes}
    where = layout(graph, {node: len(types) for node, types in kept.items()})
    alphas = {node: np.ones(where.shapes[node]) for node in graph.nodes}
    return CausalModel(graph, kept, alphas, {node: block / block.shape[-1] for node, block in alphas.items()})


@dataclass(frozen=True, eq=False, repr=False)
class CausalModel:
    """A causal model: a graph, the nodal types that are kept, their priors, and one point of parameter values.

    Make one with `causal_model`; every method gives a new model. ``kept`` has the codes of nodal types by node; ``alphas`` and ``values``
    have a block for each node, with an axis for each earlier node with which it is confounded and one for its own types. A prior of 0 marks a
    type that is ruled out in that set.
    """

    graph: Graph
    kept: Mapping[str, Ints]
    alphas: Mapping[str, Floats]
    values: Mapping[str, Floats]

    def __post_init__(self) -> None:
        for node, shape in self.layout.shapes.items():
            for block in (self.alphas[node], self.values[node]):
                if block.shape != shape or not np.isfinite(block).all() or (block < 0).any() or not (block.sum(axis=-1) > 0).all():
                    raise ParameterError(f"the priors or values of {node} are not {shape} numbers of at least 0. Make models with causal_model.")

    def __repr__(self) -> str:
        return f"CausalModel({self.graph.text()}: {self.causal_type_count:,} causal types, {self.layout.size:,} parameters)"

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes, causes first."""
        return self.graph.nodes

    @property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """The parents of each node, in the order of the digits of its labels.

        >>> causal_model("X -> M -> Y; X -> Y").parents["Y"]
        ('X', 'M')
        """
        return {node: self.graph.parents(node) for node in self.nodes}

    @cached_property
    def layout(self) -> Layout:
        """Where each parameter lies in the flat vector."""
        return layout(self.graph, {node: len(types) for node, types in self.kept.items()})

    @cached_property
    def vector(self) -> Floats:
        """The parameter values, flat."""
        return self.layout.flat(self.values)

    @cached_property
    def prior_vector(self) -> Floats:
        """The Dirichlet parameters, flat."""
        return self.layout.flat(self.alphas)

    @property
    def nodal_types(self) -> dict[str, tuple[str, ...]]:
        """The labels of each node's types; ``table("nodal_types")`` says what they mean."""
        return {node: tuple(f"{node}{kind}" for kind in labels_of(self, node)) for node in self.nodes}

    @property
    def causal_type_count(self) -> int:
        """How many combinations of nodal types there are."""
        return int(np.prod([float(len(types)) for types in self.kept.values()]))

    @property
    def parameter_sets(self) -> tuple[str, ...]:
        """The names of the sets, each of which adds to 1."""
        return tuple(self.table("parameters")["set"].unique(maintain_order=True))

    def table(self, what: str) -> pl.DataFrame:
        """What is inside: nodes, nodal_types, interpretation, parameters, causal_types, confounding, ambiguity, parameter_matrix, events.

        Raises UnknownName for another word.

        >>> print(*causal_model("X -> Y").table("nodal_types")["meaning"][2:], sep="\\n")
        Y = 0 when X = 0; 0 when X = 1
        Y = 1 when X = 0; 0 when X = 1
        Y = 0 when X = 0; 1 when X = 1
        Y = 1 when X = 0; 1 when X = 1
        """
        return table(self, what)

    def restrict(
        self, *statements: str, labels: Labels | None = None, keep: bool = False, given: str | None = None, join: str = "any"
    ) -> CausalModel:
        """The model without the nodal types for which a statement is true, or that are named; with ``keep``, with those alone.

        A statement speaks of one node under its parents; a parent left open takes both values, and the type is meant when ``any`` (or
        ``all``) make the statement true. Statements on one node add up. ``given`` confines it to the sets of a confounded node with a condition
        such as ``X.1``. Raises ParameterError: a node is left without types; UnknownName: no such label.

        >>> causal_model("X -> Y").restrict("Y[X=1] < Y[X=0]").nodal_types["Y"]
        ('Y00', 'Y01', 'Y11')
        >>> causal_model("X -> Y").restrict(labels=["Y01", "Y00"], keep=True).nodal_types["Y"]
        ('Y00', 'Y01')
        """
        return restrict(self, statements, labels, keep, given, join)

    def confound(self, *statements: str) -> CausalModel:
        """The model with double arrows added: the later node's types are drawn given the earlier one's.

        >>> causal_model("X -> Y").confound("X <-> Y").parameter_sets
        ('X', 'Y|X.0', 'Y|X.1')
        """
        model = self
        for statement in statements:
            model = confound(model, statement)
        return model

    def priors(
        self,
        alpha: str | float | Sequence[float] | Mapping[str, float],
        *,
        node: str | Sequence[str] | None = None,
        labels: Labels | None = None,
        statement: str | None = None,
        given: str | None = None,
        join: str = "any",
    ) -> CausalModel:
        """The model with other Dirichlet parameters: ``uniform`` (1), ``jeffreys`` (.5), ``certainty`` (10,000), a number, one for each that is meant, or a
        table by name.

        Node, labels, statement and given say which are meant; all of them when none is said. Raises ParameterError for numbers not above 0.

        >>> model = causal_model("X -> Y").priors(3, statement="Y[X=1] > Y[X=0]")
        >>> model.table("parameters")["prior"].to_list()
        [1.0, 1.0, 1.0, 1.0, 3.0, 1.0]
        """
        return set_priors(self, alpha, self.meant(node, labels, statement, given, join))

    def parameters(
        self,
        values: str | float | Sequence[float] | Mapping[str, float],
        *,
        node: str | Sequence[str] | None = None,
        labels: Labels | None = None,
        statement: str | None = None,
        given: str | None = None,
        join: str = "any",
        normalise: bool = False,
    ) -> CausalModel:
        """The model with other parameter values: a number, one for each that is meant, a table by name, or the ``mean`` of the prior.

        The rest of a set shares what is left in its old proportions; with ``normalise`` each set is divided by its sum instead.
        Raises ParameterError where that leaves no distribution.

        >>> causal_model("X -> Y").parameters({"Y.01": 0.7}).table("parameters")["value"].round(3).to_list()
        [0.5, 0.5, 0.1, 0.1, 0.7, 0.1]
        """
        return set_parameters(self, values, self.meant(node, labels, statement, given, join), normalise)

    def meant(self, node: Any, labels: Any, statement: Any, given: Any, join: str) -> Mapping[str, npt.NDArray[np.bool_]] | None:
        """The parameters that conditions mean, or None when there is no condition."""
        if all(each is None for each in (node, labels, statement, given)):
            return None
        return select(self, node=node, labels=labels, statement=statement, given=given, join=join)

    def update(
        self,
        data: Any,
        *,
        censored: str | Sequence[str] = (),
        method: str = "auto",
        draws: int = DRAWS,
        seed: int = 0,
        tell: Tell | None = None,
    ) -> Posterior:
        """The posterior, given cases (a table with 0, 1 and missing cells) or counts of events (``{"X1Y0": 12}``, or a table).

        ``auto`` takes the exact mixture while it has at most 20,000 components, else the sampler. ``censored`` are events such as ``X0Y0`` whose
        cases never come into such data: every case is then taken to be drawn from the rest, by the sampler. ``tell(stage, share)`` hears of progress.
        Raises DataError with the row: values that are not 0 or 1, events that the restrictions or the censoring make impossible.

        >>> posterior = causal_model("X -> Y").update({"X1Y1": 3, "X0Y0": 2})
        >>> posterior.diagnostics.sentence
        'Exact: a mixture of 12 components.'
        """
        out = [censored] if isinstance(censored, str) else list(censored)
        return update(self, data, out, method, draws, seed, tell or silent)

    def query(
        self,
        queries: str | Sequence[str] | Mapping[str, str],
        given: str | Sequence[str] | None = None,
        *,
        case: bool = False,
        using: str | Sequence[str] = "prior",
        cred: float = 95,
        stats: Mapping[str, Callable[[Floats], float]] | None = None,
        join: str = "any",
        draws: int = DRAWS,
        seed: int = 0,
    ) -> Answers:
        """Mean, standard deviation and interval of every query under every condition: by the prior, or by the parameter values.

        A query is a quantity (``Y[X=1] - Y[X=0]``) or a statement (``Y[X=1] > Y[X=0]``), a condition a statement, alone or after ``:|:``.
        ``case=True`` asks of one case in which the condition was seen: the ratio of means, one number (see `corcyra.tracing.causal_model.query`).
        ``stats`` are further functions of the draws. Raises ParameterError with the character where a query cannot be read.

        >>> model = causal_model("X -> Y")
        >>> model.query("Y[X=1] - Y[X=0]").table.select("mean", "sd").row(0)
        (0.0, 0.31622776601683794)
        >>> model.query("Y[X=1] > Y[X=0]", "X == 1 & Y == 1", case=True).mean
        0.5
        """
        wanted = [using] if isinstance(using, str) else list(using)
        return answered(
            self, wanted, lambda name, nodes: belief_of(self, name, draws, seed, nodes), queries, given, case, cred, stats, join
        )

    def distribution(
        self, query: str, given: str = "", *, using: str = "prior", join: str = "any", draws: int = DRAWS, seed: int = 0
    ) -> Floats:
        """The query for each draw of the prior (or for the parameter values); NaN where the condition has no chance.

        >>> causal_model("X -> Y").distribution("Y[X=1]", using="parameters")
        array([0.5])
        """
        asked = ask(self, query, given, join)
        return distribution(asked, belief_of(self, using, draws, seed, asked.nodes).draws)

    def outcomes(self, do: Mapping[str, int] | None = None) -> pl.DataFrame:
        """Every causal type, and the values its nodes take when some are set.

        >>> causal_model("X -> Y").outcomes({"X": 1}).rows()[2:4]
        [('X0.Y01', 1, 1), ('X0.Y11', 1, 1)]
        """
        return outcomes(self, do or {})

    def realise(
        self,
        number: int,
        *,
        seed: int = 0,
        using: str = "parameters",
        do: Mapping[str, int] | None = None,
        look: Sequence[Look] | None = None,
        types: bool = False,
    ) -> pl.DataFrame:
        """Simulated cases: from the parameter values, or from one draw of the prior.

        ``look`` is a data strategy: what is not looked at is missing. ``types`` adds the causal type of each case.

        >>> causal_model("X -> Y").restrict(labels="Y01", keep=True).realise(3, seed=1).rows()
        [(1, 1), (1, 1), (0, 0)]
        """
        if number < 0:
            raise ParameterError(f"{number} cases were asked for; wanted at least 0.")
        belief, rng = belief_of(self, using, 1, seed), np.random.default_rng(seed)
        frame, kinds = simulated(self, number, belief.draws[0], do or {}, rng)
        frame = frame if look is None else observe(self, frame, look, seed)
        return frame.with_columns(type=pl.Series(kinds, dtype=pl.String)) if types else frame

    def events(self, data: Any) -> Events:
        """Cases as events with their strategies and counts.

        >>> causal_model("X -> Y").events([{"X": 1, "Y": 0}, {"X": 1, "Y": None}]).table()["event"].to_list()
        ['X1', 'X1Y0']
        """
        return read_events(data, self.nodes)

    def draw(self, number: int, *, seed: int = 0) -> Floats:
        """Draws of the parameters from the prior: (number, parameters), in the order of ``table("parameters")``.

        >>> causal_model("X -> Y").draw(10).shape
        (10, 6)
        """
        return prior_of(self).draw(number, np.random.default_rng(seed))

"""The likelihood of events, with its gradient, without ever listing causal types.

Nodes joined by double arrows form a district. Given full values of all nodes, the districts answer independently, so the chance of
a pattern of full data is a product over districts of the chance that their nodal types answer their parents as seen; an event of which
parts are missing is the sum over the patterns that complete it. Where cases of some patterns never come into the data, every chance is
divided by that of coming in.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError, ParameterError
from corcyra.tracing.causal_model.events import Events, Seen
from corcyra.tracing.causal_model.exact import districts
from corcyra.tracing.causal_model.nodal_types import Ints, answers
from corcyra.tracing.causal_model.structure import closure

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["District", "Likelihood"]

Floats = npt.NDArray[np.float64]
MOST_CELLS = 2**23
"""Ours: nodal types of a district times settings of its nodes and their parents; 64 MB of numbers."""


class District:
    """The nodes joined by double arrows: which of their joint nodal types answer which setting as seen.

    ``fits`` (settings, joint types) is 1 where they do; ``setting`` (patterns) says which setting each pattern of full data is.
    """

    def __init__(self, model: CausalModel, nodes: tuple[str, ...], relevant: tuple[str, ...], patterns: Ints) -> None:
        self.nodes = nodes
        scope = [each for each in relevant if each in nodes or any(each in model.graph.parents(node) for node in nodes)]
        self.shape = tuple(len(model.kept[node]) for node in nodes)
        axes = {node: [nodes.index(each) for each in (*model.graph.partners(node), node)] for node in nodes}
        self.shapes = {node: [size if axis in own else 1 for axis, size in enumerate(self.shape)] for node, own in axes.items()}
        self.away = {node: tuple(axis + 1 for axis in range(len(nodes)) if axis not in own) for node, own in axes.items()}
        self.columns = {node: model.layout.columns(node) for node in nodes}
        values = patterns[:, [relevant.index(each) for each in scope]]
        settings, self.setting = np.unique(values, axis=0, return_inverse=True)
        self.setting = self.setting.ravel()
        if len(settings) * int(np.prod([float(each) for each in self.shape])) > MOST_CELLS:
            raise ParameterError(
                f"the nodal types of {', '.join(nodes)} together are {int(np.prod([float(each) for each in self.shape])):,}, too many to update. "
                "Restrict some of them."
            )
        self.fits = np.stack([self.fit(model, dict(zip(scope, row.tolist(), strict=True))) for row in settings]).astype(np.float64)
        self.collect = (self.setting[:, None] == np.arange(len(settings))).astype(np.float64)

    def fit(self, model: CausalModel, seen: dict[str, int]) -> npt.NDArray[np.bool_]:
        """Which joint types answer the parents as seen."""
        fit = np.ones(1, dtype=bool)
        for node in self.nodes:
            own = answers(model.kept[node], [np.asarray(seen[each]) for each in model.graph.parents(node)]) == seen[node]
            fit = (fit[:, None] & own).ravel()
        return fit

    def joint(self, values: Floats) -> Floats:
        """The chance of each joint type, for each row of parameter values: (rows, types of the first node, ...)."""
        result = self.spread(values, self.nodes[0])
        for node in self.nodes[1:]:
            result = result * self.spread(values, node)
        return result

    def spread(self, values: Floats, node: str) -> Floats:
        """A node's block with an axis of length 1 for every node of the district on which it does not depend."""
        return values[:, self.columns[node]].reshape(len(values), *self.shapes[node])

    def uses(self, weights: Floats, into: Floats) -> None:
        """Write weights of joint types (rows, types ...), added up by parameter."""
        for node in self.nodes:
            added = weights.sum(axis=self.away[node]) if self.away[node] else weights
            into[:, self.columns[node]] = added.reshape(len(weights), -1)


class Likelihood:
    """The chance of the events as a function of parameter values (rows, parameters)."""

    def __init__(self, model: CausalModel, events: Events) -> None:
        self.relevant = closure(model.graph, events.observed)
        every = np.array(list(product((0, 1), repeat=len(self.relevant))), dtype=np.int64)
        places = [events.nodes.index(node) for node in self.relevant]
        hidden = np.asarray(completing(events.censored, places, every).any(axis=0))
        full = completing(events.seen, places, every) & ~hidden
        for number in np.flatnonzero(~full.any(axis=1)).tolist():
            raise DataError(
                f"row {events.rows[number]}: {events.name(number)} is in the data, and among the censored events, whose cases are not. Leave one of them out."
            )
        used = full.any(axis=0) | hidden
        self.completes, self.hidden = full[:, used].astype(np.float64), hidden[used].astype(np.float64)
        self.counts = np.array(events.counts, dtype=np.float64)
        self.districts = [District(model, nodes, self.relevant, every[used]) for nodes in districts(model, self.relevant)]

    def chances(self, values: Floats) -> Floats:
        """The chance of each event: (rows, events)."""
        found = [each.joint(values).reshape(len(values), -1) @ each.fits.T for each in self.districts]
        return np.asarray(self.patterns(found) @ self.completes.T)

    def patterns(self, found: list[Floats]) -> Floats:
        """The chance of each pattern of full data (rows, patterns), from those of each district's settings."""
        result = np.take(found[0], self.districts[0].setting, axis=1)
        for one, each in zip(found[1:], self.districts[1:], strict=True):
            result *= np.take(one, each.setting, axis=1)
        return result

    def gradient(self, values: Floats) -> tuple[Floats, Floats]:
        """The log-likelihood (rows), and the expected use of each parameter (rows, parameters): its derivative by log values."""
        joints = [each.joint(values) for each in self.districts]
        found = [joint.reshape(len(values), -1) @ each.fits.T for joint, each in zip(joints, self.districts, strict=True)]
        patterns = self.patterns(found)
        events, shown = patterns @ self.completes.T, 1.0 - patterns @ self.hidden
        held = patterns * ((self.counts / events) @ self.completes + self.counts.sum() / shown[:, None] * self.hidden)
        used = np.zeros_like(values)
        for one, joint, each in zip(found, joints, self.districts, strict=True):
            pull = held @ each.collect / np.where(one > 0, one, 1.0)
            each.uses(joint * (pull @ each.fits).reshape(joint.shape), used)
        return np.log(events) @ self.counts - self.counts.sum() * np.log(shown), used


def completing(seen: Sequence[Seen], places: Sequence[int], every: Ints) -> npt.NDArray[np.bool_]:
    """Which patterns of full data (patterns, nodes) complete each event: (events, patterns)."""
    wanted = np.array([[-1 if row[place] is None else row[place] for place in places] for row in seen], dtype=np.int64)
    wanted = wanted.reshape(len(seen), 1, len(places))
    return np.asarray(((wanted == every) | (wanted < 0)).all(axis=2))

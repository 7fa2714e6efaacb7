"""The likelihood of events, with its gradient, without ever listing causal types.

Nodes joined by double arrows form a district. Given full values of all nodes, the districts answer independently, so the chance of
a pattern of full data is a product over districts of the chance that their nodal types answer their parents as seen; an event of which
parts are missing is the sum over the patterns that complete it.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.events import Events
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
        self.axes = {node: [nodes.index(each) for each in (*model.graph.partners(node), node)] for node in nodes}
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
        result = np.ones((len(values), *([1] * len(self.nodes))))
        for node in self.nodes:
            result = result * self.spread(values, node)
        return result

    def spread(self, values: Floats, node: str) -> Floats:
        """A node's block with an axis of length 1 for every node of the district on which it does not depend."""
        shape = [self.shape[axis] if axis in self.axes[node] else 1 for axis in range(len(self.nodes))]
        return values[:, self.columns[node]].reshape(len(values), *shape)

    def uses(self, weights: Floats, into: Floats) -> None:
        """Add up weights of joint types (rows, types ...) by parameter."""
        for node in self.nodes:
            away = tuple(axis + 1 for axis in range(len(self.nodes)) if axis not in self.axes[node])
            into[:, self.columns[node]] = weights.sum(axis=away).reshape(len(weights), -1)


class Likelihood:
    """The chance of the events as a function of parameter values (rows, parameters)."""

    def __init__(self, model: CausalModel, events: Events) -> None:
        self.relevant = closure(model.graph, events.observed)
        seen = [[row[events.nodes.index(node)] for node in self.relevant] for row in events.seen]
        every = np.array(list(product((0, 1), repeat=len(self.relevant))), dtype=np.int64)
        wanted = np.array([[-1 if value is None else value for value in row] for row in seen], dtype=np.int64)
        full = ((wanted[:, None] == every) | (wanted[:, None] < 0)).all(axis=2)
        used = full.any(axis=0)
        self.completes = full[:, used].astype(np.float64)
        self.counts = np.array(events.counts, dtype=np.float64)
        self.districts = [District(model, nodes, self.relevant, every[used]) for nodes in districts(model, self.relevant)]

    def chances(self, values: Floats) -> Floats:
        """The chance of each event: (rows, events)."""
        patterns: Floats = np.ones(1)
        for each in self.districts:
            found = each.joint(values).reshape(len(values), -1) @ each.fits.T
            patterns = patterns * found[:, each.setting]
        return np.asarray(patterns @ self.completes.T)

    def gradient(self, values: Floats) -> tuple[Floats, Floats]:
        """The log-likelihood (rows), and the expected use of each parameter (rows, parameters): its derivative by log values."""
        joints = [each.joint(values) for each in self.districts]
        found = [joint.reshape(len(values), -1) @ each.fits.T for joint, each in zip(joints, self.districts, strict=True)]
        patterns: Floats = np.ones(1)
        for one, each in zip(found, self.districts, strict=True):
            patterns = patterns * one[:, each.setting]
        events = patterns @ self.completes.T
        held = patterns * ((self.counts / events) @ self.completes)
        used = np.zeros_like(values)
        for one, joint, each in zip(found, joints, self.districts, strict=True):
            pull = held @ each.collect / np.where(one > 0, one, 1.0)
            each.uses(joint * (pull @ each.fits).reshape(joint.shape), used)
        return np.log(events) @ self.counts, used

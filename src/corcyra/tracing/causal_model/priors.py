"""Priors and parameter values: Dirichlet distributions over the nodal types of each set, and one point among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError, UnknownName
from corcyra.tracing.causal_model.selection import names

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["PRIORS", "set_parameters", "set_priors"]

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
PRIORS = {"uniform": 1.0, "jeffreys": 0.5, "certainty": 10_000.0}
"""Dirichlet parameters by name: 1 is flat over the simplex, 0.5 is Jeffreys' for a multinomial, 10,000 all but fixes equal shares (the words and
numbers of CausalQueries, Tietz and others 2026)."""


def set_priors(model: CausalModel, alpha: object, masks: Mapping[str, Mask] | None) -> CausalModel:
    """The model with other Dirichlet parameters; see `CausalModel.priors`."""
    blocks = changed(model, model.alphas, alpha, masks, "prior")
    for node, block in blocks.items():
        wrong = (model.alphas[node] > 0) & ~((block > 0) & np.isfinite(block))
        if wrong.any():
            name = names(model, node)[int(np.flatnonzero(wrong)[0])]
            raise ParameterError(f"the prior of {name} is {block[wrong][0]:g}; wanted a number above 0. To rule a type out, use restrict.")
    return replace(model, alphas={node: np.where(model.alphas[node] > 0, block, 0.0) for node, block in blocks.items()})


def changed(
    model: CausalModel, blocks: Mapping[str, Floats], given: object, masks: Mapping[str, Mask] | None, what: str
) -> dict[str, Floats]:
    """Blocks with some numbers replaced: one number or word for those meant, a number for each of them, or a table by name."""
    if isinstance(given, Mapping):
        if masks is not None:
            raise ParameterError(f"a table of {what}s names its parameters itself; leave out node, labels, statement and given, or give numbers.")
        return by_name(model, blocks, {str(name): number(value, what) for name, value in given.items()}, what)
    if isinstance(given, str) and given in PRIORS and what == "prior":
        given = PRIORS[given]
    if isinstance(given, Sequence | np.ndarray) and not isinstance(given, str):
        return listed(blocks, masks, [number(each, what) for each in given], what)
    value = number(given, what)
    meant = everything(blocks) if masks is None else masks
    return {node: np.where(meant[node], value, block) if node in meant else block for node, block in blocks.items()}


def number(value: object, what: str) -> float:
    """A number, or a refusal that says what can be given."""
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return float(value)
    also = "".join(f", {word!r}" for word in PRIORS) if what == "prior" else ""
    raise ParameterError(f"the {what} {value!r} was given; wanted a number{also}, a number for every parameter, or a table by name.")


def by_name(model: CausalModel, blocks: Mapping[str, Floats], table: Mapping[str, float], what: str) -> dict[str, Floats]:
    """Blocks with the numbers of a table of parameter names."""
    left, fresh = dict(table), {node: block.copy() for node, block in blocks.items()}
    for node, block in fresh.items():
        for place, name in enumerate(names(model, node)):
            if name in left:
                block.flat[place] = left.pop(name)
                if not model.alphas[node].flat[place]:
                    raise ParameterError(f"a {what} was given for {name}, which a restriction rules out.")
    if left:
        there = [name for node in blocks for name in names(model, node)]
        raise UnknownName("parameter", next(iter(left)), get_close_matches(next(iter(left)), there, 3, 0.3), remedy="Look at model.table('parameters').")
    return fresh


def everything(blocks: Mapping[str, Floats]) -> dict[str, Mask]:
    """Every parameter meant."""
    return {node: np.ones(block.shape, dtype=bool) for node, block in blocks.items()}


def listed(blocks: Mapping[str, Floats], masks: Mapping[str, Mask] | None, given: Sequence[float], what: str) -> dict[str, Floats]:
    """Blocks with one number for each parameter that is meant, in the order of the table of parameters."""
    meant = everything(blocks) if masks is None else masks
    size = sum(int(mask.sum()) for mask in meant.values())
    if len(given) != size:
        said = "for" if masks is None else "and meant are"
        raise ParameterError(f"{len(given)} {what}s were given {said} {size} parameters. Give one each, in the order of model.table('parameters').")
    fresh, left = {}, np.asarray(given, dtype=np.float64)
    for node, block in blocks.items():
        fresh[node] = np.array(block)
        if node in meant:
            here, left = np.split(left, [int(meant[node].sum())])
            fresh[node][meant[node]] = here
    return fresh


def set_parameters(model: CausalModel, given: object, masks: Mapping[str, Mask] | None, normalise: bool) -> CausalModel:
    """The model with other parameter values; see `CausalModel.parameters`."""
    if isinstance(given, str) and given in {"mean", "uniform"}:
        blocks = {node: (alphas if given == "mean" else (alphas > 0).astype(float)) for node, alphas in model.alphas.items()}
        return replace(model, values={node: block / block.sum(axis=-1, keepdims=True) for node, block in blocks.items()})
    blocks = changed(model, model.values, given, masks, "value")
    touched = {node: block != model.values[node] for node, block in blocks.items()}
    if isinstance(given, Mapping):
        touched = {node: np.isin(names(model, node), list(given)).reshape(block.shape) for node, block in blocks.items()}
    elif masks is not None:
        touched = {node: masks.get(node, np.zeros(block.shape, bool)) for node, block in blocks.items()}
    return replace(model, values={node: summed(model, node, block, touched[node], normalise) for node, block in blocks.items()})


def summed(model: CausalModel, node: str, block: Floats, touched: Mask, normalise: bool) -> Floats:
    """A block whose sets add to 1: what was set stays, the rest of a set shares what is left as it did before."""
    block = np.where(model.alphas[node] > 0, block, 0.0)
    if not (np.isfinite(block).all() and (block >= 0).all()):
        raise ParameterError(f"a value of {node} is negative or no number; wanted probabilities from 0 to 1.")
    if normalise:
        totals = block.sum(axis=-1, keepdims=True)
        if not (totals > 0).all():
            raise ParameterError(f"the values of a set of {node} are all 0; wanted at least one above 0.")
        return np.asarray(block / totals)
    fixed, free = np.where(touched, block, 0.0), np.where(touched, 0.0, block)
    room, rest = 1 - fixed.sum(axis=-1, keepdims=True), free.sum(axis=-1, keepdims=True)
    scale = np.divide(room, rest, out=np.zeros_like(room), where=rest > 0)
    filled = np.where(touched.any(axis=-1, keepdims=True), fixed + free * scale, block)
    if (room < -1e-9).any() or not np.allclose(filled.sum(axis=-1), 1):
        raise ParameterError(f"the values given for {node} do not leave a distribution: they add to {float(fixed.sum(axis=-1).max()):g}; wanted 1. Say normalise=True to scale them.")
    return np.asarray(filled)

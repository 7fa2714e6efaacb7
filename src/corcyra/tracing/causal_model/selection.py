"""Which parameters of a model are meant: by node, label, statement, condition, or name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError, UnknownName
from corcyra.tracing.causal_model.evaluate import evaluate
from corcyra.tracing.causal_model.grammar import Group, Node, Number, Operation, Term, Unary, parse
from corcyra.tracing.causal_model.nodal_types import label

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["by_labels", "by_statement", "conditions", "labels", "names", "select"]

Mask = npt.NDArray[np.bool_]


def labels(model: CausalModel, node: str) -> list[str]:
    """The labels of a node's nodal types, in order, without the node's name."""
    return [label(int(code), len(model.graph.parents(node))) for code in model.kept[node]]


def conditions(model: CausalModel, node: str) -> list[str]:
    """The conditions of a node's sets, such as ``X.1``; an empty one where the node is drawn by itself."""
    told = [[f"{each}.{kind}" for kind in labels(model, each)] for each in model.graph.partners(node)]
    return [",".join(each) for each in product(*told)]


def names(model: CausalModel, node: str) -> list[str]:
    """The names of a node's parameters, such as ``Y.10`` or ``Y.10|X.1``, in order."""
    kinds = labels(model, node)
    return [f"{node}.{kind}" + (f"|{given}" if given else "") for given in conditions(model, node) for kind in kinds]


def by_statement(model: CausalModel, statement: str, join: str = "any") -> tuple[str, Mask]:
    """The node that a statement speaks of, and which of its nodal types make it true.

    Parents that are not set take both values in turn, and the type counts when ``any`` (or ``all``) of them make it true.
    """
    if join not in {"any", "all"}:
        raise ParameterError(f"join is {join!r}; wanted 'any' or 'all'.")
    term = parse(statement, model.nodes)
    found = sorted({node.name for node in read(term)})
    if len(found) != 1:
        raise ParameterError(
            f"the statement {statement!r} speaks of {' and '.join(found) or 'no node'}; wanted a statement on the types of one node, "
            "such as 'Y[X=1] < Y[X=0]'. Restrict each node by a statement of its own."
        )
    node = found[0]
    for each in read(term):
        direct(statement, each, model.graph.parents(node))
    whole = filled(term, model.graph.parents(node))
    mask, logical = evaluate(statement, whole, model.graph, {node: model.kept[node]}, join)
    if not logical:
        raise ParameterError(f"the statement {statement!r} is a quantity; wanted something true or false, such as 'Y[X=1] < Y[X=0]'.")
    return node, mask > 0


def read(term: Term) -> Iterator[Node]:
    """The nodes that a term reads, not those it sets."""
    if isinstance(term, Node):
        yield term
    elif isinstance(term, Unary | Group):
        yield from read(term.inner)
    elif isinstance(term, Operation):
        yield from read(term.left)
        yield from read(term.right)


def direct(statement: str, node: Node, parents: Sequence[str]) -> None:
    """Refuse what a statement on nodal types cannot set: other nodes than parents, other values than 0, 1 and the wildcard."""
    for name, value in node.dos:
        if name not in parents:
            raise ParameterError(
                f"the statement {statement!r} sets {name}, which is no parent of {node.name} "
                f"(its parents: {', '.join(parents) or 'none'}). A statement on nodal types sets parents only."
            )
        if value is not None and not isinstance(value, Number):
            raise ParameterError(f"the statement {statement!r} sets {name} to a node; on nodal types it is set to 0, 1 or a dot.")


def filled(term: Term, parents: Sequence[str]) -> Term:
    """The term with a wildcard for every parent that it leaves open."""
    if isinstance(term, Node):
        return Node(term.name, (*term.dos, *((each, None) for each in parents if each not in dict(term.dos))))
    if isinstance(term, Unary):
        return Unary(term.sign, filled(term.inner, parents))
    if isinstance(term, Group):
        return Group(filled(term.inner, parents))
    return Operation(term.sign, filled(term.left, parents), filled(term.right, parents)) if isinstance(term, Operation) else term


def by_labels(model: CausalModel, wanted: Mapping[str, str | Sequence[str]] | Sequence[str] | str) -> dict[str, Mask]:
    """Which nodal types are named: ``{"Y": ["10", "11"]}``, ``["Y10"]`` or ``"Y.10"``; ``?`` stands for either digit."""
    if not isinstance(wanted, Mapping):
        pairs = [split_label(model, each) for each in ([wanted] if isinstance(wanted, str) else wanted)]
    else:
        pairs = [(node, each) for node, some in wanted.items() for each in ([some] if isinstance(some, str) else some)]
    masks: dict[str, Mask] = {}
    for node, digits in pairs:
        known_node(model, node)
        there = labels(model, node)
        hits = np.array([len(each) == len(digits) and all(b in {"?", a} for a, b in zip(each, digits, strict=True)) for each in there])
        if not hits.any():
            raise UnknownName("nodal type", f"{node}{digits}", [f"{node}{each}" for each in there[:8]])
        masks[node] = masks.get(node, np.zeros(len(there), bool)) | hits
    return masks


def split_label(model: CausalModel, text: str) -> tuple[str, str]:
    """Node and digits of a label such as Y10 or Y.10; the longest node that fits."""
    for node in sorted(model.nodes, key=len, reverse=True):
        digits = text.removeprefix(node).removeprefix(".")
        if text.startswith(node) and digits and set(digits) <= set("01?"):
            return node, digits
    raise UnknownName("nodal type", text, [f"{node}{labels(model, node)[-1]}" for node in model.nodes])


def known_node(model: CausalModel, node: str) -> None:
    """Refuse a name that is no node."""
    if node not in model.nodes:
        raise UnknownName("node", node, get_close_matches(node, model.nodes, 3, 0.5) or list(model.nodes))


def select(
    model: CausalModel,
    *,
    node: str | Sequence[str] | None = None,
    labels: Mapping[str, str | Sequence[str]] | Sequence[str] | str | None = None,
    statement: str | None = None,
    given: str | None = None,
    join: str = "any",
) -> dict[str, Mask]:
    """The parameters meant, as a mask of each node's block; conditions that are given must all hold.

    Raises UnknownName for unknown nodes and labels, ParameterError for bad statements or when nothing is left.
    """
    chosen = list(model.nodes) if node is None else [node] if isinstance(node, str) else list(node)
    for each in chosen:
        known_node(model, each)
    own = {each: np.ones(len(model.kept[each]), bool) for each in chosen}
    if labels is not None:
        named = by_labels(model, labels)
        own = {each: mask & named[each] for each, mask in own.items() if each in named}
    if statement is not None:
        about, mask = by_statement(model, statement, join)
        own = {each: old & mask for each, old in own.items() if each == about}
    masks = {each: np.broadcast_to(mask, model.alphas[each].shape) & given_mask(model, each, given) for each, mask in own.items()}
    masks = {each: mask for each, mask in masks.items() if mask.any()}
    if not masks:
        raise ParameterError("no parameter of the model is meant by these conditions together. Look at model.table('parameters').")
    return masks


def given_mask(model: CausalModel, node: str, given: str | None) -> Mask:
    """The part of a node's block whose sets have a condition such as ``X.1``."""
    shape = model.alphas[node].shape
    if given is None:
        return np.ones(shape, bool)
    wanted = set(given.replace(" ", "").split(","))
    hits = np.array([wanted <= set(each.split(",")) for each in conditions(model, node)])
    return np.broadcast_to(hits.reshape(*shape[:-1], 1), shape)

"""What a query is for each causal type: the tree of the grammar worked out on arrays of nodal types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.grammar import Group, Node, Number, Operation, Term, Unary
from corcyra.tracing.causal_model.graph import Graph
from corcyra.tracing.causal_model.nodal_types import Ints, answers

__all__ = ["evaluate", "named", "realised", "wildcards"]

Floats = npt.NDArray[np.float64]
COMPARE: Mapping[str, Callable[[Floats, Floats], npt.NDArray[np.bool_]]] = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip
ARITHMETIC: Mapping[str, Callable[[Floats, Floats], Floats]] = {"+": np.add, "-": np.subtract, "*": np.multiply}
JOIN: Mapping[str, Callable[[Floats, Floats], Floats]] = {"any": np.fmax, "all": np.fmin}


def realised(graph: Graph, codes: Mapping[str, Ints], dos: Mapping[str, Ints], wanted: str) -> Ints:
    """The value of a node for each causal type when others are set: only its ancestors are worked out.

    >>> from corcyra.tracing.causal_model.graph import read_graph
    >>> types = {"X": np.array([0, 0]), "Y": np.array([1, 2])}        # Y10 and Y01
    >>> realised(read_graph("X -> Y"), types, {"X": np.array(1)}, "Y")
    array([0, 1])
    """
    done: dict[str, Ints] = {}

    def value(node: str) -> Ints:
        if node not in done:
            parents = [] if node in dos else [value(parent) for parent in graph.parents(node)]
            done[node] = dos[node] if node in dos else answers(codes[node], parents)
        return done[node]

    return value(wanted)


def evaluate(text: str, term: Term, graph: Graph, codes: Mapping[str, Ints], join: str = "any") -> tuple[Floats, bool]:
    """The value of a query for each causal type, and whether it is a statement (0 or 1) rather than a quantity.

    ``codes`` holds arrays of nodal types of one shape. ``join`` says whether a statement with a wildcard is true when any
    (or all) of the values make it true. ``text`` is named in errors. Raises ParameterError: & or ! on quantities, a wildcard in a quantity.

    >>> from corcyra.tracing.causal_model.graph import read_graph
    >>> from corcyra.tracing.causal_model.grammar import parse
    >>> query, graph = "Y[X=1] - Y[X=0]", read_graph("X -> Y")
    >>> evaluate(query, parse(query, graph.nodes), graph, {"X": np.zeros(4, int), "Y": np.arange(4)})
    (array([ 0., -1.,  1.,  0.]), False)
    """
    return Evaluation(text, graph, codes, join).scope(term)


class Evaluation:
    """One query on one set of causal types."""

    def __init__(self, text: str, graph: Graph, codes: Mapping[str, Ints], join: str) -> None:
        self.text, self.graph, self.codes, self.join = text, graph, codes, join
        self.shape = np.broadcast_shapes(*(each.shape for each in codes.values()))

    def scope(self, term: Term, wild: Mapping[str, int] | None = None) -> tuple[Floats, bool]:
        """A term in whose reach the wildcards are tried, every combination of values."""
        known = dict(wild or {})
        free = sorted(set(wildcards(term)) - known.keys())
        if not free:
            return self.term(term, known)
        total: Floats | None = None
        for values in product((0, 1), repeat=len(free)):
            found, logical = self.term(term, {**known, **dict(zip(free, values, strict=True))})
            if not logical:
                raise ParameterError(
                    f"the query {self.text!r} has a wildcard (.) in a quantity; wanted in a statement that is true or false. "
                    "Put the comparison in the same parentheses as the wildcard."
                )
            total = found if total is None else JOIN[self.join](total, found)
        return total if total is not None else self.term(term, known)[0], True

    def term(self, term: Term, wild: Mapping[str, int]) -> tuple[Floats, bool]:
        """The value of a term; wildcards have the values in ``wild``."""
        if isinstance(term, Number):
            return np.full(self.shape, term.value), term.logical or term.value in {0, 1}
        if isinstance(term, Node):
            return self.node(term, wild).astype(np.float64), True
        if isinstance(term, Group):
            return self.scope(term.inner, wild)
        if isinstance(term, Unary):
            inner, logical = self.term(term.inner, wild)
            return (-inner, False) if term.sign == "-" else (1 - self.truth(inner, logical, "!"), True)
        left, is_left = self.term(term.left, wild)
        right, is_right = self.term(term.right, wild)
        if term.sign in ARITHMETIC:
            return ARITHMETIC[term.sign](left, right), term.sign == "*" and is_left and is_right
        if term.sign in COMPARE:
            return COMPARE[term.sign](left, right).astype(np.float64), True
        first, second = self.truth(left, is_left, term.sign), self.truth(right, is_right, term.sign)
        return (np.fmin if term.sign == "&" else np.fmax)(first, second), True

    def truth(self, values: Floats, logical: bool, sign: str) -> Floats:
        """Values that are true or false, or a refusal."""
        if not logical:
            raise ParameterError(f"the query {self.text!r} uses {sign} on a quantity; wanted a statement that is true or false, such as Y == 1.")
        return values

    def node(self, term: Node, wild: Mapping[str, int]) -> Ints:
        """A node's value after what is done to others."""
        dos: dict[str, Ints] = {}
        for name, value in term.dos:
            if value is None:
                dos[name] = np.asarray(wild[name], dtype=np.int64)
            else:
                dos[name] = self.term(value, wild)[0].astype(np.int64)
        found = realised(self.graph, self.codes, dos, term.name)
        return np.broadcast_to(found, self.shape).astype(np.int64)


def inside(term: Term) -> tuple[Term, ...]:
    """The terms that a term is made of."""
    if isinstance(term, Node):
        return tuple(value for _, value in term.dos if value is not None)
    if isinstance(term, Unary | Group):
        return (term.inner,)
    return (term.left, term.right) if isinstance(term, Operation) else ()


def wildcards(term: Term) -> Iterator[str]:
    """The nodes that stand with a wildcard in a term, outside inner parentheses.

    >>> from corcyra.tracing.causal_model.grammar import parse
    >>> list(wildcards(parse("Y[X=1, M=.] > Y[X=0, M=.]", ["X", "M", "Y"])))
    ['M', 'M']
    """
    if isinstance(term, Node):
        yield from (name for name, value in term.dos if value is None)
    for each in inside(term):
        if not isinstance(each, Group):
            yield from wildcards(each)


def named(term: Term) -> Iterator[str]:
    """Every node that is read or set in a term.

    >>> from corcyra.tracing.causal_model.grammar import parse
    >>> sorted(set(named(parse("Y[X=1] > Y[X=0]", ["X", "Y"]))))
    ['X', 'Y']
    """
    if isinstance(term, Node):
        yield term.name
        yield from (name for name, _ in term.dos)
    for each in inside(term):
        yield from named(each)

"""The graph of a causal model, read from words such as ``Z -> X -> Y; X <-> Y``.

A node is a binary variable, an arrow a possible direct effect, a double arrow a possible common cause that nobody sees
(Humphreys and Jacobs 2023; Pearl 2009).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corcyra.errors import ParameterError

__all__ = ["Graph", "read_graph"]

PARTS = re.compile(r"[ \t\r]*(?:(?P<node>[A-Za-z][A-Za-z0-9_]*)|(?P<link><->|->|<-)|(?P<end>[;\n]))")
MOST_NODES = 12
"""Ours: with more, the 4,096 patterns of full data grow past what stays quick."""
MOST_PARENTS = 4
"""Four parents make 65,536 nodal types, five 4,294,967,296: more than any memory holds."""


@dataclass(frozen=True)
class Graph:
    """Nodes in causal order, arrows and double arrows; it cannot be built with a cycle.

    ``confounds`` holds pairs, the earlier node first.

    >>> Graph(("X", "Y"), (("X", "Y"),), ()).parents("Y")
    ('X',)
    """

    nodes: tuple[str, ...]
    arrows: tuple[tuple[str, str], ...]
    confounds: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        place = {node: number for number, node in enumerate(self.nodes)}
        for start, end in (*self.arrows, *self.confounds):
            if not {start, end} <= place.keys() or place[start] >= place[end]:
                raise ParameterError(
                    f"the nodes {', '.join(self.nodes)} are not in causal order for {start} and {end}; wanted causes first. "
                    "Make the graph with read_graph."
                )

    def parents(self, node: str) -> tuple[str, ...]:
        """The direct causes of a node, in causal order.

        >>> read_graph("M -> Y <- X; X -> M").parents("Y")
        ('X', 'M')
        """
        return tuple(each for each in self.nodes if (each, node) in self.arrows)

    def partners(self, node: str) -> tuple[str, ...]:
        """The earlier nodes with which a node is confounded, in causal order: its types are drawn given theirs.

        >>> read_graph("X -> Y; X <-> Y").partners("Y")
        ('X',)
        """
        return tuple(each for each in self.nodes if (each, node) in self.confounds)

    def text(self) -> str:
        """The graph in words, each arrow once.

        >>> read_graph("Y <- X; Y <-> X").text()
        'X -> Y; X <-> Y'
        """
        linked = {node for pair in self.arrows for node in pair}
        lone = [node for node in self.nodes if node not in linked]
        said = [f"{a} -> {b}" for a, b in self.arrows] + lone + [f"{a} <-> {b}" for a, b in self.confounds]
        return "; ".join(said)


def read_graph(text: str) -> Graph:
    """A graph from its statement: chains of ``->``, ``<-`` and ``<->``, parted by ``;`` or line ends.

    Nodes are ordered causes first, otherwise as they appear. Raises ParameterError: no node, a word out of place, a node that causes
    or confounds itself, a cycle, more than 12 nodes, more than 4 parents (65,536 nodal types).

    >>> read_graph("X -> M -> Y; X <-> Y")
    Graph(nodes=('X', 'M', 'Y'), arrows=(('X', 'M'), ('M', 'Y')), confounds=(('X', 'Y'),))
    """
    seen, arrows, doubles = links(text)
    nodes = ordered(seen, arrows)
    if len(nodes) > MOST_NODES:
        raise ParameterError(f"{len(nodes)} nodes were given, and at most {MOST_NODES} can be reckoned with. Leave out what the question does not need.")
    graph = Graph(nodes, sorted_pairs(arrows, nodes), sorted_pairs(doubles, nodes))
    for node in nodes:
        few_enough(node, len(graph.parents(node)))
    return graph


def few_enough(node: str, parents: int) -> None:
    """Refuse a node whose types would fill the memory."""
    if parents > MOST_PARENTS:
        raise ParameterError(
            f"{node} has {parents} parents, which makes {2 ** 2**parents:,} nodal types; at most {MOST_PARENTS} parents "
            f"({2 ** 2**MOST_PARENTS:,} types) can be reckoned with. Put a node between {node} and some of its parents, or leave parents out."
        )


def links(text: str) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, str]]]:
    """The nodes as they appear, the arrows (cause, effect), and the double arrows."""
    seen: list[str] = []
    pairs: dict[str, list[tuple[str, str]]] = {"->": [], "<->": []}
    node, link = "", ""
    for kind, word, place in words(text):
        if kind == "node":
            if node and not link:
                raise misread(text, place, "an arrow or ;", word)
            seen += [word] if word not in seen else []
            if link:
                start, end = (word, node) if link == "<-" else (node, word)
                if start == end:
                    raise misread(text, place, "another node, for none can be linked to itself", word)
                pairs["<->" if link == "<->" else "->"].append((start, end))
            node, link = word, ""
        elif link or (kind == "link" and not node):
            raise misread(text, place, "the name of a node", word)
        else:
            node, link = (node, word) if kind == "link" else ("", "")
    if not seen:
        raise ParameterError(f"the model {text!r} names no node. Write for instance 'X -> Y'.")
    return seen, pairs["->"], pairs["<->"]


def words(text: str) -> Iterable[tuple[str, str, int]]:
    """(kind, word, character from 1) of each word, with an end after the last."""
    place = 0
    while text[place:].strip(" \t\r"):
        found = PARTS.match(text, place)
        if found is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            raise misread(text, start + 1, "a node (a letter, then letters, digits or _), ->, <-, <-> or ;", text[start])
        kind = str(found.lastgroup)
        yield kind, found[kind], found.start(kind) + 1
        place = found.end()
    yield "end", "the end", len(text) + 1


def misread(text: str, place: int, wanted: str, found: str) -> ParameterError:
    """What is wrong where in a statement."""
    word = found.strip() or "a line end"
    return ParameterError(f"the model {text!r}, character {place}: found {word}, wanted {wanted}.")


def ordered(nodes: list[str], arrows: list[tuple[str, str]]) -> tuple[str, ...]:
    """Causes before effects, otherwise in the order given; a cycle is refused and named."""
    left, order = list(nodes), list[str]()
    while left:
        free = [node for node in left if not any(end == node and start in left for start, end in arrows)]
        if not free:
            raise ParameterError(
                f"the arrows run in a circle: {' -> '.join(circle(left, arrows))}. A causal model has none; take an arrow out, "
                "or give the later moment a node of its own."
            )
        order.append(free[0])
        left.remove(free[0])
    return tuple(order)


def circle(left: list[str], arrows: list[tuple[str, str]]) -> list[str]:
    """One circle among nodes that all have a parent among them, walked against the arrows and told along them."""
    walk = [left[0]]
    while walk[-1] not in walk[:-1]:
        walk.append(next(start for start, end in arrows if end == walk[-1] and start in left))
    return walk[walk.index(walk[-1]) :][::-1]


def sorted_pairs(pairs: list[tuple[str, str]], nodes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each pair once, earlier node first, in causal order."""
    place = {node: number for number, node in enumerate(nodes)}
    turned = {(min(place[a], place[b]), max(place[a], place[b])) for a, b in pairs}
    return tuple((nodes[a], nodes[b]) for a, b in sorted(turned))

"""Nodal types: the ways in which a node can answer its parents, one digit for each combination of their values.

A node with k binary parents has 2^(2^k) of them. ``Y01`` with the parent X reads: Y = 0 if X = 0, Y = 1 if X = 1, so X has a positive
effect; ``Y10`` is a negative effect, ``Y00`` and ``Y11`` none. A node without parents has the types 0 and 1. The first parent changes
fastest along the digits (Humphreys and Jacobs 2023, chapter 2).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["answers", "label", "meaning", "type_count"]

Ints = npt.NDArray[np.int64]


def type_count(parents: int) -> int:
    """How many nodal types a node with so many parents has.

    >>> [type_count(k) for k in range(5)]
    [2, 4, 16, 256, 65536]
    """
    return int(2 ** 2**parents)


def label(code: int, parents: int) -> str:
    """The digits of a nodal type; digit j is the answer to the parents' combination j.

    >>> [label(code, 1) for code in range(4)]
    ['00', '10', '01', '11']
    """
    return "".join(str(code >> place & 1) for place in range(2**parents))


def answers(codes: Ints, values: Sequence[Ints]) -> Ints:
    """What nodes of these types (any shape) become when their parents have these values (shapes that broadcast): 0 or 1.

    >>> answers(np.array([0, 1, 2, 3]), [np.array(1)])     # 00, 10, 01, 11 when the parent is 1
    array([0, 0, 1, 1])
    """
    place = sum((value << bit for bit, value in enumerate(values)), start=np.int64(0))
    return np.asarray(codes >> place & 1, dtype=np.int64)


def meaning(node: str, parents: Sequence[str]) -> list[str]:
    """What each digit of the node's labels stands for.

    >>> meaning("Y", ["X", "M"])[1]
    'Y when X = 1 and M = 0'
    """
    if not parents:
        return [f"{node} itself"]
    combos = range(2 ** len(parents))
    said = [[f"{parent} = {combo >> bit & 1}" for bit, parent in enumerate(parents)] for combo in combos]
    return [f"{node} when {' and '.join(each)}" for each in said]

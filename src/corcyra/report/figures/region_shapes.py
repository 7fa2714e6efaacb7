"""The regions of a game over two parameters as polygons: few points, crisp borders, no gaps, whatever the grid.

Steps: 1. where two neighbours of the grid end differently, the border between them is found by halving (exact); 2. in each
square of four neighbours the borders on its sides are joined, two by a line with a bend where the border has one, more through their
mean; 3. the lines and the
frame are linked into closed loops, one side of each line for each region; 4. loops are sorted from the largest, so that an
island is drawn upon what surrounds it. A parameter in whole numbers is drawn as steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corcyra.games.sweep import Sweep, kernel

__all__ = ["Loop", "loops"]

Numbers = npt.NDArray[np.float64]
Node = tuple[str, int, int]
Point = tuple[float, float]

HALVINGS = 24
"""Ours: a border is then known to a 16-millionth of a step of the grid, far below a pixel."""
NOWHERE = -1.0
"""The code of points where the parameters contradict one another."""
BENT = 0.02
"""Ours: a border that leaves the line by less than so much of a square is drawn straight there."""
STRAIGHT = 1e-3
"""Ours: a point nearer than so many steps of the grid to the line between its neighbours is left out; no eye sees it."""


class Loop(NamedTuple):
    """A closed outline: the place of its region in the model (-1: the parameters contradict one another), and its points."""

    region: int
    points: tuple[Point, ...]


class Lattice(NamedTuple):
    """The grid to draw: positions along both axes, the parameter values they stand for, and the code at each point."""

    at: tuple[Numbers, Numbers]
    values: tuple[Numbers, Numbers]
    codes: Numbers


def loops(swept: Sweep) -> tuple[Loop, ...]:
    """The outlines of all regions of a sweep over two parameters, in its units, the largest first.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> found = loops(sweep(Commitment(), {"abandonment": [0.5, 1.5, 2.5], "provocation": [0.0, 0.5]}))
    >>> [[(round(x, 3), round(y, 3)) for x, y in each.points] for each in found if each.region == 2]
    [[(0.5, 0.0), (1.0, 0.0), (1.167, 0.333), (1.0, 0.5), (0.5, 0.5)]]
    """
    lattice = stepped(swept)
    places = crossings(swept, lattice)
    places |= bends(swept, lattice, places)
    linked = [loop for code, edges in directed(lattice, places).items() for loop in linked_up(int(code), edges)]
    step = tuple(np.ptp(each) / max(len(each) - 1, 1) for each in lattice.at)
    made = [Loop(loop.region, straightened(loop.points, step)) for loop in linked]
    # The outline of a hole runs clockwise; what fills the hole is drawn upon it.
    return tuple(sorted((each for each in made if len(each.points) > 2 and area(each) > 0), key=area, reverse=True))


def stepped(swept: Sweep) -> Lattice:
    """The sweep's grid; an axis in whole numbers has two points for each, half a number to both sides."""
    codes = np.where(np.isfinite(swept.codes()), swept.codes(), NOWHERE)
    at, values = [], []
    for place, (name, axis) in enumerate(swept.over.items()):
        if swept.model.knobs()[name].whole:
            edges = np.array([axis - 0.5 + 1e-6, axis + 0.5 - 1e-6]).T.ravel()
            edges[[0, -1]] = axis[0] - 0.5, axis[-1] + 0.5
            at.append(edges)
            values.append(np.repeat(axis, 2))
            codes = np.repeat(codes, 2, axis=place)
        else:
            at.append(axis)
            values.append(axis)
    return Lattice((at[0], at[1]), (values[0], values[1]), codes)


def crossings(swept: Sweep, lattice: Lattice) -> dict[Node, Point]:
    """Where the borders cross the lines of the grid: ``("a", i, j)`` lies between (i, j) and (i + 1, j), ``("b", i, j)`` and (i, j + 1)."""
    found: dict[Node, Point] = {}
    names = list(swept.over)
    for along, kind in enumerate("ab"):
        one = np.take(lattice.codes, range(lattice.codes.shape[along] - 1), along)
        two = np.take(lattice.codes, range(1, lattice.codes.shape[along]), along)
        i, j = np.nonzero(one != two)
        ends = (i, j), ((i + 1, j) if along == 0 else (i, j + 1))
        share = shares(swept, lattice, names, ends)
        low = [lattice.at[axis][ends[0][axis]] for axis in (0, 1)]
        high = [lattice.at[axis][ends[1][axis]] for axis in (0, 1)]
        x, y = (first + share * (last - first) for first, last in zip(low, high, strict=True))
        found.update({(kind, int(a), int(b)): (float(p), float(q)) for a, b, p, q in zip(i, j, x, y, strict=True)})
    return found


def shares(swept: Sweep, lattice: Lattice, names: list[str], ends: tuple[tuple[npt.NDArray[np.intp], ...], ...]) -> Numbers:
    """How far from the first end to the second the first end's region reaches, 0 to 1; a half between whole numbers."""
    start = [lattice.values[axis][ends[0][axis]] for axis in (0, 1)]
    move = [lattice.values[axis][ends[1][axis]] - start[axis] for axis in (0, 1)]
    code = lattice.codes[ends[0]]
    low, high = np.zeros(len(code)), np.ones(len(code))
    whole = np.any([swept.model.knobs()[name].whole & (step != 0) for name, step in zip(names, move, strict=True)], axis=0)
    for _ in range(HALVINGS if len(code) else 0):
        middle = (low + high) / 2
        points = {name: start[axis] + middle * move[axis] for axis, name in enumerate(names)}
        region = kernel(type(swept.model), swept.model.values, points)["region"]
        same = np.where(np.isfinite(region), region, NOWHERE) == code
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    found: Numbers = np.where(whole, 0.5, (low + high) / 2)
    return found


def bends(swept: Sweep, lattice: Lattice, places: dict[Node, Point]) -> dict[Node, Point]:
    """Where the border between two crossings leaves the line between them: its point beside the middle, ``("m", i, j)``."""
    if any(swept.model.knobs()[name].whole for name in swept.over):
        return {}
    cells = [(i, j, cut) for i, j, cut in mixed(lattice, places) if len(cut) == 2]
    if not cells:
        return {}
    corner = np.array([[lattice.at[0][i], lattice.at[1][j]] for i, j, _ in cells])
    size = np.array([[lattice.at[0][i + 1], lattice.at[1][j + 1]] for i, j, _ in cells]) - corner
    first, last = (np.array([places[cut[end][0]] for _, _, cut in cells]) for end in (0, 1))
    middle, line = ((first + last) / 2 - corner) / size, (last - first) / size
    aside = np.stack([-line[:, 1], line[:, 0]], axis=1) / np.maximum(np.hypot(*line.T), STRAIGHT)[:, None]

    def region(points: Numbers) -> Numbers:
        found = kernel(type(swept.model), swept.model.values, dict(zip(swept.over, (corner + size * points).T, strict=True)))["region"]
        return np.where(np.isfinite(found), found, NOWHERE)

    here = region(middle)
    ends = [np.clip(middle + side * aside, 0, 1) for side in (1, -1)]
    codes = np.array([[code for _, code in cut] for _, _, cut in cells])
    other = np.where(codes[:, 0] == here, codes[:, 1], codes[:, 0])
    ahead = region(ends[0]) == other
    known = (codes == here[:, None]).any(axis=1) & (ahead | (region(ends[1]) == other))
    low, high = middle, np.where(ahead[:, None], ends[0], ends[1])
    for _ in range(HALVINGS):
        half = (low + high) / 2
        same = (region(half) == here)[:, None]
        low, high = np.where(same, half, low), np.where(same, high, half)
    kept = known & (np.hypot(*(low - middle).T) > BENT)
    points = corner + size * low
    return {("m", i, j): (float(x), float(y)) for (i, j, _), (x, y), keep in zip(cells, points, kept, strict=True) if keep}


Edges = dict[Node, list[tuple[Node, Point, Point]]]


def directed(lattice: Lattice, places: dict[Node, Point]) -> dict[float, Edges]:
    """For each region every piece of its outline, the region on its left, by the node where the piece begins."""
    made: dict[float, Edges] = defaultdict(lambda: defaultdict(list))
    for code, start, end, one, two in (*inner(lattice, places), *frame(lattice, places)):
        made[code][start].append((end, one, two))
    return made


Piece = tuple[float, Node, Node, Point, Point]


def inner(lattice: Lattice, places: dict[Node, Point]) -> Iterator[Piece]:
    """The pieces inside the squares that borders cross."""
    for i, j, cut in mixed(lattice, places):
        yield from joined(cut, (i, j), places)


def mixed(lattice: Lattice, places: dict[Node, Point]) -> Iterator[tuple[int, int, list[tuple[Node, float]]]]:
    """The squares that borders cross, each with its crossings in order, and the region that begins after each on the way around."""
    codes = lattice.codes
    crossed = (codes[:-1, :-1] != codes[1:, :-1]) | (codes[1:, :-1] != codes[1:, 1:]) | (codes[1:, 1:] != codes[:-1, 1:])
    crossed |= codes[:-1, :-1] != codes[:-1, 1:]
    for i, j in np.argwhere(crossed).tolist():
        around = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
        sides: tuple[Node, ...] = (("a", i, j), ("b", i + 1, j), ("a", i, j + 1), ("b", i, j))
        yield i, j, [(side, float(codes[around[(k + 1) % 4]])) for k, side in enumerate(sides) if side in places]


def joined(cut: list[tuple[Node, float]], at: tuple[int, int], places: dict[Node, Point]) -> Iterator[Piece]:
    """Two crossings are joined by a line, which may bend; more of them meet in their mean."""
    bend: Node = ("m", *at)
    centre: Node | None = bend if bend in places else None if len(cut) == 2 else ("c", *at)
    x, y = places.get(bend) or np.mean([places[node] for node, _ in cut], axis=0).tolist()
    for k, (first, code) in enumerate(cut):
        last = cut[(k + 1) % len(cut)][0]
        if centre is None:
            yield code, last, first, places[last], places[first]
        else:
            yield code, last, centre, places[last], (x, y)
            yield code, centre, first, (x, y), places[first]


def frame(lattice: Lattice, places: dict[Node, Point]) -> Iterator[Piece]:
    """The pieces along the edge of the picture."""
    across, up = (len(each) - 1 for each in lattice.at)
    walk = [(i, 0) for i in range(across)] + [(across, j) for j in range(up)]
    walk += [(i, up) for i in range(across, 0, -1)] + [(0, j) for j in range(up, 0, -1)]
    for k, here in enumerate(walk):
        there = walk[(k + 1) % len(walk)]
        side: Node = ("a" if here[1] == there[1] else "b", min(here[0], there[0]), min(here[1], there[1]))
        ends: list[tuple[Node, Point]] = [
            (("p", *each), (float(lattice.at[0][each[0]]), float(lattice.at[1][each[1]]))) for each in (here, there)
        ]
        (start, one), (end, two) = ends
        if side in places:
            yield float(lattice.codes[here]), start, side, one, places[side]
            yield float(lattice.codes[there]), side, end, places[side], two
        else:
            yield float(lattice.codes[here]), start, end, one, two


def linked_up(region: int, edges: Edges) -> Iterator[Loop]:
    """The pieces of one region put end to end."""
    while edges:
        first = next(iter(edges))
        node, points = first, []
        while node in edges:
            end, here, _ = edges[node].pop()
            if not edges[node]:
                del edges[node]
            points.append(here)
            node = end
        yield Loop(region, tuple(points))


def straightened(points: tuple[Point, ...], step: tuple[float, ...]) -> tuple[Point, ...]:
    """The outline without the points that lie on the line between their neighbours, or on a neighbour.

    >>> straightened(((1.0, 0.0), (0.5, 0.0), (0.0, 0.0), (0.0, 0.0), (1.0, 1.0), (1.0, 0.5)), (1.0, 1.0))
    ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0))
    """
    ring = np.array(points) / np.array(step)
    ring = ring[np.hypot(*(ring - np.roll(ring, 1, axis=0)).T) > STRAIGHT]
    if len(ring) < 3:
        return ()
    # The point farthest from the middle is a corner; from there on each is judged by the last one kept.
    ring = np.roll(ring, -int(np.hypot(*(ring - ring.mean(axis=0)).T).argmax()), axis=0)
    kept = [ring[0]]
    for point, after in zip(ring[1:], np.roll(ring, -2, axis=0)[:-1], strict=True):
        line, move = after - kept[-1], point - kept[-1]
        if abs(line[0] * move[1] - line[1] * move[0]) > STRAIGHT * np.hypot(*line):
            kept.append(point)
    return tuple((float(x * step[0]), float(y * step[1])) for x, y in kept)


def area(loop: Loop) -> float:
    """Twice the area that an outline encloses, holes not taken off; negative for the outline of a hole."""
    x, y = np.array(loop.points).T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))

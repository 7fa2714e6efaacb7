"""Where the parts of a drawn game tree stand: from left to right, one row for each end, so that no two texts can meet.

A tidy drawing in the sense of Reingold and Tilford (1981), made simple by giving each end a row of its own: a node stands in the
middle between its first and its last branch; nodes of equal depth share a column, and so do the nodes of an information set. Within
a column, sets whose rows interlock stand in lanes beside each other, so that the line joining one set meets no node of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the tree's notebook view draws itself, so that the drawing must not need the tree to be imported first
    from corcyra.games.form.tree import Game

__all__ = ["Layout", "Texts", "arrange", "columns_of", "folded", "shortened", "text_width"]

ROW, LINE, GAP = 26.0, 12.0, 9.0
"""Height of a row, what a second line of text adds, and the space between neighbouring ends of different nodes (ours: 11-pixel type)."""
RUN, LANE, PAD = 26.0, 22.0, 14.0
"""How far a branch fans out before its label, how far lanes stand apart, and the space between a label and its node (ours)."""
NARROWEST, WIDEST = 44.0, 190.0
"""Bounds of a column of labels in pixels (ours: six letters; two short words a line)."""

THIN, THICK = "ijlftrI.,:;'|!()[]/ ·-−", "mwMW@%—…"


def text_width(text: str, size: float = 11, bold: bool = False) -> float:
    """About how wide a text is in pixels: wider than most sans-serif types set it, so that what is planned fits.

    >>> text_width("if") < text_width("am"), text_width("")
    (True, 0.0)
    """
    shares = (0.34 if c in THIN else 0.9 if c in THICK else 1.02 if ord(c) > 0x2E7F else 0.7 if c.isupper() else 0.57 for c in text)
    return sum(shares, 0.0) * size * (1.06 if bold else 1.0)


def shortened(text: str, room: float, size: float = 11) -> str:
    """The text, or as much of it as fits with an ellipsis.

    >>> shortened("quiche", 100), shortened("peacekeepers", 40)
    ('quiche', 'peac…')
    """
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def folded(text: str, room: float, tail: float = 0.0) -> list[str]:
    """The text on one line, or on two, shortened where it must be; the last line leaves ``tail`` pixels free.

    >>> folded("send peacekeepers", 60), folded("quiche", 60, 20)
    (['send', 'peaceke…'], ['quiche'])
    >>> folded("wavering", 60, 20)
    ['wavering', '']
    """
    words = text.split()
    if text_width(text) + tail <= room:
        return [text]
    if len(words) < 2:
        return [shortened(text, room), *([""] if tail else [])]
    first = words[:1]
    while len(first) < len(words) - 1 and text_width(" ".join(words[: len(first) + 1])) <= room:
        first.append(words[len(first)])
    return [shortened(" ".join(first), room), shortened(" ".join(words[len(first) :]), room - tail)]


@dataclass(frozen=True)
class Texts:
    """What stands along the branch to a node: its label, the probability after it, and below it, before the node, note and belief."""

    label: str = ""
    tail: str = ""
    note: str = ""
    belief: str = ""

    @property
    def tail_width(self) -> float:
        """Room that the probability takes after the label."""
        return text_width(self.tail, bold=True) + 5 if self.tail else 0.0

    @property
    def belief_width(self) -> float:
        """Room that the belief takes after the note."""
        return text_width(self.belief, 10, bold=True) + 5 if self.belief else 0.0

    @property
    def need(self) -> float:
        """How wide the label and its probability are on one line."""
        return text_width(self.label) + self.tail_width


@dataclass(frozen=True)
class Layout:
    """For each node by its number: ``x``, ``y``, where its column's first lane is (``left``), where its label starts, the label's
    lines and its note; and where all ends (``right``, ``bottom``).
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    left: tuple[float, ...]
    start: tuple[float, ...]
    lines: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    right: float
    bottom: float


def columns_of(game: Game) -> list[int]:
    """The column of each node: one after its parent's at least, the same for all nodes of an information set.

    Where sets precede one another both ways, no columns do this; then each node stands at its own depth.
    """
    depths = [len(place.path) for place in game.places]
    found = list(depths)
    for _ in game.places:
        before = list(found)
        for each in game.sets:
            deepest = max(found[k] for k in each.places)
            for k in each.places:
                found[k] = deepest
        for place in game.places:
            if place.parent is not None:
                found[place.number] = max(found[place.number], found[place.parent] + 1)
        if found == before:
            return found
    return depths


def rows_of(game: Game, row: float, top: float) -> list[float]:
    """The height of each node: ends one below the other, other nodes between their first and last branch."""
    found = [0.0] * len(game.places)
    height = top + row / 2
    for before, place in zip([None, *game.leaves], game.leaves, strict=False):
        if before is not None:
            height += row + (GAP if before.parent != place.parent else 0)
        found[place.number] = height
    for place in reversed(game.places):
        if place.children:
            found[place.number] = (found[place.children[0]] + found[place.children[-1]]) / 2
    return found


def lanes_of(game: Game, columns: Sequence[int], y: Sequence[float]) -> list[int]:
    """The lane of each node within its column: sets that join nodes first, then all that stand alone, each as far left as it may."""
    joined = [each.places for each in game.sets if len(each.places) > 1 and len({columns[k] for k in each.places}) == 1]
    alone = set(range(len(game.places))) - {k for each in joined for k in each}
    groups = sorted(joined, key=lambda each: min(y[k] for k in each)) + [(k,) for k in sorted(alone)]
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found = [0] * len(game.places)
    for group in groups:
        low, high = min(y[k] for k in group), max(y[k] for k in group)
        lane = 0
        while any(low <= top and bottom <= high for bottom, top in taken.get((columns[group[0]], lane), [])):
            lane += 1
        taken.setdefault((columns[group[0]], lane), []).append((low, high))
        for k in group:
            found[k] = lane
    return found


def shared(needs: Sequence[float], room: float) -> list[float]:
    """Widths for columns that need so much: what they need where it fits, else the widest are narrowed alike."""
    cap = WIDEST
    while cap > NARROWEST and sum(min(need, cap) for need in needs) > room:
        cap -= 2
    return [min(need, max(cap, NARROWEST)) for need in needs]


def arrange(game: Game, texts: Sequence[Texts], left: float, top: float, room: float) -> Layout:
    """Place all nodes between ``left`` and ``left + room`` (if the labels, shortened, allow it), from ``top`` down."""
    columns = columns_of(game)
    parents = [columns[place.parent] if place.parent is not None else -1 for place in game.places]
    lanes = lanes_of(game, columns, rows_of(game, ROW, top))
    breadth = [max([LANE * lanes[k] for k, c in enumerate(columns) if c == each], default=0.0) for each in range(max(columns) + 1)]
    needs = [0.0] * len(breadth)
    for k, each in enumerate(texts):
        if k:
            needs[parents[k] + 1] = max(needs[parents[k] + 1], each.need)
            needs[columns[k]] = max(needs[columns[k]], text_width(each.note, 10) + each.belief_width)
    widths = [0.0, *shared(needs[1:], room - sum(breadth) - (RUN + PAD) * (len(breadth) - 1))]
    starts = [left]
    for before, width in zip(breadth, widths[1:], strict=False):
        starts.append(starts[-1] + before + RUN + width + PAD)
    lines = [
        tuple(folded(each.label, widths[parents[k] + 1], each.tail_width)) if k else () for k, each in enumerate(texts)
    ]
    row = ROW + (LINE if any(len(each) > 1 for each in lines) else 0)
    y = rows_of(game, row, top)
    x = [starts[c] + LANE * lane for c, lane in zip(columns, lanes, strict=True)]
    begin = [starts[parents[k] + 1] - PAD - widths[parents[k] + 1] if k else left for k in range(len(texts))]
    notes = tuple(shortened(each.note, (widths[columns[k]] if k else WIDEST) - each.belief_width, 10) for k, each in enumerate(texts))
    first = tuple(starts[c] for c in columns)
    return Layout(tuple(x), tuple(y), first, tuple(begin), tuple(lines), notes, max(x), y[game.leaves[-1].number] + row / 2)

"""Game trees as drawings (SVG): players by number and colour, information sets joined by dashes, payoffs in columns, and on top
of it, when wished, what is played and believed: played branches thick, pale where play does not come; beliefs in brackets.

The drawing brings its own white paper, so that it reads on a light and on a dark page, and a title and description for those
who hear it. Texts that had to be shortened are shown whole when pointed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corcyra.errors import ParameterError
from corcyra.files import digest, write_whole
from corcyra.games.form.layout import Layout, Texts, arrange, shortened, text_width

if TYPE_CHECKING:  # the tree's notebook view draws itself, so that the drawing must not need the tree to be imported first
    from corcyra.games.form.assessment import Assessment
    from corcyra.games.form.equilibrium import Equilibrium
    from corcyra.games.form.tree import Game, Place

__all__ = ["COLOURS", "WIDTH", "Drawing", "draw"]

COLOURS = ("#0b5fa5", "#b03010", "#00735c", "#7a4a9e", "#85600a", "#4a4a4a")
"""Players' colours: hues after Okabe and Ito (2008), darkened so that they read as letters on white, and white numbers on them
(ours). The number in each node tells players apart without colour; after six players colours come again."""
INK, MUTED, FAINT, PAPER = "#1a1a1a", "#5f5f5f", "#b8b8b8", "#ffffff"
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
WIDTH = 760
"""How wide a drawing is at most, in pixels (ours: the text of a page at 96 pixels an inch, with its margins)."""
NARROWEST = 240
RADIUS, MARGIN, NAMES = 8.0, 12.0, 150.0
SLACK = 1e-9
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def draw(game: Game, assessment: Assessment | Equilibrium | None = None, *, width: float = WIDTH) -> str:
    """The game tree as a text in SVG, at most ``width`` pixels wide; with an assessment or equilibrium, what is played and believed.

    Raises `ParameterError` for a width below 240 and for an assessment of another game.

    >>> from corcyra.games.form.tree import Game, leaf, move
    >>> game = Game("Entry", ["E"], move("E", "entry", {"in": leaf((1,)), "out": leaf((0,))}))
    >>> draw(game).count("<circle"), draw(game)[:4]
    (5, '<svg')
    """
    return Drawing(game, assessment, width).svg


@dataclass(frozen=True)
class Drawing:
    """A game tree, drawn; notebooks show it. ``svg`` is its text, ``save`` writes it. Raises as `draw`.

    >>> from corcyra.games.form.tree import Game, leaf, move
    >>> Drawing(Game("Entry", ["E"], move("E", "entry", {"in": leaf((1,)), "out": leaf((0,))})))
    Drawing('Entry', 2 ends)
    """

    game: Game
    assessment: Assessment | Equilibrium | None = None
    width: float = WIDTH

    def __post_init__(self) -> None:
        if not NARROWEST <= self.width < float("inf"):
            raise ParameterError(f"a drawing cannot be {self.width} pixels wide. Give at least {NARROWEST}.")
        for each in self.game.sets if self.played is not None else ():
            assert self.played is not None
            held = self.played.beliefs.get(each.name, {})
            known = len(each.places) == 1 or all(self.game.places[k].name in held for k in each.places)
            if set(self.strategies.get(each.name, {})) != set(each.acts) or not known:
                raise ParameterError(
                    f"the assessment does not fit the information set {each.name!r} of {self.game.title!r}. Draw it with its own game."
                )

    @property
    def played(self) -> Assessment | None:
        """The assessment itself, also where an equilibrium was given."""
        given: Any = self.assessment
        found: Assessment | None = getattr(given, "assessment", given)
        return found

    @property
    def strategies(self) -> Mapping[str, Mapping[str, float]]:
        """Information set → act → probability; empty without an assessment."""
        return self.played.strategies if self.played is not None else {}

    @cached_property
    def reach(self) -> list[float]:
        """How probable it is that play comes to each node; zeros without an assessment."""
        found = [float(self.played is not None)] + [0.0] * (len(self.game.places) - 1)
        for place in self.game.places[1:]:
            assert place.parent is not None
            found[place.number] = found[place.parent] * self.share(place)
        return found

    def share(self, place: Place) -> float:
        """How probable the branch to the node is, at its parent."""
        assert place.parent is not None
        node: Any = self.game.places[place.parent].node
        if hasattr(node, "infoset"):
            return float(self.strategies.get(node.infoset, {}).get(place.path[-1], 0.0))
        return next(float(chance) for label, chance, _ in node.branches if label == place.path[-1])

    @cached_property
    def svg(self) -> str:
        """The drawing as a text in SVG."""
        return "\n".join(Sheet(self).parts())

    def save(self, path: str | Path) -> Path:
        """Write the drawing as a file ``.svg``, whole or not at all; raises `ParameterError` for another ending, and `OutputError`."""
        if Path(path).suffix.lower() != ".svg":
            raise ParameterError(f"the drawing is written as SVG, not as {Path(path).name!r}. Give a name that ends in .svg.")
        return write_whole(path, self.svg + "\n")

    def __repr__(self) -> str:
        return f"Drawing({self.game.title!r}, {len(self.game.leaves)} ends)"

    def _repr_svg_(self) -> str:
        return self.svg


class Sheet:
    """One drawing under way: its texts, its layout, and the elements made from them."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing, self.game = drawing, drawing.game
        self.sets = {each.name: each for each in self.game.sets}
        self.colour = {name: COLOURS[k % len(COLOURS)] for k, name in enumerate(self.game.players)}
        self.paid = [[told(value) for value in self.game.payoffs(place)] for place in self.game.leaves]
        self.texts = [self.texts_of(place) for place in self.game.places]
        root = min(text_width(self.texts[0].note, 10), 100.0)
        self.left = MARGIN + RADIUS + (root + 8 if root else 0)
        self.legend_right = 0.0
        self.legend_rows = self.legend_lines()
        top = MARGIN + 22 + 20 * (max(row for row, _, _ in self.legend_rows) + 1) + 22
        self.plan: Layout = arrange(self.game, self.texts, self.left, top, drawing.width - self.left - MARGIN - self.table - 26)
        self.top, self.table_left = top, self.plan.right + 26
        self.width = max(self.table_left + self.table + MARGIN, self.legend_right, min(drawing.width, text_width(self.game.title, 14, bold=True) + 2 * MARGIN))
        self.height = self.plan.bottom + (24 if drawing.played is not None else 6)

    def texts_of(self, place: Place) -> Texts:
        """The label of the branch to a node, its probability, and the node's note: its set's name, and the belief there."""
        node: Any = place.node
        label = place.path[-1] if place.path else ""
        note = belief = ""
        if hasattr(node, "infoset"):
            joined = self.sets[node.infoset]
            note = joined.name if place.number == joined.places[0] and joined.name != label else ""
            if self.drawing.played is not None and len(joined.places) > 1:
                belief = f"[{told(self.drawing.played.beliefs[joined.name][place.name], 3)}]"
        return Texts(label, self.tail(place) if place.parent is not None else "", note, belief)

    def tail(self, place: Place) -> str:
        """The probability that stands after a label: chance's as given, a player's where it mixes."""
        assert place.parent is not None
        node: Any = self.game.places[place.parent].node
        if not hasattr(node, "infoset"):
            return next(told(chance, 3) for name, chance, _ in node.branches if name == place.path[-1])
        share = self.drawing.share(place)
        return told(share, 3) if SLACK < share < 1 - SLACK else ""

    @cached_property
    def payoff_widths(self) -> list[float]:
        """How wide each player's column of payoffs is."""
        cells = zip(*self.paid, strict=True)
        return [max(22.0, *(text_width(each, 11, bold=True) for each in cell)) + 12 for cell in cells]

    @cached_property
    def table(self) -> float:
        """How wide all columns right of the tree are: payoffs, the ends' probabilities, their names."""
        names = min(NAMES, max(text_width(getattr(place.node, "name", "")) for place in self.game.leaves))
        return sum(self.payoff_widths) + (50 if self.drawing.played is not None else 0) + (names + 10 if names else 0)

    def legend_lines(self) -> list[tuple[int, float, str]]:
        """Row, place and name of each entry of the legend; the empty name stands for chance."""
        chance = any(hasattr(branch, "branches") and not hasattr(branch, "infoset") for branch in (p.node for p in self.game.places))
        found, row, x = [], 0, MARGIN + RADIUS
        for name in [*self.game.players, *([""] if chance else [])]:
            wide = text_width(shortened(name or "chance", self.drawing.width - 60, 12), 12) + 40
            if x + wide > self.drawing.width - MARGIN and x > MARGIN + RADIUS:
                row, x = row + 1, MARGIN + RADIUS
            found.append((row, x, name))
            x += wide
            self.legend_right = max(self.legend_right, x - 10)
        return found

    def parts(self) -> Iterator[str]:
        """All elements, the lower ones first."""
        scale = min(1.0, self.drawing.width / self.width)
        mark = digest(f"{self.game.title}{self.game.root}{self.drawing.played}".encode("utf-8", "replace"))[:10]
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width * scale:.0f}" height="{self.height * scale:.0f}" '
            f'viewBox="0 0 {self.width:.0f} {self.height:.0f}" role="img" aria-labelledby="title-{mark} about-{mark}" '
            f'font-family="{FONT}" font-size="11">'
        )
        yield f'<title id="title-{mark}">{safe(self.game.title)}</title>'
        yield f'<desc id="about-{mark}">{safe(self.described())}</desc>'
        yield f'<rect width="100%" height="100%" rx="4" fill="{PAPER}"/>'
        yield words(MARGIN, MARGIN + 12, self.game.title, self.width - 2 * MARGIN, size=14, weight="bold")
        yield from self.legend()
        yield from self.leaders()
        yield from (self.joint(each.places, self.colour[each.player]) for each in self.game.sets if len(each.places) > 1)
        for place in sorted(self.game.places[1:], key=lambda each: self.drawing.reach[each.number]):
            yield self.branch(place)
        for place in self.game.places:
            yield from self.written(place)
            yield self.dot(place)
        yield from self.payoffs()
        if self.drawing.played is not None:
            told_below = "Thick: played (pale: not reached). [ ]: belief. reached: probability of the end."
            yield words(MARGIN, self.height - 9, told_below, self.width - 2 * MARGIN, size=10, fill=MUTED)
        yield "</svg>"

    def described(self) -> str:
        """The drawing in words."""
        count = len(self.game.sets)
        text = f"Game tree of {', '.join(self.game.players)} with {count} information set{'s' * (count != 1)} and {len(self.paid)} ends."
        if self.drawing.played is not None:
            text += " Played: " + "; ".join(f"{name}: {act}" for name, act in self.drawing.played.profile.items()) + "."
        return text

    def legend(self) -> Iterator[str]:
        """Players with their numbers and colours, and chance."""
        for row, x, name in self.legend_rows:
            y = MARGIN + 34 + 20 * row
            yield self.sign(x, y, name)
            yield words(x + 14, y + 4, name or "chance", self.drawing.width - 60, size=12, fill=self.colour.get(name, MUTED))

    def sign(self, x: float, y: float, player: str) -> str:
        """A node: a numbered disc for a player, a square on its point for chance."""
        if not player:
            return f'<path d="M{x - 7:.1f} {y:.1f}l7 -7l7 7l-7 7z" fill="{PAPER}" stroke="{INK}" stroke-width="1.3"/>'
        number = list(self.game.players).index(player) + 1
        disc = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="{self.colour[player]}" stroke="{PAPER}" stroke-width="1.5"/>'
        return disc + words(x, y + 3.5, str(number), 99, size=10, fill=PAPER, weight="bold", anchor="middle", halo=False)

    def dot(self, place: Place) -> str:
        """The sign of a node where it stands."""
        x, y = self.plan.x[place.number], self.plan.y[place.number]
        if not place.children:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{INK}"/>'
        return self.sign(x, y, getattr(place.node, "player", ""))

    def leaders(self) -> Iterator[str]:
        """Dotted lines from each end to its payoffs."""
        for place in self.game.leaves:
            x, y = self.plan.x[place.number] + 7, self.plan.y[place.number]
            if self.table_left - x > 30:
                yield line(f"M{x:.1f} {y:.1f}H{self.table_left - 4:.1f}", FAINT, 1, dash="1 4")

    def joint(self, places: tuple[int, ...], colour: str) -> str:
        """The dashed line through the nodes of an information set."""
        spots = sorted((self.plan.y[k], self.plan.x[k]) for k in places)
        return line("M" + "L".join(f"{x:.1f} {y:.1f}" for y, x in spots), colour, 1.6, dash="5 4")

    def branch(self, place: Place) -> str:
        """The branch that leads to a node: thick when played, pale when play does not come to where it starts."""
        assert place.parent is not None
        k, parent = place.number, place.parent
        path = f"M{self.plan.x[parent]:.1f} {self.plan.y[parent]:.1f}L{self.plan.start[k]:.1f} {self.plan.y[k]:.1f}H{self.plan.x[k]:.1f}"
        player = getattr(self.game.places[parent].node, "player", "")
        share = self.drawing.share(place) if self.drawing.played is not None else 0.0
        if not player or share <= SLACK:
            return line(path, MUTED if not player or self.drawing.played is None else "#8f8f8f", 1.2)
        return line(path, self.colour[player], 1.8 + 2 * share, opacity=1.0 if self.drawing.reach[parent] > SLACK else 0.4)

    def written(self, place: Place) -> Iterator[str]:
        """The texts along the branch to a node: notes end before the first lane, so that no dashed line crosses them."""
        k, texts = place.number, self.texts[place.number]
        x, y = self.plan.start[k], self.plan.y[k]
        owner = getattr(place.node, "player", "")
        if self.plan.notes[k] or texts.belief:
            at = (self.plan.x[k] - RADIUS - 5, y + 3.5) if place.parent is None else (self.plan.left[k] - RADIUS - 3, y + 12.5)
            yield words(*at, self.plan.notes[k], 999, size=10, fill=self.colour[owner], anchor="end", whole=texts.note, tail=texts.belief)
        for row, each in enumerate(reversed(self.plan.lines[k])):
            tail = texts.tail if row == 0 else ""
            yield words(x + 2, y - 5.5 - 12 * row, each, 999, whole=texts.label, tail=tail)

    def payoffs(self) -> Iterator[str]:
        """The table right of the tree: each player's payoffs, the ends' probabilities and names."""
        played, x = self.drawing.played is not None, self.table_left
        edges = [x := x + wide for wide in self.payoff_widths]
        for edge, player in zip(edges, self.game.players, strict=True):
            yield self.sign(edge - 8, self.top - 12, player)
        if played:
            yield words(edges[-1] + 50, self.top - 8, "reached", 99, size=10, fill=MUTED, anchor="end")
        for place, paid in zip(self.game.leaves, self.paid, strict=True):
            y, reach = self.plan.y[place.number] + 4, self.drawing.reach[place.number]
            for edge, each, player in zip(edges, paid, self.game.players, strict=True):
                weight = "bold" if reach > SLACK else ""
                yield words(edge, y, each, 999, fill=self.colour[player], weight=weight, anchor="end")
            if played and reach > SLACK:
                yield words(edges[-1] + 50, y, told(reach, 3), 99, fill=MUTED, anchor="end")
            name = getattr(place.node, "name", "")
            yield words(edges[-1] + (60 if played else 10), y, name, NAMES, fill=MUTED)


def told(value: Any, digits: int = 4) -> str:
    """A number as it is read: fractions as they are, others with so many digits."""
    text = str(value) if isinstance(value, Fraction) and len(str(value)) <= 9 else f"{float(value):.{digits}g}"
    return text.replace("-", "−", 1) if text.startswith("-") else text


def safe(text: str) -> str:
    """A text that XML can hold."""
    return escape(ILLEGAL.sub("\ufffd", text))


def line(path: str, colour: str, width: float, *, dash: str = "", opacity: float = 1.0) -> str:
    """A line along a path."""
    more = (f' stroke-dasharray="{dash}"' if dash else "") + (f' stroke-opacity="{opacity:g}"' if opacity < 1 else "")
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.2g}" stroke-linejoin="round"{more}/>'


def words(
    x: float, y: float, text: str, room: float, *, size: float = 11, fill: str = INK, weight: str = "", anchor: str = "",
    whole: str = "", tail: str = "", halo: bool = True,
) -> str:  # fmt: skip
    """A text in its place, shortened to the room; what had to be left out shows when pointed at; ``tail`` follows in bold."""
    shown = shortened(text, room, size)
    if not shown and not tail:
        return ""
    more = (f' font-weight="{weight}"' if weight else "") + (f' text-anchor="{anchor}"' if anchor else "")
    more += f' stroke="{PAPER}" stroke-width="2" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    tip = f"<title>{safe(whole or text)}</title>" if "…" in shown and shown != (whole or text) else ""
    last = f'<tspan dx="{5 if shown else 0}" font-weight="bold">{safe(tail)}</tspan>' if tail else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}"{more}>{tip}{safe(shown)}{last}</text>'

"""Figure: the signed network of enmity and amity, as measured and as the text has it, with its best split."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import altair as alt
import polars as pl

from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.style import INK, MUTED, PAPER, SIGNS, WIDTH
from corcyra.report.wording import amount, count, join, label, name, the
from corcyra.study.findings import Findings

__all__ = ["NETWORK", "network", "node_name", "parts_of", "split_of"]

GRAPHS = {"text": "as the text has it", "measured": "as measured"}


def network(findings: Findings) -> Chart:
    """The graphs side by side with the same places: one camp of the split on the left, the other on the right."""
    graphs = [graph for graph in GRAPHS if rows(findings, "signed_edges", graph=graph).height]
    places = layout(findings, graphs)
    width = (WIDTH - 20) // 2 if len(graphs) > 1 else 2 * WIDTH // 3
    panels = [panel(findings, graph, places, width) for graph in graphs]
    subtitle = [
        "full line: amity \u00b7 dashed line: enmity \u00b7 width: strength \u00b7 \u25cf \u25a0 the two camps of the best split"
    ]
    subtitle.append("\u00d7 marks a tie that the split cannot satisfy")
    return dressed(alt.hconcat(*panels, spacing=20), "Enmity and amity as a signed network", subtitle)


def parts_of(value: object) -> list[str]:
    """The keys in a cell that lists them.

    >>> parts_of("ARM|RUS"), parts_of("ARM, RUS; IRN"), parts_of(None), parts_of(["a"])
    (['ARM', 'RUS'], ['ARM', 'RUS', 'IRN'], [], ['a'])
    """
    if value is None:
        return []
    if isinstance(value, str):
        return [part for part in re.split(r"[|,;\s]+", value.strip()) if part]
    return [str(part) for part in value]  # type: ignore[attr-defined]


def split_of(findings: Findings, graph: str) -> Mapping[str, object]:
    """The first best split of a graph; empty when there is none."""
    found = rows(findings, "signed_split", graph=graph)
    return found.row(0, named=True) if found.height else {}


def node_name(findings: Findings, key: str) -> str:
    """A node is a state or a pole, in the words of a sentence."""
    return (
        name(findings.names.states, key) if key in findings.names.states else pole_words(findings).get(key.lower(), key)
    )


def pole_words(findings: Findings) -> dict[str, str]:
    """The poles' names as they stand in a sentence."""
    return {key: f"the {word[4:]}" if word.startswith("The ") else word for key, word in findings.names.poles.items()}


def actor(findings: Findings, key: str) -> str:
    """A pole stands where its leading state stands, so that both graphs can be compared."""
    return findings.names.leaders.get(key.lower(), key)


def layout(findings: Findings, graphs: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Fixed places on an ellipse: the first camp on the left half, the second on the right; study states nearest the middle."""
    sides: tuple[list[str], list[str]] = ([], [])
    for graph in graphs:
        split = split_of(findings, graph)
        for side, column in zip(sides, ("side_a", "side_b"), strict=True):
            side += [
                node
                for node in (actor(findings, key) for key in parts_of(split.get(column)))
                if node not in sides[0] + sides[1]
            ]
    for graph in graphs:
        edges = rows(findings, "signed_edges", graph=graph)
        loose = {actor(findings, key) for key in [*edges["a"].to_list(), *edges["b"].to_list()]} - {
            *sides[0],
            *sides[1],
        }
        for key in sorted(loose):
            min(sides, key=len).append(key)
    own = set(states_of(findings))
    places: dict[str, tuple[float, float]] = {}
    for side, centre in zip(sides, (math.pi, 0.0), strict=True):
        order = spread([key for key in side if key in own], [key for key in side if key not in own])
        for turn, key in enumerate(order):
            angle = centre + (turn - (len(order) - 1) / 2) * math.pi / (len(order) + 0.35) * (1 if centre else -1)
            places[key] = (round(math.cos(angle), 4), round(math.sin(angle), 4))
    return places


def spread(inner: Sequence[str], outer: Sequence[str]) -> list[str]:
    """The inner ones in the middle of the order, the outer ones around them.

    >>> spread(["a"], ["x", "y"])
    ['x', 'a', 'y']
    """
    half = len(outer) // 2
    return [*outer[:half], *inner, *outer[half:]]


def panel(findings: Findings, graph: str, places: Mapping[str, tuple[float, float]], width: int) -> alt.LayerChart:
    """One graph: ties, crosses on frustrated ones, nodes and names."""
    ties, nodes = tie_rows(findings, graph, places), node_rows(findings, graph, places)
    x, y = across("x:Q"), upward("y:Q")
    signs = [1, -1]
    colour = alt.Color("sign:N", scale=alt.Scale(domain=signs, range=[SIGNS[sign][0] for sign in signs]), legend=None)
    dash = alt.StrokeDash(
        "sign:N", scale=alt.Scale(domain=signs, range=[list(SIGNS[sign][1]) for sign in signs]), legend=None
    )
    size = alt.StrokeWidth("weight:Q", scale=alt.Scale(domain=[0, 1], range=[0.6, 4.2], clamp=True), legend=None)
    lines = (
        alt.Chart(ties)
        .mark_rule(opacity=0.9)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=colour, strokeDash=dash, strokeWidth=size)
    )
    crosses = alt.Chart(ties.filter("frustrated")).mark_text(text="\u00d7", fontSize=17, fontWeight="bold", color=INK)
    crosses = crosses.encode(x=across("mx:Q"), y=upward("my:Q"))
    shape = alt.Shape(
        "camp:N", scale=alt.Scale(domain=["a", "b", ""], range=["circle", "square", "diamond"]), legend=None
    )
    dots = alt.Chart(nodes).mark_point(filled=True, opacity=1, size=130, stroke=PAPER, strokeWidth=1.5, color=INK)
    title = alt.TitleParams(GRAPHS[graph], fontWeight="normal", color=MUTED, anchor="middle")
    layers = [lines, crosses, dots.encode(x=x, y=y, shape=shape), *names(nodes, x, y)]
    return alt.LayerChart(layer=[*layers]).properties(width=width, height=int(width * 0.74), title=title)


def across(field: str) -> alt.X:
    """The horizontal place; room for names on both sides."""
    return alt.X(field, scale=alt.Scale(domain=[-2.05, 2.05], nice=False), axis=None)


def upward(field: str) -> alt.Y:
    """The vertical place."""
    return alt.Y(field, scale=alt.Scale(domain=[-1.1, 1.1], nice=False), axis=None)


def names(nodes: pl.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Names outward of the ellipse; the study's own states in bold."""
    found = []
    for align, side in (
        ("right", pl.col("x") < -0.2),
        ("left", pl.col("x") > 0.2),
        ("center", pl.col("x").abs() <= 0.2),
    ):
        for weight, own in (("bold", pl.col("own")), ("normal", ~pl.col("own"))):
            part = nodes.filter(side, own)
            shift = {"right": (-11, 0), "left": (11, 0), "center": (0, -15)}[align]
            mark = alt.Chart(part).mark_text(align=align, dx=shift[0], dy=shift[1], fontSize=11.5, fontWeight=weight)  # type: ignore[arg-type]
            if part.height:
                found.append(mark.encode(x=x, y=y, text="word:N"))
    return found


def tie_rows(findings: Findings, graph: str, places: Mapping[str, tuple[float, float]]) -> pl.DataFrame:
    """The ties with their ends, their middle and whether the split frustrates them."""
    frustrated = {
        frozenset(pair.replace("\u2013", "-").split("-"))
        for pair in parts_of(split_of(findings, graph).get("frustrated"))
    }
    found = []
    for row in rows(findings, "signed_edges", graph=graph).sort("weight").iter_rows(named=True):
        (x, y), (x2, y2) = places[actor(findings, row["a"])], places[actor(findings, row["b"])]
        weight = 0.5 if row["weight"] is None else abs(float(row["weight"]))
        bad = frozenset((row["a"], row["b"])) in frustrated
        found.append((x, y, x2, y2, (x + x2) / 2, (y + y2) / 2, 1 if row["sign"] > 0 else -1, weight, bad))
    names = {**dict.fromkeys(("x", "y", "x2", "y2", "mx", "my"), pl.Float64), "sign": pl.Int64, "weight": pl.Float64}
    return pl.DataFrame(found, schema={**names, "frustrated": pl.Boolean}, orient="row")


def node_rows(findings: Findings, graph: str, places: Mapping[str, tuple[float, float]]) -> pl.DataFrame:
    """The nodes that the graph knows, with place, name and camp."""
    split, edges = split_of(findings, graph), rows(findings, "signed_edges", graph=graph)
    camps = {key: camp for camp, column in (("a", "side_a"), ("b", "side_b")) for key in parts_of(split.get(column))}
    keys = sorted({*edges["a"].to_list(), *edges["b"].to_list(), *camps})
    own = set(states_of(findings))
    found = [
        (
            *places[actor(findings, key)],
            label({}, the(node_name(findings, key)).removeprefix("the ")),
            camps.get(key, ""),
            key in own,
        )
        for key in keys
    ]
    schema = {"x": pl.Float64, "y": pl.Float64, "word": pl.String, "camp": pl.String, "own": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


def caption(findings: Findings) -> str:
    """What the splits say, graph by graph."""
    told = [told_split(findings, graph) for graph in GRAPHS if split_of(findings, graph)]
    return " ".join(["A split into two camps satisfies a tie when friends stand together and foes apart.", *told])


def told_split(findings: Findings, graph: str) -> str:
    """One graph's best split in a sentence."""
    split = split_of(findings, graph)
    sides = [
        join(the(node_name(findings, key)) for key in parts_of(split[column])) or "no one"
        for column in ("side_a", "side_b")
    ]
    ties = len(parts_of(split["frustrated"]))
    one = "The only best split" if split["unique"] else "One of several best splits"
    closed, balanced = int(str(split["triads"])), int(str(split["balanced_triads"]))
    triads = f"{amount(balanced)} of its {count(closed, 'closed triad')} {'is' if balanced == 1 else 'are'} balanced"
    if balanced == closed:
        triads = f"{'all its' if closed > 1 else 'its'} {count(closed, 'closed triad')} {'are' if closed > 1 else 'is'} balanced"
    if not closed:
        triads = "it has no closed triad"
    return (
        f"{one} of the network {GRAPHS[graph]} sets {sides[0]} against {sides[1]} and leaves {count(ties, 'tie')} "
        f"unsatisfied; {triads}."
    )


NETWORK = Figure(
    "network", "Enmity and amity as a signed network", caption, network, "signed_edges", ("enmity", "amity")
)

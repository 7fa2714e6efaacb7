"""A realignment as a folder: a page, the figure as SVG and PNG, every table as CSV, and what to cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import polars as pl

from corcyra.files import write_folder
from corcyra.measures.realignment import Realignment
from corcyra.measures.realignments.meaning import called
from corcyra.report.figures.figure import drawing
from corcyra.report.figures.realignment import realignment_chart
from corcyra.report.page import TEMPLATES, inline, linked
from corcyra.report.render import svg_of, to_png
from corcyra.world import citation

__all__ = ["write_realignment"]

CAPTIONS = {
    "change": "Mean point before and after, the change, and its rank in the direction of the state studied: this state, the "
    "compared states, the powers, and the ten largest moves.",
    "did": "The change less the mean change of the compared states; each later row leaves one of them out.",
    "predates": "How much of the move lies in sessions that opened before the event.",
    "timing": "The move by session: each step, and its share of the move up to the first and up to the last session after the event.",
    "direction": "Distance to each power: the mean of the sessions before and after, and that in the two sessions nearest the event; and the "
    "share of identical votes before and after.",
}
LOW, HIGH = "90 % from", "to"
HEADS = {
    "change": {"low": LOW, "high": HIGH, "rank_low": f"rank, {LOW}", "rank_high": HIGH, "n": "of"},
    "did": {"without": "left out", "compared": "mean of the compared", "did": "difference", "low": LOW, "high": HIGH},
    "predates": {
        "first": "from session", "last": "to session", "move_low": LOW, "move_high": HIGH, "before_event": "before the event", "low": LOW,
        "high": HIGH,
    },
    "timing": {
        "since": "after session", "before_event": "before the event", "low": LOW, "high": HIGH, "share_first": "share, up to first",
        "share_last": "up to last",
    },
    "direction": {
        "low": LOW, "high": HIGH, "crossed": "passed it", "last_before": "last before", "first_after": "first after",
        "agree_before": "same votes before", "agree_after": "same votes after",
    },
}  # fmt: skip
"""Heads for names of columns that do not speak for themselves."""
STATES = {"state", "without", "power"}
"""Columns of states."""
TEN = 10
CITED = ("bailey2017estimating", "voeten2024unvotes")
"""Of the official ideal points."""


def write_realignment(
    result: Realignment,
    folder: str | Path,
    *,
    title: str = "",
    question: str = "",
    event_name: str = "",
    citations: Sequence[str] = CITED,
) -> tuple[Path, ...]:
    """Write the report of a realignment; all files appear or none. Raises `OutputError` when the folder cannot be written."""
    heading = title or f"{called(result.state, result.event)}, {result.event}: the realignment in votes"
    return write_folder(folder, contents(result, heading, question, event_name, citations))


def contents(
    result: Realignment, title: str, question: str, event_name: str, citations: Sequence[str]
) -> Iterator[tuple[str, bytes | str]]:
    """The files by name."""
    svg = svg_of(drawing(realignment_chart(result, event_name)))
    yield "realignment.svg", svg
    yield "realignment.png", to_png(svg)
    for key, table in result.tables.items():
        yield f"tables/{key}.csv", table.write_csv()
    yield "sources.bib", citation.bibtex(citations)
    yield "report.html", page(result, svg, title, question, citations)


def page(result: Realignment, svg: str, title: str, question: str, citations: Sequence[str]) -> str:
    """One page with nothing loaded from elsewhere."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    listed = "\n".join(f"<li>{escape(text)}</li>" for text in result.meaning)
    tables = "\n".join(drawn(result, key) for key in CAPTIONS)
    sources = "\n".join(f"<li>{linked(citation.apa(key))}</li>" for key in citations)
    left = f"<p>Without a point of this state, and so left out for all: session {', '.join(map(str, result.left_out))}.</p>"
    lead = f'<p class="lead">{escape(question)}</p>' if question else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{style}
</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p class="made">Every sentence, number and figure follows from the tables beside this page.</p>
</header>
<main>
{lead}
<h2>What the votes say</h2>
<ul>
{listed}
</ul>
{left if result.left_out else ""}
<figure>
{inline(svg, "realignment", f"{title}. Ideal points by session.")}
</figure>
<h2>Tables</h2>
{tables}
<h2>References</h2>
<ol class="references">
{sources}
</ol>
</main>
</body>
</html>
"""


def drawn(result: Realignment, key: str) -> str:
    """A table of the page."""
    frame = short(result, key)
    if not frame.height:
        return ""
    heads, kinds = HEADS[key], result.tables[key].schema
    looks = [look(name, kinds[name]) for name in frame.columns]
    head = "".join(
        f'<th scope="col"{way}>{escape(heads.get(name, name.replace("_", " ")))}</th>'
        for name, way in zip(frame.columns, looks, strict=True)
    )
    rows = "\n".join(
        "<tr>" + "".join(f"<td{way}>{escape(cell)}</td>" for cell, way in zip(row, looks, strict=True)) + "</tr>"
        for row in frame.rows()
    )
    return (
        f'<div class="table"><table><caption>{escape(CAPTIONS[key])}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def look(name: str, kind: pl.DataType) -> str:
    """Numbers flush right, days on one line."""
    if kind.is_temporal():
        return ' class="date"'
    return ' class="number"' if kind.is_numeric() and name not in STATES else ""


def short(result: Realignment, key: str) -> pl.DataFrame:
    """A table as people read it: names for numbers, three decimals, a dash for missing."""
    table = result.tables[key]
    if key == "change":
        shown = (result.state, *result.compare, *result.toward)
        table = table.filter(pl.col("state").is_in(shown) | (pl.col("rank") <= TEN)).sort("rank", "state")
    return table.select(
        pl.Series(column.name, [cell(result, column.name, each) for each in column], dtype=pl.String)
        for column in table
    )


def cell(result: Realignment, name: str, value: object) -> str:
    """A value as people read it."""
    if value is None:
        return "none" if name == "without" else "\N{EN DASH}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}".replace("-", "\N{MINUS SIGN}")
    if name in STATES and isinstance(value, int):
        return called(value, result.event).removeprefix("the ")
    return str(value)

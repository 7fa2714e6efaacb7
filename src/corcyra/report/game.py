"""The report of a game as a folder: one page, figures as SVG and PNG, every sweep as CSV, the solution as JSON, the bibliography."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import polars.selectors as cs
from altair.utils.schemapi import debug_mode
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corcyra.files import write_folder
from corcyra.games.examine import Examined
from corcyra.games.naming import meaning, symbol
from corcyra.games.sweep import Sweep
from corcyra.games.words import plain
from corcyra.report.figures.figure import Chart, drawing
from corcyra.report.figures.game_lines import game_lines
from corcyra.report.figures.game_regions import game_regions, tint
from corcyra.report.game_numbers import LINES, number_word, told
from corcyra.report.game_story import STORIES
from corcyra.report.game_terminal import lost
from corcyra.report.game_words import (
    asked,
    at_values,
    changes,
    outcome,
    outside,
    parameter_word,
    promise,
    shares_in_words,
)
from corcyra.report.page import TEMPLATES, inline, linked
from corcyra.report.render import svg_of, to_png
from corcyra.report.shown import Cell, Shown
from corcyra.report.wording import join, upper
from corcyra.study.lockfile import table_bytes
from corcyra.world.citation import apa, bibtex

__all__ = ["sweep_chart", "write_game"]

Tell = Callable[[str, float], object]

DIGITS = 9
"""Digits that count of each number in the tables of sweeps: what is beyond differs between processors (ours)."""
MINUS = "\u2212"


class Part(NamedTuple):
    """A section of the page."""

    key: str
    title: str
    prose: tuple[str, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    figures: tuple[Picture, ...] = ()
    regions: tuple[tuple[str, str, str], ...] = ()
    tables: tuple[Shown, ...] = ()


class Picture(NamedTuple):
    """A figure on the page: the key of its drawing, its caption, and the table behind it."""

    key: str
    caption: str
    table: str


def write_game(found: Examined, folder: str | Path, *, progress: Tell | None = None) -> tuple[Path, ...]:
    """Write ``index.html``, ``figures/``, ``sweep.csv`` (``sweep_2.csv`` ...), ``solution.json`` and ``sources.bib``; all appear or none.

    Returns the files, the page last. Raises `OutputError` when the folder cannot be written.
    """
    return write_folder(folder, contents(found, progress or (lambda stage, share: None)))


def contents(found: Examined, tell: Tell) -> Iterator[tuple[str, bytes | str]]:
    """Every file, the page last."""
    drawings: dict[str, str] = {}
    for place, (key, swept) in enumerate(keyed(found).items()):
        tell("drawing", place / len(found.sweeps))
        with debug_mode(False):
            drawings[key] = svg_of(drawing(sweep_chart(swept)))
        yield f"figures/{key}.svg", drawings[key]
        yield f"figures/{key}.png", to_png(drawings[key])
        yield f"{key}.csv", table_bytes(swept.frame.with_columns(cs.float().round_sig_figs(DIGITS)))
    tell("writing the report", 0.95)
    yield "solution.json", json.dumps(found.as_dict(), indent=2, ensure_ascii=False) + "\n"
    yield "sources.bib", bibtex(found.model.citations)
    yield "index.html", render(found, drawings)
    tell("done", 1.0)


def keyed(found: Examined) -> dict[str, Sweep]:
    """The sweeps by the names of their files."""
    return {"sweep" if place == 1 else f"sweep_{place}": each for place, each in enumerate(found.sweeps, 1)}


def sweep_chart(swept: Sweep) -> Chart:
    """The figure of a sweep: areas over two parameters, lines over one.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> sweep_chart(sweep(Commitment(), {"entrapment": [0.0, 1.0, 2.0]})).to_dict()["title"]["text"]
    'How does it end, and what changes with entrapment?'
    """
    return game_regions(swept, asked(swept)) if len(swept.over) == 2 else game_lines(swept, title=asked(swept))


def render(found: Examined, drawings: Mapping[str, str]) -> str:
    """The page. ``drawings`` has the SVG of each sweep's figure."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["linked"] = linked
    swept = keyed(found)
    page = environment.get_template("game.html.j2").render(
        model=found.model,
        made=f"{at_values(found.model)} Every sentence, number and figure follows from them.",
        parts=parts(found),
        svg={key: Markup(inline(svg, key, f"{asked(swept[key])} {shares_in_words(swept[key])}")) for key, svg in drawings.items()},
        references=sorted((apa(key) for key in found.model.citations), key=str.casefold),
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
    )
    return re.sub(r"\n{3,}", "\n\n", page)


def parts(found: Examined) -> list[Part]:
    """The sections of the page in order; those without content are left out."""
    story, s = STORIES[found.model.key], found.solution
    made = [
        Part("outcome", s.region.title, prose=outcome(found), tables=tuple(plays(found))),
        Part("game", "Who plays, and how", glossary=tuple((upper(who), does) for who, does in story.players), steps=story.moves),
        Part("regions", "Which way it ends", figures=tuple(pictures(found)), regions=meanings(found)),
        Part("changes", "What would change the outcome", prose=(TIPPING,), tables=(tips(found),)),
        Part("numbers", "The numbers", tables=(numbers(found),)),
        Part("certificate", "Why no one leaves", prose=(CERTIFICATE,), tables=(certificate(found),)),
        Part("statics", "What moves what", prose=(STATICS, *still(found)), tables=(statics(found),)),
        Part("limits", "What it assumes and cannot say", points=story.silent),
        Part("parameters", "The parameters", tables=(parameters(found),)),
    ]
    kept = [each._replace(tables=tuple(table for table in each.tables if table.rows)) for each in made]
    return [each for each in kept if each.tables or each.points or each.figures or each.glossary]


TIPPING = "Each parameter is moved alone, the others stay; the border is the nearest to each side."
CERTIFICATE = (
    "A set of strategies is an equilibrium when nobody gains by doing otherwise, given what the others do and what is believed. "
    "Below is, for each place where a player decides, the best other act and what it would lose. The losses are computed from the payoffs."
)
STATICS = (
    "By how much each number rises for a unit more of each parameter, near these parameters and as long as the outcome stays the same. "
    "Where a dash stands there is no slope: the parameter comes in whole numbers, the outcome changes here, or the number has no meaning."
)


def cells(*texts: str, numbers: int = 0) -> tuple[Cell, ...]:
    """A row: its head, plain cells, and so many numbers at its end."""
    first = len(texts) - numbers
    return tuple(Cell(each, kind="head" if not place else "number" if place >= first else "") for place, each in enumerate(texts))


def plays(found: Examined) -> Iterator[Shown]:
    """What each does, believes and gets; a table that would be empty is left out of the page."""
    s = found.solution
    acts = tuple(cells(upper(who), does) for who, does in s.strategies.items())
    yield Shown("acts", "What each does.", ("who", "act"), acts)
    beliefs = tuple(cells(upper(what), plain(value), numbers=1) for what, value in s.beliefs.items())
    yield Shown("beliefs", "What is believed.", ("belief", "probability"), beliefs)
    payoffs = tuple(cells(upper(who), plain(value), numbers=1) for who, value in s.payoffs.items())
    yield Shown("payoffs", "What each gets.", ("who", "expected payoff"), payoffs)


def pictures(found: Examined) -> Iterator[Picture]:
    """The figures of the sweeps with their captions."""
    for key, swept in keyed(found).items():
        yield Picture(key, f"{shares_in_words(swept)}{outside(swept)}", f"{key}.csv")


def meanings(found: Examined) -> tuple[tuple[str, str, str], ...]:
    """Colour, title and meaning of the regions of the figures; all of them, since a reader may move a parameter."""
    return tuple((tint(place), each.title, each.meaning) for place, each in enumerate(found.model.regions))


def tips(found: Examined) -> Shown:
    """Where the outcome would change."""
    rows = tuple(cells(*row) for row in changes(found))
    return Shown("tips", "The nearest borders. Those between any two outcomes are in solution.json.", ("parameter", "where", "then"), rows)


def numbers(found: Examined) -> Shown:
    """Everything that the closed form gives."""
    key = found.model.key
    rows = [cells(upper(number_word(key, name)), told(key, name, value), numbers=1) for name, value in found.solution.numbers.items()]
    return Shown("numbers", "All that the solution computes (solution.json has every digit).", ("", "value"), tuple(rows))


def certificate(found: Examined) -> Shown:
    """The best deviations."""
    rows = [cells(upper(each.player), each.where, each.act, lost(each.loss), numbers=1) for each in found.solution.certificate]
    return Shown("certificate", promise(found), ("who", "where", "best other act", "would lose"), tuple(rows))


def slope(value: float | None) -> str:
    """A slope with its sign.

    >>> slope(0.25), slope(-2.0), slope(0.0), slope(None)
    ('+0.25', '\u22122', '0', '\u2013')
    """
    if value is None:
        return "\u2013"
    return "0" if value == 0 else f"{'+' if value > 0 else MINUS}{plain(abs(value))}"


def shown_slopes(found: Examined) -> dict[str, list[float | None]]:
    """Parameter → its slopes on the numbers that the game's question asks for."""
    chosen = LINES[found.model.key]
    table = {(row["parameter"], row["number"]): row["slope"] for row in found.slopes.to_dicts()}
    return {name: [table[name, number] for number in chosen] for name in found.model.knobs()}


def statics(found: Examined) -> Shown:
    """The parameters that move one of the chosen numbers, with their slopes."""
    head = ("parameter", *(number_word(found.model.key, each) for each in LINES[found.model.key]))
    rows = [
        cells(parameter_word(found.model, name), *map(slope, values), numbers=len(values))
        for name, values in shown_slopes(found).items() if any(values)
    ]  # fmt: skip
    return Shown("statics", "Slopes at these parameters.", head, tuple(rows))


def still(found: Examined) -> tuple[str, ...]:
    """The parameters that move none of the chosen numbers."""
    quiet = [parameter_word(found.model, name) for name, values in shown_slopes(found).items() if not any(values)]
    return (f"Moving none of these numbers here: {join(quiet)}.",) if quiet else ()


def parameters(found: Examined) -> Shown:
    """Every parameter with meaning, range and value; a changed one says what it is by default."""
    usual, rows = type(found.model)().values, []
    for name, limits in found.model.knobs().items():
        value = found.model.values[name]
        note = "" if value == usual[name] else f"by default {plain(usual[name])}"
        word = Cell(meaning(limits), limits.unit)
        rows.append((Cell(name, symbol(limits), "head"), word, Cell(limits.range), Cell(plain(value), note, "number")))
    return Shown("parameters", "Values can be changed with --set.", ("parameter", "meaning and unit", "range", "value"), tuple(rows))

"""The report of a `BeliefStudy` as a folder: one page, every table as CSV, figures as SVG and PNG, and the bibliography."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corcyra.files import write_folder
from corcyra.report.belief_tables import printed
from corcyra.report.belief_words import CONDITION, LIMITS, meaning, member_sentences, sure
from corcyra.report.figures.belief import belief_panels, draws_chart, threshold_chart
from corcyra.report.figures.figure import Chart, drawing
from corcyra.report.page import TEMPLATES, inline, linked
from corcyra.report.render import svg_of, to_png
from corcyra.report.shown import Section, Shown
from corcyra.report.wording import join, span
from corcyra.study.belief import BeliefStudy
from corcyra.study.lockfile import table_bytes
from corcyra.world.citation import apa, bibtex

__all__ = ["render", "write_beliefs"]

Tell = Callable[[str, float], object]

TABLES_OF = {"paths": "path", "draws": "path", "thresholds": "thresholds"}
"""The table behind each figure."""
CAPTIONS = {
    "paths": "Belief that the patron is reliable, from the events of the facts, and the threshold below which the game expects exit. The belief of a year "
    "uses what was known when it ended. Bands: nine draws in ten, all judgements drawn from their ranges.",
    "draws": "The share of draws in which the belief lies below the threshold. It stays near a half or above nearly everywhere: the threshold's range is wide.",
    "thresholds": "Exits that were warned of, and years without exit that were, had all members had one threshold.",
}
READ = (
    "Each member begins with the prior. Between years the belief moves toward the base rate, for patrons change. Each event multiplies the odds by its likelihood "
    "ratio, Pr(event | reliable)/Pr(event | unreliable): above 1 it speaks for the patron, below 1 against it. Where the belief lies below the threshold "
    "μ* = (a + w)/(qL), the game expects exit: that is the warning.",
    "By the game, silence in a dispute among members says nothing (ratio 1), for under ambiguity either type keeps out. Absence under an attack from outside speaks "
    "against the patron; exercises speak for it if they cost; help to another member does only inside a window of costs, and counts less.",
)  # fmt: skip


def write_beliefs(found: BeliefStudy, folder: str | Path, *, progress: Tell | None = None) -> tuple[Path, ...]:
    """Write ``report.html``, ``tables/*.csv``, ``figures/*.svg`` and ``.png``, and ``sources.bib``; all appear or none.

    Returns the files. Raises `OutputError` when the folder cannot be written; an interrupt leaves an earlier report whole.
    """
    return write_folder(folder, contents(found, progress or (lambda stage, share: None)))


def contents(found: BeliefStudy, tell: Tell) -> Iterator[tuple[str, bytes | str]]:
    """Every file, the page last."""
    drawings: dict[str, str] = {}
    wanted = figures(found)
    for place, (key, make) in enumerate(wanted.items()):
        tell(f"drawing {key}", 0.9 * place / len(wanted))
        drawings[key] = svg_of(drawing(make()))
        yield f"figures/{key}.svg", drawings[key]
        yield f"figures/{key}.png", to_png(drawings[key])
    tell("writing the report", 0.9)
    for key, table in found.tables.items():
        yield f"tables/{key}.csv", table_bytes(table)
    yield "sources.bib", bibtex(found.citations)
    yield "report.html", render(found, drawings)
    tell("done", 1.0)


def figures(found: BeliefStudy) -> dict[str, Callable[[], Chart]]:
    """The makers of the figures in the order of the page."""
    tables, years = found.tables, found.spec.years
    return {
        "paths": lambda: belief_panels(tables["path"], tables["events"], tables["spells"], found.names, years),
        "draws": lambda: draws_chart(tables["path"], found.names, years),
        "thresholds": lambda: threshold_chart(tables["thresholds"], tables["path"]["threshold"].to_list()),
    }


def render(found: BeliefStudy, drawings: Mapping[str, str]) -> str:
    """The page. ``drawings`` has the SVG of each figure; one that lacks is left out."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["linked"] = linked
    page = environment.get_template("belief.html.j2").render(
        title=found.spec.title,
        made=made(found),
        sections=[each for each in sections(found, drawings) if any(each[2:])],
        svg={key: Markup(inline(svg, key, CAPTIONS[key])) for key, svg in drawings.items()},
        tables_of=TABLES_OF,
        references=sorted((apa(key) for key in found.citations), key=str.casefold),
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
    )
    return re.sub(r"\n{3,}", "\n\n", page)


def made(found: BeliefStudy) -> str:
    """From what the page was made."""
    own = found.tables["sources"].filter(pl.col("sha256").is_null())["table"].to_list()
    facts = "the bundled facts" + (f", but {join(own)} as given to the study" if own else "")
    return (
        f"{span(*found.spec.years)}. Events, memberships, treaties and bases from {facts}; likelihood ratios and the numbers of the game from the study file, "
        f"fixed before the paths were computed. Seed {found.spec.seed}, {found.spec.draws:,} draws. Every sentence and figure follows from the tables beside this page."
    )


def sections(found: BeliefStudy, drawings: Mapping[str, str]) -> list[Section]:
    """The parts of the page in order."""
    tables = printed(found)
    drawn = {key: ((key, CAPTIONS[key]),) for key in drawings}
    return [
        Section("meaning", "What it means", (found.spec.question, *meaning(found)), (CONDITION,)),
        Section("paths", "The paths", READ, figures=drawn.get("paths", ())),
        Section("members", "Member by member", points=tuple(member_sentences(found)), tables=pick(tables, "spells")),
        Section("notes", "What no number says", points=found.spec.notes),
        Section("verdicts", "Warnings and exits", tables=pick(tables, "scores", "guarantees")),
        Section("sure", "How far it hangs on the judgements", tuple(sure(found)),
                figures=drawn.get("draws", ()) + drawn.get("thresholds", ()), tables=pick(tables, "priors", "left_out")),
        Section("events", "The events", tables=pick(tables, "events")),
        Section("judgements", "The judgements", tables=pick(tables, "ratios", "parameters")),
        Section("limits", "What it cannot say", points=LIMITS),
    ]  # fmt: skip


def pick(tables: Mapping[str, Shown], *keys: str) -> tuple[Shown, ...]:
    """Those of the tables that have rows."""
    return tuple(tables[key] for key in keys if tables[key].rows)

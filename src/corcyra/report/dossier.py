"""The dossier of a weighed case: one page to read or print, an editable Word file, the figures, every table, the works cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from corcyra.casebook.verdict import CONFIDENCE
from corcyra.casebook.weighing import WeighedCase
from corcyra.errors import ParameterError
from corcyra.files import write_folder
from corcyra.report.dossier_blocks import Block, Dossier, Grid, Picture, Points, Prose, Terms, addresses
from corcyra.report.dossier_pairs import judgement_table, pair_table
from corcyra.report.dossier_sections import compose
from corcyra.report.figures.figure import drawing
from corcyra.report.page import TEMPLATES, inline
from corcyra.report.render import svg_of, to_png
from corcyra.report.word import word_file
from corcyra.study.lockfile import table_bytes

__all__ = ["FORMATS", "render_dossier", "write_dossier"]

FORMATS = ("html", "docx")
"""What a dossier can be written as."""
SHARP = 3.0
"""Pixels of a picture in the Word file to one of the drawing: 290 an inch at the width of the page."""


def write_dossier(weighed: WeighedCase, folder: str | Path, formats: Sequence[str] = FORMATS) -> tuple[Path, ...]:
    """Write ``dossier.html`` and ``dossier.docx`` (as ``formats`` asks), ``figures/``, ``tables/*.csv`` and ``sources.bib``.

    The page loads nothing from elsewhere and prints on A4 or Letter; the Word file has native headings, tables and footnotes. All files appear or
    none: a failure or an interrupt leaves an earlier dossier whole. The same case gives the same bytes. Returns the files. Raises `ParameterError`
    for an unknown format, `OutputError` when the folder cannot be written.

    >>> from corcyra.casebook.start import example
    >>> from corcyra.casebook.weighing import weigh_case
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in write_dossier(weigh_case(example()), place, ["html"])][-2:]
    ['sources.bib', 'dossier.html']
    """
    wanted = [formats] if isinstance(formats, str) else list(formats)
    unknown = [each for each in wanted if each not in FORMATS]
    if unknown or not wanted:
        raise ParameterError(f"unknown format {unknown[0]!r}. Use html, docx or both." if unknown else "no format is asked for. Use html, docx or both.")
    return write_folder(folder, contents(weighed, wanted))


def contents(weighed: WeighedCase, wanted: Sequence[str]) -> Iterator[tuple[str, bytes | str]]:
    """Every file, the dossiers last."""
    dossier, drawn = compose(weighed)
    drawings = {key: svg_of(drawing(each.make())) for key, each in drawn.items()}
    pictures = {key: to_png(svg, SHARP) for key, svg in drawings.items()}
    for key in drawings:
        yield f"figures/{key}.svg", drawings[key]
        yield f"figures/{key}.png", pictures[key]
    tables = {**weighed.frames(), "judgements": judgement_table(weighed.ledger), "pairs": pair_table(weighed)}
    for key, table in sorted(tables.items()):
        yield f"tables/{key}.csv", table_bytes(table)
    works = [weighed.ledger.work(key) for key in weighed.ledger.cited()]
    yield "sources.bib", "\n".join(str(each) for each in works if each)
    if "html" in wanted:
        yield "dossier.html", render_dossier(dossier, drawings)
    if "docx" in wanted:
        yield "dossier.docx", word_file(dossier, pictures)


def render_dossier(dossier: Dossier, drawings: Mapping[str, str]) -> str:
    """The page; ``drawings`` has the SVG of each figure."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"kind": kind, "pieces": pieces, "label": plain}
    pictures = [block for part in dossier.sections for block in part.blocks if isinstance(block, Picture)]
    page = environment.get_template("dossier.html.j2").render(
        dossier=dossier,
        steps=CONFIDENCE,
        svg={each.key: Markup(inline(drawings[each.key], each.key, each.alternative)) for each in pictures},
        number={each.key: place for place, each in enumerate(pictures, 1)},
        style=Markup((TEMPLATES / "dossier.css").read_text(encoding="utf-8")),
    )
    return re.sub(r"\n{3,}", "\n\n", page)


def kind(block: Block) -> str:
    """The name of a block's macro in the template."""
    names: dict[type, str] = {Prose: "prose", Points: "points", Terms: "terms", Grid: "grid", Picture: "picture"}
    return names[type(block)]


def pieces(text: str) -> Markup:
    """A text with its web addresses as links; the address stays readable in print.

    >>> pieces("Work. https://doi.org/10.1/a.")
    Markup('Work. <a href="https://doi.org/10.1/a">https://doi.org/10.1/a</a>.')
    """
    return Markup("").join(
        Markup('<a href="{0}">{0}</a>').format(piece) if link else escape(piece) for piece, link in addresses(text)
    )


def plain(head: tuple[str, str]) -> str:
    """A table head for the labels of a narrow screen.

    >>> plain(("A", "Omnibalancing")), plain(("", "letter"))
    ('A', 'letter')
    """
    return head[0] or head[1]

"""Native tables of a Word dossier: header rows that repeat, rows that stay whole, tinted cells, notes called from cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corcyra.report.dossier_blocks import Cell, Grid
from corcyra.report.word_notes import Footnotes
from corcyra.report.word_style import MUTED, TEXT

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["add_table"]

WASH, PAPER = (11, 95, 165), (255, 255, 255)
DEPTH = 0.34
"""How much of the colour the deepest tint has (ours: black text stays readable, and grey print tells the steps apart)."""
NARROW = 10.0
"""Millimetres in which no word fits as the head of a column."""
LINES = (("top", 8, "1A1A1A"), ("bottom", 8, "1A1A1A"), ("insideH", 4, "DDDDDD"))


def add_table(document: Document, grid: Grid, notes: Footnotes, texts: Mapping[int, str]) -> None:
    """Add a table; ``texts`` has the text of each note."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    table: Any = document.add_table(rows=0, cols=len(grid.head))
    table.autofit = False
    properties = table._tbl.tblPr
    for old in [each for each in properties if each.tag.endswith(("}tblBorders", "}tblCellMar", "}tblLook"))]:
        properties.remove(old)
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>' for side, size, colour in LINES)
    layout = properties.find("{*}tblLayout")
    layout.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    sides = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 10), ("left", 40), ("bottom", 10), ("right", 50)))
    layout.addnext(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))
    properties.append(parse_xml(f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'))
    properties.append(table_text("tblDescription", grid.caption))
    head(table, grid)
    for row in grid.rows:
        cells = added(table)
        if row[0].kind == "group":
            row = (replace(row[0], kind="head"), *[Cell("")] * (len(cells) - 1))
            cells[0].merge(cells[-1])
        for place, (cell, part) in enumerate(zip(cells, row, strict=True)):
            fill(cell, part, notes, texts, first=place == 0)
    widths(table, grid)


def table_text(tag: str, text: str) -> Any:
    """What the table holds, for those who cannot see it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    element.set(qn("w:val"), text)
    return element


def added(table: Any, *, header: bool = False) -> Any:
    """A row that does not break across pages, or the header row, which repeats."""
    from docx.oxml import OxmlElement

    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    return row.cells


def head(table: Any, grid: Grid) -> None:
    """The header row; letters are explained in the table of hypotheses."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for place, (cell, (text, full)) in enumerate(zip(added(table, header=True), grid.head, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(text or (full if grid.widths[place] > NARROW else "")).bold = True
        if grid.rows[-1][place].kind in ("share", "number"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


def fill(cell: Any, part: Cell, notes: Footnotes, texts: Mapping[int, str], *, first: bool) -> None:
    """One cell: text, calls of notes, smaller lines, tint."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.style = "Cell"
    paragraph.add_run(part.text).bold = part.strong or part.kind == "head"
    if part.kind in ("share", "number"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number in part.notes:
        notes.call(paragraph, texts[number])
    if lines := " ".join(filter(None, part.under)):
        if first:
            cell.add_paragraph(lines, style="Cell Small")
        else:
            run_in(paragraph, lines)
    if part.tint:
        shade(cell, part.tint)


def run_in(paragraph: Any, text: str) -> None:
    """Smaller words on the same line, in the grey of notes."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(f" {text}")
    run.font.size, run.font.color.rgb = Pt(7), RGBColor.from_string(MUTED)


def shade(cell: Any, tint: float) -> None:
    """A ground as deep as the chance is high."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    colour = "".join(f"{round(white + (deep - white) * tint * DEPTH):02X}" for deep, white in zip(WASH, PAPER, strict=True))
    element = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    properties = cell._tc.get_or_add_tcPr()
    later = [each for each in properties if each.tag.endswith(("}noWrap", "}tcMar", "}textDirection", "}tcFitText", "}vAlign", "}hideMark"))]
    if later:
        later[0].addprevious(element)
    else:
        properties.append(element)


def widths(table: Any, grid: Grid) -> None:
    """The width of every column, in the grid and in each cell, as Word and LibreOffice each want it."""
    from docx.shared import Mm

    total = sum(grid.widths)
    for column, share in zip(table.columns, grid.widths, strict=True):
        width = Mm(TEXT * share / total)
        column.width = width
        for cell in column.cells:
            cell.width = width

"""A dossier as a Word file: native headings, styles, tables and footnotes, figures with a text for those who cannot see them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corcyra.casebook.verdict import CONFIDENCE
from corcyra.report.dossier_blocks import Block, Dossier, Grid, Picture, Points, Prose, Terms, addresses
from corcyra.report.word_notes import Footnotes
from corcyra.report.word_package import packed
from corcyra.report.word_style import styled
from corcyra.report.word_tables import add_table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["word_file"]

WIDE, TALL = 142.0, 170.0
"""The most that a figure takes, in millimetres."""


def word_file(dossier: Dossier, pictures: Mapping[str, bytes]) -> bytes:
    """The Word file; ``pictures`` has the PNG of each figure. The same dossier gives the same bytes."""
    from docx import Document

    document = Document()
    styled(document)
    about(document, dossier)
    writer = Writer(document, pictures, {each.number: each.text for each in dossier.notes})
    writer.top(dossier)
    for part in dossier.sections:
        document.add_heading(part.title, 1)
        for block in part.blocks:
            writer.block(block)
    document.add_heading("Bibliography", 1)
    columns(document)
    for text in dossier.references:
        linked(document.add_paragraph(style="Reference"), text)
    footer(document)
    writer.notes.attach()
    return packed(document)


def columns(document: Document) -> None:
    """Two columns from here on, on the same page."""
    from docx.enum.section import WD_SECTION
    from docx.oxml.ns import qn

    section: Any = document.add_section(WD_SECTION.CONTINUOUS)
    for each in section._sectPr.findall(qn("w:cols")):
        each.set(qn("w:num"), "2")
        each.set(qn("w:space"), "340")


def about(document: Document, dossier: Dossier) -> None:
    """The properties of the file."""
    core = document.core_properties
    core.title, core.subject, core.author, core.language = dossier.title[:250], dossier.question[:250], "", "en-GB"
    core.comments, core.keywords, core.last_modified_by, core.category = "", "process tracing", "", "case dossier"


class Writer:
    """Writes blocks into a document."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes], texts: Mapping[int, str]) -> None:
        self.document = document
        self.pictures = pictures
        self.texts = texts
        self.notes = Footnotes(document)

    def top(self, dossier: Dossier) -> None:
        """Title, question, verdict in short."""
        from docx.shared import Pt

        self.document.add_paragraph(dossier.title, style="Title")
        self.document.add_paragraph(dossier.question, style="Subtitle")
        for each in dossier.headlines:
            paragraph = self.document.add_paragraph(style="Verdict")
            if each.unit:
                paragraph.add_run(f"{each.unit}. ").bold = True
            paragraph.add_run(each.text)
            self.steps(each.confidence)
        small = self.document.add_paragraph(" ".join(filter(None, (dossier.made, dossier.standing))), style="Caption")
        small.paragraph_format.space_before = Pt(6)

    def steps(self, confidence: str) -> None:
        """The four degrees of confidence, the one that holds in brackets and bold."""
        from docx.shared import Pt

        paragraph = self.document.add_paragraph(style="Verdict")
        paragraph.add_run("Confidence: ")
        for place, step in enumerate(CONFIDENCE):
            paragraph.add_run(" \u00b7 " if place else "")
            paragraph.add_run(f"[{step}]" if step == confidence else step).bold = step == confidence
        paragraph.paragraph_format.space_after = Pt(4)
        for run in paragraph.runs:
            run.font.size = Pt(8)

    def block(self, block: Block) -> None:
        """One block."""
        if isinstance(block, Prose):
            self.prose(block.label, block.text)
        elif isinstance(block, Terms):
            for word, text in block.items:
                self.prose(f"{word}.", text)
        elif isinstance(block, Points):
            self.document.add_heading(block.label, 2)
            for text in block.items:
                linked(self.document.add_paragraph(style="List Bullet"), text)
        elif isinstance(block, Grid):
            self.caption("Table", block.caption).paragraph_format.keep_with_next = True
            add_table(self.document, block, self.notes, self.texts)
            self.document.add_paragraph(style="Gap")
        else:
            self.picture(block)

    def prose(self, label: str, text: str) -> None:
        """A paragraph with its run-in label."""
        paragraph = self.document.add_paragraph()
        if label:
            paragraph.add_run(f"{label} ").bold = True
        linked(paragraph, text)

    def picture(self, block: Picture) -> None:
        """A figure on a line of its own, its caption below."""
        from docx.shared import Emu, Mm

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(self.pictures[block.key]))
        scale = min(Mm(WIDE) / shape.width, Mm(TALL) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        said: Any = shape._inline.docPr
        said.set("descr", block.alternative)
        said.set("name", f"Figure {block.key}")
        self.caption("Figure", block.caption)

    def caption(self, word: str, text: str) -> Paragraph:
        """A caption with a number that Word keeps."""
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.add_run(f"{word} ").bold = True
        number = 1 + sum(f"SEQ {word}" in (each.text or "") for each in self.document.element.iter("{*}instrText"))
        field(paragraph, f"SEQ {word} \\* ARABIC", str(number), bold=True)
        paragraph.add_run(". ").bold = True
        paragraph.add_run(text)
        return paragraph


def linked(paragraph: Paragraph, text: str) -> None:
    """A text with its web addresses as links."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for piece, link in addresses(text):
        if not link:
            paragraph.add_run(piece)
            continue
        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), paragraph.part.relate_to(piece, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(piece)
        element.append(run._r)
        paragraph._p.append(element)


def field(paragraph: Paragraph, code: str, value: str, *, bold: bool = False) -> None:
    """A field with the value that it has now."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "code", "separate", "value", "end"):
        run = paragraph.add_run(value if kind == "value" else "")
        run.bold = bold or None
        if kind == "code":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
            run._r.append(element)
        elif kind != "value":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def footer(document: Document) -> None:
    """The number of the page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" / ")
    field(paragraph, "NUMPAGES", "1")

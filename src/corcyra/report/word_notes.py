"""Real footnotes for a Word file, which python-docx cannot write: the part, its two separators, its styles, and the calls in the text.

As in ECMA-376, part 1, 17.11 (footnotes): a part of its own, related from the document; the notes with the ids -1 and 0 are the line between text
and notes, and are named in the settings; a call in the text and the mark in the note are separate runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from corcyra.report.dossier_blocks import addresses

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["Footnotes"]

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
AFTER = ("endnotePr", "compat", "docVars", "rsids", "mathPr", "themeFontLang", "clrSchemeMapping")
"""Settings that must stand after ``footnotePr`` (17.15.1.78): it goes before the first of these that is there."""
SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)


class Footnotes:
    """The notes of one document: `call` puts a call into a paragraph and keeps the text, `attach` writes the part."""

    def __init__(self, document: Document) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        self.document = document
        self.part = Part(PackURI("/word/footnotes.xml"), CONTENT, b"", document.part.package)
        self.notes: list[str] = []

    def call(self, paragraph: Paragraph, text: str) -> None:
        """Call a note at the end of a paragraph."""
        from docx.oxml import parse_xml

        number = len(self.notes) + 1
        mark = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        paragraph._p.append(parse_xml(f'<w:r xmlns:w="{NAMESPACE}">{mark}<w:footnoteReference w:id="{number}"/></w:r>'))
        body = f"<w:r>{mark}<w:footnoteRef/></w:r>{run(' ')}{''.join(self.piece(*each) for each in addresses(text))}"
        self.notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{body}</w:p></w:footnote>'
        )

    def piece(self, text: str, link: bool) -> str:
        """Text, or a link with its relation."""
        if not link:
            return run(text)
        from docx.opc.constants import RELATIONSHIP_TYPE

        relation = self.part.relate_to(text, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{relation}" w:history="1">{run(text)}</w:hyperlink>'

    def attach(self) -> None:
        """Relate the part to the document and name the separators in the settings; nothing where no note was called."""
        if not self.notes:
            return
        from docx.opc.constants import RELATIONSHIP_TYPE

        root = f'<w:footnotes xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}">'
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}{SEPARATORS}{"".join(self.notes)}</w:footnotes>'
        self.part._blob = xml.encode("utf-8")
        self.document.part.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        place_settings(self.document.settings.element)


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def place_settings(settings: Any) -> None:
    """Name the separators in the settings, where the order of the schema wants them."""
    from docx.oxml import parse_xml

    inner = '<w:footnote w:id="-1"/><w:footnote w:id="0"/>'
    element = parse_xml(f'<w:footnotePr xmlns:w="{NAMESPACE}">{inner}</w:footnotePr>')
    later = [each for each in settings if each.tag.partition("}")[2] in AFTER]
    if later:
        later[0].addprevious(element)
    else:
        settings.append(element)

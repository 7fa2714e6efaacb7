"""The styles, page and language of a Word dossier: native styles under their usual names, so that a reader can restyle all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

__all__ = ["MUTED", "PAGE", "TEXT", "bordered", "styled"]

FACE = "Arial"
PAGE, MARGIN = (210.0, 297.0), 14.0
"""A4 and its margins, in millimetres."""
TEXT = PAGE[0] - 2 * MARGIN
INK, MUTED, LEAD = "1A1A1A", "5A5A5A", "0B5FA5"
LANGUAGE = "en-GB"

# name: size, bold, colour, points before, points after, keep with next
LOOKS: dict[str, tuple[float, bool, str, float, float, bool]] = {
    "Normal": (8.5, False, INK, 0, 3, False),
    "Title": (18, True, INK, 0, 4, True),
    "Subtitle": (11, False, INK, 0, 6, False),
    "Heading 1": (12, True, INK, 9, 3, True),
    "Heading 2": (9.5, True, INK, 5, 2, True),
    "Caption": (7.5, False, MUTED, 2, 3, False),
    "List Bullet": (7.8, False, INK, 0, 0, False),
    "Footer": (8, False, MUTED, 0, 0, False),
}
ADDED: dict[str, tuple[float, bool, str, float, float, bool]] = {
    "Verdict": (9.5, False, INK, 0, 0, True),
    "Cell": (7.2, False, INK, 0, 0, False),
    "Cell Small": (6.8, False, MUTED, 0, 0, False),
    "Gap": (4, False, INK, 0, 0, False),
    "Reference": (6.4, False, INK, 0, 0, False),
    "footnote text": (6.5, False, INK, 0, 0, False),
}


def styled(document: Document) -> None:
    """Set page, language and styles."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(11), Mm(12), Mm(5)
    for name, look in LOOKS.items():
        dress(document.styles[name], *look)
    for name, look in ADDED.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        dress(style, *look)
    rename(document)
    mark: Any = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.set(name_of("w:styleId"), "FootnoteReference")
    mark.font.superscript = True
    document.styles["Reference"].paragraph_format.left_indent = Pt(12)
    document.styles["Reference"].paragraph_format.first_line_indent = Pt(-12)
    bordered(document.styles["Verdict"].element.get_or_add_pPr(), "left", LEAD, 24, fill="F3F4F6")
    bordered(document.styles["Heading 1"].element.get_or_add_pPr(), "top", INK, 8)
    speak(document)
    for zoom in document.settings.element.iter(name_of("w:zoom")):
        zoom.set(name_of("w:percent"), "100")  # the template lacks what the schema wants


def rename(document: Document) -> None:
    """The notes' style under the name that Word knows."""
    document.styles["footnote text"].element.set(name_of("w:styleId"), "FootnoteText")


def name_of(tag: str) -> str:
    """A qualified name."""
    from docx.oxml.ns import qn

    return str(qn(tag))


def dress(style: ParagraphStyle | Any, size: float, bold: bool, colour: str, before: float, after: float, keep: bool) -> None:
    """Face, size, colour and spacing; what the template says of faces by theme goes."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    properties = style.element.get_or_add_rPr()
    for old in [each for each in properties if each.tag in (name_of("w:rFonts"), name_of("w:spacing"), name_of("w:kern"))]:
        properties.remove(old)
    properties.insert(0, parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>'))
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
    form.line_spacing = 1.08 if size > 7.5 else 1.0
    frame = style.element.get_or_add_pPr()
    for old in [each for each in frame if each.tag in (name_of("w:pBdr"), name_of("w:contextualSpacing"))]:
        frame.remove(old)


def bordered(properties: Any, side: str, colour: str, size: int, fill: str = "") -> None:
    """A line at one side of a paragraph, size in eighths of a point, and a ground; in the order of the schema (17.3.1.26)."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    inner = f'<w:{side} w:val="single" w:sz="{size}" w:space="{8 if side == "left" else 4}" w:color="{colour}"/>'
    made = [f'<w:pBdr {nsdecls("w")}>{inner}</w:pBdr>', *([f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'] if fill else [])]
    before = {name_of(f"w:{name}") for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers")}
    place = sum(each.tag in before for each in properties)
    for step, xml in enumerate(made):
        properties.insert(place + step, parse_xml(xml))


def speak(document: Document) -> None:
    """The language of the text, for the spelling check and for those who listen."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for default in document.styles.element.iter(name_of("w:rPrDefault")):
        properties = default.find(name_of("w:rPr"))
        for old in properties.findall(name_of("w:lang")):
            properties.remove(old)
        properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'))

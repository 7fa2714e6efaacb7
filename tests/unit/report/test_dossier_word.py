"""The Word dossier: native, accessible, the same bytes, and what the standard wants, so that Word has nothing to repair."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document

from corcyra.report.dossier_blocks import Cell, Dossier, Grid, Headline, Note, Picture, Points, Prose, Section, Terms
from corcyra.report.figures.case_timeline import Mark, case_timeline
from corcyra.report.figures.figure import drawing
from corcyra.report.render import svg_of, to_png
from corcyra.report.word import word_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
LETTERS = ("Достоинство", "Արժանապատվություն", "ღირსება", "Ləyaqət")
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike noProof color spacing w kern position sz szCs highlight u effect bdr shd vertAlign rtl cs em lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
}
"""The order in which the schema wants the children (ECMA-376, part 1, annex A)."""


@pytest.fixture(scope="module")
def made() -> Dossier:
    rows = tuple(
        (Cell(f"k{place}", ("2005",), "head"), Cell(word, ("A quote",), "text", (place,)), Cell("80", kind="share", tint=0.8))
        for place, word in enumerate(LETTERS, 1)
    )
    grid = Grid("evidence", "Four clues.", (("clue", ""), ("what", ""), ("A", "A rival")), rows, (20.0, 140.0, 14.0))
    blocks = (Prose("It turned. https://example.org/x.", "What."), Terms((("Scope", "A decade."),)), Points("Limits", ("One case.",)), grid,
              Picture("timeline", "A caption.", "Four clues in time."))  # fmt: skip
    notes = tuple(Note(place, f"{word} & <source>, https://example.org/{place}.") for place, word in enumerate(LETTERS, 1))
    heads = (Headline("Uzbekistan", "The evidence barely favours A.", "barely"), Headline("", "Nothing was weighed.", "undecided"))
    return Dossier("Why <it> turned", "Why?", "Made from a folder.", heads, (Section("case", "The case", blocks),), notes, ("Walt (1987).",))


@pytest.fixture(scope="module")
def picture() -> bytes:
    mark = Mark("k1", "A clue", date(2005, 5, 14), date(2005, 5, 14), 6.0, True)
    return to_png(svg_of(drawing(case_timeline([mark], "A", "B"))))


@pytest.fixture(scope="module")
def raw(made: Dossier, picture: bytes) -> bytes:
    return word_file(made, {"timeline": picture})


@pytest.fixture(scope="module")
def parts(raw: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def test_the_same_dossier_gives_the_same_bytes_without_a_clock(made: Dossier, picture: bytes, raw: bytes) -> None:
    assert word_file(made, {"timeline": picture}) == raw
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not any("thumbnail" in name for name in archive.namelist())
        core = archive.read("docProps/core.xml").decode("utf-8")
    assert "dcterms:created" not in core
    assert "dcterms:modified" not in core
    assert "Why &lt;it&gt; turned" in core
    assert "en-GB" in core


def test_it_opens_with_native_headings_and_styles(raw: bytes) -> None:
    document = Document(BytesIO(raw))
    styles = [(each.style.name, each.text) for each in document.paragraphs if each.style is not None]
    assert styles[:3] == [("Title", "Why <it> turned"), ("Subtitle", "Why?"), ("Verdict", "Uzbekistan. The evidence barely favours A.")]
    assert ("Verdict", "Confidence: undecided · [barely] · moderately · strongly") in styles
    assert [text for name, text in styles if name == "Heading 1"] == ["The case", "Bibliography"]
    assert ("Heading 2", "Limits") in styles
    assert ("List Bullet", "One case.") in styles
    assert ("Reference", "Walt (1987).") in styles
    assert ("Caption", "Table 1. Four clues.") in styles
    assert ("Caption", "Figure 1. A caption.") in styles


def test_footnotes_are_real(parts: dict[str, Any]) -> None:
    notes = parts["word/footnotes.xml"]
    ids = [each.get(f"{W}id") for each in notes.iter(f"{W}footnote")]
    kinds = [each.get(f"{W}type") for each in notes.iter(f"{W}footnote")]
    assert ids == ["-1", "0", "1", "2", "3", "4"]
    assert kinds[:2] == ["separator", "continuationSeparator"]
    called = [each.get(f"{W}id") for each in parts["word/document.xml"].iter(f"{W}footnoteReference")]
    assert called == ids[2:]
    texts = ["".join(each.itertext()).strip() for each in notes.iter(f"{W}footnote")]
    assert texts[2:] == [f"{word} & <source>, https://example.org/{place}." for place, word in enumerate(LETTERS, 1)]
    kept = parts["word/settings.xml"].find(f"{W}footnotePr")
    assert [each.get(f"{W}id") for each in kept] == ["-1", "0"]
    following = list(parts["word/settings.xml"])
    assert following[following.index(kept) + 1].tag == f"{W}compat"
    types = {each.get("PartName"): each.get("ContentType") for each in parts["[Content_Types].xml"]}
    assert types["/word/footnotes.xml"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    related = [each for each in parts["word/_rels/document.xml.rels"] if each.get("Type").endswith("/footnotes")]
    assert [each.get("Target") for each in related] == ["footnotes.xml"]
    known = {each.get("Id") for each in parts["word/_rels/footnotes.xml.rels"]}
    links = [value for each in notes.iter(f"{W}hyperlink") for key, value in each.attrib.items() if key.endswith("}id")]
    assert len(links) == 4
    assert set(links) <= known
    styles = {each.get(f"{W}styleId") for each in parts["word/styles.xml"].iter(f"{W}style")}
    assert {"FootnoteText", "FootnoteReference"} <= styles


def test_tables_repeat_their_heads_and_keep_rows_whole(parts: dict[str, Any]) -> None:
    table = next(parts["word/document.xml"].iter(f"{W}tbl"))
    first, *rest = table.iter(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None and row.find(f"{W}trPr/{W}tblHeader") is None for row in rest)
    assert table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val") == "Four clues."
    # 0.8 × 0.34 of the way from white to the colour of the evidence.
    assert [each.get(f"{W}fill") for each in table.iter(f"{W}shd")] == ["BDD3E7"] * 4
    assert "".join(table.itertext()).count("A quote") == 4
    assert all(word in "".join(table.itertext()) for word in LETTERS)


def test_the_figure_has_words_and_the_text_a_language(parts: dict[str, Any]) -> None:
    said = [each.get("descr") for each in parts["word/document.xml"].iter(DRAWN)]
    assert said == ["Four clues in time."]
    default = next(parts["word/styles.xml"].iter(f"{W}rPrDefault"))
    assert default.find(f"{W}rPr/{W}lang").get(f"{W}val") == "en-GB"


def test_every_property_stands_where_the_schema_wants_it(parts: dict[str, Any]) -> None:
    for name in ("word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/footer1.xml"):
        for tag, order in ORDERS.items():
            places = order.split()
            for element in parts[name].iter(f"{W}{tag}"):
                found = [places.index(child.tag.partition("}")[2]) for child in element]
                assert found == sorted(found), (name, ElementTree.tostring(element))


def test_no_path_of_a_machine_is_in_it(raw: bytes) -> None:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels")))
    assert not any(each in text for each in (b"file:", b"/home/", b"C:\\", b"/tmp/"))
    targets = [each for each in text.split(b'"') if each.startswith(b"http") and b"example.org" in each]
    assert sorted(set(targets)) == [f"https://example.org/{each}".encode() for each in ("1", "2", "3", "4", "x")]

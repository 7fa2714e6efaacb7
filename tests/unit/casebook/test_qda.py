"""Coded quotes from REFI-QDA projects: whole, with every letter, or refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corcyra.casebook.check import check_case
from corcyra.casebook.qda import read_qda
from corcyra.casebook.qda_import import import_qda
from corcyra.errors import DataError

TEXT = "Вопрос: о базе 🙂🙂.\r\nОтвет: «Ханабад закрыт». Ə, ğ, é, Հայ.\r\n"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="QualCoder">'
USERS = '<Users><User guid="U1" name="Азад"/></Users>'
BOOK = """<CodeBook><Codes><Code guid="{C1}" name="Ответ" isCodable="true"><Description>What he says</Description>
<Code guid="C2" name="stigma" isCodable="true"/></Code><Code guid="C3" name="k1" isCodable="true"/></Codes></CodeBook>"""


def selection(guid: str, start: int, end: int, code: str, name: str = "") -> str:
    coding = f'<Coding guid="x" creatingUser="U1"><CodeRef targetGUID="{code}"/></Coding>'
    return f'<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" endPosition="{end}">{coding}</PlainTextSelection>'


def source(*inside: str, path: str = "internal://s1.txt") -> str:
    return f'<TextSource guid="S1" name="Интервью 1" plainTextPath="{path}">{"".join(inside)}</TextSource>'


def project(place: Path, sources: str, files: dict[str, bytes] | None = None, book: str = BOOK) -> Path:
    file = place / "p.qdpx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", f"{HEAD}{USERS}{book}<Sources>{sources}</Sources></Project>")
        for name, raw in ({"Sources/S1.txt": TEXT.encode("utf-8")} if files is None else files).items():
            archive.writestr(name, raw)
    return file


def at(text: str, part: str, way: str = "code points") -> tuple[int, int]:
    """Where a program says that a part stands."""
    if "line ends" in way:
        text = text.replace("\r\n", "\n")
    if "UTF-16" in way:
        start = len(text[: text.index(part)].encode("utf-16-le")) // 2
        return start, start + len(part.encode("utf-16-le")) // 2
    return text.index(part), text.index(part) + len(part)


PART = "«Ханабад закрыт». Ə, ğ, é, Հայ."


def test_a_quote_is_taken_by_code_points(tmp_path: Path) -> None:
    found = read_qda(project(tmp_path, source(selection("A", *at(TEXT, PART), "c1"), selection("B", *at(TEXT, PART), "{c2}"))))
    (quote,) = found.quotes
    assert quote.text == PART
    assert quote.codes == ("Ответ", "stigma")
    assert quote.coders == ("Азад", "Азад")
    assert quote.document == "Интервью 1"
    assert [(each.name, each.above, each.description) for each in found.codes] == [
        ("Ответ", (), "What he says"), ("stigma", ("Ответ",), ""), ("k1", (), ""),
    ]  # fmt: skip
    assert found.notes == ()


@pytest.mark.parametrize("way", ["code points", "code points, line ends as one", "UTF-16 units", "UTF-16 units, line ends as one"])
def test_other_ways_of_counting_are_seen_by_the_names(tmp_path: Path, way: str) -> None:
    found = read_qda(project(tmp_path, source(selection("A", *at(TEXT, PART, way), "C1", PART))))
    assert found.quotes[0].text == PART
    note = f"Интервью 1: its passages are counted in {way}, as their names show (1 of 1)"
    assert found.notes == (() if way == "code points" else (note,))


def test_text_within_the_project_file_and_other_encodings(tmp_path: Path) -> None:
    inline = f'<TextSource guid="S1" name="D"><PlainTextContent>{TEXT.strip()}</PlainTextContent>{selection("A", 0, 6, "C1")}</TextSource>'
    assert read_qda(project(tmp_path, inline)).quotes[0].text == "Вопрос"
    for encoding in ("utf-8-sig", "utf-16", "cp1251"):
        raw = TEXT.replace("🙂", "").split("Ə")[0].encode(encoding)
        assert read_qda(project(tmp_path, source(selection("A", 0, 6, "C1")), {"sources/s1.txt": raw})).quotes[0].text == "Вопрос"


def test_what_is_no_text_is_counted_and_named(tmp_path: Path) -> None:
    coding = '<Coding guid="x"><CodeRef targetGUID="C1"/></Coding>'
    pdf = f'<PDFSource guid="P" name="Скан" path="internal://a.pdf"><PDFSelection guid="q" page="0">{coding}</PDFSelection><PDFSelection guid="r" page="1"/></PDFSource>'
    film = f'<VideoSource guid="V" name="Film" path="internal://a.mp4"><VideoSelection guid="v" begin="0" end="9">{coding}</VideoSelection></VideoSource>'
    found = read_qda(project(tmp_path, pdf + film))
    assert found.quotes == ()
    assert found.not_read == (("areas of a PDF page", "Скан", 1), ("stretches of a film", "Film", 1))


ENTITY = '<!DOCTYPE P [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(
    ("sources", "files", "message"),
    [
        (source(selection("A", 0, 3, "C1")), {}, "the source s1.txt of the document Интервью 1 is lacking in it. Export the project again."),
        (source(selection("A", 0, 999, "C1")), None, "a passage of Интервью 1 runs from 0 to 999, outside its text. Export the project again."),
        (source(selection("A", 0, 3, "C9")), None, "a passage of Интервью 1 has a code that the codebook lacks (c9). Export the project again."),
        (source(selection("A", 0, 3, "C1")).replace('startPosition="0"', ""), None, "a passage of Интервью 1 has no start or end. Export the project again."),
        (source(selection("A", 0, 3, "C1"), path="internal://../../etc/passwd"), None, "the path 'internal://../../etc/passwd' of Интервью 1 leads out of the project. Such a file is not opened."),
        (source(selection("A", 0, 3, "C1"), path="absolute:///home/a.txt"), None, "the document Интервью 1 stands outside the project (absolute:///home/a.txt). Export the project with its sources."),
        (source(), {"../evil.txt": b"x"}, "the path '../evil.txt' in it leads out of the project. Such a file is not opened: export it again."),
        (source(), {"/abs.txt": b"x"}, "the path '/abs.txt' in it leads out of the project. Such a file is not opened: export it again."),
        (source(), {"second.qde": b"x"}, "there are 2 .qde files in it, not one. This is no REFI-QDA project."),
        (ENTITY, None, "project.qde declares entities, which no export needs. Such a file is not opened."),
        ("<TextSource>", None, "project.qde is broken in its line 3: mismatched tag: line 3, column 141. Export the project again."),
    ],
)  # fmt: skip
def test_what_cannot_be_trusted_is_refused(tmp_path: Path, sources: str, files: dict[str, bytes] | None, message: str) -> None:
    file = project(tmp_path, sources, files)
    with pytest.raises(DataError) as caught:
        read_qda(file)
    assert str(caught.value) == f"{file}: {message}"


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    file = project(tmp_path, source(selection("A", 0, 3, "C1")))
    raw = file.read_bytes()
    for damaged in (raw[:-40], raw[:60] + b"\xff" * 30 + raw[90:], b"", b"no zip"):
        file.write_bytes(damaged)
        with pytest.raises(DataError, match=r"p\.qdpx: this is no whole zip file: .*\. Export the project again\."):
            read_qda(file)
    with pytest.raises(DataError) as caught:
        read_qda(tmp_path / "none.qdpx")
    assert str(caught.value) == f"{tmp_path / 'none.qdpx'}: the file cannot be read: No such file or directory. Check the name and the folder."


def test_a_text_in_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    file = project(tmp_path, source(selection("A", 0, 3, "C1")), {"sources/s1.txt": "é à".encode("cp1252")})
    with pytest.raises(DataError) as caught:
        read_qda(file)
    assert str(caught.value).startswith(f"{file}/sources/s1.txt:1: the byte E9 is not UTF-8")


def test_quotes_become_clues_and_nothing_is_lost(tmp_path: Path, folder: Path) -> None:
    before = {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()}
    file = project(
        tmp_path, source(selection("A", *at(TEXT, PART), "C2"), selection("B", 0, 6, "C3"), selection("D", 8, 14, "C1"))
    )
    found = import_qda(file, folder)
    assert found.clues == ("q001", "q002", "q003")
    assert (found.to_judge, found.known) == (1, 0)
    for name, text in before.items():
        assert (folder / name).read_text(encoding="utf-8").lstrip("\ufeff").startswith(text)
    checked = check_case(folder)
    assert checked.of("error") == ()
    ledger = checked.ledger
    assert ledger is not None
    clue = ledger.clue("q001")
    assert (clue.quote, clue.source, clue.date, clue.found) == (PART, "Интервью 1", "2001/2006", True)
    assert "codes: stigma." in clue.note
    assert [(each.evidence, each.given, each.kind) for each in ledger.links][1:] == [("q002", ("k1",), "listed")]
    assert [each.key for each in ledger.coders] == ["AB", "CD", "Азад"]
    assert [str(each.line) for each in checked.of("warning") if "not judged yet" in each.message] == ["14"]
    again = import_qda(file, folder)
    assert (again.clues, again.known) == ((), 3)


def test_the_table_of_codes_is_cut_as_the_case_is(tmp_path: Path, folder: Path) -> None:
    file = project(tmp_path, source(selection("A", *at(TEXT, PART), "C2")))
    evidence = folder / "evidence.csv"
    evidence.write_text("id;unit;date;what;quote;source;verification;confidence;found;note\n", encoding="utf-8")
    import_qda(file, folder)
    assert (folder / "codes.csv").read_text(encoding="utf-8-sig").startswith("code;hypothesis;clue;description\n")


def test_codes_are_tied_by_a_table(tmp_path: Path, folder: Path) -> None:
    file = project(tmp_path, source(selection("A", *at(TEXT, PART), "C1")))
    own = tmp_path / "ties.csv"
    own.write_text("code;hypothesis;clue\nОтвет;threat;\n", encoding="utf-8")
    assert import_qda(file, folder, own).to_judge == 1
    own.write_text("code;hypothesis;clue\nОтвет;thread;\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        import_qda(file, folder, own)
    assert str(caught.value) == f"the codes cannot be tied to the case:\n  {own}:2: unknown hypothesis 'thread'. Known are: other, stigma, threat."


def test_a_codebook_gives_the_table_of_codes(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "b.qdc"
    file.write_text(BOOK.replace("<CodeBook>", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="NVivo">'), encoding="utf-8")
    found = import_qda(file, folder)
    assert [path.name for path in found.files] == ["codes.csv"]
    assert (folder / "codes.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == ["Ответ,,,What he says", "stigma,stigma,,", "k1,,k1,"]


def test_a_folder_without_a_case_is_refused(tmp_path: Path) -> None:
    file = project(tmp_path, source(selection("A", 0, 3, "C1")))
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError) as caught:
        import_qda(file, tmp_path / "empty")
    assert "case.toml: there is no such file." in str(caught.value)
    assert list((tmp_path / "empty").iterdir()) == []

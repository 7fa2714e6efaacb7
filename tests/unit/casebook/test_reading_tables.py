"""Tables as people save them are read, or refused with their line; no letter is ever changed."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.casebook.check import check_case, read_ledger
from corcyra.casebook.dates import when
from corcyra.casebook.decoding import cyrillic, decoded
from corcyra.casebook.problems import Complaints
from corcyra.casebook.reading import read_rows
from corcyra.casebook.write import table, write_ledger
from corcyra.errors import DataError, SpanError

LETTERS = "Հայաստան; საქართველო, Azərbaycan \"ƏəĞğİıÖöŞşÜüÇç\" Ўзбекистон «ёлка» e\u0301 é 🙂"


def saved(folder: Path, change: dict[str, bytes]) -> Path:
    for name, raw in change.items():
        (folder / name).write_bytes(raw)
    return folder


def every(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text(encoding="utf-8") for each in folder.glob("*.csv")}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_marks_and_line_ends_read_the_same(folder: Path, separator: str, encoding: str, end: str) -> None:
    before = read_ledger(folder)
    write_ledger(before, folder.parent / "again", separator)
    again = {name: text.lstrip("\ufeff").replace("\n", end).encode(encoding) for name, text in every(folder.parent / "again").items()}
    assert read_ledger(saved(folder, again)) == before


def test_letters_survive_reading_and_writing_byte_for_byte(folder: Path) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8")
    quoted = LETTERS.replace('"', '""')
    (folder / "evidence.csv").write_text(text.replace("He speaks of dignity", f'"{quoted}\nsecond line"'), encoding="utf-8")
    ledger = read_ledger(folder)
    assert ledger.clue("k1").what == f"{LETTERS}\nsecond line"
    for separator in (",", ";", "\t"):
        place = folder.parent / f"copy{ord(separator)}"
        write_ledger(ledger, place, separator)
        assert read_ledger(place) == ledger
        assert LETTERS.replace('"', '""').encode() in (place / "evidence.csv").read_bytes()
    first, second = (every(folder.parent / f"copy{ord(each)}")["evidence.csv"] for each in ",,")
    assert first == second


def test_lines_are_counted_through_quoted_newlines(folder: Path) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8")
    text = text.replace("He speaks of dignity", '"He\nspeaks\nof dignity"').replace("medium,no,", "medium,maybe,")
    (folder / "evidence.csv").write_text(text, encoding="utf-8")
    assert [each.line for each in check_case(folder).of("error")] == [5]


def test_empty_columns_and_rows_at_the_end_are_dropped(folder: Path) -> None:
    before = read_ledger(folder)
    text = (folder / "coders.csv").read_text(encoding="utf-8")
    padded = "".join(f"{line},,,\n" for line in text.splitlines()) + ",,,,,\n\n"
    (folder / "coders.csv").write_text(padded, encoding="utf-8")
    assert read_ledger(folder) == before


def test_windows_1251_is_read_where_it_is_certain(folder: Path) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8").replace("He speaks of dignity", "Он говорит о достоинстве")
    before = saved(folder, {"evidence.csv": text.encode("utf-8")})
    ledger = read_ledger(before)
    assert read_ledger(saved(folder, {"evidence.csv": text.encode("cp1251")})) == ledger
    assert ledger.clue("k1").quote == "«Не учите нас, как жить»"


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "mac-cyrillic", "iso8859-5"])
def test_other_cyrillic_encodings_are_refused_with_their_line(folder: Path, encoding: str) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8").replace("«", "").replace("»", "")
    saved(folder, {"evidence.csv": text.encode(encoding)})
    (error,) = (each for each in check_case(folder).of("error") if "not UTF-8" in each.message)
    assert error.line == 2
    assert error.message.endswith("and in which encoding the file is cannot be told. Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8).")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Erdoğan Ankara'da konuştu", "cp1254"), ("Le général a été à l'Élysée", "cp1252"), ("Übergröße Fürst", "cp1252"), ("Η Ελλάδα και η Τουρκία", "cp1253"), ("да, нет", "cp1251")],
)  # fmt: skip
def test_what_is_not_certain_is_not_guessed(text: str, encoding: str) -> None:
    assert cyrillic(text.encode(encoding)) is None


SENTENCE = (
    "Президент Узбекистана заявил что страна сама решит вопрос о базе Ханабад и никому не позволит учить её жить МИДа США Ташкент Самарканд "
    "Украина объявила Эстония Юрий Яковлев Чехия письмо отозвано армия союза Россия договор о союзнических отношениях подписан"
)
RUSSIAN = SENTENCE.split()


@given(st.lists(st.sampled_from(RUSSIAN), min_size=1, max_size=30), st.sampled_from(["cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5"]))
def test_no_encoding_is_ever_taken_for_another(words: list[str], encoding: str) -> None:
    text = ", ".join(words)
    assert cyrillic(text.encode(encoding)) in (None, text)


def test_a_russian_sentence_is_certain() -> None:
    assert cyrillic(SENTENCE.encode("cp1251")) == SENTENCE


def test_a_workbook_and_a_damaged_file_are_refused(tmp_path: Path) -> None:
    for raw, message in (
        (b"PK\x03\x04rest", "a.csv: this is a workbook, not text. Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8)."),
        (b"id\nk1\x00k", "a.csv:2: the file has zero bytes and is no UTF-16: it is damaged, or no text. Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8)."),
        ("id\nk\ufffd".encode(), "a.csv:2: the character U+FFFD shows that letters were lost before. Take the text from its source again."),
    ):  # fmt: skip
        with pytest.raises(DataError) as caught:
            decoded(raw, "a.csv")
        assert str(caught.value) == message


def test_utf_16_without_its_mark_is_read() -> None:
    text = "id,what\nk1,база\n"
    assert decoded(text.encode("utf-16-le"), "a.csv") == text
    assert decoded(text.encode("utf-16-be"), "a.csv") == text
    assert decoded(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "a.csv") == text


def read(folder: Path, text: str) -> tuple[list[tuple[str, ...]], list[str]]:
    file = folder / "a.csv"
    file.write_bytes(text.encode("utf-8"))
    complaints = Complaints()
    rows = read_rows(file, ("id", "what", "note"), ("id", "what"), complaints)
    told = [str(each).removeprefix(f"{folder}/") for each in complaints.problems()]
    return [(str(row.line), row["id"], row["what"], row["note"]) for row in rows], told


@pytest.mark.parametrize(
    ("text", "rows", "told"),
    [
        ("sep=;\nid;what\nk1;a, b\n", [("3", "k1", "a, b", "")], []),
        ("What,ID\na,k1\n", [("2", "k1", "a", "")], []),
        ('"id,what,note"\n"k1,""a, b"",c"\n', [("2", "k1", "a, b", "c")], []),
        ("id,what,note\nk1;a;b\n", [], ["a.csv:2: this row is cut by semicolons, but the first line by commas. Use one of them in the whole file."]),
        ("id,what\nk1,a,b\n", [], ["a.csv:2: 3 cells, but 2 columns. Put a cell that holds a comma or another separator in quotes: \"a, b\"; a number with a decimal comma too."]),
        ('id,what\nk1,"a\nk2,b\n', [], ["a.csv:2: the quotes of lines 2 to 3 do not pair: unexpected end of data. Close every \" and write a quote inside a cell as \"\"."]),
        ('id,what\nk0,a\nk1,"a"b\n', [("2", "k0", "a", "")], ["a.csv:3: the quotes of this line do not pair: ',' expected after '\"'. Close every \" and write a quote inside a cell as \"\"."]),
        ("id,waht\nk1,a\n", [], ["a.csv:1: the column what is lacking. Is 'waht' it? The first line must be: id,what,note", "a.csv:1: the column 'waht' is not known and is not read. Known are id, what, note."]),
        ("id,what,what\nk1,a,b\n", [], ["a.csv:1: the column what stands twice. Keep one."]),
        ("", [], ["a.csv:1: the file is empty. Its first line must be: id,what,note"]),
        ("id,what\nk1,РђРЅРґРёР¶Р°РЅ\n", [("2", "k1", "РђРЅРґРёР¶Р°РЅ", "")], ["a.csv:2: the cell what looks as if it was saved in a wrong encoding: 'РђРЅРґ'. Compare it with its source."]),
    ],
)  # fmt: skip
def test_a_table_is_read_or_refused(tmp_path: Path, text: str, rows: list[tuple[str, ...]], told: list[str]) -> None:
    assert read(tmp_path, text) == (rows, told)


@given(st.lists(st.tuples(st.text(), st.text()).map(lambda pair: tuple(" ".join(each.split()) for each in pair)), min_size=1), st.sampled_from(",;\t"))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], separator: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    kept = [pair for pair in cells if not any(ord(each) < 32 or ord(each) == 127 or each == "\ufffd" or each == "\ufeff" for text in pair for each in text)]
    rows = [(f"k{at}", what, note) for at, (what, note) in enumerate(kept)]
    (folder / "a.csv").write_bytes(table(("id", "what", "note"), rows, separator).encode("utf-8"))
    found = read_rows(folder / "a.csv", ("id", "what", "note"), ("id",), Complaints())
    assert [(row["id"], row["what"], row["note"]) for row in found] == rows


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("2005", "", "2005"), ("2005-05", "", "2005-05"), ("2005-05-13 00:00:00", "", "2005-05-13"), ("13.05.2005", "", "2005-05-13"),
        ("5/13/2005", "", "2005-05-13"), ("05.05.2005", "", "2005-05-05"), ("2005/05/13", "", "2005-05-13"), ("3.5.2005", "day first", "2005-05-03"),
        ("3/5/2005", "month first", "2005-03-05"), ("2003-11/2005-05-13", "", "2003-11/2005-05-13"),
    ],
)  # fmt: skip
def test_dates_that_have_one_reading_are_read(text: str, order: str, meant: str) -> None:
    assert when(text, order).text == meant


@pytest.mark.parametrize("text", ["3/5/2005", "13.05.05", "5-May", "май.05", "2005-2006", "32.01.2005", "2005/05", "13.13.2005", "38485", "12.5"])
def test_dates_that_have_more_or_none_are_refused(text: str) -> None:
    with pytest.raises(SpanError, match=r"Write|Swap"):
        when(text)

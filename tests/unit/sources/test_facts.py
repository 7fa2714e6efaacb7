"""Reading the curated facts: the bundled tables hold, and a broken file is refused with its line and a remedy."""

from __future__ import annotations

import csv
import io
import time
from datetime import date
from pathlib import Path

import pytest

from corcyra.errors import ContradictoryFacts, DataError, UnknownName
from corcyra.sources import facts
from corcyra.sources.fact_layouts import LAYOUTS
from corcyra.sources.facts import file_of, load, names

ORGANISATIONS = "id,org,iso3,cow,status,start,end,note,source,confidence,basis"
GOOD = "O1,CIS,GEO,372,member,1993-12-03,2009-08-18,,Charter,high,document"


def written(tmp_path: Path, *rows: str, header: str = ORGANISATIONS) -> Path:
    path = tmp_path / "organisations.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", names())
def test_every_row_of_every_bundled_table_holds(name: str) -> None:
    with file_of(name).open(encoding="utf-8", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream)) - 1
    assert load(name).height == rows > 0


def test_the_folder_and_the_layouts_name_the_same_tables() -> None:
    assert sorted(path.stem for path in facts.FOLDER.glob("*.csv")) == list(names())


@pytest.mark.parametrize("name", [name for name in names() if name not in ("actors",)])
def test_every_row_has_a_source_and_a_confidence(name: str) -> None:
    frame = load(name)
    assert frame["source"].null_count() == 0
    assert frame["confidence"].is_in(["high", "medium", "low"]).all()


@pytest.mark.parametrize("name", names())
def test_sources_are_citations_and_not_working_notes(name: str) -> None:
    text = file_of(name).read_text(encoding="utf-8").lower()
    for trace in ("github", "seed", "snapshot", "kiwix", "9pdf", "packaged", "readme", ".txt", "author knowledge"):
        assert trace not in text, f"{name} still says {trace!r}"


def test_all_tables_load_in_half_a_second() -> None:
    start = time.process_time()
    for name in names():
        load(name, file_of(name))
    assert time.process_time() - start < 0.5  # measured 0.12 s


def test_dates_keep_their_precision() -> None:
    row = load("organisations").filter(org="GUAM", iso3="UZB", status="member").row(0, named=True)
    assert (row["start_first"], row["start_last"]) == (date(1999, 4, 24), date(1999, 4, 24))
    assert (row["end"], row["end_first"], row["end_last"]) == ("2002-06", date(2002, 6, 1), date(2002, 6, 30))


def test_several_codes_become_lists_and_actors_without_a_number_are_null() -> None:
    row = load("commitments").filter(id="C069").row(0, named=True)
    assert (row["parties_iso3"], row["parties_cow"]) == (["RUS", "X-NATO"], [365, None])


def test_a_loaded_table_is_the_callers_own() -> None:
    frame = load("turns")
    frame.insert_column(0, frame["id"].alias("mine"))
    assert "mine" not in load("turns").columns


def test_a_file_of_the_users_own_is_read_in_the_same_layout(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load("organisations", path).select("iso3", "end", "line").row(0) == ("GEO", "2009-08-18", 2)


def test_an_unknown_table() -> None:
    with pytest.raises(UnknownName) as caught:
        load("conflict")
    assert str(caught.value) == "unknown fact table 'conflict'. Nearest: conflicts. Use one of these."


BAD_ROWS = {
    "bad date": (
        GOOD.replace("1993-12-03", "3 Dec 1993"),
        "start: '3 Dec 1993' is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY.",
    ),
    "day that does not exist": (
        GOOD.replace("1993-12-03", "1993-02-30"),
        "start: '1993-02-30' is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY.",
    ),
    "reversed dates": (
        GOOD.replace("2009-08-18", "1992"),
        "start 1993-12-03 is later than end 1992. Swap or correct them.",
    ),
    "unknown code": (
        GOOD.replace("GEO", "GEQ"),
        "iso3: unknown code 'GEQ'. Nearest: GEO. Use an ISO-3 code or an X- code of actors.csv.",
    ),
    "codes that disagree": (
        GOOD.replace("372", "371"),
        "iso3 GEO and its COW number 371 disagree. Write 372.",
    ),
    "word outside the vocabulary": (
        GOOD.replace("high", "sure"),
        "confidence: 'sure' is not in the vocabulary. Use one of high, medium, low.",
    ),
    "no source": (
        GOOD.replace("Charter", ""),
        "source is empty. Give full citations, parted by ' | '.",
    ),
    "truncated row": (
        "O1,CIS,GEO,372,member",
        "the row has 5 fields, the header 11. Complete the row or quote commas.",
    ),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row(case: str, tmp_path: Path) -> None:
    row, message = BAD_ROWS[case]
    path = written(tmp_path, GOOD.replace("O1", "O0").replace("CIS", "XYZ"), row)
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    assert str(caught.value) == f"{path}:3: {message}"


def test_a_number_that_is_none_and_one_out_of_range(tmp_path: Path) -> None:
    text = file_of("ties").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "ties.csv"
    path.write_text(
        "\n".join([text[0], text[1].replace(",-1,3,", ",-1,many,"), text[2].replace(",-1,3,", ",-1,9,")]),
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        load("ties", path)
    assert str(caught.value) == (
        f"{path}: 2 problems.\n"
        f"  {path}:2: strength: 'many' is no number. Write digits only.\n"
        f"  {path}:3: strength: 9 is outside 1 to 3. Correct it."
    )


def test_all_problems_are_told_at_once_and_at_most_twenty_are_listed(tmp_path: Path) -> None:
    path = written(tmp_path, *[GOOD.replace("O1", f"O{i}").replace("1993-12-03", "soon") for i in range(25)])
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    lines = str(caught.value).splitlines()
    assert (lines[0], len(lines), lines[-1]) == (f"{path}: 25 problems.", 22, "  and 5 more.")
    assert lines[20] == f"  {path}:21: start: 'soon' is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY."


def test_semicolons(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace(",", ";"), header=ORGANISATIONS.replace(",", ";"))
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    assert str(caught.value) == f"{path}:1: is separated by semicolons. Save it with commas."


def test_windows_1251(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.write_bytes(path.read_bytes() + "O2,СНГ,GEO,372,member,1993,,,Устав,high,document\n".encode("cp1251"))
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    assert str(caught.value) == (
        f"{path}:3: byte 0xd1 is not UTF-8 (Windows-1251 or Excel?). Save the file as CSV UTF-8."
    )


def test_a_number_without_its_code(tmp_path: Path) -> None:
    rows = file_of("securitisation").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "securitisation.csv"
    path.write_text("\n".join([rows[0], rows[1].replace("AZE,AZE,373", "AZE,,373")]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load("securitisation", path)
    assert str(caught.value) == f"{path}:2: target_cow is 373, but target_iso3 is empty. Give both or neither."


def test_an_open_quote(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, GOOD.replace("O1", '"O2'))
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    assert str(caught.value) == f"{path}:3: is not CSV from here on (unexpected end of data). Look for a stray quote."


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    assert str(caught.value) == f"{path}: is empty. Give the header {ORGANISATIONS} and at least one row."


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load("organisations", tmp_path / "none.csv")
    assert str(caught.value) == f"{tmp_path / 'none.csv'}: cannot be read (No such file or directory). Check the path."


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (ORGANISATIONS.replace(",note", ""), "lacks note"),
        (ORGANISATIONS.replace(",note", ",remark"), "lacks note and has the unknown remark"),
        (ORGANISATIONS.replace("id,org", "org,id"), "has its columns in another order"),
    ],
)
def test_a_header_that_is_not_the_layouts(header: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, header=header)
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    assert str(caught.value) == f"{path}:1: the header of a 'organisations' table {said}. Write it as {ORGANISATIONS}."


def test_the_line_is_that_on_which_the_row_starts(tmp_path: Path) -> None:
    path = written(
        tmp_path, GOOD.replace(",,Charter", ',"two\nlines",Charter'), GOOD.replace("O1", "O2").replace("high", "sure")
    )
    with pytest.raises(DataError) as caught:
        load("organisations", path)
    assert caught.value.line == 4


def test_a_contradiction_names_both_rows(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, GOOD.replace("O1", "O2").replace("1993-12-03,2009-08-18", "2008,"))
    with pytest.raises(ContradictoryFacts) as caught:
        load("organisations", path)
    assert str(caught.value).splitlines()[1] == (
        f"  {path}:3: row 'O2' starts 2008, yet row 'O1' (line 2) with the same org iso3 status (CIS, GEO, member) "
        "runs from 1993-12-03 to 2009-08-18. End one before the other starts, or join them."
    )


def test_a_duplicate_id(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, GOOD.replace("CIS", "GUAM"))
    with pytest.raises(ContradictoryFacts) as caught:
        load("organisations", path)
    assert str(caught.value) == f"{path}:3: the id 'O1' stands in line 2 too. Give each row its own."


def test_what_is_written_back_reads_the_same(tmp_path: Path) -> None:
    frame = load("leaders")
    stream = io.StringIO()
    csv.writer(stream).writerows([LAYOUTS["leaders"].header, *frame.select(LAYOUTS["leaders"].header).rows()])
    path = tmp_path / "leaders.csv"
    path.write_text(stream.getvalue(), encoding="utf-8")
    assert load("leaders", path).drop("line").equals(frame.drop("line"))

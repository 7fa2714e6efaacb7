"""Publishers' files, whole and damaged, in every format; and every R file of the mirror against its copy."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import rdata
from polars.testing import assert_frame_equal

from corcyra.errors import DataError
from corcyra.sources.raw import (
    calendar,
    framed,
    number,
    read_csv,
    read_excel,
    read_r,
    read_stata,
    read_table,
    unpacked,
    wants,
)

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
FRAME = pl.DataFrame({"ccode": [2, 371], "name": ["Perú", "x"], "mm": [1.5, None]})


def saved(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def bytes_of(write: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()


def excel() -> bytes:
    """The smallest workbook: one sheet, inline text."""
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>ccode</t></is></c></row><row r="2"><c r="A2"><v>371</v></c></row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    form = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{form}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{form}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def stata() -> bytes:
    frame = pd.DataFrame({"ccode": [2, 371], "name": ["Perú", "x"], "mm": [1.5, float("nan")]})
    return bytes_of(lambda buffer: frame.to_stata(buffer, write_index=False, version=118))


def r_file(folder: Path, name: str = "a.rda") -> Path:
    frame = pd.DataFrame({"ccode": [2.0, 371.0], "name": pd.Series(["Perú", None], dtype="object"), "mm": [1.5, float("nan")]})
    file = folder / name
    if name.endswith(".rds"):
        rdata.write_rds(file, frame)
    else:
        rdata.write_rda(file, {"a": frame})
    return file


def told(act: Callable[[], object]) -> str:
    with pytest.raises(DataError) as problem:
        act()
    return str(problem.value)


@pytest.mark.parametrize(
    "raw",
    [
        "a,b\n1,é\n2,\n".encode(),
        "a,b\r\n1,é\r\n2,\r\n".encode(),
        "a,b\r1,é\r2,".encode(),
        b"\xef\xbb\xbf" + "\n".join(["a,b", "1,é", "", " ", "2,NA", "", ""]).encode(),
        "a,b\n1,é\n2,NA".encode("utf-16"),
        '"a","b"\n1,"é"\n2,\n'.encode(),
    ],
    ids=["unix", "windows", "old-mac", "bom", "utf-16", "quoted"],
)
def test_a_csv_is_read_whatever_its_line_ends_and_mark(tmp_path: Path, raw: bytes) -> None:
    frame = read_csv(saved(tmp_path, "a.csv", raw))
    assert (frame.columns, frame.rows()) == (["a", "b"], [(1, "é"), (2, None)])


def test_a_quoted_cell_keeps_its_separators_and_line_ends(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.csv", 'a,b\n1,"x, ""y""\r\nz"\n2,w\n')
    assert read_csv(file)["b"].to_list() == ['x, "y"\r\nz', "w"]


def test_another_encoding_and_separator_can_be_said(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.csv", "a;b\n1;é\n.;x\n".encode("latin-1"))
    assert read_csv(file, encoding="latin-1", separator=";", missing=(".",)).rows() == [(1, "é"), (None, "x")]
    assert read_table(saved(tmp_path, "a.tsv", "a\tb\n1\tx\n")).rows() == [(1, "x")]


PAGE = (
    "is a web page, not the table: the address asked for a log-in, has moved, or was saved from a browser's preview. "
    "Open the publisher's page and download the file itself."
)
RAGGED = "the file is cut off or was edited. Get the publisher's file again."
BAD_TEXT = {
    "empty": (b"", ": the file is empty. Get it again."),
    "blank": (b" \r\n\n", ": the file is empty. Get it again."),
    "header": (b"a,b\n", ": has a header and no rows. Get the file again."),
    "short": (b"a,b\n1,2\n3\n", f":3: the row has 1 cells where the header has 2: {RAGGED}"),
    "long": (b"a,b\n1,2\n\n3,4,5\n", f":4: the row has 3 cells where the header has 2: {RAGGED}"),
    "quoted": (b'a,b\n"1\n2",2\n3\n', f":4: the row has 1 cells where the header has 2: {RAGGED}"),
    "even": (b"a,b,c\n1,2\n3,4,5,6\n", f":2: the row has 2 cells where the header has 3: {RAGGED}"),
    "encoding": (
        "a\nx\nPer\xfa\n".encode("latin-1"),
        ":3: the bytes are not utf-8, which this version of the file is written in. Get the publisher's file again.",
    ),
    "page": (b"\xef\xbb\xbf \n<!DOCTYPE html><html><p>log in, please</p>", f":1: {PAGE}"),
    "zip": (
        b"PK\x03\x04rest",
        ": is a ZIP archive or Excel file, although its name says that it is a table of text. "
        "Give it the ending of its own format, or get the file again.",
    ),
    "nuls": (
        b"a,b\n\0\0,1\n",
        ": is no text, although its name says that it is a table of text. "
        "Give it the ending of its own format, or get the file again.",
    ),
}


@pytest.mark.parametrize("case", BAD_TEXT)
def test_a_bad_table_of_text_is_told_with_its_line(tmp_path: Path, case: str) -> None:
    raw, wanted = BAD_TEXT[case]
    file = saved(tmp_path, "a.csv", raw)
    assert told(lambda: read_csv(file)) == f"{file}{wanted}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    assert told(lambda: read_csv(file)) == f"{file}: cannot be read: No such file or directory. Get the file again."


@pytest.mark.parametrize("damage", [slice(0, -6), slice(0, 14), slice(2, None)], ids=["tail", "head", "foreign"])
def test_a_damaged_gzip(tmp_path: Path, damage: slice) -> None:
    whole = gzip.compress(FRAME.write_csv().encode())
    assert read_table(saved(tmp_path, "a.csv.gz", whole)).equals(FRAME)
    file = saved(tmp_path, "b.csv.gz", whole[damage])
    assert told(lambda: read_table(file)).startswith(f"{file}: cannot be read: ")


def test_a_gzip_whose_middle_is_spoilt(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(os.urandom(500).hex().encode()))
    whole[40:60] = b"\0" * 20
    file = saved(tmp_path, "a.csv.gz", bytes(whole))
    assert told(lambda: read_table(file)).startswith(f"{file}: cannot be read: ")


@pytest.mark.parametrize("ending", ["xlsx", "dta", "parquet", "rda", "rds"])
def test_whole_cut_foreign_and_saved_as_a_page(tmp_path: Path, ending: str) -> None:
    made = {"xlsx": excel, "dta": stata, "parquet": lambda: bytes_of(FRAME.write_parquet)}
    whole = made[ending]() if ending in made else r_file(tmp_path, f"x.{ending}").read_bytes()
    kind = {"xlsx": "Excel", "dta": "Stata", "parquet": "Parquet", "rda": "R", "rds": "R"}[ending]
    frame = read_table(saved(tmp_path, f"a.{ending}", whole))
    assert frame["ccode"].to_list() == ([371] if ending == "xlsx" else [2, 371])
    if ending != "xlsx":
        assert (frame["name"][0], frame["mm"].to_list()) == ("Perú", [1.5, None])
    for bad in (whole[: len(whole) // 2], whole[:9], b"ccode,name\n2,x\n"):
        file = saved(tmp_path, f"b.{ending}", bad)
        assert told(lambda file=file: read_table(file)).startswith(f"{file}: is no readable {kind} file: ")
    page = saved(tmp_path, f"c.{ending}", "<html></html>")
    assert told(lambda: read_table(page)) == f"{page}:1: {PAGE}"
    void = saved(tmp_path, f"d.{ending}", "")
    assert told(lambda: read_table(void)) == f"{void}: the file is empty. Get it again."


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.xlsx", excel())
    assert read_excel(file, sheet="Data").rows() == [(371,)]
    assert told(lambda: read_excel(file, sheet="Data 2")) == (
        f"{file}: has no sheet 'Data 2'. It has: Data. Get the publisher's file again."
    )


def test_an_r_file_without_a_table(tmp_path: Path) -> None:
    file = tmp_path / "a.rda"
    rdata.write_rda(file, {"x": "text"})
    assert told(lambda: read_r(file)) == f"{file}: the R file holds no data frame. Get the publisher's file again."


def test_missing_text_of_r_is_null(tmp_path: Path) -> None:
    assert read_r(r_file(tmp_path))["name"].to_list() == ["Perú", None]
    assert read_stata(saved(tmp_path, "a.dta", stata())).schema["mm"] == pl.Float64


def test_a_member_of_an_archive(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("deep/a.csv", "a\n1\n" * 50)
    file = saved(tmp_path, "a.zip", whole.getvalue())
    assert unpacked(file, "a.csv").startswith(b"a\n1")
    assert told(lambda: unpacked(file, "b.csv")) == f"{file}: the archive lacks b.csv. It has: deep/a.csv."
    for bad in (whole.getvalue()[:-30], whole.getvalue().replace(b"a\n1\na", b"a\n1\nb", 1)):
        file = saved(tmp_path, "b.zip", bad)
        assert told(lambda file=file: unpacked(file, "a.csv")).startswith(f"{file}: is no whole ZIP archive: ")


def test_a_format_that_nobody_reads(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    endings = "csv, txt, tsv, parquet, xls, xlsx, dta, rda or rds"
    assert told(lambda: read_table(file)) == f"{file}: is in no format that Corcyra reads: {endings}."


def test_changed_columns_are_told_with_what_is_like_them() -> None:
    assert told(lambda: wants(FRAME, ("ccode", "names", "qqq"), Path("a.csv"), known="1")) == (
        "a.csv:1: lacks the columns names (name is like it), qqq. Versions known here: 1. "
        "Get one of these, or say what the new columns mean."
    )


def test_codes_for_missing_become_null() -> None:
    frame = pl.DataFrame({"x": ["1", "-9", "-99", "", " . "]})
    kept = frame.select(number("x", missing=(-9, -99), kind=pl.Int64))["x"]
    assert kept.to_list() == [1, None, None, None, None]


@pytest.mark.parametrize(
    ("cells", "kind", "told"),
    [
        (["1", "x"], pl.Float64, "'x' in the column n is no number. Get the publisher's file again."),
        (["1", "1.5"], pl.Int64, "'1.5' in the column n is no whole number. Get the publisher's file again."),
        ([1.0, 2.5], pl.Int64, "2.5 in the column n is no whole number. Get the publisher's file again."),
    ],
)
def test_a_word_among_numbers_is_no_missing_value(cells: list[object], kind: type[pl.DataType], told: str) -> None:
    with pytest.raises(DataError) as problem:
        pl.DataFrame({"n": cells}).select(number("n", kind=kind))
    assert str(problem.value).partition("\n")[0] == told


def test_a_publishers_word_for_unknown_is_missing() -> None:
    frame = pl.DataFrame({"n": ["3", "xx"]})
    assert frame.select(number("n", words=("xx",), kind=pl.Int64))["n"].to_list() == [3, None]


def test_days_come_as_text_counted_or_as_days() -> None:
    on = date(1991, 12, 26)
    for cells in (["1991-12-26", ""], ["1991-12-26 00:00:00", "NA"], [8029, None], ["8029", None], [on, None]):
        assert pl.DataFrame({"d": cells}).select(calendar("d"))["d"].to_list() == [on, None]
    assert pl.DataFrame({"d": ["12/26/1991"]}).select(calendar("d", "%m/%d/%Y"))["d"].to_list() == [on]
    with pytest.raises(DataError) as problem:
        pl.DataFrame({"d": ["1991-13-26"]}).select(calendar("d"))
    told = "'1991-13-26' in the column d is no day. Get the publisher's file again."
    assert str(problem.value).partition("\n")[0] == told


@pytest.mark.parametrize("rows", [3, 499, 500, 501, 1200])
def test_the_kind_of_a_column_is_that_of_all_its_cells(rows: int) -> None:
    late = {"whole": "7", "part": "7.5", "word": "seven", "none": "", "flag": "true"}
    for early in ("1", "1.5", "one", "", "false"):
        lines = [",".join(late), *([",".join([early] * 5)] * rows), ",".join(late.values())]
        raw = ("\n".join(lines) + "\n").encode()
        found = framed(raw, ",", ["", "NA"])
        assert_frame_equal(found, pl.read_csv(raw, null_values=["", "NA"], infer_schema_length=None))


# Lists of columns in a data frame, and data frames in a list: no tables. The largest take a minute: those below
# QUICK bytes are read here.
NO_TABLE = {"ps_bib.rda", "manyios_memberships.rda"}
QUICK = 10_000
COPIES = [
    (file, copy)
    for file in sorted(MIRROR.rglob("*.rda"))
    if file.name not in NO_TABLE and file.stat().st_size < QUICK
    for copy in (file.with_suffix(".csv.gz"), file.with_suffix(".parquet"))
    if copy.exists()
]

if COPIES:

    def cells(column: pl.Series, like: pl.Series) -> pl.Series:
        """A column as the copy has it: dates written out, text without empty cells."""
        if column.dtype.is_integer() and like.dtype == pl.String:
            column = column.cast(pl.Int32).cast(pl.Date)
        if column.dtype.is_numeric() or column.dtype == pl.Boolean:
            return column.cast(pl.Float64).fill_nan(None).round_sig_figs(9)
        return column.cast(pl.String).replace("", None).str.to_lowercase()

    @pytest.mark.parametrize(("file", "copy"), COPIES, ids=[file.stem for file, _ in COPIES])
    def test_every_cell_of_an_r_file_is_that_of_its_copy(file: Path, copy: Path) -> None:
        ours, theirs = read_r(file), read_table(copy)
        assert (ours.columns, ours.height) == (theirs.columns, theirs.height)
        for name in ours.columns:
            one, other = cells(ours[name], theirs[name]), cells(theirs[name], theirs[name])
            assert one.cast(other.dtype).eq_missing(other).all(), name

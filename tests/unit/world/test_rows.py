from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError, SpanError
from corcyra.world.rows import read_rows

COLUMNS = ("n", "x", "start", "end")


def write(folder: Path, text: str) -> Path:
    file = folder / "own.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_cells_are_read_as_what_they_are(tmp_path: Path) -> None:
    (row,) = read_rows(write(tmp_path, "n,x,start,end\n7,-1.5,1990-01-01,\n"), COLUMNS)
    assert (row.whole("n"), row.number("x"), row.span().start.year, row.span().end, row.day("end")) == (
        7,
        -1.5,
        1990,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n", "1: the columns are a,b, wanted n,x,start,end. Correct the first line."),
        ("", "1: the columns are , wanted n,x,start,end. Correct the first line."),
        ("n,x,start,end\n1,2\n", "2: 2 cells, wanted 4. Check the commas and quotes."),
    ],
)
def test_a_malformed_table_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(DataError) as caught:
        read_rows(file, COLUMNS)
    assert str(caught.value) == f"{file}:{message}"


def test_a_malformed_cell_names_file_and_line(tmp_path: Path) -> None:
    file = write(tmp_path, "n,x,start,end\n1,1,1990-01-01,\nseven,many,1990-13-01,\n1,1,1991-01-01,1990-01-01\n")
    _, bad, turned = read_rows(file, COLUMNS)
    for act, problem, message in [
        (lambda: bad.whole("n"), DataError, "3: 'seven' in column 'n' is not a whole number. Correct the cell."),
        (lambda: bad.number("x"), DataError, "3: 'many' in column 'x' is not a number. Correct the cell."),
        (bad.span, SpanError, "3: '1990-13-01' in column 'start' is not a day. Write YYYY-MM-DD."),
        (turned.span, SpanError, "4: the span starts on 1991-01-01 and ends on 1990-01-01. Swap the two dates."),
    ]:
        with pytest.raises(problem) as caught:
            act()
        assert str(caught.value) == f"{file}:{message}"

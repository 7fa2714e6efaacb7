"""Territorial claims: months, rules, both directions, claims without an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.claims import Claims
from corcyra.sources.source import check_table

TEXT = """region,claimdy,claim,name,dyadnum,chal,tgt,dyad,begclaim,endclaim,resolved,icowsal,midsiss,version
1,1,1,A,1,2,200,2200,190008,190203,4,5,1,1.01
1,2,1,B,1,2,200,2200,190199,190112,4,9,2,1.01
1,3,1,C,1,200,2,2200,199912,NA,NA,-9,0,1.01
1,4,1,D,1,2,9999,2200,190001,190112,4,5,1,1.01
4,5,1,E,1,475,471,471475,200011,20012,NA,7,0,1.01
1,NA,NA,F,NA,365,369,NA,201403,201799,NA,NA,NA,NA
"""


def given(folder: Path, text: str = TEXT) -> dict[str, Path]:
    file = folder / "icow_ext2017_v2.csv"
    file.write_text(text, encoding="utf-8")
    return {"ICOWprov101.csv": file}


def test_claims_by_year_and_direction(tmp_path: Path) -> None:
    frame = Claims().parse(given(tmp_path))
    check_table(Claims(), frame)
    assert frame.rows() == [
        (2, 200, 1900, 1, 1, 5, 1),
        (2, 200, 1901, 1, 2, 9, 3),
        (2, 200, 1902, 1, 1, 5, 1),
        (200, 2, 1999, 1, 1, None, 0),
        (200, 2, 2000, 1, 1, None, 0),
        (200, 2, 2001, 1, 1, None, 0),
        (475, 471, 2000, 1, 1, 7, 0),
        (475, 471, 2001, 1, 1, 7, 0),
    ]


@pytest.mark.parametrize(("rule", "years"), [("jan-1", [1901, 1902]), ("jul-1", [1901]), ("dec-31", [1900, 1901])])
def test_the_rule_decides(tmp_path: Path, rule: str, years: list[int]) -> None:
    frame = Claims(rule=rule).parse(given(tmp_path)).filter(state=2)
    assert frame["year"].to_list() == years


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        Claims(rule="mid-year")
    assert str(caught.value) == "unknown rule 'mid-year'. Use one of: any-day, jan-1, jul-1, dec-31."


def test_a_changed_header_is_told(tmp_path: Path) -> None:
    files = given(tmp_path, TEXT.replace(",chal,", ",challenger,"))
    with pytest.raises(DataError, match=r"lacks the column chal\b.*Versions known here: 1\.01\."):
        Claims().parse(files)

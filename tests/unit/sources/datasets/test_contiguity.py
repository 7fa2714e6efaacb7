"""Direct contiguity: months, rules, the closest type of a year."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.contiguity import Contiguity

TEXT = """dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version
210220,210,"NTH",220,"FRN",1,181601,183010,"A border, until BEL",3.2
210220,210,"NTH",220,"FRN",5,183011,183203,"by sea",3.2
2020,2,"USA",20,"CAN",1,192001,192112,"",3.2
21001,2,"USA",1001,"XXX",1,192001,192112,"no state",3.2
"""


def given(folder: Path, text: str = TEXT) -> dict[str, Path]:
    file = folder / "contdir.csv"
    file.write_text(text, encoding="utf-8")
    return {"DirectContiguity320.zip": file}


def test_the_closest_type_of_the_year_is_kept(tmp_path: Path) -> None:
    frame = Contiguity().parse(given(tmp_path))
    assert frame.filter(year=1830).rows() == [(210, 220, 1830, 1, 1)]
    assert frame.filter(year=1831).rows() == [(210, 220, 1831, 5, 0)]
    assert frame.filter(state1=2).rows() == [(2, 20, 1920, 1, 1), (2, 20, 1921, 1, 1)]
    assert frame.height == 2 + (1832 - 1816 + 1)


@pytest.mark.parametrize(
    ("rule", "in_1830", "last"), [("any-day", 1, 1832), ("jan-1", 1, 1832), ("jul-1", 1, 1831), ("dec-31", 5, 1831)]
)
def test_the_rule_decides_in_years_of_change(tmp_path: Path, rule: str, in_1830: int, last: int) -> None:
    frame = Contiguity(rule=rule).parse(given(tmp_path)).filter(state1=210)
    assert frame.filter(year=1830)["conttype"].to_list() == [in_1830]
    assert frame["year"].max() == last


def test_the_publishers_archive_is_read(tmp_path: Path) -> None:
    packed = tmp_path / "DirectContiguity320.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("DirectContiguity320/contdird.csv", "not,this\n1,2\n")
        archive.writestr("DirectContiguity320/contdir.csv", TEXT)
    assert Contiguity().parse({"DirectContiguity320.zip": packed}).equals(Contiguity().parse(given(tmp_path)))


def test_a_month_that_no_year_has_is_told_with_its_line(tmp_path: Path) -> None:
    files = given(tmp_path, TEXT.replace("183010", "183013"))
    with pytest.raises(DataError) as caught:
        Contiguity().parse(files)
    assert str(caught.value) == (
        f"{files['DirectContiguity320.zip']}:2: 1830-13-1 is no day. Get the publisher's file again."
    )


def test_the_yearly_table_is_no_substitute(tmp_path: Path) -> None:
    files = given(tmp_path, "dyad,state1no,state2no,year,conttype\n2020,2,20,1920,1\n")
    with pytest.raises(DataError) as caught:
        Contiguity().parse(files)
    assert str(caught.value) == (
        f"{files['DirectContiguity320.zip']}:1: lacks the columns statelno (state2no is like it), "
        "statehno (state2no is like it), begin, end. Versions known here: 3.2. "
        "Get one of these, or say what the new columns mean."
    )


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        Contiguity(rule="mid-year")
    assert str(caught.value) == "unknown rule 'mid-year'. Use one of: any-day, jan-1, jul-1, dec-31."


SPELL = st.tuples(st.integers(1, 5), st.integers(0, 59), st.integers(0, 59)).filter(lambda spell: spell[1] <= spell[2])
MONTHS = {"any-day": range(1, 13), "jan-1": [1], "jul-1": [7], "dec-31": [12]}


@settings(max_examples=40, deadline=None)
@hypothesis_given(spells=st.lists(SPELL, min_size=1, max_size=5), rule=st.sampled_from(sorted(MONTHS)))
def test_any_spells_agree_with_a_walk_through_the_months(spells: list[tuple[int, int, int]], rule: str) -> None:
    """Months are counted from January 1900, and a year's type is the closest of the months that the rule looks at."""
    lines = [TEXT.splitlines()[0]]
    for kind, first, last in spells:
        begin, end = ((1900 + month // 12) * 100 + month % 12 + 1 for month in (first, last))
        lines.append(f'2020,2,"USA",20,"CAN",{kind},{begin},{end},"",3.2')
    wanted = {}
    for year in range(5):
        here = [
            kind for month in MONTHS[rule] for kind, first, last in spells if first <= year * 12 + month - 1 <= last
        ]
        if here:
            wanted[1900 + year] = min(here)
    with tempfile.TemporaryDirectory() as folder:
        frame = Contiguity(rule=rule).parse(given(Path(folder), "\n".join(lines) + "\n"))
    assert dict(frame.select("year", "conttype").rows()) == wanted

"""Regional and global powers by year and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import ParameterError
from corcyra.sources.datasets.maoz_powers import MaozPowers

TEXT = """ccode,regstdate,regenddate,globstdate,globenddate
740,1895-04-01,1897-08-08,1897-08-09,1898-12-31
710,2018-01-01,2019-12-31,NA,NA
"""


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("any-day", [(1895, 1, 0), (1896, 1, 0), (1897, 1, 1), (1898, 0, 1)]),
        ("jan-1", [(1896, 1, 0), (1897, 1, 0), (1898, 0, 1)]),
        ("dec-31", [(1895, 1, 0), (1896, 1, 0), (1897, 0, 1), (1898, 0, 1)]),
    ],
)
def test_the_rule_decides_in_years_of_change(tmp_path: Path, rule: str, wanted: list[tuple[int, int, int]]) -> None:
    file = tmp_path / "maoz_powers.csv"
    file.write_text(TEXT, encoding="utf-8")
    rows = MaozPowers(rule=rule).parse({"maoz_powers.rda": file}).rows()
    assert rows == [(710, 2018, 1, 0), (710, 2019, 1, 0), *((740, *row) for row in wanted)]


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        MaozPowers(rule="mid-year")
    assert str(caught.value) == "unknown rule 'mid-year'. Use one of: any-day, jan-1, jul-1, dec-31."

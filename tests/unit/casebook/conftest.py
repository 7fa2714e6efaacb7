"""A small case that is whole, in a folder that a test may spoil."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corcyra.casebook.check import check_case

FILES = {
    "case.toml": """key = "small"
title = "A small case"
question = "Why?"
first = 2001
last = 2006
[[hypotheses]]
key = "stigma"
name = "Stigma"
claims = "It was about its image."
[[hypotheses]]
key = "threat"
name = "Threat"
claims = "It was about attack."
[[hypotheses]]
key = "other"
name = "Something else"
rest = true
""",
    "evidence.csv": """id,unit,date,what,quote,source,verification,confidence,found,note
k1,,2005-05-14,He speaks of dignity,"«Не учите нас, как жить»","Pravda Vostoka, 14 May 2005",looked up,high,yes,
k2,,2005-06,No help was offered,,Archive,looked up,medium,no,
k3,,2005/2006,Minutes speak of attack,,Archive,,,not looked,
""",
    "judgements.csv": """evidence,hypothesis,coder,expected,reason
k1,stigma,AB,very likely,so
k1,threat,AB,unlikely,so
k1,other,AB,even,so
k2,stigma,AB,unlikely,so
k2,threat,AB,likely,so
k2,other,AB,0.5,so
k3,stigma,AB,unlikely,so
k3,threat,AB,very likely,so
k3,other,AB,even,so
k1,stigma,CD,likely,so
k1,threat,CD,"0,3",so
k1,other,CD,60%,so
""",
    "implications.csv": "hypothesis,implication\nstigma,It follows the shaming\nthreat,It follows the help\n",
    "dependence.csv": "evidence,given,hypothesis,coder,kind,value,reason\nk2,k1,*,*,listed,,\n",
    "coders.csv": "key,name,role\nAB,A. B.,author\nCD,Ç. Ə.,second rater\n",
    "sources.bib": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "small"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def problems(folder: Path) -> Callable[..., list[str]]:
    """Change a file, and give what the check then tells: ``severity file:line: message``, without the folder."""

    def run(name: str, old: str, new: str) -> list[str]:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return told(folder)

    return run


def told(folder: Path) -> list[str]:
    return [f"{each.severity} {str(each).removeprefix(str(folder) + '/')}" for each in check_case(folder).problems]

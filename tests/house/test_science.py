"""Every section of docs/SCIENCE.md that the project cites is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"SCIENCE(?:'s)?\s+([A-G]\d+(?:\s*(?:,|;|-|–|and)\s*[A-G]\d+)*)")
RANGE = re.compile(r"([A-G])(\d+)\s*[-–]\s*[A-G](\d+)")


def sections(text: str) -> set[str]:
    """The numbers of the headings, such as A9."""
    return set(re.findall(r"^### ([A-G]\d+)\. ", text, re.MULTILINE))


def cited(text: str) -> set[str]:
    """The numbers that a text cites, ranges written out."""
    found: set[str] = set()
    for listed in CITED.findall(re.sub(r"\s*\n[ #\">]*", " ", text)):
        found |= set(re.findall(r"[A-G]\d+", listed))
        for letter, first, last in RANGE.findall(listed):
            found |= {f"{letter}{number}" for number in range(int(first), int(last) + 1)}
    return found


def citing() -> dict[str, set[str]]:
    """Where each section is cited."""
    files = [
        path
        for folder in ("src", "docs", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".toml"}
    ]
    where: dict[str, set[str]] = {}
    for path in [*files, *ROOT.glob("*.md")]:
        for number in cited(path.read_text(encoding="utf-8")) if path != Path(__file__).resolve() else ():
            where.setdefault(number, set()).add(str(path.relative_to(ROOT)))
    return where


def test_ranges_lists_and_broken_lines_are_read() -> None:
    assert cited("SCIENCE A3-A6, C1; and SCIENCE\n        A10, C1 (SCIENCE D7: x)") == {
        "A3",
        "A4",
        "A5",
        "A6",
        "C1",
        "A10",
        "D7",
    }


def test_every_cited_section_is_a_heading() -> None:
    there = sections((ROOT / "docs" / "SCIENCE.md").read_text(encoding="utf-8"))
    lacking = {number: sorted(paths) for number, paths in citing().items() if number not in there}
    assert lacking == {}


def test_sections_are_in_order_and_once() -> None:
    text = (ROOT / "docs" / "SCIENCE.md").read_text(encoding="utf-8")
    order = re.findall(r"^### ([A-G])(\d+)\. ", text, re.MULTILINE)
    keys = [(letter, int(number)) for letter, number in order]
    assert keys == sorted(set(keys))

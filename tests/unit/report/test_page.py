"""The page: well-formed, self-contained, reachable, readable by machine and by those who cannot see the figures."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from corcyra.report.figures import FIGURES
from corcyra.report.page import inline, references, render
from corcyra.study.findings import Findings

EMPTY = {"meta", "br", "hr", "img", "link", "input"}


class Reader(HTMLParser):
    """Collects tags, anchors and addresses, and checks that every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in EMPTY:
            self.open.append(tag)
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        self.labels += [str(given["aria-label"])] if tag == "svg" else []
        self.links += [str(given["href"])] if tag == "a" else []
        self.loads += [
            str(value) for name, value in attrs if name in ("src", "srcset", "data") or (name == "href" and tag != "a")
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, (tag, self.getpos())
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def pages(both: dict[str, Findings], drawings: dict[str, dict[str, str]]) -> dict[str, str]:
    """Both studies as pages."""
    return {study: render(findings, drawings[study]) for study, findings in both.items()}


def read(page: str) -> Reader:
    """The page, read."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_the_page_is_well_formed_and_loads_nothing(study: str, pages: dict[str, str]) -> None:
    page = pages[study]
    reader = read(page)
    assert reader.open == []
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in page
    assert len(reader.ids) == len(set(reader.ids))
    assert "script" not in reader.tags
    assert "link" not in reader.tags
    assert "@import" not in page
    assert "url(http" not in page
    assert all(address.startswith("#") for address in reader.loads)
    assert [tag for tag in reader.tags if tag in ("img", "iframe", "object", "embed")] == []


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_every_inner_link_leads_somewhere_and_others_only_to_references_and_tables(
    study: str, pages: dict[str, str]
) -> None:
    reader = read(pages[study])
    inner = [link[1:] for link in reader.links if link.startswith("#")]
    assert set(inner) <= set(reader.ids)
    assert len(inner) >= 12
    assert all(link.startswith(("#", "tables/", "https://", "http://")) for link in reader.links)


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_every_table_can_be_reached(study: str, pages: dict[str, str], both: dict[str, Findings]) -> None:
    links = read(pages[study]).links
    assert {link for link in links if link.startswith("tables/")} == {f"tables/{key}.csv" for key in both[study].tables}


def test_every_figure_is_there_in_order_and_told_to_those_who_cannot_see_it(
    pages: dict[str, str], ordinary: Findings
) -> None:
    reader = read(pages["ordinary"])
    assert [each for each in reader.ids if each.startswith("figure-")] == [f"figure-{figure.key}" for figure in FIGURES]
    assert reader.labels == [f"{figure.title}. {figure.caption(ordinary)}" for figure in FIGURES]
    numbers = list("".join(reader.text).split("Figure ")[1:])
    assert [number.split(".")[0] for number in numbers] == [str(place) for place in range(1, len(FIGURES) + 1)]


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_nothing_of_the_machine_shows(study: str, pages: dict[str, str]) -> None:
    words = " ".join("".join(read(pages[study]).text).split())
    for sign in ("None", "nan", "NaN", "{{", "}}", "{%", "True", "False"):
        assert sign not in words.replace("None of", ""), sign


def test_text_from_data_is_escaped(pages: dict[str, str]) -> None:
    assert "a speech &amp; a &lt;note&gt;" in pages["ordinary"]
    assert "Both expect &lt;Russia&gt;." in pages["ordinary"]


def test_a_figure_that_was_not_drawn_is_left_out(ordinary: Findings, drawings: dict[str, dict[str, str]]) -> None:
    page = render(ordinary, {key: svg for key, svg in drawings["ordinary"].items() if key == "threats"})
    assert [each for each in read(page).ids if each.startswith("figure-")] == ["figure-threats"]


def test_two_figures_inside_one_page_keep_their_names_apart() -> None:
    svg = '<svg width="1"><clipPath id="clip0"/><g clip-path="url(#clip0)"/></svg>'
    assert 'id="a-clip0"' in inline(svg, "a", "x")
    assert "url(#b-clip0)" in inline(svg, "b", "x")


def test_references_are_numbered_by_author(ordinary: Findings) -> None:
    assert references(ordinary) == {"corcyra": 1}


def test_the_page_prints_on_paper(pages: dict[str, str]) -> None:
    assert "@media print" in pages["ordinary"]
    assert "size: A4" in pages["ordinary"]
    assert "break-inside: avoid" in pages["ordinary"]

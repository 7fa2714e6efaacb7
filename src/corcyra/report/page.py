"""The report as one HTML page: styles and figures inside it, no script, nothing fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corcyra.report.figures import Figure
from corcyra.report.sections import Block, Glossary, Picture, Points, Prose, Section, sections
from corcyra.report.tables import Shown
from corcyra.report.wording import runs, span
from corcyra.study.findings import Findings
from corcyra.world import citation

__all__ = ["inline", "linked", "references", "render"]

TEMPLATES = Path(__file__).parent / "templates"


def render(findings: Findings, figures_svg: Mapping[str, str]) -> str:
    """The page. ``figures_svg`` has the drawing of each figure by key; one that lacks its drawing is left out."""
    parts = [drawn(section, figures_svg) for section in sections(findings)]
    numbers = references(findings)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"kind": kind, "linked": linked}
    page = environment.get_template("report.html.j2").render(
        findings=findings,
        sections=parts,
        svg={key: Markup(inline(svg, key, alternative(findings, parts, key))) for key, svg in figures_svg.items()},
        cited=lambda figure: ranges(cited(findings, figure, numbers)),
        references=[(number, key, citation.apa(key)) for key, number in numbers.items()],
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
    )
    return re.sub(r"\n{3,}", "\n\n", page)


def drawn(section: Section, figures_svg: Mapping[str, str]) -> Section:
    """The section without figures that were not drawn."""
    kept = (each for each in section.blocks if not isinstance(each, Picture) or each.figure.key in figures_svg)
    return Section(section.key, section.title, tuple(kept))


def kind(block: Block) -> str:
    """The name of a block's macro in the template."""
    names: dict[type, str] = {
        Prose: "prose",
        Points: "points",
        Glossary: "glossary",
        Picture: "picture",
        Shown: "table",
    }
    return names[type(block)]


def alternative(findings: Findings, parts: Iterable[Section], key: str) -> str:
    """What a reader who cannot see the figure is told: its title and caption."""
    for section in parts:
        for block in section.blocks:
            if isinstance(block, Picture) and block.figure.key == key:
                return f"{block.figure.title}. {block.figure.caption(findings)}"
    return key


def inline(svg: str, key: str, alternative: str) -> str:
    """A drawing made fit for the page: names of its own, so that two figures do not clash, and a text for those who cannot see it.

    >>> inline('<svg width="10" height="5"><clipPath id="clip0"/><g clip-path="url(#clip0)"/></svg>', "a", "Lines & dots.")
    '<svg role="img" aria-label="Lines &amp; dots." width="10" height="5"><clipPath id="a-clip0"/><g clip-path="url(#a-clip0)"/></svg>'
    """
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', svg)
    svg = re.sub(r'(url\(#|href="#)([^)"]+)', rf"\1{key}-\2", svg)
    svg = re.sub(
        r' (role="graphics-[a-z-]+"|aria-roledescription="[^"]*"|aria-hidden="true"|pointer-events="none")', "", svg
    )
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alternative)}" ', 1)


def references(findings: Findings) -> dict[str, int]:
    """The number of each work cited, in the order of the bibliography."""
    ordered = sorted(set(findings.citations), key=lambda key: (citation.apa(key).casefold(), key))
    return {key: number for number, key in enumerate(ordered, 1)}


def cited(findings: Findings, figure: Figure, numbers: Mapping[str, int]) -> list[int]:
    """The numbers of the works behind a figure: those of the panel columns that it draws."""
    found = {
        key
        for panel in (findings.panels.states, findings.panels.dyads)
        for column in figure.columns
        if column in panel.columns
        for key in panel.columns[column].citations
    }
    return sorted(numbers[key] for key in found if key in numbers)


def ranges(numbers: Iterable[int]) -> list[tuple[int, str]]:
    """Numbers as they are cited: runs of three or more as a range; each with the number that it links to.

    >>> ranges([1, 2, 4, 5, 6])
    [(1, '1'), (2, '2'), (4, '4–6')]
    """
    found: list[tuple[int, str]] = []
    for first, last in runs(numbers):
        if last - first < 2:
            found += [(each, str(each)) for each in range(first, last + 1)]
        else:
            found.append((first, span(first, last)))
    return found


def linked(text: str) -> Markup:
    """A reference with its address as a link; the address itself stays readable in print.

    >>> linked("Work. https://doi.org/10.1/a")
    Markup('Work. <a href="https://doi.org/10.1/a">https://doi.org/10.1/a</a>')
    """
    return Markup(re.sub(r"https?://[^\s<]+", lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text)))

"""What ``corcyra case show`` and ``weigh`` print: paragraphs and tables that fit the page, records where a table would not."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

import corcyra
from corcyra.cli.console import out

__all__ = ["Page", "listing", "shown", "weighed_shown"]

WIDTH = 100
"""Columns where there is no terminal, and the longest line of a paragraph (ours: longer ones are hard to read)."""
NARROW = 140
"""Columns below which clues are records and not rows of a table (ours: a sentence beside five columns needs as much)."""
FOUND = {True: "found", False: "looked for, not found", None: "not looked for"}


class Page:
    """Where a case is printed: the width of the terminal, or a page's where there is none."""

    def __init__(self) -> None:
        self.console = out()
        if not self.console.is_terminal:
            self.console.width = WIDTH

    @property
    def wide(self) -> bool:
        """Whether clues fit as rows of a table."""
        return self.console.width >= NARROW

    def head(self, text: str) -> None:
        """A title."""
        self.console.print(f"[bold]{escape(wrapped(text, self.console.width))}[/]")

    def text(self, text: str, indent: str = "", hang: str = "") -> None:
        """A paragraph; lines after the first begin with ``hang`` too."""
        self.console.print(wrapped(text, self.console.width, indent, indent + hang), markup=False)

    def remarks(self, title: str, lines: Iterable[str]) -> None:
        """Some sentences under a title; nothing without sentences."""
        every = list(lines)
        if every:
            self.text("")
            self.head(title)
            for line in every:
                self.text(f"- {line}", hang="  ")

    def grid(self, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[str] = ()) -> None:
        """A table, whose cells break where the page ends."""
        table = Table(box=None, pad_edge=False)
        for name in columns:
            table.add_column(name, justify="right" if name in right else "left", overflow="fold")
        for row in rows:
            table.add_row(*(escape(str(cell)) for cell in row))
        self.console.print(table, soft_wrap=False)


def wrapped(text: str, width: int, indent: str = "", hang: str = "") -> str:
    """Paragraphs broken at blanks.

    >>> print(wrapped("one two three", 9, "- ", "  "))
    - one two
      three
    """
    return "\n".join(
        textwrap.fill(part, min(width, WIDTH), initial_indent=indent, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
        for part in text.split("\n")
    )


def listing(page: Page, cases: Iterable[tuple[str, corcyra.Ledger]]) -> None:
    """The bundled cases."""
    rows = [(key, f"{each.first}-{each.last}", len(each.evidence), each.question) for key, each in cases]
    page.grid(["case", "years", "clues", "question"], rows, right=["clues"])


def shown(page: Page, ledger: corcyra.Ledger) -> None:
    """A case as its folder has it."""
    page.head(ledger.title)
    page.text(ledger.question)
    for name in ("population", "scope", "outcome"):
        if getattr(ledger, name):
            page.text(f"{name}: {getattr(ledger, name)}")
    for rival in ledger.hypotheses:
        page.text("")
        page.head(f"{rival.key}: {rival.name}")
        page.text(rival.claims + (f" (theory: {rival.theory})" if rival.theory else ""))
        for each in rival.implications:
            page.text(f"- {each}", hang="  ")
    page.text("")
    page.head("Clues")
    clues(page, ledger)
    postings(page, ledger)
    roles(page, ledger)
    of_the_case(page, ledger)
    page.remarks("What the sources dispute", ledger.disputes)
    page.remarks("Limits", ledger.limits)


def clues(page: Page, ledger: corcyra.Ledger) -> None:
    """Every clue with its source: a table, or records on a narrow page."""
    if page.wide:
        rows = [(each.id, each.unit, each.date, FOUND[each.found], each.what, each.source) for each in ledger.evidence]
        page.grid(["clue", "unit", "date", "state", "what", "source"], rows)
        return
    for each in ledger.evidence:
        page.text("  ".join(filter(None, (each.id, each.unit, each.date, FOUND[each.found]))))
        page.text(each.what, indent="    ")
        page.text(f"source: {each.source}", indent="    ")


def postings(page: Page, ledger: corcyra.Ledger) -> None:
    """The patron's ledger, where the case has one: a line for each ally, a column for each item."""
    if not ledger.postings:
        return
    items = list(dict.fromkeys(each.item for each in ledger.postings))
    told = {(each.patron, each.unit, each.item): each.judgement for each in ledger.postings}
    allies = list(dict.fromkeys((each.patron, each.unit) for each in ledger.postings))
    page.text("")
    page.head("What each ally brings and costs its patron, by the coder's judgement (reasons in ledger.csv)")
    if page.console.width >= sum(len(name) + 2 for name in ("patron", "ally", *items)):
        page.grid(["patron", "ally", *items], [(one, of or "all", *(told.get((one, of, item), "") for item in items)) for one, of in allies])
        return
    for one, of in allies:
        entries = ", ".join(f"{item} {told[one, of, item]}" for item in items if (one, of, item) in told)
        page.text(f"{one} {of or 'all'}: {entries}", hang="    ")


def roles(page: Page, ledger: corcyra.Ledger) -> None:
    """The roles that the text claims, and those by the rules of case selection under each coding."""
    if not ledger.codings:
        return
    found = corcyra.case_roles(ledger)
    page.text("")
    page.head("Roles of the units")
    claims = ", ".join(f"{role} {unit}" for role, unit in found.claimed.items())
    page.text(f"The text claims: {claims}." if claims else "The text claims no roles.")
    for each in found.under:
        page.text("")
        page.text(each.coding.title or f"By the coding {each.coding.key}")
        firsts = found.table.filter(coding=each.coding.key).rows(named=True)
        for row in firsts:
            if row["rank"] in (1, None):
                page.text(f"{row['role']}: {row['unit'] or 'none'}; {row['why']}", indent="  ", hang="  ")
        page.text(each.told)
        if each.coding.ground:
            page.text(f"Ground: {each.coding.ground}")


def of_the_case(page: Page, ledger: corcyra.Ledger) -> None:
    """What the case itself says against its verdict."""
    page.remarks("What would change the verdict, by the author of the case", ledger.would_change)
    page.remarks("The other side's best objection", [ledger.objection] if ledger.objection else [])


def weighed_shown(page: Page, found: corcyra.WeighedCase) -> None:
    """Every unit's verdict, then what holds for the whole case."""
    for nth, each in enumerate(found.units):
        if nth:
            page.text("")
        unit(page, found, each)
    of_the_case(page, found.ledger)


def unit(page: Page, found: corcyra.WeighedCase, each: Any) -> None:
    """One unit: verdict, probabilities, weights, coders, what would change it."""
    result = each.result
    page.head(found.ledger.title + (f" ({each.unit})" if each.unit else ""))
    page.text("")
    page.text(each.verdict.text)
    page.text("")
    rows = [
        (key, share(result.prior[result.at(key)]), share(result.posterior_of(key)), found.ledger.hypothesis(key).name) for key in result.ranking
    ]
    page.grid(["hypothesis", "prior", "posterior", "name"], rows, right=["prior", "posterior"])
    weights(page, found.ledger, each)
    if each.agreement is not None:
        page.text("")
        page.text(f"Coders: {each.agreement}")
        for one in found.separate:
            if one.unit == each.unit:
                leads = f", {found.ledger.hypothesis(one.verdict.leader).name}" if one.verdict.leader else ""
                page.text(f"{one.coder} alone: {one.verdict.confidence}{leads}")
    page.remarks("What would change it", each.verdict.would_change)


def share(value: float) -> str:
    """A probability with three digits.

    >>> share(0.25), share(0.00004), share(0.99999)
    ('0.250', 'under .001', 'over .999')
    """
    return "under .001" if 0.0 < value < 0.0005 else "over .999" if 0.9995 <= value < 1.0 else f"{value:.3f}"


def weights(page: Page, ledger: corcyra.Ledger, each: Any) -> None:
    """The weight of each clue for the leader, the heaviest against the next rival first: a table, or records on a narrow page."""
    result, rivals = each.result, each.result.ranking[1:]
    if not result.clues:
        return
    db = {rival: result.between(result.leader, rival) for rival in rivals}
    tests = {one.clue: one.test.name for one in each.tests if one.hypothesis == result.leader}
    order = sorted(result.clues, key=lambda clue: -db[rivals[0]][clue])
    page.text("")
    page.text(f"Weight of each clue for {result.leader}, in decibels, with its test:")
    if page.wide:
        rows = [(clue, *(signed(db[rival][clue]) for rival in rivals), tests[clue], ledger.clue(clue).what) for clue in order]
        page.grid(["clue", *(f"against {rival}" for rival in rivals), "test", "what"], rows, right=[f"against {rival}" for rival in rivals])
        return
    for clue in order:
        page.text(f"{clue}  {tests[clue]}: {ledger.clue(clue).what}", hang="    ")
        page.text("against " + ", ".join(f"{rival} {signed(db[rival][clue])}" for rival in rivals), indent="    ")


def signed(db: float) -> str:
    """Decibels with their sign; what rounds to nothing has none.

    >>> signed(2.04), signed(-0.01), signed(float("inf"))
    ('+2.0', '0.0', '+inf')
    """
    return "0.0" if abs(db) < 0.05 else f"{db:+.1f}"

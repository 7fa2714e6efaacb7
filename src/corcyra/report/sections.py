"""What stands in the report, in order: from the question to the answer to what it rests on. Content only, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from corcyra.report.figures import Figure, drawable
from corcyra.report.figures.figure import rows, states_of
from corcyra.report.prose import answer, changes, pole_word, text_and_computation, turned
from corcyra.report.tables import Shown, shown
from corcyra.report.verdicts import verdicts
from corcyra.report.wording import count, join, name, number, sentence, span, the
from corcyra.study.findings import Findings

__all__ = ["Block", "Glossary", "Picture", "Points", "Prose", "Section", "sections"]

EVIDENCE = {
    "commitments": "pacts and pledges",
    "exercises": "joint exercises",
    "organisations": "memberships in organisations",
    "un_votes": "votes in the UN",
    "presence": "bases and troops",
    "arms_energy": "arms and energy",
}
"""Families of evidence in words."""


@dataclass(frozen=True)
class Prose:
    """A paragraph; ``lead`` is set larger."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """Terms, each with what there is to say of it; ``compact`` sets them on one line each."""

    items: tuple[tuple[str, str], ...]
    compact: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure with its number in the report."""

    figure: Figure
    number: int


Block = Prose | Points | Glossary | Picture | Shown


@dataclass(frozen=True)
class Section:
    """A section: the name of its anchor, its title, its blocks."""

    key: str
    title: str
    blocks: tuple[Block, ...]


def sections(findings: Findings) -> tuple[Section, ...]:
    """All sections; those without a text to compare say so."""
    desk = Desk(findings, {figure.key: figure for figure in drawable(findings)}, shown(findings))
    return (
        Section("answer", "The question and the answer", desk.answer()),
        Section("alignment", "Whom they stood with, and when they turned", desk.alignment()),
        Section("threats", "Who threatens whom, and how", desk.threats()),
        Section("ties", "Enmity and amity", desk.ties()),
        Section("weakness", "Weakness", desk.weakness()),
        Section("penetration", "Penetration", desk.penetration()),
        Section("scores", "How well each theory did", desk.scores()),
        Section("record", "Where each theory wins and fails", desk.record()),
        Section("text", "The text against the computation", desk.text()),
        Section("differ", "What would have to be different", desk.differ()),
        Section("limits", "Sources, limits and contested codings", desk.limits()),
    )


@dataclass(frozen=True)
class Desk:
    """Puts the blocks of each section together; figures are numbered in the order of the report."""

    findings: Findings
    figures: Mapping[str, Figure]
    tables: Mapping[str, tuple[Shown, ...]]

    def pictures(self, *keys: str) -> tuple[Picture, ...]:
        """Those of the figures that are there."""
        order = list(self.figures)
        return tuple(Picture(self.figures[key], order.index(key) + 1) for key in keys if key in self.figures)

    def grids(self, *keys: str) -> tuple[Shown, ...]:
        """Those of the tables that are there."""
        return tuple(table for key in keys for table in self.tables.get(key, ()))

    def answer(self) -> tuple[Block, ...]:
        """The question, three sentences, the summary table."""
        return (
            Prose(self.findings.spec.question, lead=True),
            *map(Prose, answer(self.findings)),
            *self.grids("summary"),
        )

    def alignment(self) -> tuple[Block, ...]:
        """The outcome, in detail."""
        poles = []
        for key in self.findings.spec.poles:
            leader = name(self.findings.names.states, self.findings.names.leaders.get(key))
            word = pole_word(self.findings, key)
            poles.append(word if leader in (word, "\u2013") else f"{word} (led by {the(leader)})")
        evidence = join(name(EVIDENCE, key) for key in self.findings.spec.outcome)
        text = (
            f"Alignment is measured toward {count(len(poles), 'pole')}: {join(poles)}. It is made of {evidence}, and of nothing "
            "that any theory reads, so that no theory can win by reading the answer."
        )
        return (
            Prose(text), Prose(turned(self.findings)), *self.pictures("alignment", "posture", "latent"),
            *self.grids("turns", "coded_turns"),
        )  # fmt: skip

    def threats(self) -> tuple[Block, ...]:
        """Threats and their components."""
        text = "Most theories of alliance agree that threat drives alignment, and disagree on what makes a threat."
        return (Prose(text), *self.pictures("threats", "components"))

    def ties(self) -> tuple[Block, ...]:
        """The network and the stocks."""
        text = (
            "Old enmities and friendships are expected to outlast the interests that made them. If friends stand together and "
            "foes apart, a network of such ties falls into two camps; how many ties resist the best split tells how far it does."
        )
        return (Prose(text), *self.pictures("network"), *self.grids("signed_split"), *self.pictures("stocks"))

    def weakness(self) -> tuple[Block, ...]:
        """Weakness and the other measures of states."""
        text = "A weak state may fear its own people or elites more than its neighbours, and seek outside support against them."
        return (Prose(text), *self.pictures("weakness"), *self.grids("states_measured"))

    def penetration(self) -> tuple[Block, ...]:
        """Penetration by outside powers."""
        text = (
            "Conflict and weakness open a region to outside powers; once inside, they make an alignment hard to leave."
        )
        return (Prose(text), *self.pictures("penetration"))

    def scores(self) -> tuple[Block, ...]:
        """Scores against baselines."""
        text = (
            "Each year, each theory says how likely each partner is, from what was known before that year. It is scored on what "
            "then happened, beside guesses that use no theory. Since partners seldom change, the years of change are scored apart."
        )
        return (Prose(text), *self.pictures("scores"), *self.grids("scores"), *self.pictures("differences"))

    def record(self) -> tuple[Block, ...]:
        """The strip, and a paragraph a theory."""
        return (*self.pictures("record"), Glossary(verdicts(self.findings)), *self.grids("silences"))

    def text(self) -> tuple[Block, ...]:
        """The truth table."""
        return (Prose(text_and_computation(self.findings)), *self.grids("truth_table"))

    def differ(self) -> tuple[Block, ...]:
        """Changes of parameters, and the audit of leaks."""
        found = rows(self.findings, "would_differ")
        text = (
            f"Every parameter of every theory was changed alone; {count(found.height, 'change')} made a theory expect another "
            "partner most often. What is not listed did not depend on any single parameter."
            if found.height
            else "No change of a single parameter made any theory expect another partner."
        )
        return (Prose(text), *self.grids("would_differ", "leaks"))

    def limits(self) -> tuple[Block, ...]:
        """What the result rests on."""
        blocks: list[Block] = [Points((*limits(self.findings), *map(sentence, self.findings.limits)))]
        if self.findings.contested:
            blocks += [
                Prose("Contested codings, with the terms of the sides:"),
                Points(tuple(map(sentence, self.findings.contested))),
            ]
        blocks += [
            *self.grids("coverage", "sources"),
            Prose("Settings of this study:"),
            Glossary(settings(self.findings), compact=True),
            *self.grids("files"),
        ]
        return tuple(blocks)


def limits(findings: Findings) -> tuple[str, ...]:
    """What holds of every such study, with this one's numbers."""
    states, years = len(states_of(findings)), rows(findings, "posture").filter(pl.col("partner").is_not_null()).height
    return (
        f"Few cases: {count(states, 'state')} and {count(years, 'state-year')} with an observed partner, of which "
        f"{count(changes(findings), 'state-year')} saw a change. Years of one state are not independent; the intervals allow "
        "for that, and cannot make up for it.",
        "Circularity: no theory reads the evidence that the observed alignment is made of, and each sees only earlier years. "
        "But causes and outcome come from one history, told by many of the same sources.",
        "Missing is missing: where nothing is observed, nothing is filled in, and a theory that needs it is silent.",
    )


def settings(findings: Findings) -> tuple[tuple[str, str], ...]:
    """What the study was told, in words."""
    spec, names = findings.spec, findings.names
    own = {
        f"{key}.{inner}": value
        for part in (spec.parameters, spec.measures)
        for key, each in part.items()
        for inner, value in each.items()
    }
    changed = (
        join(f"{key} = {number(value)}" for key, value in sorted(own.items())) or "none; all stand at their defaults"
    )
    return (
        ("States", join(name(names.states, key) for key in states_of(findings))),
        ("Years", span(*spec.years)),
        ("Poles", join(name(names.poles, key) for key in spec.poles)),
        ("Evidence of alignment", join(name(EVIDENCE, key) for key in spec.outcome)),
        ("Ties from before the first year", "counted" if spec.priors else "not counted"),
        ("Parameters changed", changed),
        (
            "Intervals",
            f"block bootstrap, {spec.bootstrap.draws:,} draws, blocks of {count(spec.bootstrap.block, 'year')}",
        ),
        ("Seed", str(spec.seed)),
        ("To repeat", "corcyra study --from study.lock.json"),
    )

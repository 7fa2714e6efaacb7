"""The parts of a dossier in order: the case, the rivals, the evidence, what to believe, how firm it is, the verdict, what would change it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from corcyra.casebook.bibliography import reference
from corcyra.casebook.ledger import Evidence, Hypothesis
from corcyra.casebook.verdict import chance
from corcyra.casebook.weighing import UnitWeighed, WeighedCase
from corcyra.report.dossier_blocks import Block, Cell, Dossier, Grid, Points, Prose, Section, Terms, printable
from corcyra.report.dossier_clues import evidence_grid, letters_of, notes_of, short, usual
from corcyra.report.dossier_figures import Drawn, posterior_figure, sensitivity_figure, timeline_figure
from corcyra.report.dossier_pairs import pair_grid
from corcyra.report.dossier_postings import posting_blocks
from corcyra.report.dossier_roles import role_blocks
from corcyra.report.dossier_words import (
    by_name,
    coders_words,
    headline,
    how_to_read,
    in_unit,
    listed_links,
    made,
    unit_word,
)  # fmt: skip
from corcyra.report.wording import count, percent, sentence
from corcyra.theories import THEORIES

__all__ = ["METHODS", "compose", "shown_clues"]

METHODS = ("fairfield2017", "kass1995", "odni2015")
"""The works behind the weights, the words for them, and the scale of five words."""
AGREEMENT = "krippendorff2011"
AHEAD, BESIDE = 3, 1
"""How many clues to look for are printed of the first unit and of each other (ours: the table has all)."""
CROWDED = 30
"""Clues from which on paper has the reasons only of those that tell the first two hypotheses apart (ours: six pages)."""
TALL = 24
"""Clues in time that fit below the case on its page (ours, seen on A4 and Letter)."""
KEY = re.compile(r"\b[a-z][a-z_]*\d{4}\w*")


def compose(weighed: WeighedCase) -> tuple[Dossier, dict[str, Drawn]]:
    """The dossier and the figures that it needs, by key."""
    return Desk(weighed).dossier()


def shown_clues(weighed: WeighedCase) -> dict[str, tuple[Evidence, ...]]:
    """The clues printed for each unit, by date: its own, and with the first unit those of the whole case."""
    found: dict[str, tuple[Evidence, ...]] = {}
    taken: set[str] = set()
    for unit in weighed.units:
        own = [each for each in weighed.ledger.of_unit(unit.unit) if each.found is not None and each.id not in taken]
        taken.update(each.id for each in own)
        found[unit.unit] = tuple(sorted(own, key=when))
    return found


def when(clue: Evidence) -> tuple[bool, str, str]:
    """The place of a clue in time; those without a date last."""
    return clue.first is None, str(clue.first or ""), str(clue.last or "")


class Desk:
    """Puts the parts together."""

    def __init__(self, weighed: WeighedCase) -> None:
        self.weighed = weighed
        self.ledger = weighed.ledger
        self.letters = letters_of(self.ledger)
        self.clues = shown_clues(weighed)
        listed = [each for clues in self.clues.values() for each in clues]
        ahead = [self.ledger.clue(each.clue) for unit in weighed.units for each in unit.next[: self.many(unit)]]
        self.crowded = len(listed) > CROWDED
        self.noted = list(dict.fromkeys(each.id for each in (*listed, *ahead)))
        self.drawn: dict[str, Drawn] = {}

    def dossier(self) -> tuple[Dossier, dict[str, Drawn]]:
        """Everything, in order."""
        parts = [self.case(), self.rivals()]
        parts += [part for unit in self.weighed.units if (part := self.evidence(unit)).blocks]
        parts += [self.apart(), self.selection(), self.comparison(), self.belief(), self.verdict(), self.change(), self.other_side()]
        kept = tuple(each for each in parts if each.blocks)
        notes = notes_of(self.ledger, [self.ledger.clue(name) for name in self.noted])
        heads = tuple(headline(self.ledger, each) for each in self.weighed.units)
        whole = Dossier(
            self.ledger.title, self.ledger.question, made(self.weighed), heads, kept, notes, self.references(), tuple(self.drawn),
            self.standing(),
        )  # fmt: skip
        return printable(whole), self.drawn

    def standing(self) -> str:
        """What holds for every note that says nothing else."""
        word = usual(self.ledger)
        return f"Confidence is {word} where a note names none." if word else ""

    def many(self, unit: UnitWeighed) -> int:
        """How many clues to look for are printed of a unit."""
        return min(len(unit.next), AHEAD if unit is self.weighed.units[0] else BESIDE)

    def picture(self, drawn: Drawn | None) -> tuple[Block, ...]:
        """A figure, kept to be drawn."""
        if drawn is None:
            return ()
        self.drawn[drawn.picture.key] = drawn
        return (drawn.picture,)

    def case(self) -> Section:
        """What happened, where and when, and the clues in time; of several units the first, for the others are there to compare."""
        pairs = [("What happened", self.ledger.outcome), ("Cases", self.ledger.population), ("Scope", self.ledger.scope)]
        first = self.weighed.units[0]
        time = () if self.tall() else self.picture(timeline_figure(self.ledger, first, self.clues[first.unit]))
        return Section("case", "The case", (Terms(tuple((word, sentence(text)) for word, text in pairs if text)), *time))

    def tall(self) -> bool:
        """Whether the clues in time need more than what is left of the first page; they then come after the table of evidence."""
        return len(self.clues[self.weighed.units[0].unit]) > TALL

    def rivals(self) -> Section:
        """The hypotheses."""
        rows = tuple(self.rival(each) for each in self.ledger.hypotheses)
        caption = "Exclusive rivals: each says what decided. Letters stand for them from here on."
        grid = Grid("hypotheses", caption, (("", "letter"), ("hypothesis", ""), ("what it claims, and what one should then see", "")), rows, (6.0, 36.0, 132.0))
        return Section("hypotheses", "Rival hypotheses", (grid,))

    def rival(self, each: Hypothesis) -> tuple[Cell, ...]:
        """One hypothesis."""
        names = {theory.key: theory.name for theory in THEORIES}
        theory = names.get(each.theory, each.theory)
        origin = KEY.sub(lambda found: short(work) if (work := self.ledger.work(found[0])) else found[0], each.origin)
        under = tuple(sentence(text) for text in (f"Theory: {theory}" if theory else "", f"From: {origin}" if origin else "") if text)
        see = ("Expect: " + "; ".join(text.rstrip(".") for text in each.implications) + ".",) if each.implications else ()
        return Cell(self.letters[each.key], kind="head"), Cell(each.name, strong=True), Cell(sentence(each.claims), (*see, *under), "text")

    def evidence(self, unit: UnitWeighed) -> Section:
        """The clues of a unit in a table; those of the first with the reasons."""
        clues, word = self.clues[unit.unit], unit_word(unit.unit)
        key, title = f"evidence{'-' + unit.unit if unit.unit else ''}", in_unit("The evidence", word)
        if not clues:
            return Section(key, title, ())
        numbers = {name: number for number, name in enumerate(self.noted, 1)}
        first = unit is self.weighed.units[0]
        blocks: list[Block] = []
        if first:
            blocks.append(Prose(how_to_read(self.ledger, unit, self.letters), "How to read it."))
        blocks.append(evidence_grid(self.ledger, unit, clues, numbers, self.about(unit, clues), why=first, crowded=self.crowded))
        if first and self.tall():
            blocks += self.picture(timeline_figure(self.ledger, unit, clues))
        if first and (told := listed_links(self.ledger)):
            blocks.append(Prose(told))
        return Section(key, title, tuple(blocks))

    def about(self, unit: UnitWeighed, clues: tuple[Evidence, ...]) -> str:
        """The caption of a table of evidence."""
        shared = [each.id for each in self.ledger.of_unit(unit.unit) if each.found is not None and not each.unit]
        elsewhere = [name for name in shared if name not in {each.id for each in clues}]
        more = f" {', '.join(elsewhere)}, about the whole case, count here too." if elsewhere else ""
        pair = f"The pair weighed is {self.letters[unit.result.leader]} against {self.letters[unit.result.runner_up]}."
        return f"{sentence(count(len(clues), 'clue') + ' in order of time')} {pair}{more}"

    def apart(self) -> Section:
        """Which clue tells which rivals apart, for the first unit."""
        unit = self.weighed.units[0]
        grid = pair_grid(self.ledger, unit)
        return Section("pairs", in_unit("Which clue tells which rivals apart", unit_word(unit.unit)), (grid,) if grid else ())

    def selection(self) -> Section:
        """The roles of the units."""
        return Section("roles", "Why these units", role_blocks(self.ledger))

    def comparison(self) -> Section:
        """The patron's ledger."""
        return Section("ledger", "Gains and costs, ally by ally", posting_blocks(self.ledger))

    def belief(self) -> Section:
        """The posteriors of all units, and the sensitivity of the first."""
        first = self.weighed.units[0]
        firm = self.picture(sensitivity_figure(self.ledger, first)) if first.verdict.leader is not None else ()
        return Section("belief", "What to believe, and how firm it is", (*self.picture(posterior_figure(self.ledger, self.weighed.units)), *firm))

    def verdict(self) -> Section:
        """The verdict as the weighing gives it, with its confidence."""
        blocks = [
            Prose(by_name(self.ledger, each.verdict.text), f"{unit_word(each.unit)}, {each.verdict.confidence}." if each.unit else f"Confidence: {each.verdict.confidence}.")
            for each in self.weighed.units
        ]
        if self.ledger.assessment:
            blocks.append(Prose(self.ledger.assessment, "What the coder thought before anything was computed."))
        return Section("verdict", "The verdict", tuple(blocks))

    def change(self) -> Section:
        """What would change the verdict, and what to look for."""
        blocks: list[Block] = [Points("Evidence that would change it", self.ledger.would_change)] if self.ledger.would_change else []
        computed = tuple(
            by_name(self.ledger, f"{unit_word(unit.unit)}: {each}" if unit.unit else each)
            for unit in self.weighed.units for each in unit.verdict.would_change if not each.startswith("Look next")
        )  # fmt: skip
        blocks += [Points("Errors that would change it", computed)] if computed else []
        blocks.append(self.ahead() or Prose(NOTHING_OPEN, "Missing evidence."))
        return Section("change", "What would change the verdict", tuple(blocks))

    def ahead(self) -> Grid | None:
        """The clues most worth looking for."""
        numbers = {name: number for number, name in enumerate(self.noted, 1)}
        rows = [self.ahead_row(unit, place, numbers) for unit in self.weighed.units for place in range(self.many(unit))]
        if not rows:
            return None
        head = (("clue", ""), ("what to look for", ""), ("chance to find", ""), ("if found", ""), ("if not found", ""), ("verdict changes", ""))
        caption = "Missing evidence most worth looking for, by what one can expect to learn; chances follow from the weights above."
        return Grid("next", caption, head, tuple(rows), (17.0, 93.0, 16.0, 16.0, 16.0, 16.0))

    def ahead_row(self, unit: UnitWeighed, place: int, numbers: Mapping[str, int]) -> tuple[Cell, ...]:
        """One clue to look for."""
        each = unit.next[place]
        clue = self.ledger.clue(each.clue)
        return (
            Cell(each.clue, (unit_word(unit.unit),) if unit.unit else (), "head"),
            Cell(sentence(clue.what), (f"Worth {each.bits:.2f} bits.",), "text", (numbers[each.clue],)),
            Cell(percent(each.chance_found)),
            Cell(f"{self.letters[each.leader_if_found]} leads", (chance(float(each.if_found.max())),)),
            Cell(f"{self.letters[each.leader_if_not]} leads", (chance(float(each.if_not.max())),)),
            Cell(percent(each.chance_verdict_changes)),
        )

    def other_side(self) -> Section:
        """The best objection, what is disputed, and what the case cannot do."""
        blocks: list[Block] = [Prose(self.ledger.objection, "The best objection.")] if self.ledger.objection else []
        lists = (("Disputed", self.ledger.disputes), ("Limits", (*self.ledger.limits, *map(sentence, self.weighed.notes))))
        blocks += [Points(label, items) for label, items in lists if items]
        people = " ".join(f"{each.name or each.key} {each.role.rstrip('.')}.".replace("  ", " ") for each in self.ledger.coders)
        blocks.append(Prose(" ".join(filter(None, (people, *coders_words(self.weighed)))), "Who judged."))
        return Section("other-side", "The other side, disputes and limits", tuple(blocks))

    def references(self) -> tuple[str, ...]:
        """The works cited by the case, those its hypotheses come from, and those behind the method."""
        named = {key for each in self.ledger.hypotheses for key in KEY.findall(each.origin)}
        alphas = [each.agreement.agreement.alpha for each in self.weighed.units if each.agreement]
        method = (*METHODS, AGREEMENT) if any(not math.isnan(value) for value in alphas) else METHODS
        works = [self.ledger.work(key) for key in sorted({*self.ledger.cited(), *named, *method})]
        return tuple(sorted((reference(each) for each in works if each), key=str.casefold))


NOTHING_OPEN = (
    "The case lists no clue that nobody has looked for, so the weighing cannot say what to look for next. Add one to evidence.csv "
    "with found = not looked, judge it, and the next dossier will rank it."
)

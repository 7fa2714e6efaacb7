"""From a weighed unit to the figures of its dossier, each with a caption and a text for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from corcyra.casebook.ledger import Evidence, Ledger
from corcyra.casebook.variants import Variant
from corcyra.casebook.weighing import UnitWeighed
from corcyra.report.dossier_blocks import Picture, printable
from corcyra.report.dossier_clues import LEVEL, day_word, letters_of, signed
from corcyra.report.dossier_words import by_name, how_firm, in_unit, posterior_words, unit_word
from corcyra.report.figures.case_sensitivity import Swing, case_sensitivity
from corcyra.report.figures.case_timeline import Mark, case_timeline
from corcyra.report.figures.figure import Chart
from corcyra.report.figures.posterior_bars import Belief, posterior_bars
from corcyra.report.wording import amount, count, sentence, span

__all__ = ["Drawn", "beliefs_of", "posterior_figure", "sensitivity_figure", "swings_of", "timeline_figure"]

PRIORS, CLUES, OTHERS = 3, 6, 3
"""Rows of the sensitivity for priors, clues and for other choices: those that threaten the lead most; the table has all (ours: half a page)."""

MANY = 24
"""Dated clues beyond which only those that speak for one of the two are drawn (ours: half a page)."""


class Drawn(NamedTuple):
    """A figure: where it stands, and its maker."""

    picture: Picture
    make: Callable[[], Chart]


def key_of(name: str, unit: str) -> str:
    """The key of a figure, and its file's name."""
    return f"{name}-{unit}" if unit else name


def timeline_figure(ledger: Ledger, unit: UnitWeighed, clues: Sequence[Evidence]) -> Drawn | None:
    """The clues in time; None where no dated clue was weighed."""
    result, letters = unit.result, letters_of(ledger)
    weights = result.between(result.leader, result.runner_up) if result.clues else {}
    marks = [
        Mark(printable(each.id), printable(each.what), each.first, each.last, weights[each.id], bool(each.found))
        for each in clues if each.id in weights and each.first is not None and each.last is not None
    ]  # fmt: skip
    if not marks:
        return None
    drawn = [each for each in marks if abs(each.db) >= LEVEL] if len(marks) > MANY else marks
    lead, second = letters[result.leader], letters[result.runner_up]
    caption = (
        f"Bars: weight in decibels for {lead} ({ledger.hypothesis(result.leader).name}) or {second} ({ledger.hypothesis(result.runner_up).name}). "
        "Dots: days; open where the clue was looked for and not found. Dark bars on the axis: spans, or days not known."
    )
    if drawn and len(drawn) < len(marks):
        caption += f" The {count(len(marks) - len(drawn), 'clue')} that speak for neither stand in the table alone."
    make = partial(case_timeline, drawn or marks, lead, second, in_unit("The evidence in time", unit_word(unit.unit)))
    return Drawn(Picture(key_of("timeline", unit.unit), caption, timeline_words(marks, lead, second)), make)


def timeline_words(marks: Sequence[Mark], lead: str, second: str) -> str:
    """The timeline for those who cannot see it; the table of evidence has every clue."""
    years = span(min(each.first for each in marks).year, max(each.last for each in marks).year)
    sides = [sum(each.db > 0.05 for each in marks), sum(each.db < -0.05 for each in marks)]
    heavy = sorted(marks, key=lambda each: -abs(each.db))[:3]
    named = "; ".join(f"{each.name}, {day_word(each.first.isoformat())}, {each.words} ({signed(each.db)} dB)" for each in heavy)
    return sentence(
        f"{count(len(marks), 'clue')}, {years}: {amount(sides[0])} for {lead}, {amount(sides[1])} for {second}, "
        f"{amount(len(marks) - sum(sides))} for neither. Heaviest: {named}"
    )


def beliefs_of(ledger: Ledger, unit: UnitWeighed) -> list[Belief]:
    """Every hypothesis from the most to the least probable, with its range over the single changes."""
    result, letters = unit.result, letters_of(ledger)
    found = []
    for key in result.ranking:
        at = result.at(key)
        own = float(result.posterior[at])
        others = [own, *(float(each.posterior[at]) for each in unit.variants)]
        name = f"{letters[key]}  {ledger.hypothesis(key).name}"
        found.append(Belief(name, float(result.prior[at]), own, min(others), max(others)))
    return found


def posterior_figure(ledger: Ledger, units: Sequence[UnitWeighed]) -> Drawn | None:
    """Posterior, prior and range of every unit; None where nothing was weighed."""
    found = [(unit_word(unit.unit), beliefs_of(ledger, unit)) for unit in units if unit.verdict.leader]
    if not found:
        return None
    caption = "Probability of each hypothesis before and after the evidence, and the range that it has over all single changes."
    told = " ".join(f"{word}: {posterior_words(beliefs)}" if word else posterior_words(beliefs) for word, beliefs in found)
    return Drawn(Picture("posterior", caption, told), partial(posterior_bars, found))


def swings_of(ledger: Ledger, unit: UnitWeighed) -> list[Swing]:
    """The single changes as rows of the figure: priors, clues, other choices; in each group the most dangerous first."""
    letters = letters_of(ledger)
    priors = [
        Swing("Prior odds 10 dB lower and higher", f"{letters[key]} {ledger.hypothesis(key).name}", *ends(found))
        for key in unit.result.ranking
        if (found := [each for each in unit.variants if each.kind == "prior" and each.hypothesis == key])
    ]
    clues = sorted((clue_swing(ledger, unit, name) for name in unit.result.clues), key=danger)
    others = sorted(
        (
            Swing("Other choices", printable(by_name(ledger, each.what)), each.margin, each.margin)
            for each in unit.variants if each.kind not in ("prior", "likelihood", "left out")
        ),
        key=danger,
    )  # fmt: skip
    return [*sorted(priors, key=danger)[:PRIORS], *clues[:CLUES], *others[:OTHERS]]


def clue_swing(ledger: Ledger, unit: UnitWeighed, clue: str) -> Swing:
    """What halving and doubling the judgements of one clue does, and leaving it out."""
    own = [each for each in unit.variants if each.clue == clue]
    without = next((each.margin for each in own if each.kind == "left out"), None)
    words = printable(f"{clue} {ledger.clue(clue).what}")
    return Swing("Judgements of a clue halved and doubled", words, *ends([each for each in own if each.kind == "likelihood"] or own), without)


def ends(found: Sequence[Variant]) -> tuple[float, float]:
    """The least and the most lead."""
    margins = [each.margin for each in found]
    return min(margins), max(margins)


def danger(swing: Swing) -> tuple[float, float, float]:
    """The least lead that a change leaves; among equals the lead without the clue, then the wider swing first."""
    without = swing.high if swing.without is None else swing.without
    return min(swing.low, without), without, swing.low - swing.high


def sensitivity_figure(ledger: Ledger, unit: UnitWeighed) -> Drawn | None:
    """The lead under single changes; None where nothing was changed."""
    swings = swings_of(ledger, unit)
    if not swings:
        return None
    left = len(unit.result.clues) - CLUES
    more = f" The {count(left, 'clue')} that threaten it least are not drawn." if left > 0 else ""
    caption = f"Left of the zero line another hypothesis leads; bars that cross it are in the darker colour.{more} All changes: tables/sensitivity.csv."
    make = partial(case_sensitivity, swings, unit.result.margin, in_unit("How firm the lead is", unit_word(unit.unit)))
    return Drawn(Picture(key_of("sensitivity", unit.unit), caption, how_firm(ledger, unit)), make)

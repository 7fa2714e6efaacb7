"""The sentences of a dossier: never more than the verdict itself says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from corcyra.casebook.ledger import Ledger
from corcyra.casebook.verdict import CONFIDENCE, chance
from corcyra.casebook.weighing import UnitWeighed, WeighedCase
from corcyra.errors import UnknownName
from corcyra.report.dossier_blocks import Headline
from corcyra.report.dossier_clues import signed
from corcyra.report.figures.posterior_bars import Belief
from corcyra.report.wording import count, join, percent, sentence, span, the
from corcyra.world.states import find

__all__ = [
    "by_name",
    "called",
    "coders_words",
    "headline",
    "how_firm",
    "how_to_read",
    "in_unit",
    "listed_links",
    "made",
    "posterior_words",
    "unit_word",
]  # fmt: skip

MINUS = "\u2212"


def unit_word(unit: str) -> str:
    """The name of a unit: a state's name, or what the ledger calls it.

    >>> unit_word("UZB"), unit_word("Republika"), unit_word("")
    ('Uzbekistan', 'Republika', '')
    """
    try:
        return find(unit, by="iso3").name if unit else ""
    except UnknownName:
        return unit


def called(ledger: Ledger, key: str) -> str:
    """A hypothesis in a sentence."""
    return f"\u201c{ledger.hypothesis(key).name}\u201d"


def by_name(ledger: Ledger, text: str) -> str:
    """A sentence of the weighing with the hypotheses by name where it has their keys."""
    names = {each.key: called(ledger, each.key) for each in ledger.hypotheses}
    keys = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    text = re.sub(rf"\bprior of ({keys}) ([+-])", lambda found: f"prior of {names[found[1]]} {'+' if found[2] == '+' else MINUS}", text)
    return re.sub(rf"\bunder ({keys}) ([/x]) ", lambda found: f"under {names[found[1]]} {'divided' if found[2] == '/' else 'multiplied'} by ", text)


def headline(ledger: Ledger, unit: UnitWeighed) -> Headline:
    """The verdict in one sentence, in the word of its confidence."""
    verdict = unit.verdict
    if verdict.leader is None or verdict.runner_up is None:
        return Headline(unit_word(unit.unit), verdict.text, verdict.confidence)
    lead, second = called(ledger, verdict.leader), called(ledger, verdict.runner_up)
    if verdict.confidence == CONFIDENCE[0]:
        text = f"The evidence does not decide between {lead} and {second}."
    else:
        text = f"The evidence {verdict.confidence} favours {lead} over {second}."
    return Headline(unit_word(unit.unit), text, verdict.confidence)


def made(weighed: WeighedCase) -> str:
    """From what the dossier was made."""
    ledger = weighed.ledger
    coders = f"{count(len(ledger.coders), 'coder')}, " if ledger.coders else ""
    start = "priors as given" if weighed.prior_given else "every hypothesis equally probable at the start"
    return (
        f"{span(ledger.first, ledger.last)}; {count(len(ledger.evidence), 'clue')}, {count(len(ledger.hypotheses), 'hypothesis', 'hypotheses')}, "
        f"{coders}{start}. Every number follows from the case folder {ledger.key!r}: change a judgement there and run the report again."
    )


def how_to_read(ledger: Ledger, unit: UnitWeighed, letters: dict[str, str]) -> str:
    """What the columns of the evidence mean."""
    result = unit.result
    lead, second = letters[result.leader], letters[result.runner_up]
    every = list(letters.values())
    return (
        f"{every[0]} to {every[-1]}: the chance in a hundred that the clue would turn out as it did if that hypothesis were true, as the coders "
        f"judged it. The last column weighs {lead} ({ledger.hypothesis(result.leader).name}) against {second} "
        f"({ledger.hypothesis(result.runner_up).name}), the two most probable: 3 decibels make one twice as probable relative to the other, 10 ten times, "
        "and weights add up. Words follow Kass and Raftery (1995): positive from 4.8 dB, strong from 13.0, very strong from 21.8."
    )


def beyond(unit: UnitWeighed) -> tuple[int, int]:
    """How many single changes overturn the verdict, and how many were tried."""
    return sum(each.changes for each in unit.variants), len(unit.variants)


def how_firm(ledger: Ledger, unit: UnitWeighed) -> str:
    """How the lead stands single changes, in a sentence or two."""
    turned, tried = beyond(unit)
    if not tried:
        return ""
    worst = min(unit.variants, key=lambda each: each.margin)
    least = f"the hardest ({by_name(ledger, worst.what)}) leaves {signed(worst.margin)} dB"
    if not turned:
        return f"The lead of {unit.result.margin:.1f} dB stands each of {tried} single changes; {least}."
    verb = "puts" if turned == 1 else "put"
    return f"The lead is {unit.result.margin:.1f} dB; {turned} of {tried} single changes {verb} another hypothesis first; {least}."


def posterior_words(beliefs: Iterable[Belief]) -> str:
    """The figure of posteriors for those who cannot see it."""
    return "; ".join(
        f"{each.name}: {percent(each.posterior)}, before the evidence {percent(each.prior)}, between {percent(each.low)} and {percent(each.high)} "
        "over all single changes"
        for each in beliefs
    ) + "."  # fmt: skip


def listed_links(ledger: Ledger) -> str:
    """What is known of dependence between clues."""
    kinds = {kind: sum(each.kind == kind for each in ledger.links) for kind in ("conditional", "correlation", "same", "listed")}
    judged = [
        f"{count(kinds[kind], 'judgement')} {words}"
        for kind, words in (
            ("conditional", "of a clue given another"), ("correlation", "of a correlation"), ("same", "that a clue adds nothing to another"),
        ) if kinds[kind]
    ]  # fmt: skip
    told = [sentence(f"Dependence between clues enters by {join(judged)}")] if judged else []
    if kinds["listed"]:
        pairs = count(kinds["listed"], "link")
        told.append(
            sentence(f"{pairs} between clues {'is' if kinds['listed'] == 1 else 'are'} listed, and nobody has judged how much the later clue still adds")
            + " The weighing takes them as separate; among the single changes each pair is taken as one clue, and all of them at once."
        )  # fmt: skip
    return " ".join(told)


def coders_words(weighed: WeighedCase) -> tuple[str, ...]:
    """How far the coders agree, and what each alone would say."""
    ledger = weighed.ledger
    told = []
    for each in weighed.units:
        place = f"{unit_word(each.unit)}: " if each.unit else ""
        if each.agreement is not None:
            found = each.agreement.agreement
            value = found.note or "not defined" if math.isnan(found.alpha) else f"{found.alpha:.2f}"
            told.append(
                f"{place}agreement of {count(found.coders, 'coder')} over {count(found.pairable, 'judgement')}: Krippendorff's alpha {value} "
                "(1 is full agreement, 0 what chance gives)."
            )
    for each in weighed.separate:
        if each.verdict.leader is not None:
            place = f"{unit_word(each.unit)}, " if each.unit else ""
            told.append(
                f"{place}{coder_name(ledger, each.coder)} alone: {called(ledger, each.verdict.leader)} leads with {chance(each.verdict.posterior)} "
                f"({each.verdict.confidence})."
            )
    if not told:
        told.append("One coder judged, so agreement cannot be told; a second coder who judges without seeing the first would be worth having.")
    return tuple(sentence(each) for each in told)


def coder_name(ledger: Ledger, key: str) -> str:
    """A coder's name, or the key."""
    return next((each.name for each in ledger.coders if each.key == key and each.name), key)


def in_unit(text: str, unit: str) -> str:
    """A title with its unit.

    >>> in_unit("The evidence", "Belarus"), in_unit("The evidence", "")
    ('The evidence: Belarus', 'The evidence')
    """
    return f"{text}: {the(unit)}" if unit else text

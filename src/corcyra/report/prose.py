"""Plain sentences made from the tables. No verdict is typed in: every word that judges follows from a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from corcyra.contest.verdict import OBSERVED
from corcyra.report.figures.figure import rows, states_of
from corcyra.report.wording import amount, count, join, label, lower, name, percent, sentence, the
from corcyra.study.findings import Findings
from corcyra.theories.theory import NONE

__all__ = ["answer", "changes", "names_partner", "pole_word", "score_of", "text_and_computation", "turned"]


def answer(findings: Findings) -> tuple[str, str, str]:
    """Three sentences: whom the states stood with, which theory names that, and what it is worth beside a simple guess."""
    return stood_with(findings), named_by(findings), worth(findings)


def pole_word(findings: Findings, key: object) -> str:
    """A pole in a sentence; "no pole" for none. A user's own pole without a name comes back as its key in words."""
    word = "no pole" if key == NONE else name(findings.names.poles, key)
    return f"the {word[4:]}" if word.startswith("The ") else word


def stood_with(findings: Findings) -> str:
    """Each state's most frequent partner."""
    parts: list[str] = []
    unknown: list[str] = []
    for state in states_of(findings):
        row = rows(findings, "summary", state=state).row(0, named=True)
        word = the(name(findings.names.states, state))
        if row["observed"] in (None, ""):
            unknown.append(word)
            continue
        verb = " stood closest" if not parts else ""
        of = " of the years" if not parts else ""
        parts.append(f"{word}{verb} to {pole_word(findings, row['observed'])} ({percent(row['observed_share'])}{of})")
    first, last = findings.spec.years
    when = f"in {first}" if first == last else f"from {first} to {last}"
    told = f"{when}, {join(parts)}" if parts else f"{when} no state's alignment is observed"
    if parts and unknown:
        told += f"; of {join(unknown)} too little is observed to say"
    return sentence(told)


def names_partner(findings: Findings) -> dict[str, int | None]:
    """For each theory the number of states that it matches; None where it is silent on all."""
    found: dict[str, int | None] = {}
    for theory in findings.tables["summary"]["theory"].unique(maintain_order=True):
        matches = rows(findings, "summary", theory=theory)["match"].to_list()
        found[str(theory)] = None if all(match == "silent" for match in matches) else matches.count("yes")
    return found


def named_by(findings: Findings) -> str:
    """Theories grouped by how many states' partners they name."""
    tally, total = names_partner(findings), len(states_of(findings))
    groups: list[tuple[str, list[str]]] = []
    for number in sorted({each for each in tally.values() if each is not None}, reverse=True):
        who = [lower(label(findings.names.theories, key)) for key, each in tally.items() if each == number]
        groups.append((how_many(number, total), who))
    silent = [lower(label(findings.names.theories, key)) for key, each in tally.items() if each is None]
    if not groups:
        return sentence(f"{every(len(tally), 'theory', 'theories')} silent throughout, for want of data or of scope")
    lead, *more = groups
    verb = "names" if len(lead[1]) == 1 else "name"
    parts = [f"{join(lead[1])} {verb} {partner_of(lead[0], total)}", *(f"{join(who)}, of {of}" for of, who in more)]
    if silent:
        parts.append(f"{join(silent)} {'is' if len(silent) == 1 else 'are'} silent throughout")
    told = "; ".join(parts)
    return sentence(f"of {count(len(tally), 'theory', 'theories')}, {told}" if len(tally) > 1 else told)


def every(number: int, one: str, many: str) -> str:
    """ "The theory is", "Both theories are", "All eight theories are"."""
    if number == 1:
        return f"the {one} is"
    return f"both {many} are" if number == 2 else f"all {count(number, one, many)} are"


def how_many(number: int, total: int) -> str:
    """ "all three", "both", "one", "none", of the states.

    >>> how_many(3, 3), how_many(2, 2), how_many(1, 3), how_many(0, 3), how_many(1, 1), how_many(0, 1)
    ('all three', 'both', 'one', 'none', 'the state', 'none')
    """
    if total == 1:
        return "the state" if number else "none"
    if number == total:
        return "both" if total == 2 else f"all {amount(total)}"
    return amount(number)


def partner_of(of: str, total: int) -> str:
    """What the first group names.

    >>> partner_of("all three", 3), partner_of("none", 3), partner_of("the state", 1), partner_of("one", 3)
    ('the partner of all three states in most years', 'the partner of none', 'its partner in most years', 'the partner of one state in most years')
    """
    if of == "none":
        return "the partner of none" if total > 1 else "another partner in most years"
    if total == 1:
        return "its partner in most years"
    return f"the partner of {of} {'state' if of == 'one' else 'states'} in most years"


def score_of(findings: Findings, contender: str, which: str, metric: str) -> dict[str, Any]:
    """One row of the scores; empty when there is none or it has no value."""
    found = rows(findings, "scores", contender=contender, rows=which, metric=metric)
    row = found.row(0, named=True) if found.height else {}
    return row if row.get("value") is not None else {}


def leaders(findings: Findings, kind: str, which: str) -> tuple[list[str], float | None]:
    """The contenders of a kind with the highest share right, and that share; several when they tie."""
    found = rows(findings, "scores", kind=kind, rows=which, metric="top1")
    known = found.filter(pl.col("value").is_not_null(), pl.col("n") > 0) if found.height else found
    if known.is_empty():
        return [], None
    best = max(known["value"].to_list())
    return known.filter(pl.col("value") == best)["contender"].to_list(), float(best)


def worth(findings: Findings) -> str:
    """The best theory beside the best baseline, and beside those few years in which something changed."""
    best, share = leaders(findings, "theory", "all")
    if share is None:
        return "No theory speaks on any year whose outcome is observed, so none can be scored."
    who = join(lower(label(findings.names.theories, key)) for key in best)
    told = f"year by year, {who} {'is' if len(best) == 1 else 'are'} right most often ({percent(share)} of the state-years on which {'it speaks' if len(best) == 1 else 'they speak'})"
    rivals, rival = leaders(findings, "baseline", "all")
    if rival is not None:
        told += f", {beside(findings, rivals, rival)}"
    return sentence(f"{told}; {on_change(findings)}")


def beside(findings: Findings, rivals: Sequence[str], rival: float) -> str:
    """How many theories do better than the best baseline."""
    known = rows(findings, "scores", kind="theory", rows="all", metric="top1").filter(pl.col("value").is_not_null())
    above = known.filter(pl.col("value") > rival).height
    guess = join(f"\u201c{lower(name(findings.names.baselines, key))}\u201d" for key in rivals[:2])
    better = (
        "no theory does"
        if above == 0
        else f"{amount(above)} of {amount(known.height)} theories {'does' if above == 1 else 'do'}"
    )
    if known.height == 1:
        better = "which is more than" if above else "which is no more than"
        return f"{better} the simple guess {guess} ({percent(rival)})"
    return f"and {better} better than the simple guess {guess} ({percent(rival)})"


def on_change(findings: Findings) -> str:
    """Who was right most often when the partner changed."""
    number = changes(findings)
    if number == 0:
        return "no state changed its partner, so nothing can be said of change"
    best, share = leaders(findings, "theory", "transitions")
    when = (
        f"in the {count(number, 'state-year')} in which the partner changed"
        if number > 1
        else "in the one state-year in which the partner changed"
    )
    if share is None:
        return f"{when}, every theory is silent"
    if share == 0:
        return f"{when}, no theory named the new one"
    who = join(lower(label(findings.names.theories, key)) for key in best)
    return f"{when}, {who} named the new one most often ({percent(share)})"


def changes(findings: Findings) -> int:
    """How many state-years saw a change of partner, as the scores count them."""
    found = rows(findings, "scores", rows="transitions", metric="top1")
    return int(found["n"].max() or 0) if found.height else 0  # type: ignore[arg-type]


def turned(findings: Findings) -> str:
    """How many lasting changes of alignment were found, and how many turns coders dated."""
    told = []
    for state in states_of(findings):
        years = (
            sorted(set(rows(findings, "turns", state=state)["year"].to_list()))
            if rows(findings, "turns").height
            else []
        )
        if years:
            told.append(f"{the(name(findings.names.states, state))} in {join(map(str, years))}")
    coded = rows(findings, "coded_turns").height
    found = (
        f"Lasting changes of alignment are found for {join(told)}"
        if told
        else "No lasting change of alignment is found"
    )
    return sentence(f"{found}; coders dated {count(coded, 'turn')} from documents")


def text_and_computation(findings: Findings) -> str:
    """On how many states the text and the record agree, and how often the text's verdict on a theory and the computed one."""
    whole = rows(findings, "truth_table")
    if whole.is_empty():
        return "This study names no case, so there is no text to hold the computation against."
    record, table = whole.filter(pl.col("theory") == OBSERVED), whole.filter(pl.col("theory") != OBSERVED)
    agree, differ = table.filter(pl.col("agree")).height, table.filter(~pl.col("agree")).height
    open_rows = table.height - agree - differ
    if not agree + differ:
        return "No row has a verdict from both the text and the computation."
    told = f"on the theories, text and computation agree on {amount(agree)} of the {count(agree + differ, 'verdict')} that both give, and differ on {amount(differ)}"
    if open_rows:
        told += f"; on {count(open_rows, 'row')} one of them gives none"
    same = record.filter(pl.col("agree")).height
    first = f"the text and the measured record agree on whom {amount(same)} of {count(record.height, 'state')} stood with"
    return f"{sentence(first)} {sentence(told)}" if record.height else sentence(told)

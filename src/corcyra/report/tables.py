"""Tables for people: chosen columns, words for keys, numbers as they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from corcyra.report.figures.figure import rows, states_of
from corcyra.report.figures.network import node_name, parts_of
from corcyra.report.judged import leaks, scores, silences, summaries, truth_table, would_differ
from corcyra.report.prose import pole_word
from corcyra.report.shown import MANY, Cell, Shown, state_word, words
from corcyra.report.terminal import terminal
from corcyra.report.wording import EN_DASH, join, name, number, percent, span, upper
from corcyra.study.findings import TABLES, Findings

__all__ = ["Cell", "Shown", "shown", "terminal"]


def shown(findings: Findings) -> dict[str, tuple[Shown, ...]]:
    """The printed tables of each key, those that have rows."""
    makers: dict[str, Callable[[Findings], Sequence[Shown]]] = {
        "summary": summaries, "turns": turns, "coded_turns": coded_turns, "signed_split": splits,
        "states_measured": measured, "scores": scores, "truth_table": truth_table, "would_differ": would_differ,
        "leaks": leaks, "silences": silences, "coverage": coverage, "sources": sources, "files": files,
    }  # fmt: skip
    made = {
        key: tuple(each for each in maker(findings) if each.rows)
        for key, maker in makers.items()
        if key == "files" or rows(findings, key).height
    }
    return {key: each for key, each in made.items() if each}


def turns(findings: Findings) -> list[Shown]:
    """The computed turns."""
    table = rows(findings, "turns").sort("state", "year", "pole")
    body = [
        (Cell(state_word(findings, row["state"])), Cell(str(row["year"]), kind="number"),
         Cell(upper(pole_word(findings, row["pole"]))), Cell(signed(row["change"]), kind="number"),
         Cell(number(row["probability"]), kind="number"), Cell(upper(words(findings, row["away_from"]))),
         Cell(upper(words(findings, row["toward"]))))
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    head = ("state", "year", "alignment with", "change", "probability", "away from", "toward")
    return [Shown("turns", "Lasting changes of alignment found by the computation.", head, tuple(body))]


def signed(value: float | None) -> str:
    """A change with its sign.

    >>> signed(0.25), signed(-0.25)
    ('+0.25', '\u22120.25')
    """
    return f"+{number(value)}" if value is not None and value > 0 else number(value)


def coded_turns(findings: Findings) -> list[Shown]:
    """The documented turns, numbered within each state as in the figure."""
    body = []
    for state in states_of(findings):
        for place, row in enumerate(rows(findings, "coded_turns", state=state).iter_rows(named=True), 1):
            body.append((Cell(f"{state_word(findings, state)} {place}", kind="head"), Cell(str(row["date"]), kind="date"),
                         Cell(str(row["from"])), Cell(str(row["to"])), Cell(str(row["what_changed"]), f"{row['confidence']} confidence; {row['source']}")))  # fmt: skip
    head = ("state, number", "date", "from", "to", "what changed, and the coder's confidence and source")
    return [
        Shown("coded_turns", "Turns that coders read from documents; each is a coder's judgement.", head, tuple(body))
    ]


def splits(findings: Findings) -> list[Shown]:
    """The best splits of the signed graphs."""
    body = []
    for row in rows(findings, "signed_split").head(MANY).iter_rows(named=True):
        camps = (join(node_name(findings, key) for key in parts_of(row[side])) for side in ("side_a", "side_b"))
        ties = "; ".join(
            EN_DASH.join(node_name(findings, key) for key in tie.split("-")) for tie in parts_of(row["frustrated"])
        )
        kind = "as the text has it" if row["graph"] == "text" else "as measured"
        body.append((Cell(kind), *(Cell(camp or EN_DASH) for camp in camps), Cell(number(row["frustration"], 0), kind="number"),
                     Cell(ties or EN_DASH), Cell(f"{row['balanced_triads']} of {row['triads']}"),
                     Cell("yes" if row["unique"] else "no")))  # fmt: skip
    head = (
        "network",
        "one camp",
        "the other",
        "frustration",
        "ties not satisfied",
        "balanced triads",
        "only best split",
    )
    caption = "The split into two camps that leaves the fewest ties unsatisfied (frustration), found by looking at every split."
    return [Shown("signed_split", caption, head, tuple(body))]


def measured(findings: Findings) -> list[Shown]:
    """The other state measures in the first and last year observed."""
    table = rows(findings, "states_measured")
    body: list[tuple[Cell, ...]] = []
    names = [key for key in table.columns if key not in ("state", "year")]
    for state in states_of(findings):
        mine = table.filter(pl.col("state") == state).sort("year")
        for row in (mine.head(1), mine.tail(1)) if mine.height > 1 else (mine,):
            body += [
                (Cell(state_word(findings, state)), Cell(str(each["year"]), kind="number"),
                 *(Cell(number(each[key]), kind="number") for key in names))
                for each in row.iter_rows(named=True)
            ]  # fmt: skip
    caption = (
        "Further measures of each state that some theories read, in the first and the last year; a dash is missing."
    )
    return [Shown("states_measured", caption, ("state", "year", *(name({}, key) for key in names)), tuple(body))]


def coverage(findings: Findings) -> list[Shown]:
    """The columns least observed."""
    table = rows(findings, "coverage").sort("share", nulls_last=False, maintain_order=True).head(MANY)
    body = [
        (Cell(name({}, row["column"])), Cell(percent(row["share"]), kind="number"), Cell(number(row["observed"]), kind="number"),
         Cell(number(row["rows"]), kind="number"), Cell(EN_DASH if row["first"] is None else span(row["first"], row["last"])))
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    caption = (
        "The columns that are observed least. All others are in the file; an unobserved cell is missing, never zero."
    )
    return [Shown("coverage", caption, ("column", "observed", "cells", "of", "years"), tuple(body))]


def sources(findings: Findings) -> list[Shown]:
    """Every dataset used."""
    body = [
        (Cell(str(row["title"]), kind="head"), Cell(str(row["version"] or EN_DASH)), Cell(str(row["licence"] or EN_DASH)),
         Cell(str(row["sha256"] or EN_DASH)[:12], kind="code"))
        for row in rows(findings, "sources").iter_rows(named=True)
    ]  # fmt: skip
    caption = "Every dataset used. The first twelve digits of its SHA-256 tell one version of the data from another."
    return [Shown("sources", caption, ("dataset", "version", "licence", "SHA-256"), tuple(body))]


def files(findings: Findings) -> list[Shown]:
    """Every table of the study and the file that holds it whole."""
    body = [
        (
            Cell(f"tables/{key}.csv", kind="link"),
            Cell(meaning),
            Cell(number(findings.tables[key].height), kind="number"),
        )
        for key, meaning in TABLES.items()
        if key in findings.tables
    ]
    return [
        Shown(
            "files",
            "Every table of this study, whole, as a file beside this report.",
            ("file", "what it holds", "rows"),
            tuple(body),
        )
    ]

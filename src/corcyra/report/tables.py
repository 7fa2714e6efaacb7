"""Tables for people: chosen columns, words for keys, numbers as they are read; and the compact table of the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import polars as pl
from rich.table import Table
from rich.text import Text

from corcyra.report.figures.figure import rows, states_of
from corcyra.report.figures.network import node_name, parts_of
from corcyra.report.figures.scores import METRICS, ROWS, best_first, contender_name
from corcyra.report.prose import pole_word, score_of
from corcyra.report.wording import EN_DASH, join, label, name, number, percent, span, upper
from corcyra.study.findings import TABLES, Findings
from corcyra.study.summary import PARTLY, YES

__all__ = ["MARKS", "Cell", "Shown", "shown", "terminal"]

MARKS = {"yes": ("\u2713", "yes"), "partly": ("\u2248", "partly"), "no": ("\u2717", "no"), "silent": ("\u00b7", "silent")}
"""Sign and word for each match; both are printed, so that neither colour nor sign is needed alone."""

MANY = 14
"""Rows printed of a long table; the rest is in its file."""


class Cell(NamedTuple):
    """A cell: its text, a smaller second line, and its kind (``number``, ``head``, or a verdict)."""

    text: str
    note: str = ""
    kind: str = ""


class Shown(NamedTuple):
    """A table as it is printed: the key of the table it is chosen from, a caption, heads and rows."""

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers only, to be set flush right."""
        return tuple(
            bool(self.rows) and all(row[place].kind == "number" or row[place].text == EN_DASH for row in self.rows)
            for place in range(len(self.head))
        )


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


def state_word(findings: Findings, key: object) -> str:
    """A state's name."""
    return name(findings.names.states, key)


def theory_word(findings: Findings, key: object) -> str:
    """A theory's name without its authors."""
    return label(findings.names.theories, key)


def theory_cell(findings: Findings, key: object) -> Cell:
    """A theory's name, its authors below."""
    _, _, authors = name(findings.names.theories, key).partition(" (")
    return Cell(theory_word(findings, key), authors.rstrip(")"), "head")


def words(findings: Findings, keys: object) -> str:
    """Poles listed in one cell, in words; a dash for none."""
    return join(pole_word(findings, key) for key in parts_of(keys)) or EN_DASH


def summaries(findings: Findings, wide: int = 5) -> list[Shown]:
    """Theories by states: partner and posture expected, and whether it matches; at most five states a table."""
    states = states_of(findings)
    return [summary(findings, states[place : place + wide]) for place in range(0, len(states), wide)]


def summary(findings: Findings, states: Sequence[str]) -> Shown:
    """One such table."""
    table = {(row["theory"], row["state"]): row for row in rows(findings, "summary").iter_rows(named=True)}
    theories = list(dict.fromkeys(theory for theory, _ in table))
    first = [Cell("observed", kind="head"), *(observed_cell(findings, table[theories[0], state]) for state in states)]
    body = [
        (theory_cell(findings, theory), *(match_cell(findings, table[theory, state]) for state in states))
        for theory in theories
    ]
    caption = (
        f"\u2713 the theory is right in more than {percent(YES)} of the years in which it speaks; \u2248 in more than "
        f"{percent(PARTLY)}, or the partner it expects most often is the one observed most often; \u2717 neither. "
        "Each cell has the partner and the posture that the theory expects most often."
    )
    return Shown("summary", caption, ("", *(state_word(findings, state) for state in states)), (tuple(first), *body))


def observed_cell(findings: Findings, row: dict[str, Any]) -> Cell:
    """The observed partner and posture of a state."""
    if not row["observed"]:
        return Cell(f"{EN_DASH} unknown", "", "observed")
    note = f"{name({}, row['observed_posture'])}, {percent(row['observed_share'])} of the years"
    return Cell(upper(pole_word(findings, row["observed"])), note, "observed")


def match_cell(findings: Findings, row: dict[str, Any]) -> Cell:
    """The expected partner and posture of a theory, with the match."""
    sign, word = MARKS.get(row["match"], ("", str(row["match"])))
    if row["match"] == "silent" or not row["predicted"]:
        return Cell(f"{sign} silent", "", "silent")
    hits = "" if row["hit_share"] is None else f", right in {percent(row['hit_share'])}"
    note = f"{name({}, row['predicted_posture'])}{hits}"
    return Cell(f"{sign} {upper(pole_word(findings, row['predicted']))}", note, word)


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
            body.append((Cell(state_word(findings, state)), Cell(str(place), kind="number"), Cell(str(row["date"])),
                         Cell(str(row["from"])), Cell(str(row["to"])), Cell(str(row["what_changed"])),
                         Cell(str(row["confidence"]), str(row["source"]))))  # fmt: skip
    head = ("state", "no.", "date", "from", "to", "what changed", "coder's confidence, and source")
    return [Shown("coded_turns", "Turns that coders read from documents; each is a coder's judgement.", head, tuple(body))]


def splits(findings: Findings) -> list[Shown]:
    """The best splits of the signed graphs."""
    body = []
    for row in rows(findings, "signed_split").head(MANY).iter_rows(named=True):
        camps = (join(node_name(findings, key) for key in parts_of(row[side])) for side in ("side_a", "side_b"))
        ties = "; ".join(EN_DASH.join(node_name(findings, key) for key in tie.split("-")) for tie in parts_of(row["frustrated"]))
        kind = "as the text has it" if row["graph"] == "text" else "as measured"
        body.append((Cell(kind), *(Cell(camp or EN_DASH) for camp in camps), Cell(number(row["frustration"], 0), kind="number"),
                     Cell(ties or EN_DASH), Cell(f"{row['balanced_triads']} of {row['triads']}"),
                     Cell("yes" if row["unique"] else "no")))  # fmt: skip
    head = ("network", "one camp", "the other", "frustration", "ties not satisfied", "balanced triads", "only best split")
    caption = "The split into two camps that leaves the fewest ties unsatisfied (frustration), found by looking at every split."
    return [Shown("signed_split", caption, head, tuple(body))]


def measured(findings: Findings) -> list[Shown]:
    """The other state measures in the first and last year observed."""
    table = rows(findings, "states_measured")
    names = [key for key in table.columns if key not in ("state", "year")]
    body = []
    for state in states_of(findings):
        mine = table.filter(pl.col("state") == state).sort("year")
        for row in (mine.head(1), mine.tail(1)) if mine.height > 1 else (mine,):
            for each in row.iter_rows(named=True):
                body.append((Cell(state_word(findings, state)), Cell(str(each["year"]), kind="number"),
                             *(Cell(number(each[key]), kind="number") for key in names)))  # fmt: skip
    caption = "Further measures of each state that some theories read, in the first and the last year; a dash is missing."
    return [Shown("states_measured", caption, ("state", "year", *(name({}, key) for key in names)), tuple(body))]


def scores(findings: Findings) -> list[Shown]:
    """Every contender with its scores and intervals, theories first, best first."""
    table = rows(findings, "scores")
    kind = dict(table.select("contender", "kind").unique(maintain_order=True).rows())
    found = []
    for which in [each for each in PRINTED if rows(findings, "scores", rows=each).height]:
        metrics = [each for each in METRICS if rows(findings, "scores", rows=which, metric=each).height]
        body = [
            (Cell(contender_name(findings, key), "" if kind[key] == "theory" else "baseline", "head"), count_cell(findings, key, which),
             *(score_cell(findings, key, which, metric) for metric in metrics))
            for key in best_first(findings)
        ]  # fmt: skip
        head = ("", "n", *(SHORT.get(metric, metric) for metric in metrics))
        caption = f"Scores on {ROWS[which]}, with 95 % intervals in brackets; n is the number of state-years scored."
        found.append(Shown("scores", caption, head, tuple(body)))
    return found


PRINTED = ("all", "transitions")
"""The scores on the rows that all theories share are in the file."""

SHORT = {
    "top1": "right", "lenient": "right, hedges counted", "mrr": "mean reciprocal rank", "log_loss": "log loss", "brier": "Brier",
    "silence": "silent", "posture": "posture right",
}  # fmt: skip


def count_cell(findings: Findings, key: str, which: str) -> Cell:
    """How many state-years stand behind the share right."""
    found = rows(findings, "scores", contender=key, rows=which, metric="top1")
    return Cell(number(found["n"][0]) if found.height else EN_DASH, kind="number")


def score_cell(findings: Findings, key: str, which: str, metric: str) -> Cell:
    """A value with its interval."""
    row = score_of(findings, key, which, metric)
    if not row:
        return Cell(EN_DASH)
    digits = 2
    ends = "" if row["low"] is None or row["low"] == row["high"] else f"[{number(row['low'], digits)}, {number(row['high'], digits)}]"
    return Cell(number(float(row["value"]), digits), ends, "number")


def truth_table(findings: Findings) -> list[Shown]:
    """The text's verdict beside the computed one; agreement and disagreement marked alike."""
    body = []
    for row in rows(findings, "truth_table").iter_rows(named=True):
        agree = row["agree"]
        kind = "differ" if agree is False else "agree" if agree else "open"
        mark = {"agree": "= agree", "differ": "\u2260 differ", "open": f"{EN_DASH} open"}[kind]
        basis = "" if row.get("explicit") is None else "stated" if row["explicit"] else "read from it"
        said = row["text_predicts"]
        body.append((
            Cell(theory_word(findings, row["theory"]), kind="head"), Cell(state_word(findings, row["state"])),
            Cell(upper(pole_word(findings, said)) if said else EN_DASH, basis), Cell(name({}, row["text_verdict"])),
            Cell(upper(pole_word(findings, row["computed_partner"])) if row["computed_partner"] else EN_DASH,
                 "" if row["computed_share"] is None else f"{percent(row['computed_share'])} of the years"),
            Cell(upper(pole_word(findings, row["observed_partner"])) if row["observed_partner"] else EN_DASH),
            Cell(name({}, row["computed_verdict"])), Cell(mark, kind=kind), Cell(str(row["why"] or EN_DASH), str(row.get("source") or "")),
        ))  # fmt: skip
    head = ("theory", "state", "the text expects", "text's verdict", "computed", "observed", "computed verdict", "", "why")
    caption = "What the text says of each theory beside what the computation says. Neither side is corrected to fit the other."
    return [Shown("truth_table", caption, head, tuple(body))]


def would_differ(findings: Findings) -> list[Shown]:
    """The single changes of a parameter that change a theory's verdict, those that mend or spoil a hit first."""
    table = rows(findings, "would_differ")
    table = table.with_columns(turns=pl.col("hit_default").ne_missing(pl.col("hit_changed"))).sort("turns", descending=True, maintain_order=True)
    body = [
        (Cell(theory_word(findings, row["theory"]), kind="head"), Cell(state_word(findings, row["state"])),
         Cell(name({}, row["parameter"])), Cell(number(row["default"]), kind="number"), Cell(number(row["value"]), kind="number"),
         Cell(upper(pole_word(findings, row["partner_default"])), right(row["hit_default"])),
         Cell(upper(pole_word(findings, row["partner_changed"])), right(row["hit_changed"])))
        for row in table.head(3 * MANY).iter_rows(named=True)
    ]  # fmt: skip
    head = ("theory", "state", "parameter", "set to", "would be", "now expects", "would expect")
    return [Shown("would_differ", "Single changes of one parameter that change the partner that a theory expects most often.", head, tuple(body))]


def right(hit: bool | None) -> str:
    """Right, wrong, or unknown."""
    return "" if hit is None else "right" if hit else "wrong"


def leaks(findings: Findings) -> list[Shown]:
    """The predictors that tell most of the outcome of the same year, beside the year before."""
    table = rows(findings, "leaks").sort("same_year", descending=True, nulls_last=True, maintain_order=True)
    body = [
        (Cell(name({}, row["column"])), Cell(readers(findings, row["theory"])),
         Cell(number(row["same_year"], 3), kind="number"), Cell(number(row["year_before"], 3), kind="number"))
        for row in table.head(MANY).iter_rows(named=True)
    ]  # fmt: skip
    caption = (
        "How much each predictor tells of the outcome (mutual information). A predictor that tells much more of the same year "
        "than of the year before would be a sign that the outcome leaks into it."
    )
    return [Shown("leaks", caption, ("predictor", "read by", "same year", "year before"), tuple(body))]


def readers(findings: Findings, keys: object) -> str:
    """The theories that read a column, in words."""
    return ", ".join(theory_word(findings, key) for key in parts_of(keys)) or EN_DASH


def silences(findings: Findings) -> list[Shown]:
    """When and why each theory is silent."""
    body = [
        (Cell(theory_word(findings, row["theory"]), kind="head"), Cell(state_word(findings, row["state"])),
         Cell(span(row["first"], row["last"])), Cell(number(row["years"]), kind="number"), Cell(str(row["kind"])), Cell(str(row["reason"])))
        for row in rows(findings, "silences").head(3 * MANY).iter_rows(named=True)
    ]  # fmt: skip
    head = ("theory", "state", "from\u2013to", "years", "kind", "reason")
    return [Shown("silences", "When and why each theory is silent.", head, tuple(body))]


def coverage(findings: Findings) -> list[Shown]:
    """The columns least observed."""
    table = rows(findings, "coverage").sort("share", nulls_last=False, maintain_order=True).head(MANY)
    body = [
        (Cell(name({}, row["column"])), Cell(percent(row["share"]), kind="number"), Cell(number(row["observed"]), kind="number"),
         Cell(number(row["rows"]), kind="number"), Cell(EN_DASH if row["first"] is None else span(row["first"], row["last"])))
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    caption = "The columns that are observed least. All others are in the file; an unobserved cell is missing, never zero."
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
        (Cell(f"tables/{key}.csv", kind="link"), Cell(meaning), Cell(number(findings.tables[key].height), kind="number"))
        for key, meaning in TABLES.items()
        if key in findings.tables
    ]
    return [Shown("files", "Every table of this study, whole, as a file beside this report.", ("file", "what it holds", "rows"), tuple(body))]


def terminal(findings: Findings) -> Table:
    """The compact table for the terminal: 80 columns, words instead of colour.

    Each state has a first line with what is observed; below it a line for each theory.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=None)
    for title, least, justify in (("", 20, "left"), ("partner", 11, "left"), ("posture", 9, "left"), ("right", 5, "right"), ("match", 6, "left")):
        table.add_column(title, min_width=least, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for state in states_of(findings):
        for place, row in enumerate(rows(findings, "summary", state=state).iter_rows(named=True)):
            if place == 0:
                partner = f"{pole_word(findings, row['observed'])} {percent(row['observed_share'])}" if row["observed"] else EN_DASH
                seen = (f"{state_word(findings, state)}, observed", partner, name({}, row["observed_posture"]), "", "")
                table.add_row(*seen, style="bold")
            table.add_row(*terminal_row(findings, row))
        table.add_row() if state != states_of(findings)[-1] else None
    return table


STYLES = {"yes": "green", "partly": "yellow", "no": "red", "silent": "dim"}


def terminal_row(findings: Findings, row: dict[str, Any]) -> tuple[str | Text, ...]:
    """One theory's line."""
    match = Text(str(row["match"]), style=STYLES.get(row["match"], ""))
    theory = f"  {theory_word(findings, row['theory'])}"
    if row["match"] == "silent" or not row["predicted"]:
        return theory, EN_DASH, EN_DASH, "", match
    partner = f"{pole_word(findings, row['predicted'])} {percent(row['predicted_share'])}"
    return theory, partner, name({}, row["predicted_posture"]), percent(row["hit_share"]), match

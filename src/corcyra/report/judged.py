"""Tables that judge: the summary, the scores, the text beside the computation, what would differ, leaks, silences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from corcyra.report.figures.figure import rows, states_of
from corcyra.report.figures.network import parts_of
from corcyra.report.figures.scores import METRICS, ROWS, best_first, contender_name
from corcyra.report.prose import pole_word, score_of
from corcyra.report.shown import MANY, Cell, Shown, state_word, theory_cell, theory_word
from corcyra.report.wording import EN_DASH, join, name, number, percent, span, upper
from corcyra.study.findings import Findings
from corcyra.study.summary import PARTLY, YES

__all__ = ["leaks", "scores", "silences", "summaries", "truth_table", "would_differ"]

MARKS = {
    "yes": ("\u2713", "yes"),
    "partly": ("\u2248", "partly"),
    "no": ("\u2717", "no"),
    "silent": ("\u00b7", "silent"),
}
"""Sign and word for each match; both are printed, so that neither colour nor sign is needed alone."""


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
    ends = (
        ""
        if row["low"] is None or row["low"] == row["high"]
        else f"[{number(row['low'], digits)}, {number(row['high'], digits)}]"
    )
    return Cell(number(float(row["value"]), digits), ends, "number")


def truth_table(findings: Findings) -> list[Shown]:
    """The text's verdict beside the computed one; agreement and disagreement marked alike."""
    body = [
        (
            named_row(findings, row),
            text_cell(findings, row),
            computed_cell(findings, row),
            agreement(row),
            Cell(str(row["why"] or EN_DASH)),
        )
        for row in rows(findings, "truth_table").iter_rows(named=True)
    ]
    caption = (
        "What the text says of each theory beside what the computation says, each with its verdict. Explicit: the text says so; "
        "inferred: a coder's reading of it. Neither side is corrected to fit the other."
    )
    return [Shown("truth_table", caption, ("theory, state", "the text", "the computation", "", "why"), tuple(body))]


def named_row(findings: Findings, row: dict[str, Any]) -> Cell:
    """The theory and the state of a row; the text's account of what came to pass is no theory."""
    theory = "What came to pass" if row["theory"] == "observed" else theory_word(findings, row["theory"])
    return Cell(theory, state_word(findings, row["state"]), "head")


def text_cell(findings: Findings, row: dict[str, Any]) -> Cell:
    """What the text expects, its verdict, and whether it says so."""
    said = row["text_predicts"]
    verdict = row["text_verdict"]
    basis = row.get("verdict_basis") or row.get("prediction_basis")
    note = f"it {verdict_word(verdict)}" if verdict else "no verdict"
    return Cell(upper(pole_word(findings, said)) if said else "no prediction", f"{note} ({basis})" if basis else note)


def computed_cell(findings: Findings, row: dict[str, Any]) -> Cell:
    """What the theory computes, what is observed, and the verdict."""
    if not row["computed_partner"]:
        return Cell("silent")
    verdict = row["computed_verdict"]
    seen = f"; observed {pole_word(findings, row['observed_partner'])}" if row["observed_partner"] else ""
    told = f"; it {verdict_word(verdict)}" if verdict else ""
    return Cell(
        upper(pole_word(findings, row["computed_partner"])),
        f"{percent(row['computed_share'])} of the years{seen}{told}",
    )


def verdict_word(verdict: str) -> str:
    """A verdict as a verb: "partly" becomes "partly holds"."""
    return "partly holds" if verdict == "partly" else verdict


def agreement(row: dict[str, Any]) -> Cell:
    """Agreement, disagreement, or neither, with a sign and a word."""
    if row["agree"] is None:
        return Cell(f"{EN_DASH} open", kind="open")
    return Cell("= agree", kind="agree") if row["agree"] else Cell("\u2260 differ", kind="differ")


def would_differ(findings: Findings) -> list[Shown]:
    """The single changes of a parameter that change a theory's verdict, those that mend or spoil a hit first."""
    table = rows(findings, "would_differ")
    table = table.with_columns(turns=pl.col("hit_default").ne_missing(pl.col("hit_changed"))).sort(
        "turns", descending=True, maintain_order=True
    )
    body = [
        (Cell(theory_word(findings, row["theory"]), kind="head"), Cell(state_word(findings, row["state"])),
         Cell(name({}, row["parameter"])), Cell(number(row["default"]), kind="number"), Cell(number(row["value"]), kind="number"),
         Cell(upper(pole_word(findings, row["partner_default"])), right(row["hit_default"])),
         Cell(upper(pole_word(findings, row["partner_changed"])), right(row["hit_changed"])))
        for row in table.head(3 * MANY).iter_rows(named=True)
    ]  # fmt: skip
    head = ("theory", "state", "parameter", "set to", "would be", "now expects", "would expect")
    return [
        Shown(
            "would_differ",
            "Single changes of one parameter that change the partner that a theory expects most often.",
            head,
            tuple(body),
        )
    ]


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
    """When and why each theory is silent; states with the same silence share a row."""
    keys = ["theory", "kind", "reason", "first", "last", "years"]
    table = rows(findings, "silences").group_by(keys, maintain_order=True).agg(pl.col("state"))
    body = [
        (Cell(theory_word(findings, row["theory"]), kind="head"), Cell(join(state_word(findings, key) for key in row["state"])),
         Cell(span(row["first"], row["last"])), Cell(number(row["years"]), kind="number"), Cell(str(row["kind"]), str(row["reason"])))
        for row in table.head(3 * MANY).iter_rows(named=True)
    ]  # fmt: skip
    head = ("theory", "state", "from\u2013to", "years", "why")
    return [Shown("silences", "When and why each theory is silent.", head, tuple(body))]

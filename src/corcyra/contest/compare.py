"""What a text says each theory expects, beside what the computation says; agreement and disagreement equally visible.

The text's rows are data (a case's truth table). Nothing of the verdict is typed in: the computed one follows from two
rules, given here in full.

1. *Partner rows.* The computed prediction is the modal partner over the text's years. It ``holds`` when that is the modal
   observed partner; ``partly`` when it is not, but is the observed partner or the other pole of an observed hedge in more
   than ``majority`` of the years; else it ``fails``.
2. *Pattern rows* ("these states take the same stand toward those poles"). In a year, a state's stand toward a pole is
   *with* it, with *another* pole, or with *none*. The pattern is computed when the stands of all named states are equal in
   more than ``majority`` of the years in which the theory speaks on all of them. A computed pattern holds when the observed
   stands are equal by the same rule, and fails otherwise; where the computation does not give the pattern, the row is
   judged as a partner row, since the theory as computed tells the states apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from corcyra.contest.reasons import Means, reason_of
from corcyra.contest.run import Expectations
from corcyra.contest.verdict import MAJORITY, OBSERVED, Computed, Seen, judge, same_prediction
from corcyra.errors import DataError
from corcyra.measures.measure import Parameter
from corcyra.theories.theory import NONE
from corcyra.world import states as world
from corcyra.world.poles import Pole
from corcyra.world.time import Years

__all__ = ["compare"]

NEEDED = ("theory", "state", "partner", "alike", "toward", "verdict", "prediction_basis", "verdict_basis", "paraphrase")


def compare(
    text: pl.DataFrame,
    found: Expectations,
    observed: pl.DataFrame,
    poles: Sequence[Pole],
    years: Years,
    *,
    names: Mapping[int, str] | None = None,
    majority: Parameter = MAJORITY,
) -> pl.DataFrame:
    """The text's truth table beside the computation, a row for each row of the text, in its order.

    ``text`` has theory, state, partner or (alike, toward), verdict, prediction_basis, verdict_basis, paraphrase, as
    `Case.table` gives. Columns of the answer: theory, state, text_predicts, prediction_basis, text_verdict, verdict_basis,
    computed_partner, computed_share (of the years in which the theory speaks), silence, observed_partner, observed_share,
    years (in which both are known), hit_share, alike_share and observed_alike_share (pattern rows), same_prediction,
    computed_verdict, same_verdict, agree (the same prediction with the same verdict; on the text's record, the same
    record; missing when a side is silent), why (a sentence made from the terms).

    Raises `DataError` when a column is lacking.
    """
    lacking = [name for name in NEEDED if name not in text.columns]
    if lacking:
        raise DataError(f"the truth table lacks {', '.join(lacking)}. It needs: {', '.join(NEEDED)}.")
    inside = pl.col("year").is_between(years.first, years.last)
    seen = Seen(found.frame.filter(inside), observed.filter(inside), poles, majority.value)
    titles = {pole.key: pole.title.replace("The ", "the ", 1) for pole in poles} | {NONE: "no pole"}
    called = {code: world.find(code).name for code in text["state"].unique()} | dict(names or {})
    means = Means(found.terms.filter(inside), titles, called)
    rows = [row_of(said, seen.computed(said), means) for said in text.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=SCHEMA)


WORDS = ("text_predicts", "prediction_basis", "text_verdict", "verdict_basis", "computed_partner", "observed_partner")
SHARES = ("computed_share", "silence", "observed_share", "hit_share", "alike_share", "observed_alike_share")
SCHEMA: dict[str, pl.DataType] = {
    "theory": pl.String(),
    "state": pl.Int64(),
    **dict.fromkeys(WORDS, pl.String()),
    **dict.fromkeys(SHARES, pl.Float64()),
    "years": pl.Int64(),
    "same_prediction": pl.Boolean(),
    "computed_verdict": pl.String(),
    "same_verdict": pl.Boolean(),
    "agree": pl.Boolean(),
    "why": pl.String(),
}


def row_of(said: Mapping[str, Any], computed: Computed | None, means: Means) -> dict[str, Any]:
    """One row of the comparison."""
    row = {
        "theory": said["theory"],
        "state": said["state"],
        "text_predicts": means.text_predicts(said),
        "prediction_basis": said["prediction_basis"],
        "text_verdict": said["verdict"],
        "verdict_basis": said["verdict_basis"],
    }
    if computed is None:
        return row | {"why": "This theory was not run."}
    same = same_prediction(said, computed)
    verdict = None if said["theory"] == OBSERVED else judge(computed)
    same_verdict = None if verdict is None or said["verdict"] is None else verdict == said["verdict"]
    agree = same if said["theory"] == OBSERVED else both(same, same_verdict)
    return row | {
        "computed_partner": computed.partner,
        "computed_share": computed.share,
        "silence": computed.silence,
        "observed_partner": computed.observed,
        "observed_share": computed.observed_share,
        "years": computed.years,
        "hit_share": None if said["theory"] == OBSERVED else computed.hits,
        "alike_share": computed.alike,
        "observed_alike_share": computed.observed_alike,
        "same_prediction": same,
        "computed_verdict": verdict,
        "same_verdict": same_verdict,
        "agree": agree,
        "why": reason_of(said, computed, same, verdict, means),
    }


def both(one: bool | None, other: bool | None) -> bool | None:
    """Are both true? None when one is unknown and the other not false."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True

"""The table that answers the question at a glance: each state and theory, predicted against observed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from corcyra.contest.verdict import modal
from corcyra.measures.posture import POSTURES

__all__ = ["summary"]

YES, PARTLY = 0.5, 0.25
"""A theory matches a state when it names the observed partner in more than half of the years in which it speaks, partly
when in more than a quarter, or when its modal partner is the observed modal one. Ours: majority, and half of it."""

SCHEMA = {
    "state": pl.String,
    "theory": pl.String,
    "predicted": pl.String,
    "predicted_share": pl.Float64,
    "predicted_posture": pl.String,
    "observed": pl.String,
    "observed_share": pl.Float64,
    "observed_posture": pl.String,
    "years": pl.Int64,
    "hit_share": pl.Float64,
    "match": pl.String,
}


def summary(
    expected: pl.DataFrame, posture: pl.DataFrame, states: Sequence[str], options: Sequence[str]
) -> pl.DataFrame:
    """One row for each state, in the study's order, and theory, from the tables ``expectations`` and ``posture``.

    Of partners that are equally frequent the earlier of the ``options`` counts, as in `corcyra.contest.verdict`.
    """
    rows = []
    for state in states:
        own = posture.filter(pl.col("state") == state)
        observed, share = modal(own["partner"], options)
        stance = modal(own["posture"], POSTURES)[0]
        theories = expected.filter((pl.col("state") == state) & (pl.col("kind") == "theory"))
        for theory in theories["contender"].unique(maintain_order=True):
            said = theories.filter(pl.col("contender") == theory)
            partner, often = modal(said["partner"], options)
            pose = modal(said.filter(pl.col("partner") == (partner or ""))["posture"], POSTURES)[0]
            words = (partner or "", often, pose or "", observed or "", share, stance or "")
            rows.append((state, theory, *words, *match_row(said, partner == observed)))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def match_row(said: pl.DataFrame, same: bool) -> tuple[int, float | None, str]:
    """Years in which the theory spoke and the record is known, the share of hits, and the match in a word.

    ``same``: the partner that it expects most often is the one observed most often.
    """
    spoken = said.filter(pl.col("partner").is_not_null() & pl.col("observed").is_not_null())
    if not spoken.height:
        return 0, None, "silent"
    hits = float(spoken["hit"].cast(pl.Float64).mean() or 0.0)  # type: ignore[arg-type]
    word = "yes" if hits > YES else "partly" if hits > PARTLY or same else "no"
    return spoken.height, hits, word

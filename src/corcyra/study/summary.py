"""The table that answers the question at a glance: each state and theory, predicted against observed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

__all__ = ["modal", "summary"]

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


def modal(values: Iterable[str | None]) -> tuple[str, float | None]:
    """The most frequent word that is known, the first to appear among equals, and its share; "" when none is known.

    >>> modal(["west", None, "russia", "west"])
    ('west', 0.6666666666666666)
    >>> modal([None])
    ('', None)
    """
    known = [value for value in values if value is not None]
    if not known:
        return "", None
    best = max(dict.fromkeys(known), key=known.count)
    return best, known.count(best) / len(known)


def summary(expected: pl.DataFrame, posture: pl.DataFrame, states: Sequence[str]) -> pl.DataFrame:
    """One row for each state, in the study's order, and theory, from the tables ``expectations`` and ``posture``."""
    rows = []
    for state in states:
        own = posture.filter(pl.col("state") == state)
        observed, share = modal(own["partner"])
        stance, _ = modal(own["posture"])
        theories = expected.filter((pl.col("state") == state) & (pl.col("kind") == "theory"))
        for theory in theories["contender"].unique(maintain_order=True):
            said = theories.filter(pl.col("contender") == theory)
            rows.append((state, theory, *said_row(said), observed, share, stance, *match_row(said, observed)))
    order = ["state", "theory", "predicted", "predicted_share", "predicted_posture", "observed", "observed_share", "observed_posture"]
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in [*order, "years", "hit_share", "match"]}, orient="row")


def said_row(said: pl.DataFrame) -> tuple[str, float | None, str]:
    """Modal partner, its share, and the modal posture in the years of that partner."""
    partner, share = modal(said["partner"])
    stance, _ = modal(said.filter(pl.col("partner") == partner)["posture"])
    return partner, share, stance


def match_row(said: pl.DataFrame, observed: str) -> tuple[int, float | None, str]:
    """Years in which the theory spoke and the record is known, the share of hits, and the match in a word."""
    spoken = said.filter(pl.col("partner").is_not_null() & pl.col("observed").is_not_null())
    if not spoken.height:
        return 0, None, "silent"
    hits = float(spoken["hit"].cast(pl.Float64).mean() or 0.0)  # type: ignore[arg-type]
    same = modal(said["partner"])[0] == observed
    word = "yes" if hits > YES else "partly" if hits > PARTLY or same else "no"
    return spoken.height, hits, word

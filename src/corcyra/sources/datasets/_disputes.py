"""What the two collections of militarised disputes share: their columns, and which of several disputes a dyad-year shows."""

from __future__ import annotations

import polars as pl

from corcyra.sources.source import Field
from corcyra.world.spells import check_word

__all__ = ["FILLS", "KEEP", "PAIRS", "dispute_fields", "shown"]

PAIRS = ("all", "originators")
"""All pairs on opposite sides, or only those in which both sides were there on the first day."""

HALF = 0.5
"""An unknown number of deaths ranks between none (0) and 1 to 25 (1), as in peacesciencer (Miller 2022)."""

STEPS = ("onset", "fatality_all", "hostlev_all", "mindur", "maxdur", "reciprocated", "stmon", "dispnum")
KEEP = {
    "onset": STEPS,
    "fatality": ("fatality_all", *(step for step in STEPS if step != "fatality_all")),
    "hostility": ("hostlev_all", *(step for step in STEPS if step != "hostlev_all")),
}
"""Which dispute a dyad-year shows: the first step that tells two disputes apart decides.

``onset`` is the order of peacesciencer's data (Miller 2022): a dispute that begins, then the one with most deaths, the most
hostile, that with the longest least and longest greatest duration, one that was answered, the earlier month of start; last
(ours, so that the order of rows in a file decides nothing) the lower number. ``fatality`` and ``hostility`` put that step first.
"""

LOWEST = ("stmon", "dispnum")
KEY = ["state", "other", "year"]
FILLS = ("ongoing", "onset", "disputes", "hostlev", "hostlev_other", "fatality", "fatality_other", "joiner")
"""Columns that are 0 for a pair without a dispute."""

DEATHS = "0 none, 1 to 25, 26-100, 101-250, 251-500, 501-999, 6 more"
WORDS: tuple[tuple[str, str, str, float | None, float | None], ...] = (
    ("ongoing", "a dispute between state and other goes on", "0/1", 0, 1),
    ("onset", "state and other begin to stand on opposite sides in the dispute shown", "0/1", 0, 1),
    ("disputes", "disputes in which state and other stand on opposite sides", "disputes", 0, None),
    ("dispnum", "number of the dispute shown", "identifier", None, None),
    (
        "hostlev",
        "highest hostility of state: 0 no dispute, 1 no action, 2 threat, 3 show, 4 use of force, 5 war",
        "scale",
        0,
        5,
    ),
    ("hostlev_other", "highest hostility of other, on the scale of hostlev", "scale", 0, 5),
    ("fatality", f"deaths of state in the dispute shown: {DEATHS}", "scale", 0, 6),
    ("fatality_other", "deaths of other in the dispute shown, on the scale of fatality", "scale", 0, 6),
    ("revisionist", "state sought to change the status quo before the dispute", "0/1", 0, 1),
    ("revisionist_other", "other sought to change the status quo before the dispute", "0/1", 0, 1),
    ("side_a", "state is on side A, which took the first militarised action", "0/1", 0, 1),
    ("originator", "state was there on the first day of the dispute", "0/1", 0, 1),
    ("originator_other", "other was there on the first day of the dispute", "0/1", 0, 1),
    ("joiner", "at least one of the two joined the dispute shown later", "0/1", 0, 1),
    ("reciprocated", "some state on side B of the dispute shown answered with a militarised action", "0/1", 0, 1),
)


def dispute_fields(prefix: str, **names: str) -> tuple[Field, ...]:
    """The columns of a collection; ``names`` are the well-known names of some.

    >>> [field.name for field in dispute_fields("gml_", onset="gmlmidonset")][:2]
    ['gml_ongoing', 'gmlmidonset']
    """
    return tuple(
        Field(names.get(stem, prefix + stem), meaning, unit, low, high, "conflicts")
        for stem, meaning, unit, low, high in WORDS
    )


def check_choices(keep: str, pairs: str) -> None:
    """Raise `ParameterError` for a choice that is none."""
    check_word("keep", keep, tuple(KEEP))
    check_word("pairs", pairs, PAIRS)


def shown(disputes: pl.DataFrame, fields: tuple[Field, ...], keep: str, pairs: str) -> pl.DataFrame:
    """One row a directed dyad-year from one row a dispute, directed dyad and year, with the columns of ``fields``.

    1. With ``pairs="originators"`` drop pairs in which one side joined later.
    2. Count the disputes of each directed dyad-year.
    3. Sort by the steps of `KEEP`, larger first but for the month and the number, unknown last, and keep the first.
    """
    both = pl.min_horizontal("originator", "originator_other") == 1
    frame = disputes.filter(both) if pairs == "originators" else disputes
    steps = KEEP[keep]
    ranked = frame.with_columns(
        fatality_all=pl.col("fatality_all").cast(pl.Float64).fill_null(HALF),
        joiner=both.not_().cast(pl.Int64),
        disputes=pl.len().over(KEY).cast(pl.Int64),
    )
    ordered = ranked.sort(steps, descending=[step not in LOWEST for step in steps], nulls_last=True)
    best = ordered.unique(KEY, keep="first", maintain_order=True)
    columns = [pl.col(stem).cast(pl.Int64).alias(field.name) for (stem, *_), field in zip(WORDS, fields, strict=True)]
    return best.select(*(pl.col(key).cast(pl.Int64) for key in KEY), *columns).sort(KEY)

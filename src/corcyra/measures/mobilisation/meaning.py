"""What the numbers say, in plain sentences made from them and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

__all__ = ["meaning", "selection_share"]

OPEN = -99
"""A bin that starts here has no first year."""


def selection_share(gap: float, effect: float) -> float | None:
    """The share of the raw gap that is there without a change of alliance: 1 − effect / gap; `None` when the two have different signs or the gap is 0.

    >>> round(selection_share(0.078, 0.0235), 3)
    0.699
    """
    return None if gap * effect <= 0 else 1 - effect / gap


def signed(value: float) -> str:
    """A difference with its sign."""
    return f"{value:+.4f}".replace("-", "\N{MINUS SIGN}")


def row_of(table: pl.DataFrame, **wanted: str) -> Mapping[str, float] | None:
    """The first row with these values, or `None`; rows without an estimate do not count."""
    part = table.filter(*(pl.col(key) == value for key, value in wanted.items()))
    if "estimate" in table.columns:
        part = part.filter(pl.col("se").is_not_null())
    return part.row(0, named=True) if part.height else None


def meaning(
    name: str,
    gaps: pl.DataFrame,
    effects: pl.DataFrame,
    study: pl.DataFrame,
    placebos: pl.DataFrame,
    sensitivity: pl.DataFrame,
) -> tuple[str, ...]:
    """The sentences, for a patron's name and the tables of `Mobilisation`."""
    parts = (
        contrast(name, gaps),
        inside(name, gaps, effects),
        importance(gaps, effects),
        staggered(effects),
        chance(effects, placebos),
        before(study),
        failing(placebos),
        robust(sensitivity),
    )
    return tuple(part for part in parts if part)


def contrast(name: str, gaps: pl.DataFrame) -> str:
    """The raw gap."""
    row = row_of(gaps, **{"class": "all"})
    if row is None:
        return ""
    than = "above" if row["ally"] > row["assembly"] else "not above"
    return (
        f"The contrast: allies of {name} agree with it on {row['ally']:.4f} of contested votes, other states on {row['other']:.4f}, "
        f"a gap of {signed(row['gap'])}; the allies stand {than} the Assembly's mean of {row['assembly']:.4f}."
    )


def inside(name: str, gaps: pl.DataFrame, effects: pl.DataFrame) -> str:
    """The effect within states, and how much of the gap it leaves to selection."""
    gap, row = row_of(gaps, **{"class": "all"}), row_of(effects, **{"class": "all", "estimator": "fixed effects"})
    if gap is None or row is None:
        return f"No state is seen both as an ally of {name} and not, so nothing can be said about what the alliance does to its votes."
    if row["low"] <= 0 <= row["high"] and row["low"] <= gap["gap"] <= row["high"]:
        return (
            f"Within states, becoming an ally goes with {signed(row['estimate'])} (SE {row['se']:.4f}): the interval holds both nought and the whole "
            "gap, so these data cannot tell mobilisation from selection."
        )
    share, moved = selection_share(gap["gap"], row["estimate"]), int(row["switchers"])
    told = (
        f"Within states, becoming an ally goes with {signed(row['estimate'])} (SE {row['se']:.4f}, 95 % {signed(row['low'])} "
        f"to {signed(row['high'])}), known from {moved} state{'s' * (moved != 1)} "
        f"that changed standing{'' if row['low'] > 0 or row['high'] < 0 else '; it cannot be told apart from nought'}."
    )
    if share is None:
        return f"{told} It does not have the sign of the gap: all of the gap is there without a change of alliance."
    if share < 0:
        return f"{told} It is larger than the gap: selection does not make the contrast."
    ends = sorted(1 - row[end] / gap["gap"] for end in ("low", "high"))
    return (
        f"{told} So {share:.0%} of the gap ({ends[0]:.0%} to {ends[1]:.0%}) is there without a change of alliance: "
        "selection, not mobilisation."
    )


def importance(gaps: pl.DataFrame, effects: pl.DataFrame) -> str:
    """Mobilisation proper: the difference between important and other roll calls."""
    row = row_of(effects, estimator="triple difference")
    important, other = (row_of(gaps, **{"class": kind}) for kind in ("important", "other"))
    if row is None or important is None or other is None:
        return ""
    raw = important["gap"] - other["gap"]
    verdict = "is not told apart from nought" if row["p"] >= 0.05 else "differs from nought"
    return (
        f"The gap is {signed(raw)} apart on the roll calls that the United States Department of State calls important, against the others; "
        "within states the difference is "
        f"{signed(row['estimate'])} (SE {row['se']:.4f}), which {verdict}."
    )


def staggered(effects: pl.DataFrame) -> str:
    """The estimators that do not mix cohorts."""
    told = []
    for event, words in (("entry", "entry"), ("exit", "leaving")):
        rows = [row_of(effects, estimator=f"{kind}, {event}") for kind in ("group-time not-yet", "imputation")]
        found = [f"{signed(row['estimate'])} (SE {row['se']:.4f})" for row in rows if row is not None]
        if found:
            told.append(f"{words} {' and '.join(found)}")
    return f"Compared by year of switch (group-time averages, then imputation): {'; '.join(told)}." if told else ""


def chance(effects: pl.DataFrame, placebos: pl.DataFrame) -> str:
    """How far reassigned histories scatter, against the clustered error."""
    drawn, row = row_of(placebos, kind="dates"), row_of(effects, **{"class": "all", "estimator": "fixed effects"})
    if drawn is None or row is None:
        return ""
    return (
        f"The same histories given to states never allied scatter with a standard deviation of {drawn['se']:.4f}, {drawn['se'] / row['se']:.1f} times the "
        f"clustered error, and are as far from nought as the estimate in {drawn['p']:.1%} of draws."
    )


def before(study: pl.DataFrame) -> str:
    """Whether agreement moved before the switch."""
    part = study.filter(
        (pl.col("estimator") == "fixed effects") & (pl.col("event") == "entry") & pl.col("se").is_not_null()
    )
    early = part.filter((pl.col("last") < 0) & ((pl.col("low") > 0) | (pl.col("high") < 0)))
    if part.filter(pl.col("last") < 0).is_empty():
        return ""
    if early.is_empty():
        return "Before entry no bin of years differs from the year before it."
    bins = ", ".join(
        f"up to {last}" if first <= OPEN else f"{first} to {last}"
        for first, last in early.select("first", "last").rows()
    )
    return f"Before entry agreement already differs from the year before it, in the years {bins}: the trends were not parallel."


def failing(placebos: pl.DataFrame) -> str:
    """Which placebos fail."""
    judged = placebos.filter(pl.col("fails").is_not_null())
    if judged.is_empty():
        return "No placebo could be run."
    failed = judged.filter(pl.col("fails"))["placebo"].to_list()
    if not failed:
        return f"All {judged.height} placebos pass."
    return f"{len(failed)} of {judged.height} placebos fail ({'; '.join(failed)}): what is measured is not the alliance alone."


def robust(sensitivity: pl.DataFrame) -> str:
    """The breakdown value."""
    row = row_of(sensitivity, check="breakdown factor, with sampling error")
    if row is None or row["value"] is None:
        return ""
    if row["value"] == 0:
        return (
            "The effect of entry in its first years is no larger than its sampling error, so no difference in trend is needed to "
            "undo it."
        )
    return f"The effect of entry in its first years survives differences in trend of at most {row['value']:.2f} times the largest yearly one before entry."

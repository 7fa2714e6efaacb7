"""What the numbers say, in plain sentences made from them and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from corcyra.measures.mobilisation.wording import in_text, percent, plain, signed

__all__ = ["failing", "meaning", "selection_share", "verdict"]

OPEN = -99
"""A bin that starts here has no first year."""
FEW = 5
"""Fewer switchers than this call for a warning. Ours: Conley and Taber (2011) show that clustered errors need many, and name no number."""
NOT_ZERO = "cannot be told apart from zero"


def selection_share(gap: float, effect: float) -> float | None:
    """The share of the raw gap that is there without a change of alliance: 1 − effect / gap; `None` when the two have different signs or the gap is 0.

    >>> round(selection_share(0.078, 0.0235), 3)
    0.699
    """
    return None if gap * effect <= 0 else 1 - effect / gap


def row_of(table: pl.DataFrame, **wanted: str) -> Mapping[str, Any] | None:
    """The first row with these values, or `None`; rows without an estimate do not count."""
    part = table.filter(*(pl.col(key) == value for key, value in wanted.items()))
    if "estimate" in table.columns:
        part = part.filter(pl.col("se").is_not_null())
    return part.row(0, named=True) if part.height else None


def with_error(row: Mapping[str, Any]) -> str:
    """An estimate with its standard error."""
    return f"{signed(row['estimate'])} (SE {row['se']:.4f})"


def meaning(
    name: str,
    gaps: pl.DataFrame,
    effects: pl.DataFrame,
    study: pl.DataFrame,
    placebos: pl.DataFrame,
    sensitivity: pl.DataFrame,
) -> tuple[str, ...]:
    """The sentences, for a patron's name and the tables of `Mobilisation`."""
    who = in_text(name)
    parts = (
        contrast(who, gaps),
        inside(who, gaps, effects),
        few(effects),
        importance(gaps, effects),
        staggered(effects),
        like(who, effects),
        chance(effects, placebos),
        before(study, "entry", "entry"),
        before(study, "exit", "leaving"),
        verdict(placebos),
        robust(sensitivity),
    )
    return tuple(part for part in parts if part)


def contrast(who: str, gaps: pl.DataFrame) -> str:
    """The raw gap."""
    row = row_of(gaps, **{"class": "all"})
    if row is None:
        return ""
    stand = "stand above" if row["ally"] > row["assembly"] else "do not stand above"
    return (
        f"The contrast: on contested roll calls the mean agreement with {who} is {row['ally']:.4f} among its allies and "
        f"{row['other']:.4f} among other states (1 is the same vote, 0 the opposite one). The gap is {signed(row['gap'])}; the allies "
        f"{stand} the Assembly's mean of {row['assembly']:.4f}.{alone(row)}"
    )


def alone(row: Mapping[str, Any]) -> str:
    """A warning where the contrast is that of a handful of allies."""
    if row.get("allies", FEW) >= FEW:
        return ""
    states = "one ally" if row["allies"] == 1 else f"{row['allies']} allies"
    return (
        f" With {states} the interval of the gap is far too narrow (Conley and Taber 2011): it describes, and no more."
    )


def inside(who: str, gaps: pl.DataFrame, effects: pl.DataFrame) -> str:
    """The effect within states, and how much of the gap it leaves to selection."""
    gap, row = row_of(gaps, **{"class": "all"}), row_of(effects, **{"class": "all", "estimator": "fixed effects"})
    if gap is None or row is None:
        return f"No state is seen both as an ally of {who} and not as one, so nothing can be said about what the alliance does to votes."
    moved, zero = int(row["switchers"]), row["low"] <= 0 <= row["high"]
    told = (
        f"Within states, being an ally goes with a change of {signed(row['estimate'])} (SE {row['se']:.4f}, 95 % {signed(row['low'])} "
        f"to {signed(row['high'])}), known from {moved} state{'s' * (moved != 1)} that changed standing"
    )
    if zero and row["low"] <= gap["gap"] <= row["high"]:
        return f"{told}: the interval holds both zero and the whole gap, so these data cannot tell mobilisation from selection."
    told += f"; it {NOT_ZERO}." if zero else "."
    share = selection_share(gap["gap"], row["estimate"])
    if share is None:
        return f"{told} It does not have the sign of the gap: all of the gap is there without a change of alliance."
    if share < 0:
        return f"{told} It is larger than the gap, so selection does not make the contrast."
    least, most = sorted(1 - row[end] / gap["gap"] for end in ("low", "high"))
    one = "this state" if moved == 1 else f"these {moved}"
    return (
        f"{told} Even if all of it is the alliance's doing, {percent(share)} of the gap (95 %: {percent(least)} to {percent(most)}) is there "
        f"without a change of alliance: selection, not mobilisation, if the alliance does to lasting allies what it did to {one}."
    )


def few(effects: pl.DataFrame) -> str:
    """A warning where the effect hangs on a handful of states."""
    row = row_of(effects, **{"class": "all", "estimator": "fixed effects"})
    if row is None or row["switchers"] >= FEW:
        return ""
    states = "one state" if row["switchers"] == 1 else f"{row['switchers']} states"
    return (
        f"With {states} that changed standing the standard errors of every estimator are far too small (Conley and Taber 2011): what "
        "follows describes these cases, and only the histories given to other states say how unusual they are."
    )


def importance(gaps: pl.DataFrame, effects: pl.DataFrame) -> str:
    """Mobilisation proper: the difference between important and other roll calls."""
    row = row_of(effects, estimator="triple difference")
    important, other = (row_of(gaps, **{"class": kind}) for kind in ("important", "other"))
    if row is None or important is None or other is None:
        return ""
    raw = important["gap"] - other["gap"]
    told = NOT_ZERO if row["p"] >= 0.05 else "differs from zero"
    return (
        f"On roll calls that the United States Department of State calls important, the gap is {abs(raw):.4f} "
        f"{'larger' if raw > 0 else 'smaller'} than on the others; within states, being an ally goes with {abs(row['estimate']):.4f} "
        f"{'more' if row['estimate'] > 0 else 'less'} agreement there than on the others (SE {row['se']:.4f}), which {told}."
    )


def staggered(effects: pl.DataFrame) -> str:
    """The estimators that do not mix cohorts."""
    told = []
    for event, words in (("entry", "on entry"), ("exit", "on leaving")):
        rows = [row_of(effects, estimator=f"{kind}, {event}") for kind in ("group-time not-yet", "imputation")]
        there = [row for row in rows if row is not None]
        if there:
            states = max(int(row["switchers"]) for row in there)
            known = f", from {'one state' if states == 1 else f'{states} states'} only" if states < FEW else ""
            told.append(f"{words} {' and '.join(map(with_error, there))}{known}")
    return (
        f"Compared by year of switch, by group-time averages and by imputation, the change is {'; '.join(told)}."
        if told
        else ""
    )


def like(who: str, effects: pl.DataFrame) -> str:
    """The change against states that were like the switchers before."""
    told = []
    for event, words in (("entry", "on entry"), ("exit", "on leaving")):
        row = row_of(effects, estimator=f"position balance, {event}")
        if row is not None:
            told.append(f"{words} {with_error(row)}, which {NOT_ZERO if row['p'] >= 0.05 else 'differs from zero'}")
    part = effects.filter(pl.col("estimator").is_in(["entropy balance, entry", "entropy balance, exit"]))
    none = part.height and part["estimate"].null_count() == part.height
    ending = " No weights make other states like the switchers in all covariates at once." if none else ""
    if not told:
        return ending.strip()
    start = f"Against states of the same regions that had stood as far from {who} the year before, the change is"
    return f"{start} {'; '.join(told)}.{ending}"


def chance(effects: pl.DataFrame, placebos: pl.DataFrame) -> str:
    """How far reassigned histories scatter, against the clustered error."""
    drawn, row = row_of(placebos, kind="dates"), row_of(effects, **{"class": "all", "estimator": "fixed effects"})
    if drawn is None or row is None:
        return ""
    share = "under 0.1 %" if drawn["p"] < 0.001 else f"{drawn['p']:.1%}".replace("%", " %")
    return (
        f"The same histories given to states that were never allied give estimates with a standard deviation of {drawn['se']:.4f}, "
        f"{drawn['se'] / row['se']:.1f} times the clustered error; {share} of them are as far from zero as the true one."
    )


def before(study: pl.DataFrame, event: str, words: str) -> str:
    """Whether agreement moved before the switch."""
    part = study.filter(
        (pl.col("estimator") == "fixed effects")
        & (pl.col("event") == event)
        & (pl.col("last") < 0)
        & pl.col("se").is_not_null()
    )
    if part.is_empty():
        return ""
    early = part.filter((pl.col("low") > 0) | (pl.col("high") < 0))
    if early.is_empty():
        return f"Before {words}, agreement in no span of years differs from that of the last year before it."
    spans = ", ".join(
        f"up to {plain(last)}" if first <= OPEN else f"{plain(first)} to {plain(last)}"
        for first, last in early.select("first", "last").rows()
    )
    return (
        f"Before {words}, agreement already differs from that of the last year before it (years counted from {words}: {spans}): "
        "the trends were not parallel."
    )


def failing(placebos: pl.DataFrame) -> tuple[str, ...]:
    """The placebos that fail.

    >>> failing(pl.DataFrame({"placebo": ["leads", "shuffled"], "fails": [True, None]}))
    ('leads',)
    """
    return tuple(placebos.filter(pl.col("fails").fill_null(False))["placebo"].to_list())


def verdict(placebos: pl.DataFrame) -> str:
    """What the placebos say together."""
    judged = placebos["fails"].drop_nulls().len()
    if not judged:
        return "No placebo could be judged."
    failed, rest = failing(placebos), placebos.height - judged
    open_ones = f" {rest} more {'is' if rest == 1 else 'are'} not judged." if rest else ""
    if failed:
        verb = "fails" if len(failed) == 1 else "fail"
        return f"{len(failed)} of {judged} placebos {verb} ({'; '.join(failed)}): what is measured is not the alliance alone.{open_ones}"
    return (
        f"{'The only placebo passes' if judged == 1 else f'All {judged} placebos that can be judged pass'}.{open_ones}"
    )


def robust(sensitivity: pl.DataFrame) -> str:
    """The breakdown value."""
    row = row_of(sensitivity, check="breakdown factor, with sampling error")
    if row is None or row["value"] is None:
        return ""
    if row["value"] == 0:
        return (
            "The group-time effect of entry in its first three years is no larger than its sampling error, so no difference in trend is "
            "needed to undo it."
        )
    return (
        f"The group-time effect of entry in its first three years survives yearly differences in trend of at most {row['value']:.2f} times "
        "the largest one before entry."
    )

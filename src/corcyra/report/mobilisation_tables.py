"""The tables of a `Mobilisation` for people: on its page and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from rich.table import Table
from rich.text import Text

from corcyra.measures.mobilisation.mobilise import Mobilisation
from corcyra.report.shown import Cell, Shown
from corcyra.report.wording import EN_DASH, upper
from corcyra.world.codes import code

__all__ = ["EFFECT_WORDS", "mobilisation_table", "printed"]

MINUS = "\u2212"
EVENTS = {"entry": "became an ally", "exit": "ceased to be one"}
DIFFERENCE = "important x other"
CLASSES = {
    "all": "all contested",
    "important": "important",
    "other": "not important",
    DIFFERENCE: "important less others",
}
RESULTS: dict[bool | None, str] = {True: "fails", False: "passes", None: "not judged"}
GROUPS = "^(region|switch) "
"""Columns of groups in the table of balance; on the page they would hide the covariates."""
COVARIATE_WORDS = {
    "polyarchy": "electoral democracy, 0 to 1",
    "log_gdp": "product, natural logarithm",
    "log_gdp_per_head": "product a head, natural logarithm",
    "distance": "distance of ideal points",
    "trade": "share of the patron in trade",
}
EFFECT_WORDS = (
    "Two-way fixed effects compare a state with itself and the year; the estimators of entry and exit compare only states that "
    "changed in one year with those that had not, and do not mix cohorts; balanced comparisons take only others that were like the "
    "switchers before. All differences are in points of agreement, 0 to 1."
)


def signed(value: float | None, digits: int = 4) -> str:
    """A difference with its sign; a dash when missing.

    >>> signed(-0.0351), signed(None)
    ('−0.0351', '–')
    """
    return EN_DASH if value is None else f"{value:+.{digits}f}".replace("-", MINUS)


def chance(p: float | None) -> str:
    """A p-value to the thousandth.

    >>> chance(0.0004), chance(0.0312), chance(None)
    ('< 0.001', '0.031', '–')
    """
    return EN_DASH if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def interval(row: Mapping[str, Any]) -> str:
    """The ends of an interval; nothing when they are missing.

    >>> interval({"low": -0.1, "high": 0.2}), interval({"low": None, "high": None})
    ('−0.1000 to +0.2000', '')
    """
    return "" if row["low"] is None or row["high"] is None else f"{signed(row['low'])} to {signed(row['high'])}"


def cell(text: object, note: str = "") -> Cell:
    """A number."""
    return Cell(EN_DASH if text is None else str(text), note, "number")


def share(value: float | None) -> Cell:
    """A mean agreement."""
    return cell(None if value is None else f"{value:.4f}")


def printed(found: Mobilisation) -> dict[str, Shown]:
    """The tables of the page, by the key of the table that each is made from."""
    made = (
        gaps(found), effects(found), balance(found), switchers(found), placebos(found), sensitivity(found),
    )  # fmt: skip
    return {each.key: each for each in made}


def gaps(found: Mobilisation) -> Shown:
    """Mean agreement of allies and others."""
    rows = tuple(
        (Cell(CLASSES.get(row["class"], row["class"]), "", "head"), share(row["ally"]), share(row["other"]), share(row["assembly"]),
         cell(signed(row["gap"]), interval(row)), cell(row["allies"]), cell(row["others"]), cell(f"{row['votes']:,}"))
        for row in found.gaps.iter_rows(named=True)
    )  # fmt: skip
    head = ("roll calls", "allies", "others", "Assembly", "gap (95 %)", "states allied", "not", "votes")
    return Shown("gaps", f"Mean agreement with {found.who}, per vote.", head, rows)


def effects(found: Mobilisation) -> Shown:
    """Every estimate."""
    rows = tuple(
        (Cell(upper(row["estimator"]), "", "head"), Cell(CLASSES.get(row["class"], row["class"])),
         cell(signed(row["estimate"]), interval(row)), cell(None if row["se"] is None else f"{row['se']:.4f}"),
         cell(chance(row["p"])), cell(row["switchers"]))
        for row in found.effects.iter_rows(named=True)
    )  # fmt: skip
    head = ("estimator", "roll calls", "estimate (95 %)", "SE", "p", "states that switched")
    return Shown("effects", "What an alliance goes with, by estimator; errors clustered by state.", head, rows)


def balance(found: Mobilisation) -> Shown:
    """How like the compared were, before and after weighting; each comparison begins with a row that says how many were compared."""
    rows: list[tuple[Cell, ...]] = []
    for (name,), part in found.balance.group_by("estimator", maintain_order=True):
        rows.append((compared(str(name), part.row(0, named=True)), *[Cell("")] * 5))
        for row in part.filter(~pl.col("covariate").str.contains(GROUPS)).iter_rows(named=True):
            word = COVARIATE_WORDS.get(row["covariate"], row["covariate"])
            rows.append(
                (
                    Cell(word),
                    *(plain(row[key], 3) for key in ("allied", "others", "weighted")),
                    *(plain(row[key], 2) for key in ("before", "after")),
                )
            )
    head = ("comparison, covariate", "switchers or allies", "others", "weighted", "apart, before", "after")
    told = (
        "Means before the switch, and how far they are apart in standard deviations, without and with weights. "
        "Regions and years of switch, which are balanced too, are in the file only."
    )
    return Shown("balance", told, head, tuple(rows))


def compared(name: str, first: Mapping[str, Any]) -> Cell:
    """How many units a comparison has, and how many equally weighted ones the weighted others are worth."""
    reached = "no weights exist" if first["effective"] is None else f"these weigh as much as {first['effective']:.1f}"
    ours, theirs = (
        ("allied state-years", "others")
        if name.endswith("level")
        else ("switchers", "others (states by year of switch)")
    )
    return Cell(upper(name), f"{first['units']:,} {ours}, {first['pool']:,} {theirs}: {reached}", "head")


def plain(value: float | None, digits: int) -> Cell:
    """A number with a true minus sign, and no sign at zero.

    >>> plain(-0.0004, 2).text, plain(-1.25, 2).text
    ('0.00', '−1.25')
    """
    if value is None:
        return cell(None)
    text = f"{value:.{digits}f}"
    return cell(text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS))


def switchers(found: Mobilisation) -> Shown:
    """Who changed standing, by year and event."""
    named = {state: str(code(state, "name")) for state in found.switchers["state"].to_list()}
    table = found.switchers.group_by("year", "event").agg("state").sort("year", "event")
    rows = tuple(
        (
            Cell(str(year), "", "head"),
            Cell(EVENTS.get(event, event)),
            Cell(", ".join(sorted(named[each] for each in states))),
        )
        for year, event, states in table.select("year", "event", "state").rows()
    )
    return Shown("switchers", "The states from which the effects are known.", ("year", "what changed", "states"), rows)


def placebos(found: Mobilisation) -> Shown:
    """Every placebo with its result."""
    rows = tuple(
        (Cell(upper(row["placebo"]), "", "head"), cell(signed(row["estimate"]), interval(row)),
         cell(None if row["se"] is None else f"{row['se']:.4f}"), cell(chance(row["p"])),
         Cell(RESULTS[row["fails"]], "", "open" if row["fails"] is None else RESULTS[row["fails"]]))
        for row in found.placebos.iter_rows(named=True)
    )  # fmt: skip
    caption = (
        "Histories given to others: mean and deviation over the draws, and the share of draws as far from zero as the true estimate. "
        "A power fails only if agreement with it rose."
    )
    return Shown("placebos", caption, ("placebo", "estimate (95 %)", "SE", "p", "result"), rows)


def sensitivity(found: Mobilisation) -> Shown:
    """Bounds and breakdown values."""
    rows = tuple(
        (Cell(upper(row["check"]), row["meaning"], "head"),
         cell(None if row["value"] is None else f"{row['value']:.4f}".replace("-", MINUS), interval(row)))
        for row in found.sensitivity.iter_rows(named=True)
    )  # fmt: skip
    return Shown(
        "sensitivity", "Bounds, and the values at which the effect may be zero.", ("check", "value (bounds)"), rows
    )


def mobilisation_table(found: Mobilisation) -> Table:
    """The compact table of the terminal, 80 columns: the contrast, then every estimate."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title, justify in (
        ("", "left"),
        ("estimate", "right"),
        ("95 %", "left"),
        ("p", "right"),
        ("switched", "right"),
    ):
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in found.gaps.iter_rows(named=True):
        table.add_row(f"contrast{of(row)}", signed(row["gap"]), interval(row), "", "", style="bold")
    for row in found.effects.iter_rows(named=True):
        sure = row["p"] is not None and row["p"] < 0.05
        words = (f"{row['estimator']}{of(row)}", signed(row["estimate"]), interval(row), chance(row["p"]))
        table.add_row(*words, Text(str(row["switchers"])), style="" if sure else "dim")
    return table


def of(row: Mapping[str, Any]) -> str:
    """The class of roll calls, where it is not all of them; a difference between classes names them no longer, to fit 80 columns."""
    return "" if row["class"] in ("all", DIFFERENCE) else f", {CLASSES.get(row['class'], row['class'])}"

"""The tables of a study of beliefs for people: on its page and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from rich.table import Table

from corcyra.report.belief_words import kind_word, titled, verdict_words
from corcyra.report.shown import Cell, Shown
from corcyra.report.wording import EN_DASH, number, percent
from corcyra.study.belief import BeliefStudy

__all__ = ["belief_table", "printed"]

WHERE = "years without exit"


def figure(value: object, digits: int = 2) -> Cell:
    """A number."""
    return Cell(number(value, digits), kind="number")


def share(value: object) -> Cell:
    """A share."""
    return Cell(percent(value), kind="number")


def printed(found: BeliefStudy) -> dict[str, Shown]:
    """The tables of the page, by the key of the table that each is made from."""
    made = (spells(found), scores(found), guarantees(found), left_out(found), priors(found), events(found),
            settings(found, "parameters"), settings(found, "ratios"))  # fmt: skip
    return {each.key: each for each in made}


def spells(found: BeliefStudy) -> Shown:
    """Each membership and its verdict."""
    rows = tuple(
        (Cell(found.names[row["member"]], f"from {row['entry']}", "head"), Cell(row["how"], str(row["exit"] or "")),
         Cell(f"{row['years_warned']} of {row['member_years']}"), Cell(number(row["lead"]) if row["exit"] else EN_DASH, kind="number"), share(row["share_last"]), share(row["share_mean"]),
         Cell(row["verdict"], kind="strong" if row["verdict"] in ("hit", "miss") else "weak"))
        for row in found.tables["spells"].iter_rows(named=True)
    )  # fmt: skip
    head = (
        "member",
        "end",
        "years warned of",
        "years of warning before the exit",
        "draws that warn, last year",
        "mean",
        "verdict",
    )
    told = (
        "Memberships. A hit: a warning at the end of the year before the exit. A false alarm: a warning in any year of a membership that went on. "
        "The last year is that before the exit, or before the end of the study."
    )
    return Shown("spells", told, head, rows)


def counts(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    """The counts of a forecast and its shares."""
    return (
        *(figure(row[key]) for key in ("hits", "misses", "false_alarms", "quiet")),
        *(share(row[key]) for key in ("right", "false")),
    )


COUNTS = ("hits", "misses", "false alarms", "quiet", "warnings that were right", "years falsely warned of")


def scores(found: BeliefStudy) -> Shown:
    """The model beside naive forecasts."""
    rows = tuple(
        (Cell(verdict_words(row["forecast"]), row["period"], "head"), *counts(row))
        for row in found.tables["scores"].iter_rows(named=True) if row["period"] == "all years" or row["forecast"] in ("model", "renewal")
    )  # fmt: skip
    every = (
        found.tables["scores"]
        .filter((pl.col("forecast") == "always") & (pl.col("period") == "all years"))
        .row(0, named=True)
    )
    told = f"Member-years: a forecast for each year that a member began inside. An exit followed in {percent(every['right'])} of all (the base rate)."
    return Shown("scores", told, ("forecast", *COUNTS), rows)


def guarantees(found: BeliefStudy) -> Shown:
    """Exits by what the patron gave beside the alliance."""
    rows = tuple(
        (Cell(row["had"], kind="head"), figure(row["member_years"]), figure(row["exits"]), share(row["rate"]))
        for row in found.tables["guarantees"].iter_rows(named=True) if row["member_years"]
    )  # fmt: skip
    told = "What the member had from the patron beside the alliance, at the end of the year before; the game expects exits where there is more."
    return Shown("guarantees", told, ("beside the alliance", "member-years", "exits", "rate"), rows)


def left_out(found: BeliefStudy) -> Shown:
    """Other readings."""
    rows = tuple(
        (Cell(verdict_words(row["forecast"]), kind="head"), *counts(row), Cell(missed(found, row["exits_warned"])))
        for row in found.tables["left_out"].iter_rows(named=True)
    )
    return Shown("left_out", "The same when one kind of event says nothing (ratio 1), and under other readings of the game.",
                 ("reading", *COUNTS, "exits missed"), rows)  # fmt: skip


def missed(found: BeliefStudy, warned: str) -> str:
    """The exits that are not among those warned of; a dash for none."""
    every = found.tables["scores"].filter((pl.col("forecast") == "always") & (pl.col("period") == "all years"))[
        "exits_warned"
    ][0]
    return (
        ", ".join(titled(found, each) for each in every.split("; ") if each and each not in warned.split("; "))
        or EN_DASH
    )


def priors(found: BeliefStudy) -> Shown:
    """Share of draws with a warning by prior."""
    table = found.tables["priors"]
    levels = table["prior"].unique(maintain_order=True).to_list()
    rows = []
    for before in table["before"].unique(maintain_order=True).to_list():
        part = table.filter(pl.col("before") == before)
        named = before if before == WHERE else titled(found, before)
        rows.append((Cell(named, kind="head"), *(share(value) for value in part["share"])))
    told = "Share of draws with a warning in the year before, when the belief on joining is held at one value and all else is drawn."
    return Shown("priors", told, ("before", *(f"prior {level:g}" for level in levels)), tuple(rows))


def events(found: BeliefStudy) -> Shown:
    """One's own events other than exercises; the rest is in the file."""
    own = found.tables["events"].filter(
        ~pl.col("of_another") & (pl.col("kind") != "exercises") & (pl.col("table") == "appeals")
    )
    rows = tuple(
        (Cell(found.names[row["member"]], kind="head"), Cell(row["known"].isoformat(), kind="date"), Cell(row["rows"]), Cell(kind_word(row["kind"])),
         Cell(number(row["ratio"]), f"{number(row['low'])} to {number(row['high'])}", "number"), figure(row["decibels"], 1),
         figure(row["before"]), figure(row["after"]), Cell(row["what"].partition(": ")[2]))
        for row in own.iter_rows(named=True)
    )  # fmt: skip
    told = "A member's own appeals, in order of members; decibels are ten times the logarithm of the ratio. Exercises, disputes among members and other members' cases are in the file."
    return Shown(
        "events",
        told,
        (
            "member",
            "answer known",
            "row",
            "kind",
            "ratio",
            "dB",
            "belief before",
            "after",
            "what was invoked, and the answer",
        ),
        rows,
    )


def settings(found: BeliefStudy, key: str) -> Shown:
    """The numbers or ratios with their reasons."""
    word = kind_word if key == "ratios" else (lambda name: str(name).replace("_", " "))
    rows = []
    for row in found.tables[key].iter_rows(named=True):
        many = (figure(row["events"]),) if key == "ratios" else ()
        rows.append(
            (
                Cell(word(row["name"]), kind="head"),
                *(figure(row[name]) for name in ("value", "low", "high")),
                *many,
                Cell(row["reason"]),
            )
        )
    told = {
        "ratios": "Likelihood ratios by kind of event, each a judgement.",
        "parameters": "The numbers of the game, each a judgement.",
    }[key]
    head = (
        ("kind", "value", "low", "high", "events", "reason")
        if key == "ratios"
        else ("number", "value", "low", "high", "reason")
    )
    return Shown(key, told, head, tuple(rows))


def belief_table(found: BeliefStudy) -> Table:
    """The memberships with their verdicts, for the terminal."""
    shown = spells(found)
    table = Table(box=None, pad_edge=False)
    for place, head in enumerate(shown.head):
        table.add_column(head, justify="right" if shown.numeric[place] else "left")
    for row in shown.rows:
        table.add_row(*(f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row))
    return table

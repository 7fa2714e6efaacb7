"""Ideal points in plain words and in tables for people: who stands where, how sure that is, and what to doubt first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import polars as pl
from rich.table import Table

from corcyra.errors import UnknownName
from corcyra.measures.ideal_points.points import IdealPoints
from corcyra.report.mobilisation_tables import signed
from corcyra.report.shown import Cell, Shown
from corcyra.report.wording import EN_DASH, join, number, percent, span, the
from corcyra.world.codes import code

__all__ = [
    "doubts",
    "ends",
    "ideal_points_meaning",
    "ideal_points_table",
    "name_of",
    "path_table",
    "scores_table",
    "session_word",
    "settings_table",
]

FIRST = 1945
"""Session n of the General Assembly opens in the autumn of 1945 + n."""
RHAT, ESS = 1.01, 400
"""What Vehtari and others (2021) ask of a sampler: R-hat below, effective draws above."""
FAR = 5
"""States shown at either end. Ours: a list that one reads at a glance."""
WHO = {True: "state", False: "voter"}
Names = Mapping[int, str]


def name_of(state: int, names: Names | None = None) -> str:
    """What a voter is called: by the user's names, else the state's.

    >>> name_of(365), name_of(10001, {10001: "Black"}), name_of(999)
    ('Russia', 'Black', '999')
    """
    if names is not None:
        return names.get(state, str(state))
    try:
        return str(code(state, "name"))
    except UnknownName:
        return str(state)


def session_word(session: int, names: Names | None = None) -> str:
    """A session with the year in which it opens, where it is the General Assembly's.

    >>> session_word(60), session_word(3, {1: "Black"})
    ('session 60 (autumn 2005)', 'session 3')
    """
    return f"session {session}" + (f" (autumn {FIRST + session})" if names is None else "")


def between(low: float, high: float) -> str:
    """An interval in words."""
    return f"{signed(low, 2)} to {signed(high, 2)}"


def ends(found: IdealPoints, most: int = FAR) -> pl.DataFrame:
    """The last session's voters farthest to either side, from the highest point to the lowest, with ``side`` (+1, -1)."""
    last = found.frame.filter(pl.col("session") == pl.col("session").max()).sort(
        "point", "state", descending=[True, False]
    )
    half = min(most, last.height // 2)
    sides = [last.head(half).with_columns(side=pl.lit(1)), last.tail(half).with_columns(side=pl.lit(-1))]
    return pl.concat(sides) if half else last.with_columns(side=pl.lit(1))


def ideal_points_meaning(found: IdealPoints, names: Names | None = None) -> tuple[str, ...]:
    """Sentences: first what to doubt, then who stands farthest, how sure the points are, and what fixes the sign.

    >>> frame = pl.DataFrame([(2, 60, 1.0, 0.1, 0.84, 1.16, 50), (365, 60, -1.0, 0.1, -1.16, -0.84, 50)], orient="row",
    ...                      schema=["state", "session", "point", "sd", "low", "high", "votes"])
    >>> ideal_points_meaning(IdealPoints(frame, pl.DataFrame(), {"anchors": {2: 1}}, {"converged": True}))[0][:85]
    'In session 60 (autumn 2005) the United States of America stood farthest on the positi'
    """
    return (
        *doubts(found),
        *(each for each in (farthest(found, names), surety(found, names), sign(found, names)) if each),
    )


def doubts(found: IdealPoints) -> list[str]:
    """What speaks against reading the points at all; nothing when the engine has done what it should."""
    told = found.diagnostics
    if told.get("converged") is False:
        rounds = told.get("mean_rounds", found.settings.get("rounds", ""))
        return [
            f"Not converged: after {rounds} rounds the points still moved by up to {told.get('mean_last_move', float('nan')):.3g}, "
            f"more than the {found.settings.get('tolerance', 0):.3g} asked for. Allow more rounds, or take a larger share of the votes."
        ]
    if "rhat_max" not in told:
        return []
    rhat, least = float(told["rhat_max"]), min(float(told["ess_bulk_min"]), float(told["ess_tail_min"]))
    if rhat <= RHAT and least >= ESS:
        return []
    if isnan(rhat) or isnan(least):
        return ["Convergence unknown: too few draws were kept to judge it. Ask for more iterations."]
    share = percent(float(told["rhat_above_1.01"]))
    return [
        f"Not converged for every point: R-hat is at most {rhat:.2f} and above {RHAT} for {share} of the points; the least sure has "
        f"{least:,.0f} effective draws, and {ESS} are wanted. Ask for more iterations before you rely on single points."
    ]


def farthest(found: IdealPoints, names: Names | None) -> str:
    """Who stands at either end of the last session, and by how much the first leads the second."""
    last = found.frame.filter(pl.col("session") == pl.col("session").max()).sort(
        "point", "state", descending=[True, False]
    )
    if last.height < 2:
        return ""
    rows = last.rows(named=True)
    high, low = (the(name_of(row["state"], names)) for row in (rows[0], rows[-1]))
    text = (
        f"In {session_word(rows[0]['session'], names)} {high} stood farthest on the positive side, at {signed(rows[0]['point'], 2)} "
        f"(90 %: {between(rows[0]['low'], rows[0]['high'])}), and {low} on the negative side, at {signed(rows[-1]['point'], 2)} "
        f"({between(rows[-1]['low'], rows[-1]['high'])})."
    )
    return text + lead(found, rows[0], rows[1], names) + lead(found, rows[-1], rows[-2], names)


def lead(found: IdealPoints, one: Mapping[str, Any], two: Mapping[str, Any], names: Names | None) -> str:
    """Whether the first is surely beyond the second; nothing where only two voted or the joint uncertainty is unknown."""
    if found.draws is None and one["session"] not in found.covariances:
        return ""
    gap = found.difference(one["state"], two["state"]).filter(session=one["session"]).row(0, named=True)
    reach = sorted((gap["low"], gap["high"])) if gap["difference"] >= 0 else sorted((-gap["low"], -gap["high"]))
    first, second = (the(name_of(each["state"], names)) for each in (one, two))
    unsure = ", so that either may be the farther" if reach[0] <= 0 else ""
    return f" The lead of {first} over {second} is {number(gap['distance'])} ({between(*reach)}){unsure}."


def surety(found: IdealPoints, names: Names | None) -> str:
    """How wide the intervals are."""
    frame = found.frame.with_columns(half=(pl.col("high") - pl.col("low")) / 2)
    widest = frame.sort("half", "state", descending=[True, False]).row(0, named=True)
    votes = f"{widest['votes']} vote{'' if widest['votes'] == 1 else 's'}"
    return (
        f"Half of the {frame.height:,} points are known to within {number(frame['half'].median())} at 90 %; the least sure is "
        f"{the(name_of(widest['state'], names))} in {session_word(widest['session'], names)}, with {votes}: give or take "
        f"{number(widest['half'])}."
    )


def sign(found: IdealPoints, names: Names | None) -> str:
    """Which voters fix the sign, and how often they stand on the other side."""
    anchors = {
        state: side for state, side in found.settings.get("anchors", {}).items() if state in found.frame["state"]
    }
    if not anchors:
        return ""
    sides = [join(the(name_of(state, names)) for state, side in anchors.items() if side == which) for which in (1, -1)]
    parts = [f"{who} {word}" for who, word in zip(sides, ("above 0", "below 0"), strict=True) if who]
    own = found.frame.filter(pl.col("state").is_in(list(anchors)))
    wrong = int((own["point"] * own["state"].replace_strict(anchors, return_dtype=pl.Int64) < 0).sum())
    other = f"; {wrong} of their {own.height} points lie on the other side" if wrong else ""
    return f"The sign is a choice: it is the one that puts {join(parts)} on the whole{other}."


def path_table(found: IdealPoints, states: Sequence[int], names: Names | None = None) -> Shown:
    """First and last point of the chosen voters."""
    rows = []
    for state in states:
        own = found.frame.filter(pl.col("state") == state).sort("session")
        if own.height:
            first, last = own.row(0, named=True), own.row(-1, named=True)
            sessions = span(first["session"], last["session"])
            rows.append((Cell(name_of(state, names), "", "head"), figure(sessions), *told(first), *told(last),
                         figure(signed(last["point"] - first["point"], 2) if own.height > 1 else EN_DASH)))  # fmt: skip
    caption = "The first and the last session in which each voted, with 90 % intervals."
    head = (WHO[names is None], "sessions", "first", "90 %", "last", "90 %", "change")
    return Shown("points", caption, head, tuple(rows))


def figure(text: str) -> Cell:
    """A number that is already in words."""
    return Cell(text, "", "number")


def told(row: Mapping[str, Any]) -> tuple[Cell, Cell]:
    """A point and its interval."""
    return figure(signed(row["point"], 2)), figure(between(row["low"], row["high"]))


def ideal_points_table(
    found: IdealPoints, states: Sequence[int] = (), names: Names | None = None, most: int = FAR
) -> Table:
    """For the terminal: the last session's ends, then the chosen voters that are not among them."""
    last = int(found.frame["session"].max())  # type: ignore[arg-type]
    table = Table(session_word(last, names), box=None, pad_edge=False)
    for head in ("point", "90 %", "sd", "votes"):
        table.add_column(head, justify="right")
    shown = ends(found, most)
    own = found.frame.filter(pl.col("session") == last, pl.col("state").is_in(list(states)))
    own = own.filter(~pl.col("state").is_in(shown["state"].to_list())).sort("point", "state", descending=[True, False])
    blocks = [shown.filter(side=1), own, shown.filter(side=-1)]
    for place, block in enumerate(each for each in blocks if each.height):
        if place:
            table.add_row(*[EN_DASH * 3] + [""] * 4, style="dim")
        for row in block.rows(named=True):
            table.add_row(name_of(row["state"], names), signed(row["point"], 2), between(row["low"], row["high"]),
                          number(row["sd"]), str(row["votes"]))  # fmt: skip
    return table


def scores_table(found: IdealPoints, names: Names | None = None) -> Shown:
    """The ends of the last session for the page."""
    shown = ends(found)
    rows = tuple(
        (
            Cell(name_of(row["state"], names), "", "head"),
            *told(row),
            figure(number(row["sd"])),
            figure(str(row["votes"])),
        )
        for row in shown.rows(named=True)
    )
    word = session_word(int(shown["session"][0]), names)
    caption = f"The {shown.filter(side=1).height} farthest to either side in {word}; all others are in the file."
    return Shown("points", caption, (WHO[names is None], "point", "90 %", "sd", "votes"), rows)


def settings_table(found: IdealPoints, names: Names | None = None) -> Shown:
    """Settings and diagnostics that are one value each; of the anchors those that vote here."""
    there = set(found.frame["state"])
    given = {
        **found.settings,
        "anchors": ", ".join(
            f"{name_of(state, names)} {'+' if side > 0 else MINUS}"
            for state, side in found.settings.get("anchors", {}).items()
            if state in there
        ),
    }
    found_out = {
        name: value for name, value in found.diagnostics.items() if isinstance(value, int | float | str | bool)
    }
    rows = tuple(
        (Cell(SETTINGS.get(name, name.replace("_", " ")), "", "head"), Cell(plain(value)))
        for name, value in {**given, **found_out}.items()
        if value not in ("", None)
    )
    return Shown("settings", "Settings, and what the engine says of itself.", ("what", "value"), rows)


MINUS = "\u2212"
SETTINGS = {
    "smooth": "variance of the walk", "first_sd": "prior deviation of first points", "mode_rounds": "rounds to the mode",
    "mean_rounds": "rounds to the mean", "mode_last_move": "last move to the mode", "mean_last_move": "last move to the mean",
    "rounds": "rounds at most", "anchor_cells_on_the_other_side": "points of anchors on the other side", "rhat_max": "R-hat, greatest",
    "rhat_above_1.01": "share of points with R-hat above 1.01", "ess_bulk_min": "effective draws, bulk, least",
    "ess_tail_min": "effective draws, tails, least", "acceptance": "share of item moves accepted", "burn": "iterations forgotten",
}  # fmt: skip
"""Words for keys that do not speak for themselves."""


def plain(value: object) -> str:
    """A setting as people read it.

    >>> plain(True), plain(0.00076104), plain(12.0), plain("fast")
    ('yes', '0.00076', '12', 'fast')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        (f"{value:.0f}" if value == round(value) else f"{value:.2g}")
        if isinstance(value, float) and value == value
        else str(value)
    )

"""Figure: how the ideal points of chosen states in the General Assembly moved, with how sure the votes make us of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import polars as pl

from corcyra.errors import DataError, MissingColumn, ParameterError
from corcyra.report.figures.axes import extent, ticks
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.figures.labels import dodge
from corcyra.report.style import PAPER, RULE, WIDTH, colours, dashes
from corcyra.world.codes import code
from corcyra.world.time import Years

__all__ = ["MOST", "ideal", "look_keys", "numbers_of", "trajectories"]

FIRST = 1945
"""Session s opens in the autumn of 1945 + s."""
LABELS = 132
"""Pixels kept for names at the right."""
HEIGHT = 340
MOST = 9
"""States that one figure can tell apart (ours: the colours and dashes of `corcyra.report.style`)."""
LEADERS = {2: "west", 365: "russia", 640: "turkey", 630: "iran", 710: "china"}
"""States that look as the poles which they lead do in every other figure."""
SPARE = 4
"""Looks that no pole has."""
SHORT = {2: "United States"}
"""Names shorter than the list's where a label has no room."""
RUSSIA, BOTH, UNION = 365, "Russia / USSR", 1991
"""COW counts the USSR and Russia as one state; the session of autumn 1991 was the last that opened with the USSR."""
OFFICIAL = {"idealpoint": "point", "idealpoint_q5": "low", "idealpoint_q95": "high"}


def ideal(points: pl.DataFrame, years: Years | None = None) -> pl.DataFrame:
    """State, year, point, low and high of ideal points: our own (state, session, point, low, high) or the dataset ``ideal_points``.

    A session is shown at the year in which it opens. Sorted by state and year. Raises `MissingColumn` when a column lacks, and
    `DataError` when a state has a year twice.

    >>> ideal(pl.DataFrame({"state": [2], "session": [46], "point": [2.5], "low": [2.3], "high": [2.7]})).row(0)
    (2, 1991, 2.5, 2.3, 2.7)
    """
    table = points.rename(
        {old: new for old, new in OFFICIAL.items() if old in points.columns and new not in points.columns}
    )
    if "year" not in table.columns and "session" in table.columns:
        table = table.with_columns(year=pl.col("session") + FIRST)
    lack = [name for name in ("state", "year", "point", "low", "high") if name not in table.columns]
    if lack:
        raise MissingColumn(
            f"ideal points lack {', '.join(lack)}; the table has {', '.join(points.columns)}. "
            "Give state, session (or year), point, low and high, or the dataset ideal_points."
        )
    kinds = {"state": pl.Int64, "year": pl.Int64, "point": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    table = (
        table.select(pl.col(name).cast(kind) for name, kind in kinds.items()).drop_nulls("point").sort("state", "year")
    )
    if table.select("state", "year").is_duplicated().any():
        raise DataError("ideal points have a state and year more than once. Keep one row.")
    return table if years is None else table.filter(pl.col("year").is_between(years.first, years.last))


def numbers_of(table: pl.DataFrame, states: Sequence[int | str], most: int) -> list[int]:
    """The states' COW numbers, each once; raises `ParameterError` for too many, or one without a point."""
    chosen = list(dict.fromkeys(int(code(state)) for state in states))
    if not 0 < len(chosen) <= most:
        raise ParameterError(f"{len(chosen)} states were chosen. A figure tells 1 to {most} apart.")
    known = set(table["state"].to_list())
    absent = [str(code(state, "name")) for state in chosen if state not in known]
    if absent:
        raise ParameterError(
            f"there is no ideal point of {', '.join(absent)} in these years. Choose other states or years."
        )
    return chosen


def look_keys(states: Sequence[int]) -> list[str]:
    """A key of colour and dash for each state: that of the pole which it leads, else its number, of which four have looks of
    their own; the rest look as poles do whose leaders are not shown.

    >>> look_keys([2, 365, 371, 372, 373, 20, 220])
    ['west', 'russia', '371', '372', '373', '20', 'turkey']
    """
    free = [key for state, key in LEADERS.items() if state not in states]
    others = [state for state in states if state not in LEADERS]
    return [
        LEADERS.get(state) or (str(state) if state in others[:SPARE] else free[others.index(state) - SPARE])
        for state in states
    ]


def short(state: int, first: int) -> str:
    """A state's name as a label needs it, in a figure from some year on.

    >>> short(365, 1946), short(365, 1992), short(2, 1992)
    ('Russia / USSR', 'Russia', 'United States')
    """
    if state == RUSSIA and first <= UNION:
        return BOTH
    return SHORT.get(state) or str(code(state, "name"))


def trajectories(
    points: pl.DataFrame,
    states: Sequence[int | str],
    years: Years | None = None,
    *,
    names: Mapping[int, str] | None = None,
) -> Chart:
    """One line a state, named at its end, in its 90 % band; a gap in the sessions is a gap in the line.

    ``points`` is a table that `ideal` reads. States may be COW numbers, codes or names, nine at most. With ``names`` the votes are
    another body's, and the voters are numbers that these name.
    """
    table = ideal(points, years)
    chosen = numbers_of(table, states, MOST) if names is None else [int(state) for state in states]
    part = table.filter(pl.col("state").is_in(chosen))
    data = part.with_columns(
        run=(pl.col("year").diff().over("state") > 1).fill_null(False).cast(pl.Int64).cum_sum().over("state"),
        key=pl.col("state").replace_strict(chosen, look_keys(chosen), return_dtype=pl.String),
    ).with_columns(alone=pl.len().over("state", "run") == 1)
    domain = extent([*data["low"].to_list(), *data["high"].to_list(), *data["point"].to_list(), -0.1, 1.1])
    start = int(part["year"].min())  # type: ignore[arg-type]
    words = {state: short(state, start) for state in chosen} if names is None else names
    chart = layers(data, chosen, domain, words)
    return dressed(chart, *(ASSEMBLY if names is None else ELSEWHERE))


ASSEMBLY = (
    "Ideal points in the General Assembly",
    [
        "line: ideal point in a session, at the year in which it opens (0 the mean of the Assembly, 1 its deviation)",
        "band: 90 % interval \u00b7 higher: votes more like the United States",
    ],
)
ELSEWHERE = (
    "Ideal points",
    ["line: ideal point in a session (0 the mean, 1 the deviation of all) \u00b7 band: 90 % interval"],
)
"""Title and subtitle."""


def layers(
    data: pl.DataFrame, chosen: list[int], domain: tuple[float, float], words: Mapping[int, str]
) -> alt.LayerChart:
    """Bands below, then zero, lines, dots and names."""
    first, last = int(data["year"].min()), int(data["year"].max())  # type: ignore[arg-type]
    keys = look_keys(chosen)
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False),
        axis=alt.Axis(values=ticks(first, last), format="d", title=None),
    )  # fmt: skip
    scale = alt.Scale(domain=list(domain), nice=False)
    axis = alt.Axis(title=None, tickCount=6, labelExpr="replace(datum.label, '-', '\u2212')")
    colour = alt.Color("key:N", scale=alt.Scale(domain=keys, range=colours(keys)))
    dash = alt.StrokeDash("key:N", scale=alt.Scale(domain=keys, range=dashes(keys)))
    base = alt.Chart(data).encode(x=x, detail=["state:N", "run:N"])
    y = alt.Y("point:Q", scale=scale, axis=axis)
    zero = alt.Chart(alt.InlineData([{}])).mark_rule(color=RULE).encode(y=alt.YDatum(0, scale=scale, axis=axis))
    band = base.transform_filter("isValid(datum.low) && !datum.alone").mark_area(opacity=0.2)
    sole = base.transform_filter("datum.alone")
    names = alt.Chart(end_names(data, words, domain, last)).encode(
        x=x, y=alt.Y("place:Q", scale=scale, axis=axis), text="word:N"
    )
    parts = [
        zero,
        band.encode(y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q", color=colour),
        base.mark_line(strokeWidth=3.6, color=PAPER, opacity=0.7).encode(y=y),
        base.mark_line(strokeWidth=2).encode(y=y, color=colour, strokeDash=dash),
        sole.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.4).encode(
            y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q", color=colour),
        sole.mark_circle(size=26, opacity=1).encode(y=y, color=colour),
        names.mark_text(align="left", dx=6, fontSize=11.5, stroke=PAPER, strokeWidth=3),
        names.mark_text(align="left", dx=6, fontSize=11.5).encode(color=colour),
    ]  # fmt: skip
    return alt.LayerChart(layer=parts).properties(width=WIDTH - LABELS - 30, height=HEIGHT)


def end_names(data: pl.DataFrame, words: Mapping[int, str], domain: tuple[float, float], last: int) -> pl.DataFrame:
    """The names to the right of the last points, those at the margin kept apart; a line that ends early has its name at its end."""
    ends = data.group_by("state", maintain_order=True).last().with_columns(
        pl.when(pl.col("year") >= last - 3).then(last + 0.5).otherwise(pl.col("year").cast(pl.Float64)).alias("at")
    )  # fmt: skip
    gap = 14.0 * (domain[1] - domain[0]) / HEIGHT
    edge, inner = ends.filter(pl.col("at") > last), ends.filter(pl.col("at") <= last)
    placed = pl.concat(
        [edge.with_columns(place=pl.Series(dodge(edge["point"].to_list(), gap, *domain), dtype=pl.Float64)),
         inner.with_columns(place=pl.col("point"))]
    )  # fmt: skip
    return placed.select(
        "key", "place", pl.col("at").alias("year"),
        pl.col("state").replace_strict(dict(words), return_dtype=pl.String).alias("word"),
    )  # fmt: skip

"""Figure: through which component the greatest threats threaten, in the first and in the last year."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, head
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.threats import top_threats
from corcyra.report.style import INK, MUTED, PAPER, RULE, WIDTH
from corcyra.report.wording import label, name
from corcyra.study.findings import Findings

__all__ = ["COMPONENTS", "components"]

PARTS = {
    "power": "aggregate power",
    "proximity": "proximity",
    "offence": "offensive capability",
    "intent": "aggressive intentions",
}
"""The four components of threat (Walt 1987), in his order."""

LABELS = 118
MOST = 4
BOLD: Any = {"condition": {"test": "split(datum.label, '|')[1] == ''", "value": "bold"}, "value": "normal"}
"""States stand in bold between their rivals; a rival's key is its state's name, a bar and its own."""


def components(findings: Findings) -> Chart:
    """Rows are the greatest threats of each state, columns the components; an open dot is the first year, a full one the last."""
    first, last = ends(findings)
    data, order = pl.concat(pairs(findings, state, (first, last)) for state in states_of(findings)), []
    for state in states_of(findings):
        own = name(findings.names.states, state)
        order += [
            f"{own}|",
            *(f"{own}|{label(findings.names.states, other)}" for other in top_threats(findings, state, most=MOST)),
        ]
    domain = extent([*data["then"].to_list(), *data["now"].to_list()])
    grid = dumbbells(data, order, domain).facet(
        column=alt.Column("part:N", sort=list(PARTS.values()), header=head(labelColor=MUTED, labelPadding=2))
    )
    subtitle = [
        f"\u25cb {first} \u00b7 \u25cf {last} \u00b7 standard deviations from the mean of all pairs in the year"
    ]
    if first == last:
        subtitle = [f"\u25cf {last} \u00b7 standard deviations from the mean of all pairs in the year"]
    return dressed(grid.properties(spacing=14), "Through which component they threaten", subtitle)


def ends(findings: Findings) -> tuple[int, int]:
    """The first and the last year with threats; the study's last year when there are none."""
    years = findings.tables["threats"].filter(pl.col("threat").is_not_null())["year"]
    found: tuple[int, int] = (years.min(), years.max()) if years.len() else findings.spec.years  # type: ignore[assignment]
    return found


def shown_rows(findings: Findings, state: str, years: tuple[int, int]) -> pl.DataFrame:
    """The state's most frequent rivals in the two years."""
    order = top_threats(findings, state, most=MOST)
    return rows(findings, "threats", state=state).filter(
        pl.col("other").is_in(order), pl.col("year").is_in(list(years))
    )


def pairs(findings: Findings, state: str, years: tuple[int, int]) -> pl.DataFrame:
    """One row a rival and component: the value in the first and in the last year."""
    table = {(row["other"], row["year"]): row for row in shown_rows(findings, state, years).iter_rows(named=True)}
    own = name(findings.names.states, state)
    found = [
        (
            f"{own}|{label(findings.names.states, other)}",
            PARTS[part],
            *(table.get((other, year), {}).get(part) for year in years),
        )
        for other in top_threats(findings, state, most=MOST)
        for part in PARTS
    ]
    schema = {"word": pl.String, "part": pl.String, "then": pl.Float64, "now": pl.Float64}
    return pl.DataFrame(found, schema=schema, orient="row")


def dumbbells(data: pl.DataFrame, order: list[str], domain: tuple[float, float]) -> alt.LayerChart:
    """A line from the first year's value to the last one's, for each rival; states head their rivals."""
    rival = "split(datum.label, '|')"
    names = alt.Axis(
        title=None, grid=False, labelLimit=LABELS, domain=False, labelColor=INK,
        labelExpr=f"{rival}[1] == '' ? {rival}[0] : {rival}[1]", labelFontWeight=BOLD,
    )  # fmt: skip
    scale = alt.Scale(domain=list(domain), nice=False)
    below = alt.Axis(title=None, grid=True, tickCount=4)
    y = alt.Y("word:N", sort=order, scale=alt.Scale(domain=order), axis=names)
    base = alt.Chart(data).encode(y=y)
    zero = alt.Chart(data).mark_rule(color=RULE).transform_aggregate(n="count()", groupby=["part"])
    bars = base.mark_rule(color=MUTED, strokeWidth=1.6).encode(x=alt.X("then:Q", scale=scale, axis=below), x2="now:Q")
    ring = base.mark_point(size=46, filled=True, opacity=1, fill=PAPER, stroke=INK, strokeWidth=1.3)
    full = base.mark_point(size=46, filled=True, opacity=1, fill=INK, stroke=INK, strokeWidth=1.3)
    return alt.LayerChart(layer=[
        zero.encode(x=alt.XDatum(0, scale=scale, axis=below)), bars,
        ring.encode(x=alt.X("then:Q", scale=scale)), full.encode(x=alt.X("now:Q", scale=scale))]).properties(width=(WIDTH - LABELS - 54) // len(PARTS), height=17 * max(1, len(order)))  # fmt: skip


def caption(findings: Findings) -> str:
    """How to read the dots."""
    first, last = ends(findings)
    span = f"from {first} (open) to {last} (full)" if first != last else f"in {last}"
    return (
        f"The components of the threat that each state's most frequent rivals pose, {span}. The vertical line is the "
        "average pair of states of that year: a dot to its right threatens more than the average through that component."
    )


COMPONENTS = Figure(
    "components", "Through which component they threaten", caption, components, "threats",
    ("threat_power", "threat_proximity", "threat_offence", "threat_intent"),
)  # fmt: skip

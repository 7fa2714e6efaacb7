"""Figure: through which component the greatest threats threaten, in the first and in the last year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent
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


def components(findings: Findings) -> Chart:
    """Rows are the greatest threats of each state, columns the components; an open dot is the first year, a full one the last."""
    first, last = ends(findings)
    shown = pl.concat(shown_rows(findings, state, (first, last)) for state in states_of(findings))
    domain = extent([value for part in PARTS for value in shown[part].to_list()])
    panels = [state_row(findings, state, (first, last), domain) for state in states_of(findings)]
    subtitle = [f"\u25cb {first} \u00b7 \u25cf {last} \u00b7 standard deviations from the mean of all pairs in the year"]
    if first == last:
        subtitle = [f"\u25cf {last} \u00b7 standard deviations from the mean of all pairs in the year"]
    return dressed(alt.vconcat(*panels, spacing=12), "Through which component they threaten", subtitle)  # type: ignore[no-any-return]


def ends(findings: Findings) -> tuple[int, int]:
    """The first and the last year with threats; the study's last year when there are none."""
    years = findings.tables["threats"].filter(pl.col("threat").is_not_null())["year"]
    found: tuple[int, int] = (years.min(), years.max()) if years.len() else findings.spec.years  # type: ignore[assignment]
    return found


def shown_rows(findings: Findings, state: str, years: tuple[int, int]) -> pl.DataFrame:
    """The state's most frequent rivals in the two years."""
    order = top_threats(findings, state, most=MOST)
    return rows(findings, "threats", state=state).filter(pl.col("other").is_in(order), pl.col("year").is_in(list(years)))


def state_row(findings: Findings, state: str, years: tuple[int, int], domain: tuple[float, float]) -> alt.FacetChart:
    """The four components of one state's threats, side by side."""
    states = states_of(findings)
    words = {key: label(findings.names.states, key) for key in top_threats(findings, state, most=MOST)}
    parts = list(PARTS.values())
    heads = alt.Header(title=None, labels=state == states[0], labelColor=MUTED, labelFontSize=11, labelPadding=4)
    chart = dumbbells(pairs(findings, state, years, words), words, domain, axis=state == states[-1])
    facet = chart.facet(column=alt.Column("part:N", sort=parts, header=heads))
    heading = alt.TitleParams(name(findings.names.states, state), frame="bounds", offset=4)
    return facet.properties(title=heading, spacing=14)  # type: ignore[no-any-return]


def pairs(findings: Findings, state: str, years: tuple[int, int], words: dict[str, str]) -> pl.DataFrame:
    """One row a rival and component: the value in the first and in the last year."""
    table = {(row["other"], row["year"]): row for row in shown_rows(findings, state, years).iter_rows(named=True)}
    found = [
        (words[other], PARTS[part], table.get((other, years[0]), {}).get(part), table.get((other, years[1]), {}).get(part))
        for other in words
        for part in PARTS
    ]
    schema = {"word": pl.String, "part": pl.String, "then": pl.Float64, "now": pl.Float64}
    return pl.DataFrame(found, schema=schema, orient="row")


def dumbbells(data: pl.DataFrame, words: dict[str, str], domain: tuple[float, float], *, axis: bool) -> alt.LayerChart:
    """A line from the first year's value to the last one's, for each rival."""
    order = list(words.values())
    names = alt.Axis(title=None, grid=True, labelLimit=LABELS - 10, minExtent=LABELS, maxExtent=LABELS)
    scale = alt.Scale(domain=list(domain), nice=False)
    below = alt.Axis(title=None, grid=False, tickCount=4, labels=axis, ticks=axis)
    y = alt.Y("word:N", sort=order, scale=alt.Scale(domain=order), axis=names)
    base = alt.Chart(data).encode(y=y)
    zero = alt.Chart(data).mark_rule(color=RULE).transform_aggregate(n="count()", groupby=["part"]).encode(x=alt.XDatum(0, scale=scale, axis=below))
    bars = base.mark_rule(color=MUTED, strokeWidth=1.6).encode(x=alt.X("then:Q", scale=scale, axis=below), x2="now:Q")
    ring = base.mark_point(size=46, filled=True, opacity=1, fill=PAPER, stroke=INK, strokeWidth=1.3)
    full = base.mark_point(size=46, filled=True, opacity=1, fill=INK, stroke=INK, strokeWidth=1.3)
    layers = (zero, bars, ring.encode(x=alt.X("then:Q", scale=scale)), full.encode(x=alt.X("now:Q", scale=scale)))
    return alt.layer(*layers).properties(width=(WIDTH - LABELS - 54) // len(PARTS), height=max(1, len(order)) * 19)


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

"""Every figure of the report, in its order: findings in, charts out."""

from __future__ import annotations

from corcyra.report.figures.alignment import ALIGNMENT, alignment
from corcyra.report.figures.components import COMPONENTS, components
from corcyra.report.figures.differences import DIFFERENCES, differences
from corcyra.report.figures.figure import Chart, Figure
from corcyra.report.figures.latent import LATENT, latent
from corcyra.report.figures.network import NETWORK, network
from corcyra.report.figures.penetration import PENETRATION, penetration
from corcyra.report.figures.posture import POSTURE, posture
from corcyra.report.figures.record import RECORD, record
from corcyra.report.figures.scores import SCORES, scores
from corcyra.report.figures.stocks import STOCKS, stocks
from corcyra.report.figures.threats import THREATS, threats
from corcyra.report.figures.weakness import WEAKNESS, weakness
from corcyra.study.findings import Findings

__all__ = [
    "FIGURES",
    "Chart",
    "Figure",
    "alignment",
    "components",
    "differences",
    "drawable",
    "figures",
    "latent",
    "network",
    "penetration",
    "posture",
    "record",
    "scores",
    "stocks",
    "threats",
    "weakness",
]

FIGURES: tuple[Figure, ...] = (
    ALIGNMENT, POSTURE, LATENT, THREATS, COMPONENTS, NETWORK, STOCKS, WEAKNESS, PENETRATION, SCORES, DIFFERENCES, RECORD,
)  # fmt: skip
"""In the order of the report."""


def drawable(findings: Findings) -> tuple[Figure, ...]:
    """The figures that have something to draw."""
    return tuple(figure for figure in FIGURES if not is_empty(findings, figure.table))


def figures(findings: Findings) -> dict[str, Chart]:
    """Every chart that has something to draw, by key, in the order of the report."""
    return {figure.key: figure.make(findings) for figure in drawable(findings)}


def is_empty(findings: Findings, table: str) -> bool:
    """Does the study lack the table, or every row of it?"""
    return table not in findings.tables or findings.tables[table].is_empty()

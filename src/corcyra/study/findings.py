"""What a study found: named tables, and the settings and sources that made them. Reports only read this.

Every table is a polars frame whose states are ISO-3 letters, whose poles and theories are keys, and whose floats are
rounded to six decimals, probabilities to twelve, so that the same study gives the same bytes on every machine. `TABLES` lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from corcyra.panel.panels import Panels
from corcyra.study.spec import StudySpec

__all__ = ["TABLES", "Findings", "Names"]

TABLES: dict[str, str] = {
    "summary": "state × theory: predicted partner and posture, observed, match, over the whole span",
    "alignment": "each state's alignment toward each pole by year, with its indicators and the latent score",
    "posture": "each state's observed partner and posture by year",
    "turns": "dated changes of alignment, with their direction: away from, toward",
    "coded_turns": "turns as coders read them from documents, beside which the computed ones stand",
    "threats": "who threatens whom, and through which component",
    "enmity_amity": "enmity and amity of every pair by year",
    "weakness": "horizontal and vertical weakness by year, with components and coverage",
    "penetration": "penetration of each state by each pole's leading state, total and exclusivity",
    "states_measured": "stigma, ontological insecurity, autonomy, internal threat and revisionism by state and year",
    "expectations": "what each theory and baseline expects of each state and year, or why it is silent",
    "terms": "the parts of each theory's value of each pole",
    "scores": "how well each theory and baseline did, with intervals, on all rows and on transitions only",
    "differences": "each theory against each baseline: paired difference of log loss and top-1, with intervals",
    "truth_table": "what the text says of each theory beside what the computation says",
    "signed_edges": "the signed graph of the text and of the measures",
    "signed_split": "the splits with least frustration of both graphs",
    "would_differ": "which single change of a parameter changes a theory's verdict on a state",
    "leaks": "how much each predictor tells of the outcome of the same and of the earlier year",
    "silences": "when and why each theory is silent",
    "coverage": "how much of each column is observed",
    "sources": "every dataset used: version, licence, hash, citation",
}


@dataclass(frozen=True)
class Names:
    """The words for keys: states by ISO-3, poles and theories and baselines by key."""

    states: Mapping[str, str]
    poles: Mapping[str, str]
    leaders: Mapping[str, str]
    theories: Mapping[str, str]
    baselines: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Findings:
    """The result of a study. ``tables`` has the keys of `TABLES` (``truth_table`` only when the study names a case)."""

    spec: StudySpec
    names: Names
    panels: Panels
    tables: Mapping[str, pl.DataFrame]
    lock: Mapping[str, object]
    limits: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """One line; the tables are in ``tables``, the report comes from ``write_report``."""
        return f"<Findings {self.spec.key}: {len(self.tables)} tables: {', '.join(self.tables)}>"

    def _repr_html_(self) -> str:
        return f"<p>{self.spec.title}</p>{self.tables['summary']._repr_html_()}"

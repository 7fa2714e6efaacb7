"""Public censure and sanctions by liberal democracies and the bodies they lead."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, Rule, checked, complete, in_force, on_span, states

__all__ = ["Stigma"]


class Stigma(FactSource):
    """Censure issued in the year and sanctions in force.

    Universe: the states of the facts, 1992-2024; 0 means that nothing is on file. Bilateral démarches, single listings and
    most resolutions of the European Parliament are missing, so zeros are lower bounds, more so for the powers. The senders
    are the United States, the European Union, bodies led by democracies, and UN bodies when such states sponsored the text;
    rows that do not meet that rule do not count. Severity: 1 words of one body, 2 UN or multilateral censure or a partial
    measure, 3 sanctions, embargo, expulsion or an Assembly vote. A measure counts while it stands, words in their year.
    Whether the censure was deserved is not coded.

    >>> frame = Stigma().read().filter(pl.col("state") == 704)
    >>> frame.filter(pl.col("year").is_in([2001, 2005, 2010])).select("censure", "sanctioned").rows()
    [(0, 0), (23, 3), (0, 2)]
    """

    key = "stigma"
    title = "Censure and sanctions"
    citations: tuple[str, ...] = ("corcyrafacts", "morgan2014ties")
    unit: Unit = "state-year"
    tables = ("stigma",)
    columns: tuple[Field, ...] = (
        Field(
            "stigma_events",
            "severity of words of the year and of measures in force, summed",
            "severity",
            0,
            None,
            "stigma",
        ),
        Field("censure", "severity of all acts issued in the year, summed", "severity", 0, None, "stigma"),
        Field("sanctioned", "severity of the hardest measure in force", "scale", 0, 3, "stigma"),
    )

    def __init__(self, rule: Rule = "dec-31") -> None:
        self.rule = checked(rule)

    def read(self) -> pl.DataFrame:
        """One row a state and year."""
        rows = on_span(load("stigma").filter(pl.col("counted") == "yes").rename({"cow": "state"}))
        issued = pl.col("date_first").dt.year() == pl.col("year")
        stands = (pl.col("standing") == "yes") & in_force(self.rule, "date", "lifted")
        severity = pl.col("severity")
        counted = rows.group_by("state", "year").agg(
            stigma_events=severity.filter(stands | (issued & (pl.col("standing") == "no"))).sum(),
            censure=severity.filter(issued).sum(),
            sanctioned=severity.filter(stands).max(),
        )
        return complete(states(), counted, {field.name: 0 for field in self.columns})

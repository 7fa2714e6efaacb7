"""Ideal points of states in the United Nations General Assembly, issue by issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.ideal_points import opened, points
from corcyra.sources.datasets.un_votes import PAGE
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["IdealPointsIssues"]

KNOWN = "Idealpointestimates by issue of April 2020"
FOLDER = (
    "https://raw.githubusercontent.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points/"
    "a6dce7ec687f73a738593319a57b91333b7a3cab/Output/"
)
ISSUES = {
    "humanrights": ("HumanRights", "votes on human rights"),
    "important": ("Important", "votes that the United States Department of State lists as important"),
    "middleeast": ("MiddleEast", "votes on the Middle East"),
    "nuclear": ("Nuclear", "votes on nuclear weapons and material"),
    "nonukes": ("NoNukes", "all votes but those on nuclear weapons and material"),
}
KEPT = ("", "_q5", "_q95", "_nvotes")


@dataclass(frozen=True)
class IdealPointsIssues(Dataset):
    """Ideal points estimated on the votes of one issue (Bailey, Strezhnev and Voeten 2017), release of April 2020.

    Five files, one for each issue, sessions 1 to 74; each scale is its own (mean 0, deviation 1 a session). A state-year has
    a row when it has an estimate in at least one file; other issues are missing there. Year, codes and encoding are as in
    `corcyra.sources.datasets.ideal_points.IdealPoints`. In the publisher's files each column ends in the name of the issue.

    >>> IdealPointsIssues().columns[0].name
    'idealpoint_humanrights'
    """

    key: ClassVar[str] = "ideal_points_issues"
    title: ClassVar[str] = "Ideal points in the United Nations General Assembly, by issue"
    version: ClassVar[str] = "April 2020 (sessions 1-74)"
    citations: ClassVar[tuple[str, ...]] = ("bailey2017estimating", "voeten2024unvotes")
    licence: ClassVar[str] = "MIT (repository); data CC0-1.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2019)
    unit: ClassVar[Unit] = "state-year"
    columns: ClassVar[tuple[Field, ...]] = tuple(
        field
        for key, (_, what) in ISSUES.items()
        for field in (
            Field(
                f"idealpoint_{key}", f"ideal point (posterior mean), {what}", "standard deviations", family="un_votes"
            ),
            Field(f"idealpoint_{key}_q5", f"its 5 % quantile, {what}", "standard deviations", family="un_votes"),
            Field(f"idealpoint_{key}_q95", f"its 95 % quantile, {what}", "standard deviations", family="un_votes"),
            Field(
                f"idealpoint_{key}_nvotes",
                f"roll calls on which the state voted, {what}",
                "votes",
                0,
                family="un_votes",
            ),
        )
    )
    downloads: ClassVar[tuple[Download, ...]] = tuple(
        Download(
            f"Idealpointestimates{name}_Apr2020.csv", url=f"{FOLDER}Idealpointestimates{name}_Apr2020.csv", page=PAGE
        )
        for name, _ in ISSUES.values()
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The five files side by side, sorted by state and year; raises `DataError` as `IdealPoints` does."""
        table: pl.DataFrame | None = None
        for key, (name, _) in ISSUES.items():
            path = files[f"Idealpointestimates{name}_Apr2020.csv"]
            one = points(opened(path), path, name, KNOWN, f"idealpoint_{key}")
            one = one.select("state", "year", *(f"idealpoint_{key}{end}" for end in KEPT))
            table = one if table is None else table.join(one, on=["state", "year"], how="full", coalesce=True)
        assert table is not None
        return table.sort("state", "year")

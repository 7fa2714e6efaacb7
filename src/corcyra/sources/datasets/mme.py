"""Joint exercises of two states, by year, from the Multinational Military Exercises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.mme_events import MME, participants
from corcyra.sources.source import Field
from corcyra.world.time import Years

__all__ = ["Mme"]


@dataclass(frozen=True)
class Mme(Dataset):
    """Exercises in which both states took part, by year (MME 7).

    Universe: unordered pairs of states of the COW system, 1980-2010; a pair without a row has no exercise on file, so the count is
    0. Exercises with unknown participants make zeros lower bounds. An exercise that ran over New Year counts in both years.
    Being on one list of participants is what counts; a large NATO exercise ties all its participants.

    Layouts and names: `corcyra.sources.datasets.mme_events`. Source: D'Orazio and Galambos (2021).

    >>> dict(Mme().fills)
    {'mme_exercises': 0}
    """

    key = "mme"
    title = "Joint military exercises, dyad-years"
    version = "7"
    citations = ("dorazio2021mme",)
    licence = "MME: terms of the publisher's Dataverse; the package that holds this copy is GPL-3"
    access = "fetch"
    covers = Years(1980, 2010)
    unit = "dyad-year"
    downloads = (MME,)
    columns = (Field("mme_exercises", "exercises in which both took part", "count", 0, None, "exercises"),)
    fills: ClassVar[Mapping[str, float]] = {"mme_exercises": 0}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair and year with an exercise. Raises `DataError` for another layout."""
        there = participants(files[MME.name]).select("exercise", "year", "state")
        met = there.join(there, on=["exercise", "year"], suffix="_2").filter(pl.col("state") < pl.col("state_2"))
        counted = met.group_by(state1="state", state2="state_2", year="year").agg(
            mme_exercises=pl.col("exercise").n_unique().cast(pl.Int64)
        )
        return counted.sort("state1", "state2", "year")

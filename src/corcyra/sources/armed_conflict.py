"""Armed conflict inside states (UCDP/PRIO): over territory, over government, internationalised or not."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corcyra.sources.figures import FOLDER, read_figures
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["ArmedConflict"]


class ArmedConflict:
    """The highest intensity of armed conflict between a state's government and organised groups, year by year.

    0 is a true zero: the dataset covers every state, so a state-year without an entry had no conflict of 25 battle deaths.
    Whether a war was internal, and over what, is UCDP's judgement: it codes Karabakh as a conflict inside Azerbaijan with
    Armenia as a secondary party, and the Donbas from 2014 as conflicts inside Ukraine with Russia as one; the wars between
    Russia and Ukraine from 2022 and between Kyrgyzstan and Tajikistan 2021-2022 are between states and not counted here.

    >>> frame = ArmedConflict().read()
    >>> frame.filter((pl.col("state") == 373) & (pl.col("year") == 2020)).row(0)
    (373, 2020, 2, 0, 1)
    """

    key = "armed_conflict"
    title = "UCDP/PRIO armed conflict inside states"
    version = "25.1"
    citations: tuple[str, ...] = ("gleditsch2002armed", "davies2025organized")
    licence = "CC-BY-4.0"
    access: Access = "bundled"
    covers = Years(1991, 2024)
    codes = "cow"
    unit: Unit = "state-year"
    files: tuple[Path, ...] = (FOLDER / "armed_conflict.csv",)
    columns: tuple[Field, ...] = (
        Field("conflict_territory", "conflict over territory: 0 none, 1 minor, 2 war", "level", 0.0, 2.0, "conflicts"),
        Field(
            "conflict_government", "conflict over government: 0 none, 1 minor, 2 war", "level", 0.0, 2.0, "conflicts"
        ),
        Field("conflict_internationalised", "troops of an outside state took part", "0 or 1", 0.0, 1.0, "conflicts"),
    )

    def read(self) -> pl.DataFrame:
        """One row per state and year of the state system."""
        kinds = {field.name: pl.Int64 for field in self.columns}
        return read_figures(self.files[0], {"state": pl.Int64, "year": pl.Int64, **kinds})

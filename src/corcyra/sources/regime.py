"""Regime scores of states: electoral and liberal democracy (V-Dem)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corcyra.sources.figures import FOLDER, read_figures
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Regime"]


class Regime:
    """V-Dem's electoral and liberal democracy indices with the bounds of one standard deviation, state by year.

    The scores are estimates from coders' judgements by a measurement model, so differences smaller than the bounds say
    little. The table is an extract of V-Dem and keeps its licence, CC BY-SA 4.0.

    >>> row = Regime().read().filter((pl.col("state") == 372) & (pl.col("year") == 1992))
    >>> row.select("v2x_polyarchy", "v2x_libdem").row(0)
    (0.256, 0.097)
    """

    key = "regime"
    title = "V-Dem democracy indices"
    version = "15 (March 2025)"
    citations: tuple[str, ...] = ("coppedge2025vdem", "pemstein2025measurement")
    licence = "CC-BY-SA-4.0"
    access: Access = "bundled"
    covers = Years(1991, 2024)
    codes = "cow"
    unit: Unit = "state-year"
    files: tuple[Path, ...] = (FOLDER / "regime.csv",)
    columns: tuple[Field, ...] = (
        Field("v2x_polyarchy", "electoral democracy index", "index", 0.0, 1.0, "regime"),
        Field("v2x_polyarchy_codelow", "electoral democracy index, lower bound (one sd)", "index", 0.0, 1.0, "regime"),
        Field("v2x_polyarchy_codehigh", "electoral democracy index, upper bound (one sd)", "index", 0.0, 1.0, "regime"),
        Field("v2x_libdem", "liberal democracy index", "index", 0.0, 1.0, "regime"),
        Field("v2x_libdem_codelow", "liberal democracy index, lower bound (one sd)", "index", 0.0, 1.0, "regime"),
        Field("v2x_libdem_codehigh", "liberal democracy index, upper bound (one sd)", "index", 0.0, 1.0, "regime"),
    )

    def read(self) -> pl.DataFrame:
        """One row per state and year."""
        kinds = {field.name: pl.Float64 for field in self.columns}
        return read_figures(self.files[0], {"state": pl.Int64, "year": pl.Int64, **kinds})

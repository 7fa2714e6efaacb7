"""V-Dem: five indices of democracy with their bounds, state by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import of_system, once
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Vdem"]

INDICES = {
    "v2x_polyarchy": "electoral democracy index",
    "v2x_libdem": "liberal democracy index",
    "v2x_partipdem": "participatory democracy index",
    "v2x_delibdem": "deliberative democracy index",
    "v2x_egaldem": "egalitarian democracy index",
}
BOUNDS = {"": "", "_codelow": ", lower bound (one sd)", "_codehigh": ", upper bound (one sd)"}
CODES = ("COWcode", "vdem_cowcode")
"""The column of COW numbers in the publisher's file and in the package's."""


@dataclass(frozen=True)
class Vdem(Dataset):
    """V-Dem's five high-level indices, 0 to 1, with the bounds of one standard deviation.

    The universe is V-Dem's own: countries from 1789, many before they were states, hardly any with fewer than 250,000
    people. Rows before or after membership stay; a state that V-Dem does not code has no row and is missing. A
    country without a COW number (Hong Kong, Palestine, Somaliland, Zanzibar after 1964, Piedmont-Sardinia and smaller
    states of Germany and Italy) is left out.

    Codes are V-Dem's COW numbers as published, and each stands once a year: Germany 255 to 1944 and from 1991, 260 in
    1949-1990 beside 265; Yemen 678 to 1989 and 679 from 1990 (COW begins 679 on 22 May 1990); Vietnam 816 from 1945
    beside 817; Serbia and Yugoslavia 345; Russia and the Soviet Union 365. So 255 has no row in 1945 and 1990, nor
    678 in 1990.

    Layouts: the official country-year files (Core, or Full+Others) as CSV, of which only the columns needed are read;
    and ``vdem_simple`` of the R package democracyData, which is version 15.

    >>> [field.name for field in Vdem().columns][:3]
    ['v2x_polyarchy', 'v2x_polyarchy_codelow', 'v2x_polyarchy_codehigh']
    """

    key: ClassVar[str] = "vdem"
    title: ClassVar[str] = "V-Dem democracy indices"
    version: ClassVar[str] = "15"
    citations: ClassVar[tuple[str, ...]] = ("coppedge2025vdem", "pemstein2025measurement", "marquez2020democracydata")
    licence: ClassVar[str] = "CC-BY-SA-4.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1789, 2024)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "vdem_simple.rda",
            url="https://raw.githubusercontent.com/xmarquez/democracyData/29ea0a242c296aec4ce5d5a57261420c48e527c0/data/vdem_simple.rda",
            sha256="845ce0573dab21baa8781f90b88614fcd87a3c62d7652782667c959e1e93864d",
            size=414861,
            others=("V-Dem-CY-Core-v15.csv", "V-Dem-CY-Full+Others-v15.csv", "vdem_simple.csv.gz"),
            page="https://www.v-dem.net/data/the-v-dem-dataset/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = tuple(
        Field(name + bound, meaning + which, "index", 0.0, 1.0, "regime")
        for name, meaning in INDICES.items()
        for bound, which in BOUNDS.items()
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per country with a COW number and year."""
        path = files["vdem_simple.rda"]
        names = [field.name for field in self.columns]
        raw = (
            read_table(path) if path.suffix.lower() in (".rda", ".rds") else columns_of(path, [*CODES, "year", *names])
        )
        code = next((name for name in CODES if name in raw.columns), CODES[0])
        wants(raw, (code, "year", *names), path, known="14, 15")
        keys = [number(code, kind=pl.Int64).alias("state"), number("year", kind=pl.Int64)]
        return once(
            of_system(raw.select(*keys, *(number(name) for name in names)), ("state",)), ("state", "year"), path
        )


def columns_of(path: Path, names: list[str]) -> pl.DataFrame:
    """Those columns that a CSV has, as text; the others of the 4,600 are never held in memory."""
    try:
        header = pl.read_csv(path, n_rows=0, infer_schema=False).columns
        chosen = [name for name in names if name in header]
        return (
            pl.read_csv(path, columns=chosen, infer_schema=False, null_values=["", "NA"]) if chosen else pl.DataFrame()
        )
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise DataError(
            f"is no table of text: {str(problem).splitlines()[0]}. Get the file again.", file=path
        ) from None

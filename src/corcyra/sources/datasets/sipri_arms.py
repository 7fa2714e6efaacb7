"""Deliveries of major arms between states by year, in SIPRI's trade register that the user brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.coded import coded, failed
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import content, number, parsed, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["SPELLED", "SipriArms", "after_preamble"]

KNOWN = "the CSV of the trade register, with and without lines above the header"
DELIVERED, TIV = "Year(s) of delivery", "SIPRI TIV of delivered weapons"
SPELLED = {
    "Congo, Republic": 484,
    "Congo, Republic of": 484,
    "Dominican Rep.": 42,
    "East Germany (GDR)": 265,
    "Germany (FRG)": 260,
    "Macedonia (FYROM)": 343,
    "Yemen Arab Republic (North Yemen)": 678,
}
"""SIPRI's own spellings that our table of states lacks."""


@dataclass(frozen=True)
class SipriArms(Dataset):
    """Arms that each state received from each other, in trend-indicator values (SIPRI Arms Transfers Database).

    ``state`` is the recipient, ``other`` the supplier. The value of a deal (``SIPRI TIV of delivered weapons``) is split
    evenly over its years of delivery, which is ours: the register gives the sum and the years, not the value of each
    year. A trend-indicator value measures military capability, not price; 0 in the register is less than half a million.

    ``sipri_share`` is the part of the other in all deliveries to the state in the year, those of suppliers that are no
    state (unknown, NATO) in the denominator; missing when the state received nothing. A pair without a row has no
    value and is not filled with 0, because the register at hand may be of some suppliers or years only; ask SIPRI for
    all suppliers, all recipients and all years in one CSV.

    Read: the register as CSV, comma or semicolon, UTF-8 or latin-1, with or without lines of text above the header, years
    of delivery as ``2012; 2013`` or ``2012-2013``. The older export with recipients as heading rows has no
    values and is refused. Names are converted for the year of delivery; armed groups, organisations and unknown
    parties have no dyad, and `dropped` counts them.

    >>> [field.name for field in SipriArms().columns], SipriArms().access
    (['sipri_tiv', 'sipri_share'], 'bring')
    """

    key: ClassVar[str] = "sipri_arms"
    title: ClassVar[str] = "SIPRI Arms Transfers Database: trade register"
    version: ClassVar[str] = "as exported by the user"
    citations: ClassVar[tuple[str, ...]] = ("sipri2024arms",)
    licence: ClassVar[str] = "SIPRI's own terms: free for research, no redistribution without permission"
    access: ClassVar[Access] = "bring"
    covers: ClassVar[Years] = Years(1950, 2024)
    unit: ClassVar[Unit] = "directed-dyad-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field(
            "sipri_tiv",
            "arms delivered by the other to the state",
            "million trend-indicator values",
            0.0,
            family="arms_energy",
        ),
        Field("sipri_share", "share of the other in the arms delivered to the state", "share", 0.0, 1.0, "arms_energy"),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download("trade-register.csv", page="https://armstransfers.sipri.org/ArmsTransfer/TransferRegister"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per recipient, supplier and year with a delivery, sorted; raises `DataError` for another layout."""
        table = deliveries(files[self.downloads[0].name])
        table = table.filter(
            pl.col("state").is_not_null() & pl.col("year").is_between(self.covers.first, self.covers.last)
        )
        # Two names of one state in one year (a register lists both Germanies of 1990) are one recipient.
        pairs = table.group_by("state", "other", "year").agg(pl.col("tiv").sum().alias("sipri_tiv"))
        total = pl.col("sipri_tiv").sum().over("state", "year")
        shared = pairs.with_columns(pl.when(total > 0).then(pl.col("sipri_tiv") / total).alias("sipri_share"))
        known = shared.filter(pl.col("other").is_not_null() & (pl.col("other") != pl.col("state")))
        return known.select("state", "other", "year", "sipri_tiv", "sipri_share").sort("state", "other", "year")

    def dropped(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """Recipients and suppliers that are no states, and their deliveries (deal and year)."""
        table = deliveries(files[self.downloads[0].name])
        lost = pl.concat([failed(table, "recipient", "state"), failed(table, "supplier", "other")])
        return lost.group_by("name").agg(pl.col("rows").sum()).sort("rows", "name", descending=[True, False])


def after_preamble(path: Path, words: Sequence[str]) -> pl.DataFrame:
    """A CSV from the first line that holds all the words on, UTF-8 or latin-1, comma or semicolon.

    Raises `DataError` when no line holds them.
    """
    raw = content(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    lines = text.replace("\r\n", "\n").split("\n")
    for place, line in enumerate(lines):
        if all(word in line for word in words):
            separator = ";" if line.count(";") > line.count(",") else ","
            return parsed("\n".join(lines[place:]), path, separator, ("", "NA"))
    told = f"has no line with the columns {', '.join(words)}. Export the file from the publisher again, as CSV."
    raise DataError(told, file=path, line=1)


def deliveries(path: Path) -> pl.DataFrame:
    """One row per deal and year of delivery: names, numbers (null for no state), year, value."""
    raw = after_preamble(path, ("Recipient", "Supplier"))
    wants(raw, ("Recipient", "Supplier", DELIVERED, TIV), path, known=KNOWN)
    table = raw.select(
        pl.col("Recipient").cast(pl.String).str.strip_chars().alias("recipient"),
        pl.col("Supplier").cast(pl.String).str.strip_chars().alias("supplier"),
        listed().alias("year"),
        number(TIV).alias("tiv"),
    )
    delivered = table.filter((pl.col("year").list.len() > 0) & pl.col("tiv").is_not_null())
    delivered = delivered.with_columns(pl.col("tiv") / pl.col("year").list.len()).explode("year")
    return coded(
        coded(delivered, "recipient", "state", year="year", known=SPELLED),
        "supplier",
        "other",
        year="year",
        known=SPELLED,
    )


def listed() -> pl.Expr:
    """The years in a cell: ``2012; 2013`` and ``2012-2014`` are two and three years."""
    found = pl.col(DELIVERED).cast(pl.String).str.extract_all(r"\d{4}(?:\s*-\s*\d{4})?")
    first = pl.element().str.slice(0, 4).cast(pl.Int64)
    last = pl.element().str.extract(r"(\d{4})$").cast(pl.Int64)
    spans = found.list.eval(pl.int_ranges(first, last + 1))
    return spans.list.eval(pl.element().explode().drop_nulls()).list.unique(maintain_order=True)

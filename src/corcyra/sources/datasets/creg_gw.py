"""Composition of religious and ethnic groups, for Gleditsch-Ward states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._fractions import CREG, creg, creg_fields
from corcyra.sources.datasets._renumber import KEEPS
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["CregGw"]


@dataclass(frozen=True)
class CregGw(Dataset):
    """Ethnic and religious fractionalisation and polarisation by state and year, 1945-2013.

    Fractionalisation is the chance that two people drawn at random belong to different groups; polarisation is
    highest when two groups are of one size. The universe is CREG's: 165 states above 500,000 people (in 2004); rows
    before membership stay, and rows in which all four are missing, with which the table is filled up, do not. The
    publisher says that the data do not suffice for the ethnic groups of Cameroon, France, India, Kosovo, Montenegro,
    Mozambique and Papua New Guinea.

    Codes are Gleditsch-Ward numbers; Yugoslavia, which the package calls Serbia (340) from 1992, is 345 until 2005.

    Some years have two rows, for the state that ends and for the one that begins (Yugoslavia in 1991 and 1992, the
    Soviet Union in 1991): ``keep`` takes the ``new`` or the ``old``. The R package joins the more divided of the two,
    which is the old one.

    Layout: ``creg`` of the R package peacesciencer (``ccode, gwcode, creg_ccode, year, ethfrac, ethpol, relfrac,
    relpol``).

    >>> [field.name for field in CregGw().columns]
    ['creg_ethfrac_gw', 'creg_ethpol_gw', 'creg_relfrac_gw', 'creg_relpol_gw']
    """

    keep: str = "new"

    key: ClassVar[str] = "creg_gw"
    title: ClassVar[str] = "Ethnic and religious fractionalisation (CREG), Gleditsch-Ward states"
    version: ClassVar[str] = "1.02"
    citations: ClassVar[tuple[str, ...]] = ("nardulli2012creg", "miller2022peacesciencer")
    licence: ClassVar[str] = "free with citation; the package GPL-2"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1945, 2013)
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "gw"
    downloads: ClassVar[tuple[Download, ...]] = (CREG,)
    columns: ClassVar[tuple[Field, ...]] = creg_fields("_gw")

    def __post_init__(self) -> None:
        check_word("keep", self.keep, KEEPS)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        return creg(files[CREG.name], "gw", self.keep, [field.name for field in self.columns])

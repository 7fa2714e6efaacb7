"""Latent human rights scores: protection of physical integrity, comparable over time, with its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.datasets._renumber import Renumber, renumber
from corcyra.sources.datasets.pts import LHRV
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["HrScores"]

NUMBERS = (Renumber(316, 315, last=1992),)
"""Czechoslovakia, which has the number of the Czech Republic."""


@dataclass(frozen=True)
class HrScores(Dataset):
    """Fariss's latent score of respect for physical integrity, 1946-2021: higher is better, 0 about the mean, with
    its sd.

    The model allows for reports that grew stricter, so that years compare. The universe is the COW system and a few
    years outside it (Germany 1946-54, the Soviet republics before 1991); a state without a row is missing. Codes are
    COW numbers but for Czechoslovakia (316 in the file, 315 here, to 1992). Germany is 260 and 265 to 1990, then 255;
    Yemen 678 to 1990 is followed by 679 in the same year, 680 goes to 1990; Serbia and Yugoslavia (345) end in 2018.

    Layout: ``LHRS-v4.02-2021.csv`` (``YEAR, COW, theta_mean, theta_sd`` and the codings that went in).

    >>> [field.name for field in HrScores().columns]
    ['hr_theta_mean', 'hr_theta_sd']
    """

    key: ClassVar[str] = "hr_scores"
    title: ClassVar[str] = "Latent human rights scores"
    version: ClassVar[str] = "4.02 (2021)"
    citations: ClassVar[tuple[str, ...]] = ("fariss2014respect", "fariss2020lhrs")
    licence: ClassVar[str] = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2021)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "LHRS-v4.02-2021.csv",
            url=LHRV + "LHRS-V4/LHRS-V4.02-2021/LHRS-v4.02-2021.csv",
            sha256="9c577f446252d95a05f0b3372a1ef5e269a04da919723411ed75d60f45b6b2cd",
            size=1821013,
            page="https://doi.org/10.7910/DVN/RQ85GK",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("hr_theta_mean", "respect for physical integrity, latent", "score", family="stigma"),
        Field("hr_theta_sd", "standard deviation of the score", "score", 0, None, "stigma"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        path = files["LHRS-v4.02-2021.csv"]
        raw = read_csv(path)
        wants(raw, ("COW", "YEAR", "theta_mean", "theta_sd"), path, known="4.02 (2021)")
        frame = coded(raw, path, {"COW": "state", "YEAR": "year"}).with_columns(renumber("state", "year", NUMBERS))
        values = (number(name).alias(f"hr_{name}") for name in ("theta_mean", "theta_sd"))
        return once(of_system(frame.select("state", "year", *values), ("state",)), ("state", "year"), path)

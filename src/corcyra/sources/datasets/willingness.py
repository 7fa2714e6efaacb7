"""Leaders' willingness to use force: latent estimates, spell by spell of Archigos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import PEACESCIENCER, once
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Willingness"]

MODELS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Willingness(Dataset):
    """One row per spell in office of Archigos 4.1 (``obsid``): four models' estimates with their standard deviations.

    Higher is more willing (Carter and Smith 2020); the four models differ in what they learn from, as the authors
    number them. States and days of a spell are in `corcyra.sources.datasets.archigos.Archigos`, under the same
    ``obsid``.

    Layout: ``lwuf`` of the R package peacesciencer (``obsid, theta1_mean, theta1_sd … theta4_sd``).

    >>> [field.name for field in Willingness().columns][:2]
    ['lwuf_theta1_mean', 'lwuf_theta1_sd']
    """

    key: ClassVar[str] = "willingness"
    title: ClassVar[str] = "Leaders' willingness to use force"
    version: ClassVar[str] = "2020"
    citations: ClassVar[tuple[str, ...]] = ("carter2020leaders", "miller2022peacesciencer")
    licence: ClassVar[str] = "free with citation; the package GPL-2"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1875, 2015)
    unit: ClassVar[Unit] = "records"
    codes: ClassVar[str] = "gw"
    record_keys: ClassVar[tuple[str, ...]] = ("obsid",)
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "lwuf.rda",
            url=PEACESCIENCER + "lwuf.rda",
            sha256="a24dda4cc561338238eebd51f737c14def7e7a361c1847637affa740e7b698a8",
            size=165736,
            others=("lwuf.csv.gz",),
            page="https://svmiller.com/peacesciencer/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = tuple(
        each
        for model in MODELS
        for each in (
            Field(f"lwuf_theta{model}_mean", f"willingness to use force, model {model}", "score", family="leaders"),
            Field(f"lwuf_theta{model}_sd", f"standard deviation, model {model}", "score", 0, None, "leaders"),
        )
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per spell in office."""
        path = files["lwuf.rda"]
        raw = read_table(path)
        given = [field.name.removeprefix("lwuf_") for field in self.columns]
        wants(raw, ("obsid", *given), path, known="2020, as packaged in peacesciencer")
        return once(
            raw.select("obsid", *(number(name).alias(f"lwuf_{name}") for name in given)), self.record_keys, path
        )

"""How alike the religions of two states' peoples are, every five years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.religions import BRANCHES, FAMILIES, WRP, Religions, adherents
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["ReligionSimilarity", "overlap"]


@dataclass(frozen=True)
class ReligionSimilarity(Dataset):
    """Overlap of religions in pairs of states, 1945, 1950 … 2010 (from the World Religion Project v1.1; the measure is ours).

    ``wrp_similarity`` = sum over groups of the lesser of the two states' shares: 0 when no group is in both, 1 when the
    shares are equal. Groups are the branches of Christianity, Judaism, Islam and Buddhism, and the other main religions
    with those without religion; ``wrp_similarity_main`` takes the main religions whole. Shares are made to add up to 1
    in each state, so that double counting does not matter. It is the overlap of Renkonen (1938), chosen since it reads
    as the part of people who could be paired with a fellow believer across the border. Where the publisher does not tell
    branches apart, the first is too low. Pairs are the states of the same mark; between marks values are missing.

    >>> overlap(np.array([[0.5, 0.5, 0.0], [0.5, 0.0, 0.5]]))
    array([[1. , 0.5],
           [0.5, 1. ]])
    """

    key: ClassVar[str] = "religion_similarity"
    title: ClassVar[str] = "Overlap of religions (World Religion Project)"
    version: ClassVar[str] = Religions.version
    citations: ClassVar[tuple[str, ...]] = ("maoz2013religion", "renkonen1938overlap")
    licence: ClassVar[str] = Religions.licence
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Religions.covers
    unit: ClassVar[Unit] = "dyad-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field("wrp_similarity", "overlap of the shares of religions and their branches", "share", 0.0, 1.0, "identity"),
        Field("wrp_similarity_main", "overlap of the shares of main religions", "share", 0.0, 1.0, "identity"),
    )
    downloads: ClassVar[tuple[Download, ...]] = (WRP,)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair and five-year mark, sorted; raises `DataError` as `Religions` does."""
        table = adherents(files[WRP.name]).sort("year", "state")
        parts = [pairs(year) for year in table.partition_by("year", maintain_order=True)]
        return pl.concat(parts).sort("state1", "state2", "year")


def pairs(table: pl.DataFrame) -> pl.DataFrame:
    """All pairs of one mark."""
    fine = [each for name in FAMILIES for each in BRANCHES.get(name, (name,))]
    codes = table["state"].to_numpy()
    one, two = np.triu_indices(codes.size, 1)
    return pl.DataFrame(
        {
            "state1": codes[one],
            "state2": codes[two],
            "year": np.full(one.size, table["year"][0]),
            "wrp_similarity": overlap(table.select(fine).to_numpy())[one, two],
            "wrp_similarity_main": overlap(table.select(list(FAMILIES)).to_numpy())[one, two],
        }
    ).with_columns(pl.col("wrp_similarity", "wrp_similarity_main").fill_nan(None))


def overlap(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum over groups of the lesser share, for every two rows of a table of counts (rows are states, columns groups).

    Shape (n, g) gives (n, n), symmetric, from 0 to 1. A row with an unknown count, or with nothing in it, is NaN.
    """
    total = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, total, out=np.full_like(counts, np.nan), where=total > 0)
    return np.asarray(np.minimum(shares[:, None, :], shares[None, :, :]).sum(axis=2).clip(0.0, 1.0))

"""State System Membership of the Correlates of War Project, state by year, with an explicit rule for later years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import ParameterError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import COW, COW_TERMS, coded, once, opened
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["CowSystem"]


@dataclass(frozen=True)
class CowSystem(Dataset):
    """Every state and year in which the state was a member on any day, which is the project's own rule for its yearly list.

    ``extend`` says what happens after the release's last year: ``members`` (ours: members of the last year are taken to
    continue to the end of ``covers``, as in `corcyra.world.states`), or ``none`` (rows end with the release). There is no row,
    and nothing is 0, for a state that was no member.

    Layouts: ``system2024.csv`` (v2024; not seen, its columns from public notes), alone or in the publisher's ZIP, after which
    nothing is left to continue; ``system2016.csv`` (v2016). Raises `ParameterError` for another ``extend``.

    >>> CowSystem().extend, CowSystem().covers.last
    ('members', 2024)
    """

    extend: str = "members"

    key: ClassVar[str] = "cow_system"
    title: ClassVar[str] = "COW State System Membership: state-years"
    version: ClassVar[str] = "2024"
    citations: ClassVar[tuple[str, ...]] = ("cow2025states",)
    licence: ClassVar[str] = COW_TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2024)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "System2024.zip",
            url=COW + "System2024.zip",
            others=("system2024.csv", "system2016.csv"),
            page="https://correlatesofwar.org/data-sets/state-system-membership/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("in_cow_system", "a member of the state system on any day of the year", "1", 1.0, 1.0),
    )

    def __post_init__(self) -> None:
        if self.extend not in ("members", "none"):
            raise ParameterError(f"unknown extend {self.extend!r}. Use one of: members, none.")

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year of membership."""
        path = files["System2024.zip"]
        raw = opened(path, "system2024.csv", "system2016.csv")
        wants(raw, ("ccode", "year"), path, known="2016, 2024")
        listed = coded(raw, path, {"ccode": "state", "year": "year"}).select("state", "year")
        if self.extend == "members":
            listed = continued(listed, self.covers.last)
        return once(listed.with_columns(in_cow_system=pl.lit(1, pl.Int64)), ("state", "year"), path)


def continued(listed: pl.DataFrame, last: int) -> pl.DataFrame:
    """The members of the last year once more for every later year up to ``last``.

    >>> continued(pl.DataFrame({"state": [2, 2, 315], "year": [2015, 2016, 2015]}), 2018).rows()
    [(2, 2015), (2, 2016), (315, 2015), (2, 2017), (2, 2018)]
    """
    released = int(listed["year"].max())  # type: ignore[arg-type]
    later = pl.DataFrame({"year": range(released + 1, last + 1)}, schema={"year": pl.Int64})
    members = listed.filter(pl.col("year") == released).select("state")
    return pl.concat([listed, members.join(later, how="cross")])

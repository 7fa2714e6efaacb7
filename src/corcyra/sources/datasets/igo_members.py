"""COW IGO memberships: which state stood how in which intergovernmental organisation, by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.world.time import Years

__all__ = ["IGO", "IgoMembers", "memberships", "organisations"]

IGO = Download(
    "state_year_formatv3.csv",
    url="https://correlatesofwar.org/wp-content/uploads/state_year_formatv3.zip",
    others=("state_year_format3.csv.gz", "state_year_format3.rda"),
    inside="state_year_formatv3.csv",
    page="https://correlatesofwar.org/data-sets/IGOs/",
)
"""The state-year file of version 3; the names in ``others`` are those of the package igoR, in lower case."""

KNOWN = "3.0 (state_year_formatv3: ccode, year, state, one column an organisation)"
PLAIN = ("ccode", "year", "state", "country")
UNKNOWN = -9
CODES = (UNKNOWN, -1, 0, 1, 2, 3)
"""-9 not known, -1 the state or the organisation does not exist, 0 not a member, 1 full, 2 associate, 3 observer."""


@dataclass(frozen=True)
class IgoMembers(Dataset):
    """Correlates of War Intergovernmental Organizations 3.0: one row a state, year and organisation in which it stands.

    ``status`` is 1 full member, 2 associate, 3 observer, and missing where the file does not know (-9). A state, year and
    organisation without a row is no membership (0) or cannot be (-1: one of the two does not exist then). Organisations are
    named by the file's short names in lower case; ``world/tables/organisations.csv`` has other names (see `IgoPoles`). Germany and
    Yemen of 1990 are there once each (255 and 679). Slips of the file are kept, such as Ghana in the Warsaw Pact 1960-1964.

    Layouts: the publisher's CSV (upper and lower case; likely, not opened here) and igoR's copy of it (read here).
    Source: Pevehouse et al. (2020).

    >>> IgoMembers().record_keys
    ('state', 'year', 'organisation')
    """

    key = "igo_members"
    title = "Membership in intergovernmental organisations"
    version = "3.0"
    citations = ("pevehouse2020igo",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access = "fetch"
    covers = Years(1816, 2014)
    unit = "records"
    record_keys = ("state", "year", "organisation")
    downloads = (IGO,)
    columns = (Field("status", "1 full, 2 associate, 3 observer, missing not known", "code", 1, 3, "organisations"),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state, year and organisation. Raises `DataError` for another layout."""
        wide = memberships(files[IGO.name])
        names = sorted(organisations(wide))
        codes = wide.select(names).to_numpy()
        # Eight million cells, of which a twelfth say something: those alone become rows, in the order of the keys.
        rows, columns = np.nonzero((codes > 0) | (codes == UNKNOWN))
        status = pl.Series("status", codes[rows, columns], dtype=pl.Int64)
        there = wide.select("state", "year")[rows]
        organisation = pl.Series("organisation", names, dtype=pl.String)[columns]
        return there.with_columns(organisation, status.set(status == UNKNOWN, None))


def memberships(path: Path) -> pl.DataFrame:
    """The file as it is: state, year and one column an organisation, names in lower case.

    Raises `DataError` for another layout, a code that is none of `CODES`, or a state and year twice.
    """
    raw = read_table(path)
    raw = raw.rename({name: name.lower() for name in raw.columns if name != name.lower()})
    wants(raw, ("ccode", "year", "nato", "un"), path, known=KNOWN)
    names = [name for name in raw.columns if name not in PLAIN]
    keys = (pl.col("ccode").cast(pl.Int64).alias("state"), pl.col("year").cast(pl.Int64))
    wide = raw.select(*keys, pl.col(names).cast(pl.Int8, strict=False))
    known = wide.select(pl.all_horizontal(pl.col(names).is_in(CODES).fill_null(False))).to_series()
    strange = wide.with_row_index("row", offset=2).filter(~known | wide.select("state", "year").is_duplicated())
    if strange.height:
        told = "a code that is none of -9, -1, 0, 1, 2, 3, or a state and year twice. Get the publisher's file again."
        raise DataError(told, file=path, line=strange["row"][0])
    return wide.filter(pl.col("year").is_between(1816, 2014)).sort("state", "year")


def organisations(wide: pl.DataFrame) -> list[str]:
    """The columns of organisations."""
    return [name for name in wide.columns if name not in ("state", "year")]

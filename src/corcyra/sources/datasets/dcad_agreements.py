"""Defence cooperation agreements, one row an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Field
from corcyra.sources.spans import day
from corcyra.world.time import Years

__all__ = ["DCAD", "DcadAgreements", "agreements"]

DCAD = Download(
    "DCAD-v1.0-main.csv",
    url="https://correlatesofwar.org/wp-content/uploads/kinne_dca.zip",
    inside="DCAD-v1.0-main.csv",
    page="https://correlatesofwar.org/data-sets/defense-cooperation-agreement-dataset/",
)
"""The main file in the archive that the Correlates of War Project keeps; beside it lies a dyadic one, which is not read."""

SLIPS = {"DCADv1.0-0297": 101}
"""Agreements whose second code repeats the first, with the code that the name beside it (VEN) has."""

KNOWN = "1.0 (DCAD-v1.0-main.csv: ccode1, ccode2, signYear …)"


@dataclass(frozen=True)
class DcadAgreements(Dataset):
    """Defense Cooperation Agreement Dataset 1.0: bilateral framework agreements on defence, signed 1980-2010.

    ``signed`` and ``in_force`` are as early as they can be where day or month is not known; ``in_force`` is missing for more than
    half. ``end_year`` is the publisher's estimate; 2010, the last year covered, means no earlier end is known. The codes -77, -88,
    -66, -99 and the -4x and -5x of other columns stand for terms that are not known or not in years: missing here.
    Three rows name one state twice: in DCADv1.0-0297 the second name is Venezuela's, whose code is put right; in the two others
    (1625 Mozambique, 1847 India) the partner is not known, and ``state2`` is missing. Layout: 1.0, read here. Source: Kinne (2020).

    >>> DcadAgreements().record_keys
    ('dca',)
    """

    key = "dcad_agreements"
    title = "Defence cooperation agreements"
    version = "1.0"
    citations = ("kinne2020dcad",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access = "fetch"
    covers = Years(1980, 2010)
    unit = "records"
    record_keys = ("dca",)
    downloads = (DCAD,)
    columns = (
        Field("state1", "lower COW number", "code", family="commitments"),
        Field(
            "state2",
            "higher COW number; missing where the file does not name the partner",
            "code",
            family="commitments",
        ),
        Field("signed", "day of signature", "day", family="commitments"),
        Field("in_force", "day of entry into force", "day", family="commitments"),
        Field("sign_year", "year of signature", "year", 1980, 2010, "commitments"),
        Field(
            "force_year",
            "year of entry into force; may lie after 2010, once before signature",
            "year",
            1980,
            None,
            "commitments",
        ),
        Field("end_year", "last year, as the publisher estimates it", "year", 1980, 2010, "commitments"),
        Field("type", "general (framework) or sector (one subject)", "word", family="commitments"),
        Field("category1", "subject", "word", family="commitments"),
        Field("category2", "second subject", "word", family="commitments"),
        Field("category3", "third subject", "word", family="commitments"),
        Field("span", "years that the agreement says it lasts", "years", 0, None, "commitments"),
        Field("terminated", "known to have been ended", "0 or 1", 0, 1, "commitments"),
        Field("asymmetry", "how one-sided, as coded: 0, 1 or 2", "code", 0, 2, "commitments"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row an agreement. Raises `DataError` for another layout."""
        return agreements(files[DCAD.name])


def agreements(path: Path) -> pl.DataFrame:
    """The table of `DcadAgreements`. Raises `DataError` for another layout, an agreement twice or without a year of signature."""
    raw = read_table(path)
    dates = ("signDay", "signMonth", "signYear", "EIFDay", "EIFMonth", "EIFYear")
    plain = (
        "type",
        "category1",
        "category2",
        "category3",
        "span",
        "terminated",
        "endYearEstimate",
        "asymmetry",
        "DCAid",
    )
    wants(raw, ("ccode1", "ccode2", *dates, *plain), path, known=KNOWN)
    codes = (-99, -88, -77, -66)
    whole = raw.with_columns(pl.col("ccode1", "ccode2", *dates).cast(pl.Int64))
    right = pl.col("DCAid").replace_strict(SLIPS, default=None, return_dtype=pl.Int64)
    same = pl.col("ccode1") == pl.col("ccode2")
    table = whole.with_columns(ccode2=pl.when(same).then(right).otherwise("ccode2")).select(
        dca="DCAid",
        state1=pl.min_horizontal("ccode1", "ccode2"),
        state2=pl.when(pl.col("ccode2").is_not_null()).then(pl.max_horizontal("ccode1", "ccode2")),
        signed=day("signYear", "signMonth", "signDay"),
        in_force=day("EIFYear", "EIFMonth", "EIFDay"),
        sign_year="signYear",
        force_year="EIFYear",
        end_year=number("endYearEstimate", missing=codes, kind=pl.Int64),
        type="type",
        category1="category1",
        category2="category2",
        category3="category3",
        span=number("span", missing=codes, kind=pl.Int64),
        terminated=number("terminated", missing=codes, kind=pl.Int64),
        asymmetry=number("asymmetry", missing=codes, kind=pl.Int64),
    )
    lacking = pl.any_horizontal(pl.col("dca", "state1", "sign_year", "end_year").is_null())
    bad = table.with_row_index("row", offset=2).filter(
        lacking | pl.col("dca").is_duplicated() | (pl.col("end_year") < pl.col("sign_year"))
    )
    if bad.height:
        told = f"agreement {bad['dca'][0]!r} is there twice, lacks a state or year, or ends before it is signed. Get the file again."
        raise DataError(told, file=path, line=bad["row"][0])
    return table.sort("dca")

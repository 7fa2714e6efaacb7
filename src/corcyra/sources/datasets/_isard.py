"""What the four state-year tables of the R package isard share: their address and their layout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Field

__all__ = ["DEMOCRACY", "GDP", "ISARD", "TERMS", "fields", "table"]

ISARD = "https://raw.githubusercontent.com/svmiller/isard/46944ad97a5532cd8e3b33129463c8435a69846a/data/"
"""The package's data at one commit, so that hashes hold."""
TERMS = "GPL-2 (the package's; the scores keep their publishers' terms)"
DEMOCRACY = {
    "isard_euds": ("euds", "extended unified democracy score", "score", None, None, "regime"),
    "isard_aeuds": (
        "aeuds",
        "the same, 0 at the average cut between autocracy and democracy",
        "score",
        None,
        None,
        "regime",
    ),
    "isard_polity2": ("polity2", "Polity score as joined by isard", "score", -10, 10, "regime"),
    "isard_polyarchy": ("v2x_polyarchy", "V-Dem electoral democracy as joined by isard", "index", 0, 1, "regime"),
}
"""Our columns, the package's, and what a `Field` says of them."""
GDP = {
    "gdp_per_head": (
        "mrgdppc",
        "gross domestic product a head, estimated",
        "2011 international dollars a person, PPP",
        0,
        None,
        "capability",
    ),
    "gdp_per_head_sd": (
        "sd_mrgdppc",
        "standard deviation of that estimate",
        "2011 international dollars a person, PPP",
        0,
        None,
        "capability",
    ),
    "gdp": (
        "pwtrgdp",
        "gross domestic product, spending side, estimated",
        "million 2017 international dollars, PPP",
        0,
        None,
        "capability",
    ),
    "gdp_sd": (
        "sd_pwtrgdp",
        "standard deviation of that estimate",
        "million 2017 international dollars, PPP",
        0,
        None,
        "capability",
    ),
    "population": ("pwtpop", "population, estimated", "million persons", 0, None, "capability"),
    "population_sd": ("sd_pwtpop", "standard deviation of that estimate", "million persons", 0, None, "capability"),
}
Layout = Mapping[str, tuple[str, str, str, float | None, float | None, str]]


def fields(layout: Layout, suffix: str = "") -> tuple[Field, ...]:
    """The fields of a table; the Gleditsch-Ward tables give their columns a suffix."""
    return tuple(
        Field(name + suffix, meaning, unit, low, high, family)
        for name, (_, meaning, unit, low, high, family) in layout.items()
    )


def table(path: Path, code: str, layout: Layout, system: str, suffix: str = "") -> pl.DataFrame:
    """One row per state and year of the system, the package's columns under our names."""
    raw = read_table(path)
    wants(raw, (code, "year", *(given for given, *_ in layout.values())), path, known="June 2026")
    frame = coded(raw, path, {code: "state", "year": "year"})
    values = (number(given).alias(name + suffix) for name, (given, *_) in layout.items())
    members = of_system(frame, ("state",), "gw+micro" if system == "gw" else system)
    return once(members.select("state", "year", *values), ("state", "year"), path)

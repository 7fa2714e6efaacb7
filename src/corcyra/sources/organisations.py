"""Membership in the organisations that a power leads."""

from __future__ import annotations

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, Rule, checked, complete, dyads, in_force, on_span
from corcyra.world.organisations import standings
from corcyra.world.poles import poles
from corcyra.world.rows import TABLES

__all__ = ["OVERLAYS", "SUCCEEDED", "Organisations"]

OVERLAYS = ("participation frozen", "suspended", "withdrawn")
"""Statuses that lie over a membership in the same organisation: while one is in force, it alone counts."""

SUCCEEDED = {"CST (1992)": "CSTO"}
"""A treaty that lives on as an organisation: who is or was a member of the second has no status of its own in the first. Without
this the freeze of 2024 would leave Armenia as deep in as before, by the treaty of 1992."""


class Organisations(FactSource):
    """How deep a state stands in the organisations of a power's pole.

    Universe: each state of the facts toward each of the five powers (Russia, United States, Turkey, Iran, China), 1992-2024;
    a row of 0 means that the state has no status there. ``membership`` is the deepest status in force, on the scale 0 to 1
    of ``world/tables/organisations.csv`` (ours, each with its reason); ``world/tables/poles.csv`` says which power leads.
    Members far apart in one organisation share its depth: the scale tells of ties, not of loyalty.

    >>> frame = Organisations().read().filter((pl.col("state") == 371) & (pl.col("other") == 365))
    >>> frame.filter(pl.col("year").is_in([2023, 2024]))["membership"].to_list()
    [1.0, 0.6]
    """

    key = "organisations"
    title = "Memberships in organisations led by a power"
    citations: tuple[str, ...] = ("corcyrafacts", "pevehouse2020igo")
    unit: Unit = "directed-dyad-year"
    tables = ("organisations",)
    columns: tuple[Field, ...] = (
        Field(
            "membership", "deepest status in the organisations of the other's pole", "share", 0.0, 1.0, "organisations"
        ),
    )

    def __init__(self, rule: Rule = "dec-31") -> None:
        self.rule = checked(rule)

    def read(self) -> pl.DataFrame:
        """One row a state, power and year."""
        live = without_succeeded(without_overlaid(on_span(load("organisations")).filter(in_force(self.rule))))
        deep = live.join(depths(), on=["org", "status"], how="inner").rename({"cow": "state"})
        counted = deep.group_by("state", "other", "year").agg(membership=pl.col("depth").max())
        return complete(dyads(other_is_power=True), counted, {"membership": 0.0})


def without_overlaid(live: pl.DataFrame) -> pl.DataFrame:
    """Rows of an organisation in which a freeze, suspension or exit is in force give way to it."""
    over = pl.col("status").is_in(OVERLAYS)
    return live.filter(over | over.any().over("org", "iso3", "year").not_())


def without_succeeded(live: pl.DataFrame) -> pl.DataFrame:
    """Rows of a treaty give way to those of the organisation it became."""
    later = live.filter(pl.col("status") != "signatory").select("iso3", "year", successor="org").unique()
    named = live.with_columns(successor=pl.col("org").replace_strict(SUCCEEDED, default=None, return_dtype=pl.String))
    return named.join(later, on=["iso3", "year", "successor"], how="anti").drop("successor")


def depths() -> pl.DataFrame:
    """Organisation, status, leading power and depth. Raises `DataError` for a status that the facts use and no line ranks."""
    leaders = {pole.key: pole.leader for pole in poles()}
    ranked = {(each.org, each.status) for each in standings()}
    for org, status in load("organisations").select("org", "status").unique().rows():
        if (org, status) not in ranked:
            told = f"no depth for {status!r} in {org!r}. Add a line with its pole and depth."
            raise DataError(told, file=TABLES / "organisations.csv")
    led = [(each.org, each.status, leaders[each.pole], each.depth) for each in standings() if each.pole]
    return pl.DataFrame(led, schema=["org", "status", "other", "depth"], orient="row")

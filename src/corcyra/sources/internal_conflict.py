"""Fighting inside a state and territory outside its control."""

from __future__ import annotations

import polars as pl

from corcyra.sources.conflicts import yearly_conflicts
from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, Rule, checked, complete, in_force, on_span, states

__all__ = ["InternalConflict"]


class InternalConflict(FactSource):
    """Secession, insurgency and civil violence, state by year.

    Universe: the states of the facts, 1992-2024; 0 means that none is on file. Intensity (ours, on the thresholds of UCDP):
    1 from 1000 deaths in the year, 0.75 from 25, 0.5 below that or unknown, 0 none; deaths are spread evenly over the days of
    a conflict. An unresolved secession with territory outside control counts 0.5 in a year without fighting.
    ``territory_lost`` is 0.5 where it is disputed that it is lost at all. The words follow the recognised government's borders
    and take no side on who should hold the territory.

    >>> frame = InternalConflict().read().filter(pl.col("state") == 372)
    >>> frame.filter(pl.col("year").is_in([1992, 2006, 2024])).select("secession", "territory_lost").rows()
    [(1.0, 1.0), (0.5, 1.0), (0.5, 1.0)]
    """

    key = "internal_conflict"
    title = "Conflict inside states"
    citations: tuple[str, ...] = ("corcyrafacts", "gleditsch2002armed", "dixon2016intrastate")
    unit: Unit = "state-year"
    tables = ("conflicts", "territories")
    columns: tuple[Field, ...] = (
        Field(
            "secession",
            "fighting or an open dispute over a territory that would leave",
            "intensity",
            0.0,
            1.0,
            "conflicts",
        ),
        Field("insurgency", "armed groups or mutineers against the government", "intensity", 0.0, 1.0, "conflicts"),
        Field(
            "civil_violence", "violence between communities, or protest put down", "intensity", 0.0, 1.0, "conflicts"
        ),
        Field(
            "territory_lost", "territory outside the recognised government's control", "share", 0.0, 1.0, "conflicts"
        ),
    )

    def __init__(self, rule: Rule = "dec-31") -> None:
        self.rule = checked(rule)

    def read(self) -> pl.DataFrame:
        """One row a state and year."""
        frame = complete(states(), _fighting(), {"secession": 0.0, "insurgency": 0.0, "civil_violence": 0.0})
        frame = frame.join(_lost(self.rule), on=["state", "year"], how="left")
        seceding = pl.col("would_leave").fill_null(False)
        open_dispute = pl.when(seceding).then(0.5).otherwise(0.0)
        frame = frame.with_columns(
            secession=pl.max_horizontal("secession", open_dispute),
            territory_lost=pl.col("territory_lost").fill_null(0.0),
        )
        return frame.select("state", "year", *(field.name for field in self.columns)).sort("state", "year")


def intensity() -> pl.Expr:
    """The steps of `InternalConflict`."""
    deaths = pl.col("deaths")
    return pl.when(deaths >= 1000).then(1.0).when(deaths >= 25).then(0.75).otherwise(0.5)


def _fighting() -> pl.DataFrame:
    """Highest intensity of each sort on the territory of a state.

    A war between two states over territory is no secession; a civil war or insurgency counts by what it is over, as in UCDP.
    """
    kind, over = pl.col("kind"), pl.col("over")
    civil = kind.is_in(["internationalised civil", "secessionist"])
    armed = kind.is_in(["insurgency", "mutiny"])
    sorts = {
        "secession": (armed | civil) & (over == "territory"),
        "insurgency": (armed | civil) & (over != "territory"),
        "civil_violence": kind.is_in(["communal violence", "uprising and repression"]),
    }
    codes = load("states").select(location_iso3="iso3", state="cow")
    rows = yearly_conflicts().explode("location_iso3").join(codes, on="location_iso3")
    highest = [intensity().filter(where).max().alias(name) for name, where in sorts.items()]
    return rows.group_by("state", "year").agg(highest)


def _lost(rule: Rule) -> pl.DataFrame:
    """Territory outside control, and whether someone other than a neighbour's army would have it leave."""
    live = on_span(load("territories")).filter(in_force(rule)).rename({"cow": "state"})
    return live.group_by("state", "year").agg(
        territory_lost=pl.when(pl.col("contested") == "yes").then(0.5).otherwise(1.0).max(),
        would_leave=pl.col("controller_cow").is_null().any(),
    )

"""Fighting between two states, help to the other's rebels, and help to its government."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, both_ways, dyads, on_span, share_of_year, touches

__all__ = ["STANCE", "Conflicts", "yearly_conflicts"]

WAR, BELOW_WAR, ARMED_CONFLICT, CLASH, SHOW = 5, 4, 3, 2, 1
WAR_DEATHS, CONFLICT_DEATHS = 1000, 25
"""Deaths in a year that make a war (COW and UCDP) and an armed conflict (UCDP)."""

STANCE = {"acknowledged": 1.0, "disputed": 0.5, "denied": 0.5}
"""Help that is disputed or denied counts by half (ours: it may or may not have been given)."""


class Conflicts(FactSource):
    """Hostility and intervention between two states.

    Universe: all directed dyads among the states of the facts, 1992-2024; 0 means that no fighting is on file.
    ``hostility`` is equal in both directions and follows SCIENCE A3 (war 5, use of force 2, show of force 1), with two steps
    between (ours): 5 an interstate or internationalised war with 1000 deaths or more in the year; 4 two states' forces at
    war below that; 3 a civil war from 25 deaths in which the other state stands with the rebels; 2 a clash or a
    militarised dispute with use of force; 1 one without deaths. COW's disputes of hostility level 4 are in to 2014, when
    that data set ends; later clashes rest on the curated rows alone. Deaths of a conflict (midpoint of the range) are
    spread evenly over its days. Both sides' dead count alike, and the score says nothing about who began.
    ``rebel_support`` and the rest read the side of ``state``: 1 acknowledged, 0.5 disputed or denied.

    >>> frame = Conflicts().read().filter((pl.col("state") == 373) & (pl.col("other") == 371))
    >>> frame.filter(pl.col("year").is_in([1993, 2005, 2020, 2022, 2023]))["hostility"].to_list()
    [5, 3, 5, 4, 2]
    """

    key = "conflicts"
    title = "Armed conflict between states and intervention"
    citations: tuple[str, ...] = ("corcyrafacts", "gleditsch2002armed", "sarkees2010wars", "palmer2022mid")
    unit: Unit = "directed-dyad-year"
    tables = ("conflicts", "support")
    columns: tuple[Field, ...] = (
        Field("hostility", "highest hostility in the year: 0 none to 5 war", "scale", 0, 5, "conflicts"),
        Field(
            "rebel_support",
            "other fights beside, arms or shelters rebels against state",
            "share",
            0.0,
            1.0,
            "conflicts",
        ),
        Field("rescue", "other sent troops in aid of state's government", "share", 0.0, 1.0, "conflicts"),
        Field("war_aid", "other gave troops or materiel in aid of state's government", "share", 0.0, 1.0, "conflicts"),
    )

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year."""
        parts = {"hostility": hostility(), "rebel_support": rebel_support(), **aid()}
        frame = dyads()
        for counted in parts.values():
            frame = frame.join(counted, on=["state", "other", "year"], how="left")
        return frame.with_columns(pl.col(name).fill_null(0) for name in parts).sort("state", "other", "year")


def yearly_conflicts() -> pl.DataFrame:
    """Each conflict once a year it touches, with ``deaths``, its share of the deaths; null where no toll is on file."""
    frame = on_span(load("conflicts")).filter(touches())
    whole = ((pl.col("end_last").fill_null(pl.date(2024, 12, 31)) - pl.col("start_first")).dt.total_days() + 1).cast(
        pl.Float64
    )
    length = (pl.date(pl.col("year"), 12, 31) - pl.date(pl.col("year"), 1, 1)).dt.total_days() + 1
    days = share_of_year() * length
    return frame.with_columns(deaths=pl.mean_horizontal("deaths_low", "deaths_high") * days / whole)


def hostility() -> pl.DataFrame:
    """Highest level of fighting between two states on opposite sides, both directions."""
    sides = opposed(yearly_conflicts())
    pairs = sides.select(state="side_a_cow", other="side_b_cow", year="year", hostility=level())
    return both_ways(pairs).group_by("state", "other", "year").agg(pl.col("hostility").max())


def opposed(frame: pl.DataFrame) -> pl.DataFrame:
    """Each conflict once for each pair of states on opposite sides; a side without a state gives no pair."""
    return frame.explode("side_a_cow").explode("side_b_cow").drop_nulls(["side_a_cow", "side_b_cow"])


def level() -> pl.Expr:
    """The steps of `Conflicts`, highest first."""
    kind, deaths = pl.col("kind"), pl.col("deaths")
    civil = kind.is_in(["internationalised civil", "secessionist"])
    return (
        pl.when((civil | (kind == "interstate")) & (deaths >= WAR_DEATHS)).then(WAR)
        .when(kind == "interstate").then(BELOW_WAR)
        .when(civil & (deaths >= CONFLICT_DEATHS)).then(ARMED_CONFLICT)
        .when(pl.col("deaths_high") == 0).then(SHOW)
        .otherwise(CLASH).cast(pl.Int64)
    )  # fmt: skip


BETWEEN_STATES = ("border clash", "interstate", "militarised dispute")
"""Kinds of conflict in which the sides are states and nobody helps rebels by standing on one."""


def rebel_support() -> pl.DataFrame:
    """Help to the side against a state's government, by a state that fights beside it or that stands behind it."""
    civil = yearly_conflicts().filter(pl.col("kind").is_in(BETWEEN_STATES).not_())
    fought = opposed(civil)
    beside = fought.select(state="side_a_cow", other="side_b_cow", year="year", rebel_support=pl.lit(1.0))
    behind = supporters().filter(
        pl.col("aided_cow").is_null() & (pl.col("side") == "b") & (pl.col("level") != "political")
    )
    against = behind.join(load("conflicts").select(conflict="id", state="side_a_cow"), on="conflict").explode("state")
    helped = against.select("state", "other", "year", rebel_support="weight").drop_nulls()
    return pl.concat([beside, helped]).group_by("state", "other", "year").agg(pl.col("rebel_support").max())


def aid() -> dict[str, pl.DataFrame]:
    """Help to the government of a state: ``rescue`` with troops, ``war_aid`` with troops or materiel."""
    given = supporters().filter(pl.col("aided_cow").is_not_null()).rename({"aided_cow": "state"})
    kinds = {"rescue": ["troops"], "war_aid": ["troops", "materiel"]}
    return {
        name: given.filter(pl.col("level").is_in(levels))
        .group_by("state", "other", "year")
        .agg(pl.col("weight").max().alias(name))
        for name, levels in kinds.items()
    }


def supporters() -> pl.DataFrame:
    """Each act of support once a year that it touches, with its weight by stance."""
    frame = on_span(load("support")).filter(touches()).rename({"cow": "other"})
    return frame.with_columns(weight=pl.col("stance").replace_strict(STANCE, return_dtype=pl.Float64))

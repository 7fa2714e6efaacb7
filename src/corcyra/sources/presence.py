"""Forces and missions of one state on the soil of another."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import LEADS, FactSource, Rule, checked, complete, dyads, in_force, on_span

__all__ = ["LARGE", "STRENGTH", "Presence"]

LARGE = 1000
"""Troops that make a base a garrison that can fight on its own (ours: about a reinforced battalion)."""

GARRISONS = ("base", "air base")
"""Kinds that can be a garrison; technicians of a radar, border guards and peacekeepers are none, however many."""

STRENGTH = {
    "base": 0.5, "air base": 0.5, "peacekeepers": 0.5, "radar": 0.5, "test range": 0.5, "border guards": 0.5,
    "advisers": 0.25, "monitors": 0.25, "de facto occupation": 0.0,
}  # fmt: skip
"""Strength of a site by kind (ours): armed or fixed installations 0.5, advisers and monitors 0.25. `LARGE` troops make a base 1."""


class Presence(FactSource):
    """Sites of ``other`` on the soil of ``state`` with and without the consent of the recognised government.

    Universe: all directed dyads among the states of the facts, 1992-2024 (state = host, other = sender); 0 means that none
    is on file. A site of NATO or the EU counts for the United States, one of the CIS or the CSTO for Russia
    (`corcyra.sources.yearly.LEADS`); a site of an allied state alone, such as the German one at Termez, counts for that state
    only. ``troops`` adds the midpoints of the figures of consented sites of one sender; it is null where such a site has no
    figure, and 0 where there is none. Most figures are for one year, not series. ``occupation`` is a fact of enmity, of the
    family of conflicts: it never enters ``base_strength``.

    >>> frame = Presence().read().filter((pl.col("state") == 704) & (pl.col("other") == 2))
    >>> frame.filter(pl.col("bases") > 0)["year"].to_list()
    [2001, 2002, 2003, 2004]
    """

    key = "presence"
    title = "Military presence abroad"
    citations: tuple[str, ...] = ("corcyrafacts",)
    unit: Unit = "directed-dyad-year"
    tables = ("presence",)
    columns: tuple[Field, ...] = (
        Field("bases", "sites with the host's consent", "count", 0, None, "presence"),
        Field("base_strength", "strongest consented site: 1 base from 1000 troops, 0.5 other armed or fixed site, 0.25 advisers or "
              "monitors", "share", 0.0, 1.0, "presence"),
        Field("troops", "troops at consented sites, null where unknown", "persons", 0.0, None, "presence"),
        Field("contested_sites", "sites whose consent is denied, ended or disputed, occupation left out", "count", 0, None,
              "presence"),
        Field("contested_strength", "strongest site that is contested or a Soviet remainder, on the scale of base_strength", "share",
              0.0, 1.0, "presence"),
        Field("legacy_sites", "Soviet remainders before any agreement", "count", 0, None, "presence"),
        Field("occupation", "1 if other occupies part of state against the will of its recognised government", "yes or no",
              0, 1, "conflicts"),
    )  # fmt: skip

    def __init__(self, rule: Rule = "dec-31") -> None:
        self.rule = checked(rule)

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year; host first."""
        live = on_span(sites()).filter(in_force(self.rule))
        occupied = pl.col("kind") == "de facto occupation"
        invited = (pl.col("consent") == "invited") & occupied.not_()
        counted = live.group_by("state", "other", "year").agg(
            bases=invited.sum().cast(pl.Int64),
            base_strength=pl.col("strength").filter(invited).max(),
            troops=pl.col("troops").filter(invited).sum(),
            unknown=pl.col("troops").filter(invited).is_null().any(),
            contested_sites=((pl.col("consent") == "contested") & occupied.not_()).sum().cast(pl.Int64),
            contested_strength=pl.col("strength").filter((invited | occupied).not_()).max(),
            legacy_sites=(pl.col("consent") == "legacy").sum().cast(pl.Int64),
            occupation=occupied.any().cast(pl.Int64),
        )
        zero = dict.fromkeys(("bases", "troops", "contested_sites", "legacy_sites", "occupation"), 0)
        frame = complete(dyads(), counted, zero | {"base_strength": 0.0, "contested_strength": 0.0, "unknown": False})
        known = pl.when(pl.col("unknown").not_()).then(pl.col("troops").cast(pl.Float64))
        return frame.with_columns(troops=known).select(
            "state", "other", "year", *(field.name for field in self.columns)
        )


def sites() -> pl.DataFrame:
    """Each site once for each sending state, with its strength and the midpoint of its figures.

    The figure of a force of several states is kept for its size but not shared out among them.
    """
    middle = pl.mean_horizontal("troops_low", "troops_high")
    frame = load("presence").with_columns(
        troops=pl.when(pl.col("sender_iso3").list.len() == 1).then(middle),
        strength=pl.when((middle >= LARGE) & pl.col("kind").is_in(GARRISONS))
        .then(1.0)
        .otherwise(pl.col("kind").replace_strict(STRENGTH, return_dtype=pl.Float64)),
    )
    senders = frame.explode("sender_iso3").with_columns(sender=pl.col("sender_iso3").replace(LEADS))
    codes = load("actors").select(sender="code", other="cow").filter(pl.col("other") != "-")
    named = senders.join(codes, on="sender").with_columns(pl.col("other").cast(pl.Int64)).rename({"host_cow": "state"})
    return named.unique(["id", "other"], maintain_order=True)

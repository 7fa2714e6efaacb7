"""Lasting amity and enmity between two peoples and states: kinship, memory, claims, closed borders."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, Rule, both_ways, checked, complete, dyads, in_force, on_span

__all__ = ["GROUPS", "PRIOR", "Ties"]

PRIOR = 1991
"""Ties that began before this year are priors; those from it on are of the window."""

GROUPS: dict[str, tuple[str, ...]] = {
    "kin": ("shared ethnicity", "language branch", "shared religion", "minority across border"),
    "claim": ("territorial claim",),
    "memory": ("war/massacre memory", "imperial rule"),
    "closure": ("border closure",),
    "patronage": ("patronage/rescue memory",),
}


class Ties(FactSource):
    """Sums of the strengths (1 background, 2 salient, 3 defining; coders' judgements) of the ties between two states.

    Universe: all directed dyads among the states of the facts, 1992-2024, both directions equal; 0 means that none is on file,
    and the list keeps to ties with a bearing on alignment. A tie counts while it lasts. Two columns reach further:
    ``memory`` and the priors also count what has ended, since the memory of a war or of foreign rule outlasts it.
    ``amity_new`` and ``enmity_new`` leave out ties that began before 1991: new alone is the world without priors, new and
    prior together is the world with them. Where a reading is contested both sides' terms stand in the row's note.

    >>> frame = Ties().read()
    >>> frame.filter((pl.col("state") == 371) & (pl.col("other") == 640) & (pl.col("year") == 2000)).select(
    ...     "enmity_tie", "prior_enmity", "memory", "closure").row(0)
    (7, 3, 3, 3)
    """

    key = "ties"
    title = "Ties of amity and enmity"
    citations: tuple[str, ...] = ("corcyrafacts", "garibov2019friends")
    unit: Unit = "directed-dyad-year"
    tables = ("ties",)
    columns: tuple[Field, ...] = (
        Field("amity_tie", "ties of amity in force", "strength", 0, None, "ties"),
        Field("enmity_tie", "ties of enmity in force", "strength", 0, None, "ties"),
        Field("amity_new", "ties of amity in force that began in 1991 or later", "strength", 0, None, "ties"),
        Field("enmity_new", "ties of enmity in force that began in 1991 or later", "strength", 0, None, "ties"),
        Field("prior_amity", "ties of amity that began before 1991, ended or not", "strength", 0, None, "ties"),
        Field("prior_enmity", "ties of enmity that began before 1991, ended or not", "strength", 0, None, "ties"),
        Field(
            "kin",
            "kinship seen as amity: ethnicity, language, religion, kin across the border",
            "strength",
            0,
            None,
            "ties",
        ),
        Field("claim", "territorial claims", "strength", 0, None, "ties"),
        Field("memory", "memory of war, massacre or imperial rule, ended or not", "strength", 0, None, "ties"),
        Field("closure", "closed borders", "strength", 0, None, "ties"),
        Field("patronage", "memory of help or protection", "strength", 0, None, "ties"),
    )

    def __init__(self, rule: Rule = "dec-31") -> None:
        self.rule = checked(rule)

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year."""
        rows = on_span(load("ties").rename({"a_cow": "state", "b_cow": "other"}).select(_KEPT)).with_columns(
            lasts=in_force(self.rule, "since", "until")
        )
        begun = rows.filter(pl.col("since_first").dt.year() <= pl.col("year"))
        counted = both_ways(begun).group_by("state", "other", "year").agg(sums())
        return complete(dyads(), counted, {field.name: 0 for field in self.columns})


_KEPT = ["state", "other", "kind", "sign", "strength", "since_first", "since_last", "until_first", "until_last"]


def sums() -> list[pl.Expr]:
    """The columns of `Ties` as sums over the ties of a dyad and year."""
    amity, lasts = pl.col("sign") == "1", pl.col("lasts")
    prior = pl.col("since_first").dt.year() < PRIOR
    where = {
        "amity_tie": amity & lasts,
        "enmity_tie": amity.not_() & lasts,
        "amity_new": amity & lasts & prior.not_(),
        "enmity_new": amity.not_() & lasts & prior.not_(),
        "prior_amity": amity & prior,
        "prior_enmity": amity.not_() & prior,
        "kin": amity & lasts & pl.col("kind").is_in(GROUPS["kin"]),
        "claim": lasts & pl.col("kind").is_in(GROUPS["claim"]),
        "memory": pl.col("kind").is_in(GROUPS["memory"]),
        "closure": lasts & pl.col("kind").is_in(GROUPS["closure"]),
        "patronage": amity & lasts & pl.col("kind").is_in(GROUPS["patronage"]),
    }
    return [pl.col("strength").filter(rows).sum().alias(name) for name, rows in where.items()]

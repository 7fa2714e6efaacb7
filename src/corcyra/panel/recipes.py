"""How the columns that measures read are made from the world's datasets, for any states: one row of a table each.

The bundled facts give the same columns for the states that they are about, coded from documents; here they come from public
datasets alone. A recipe reads columns of datasets (a state's column stands on a dyad panel twice, with the suffixes 1 and 2)
and gives one column of the same name, unit and range as the facts have. Where a dataset is not in the library its columns are
missing, and so is what is made of them: a measure then counts it in its coverage. Columns that no public dataset gives
(`UNKNOWN`) are missing always.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from corcyra.sources import SOURCES
from corcyra.sources.source import Field

__all__ = ["FIELDS", "OPTIONAL", "PAIRS", "REQUIRED", "STATES", "UNKNOWN", "Recipe", "datasets_of"]


@dataclass(frozen=True)
class Recipe:
    """One column: its name, the columns that it reads as ``DATASET.COLUMN``, its value, and how it is made in words."""

    name: str
    reads: tuple[str, ...]
    value: pl.Expr
    how: str


def last(name: str, years: int | None = None) -> pl.Expr:
    """The pair's last known value, at most ``years`` old."""
    return pl.col(name).forward_fill(limit=years).over("state", "other", order_by="year")


def plain(name: str, source: str, column: str = "", how: str = "as published") -> Recipe:
    """A column taken over as it is, under the name that measures know."""
    column = column or name
    return Recipe(name, (f"{source}.{column}",), pl.col(column), how)


STATES: tuple[Recipe, ...] = (
    *(plain(name, "nmc") for name in ("cinc", "milex", "milper", "irst", "pec", "tpop", "upop")),
    plain("major", "majors", "cow_major"),
    *(
        plain(f"v2x_{name}{end}", "vdem")
        for name in ("polyarchy", "libdem")
        for end in ("", "_codelow", "_codehigh")
    ),
    plain("ideal_point", "ideal_points", "idealpoint"),
    plain("titular_share", "epr_state", "epr_largest", "share of the largest ethnopolitically relevant group"),
    plain("excluded_share", "epr_state", "epr_excluded", "share of groups excluded from power"),
    plain("conflict_territory", "ucdp", "ucdp_territory"),
    plain("conflict_government", "ucdp", "ucdp_government"),
    Recipe(
        "conflict_internationalised",
        ("ucdp.ucdp_internationalised",),
        (pl.col("ucdp_internationalised") > 0).cast(pl.Float64),
        "troops of an outside state took part",
    ),
    Recipe(
        "irregular_exit",
        ("leaders_archigos.archigos_irregular_exit",),
        pl.col("archigos_irregular_exit").cast(pl.Float64).clip(0, 1),
        "a ruler left office by force or its threat in the year",
    ),
    plain("tenure", "leaders_archigos", "archigos_tenure"),
    plain("coup", "coups", "coup_any"),
    Recipe(
        "regime_threat",
        ("coups.coup_any",),
        pl.when(pl.col("coup_any") > 0).then(3).otherwise(pl.col("coup_any").cast(pl.Int64)),
        "ours: an attempted coup puts the office at stake, 3; other threats are not in the dataset, so 0 is a lower bound",
    ),
    Recipe(
        "sanctioned",
        ("sanctions_from_audience.imposed", "sanctions_from_audience.threatened"),
        pl.when(pl.col("imposed") > 0).then(2).when(pl.col("threatened") > 0).then(1).when(pl.col("imposed") == 0).then(0),
        "ours: United States sanctions over human rights or regime, 2 when imposed and 1 when threatened, in the order of the facts' scale",
    ),
)  # fmt: skip
"""State-year columns."""

US = 2
"""COW number of the United States, for which alone troops abroad are published."""

PAIRS: tuple[Recipe, ...] = (
    Recipe(
        "distance",
        ("mindist.mindist", "contiguity.land_border", "capital_distance.capdist"),
        pl.coalesce(last("mindist"), pl.when(pl.col("land_border") == 1).then(0.0), last("capdist")),
        "minimum distance; before 1886 0 where the states share a land border, else between capitals; after 2019 the last known",
    ),
    Recipe(
        "contiguous",
        ("contiguity.land_border",),
        last("land_border").cast(pl.Float64),
        "the territories share a land border; after 2016 the last known",
    ),
    Recipe("capital_distance", ("capital_distance.capdist",), last("capdist"), "distance between capitals, the last known"),
    Recipe(
        "hostility",
        ("mid.mid_hostlev", "mid.mid_hostlev_other", "mid.mid_ongoing", "wars.war", "ucdp_dyads.ucdp_opposed_intensity"),
        pl.max_horizontal(
            pl.max_horizontal("mid_hostlev", "mid_hostlev_other")
            .replace_strict({5: 5.0, 4: 2.0, 3: 1.0, 2: 0.5, 1: 0.0}, default=None, return_dtype=pl.Float64)
            .fill_null(pl.when(pl.col("mid_ongoing") == 0).then(0.0)),
            pl.col("war").cast(pl.Float64) * 5.0,
            pl.col("ucdp_opposed_intensity").replace_strict({0: 0.0, 1: 2.0, 2: 5.0}, default=None, return_dtype=pl.Float64),
        ),
        "SCIENCE A3: dispute with war or war 5, use of force 2, display 1, threat 0.5; armies on opposite sides of an armed conflict (UCDP) 5 at war level, 2 below",
    ),
    Recipe(
        "securitised",
        ("rivalries_tss.tss_rivalry", "rivalries_td.td_rivalry"),
        pl.max_horizontal("tss_rivalry", "td_rivalry").cast(pl.Float64),
        "strategic rivals in the year (SCIENCE A3: rivalry-year)",
    ),
    Recipe(
        "claim",
        ("claims.icow_claim",),
        3.0 * (pl.col("icow_claim") > 0).cast(pl.Float64),
        "an issue claim in force counts in full (strength 3)",
    ),
    Recipe(
        "closure",
        ("sanctions.ties_imposed",),
        3.0 * (pl.col("ties_imposed") > 0).cast(pl.Float64),
        "SCIENCE A3: a sanction in force counts in full (strength 3)",
    ),
    Recipe(
        "rescue",
        ("ucdp_support.ucdp_support",),
        pl.col("ucdp_support").cast(pl.Float64),
        "other's troops fought beside state's government in an armed conflict",
    ),
    Recipe(
        "rebel_support",
        ("ucdp_support.ucdp_rebel_support",),
        pl.col("ucdp_rebel_support").cast(pl.Float64),
        "other's troops fought beside those who fought state's government",
    ),
    Recipe(
        "revision",
        ("mid.mid_originator_other", "mid.mid_revisionist_other", "mid.mid_ongoing"),
        ((pl.col("mid_originator_other") == 1) & (pl.col("mid_revisionist_other") == 1))
        .cast(pl.Float64)
        .fill_null(pl.when(pl.col("mid_ongoing") == 0).then(0.0)),
        "SCIENCE A2: other was an originator of a dispute with state and sought to change something",
    ),
    Recipe(
        "prior_amity",
        ("cepii.comlang_ethno",),
        3.0 * pl.col("comlang_ethno").cast(pl.Float64),
        "a language that 9 % or more speak in both counts as kinship (strength 3); static",
    ),
    Recipe("language_proximity", ("cepii.comlang_ethno",), pl.col("comlang_ethno").cast(pl.Float64), "a language that 9 % or more speak in both; static"),
    Recipe(
        "same_religion",
        ("religion_similarity.wrp_similarity",),
        last("wrp_similarity", 4),
        "shared religions, of the last of the five-year marks",
    ),
    Recipe(
        "same_empire",
        ("cepii.comcol", "cepii.colony"),
        pl.max_horizontal("comcol", "colony").cast(pl.Float64),
        "one ruled the other, or a third both after 1945; static",
    ),
    plain("trade_share", "trade_shares", "cow_trade_share"),
    Recipe(
        "trade_share_bloc",
        ("trade_with_audience.share",),
        pl.when(pl.col("other") == US).then(pl.col("share1")),
        "share of the United States and the members of the European Communities or Union of the year",
    ),
    plain("arms_share", "sipri_arms", "sipri_share"),
    Recipe(
        "troops",
        ("us_troops.us_troops",),
        pl.when(pl.col("other") == US).then(pl.col("us_troops").cast(pl.Float64)),
        "troops of the United States, for other states not known",
    ),
    Recipe(
        "base_strength",
        ("us_troops.us_troops",),
        pl.when(pl.col("other") == US).then(
            pl.when(pl.col("us_troops") >= 1000).then(1.0).when(pl.col("us_troops") >= 100).then(0.5)
            .when(pl.col("us_troops").is_not_null()).then(0.0)
        ),
        "the facts' scale: 1 from 1000 troops, 0.5 for another site; ours: from 100, since embassies everywhere have guards and attaches",
    ),
    Recipe(
        "pact_tier",
        ("atop_pacts.atop_pact_tier", "dcad.dcad_any"),
        pl.max_horizontal(
            pl.col("atop_pact_tier").cast(pl.Int64),
            pl.when(pl.col("dcad_any") == 1).then(2).otherwise(None),
        ),
        "ATOP, umbrella treaties left out: 3 defence or offence, 1 neutrality, non-aggression or consultation; 2 for a defence cooperation agreement",
    ),
    plain("pact_tier_umbrella", "atop_pacts", "atop_pact_tier_umbrella"),
    plain("membership", "igo_poles", "igo_membership"),
    plain("exercises", "mme", "mme_exercises"),
    Recipe(
        "ideal_distance",
        ("ideal_points.idealpoint",),
        (pl.col("idealpoint1") - pl.col("idealpoint2")).abs(),
        "distance of ideal points",
    ),
)  # fmt: skip
"""Directed dyad-year columns; ``state`` is the one that aligns, ``other`` the power."""

EXTRA: tuple[Field, ...] = (
    Field("excluded_share", "share of the population in groups excluded from power", "share", 0.0, 1.0, "peoples"),
    Field("revision", "other began a dispute with state to change something", "0 or 1", 0.0, 1.0, "conflicts"),
)
"""Columns that the bundled facts do not have."""

FIELDS = {field.name: field for source in SOURCES for field in source.columns} | {field.name: field for field in EXTRA}
"""What each column means."""

UNKNOWN = tuple(
    (field.name, source.unit == "state-year")
    for source in SOURCES
    for field in source.columns
    if field.name not in {recipe.name for recipe in (*STATES, *PAIRS)} and field.unit not in ("text",)
)
"""Columns of the facts that no public dataset gives, and whether they are of states: coders' readings of documents, mostly."""

REQUIRED = ("atop_pacts", "contiguity", "ideal_points", "igo_poles", "majors", "mid", "mindist", "nmc", "vdem")
"""Datasets without which no alignment, threat or power can be measured."""

MADE = {
    "sanctions_from_audience": ("sanctions",),
    "trade_with_audience": ("igo_members", "trade_shares"),
}
"""Tables that are collapsed from datasets before they join (see `corcyra.panel.world`)."""


def datasets_of(recipes: tuple[Recipe, ...] = (*STATES, *PAIRS)) -> tuple[str, ...]:
    """Keys of the datasets that recipes read, sorted.

    >>> datasets_of(tuple(recipe for recipe in PAIRS if recipe.name == "trade_share_bloc"))
    ('igo_members', 'trade_shares')
    """
    read = {source.partition(".")[0] for recipe in recipes for source in recipe.reads}
    return tuple(sorted({key for name in read for key in MADE.get(name, (name,))}))


OPTIONAL = tuple(key for key in datasets_of() if key not in REQUIRED)
"""Datasets that add to what is measured; without them the coverage is lower."""

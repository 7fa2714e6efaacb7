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

__all__ = ["FIELDS", "HELD", "OPTIONAL", "PAIRS", "REQUIRED", "STATES", "UNKNOWN", "Recipe", "datasets_of"]


@dataclass(frozen=True)
class Recipe:
    """One column: its name, the columns that it reads as ``DATASET.COLUMN``, its value, and how it is made in words."""

    name: str
    reads: tuple[str, ...]
    value: pl.Expr
    how: str


PAIR = ("state", "other")

HELD = 10
"""Years for which a border, a distance or a capital is taken to stay. Ours: it bridges the years between a dataset's end and now, and
not the decades in which a state was gone (Germany 1945-1990, the Baltic states 1940-1991)."""


def last(name: str, years: int = HELD) -> pl.Expr:
    """The pair's last known value, at most ``years`` calendar years old; the rows of a pair must stand in order of years."""
    seen = pl.when(pl.col(name).is_not_null()).then("year").forward_fill().over(PAIR)
    return pl.when(pl.col("year") - seen <= years).then(pl.col(name).forward_fill().over(PAIR))


def next_year(name: str) -> pl.Expr:
    """The pair's value of the year that follows."""
    follows = pl.col("year").shift(-1).over(PAIR) == pl.col("year") + 1
    return pl.when(follows).then(pl.col(name).shift(-1).over(PAIR))


def either(name: str) -> pl.Expr:
    """The higher of the two directions of a pair and year."""
    return pl.col(name).max().over(pl.min_horizontal(PAIR), pl.max_horizontal(PAIR), "year")


def steps(name: pl.Expr, scale: dict[int, float]) -> pl.Expr:
    """Codes as weights; a code that is not on the scale is missing."""
    return name.cast(pl.Int64).replace_strict(scale, default=None, return_dtype=pl.Float64)


US, CUBA = 2, 40
"""COW numbers; the United States alone publish their troops abroad."""

SUCCESSORS = (365, 359, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)
"""The fifteen states of the former USSR. COW's trade holds zeros before 1994 for flows among them that were not reported, so that the
shares of 1991-1993 are none (`corcyra.sources.trade.Trade` starts in 1994 too)."""

REPORTED = pl.col("state").is_in(SUCCESSORS).not_() | pl.col("year").is_between(1991, 1993).not_()

DISPUTE = steps(pl.max_horizontal("mid_hostlev", "mid_hostlev_other"), {5: 5.0, 4: 2.0, 3: 1.0, 2: 0.5, 1: 0.0, 0: 0.0})
LEVELS = {0: 0.0, 1: 2.0, 2: 5.0}
ARMIES = pl.max_horizontal(
    steps(pl.col("ucdp_interstate_intensity"), LEVELS),
    pl.when(either("ucdp_rebel_support") == 1).then(steps(pl.col("ucdp_opposed_intensity"), LEVELS)),
)
ORIGINAL = pl.col("joined").is_null()
FOUGHT = pl.max_horizontal(
    pl.when(ORIGINAL).then(DISPUTE), pl.when(ORIGINAL).then(5.0 * pl.col("war").cast(pl.Float64)), ARMIES
)

GUESTS = pl.when(
    (pl.col("war").fill_null(0) == 1) | ((pl.col("state") == CUBA) & (pl.col("year") >= 1961))
).then(0).otherwise(pl.col("us_troops")).cast(pl.Float64)  # fmt: skip
"""Troops with the host's consent: none in a country with which the United States are at war in the year, and none at Guantanamo since
1961, when the two broke off relations and Cuba denied its consent. The facts count such sites apart, too."""


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
    Recipe(
        "titular_share",
        ("epr_state.epr_largest", "epr_state.epr_groups"),
        pl.when(pl.col("epr_groups") > 0).then(pl.col("epr_largest")),
        "share of the largest group; missing where no group is politically relevant, since there EPR often lists all people as one",
    ),
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
        ("sanctions_from_audience.imposed",),
        2.0 * pl.col("imposed"),
        "ours: United States sanctions in force over human rights or the regime are a partial measure, 2; a lower bound, since "
        "what is cut off is not in the table; a threat is no measure in force",
    ),
)  # fmt: skip
"""State-year columns."""

PAIRS: tuple[Recipe, ...] = (
    Recipe(
        "distance",
        ("mindist.mindist", "contiguity.land_border", "capital_distance.capdist"),
        pl.coalesce(last("mindist"), next_year("mindist"), pl.when(pl.col("land_border") == 1).then(0.0), last("capdist")),
        "minimum distance on 1 January, in a pair's first year that of the next; after 2019 the last known, for ten years; before 1885 "
        "0 where the states share a land border, else between capitals",
    ),
    Recipe("contiguous", ("contiguity.land_border",), last("land_border"), "a land border on any day; after 2016 the last known, for ten years"),
    Recipe("capital_distance", ("capital_distance.capdist",), last("capdist"), "between capitals on 1 January; the last known, for ten years"),
    Recipe(
        "hostility",
        (
            "mid.mid_hostlev", "mid.mid_hostlev_other", "disputes_joined.joined", "wars.war",
            "ucdp_dyads.ucdp_interstate_intensity", "ucdp_dyads.ucdp_opposed_intensity", "ucdp_support.ucdp_rebel_support",
        ),
        pl.when((FOUGHT > 0) | (ORIGINAL & DISPUTE.is_not_null())).then(FOUGHT),
        "SCIENCE A3: war 5, use of force 2, display 1, threat 0.5, of disputes in which both were there on the first day (SCIENCE C6, "
        "rule 3); UCDP's conflicts between the two, or of one with rebels beside whom the other's troops fight: war 5, below 2; "
        "missing where one only joined, and where no dispute data reach and UCDP has none",
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
        ("sanctions.ties_imposed", "sanctions.ties_alignment"),
        3.0 * (pl.col("ties_imposed") > pl.col("ties_alignment")).cast(pl.Float64),
        "SCIENCE A3: a sanction in force counts in full (strength 3); those over an alignment are left out (SCIENCE C6, rule 3)",
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
        ("mid.mid_revisionist_other", "mid.mid_ongoing"),
        pl.when(pl.col("mid_ongoing") == 0).then(0).otherwise(pl.col("mid_revisionist_other")).cast(pl.Float64),
        "SCIENCE A2: other sought to change something in a dispute in which both were there on the first day",
    ),
    Recipe(
        "prior_amity",
        ("cepii.comlang_ethno",),
        pl.when(pl.col("year") >= 1945).then(3.0 * pl.col("comlang_ethno").cast(pl.Float64)),
        "SCIENCE A3: kinship; a language that 9 % or more speak in both counts in full (strength 3); of about 2005, from 1945 on",
    ),
    Recipe(
        "language_proximity",
        ("cepii.comlang_ethno",),
        pl.when(pl.col("year") >= 1945).then(pl.col("comlang_ethno").cast(pl.Float64)),
        "a language that 9 % or more speak in both; of about 2005, from 1945 on",
    ),
    Recipe("same_religion", ("religion_similarity.wrp_similarity",), last("wrp_similarity", 4), "shared religions, of the last five-year mark"),
    Recipe(
        "same_empire",
        ("colonial_history.colony_of",),
        pl.when(pl.any_horizontal(
            pl.col("colony_of1").eq_missing(pl.col("other")), pl.col("colony_of2").eq_missing(pl.col("state")),
            pl.col("colony_of1") == pl.col("colony_of2"),
        )).then(1.0).otherwise(pl.when(pl.col("colony_of1").is_not_null() & pl.col("colony_of2").is_not_null()).then(0.0)),
        "one was the main colonial ruler of the other, or a third of both; missing where a side had none or it is not known",
    ),
    Recipe("trade_share", ("trade_shares.cow_trade_share",), pl.when(REPORTED).then("cow_trade_share"), "as published; the former USSR from 1994"),
    Recipe(
        "trade_share_bloc",
        ("trade_with_audience.share",),
        pl.when((pl.col("other") == US) & REPORTED).then(pl.col("share1")),
        "share of the United States and the members of the European Communities or Union of the year; the former USSR from 1994",
    ),
    plain("arms_share", "sipri_arms", "sipri_share"),
    Recipe(
        "troops",
        ("us_troops.us_troops", "wars.war"),
        pl.when(pl.col("us_troops").is_not_null()).then(GUESTS),
        "troops of the United States with the host's consent; of other states not known",
    ),
    Recipe(
        "base_strength",
        ("us_troops.us_troops", "wars.war"),
        pl.when(pl.col("us_troops").is_not_null()).then(pl.when(GUESTS >= 1000).then(1.0).when(GUESTS >= 100).then(0.5).otherwise(0.0)),
        "the facts' scale: 1 from 1000 troops, 0.5 for another site; ours: from 100, since embassies everywhere have guards and attaches; "
        "of other states than the United States not known",
    ),
    Recipe(
        "pact_tier",
        ("atop_pacts.atop_pact_tier", "dcad.dcad_general"),
        pl.when(pl.col("atop_pact_tier").is_not_null()).then(
            pl.max_horizontal(pl.col("atop_pact_tier").cast(pl.Int64), pl.when(last("dcad_general", 6) == 1).then(2))
        ),
        "ATOP, umbrella treaties left out: 3 defence or offence, 1 neutrality, non-aggression or consultation; 2 for a general defence "
        "cooperation agreement, from 1980, after 2010 as of 2010, to ATOP's end; agreements on one subject are no pact",
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
    Field("revision", "other sought to change something in a dispute with state from its first day", "0 or 1", 0.0, 1.0, "conflicts"),
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
    "disputes_joined": ("mid",),
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

"""What every study must admit: the limits of what it is made from, and the codings that are contested."""

from __future__ import annotations

import polars as pl

from corcyra.casebook.case import case
from corcyra.panel.recipes import OPTIONAL
from corcyra.panel.world import lacking
from corcyra.sources.facts import load
from corcyra.sources.library import Library, missing
from corcyra.study.plan import Plan
from corcyra.world.states import find

__all__ = ["contested", "limits"]

GENERAL = (
    "A pole is measured by its leading state: the West's power and distance are those of the United States, although NATO and "
    "the European Union lie nearer.",
    "The weights of the theories are all equal, because the literature gives signs and no magnitudes; the section on what "
    "would differ shows which verdicts hang on that.",
    "Enmity, amity and much of the rest are coded from documents and from a literature that knows the alignments; no rule "
    "against circularity can undo what a coder knew.",
    "Trade ends in 2014, UN votes in 2023, capabilities in 2022; the last known value is carried for three years at most.",
    "Penetration is a lower bound: shares of arms and gas are on file for some years only, so a sudden rise can be a figure that "
    "appears, and a fall one that ends.",
    "The intensity of a conflict is its whole toll spread over its days, so how it went on colours its first year; yearly tolls "
    "are not on file.",
    "Exercises after 2010 are listed in part: a count of none is a lower bound.",
)
"""True of the bundled facts whatever the study."""

WORLD = (
    GENERAL[0],
    GENERAL[1],
    "Each dataset ends in its own year (ATOP's member table 2016, disputes of the Correlates of War 2014, trade 2014, rivalries 2020, UN "
    "votes 2023); the last known value is carried for three years at most, so the last years of a long study rest on less. The "
    "coverages say on what.",
    "Troops and bases abroad are published for the United States alone; other powers' are missing, and so is much of penetration "
    "and of what autonomy is read from.",
    "A pair that only joined a dispute or war begun by others is missing in the record of hostility, since who joins is often an ally; "
    "after 2014 hostility is read from armed conflicts (UCDP) alone.",
    "Support to rebels is counted only where an outside state's troops fought; arms, money and shelter given to rebels are not.",
    "Kinship is a common language, the same in every year; ties that coders read from documents are not in public datasets.",
    "A threat to rulers is an attempted coup; plots, purges and protests are not counted.",
    "Stocks of enmity and amity are built from fifty years before the study, and from nothing before that.",
    "An indicator that begins late (votes of the People's Republic of China in the UN in 1971, exercises in 1980) can move the mean of "
    "alignment in the year in which it begins; the table shows each indicator by itself.",
)
"""True of panels of the world whatever the study."""


def limits(plan: Plan, library: Library | None = None) -> tuple[str, ...]:
    """The limits of a study: those of its text, those of its evidence, and the datasets that the library lacks."""
    text = () if plan.spec.case is None else case(plan.spec.case).limits
    if plan.evidence == "facts":
        return (*text, *GENERAL)
    without = lacking(library or Library.default(), OPTIONAL)
    named = ", ".join(each.key for each in without)
    told = (f"Not in the library, so missing here: {named}. To have them: {missing(without)}.",) if without else ()
    return (*text, *WORLD, *told)


def contested(plan: Plan) -> tuple[str, ...]:
    """Codings on which the parties differ: those that the text's case names, and the ties marked contested in the facts."""
    text = () if plan.spec.case is None else case(plan.spec.case).contested
    if plan.evidence == "world":
        return text
    rows = load("ties").filter(pl.col("contested") == "yes")
    own = rows.filter(pl.col("a_cow").is_in(plan.codes) | pl.col("b_cow").is_in(plan.codes))
    told = tuple(
        f"{find(row['a_cow'], plan.years.last).name} and {find(row['b_cow'], plan.years.last).name}, {row['kind']}: {row['note']}."
        for row in own.sort("id").iter_rows(named=True)
        if row["note"]
    )
    return (*text, *told)

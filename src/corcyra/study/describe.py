"""The tables of a study that only describe: alignment, posture, turns, threat, enmity, weakness, penetration."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from corcyra.measures.change_points import turns
from corcyra.panel.panels import Panels
from corcyra.sources.facts import load
from corcyra.study.plan import Plan
from corcyra.world.poles import Pole
from corcyra.world.states import State, states

__all__ = ["describe", "latest", "letters", "tidy"]

DIGITS = 6
"""Decimals kept in a study's tables. Ours: below what any source measures, above what machines disagree on."""

CHANCE_DIGITS = 12
"""Decimals of probabilities: enough that log loss can be computed again from the table when something improbable happened."""


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Floats rounded to six decimals, probabilities to twelve, NaN as missing, minus zero as zero: the same bytes everywhere."""
    digits = {
        name: CHANCE_DIGITS if name.startswith("p_") else DIGITS for name, kind in frame.schema.items() if kind.is_float()
    }
    floats = list(digits)
    rounded = frame.with_columns(pl.col(name).fill_nan(None).round(digits[name]) for name in floats)
    return rounded.with_columns(pl.when(pl.col(name) == 0).then(0.0).otherwise(pl.col(name)).alias(name) for name in floats)


def latest(code: int, year: int) -> State:
    """The last spell of a COW number that began by the end of a year; its first, when all began later."""
    spells = sorted((state for state in states() if state.cow == code), key=lambda state: state.span.start)
    begun = [state for state in spells if state.span.start.year <= year]
    return (begun or spells)[-1 if begun else 0]


def letters(panels: Panels) -> dict[int, str]:
    """Letters of the panels' states by COW number: ISO-3, or the number where there are none.

    Successors share letters with what they succeeded. Here letters must tell states apart, so the later state has them and
    the earlier one has its number behind them: DEU is united Germany (255), DEU260 the Federal Republic before 1990.
    """
    last = {code: latest(code, panels.years[-1]) for code in panels.codes}
    found: dict[str, int] = {}
    for code in sorted(panels.codes, key=lambda code: last[code].span.start, reverse=True):
        letter = last[code].iso3 or str(code)
        found[f"{letter}{code}" if letter in found else letter] = code
    return dict(sorted((code, letter) for letter, code in found.items()))


def state_table(panels: Panels, plan: Plan, columns: Mapping[str, str]) -> pl.DataFrame:
    """State-year columns of the study's states and years under new names, states as letters."""
    frame = panels.states.frame.filter(pl.col("state").is_in(plan.codes), within(plan))
    chosen = frame.select("state", "year", *(pl.col(old).alias(new) for new, old in columns.items()))
    return chosen.with_columns(pl.col("state").replace_strict(letters(panels))).sort("state", "year")


def pair_table(panels: Panels, plan: Plan, columns: Mapping[str, str], rows: pl.Expr) -> pl.DataFrame:
    """Directed dyad-year columns of the study's years under new names, states as letters."""
    names = letters(panels)
    frame = panels.dyads.frame.filter(rows, within(plan))
    chosen = frame.select("state", "other", "year", *(pl.col(old).alias(new) for new, old in columns.items()))
    both = (pl.col(each).replace_strict(names) for each in ("state", "other"))
    return chosen.with_columns(*both).sort("state", "year", "other")


def within(plan: Plan) -> pl.Expr:
    """The study's years."""
    return pl.col("year").is_between(plan.years.first, plan.years.last)


def toward_poles(table: pl.DataFrame, panels: Panels, poles: tuple[Pole, ...]) -> pl.DataFrame:
    """Rows toward the poles' leading states, with the pole's key in place of the leader."""
    names = letters(panels)
    leader = pl.DataFrame({"other": [names[pole.leader] for pole in poles], "pole": [pole.key for pole in poles]})
    joined = table.join(leader, on="other", how="inner")
    return joined.select("state", "year", "pole", pl.exclude("state", "year", "pole", "other")).sort("state", "year", "pole")


def alignment_table(panels: Panels, plan: Plan) -> pl.DataFrame:
    """Alignment toward each pole with its indicators and the latent score."""
    indicators = [name for name in panels.dyads.columns if name.startswith("align_")]
    columns = {
        "alignment": "alignment",
        "coverage": "alignment_coverage",
        **{name: name for name in indicators},
        "latent": "alignment_latent",
        "latent_sd": "alignment_latent_sd",
    }
    return toward_poles(pair_table(panels, plan, columns, pl.col("state").is_in(plan.codes)), panels, plan.poles)


def turn_table(panels: Panels, plan: Plan) -> pl.DataFrame:
    """Dated turns of the study's states; detection is pooled over all states of the panels."""
    leaders = [panels.place(pole.leader) for pole in plan.poles]
    years = [place for place, year in enumerate(panels.years) if year in plan.years]
    alignment = panels.array("alignment")[np.ix_(years, range(len(panels.codes)), leaders)]
    keys = [pole.key for pole in plan.poles]
    found = turns(alignment, [panels.years[place] for place in years], panels.codes, keys, only=plan.codes)
    names = letters(panels)
    table = [
        (names[turn.state], turn.year, turn.pole, turn.change, turn.probability, ", ".join(turn.away_from), ", ".join(turn.toward))
        for turn in found
    ]
    text = dict.fromkeys(("away_from", "toward"), pl.String)
    schema = {"state": pl.String, "year": pl.Int64, "pole": pl.String, "change": pl.Float64, "probability": pl.Float64, **text}
    return pl.DataFrame(table, schema=schema, orient="row").sort("state", "year", "pole")


def coded_turns(panels: Panels, plan: Plan) -> pl.DataFrame:
    """Turns as coders read them from documents, for the study's states and years."""
    names = letters(panels)
    wanted = [names[code] for code in plan.codes]
    frame = load("turns").filter(pl.col("iso3").is_in(wanted)).with_columns(year=pl.col("date_first").dt.year().cast(pl.Int64))
    chosen = frame.filter(within(plan)).select("iso3", "date", "year", "from", "to", "what_changed", "confidence", "source")
    return chosen.rename({"iso3": "state"}).sort("state", "year", "date")


def threat_table(panels: Panels, plan: Plan) -> pl.DataFrame:
    """Every other state's threat to each state of the study, by component, ranked within the year."""
    parts = ("power", "proximity", "offence", "intent")
    columns = {"threat": "threat", **{part: f"threat_{part}" for part in parts}}
    table = pair_table(panels, plan, columns, pl.col("state").is_in(plan.codes)).filter(pl.col("threat").is_not_null())
    rank = pl.col("threat").rank("ordinal", descending=True).over("state", "year").cast(pl.Int64)
    return table.with_columns(rank=rank).select("state", "year", "other", "rank", *columns).sort("state", "year", "rank")


def enmity_table(panels: Panels, plan: Plan) -> pl.DataFrame:
    """Enmity and amity of every pair among the study's states and the poles' leaders; each pair once."""
    actors = sorted({*plan.codes, *(pole.leader for pole in plan.poles)})
    rows = pl.col("state").is_in(actors) & pl.col("other").is_in(actors)
    table = pair_table(panels, plan, {"enmity": "enmity", "amity": "amity"}, rows)
    return table.filter(pl.col("state") < pl.col("other")).sort("state", "other", "year")


def penetration_table(panels: Panels, plan: Plan) -> pl.DataFrame:
    """Penetration of each state by each pole's leader, beside the total and how exclusive it is."""
    pairs = pair_table(panels, plan, {"penetration": "penetration"}, pl.col("state").is_in(plan.codes))
    whole = state_table(panels, plan, {"total": "penetration_total", "exclusivity": "penetration_exclusivity"})
    return toward_poles(pairs, panels, plan.poles).join(whole, on=["state", "year"], how="left")


WEAKNESS = {
    "weakness": "weakness",
    "horizontal": "weakness_horizontal",
    "vertical": "weakness_vertical",
    "horizontal_coverage": "weakness_horizontal_coverage",
    "vertical_coverage": "weakness_vertical_coverage",
}
MEASURED = ("stigma", "normative_threat", "ontological_insecurity", "autonomy", "internal_threat", "revisionism")


def describe(panels: Panels, plan: Plan) -> dict[str, pl.DataFrame]:
    """All descriptive tables by their key in `TABLES`."""
    return {
        "alignment": alignment_table(panels, plan),
        "turns": turn_table(panels, plan),
        "coded_turns": coded_turns(panels, plan),
        "threats": threat_table(panels, plan),
        "enmity_amity": enmity_table(panels, plan),
        "weakness": state_table(panels, plan, WEAKNESS),
        "penetration": penetration_table(panels, plan),
        "states_measured": state_table(panels, plan, {name: name for name in MEASURED}),
    }

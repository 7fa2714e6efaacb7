"""The tables of a study that judge: expectations, scores, the text beside the computation, silences, leaks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.casebook.case import case
from corcyra.contest.baselines import BASELINES, baselines
from corcyra.contest.bootstrap import bootstrap
from corcyra.contest.compare import compare
from corcyra.contest.leaks import audit, leak_report
from corcyra.contest.run import Expectations, expectations, observed
from corcyra.contest.scores import scores
from corcyra.contest.transitions import on_transitions
from corcyra.contest.trials import Trials, trials
from corcyra.panel.panels import Panels
from corcyra.study.describe import letters
from corcyra.study.plan import Plan
from corcyra.world.time import Years

__all__ = ["Judged", "judge"]

Mask = npt.NDArray[np.bool_]

METRICS = {"top1": "top1", "top1_lenient": "lenient", "mrr": "mrr", "log_loss": "log_loss", "brier": "brier"}
METRICS |= {"silence": "silence", "posture_match": "posture"}
LOWER_IS_BETTER = ("log_loss", "brier", "silence")
DEFENCE = 3
"""The tier of a pact that promises defence."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What the contest gave: expectations of the theories, what was observed, and the tables."""

    found: Expectations
    seen: pl.DataFrame
    tables: dict[str, pl.DataFrame]


def judge(
    panels: Panels, plan: Plan, tell: Callable[[str, float], None] = lambda *_: None, *, executor: Executor | None = None
) -> Judged:
    """Run the contest of a study and lay its tables out.

    Raises `CircularityError` before anything is computed when a theory needs what the outcome is made of.
    """
    for theory in plan.theories:
        audit(panels, theory.needs, plan.hidden)
    everyone = tuple(panels.codes)
    tell("asking the theories", 0.0)
    found = expectations(panels, plan.theories, plan.codes, plan.poles, plan.years, hidden=plan.hidden)
    history = observed(panels, everyone, plan.poles, Years(panels.years[0] + 1, panels.years[-1]))
    tell("asking the baselines", 0.3)
    plain = baselines(panels, history, plan.codes, plan.poles, plan.years, hidden=plan.hidden)
    inside = pl.col("state").is_in(plan.codes) & pl.col("year").is_between(plan.years.first, plan.years.last)
    seen = history.filter(inside)
    tell("scoring", 0.5)
    both = pl.concat([found.frame, plain.select(found.frame.columns)])
    tables = {
        "posture": posture_table(panels, plan, seen),
        "expectations": expectation_table(both, seen),
        "terms": found.terms.select("theory", "state", "year", "term", "meaning", "pole", "value"),
        **score_tables(both, seen, history, plan, executor),
        "silences": silence_table(found.frame),
    }
    tell("looking for leaks", 0.8)
    tables["leaks"] = leak_table(panels, plan, history)
    if plan.spec.case is not None:
        tables["truth_table"] = text_table(found, seen, plan)
    names = letters(panels)
    named = {key: in_letters(frame, names) for key, frame in tables.items()}
    return Judged(found, seen, named)


def posture_table(panels: Panels, plan: Plan, seen: pl.DataFrame) -> pl.DataFrame:
    """Partner and posture by year; and the posture again with poles whose leaders are allies not counted as rivals.

    SCIENCE A9 takes all poles for rivals. Standing close to two powers that are pledged to defend each other is no hedge
    between them, so both readings are given.
    """
    allied = observed(panels, plan.codes, plan.poles, plan.years, rivals=rival_poles(panels, plan))
    both = allied.select("state", "year", posture_allied="posture")
    chosen = seen.select("state", "year", "partner", "second", "posture")
    return chosen.join(both, on=["state", "year"], how="left", maintain_order="left")


def rival_poles(panels: Panels, plan: Plan) -> Mask:
    """Which poles are rivals: all but those whose leaders owed each other defence in every year of the study."""
    leaders = [panels.place(pole.leader) for pole in plan.poles]
    years = [place for place, year in enumerate(panels.years) if year in plan.years]
    pledged = np.fmax(panels.array("pact_tier"), panels.array("pact_tier_umbrella"))[np.ix_(years, leaders, leaders)]
    always = ((pledged >= DEFENCE) | np.isnan(pledged)).all(axis=0) & ~np.isnan(pledged).all(axis=0)
    return np.asarray(~always, dtype=np.bool_)


def in_letters(frame: pl.DataFrame, names: dict[int, str]) -> pl.DataFrame:
    """ISO-3 letters in place of numbers in the column ``state``."""
    if "state" not in frame.columns:
        return frame
    return frame.with_columns(pl.col("state").replace_strict(names, return_dtype=pl.String))


def expectation_table(both: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Theories and baselines in one table, beside what was observed."""
    joined = both.join(seen.select("state", "year", observed="partner"), on=["state", "year"], how="left", maintain_order="left")
    chances = [name for name in both.columns if name.startswith("p_")]
    return joined.select(
        pl.col("theory").alias("contender"),
        kind_of(),
        "state",
        "year",
        "silent",
        pl.col("kind").alias("silence_kind"),
        "reason",
        "partner",
        "posture",
        *chances,
        "observed",
        hit=pl.col("partner") == pl.col("observed"),
    )


def kind_of(column: str = "theory") -> pl.Expr:
    """``baseline`` or ``theory``, by the name."""
    return pl.when(pl.col(column).is_in(BASELINES)).then(pl.lit("baseline")).otherwise(pl.lit("theory")).alias("kind")


def score_tables(
    both: pl.DataFrame, seen: pl.DataFrame, history: pl.DataFrame, plan: Plan, executor: Executor | None
) -> dict[str, pl.DataFrame]:
    """``scores`` with intervals, and ``differences``, on each of the `row_sets`."""
    held = trials(both, seen, [pole.key for pole in plan.poles])
    subsets = row_sets(held, history, plan)
    streams = np.random.default_rng(plan.spec.seed).spawn(len(subsets))
    score_rows, gap_rows = [], []
    for (rows, kept), rng in zip(subsets.items(), streams, strict=True):
        intervals, gaps = intervals_of(held, kept, rng, plan, executor)
        values = scores(held, rows=kept).filter(pl.col("basis") == "own")
        long = values.unpivot(list(METRICS), index=["theory", "n"], variable_name="score", value_name="value")
        joined = long.join(intervals, on=["theory", "score"], how="left", maintain_order="left")
        score_rows.append(joined.with_columns(rows=pl.lit(rows)))
        gap_rows.append(gaps.with_columns(rows=pl.lit(rows)))
    score = pl.concat(score_rows).with_columns(kind_of(), metric=pl.col("score").replace_strict(METRICS))
    ordered = ["contender", "kind", "rows", "metric", "value", "low", "high", "n"]
    return {
        "scores": score.rename({"theory": "contender"}).select(ordered),
        "differences": gap_table(pl.concat(gap_rows)),
    }


def row_sets(held: Trials, history: pl.DataFrame, plan: Plan) -> dict[str, Mask]:
    """The state-years to score on: all, those in which the partner changed, and those on which no theory is silent."""
    speakers = [held.theories.index(theory.key) for theory in plan.theories]
    return {
        "all": np.ones(len(held.outcome), dtype=np.bool_),
        "transitions": on_transitions(held, history),
        "common": np.asarray(held.spoken[speakers].all(axis=0), dtype=np.bool_),
    }


def intervals_of(
    held: Trials, kept: Mask, rng: np.random.Generator, plan: Plan, executor: Executor | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Intervals of the scores and of the differences from the baselines; no rows in a study without draws."""
    settings = plan.spec.bootstrap
    if settings.draws:
        made = bootstrap(held, BASELINES, rng, rows=kept, draws=settings.draws, block=settings.block, executor=executor)
        return made.scores.select("theory", "score", "low", "high"), made.differences
    ends = {"low": pl.Float64, "high": pl.Float64}
    names = {"theory": pl.String, "baseline": pl.String, "score": pl.String}
    gaps = pl.DataFrame(schema={**names, "value": pl.Float64, **ends})
    return gaps.select("theory", "score", "low", "high"), gaps


def gap_table(gaps: pl.DataFrame) -> pl.DataFrame:
    """Differences turned so that positive means that the theory did better."""
    turn = pl.col("score").is_in(LOWER_IS_BETTER)
    return gaps.filter(pl.col("score").is_in(["top1", "log_loss", "brier"])).select(
        "theory",
        "baseline",
        "rows",
        pl.col("score").replace_strict(METRICS).alias("metric"),
        value=pl.when(turn).then(-pl.col("value")).otherwise(pl.col("value")),
        low=pl.when(turn).then(-pl.col("high")).otherwise(pl.col("low")),
        high=pl.when(turn).then(-pl.col("low")).otherwise(pl.col("high")),
    )


def silence_table(frame: pl.DataFrame) -> pl.DataFrame:
    """Each theory's silences by state and reason, with the years they span."""
    bare = pl.col("reason").str.replace(r"before \d{4} ", "")
    silent = frame.filter(pl.col("silent")).with_columns(reason=bare)
    grouped = silent.group_by("theory", "state", "kind", "reason", maintain_order=True)
    table = grouped.agg(first=pl.col("year").min(), last=pl.col("year").max(), years=pl.len().cast(pl.Int64))
    return table.sort("theory", "state", "first", "reason")


def leak_table(panels: Panels, plan: Plan, history: pl.DataFrame) -> pl.DataFrame:
    """How much each predictor tells of the partner of the year and of the year before, and who uses it."""
    users = {
        name: ", ".join(theory.key for theory in plan.theories if name in theory.needs)
        for name in sorted({name for theory in plan.theories for name in theory.needs})
    }
    report = leak_report(panels, list(users), history, plan.codes, plan.poles)
    named = report.with_columns(theory=pl.col("column").replace_strict(users))
    return named.rename({"now": "same_year", "before": "year_before"})


def text_table(found: Expectations, seen: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """What the text says beside what the computation says, over the text's years within the study's.

    A pattern that the text states for several states is left out when the study lacks one of them.
    """
    text = case(str(plan.spec.case))
    years = Years(max(plan.years.first, text.years.first), min(plan.years.last, text.years.last))
    inside = pl.col("state").is_in(plan.codes) & pl.col("alike").list.eval(pl.element().is_in(plan.codes)).list.all()
    rows = text.table().filter(inside)
    return compare(rows, found, seen, plan.poles, years).with_columns(source=pl.lit(text.source))

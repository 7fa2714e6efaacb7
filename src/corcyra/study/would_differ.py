"""What would have to be different: which single change of a parameter changes a theory's verdict on a state.

Each parameter of each theory is switched off, halved and doubled, one at a time, and the theory is asked again. So are a
few parameters of measures on which many theories rest (`WORLDS`). Only changes that alter the modal expected partner are
kept. Nothing is fitted: the list shows how firm a verdict is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from corcyra.contest.run import Kept
from corcyra.contest.verdict import modal
from corcyra.measures.measure import Measure, apply, parameters, with_parameters
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Panels
from corcyra.panel.table import Panel
from corcyra.study.describe import letters
from corcyra.study.plan import Plan
from corcyra.theories.theory import NONE, Expectation, Silence, Term, Theory

__all__ = ["FACTORS", "WORLDS", "would_differ"]

FACTORS = (0.0, 0.5, 2.0)
"""Off, half, double. Ours: without published magnitudes, a firm verdict should survive these."""

WORLDS = (("capability", "gradient", 4.0), ("enmity", "inherited", 0.0))
"""Measure, parameter, factor: power that loses its strength over four times the distance (so that an ocean no longer
stops it), and a world without enmities from before 1991. Ours: the two settings that most theories lean on."""

SCHEMA = {
    "theory": pl.String,
    "state": pl.String,
    "parameter": pl.String,
    "default": pl.Float64,
    "value": pl.Float64,
    "partner_default": pl.String,
    "partner_changed": pl.String,
    "hit_default": pl.Boolean,
    "hit_changed": pl.Boolean,
}


def would_differ(panels: Panels, plan: Plan, observed: pl.DataFrame) -> pl.DataFrame:
    """A row for each change of one parameter that alters the modal partner that a theory expects of a state."""
    seen = {code: most(observed.filter(pl.col("state") == code)["partner"], plan.options) for code in plan.codes}
    views = views_of(panels, plan)
    answers = {theory.key: {code: ask(views, plan, theory, code) for code in plan.codes} for theory in plan.theories}
    default = {key: {code: most(map(partner, said), plan.options) for code, said in own.items()} for key, own in answers.items()}
    changes: list[tuple[Theory, str, float, float, dict[int, str]]] = []
    for theory in plan.theories:
        for name, old, new in varied(theory):
            changed = reweighed(answers[theory.key], plan.options, name, new / old) or asked_anew(views, plan, theory, {name: new})
            changes.append((theory, name, old, new, changed))
    for key, name, factor in WORLDS:
        measure = next(each for each in plan.measures if each.key == key)
        old = parameters(measure)[name].value
        chain, stale = downstream(plan.measures, with_parameters(measure, {name: old * factor}))
        other = views_of(apply(without(panels, stale), *chain), plan)
        changes += [
            (each, f"{key}.{name}", old, old * factor, asked_anew(other, plan, each, {}))
            for each in plan.theories
            if stale & set(each.needs)
        ]
    names = letters(panels)
    rows = [
        (theory.key, names[code], name, old, new, was, changed[code], was == seen[code], changed[code] == seen[code])
        for theory, name, old, new, changed in changes
        for code, was in default[theory.key].items()
        if changed[code] not in (was, "")
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def views_of(panels: Panels, plan: Plan) -> list[AsOf]:
    """The view of each year, with arrays kept from one year to the next."""
    kept = Kept(panels.states, panels.dyads)
    return [AsOf(kept, year, hidden=plan.hidden) for year in plan.years]


def downstream(measures: Sequence[Measure], changed: Measure) -> tuple[list[Measure], set[str]]:
    """The changed measure and all that read it, directly or through others, in order; and the columns that they give."""
    chain: list[Measure] = []
    stale: set[str] = set()
    for measure in measures:
        if measure.key == changed.key or stale & set(measure.needs):
            chain.append(changed if measure.key == changed.key else measure)
            stale |= {each.name for each in measure.gives}
    return chain, stale


def without(panels: Panels, names: set[str]) -> Panels:
    """The panels without some columns."""

    def bare(panel: Panel) -> Panel:
        return panel.select(*(name for name in panel.columns if name not in names))

    return Panels(bare(panels.states), bare(panels.dyads))


def varied(theory: Theory) -> list[tuple[str, float, float]]:
    """Name, old and new value of each change of one parameter that its range allows."""
    changes = [
        (name, each, each.value * factor)
        for name, each in parameters(theory).items()
        for factor in FACTORS
        if each.value * factor != each.value
    ]
    return [(name, each.value, new) for name, each, new in changes if each.low <= new <= each.high]


def ask(views: Sequence[AsOf], plan: Plan, theory: Theory, code: int) -> list[Expectation | Silence]:
    """What the theory says of a state in each year."""
    return [theory.expect(seen, code, plan.poles) for seen in views]


def asked_anew(views: Sequence[AsOf], plan: Plan, theory: Theory, values: dict[str, float]) -> dict[int, str]:
    """The modal partner that the theory expects of each state with some parameters changed; "" when it never decides."""
    changed = with_parameters(theory, values)
    return {code: most(map(partner, ask(views, plan, changed, code)), plan.options) for code in plan.codes}


def reweighed(
    answers: dict[int, list[Expectation | Silence]], options: Sequence[str], name: str, factor: float
) -> dict[int, str]:
    """The same when the parameter is the weight of the term of its name: the term is scaled, nothing is asked anew.

    Empty when no term has the name. That such a parameter is the term's weight is examined of every theory.
    """
    if not any(term.key == name for own in answers.values() for each in own for term in getattr(each, "terms", ())):
        return {}
    return {code: most((partner(each, name, factor) for each in own), options) for code, own in answers.items()}


def most(partners: Iterable[str | None], options: Sequence[str]) -> str:
    """The modal partner, the earlier option among equals; "" when none is known."""
    return modal(partners, options)[0] or ""


def partner(answer: Expectation | Silence, name: str = "", factor: float = 1.0) -> str | None:
    """The option worth most, with one term scaled; None when the theory is silent, or two options are worth the same.

    With every weight off all options are equal: then nothing is expected.
    """
    if not isinstance(answer, Expectation):
        return None
    value = [sum(part) for part in zip(*(scaled(term, name, factor) for term in answer.terms), strict=True)]
    worth = sorted(((each, key) for each, key in zip((*value, 0.0), (*answer.poles, NONE), strict=True)), reverse=True)
    return worth[0][1] if worth[0][0] > worth[1][0] else None


def scaled(term: Term, name: str, factor: float) -> list[float]:
    """What a term adds to each pole, scaled when it has the name."""
    return [each * factor if term.key == name else each for each in term.values]

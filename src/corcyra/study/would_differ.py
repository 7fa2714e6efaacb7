"""What would have to be different: which single change of a parameter changes a theory's verdict on a state.

Each parameter of each theory is switched off, halved and doubled, one at a time, and the theory is asked again. So are a
few parameters of measures on which many theories rest (`WORLDS`). Only changes that alter the modal expected partner are
kept. Nothing is fitted: the list shows how firm a verdict is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

import polars as pl

from corcyra.contest.run import Kept
from corcyra.errors import ParameterError
from corcyra.measures.measure import Measure, apply, parameters, with_parameters
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Panels
from corcyra.panel.table import Panel
from corcyra.study.describe import letters
from corcyra.study.plan import Plan
from corcyra.study.summary import modal
from corcyra.theories.theory import Expectation, Silence, Theory

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
    seen = {code: modal(observed.filter(pl.col("state") == code)["partner"])[0] for code in plan.codes}
    views = views_of(panels, plan)
    default = {theory.key: partners(views, plan, theory) for theory in plan.theories}
    changes: list[tuple[Theory, str, float, float, dict[int, str]]] = []
    for theory in plan.theories:
        for name, value, variant in varied(theory):
            changes.append((theory, name, parameters(theory)[name].value, value, partners(views, plan, variant)))
    for key, name, factor in WORLDS:
        measure = next(each for each in plan.measures if each.key == key)
        old = parameters(measure)[name].value
        other = views_of(rebuilt(panels, plan, with_parameters(measure, {name: old * factor})), plan)
        changes += [(each, f"{key}.{name}", old, old * factor, partners(other, plan, each)) for each in plan.theories]
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


def rebuilt(panels: Panels, plan: Plan, changed: Measure) -> Panels:
    """The panels as they would be with one measure changed: sources as they are, what theories lean on measured anew."""
    needed = {name for theory in plan.theories for name in theory.needs}
    chain: list[Measure] = []
    for measure in reversed(plan.measures):
        if needed & {each.name for each in measure.gives}:
            chain.append(changed if measure.key == changed.key else measure)
            needed |= set(measure.needs)
    return apply(only_sources(panels), *reversed(chain))


def only_sources(panels: Panels) -> Panels:
    """The panels without any measured column."""

    def bare(panel: Panel) -> Panel:
        read = {name: column for name, column in panel.columns.items() if column.digest}
        return Panel(panel.frame.select(*panel.keys, *read), panel.unit, read, panel.reports)

    return Panels(bare(panels.states), bare(panels.dyads))


def varied(theory: Theory) -> Sequence[tuple[str, float, Theory]]:
    """The theory with one parameter changed, for each parameter and factor that its range allows."""
    found: list[tuple[str, float, Theory]] = []
    for name, parameter in parameters(theory).items():
        for factor in FACTORS:
            value = parameter.value * factor
            if value == parameter.value:
                continue
            try:
                found.append((name, value, with_parameters(theory, {name: value})))
            except ParameterError:
                continue  # outside the parameter's range: no such theory
    return found


def partners(views: Sequence[AsOf], plan: Plan, theory: Theory) -> dict[int, str]:
    """The modal partner that the theory expects of each state over the study's years; "" when it never decides."""
    said = {code: [theory.expect(seen, code, plan.poles) for seen in views] for code in plan.codes}
    return {code: modal(each.partner for each in answers if decided(each))[0] for code, answers in said.items()}


def decided(answer: Expectation | Silence) -> TypeGuard[Expectation]:
    """Has the theory spoken, and is one option more probable than the rest? With every weight off all are equal."""
    if not isinstance(answer, Expectation):
        return False
    first, second = sorted(answer.probability, reverse=True)[:2]
    return first > second

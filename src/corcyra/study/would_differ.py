"""What would have to be different: which single change of a parameter changes a theory's verdict on a state.

Each parameter of each theory is switched off, halved and doubled, one at a time, and the theory is asked again.
Only changes that alter the modal expected partner are kept. Nothing is fitted: the list shows how firm a verdict is.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from corcyra.contest.run import Kept
from corcyra.errors import ParameterError
from corcyra.measures.measure import parameters, with_parameters
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Panels
from corcyra.study.describe import letters
from corcyra.study.plan import Plan
from corcyra.study.summary import modal
from corcyra.theories.theory import Expectation, Theory

__all__ = ["FACTORS", "would_differ"]

FACTORS = (0.0, 0.5, 2.0)
"""Off, half, double. Ours: without published magnitudes, a firm verdict should survive these."""

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
    names = letters(panels)
    seen = {code: modal(observed.filter(pl.col("state") == code)["partner"])[0] for code in plan.codes}
    kept = Kept(panels.states, panels.dyads)
    views = [AsOf(kept, year, hidden=plan.hidden) for year in plan.years]
    rows: list[dict[str, object]] = []
    for theory in plan.theories:
        default = partners(views, plan, theory)
        for name, value, variant in varied(theory):
            changed = partners(views, plan, variant)
            rows += [
                {
                    "theory": theory.key,
                    "state": names[code],
                    "parameter": name,
                    "default": parameters(theory)[name].value,
                    "value": value,
                    "partner_default": default[code],
                    "partner_changed": changed[code],
                    "hit_default": default[code] == seen[code],
                    "hit_changed": changed[code] == seen[code],
                }
                for code in plan.codes
                if changed[code] != default[code]
            ]
    return pl.DataFrame(rows, schema=SCHEMA)


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
    """The modal partner that the theory expects of each state over the study's years; "" when it is silent throughout."""
    said = {code: [theory.expect(seen, code, plan.poles) for seen in views] for code in plan.codes}
    return {
        code: modal([each.partner for each in answers if isinstance(each, Expectation)])[0] for code, answers in said.items()
    }

"""One examination of every measure: what it claims of itself is held against what it does, on the bundled facts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import corcyra.measures
from corcyra.measures import MEASURES
from corcyra.measures.measure import Measure, apply, parameters
from corcyra.panel.panels import Floats, Panels
from corcyra.panel.table import Panel
from corcyra.study.build import fact_panels
from corcyra.theories import THEORIES
from corcyra.world import citation

KEYS = [measure.key for measure in MEASURES]
KERNELS_ONLY = {
    "change_points",
    "measure",
    "path_dependence",
    "portfolio_statistics",
    "portfolios",
    "realignment",
    "similarity",
    "stocks",
}
CUT = 2010


class Watched(Panels):
    """Panels that remember which columns were read."""

    def array(self, name: str) -> Floats:
        self.__dict__.setdefault("read", set()).add(name)
        return super().array(name)


@cache
def before(key: str) -> Panels:
    """The panels that a measure meets: every measure before it applied."""
    place = KEYS.index(key)
    return fact_panels() if place == 0 else apply(before(KEYS[place - 1]), MEASURES[place - 1])


@cache
def results(key: str) -> dict[str, Floats]:
    return dict(MEASURES[KEYS.index(key)].compute(before(key)))


def by_key(key: str) -> Measure:
    return MEASURES[KEYS.index(key)]


def test_the_registry_is_the_folder() -> None:
    folder = {path.stem for path in Path(corcyra.measures.__file__).parent.glob("*.py")} - {"__init__"} - KERNELS_ONLY
    assert {type(measure).__module__.split(".")[-1] for measure in MEASURES} == folder
    assert len(set(KEYS)) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_it_reads_exactly_what_it_needs(key: str) -> None:
    watched = Watched(before(key).states, before(key).dyads)
    by_key(key).compute(watched)
    assert watched.__dict__["read"] == set(by_key(key).needs)


@pytest.mark.parametrize("key", KEYS)
def test_it_gives_what_it_declares_inside_its_range(key: str) -> None:
    found = results(key)
    assert set(found) == {each.name for each in by_key(key).gives}
    for each in by_key(key).gives:
        values = found[each.name][~np.isnan(found[each.name])]
        assert values.size, f"{each.name} is never observed on the bundled facts"
        assert np.isfinite(values).all()
        assert each.low is None or values.min() >= each.low - 1e-12, each.name
        assert each.high is None or values.max() <= each.high + 1e-12, each.name
        assert len(each.meaning.split()) > 2
        assert each.unit


@pytest.mark.parametrize("key", KEYS)
def test_it_is_deterministic_and_leaves_its_input_alone(key: str) -> None:
    panels = before(key)
    frames = panels.states.frame.clone(), panels.dyads.frame.clone()
    again = by_key(key).compute(panels)
    for name, values in results(key).items():
        np.testing.assert_array_equal(again[name], values)
    assert panels.states.frame.equals(frames[0])
    assert panels.dyads.frame.equals(frames[1])


@pytest.mark.parametrize("key", KEYS)
def test_every_constant_and_citation_stands(key: str) -> None:
    for cited in by_key(key).citations:
        citation.bibtex([cited])
    for name, parameter in parameters(by_key(key)).items():
        assert len(parameter.reason) > 10, f"{key}.{name} gives no reason"


def until(panels: Panels, year: int) -> Panels:
    """The panels with every number after the year missing."""

    def cut(panel: Panel) -> Panel:
        late = pl.col("year") > year
        numbers = [name for name in panel.columns if panel.frame[name].dtype.is_numeric()]
        frame = panel.frame.with_columns(pl.when(late).then(None).otherwise(pl.col(name)).alias(name) for name in numbers)
        return Panel(frame, panel.unit, panel.columns, panel.reports)

    return Panels(cut(panels.states), cut(panels.dyads))


def feeding(names: set[str]) -> set[str]:
    """The measures that the columns are made by, directly or through others."""
    found: set[str] = set()
    wanted = set(names)
    for measure in reversed(MEASURES):
        if wanted & {each.name for each in measure.gives}:
            found.add(measure.key)
            wanted |= set(measure.needs)
    return found


@pytest.mark.parametrize("key", sorted(feeding({name for theory in THEORIES for name in theory.needs})))
def test_a_predictor_knows_nothing_of_later_years(key: str) -> None:
    panels = before(key)
    early = panels.years.index(CUT) + 1
    for name, values in by_key(key).compute(until(panels, CUT)).items():
        np.testing.assert_array_equal(values[:early], results(key)[name][:early], err_msg=name)


@pytest.mark.parametrize("key", KEYS)
def test_missing_inputs_are_never_read_as_zero(key: str) -> None:
    """With every input missing nothing is made up: all that is given is missing, or says that its coverage is 0."""
    panels = until(before(key), 0)
    for name, values in by_key(key).compute(panels).items():
        known = values[~np.isnan(values)]
        if name.endswith("coverage"):
            assert (known == 0).all(), name
        else:
            assert known.size == 0, f"{name} is made up from nothing"


def test_lineage_reaches_the_evidence() -> None:
    panels = apply(before(KEYS[-1]), MEASURES[-1])
    assert "conflicts" in panels.column("enmity").families
    assert panels.column("alignment").families == {"commitments", "exercises", "organisations", "un_votes"}
    for name in ("amity", "enmity", "penetration", "threat", "identity"):
        assert not panels.column(name).families & panels.column("alignment").families, name

"""The panels of a study: all states of the bundled facts, every source, every measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corcyra.measures.measure import Measure, apply
from corcyra.panel.add import add
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.panels import Panels
from corcyra.sources import SOURCES
from corcyra.sources.facts import load
from corcyra.sources.source import Source
from corcyra.sources.yearly import SPAN
from corcyra.world.time import Years

__all__ = ["COVERS", "STATES", "build_panels", "fact_panels"]

COVERS = Years(SPAN.first - 1, SPAN.last)
"""The years of the panels: those of the facts, and the year before, whose few known values (old ties, capabilities) are
what the first prediction can be made from."""

STATES: tuple[int, ...] = tuple(sorted(load("states")["cow"].to_list()))
"""COW numbers of the states that the bundled facts are about."""


def fact_panels(sources: Sequence[Source] = SOURCES) -> Panels:
    """State-years and directed dyad-years of the bundled facts, with every column of the sources.

    >>> panels = fact_panels()
    >>> panels.years[0], panels.years[-1], len(panels.codes)
    (1991, 2024, 19)
    """
    states = add(state_years(COVERS, STATES), *(source for source in sources if source.unit == "state-year"))
    dyads = add(
        dyad_years(COVERS, STATES, directed=True), *(source for source in sources if source.unit != "state-year")
    )
    return Panels(states, dyads)


def build_panels(measures: Sequence[Measure], tell: Callable[[str, float], None] = lambda *_: None) -> Panels:
    """The fact panels with every measure applied in order; ``tell(stage, share)`` hears of the progress."""
    tell("reading the facts", 0.0)
    panels = fact_panels()
    for place, measure in enumerate(measures):
        tell(f"measuring {measure.key.replace('_', ' ')}", (1 + place) / (1 + len(measures)))
        panels = apply(panels, measure)
    return panels

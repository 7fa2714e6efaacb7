"""The panels of a study: of the bundled facts, or of the world's datasets; then every measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corcyra.measures.measure import Measure, apply
from corcyra.panel.add import add
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.panels import Panels
from corcyra.panel.world import around, check_library, world_panels
from corcyra.sources import SOURCES
from corcyra.sources.facts import load
from corcyra.sources.library import Library
from corcyra.sources.source import Source
from corcyra.sources.yearly import SPAN
from corcyra.world.time import Years

__all__ = ["COVERS", "HISTORY", "STATES", "fact_panels", "measured", "region_panels"]

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


HISTORY = 50
"""Years of the past that stocks of enmity and amity are built from before a study begins. Ours: two half-lives of enmity
(SCIENCE A3), after which a quarter is left."""

FIRST = 1816
"""The first year of the Correlates of War's list of states."""


def region_panels(
    states: Sequence[int],
    leaders: Sequence[int],
    years: Years,
    *,
    library: Library | None = None,
    tell: Callable[[str, float], None] = lambda *_: None,
) -> Panels:
    """Panels of any states, from the datasets of the user's library: with their neighbours, the poles and the major powers.

    They begin `HISTORY` years before the study. Raises `MissingSource` with the one command that gets what lacks.
    """
    library = library or Library.default()
    span = Years(max(FIRST, years.first - HISTORY), years.last)
    check_library(library)
    return world_panels(span, around(states, leaders, years, library=library), library=library, tell=tell)


def measured(panels: Panels, measures: Sequence[Measure], tell: Callable[[str, float], None] = lambda *_: None) -> Panels:
    """The panels with every measure applied in order; ``tell(stage, share)`` hears of the progress."""
    for place, measure in enumerate(measures):
        tell(f"measuring {measure.key.replace('_', ' ')}", (1 + place) / (1 + len(measures)))
        panels = apply(panels, measure)
    return panels

"""The main job, in order: panels, measures, description, contest, splits, and all of it as `Findings`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace

import polars as pl

from corcyra.casebook.case import case
from corcyra.contest.baselines import BASELINES
from corcyra.errors import StudyError
from corcyra.measures.measure import Measure, parameters
from corcyra.panel.codebook import coverage
from corcyra.panel.lock import check_lock, lock
from corcyra.panel.panels import Panels
from corcyra.sources import SOURCES
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.library import Library
from corcyra.sources.source import Source
from corcyra.study.build import fact_panels, measured, region_panels
from corcyra.study.describe import describe, latest, letters, tidy
from corcyra.study.findings import TABLES, Findings, Names
from corcyra.study.judge import judge
from corcyra.study.limits import contested, limits
from corcyra.study.lockfile import StudyLock, check_theories, lock_study
from corcyra.study.plan import Plan, plan
from corcyra.study.spec import StudySpec
from corcyra.study.splits import split_tables
from corcyra.study.summary import summary
from corcyra.study.would_differ import would_differ
from corcyra.theories.theory import Theory

__all__ = ["run_study"]


def run_study(
    spec: StudySpec,
    *,
    theories: Sequence[Theory] = (),
    locked: StudyLock | None = None,
    progress: Callable[[str, float], None] = lambda *_: None,
    executor: Executor | None = None,
    library: Library | None = None,
) -> Findings:
    """Run a study from its settings to its findings.

    ``theories`` are the user's own, run beside those that the settings name; they must be given again to repeat the study.
    ``locked`` is a lock to hold the data against (`LockError` when they differ); ``progress(stage, share)`` hears of
    each stage with the share of the work done; ``executor`` spreads the bootstrap, and changes no number; ``library`` has
    the datasets of a study that the bundled facts do not cover, by default the user's own.

    Raises `MissingSource` with the one command that gets them when such datasets lack; `UnknownName`, `SpanError`, `ParameterError` for settings that cannot be run, `CircularityError` when a theory
    would read what the outcome is made of.
    """
    if not isinstance(spec, StudySpec):
        raise StudyError(f"run_study wants a StudySpec, not {spec!r:.60}. Use find_study with a name or a file, or build one.")
    chosen = plan(spec)
    own = tuple(theory.key for theory in theories)
    if locked is not None:
        check_theories(locked, own)
    chosen = replace(chosen, theories=(*chosen.theories, *theories))
    panels = panels_of(chosen, library, lambda stage, share: progress(stage, 0.2 * share))
    panels = measured(panels, chosen.measures, lambda stage, share: progress(stage, 0.2 + 0.2 * share))
    if locked is not None:
        check_lock(locked.sources, lock((panels.states, panels.dyads)))
    tables = describe(panels, chosen)
    judged = judge(panels, chosen, lambda stage, share: progress(stage, 0.4 + 0.4 * share), executor=executor)
    progress("asking what would differ", 0.8)
    tables |= judged.tables | split_tables(panels, chosen)
    tables["would_differ"] = would_differ(panels, chosen, judged.seen)
    order = [letters(panels)[code] for code in chosen.codes]
    tables["summary"] = summary(tables["expectations"], tables["posture"], order, chosen.options)
    tables["coverage"] = pl.concat([coverage(panels.states), coverage(panels.dyads)])
    tables["sources"] = source_table(panels)
    ready = {key: tidy(tables[key]) for key in TABLES if key in tables}
    progress("putting the findings together", 1.0)
    return assemble(chosen, panels, ready, own, library)


def panels_of(chosen: Plan, library: Library | None, tell: Callable[[str, float], None]) -> Panels:
    """The panels that a study starts from."""
    if chosen.evidence == "facts":
        tell("reading the facts", 0.0)
        return fact_panels()
    leaders = [pole.leader for pole in chosen.poles]
    return region_panels(chosen.codes, leaders, chosen.years, library=library, tell=tell)


def assemble(
    chosen: Plan, panels: Panels, tables: dict[str, pl.DataFrame], own: tuple[str, ...], library: Library | None
) -> Findings:
    """The findings with their names, lock, limits and citations."""
    plugins: tuple[Measure | Theory, ...] = (*chosen.measures, *chosen.theories)
    settings = {
        plugin.key: {name: f"{each.value:g} ({each.reason})" for name, each in parameters(plugin).items()}
        for plugin in plugins
    }
    text = None if chosen.spec.case is None else case(chosen.spec.case)
    columns = [*panels.states.columns.values(), *panels.dyads.columns.values()]
    used = {key for column in columns for key in column.citations}
    used |= {key for theory in chosen.theories for key in theory.citations} | {"corcyra"}
    return Findings(
        spec=chosen.spec,
        names=names(chosen, panels),
        panels=panels,
        tables=tables,
        lock=lock_study(chosen.spec, panels, tables, settings, own),
        limits=limits(chosen, library),
        contested=contested(chosen),
        citations=tuple(sorted(used | ({text.source} if text is not None else set()))),
    )


def names(chosen: Plan, panels: Panels) -> Names:
    """The words for every key of the study."""
    iso = letters(panels)
    return Names(
        states={letter: latest(code, chosen.years.last).name for code, letter in iso.items()},
        poles={pole.key: pole.title for pole in chosen.poles},
        leaders={pole.key: iso[pole.leader] for pole in chosen.poles},
        theories={theory.key: theory.name for theory in chosen.theories},
        baselines={key: key.replace("_", " ") for key in BASELINES},
    )


def source_table(panels: Panels) -> pl.DataFrame:
    """Every dataset that the panels were made from."""
    found = lock((panels.states, panels.dyads))
    every: tuple[Source | Dataset, ...] = (*SOURCES, *DATASETS)
    rows = [
        (source.key, source.title, source.version, source.licence, found[source.key]["sha256"], ", ".join(source.citations))
        for source in every
        if source.key in found
    ]
    return pl.DataFrame(rows, schema=["key", "title", "version", "licence", "sha256", "citations"], orient="row")

"""What a study's words stand for: its states, poles, theories, measures and years, each looked up and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corcyra.casebook.case import cases
from corcyra.errors import ParameterError, SpanError, UnknownName
from corcyra.measures import MEASURES
from corcyra.measures.measure import Measure, with_parameters
from corcyra.study.build import COVERS, STATES
from corcyra.study.spec import StudySpec
from corcyra.theories import THEORIES
from corcyra.theories.theory import Theory
from corcyra.world import poles as world_poles
from corcyra.world import states as world_states
from corcyra.world.poles import Pole
from corcyra.world.states import State
from corcyra.world.time import Years

__all__ = ["Place", "Plan", "plan"]


@dataclass(frozen=True)
class Place:
    """Where a word stands: the file, and its text to find the line in."""

    file: Path | None = None
    text: str = ""

    def line(self, word: str) -> int | None:
        """The first line that mentions the word and is no comment, counted from 1.

        >>> Place(None, "# years\\ntitle = 'x'\\nyears = [1, 2]").line("years")
        3
        """
        lines = enumerate(self.text.splitlines(), 1)
        return next((number for number, line in lines if word in line and not line.lstrip().startswith("#")), None)

    def at(self, word: str) -> dict[str, Any]:
        """The keyword arguments that point an error at the word."""
        return {"file": self.file, "line": self.line(word)}


@dataclass(frozen=True)
class Plan:
    """A study with every name resolved."""

    spec: StudySpec
    states: tuple[State, ...]
    years: Years
    poles: tuple[Pole, ...]
    theories: tuple[Theory, ...]
    measures: tuple[Measure, ...]
    hidden: frozenset[str]

    @property
    def codes(self) -> tuple[int, ...]:
        """COW codes of the study's states, in its order."""
        return tuple(state.cow for state in self.states if state.cow is not None)


def plan(spec: StudySpec, place: Place | None = None) -> Plan:
    """Look up every name of a study.

    Raises `UnknownName` for a state, pole, theory, measure, parameter, evidence or case that is not there, with the nearest
    valid ones; `SpanError` for years that are reversed or outside the bundled facts; each pointing into the file.
    """
    place = place or Place()
    years = resolve_years(spec, place)
    chosen = spec.theories or tuple(theory.key for theory in THEORIES)
    theories = tuple(pick("theory", key, THEORIES, place) for key in chosen)
    if spec.case is not None and spec.case not in cases():
        raise unknown("case", spec.case, cases(), place)
    poles = resolve_poles(spec, years, place)
    return Plan(
        spec=spec,
        states=tuple(resolve_state(name, years, place) for name in spec.states),
        years=years,
        poles=poles,
        theories=tuple(configure(theory, spec.parameters, place) for theory in theories),
        measures=resolve_measures(spec, poles, place),
        hidden=frozenset(spec.outcome),
    )


def resolve_years(spec: StudySpec, place: Place) -> Years:
    """The span, inside what the facts cover; the year before the first must be covered, to predict from."""
    try:
        years = Years(*spec.years)
    except SpanError as problem:
        raise SpanError(str(problem), **place.at("years")) from None
    if years.first <= COVERS.first or years.last > COVERS.last:
        raise SpanError(
            f"years {years.first} to {years.last} are outside the bundled facts, which cover {COVERS.first} to {COVERS.last}; "
            f"a prediction needs the year before. Choose years from {COVERS.first + 1} to {COVERS.last}.",
            **place.at("years"),
        )
    return years


def resolve_state(name: str, years: Years, place: Place) -> State:
    """A state of the bundled facts by any name or code."""
    try:
        state = world_states.find(name, on=date(years.last, 12, 31))
    except UnknownName as problem:
        raise UnknownName("state", name, problem.nearest, remedy=problem.remedy, **place.at(str(name))) from None
    if state.cow not in STATES:
        covered = ", ".join(world_states.find(code, on=date(years.last, 12, 31)).name for code in STATES)
        raise UnknownName(
            "state of the bundled facts", state.name, remedy=f"The facts cover: {covered}.", **place.at(str(name))
        )
    return state


def resolve_poles(spec: StudySpec, years: Years, place: Place) -> tuple[Pole, ...]:
    """The poles by key: the user's own first, then those of the world."""
    known = {pole.key: pole for pole in world_poles.poles()}
    for own in spec.own_poles:
        leader = resolve_state(own.leader, years, place).cow
        assert leader is not None
        known[own.key] = Pole(own.key, own.title, leader, own.organisations)
    for key in spec.poles:
        if key not in known:
            raise unknown("pole", key, known, place)
    return tuple(known[key] for key in spec.poles)


def resolve_measures(spec: StudySpec, poles: Sequence[Pole], place: Place) -> tuple[Measure, ...]:
    """All measures, with the study's poles and parameters, and without evidence of the outcome in the predictors."""
    for key in spec.measures:
        pick("measure", key, MEASURES, place)
    outcome = frozenset(spec.outcome)
    powers = tuple(pole.leader for pole in poles)
    settings = {"families": outcome, "without": outcome, "priors": spec.priors, "powers": powers}
    return tuple(configure(settle(measure, settings), spec.measures, place) for measure in MEASURES)


def settle(measure: Any, settings: Mapping[str, Any]) -> Any:
    """Give a measure the study's settings that it has a field for."""
    own = {field.name for field in fields(measure) if field.init}
    return replace(measure, **{name: value for name, value in settings.items() if name in own})


def configure(plugin: Any, wanted: Mapping[str, Mapping[str, float]], place: Place) -> Any:
    """The plug-in with the parameters that the study sets."""
    try:
        return with_parameters(plugin, wanted.get(plugin.key, {}))
    except ParameterError as problem:
        raise ParameterError(str(problem), **place.at(plugin.key)) from None


def pick(kind: str, key: str, known: Sequence[Any], place: Place) -> Any:
    """A plug-in of a registry by its key."""
    by_key = {plugin.key: plugin for plugin in known}
    if key not in by_key:
        raise unknown(kind, key, by_key, place)
    return by_key[key]


def unknown(kind: str, given: str, known: Any, place: Place) -> UnknownName:
    """The error for a name that is not there, with the nearest that are."""
    near = get_close_matches(given, list(known), n=3, cutoff=0.4) or list(known)
    return UnknownName(kind, given, near, **place.at(given))

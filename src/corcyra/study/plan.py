"""What a study's words stand for: its states, poles, theories, measures and years, each looked up and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from corcyra.casebook.case import case, cases
from corcyra.errors import ParameterError, SpanError, StudyError, UnknownName
from corcyra.measures import MEASURES, WORLD_MEASURES
from corcyra.measures.alignment import INDICATORS
from corcyra.measures.measure import Measure, parameters, with_parameters
from corcyra.study.build import COVERS, STATES
from corcyra.study.evidence import check_circularity, check_outcome
from corcyra.study.place import Place
from corcyra.study.spec import StudySpec
from corcyra.theories import THEORIES
from corcyra.theories.theory import NONE, Theory
from corcyra.world import poles as world_poles
from corcyra.world import states as world_states
from corcyra.world.dyads import state_years
from corcyra.world.poles import Pole
from corcyra.world.regions import regions
from corcyra.world.states import State
from corcyra.world.time import Years

__all__ = ["WORLD", "Plan", "plan"]

WORLD = Years(1816, 2024)
"""The years for which panels of the world are made: from the first of the Correlates of War's list of states to the last of
the table of states here, which goes on after that list ends (see docs/reference/tables.md)."""


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
    evidence: str

    @property
    def options(self) -> tuple[str, ...]:
        """What a state can choose: the poles' keys, and none."""
        return (*(pole.key for pole in self.poles), NONE)

    @property
    def codes(self) -> tuple[int, ...]:
        """COW codes of the study's states, in its order."""
        return tuple(state.cow for state in self.states if state.cow is not None)


def plan(spec: StudySpec, place: Place | None = None) -> Plan:
    """Look up every name of a study.

    Raises `UnknownName` for a state, region, pole, theory, measure, evidence or case that is not there, with the nearest valid
    ones; `SpanError` for years that are reversed or outside what its evidence covers; `StudyError` for what is named twice or
    does not fit together; `ParameterError` for a parameter that is not there or outside its range; `CircularityError` when a theory
    reads what the outcome is made of; each pointing into the file.
    """
    place = place or Place()
    years = resolve_years(spec, place)
    states = resolve_states(spec, years, place)
    poles = resolve_poles(spec, years, place)
    evidence = spec.evidence or evidence_for(states, poles, years)
    check_evidence(evidence, spec, states, years, place)
    theories = resolve_theories(spec, place)
    check_case(spec, states, years, place)
    return Plan(spec, states, years, poles, theories, resolve_measures(spec, poles, theories, evidence, place), frozenset(spec.outcome), evidence)


def once(key: str, names: Sequence[str], place: Place) -> None:
    """Raise `StudyError` for a name that stands twice."""
    for number, name in enumerate(names):
        if name in names[:number]:
            raise StudyError(f"{key} has {name} twice. Name each once.", **place.at(key, number))


def once_by_number(named: Sequence[State], place: Place) -> None:
    """Raise `StudyError` for two names of one Correlates of War number, such as Yugoslavia and Serbia."""
    for number, state in enumerate(named):
        twin = next((each.name for each in named[:number] if each.cow == state.cow), None)
        if twin is not None:
            told = f"{twin} and {state.name} have one Correlates of War number, {state.cow}. Name one of them."
            raise StudyError(told, **place.at("states", number))


def resolve_years(spec: StudySpec, place: Place) -> Years:
    """The span, inside the years for which there are panels."""
    try:
        years = Years(*spec.years)
    except SpanError as problem:
        raise SpanError(str(problem), **place.at("years")) from None
    check_years(years, WORLD, "what can be studied,", "", place)
    return years


def check_years(years: Years, covers: Years, what: str, other: str, place: Place) -> None:
    """Raise `SpanError` for years that are not covered; the year before the first must be, to predict from."""
    if years.first <= covers.first or years.last > covers.last:
        raise SpanError(
            f"years {years.first} to {years.last} are outside {what} {covers.first} to {covers.last}; "
            f"a prediction needs the year before. Choose years from {covers.first + 1} to {covers.last}{other}.",
            **place.at("years"),
        )


def evidence_for(states: Sequence[State], poles: Sequence[Pole], years: Years) -> str:
    """``facts`` where the bundled facts know every state and leader and some of the years, else ``world``."""
    near = years.first <= COVERS.last and COVERS.first <= years.last
    known = {state.cow for state in states} | {pole.leader for pole in poles} <= set(STATES)
    return "facts" if near and known else "world"


def check_evidence(evidence: str, spec: StudySpec, states: Sequence[State], years: Years, place: Place) -> None:
    """Raise `SpanError` or `UnknownName` for years or states that the bundled facts do not cover, when they are the evidence."""
    if evidence != "facts":
        return
    check_years(years, COVERS, "the bundled facts, which cover", ", or set evidence to 'world'", place)
    for number, state in enumerate(states):
        if state.cow not in STATES:
            day = date(years.last, 12, 31)
            covered = ", ".join(world_states.find(code, on=day).name for code in STATES)
            remedy = f"The facts cover: {covered}. For other states leave evidence out, or set it to 'world'."
            here = place.at("states", number) if number < len(spec.states) else place.at("region")
            raise UnknownName("state of the bundled facts", state.name, remedy=remedy, **here)


def resolve_states(spec: StudySpec, years: Years, place: Place) -> tuple[State, ...]:
    """The states named, each once, then those of the region that are not among them and existed within the years."""
    named = [resolve_state(name, years, place, "states", number) for number, name in enumerate(spec.states)]
    once("states", [state.name for state in named], place)
    once_by_number(named, place)
    if spec.region is not None:
        keys = {each.key: each for each in regions()}
        if spec.region not in keys:
            raise unknown("region", spec.region, keys, place, "region")
        there = {row[0] for row in state_years(years, keys[spec.region].members).tolist()} - {state.cow for state in named}
        named += [resolve_state(str(code), years, place, "region") for code in sorted(there)]
    if not named:
        told = "the study names no states. Name some, as in states = [\"Armenia\"], or a region, as in region = \"south-asia\"."
        raise StudyError(told, **place.at("states"))
    return tuple(named)


def resolve_state(name: str, years: Years, place: Place, *path: str | int) -> State:
    """A state that the Correlates of War list on the study's last day, by any name or code; at the latest, if it ended before."""
    day = date(years.last, 12, 31)
    try:
        state = existing(name, years)
    except UnknownName as problem:
        near = problem.nearest if problem.remedy else covered_near(name, day)
        raise UnknownName("state", problem.given, near, remedy=problem.remedy, **place.at(*path)) from None
    if state.cow is None:
        remedy = "The Correlates of War do not list it in these years. Choose other years or another state."
        raise UnknownName("COW state", state.name, remedy=remedy, **place.at(*path))
    return state


def existing(name: str, years: Years) -> State:
    """The state of that name on the last day of the years, or on the latest day within them on which there was one."""
    try:
        return world_states.find(name, on=date(years.last, 12, 31))
    except UnknownName as problem:
        for year in range(years.last, years.first - 1, -1):
            try:
                return world_states.find(name, on=year)
            except UnknownName:
                continue
        raise problem from None


def covered_near(name: str, day: date) -> list[str]:
    """Up to three names near the given one, states that the facts cover first."""
    near = world_states.nearest(name, 20, on=day)
    return sorted(near, key=lambda each: world_states.find(each, on=day).cow not in STATES)[:3]


def resolve_poles(spec: StudySpec, years: Years, place: Place) -> tuple[Pole, ...]:
    """The poles by key, the user's own before those of the world; two or more, each led by a state of its own."""
    known = {pole.key: pole for pole in world_poles.poles()}
    for number, own in enumerate(spec.own_poles):
        here = place.at("own_poles", number, "key")
        if own.key == NONE or own.key in (each.key for each in spec.own_poles[:number]):
            told = f"the key {own.key!r} is taken. Give this pole a key of its own."
            raise StudyError(told, **here)
        if own.key not in spec.poles:
            raise StudyError(f"the study does not use its own pole {own.key!r}. Add it to poles, or leave it out.", **here)
        leader = resolve_state(own.leader, years, place, "own_poles", number, "leader").cow
        known[own.key] = Pole(own.key, own.title, leader or 0)
    for number, key in enumerate(spec.poles):
        if key not in known:
            raise unknown("pole", key, known, place, "poles", number)
    once("poles", spec.poles, place)
    chosen = tuple(known[key] for key in spec.poles)
    check_leaders(chosen, place)
    return chosen


def check_leaders(poles: Sequence[Pole], place: Place) -> None:
    """Raise `StudyError` for fewer than two poles, or two that one state leads."""
    if len(poles) < 2:
        raise StudyError(f"a study needs two poles or more to choose between, not {len(poles)}. Add one.", **place.at("poles"))
    for number, pole in enumerate(poles):
        twin = next((each.key for each in poles[:number] if each.leader == pole.leader), None)
        if twin is not None:
            told = f"the poles {twin} and {pole.key} have the same leading state. Keep one of them."
            raise StudyError(told, **place.at("poles", number))


def resolve_theories(spec: StudySpec, place: Place) -> tuple[Theory, ...]:
    """The study's theories, all when it names none, with its parameters."""
    named = [pick("theory", key, THEORIES, place, "theories", number) for number, key in enumerate(spec.theories)]
    once("theories", spec.theories, place)
    for key in spec.parameters:
        pick("theory", key, THEORIES, place, "parameters", key)
        if spec.theories and key not in spec.theories:
            told = f"parameters are set for {key}, which is not among the study's theories. Add it there, or leave them out."
            raise StudyError(told, **place.at("parameters", key))
    return tuple(configure(theory, spec.parameters, place, "parameters") for theory in named or THEORIES)


def resolve_measures(
    spec: StudySpec, poles: Sequence[Pole], theories: Sequence[Theory], evidence: str, place: Place
) -> tuple[Measure, ...]:
    """All measures, with the study's poles and parameters, and without evidence of the outcome in the predictors."""
    for key in spec.measures:
        pick("measure", key, MEASURES, place, "measures", key)
    check_outcome(spec.outcome, place)
    once("outcome", spec.outcome, place)
    signs = tuple(each.name for each in INDICATORS if each.family in spec.outcome)
    # Votes stay out of the predictors always: the price that Autonomy reads them from is itself a sign of alignment, and is
    # there only when the outcome has it.
    without = frozenset({*spec.outcome, "un_votes"})
    settings = {"without": without, "priors": spec.priors, "powers": tuple(pole.leader for pole in poles)}
    try:
        settled = [settle(measure, settings) for measure in (MEASURES if evidence == "facts" else WORLD_MEASURES)]
    except ParameterError as problem:
        raise ParameterError(str(problem), **place.at("outcome")) from None
    check_circularity(theories, settled, spec.outcome, place)
    settings = {"families": frozenset(spec.outcome), "indicators": signs}
    return tuple(configure(settle(measure, settings), spec.measures, place, "measures") for measure in settled)


def settle(measure: Any, settings: Mapping[str, Any]) -> Any:
    """Give a measure the study's settings that it has a field for."""
    own = {field.name for field in fields(measure) if field.init}
    return replace(measure, **{name: value for name, value in settings.items() if name in own})


def configure(plugin: Any, wanted: Mapping[str, Mapping[str, float]], place: Place, table: str) -> Any:
    """The plug-in with the parameters that the study sets in the table of its key."""
    for name, value in wanted.get(plugin.key, {}).items():
        here = (table, plugin.key, name)
        if name not in parameters(plugin):
            raise unknown(f"parameter of {plugin.key}", name, parameters(plugin), place, *here)
        try:
            plugin = with_parameters(plugin, {name: value})
        except ParameterError as problem:
            raise ParameterError(f"{'.'.join(here)}: {problem}", **place.at(*here)) from None
    return plugin


def check_case(spec: StudySpec, states: Sequence[State], years: Years, place: Place) -> None:
    """Raise `UnknownName` for a case that is not there, `StudyError` for one about other states or years."""
    if spec.case is None:
        return
    if spec.case not in cases():
        raise unknown("case", spec.case, cases(), place, "case")
    text = case(spec.case)
    if years.first > text.years.last or years.last < text.years.first:
        told = f"the case {spec.case} is about {text.years}, the study about {years}. Choose years of the case, or leave it out."
        raise StudyError(told, **place.at("case"))
    if not {state.cow for state in states} & set(text.states.values()):
        told = f"the case {spec.case} is about none of the study's states. Leave it out, or add one of: {', '.join(text.states)}."
        raise StudyError(told, **place.at("case"))


def pick(kind: str, key: str, known: Sequence[Any], place: Place, *path: str | int) -> Any:
    """A plug-in of a registry by its key."""
    by_key = {plugin.key: plugin for plugin in known}
    if key not in by_key:
        raise unknown(kind, key, by_key, place, *path)
    return by_key[key]


def unknown(kind: str, given: str, known: Iterable[str], place: Place, *path: str | int) -> UnknownName:
    """The error for a name that is not there: with the nearest that are, or with all when none is like it."""
    names = list(known)
    alike = get_close_matches(given, names, n=1, cutoff=0.7)
    near = get_close_matches(given, names, n=3, cutoff=0.4) if alike else names
    return UnknownName(kind, given, near, **place.at(*path))

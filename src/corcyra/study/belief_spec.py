"""The settings of a study of beliefs: a game, members and patron, its numbers and likelihood ratios, each with range and reason."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from corcyra.errors import ParameterError, SpanError, StudyError, UnknownName
from corcyra.games.models.reassurance import Reassurance
from corcyra.sources.yearly import SPAN
from corcyra.study.complaint import complaint
from corcyra.study.place import Place
from corcyra.study.spec import Model, StateName, Words, ends
from corcyra.world import states as world_states
from corcyra.world.time import Years

__all__ = ["BeliefSpec", "Judged", "Parameters", "Ratios", "check_beliefs", "code_of"]

Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Pair = Annotated[tuple[int, int], Field(strict=False), BeforeValidator(ends)]


class Judged(Model):
    """A number that someone judged: its value, the range from ``low`` to ``high`` in which it may lie, and the reason.

    >>> Judged(value=0.5, low=0.25, high=0.75, reason="ours: a guess").value
    0.5
    """

    value: Finite
    low: Finite
    high: Finite
    reason: str = Field(min_length=1)


class Ratio(Judged):
    """A likelihood ratio, above 0."""

    value: Positive
    low: Positive
    high: Positive


class Parameters(Model):
    """The numbers of the game: belief on joining, decay, the parts of the threshold, and the weight of others' experience."""

    prior: Judged
    base_rate: Judged
    turnover: Judged
    autonomy: Judged
    outside: Judged
    shock: Judged
    loss: Judged
    treaty: Judged
    base: Judged
    relevance: Judged


class Ratios(Model):
    """A likelihood ratio for each kind of event."""

    attack_none: Ratio
    attack_statement: Ratio
    attack_fact_finding: Ratio
    attack_mediation: Ratio
    attack_materiel: Ratio
    attack_troops: Ratio
    unrest_forces: Ratio
    unrest_less: Ratio
    separatists: Ratio
    members_dispute: Ratio
    exercises: Ratio
    third_forces: Ratio


class BeliefSpec(Model):
    """A study of what clients could believe of a patron, with every setting that its result depends on.

    Raises `StudyError` for a value of the wrong kind, `UnknownName` for a key that such a study does not have.
    `check_beliefs` looks up the names.

    >>> BeliefSpec(key="few")
    Traceback (most recent call last):
        ...
    corcyra.errors.StudyError: game is missing; title is missing; question is missing; members is missing; patron is missing; years is missing; organisations is missing; inside is missing; frameworks is missing; renewals is missing; parameters is missing; ratios is missing. Compare with the gallery: corcyra study --list
    """

    game: Literal["reassurance"]
    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    question: str
    members: Annotated[tuple[StateName, ...], Field(strict=False, min_length=1)]
    patron: StateName
    years: Pair
    organisations: Annotated[Words, Field(min_length=1)]
    inside: Annotated[Words, Field(min_length=1)]
    frameworks: Words
    renewals: Pair
    seed: int = Field(default=433, ge=0)
    draws: int = Field(default=2000, ge=100, le=100_000)
    notes: Words = ()
    contested: Words = ()
    parameters: Parameters
    ratios: Ratios

    def __init__(self, **values: object) -> None:
        try:
            super().__init__(**values)
        except ValidationError as problem:
            raise complaint(problem, type(self), Place()) from problem


def code_of(name: str, years: Years) -> str:
    """The ISO-3 letters of a state by any name or code."""
    return str(world_states.find(name, on=years.last).iso3)


def check_beliefs(spec: BeliefSpec, place: Place | None = None) -> None:
    """Raise for what a study of beliefs cannot be made of, each pointing into the file.

    `SpanError` for years that are reversed or outside the bundled facts; `UnknownName` for a member or patron that is no state;
    `StudyError` for one that stands twice; `ParameterError` for a value outside its range or the game's.
    """
    place = place or Place()
    years = check_years(spec, place)
    check_names(spec, years, place)
    if spec.renewals[1] < 1:
        raise StudyError(f"renewals wants a first year and the years between, given {spec.renewals[1]} between. Write [1999, 5].",
                         **place.at("renewals", 1))  # fmt: skip
    for table, group in (("parameters", spec.parameters), ("ratios", spec.ratios)):
        for name in type(group).model_fields:
            check_judged(table, name, getattr(group, name), place)


def check_years(spec: BeliefSpec, place: Place) -> Years:
    """The span, inside the years of the bundled facts."""
    try:
        years = Years(*spec.years)
    except SpanError as problem:
        raise SpanError(str(problem), **place.at("years")) from None
    if years.first < SPAN.first or years.last > SPAN.last:
        raise SpanError(
            f"years {years.first} to {years.last} are outside the bundled facts, {SPAN.first} to {SPAN.last}. Choose years within them.",
            **place.at("years"),
        )
    return years


def check_names(spec: BeliefSpec, years: Years, place: Place) -> None:
    """Every member and the patron is a state, and each stands once."""
    seen: dict[str, str] = {}
    for path, name in [(("patron",), spec.patron), *((("members", n), each) for n, each in enumerate(spec.members))]:
        try:
            code = code_of(name, years)
        except UnknownName as problem:
            raise UnknownName("state", name, problem.nearest, remedy=problem.remedy, **place.at(*path)) from None
        if code in seen:
            raise StudyError(f"{name} and {seen[code]} are one state. Name each once, and the patron not among the members.",
                             **place.at(*path))  # fmt: skip
        seen[code] = name


def check_judged(table: str, name: str, number: Judged, place: Place) -> None:
    """The value lies in its range, and the range is one that the game allows."""
    if not number.low <= number.value <= number.high:
        raise ParameterError(
            f"{table}.{name}: value {number.value:g} lies outside its range, {number.low:g} to {number.high:g}. Widen the range.",
            **place.at(table, name, "value"),
        )
    for end in ("low", "high"):
        value = getattr(number, end)
        if name == "relevance" and not 0 <= value <= 1:
            raise ParameterError(f"{table}.{name}: relevance is 0 to 1, given {value:g}.", **place.at(table, name, end))
        if table == "parameters" and name in Reassurance.knobs():
            try:
                Reassurance.of({name: value})
            except ParameterError as problem:
                raise ParameterError(f"{table}.{name}: {problem}", **place.at(table, name, end)) from None

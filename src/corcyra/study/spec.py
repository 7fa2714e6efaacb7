"""What a study is made of: a `StudySpec` that cannot be built invalid; a user's TOML file has the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from corcyra.measures.alignment import OUTCOME
from corcyra.study.complaint import complaint
from corcyra.study.place import Place
from corcyra.world.time import Years

__all__ = ["Bootstrap", "OwnPole", "StudySpec"]


def written(name: object) -> object:
    """A state's number as text, as a name is; anything else unchanged."""
    return str(name) if type(name) is int else name


def ends(years: object) -> object:
    """The first and last of `Years`; anything else unchanged."""
    return (years.first, years.last) if isinstance(years, Years) else years


StateName = Annotated[str, BeforeValidator(written)]
Words = Annotated[tuple[str, ...], Field(strict=False)]
"""``strict=False`` lets a list stand for a tuple; what is in it stays strict."""
Settings = Mapping[str, Mapping[str, Annotated[float, Field(allow_inf_nan=False)]]]


class Model(BaseModel):
    """Frozen, and strict about unknown keys and about kinds: ``"yes"`` is not ``true``, ``"5"`` is not ``5``."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class OwnPole(Model):
    """A pole that the user defines: a key, a title, and the leading state that stands for it."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    leader: StateName


class Bootstrap(Model):
    """Block bootstrap over states and years."""

    draws: int = Field(default=1000, ge=0, le=100_000)
    block: int = Field(default=5, ge=1, le=50)


class StudySpec(Model):
    """A study: a question, its states, poles, years, theories, and every setting that its result depends on.

    The states are named one by one, or as a ``region``, or both. ``evidence`` is what it is made from: the bundled ``facts``,
    or the datasets of the user's library (``world``); when it is left out, the facts where they cover the study, else the world.

    Raises `StudyError` for a value of the wrong kind, `UnknownName` for a key that a study does not have. Names are
    looked up by `corcyra.study.plan.plan`.

    >>> StudySpec(key="pair", title="A pair", question="Why?", states=("ARM", "AZE"), years=(1992, 2024)).seed
    433
    """

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    question: str
    states: Annotated[tuple[StateName, ...], Field(strict=False)] = ()
    region: str | None = None
    years: Annotated[tuple[int, int], Field(strict=False), BeforeValidator(ends)]
    poles: Words = ("russia", "west", "turkey", "iran", "china")
    theories: Words = ()
    evidence: Literal["facts", "world"] | None = None
    case: str | None = None
    seed: int = Field(default=433, ge=0)
    outcome: Words = tuple(sorted(OUTCOME))
    priors: bool = True
    bootstrap: Bootstrap = Bootstrap()
    own_poles: Annotated[tuple[OwnPole, ...], Field(strict=False)] = ()
    measures: Settings = Field(default_factory=dict)
    parameters: Settings = Field(default_factory=dict)

    def __init__(self, **values: object) -> None:
        try:
            super().__init__(**values)
        except ValidationError as problem:
            raise complaint(problem, type(self), Place()) from problem

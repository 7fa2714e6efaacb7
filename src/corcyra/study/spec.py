"""What a study is made of: a `StudySpec` that cannot be built invalid; a user's TOML file has the same keys."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Bootstrap", "OwnPole", "StudySpec"]

OUTCOME = ("commitments", "exercises", "organisations", "un_votes")
"""The default evidence of the observed alignment. Ours: pledges, memberships, joint drills and votes are what a
government does with a partner; bases, arms and energy are left to the measure of penetration, so that no evidence stands
on both sides (SCIENCE C6, rule 2)."""


class Model(BaseModel):
    """Frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnPole(Model):
    """A pole that the user defines: a key, a title, the leading state, and its organisations."""

    key: str
    title: str
    leader: str
    organisations: tuple[str, ...] = ()


class Bootstrap(Model):
    """Block bootstrap over states and years."""

    draws: int = Field(default=1000, ge=0, le=100_000)
    block: int = Field(default=5, ge=1, le=50)


class StudySpec(Model):
    """A study: a question, its states, poles, years, theories, and every setting that its result depends on.

    >>> StudySpec(key="pair", title="A pair", question="Why?", states=("ARM", "AZE"), years=(1992, 2024)).seed
    433
    """

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    question: str
    states: tuple[str, ...] = Field(min_length=1)
    years: tuple[int, int]
    poles: tuple[str, ...] = ("russia", "west", "turkey", "iran", "china")
    theories: tuple[str, ...] = ()
    case: str | None = None
    seed: int = Field(default=433, ge=0)
    outcome: tuple[str, ...] = OUTCOME
    priors: bool = True
    bootstrap: Bootstrap = Bootstrap()
    own_poles: tuple[OwnPole, ...] = ()
    measures: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)

"""Belief and threshold of a member year by year for many settings at once: every number of the game and every ratio may differ by draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.games.models.reassurance import Reassurance
from corcyra.study.belief_events import Event
from corcyra.study.belief_members import Spell
from corcyra.study.belief_spec import BeliefSpec, Parameters, Ratios

__all__ = ["History", "Settings", "beliefs", "drawn", "pointed", "thresholds"]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """One spell of membership: its years, the events within it, and whether there was a treaty or a base at the end of each year."""

    spell: Spell
    years: tuple[int, ...]
    events: tuple[Event, ...]
    treaty: tuple[bool, ...]
    base: tuple[bool, ...]


@dataclass(frozen=True)
class Settings:
    """The numbers of the game and the likelihood ratios, each an array with one value a draw."""

    parameters: Mapping[str, Numbers]
    ratios: Mapping[str, Numbers]

    def changed(
        self, parameters: Mapping[str, float] | None = None, ratios: Mapping[str, float] | None = None
    ) -> Settings:
        """The same with some set to one value."""

        def fixed(old: Mapping[str, Numbers], new: Mapping[str, float] | None) -> dict[str, Numbers]:
            return {
                name: np.full_like(value, new[name]) if new and name in new else value for name, value in old.items()
            }

        return Settings(fixed(self.parameters, parameters), fixed(self.ratios, ratios))


def pointed(spec: BeliefSpec) -> Settings:
    """The study's own values, as one draw."""
    return Settings(
        {name: np.array([getattr(spec.parameters, name).value]) for name in Parameters.model_fields},
        {name: np.array([getattr(spec.ratios, name).value]) for name in Ratios.model_fields},
    )


def drawn(spec: BeliefSpec) -> Settings:
    """Values drawn from the ranges: numbers evenly, ratios evenly in their logarithm, all independent (that distribution is ours).

    One ratio a kind and draw: an unsure judgement of a kind is wrong in the same way for all its events. The seed is the study's.
    """
    random = np.random.default_rng(spec.seed)
    parameters, ratios = {}, {}
    for name in Parameters.model_fields:
        each = getattr(spec.parameters, name)
        parameters[name] = each.low + random.random(spec.draws) * (each.high - each.low)
    for name in Ratios.model_fields:
        low, high = np.log(getattr(spec.ratios, name).low), np.log(getattr(spec.ratios, name).high)
        ratios[name] = np.exp(low + random.random(spec.draws) * (high - low))
    return Settings(parameters, ratios)


def beliefs(history: History, settings: Settings) -> Numbers:
    """The belief at the end of each year, (draws, years), as `corcyra.games.belief_path.belief_path` has it (SCIENCE D6, D7).

    1. Begin with the prior in the year of joining. 2. At the turn of each later year, move toward the base rate. 3. Multiply the odds by
    the ratio of each event of the year; another member's attack counts by the power ``relevance``.
    """
    values = settings.parameters
    yes, no = values["prior"], 1.0 - values["prior"]
    path = []
    for place, year in enumerate(history.years):
        if place:
            base, turn = values["base_rate"], values["turnover"]
            yes, no = yes + (base - yes) * turn, no + (1.0 - base - no) * turn
        for event in history.events:
            if event.year == year:
                ratio = settings.ratios[event.kind] ** (values["relevance"] if event.shared else 1.0)
                yes, no = yes * ratio / (yes * ratio + no), no / (yes * ratio + no)
        path.append(yes)
    return np.stack(path, axis=1)


def thresholds(history: History, settings: Settings) -> Numbers:
    """The threshold ``μ*_0 = (a + w)/(qL)`` at the end of each year, (draws, years), from the game's own closed form.

    w is the outside option plus what a treaty and a base add while they are there.
    """
    values = settings.parameters
    rest = {name: np.asarray(value) for name, value in Reassurance().values.items()}
    made: dict[tuple[bool, bool], Numbers] = {}
    for pair in set(zip(history.treaty, history.base, strict=True)):
        outside = values["outside"] + pair[0] * values["treaty"] + pair[1] * values["base"]
        given = {name: values[name] for name in ("autonomy", "shock", "loss")} | {"outside": outside}
        made[pair] = np.broadcast_to(Reassurance.closed_form(rest | given)["threshold"], outside.shape)
    return np.stack([made[pair] for pair in zip(history.treaty, history.base, strict=True)], axis=1)

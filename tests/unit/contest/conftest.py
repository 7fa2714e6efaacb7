"""Tiny panels and stub theories: three states, three poles, a few years, every number known."""

from dataclasses import dataclass

import numpy as np
import pytest

from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.panels import Panels
from corcyra.panel.table import Column
from corcyra.theories.theory import Silence, decide, toward
from corcyra.world.poles import pole
from corcyra.world.time import Years

STATES = (371, 372, 373)
KEYS = ("russia", "turkey", "west")
SPAN = Years(1992, 2001)


def column(name, *families):
    return Column(name, name, "index", families=frozenset(families))


@dataclass(frozen=True)
class Pull:
    """A stub: a state goes where the column ``pull`` draws it."""

    key: str = "pull"
    column: str = "pull"
    name = "Pull"
    citations = ("corcyra",)

    @property
    def needs(self):
        return (self.column,)

    def expect(self, seen, state, poles):
        return decide(
            self, seen, state, poles, {"pull": ("the pull of the pole", 1.0, toward(seen, self.column, poles))}
        )

    def implications(self):
        return ()


@dataclass(frozen=True)
class Mute:
    """A stub that speaks in no case."""

    key = "mute"
    name = "Mute"
    citations = ("corcyra",)
    needs = ()

    def expect(self, seen, state, poles):
        return Silence(self.key, state, seen.year, "out of scope", "it never speaks")

    def implications(self):
        return ()


@pytest.fixture(scope="session")
def poles():
    return tuple(pole(key) for key in KEYS)


@pytest.fixture(scope="session")
def panels():
    """Alignment: 371 with Russia; 372 neutral until 1996, then West; 373 hedges between Turkey (first) and West."""
    codes = (2, 365, *STATES, 640)
    empty = Panels(state_years(SPAN, codes), dyad_years(SPAN, codes, directed=True))
    rng = np.random.default_rng(20)
    shape = (*empty.shape, len(codes))
    place = {code: empty.place(code) for code in codes}
    alignment = np.full(shape, 0.05)
    alignment[:, place[371], place[365]] = 0.9
    alignment[5:, place[372], place[2]] = 0.8
    alignment[:, place[373], place[640]] = 0.6
    alignment[:, place[373], place[2]] = 0.55
    alignment[8, place[371], place[2]] = np.nan
    cubes = {
        "alignment": alignment,
        "alignment_coverage": np.full(shape, 0.75),
        "threat": rng.normal(size=shape),
        "distance": rng.uniform(0, 5000, size=shape),
        "pull": rng.normal(size=shape),
        "pact": rng.normal(size=shape),
    }
    columns = {
        "alignment": column("alignment", "commitments"),
        "alignment_coverage": column("alignment_coverage", "commitments"),
        "threat": column("threat", "conflicts"),
        "distance": column("distance", "geography"),
        "pull": column("pull", "ties"),
        "pact": column("pact", "commitments"),
        "cinc": column("cinc", "capability"),
    }
    cinc = rng.uniform(0.001, 0.2, size=empty.shape)
    return empty.gain({**cubes, "cinc": cinc}, columns)

"""Van Evera's four tests of a hypothesis by one clue, as regions of two probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from corcyra.errors import ParameterError
from corcyra.tracing.weigh import Weighed

__all__ = ["TAU", "TESTS", "ClueTest", "Test", "clue_tests", "van_evera"]

TESTS = ("doubly decisive", "smoking gun", "hoop", "straw in the wind")
"""The names of Van Evera (1997), from the strongest test to the weakest."""

TAU = 10.0
"""From which likelihood ratio on a test is decisive. Ours, since the tests have no numbers of their own: ten to one, 10 dB."""

SLACK = 1e-9
"""Ours: (1 - .95) / (1 - .5) must count as a tenth, though its floating-point value is a hair larger."""


@dataclass(frozen=True)
class Test:
    """Which test a clue is for a hypothesis.

    ``lr_plus`` is P(E|H) / P(E|not H), what finding the clue does to the odds; ``lr_minus`` is P(no E|H) / P(no E|not H), what not finding
    it does. Both are 0 or more, infinite where the denominator alone is 0, NaN where both are. ``certain`` where one of the two
    probabilities is exactly 0 or 1: the ratio is then no judgement of degree.
    """

    __test__ = False  # pytest would take the class for a test of its own

    name: str
    lr_plus: float
    lr_minus: float
    certain: bool

    def __str__(self) -> str:
        sure = ", with a certainty" if self.certain else ""
        return f"{self.name}: found, the odds change by {self.lr_plus:.3g}; not found, by {self.lr_minus:.3g}{sure}"


def van_evera(p_h: float, p_not: float, *, tau: float = TAU) -> Test:
    """The test that a clue is, after Van Evera (1997), with the regions of Humphreys and Jacobs (2015) cut at ``tau``.

    ``p_h`` is P(clue | hypothesis) and ``p_not`` P(clue | hypothesis wrong), 0-1. 1. LR+ = p_h / p_not, LR- = (1 - p_h) / (1 - p_not). 2. Doubly
    decisive where LR+ >= tau and LR- <= 1/tau; smoking gun where only the first holds (passing all but proves); hoop where only the second holds
    (failing all but refutes); else a straw in the wind.

    Raises `ParameterError` for probabilities outside 0-1 and for ``tau`` not above 1.

    >>> [van_evera(*each).name for each in ((0.95, 0.05), (0.3, 0.02), (0.98, 0.6), (0.6, 0.4))]
    ['doubly decisive', 'smoking gun', 'hoop', 'straw in the wind']
    >>> print(van_evera(0.95, 0.05))
    doubly decisive: found, the odds change by 19; not found, by 0.0526
    """
    for value in (p_h, p_not):
        if not 0.0 <= value <= 1.0:
            raise ParameterError(f"a clue's probability of {value} must lie between 0 and 1.")
    if not tau > 1.0:
        raise ParameterError(f"tau is {tau}: the ratio from which a test is decisive must be above 1, as 10 is.")
    plus, minus = quotient(p_h, p_not), quotient(1.0 - p_h, 1.0 - p_not)
    gun, hoop = plus >= tau * (1.0 - SLACK), minus <= (1.0 + SLACK) / tau
    name = TESTS[0] if gun and hoop else TESTS[1] if gun else TESTS[2] if hoop else TESTS[3]
    return Test(name, plus, minus, bool({p_h, p_not} & {0.0, 1.0}))


def quotient(above: float, below: float) -> float:
    """A ratio of probabilities: infinite over 0, NaN for 0 over 0."""
    if below == 0.0:
        return math.nan if above == 0.0 else math.inf
    return above / below


@dataclass(frozen=True)
class ClueTest:
    """A clue as a test of one hypothesis against the rest: ``found`` or looked for and not found, and what that means (``told``)."""

    clue: str
    hypothesis: str
    test: Test
    found: bool
    told: str

    def __str__(self) -> str:
        return f"{self.clue}: for {self.hypothesis} {self.test.name}, {self.told}"


def clue_tests(weighed: Weighed, *, tau: float = TAU) -> tuple[ClueTest, ...]:
    """Every clue that was looked for as a test of every hypothesis against the rest, the rivals mixed by their priors.

    The mixture is P(E|not H) = sum of prior x P(E|rival) over the rivals, divided by the sum of their priors. A rival without prior weight
    does not count; where no rival has any, they count alike.
    """
    found = []
    for at, clue in enumerate(weighed.clues):
        expected = weighed.expected[at]
        for place, hypothesis in enumerate(weighed.hypotheses):
            share = np.delete(weighed.prior, place)
            rest = np.average(np.delete(expected, place), weights=share if share.sum() > 0 else None)
            test = van_evera(float(expected[place]), min(1.0, float(rest)), tau=tau)
            found.append(ClueTest(clue, hypothesis, test, weighed.found[at], verdict(test, weighed.found[at])))
    return tuple(found)


def verdict(test: Test, found: bool) -> str:
    """What came of the test, in words."""
    if test.name == "straw in the wind":
        return "found: slightly " + side(test.lr_plus) if found else "not found: slightly " + side(test.lr_minus)
    strong = {True: ("doubly decisive", "smoking gun"), False: ("doubly decisive", "hoop")}[found]
    if found:
        return "found: all but proves it" if test.name in strong else "found: it stays in the running"
    return "not found: all but refutes it" if test.name in strong else "not found: slightly against it"


def side(change: float) -> str:
    """Whether a change of odds is for or against."""
    return "against it" if change < 1.0 else "for it" if change > 1.0 else "for neither"

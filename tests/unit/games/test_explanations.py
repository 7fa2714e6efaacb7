"""Explanations read well at any values: no exponents, nothing missing, no belief outside 0 to 1."""

from __future__ import annotations

import re

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.model import Model
from corcyra.games.models import MODELS

UNREADABLE = re.compile(r"nan|\binf\b|\de[-+]\d|None|  |\.\.|(belief of|probability|from the belief) -")


def anywhere(model: type[Model], rng: np.random.Generator) -> Model | None:
    """A game with each parameter at its default, anywhere in its range, or near its lower end; None where these contradict one another."""
    values = {}
    for name, limits in model.knobs().items():
        default = model().values[name]
        low, high = max(limits.low, limits.above, -3.0), min(limits.high, limits.below, max(5.0, 4 * abs(default)))
        tried = rng.choice([default, rng.uniform(low, high), low + (high - low) * 10 ** rng.uniform(-6, 0)])
        tried = float(round(tried)) if limits.whole else float(tried)
        values[name] = tried if limits.admits(tried) else default
    try:
        return model.of(values)
    except ParameterError:
        return None


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
def test_explanations_read_well_and_certificates_hold_at_any_values(model: type[Model]) -> None:
    rng = np.random.default_rng(1984)
    found = [game.solve() for _ in range(400) if (game := anywhere(model, rng))]
    assert len(found) > 50
    for each in found:
        assert not UNREADABLE.search(each.explanation), each.explanation
        assert each.holds, each.certificate

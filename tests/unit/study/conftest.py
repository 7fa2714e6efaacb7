"""One study run once for each set of values, and panels built once for each set of measures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest

from corcyra.measures.measure import Measure
from corcyra.panel.panels import Panels
from corcyra.study.build import measured
from corcyra.study.findings import Findings
from corcyra.study.read import build
from corcyra.study.run import run_study

BASE: dict[str, Any] = {"key": "trial", "title": "A trial", "question": "Why?", "states": ["ARM"], "years": [1999, 2004]}
BASE |= {"bootstrap": {"draws": 20}}


MADE: dict[str, Panels] = {}


def panels_of(panels: Panels, measures: Sequence[Measure], *_: object) -> Panels:
    settings = repr(measures)
    if settings not in MADE:
        MADE[settings] = measured(panels, measures)
    return MADE[settings]


@cache
def ran(values: str) -> Findings:
    with patch("corcyra.study.run.measured", panels_of):
        return run_study(build(json.loads(values)))


@pytest.fixture(scope="session")
def values() -> dict[str, Any]:
    """A small study: one state, six years, twenty draws."""
    return dict(BASE)


@pytest.fixture(scope="session")
def found() -> Callable[..., Findings]:
    """The findings of the small study with some values changed; computed once."""

    def run(**changes: Any) -> Findings:
        return ran(json.dumps(BASE | changes, sort_keys=True))

    return run

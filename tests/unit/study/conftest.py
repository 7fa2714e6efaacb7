"""One study run once for each set of values, however many tests look at it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from corcyra.study.findings import Findings
from corcyra.study.read import build
from corcyra.study.run import run_study

BASE: dict[str, Any] = {"key": "trial", "title": "A trial", "question": "Why?", "states": ["ARM"], "years": [1999, 2004]}
BASE |= {"bootstrap": {"draws": 20}}


@cache
def ran(values: str) -> Findings:
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

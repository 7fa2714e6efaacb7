"""Slips that a Python user makes: told in words, with what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corcyra.errors import ParameterError, SpanError, StudyError
from corcyra.measures import MEASURES
from corcyra.measures.measure import apply
from corcyra.study.build import fact_panels
from corcyra.study.findings import Findings
from corcyra.study.run import run_study
from corcyra.study.spec import StudySpec
from corcyra.world.citation import bibtex
from corcyra.world.codes import convert
from corcyra.world.time import Years


def test_a_name_in_place_of_a_study() -> None:
    slip: Any = "western-three"
    with pytest.raises(StudyError) as told:
        run_study(slip)
    assert str(told.value) == (
        "run_study wants a StudySpec, not 'western-three'. Use find_study with a name or a file, or build one."
    )


@pytest.mark.parametrize(("slip", "shown"), [("enmity", "'enmity'"), (MEASURES, "(Alignment(")])
def test_a_name_or_the_whole_registry_in_place_of_a_measure(slip: Any, shown: str) -> None:
    with pytest.raises(ParameterError) as told:
        apply(fact_panels(()), slip)
    assert str(told.value).startswith(f"apply wants Panels and then measures one by one, not Panels and {shown}")
    assert str(told.value).endswith("The package's own are in MEASURES: apply(panels, *MEASURES).")


def test_one_word_is_one_key_and_one_query() -> None:
    assert bibtex("corcyra") == bibtex(["corcyra"])
    assert convert("Armenia", "iso3").values == ("ARM",)
    assert convert(371, "iso3").values == ("ARM",)


def test_years_are_whole_numbers() -> None:
    slip: Any = "1992"
    with pytest.raises(SpanError) as told:
        Years(slip, 1994)
    assert str(told.value) == "years are whole numbers, not '1992' and 1994. Write Years(1992, 2024)."


def test_a_study_takes_years_as_panels_do() -> None:
    assert StudySpec(key="a", title="A", question="?", states=("ARM",), years=Years(1992, 1995)).years == (1992, 1995)


def test_findings_are_shown_in_a_line(found: Callable[..., Findings]) -> None:
    findings = found()
    assert repr(findings).startswith(f"<Findings {findings.spec.key}: ")
    assert len(repr(findings)) < 500
    assert findings.spec.title in findings._repr_html_()

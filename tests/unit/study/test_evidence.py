from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corcyra.errors import CircularityError, ParameterError
from corcyra.study.evidence import families
from corcyra.study.findings import Findings
from corcyra.study.plan import plan
from corcyra.study.read import build


def test_families_known_before_are_those_that_the_panels_carry(found: Callable[..., Findings]) -> None:
    findings = found()
    made = families(plan(findings.spec).measures)
    columns = {**findings.panels.states.columns, **findings.panels.dyads.columns}
    assert {name: column.families for name, column in columns.items()} == {name: made[name] for name in columns}


@pytest.mark.parametrize("family", ["presence", "conflicts", "ties", "geography"])
def test_evidence_behind_a_prediction_cannot_be_the_outcome(values: dict[str, Any], family: str) -> None:
    with pytest.raises(CircularityError, match=f"^the outcome has {family}, which these predictions read too: "):
        build(values | {"outcome": ["un_votes", family]})


def test_evidence_that_nothing_reads_is_still_no_sign_of_alignment(values: dict[str, Any]) -> None:
    with pytest.raises(ParameterError) as caught:
        build(values | {"outcome": ["appeals"], "theories": ["identity"]})
    assert str(caught.value) == (
        "appeals is no sign of alignment. Make the outcome from: commitments, organisations, exercises, un_votes, presence, arms_energy."
    )


def test_the_outcome_may_be_made_of_less(found: Callable[..., Findings]) -> None:
    findings = found(outcome=["exercises", "organisations"])
    assert findings.panels.dyads.columns["alignment"].families == {"exercises", "organisations"}
    assert findings.tables["alignment"]["alignment"].null_count() == 0


def test_arms_can_be_the_outcome_of_theories_that_read_none(found: Callable[..., Findings]) -> None:
    findings = found(outcome=["arms_energy"], theories=["balance_of_power", "balance_of_threat"])
    assert findings.panels.dyads.columns["alignment"].families == {"arms_energy"}
    assert "align_arms" in findings.tables["alignment"].columns

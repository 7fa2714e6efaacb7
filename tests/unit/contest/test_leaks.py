"""The rule against circularity, and mutual information against its definition."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.contest.leaks import audit, information, leak_report, masses
from corcyra.contest.run import observed
from corcyra.errors import CircularityError, MissingColumn
from corcyra.panel.table import Column

from .conftest import STATES


def test_all_columns_that_share_evidence_are_named_once(panels):
    audit(panels, ["pull", "cinc"], frozenset({"commitments"}))
    with pytest.raises(CircularityError) as caught:
        audit(panels, ["pull", "pact", "cinc", "pact"], frozenset({"commitments", "capability"}))
    assert str(caught.value) == (
        "the observed alignment and predictors share evidence: pact (commitments); cinc (capability). "
        "Predict from other columns, or leave these families out of the outcome."
    )


def test_a_column_that_is_not_there_is_refused(panels):
    with pytest.raises(MissingColumn):
        audit(panels, ["nothing"], frozenset({"commitments"}))


def test_a_copy_of_the_outcome_is_seen_in_the_report(panels, poles):
    """Last year's alignment tells all of last year's partner, less of this year's; noise tells next to nothing."""
    history = observed(panels, STATES, poles)
    copied = panels.gain(
        {"copy": panels.array("alignment")}, {"copy": Column("copy", "a copy", "index", families=frozenset({"x"}))}
    )
    found = leak_report(copied, ["copy", "pull", "cinc"], history, STATES, poles)
    assert found["column"].to_list() == ["copy", "pull", "cinc"]
    assert found["unit"].to_list() == ["state, pole, year", "state, pole, year", "state, year"]
    assert found["families"].to_list() == ["x", "ties", "capability"]
    copy, pull, _ = found.iter_rows(named=True)
    assert copy["n"] == 75
    assert copy["before"] > copy["now"] > pull["now"]
    assert copy["excess"] == pytest.approx(copy["before"] - copy["now"])
    assert pull["bias"] == pytest.approx((4 - 1) * (2 - 1) / (2 * 75 * math.log(2)))


@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 2)), min_size=1, max_size=40))
def test_information_agrees_with_its_definition(pairs):
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    n, joint = len(pairs), Counter(pairs)
    left, right = Counter(one.tolist()), Counter(other.tolist())
    wanted = sum(c / n * math.log2(c * n / (left[a] * right[b])) for (a, b), c in joint.items())
    assert information(one, other) == pytest.approx(wanted, abs=1e-9)
    assert information(one, other) == pytest.approx(information(other, one), abs=1e-9)


def test_no_data_tell_nothing():
    assert math.isnan(information(np.array([], dtype=int), np.array([], dtype=int)))
    assert masses(np.array([]), 4).tolist() == []


@given(some.lists(some.integers(0, 5), min_size=1, max_size=30), some.integers(2, 6))
def test_equal_values_share_a_class_and_order_is_kept(values, classes):
    label = masses(np.array(values, dtype=float), classes)
    assert label.max() < classes
    for first, one in zip(values, label, strict=True):
        for second, other in zip(values, label, strict=True):
            assert one <= other if first <= second else one >= other

"""The kernels on tables written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.measures.portfolio_statistics import (
    STATISTICS,
    Tables,
    a_index,
    agreement,
    disagreement,
    kappa,
    pi,
    ratio,
    s_score,
    tau_b,
)

# Two raters, levels 0, 1, 3; counts 4, 1, 0 / 2, 3, 0 / 0, 0, 10 of 20: an agreement that both margins explain in part.
COUNTS = np.array([[4, 1, 0], [2, 3, 0], [0, 0, 10]])
TABLE = Tables(COUNTS.reshape(1, -1) / 20, (0.0, 1.0, 3.0))


def test_shares_of_rows_and_columns() -> None:
    assert TABLE.rows[0].tolist() == pytest.approx([0.25, 0.25, 0.5])
    assert TABLE.columns[0].tolist() == pytest.approx([0.3, 0.2, 0.5])


def test_disagreement_by_power() -> None:
    assert disagreement((0, 1, 3), 0).tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert disagreement((0, 1, 3), 1).tolist() == [[0, 1, 3], [1, 0, 2], [3, 2, 0]]
    assert disagreement((0, 1, 3), 2).tolist() == [[0, 1, 9], [1, 0, 4], [9, 4, 0]]


def test_by_hand() -> None:
    """Disagreement seen: 3 of 20, all of one step. By chance: nominal 1 − (.075 + .05 + .25) = .625; linear 1.25 + .125."""
    chance = 0.25 * (0.2 * 1 + 0.5 * 3) + 0.25 * (0.3 * 1 + 0.5 * 2) + 0.5 * (0.3 * 3 + 0.2 * 2)
    assert s_score(TABLE, 1)[0] == pytest.approx(1 - 2 * 0.15 / 3)
    assert s_score(TABLE, 2)[0] == pytest.approx(1 - 2 * 0.15 / 9)
    assert agreement(TABLE)[0] == pytest.approx(0.95)
    assert kappa(TABLE, 0)[0] == pytest.approx(1 - 0.15 / 0.625)
    assert kappa(TABLE, 1)[0] == pytest.approx(1 - 0.15 / chance)
    assert a_index(TABLE, 1)[0] == pytest.approx(2 * (chance - 0.15) / 3)
    assert pi(TABLE, 0)[0] == pytest.approx(1 - 0.15 / (1 - 0.275**2 - 0.225**2 - 0.25))


def test_tau_b_counts_pairs_of_targets() -> None:
    """Concordant 4·3 + 4·10 + 1·10 + 2·10 + 3·10 = 112, discordant 2; not tied 125 by the one, 124 by the other."""
    assert tau_b(TABLE)[0] == pytest.approx((112 - 2) / np.sqrt(125 * 124))


def test_a_ratio_with_nothing_below_is_missing() -> None:
    assert np.isnan(ratio(np.array([0.0, 1.0]), np.zeros(2))).all()


def test_without_common_targets_every_statistic_is_missing() -> None:
    table = Tables(np.full((1, 9), np.nan), (1.0, 2.0, 3.0))
    assert all(np.isnan(each.kernel(table)).all() for each in STATISTICS)

from __future__ import annotations

import polars as pl

from corcyra.sources.regime import Regime


def test_bounds_enclose_the_score() -> None:
    frame = Regime().read()
    for index in ("v2x_polyarchy", "v2x_libdem"):
        low, high = pl.col(f"{index}_codelow"), pl.col(f"{index}_codehigh")
        assert frame.filter((pl.col(index) < low) | (pl.col(index) > high)).height == 0


def test_no_score_is_missing() -> None:
    frame = Regime().read()
    assert frame.height == 19 * 34
    assert sum(frame.null_count().row(0)) == 0

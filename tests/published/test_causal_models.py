"""Causal models against what Humphreys and Jacobs publish. The counts of Chickering and Pearl's trial are not part of the package: the
test exists where CORCYRA_MIRROR names a folder that holds them."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from corcyra.tracing.causal_model.model import causal_model

LIPIDS = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "published" / "lipids.csv"

if LIPIDS.exists():

    def test_the_effect_of_cholestyramine_on_cholesterol() -> None:
        """Z -> X -> Y with X and Y confounded; the average effect .55, standard deviation .10, 95 % from .37 to .73."""
        posterior = causal_model("Z -> X -> Y; X <-> Y").update(pl.read_csv(LIPIDS), draws=4000, seed=1)
        assert posterior.diagnostics.converged, posterior.diagnostics
        row = posterior.query("Y[X=1] - Y[X=0]").table.row(0, named=True)
        assert row["mean"] == pytest.approx(0.55, abs=0.0125)
        assert row["sd"] == pytest.approx(0.10, abs=0.0075)
        assert (row["low"], row["high"]) == pytest.approx((0.37, 0.73), abs=0.02)


def test_a_clue_in_a_monotonic_model() -> None:
    """Without negative effects M = 1 makes it less likely, M = 0 more likely, that X caused Y (Humphreys, guide to causal models, table 5.1)."""
    model = causal_model("X -> M -> Y <- X").restrict("M[X=1] < M[X=0]", "Y[M=1] < Y[M=0]", "Y[X=1] < Y[X=0]")
    given = ["X==1 & Y==1", "X==1 & Y==1 & M==1", "X==1 & Y==1 & M==0"]
    found = model.query("Y[X=1] > Y[X=0]", given, using="parameters").table["mean"]
    assert [round(each, 3) for each in found] == [0.615, 0.6, 0.667]

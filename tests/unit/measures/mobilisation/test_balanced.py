"""Like with like: an effect that was put in comes out, selection does not, and without weights there is no number."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from corcyra.measures.mobilisation.balanced import BALANCE, Record, balanced
from corcyra.measures.mobilisation.effects import EFFECTS

EUROPE = tuple(range(310, 390, 2))
YEARS = range(1990, 2006)


def world(
    effect: float, pull: float, far: float = 0.0, seed: int = 3
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Forty states; the first eight, which stand nearer to the patron, enter in 1997 or 1999. Who stands near drifts by ``pull`` a year."""
    rng = np.random.default_rng(seed)
    rows, bound, told = [], [], []
    for place, state in enumerate(EUROPE):
        entry = (1997 if place < 4 else 1999) if place < 8 else 9999
        near = 1.0 if place < 8 else float(rng.uniform(0, 2)) - far
        wealth = float(rng.normal())
        for year in YEARS:
            told.append((state, year, near, wealth))
            bound += [(state, year)] if year >= entry else []
            value = 0.4 + pull * near * (year - 1990) + effect * (year >= entry) + rng.normal() * 0.01
            rows.append((state, year, value, None))
    table = pl.DataFrame(
        rows, schema={"state": pl.Int64, "year": pl.Int64, "agreement": pl.Float64, "important": pl.Int8}, orient="row"
    )
    treaties = pl.DataFrame(bound, schema=["state", "year"], orient="row")
    return table, treaties, pl.DataFrame(told, schema=["state", "year", "distance", "wealth"], orient="row")


def estimates(found: Record) -> dict[str, dict[str, object]]:
    return {
        row["estimator"]: row for row in pl.DataFrame(found.effects, schema=EFFECTS, orient="row").iter_rows(named=True)
    }


@pytest.mark.parametrize("effect", [0.0, 0.1])
def test_a_drift_of_those_who_stood_near_is_not_taken_for_an_effect(effect: float) -> None:
    found = balanced(*world(effect, 0.02))
    told = estimates(found)
    assert set(told) == {
        "entropy balance, level",
        *(f"{kind}, entry" for kind in ("entropy balance", "position balance", "nearest matches")),
    }
    for name in ("entropy balance, entry", "position balance, entry"):
        assert told[name]["estimate"] == pytest.approx(effect, abs=0.03), name
        assert told[name]["switchers"] == 8
    assert found.notes == []


def test_the_table_of_balance_can_be_recomputed() -> None:
    table = pl.DataFrame(balanced(*world(0.1, 0.02)).balance, schema=BALANCE, orient="row")
    weighed = table.filter(pl.col("estimator") == "entropy balance, entry")
    assert weighed["covariate"].to_list() == ["distance", "wealth", "switch 1999"]
    assert weighed["weighted"].to_list() == pytest.approx(weighed["allied"].to_list(), abs=1e-7)
    assert weighed["after"].abs().max() < 1e-7
    assert weighed["before"].abs().max() > 0.1
    assert set(weighed.select("units", "pool").rows()) == {(8, 64)}
    assert 1 < weighed["effective"][0] <= 64


def test_without_weights_the_estimate_is_missing_and_a_note_says_why() -> None:
    found = balanced(*world(0.1, 0.02, far=5.0))
    told = estimates(found)
    for name in ("entropy balance, entry", "position balance, entry"):
        assert (told[name]["estimate"], told[name]["se"], told[name]["p"]) == (None, None, None)
    assert (
        "Position balance, entry: no weights exist: the wanted mean of distance lies beyond every other state's."
        in found.notes
    )
    table = pl.DataFrame(found.balance, schema=BALANCE, orient="row").filter(
        pl.col("estimator") == "position balance, entry"
    )
    assert (
        table["weighted"].null_count()
        == table["after"].null_count()
        == table["effective"].null_count()
        == table.height
        > 0
    )
    matched = pl.DataFrame(found.balance, schema=BALANCE, orient="row").filter(
        pl.col("estimator") == "nearest matches, entry"
    )
    assert told["nearest matches, entry"]["estimate"] is not None
    assert abs(matched.filter(pl.col("covariate") == "distance")["after"][0]) > 1


def test_switchers_of_whom_nothing_is_known_are_counted_out() -> None:
    rows, bound, known = world(0.1, 0.0)
    gone = known.with_columns(wealth=pl.when(pl.col("state") != 310).then("wealth"))
    found = balanced(rows, bound, gone)
    assert estimates(found)["entropy balance, entry"]["switchers"] == 7
    assert estimates(found)["position balance, entry"]["switchers"] == 8
    assert found.notes[0] == (
        "Entropy balance, entry: 1 of 8 switchers are left out, since wealth in the three years before the switch is not known."
    )


def test_a_single_switcher_has_an_estimate_and_no_error() -> None:
    rows, bound, known = world(0.1, 0.0)
    found = estimates(balanced(rows, bound.filter(pl.col("state") == 310), known))
    for name in ("position balance, entry", "nearest matches, entry"):
        assert found[name]["estimate"] == pytest.approx(0.1, abs=0.03)
        assert (found[name]["se"], found[name]["p"], found[name]["switchers"]) == (None, None, 1)


def test_other_regions_do_not_serve_and_no_covariates_give_no_rows() -> None:
    rows, bound, known = world(0.1, 0.0)
    afar = pl.col("state").replace({state: state + 400 for state in EUROPE[8:]})
    found = balanced(rows.with_columns(afar), bound, known.with_columns(afar))
    told = "no weights exist: there is no other in the same regions."
    kinds = ("Entropy balance, entry", "Position balance, entry", "Nearest matches, entry")
    assert found.notes == [f"{kind}: {told}" for kind in kinds]
    assert [row[2] for row in found.effects[1:]] == [None] * 3
    assert {row[0] for row in found.balance} == {"entropy balance, level"}
    bare = balanced(rows, bound, known.select("state", "year"))
    assert (bare.effects, bare.balance, bare.notes) == ([], [], [])

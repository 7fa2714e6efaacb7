"""The whole: tables, notes and sentences for an Assembly made up with a known effect."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError, MissingSource, ParameterError, SpanError, UnknownName
from corcyra.measures.mobilisation import Mobilisation, mobilise
from corcyra.measures.mobilisation.data import Cells, ballots
from corcyra.measures.mobilisation.effects import EFFECTS, STUDY, effects, studies, with_controls
from corcyra.measures.mobilisation.gaps import gap, gaps
from corcyra.measures.mobilisation.trials import chance
from corcyra.sources.library import Library
from corcyra.sources.source import KEYS
from corcyra.world.time import Years

STATES = (20, 40, 41, 42, 70, 80, 90, 91, 92, 93, 100, 101, 110, 130, 140, 145)
FIRST, LAST = 1992, 2003


def assembly(effect: float, seed: int = 1, calls: int = 40) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Votes in which states say as the patron 2 does with a propensity of their own, higher by ``effect`` while allied.

    20 and 40 are allies all along, with the highest propensity; 41, 42 and 70 enter in 1996, 1998 and 2000; 80 leaves in 1999.
    """
    rng = np.random.default_rng(seed)
    start = {20: FIRST, 40: FIRST, 41: 1996, 42: 1998, 70: 2000, 80: FIRST}
    rows, bound = [], []
    for year in range(FIRST, LAST + 1):
        allied = {state for state, when in start.items() if year >= when and not (state == 80 and year >= 1999)}
        bound += [(state, year) for state in sorted(allied)]
        for k in range(calls):
            own = int(rng.choice([1, 3]))
            rows.append((year * 100 + k, 2, own, year))
            for place, state in enumerate(STATES):
                base = 0.7 if place < 2 else 0.2 + 0.02 * place
                same = rng.random() < base + effect * (state in allied)
                rows.append((year * 100 + k, state, own if same else 4 - own, year))
    table = pl.DataFrame(rows, schema=["roll_call", "state", "un_vote", "year"], orient="row")
    votes = table.select(
        "roll_call",
        "state",
        "un_vote",
        un_vote_session=pl.col("year") - 1945,
        un_vote_date=pl.lit(None, pl.Date),
        un_resid=pl.lit(None, pl.Int64),
    )
    return votes, pl.DataFrame(bound, schema=["state", "year"], orient="row")


def run(tmp_path: Path, effect: float, **more: object) -> Mobilisation:
    votes, bound = assembly(effect)
    settings = {"votes": votes, "treaties": bound, "library": Library(tmp_path), "draws": 39, "stand_ins": ("GUY", 145)}
    return mobilise("USA", **(settings | more))  # type: ignore[arg-type]


def one(table: pl.DataFrame, **wanted: str) -> dict[str, object]:
    return table.filter(*(pl.col(key) == value for key, value in wanted.items())).row(0, named=True)


def test_the_effect_that_was_put_in_comes_out_of_every_estimator(tmp_path: Path) -> None:
    stages: list[tuple[str, float]] = []
    found = run(tmp_path, 0.3, stand_ins=(110, 145), tell=lambda stage, share: stages.append((stage, share)))
    assert (found.patron, found.name, found.years, found.treaties) == (
        2,
        "United States of America",
        Years(1992, 2003),
        "own",
    )
    for name in ("fixed effects", "group-time not-yet, entry", "group-time never, entry", "imputation, entry"):
        row = one(found.effects, estimator=name)
        assert row["estimate"] == pytest.approx(0.3, abs=0.1), name
        assert row["p"] < 0.01, name
    for name in ("group-time not-yet, exit", "imputation, exit"):
        assert one(found.effects, estimator=name)["estimate"] == pytest.approx(-0.3, abs=0.15), name
    assert one(found.effects, estimator="fixed effects")["switchers"] == 4
    assert found.switchers.rows() == [(41, 1996, "entry"), (42, 1998, "entry"), (70, 2000, "entry"), (80, 1999, "exit")]
    assert [share for _, share in stages] == sorted(share for _, share in stages)
    assert stages[-1] == ("done", 1.0)


def test_a_stand_in_that_never_voted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        run(tmp_path, 0.3, stand_ins=("Guyana", "Chile"))
    assert str(caught.value) == (
        "unknown voter 155. It cast no vote in a contested roll call of these years; name another patron, or other years."
    )


def test_tables_have_their_columns_and_the_seed_decides(tmp_path: Path) -> None:
    one_run, again, other = (run(tmp_path, 0.3, stand_ins=(110,), seed=seed) for seed in (1, 1, 2))
    assert one_run.effects.schema == pl.Schema(EFFECTS)
    assert one_run.event_study.schema == pl.Schema(STUDY)
    for name in ("gaps", "effects", "event_study", "placebos", "sensitivity", "switchers", "allies"):
        assert getattr(one_run, name).equals(getattr(again, name), null_equal=True), name
    assert not one_run.effects.equals(other.effects)
    assert one_run.notes[:2] == (
        "No roll call is matched with its description, so importance and issues are missing: the votes' file has other numbers.",
        "Balanced comparisons: these sources are not in the library: democracy, gdp, ideal_points, trade_shares. "
        "Run: corcyra sources fetch democracy gdp ideal_points trade_shares",
    )
    assert one_run.notes[2].endswith("Run: corcyra sources fetch atop")
    assert len(one_run.notes) == 3


def test_selection_alone_is_called_selection(tmp_path: Path) -> None:
    """The allies of always agree more, and an alliance does nothing: a gap without an effect within states."""
    found = run(tmp_path, 0.0, stand_ins=(110,))
    assert one(found.gaps, **{"class": "all"})["gap"] > 0.1
    assert abs(one(found.effects, estimator="fixed effects")["estimate"]) < 0.04
    assert "without a change of alliance" in found.meaning[1]


def test_dates_are_not_judged_where_no_effect_was_seen() -> None:
    outcome = np.random.default_rng(1).normal(size=(8, 6))
    made = Cells(tuple(range(8)), tuple(range(2000, 2006)), outcome, np.zeros((8, 6)))
    made.ally[:2, 3:] = 1.0
    for seen in (False, True):
        rows = chance(made, np.random.default_rng(1), 19, [], seen=seen)
        assert [row[-1] is None for row in rows] == [not seen] * 2


def test_no_ally_is_an_error_and_no_switch_a_note(tmp_path: Path) -> None:
    _, bound = assembly(0.2)
    with pytest.raises(DataError) as caught:
        run(tmp_path, 0.2, treaties=bound.filter(pl.col("state") == 999), until=2000)
    assert str(caught.value) == (
        "The United States has no ally in 1992-2000 by these treaties. Choose other years or treaties."
    )
    found = run(tmp_path, 0.2, treaties=bound.filter(pl.col("state") == 20), stand_ins=(110,))
    assert found.switchers.is_empty()
    assert found.event_study.is_empty()
    assert one(found.effects, estimator="fixed effects")["estimate"] is None
    assert found.meaning[1] == (
        "No state is seen both as an ally of the United States and not as one, so nothing can be said about what the alliance does to votes."
    )
    assert (
        found.notes[2] == "Leads: no state is seen before its switch, so leads cannot be looked at. Take earlier years."
    )


def test_years_without_votes_are_said(tmp_path: Path) -> None:
    found = run(tmp_path, 0.2, since=1990, stand_ins=(110,))
    assert found.notes[0] == "The votes are known from 1992 to 2003 only; 1990-2003 was asked."


def test_data_that_are_not_there_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(MissingSource) as caught:
        mobilise(2, library=Library(tmp_path))
    assert str(caught.value) == (
        "these sources are not in the library: atop, un_roll_calls, un_votes_package. "
        "Run: corcyra sources fetch atop un_roll_calls un_votes_package"
    )


@pytest.mark.parametrize(
    ("settings", "kind", "told"),
    [
        ({"seed": -1}, ParameterError, "a seed is a whole number from 0 up, not -1. 1 is the default."),
        ({"seed": 1.5}, ParameterError, "a seed is a whole number from 0 up, not 1.5. 1 is the default."),
        ({"since": 2004}, SpanError, "the treaties end in 2003, before 2004. Choose an earlier first year."),
        ({"draws": 0}, ParameterError, "draws is a whole number from 1 up, not 0."),
        ({"irrelevant": ("xx",)}, ParameterError, "'xx' is no issue. Use some of: me, nu, di, hr, co, ec."),
        (
            {"treaties": pl.DataFrame({"state": [20]})},
            SpanError,
            "treaties of your own without a year have no end. Give until, or rows with state and year.",
        ),
    ],
)
def test_settings_that_cannot_be(tmp_path: Path, settings: dict[str, object], kind: type[Exception], told: str) -> None:
    with pytest.raises(kind) as caught:
        run(tmp_path, 0.1, **settings)
    assert str(caught.value) == told


def test_controls_are_used_where_known(tmp_path: Path) -> None:
    _, bound = assembly(0.3)
    rng = np.random.default_rng(1)
    rows = [(state, year, rng.normal()) for state in STATES for year in range(FIRST + 1, LAST + 1)]
    controls = pl.DataFrame(rows, schema=["state", "year", "distance_before"], orient="row")
    found = run(tmp_path, 0.3, controls=controls, stand_ins=(110,))
    row = one(found.effects, estimator="fixed effects, controls distance_before")
    assert row["n"] == len(STATES) * (LAST - FIRST)
    assert row["estimate"] == pytest.approx(0.3, abs=0.1)
    cells = pl.DataFrame({"state": [20], "year": [1993], "agreement": [0.5]})
    with pytest.raises(DataError) as caught:
        with_controls(cells, bound, pl.concat([controls, controls]))
    assert str(caught.value) == "the controls have a state and year more than once. Keep one row."


def test_the_gap_by_hand() -> None:
    """Ally votes 1, .5, 0, others 0, .5: means .5 and .25; by state-year the ally's are .75 and 0, so .375."""
    rows = pl.DataFrame(
        {
            "state": [20, 20, 20, 40, 41],
            "year": [1995, 1995, 1996, 1995, 1996],
            "agreement": [1.0, 0.5, 0.0, 0.0, 0.5],
            "important": [1, 0, None, None, 1],
        }
    )
    bound = pl.DataFrame({"state": [20, 20], "year": [1995, 1996]})
    table = gaps(rows, bound)
    assert table["class"].to_list() == ["all", "important"]
    first = table.row(0, named=True)
    assert (first["ally"], first["other"], first["assembly"], first["gap"]) == pytest.approx((0.5, 0.25, 0.4, 0.25))
    assert (first["votes"], first["allies"], first["others"]) == (5, 1, 2)
    assert gap(rows, bound, by_vote=False).estimate[0] == pytest.approx(0.375 - 0.25)


def test_importance_is_compared_within_states() -> None:
    """Roll calls of importance 1 get an extra .3 from alliance: the triple difference finds it, and the rest .1."""
    rng = np.random.default_rng(8)
    rows = []
    for state in range(100, 130):
        for year in range(1992, 2002):
            allied = state < 110 and year >= 1996
            for kind in (0, 1):
                value = 0.3 + 0.1 * allied + 0.3 * allied * kind + 0.05 * kind + 0.02 * rng.normal()
                rows.append((state, year, kind, value))
    table = pl.DataFrame(rows, schema=["state", "year", "important", "agreement"], orient="row")
    bound = pl.DataFrame(
        [(s, y) for s in range(100, 110) for y in range(1996, 2002)], schema=["state", "year"], orient="row"
    )
    found = effects(table, bound, np.random.default_rng(1), 20)
    estimates = {(row["class"], row["estimator"]): row["estimate"] for row in found.iter_rows(named=True)}
    assert estimates["important x other", "triple difference"] == pytest.approx(0.3, abs=0.02)
    assert estimates["important", "fixed effects"] == pytest.approx(0.4, abs=0.02)
    assert estimates["other", "fixed effects"] == pytest.approx(0.1, abs=0.02)


def test_the_event_study_shows_both_estimators() -> None:
    outcome = np.zeros((6, 8))
    ally = np.zeros((6, 8))
    ally[:3, 4:], outcome[:3, 4:] = 1.0, [[0.1, 0.2, 0.3, 0.4]]
    made = Cells(tuple(range(6)), tuple(range(2000, 2008)), outcome + np.arange(8), ally)
    table = studies(made, np.random.default_rng(1), 20, bins=((-9, -2), (0, 1), (2, 3)))
    binned = table.filter(pl.col("estimator") == "fixed effects")
    assert binned["estimate"].to_list() == pytest.approx([0.0, 0.15, 0.35], abs=1e-9)
    yearly = table.filter(pl.col("estimator") == "group-time")
    assert yearly.select("first", "states").rows() == [(age, 3) for age in (-4, -3, -2, 0, 1, 2, 3)]
    assert yearly["estimate"].to_list() == pytest.approx([0, 0, 0, 0.1, 0.2, 0.3, 0.4], abs=1e-9)
    assert set(table["event"]) == {"entry"}


def test_votes_and_treaties_share_their_keys() -> None:
    assert KEYS["state-year"] == ("state", "year")
    votes, _ = assembly(0.1, calls=2)
    assert set(KEYS["state-year"]) <= set(ballots(votes, None, Years(1992, 1993)).columns)

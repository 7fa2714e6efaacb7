"""From votes and treaties to cells: what counts as contested, as agreement, as an ally and as a switch."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError, MissingColumn, ParameterError, SpanError, UnknownName
from corcyra.measures.mobilisation.data import (
    Cells,
    agreement,
    ballots,
    cells,
    censored,
    first_switch,
    switchers,
)
from corcyra.measures.mobilisation.treaties import TREATIES, ally_years, treaty
from corcyra.sources.library import Library
from corcyra.world.time import Years

SPAN = Years(1995, 1999)
NAN = float("nan")


def votes(*rows: tuple[int, int, int], day: date | None = date(1996, 11, 3), session: int = 51) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema=["roll_call", "state", "un_vote"], orient="row")
    return table.with_columns(
        un_vote_session=pl.lit(session), un_vote_date=pl.lit(day, pl.Date), un_resid=pl.lit(None, pl.Int64)
    )


def calls(**more: object) -> pl.DataFrame:
    row = {"rcid": 7, "un_date": date(1997, 1, 2), "importantvote": 1.0, "un_me": 1, "un_nu": 0, "un_di": 0}
    return pl.DataFrame([row | {"un_hr": 0, "un_co": 0, "un_ec": 1} | more])


def grid(*ally: list[float], outcome: list[list[float]] | None = None) -> Cells:
    standing = np.array(ally, dtype=float)
    result = np.where(np.isnan(standing), np.nan, 0.5) if outcome is None else np.array(outcome, dtype=float)
    return Cells(tuple(range(len(ally))), tuple(range(2000, 2000 + standing.shape[1])), result, standing)


def test_unanimous_roll_calls_are_left_out_and_absences_are_no_votes() -> None:
    table = votes(
        (1, 2, 1), (1, 20, 1), (1, 40, 8), (2, 2, 1), (2, 20, 1), (2, 40, 2), (3, 2, 3), (3, 20, 3), (3, 40, 9)
    )
    cast = ballots(table, None, SPAN)
    assert cast.select("roll_call", "state", "year", "vote").rows() == [
        (2, 2, 1996, 1),
        (2, 20, 1996, 1),
        (2, 40, 1996, 2),
    ]


def test_a_higher_threshold_wants_more_dissent() -> None:
    table = votes((1, 2, 1), (1, 20, 1), (1, 40, 3), (1, 41, 2), (1, 42, 1))
    assert ballots(table, None, SPAN, dissent=2).height == 5
    assert ballots(table, None, SPAN, dissent=3).height == 0


def test_the_year_is_the_day_of_the_roll_call_not_the_session() -> None:
    table = votes((7, 2, 1), (7, 20, 3))
    assert ballots(table, calls(), SPAN)["year"].unique().to_list() == [1997]
    assert ballots(table, None, SPAN)["year"].unique().to_list() == [1996]
    assert ballots(votes((7, 2, 1), (7, 20, 3), day=None, session=53), None, SPAN)["year"].unique().to_list() == [1998]
    assert ballots(table, calls(), Years(1995, 1996)).is_empty()


def test_importance_and_issues_are_missing_where_unknown() -> None:
    table = votes((7, 2, 1), (7, 20, 3), (8, 2, 1), (8, 20, 3))
    found = ballots(table, calls(), SPAN).filter(pl.col("state") == 2)
    assert found.select("roll_call", "important", "un_me", "un_ec").rows() == [(7, 1, 1, 1), (8, None, None, None)]


def test_numbers_by_session_are_not_taken_for_other_roll_calls() -> None:
    table = votes((7, 2, 1), (7, 20, 3)).with_columns(un_resid=pl.col("roll_call"))
    found = ballots(table, calls(), SPAN)
    assert (found["important"].null_count(), found["year"].unique().to_list()) == (2, [1996])


@pytest.mark.parametrize(
    ("table", "kind", "told"),
    [
        (
            votes((1, 2, 4)),
            DataError,
            "a vote is 4, none of 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member. Correct or drop it.",
        ),
        (votes((1, 2, 1), (1, 2, 3)), DataError, "the state 2 votes twice in the roll call 1. Keep one vote."),
        (
            votes((1, 2, 1)).drop("un_vote", "state"),
            MissingColumn,
            "the votes lack state, un_vote. Give the table of the dataset un_votes.",
        ),
    ],
)
def test_votes_that_cannot_be_used(table: pl.DataFrame, kind: type[Exception], told: str) -> None:
    with pytest.raises(kind) as caught:
        ballots(table, None, SPAN)
    assert str(caught.value) == told


def test_a_threshold_of_nought_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        ballots(votes((1, 2, 1)), None, SPAN, dissent=0)
    assert (
        str(caught.value) == "dissent is a whole number of votes from 1 up, not 0. 1 leaves unanimous roll calls out."
    )


@pytest.mark.parametrize(
    ("own", "other", "want"), [(1, 1, 1.0), (1, 2, 0.5), (3, 2, 0.5), (2, 3, 0.5), (1, 3, 0.0), (2, 2, 1.0)]
)
def test_agreement(own: int, other: int, want: float) -> None:
    cast = pl.DataFrame({"roll_call": [1, 1], "state": [2, 20], "vote": [own, other]})
    assert agreement(cast, 2)["agreement"].to_list() == [want]


def test_roll_calls_without_the_patron_do_not_count() -> None:
    cast = pl.DataFrame({"roll_call": [1, 1, 2, 2], "state": [2, 20, 20, 40], "vote": [1, 1, 1, 3]})
    assert agreement(cast, 2)["roll_call"].to_list() == [1]
    with pytest.raises(UnknownName) as caught:
        agreement(cast, 365)
    assert str(caught.value) == (
        "unknown voter 365. It cast no vote in a contested roll call of these years; name another patron, or other years."
    )


def test_cells_are_means_of_votes() -> None:
    rows = pl.DataFrame(
        {"state": [20, 20, 20, 40], "year": [1995, 1995, 1996, 1995], "agreement": [1.0, 0.0, 0.5, 1.0]}
    )
    assert cells(rows).rows() == [(20, 1995, 0.5, 2), (20, 1996, 0.5, 1), (40, 1995, 1.0, 1)]


def test_own_treaties_need_state_and_year(tmp_path: Path) -> None:
    own = pl.DataFrame({"state": [20, 20, 2, 40], "year": [1996, 1996, 1996, 1890]})
    assert ally_years(Library(tmp_path), 2, SPAN, own).rows() == [(20, 1996)]
    with pytest.raises(MissingColumn) as caught:
        ally_years(Library(tmp_path), 2, SPAN, own.drop("year"))
    assert str(caught.value) == "the treaties lack year. Give one row a state and year of alliance."


def test_the_promise_is_read_from_the_patron(tmp_path: Path) -> None:
    """The United States promises defence to state 740, which promises none back; state 20 is bound both ways."""
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    header = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"
    lines = ["2,740,1996,1,0,0,0,0", "740,2,1996,0,0,0,0,1", "2,20,1996,1,0,0,0,0", "20,2,1996,1,0,0,0,0"]
    (mirror / "atop5_1ddyr.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    library = Library(tmp_path / "home", mirror)
    assert ally_years(library, 2, SPAN).rows() == [(20, 1996), (740, 1996)]
    assert ally_years(library, 740, SPAN).rows() == []
    assert ally_years(library, 740, SPAN, "atop_consul").rows() == [(2, 1996)]


def test_years_that_the_treaties_do_not_cover_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SpanError) as caught:
        ally_years(Library(tmp_path), 2, Years(1992, 2024))
    assert (
        str(caught.value) == "atop covers 1815-2018, not 1992-2024. Choose years within, or give treaties of your own."
    )


def test_kinds_of_treaty_are_sorted_and_known() -> None:
    keys = [each.key for each in TREATIES]
    assert keys == sorted(keys)
    for each in TREATIES:
        assert set(each.columns) <= {field.name for field in each.dataset.columns}
    with pytest.raises(UnknownName) as caught:
        treaty("nato")
    assert str(caught.value) == f"unknown kind of treaty 'nato'. Nearest: {', '.join(keys)}. Use one of these."
    with pytest.raises(UnknownName) as caught:
        treaty("atop_defence")
    assert str(caught.value) == (
        "unknown kind of treaty 'atop_defence'. Nearest: atop_defense, atop_pacts, atop_nonagg. "
        f"Use one of: {', '.join(keys)}."
    )


def test_switchers_are_seen_in_years_without_votes_too() -> None:
    table = pl.DataFrame(
        {"state": [20, 20, 40, 40, 41], "year": [1995, 1999, 1995, 1999, 1995], "agreement": [0.5] * 5}
    )
    bound = pl.DataFrame({"state": [20, 20, 20, 40, 41, 41], "year": [1997, 1998, 1999, 1995, 1995, 1996]})
    made = Cells.of(table, bound)
    assert switchers(made).rows() == [(20, 1997, "entry"), (40, 1996, "exit")]
    assert np.isnan(made.ally[2, 1:]).all()


def test_no_vote_with_the_patron_is_an_error() -> None:
    empty = pl.DataFrame(schema={"state": pl.Int64, "year": pl.Int64, "agreement": pl.Float64})
    with pytest.raises(DataError) as caught:
        Cells.of(empty, pl.DataFrame({"state": [20], "year": [1995]}))
    assert str(caught.value) == "no state shares a contested roll call with the patron. Take other years."


def test_first_switches_of_both_kinds() -> None:
    made = grid(
        [0, 0, 1, 1, 1], [1, 1, 1, 0, 0], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [NAN, 0, 1, NAN, NAN]
    )
    assert first_switch(made, "entry").tolist() == [2002, -1, 2001, 0, -1, 2002]
    assert first_switch(made, "exit").tolist() == [0, 2003, 2002, -1, 0, 0]


def test_years_of_another_standing_are_left_out() -> None:
    made = grid([0, 1, 0, 1, 1], [1, 1, 0, 0, 1], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1])
    entry = ~np.isnan(censored(made, "entry", first_switch(made, "entry")))
    assert entry.astype(int).tolist() == [[1, 1, 0, 0, 0], [0] * 5, [1] * 5, [0] * 5]
    leaving = ~np.isnan(censored(made, "exit", first_switch(made, "exit")))
    assert leaving.astype(int).tolist() == [[0, 1, 1, 0, 0], [1, 1, 1, 1, 0], [0] * 5, [1] * 5]

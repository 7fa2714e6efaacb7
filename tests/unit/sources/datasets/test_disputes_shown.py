"""Which dispute of a dyad-year is shown when something of one is unknown: what is known goes first."""

from __future__ import annotations

import polars as pl
import pytest

from corcyra.sources.datasets._disputes import dispute_fields, shown

KNOWN = {
    "state": 2, "other": 20, "year": 1900, "dispnum": 7, "ongoing": 1, "onset": 1, "hostlev": 2, "hostlev_other": 1, "fatality": 0,
    "fatality_other": 0, "revisionist": 0, "revisionist_other": 0, "side_a": 1, "originator": 1, "originator_other": 1,
    "reciprocated": 0, "fatality_all": 0, "hostlev_all": 2, "mindur": 1, "maxdur": 1, "stmon": 12,
}  # fmt: skip


@pytest.mark.parametrize("unknown", ["onset", "hostlev_all", "mindur", "maxdur", "reciprocated", "stmon"])
def test_unknown_is_last_whichever_way_a_step_goes(unknown: str) -> None:
    other = {**KNOWN, "dispnum": 3, unknown: None}
    for rows in ([KNOWN, other], [other, KNOWN]):
        frame = shown(pl.DataFrame(rows, schema=dict.fromkeys(KNOWN, pl.Int64)), dispute_fields("x_"), "onset", "all")
        assert frame.select("x_dispnum", "x_disputes").rows() == [(7, 2)]


def test_unknown_deaths_rank_between_none_and_some() -> None:
    rows = [{**KNOWN, "dispnum": number, "fatality_all": deaths} for number, deaths in ((1, 0), (2, None), (3, 1))]
    frames = [pl.DataFrame(each, schema=dict.fromkeys(KNOWN, pl.Int64)) for each in (rows, rows[:2])]
    assert [shown(each, dispute_fields("x_"), "onset", "all")["x_dispnum"].to_list() for each in frames] == [[3], [2]]

"""Votes as the R package unvotes has them: names and words, with the identifiers of roll calls."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from corcyra.sources.datasets.un_votes_package import UnVotesPackage
from corcyra.sources.source import check_table

NAME = "un_votes.rda"
MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))


def test_names_and_words_become_numbers(tmp_path: Path) -> None:
    file = tmp_path / "un_votes.parquet"
    rows = {
        "rcid": [3, 3, 3],
        "country": ["United States", "Namibia", "Cuba"],
        "country_code": ["US", "NA", "CU"],
        "vote": ["yes", "abstain", "no"],
    }
    pl.DataFrame(rows).write_parquet(file)
    table = UnVotesPackage().parse({NAME: file})
    assert table.select("roll_call", "state", "un_vote").rows() == [(3, 2, 1), (3, 40, 3), (3, 565, 2)]
    check_table(UnVotesPackage(), table)


if (MIRROR / "un_votes" / "un_votes.parquet").exists():

    def test_every_vote_is_kept() -> None:
        path = MIRROR / "un_votes" / "un_votes.parquet"
        table = UnVotesPackage().parse({NAME: path})
        assert table.height == pl.read_parquet(path).height == 870_109

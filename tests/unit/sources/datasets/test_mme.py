"""MME dyad-years: each exercise once for each pair of its participants."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

import numpy as np

from corcyra.sources.datasets.mme import Mme
from corcyra.sources.datasets.mme_events import MME, MmeEvents
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "security/mme_v7.csv"


def test_pairs_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "mme.csv"
    path.write_text(
        "MMEID,Ex_Name,s.year,s.month,s.day,e.year,Warfighting,Peacekeeping,Humanitarian,StateA,StateB,StateC\n"
        "mme1,A,1989,12,1,1990,1,0,0,Cuba,United States,Canada\nmme2,B,1990,2,1,1990,1,0,0,United States,Canada,Canada\n",
        encoding="utf-8",
    )
    table = Mme().parse({MME.name: path})
    check_table(Mme(), table)
    assert table.rows() == [
        (2, 20, 1989, 1),
        (2, 20, 1990, 2),
        (2, 40, 1989, 1),
        (2, 40, 1990, 1),
        (20, 40, 1989, 1),
        (20, 40, 1990, 1),
    ]


if REAL.exists():

    def test_counts_agree_with_a_matrix_product() -> None:
        """Every cell once more: the table of exercises by states, times itself, in each year."""
        rows = MmeEvents().parse({MME.name: REAL}).select("exercise", "year", "state").rows()
        expected: dict[tuple[int, int, int], int] = {}
        for year in range(1980, 2011):
            here = [(exercise, state) for exercise, when, state in rows if when == year]
            exercises, states = sorted({each for each, _ in here}), sorted({each for _, each in here})
            table = np.zeros((len(exercises), len(states)), dtype=np.int64)
            for exercise, state in here:
                table[exercises.index(exercise), states.index(state)] = 1
            met = table.T @ table
            for i, j in zip(*np.nonzero(np.triu(met, 1)), strict=True):
                expected[states[i], states[j], year] = int(met[i, j])
        table = Mme().parse({MME.name: REAL})
        check_table(Mme(), table)
        assert {row[:3]: row[3] for row in table.rows()} == expected

    def test_united_states_and_south_korea_by_names_alone() -> None:
        """Straight from the cells of the file, for a pair whose names never change."""
        counts: defaultdict[int, int] = defaultdict(int)
        with REAL.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                names = {value for key, value in row.items() if key.startswith("State")}
                if {"United States", "South Korea"} <= names:
                    for year in range(int(row["s.year"]), int(row["e.year"]) + 1):
                        counts[year] += 1
        table = Mme().parse({MME.name: REAL})
        assert {year: count for one, two, year, count in table.rows() if (one, two) == (2, 732)} == counts

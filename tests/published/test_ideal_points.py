"""The official ideal points of April 2020, sessions 1 to 74 (Bailey, Strezhnev and Voeten 2017), by the published filter.

The publisher's files are not part of the package: the test exists where ``CORCYRA_MIRROR`` names a folder that holds them. 300 + 700
iterations of the sampler: the standard 500 + 1500 comes nearer (textbook, ideal points) and takes twice as long.
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from corcyra.measures.ideal_points.points import ideal_points
from corcyra.measures.ideal_points.un import un_rolls
from corcyra.sources.datasets.ideal_points import IdealPoints as Official
from corcyra.sources.library import Library

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
FILE = MIRROR / "un_votes" / "IdealpointestimatesAll_Apr2020.csv"
NEAR = (pl.col("point") - pl.col("theirs")).pow(2).mean().sqrt()

if FILE.exists():

    def test_the_published_filter_gives_the_official_points(tmp_path: Path) -> None:
        calls = un_rolls(Library(tmp_path, MIRROR), sessions=range(1, 75))
        assert len(calls.cells()) == 10_469
        ours = ideal_points(calls, engine="sampler", filter="bsv_code", burn=300, iterations=700, seed=1).frame
        theirs = Official().parse({Official.downloads[0].name: FILE})
        official = theirs.select("state", session=pl.col("year") - 1945, theirs="idealpoint")
        both = ours.join(official, on=["state", "session"])
        assert both.height == 10_468
        r, rmse = both.select(pl.corr("point", "theirs").alias("r"), NEAR.alias("rmse")).row(0)
        assert r >= 0.995
        assert rmse <= 0.10
        decades = both.group_by(decade=(pl.col("session") - 1) // 10).agg(pl.corr("point", "theirs").alias("r"))
        assert decades.height == 8
        assert decades["r"].min() >= 0.98
        usa = both.filter(state=2).sort("session")["point"]
        assert abs(usa[-1] - 2.695) <= 0.30

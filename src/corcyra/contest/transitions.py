"""The years in which a state changed its partner: the only ones that tell theories from inertia.

Alignments last, so anyone who repeats last year's answer looks right in most years (SCIENCE C4). Every score is
therefore given on the transitions alone, too; there persistence is wrong by construction.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.contest.trials import Trials
from corcyra.theories.theory import NONE

__all__ = ["on_transitions", "transitions"]


def transitions(observed: pl.DataFrame) -> pl.DataFrame:
    """State-years whose partner differs from that of the year before: state, year, before, after, kind.

    ``kind`` is onset (from none to a pole), termination (from a pole to none) or switch (between poles). A year is left
    out when the partner is unknown in it or in the year before.

    >>> seen = pl.DataFrame({"state": [1, 1, 1, 1], "year": [2000, 2001, 2002, 2004],
    ...                      "partner": ["none", "russia", "west", "none"]})
    >>> transitions(seen).rows()
    [(1, 2001, 'none', 'russia', 'onset'), (1, 2002, 'russia', 'west', 'switch')]
    """
    now = observed.select("state", "year", after="partner")
    before = observed.select("state", year=pl.col("year") + 1, before="partner")
    kind = (
        pl.when(pl.col("before") == NONE)
        .then(pl.lit("onset"))
        .when(pl.col("after") == NONE)
        .then(pl.lit("termination"))
        .otherwise(pl.lit("switch"))
    )
    both = now.join(before, on=["state", "year"]).filter(pl.col("before") != pl.col("after"))
    return both.select("state", "year", "before", "after", kind=kind).sort("state", "year")


def on_transitions(held: Trials, observed: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Which state-years of the trials are transitions: shape (N,). ``observed`` may hold earlier years than the trials.

    >>> from corcyra.contest.trials import trials
    >>> seen = pl.DataFrame({"state": [1, 1], "year": [2000, 2001], "partner": ["none", "russia"],
    ...     "second": [None, None], "posture": ["neutral", "balance"]}, schema_overrides={"second": pl.String})
    >>> said = pl.DataFrame({"theory": ["a", "a"], "state": [1, 1], "year": [2000, 2001], "silent": [False, False],
    ...     "posture": ["balance", "balance"], "p_russia": [0.8, 0.8], "p_none": [0.2, 0.2]})
    >>> on_transitions(trials(said, seen, ["russia"]), seen).tolist()
    [False, True]
    """
    changed = set(transitions(observed).select("state", "year").iter_rows())
    return np.array(
        [pair in changed for pair in zip(held.states.tolist(), held.years.tolist(), strict=True)], dtype=bool
    )

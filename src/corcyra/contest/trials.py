"""Expectations laid against what was observed, as arrays: what every score is computed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError
from corcyra.panel.panels import Floats
from corcyra.theories.theory import NONE

__all__ = ["Ints", "Trials", "trials"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Trials:
    """M theories and baselines on N state-years with K options (the poles and, the last, `NONE`).

    ``probability`` (M, N, K) is NaN throughout where a theory is silent, and 0 for an option that is none (a pole's own
    leader); ``outcome`` (N,) is the place of the observed partner, -1 when unknown; ``second`` (N,) the other pole of an
    observed hedge, -1 when there is none; ``posture`` (M, N) and ``observed_posture`` (N,) are names, "" when unknown.
    """

    theories: tuple[str, ...]
    options: tuple[str, ...]
    states: Ints
    years: Ints
    probability: Floats
    outcome: Ints
    second: Ints
    posture: npt.NDArray[np.str_]
    observed_posture: npt.NDArray[np.str_]

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """State-years whose outcome is known: shape (N,)."""
        return self.outcome >= 0

    @property
    def spoken(self) -> npt.NDArray[np.bool_]:
        """Who said something where the outcome is known: shape (M, N)."""
        return np.asarray(~np.isnan(self.probability).any(axis=2) & self.known, dtype=np.bool_)


def trials(expected: pl.DataFrame, observed: pl.DataFrame, poles: Sequence[str]) -> Trials:
    """Line up the two frames by state and year; a state-year that is in one frame only is left out.

    Every theory must speak, or be silent, on the same state-years; `DataError` names the first that does not.

    >>> expected = pl.DataFrame({"theory": ["a"], "state": [371], "year": [2000], "silent": [False],
    ...     "posture": ["balance"], "p_russia": [0.8], "p_none": [0.2]})
    >>> observed = pl.DataFrame({"state": [371], "year": [2000], "partner": ["russia"], "second": [None],
    ...     "posture": ["hedge"]}, schema_overrides={"second": pl.String})
    >>> trials(expected, observed, ["russia"]).outcome.tolist()
    [0]
    """
    options = (*poles, NONE)
    theories = tuple(expected["theory"].unique(maintain_order=True).to_list())
    seen = observed.join(expected.select("state", "year").unique(), on=["state", "year"], how="semi")
    rows = seen.sort("state", "year")
    table = lined_up(expected, rows, theories)
    size = (len(theories), rows.height)
    chance = table.select(f"p_{option}" for option in options).fill_null(0.0).to_numpy().reshape(*size, -1).copy()
    chance[table["silent"].to_numpy().reshape(size)] = np.nan
    return Trials(
        theories,
        options,
        rows["state"].to_numpy(),
        rows["year"].to_numpy(),
        chance,
        places(rows["partner"], options),
        places(rows["second"], options),
        table["posture"].fill_null("").to_numpy().astype(np.str_).reshape(size),
        rows["posture"].fill_null("").to_numpy().astype(np.str_),
    )


def lined_up(expected: pl.DataFrame, rows: pl.DataFrame, theories: tuple[str, ...]) -> pl.DataFrame:
    """One row for each theory and state-year, in that order, or an error that names what is lacking or double."""
    order = pl.DataFrame(
        {"theory": theories, "rank": range(len(theories))}, schema={"theory": pl.String, "rank": pl.Int64}
    )
    frame = order.join(rows.select("state", "year"), how="cross")
    table = frame.join(expected, on=["theory", "state", "year"], how="left", maintain_order="left")
    lacking = table.filter(pl.col("silent").is_null())
    if lacking.height or table.height != frame.height:
        double = table.filter(table.select("theory", "state", "year").is_duplicated())
        bad, what = (lacking, "says nothing, not even silence,") if lacking.height else (double, "speaks twice")
        name, state, year = bad.select("theory", "state", "year").row(0)
        raise DataError(f"{name} {what} on state {state} in {year}. Give each theory one row for every state and year.")
    return table


def places(column: pl.Series, options: tuple[str, ...]) -> Ints:
    """The place of each name among the options, -1 for a missing one."""
    order = {name: place for place, name in enumerate(options)}
    unknown = sorted(set(column.drop_nulls()) - set(options))
    if unknown:
        raise DataError(f"{', '.join(unknown)} is none of the options {', '.join(options)}.")
    return np.array([-1 if name is None else order[name] for name in column], dtype=np.int64)

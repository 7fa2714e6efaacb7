"""Similarity of two states' portfolios: S, π, κ, τ_b, A and voting agreement, for all pairs of all years at once (SCIENCE E6).

The statistics themselves are in `corcyra.measures.portfolio_statistics`. Their tables for all pairs of a year are one product
of matrices: with X_k the 0/1 matrix (states, targets) of "has level k" and W the weights, O_kl = X_k W X_l'. A missing cell is in
no X_k, so that every pair is compared on the targets that both have. What is not defined is missing, and never 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import DataError, ParameterError
from corcyra.measures.portfolio_statistics import STATISTICS, Statistic, Tables, ratio
from corcyra.measures.portfolios import Portfolio, Portfolios, Weights, own_weights, portfolios
from corcyra.panel.add import add_frame
from corcyra.panel.table import Column, Panel, check_panel
from corcyra.sources.library import Library
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["STATISTICS", "add_similarity", "similarity", "tables"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Missing = Literal["pairwise", "whole"]
BLOCK = 200_000
"""Cells of the product of matrices that are held at once. Ours: 1.6 MB stay in a processor's cache."""


def tables(
    portfolio: Portfolio, scale: Sequence[float], weights: Floats, places: Whole, itself: bool
) -> Iterator[Tables]:
    """Contingency tables of the pairs (i < j; with ``itself`` i <= j) of the states at ``places``, in order, in blocks.

    1. One-hot: H[i, k, t] = 1 where state i has level k toward target t.
    2. One product H W H' holds the tables of all pairs of a block of states with all states.
    3. Divide by their sums; a pair without weight in common is NaN.

    >>> one = Portfolio(2000, np.array([2, 20]), pl.Series([1, 2]), np.array([[0, 1], [0, 0]], dtype=np.int8))
    >>> [each.shares.tolist() for each in tables(one, (0.0, 1.0), np.ones(2), np.arange(2), itself=False)]
    [[[0.5, 0.0, 0.5, 0.0]]]
    """
    size, chosen = len(scale), portfolio.levels[places]
    hot = (chosen[:, None, :] == np.arange(size, dtype=np.int8)[None, :, None]).astype(np.float64)
    step = max(1, BLOCK // max(1, size * size * places.size))
    for start in range(0, places.size, step):
        block, rest = hot[start : start + step], hot[start:]
        one, other = np.triu_indices(len(block), k=0 if itself else 1, m=len(rest))
        product = (block * weights).reshape(-1, weights.size) @ rest.reshape(-1, weights.size).T
        counts = product.reshape(len(block), size, len(rest), size)[one, :, other].reshape(-1, size * size)
        yield Tables(ratio(counts, np.broadcast_to(counts.sum(axis=1, keepdims=True), counts.shape)), tuple(scale))


def similarity(
    portfolios: Portfolios,
    statistics: Sequence[str] = ("s_squared",),
    weights: Any = None,
    *,
    states: Sequence[int] | None = None,
    missing: Missing = "pairwise",
    itself: bool = False,
) -> pl.DataFrame:
    """Similarity of every two states' portfolios, in every year: ``state1 < state2``, ``year``, then the statistics.

    1. ``missing="pairwise"`` compares two states on the targets that both have; ``"whole"`` only states whose portfolios
       have no missing cell, as published S scores do.
    2. ``weights`` is a table of ``target`` (or ``state``), ``year`` and ``weight``, or `Weights`; every statistic then counts
       targets by weight, and its name ends in ``_weighted``. A target without a weight is left out; a year without any is missing.
    3. ``agreement`` leaves out targets toward which all states have one level (unanimous roll calls).

    ``states`` limits the pairs, not the targets; ``itself`` adds each state with itself. ``targets`` counts the targets compared. All pairs
    of the year's portfolios are there; two states that never met in the year are no dyad, and no panel takes them. Raises
    `ParameterError` for unknown statistics, `DataError` for weights that fit no target.

    >>> from corcyra.measures.portfolios import own_portfolios
    >>> own = pl.DataFrame({"state": [2, 2, 20, 20], "target": ["a", "b"] * 2, "year": [2000] * 4, "level": [0, 1, 1, 1]})
    >>> similarity(own_portfolios(own), ("kappa", "s_absolute")).rows()
    [(2, 20, 2000, 2, 0.0, 0.0)]
    """
    chosen = known(statistics)
    check_word("treatment of missing cells", missing, ("pairwise", "whole"))
    weighed = weights if weights is None or isinstance(weights, Weights) else own_weights(weights)
    check_weights(portfolios, weighed)
    asked = Asked(chosen, weighed, None if states is None else tuple(states), missing == "whole", itself)
    parts = [of_year(each, portfolios.scale, asked) for each in portfolios.by_year]
    names = [column_name(each, weighed) for each in chosen]
    keys = {"state1": pl.Int64, "state2": pl.Int64, "year": pl.Int64, "targets": pl.Int64}
    frame = pl.concat([pl.DataFrame(schema={**keys, **dict.fromkeys(names, pl.Float64)}), *parts])
    return frame.with_columns(pl.col(names).fill_nan(None)).sort("state1", "state2", "year")


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of each year's portfolios."""

    statistics: tuple[Statistic, ...]
    weights: Weights | None
    states: tuple[int, ...] | None
    whole: bool
    itself: bool

    def places(self, portfolio: Portfolio) -> Whole:
        """The states that are paired."""
        if self.states is None:
            return np.arange(portfolio.states.size)
        return np.nonzero(np.isin(portfolio.states, self.states))[0]

    def weight(self, portfolio: Portfolio) -> Floats:
        """A weight for each target; only proportions matter, and very small ones would underflow in squares."""
        if self.weights is None:
            return np.ones(portfolio.targets.len())
        found = self.weights.of(portfolio)
        return found / found.max() if found.any() else found


def of_year(portfolio: Portfolio, scale: tuple[float, ...], asked: Asked) -> pl.DataFrame:
    """The statistics of one year."""
    places, weight = asked.places(portfolio), asked.weight(portfolio)
    pairs = np.triu_indices(places.size, k=0 if asked.itself else 1)
    one, other = places[pairs[0]], places[pairs[1]]
    there = portfolio.levels[places] >= 0
    counted = (there if asked.weights is None else there & (weight > 0)).astype(np.float32)  # exact to 2^24
    values = kernels(portfolio, scale, asked, places, weight)
    if asked.whole:
        broken: NDArray[np.bool_] = np.any(portfolio.levels < 0, axis=1, keepdims=True)[:, 0]
        values = {name: np.where(broken[one] | broken[other], np.nan, each) for name, each in values.items()}
    keys = {
        "state1": portfolio.states[one],
        "state2": portfolio.states[other],
        "year": np.full(one.size, portfolio.year),
    }
    ordered = {column_name(each, asked.weights): values.get(each.name, np.empty(0)) for each in asked.statistics}
    return pl.DataFrame({**keys, "targets": (counted @ counted.T)[pairs].astype(np.int64), **ordered})


def kernels(
    portfolio: Portfolio, scale: tuple[float, ...], asked: Asked, places: Whole, weight: Floats
) -> dict[str, Floats]:
    """Each statistic by name (pairs,), those of contested targets on tables of their own."""
    values = {}
    for contrast in sorted({each.contrast for each in asked.statistics}):
        chosen = [each for each in asked.statistics if each.contrast == contrast]
        kept = weight * contested(portfolio) if contrast else weight
        made = tables(portfolio, scale, kept, places, asked.itself)
        blocks = [[each.kernel(table) for each in chosen] for table in made]
        for each, parts in zip(chosen, zip(*blocks, strict=True), strict=False):
            # Rounding may leave the range by its last digit, which a panel would refuse.
            values[each.name] = np.clip(np.concatenate(parts), each.low, 1.0)
    return values


def contested(portfolio: Portfolio) -> Floats:
    """1 for a target toward which two states have different levels, else 0 (targets,)."""
    levels = portfolio.levels
    least = np.where(levels < 0, np.int8(np.iinfo(np.int8).max), levels).min(axis=0, initial=np.iinfo(np.int8).max)
    return np.asarray((levels.max(axis=0, initial=-1) > least).astype(np.float64))


def known(statistics: Sequence[str]) -> tuple[Statistic, ...]:
    """The statistics by name; `ParameterError` for an unknown one, for one twice, for none."""
    names = [statistics] if isinstance(statistics, str) else list(statistics)
    held = {each.name: each for each in STATISTICS}
    for name in names:
        check_word("statistic", name, tuple(held))
    if not names or len(set(names)) < len(names):
        raise ParameterError(f"statistics wants names, each once, given {names!r}. There are: {', '.join(held)}.")
    return tuple(held[name] for name in names)


def column_name(statistic: Statistic, weights: Weights | None) -> str:
    """What a statistic is called in a frame."""
    return statistic.name if weights is None else f"{statistic.name}_weighted"


def check_weights(portfolios: Portfolios, weights: Weights | None) -> None:
    """Raise `DataError` when no target of any year has a weight: the two name targets differently."""
    if weights is None or not portfolios.by_year:
        return
    asked = portfolios.by_year[0].targets.dtype
    given = weights.frame["target"].dtype
    same = asked == given or (asked.is_integer() and given.is_integer())
    if same and any(weights.of(each).any() for each in portfolios.by_year):
        return
    told = f"no target of the portfolios {portfolios.kind!r} in {portfolios.years[0]}-{portfolios.years[-1]} has a weight above 0."
    raise DataError(
        f"{told} Weights are by the portfolios' targets ({asked}, such as {portfolios.by_year[0].targets[0]!r}) and by year."
    )


def add_similarity(
    panel: Panel,
    kind: str | Portfolios = "atop",
    statistics: Sequence[str] = ("s_squared",),
    weights: Any = None,
    *,
    missing: Missing = "pairwise",
    by: Literal["session", "date"] = "session",
    library: Library | None = None,
) -> Panel:
    """A dyad panel with the similarity of each pair's portfolios, as columns ``KIND_STATISTIC``, each with its provenance.

    ``kind`` is ``atop``, ``un_votes``, ``igo_members`` (read from ``library``, by default the user's own), or `Portfolios` of one's own;
    the rest is as in `similarity`, ``by`` as in `corcyra.measures.portfolios.vote_portfolios`. Targets are always all of the
    year, whatever states the panel has. Raises as these two, and `JoinError` for a panel of states.

    >>> from corcyra.measures.portfolios import own_portfolios
    >>> from corcyra.panel.create import dyad_years
    >>> own = pl.DataFrame({"state": [2, 2, 20, 20], "target": ["a", "b"] * 2, "year": [2000] * 4, "level": [0, 1, 1, 1]})
    >>> panel = add_similarity(dyad_years(Years(2000, 2001), [2, 20]), own_portfolios(own, "visits"))
    >>> panel["visits_s_squared"].to_list(), panel.column("visits_s_squared").low
    ([0.0, None], -1.0)
    """
    check_panel(panel, "add_similarity")
    weighed = weights if weights is None or isinstance(weights, Weights) else own_weights(weights)
    found = of_panel(panel, kind, library, by)
    # Numbers of another system cannot choose states; the join converts them.
    codes = (
        panel.frame.select(panel.keys[:-1]).unpivot()["value"].unique().to_list()
        if found.system == panel.system
        else None
    )
    frame = similarity(found, statistics, weighed, states=codes, missing=missing)
    names = {f"{found.kind}_{column_name(each, weighed)}": each for each in known(statistics)}
    columns = {name: described(each, found, weighed, missing, name) for name, each in names.items()}
    frame = frame.select(
        "state1", "state2", "year", **{name: column_name(each, weighed) for name, each in names.items()}
    )
    return add_frame(panel, frame, columns, unit="dyad-year", name=f"similarity of {found.kind}", codes=found.system)


def of_panel(
    panel: Panel, kind: str | Portfolios, library: Library | None, by: Literal["session", "date"]
) -> Portfolios:
    """The portfolios of the panel's years."""
    years = set(panel.years.unique().to_list())
    span = Years(min(years), max(years)) if years else None
    found = portfolios(kind, span, library=library, by=by) if isinstance(kind, str) else kind
    return replace(found, by_year=tuple(each for each in found.by_year if each.year in years))


def described(statistic: Statistic, found: Portfolios, weights: Weights | None, missing: Missing, name: str) -> Column:
    """The provenance of a column of similarity: that of the portfolios, the weights and the statistic."""
    weighed = None if weights is None else weights.made
    told = "" if weighed is None else f", targets weighted by {weighed.name}"
    more = () if weighed is None else (("weights", f"{weighed.name} {weighed.version} {weighed.digest[:12]}".strip()),)
    return replace(
        found.made,
        name=name,
        meaning=f"similarity of portfolios ({found.kind}): {statistic.meaning}{told}",
        unit="index",
        low=statistic.low,
        high=1.0,
        sources=(*found.made.sources, *(weighed.sources if weighed else ())),
        families=found.made.families | (weighed.families if weighed else frozenset()),
        citations=tuple(
            dict.fromkeys((*found.made.citations, *statistic.citations, *(weighed.citations if weighed else ())))
        ),
        licence="; ".join(
            dict.fromkeys(part for part in (found.made.licence, weighed.licence if weighed else "") if part)
        ),
        method=f"{statistic.name} of portfolios with the levels {', '.join(f'{each:g}' for each in found.scale)}",
        parameters=(*found.made.parameters, ("missing", missing), *more),
    )

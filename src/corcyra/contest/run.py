"""What each theory expected of each state in each year, and what was observed, as frames of one shape.

Expectations see only what was known before the year, and nothing of what the observed alignment is made of; one `AsOf`
view per year serves all theories and states. What was observed is read from the measured alignment of the year itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import ParameterError
from corcyra.measures.measure import standardise
from corcyra.measures.posture import POSTURES, Thresholds, classify
from corcyra.panel.as_of import CARRY, AsOf
from corcyra.panel.panels import Floats, Panels
from corcyra.theories.theory import NONE, Expectation, Silence, Theory, toward
from corcyra.world.poles import Pole
from corcyra.world.time import Years

__all__ = ["Expectations", "Kept", "columns", "expectations", "observed"]

DEFAULT = Thresholds()


@dataclass(frozen=True, eq=False)
class Expectations:
    """``frame``: one row for each theory, state and year; ``terms``: one for each term and pole of those that spoke.

    ``frame`` has theory, state, year, silent, kind and reason (of a silence), partner, posture, a value ``v_<pole>`` and
    a probability ``p_<pole>`` for each pole, and ``p_none``; missing where the theory is silent or the pole is no option.
    ``terms`` has theory, state, year, term, meaning, pole, value: what each term adds to the pole's value.
    """

    frame: pl.DataFrame
    terms: pl.DataFrame


class Kept(Panels):
    """Panels that keep each array once read, for the length of a contest: every year asks for the same columns."""

    @cached_property
    def kept(self) -> dict[str, Floats]:
        """The arrays read so far."""
        return {}

    def array(self, name: str) -> Floats:
        """The column as grid or cube, from memory the second time."""
        if name not in self.kept:
            self.kept[name] = super().array(name)
        return self.kept[name]


def expectations(
    panels: Panels,
    theories: Sequence[Theory],
    states: Sequence[int],
    poles: Sequence[Pole],
    years: Years,
    *,
    hidden: frozenset[str],
    carry: int = CARRY,
    thresholds: Thresholds = DEFAULT,
    progress: Callable[[str], None] | None = None,
) -> Expectations:
    """What each theory expects of each state and year, or its reasoned silence.

    ``hidden`` are the families of evidence that the outcome is made of; a theory that reads one raises
    `CircularityError`. The posture expected follows from the probabilities by the rules for observed alignment, with the
    last known threats; where staying non-aligned is the most probable it is neutral. Ours: a theory that is torn between
    two poles expects a hedge, one that favours none expects neutrality. ``progress`` is told each year.

    Raises `ParameterError` for a theory key twice, `SpanError` outside the panels' years, `MissingColumn` for a state,
    pole or column that the panels lack.
    """
    keys = [theory.key for theory in theories]
    if len(set(keys)) != len(keys):
        raise ParameterError(f"a theory stands twice in {', '.join(keys)}. Give each key once.")
    kept = Kept(panels.states, panels.dyads)
    found: list[Expectation | Silence] = []
    threats: list[Floats] = []
    for year in years:
        seen = AsOf(kept, year, hidden=hidden, carry=carry)
        found += [theory.expect(seen, state, poles) for theory in theories for state in states]
        threat = standardise(toward(seen, "threat", poles), axes=(0, 1))
        threats += [threat[seen.place(state)] for _ in theories for state in states]
        if progress is not None:
            progress(f"{year}: {len(found)} expectations")
    value, chance = (cells_of(found, poles, what) for what in ("value", "probability"))
    codes = classify(chance, np.stack(threats), thresholds)
    stays = np.array([isinstance(each, Expectation) and each.partner == NONE for each in found])
    codes = np.where(stays, POSTURES.index("neutral"), codes)
    return Expectations(frame_of(found, value, codes, poles), terms_of(found))


def columns(poles: Sequence[Pole]) -> dict[str, pl.DataType]:
    """The columns of a frame of expectations, with their types."""
    words = ("kind", "reason", "partner", "posture")
    return {
        "theory": pl.String(),
        "state": pl.Int64(),
        "year": pl.Int64(),
        "silent": pl.Boolean(),
        **dict.fromkeys(words, pl.String()),
        **{f"v_{pole.key}": pl.Float64() for pole in poles},
        **{f"p_{pole.key}": pl.Float64() for pole in poles},
        f"p_{NONE}": pl.Float64(),
    }


def cells_of(found: Sequence[Expectation | Silence], poles: Sequence[Pole], what: str) -> Floats:
    """The value or probability of each pole, NaN where it is no option or the theory is silent: shape (rows, poles)."""
    cells = np.full((len(found), len(poles)), np.nan)
    place = {pole.key: column for column, pole in enumerate(poles)}
    for row, each in enumerate(found):
        if isinstance(each, Expectation):
            cells[row, [place[key] for key in each.poles]] = getattr(each, what)[: len(each.poles)]
    return cells


def frame_of(found: Sequence[Expectation | Silence], value: Floats, codes: Any, poles: Sequence[Pole]) -> pl.DataFrame:
    """The long frame of expectations, in the order theory, state, year."""
    rows: list[dict[str, object]] = []
    for each, values, code in zip(found, value, codes, strict=True):
        row: dict[str, object] = {"theory": each.theory, "state": each.state, "year": each.year}
        if isinstance(each, Silence):
            rows.append(row | {"silent": True, "kind": each.kind, "reason": each.reason})
            continue
        chance = dict(zip((*each.poles, NONE), each.probability, strict=True))
        row |= {"silent": False, "partner": each.partner, "posture": POSTURES[code] if code else None}
        row |= {f"v_{pole.key}": float(each) for pole, each in zip(poles, values, strict=True)}
        rows.append(row | {f"p_{key}": share for key, share in chance.items()})
    order = {key: place for place, key in enumerate(dict.fromkeys(each.theory for each in found))}
    frame = pl.DataFrame(rows, schema=columns(poles)).fill_nan(None)
    return frame.sort(pl.col("theory").replace_strict(order, return_dtype=pl.Int64), "state", "year")


def terms_of(found: Iterable[Expectation | Silence]) -> pl.DataFrame:
    """What each term added to each pole's value."""
    names = ("theory", "state", "year", "term", "meaning", "pole", "value")
    types = (pl.String, pl.Int64, pl.Int64, pl.String, pl.String, pl.String, pl.Float64)
    rows = [
        (each.theory, each.state, each.year, term.key, term.meaning, pole, value)
        for each in found
        if isinstance(each, Expectation)
        for term in each.terms
        for pole, value in zip(each.poles, term.values, strict=True)
    ]
    schema = dict(zip(names, types, strict=True))
    return pl.DataFrame(rows, schema=schema, orient="row").sort("theory", "state", "year", maintain_order=True)


def observed(
    panels: Panels,
    states: Sequence[int] | None = None,
    poles: Sequence[Pole] = (),
    years: Years | None = None,
    *,
    thresholds: Thresholds = DEFAULT,
    rivals: npt.NDArray[np.bool_] | None = None,
) -> pl.DataFrame:
    """What each state did in each year, read from the measured alignment and threat of that year.

    Columns: state, year, ``a_<pole>`` (alignment), partner (the pole of highest alignment, or "none" when the posture is
    neutral), second (the other pole of a hedge), posture, coverage (mean share of observed indicators over the poles).
    The partner is missing where alignment with any pole is; ties go to the earlier pole. All states and years of the
    panels when none are named. ``rivals`` (poles, poles) says between which poles a state can hedge; all when not given.
    """
    codes = panels.codes if states is None else tuple(states)
    rows = [panels.place(code) for code in codes]
    first, last = (panels.years[0], panels.years[-1]) if years is None else (years.first, years.last)
    when = [panels.years.index(year) for year in range(first, last + 1)]
    alignment, threat, coverage = (
        toward_leaders(panels, name, poles) for name in ("alignment", "threat", "alignment_coverage")
    )
    threat = standardise(threat)
    cells = np.ix_(when, rows)
    alignment, threat, coverage = alignment[cells], threat[cells], coverage[cells]
    posture = classify(alignment, threat, thresholds, rivals=rivals)
    own = np.array([[pole.leader == code for pole in poles] for code in codes])
    partner, second = partners(alignment, posture, own, poles)
    known = ~np.isnan(coverage)
    share = np.where(known, coverage, 0.0).sum(axis=2) / np.maximum(known.sum(axis=2), 1)
    return (
        pl.DataFrame(
            {
                "state": np.tile(codes, len(when)),
                "year": np.repeat([panels.years[each] for each in when], len(codes)),
                **{f"a_{pole.key}": alignment[:, :, place].ravel() for place, pole in enumerate(poles)},
                "partner": pl.Series(partner, dtype=pl.String),
                "second": pl.Series(second, dtype=pl.String),
                "posture": pl.Series([POSTURES[code] if code else None for code in posture.ravel()], dtype=pl.String),
                "coverage": np.where(known.any(axis=2), share, np.nan).ravel(),
            }
        )
        .fill_nan(None)
        .sort("state", "year")
    )


def toward_leaders(panels: Panels, name: str, poles: Sequence[Pole]) -> Floats:
    """A cube toward each pole's leader: shape (years, states, poles); a leader toward itself is NaN."""
    leaders = [panels.place(pole.leader) for pole in poles]
    table = np.array(panels.array(name)[:, :, leaders])
    for column, leader in enumerate(leaders):
        table[:, leader, column] = np.nan
    return table


def partners(
    alignment: Floats, posture: Any, own: Any, poles: Sequence[Pole]
) -> tuple[list[str | None], list[str | None]]:
    """Partner and, in a hedge, second partner of each year and state, in that order."""
    names = [pole.key for pole in poles]
    ranked = np.argsort(np.where(np.isnan(alignment), np.inf, -alignment), axis=2, kind="stable")
    known = ~(np.isnan(alignment) & ~own).any(axis=2)
    first: list[str | None] = []
    second: list[str | None] = []
    for order, code, whole in zip(ranked.reshape(-1, len(poles)), posture.ravel(), known.ravel(), strict=True):
        neutral, hedge = POSTURES[code] == "neutral", POSTURES[code] == "hedge"
        first.append(None if not whole else NONE if neutral else names[order[0]])
        second.append(names[order[1]] if whole and hedge else None)
    return first, second

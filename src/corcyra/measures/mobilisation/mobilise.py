"""Does an alliance with a patron mobilise votes in the General Assembly? Every estimate, placebo and bound of SCIENCE E1-E4 at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import polars as pl

from corcyra.errors import DataError, ParameterError, SpanError
from corcyra.measures.mobilisation.data import (
    DISSENT,
    Cells,
    agreement,
    ally_years,
    cells,
    first_switch,
    joined,
    read_ballots,
    switchers,
    treaty,
)
from corcyra.measures.mobilisation.effects import EFFECTS, effects, studies, with_controls, yearly
from corcyra.measures.mobilisation.fixed_effects import Z95, Fit, two_way
from corcyra.measures.mobilisation.gaps import gap, gaps
from corcyra.measures.mobilisation.meaning import meaning
from corcyra.measures.mobilisation.placebo import (
    IRRELEVANT,
    PERMANENT,
    issue_effects,
    leads,
    normal_p,
    patron_effects,
    placebo_patrons,
    reassigned,
    share_beyond,
)
from corcyra.measures.mobilisation.sensitivity import breakdown, oster_delta, relative_magnitude, smoothness, steps
from corcyra.panel.panels import Floats
from corcyra.sources.datasets.un_roll_calls import ISSUES
from corcyra.sources.library import Library
from corcyra.world.codes import code
from corcyra.world.time import Years

__all__ = ["CITATIONS", "Mobilisation", "mobilise"]

CITATIONS = (
    "arshakuni2019experts", "bailey2017estimating", "borusyak2024revisiting", "callaway2021difference", "cameron2015practitioner",
    "leeds2002atop", "oster2019unobservable", "rambachan2023credible", "robinson2021unvotes", "voeten2024unvotes",
)  # fmt: skip
"""What a report that shows these tables should cite."""
LEAD = 3
"""Years by which the placebo switch comes too early. Ours: accession talks seldom last longer between signature and invitation."""
DRAWS = 999
"""Draws of the bootstraps and of reassigned dates. Ours: p-values to a thousandth."""
LEVEL = 0.05
"""p below which a placebo effect counts as found."""
FACTORS = (0.5, 1.0, 2.0)
"""Multiples of the largest drift before the switch for which bounds are shown."""
FIRST_YEARS = 3
"""The effect that is bounded is the mean of the years 0 to 2 after entry, the first bin of SCIENCE E4."""
PLACEBOS = {
    "placebo": pl.String,
    "kind": pl.String,
    "estimate": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p": pl.Float64,
    "fails": pl.Boolean,
}
SENSITIVITY = {"check": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "meaning": pl.String}

Tell = Callable[[str, float], None]
Row = tuple[object, ...]


@dataclass(frozen=True, eq=False)
class Mobilisation:
    """What an alliance with the patron does to votes, with all that speaks against the answer.

    Tables: ``gaps`` (raw contrast by class), ``effects`` (class, estimator, estimate, se, low, high, p, n, clusters, switchers),
    ``event_study``, ``placebos`` (``fails`` says that the placebo found something), ``sensitivity``, ``switchers`` and ``allies`` (state, year). ``meaning`` are
    plain sentences made from the numbers; ``notes`` say what could not be computed, and why. Differences are in points of agreement, 0 to 1.
    """

    patron: int
    name: str
    years: Years
    treaties: str
    seed: int
    draws: int
    gaps: pl.DataFrame
    effects: pl.DataFrame
    event_study: pl.DataFrame
    placebos: pl.DataFrame
    sensitivity: pl.DataFrame
    switchers: pl.DataFrame
    allies: pl.DataFrame
    meaning: tuple[str, ...]
    notes: tuple[str, ...]


def mobilise(
    patron: int | str,
    *,
    since: int = 1992,
    until: int | None = None,
    library: Library | None = None,
    treaties: str | pl.DataFrame = "atop_defense",
    votes: pl.DataFrame | None = None,
    controls: pl.DataFrame | None = None,
    dissent: int = DISSENT,
    anticipation: int = 0,
    stand_ins: Sequence[int | str] | None = None,
    irrelevant: Sequence[str] = IRRELEVANT,
    seed: int = 1,
    draws: int = DRAWS,
    tell: Tell | None = None,
    executor: Executor | None = None,
) -> Mobilisation:
    """Estimate what an alliance with the patron does to agreement with it on contested roll calls, and test the estimate.

    ``patron`` is a COW number, a code or a name. ``until`` is by default the last year that the treaties cover (ATOP 5.1: 2018). ``treaties`` is one of
    `corcyra.measures.mobilisation.TREATIES`, or a frame with state and year of alliance. ``votes`` takes the place of the library's
    un_votes. ``controls`` is a frame with state, year and numbers dated before the votes and made from *other* issues: an ideal
    point of the same session contains the outcome. ``stand_ins`` are the placebo patrons, ``irrelevant`` the issues (me, nu, di, hr,
    co, ec) without bearing on the patron's promise. The same seed gives the same tables, with or without an ``executor``.

    Raises `MissingSource` with the command that gets the data, `SpanError` for years that the treaties do not cover, `UnknownName`,
    `ParameterError`, and `DataError` when the patron has no ally in these years.
    """
    tell = tell or (lambda stage, share: None)
    check(draws, irrelevant)
    number = int(code(patron))
    shelf = Library.default() if library is None else library
    tell("reading treaties and votes", 0.0)
    years = span(since, until, treaties)
    bound = ally_years(shelf, number, years, treaties)
    if bound.is_empty():
        raise DataError(
            f"{code(number, 'name')} has no ally in {years} by these treaties. Choose other years or treaties."
        )
    cast = read_ballots(shelf, years, votes=votes, dissent=dissent)
    rows = agreement(cast, number)
    grid, notes = Cells.of(cells(rows), bound), gathered(rows, years)
    rng = np.random.default_rng(seed)
    tell("estimating effects", 0.2)
    found = effects(rows, bound, rng, draws, anticipation=anticipation)
    if controls is not None and (extra := with_controls(rows, bound, controls)) is not None:
        found = pl.concat([found, pl.DataFrame([extra], schema=EFFECTS, orient="row")])
    study = studies(grid, rng, draws)
    tell("running placebos", 0.4)
    chosen = (
        tuple(int(code(each)) for each in stand_ins) if stand_ins is not None else placebo_patrons(rows, bound, number)
    )
    tests = pl.DataFrame(
        [
            *early(grid, notes),
            *chance(grid, rng, draws, notes, seen=significant(found)),
            *stood_in(cast, bound, number, chosen, executor),
            *(issue(key, fit) for key, fit in issue_effects(rows, bound, irrelevant).items()),
        ],
        schema=PLACEBOS,
        orient="row",
    )
    tell("bounding violations", 0.9)
    bounds = pl.DataFrame([*trends(grid, notes), *omitted(rows, bound)], schema=SENSITIVITY, orient="row")
    contrast, moved, name = gaps(rows, bound), switchers(grid), str(code(number, "name"))
    told = meaning(name, contrast, found, study, tests, bounds)
    kind = treaties if isinstance(treaties, str) else "own"
    tell("done", 1.0)
    return Mobilisation(
        number, name, years, kind, seed, draws, contrast, found, study, tests, bounds, moved, bound, told, tuple(notes)
    )


def check(draws: int, irrelevant: Sequence[str]) -> None:
    """Raise for settings that cannot be."""
    if type(draws) is not int or draws < 1:
        raise ParameterError(f"draws is a whole number from 1 up, not {draws!r}.")
    odd = [each for each in irrelevant if each not in ISSUES]
    if odd:
        raise ParameterError(f"{odd[0]!r} is no issue. Use some of: {', '.join(ISSUES)}.")


def span(since: int, until: int | None, treaties: str | pl.DataFrame) -> Years:
    """The years wanted: to the end of what the treaties cover where no end is given."""
    if until is None:
        if isinstance(treaties, str):
            until = treaty(treaties).dataset.covers.last
        elif treaties.height and "year" in treaties.columns:
            until = int(treaties["year"].max())  # type: ignore[arg-type]
        else:
            raise SpanError("treaties of your own without a year have no end. Give until, or rows with state and year.")
    return Years(since, until)


def gathered(rows: pl.DataFrame, years: Years) -> list[str]:
    """What the votes lack, in words."""
    notes = []
    there = rows["year"].unique().sort().to_list()
    first, last = there[0], there[-1]
    if (first, last) != (years.first, years.last):
        notes.append(f"The votes are known from {first} to {last} only; {years} was asked.")
    if rows["important"].null_count() == rows.height:
        notes.append(
            "No roll call is matched with its description, so importance and issues are missing: the votes' file has other numbers."
        )
        return notes
    without = sorted(set(rows["year"].unique()) - set(rows.filter(pl.col("important").is_not_null())["year"].unique()))
    if without:
        notes.append(
            f"Importance is unknown in {', '.join(map(str, without))}; those years count under all roll calls only."
        )
    return notes


def label(state: int) -> str:
    """The state's latest name."""
    return str(code(state, "name"))


def stood_in(
    cast: pl.DataFrame, bound: pl.DataFrame, patron: int, chosen: Sequence[int], executor: Executor | None
) -> list[Row]:
    """Rows of the placebo patrons. A great power fails only when agreement with it rose: to turn from a rival of the patron is no
    evidence against the alliance."""
    found: list[Row] = []
    for each, fit in zip(chosen, patron_effects(cast, bound, patron, chosen, executor), strict=True):
        name, power = f"agreement with {label(each)}", each in PERMANENT
        row = placebo(name, "power" if power else "patron", fit)
        if power and row[-1] is not None:
            row = (*row[:-1], bool(row[-1]) and float(fit.estimate[0]) > 0)
        found.append(row)
    return found


def issue(key: str, fit: Fit) -> Row:
    """The row of an irrelevant issue."""
    return placebo(f"issue {key} ({ISSUES[key]})", "issue", fit)


def placebo(name: str, kind: str, fit: Fit) -> Row:
    """The row of a placebo effect, which should be nought: it fails when p is below 5 %."""
    return judged(name, kind, float(fit.estimate[0]), float(fit.se[0]))


def judged(name: str, kind: str, estimate: float, se: float) -> Row:
    """A row; without an estimate nothing is judged."""
    if not (np.isfinite(estimate) and np.isfinite(se)):
        return name, kind, None, None, None, None, None, None
    p = normal_p(estimate, se)
    return name, kind, estimate, se, estimate - Z95 * se, estimate + Z95 * se, p, bool(p < LEVEL)


def significant(found: pl.DataFrame) -> bool:
    """Did the fixed effects of all roll calls find an effect?"""
    part = found.filter((pl.col("class") == "all") & (pl.col("estimator") == "fixed effects"))["p"].drop_nulls()
    return bool(part.len() and part[0] < LEVEL)


def early(grid: Cells, notes: list[str]) -> list[Row]:
    """The lead placebo."""
    try:
        return [placebo(f"entry {LEAD} years too early", "lead", leads(grid, first_switch(grid, "entry"), LEAD))]
    except DataError as problem:
        notes.append(f"Leads: {problem}")
        return []


def chance(grid: Cells, rng: np.random.Generator, draws: int, notes: list[str], *, seen: bool) -> list[Row]:
    """Histories given to the wrong states: an effect that was ``seen`` should be unusual among them; the placebo fails when it is not."""
    found: list[Row] = []
    for among, told in (
        ("states", "histories of alliance given to states never allied"),
        ("switchers", "histories of alliance shuffled among switchers"),
    ):
        try:
            true, drawn = reassigned(grid, rng, draws, among=among)
        except DataError as problem:
            notes.append(f"{told.capitalize()}: {problem}")
            continue
        p = share_beyond(true, drawn)
        low, high = (float(np.quantile(drawn, point)) for point in (0.025, 0.975))
        fails = p >= LEVEL if seen else None
        found.append((told, "dates", float(drawn.mean()), float(drawn.std()), low, high, p, fails))
    return found


def trends(grid: Cells, notes: list[str]) -> list[Row]:
    """Bounds under differences in trend, for the mean of the first years after entry against up to five years before."""
    ages = yearly(grid, "entry")
    wanted = [age for age in (*range(-6, -1), *range(FIRST_YEARS)) if age in ages]
    before, after = steps(wanted, np.array([ages[age].effect for age in wanted]))
    if len(before) < 2 or len(after) < FIRST_YEARS or wanted != [*range(wanted[0], -1), *range(FIRST_YEARS)]:
        notes.append("Bounds on trends: too few years are seen before or after an entry.")
        return []
    share = np.full(FIRST_YEARS, 1 / FIRST_YEARS)
    influence = np.mean([ages[age].influence for age in range(FIRST_YEARS)], axis=0)
    se = float(np.sqrt((influence**2).sum()))
    return [*drifts(before, after, share, se), straight(before, after, share, se)]


def drifts(before: Floats, after: Floats, share: Floats, se: float) -> list[Row]:
    """Rows of relative magnitudes and the breakdown values."""
    centre = float(share @ after)
    found: list[Row] = []
    for factor in FACTORS:
        low, high = relative_magnitude(before, after, share, factor)
        told = f"drift after entry up to {factor:g} times the largest yearly one before; 95 % margin added"
        found.append((f"relative magnitude {factor:g}", centre, low - Z95 * se, high + Z95 * se, told))
    for name, error in (("breakdown factor", 0.0), ("breakdown factor, with sampling error", se)):
        value = breakdown(before, after, share, error)
        told = "multiple of the largest yearly drift before entry at which the effect may be nought"
        found.append((name, value if np.isfinite(value) else None, None, None, told))
    return found


def straight(before: Floats, after: Floats, share: Floats, se: float) -> Row:
    """The effect if the last difference in trends had gone on in a straight line."""
    low, high = smoothness(before, after, share, 0.0)
    told = "the last yearly drift before entry goes on in a straight line; 95 % margin added"
    return "straight line", (low + high) / 2, low - Z95 * se, high + Z95 * se, told


def omitted(rows: pl.DataFrame, allies: pl.DataFrame) -> list[Row]:
    """Oster's δ: what is measured are the states' and the years' own levels."""
    table = joined(cells(rows), allies)
    plain = gap(rows, allies, by_vote=False)
    full = two_way(*(table[name].to_numpy() for name in ("state", "year", "agreement", "ally")))
    values = float(plain.estimate[0]), plain.r2, float(full.estimate[0]), full.r2
    if not np.isfinite(values).all():
        return []
    delta = oster_delta(*values)
    told = "how many times stronger than the levels of states and years unmeasured causes must be to explain the effect (Oster 2019)"
    return [("Oster delta", delta if np.isfinite(delta) else None, None, None, told)]

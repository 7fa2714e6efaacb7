"""Does an alliance with a patron mobilise votes in the General Assembly? Every estimate, placebo and bound of SCIENCE E1-E4 at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import polars as pl

from corcyra.errors import DataError, ParameterError, SpanError
from corcyra.measures.mobilisation.balanced import BALANCE, balanced
from corcyra.measures.mobilisation.bounds import SENSITIVITY, omitted, trends
from corcyra.measures.mobilisation.covariates import covariates
from corcyra.measures.mobilisation.data import DISSENT, Cells, agreement, cells, read_ballots, switchers
from corcyra.measures.mobilisation.effects import EFFECTS, effects, studies, with_controls
from corcyra.measures.mobilisation.gaps import gaps
from corcyra.measures.mobilisation.meaning import failing, meaning, verdict
from corcyra.measures.mobilisation.placebo import IRRELEVANT, issue_effects, placebo_patrons
from corcyra.measures.mobilisation.treaties import ally_years, check_library, treaty
from corcyra.measures.mobilisation.trials import LEVEL, PLACEBOS, chance, early, issue, soft, stood_in
from corcyra.measures.mobilisation.wording import in_text
from corcyra.sources.datasets.un_roll_calls import ISSUES
from corcyra.sources.library import Library, missing
from corcyra.world.codes import code
from corcyra.world.time import Years

__all__ = ["CITATIONS", "PLACEBOS", "SENSITIVITY", "Mobilisation", "mobilise"]

CITATIONS = (
    "arshakuni2019experts", "bailey2017estimating", "borusyak2024revisiting", "callaway2021difference", "cameron2015practitioner",
    "conley2011inference", "hainmueller2012entropy", "leeds2002atop", "oster2019unobservable", "rambachan2023credible", "robinson2021unvotes",
    "voeten2024unvotes",
)  # fmt: skip
"""What a report that shows these tables should cite."""
DRAWS = 999
"""Draws of the bootstraps and of reassigned dates. Ours: p-values to a thousandth."""

Tell = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Mobilisation:
    """What an alliance with the patron does to votes, with all that speaks against the answer.

    Tables: ``gaps`` (raw contrast by class), ``effects`` (class, estimator, estimate, se, low, high, p, n, clusters, switchers),
    ``balance`` (how like the compared are, before and after weighting), ``event_study``, ``placebos``, ``sensitivity``, ``switchers`` and
    ``allies`` (state, year). ``failing`` names the placebos that fail, and ``verdict`` says so in a sentence, which is one of ``meaning``:
    plain sentences made from the numbers. ``notes`` say what could not be computed, and why. Differences are in points of agreement, 0 to 1.
    """

    patron: int
    name: str
    years: Years
    treaties: str
    seed: int
    draws: int
    gaps: pl.DataFrame
    effects: pl.DataFrame
    balance: pl.DataFrame
    event_study: pl.DataFrame
    placebos: pl.DataFrame
    sensitivity: pl.DataFrame
    switchers: pl.DataFrame
    allies: pl.DataFrame
    meaning: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def failing(self) -> tuple[str, ...]:
        """The placebos that fail, in the order of the table."""
        return failing(self.placebos)

    @property
    def verdict(self) -> str:
        """What the placebos say together."""
        return verdict(self.placebos)

    @property
    def who(self) -> str:
        """The patron as it stands in a sentence."""
        return in_text(self.name)


@dataclass(frozen=True, eq=False)
class Material:
    """What every estimator works on, and the notes that they leave."""

    library: Library
    patron: int
    years: Years
    treaties: str
    bound: pl.DataFrame
    cast: pl.DataFrame
    rows: pl.DataFrame
    grid: Cells
    notes: list[str]
    rng: np.random.Generator
    draws: int


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
    point of the same session contains the outcome; they also take the place of the library's covariates in the balanced comparisons. ``stand_ins`` are the placebo patrons, ``irrelevant`` the issues (me, nu, di, hr,
    co, ec) without bearing on the patron's promise. The same seed gives the same tables, with or without an ``executor``.

    Raises `MissingSource` with the command that gets the data, `SpanError` for years that the treaties do not cover, `UnknownName`,
    `ParameterError`, and `DataError` when the patron has no ally in these years.
    """
    tell = tell or (lambda stage, share: None)
    check(draws, seed, irrelevant)
    number, years = int(code(patron)), span(since, until, treaties)
    shelf = Library.default() if library is None else library
    check_library(shelf, treaties, votes)
    tell("reading treaties and votes", 0.0)
    given = material(shelf, number, years, treaties, votes, dissent, seed, draws)
    tell("estimating effects", 0.2)
    found, like = estimates(given, controls, anticipation)
    study = studies(given.grid, given.rng, draws)
    tell("running placebos", 0.4)
    tests = placebos(given, found, stand_ins, irrelevant, executor)
    tell("bounding violations", 0.9)
    bounds = pl.DataFrame(
        [*trends(given.grid, given.notes), *omitted(given.rows, given.bound)], schema=SENSITIVITY, orient="row"
    )
    contrast, name = gaps(given.rows, given.bound), str(code(number, "name"))
    told = meaning(name, contrast, found, study, tests, bounds)
    tell("done", 1.0)
    return Mobilisation(
        number, name, years, given.treaties, seed, draws, contrast, found, like, study, tests, bounds,
        switchers(given.grid), given.bound, told, tuple(given.notes),
    )  # fmt: skip


def material(
    library: Library,
    patron: int,
    years: Years,
    treaties: str | pl.DataFrame,
    votes: pl.DataFrame | None,
    dissent: int,
    seed: int,
    draws: int,
) -> Material:
    """Allies, votes and cells; raises `DataError` when the patron has no ally."""
    bound = ally_years(library, patron, years, treaties)
    if bound.is_empty():
        who = in_text(str(code(patron, "name")))
        told = f"{who[0].upper()}{who[1:]} has no ally in {years} by these treaties. Choose other years or treaties."
        raise DataError(told)
    cast = read_ballots(library, years, votes=votes, dissent=dissent)
    rows = agreement(cast, patron)
    kind = treaties if isinstance(treaties, str) else "own"
    grid, rng = Cells.of(cells(rows), bound), np.random.default_rng(seed)
    return Material(library, patron, years, kind, bound, cast, rows, grid, gathered(rows, years), rng, draws)


def estimates(given: Material, controls: pl.DataFrame | None, anticipation: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables of effects and of balance."""
    found = effects(given.rows, given.bound, given.rng, given.draws, anticipation=anticipation)
    more = [] if controls is None else [with_controls(given.rows, given.bound, controls)]
    like = balanced(given.rows, given.bound, prior(given) if controls is None else controls)
    given.notes.extend(like.notes)
    added = [row for row in (*more, *like.effects) if row is not None]
    table = pl.concat([found, pl.DataFrame(added, schema=EFFECTS, orient="row")])
    return table, pl.DataFrame(like.balance, schema=BALANCE, orient="row")


def prior(given: Material) -> pl.DataFrame:
    """The library's covariates; a note names what it lacks."""
    table, lacking = covariates(given.library, given.patron, given.years)
    if lacking:
        told = ", ".join(each.key for each in lacking)
        given.notes.append(
            f"Balanced comparisons: these sources are not in the library: {told}. Run: {missing(lacking)}"
        )
    return table


def placebos(
    given: Material,
    found: pl.DataFrame,
    stand_ins: Sequence[int | str] | None,
    irrelevant: Sequence[str],
    executor: Executor | None,
) -> pl.DataFrame:
    """The table of placebos; where there is no effect for them to question, none is judged."""
    rows, bound, patron, notes = given.rows, given.bound, given.patron, given.notes
    chosen = placebo_patrons(rows, bound, patron) if stand_ins is None else tuple(int(code(each)) for each in stand_ins)
    table = [
        *early(given.grid, notes),
        *chance(given.grid, given.rng, given.draws, notes, seen=any(p < LEVEL for p in known(found))),
        *stood_in(given.cast, bound, patron, chosen, executor),
        *(issue(key, fit) for key, fit in issue_effects(rows, bound, irrelevant).items()),
        *soft(given.library, rows, bound, patron, given.years, given.treaties, notes),
    ]
    told = pl.DataFrame(table, schema=PLACEBOS, orient="row")
    return told if known(found) else told.with_columns(fails=pl.lit(None, pl.Boolean))


def known(found: pl.DataFrame) -> list[float]:
    """The p-value of the fixed effects of all roll calls; empty where they cannot be estimated."""
    return (
        found.filter((pl.col("class") == "all") & (pl.col("estimator") == "fixed effects"))["p"].drop_nulls().to_list()
    )


def check(draws: int, seed: int, irrelevant: Sequence[str]) -> None:
    """Raise for settings that cannot be."""
    if type(seed) is not int or seed < 0:
        raise ParameterError(f"a seed is a whole number from 0 up, not {seed!r}. 1 is the default.")
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
        if since > until:
            raise SpanError(f"the treaties end in {until}, before {since}. Choose an earlier first year.")
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
        counts = "that year counts" if len(without) == 1 else "those years count"
        notes.append(f"Importance is unknown in {', '.join(map(str, without))}; {counts} under all roll calls only.")
    return notes

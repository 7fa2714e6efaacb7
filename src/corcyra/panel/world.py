"""Panels of any states and years of the world, with every column that measures read, made from the library's datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from corcyra.errors import MissingSource
from corcyra.files import digest_files
from corcyra.panel.add import add, add_frame
from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.panels import Panels
from corcyra.panel.recipes import FIELDS, HELD, PAIRS, REQUIRED, STATES, UNKNOWN, Recipe, datasets_of
from corcyra.panel.table import Column, MergeReport, Panel
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.datasets.mid import Mid
from corcyra.sources.library import Library, missing
from corcyra.sources.source import KEYS, Source, Unit
from corcyra.world import dyads
from corcyra.world.time import Years

__all__ = ["around", "check_library", "lacking", "world_panels"]

CHOICES = {"atop_pacts": {"rule": "dec-31"}, "mid": {"keep": "hostility", "pairs": "originators"}}
"""Choices of datasets. A pact counts when it stands on 31 December, as in the facts. Of several disputes the most hostile is shown, and
those that a state joined later are left out, since who joins is often an ally (SCIENCE C6, rule 3)."""

AUDIENCE = 2
"""Whose sanctions and trade make stigma and exposure: the leader of the West, as in the bundled facts."""

EUROPE = ("eec", "eu")
"""The European Communities and Union in the Correlates of War's file of organisations."""


def lacking(library: Library, keys: Iterable[str]) -> tuple[Dataset, ...]:
    """The datasets among the keys that are not in the library."""
    held = {each.key: each for each in DATASETS}
    return tuple(held[key] for key in sorted(keys) if not library.has(held[key]))


def check_library(library: Library) -> None:
    """Raise `MissingSource` with the one command that gets them when datasets lack without which nothing can be measured."""
    without = lacking(library, REQUIRED)
    if without:
        told = ", ".join(each.key for each in without)
        raise MissingSource(f"these sources are not in the library: {told}. Run: {missing(without)}")


def world_panels(
    years: Years,
    states: Sequence[int] | None = None,
    *,
    library: Library | None = None,
    tell: Callable[[str, float], None] = lambda *_: None,
) -> Panels:
    """State-years and directed dyad-years of any states, with every column that `corcyra.measures.MEASURES` read.

    All states of the Correlates of War's list when none are named. Columns of datasets that the library lacks are missing throughout.
    Of all states the 1.8 million directed dyad-years of 1946-2020, or of 1816-2014, take about ten seconds on two cores and 1.5 GB with the
    tables cached; sixty states of seventy years one or two seconds. Measures add a cube of years × states × states for each column: all of
    `corcyra.measures.WORLD_MEASURES` on all states of 1946-2020 take 22 seconds of processor time, about a minute on the clock of
    two busy cores, and with the panels 1.8 GB (``benchmarks/measures.py``).

    Raises `MissingSource` with the one command that gets them when a dataset lacks without which nothing can be measured.
    """
    library = library or Library.default()
    check_library(library)
    tell("states by year", 0.0)
    grids = made(state_years(years, states), STATES, library, lambda key: tell(key, 0.2))
    tell("pairs by year", 0.3)
    # What is held from earlier years, or known from the next, must not hang on where the panel is cut.
    wide = Years(max(years.first - HELD, 1), years.last + 1)
    cubes = made(dyad_years(wide, states, directed=True), PAIRS, library, lambda key: tell(key, 0.6))
    return Panels(grids, cubes.where(pl.col("year").is_between(years.first, years.last)))


def around(states: Sequence[int], leaders: Sequence[int], years: Years, *, library: Library | None = None) -> tuple[int, ...]:
    """The states that a study of some states needs: themselves, the poles' leaders, their neighbours and the major powers.

    Neighbours are contiguous in any year, by land or across at most 400 miles of water. Raises `MissingSource`.
    """
    library = library or Library.default()
    held = {each.key: each for each in DATASETS}
    near = library.open(held["contiguity"]).read().filter(pl.col("year").is_between(years.first, years.last))
    both = pl.concat([near.select("state1", "state2"), near.select(state1="state2", state2="state1")])
    neighbours = both.filter(pl.col("state1").is_in(list(states)))["state2"].to_list()
    great = library.open(held["majors"]).read().filter(pl.col("year").is_between(years.first, years.last))
    found = {*states, *leaders, AUDIENCE, *neighbours, *great.filter(pl.col("cow_major") == 1)["state"].to_list()}
    there = set(dyads.state_years(years)[:, 0].tolist())
    return tuple(sorted(found & there))


def made(panel: Panel, recipes: Sequence[Recipe], library: Library, tell: Callable[[str], None]) -> Panel:
    """The panel with one column for each recipe, and those that nobody gives as missing."""
    raw = panel
    for key in datasets_of(tuple(recipes)):
        tell(key)
        raw = with_dataset(raw, key, recipes, library)
    for table, act in COLLAPSED.items():
        if any(source.startswith(f"{table}.") for recipe in recipes for source in recipe.reads):
            raw = act(raw, library)
    raw = with_missing(raw, recipes)
    values = [recipe.value.cast(kind(recipe.name)).alias(recipe.name) for recipe in recipes]
    columns = {recipe.name: column(recipe, raw) for recipe in recipes}
    nobody = [name for name, of_states in UNKNOWN if of_states == (panel.unit == "state-year")]
    frame = raw.frame.select(*panel.keys, *values, *(pl.lit(None, kind(name)).alias(name) for name in nobody))
    columns |= {name: declared(name, "no public dataset gives it") for name in nobody}
    return Panel(frame, panel.unit, columns, raw.reports, panel.system)


def wanted(key: str, recipes: Sequence[Recipe]) -> list[str]:
    """The columns of a dataset that the recipes read."""
    return sorted({source.partition(".")[2] for recipe in recipes for source in recipe.reads if source.startswith(f"{key}.")})


def with_dataset(panel: Panel, key: str, recipes: Sequence[Recipe], library: Library) -> Panel:
    """The panel with a dataset's columns, when the library has it and recipes read it by itself."""
    names, found = wanted(key, recipes), next(each for each in DATASETS if each.key == key)
    if not names or not library.has(found):
        return panel
    chosen = type(found)(**CHOICES.get(key, {}))
    return add(panel, chosen, library=library, columns=names)


def with_missing(panel: Panel, recipes: Sequence[Recipe]) -> Panel:
    """The panel with what the values of recipes are made from and the library lacks, as missing."""
    used = {name for recipe in recipes for name in recipe.value.meta.root_names()}
    absent = sorted(used - {*panel.keys, *panel.columns})
    return panel.gain(
        {name: pl.Series(name, [None] * panel.height, dtype=pl.Float64) for name in absent},
        {name: Column(name, "not in the library", "") for name in absent},
    )


def kind(name: str) -> type[pl.DataType]:
    """Numbers as decimals, so that every panel of the world has the same types."""
    return pl.Int64 if FIELDS[name].unit in ("tier", "count") else pl.Float64


def declared(name: str, how: str) -> Column:
    """A column as `FIELDS` has it, from nowhere yet."""
    each = FIELDS[name]
    families = frozenset({each.family}) if each.family else frozenset()
    return Column(name, each.meaning, each.unit, each.low, each.high, families=families, method=how)


def column(recipe: Recipe, panel: Panel) -> Column:
    """The provenance of a made column: what it reads, with sources, families, citations and terms of all of it."""
    names = {source.partition(".")[2] for source in recipe.reads}
    found = (panel.columns.get(full) for name in sorted(names) for full in (name, f"{name}1"))
    inputs = [each for each in found if each is not None and each.sources]
    each = FIELDS[recipe.name]
    sources = {key for read in inputs for key in read.sources}
    origin = [report for report in panel.reports if report.source in sources]
    spans = [read.covers for read in inputs if read.covers is not None]
    return Column(
        recipe.name,
        each.meaning,
        each.unit,
        each.low,
        each.high,
        sources=tuple(sorted(sources)),
        families=frozenset({each.family}).union(*(read.families for read in inputs)) - {""},
        citations=tuple(sorted({key for read in inputs for key in read.citations})),
        licence="; ".join(sorted({read.licence for read in inputs if read.licence})),
        version="; ".join(sorted({report.version for report in origin if report.version})),
        digest="; ".join(sorted({report.digest for report in origin if report.digest})),
        method=recipe.how,
        parameters=tuple(sorted({(f"{read.sources[0]}.{name}", value) for read in inputs for name, value in read.parameters})),
        covers=Years(min(span.first for span in spans), max(span.last for span in spans)) if spans else None,
    )


def table_of(key: str, library: Library) -> tuple[Source, pl.DataFrame] | None:
    """A dataset and its table, or None when the library lacks it."""
    found = next(each for each in DATASETS if each.key == key)
    if not library.has(found):
        return None
    shelved = library.open(found)
    return shelved, shelved.read()


def collapsed(
    panel: Panel, name: str, frame: pl.DataFrame, meanings: dict[str, str], *sources: Source, unit: Unit = "state-year"
) -> Panel:
    """The panel with a table that was collapsed from datasets.

    Its evidence is that of the first alone: the others say only whom to sum over.
    """
    first = sources[0]
    columns = {
        each: Column(
            each,
            meaning,
            "share" if each == "share" else "0 or 1",
            sources=tuple(source.key for source in sources),
            families=frozenset(field.family for field in first.columns if field.family),
            citations=tuple(sorted({key for source in sources for key in source.citations})),
            licence="; ".join(sorted({source.licence for source in sources})),
            covers=first.covers,
        )
        for each, meaning in meanings.items()
    }
    panel = add_frame(panel, frame, columns, unit=unit, name=name)
    told = {report.source for report in panel.reports if report.digest}
    for source in sources:
        if source.key in told:  # with the choices that its own columns were made by
            continue
        digest = digest_files(source.files)
        panel = panel.told(MergeReport(source.key, 0, 0, 0, 0, version=source.version, digest=digest, licence=source.licence))
    return panel


def disputes_joined(panel: Panel, library: Library) -> Panel:
    """The pairs that are in a dispute with each other only because one side joined it: known to be no calm, and not counted."""
    found = table_of("mid", library)
    if found is None:
        return panel
    source, table = found
    keys = list(KEYS["directed-dyad-year"])
    chosen = library.open(Mid(pairs="originators")).read()
    frame = table.join(chosen, on=keys, how="anti").select(*keys, joined=pl.lit(1.0))
    meanings = {"joined": "in dispute only because a side joined"}
    return collapsed(panel, "disputes_joined", frame, meanings, source, unit="directed-dyad-year")


def sanctions_from_audience(panel: Panel, library: Library) -> Panel:
    """Whether the audience had sanctions over human rights or the regime in force on each state in the year."""
    found = table_of("sanctions", library)
    if found is None:
        return panel
    source, table = found
    over = (pl.col("ties_human_rights") > 0) | (pl.col("ties_regime") > 0)
    acts = table.filter(pl.col("other") == AUDIENCE).select("state", "year", imposed=over.cast(pl.Float64))
    within = pl.col("year").is_between(source.covers.first, source.covers.last) & (pl.col("state") != AUDIENCE)
    everyone = panel.frame.select("state", "year").filter(within)
    frame = everyone.join(acts, on=["state", "year"], how="left").with_columns(pl.col("imposed").fill_null(0.0))
    meanings = {"imposed": "sanctions of the United States over human rights or the regime in force"}
    return collapsed(panel, "sanctions_from_audience", frame, meanings, source)


def trade_with_audience(panel: Panel, library: Library) -> Panel:
    """The share of the United States and the members of the European Communities or Union in each state's trade."""
    trade, members = table_of("trade_shares", library), table_of("igo_members", library)
    if trade is None or members is None:
        return panel
    full = members[1].filter(pl.col("organisation").is_in(EUROPE) & (pl.col("status") == 1)).select("state", "year").unique()
    leader = pl.DataFrame({"state": [AUDIENCE] * len(trade[0].covers), "year": list(trade[0].covers)})
    audience = pl.concat([full, leader])
    with_them = trade[1].join(audience.rename({"state": "other"}), on=["other", "year"], how="semi")
    share = with_them.group_by("state", "year").agg(share=pl.col("cow_trade_share").sum().clip(0, 1))
    there = share.join(panel.frame.select("state", "year").unique(), on=["state", "year"], how="semi").sort("state", "year")
    return collapsed(panel, "trade_with_audience", there, {"share": "share in trade"}, trade[0], members[0])


COLLAPSED = {"disputes_joined": disputes_joined, "sanctions_from_audience": sanctions_from_audience, "trade_with_audience": trade_with_audience}

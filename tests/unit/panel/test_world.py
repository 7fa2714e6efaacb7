"""World panels: what a library lacks is missing, what a column is made from is told, and every cell is computed once more.

Tests that read published tables exist where CORCYRA_MIRROR names a folder that holds them. They recompute each column with plain
dictionaries over all rows of sixty states, 1946-2014, straight from the datasets' tables.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.errors import MissingSource
from corcyra.measures import WORLD_MEASURES
from corcyra.measures.alignment import OUTCOME
from corcyra.measures.measure import apply
from corcyra.panel import world
from corcyra.panel.lock import lock
from corcyra.panel.panels import Panels
from corcyra.panel.recipes import FIELDS, OPTIONAL, PAIRS, REQUIRED, STATES, SUCCESSORS, UNKNOWN
from corcyra.panel.world import CHOICES, around, check_library, lacking, world_panels
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.datasets.mid import Mid
from corcyra.sources.library import Library
from corcyra.world.dyads import dyad_years, state_years
from corcyra.world.time import Years

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
NAMES = [*(recipe.name for recipe in (*STATES, *PAIRS)), *(name for name, _ in UNKNOWN)]
SMALL = (2, 365, 371, 372, 373, 630, 640, 710)


class Without(Library):
    """A library in which some datasets are not."""

    out: tuple[str, ...] = ()

    def has(self, dataset: Dataset) -> bool:
        """Are all files there?"""
        return dataset.key not in self.out and super().has(dataset)


# Without any published table.


def test_an_empty_library_is_told_the_one_command(tmp_path: Path) -> None:
    with pytest.raises(MissingSource) as told:
        world_panels(Years(2000, 2001), [2, 365], library=Library(tmp_path))
    assert str(told.value) == (
        "these sources are not in the library: atop_pacts, contiguity, ideal_points, igo_poles, majors, mid, mindist, nmc, vdem. "
        "Run: corcyra sources fetch atop_pacts contiguity ideal_points igo_poles majors mid mindist nmc vdem"
    )


def test_what_lacks_is_listed_by_key(tmp_path: Path) -> None:
    assert [each.key for each in lacking(Library(tmp_path), ("wars", "mid"))] == ["mid", "wars"]


def test_with_nothing_in_the_library_every_column_is_missing_and_no_measure_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "check_library", lambda library: None)
    panels = world_panels(Years(2000, 2001), SMALL, library=Library(tmp_path))
    assert sorted([*panels.states.columns, *panels.dyads.columns]) == sorted(NAMES)
    assert all(np.isnan(panels.array(name)).all() for name in NAMES)
    measured = apply(panels, *WORLD_MEASURES)
    given = [each.name for measure in WORLD_MEASURES for each in measure.gives]
    assert [name for name in given if np.nanmax(measured.array(name), initial=0) > 0] == []


def test_a_column_from_nowhere_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "check_library", lambda library: None)
    panels = world_panels(Years(2000, 2000), [2, 365], library=Library(tmp_path))
    for name in NAMES:
        column = panels.column(name)
        assert (column.sources, column.citations, column.digest, column.covers) == ((), (), "", None)
        assert (column.meaning, column.unit) == (FIELDS[name].meaning, FIELDS[name].unit)
        assert column.families == frozenset({FIELDS[name].family} - {""})


if MIRROR.is_dir():

    @cache
    def home() -> Path:
        given = os.environ.get("CORCYRA_HOME", "")
        return Path(given) if given else Path(tempfile.mkdtemp())

    def library(*out: str) -> Library:
        found = Without(home(), MIRROR)
        found.out = out
        return found

    @cache
    def small(*out: str) -> Panels:
        return world_panels(Years(1990, 2014), SMALL, library=library(*out))

    def test_every_column_is_within_its_range_and_names_where_it_comes_from() -> None:
        panels = small()
        for recipe in (*STATES, *PAIRS):
            column, values = panels.column(recipe.name), panels.array(recipe.name)
            if recipe.name == "arms_share":  # brought by the user
                continue
            assert not np.isnan(values).all(), recipe.name
            assert column.low is None or np.nanmin(values) >= column.low, recipe.name
            assert column.high is None or np.nanmax(values) <= column.high, recipe.name
            keys = {source.partition(".")[0] for source in recipe.reads} - set(world.COLLAPSED)
            assert keys <= set(column.sources)
            assert all((column.citations, column.licence, column.version, column.digest, column.covers)), recipe.name
            assert column.method == recipe.how
            held = {each.key: each for each in DATASETS}
            assert set(column.citations) == {cited for key in column.sources for cited in held[key].citations}

    def test_choices_and_every_dataset_stand_in_the_provenance_and_in_the_lock() -> None:
        panels = small()
        assert ("mid.pairs", "originators") in panels.column("hostility").parameters
        assert panels.column("hostility").sources == ("mid", "ucdp_dyads", "ucdp_support", "wars")
        held = lock([panels.states, panels.dyads])
        assert set(held) == {key for key in (*REQUIRED, *OPTIONAL) if key != "sipri_arms"}
        assert held["mid"]["choices"] == "keep = hostility, pairs = originators"
        assert set(CHOICES) == {"atop_pacts", "mid"}

    def test_without_optional_datasets_columns_are_missing_and_coverages_fall() -> None:
        whole, bare = (apply(each, *WORLD_MEASURES) for each in (small(), small(*OPTIONAL)))
        for recipe in (*STATES, *PAIRS):
            keys = {source.partition(".")[0] for source in recipe.reads} - set(world.COLLAPSED)
            if keys and keys <= set(OPTIONAL):
                assert np.isnan(bare.array(recipe.name)).all(), recipe.name
        for name in ("enmity", "amity", "alignment", "penetration", "stigma", "weakness_horizontal", "weakness_vertical", "identity"):
            one, other = (each.array(f"{name}_coverage") for each in (bare, whole))
            assert (np.nan_to_num(one) <= np.nan_to_num(other) + 1e-9).all(), name
            assert np.nansum(one) < np.nansum(other), name

    def test_where_a_panel_is_cut_changes_no_cell() -> None:
        """Values held from earlier years, and distances known from the next, are those of the longer panel."""
        for cut in (Years(1991, 1991), Years(2011, 2012)):
            short, long = world_panels(cut, SMALL, library=library()), small()
            for one, other in ((short.states, long.states), (short.dyads, long.dyads)):
                assert one.frame.equals(other.frame.filter(pl.col("year").is_between(cut.first, cut.last)))

    def test_one_lacking_dataset_takes_only_its_own_part() -> None:
        bare = small("ucdp_dyads", "ucdp_support")
        known = ~np.isnan(bare.array("hostility"))
        assert np.array_equal(bare.array("pact_tier"), small().array("pact_tier"), equal_nan=True)
        assert (bare.array("hostility")[known] <= small().array("hostility")[known]).all()

    def test_a_needed_dataset_that_lacks_is_named_with_the_one_command() -> None:
        with pytest.raises(MissingSource) as told:
            check_library(library("nmc", "vdem", "wars"))
        assert str(told.value) == "these sources are not in the library: nmc, vdem. Run: corcyra sources fetch nmc vdem"

    def test_the_neighbours_of_the_south_caucasus() -> None:
        found = around([371, 372, 373], [2, 365], Years(1995, 2010), library=library())
        assert set(found) == {371, 372, 373, 2, 365, 630, 640, 200, 220, 255, 369, 701, 705, 710, 740}

    def test_the_lineage_of_no_predictor_has_a_family_of_the_outcome() -> None:
        """SCIENCE C6, rule 2, on the columns that measures made."""
        measured = apply(small(), *WORLD_MEASURES)
        outcome = {
            each.name
            for measure in WORLD_MEASURES if measure.key in ("alignment", "alignment_latent", "posture")
            for each in measure.gives
        }  # fmt: skip
        for measure in WORLD_MEASURES:
            for each in measure.gives:
                assert bool(measured.column(each.name).families & OUTCOME) == (each.name in outcome), each.name

    # Every cell once more, with dictionaries.

    SIXTY = (
        2, 20, 40, 70, 90, 101, 130, 135, 140, 155, 160, 200, 210, 211, 220, 230, 235, 265, 290, 305, 310, 315, 325, 350, 355,
        360, 365, 366, 369, 370, 371, 372, 373, 375, 380, 385, 390, 404, 475, 510, 530, 540, 560, 630, 640, 645, 651, 652, 663,
        666, 670, 690, 700, 703, 704, 710, 731, 732, 740, 750, 770, 800, 816, 900,
    )  # fmt: skip
    """States with the same number in both systems in these years, so that nothing is converted here."""
    SPAN = Years(1946, 2014)

    Table = dict[tuple[int, ...], dict[str, Any]]

    @cache
    def sixty() -> Panels:
        return world_panels(SPAN, SIXTY, library=library())

    @cache
    def table(key: str, **choices: str) -> Table:
        """A dataset's rows by key; an undirected pair in both orders."""
        cls = type(next(each for each in DATASETS if each.key == key))
        source = library().open(cls(**choices))
        keys = {"state-year": ["state", "year"], "state": ["state"], "dyad": ["state1", "state2"],
                "dyad-year": ["state1", "state2", "year"], "directed-dyad-year": ["state", "other", "year"],
                "records": ["state", "year", "organisation"]}[source.unit]  # fmt: skip
        frame = source.read()
        for name in keys[:2]:
            frame = frame.filter(pl.col(name).is_in(SIXTY)) if name in ("state1", "state2", "other") else frame
        found = {tuple(row[name] for name in keys): row for row in frame.iter_rows(named=True)}
        if source.unit.startswith("dyad"):
            found |= {(each[1], each[0], *each[2:]): row for each, row in found.items()}
        return found

    @cache
    def gw() -> set[tuple[int, int]]:
        return set(map(tuple, state_years(SPAN, SIXTY, system="gw").tolist()))

    def cell(key: str, name: str, at: tuple[int, ...], first: int = 0, last: int = 9999, *, fill: bool = False, **choices: str) -> Any:
        row = (table(key, **choices) if choices else table(key)).get(at)
        if row is not None:
            return row[name]
        return 0 if fill and first <= at[-1] <= last else None

    def of_gw(key: str, name: str, at: tuple[int, ...]) -> Any:
        """A UCDP column: 0 without a row where all of the unit are on the list of Gleditsch and Ward."""
        return cell(key, name, at, 1946, 2024, fill=all((state, at[-1]) in gw() for state in at[:-1]))

    def held(find: Callable[[int], Any], year: int, years: int = 10) -> Any:
        """The last known of a pair while it was there (`rows`)."""
        return next((found for back in range(years + 1) if (found := find(year - back)) is not None), None)

    @cache
    def rows() -> set[tuple[int, int, int]]:
        return set(map(tuple, dyad_years(range(1936, 2016), SIXTY, directed=True).tolist()))

    def kept(key: str, name: str, i: int, j: int, t: int, years: int = 10, *, fill: tuple[int, int] | None = None) -> Any:
        def find(year: int) -> Any:
            if (i, j, year) not in rows():
                return None
            return cell(key, name, (i, j, year), *(fill or (0, 0)), fill=fill is not None)

        return held(find, t, years)

    def distance(i: int, j: int, t: int) -> Any:
        found = kept("mindist", "mindist", i, j, t)
        if found is None and (i, j, t + 1) in rows():
            found = cell("mindist", "mindist", (i, j, t + 1))
        if found is None and cell("contiguity", "land_border", (i, j, t), 1816, 2016, fill=True) == 1:
            found = 0.0
        return kept("capital_distance", "capdist", i, j, t) if found is None else found

    ORIGINATORS = {"keep": "hostility", "pairs": "originators"}

    def dispute(name: str, i: int, j: int, t: int) -> Any:
        return cell("mid", name, (i, j, t), 1816, 2014, fill=name in Mid().fills, **ORIGINATORS)

    def hostility(i: int, j: int, t: int) -> Any:
        joined = (i, j, t) in table("mid") and (i, j, t) not in table("mid", **ORIGINATORS)
        levels = [each for name in ("mid_hostlev", "mid_hostlev_other") if (each := dispute(name, i, j, t)) is not None]
        mid = None if joined or not levels else {0: 0, 1: 0, 2: 0.5, 3: 1, 4: 2, 5: 5}[max(levels)]
        war = None if joined else cell("wars", "war", (i, j, t), 1816, 2007, fill=True)
        rebels = 1 in (of_gw("ucdp_support", "ucdp_rebel_support", (i, j, t)), of_gw("ucdp_support", "ucdp_rebel_support", (j, i, t)))
        name = "ucdp_opposed_intensity" if rebels else "ucdp_interstate_intensity"
        army = of_gw("ucdp_dyads", name, (i, j, t))
        parts = [mid, None if war is None else 5 * war, None if army is None else {0: 0, 1: 2, 2: 5}[army]]
        known = [each for each in parts if each is not None]
        return max(known) if known and (max(known) > 0 or mid is not None) else None

    def revision(i: int, j: int, t: int) -> Any:
        return 0 if dispute("mid_ongoing", i, j, t) == 0 else dispute("mid_revisionist_other", i, j, t)

    def pact(i: int, j: int, t: int) -> Any:
        tier = cell("atop_pacts", "atop_pact_tier", (i, j, t), 1815, 2016, fill=True, rule="dec-31")
        agreed = kept("dcad", "dcad_general", i, j, t, 6, fill=(1980, 2010))
        return max(tier, 2) if agreed == 1 else tier

    def rivals(i: int, j: int, t: int) -> Any:
        spans = {"tss": (1816, 2020), "td": (1816, 2010)}
        both = [cell(f"rivalries_{key}", f"{key}_rivalry", (i, j, t), *span, fill=True) for key, span in spans.items()]
        known = [each for each in both if each is not None]
        return max(known) if known else None

    def guests(i: int, j: int, t: int) -> Any:
        found = cell("us_troops", "us_troops", (i, j, t))
        if found is None:
            return None
        return 0 if (i == 40 and t >= 1961) or cell("wars", "war", (i, j, t)) == 1 else found

    def bases(i: int, j: int, t: int) -> Any:
        found = guests(i, j, t)
        return None if found is None else 1 if found >= 1000 else 0.5 if found >= 100 else 0

    @cache
    def audience() -> dict[tuple[int, int], float]:
        europe = {
            (row["state"], row["year"])
            for row in library().open(next(each for each in DATASETS if each.key == "igo_members")).read()
            .filter(pl.col("organisation").is_in(["eec", "eu"]), pl.col("status") == 1).iter_rows(named=True)
        }  # fmt: skip
        share: dict[tuple[int, int], float] = {}
        flows = library().open(next(each for each in DATASETS if each.key == "trade_shares")).read()
        for state, other, year, part in flows.filter(pl.col("year") >= 1946).iter_rows():
            if other == 2 or (other, year) in europe:
                share[state, year] = share.get((state, year), 0.0) + part
        return share

    def bloc(i: int, j: int, t: int) -> Any:
        unreported = i in SUCCESSORS and 1991 <= t <= 1993
        found = audience().get((i, t)) if j == 2 and not unreported else None
        return None if found is None else min(found, 1.0)

    def share(i: int, j: int, t: int) -> Any:
        return None if i in SUCCESSORS and 1991 <= t <= 1993 else cell("trade_shares", "cow_trade_share", (i, j, t))

    def closed(i: int, j: int, t: int) -> Any:
        row = table("sanctions").get((i, j, t), {"ties_imposed": 0, "ties_alignment": 0})
        return 3 * (row["ties_imposed"] > row["ties_alignment"]) if t <= 2005 else None

    def empire(i: int, j: int, t: int) -> Any:
        one, other = (table("colonial_history").get((each,), {}).get("colony_of") for each in (i, j))
        if one == j or other == i:
            return 1
        return None if one is None or other is None else int(one == other)

    def apart(i: int, j: int, t: int) -> Any:
        one, other = (cell("ideal_points", "idealpoint", (each, t)) for each in (i, j))
        return None if one is None or other is None else abs(one - other)

    def language(i: int, j: int, t: int) -> Any:
        return table("cepii").get((i, j), {}).get("comlang_ethno")

    OF_PAIRS: dict[str, Callable[[int, int, int], Any]] = {
        "distance": distance,
        "contiguous": lambda i, j, t: kept("contiguity", "land_border", i, j, t, fill=(1816, 2016)),
        "capital_distance": lambda i, j, t: kept("capital_distance", "capdist", i, j, t),
        "hostility": hostility,
        "securitised": rivals,
        "claim": lambda i, j, t: None if (c := cell("claims", "icow_claim", (i, j, t), 1816, 2001, fill=True)) is None else 3 * (c > 0),
        "closure": closed,
        "rescue": lambda i, j, t: of_gw("ucdp_support", "ucdp_support", (i, j, t)),
        "rebel_support": lambda i, j, t: of_gw("ucdp_support", "ucdp_rebel_support", (i, j, t)),
        "revision": revision,
        "prior_amity": lambda i, j, t: None if (c := language(i, j, t)) is None else 3 * c,
        "language_proximity": language,
        "same_religion": lambda i, j, t: kept("religion_similarity", "wrp_similarity", i, j, t, 4),
        "same_empire": empire,
        "trade_share": share,
        "trade_share_bloc": bloc,
        "troops": guests,
        "base_strength": bases,
        "pact_tier": pact,
        "pact_tier_umbrella": lambda i, j, t: cell("atop_pacts", "atop_pact_tier_umbrella", (i, j, t), 1815, 2016, fill=True, rule="dec-31"),
        "membership": lambda i, j, t: cell("igo_poles", "igo_membership", (i, j, t)),
        "exercises": lambda i, j, t: cell("mme", "mme_exercises", (i, j, t), 1980, 2010, fill=True),
        "ideal_distance": apart,
    }

    @cache
    def sanctioned() -> set[tuple[int, int]]:
        return {(i, t) for (i, j, t), row in table("sanctions").items() if j == 2 and (row["ties_human_rights"] or row["ties_regime"])}

    def titular(i: int, t: int) -> Any:
        row = table("epr_state").get((i, t))
        return None if row is None or row["epr_groups"] == 0 else row["epr_largest"]

    def foreign(i: int, t: int) -> Any:
        found = of_gw("ucdp", "ucdp_internationalised", (i, t))
        return None if found is None else int(found > 0)

    OF_STATES: dict[str, Callable[[int, int], Any]] = {
        **{name: lambda i, t, name=name: cell("nmc", name, (i, t)) for name in ("cinc", "milex", "milper", "irst", "pec", "tpop", "upop")},
        "major": lambda i, t: cell("majors", "cow_major", (i, t), 1816, 2024, fill=True),
        **{recipe.name: lambda i, t, name=recipe.name: cell("vdem", name, (i, t)) for recipe in STATES if recipe.name[:3] == "v2x"},
        "ideal_point": lambda i, t: cell("ideal_points", "idealpoint", (i, t)),
        "titular_share": titular,
        "excluded_share": lambda i, t: cell("epr_state", "epr_excluded", (i, t)),
        "conflict_territory": lambda i, t: of_gw("ucdp", "ucdp_territory", (i, t)),
        "conflict_government": lambda i, t: of_gw("ucdp", "ucdp_government", (i, t)),
        "conflict_internationalised": foreign,
        "irregular_exit": lambda i, t: cell("leaders_archigos", "archigos_irregular_exit", (i, t)),
        "tenure": lambda i, t: cell("leaders_archigos", "archigos_tenure", (i, t)),
        "coup": lambda i, t: cell("coups", "coup_any", (i, t)),
        "regime_threat": lambda i, t: None if (c := cell("coups", "coup_any", (i, t))) is None else 3 * c,
        "sanctioned": lambda i, t: 2 * ((i, t) in sanctioned()) if t <= 2005 and i != 2 else None,
    }

    def test_every_recipe_is_recomputed() -> None:
        assert set(OF_PAIRS) == {recipe.name for recipe in PAIRS} - {"arms_share"}
        assert set(OF_STATES) == {recipe.name for recipe in STATES}

    def same(frame: pl.DataFrame, name: str, wanted: list[Any]) -> None:
        ours = pl.Series("ours", [None if each is None else float(each) for each in wanted], dtype=pl.Float64)
        both = frame.with_columns(ours)
        off = both.filter((pl.col("ours") - pl.col(name).cast(pl.Float64)).abs().fill_null(0) > 1e-9)
        gone = both.filter(pl.col("ours").is_null() != pl.col(name).is_null())
        assert (off.height, gone.height) == (0, 0), (off.head(3).rows(), gone.head(3).rows())

    @pytest.mark.parametrize("name", OF_STATES)
    def test_every_cell_of_states(name: str) -> None:
        frame = sixty().states.frame.select("state", "year", name)
        same(frame, name, [OF_STATES[name](i, t) for i, t in frame.select("state", "year").iter_rows()])

    @pytest.mark.parametrize("name", OF_PAIRS)
    def test_every_cell_of_pairs(name: str) -> None:
        frame = sixty().dyads.frame.select("state", "other", "year", name)
        same(frame, name, [OF_PAIRS[name](i, j, t) for i, j, t in frame.select("state", "other", "year").iter_rows()])

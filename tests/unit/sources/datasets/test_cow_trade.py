"""Trade of dyads, its shares and national totals; against the published tables and the bundled shares where they are."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.cow_trade import CowTrade
from corcyra.sources.datasets.trade_shares import TradeShares
from corcyra.sources.datasets.trade_total import TradeTotal
from corcyra.sources.source import check_source
from corcyra.sources.trade import Trade as BundledTrade
from corcyra.world.spells import states

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "peacesciencer"
DYADIC, NATIONAL = CowTrade.downloads[0].name, TradeTotal.downloads[0].name
HEAD = "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,smoothtotrade,version"


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "trade.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="latin-1")
    return path


def test_flow1_is_what_the_first_imports_from_the_second(tmp_path):
    path = written(tmp_path, "2,437,1992,USA,Côte d'Ivoire,10.5,-9,11,12,23,4", "2,20,1992,USA,Canada,0,3,0,3,3,4")
    assert CowTrade().parse({DYADIC: path}).rows() == [
        (2, 20, 1992, 0.0, 3.0),
        (2, 437, 1992, 10.5, None),
        (20, 2, 1992, 3.0, 0.0),
        (437, 2, 1992, None, 10.5),
    ]
    assert CowTrade(smoothed=True).parse({DYADIC: path}).row(1) == (2, 437, 1992, 11.0, 12.0)


def test_a_share_counts_known_flows_alone(tmp_path):
    rows = ["2,20,1992,a,b,30,10,0,0,0,4", "2,70,1992,a,b,60,-9,0,0,0,4", "20,70,1992,a,b,-9,-9,0,0,0,4"]
    shares = TradeShares().parse({DYADIC: written(tmp_path, *rows)})
    assert shares.rows() == [(2, 20, 1992, 0.4), (2, 70, 1992, 0.6), (20, 2, 1992, 1.0), (70, 2, 1992, 1.0)]


def test_a_state_without_trade_has_no_share(tmp_path):
    assert TradeShares().parse({DYADIC: written(tmp_path, "2,20,1992,a,b,0,0,0,0,0,4")}).height == 0


def test_a_pair_in_both_orders_is_refused(tmp_path):
    path = written(tmp_path, "2,20,1992,a,b,1,1,0,0,0,4", "20,2,1992,a,b,1,1,0,0,0,4")
    with pytest.raises(DataError) as caught:
        CowTrade().parse({DYADIC: path})
    assert str(caught.value) == f"{path}:3: has the pair 2, 20 in 1992 more than once. Get the file again."


def test_a_changed_header_is_named(tmp_path):
    path = written(tmp_path, "2,20,1992,1,1", head="ccode1,ccode2,year,flow_1,flow_2")
    with pytest.raises(DataError) as caught:
        CowTrade().parse({DYADIC: path})
    assert str(caught.value) == (
        f"{path}:1: lacks the columns flow1 (flow_1 is like it), flow2 (flow_2 is like it). Versions known here: 4.0, and "
        "cow_trade_ndy of peacesciencer. Get one of these, or say what the new columns mean."
    )


def test_national_totals(tmp_path):
    head = "ccode,statename,stateabb,year,imports,exports,alt_imports,version"
    path = written(tmp_path, "20,Canada,CAN,1992,-9,5.5,1,4", "2,USA,USA,1992,7,8,1,4", head=head)
    assert TradeTotal().parse({NATIONAL: path}).rows() == [(2, 1992, 7.0, 8.0), (20, 1992, None, 5.5)]


def test_a_state_twice_in_a_year_is_refused(tmp_path):
    path = written(tmp_path, "2,1992,7,8", "2,1992,7,8", head="ccode,year,imports,exports")
    with pytest.raises(DataError) as caught:
        TradeTotal().parse({NATIONAL: path})
    assert str(caught.value) == f"{path}:3: has the state 2 in 1992 more than once. Get the file again."


if (MIRROR / "cow_trade_ndy.parquet").exists():
    PAIRS = MIRROR / "cow_trade_ndy.parquet"

    @pytest.fixture(scope="module")
    def shares() -> pl.DataFrame:
        return TradeShares().parse({DYADIC: PAIRS})

    def test_every_flow_stands_in_both_directions():
        frame = CowTrade().parse({DYADIC: PAIRS})
        raw = pl.read_parquet(PAIRS)
        parts = {name: raw[name].to_numpy().astype(float) for name in ("ccode1", "ccode2", "year", "flow1", "flow2")}
        keys = [np.r_[parts[one], parts[two]] for one, two in (("ccode1", "ccode2"), ("ccode2", "ccode1"))]
        order = np.lexsort((np.tile(parts["year"], 2), keys[1], keys[0]))
        assert frame.height == 1_347_308
        for name, flows in (("trade_imports", ("flow1", "flow2")), ("trade_exports", ("flow2", "flow1"))):
            told = np.r_[parts[flows[0]], parts[flows[1]]][order]
            assert np.array_equal(frame[name].to_numpy(), told, equal_nan=True)
        assert set(frame["state"].to_list()) <= {state.cow for state in states()}

    def test_every_share_again_without_frames(shares):
        raw = pl.read_parquet(PAIRS)
        one, two, year = (raw[name].to_numpy() for name in ("ccode1", "ccode2", "year"))
        there, back = (raw[name].to_numpy().astype(float) for name in ("flow1", "flow2"))
        known = ~(np.isnan(there) & np.isnan(back))
        flow = np.nan_to_num(there) + np.nan_to_num(back)
        state, other = np.r_[one[known], two[known]], np.r_[two[known], one[known]]
        when, value = np.tile(year[known], 2), np.tile(flow[known], 2)
        total = np.bincount(state * 3000 + when, weights=value)[state * 3000 + when]
        order = np.lexsort((when, other, state))[total[np.lexsort((when, other, state))] > 0]
        keys = np.stack([state, other, when], axis=1)[order]
        assert np.array_equal(shares.select("state", "other", "year").to_numpy(), keys)
        assert np.allclose(shares["cow_trade_share"].to_numpy(), value[order] / total[order], rtol=1e-12)

    def test_the_bundled_shares_of_the_powers_are_these(shares):
        bundled = BundledTrade().read().filter(pl.col("trade_share").is_not_null())
        both = bundled.join(shares, on=["state", "other", "year"], how="left")
        assert bundled.height > 400
        assert (
            both.filter(
                ((pl.col("trade_share") - pl.col("cow_trade_share")).abs() < 6e-6).fill_null(False).not_()
            ).height
            == 0
        )

    def test_the_contract_and_the_totals():
        frame = TradeTotal().parse({NATIONAL: MIRROR / "cow_trade_sy.csv.gz"})
        fields = {name: getattr(TradeTotal, name) for name in ("key", "unit", "columns", "covers", "codes")}
        check_source(SimpleNamespace(**fields, read=lambda: frame))
        with gzip.open(MIRROR / "cow_trade_sy.csv.gz", "rt", encoding="utf-8") as stream:
            rows = [
                tuple(None if cell in ("NA", "") else float(cell) for cell in row.values())
                for row in csv.DictReader(stream)
            ]
        assert frame.rows() == sorted(rows, key=lambda row: row[:2])

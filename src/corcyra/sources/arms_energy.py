"""Shares of a supplier in arms imports and gas: the few solid figures."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import SPAN, FactSource, on_span, share_of_year, touches

__all__ = ["ArmsEnergy"]

KEYS = ("state", "other", "year")

HOLDS = 5
"""Years for which a closed window speaks. Ours: as long as the five-year windows in which such shares are published."""


class ArmsEnergy(FactSource):
    """The share of ``other`` in the arms imports and the gas of ``state``, only where a figure is on file.

    Universe: the dyads and years for which a share was stated; everything else has no row and is missing, never 0. A share
    of arms imports is a mean over a window of years and could not be known before the window closed: it is given to the
    year in which its window ends and the four after it, unless a later window has ended by then; of windows that end
    together the shortest counts. A share of gas is given to the years that its period covers by more than half. Ranges enter by
    their midpoint. Figures for the five Central Asian states together are left out.

    >>> frame = ArmsEnergy().read().filter((pl.col("state") == 373) & (pl.col("other") == 365))
    >>> frame.select("year", "arms_share").filter(pl.col("year").is_in([2013, 2014, 2018, 2019])).rows()
    [(2014, 0.85), (2018, 0.51), (2019, 0.31)]
    """

    key = "arms_energy"
    title = "Arms and gas dependence"
    citations: tuple[str, ...] = ("corcyrafacts", "gelb2007gas")
    unit: Unit = "directed-dyad-year"
    tables = ("arms_energy",)
    columns: tuple[Field, ...] = (
        Field("arms_share", "share of other in state's imports of major arms", "share", 0.0, 1.0, "arms_energy"),
        Field("gas_share", "share of other in state's gas consumption or imports", "share", 0.0, 1.0, "arms_energy"),
    )

    def read(self) -> pl.DataFrame:
        """One row a dyad and year with a figure."""
        known = load("arms_energy").filter(pl.col("cow").is_not_null() & pl.col("partner_cow").is_not_null())
        named = known.rename({"cow": "state", "partner_cow": "other"}).with_columns(
            share=(pl.col("value_low") + pl.col("value_high")) / 200.0
        )
        of_arms = pl.col("indicator") == "arms imports"
        gas = on_span(named.filter(~of_arms)).filter(touches("period_start", "period_end"))
        gas = gas.filter(share_of_year("period_start", "period_end") > 0.5).group_by(*KEYS).agg(gas_share=pl.col("share").mean())
        arms = latest_window(named.filter(of_arms))
        return arms.join(gas, on=KEYS, how="full", coalesce=True).select(*KEYS, "arms_share", "gas_share").sort(KEYS)


def latest_window(rows: pl.DataFrame) -> pl.DataFrame:
    """For each dyad and year the share of the window that ended last, five years back at most."""
    ended = rows.with_columns(
        end=pl.col("period_end_last").dt.year().cast(pl.Int64),
        length=(pl.col("period_end_last") - pl.col("period_start_first")).dt.total_days(),
    )
    held = ended.with_columns(year=pl.int_ranges("end", pl.col("end") + HOLDS)).explode("year")
    inside = held.filter(pl.col("year").is_between(SPAN.first, SPAN.last)).with_columns(pl.col("year").cast(pl.Int64))
    best = inside.sort("end", "length", descending=[True, False]).group_by(*KEYS, maintain_order=True).first()
    return best.select(*KEYS, arms_share="share")

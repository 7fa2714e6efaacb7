"""Treaties and declarations between two states, by how much they promise."""

from __future__ import annotations

from datetime import date

import polars as pl

from corcyra.sources.facts import load, parse_dated
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, Rule, both_ways, checked, complete, dyads, in_force, on_span
from corcyra.world.time import Moment

__all__ = ["TIERS", "UMBRELLA", "Commitments"]

UMBRELLA = 8
"""So many parties make an umbrella treaty (Corcyra's rule after ATOP, where such treaties bind states at war with each other)."""

TIERS = {
    "consultation": 1, "friendship": 1, "strategic partnership": 1, "non-aggression/neutrality": 1,
    "organisation charter": 1, "base agreement": 2, "defence cooperation": 2, "defence pact": 2,
    "troop withdrawal": 0, "transit/overflight": 0, "practical cooperation": 0, "peacekeeping/ceasefire": 0,
}  # fmt: skip
"""Tier of a type without a promise of mutual defence; with one the tier is 3. Ours, after the order of obligations in Leeds
et al. (2002): defence above consultation and non-aggression, and cooperation short of a promise between them."""

MEMBERS = {"X-NATO": "NATO"}
"""A collective party whose members among the states of the facts are bound with it."""


class Commitments(FactSource):
    """The deepest promise in force between two states, on paper.

    Universe: all directed dyads among the states of the facts, 1992-2024; the promise is mutual, so both directions are
    equal. 0 means that no treaty is on file; strategic partnerships of Turkey and China and declarations among Central Asian
    states are incomplete, so zeros there are lower bounds. A treaty counts from its entry into force, or from signature where
    that is not known; one that never took effect does not count. It may be broken and still stand: the tiers say what was
    promised, not what was kept. Treaties of eight or more parties, and those with an organisation as a party, count only in
    ``pact_tier_umbrella``. Truces, transit, rescue and troop withdrawals are no commitments (tier 0, not counted).

    >>> frame = Commitments().read()
    >>> frame.filter((pl.col("state") == 371) & (pl.col("other") == 365) & (pl.col("year") == 1997))["pact_tier"][0]
    3
    """

    key = "commitments"
    title = "Security commitments between states"
    citations: tuple[str, ...] = ("corcyrafacts", "leeds2002atop", "kinne2020dcad")
    unit: Unit = "directed-dyad-year"
    tables = ("commitments", "organisations")
    columns: tuple[Field, ...] = (
        Field("pact_tier", "deepest promise: 0 none, 1 consultation, friendship or partnership, 2 defence cooperation or base, "
              "3 mutual defence; umbrella treaties left out", "tier", 0, 3, "commitments"),
        Field("pact_tier_umbrella", "the same, umbrella treaties only", "tier", 0, 3, "commitments"),
        Field("pacts", "treaties and declarations of tier 1 or more in force, umbrella treaties left out", "count", 0, None,
              "commitments"),
    )  # fmt: skip

    def __init__(self, rule: Rule = "dec-31") -> None:
        self.rule = checked(rule)

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year; see the class for the columns."""
        live = on_span(both_ways(pairs())).filter(in_force(self.rule))
        single = pl.col("umbrella").not_()
        counted = live.group_by("state", "other", "year").agg(
            pact_tier=pl.col("tier").filter(single).max(),
            pact_tier_umbrella=pl.col("tier").filter(pl.col("umbrella")).max(),
            pacts=pl.col("id").filter(single).n_unique().cast(pl.Int64),
        )
        return complete(dyads(), counted, {"pact_tier": 0, "pact_tier_umbrella": 0, "pacts": 0})


def pairs() -> pl.DataFrame:
    """Each treaty of tier 1 or more as spells of undirected pairs, with exits and entries of single parties."""
    found = []
    for row in load("commitments").iter_rows(named=True):
        tier = 3 if row["mutual_defence"] == "1" else TIERS[row["type"]]
        if tier and row["took_effect"] != "no":
            codes = set(row["parties_iso3"])
            umbrella = len(codes) >= UMBRELLA or any(code in MEMBERS for code in codes)
            spells = _bound(row)
            found += [_pair(row, tier, umbrella, one, two) for one in spells for two in spells if one[0] < two[0]]
    return pl.DataFrame(found, schema=_SCHEMA).drop_nulls(["state", "other"]).filter(pl.col("state") != pl.col("other"))


Spell = tuple[int, Moment, Moment | None]
_SCHEMA = {"id": pl.String, "tier": pl.Int64, "umbrella": pl.Boolean, "state": pl.Int64, "other": pl.Int64,
           "start_first": pl.Date, "start_last": pl.Date, "end_first": pl.Date, "end_last": pl.Date}  # fmt: skip


def _bound(row: dict[str, object]) -> list[Spell]:
    """COW number, start and end for each state that the treaty binds."""
    start = _moment(row, "in_force") or _moment(row, "signed")
    end = _moment(row, "ended")
    assert start is not None
    joined, left = parse_dated(_text(row["joined"])), parse_dated(_text(row["left"]))
    spells: list[Spell] = []
    for code, cow in zip(_codes(row["parties_iso3"]), _codes(row["parties_cow"]), strict=True):
        entry = joined.get(code, start)
        if cow is None:
            spells += [(m, max(entry, s, key=_first), e or end) for m, s, e in _members(code)]
        else:
            spells.append((cow, max(entry, start, key=_first), left.get(code, end)))
    return spells


def _members(code: str) -> list[Spell]:
    if code not in MEMBERS:
        return []
    rows = load("organisations").filter((pl.col("org") == MEMBERS[code]) & (pl.col("status") == "member"))
    found = []
    for row in rows.iter_rows(named=True):
        start = _moment(row, "start")
        if start is not None:
            found.append((row["cow"], start, _moment(row, "end")))
    return found


def _pair(row: dict[str, object], tier: int, umbrella: bool, one: Spell, two: Spell) -> dict[str, object]:
    start = max(one[1], two[1], key=_first)
    ends = [end for end in (one[2], two[2]) if end is not None]
    end = min(ends, key=_first) if ends else None
    return {"id": row["id"], "tier": tier, "umbrella": umbrella, "state": one[0], "other": two[0],
            "start_first": start.first, "start_last": start.last,
            "end_first": end and end.first, "end_last": end and end.last}  # fmt: skip


def _first(moment: Moment) -> date:
    return moment.first


def _moment(row: dict[str, object], name: str) -> Moment | None:
    first, last = row[f"{name}_first"], row[f"{name}_last"]
    return None if first is None else Moment(first, last)  # type: ignore[arg-type]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _codes(value: object) -> list:  # type: ignore[type-arg]
    assert isinstance(value, list)
    return value

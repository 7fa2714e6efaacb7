"""Votes of the General Assembly with the identifiers that roll calls' issues and importance go by: the R package unvotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from corcyra.sources.dataset import Download
from corcyra.sources.datasets.un_votes import PAGE, UNVOTES, UnVotes
from corcyra.world.time import Years

__all__ = ["UnVotesPackage"]


@dataclass(frozen=True)
class UnVotesPackage(UnVotes):
    """The votes of sessions 1 to 74 as the R package unvotes has them (Robinson 2021), in the layout of `UnVotes`.

    ``roll_call`` is the publisher's ``rcid``, so that `corcyra.sources.datasets.un_roll_calls.UnRollCalls` says of each what it
    was about and whether the United States thought it important. Absences are left out, so an absence and not being a
    member are both no row. Sessions and days are in the table of roll calls.

    >>> UnVotesPackage().record_keys, UnVotesPackage().covers
    (('roll_call', 'state'), Years(first=1946, last=2020))
    """

    key: ClassVar[str] = "un_votes_package"
    title: ClassVar[str] = "United Nations General Assembly votes, with identifiers of roll calls"
    version: ClassVar[str] = "sessions 1-74 (unvotes)"
    citations: ClassVar[tuple[str, ...]] = ("robinson2021unvotes", "voeten2024unvotes", "bailey2017estimating")
    covers: ClassVar[Years] = Years(1946, 2020)
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "un_votes.rda",
            url=UNVOTES + "data/un_votes.rda",
            sha256="cf814a48bc536e8f87f8e027942ac515fe6aae9d63cd71dd88ed718b14887e87",
            size=262083,
            others=("un_votes.parquet",),
            page=PAGE,
        ),
    )

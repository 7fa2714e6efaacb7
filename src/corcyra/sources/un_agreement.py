"""How often a state and a power voted alike in the UN General Assembly."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corcyra.sources.figures import FOLDER, read_figures
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["UnAgreement"]

_COUNTS = ("contested_votes", "shared_votes")


class UnAgreement:
    """Agreement of each state with the United States, Russia, Turkey, Iran and China, session by session.

    Two readings: ``agreement`` follows Bailey, Strezhnev and Voeten (2017), 1 - |difference| / 2 on roll calls that were
    not unanimous (an abstention against yes or no counts one half); ``identical`` is the share of equal votes on all roll
    calls on which both voted. ``agreement_se`` is the standard error of the first; it takes roll calls as exchangeable
    draws, and so understates what an agenda that changes from session to session adds. A share of fewer than ten roll
    calls is missing (ours) and its counts stay: so Armenia and Azerbaijan in 1991, Turkmenistan in 1996, and everything
    with Turkey in 2023, of which the release counts two votes, apparently because of the new name Türkiye.

    >>> frame = UnAgreement().read()
    >>> frame["other"].unique().sort().to_list()
    [2, 365, 630, 640, 710]
    """

    key = "un_agreement"
    title = "Agreement with the powers in the UN General Assembly"
    version = "votes to June 2024 (sessions 1-78)"
    citations: tuple[str, ...] = ("voeten2024unvotes", "bailey2017estimating")
    licence = "CC0-1.0"
    access: Access = "bundled"
    covers = Years(1991, 2023)
    codes = "cow"
    unit: Unit = "directed-dyad-year"
    files: tuple[Path, ...] = (FOLDER / "un_agreement.csv",)
    columns: tuple[Field, ...] = (
        Field(
            "agreement", "mean of 1 - |difference of votes| / 2 on contested roll calls", "share", 0.0, 1.0, "un_votes"
        ),
        Field("agreement_se", "standard error of the agreement", "share", 0.0, 1.0, "un_votes"),
        Field("contested_votes", "contested roll calls on which both voted", "roll calls", 0.0, None, "un_votes"),
        Field(
            "identical", "share of identical votes on all roll calls on which both voted", "share", 0.0, 1.0, "un_votes"
        ),
        Field("shared_votes", "roll calls on which both voted", "roll calls", 0.0, None, "un_votes"),
    )

    def read(self) -> pl.DataFrame:
        """One row per state, power and session year in which both voted at least once."""
        kinds = {field.name: pl.Int64 if field.name in _COUNTS else pl.Float64 for field in self.columns}
        return read_figures(self.files[0], {"state": pl.Int64, "other": pl.Int64, "year": pl.Int64, **kinds})

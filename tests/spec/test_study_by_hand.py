"""A study's last step worked by hand: three years, one state, and the words that the summary says of them."""

from __future__ import annotations

import polars as pl

from corcyra.study.describe import tidy
from corcyra.study.summary import summary

OPTIONS = ("russia", "west", "iran", "none")
YEARS = [2000, 2001, 2002, 2003]
POSTURE = pl.DataFrame(
    {"state": ["ARM"] * 4, "year": YEARS, "partner": ["russia", "russia", "west", "russia"], "posture": ["hedge", "balance", "hedge", "hedge"]}
)  # fmt: skip


def told(theory: str, partners: list[str | None]) -> pl.DataFrame:
    """What a theory says in the four years; None is silence."""
    seen = POSTURE["partner"]
    return pl.DataFrame(
        {"contender": theory, "kind": "theory", "state": "ARM", "year": YEARS, "partner": partners, "observed": seen},
        schema_overrides={"partner": pl.String},
    ).with_columns(
        posture=pl.when(pl.col("partner") == "west").then(pl.lit("balance")).when(pl.col("partner") == "russia").then(pl.lit("bandwagon")),
        hit=pl.col("partner") == pl.col("observed"),
    )


def row(partners: list[str | None]) -> dict[str, object]:
    return summary(told("theory", partners), POSTURE, ["ARM"], OPTIONS).row(0, named=True)


def test_a_theory_that_names_the_partner_in_most_years_matches() -> None:
    # Observed russia, russia, west, russia: three of four years right, one wrong.
    assert row(["russia", "russia", "russia", "russia"]) == {
        "state": "ARM", "theory": "theory", "predicted": "russia", "predicted_share": 1.0, "predicted_posture": "bandwagon",
        "observed": "russia", "observed_share": 0.75, "observed_posture": "hedge", "years": 4, "hit_share": 0.75, "match": "yes",
    }  # fmt: skip


def test_half_of_the_years_is_no_majority_and_more_than_a_quarter_is_partly() -> None:
    half = row(["russia", "russia", "russia", "west"])
    assert (half["hit_share"], half["match"]) == (0.5, "partly")


def test_a_quarter_of_the_years_is_no_match_unless_the_modal_partner_is_right() -> None:
    other = row(["west", "west", "west", "iran"])
    assert (other["predicted"], other["hit_share"], other["match"]) == ("west", 0.25, "no")
    # Iran and Russia twice each: the earlier option is the modal one, whichever came first. Right in 2001 alone.
    same = row(["iran", "russia", "russia", "iran"])
    assert (same["predicted"], same["predicted_share"], same["hit_share"], same["match"]) == ("russia", 0.5, 0.25, "partly")
    first = row(["west", "russia", "russia", "iran"])
    assert (first["predicted"], first["hit_share"], first["match"]) == ("russia", 0.25, "partly")


def test_silent_years_count_for_nothing_and_silence_throughout_is_said() -> None:
    spoken = row([None, "russia", None, None])
    assert (spoken["years"], spoken["hit_share"], spoken["predicted_share"], spoken["match"]) == (1, 1.0, 1.0, "yes")
    silent = row([None] * 4)
    assert (silent["predicted"], silent["predicted_share"], silent["years"], silent["hit_share"], silent["match"]) == ("", None, 0, None, "silent")


def test_baselines_have_no_row_and_theories_keep_their_order() -> None:
    table = pl.concat([told("b", ["russia"] * 4), told("a", ["west"] * 4), told("persistence", ["west"] * 4).with_columns(kind=pl.lit("baseline"))])
    assert summary(table, POSTURE, ["ARM"], OPTIONS)["theory"].to_list() == ["b", "a"]


def test_floats_are_written_to_six_decimals_missing_stays_missing_and_there_is_no_minus_zero() -> None:
    table = pl.DataFrame({"x": [0.12345649, -1e-9, float("nan"), None, float("inf")], "n": [1, 2, 3, 4, 5], "w": list("abcde")})
    tidied = tidy(table)
    assert tidied.write_csv() == "x,n,w\n0.123456,1,a\n0.0,2,b\n,3,c\n,4,d\ninf,5,e\n"
    assert tidy(tidied).equals(tidied)

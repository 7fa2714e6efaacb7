"""What the README says of the South Caucasus is held against the study each time."""

from __future__ import annotations

from functools import cache

import polars as pl

from corcyra.study.findings import Findings
from corcyra.study.gallery import find_study
from corcyra.study.run import run_study
from corcyra.study.spec import Bootstrap


@cache
def findings() -> Findings:
    return run_study(find_study("south-caucasus").model_copy(update={"bootstrap": Bootstrap(draws=0)}))


def predicted(theory: str) -> dict[str, str]:
    return dict(findings().tables["summary"].filter(theory=theory)["state", "predicted"].iter_rows())


def observed() -> dict[str, str]:
    return dict(findings().tables["summary"]["state", "observed"].unique().iter_rows())


def top1(contender: str) -> float:
    return float(findings().tables["scores"].filter(contender=contender, rows="all", metric="top1")["value"][0])


def test_identity_and_remembered_enmity_name_the_partner_in_most_years() -> None:
    assert predicted("identity") == observed()
    assert set(findings().tables["summary"].filter(theory="identity")["match"]) == {"yes"}


def test_the_security_complex_does_for_two_and_sends_georgia_to_turkey_before_the_west() -> None:
    said, seen = predicted("regional_complex"), observed()
    assert (said["ARM"], said["AZE"]) == (seen["ARM"], seen["AZE"])
    georgia = findings().tables["expectations"].filter(contender="regional_complex", state="GEO", silent=False)
    partners = georgia.sort("year")["partner"].to_list()
    assert partners[0] == "turkey"
    assert partners[-1] == "west"


def test_balance_of_power_sends_all_three_the_same_way() -> None:
    assert len(set(predicted("balance_of_power").values())) == 1


def test_balance_of_threat_fears_russia_more_than_it_values_it() -> None:
    terms = findings().tables["terms"].filter(theory="balance_of_threat", pole="russia")
    mean = dict(terms.group_by("term").agg(pl.col("value").mean()).iter_rows())
    assert mean["help_against_others"] > 0 > mean["help_against_others"] + mean["threat_from_pole"]


def test_staying_where_one_was_beats_every_theory() -> None:
    theories = findings().tables["scores"].filter(kind="theory")["contender"].unique()
    assert all(top1("persistence") > top1(theory) for theory in theories)

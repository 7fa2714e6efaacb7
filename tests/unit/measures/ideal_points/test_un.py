"""The General Assembly's votes: the choice of the published estimates, on small tables in the official layouts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError, MissingSource, ParameterError, UnknownName
from corcyra.measures.ideal_points.un import UN_ISSUES, un_rolls
from corcyra.sources.datasets.un_votes import UnVotes
from corcyra.sources.datasets.un_votes_package import UnVotesPackage
from corcyra.sources.library import Library

STATES = (2, 20, 200, 365, 560, 511)
CALLS = [
    # rcid, session, date, amend, para, nu, importantvote
    (10, 18, "1963-10-01", 0, 0, 1, 0),
    (11, 18, "1963-10-02", 0, 1, 0, 0),
    (12, 19, "1964-12-01", 0, 0, 0, 0),
    (20, 48, "1993-10-01", 0, 0, 1, 1),
    (21, 48, "1993-10-02", 0, 1, 0, 0),
    (22, 48, "1993-10-03", 1, 0, 0, 0),
]


def votes() -> pl.DataFrame:
    """Random votes on every roll call, with absences; the first two states always differ."""
    random = np.random.default_rng(5)
    rows = []
    for call, session, date, *_ in CALLS:
        for place, state in enumerate(STATES):
            vote = 1 if place == 0 else 3 if place == 1 else int(random.choice([1, 2, 3, 8]))
            rows.append((call, session, state, vote, date))
    return pl.DataFrame(rows, schema=["rcid", "session", "ccode", "vote", "date"], orient="row")


def shelf(folder: Path, own: pl.DataFrame, name: str, matches: bool = True) -> Library:
    """A library whose mirror has votes, roll calls and matches."""
    mirror = folder / "mirror"
    mirror.mkdir()
    own.write_csv(mirror / name)
    calls = pl.DataFrame(
        CALLS, schema=["rcid", "session", "date", "amend", "para", "nu", "importantvote"], orient="row"
    )
    blank = [pl.lit("").alias(text) for text in ("unres", "short", "descr")]
    calls.drop("nu").with_columns(blank).write_csv(mirror / "un_roll_calls.csv.gz", compression="gzip")
    issues = calls.filter(nu=1).select("rcid", short_name=pl.lit("nu"))
    issues.write_csv(mirror / "un_roll_call_issues.csv.gz", compression="gzip")
    if matches:
        (mirror / "Matches.csv").write_text("v1,rcid1,rcid2\n1,10,20\n", encoding="utf-8")
    return Library(folder / "home", mirror)


def test_the_published_choice(tmp_path: Path) -> None:
    rolls = un_rolls(shelf(tmp_path, votes(), "UNVotes.csv"))
    assert rolls.items == (10, 11)
    assert rolls.sessions == (18, 48)
    assert 511 not in rolls.states
    cells = {(rolls.states[a], rolls.sessions[b]) for a, b in zip(rolls.state, rolls.session, strict=True)}
    assert (560, 48) not in cells
    assert rolls.dropped["votes on paragraphs and amendments after 1989"] > 0
    assert rolls.dropped["votes of session 19"] > 0


def test_choices_of_issue_session_and_roll_calls(tmp_path: Path) -> None:
    library = shelf(tmp_path, votes(), "UNVotes.csv")
    assert un_rolls(library, issue="nu", bridge=False).items == (10, 20)
    assert un_rolls(library, issue="important", bridge=False).items == (20,)
    assert un_rolls(library, issue="important").items == (10,)  # 20 has the name of the first that it repeats
    assert un_rolls(library, sessions=[48]).sessions == (48,)
    assert un_rolls(library, calls=[11]).items == (11,)
    with pytest.raises(UnknownName) as caught:
        un_rolls(library, issue="tax")
    assert str(caught.value) == ("unknown issue 'tax'. Nearest: me, nu, di, hr, co, ec, important. Use one of these.")


def test_what_was_left_out_is_of_the_choice(tmp_path: Path) -> None:
    library = shelf(tmp_path, votes(), "UNVotes.csv")
    late = un_rolls(library, sessions=[48]).dropped
    assert late["votes on paragraphs and amendments after 1989"] > 0
    assert "votes of session 19" not in late
    assert "votes on paragraphs and amendments after 1989" not in un_rolls(library, issue="nu").dropped


def test_a_copy_with_resid_alone_gets_its_numbers_from_one_with_rcid(tmp_path: Path) -> None:
    """Session 49 is in the longer copy only; roll call 11 in the numbered copy only."""
    whole = votes()
    numbers = {10: 18001, 20: 48001, 12: 19001}
    present = whole.filter(pl.col("rcid").is_in(list(numbers)), pl.col("vote") < 4)
    own = present.with_columns(resid=pl.col("rcid").replace_strict(numbers)).select("resid", "ccode", "date", "vote")
    new = pl.DataFrame({"resid": 49001, "ccode": STATES[:3], "date": "1994-10-01", "vote": [1, 3, 2]})
    library = shelf(tmp_path, pl.concat([own, new.cast(own.schema)]), "completeVotes.csv")
    whole.write_parquet(tmp_path / "mirror" / "un_votes.parquet")
    rolls = un_rolls(library)
    assert rolls.items == (10, 11, 49001)
    assert rolls.dropped["roll calls without rcid, not bridged"] == 1
    assert set(rolls.session[rolls.item == 0].tolist()) == {0, 1}


def test_the_numbered_copy_keeps_voters_that_the_longer_copy_leaves_out(tmp_path: Path) -> None:
    whole = votes()
    numbers = {10: 18001, 20: 48001}
    present = whole.filter(pl.col("rcid").is_in(list(numbers)), pl.col("vote") < 4, pl.col("ccode") != 20)
    own = present.with_columns(resid=pl.col("rcid").replace_strict(numbers)).select("resid", "ccode", "date", "vote")
    library = shelf(tmp_path, own, "completeVotes.csv")
    whole.write_parquet(tmp_path / "mirror" / "un_votes.parquet")
    rolls = un_rolls(library)
    canada = rolls.states.index(20)
    assert set(rolls.session[rolls.state == canada].tolist()) == {0, 1}


def test_without_matches_it_says_what_lacks(tmp_path: Path) -> None:
    library = shelf(tmp_path, votes(), "UNVotes.csv", matches=False)
    with pytest.raises(MissingSource, match=r"lacks Matches\.csv"):
        un_rolls(library)
    assert un_rolls(library, bridge=False).items == (10, 11, 20)


ISSUES = ("me", "nu", "di", "hr", "co", "ec")


def topical(folder: Path) -> Library:
    """A library in which each of seven roll calls of session 30 is about one issue, the last about none."""
    mirror = folder / "mirror"
    mirror.mkdir()
    numbers = range(1, len(ISSUES) + 2)
    rows = [
        (call, 30, state, vote, "1975-11-03")
        for call in numbers
        for state, vote in zip(STATES[:3], (1, 3, 2), strict=True)
    ]
    pl.DataFrame(rows, schema=["rcid", "session", "ccode", "vote", "date"], orient="row").write_csv(
        mirror / "UNVotes.csv"
    )
    calls = pl.DataFrame({"rcid": numbers}).with_columns(
        session=pl.lit(30), date=pl.lit("1975-11-03"), importantvote=(pl.col("rcid") == 7).cast(int),
        unres=pl.lit(""), short=pl.concat_str(pl.lit("TOPIC "), "rcid"), descr=pl.lit(""),
    )  # fmt: skip
    calls.write_csv(mirror / "un_roll_calls.csv.gz", compression="gzip")
    issues = pl.DataFrame({"rcid": numbers[:-1], "short_name": ISSUES})
    issues.write_csv(mirror / "un_roll_call_issues.csv.gz", compression="gzip")
    (mirror / "Matches.csv").write_text("v1,rcid1,rcid2\n1,90,91\n", encoding="utf-8")
    return Library(folder / "home", mirror)


def test_every_issue_and_any_condition_can_be_chosen(tmp_path: Path) -> None:
    library = topical(tmp_path)
    chosen = {issue: un_rolls(library, issue=issue).items for issue in UN_ISSUES}
    assert chosen == {**{issue: (place,) for place, issue in enumerate(ISSUES, 1)}, "important": (7,)}
    assert un_rolls(library, where="un_hr = 1 or short like '%7'").items == (4, 7)
    assert un_rolls(library, where=pl.col("un_date").dt.year() == 1975).items == tuple(range(1, 8))
    assert un_rolls(library, issue="co", where="rcid < 6").items == (5,)
    assert un_rolls(library, sessions=iter([30]), calls={2, 3}).items == (2, 3)


def test_a_choice_of_nothing_and_an_unreadable_condition_are_refused(tmp_path: Path) -> None:
    library = topical(tmp_path)
    with pytest.raises(DataError, match="no vote is left"):
        un_rolls(library, sessions=[31])
    with pytest.raises(ParameterError, match=r"^where cannot be read: .* The columns are: rcid, un_session, un_date, "):
        un_rolls(library, where="topic = 1")
    with pytest.raises(ParameterError, match=r"^where cannot be read: "):
        un_rolls(library, where="un_hr = = 1")


def test_the_package_adds_what_the_other_copy_lacks_and_serves_alone(tmp_path: Path) -> None:
    whole = votes()
    library = shelf(tmp_path, whole.filter(pl.col("rcid") != 20), "UNVotes.csv")
    assert un_rolls(library, bridge=False).items == (10, 11)
    package = tmp_path / "un_votes.parquet"
    whole.write_parquet(package)
    library.bring(UnVotesPackage(), package)
    assert un_rolls(library, bridge=False).items == (10, 11, 20)
    (tmp_path / "mirror" / "UNVotes.csv").unlink()
    alone = Library(tmp_path / "home", tmp_path / "mirror")
    assert not alone.has(UnVotes())
    assert un_rolls(alone, bridge=False).items == (10, 11, 20)

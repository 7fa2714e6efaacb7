"""The General Assembly's votes: the choice of the published estimates, on small tables in the official layouts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import MissingSource, UnknownName
from corcyra.measures.ideal_points.un import un_rolls
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


def test_without_matches_it_says_what_lacks(tmp_path: Path) -> None:
    library = shelf(tmp_path, votes(), "UNVotes.csv", matches=False)
    with pytest.raises(MissingSource, match=r"lacks Matches\.csv"):
        un_rolls(library)
    assert un_rolls(library, bridge=False).items == (10, 11, 20)

"""The folder of ideal points: whole, self-contained, and doubts first."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from corcyra.errors import UnknownName
from corcyra.measures.ideal_points.points import NORMAL_90, IdealPoints
from corcyra.report.ideal_points import MEMBERS, chosen_states, citations, points_frame, render, write_ideal_points
from corcyra.report.ideal_points_words import ends, ideal_points_meaning, ideal_points_table, name_of, settings_table

PLACES = {2: 2.5, 666: 2.3, 200: 1.5, 220: 1.2, 365: -1.0, 710: -1.1, 645: -1.6, 652: -1.7}
ANCHORS = {2: 1, 666: 1, 365: -1}


def found(
    places: dict[int, float] = PLACES, sessions: tuple[int, ...] = (59, 60), sd: float = 0.1, **others: Any
) -> IdealPoints:
    """Points without movement, as the fast engine gives them."""
    rows = [
        (state, session, point, sd, point - NORMAL_90 * sd, point + NORMAL_90 * sd, 80)
        for state, point in sorted(places.items())
        for session in sessions
    ]
    frame = pl.DataFrame(rows, schema=["state", "session", "point", "sd", "low", "high", "votes"], orient="row")
    items = pl.DataFrame(
        {"item": [7, 8], "discrimination": [1.0, 2.0], "cut1": [0.0, 0.1], "cut2": [0.5, None], "votes": [8, 8]}
    )
    given: dict[str, Any] = {
        "settings": {"engine": "fast", "anchors": ANCHORS, "tolerance": 0.001, "rounds": 60},
        "diagnostics": {"converged": True, "mean_rounds": 12, "mean_last_move": 0.0007},
        "dropped": {"roll calls without contrast": 81},
        "covariances": {session: sd**2 * np.eye(len(places)) for session in sessions},
    }
    return IdealPoints(frame, items, **{**given, **others})


def test_the_sentences_say_who_how_sure_and_whose_sign() -> None:
    assert ideal_points_meaning(found()) == (
        "In session 60 (autumn 2005) the United States of America stood farthest on the positive side, at +2.50 (90 %: +2.34 to "
        "+2.66), and Syria on the negative side, at \u22121.70 (\u22121.86 to \u22121.54). The lead of the United States of America over Israel is "
        "0.20 (\u22120.03 to +0.43), so that either may be the farther. The lead of Syria over Iraq is 0.10 (\u22120.13 to +0.33), so "
        "that either may be the farther.",
        "Half of the 16 points are known to within 0.16 at 90 %; the least sure is the United States of America in session 59 (autumn "
        "2004), with 80 votes: give or take 0.16.",
        "The sign is a choice: it is the one that puts the United States of America and Israel above 0 and Russia below 0 on the whole.",
    )


def test_only_anchors_that_vote_are_listed() -> None:
    settings = {"engine": "fast", "anchors": {**ANCHORS, 265: -1}}
    rows = {row[0].text: row[1].text for row in settings_table(found(settings=settings)).rows}
    assert rows["anchors"] == "United States of America +, Israel +, Russia \u2212"


def test_a_lead_that_is_sure_is_not_called_open() -> None:
    assert "may be the farther" not in ideal_points_meaning(found(sd=0.001))[0]
    assert "The lead" not in ideal_points_meaning(found(covariances={}))[0]


def test_anchors_on_the_other_side_are_counted() -> None:
    wrong = found({**PLACES, 365: 0.5})
    assert ideal_points_meaning(wrong)[-1].endswith("; 2 of their 6 points lie on the other side.")
    assert len(ideal_points_meaning(found(settings={}))) == 2


@pytest.mark.parametrize(
    ("diagnostics", "told"),
    [
        ({"converged": False, "mean_rounds": 60, "mean_last_move": 0.0123},
         "Not converged: after 60 rounds the points still moved by up to 0.0123, more than the 0.001 asked for. Allow more rounds, "
         "or take a larger share of the votes."),
        ({"rhat_max": 1.083, "rhat_above_1.01": 0.12, "ess_bulk_min": 60.2, "ess_tail_min": 90.0},
         "Not converged for every point: R-hat is at most 1.08 and above 1.01 for 12 % of the points; the least sure has 60 "
         "effective draws, and 400 are wanted. Ask for more iterations before you rely on single points."),
        ({"rhat_max": float("nan"), "rhat_above_1.01": 0.0, "ess_bulk_min": float("nan"), "ess_tail_min": float("nan")},
         "Convergence unknown: too few draws were kept to judge it. Ask for more iterations."),
    ],
    ids=["fast", "sampler", "few draws"],
)  # fmt: skip
def test_doubts_come_first(diagnostics: dict[str, Any], told: str) -> None:
    doubtful = found(diagnostics=diagnostics)
    assert ideal_points_meaning(doubtful)[0] == told
    page = render(doubtful, [2], None, ("Points", ""), {})
    assert page.index(told) < page.index("stood farthest")
    assert f'<p class="warning" role="note">{told}</p>' in page


def test_a_sampler_that_converged_raises_no_doubt() -> None:
    good = found(diagnostics={"rhat_max": 1.008, "rhat_above_1.01": 0.0, "ess_bulk_min": 900.0, "ess_tail_min": 700.0})
    assert ideal_points_meaning(good)[0].startswith("In session 60")


def test_the_folder_is_whole(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    write_ideal_points(
        found(), tmp_path / "new", states=[2, 365], about="All votes.", progress=lambda *said: heard.append(said)
    )
    names = {str(path.relative_to(tmp_path / "new")) for path in (tmp_path / "new").rglob("*") if path.is_file()}
    drawn = {f"figures/{key}.{kind}" for key in ("trajectories", "assembly_map") for kind in ("svg", "png")}
    assert names == {"index.html", "points.csv", "items.csv", "sources.bib", *drawn}
    points = pl.read_csv(tmp_path / "new" / "points.csv")
    assert points.columns == ["state", "name", "session", "point", "sd", "low", "high", "votes"]
    assert points.row(0)[:4] == (2, "United States of America", 59, 2.5)
    assert pl.read_csv(tmp_path / "new" / "items.csv").equals(found().items)
    page = (tmp_path / "new" / "index.html").read_text(encoding="utf-8")
    assert "All votes. 1,280 votes of 8 states on 2 items in 2 sessions (59\u201360)." in page
    assert "roll calls without contrast: 81" in page
    assert not re.search(r'(?:src|href)="(?!#|https://doi\.org|https://)', page)
    assert "<script" not in page
    assert heard[-1] == ("done", 1.0)
    assert [share for _, share in heard] == sorted(share for _, share in heard)


def test_the_same_points_give_the_same_page_and_a_figure_that_lacks_is_left_out() -> None:
    one, two = (render(found(), [2, 365], None, ("Points", "All."), {}) for _ in range(2))
    assert one == two
    assert "<svg" not in one
    assert "The Assembly through time" not in one


def test_voters_that_are_no_states_have_their_own_names_and_no_assembly(tmp_path: Path) -> None:
    names = {10001: "Black", 10002: "Frank <f>", 10003: "Reed"}
    court = found(
        dict(zip(names, (1.0, -1.0, 0.2), strict=True)), (1, 2, 3), settings={"engine": "fast", "anchors": {10001: 1}}
    )
    write_ideal_points(court, tmp_path, names=names, items={7: "a", 8: "b"})
    assert not list(tmp_path.rglob("assembly_map*"))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Frank &lt;f&gt;" in page
    assert "Where the voters stood" in page
    assert "In session 3 Black stood farthest" in page
    assert "General Assembly</h1>" not in page
    svg = (tmp_path / "figures" / "trajectories.svg").read_text(encoding="utf-8")
    assert "Black" in svg
    assert "United States" not in svg
    assert pl.read_csv(tmp_path / "items.csv")["name"].to_list() == ["a", "b"]
    assert "voeten2024unvotes" not in (tmp_path / "sources.bib").read_text(encoding="utf-8")


def test_who_is_shown() -> None:
    assert chosen_states(found(), [710, 2, 710]) == [710, 2]
    assert chosen_states(found(), ()) == list(MEMBERS)
    assert chosen_states(found({20: 1.0, 371: 0.0, 645: -1.0, 652: -2.0}), ()) == [20, 371, 645, 652]
    with pytest.raises(UnknownName) as caught:
        chosen_states(found(), [704])
    assert str(caught.value) == "unknown state with ideal points 'Uzbekistan'. It cast no vote here. Choose another."


def test_ends_are_disjoint_and_in_order() -> None:
    table = ends(found(), 3)
    assert table["state"].to_list() == [2, 666, 200, 710, 645, 652]
    assert table["side"].to_list() == [1, 1, 1, -1, -1, -1]
    assert ends(found({2: 1.0}), 3)["state"].to_list() == [2]
    assert len(ideal_points_meaning(found({2: 1.0}))) == 2


def test_the_terminal_has_the_ends_and_the_chosen() -> None:
    console = Console(file=io.StringIO(), width=120)
    console.print(ideal_points_table(found(), [365], most=2))
    lines = [" ".join(line.split()) for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    assert lines[0] == "session 60 (autumn 2005) point 90 % sd votes"
    assert [line.split(" +")[0].split(" \u2212")[0] for line in lines[1:]] == [
        "United States of America", "Israel", "\u2013\u2013\u2013", "Russia", "\u2013\u2013\u2013", "Iraq", "Syria",
    ]  # fmt: skip


def test_names_and_citations() -> None:
    assert points_frame(found(), {2: "x"})["name"].unique().sort().to_list()[-1] == "x"
    assert name_of(999) == "999"
    fast, sampler = citations(found(), None), citations(found(settings={"engine": "sampler"}), None)
    assert "opper2009variational" in fast
    assert "vehtari2021rank" in sampler
    assert "opper2009variational" not in sampler

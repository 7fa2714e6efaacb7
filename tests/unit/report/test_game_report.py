"""The page of a game: every part of it, made of the game's own words and numbers; the words about numbers are complete."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from corcyra.games.examine import Examined, examine
from corcyra.games.model import Model
from corcyra.games.models import MODELS
from corcyra.games.models.commitment import Commitment
from corcyra.games.models.reassurance import Reassurance
from corcyra.games.sweep import sweep
from corcyra.report.game import render, write_game
from corcyra.report.game_numbers import LINES, NUMBERS
from corcyra.report.game_story import STORIES
from corcyra.report.game_words import (
    at_values,
    borders_in_words,
    changes,
    game_views,
    outside,
    promise,
    shares_in_words,
)

TITLES = ["Who plays, and how", "What would change the outcome", "The numbers", "Why no one leaves", "What moves what",
          "What it assumes and cannot say", "The parameters", "References"]  # fmt: skip


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.key)
def test_the_words_know_every_number_parameter_and_view(model: type[Model]) -> None:
    assert list(NUMBERS[model.key]) == [each for each in model().outcome() if each != "region"]
    assert set(LINES[model.key]) <= set(NUMBERS[model.key])
    for axes in game_views(model, 5):
        swept = sweep(model(), axes)
        assert outside(swept) == ""  # the defaults are in the picture
        assert sum(part > 0 for part in swept.shares().values()) >= 2
    assert {"players", "moves", "silent", "views"} == {key for key, value in STORIES[model.key]._asdict().items() if value}


def test_every_region_of_every_game_is_seen_in_one_of_its_views() -> None:
    for model in MODELS:
        seen = {key for axes in game_views(model, 60) for key, part in sweep(model(), axes).shares().items() if part}
        assert seen == {each.key for each in model.regions}, model.key


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.key)
def test_the_page_tells_all_of_the_game(model: type[Model]) -> None:
    found = examine(model())
    html = render(found, {})
    text = plain(html)
    s = found.solution
    assert model.question in text
    assert " ".join(s.explanation.split()) in text
    assert s.region.meaning in text
    assert all(" ".join(each.act.split()) in text for each in s.certificate)
    assert all(said in text for said in STORIES[model.key].silent)
    assert [title for title in TITLES if title not in text] == []
    assert not re.search(r"<script|https?://(?!doi|www|[a-z])|\bnan\b|\binf\b|None", html)


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path) -> None:
    found = examine(Commitment(), [{"entrapment": [0.0, 1.0, 2.0], "abandonment": [0.5, 1.0, 2.0]}])
    write_game(found, tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="(?!https://doi\.org|https?://[^"]*")[^"#][^"]*"', html) == []
    assert "<svg" in html
    assert "Which fear decides how firm a state is?" in html


def test_the_same_game_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        write_game(examine(Commitment(), [{"entrapment": [0.0, 1.0, 2.0]}]), tmp_path / name)
    one, two = ({each.relative_to(tmp_path / name): each.read_bytes() for each in (tmp_path / name).rglob("*.*")} for name in "ab")
    assert one == two


def test_the_json_has_no_numbers_that_json_lacks() -> None:
    for model in MODELS:
        json.dumps(examine(model()).as_dict(), allow_nan=False)


def test_a_changed_parameter_says_its_default() -> None:
    text = plain(render(examine(Reassurance(entanglement=0.5)), {}))
    assert "0.5 by default 0.9" in text
    assert "With entanglement (k) = 0.5; the other parameters are at their defaults." in text


def test_a_certificate_that_fails_says_so() -> None:
    found = examine(Commitment())
    bad = found.solution.certificate[0].__class__("state", "commit less", -0.5, "choice")
    broken = Examined(found.model, found.solution.__class__(**{**vars(found.solution), "certificate": (bad,)}), found.slopes, found.tipping)
    assert promise(broken) == "This is no equilibrium: where the loss below is negative, a player would gain by leaving."


def test_sentences_about_a_sweep_of_two() -> None:
    found = sweep(Reassurance(), game_views(Reassurance, 100)[0])
    assert shares_in_words(found) == (
        "Over entanglement (k) from 0 to 2 and prior (μ0) from 0 to 1, 10,000 games: Trusted 40 %, Reassured by signals 51 %, Takes sides 9 %."
    )
    assert "Between “Trusted” and “Reassured by signals”: entanglement (k) from 0.65 to 2 and prior (μ0) = 0.6." in borders_in_words(found)


def test_sentences_about_parameters_that_contradict_one_another() -> None:
    model = next(each for each in MODELS if each.key == "costly_signals")()
    found = sweep(model, {"war_cost": [0.2, 0.4, 0.6, 0.8, 1.0]})
    assert shares_in_words(found).endswith("5 games: Both tie their hands 100 %. In 2 of them the parameters contradict one another; the shares leave those out.")
    assert borders_in_words(found)[0] == "From war cost = 0.2 to 0.5: the parameters contradict one another."


def test_all_parameters_changed_and_whole_numbers_tip_at_numbers() -> None:
    assert at_values(Commitment(3.0, 2.0, 1.0)).endswith("; no parameter is at its default.")
    told = changes(examine(Reassurance(entanglement=0.5, prior=0.4)))
    assert ("clients (n), now 2", "at least 4", "Reassured by signals") in told


def test_a_point_outside_the_picture_is_told() -> None:
    found = sweep(Commitment(9.0), {"abandonment": [0.0, 1.0]})
    assert outside(found) == " The parameters at hand lie outside this range, so there is no dot."


def test_a_border_along_whole_numbers_is_told_in_whole_numbers() -> None:
    found = sweep(Reassurance(), {"clients": [2.0, 3.0, 4.0, 5.0, 6.0], "entanglement": [each / 20 for each in range(40)]})
    told = borders_in_words(found)
    assert told == ["Between “Reassured by signals” and “Takes sides”: clients (n) from 2 to 4 and entanglement (k) from 0 to 0.73."]

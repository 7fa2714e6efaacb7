"""Region diagrams: the outlines tile the plane as the game says, the names stand in their areas, the drawing is small."""

from __future__ import annotations

import re

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.model import Model
from corcyra.games.models import MODELS
from corcyra.games.models.commitment import Commitment
from corcyra.games.models.costly_signals import CostlySignals
from corcyra.games.models.reassurance import Reassurance
from corcyra.games.models.reputation import Reputation
from corcyra.games.sweep import Sweep, sweep
from corcyra.report.figures.figure import drawing
from corcyra.report.figures.game_lines import bands, game_lines
from corcyra.report.figures.game_regions import TINTS, game_regions, named
from corcyra.report.figures.region_shapes import loops
from corcyra.report.game_story import STORIES
from corcyra.report.game_words import game_views
from corcyra.report.render import svg_of
from corcyra.report.style import lightness

VIEWS = [(model, place) for model in MODELS for place in range(len(STORIES[model.key].views))]
DRAWS = 120


def swept(model: type[Model], place: int, points: int = 60) -> Sweep:
    return sweep(model(), game_views(model, points)[place])


def inside(points: tuple[tuple[float, float], ...], x: float, y: float) -> bool:
    """Does a ray from the point cross the outline an odd number of times?"""
    odd = False
    for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            odd = not odd
    return odd


@pytest.mark.parametrize(("model", "place"), VIEWS, ids=lambda each: getattr(each, "key", each))
def test_points_lie_in_the_area_of_their_outcome(model: type[Model], place: int) -> None:
    found = swept(model, place)
    drawn = loops(found)
    rng = np.random.default_rng(1)
    (across, xs), (up, ys) = found.over.items()
    wrong = 0
    for _ in range(DRAWS):
        x, y = rng.uniform(xs[0], xs[-1]), rng.uniform(ys[0], ys[-1])
        told = [each.region for each in drawn if inside(each.points, x, y)][-1]  # the smallest is on top
        if found.model.knobs()[across].whole:
            x = round(x)
        values = {**found.model.values, across: x, up: y}
        region = type(found.model).closed_form({key: np.asarray(value) for key, value in values.items()})["region"]
        wrong += told != (float(region) if np.isfinite(region) else -1)
    assert wrong <= 0.01 * DRAWS  # only where three regions meet are borders drawn and not computed


@pytest.mark.parametrize(("model", "place"), VIEWS, ids=lambda each: getattr(each, "key", each))
def test_every_region_there_is_named_in_its_area_or_in_the_legend(model: type[Model], place: int) -> None:
    found = swept(model, place)
    labels, unnamed = named(found)
    titles = [" ".join(each.text) for each in labels] + [model.regions[place].title for place in unnamed]
    assert sorted(titles) == sorted(each.title for each in model.regions if found.shares()[each.key])
    if place == 1:
        svg = svg_of(drawing(game_regions(found)))
        assert len(svg) < 40_000
        assert all(word in svg for each in labels for word in each.text)
    x = found.over.keys()
    for label in labels:
        point = dict(zip(x, (label.x, label.y), strict=True))
        here = sweep(found.model, {name: [value, values[-1] if value != values[-1] else values[0]] for (name, value), values in zip(point.items(), found.over.values(), strict=True)})
        row = here.frame.filter(**point)
        assert model.regions[[each.key for each in model.regions].index(row["region"][0])].title == " ".join(label.text)


def test_an_island_lies_upon_what_surrounds_it() -> None:
    class Island(Commitment):
        key = "commitment"

        @classmethod
        def closed_form(cls, p):  # type: ignore[no-untyped-def]
            near = (p["abandonment"] - 1) ** 2 + (p["entrapment"] - 1) ** 2 < 0.25
            return {"region": np.where(near, 1.0, 0.0)}

    axis = np.linspace(0, 2, 41).tolist()
    drawn = loops(sweep(Island(), {"abandonment": axis, "entrapment": axis}))
    assert (drawn[0].region, drawn[-1].region) == (0, 1)
    radius = np.hypot(*(np.array(drawn[-1].points) - 1).T)
    assert radius == pytest.approx(0.5, abs=1e-3)


def test_whole_numbers_are_steps() -> None:
    found = sweep(Reputation(), {"rounds": [1.0, 2.0, 3.0], "gain": np.linspace(0.1, 5, 50).tolist()})
    honest = next(each for each in loops(found) if each.region == 0)
    assert {round(x, 3) for x, _ in honest.points} <= {0.5, 1.5, 2.5, 3.5}


def test_where_no_game_is_the_area_is_blank_and_the_legend_says_so() -> None:
    found = sweep(CostlySignals(), {"war_cost": np.linspace(0.2, 2, 40).tolist(), "prior": np.linspace(0.1, 0.9, 40).tolist()})
    assert -1 in {each.region for each in loops(found)}
    assert "no game: the parameters contradict one another" in svg_of(drawing(game_regions(found)))


def test_the_present_game_is_a_dot_only_where_it_lies_in_the_picture() -> None:
    far = sweep(Commitment(9.0, 9.0), {"entrapment": [0.0, 1.0], "abandonment": [0.0, 1.0]})
    near = sweep(Commitment(0.5, 0.5), {"entrapment": [0.0, 1.0], "abandonment": [0.0, 1.0]})
    assert ["A = 0.5" in svg_of(drawing(game_regions(each))) for each in (far, near)] == [False, True]


def test_the_tints_differ_in_grey_and_carry_black_letters() -> None:
    levels = [lightness(each) for each in TINTS]
    assert min(abs(a - b) for place, a in enumerate(levels) for b in levels[:place]) > 4
    assert min(levels) > 55


@pytest.mark.parametrize("model", MODELS[1:4], ids=lambda each: each.key)
def test_lines_have_a_panel_for_each_number_and_bands_without_gaps(model: type[Model]) -> None:
    name, axis = next(iter(game_views(model, 50)[0].items()))
    found = sweep(model(), {name: axis})
    made = bands(found)
    assert [each.high for each in made[:-1]] == [each.low for each in made[1:]]
    svg = svg_of(drawing(game_lines(found)))
    assert re.search(re.escape(name), svg)
    assert all(model.regions[each.place].title in svg for each in made)


def test_the_wrong_number_of_parameters_is_refused() -> None:
    one, two = sweep(Commitment(), {"entrapment": [0, 1]}), sweep(Commitment(), {"entrapment": [0, 1], "abandonment": [0, 1]})
    with pytest.raises(ParameterError, match=r"^areas need two swept parameters, given one\. Draw it with game_lines\.$"):
        game_regions(one)
    with pytest.raises(ParameterError, match=r"^lines need one swept parameter, given two\. Draw them with game_regions\.$"):
        game_lines(two)


def test_borders_are_exact_at_any_grid() -> None:
    found = sweep(Reassurance(), {"entanglement": [0.0, 2.0, 1.0], "prior": [0.40, 0.45, 0.5]})
    sides = next(each for each in loops(found) if each.region == 3)
    right = {round(y, 6): x for x, y in sides.points if x > 0}
    assert right[0.4] == pytest.approx(1.4 - 0.4 * 1.6, abs=1e-6)
    assert right[0.5] == pytest.approx(1.5 - 0.5 * 1.6, abs=1e-6)

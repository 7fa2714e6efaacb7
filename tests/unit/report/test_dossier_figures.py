"""The figures of a dossier: labels that do not collide, places that mean what they say, extremes that can be drawn."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from corcyra.report.figures.case_sensitivity import MOST, Swing, case_sensitivity
from corcyra.report.figures.case_timeline import ROW, Mark, case_timeline
from corcyra.report.figures.figure import drawing
from corcyra.report.figures.posterior_bars import Belief, posterior_bars
from corcyra.report.render import svg_of


def values(chart: Any, *names: str) -> list[dict[str, Any]]:
    """Every row of data in a chart that has these names."""
    found = []

    def visit(node: Any) -> None:
        if isinstance(node, dict):
            if all(name in node for name in names) and not any(isinstance(each, dict | list) for each in node.values()):
                found.append(node)
            for each in node.values():
                visit(each)
        elif isinstance(node, list):
            for each in node:
                visit(each)

    visit(drawing(chart))
    return found


def marks(count: int) -> list[Mark]:
    """Clues of one month, one of them a span, one not found."""
    found = [Mark(f"k{place:02}", f"A clue with words {place} " * 6, date(2005, 5, place + 1), date(2005, 5, place + 1), place - 3.0, place != 2) for place in range(count)]
    return [*found, Mark("span", "A span", date(1997, 1, 1), date(2012, 12, 31), float("inf"), True)]


def test_labels_keep_apart_in_the_order_of_time() -> None:
    rows = {row["name"]: row for row in values(case_timeline(marks(14), "A", "B"), "name", "text", "left")}
    places = [rows[name]["y"] for name in ["span", *(f"k{place:02}" for place in range(14))]]
    assert all(after - before >= ROW - 1e-6 for before, after in itertools.pairwise(places))
    assert rows["k02"]["text"].startswith("Not found: A clue")
    assert rows["k00"]["text"].endswith("…")


def test_bars_lie_on_the_side_they_speak_for() -> None:
    bars = values(case_timeline(marks(8), "A", "B"), "right", "x2", "fill")
    sizes = [row["x2"] - row["x"] for row in bars]
    told = [row["text"] for row in bars]
    assert told == ["\u221e", "3.0", "2.0", "1.0", "0", "1.0", "2.0", "3.0", "4.0"]
    assert [size > 0 for size in sizes] == [True, False, False, False, False, True, True, True, True]
    assert sizes[0] == sizes[-1] == max(sizes)
    assert [row["fill"] == "#c7501a" for row in bars] == [False, True, True, True, False, False, False, False, False]


def test_one_clue_alone_and_a_single_day_can_be_drawn() -> None:
    svg = svg_of(drawing(case_timeline([Mark("k1", "Ազատություն", date(2005, 5, 14), date(2005, 5, 14), 0.0, True)], "A", "B")))
    assert "Ազատություն" in svg
    assert "2005-05" in svg


def test_the_posterior_of_each_unit_has_its_panel_and_its_range() -> None:
    one = [Belief("A  Shame", 0.5, 0.8, 0.6, 0.9), Belief("B  Fear", 0.5, 0.2, 0.1, 0.4)]
    two = [one[1]._replace(posterior=0.7, low=0.6, high=0.8), one[0]._replace(posterior=0.3, low=0.2, high=0.4)]
    rows = values(posterior_bars([("Uzbekistan", one), ("Belarus", two)]), "prior", "low", "high", "fill")
    first = rows[0]
    assert len({row["x"] for row in rows}) == 2
    assert first["x"] < first["low"] < first["x2"] < first["high"]
    share = (first["x2"] - first["x"]) / 0.8
    assert abs(first["prior"] - first["x"] - 0.5 * share) < 1e-9
    leads = [row["fill"] == "#0b5fa5" for row in rows[:4]]
    assert leads == [True, False, False, True]


def test_a_change_that_overturns_is_marked_and_infinite_leads_are_cut() -> None:
    swings = [Swing("Priors", "A", -4.0, 16.0), Swing("Clues", "k1", 3.0, float("inf"), 0.5), Swing("Clues", "k2", 6.0, 6.0, 6.0)]
    chart = case_sensitivity(swings, 6.0)
    rows = {row["words"]: row for row in values(chart, "words", "x2", "fill")}
    assert rows["A"]["fill"] == "#c7501a" != rows["k1"]["fill"]
    assert rows["k2"]["x2"] - rows["k2"]["x"] == 2.0
    assert rows["k1"]["x2"] > rows["A"]["x2"]
    assert MOST == 60.0
    zero = next(row for row in values(chart, "x", "text") if row["text"] == "another leads")["x"] + 4
    assert rows["A"]["x"] < zero < rows["k2"]["x"] < rows["A"]["x2"]

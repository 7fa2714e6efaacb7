"""Drawn trees: everything is there, nothing overlaps, what is played is thick, texts are safe."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import assess
from corcyra.games.form.drawing import COLOURS, Drawing, draw
from corcyra.games.form.layout import columns_of, text_width
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.tree import Game, Node, chance, leaf, move, signalling

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float, str]


def beer() -> Game:
    def payoff(kind: str, message: str, act: str) -> tuple[int, int]:
        return int((kind == "strong") == (message == "beer")) + 2 * (act == "not"), int((kind == "weak") == (act == "duel"))

    return signalling(["strong", "weak"], [Fraction(9, 10), Fraction(1, 10)], ["beer", "quiche"], ["duel", "not"], payoff, title="Beer")


def horse() -> Game:
    def third(name: str) -> Node:
        return move("C", "third", {"l": leaf((3, 2, 2)), "r": leaf((0, 0, 1))}, name)

    second = move("B", "second", {"on": leaf((1, 1, 1)), "down": third("after B")})
    return Game("Horse", "ABC", move("A", "first", {"on": second, "down": third("after A")}))


def elements(svg: str, kind: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(SVG + kind))


def shown(each: ElementTree.Element) -> str:
    """What a text element shows, without the title that stands in for what was left out."""
    return "".join([each.text or "", *((part.text or "" if part.tag != SVG + "title" else "") + (part.tail or "") for part in each)])


def boxes(svg: str) -> list[Box]:
    """Left, top, right, bottom and text of each text, numbers in nodes left out."""
    found = []
    for each in elements(svg, "text"):
        size = float(each.attrib["font-size"])
        wide = 0.94 * text_width(shown(each), size)
        x, y, anchor = float(each.attrib["x"]), float(each.attrib["y"]), each.attrib.get("text-anchor", "start")
        if anchor != "middle":
            left = x - wide if anchor == "end" else x
            found.append((left, y - 0.75 * size, left + wide, y + 0.22 * size, shown(each)))
    return found


def collisions(svg: str) -> list[tuple[str, str]]:
    pairs = combinations([each for each in boxes(svg) if each[4]], 2)
    return [(a[4], b[4]) for a, b in pairs if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


def test_every_label_number_and_payoff_is_there() -> None:
    svg = draw(beer())
    told = [shown(each) for each in elements(svg, "text")]
    assert told[0] == "Beer"
    assert {"Sender", "Receiver", "chance", "strong9/10", "weak1/10", "after beer", "after quiche"} <= set(told)
    assert (told.count("beer"), told.count("duel"), told.count("not"), told.count("3")) == (2, 4, 4, 2)
    dashed = [each for each in elements(svg, "path") if each.attrib.get("stroke-dasharray") == "5 4"]
    assert [each.attrib["stroke"] for each in dashed] == [COLOURS[1]] * 2


def test_an_equilibrium_is_thick_and_pale_where_play_does_not_come() -> None:
    game = beer()
    found = next(each for each in pure_equilibria(game) if each.strategies["strong"] == "beer")
    svg = draw(game, found)
    assert svg == draw(game, found.assessment)
    thick = [each.attrib for each in elements(svg, "path") if float(each.attrib["stroke-width"]) > 3]
    assert [each["stroke"] for each in thick if "stroke-opacity" in each] == [COLOURS[1]] * 2
    assert sorted(each["stroke"] for each in thick if "stroke-opacity" not in each) == [COLOURS[0]] * 2 + [COLOURS[1]] * 2
    told = [shown(each) for each in elements(svg, "text")]
    assert {"after beer[0.9]", "[0.1]", "0.9", "0.1"} <= set(told)
    about = elements(svg, "desc")[0].text or ""
    assert "Played: strong: beer; after beer: not; after quiche: duel; weak: beer." in about


def test_mixtures_are_told_and_thinner_than_certain_acts() -> None:
    game = Game("G", ["A"], move("A", "a", {"l": leaf((1,)), "m": leaf((2,)), "r": leaf((0,))}))
    svg = draw(game, assess(game, {"a": {"l": 0.25, "m": 0.75}}))
    assert {"l0.25", "m0.75", "r"} <= {shown(each) for each in elements(svg, "text")}
    widths = [float(each.attrib["stroke-width"]) for each in elements(svg, "path") if each.attrib["fill"] == "none"]
    assert sorted(widths) == [1.2, 2.3, 3.3]


def test_the_nodes_of_a_set_stand_in_one_column_even_at_different_depths() -> None:
    game = horse()
    assert [columns_of(game)[k] for k in game.set("third").places] == [2, 2]
    chain = [move("A", "a", {"x": move("B", "b", {"x": leaf((0, 0))}, "1")}, "1"), move("B", "b", {"x": move("A", "a", {"x": leaf((0, 0))}, "2")}, "2")]
    crossing = Game("Who is first", "AB", chance([("A", 0.5, chain[0]), ("B", 0.5, chain[1])]))
    assert columns_of(crossing) == [0, 1, 2, 3, 1, 2, 3]
    assert collisions(draw(crossing)) == []


def test_a_line_through_a_set_meets_no_other_node() -> None:
    game = signalling("stu", [0.2, 0.3, 0.5], ["a", "b", "c", "d"], "xyz", lambda t, m, a: (0, 0))
    svg = draw(game)
    discs = {(each.attrib["cx"], each.attrib["cy"]) for each in elements(svg, "circle") if each.attrib["r"] == "8.0"}
    for each in elements(svg, "path"):
        if each.attrib.get("stroke-dasharray") == "5 4":
            spots = re.findall(r"([\d.]+) ([\d.]+)", each.attrib["d"])
            xs, ys = {x for x, _ in spots}, [float(y) for _, y in spots]
            assert len(xs) == 1
            assert sorted(float(y) for x, y in discs if x in xs and min(ys) <= float(y) <= max(ys)) == sorted(ys)


WORDS = st.text(st.sampled_from("abcdeW mi"), min_size=1, max_size=40)


@settings(max_examples=40)
@given(st.data())
def test_no_two_texts_overlap(data: st.DataObject) -> None:
    types, messages, acts = (data.draw(st.lists(WORDS, min_size=1, max_size=most, unique=True)) for most in (3, 4, 3))
    game = signalling(types, [Fraction(1, len(types))] * len(types), messages, acts, lambda t, m, a: (Fraction(-1, 7), 1e-9), title=data.draw(WORDS))
    if data.draw(st.booleans()):
        game = horse()
    uniform = {each.name: dict.fromkeys(each.acts, 1 / len(each.acts)) for each in game.sets}
    svg = draw(game, data.draw(st.sampled_from([None, assess(game, uniform)])), width=data.draw(st.integers(240, 1200)))
    assert collisions(svg) == []
    _, _, width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())
    for left, top, right, bottom, told in boxes(svg):
        assert left >= 0, told
        assert top >= 0, told
        assert right <= width, told
        assert bottom <= height, told


def test_forty_ends_keep_their_rows_and_their_width() -> None:
    game = signalling("tuvw", [0.25] * 4, ["a", "b", "c", "d", "e"], "xy", lambda t, m, a: (1, 2))
    root = ElementTree.fromstring(draw(game))
    assert float(root.attrib["width"]) <= 760
    assert 40 * 26 < float(root.attrib["height"]) < 40 * 26 + 350
    narrow = ElementTree.fromstring(draw(game, width=240))
    assert float(narrow.attrib["width"]) == 240


def test_what_is_shortened_is_told_whole_and_markup_is_escaped() -> None:
    act = "<send> & deploy a very long row of peacekeepers along the whole of the contested border \x00"
    game = Game("A <b> & \ud800", ["<A>"], move("<A>", "s", {act: leaf((1,), "</svg>")}))
    svg = draw(game)
    assert svg.encode("utf-8")
    tips = [each.text for each in elements(svg, "title")]
    assert tips == ["A <b> & \ufffd", act.replace("\x00", "\ufffd")]
    assert "</svg>" in [shown(each) for each in elements(svg, "text")]
    assert elements(svg, "desc")[0].text == "Game tree of <A> with 1 information set and 1 ends."


def test_colours_can_be_read_on_white_and_carry_white_numbers() -> None:
    for colour in COLOURS:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
        luminance = sum(w * each for w, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        assert 1.05 / (luminance + 0.05) > 4.5, colour


def test_a_drawing_is_shown_and_saved(tmp_path: Path) -> None:
    drawing = Drawing(beer())
    assert repr(drawing) == "Drawing('Beer', 8 ends)"
    assert drawing.save(tmp_path / "beer.svg").read_text(encoding="utf-8") == drawing._repr_svg_() + "\n"
    with pytest.raises(ParameterError, match=r"^the drawing is written as SVG, not as 'beer\.png'\. Give a name that ends in \.svg\.$"):
        drawing.save(tmp_path / "beer.png")


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"^a drawing cannot be 100 pixels wide\. Give at least 240\.$"):
        draw(beer(), width=100)
    other = Game("One", ["A"], move("A", "a", {"l": leaf((1,)), "r": leaf((2,))}))
    with pytest.raises(ParameterError) as caught:
        draw(beer(), assess(other, {"a": "l"}))
    assert str(caught.value) == "the assessment does not fit the information set 'strong' of 'Beer'. Draw it with its own game."
    assert draw(Game("End", ["A"], leaf((1,)))).count("<circle") == 3

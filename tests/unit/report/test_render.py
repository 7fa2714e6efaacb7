"""Figures become SVG and PNG: the same each time, with nothing loaded from elsewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from corcyra.report.figures import figures
from corcyra.report.render import to_png, to_svg
from corcyra.study.findings import Findings


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_every_drawing_is_whole_and_self_contained(study: str, drawings: dict[str, dict[str, str]]) -> None:
    for key, svg in drawings[study].items():
        root = ET.fromstring(svg)
        assert root.tag.endswith("svg")
        assert 300 < float(root.get("width", "0")) < 760, key
        assert not re.search(r'(href|src)="(?!#)', svg), key
        assert not re.search("NaN|undefined|null", svg), key


def test_the_same_findings_give_the_same_drawing(awkward: Findings, drawings: dict[str, dict[str, str]]) -> None:
    again = {key: to_svg(chart) for key, chart in figures(awkward).items()}
    assert again == drawings["awkward"]


def test_a_picture_has_twice_the_pixels_of_its_drawing(drawings: dict[str, dict[str, str]]) -> None:
    svg = drawings["awkward"]["posture"]
    picture = to_png(svg)
    assert picture.startswith(b"\x89PNG")
    width = ET.fromstring(svg).get("width", "")
    assert int.from_bytes(picture[16:20], "big") == 2 * int(width)
    assert picture == to_png(svg)

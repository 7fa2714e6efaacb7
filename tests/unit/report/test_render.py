"""Figures become SVG and PNG: the same each time, with nothing loaded from elsewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from corcyra.report.figures import figures
from corcyra.report.figures.figure import drawing
from corcyra.report.render import svg_of, to_png
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
    again = {key: svg_of(drawing(chart)) for key, chart in figures(awkward).items()}
    assert again == drawings["awkward"]


def test_a_picture_has_twice_the_pixels_of_its_drawing(drawings: dict[str, dict[str, str]]) -> None:
    svg = drawings["awkward"]["posture"]
    picture = to_png(svg)
    assert picture.startswith(b"\x89PNG")
    width = ET.fromstring(svg).get("width", "")
    assert int.from_bytes(picture[16:20], "big") == 2 * int(width)
    assert picture == to_png(svg)


def test_drawing_in_another_process_gives_the_same_bytes(awkward: Findings, drawings: dict[str, dict[str, str]]) -> None:
    specification = drawing(figures(awkward)["posture"])
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(svg_of, specification).result() == drawings["awkward"]["posture"]

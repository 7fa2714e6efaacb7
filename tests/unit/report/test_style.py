"""Colours that can be told apart in grey and without red, green or blue; every pole with a dash of its own."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from corcyra.report.style import INK, MUTED, PAPER, SIGNS, colours, dashes, lightness, on

POLES = ["west", "russia", "turkey", "iran", "china"]

# Machado, Oliveira & Fernandes (2009), severity 1: linear RGB as a dichromat sees it.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(colour: str, kind: str) -> np.ndarray:
    """CIE Lab of a colour as seen with a kind of colour blindness."""
    rgb = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(BLIND[kind]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    f = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]) + 1e-9)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_poles_differ_in_grey() -> None:
    for one, other in combinations(colours(POLES), 2):
        assert abs(lightness(one) - lightness(other)) >= 9, (one, other)


@pytest.mark.parametrize("kind", BLIND)
def test_poles_differ_for_the_colour_blind(kind: str) -> None:
    for one, other in combinations(colours(POLES), 2):
        assert np.linalg.norm(lab(one, kind) - lab(other, kind)) >= 12, (one, other)


def test_each_pole_has_its_own_dash_also_a_users_own() -> None:
    own = [*POLES, "ottoman", "india", "league", "axis"]
    assert len({tuple(dash) for dash in dashes(own)}) == len(own)
    assert len(set(colours(own))) == len(own)


def test_amity_and_enmity_differ_by_dash() -> None:
    assert SIGNS[1][1] != SIGNS[-1][1]


def test_ink_can_be_read_on_every_colour() -> None:
    for colour in colours([*POLES, "ottoman", "india", "league", "axis"]):
        light, dark = sorted((luminance(colour), luminance(on(colour))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3.9, colour
    assert (luminance(PAPER) + 0.05) / (luminance(MUTED) + 0.05) >= 4.5
    assert (luminance(PAPER) + 0.05) / (luminance(INK) + 0.05) >= 7


def luminance(colour: str) -> float:
    """Relative luminance, back from lightness."""
    level = lightness(colour)
    return float(((level + 16) / 116) ** 3 if level > 8 else level / 903.3)

"""Pictures from a second process, and the same pictures without one."""

from __future__ import annotations

import io
import sys

import pytest

from corcyra.report.raster import Raster, receive, send, serve, to_png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><text x="1" y="3" font-size="3">Կ</text></svg>'


def test_the_second_process_gives_the_same_bytes_in_order() -> None:
    drawings = [SVG.replace('width="8"', f'width="{width}"') for width in (8, 9, 10)]
    with Raster() as raster:
        pictures = [raster.picture(svg) for svg in drawings]
        assert [picture.result() for picture in pictures] == [to_png(svg) for svg in drawings]
        process = raster.process
    assert process is not None
    assert process.poll() == 0


def test_without_a_second_process_pictures_are_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Raster() as raster:
        assert raster.process is None
        assert raster.picture(SVG).result() == to_png(SVG)


def test_a_second_process_that_dies_is_replaced_by_this_one() -> None:
    with Raster() as raster:
        assert raster.process is not None
        raster.process.kill()
        raster.process.wait()
        assert raster.picture(SVG).result() == to_png(SVG)


def test_a_failure_ends_the_second_process() -> None:
    raster = Raster()
    with pytest.raises(KeyboardInterrupt):
        stop_inside(raster)
    assert raster.process is not None
    assert raster.process.poll() is not None


def stop_inside(raster: Raster) -> None:
    """What an interruption in the middle does."""
    with raster:
        raise KeyboardInterrupt


def test_messages_are_whole() -> None:
    asked, answered = io.BytesIO(), io.BytesIO()
    send(asked, SVG.encode("utf-8"))
    asked.seek(0)
    serve(asked, answered)
    answered.seek(0)
    assert receive(answered) == to_png(SVG)
    assert receive(answered) == b""

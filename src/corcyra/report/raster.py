"""SVG to PNG in a second process, so that one core draws while the other lays out the next figure.

The drawing library holds the interpreter's lock, so threads gain nothing. Messages both ways are a length in eight bytes and
that many bytes. Where no second process can be had, pictures are made in this one: slower, and the same bytes.

This file is also the second process: run as a script, it imports nothing of the package.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import IO

import vl_convert

__all__ = ["SCALE", "Raster", "serve", "to_png"]

SCALE = 2.0
"""Pixels of the picture to one of the drawing: 2 prints sharply across a journal column."""


def to_png(svg: str, scale: float = SCALE) -> bytes:
    """The picture of an SVG at so many times its size."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def send(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one message; empty when the other side is gone.

    >>> import io
    >>> stream = io.BytesIO()
    >>> send(stream, b"ab"); _ = stream.seek(0)
    >>> receive(stream), receive(stream)
    (b'ab', b'')
    """
    head = stream.read(8)
    return stream.read(int.from_bytes(head, "big")) if len(head) == 8 else b""


def serve(given: IO[bytes], wanted: IO[bytes]) -> None:
    """Turn every SVG that comes in into a PNG that goes out, until nothing comes."""
    while svg := receive(given):
        send(wanted, to_png(svg.decode("utf-8")))


class Raster:
    """Takes drawings and gives pictures later: ``picture(svg)`` returns at once, its ``result()`` waits.

    Used in a ``with`` block; leaving it ends the second process.
    """

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=1)
        self.process: subprocess.Popen[bytes] | None = None
        try:
            command = [sys.executable, "-P", __file__]
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except (OSError, ValueError):
            pass  # no second process to be had: pictures are made here

    def picture(self, svg: str) -> Future[bytes]:
        """The PNG of an SVG, when it is ready."""
        return self.pool.submit(self.ask, svg)

    def ask(self, svg: str) -> bytes:
        """The second process's answer, or our own when it gives none."""
        if self.process is not None and self.process.stdin is not None and self.process.stdout is not None:
            try:
                send(self.process.stdin, svg.encode("utf-8"))
                if answer := receive(self.process.stdout):
                    return answer
            except OSError:
                pass  # it is gone: make the picture here
        return to_png(svg)

    def __enter__(self) -> Raster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self.process is not None:
            self.process.kill()
        self.pool.shutdown(cancel_futures=True)
        if self.process is not None:
            self.process.communicate()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)

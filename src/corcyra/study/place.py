"""Where a value stands in a study file, so that a complaint can point at its line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Place"]

CLOSINGS = ("", "\n]", '"""', "'''", '"""]', "'''\n]")
"""What may have to follow a part of a TOML file for it to be whole: the end of a list or of a text of several lines."""


@dataclass(frozen=True)
class Place:
    """The file that a study was read from, if any, and its text."""

    file: Path | None = None
    text: str = ""

    def line(self, *path: str | int) -> int | None:
        """The line on which the value at a path of keys and places begins, counted from 1.

        1. Read the first line, the first two lines …, closed where need be, until the value at the path is there.
        2. When it never is, look for what holds it, so that a lacking key is sought in its table.

        >>> text = "# years\\ntitle = 'years'\\nyears = [\\n  1992,\\n  2024,\\n]"
        >>> Place(None, text).line("years"), Place(None, text).line("years", 1), Place(None, text).line("states")
        (3, 5, None)
        """
        lines = self.text.splitlines()
        for number, line in enumerate(lines, 1):
            if line.strip() and holds(opened("\n".join(lines[:number])), path):
                return number
        return self.line(*path[:-1]) if len(path) > 1 else None

    def at(self, *path: str | int) -> dict[str, Any]:
        """The keyword arguments that point an error at the value of a path."""
        return {"file": self.file, "line": self.line(*path)}


def opened(text: str) -> Any:
    """The first part of a TOML file as values; empty when it breaks off where no closing helps."""
    for closing in CLOSINGS:
        try:
            return tomllib.loads(text + closing)
        except tomllib.TOMLDecodeError:
            continue
    return {}


def holds(values: Any, path: tuple[str | int, ...]) -> bool:
    """Is there a value at the path?

    >>> holds({"years": [1992]}, ("years", 0)), holds({"years": [1992]}, ("years", 1))
    (True, False)
    """
    for part in path:
        inside = isinstance(values, list) and isinstance(part, int) and part < len(values)
        if not inside and not (isinstance(values, dict) and part in values):
            return False
        values = values[part]
    return True

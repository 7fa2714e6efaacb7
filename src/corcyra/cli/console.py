"""Where the command line prints: results on standard output, everything else on standard error."""

from __future__ import annotations

from rich.console import Console

__all__ = ["errors", "out"]


WIDE = 1000
"""Columns when there is no terminal (ours: more than any table has, so that none is cut)."""


def out() -> Console:
    """Standard output; long lines stay whole, so that they can be piped and copied."""
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    if not console.is_terminal:
        console.width = WIDE
    return console


def errors() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

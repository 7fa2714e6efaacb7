"""Words for the sentences of a mobilisation: numbers with their sign, shares, and names as they stand in a sentence."""

from __future__ import annotations

__all__ = ["in_text", "percent", "plain", "signed"]

MINUS = "\N{MINUS SIGN}"
ARTICLE = (
    "Bahamas",
    "Comoros",
    "Federated States",
    "Gambia",
    "Maldives",
    "Netherlands",
    "Papal States",
    "Philippines",
    "Soviet Union",
    "United ",
)
"""Beginnings of names that English gives an article, beside those with Republic or Islands in them."""


def in_text(name: str) -> str:
    """A state's name as it stands in a sentence.

    >>> in_text("United States of America"), in_text("Marshall Islands"), in_text("Russia")
    ('the United States', 'the Marshall Islands', 'Russia')
    """
    takes = name.startswith(ARTICLE) or "Republic" in name or name.endswith("Islands")
    return f"the {name.removesuffix(' of America')}" if takes else name


def signed(value: float) -> str:
    """A difference with its sign.

    >>> signed(-0.0351), signed(0.00001)
    ('−0.0351', '+0.0000')
    """
    return f"{value:+.4f}".replace("-", MINUS)


def plain(value: int) -> str:
    """A whole number with a true minus sign.

    >>> plain(-6)
    '−6'
    """
    return str(value).replace("-", MINUS)


def percent(share: float) -> str:
    """A share of a whole in words where it is at or beyond an end.

    >>> percent(0.698), percent(-0.2), percent(1.66)
    ('70 %', 'none', 'all')
    """
    return "none" if share <= 0 else "all" if share >= 1 else f"{share:.0%}".replace("%", " %")

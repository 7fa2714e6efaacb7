"""Statements that come up again and again, written for you: monotonic effects, effects, interactions.

Each gives words of the language of queries, for `restrict`, `priors`, or `query`.
"""

from __future__ import annotations

__all__ = [
    "complements",
    "decreasing",
    "effect",
    "increasing",
    "interacts",
    "non_decreasing",
    "non_increasing",
    "substitutes",
]


def increasing(cause: str, effect: str) -> str:
    """The cause raises the effect.

    >>> increasing("X", "Y")
    'Y[X=1] > Y[X=0]'
    """
    return f"{effect}[{cause}=1] > {effect}[{cause}=0]"


def decreasing(cause: str, effect: str) -> str:
    """The cause lowers the effect.

    >>> decreasing("X", "Y")
    'Y[X=1] < Y[X=0]'
    """
    return f"{effect}[{cause}=1] < {effect}[{cause}=0]"


def non_decreasing(cause: str, effect: str) -> str:
    """The cause does not lower the effect.

    >>> non_decreasing("X", "Y")
    'Y[X=1] >= Y[X=0]'
    """
    return f"{effect}[{cause}=1] >= {effect}[{cause}=0]"


def non_increasing(cause: str, effect: str) -> str:
    """The cause does not raise the effect.

    >>> non_increasing("X", "Y")
    'Y[X=1] <= Y[X=0]'
    """
    return f"{effect}[{cause}=1] <= {effect}[{cause}=0]"


def effect(cause: str, on: str) -> str:
    """The effect of the cause, a quantity: its mean is the average treatment effect.

    >>> effect("X", "Y")
    'Y[X=1] - Y[X=0]'
    """
    return f"{on}[{cause}=1] - {on}[{cause}=0]"


def interaction(first: str, second: str, on: str, sign: str) -> str:
    """The effect of the first cause where the second is present, compared with where it is absent."""
    here, there = (f"({on}[{first}=1, {second}={value}] - {on}[{first}=0, {second}={value}])" for value in (1, 0))
    return f"{here} {sign} {there}"


def interacts(first: str, second: str, on: str) -> str:
    """The effect of one cause depends on the other.

    >>> interacts("A", "B", "Y")
    '(Y[A=1, B=1] - Y[A=0, B=1]) != (Y[A=1, B=0] - Y[A=0, B=0])'
    """
    return interaction(first, second, on, "!=")


def complements(first: str, second: str, on: str) -> str:
    """One cause does more where the other is present.

    >>> complements("A", "B", "Y")
    '(Y[A=1, B=1] - Y[A=0, B=1]) > (Y[A=1, B=0] - Y[A=0, B=0])'
    """
    return interaction(first, second, on, ">")


def substitutes(first: str, second: str, on: str) -> str:
    """One cause does less where the other is present.

    >>> substitutes("A", "B", "Y")
    '(Y[A=1, B=1] - Y[A=0, B=1]) < (Y[A=1, B=0] - Y[A=0, B=0])'
    """
    return interaction(first, second, on, "<")

"""Numbers as explanations write them."""

from __future__ import annotations

import numpy as np

__all__ = ["plain"]

NEAR = 1e-5
"""Below this a number is nearly 0 to a reader (ours)."""


def plain(value: float) -> str:
    """Three digits that count, never an exponent or more than five decimals; from a thousand on whole numbers, with commas.

    >>> [plain(each) for each in (0.33333, 4.0, 12.3456, 1234567.8, 0.0045678, 0.0000045, -0.0)]
    ['0.333', '4', '12.3', '1,234,568', '0.00457', 'nearly 0', '0']
    """
    if 0 < abs(value) < NEAR:
        return "nearly 0"
    if abs(value) >= 999.5:
        return f"{value:,.0f}"
    digits = min(3, int(5 + np.floor(np.log10(abs(value)))) + 1) if value else 3
    return str(np.format_float_positional(value + 0.0, precision=max(digits, 1), unique=False, fractional=False, trim="-"))

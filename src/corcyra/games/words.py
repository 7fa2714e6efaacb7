"""Numbers as explanations write them."""

from __future__ import annotations

import numpy as np

__all__ = ["plain"]


def plain(value: float) -> str:
    """Three digits that count, never an exponent; from a thousand on whole numbers, with commas.

    >>> [plain(each) for each in (0.33333, 4.0, 12.3456, 1234567.8, 0.00004567, -0.0)]
    ['0.333', '4', '12.3', '1,234,568', '0.0000457', '0']
    """
    if abs(value) >= 999.5:
        return f"{value:,.0f}"
    return str(np.format_float_positional(value + 0.0, precision=3, unique=False, fractional=False, trim="-"))

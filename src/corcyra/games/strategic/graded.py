"""Numbers with their slopes: a row's value and how it changes with each utility, carried through a formula by the chain rule.

So that a game's probabilities are written once, as in the literature, and their exact derivatives come with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import log_ndtr, ndtr

__all__ = ["Graded", "start"]

Numbers = npt.NDArray[np.float64]

HALF_LOG_2PI = 0.5 * float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Graded:
    """A number for each of n rows with its slopes by each of k utilities; shapes (n,) and (n, k).

    Sums, products, quotients, roots and normal probabilities follow the rules of differentiation (forward mode).

    >>> x, y = start(np.array([[2.0], [3.0]]))
    >>> (x * y).value, (x * y).slopes
    (array([6.]), array([[3., 2.]]))
    """

    value: Numbers
    slopes: Numbers

    __array_ufunc__ = None  # an array on the left leaves the act to this class

    def __add__(self, other: Graded | float | Numbers) -> Graded:
        if isinstance(other, Graded):
            return Graded(self.value + other.value, self.slopes + other.slopes)
        return Graded(self.value + other, self.slopes)

    def __neg__(self) -> Graded:
        return Graded(-self.value, -self.slopes)

    def __sub__(self, other: Graded | float | Numbers) -> Graded:
        return self + (-other)

    def __rsub__(self, other: float | Numbers) -> Graded:
        return -self + other

    def __mul__(self, other: Graded | float | Numbers) -> Graded:
        if isinstance(other, Graded):
            slopes = self.slopes * other.value[:, None] + other.slopes * self.value[:, None]
            return Graded(self.value * other.value, slopes)
        return self.chained(self.value * other, np.broadcast_to(np.asarray(other, dtype=np.float64), self.value.shape))

    __radd__ = __add__
    __rmul__ = __mul__

    def __truediv__(self, other: Graded | float | Numbers) -> Graded:
        if isinstance(other, Graded):
            return self * other.chained(1 / other.value, -1 / other.value**2)
        return self * (1 / other)

    def chained(self, value: Numbers, rate: Numbers) -> Graded:
        """A function of this number: its value, and its derivative, which multiplies the slopes."""
        return Graded(value, self.slopes * rate[:, None])

    def root(self) -> Graded:
        """The square root."""
        root = np.sqrt(self.value)
        return self.chained(root, 0.5 / root)

    def log(self) -> Graded:
        """The natural logarithm."""
        return self.chained(np.log(self.value), 1 / self.value)

    def normal(self) -> Graded:
        """Φ, the standard normal distribution function."""
        return self.chained(ndtr(self.value), np.exp(-0.5 * self.value**2 - HALF_LOG_2PI))

    def log_normal(self) -> Graded:
        """ln Φ, exact far into the tails.

        >>> float(start(np.array([[-40.0]]))[0].log_normal().value[0]) < -800
        True
        """
        logged = log_ndtr(self.value)
        near = np.maximum(
            self.value, -1e4
        )  # beyond, φ/Φ is −x to eight digits, and the difference below would be rounding
        rate = np.exp(-0.5 * near**2 - HALF_LOG_2PI - log_ndtr(near))
        return self.chained(logged, np.where(self.value < -1e4, -self.value, rate))


def start(values: Numbers) -> tuple[Graded, ...]:
    """The independent numbers: ``values`` has a row for each utility and a column for each case; each has slope 1 by itself.

    >>> [each.slopes.tolist() for each in start(np.zeros((2, 1)))]
    [[[1.0, 0.0]], [[0.0, 1.0]]]
    """
    k, n = values.shape
    return tuple(Graded(values[i], np.broadcast_to(np.eye(k)[i], (n, k))) for i in range(k))

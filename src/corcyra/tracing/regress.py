"""Least squares and the logit, with what case selection reads from them: residuals, leverage, Cook's distance; separation is detected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError

__all__ = ["MODELS", "Fit", "fit", "logit", "ols", "separated"]

Numbers = npt.NDArray[np.float64]

MODELS = ("auto", "ols", "logit")
"""How the outcome is modelled; ``auto`` is the logit for an outcome of 0 and 1, else least squares."""
STEPS = 200
TOLERANCE = 1e-10
FULL = 1e-10
"""Ours: a leverage this close to 1 is 1."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model, one entry a case: ``fitted`` values (for the logit probabilities), ``residual`` = outcome - fitted, ``studentised``,
    ``leverage`` 0-1, Cook's ``distance``. ``beta`` belongs to ``names``, the intercept first. ``kind``: ols, logit or firth. NaN where the leverage
    is 1: such a case is fitted by a parameter of its own.
    """

    kind: str
    names: tuple[str, ...]
    beta: Numbers
    fitted: Numbers
    residual: Numbers
    studentised: Numbers
    leverage: Numbers
    distance: Numbers
    note: str = ""


def fit(outcome: Numbers, columns: Numbers, names: Sequence[str], model: str = "auto") -> Fit:
    """Fit the outcome (n,) on the columns (n, k) and an intercept; where a logit is separated its likelihood is penalised, and that is noted.

    Raises `DataError` for too few cases, for columns that are constant or say the same, for an outcome without variation in a logit.

    >>> fit(np.array([0.0, 1.0, 2.0, 3.5]), np.array([[0.0], [1.0], [2.0], [3.0]]), ["x"]).beta.round(2).tolist()
    [-0.1, 1.15]
    """
    design = np.column_stack([np.ones(len(outcome)), columns])
    check_columns(design, names)
    binary = bool(np.isin(outcome, (0.0, 1.0)).all())
    if model == "ols" or (model == "auto" and not binary):
        return ols(outcome, design, names)
    if not binary:
        raise DataError("a logit needs an outcome of 0 and 1. Code the outcome so, or choose the model ols.")
    if outcome.min() == outcome.max():
        raise DataError(
            f"the outcome is {outcome[0]:.0f} in every case: nothing can be learned about when it differs. Widen the population."
        )
    return logit(outcome, design, names, firth=separated(outcome, design))


def check_columns(design: Numbers, names: Sequence[str]) -> None:
    """More cases than parameters, and no column that the others make up."""
    n, k = design.shape
    for at in range(1, k):
        if np.ptp(design[:, at]) == 0.0:
            raise DataError(
                f"{names[at - 1]} is the same in every case, and explains nothing. Leave it out or widen the population."
            )
    if n <= k:
        raise DataError(
            f"{n} complete cases are too few for {k} parameters. Leave out columns, or find the missing data."
        )
    scaled = design / np.linalg.norm(design, axis=0)
    for at in range(2, k + 1):
        if np.linalg.matrix_rank(scaled[:, :at]) < at:
            raise DataError(
                f"{names[at - 2]} is made up of the columns before it ({', '.join(names[: at - 2])}). Leave one of them out."
            )


def ols(outcome: Numbers, design: Numbers, names: Sequence[str]) -> Fit:
    """Least squares with externally studentised residuals and Cook's (1977) distance.

    1. h = diag of the hat matrix. 2. r = e / (s sqrt(1 - h)) with s² = e'e / (n - k). 3. t = r sqrt((n - k - 1) / (n - k - r²)), what comes of
    fitting without the case (Belsley, Kuh and Welsch 1980). 4. D = r² h / (k (1 - h)).
    """
    n, k = design.shape
    basis, _ = np.linalg.qr(design)
    beta: Numbers = np.asarray(np.linalg.lstsq(design, outcome, rcond=None)[0], dtype=np.float64)
    error = outcome - design @ beta
    leverage = np.minimum((basis**2).sum(axis=1), 1.0)
    spread = float(error @ error) / (n - k)
    exact = spread <= (FULL * max(1.0, float(np.abs(outcome).max()))) ** 2
    free = np.where(leverage < 1.0 - FULL, 1.0 - leverage, np.nan)
    r = np.where(np.isnan(free), np.nan, 0.0) if exact else error / np.sqrt(spread * free)
    # With one case more than parameters, every deletion leaves an exact fit; the internal residual is all there is.
    rest = np.maximum(n - k - r**2, 0.0)
    with np.errstate(divide="ignore"):
        studentised = r * np.sqrt((n - k - 1) / rest) if n - k > 1 else r
    note = "the model fits every case exactly" if exact else ""
    return Fit(
        "ols",
        ("intercept", *names),
        beta,
        design @ beta,
        error,
        studentised,
        leverage,
        r**2 * leverage / (k * free),
        note,
    )


def separated(outcome: Numbers, design: Numbers) -> bool:
    """Whether some combination of the columns tells all 1 from all 0 (with ties or without), so that a logit has no finite estimate.

    Albert and Anderson (1984). By linear programming: the largest sum of (2y - 1) x'b with every term 0 or more and b in the unit box is above 0.

    >>> x = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
    >>> separated(np.array([0.0, 0.0, 1.0, 1.0]), x), separated(np.array([0.0, 1.0, 0.0, 1.0]), x)
    (True, False)
    """
    from scipy.optimize import linprog

    scale = np.abs(design).max(axis=0)
    signed = (2.0 * outcome - 1.0)[:, None] * (design / scale)
    found = linprog(
        -signed.sum(axis=0),
        A_ub=-signed,
        b_ub=np.zeros(len(outcome)),
        bounds=[(-1.0, 1.0)] * design.shape[1],
        method="highs",
    )
    return bool(-found.fun > 1e-7)


def logit(outcome: Numbers, design: Numbers, names: Sequence[str], *, firth: bool = False) -> Fit:
    """The logit by Newton's method, with Pearson residuals studentised and Cook's distance after Pregibon (1981).

    ``firth``: with the penalty of Firth (1993), recommended under separation by Heinze and Schemper (2002); estimates stay finite. 1. Newton
    steps, halved while the (penalised) likelihood falls. 2. r = (y - p) / sqrt(p q (1 - h)). 3. D = r² h / (k (1 - h)).

    Raises `DataError` where the steps do not converge.
    """
    # In standard units the steps are of one size; the fit, the penalty too, does not depend on the units.
    middle, spread = design[:, 1:].mean(axis=0), design[:, 1:].std(axis=0)
    scaled = np.column_stack([design[:, 0], (design[:, 1:] - middle) / spread])
    beta = climbed(outcome, scaled, names, firth)
    chance, leverage, _ = state(beta, scaled)
    slopes = beta[1:] / spread
    beta = np.append(beta[0] - middle @ slopes, slopes)
    free = np.where(leverage < 1.0 - FULL, 1.0 - leverage, np.nan)
    # As the chance of what happened nears 1, r nears 0; where it is 1 to the last digit, both parts of the ratio are 0.
    root = np.sqrt(chance * (1.0 - chance) * free)
    r = np.divide(outcome - chance, root, out=np.zeros_like(root), where=root != 0.0)
    distance = r**2 * leverage / (design.shape[1] * free)
    note = (
        "the columns tell the outcomes apart (separation): the logit is penalised after Firth (1993)" if firth else ""
    )
    return Fit(
        "firth" if firth else "logit",
        ("intercept", *names),
        beta,
        chance,
        outcome - chance,
        r,
        leverage,
        distance,
        note,
    )


def climbed(outcome: Numbers, design: Numbers, names: Sequence[str], firth: bool) -> Numbers:
    """The coefficients at the top of the (penalised) likelihood."""
    beta = np.zeros(design.shape[1])
    value = likelihood(beta, outcome, design, firth)
    for _ in range(STEPS):
        step = np.linalg.solve(slope(beta, outcome, design, firth), score(beta, outcome, design, firth))
        while likelihood(beta + step, outcome, design, firth) < value - 1e-12 and np.abs(step).max() > TOLERANCE:
            step = step / 2.0
        beta = beta + step
        value = likelihood(beta, outcome, design, firth)
        if np.abs(step).max() <= TOLERANCE * (1.0 + np.abs(beta).max()):
            return beta
    raise DataError(f"the logit on {', '.join(names)} does not converge. Leave out a column, or choose the model ols.")


def score(beta: Numbers, outcome: Numbers, design: Numbers, firth: bool) -> Numbers:
    """The gradient of the (penalised) log likelihood, (k,)."""
    chance, leverage, _ = state(beta, design)
    return np.asarray(design.T @ (outcome - chance + (leverage * (0.5 - chance) if firth else 0.0)))


def slope(beta: Numbers, outcome: Numbers, design: Numbers, firth: bool) -> Numbers:
    """Minus the second derivatives (k, k); with the penalty by differences of the score, and the information where these are not positive definite."""
    information = state(beta, design)[2]
    if not firth:
        return information
    ends = [(beta + each, beta - each) for each in np.eye(len(beta)) * 1e-5]
    columns = [score(low, outcome, design, True) - score(high, outcome, design, True) for high, low in ends]
    found = np.column_stack(columns) / 2e-5
    found = (found + found.T) / 2.0
    return found if np.linalg.eigvalsh(found).min() > 1e-9 else information


def state(beta: Numbers, design: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Probabilities (n,), leverages (n,) and the information matrix (k, k)."""
    eta = np.clip(design @ beta, -500.0, 500.0)
    chance = 1.0 / (1.0 + np.exp(-eta))
    weight = np.maximum(chance * (1.0 - chance), 1e-300)
    information = design.T @ (design * weight[:, None])
    leverage = weight * np.einsum("ij,ij->i", design @ np.linalg.pinv(information), design)
    return chance, np.clip(leverage, 0.0, 1.0), information


def likelihood(beta: Numbers, outcome: Numbers, design: Numbers, firth: bool) -> float:
    """The log likelihood, with half the log determinant of the information where it is penalised."""
    eta = design @ beta
    value = float(outcome @ eta - np.logaddexp(0.0, eta).sum())
    if not firth:
        return value
    sign, size = np.linalg.slogdet(state(beta, design)[2])
    return value + 0.5 * float(size) if sign > 0 else -np.inf

"""Cases by how they stand to a fitted model: typical, deviant, influential, and on the pathway of the cause."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.tracing.case_design import Cases, Design, Selection, cases, names_of, ranked
from corcyra.tracing.regress import Fit, fit

__all__ = ["deviant", "influential", "pathway", "typical"]

Numbers = npt.NDArray[np.float64]


def full(frame: pl.DataFrame, design: Design) -> tuple[Cases, Fit, tuple[str, ...]]:
    """The complete cases, the outcome fitted on cause and rivals, and notes."""
    known = cases(frame, design, [design.outcome, design.cause, *design.rivals])
    columns = (design.cause, *design.rivals)
    model = fit(known[design.outcome], known.matrix(columns), columns, design.model)
    alone = [name for name, value in zip(known.names, model.studentised, strict=True) if np.isnan(value)]
    notes = [f"fitted by a parameter of their own, and not ranked: {names_of(alone)}"] if alone else []
    return known, model, (*notes, *([model.note] if model.note else []))


def typical(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """The cases that the model fits best: least absolute studentised residual (Seawright and Gerring 2008).

    >>> table = pl.DataFrame({"s": list("ABCDE"), "y": [0.0, 1.1, 2.0, 2.9, 9.0], "x": [0.0, 1.0, 2.0, 3.0, 4.0], "z": [1.0, 0.0, 1.0, 0.0, 0.5]})
    >>> typical(table, Design(("s",), "y", "x", ("z",)), 1).names
    ('A',)
    """
    return by_residual(frame, design, n, "typical", -1.0)


def deviant(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """The cases that the model fits worst: largest absolute studentised residual (Seawright and Gerring 2008).

    >>> table = pl.DataFrame({"s": list("ABCDE"), "y": [0.0, 1.1, 2.0, 2.9, 9.0], "x": [0.0, 1.0, 2.0, 3.0, 4.0], "z": [1.0, 0.0, 1.0, 0.0, 0.5]})
    >>> deviant(table, Design(("s",), "y", "x", ("z",)), 1).names
    ('E',)
    """
    return by_residual(frame, design, n, "deviant", 1.0)


def by_residual(frame: pl.DataFrame, design: Design, n: int, role: str, sign: float) -> Selection:
    """Cases ordered by the absolute studentised residual."""
    known, model, notes = full(frame, design)
    numbers = {"studentised residual": model.studentised, design.outcome: known[design.outcome], "fitted": model.fitted}
    why = ["close to what the model expects" if sign < 0 else side(each) for each in model.residual]
    rule = f"{'largest' if sign > 0 else 'least'} studentised residual of {design.outcome} on {', '.join(model.names[1:])} ({model.kind})"
    chosen = ranked(known.names, [sign * np.abs(model.studentised)], numbers, why, n, np.isfinite(model.studentised))
    return Selection(role, rule, chosen, known.left_out, notes)


def side(residual: float) -> str:
    """On which side of the model a case stands."""
    return "above what the model expects" if residual > 0 else "below what the model expects"


def influential(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """The cases on which the estimates hang most: largest Cook's (1977) distance; for a logit Pregibon's (1981).

    >>> table = pl.DataFrame({"s": list("ABCDE"), "y": [0.0, 1.1, 2.0, 2.9, 9.0], "x": [0.0, 1.0, 2.0, 3.0, 4.0], "z": [1.0, 0.0, 1.0, 0.0, 0.5]})
    >>> influential(table, Design(("s",), "y", "x", ("z",)), 1).names
    ('E',)
    """
    known, model, notes = full(frame, design)
    numbers = {"Cook's distance": model.distance, "leverage": model.leverage, "studentised residual": model.studentised}
    rule = f"largest Cook's distance in {design.outcome} on {', '.join(model.names[1:])} ({model.kind})"
    why = ["without it the estimates change most"] * len(known)
    chosen = ranked(known.names, [model.distance], numbers, why, n, np.isfinite(model.distance))
    return Selection("influential", rule, chosen, known.left_out, notes)


def pathway(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """The cases whose outcome the cause explains most: largest |r_0| - |r|, with |r_0| > |r| (Gerring 2007).

    r_0 is the residual without the cause (on the rivals alone), r with it, both outcome - fitted. The cause must pull the right way: X above its mean where the
    rivals expect too little of Y, below where they expect too much; the other way round where ``direction`` is -1.

    >>> table = pl.DataFrame({"s": list("ABCDEF"), "y": [0.0, 0.2, 0.1, 1.0, 0.0, 0.3], "x": [0, 0, 0, 1, 0, 0], "z": [1.0, 2.0, 0.5, 1.2, 3.0, 2.5]})
    >>> pathway(table, Design(("s",), "y", "x", ("z",), model="ols"), 1).names
    ('D',)
    """
    known, model, notes = full(frame, design)
    y, x = known[design.outcome], known[design.cause]
    kind = "ols" if model.kind == "ols" else "logit"
    if design.rivals:
        reduced = fit(y, known.matrix(design.rivals), design.rivals, kind)
        before = reduced.residual
        notes = (*notes, *([f"without {design.cause}: {reduced.note}"] if reduced.note else []))
    else:
        before = y - y.mean()
    gain = np.abs(before) - np.abs(model.residual)
    right = np.sign(before) == design.direction * np.sign(x - x.mean())
    numbers = {
        "gain": gain,
        "residual without the cause": before,
        "residual with it": model.residual,
        design.cause: x,
        design.outcome: y,
    }
    rule = f"largest fall of the residual of {design.outcome} when {design.cause} is added to {', '.join(design.rivals) or 'the mean'}"
    why = [f"{design.cause} explains what the rivals leave open"] * len(known)
    return Selection(
        "pathway", rule, ranked(known.names, [gain], numbers, why, n, right & (gain > 1e-12)), known.left_out, notes
    )

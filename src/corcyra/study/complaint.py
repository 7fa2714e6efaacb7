"""What is wrong with a study's values, in the user's words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from corcyra.errors import StudyError, UnknownName
from corcyra.study.place import Place

__all__ = ["complaint"]

WANTED = {
    "bool_type": "true or false",
    "dict_type": "a table of names and values",
    "finite_number": "a finite number",
    "float_type": "a number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "int_type": "a whole number",
    "literal_error": "one of {expected}",
    "less_than_equal": "at most {le}",
    "model_type": "a table of names and values",
    "string_pattern_mismatch": "small letters a to z, digits and hyphens",
    "string_too_short": "some text",
    "string_type": "text in quotes",
    "too_long": "{max_length} entries or fewer",
    "too_short": "{min_length} or more entries",
    "tuple_type": "a list",
}
SHOWN = 60
"""Characters of a wrong value that are shown (ours: enough to recognise it by)."""


def complaint(problem: ValidationError, model: type[BaseModel], place: Place) -> StudyError | UnknownName:
    """One error for all that is wrong; an unknown key is named alone, with its nearest valid neighbours."""
    faults = problem.errors()
    for fault in faults:
        if fault["type"] == "extra_forbidden":
            return unknown_key(fault["loc"], model, place)
    told = "; ".join(wish(fault) for fault in faults)
    return StudyError(f"{told}. Compare with the gallery: corcyra study --list", **place.at(*faults[0]["loc"]))


def unknown_key(path: tuple[str | int, ...], model: type[BaseModel], place: Place) -> UnknownName:
    """The error for a key that a study does not have."""
    known = list(model_at(path[:-1], model).model_fields)
    given = str(path[-1])
    return UnknownName("study key", given, get_close_matches(given, known, n=3, cutoff=0.5) or known, **place.at(*path))


def wish(fault: Any) -> str:
    """What one value should have been, and what was given.

    >>> wish({"type": "int_type", "loc": ("years", 1), "msg": "", "input": "now"})
    "years, entry 2, wants a whole number, given 'now'"
    """
    spot = ", ".join(f"entry {part + 1}" if isinstance(part, int) else part for part in fault["loc"])
    comma = "," if len(fault["loc"]) > 1 else ""
    if fault["type"] == "missing":
        return f"{spot} is missing"
    wanted = WANTED.get(fault["type"], fault["msg"].lower()).format(**fault.get("ctx", {}))
    given = repr(fault["input"])
    return f"{spot}{comma} wants {wanted}, given {given if len(given) <= SHOWN else given[:SHOWN] + '…'}"


def model_at(path: tuple[str | int, ...], model: type[BaseModel]) -> type[BaseModel]:
    """The model whose keys are allowed at a place of the file."""
    for part in path:
        if isinstance(part, str):
            kind = model.model_fields[part].annotation
            model = next(each for each in (kind, *get_args(kind)) if isinstance(each, type) and issubclass(each, BaseModel))
    return model

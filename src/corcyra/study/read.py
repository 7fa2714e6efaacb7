"""Read a study file: TOML in the user's words, checked to the last name.

Every complaint names the file and the line, what was given, the nearest valid names, and what to do.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from corcyra.errors import StudyError, UnknownName
from corcyra.study.plan import Place, plan
from corcyra.study.spec import Bootstrap, OwnPole, StudySpec

__all__ = ["build", "read_spec"]


def read_spec(path: str | Path) -> StudySpec:
    """Read a study file.

    Raises `StudyError` for malformed TOML or a value of the wrong kind, `UnknownName` for an unknown key (with the
    nearest valid one), `SpanError` for reversed years; each with file and line.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyError(f"there is no study file {str(file)!r}. See the gallery: corcyra study --list") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise StudyError(f"cannot read the study file: {problem}. Save it as UTF-8 text.", file=file) from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise StudyError(f"the file is not TOML: {problem}. Compare with the gallery's file.", file=file) from None
    raw.setdefault("key", file.stem)
    return build(raw, file=file, text=text)


def build(raw: Mapping[str, Any], *, file: Path | None = None, text: str = "") -> StudySpec:
    """A `StudySpec` from plain values, with every name in it looked up, and complaints in the user's words."""
    place = Place(file, text)
    try:
        spec = StudySpec(**raw)
    except ValidationError as problem:
        raise complaint(problem, place) from None
    plan(spec, place)
    return spec


def complaint(problem: ValidationError, place: Place) -> StudyError | UnknownName:
    """One error for all that is wrong with the values; an unknown key gets its nearest valid neighbours."""
    faults = problem.errors()
    for fault in faults:
        if fault["type"] == "extra_forbidden":
            given = str(fault["loc"][-1])
            near = difflib.get_close_matches(given, valid_keys(fault["loc"][:-1]), n=3, cutoff=0.5)
            return UnknownName("study key", given, near, file=place.file, line=place.line(given))
    told = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}, given {fault.get('input')!r}" for fault in faults]
    line = place.line(str(faults[0]["loc"][0]))
    return StudyError(f"{'; '.join(told)}. Compare with the gallery's file.", file=place.file, line=line)


def valid_keys(place: Iterable[int | str]) -> list[str]:
    """The keys allowed at a place of the file."""
    inside: dict[str, type[BaseModel]] = {"bootstrap": Bootstrap, "own_poles": OwnPole}
    model = next((inside[str(part)] for part in place if str(part) in inside), StudySpec)
    return list(model.model_fields)

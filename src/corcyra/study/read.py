"""Read a study file: TOML in the user's words, checked to the last name.

Every complaint names the file and the line, what was given, the nearest valid names, and what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corcyra.errors import StudyError, UnknownName
from corcyra.study.belief_spec import BeliefSpec, check_beliefs
from corcyra.study.complaint import complaint
from corcyra.study.place import Place
from corcyra.study.plan import plan
from corcyra.study.spec import StudySpec

__all__ = ["build", "read_beliefs", "read_spec", "read_values"]

CURLY = "“”„‟«»‘’"
"""Quotation marks that word processors put in place of straight ones."""


def read_spec(path: str | Path) -> StudySpec:
    """Read a study file.

    Raises `StudyError` for a file that cannot be read, malformed TOML or a value of the wrong kind, `UnknownName` for an
    unknown key (with the nearest valid one), `SpanError` for reversed years; each with file and line.
    """
    file = Path(path)
    raw, text = read_values(file)
    if "game" in raw:
        told = f"this is a study of a game. Run it with: corcyra study {file}, or read it with find_beliefs."
        raise StudyError(told, **Place(file, text).at("game"))
    return build(raw, file=file, text=text)


def read_beliefs(path: str | Path) -> BeliefSpec:
    """Read the file of a study of beliefs; raises as `read_spec` does, and what `check_beliefs` raises."""
    file = Path(path)
    raw, text = read_values(file)
    place = Place(file, text)
    try:
        spec = BeliefSpec(**raw)
    except (StudyError, UnknownName) as problem:
        if not isinstance(problem.__cause__, ValidationError):
            raise
        raise complaint(problem.__cause__, BeliefSpec, place) from None
    check_beliefs(spec, place)
    return spec


def read_values(file: Path) -> tuple[dict[str, Any], str]:
    """The values of a study file, with a key from its name when it gives none, and its text."""
    text = read_text(file)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise malformed(problem, text, file) from None
    except RecursionError:
        raise StudyError("the lists or tables are nested too deeply. Compare with the gallery's file.", file=file) from None
    raw.setdefault("key", key_of(file))
    return raw, text


def read_text(file: Path) -> str:
    """The text of a study file, with or without a byte order mark."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise StudyError(f"there is no study file {str(file)!r}. See the gallery: corcyra study --list") from None
    except IsADirectoryError:
        raise StudyError("this is a folder, not a study file. Give a TOML file.", file=file) from None
    except OSError as problem:
        raise StudyError(f"cannot read the study file: {problem.strerror or problem}.", file=file) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = 1 + data.count(b"\n", 0, problem.start)
        raise StudyError("the file is not UTF-8 text. Save it as UTF-8.", file=file, line=line) from None


def malformed(problem: tomllib.TOMLDecodeError, text: str, file: Path) -> StudyError:
    """The error for a file that is no TOML, with the parser's words and the line that it names."""
    if file.suffix == ".json":
        return StudyError(f"this is no study file. A lock is run with: corcyra study --from {file}", file=file)
    told, line = str(problem), re.search(r" \(at line (\d+), column \d+\)$", str(problem))
    number = int(line[1]) if line else max(1, len(text.splitlines()))
    words = re.sub(r" \(at (line \d+, column \d+|end of document)\)$", "", told)
    if any(quote in text.splitlines()[number - 1] for quote in CURLY):
        words += "; text stands in straight quotes, and these are curly"
    return StudyError(f"this is not TOML: {words}. Compare with the gallery's file.", file=file, line=number)


def key_of(file: Path) -> str:
    """A study's key from the name of its file.

    >>> key_of(Path("My study_2.toml")), key_of(Path("Կովկաս.toml"))
    ('my-study-2', 'study')
    """
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "study"


def build(raw: Mapping[str, Any], *, file: Path | None = None, text: str = "") -> StudySpec:
    """A `StudySpec` from plain values, with every name in it looked up, and complaints in the user's words."""
    place = Place(file, text)
    try:
        spec = StudySpec(**raw)
    except (StudyError, UnknownName) as problem:
        if not isinstance(problem.__cause__, ValidationError):
            raise
        raise complaint(problem.__cause__, StudySpec, place) from None
    plan(spec, place)
    return spec

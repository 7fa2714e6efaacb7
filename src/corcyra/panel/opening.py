"""What `add` is given, made a source: an object, a dataset of the user's library, or the key of either."""

from __future__ import annotations

import difflib
from dataclasses import fields, is_dataclass, replace
from typing import Any

from corcyra.errors import JoinError, ParameterError, UnknownName
from corcyra.sources import SOURCES
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.library import Library, Shelved
from corcyra.sources.source import Source

__all__ = ["choices", "opened"]


def opened(given: object, library: Library | None, **chosen: str | None) -> Source:
    """The source that was given, with its files found and the choices made.

    Raises `UnknownName` for a key that nothing has, `JoinError` for what is no source, `ParameterError` for a choice that the dataset
    does not have, and `corcyra.errors.MissingSource` when the library lacks a file.
    """
    found: Any = by_key(given) if isinstance(given, str) else given
    if isinstance(found, Shelved):
        library = library or found.library
        found = found.dataset
    found = chose(found, {name: value for name, value in chosen.items() if value is not None})
    if isinstance(found, Dataset):
        return (library or Library.default()).open(found)
    if isinstance(found, type) or not callable(getattr(found, "read", None)):
        told = f"the class {found.__name__}" if isinstance(found, type) else type(found).__name__
        raise JoinError(f"add wants sources, given {told}. Give keys or objects: add(panel, 'capability', MySource()).")
    source: Source = found
    return source


def by_key(key: str) -> Dataset | Source:
    """The dataset or bundled source of a key; `UnknownName` with the nearest."""
    held: dict[str, Dataset | Source] = {**{each.key: each for each in SOURCES}, **{each.key: each for each in DATASETS}}
    if key not in held:
        near = difflib.get_close_matches(key, held, n=3)
        remedy = "" if near else "The command `corcyra sources` lists them."
        raise UnknownName("source", key, near, remedy=remedy)
    return held[key]


def chose(source: Any, chosen: dict[str, str]) -> Any:
    """The source with the choices made; `ParameterError` for one that it does not have."""
    held = choices(source)
    for name in chosen:
        if name not in held:
            listed = ", ".join(f"{each} (now {value})" for each, value in held.items())
            remedy = f"It has: {listed}." if held else "It has none."
            key = getattr(source, "key", type(source).__name__)
            raise ParameterError(f"{key} has no choice {name!r}. {remedy} Leave {name!r} out, or add this source by itself.")
    return replace(source, **chosen) if chosen else source


def choices(source: object) -> dict[str, str]:
    """The choices of a dataset and how they are made, as text: the fields of its dataclass.

    >>> choices(object())
    {}
    """
    found: Any = source.dataset if isinstance(source, Shelved) else source
    if not is_dataclass(found) or isinstance(found, type):
        return {}
    return {each.name: str(getattr(found, each.name)) for each in fields(found) if each.name in ("rule", "keep") or isinstance(found, Dataset)}

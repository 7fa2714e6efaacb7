"""The studies that come with Corcyra: each a TOML file to run and to copy."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from corcyra.errors import UnknownName
from corcyra.study.read import read_spec
from corcyra.study.spec import StudySpec

__all__ = ["find_study", "gallery"]


def gallery() -> dict[str, Path]:
    """The files of the gallery by key, sorted.

    >>> list(gallery())
    ['central-asia', 'south-caucasus', 'western-three']
    """
    folder = Path(str(files("corcyra.study") / "gallery"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def find_study(name: str | Path) -> StudySpec:
    """A study by its key in the gallery, or by the path of a TOML file.

    Raises `UnknownName` with the nearest keys when the name is neither.

    >>> find_study("south-caucasus").states
    ('Armenia', 'Azerbaijan', 'Georgia')
    """
    known = gallery()
    if str(name) in known:
        return read_spec(known[str(name)])
    if str(name).endswith(".toml") or exists(name):
        return read_spec(name)
    near = get_close_matches(str(name), known, n=3, cutoff=0.4) or list(known)
    raise UnknownName("study", str(name), near, remedy="Use one of these, or give the path of a TOML file.")


def exists(name: str | Path) -> bool:
    """Is there a file or folder of that name? What cannot be a path is none."""
    try:
        return bool(str(name)) and Path(name).exists()
    except (OSError, ValueError):
        return False

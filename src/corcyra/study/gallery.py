"""The studies that come with Corcyra: each a TOML file to run and to copy."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from corcyra.errors import StudyError, UnknownName
from corcyra.study.belief_spec import BeliefSpec
from corcyra.study.place import Place
from corcyra.study.read import read_beliefs, read_spec, read_values
from corcyra.study.spec import StudySpec

__all__ = ["find_beliefs", "find_study", "gallery", "game_gallery", "study_kind"]

ALIGNMENT = "alignment"
KINDS = (ALIGNMENT, "reassurance")
"""The kinds of study: a contest of theories, or the game that the file names with ``game``."""
NEAR = 0.7
"""How near a name must be to a study of a game to be taken for it misspelt. Ours: the default of difflib, 0.6, takes most names."""


def gallery() -> dict[str, Path]:
    """The files of the gallery by key, sorted.

    >>> list(gallery())
    ['central-asia', 'south-caucasus', 'western-three']
    """
    return listed("gallery")


def game_gallery() -> dict[str, Path]:
    """The files of the studies of games by key, sorted.

    >>> list(game_gallery())
    ['csto-reassurance']
    """
    return listed("gallery/games")


def listed(folder: str) -> dict[str, Path]:
    """The study files of a folder beside this file by key."""
    place = Path(str(files("corcyra.study") / folder))
    return {path.stem: path for path in sorted(place.glob("*.toml"))}


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


def find_beliefs(name: str | Path) -> BeliefSpec:
    """A study of beliefs by its key in the gallery, or by the path of a TOML file with ``game = "reassurance"``.

    Raises `UnknownName` with the nearest keys when the name is neither, and what reading the file raises.

    >>> find_beliefs("csto-reassurance").patron
    'Russia'
    """
    known = game_gallery()
    if str(name) in known:
        return read_beliefs(known[str(name)])
    if str(name).endswith(".toml") or exists(name):
        return read_beliefs(name)
    near = get_close_matches(str(name), known, n=3, cutoff=0.4) or list(known)
    raise UnknownName("study of a game", str(name), near, remedy="Use one of these, or give the path of a TOML file.")


def study_kind(name: str | Path) -> str:
    """What kind of study a name or a file is: ``alignment``, or the game that its file names.

    A name or a file that cannot be read is taken for ``alignment``, whose reader says what is wrong. Raises `UnknownName` for a
    game that no study can be made of.

    >>> study_kind("south-caucasus"), study_kind("csto-reassurance")
    ('alignment', 'reassurance')
    """
    known = game_gallery()
    if str(name) not in gallery() and get_close_matches(str(name), known, n=1, cutoff=NEAR):
        return KINDS[1]
    if not (str(name).endswith(".toml") and exists(name)):
        return ALIGNMENT
    try:
        raw, text = read_values(Path(name))
    except StudyError:
        return ALIGNMENT
    game = raw.get("game", ALIGNMENT)
    if game not in KINDS:
        raise UnknownName("game of a study", game, KINDS[1:], **Place(Path(name), text).at("game"))
    return str(game)


def exists(name: str | Path) -> bool:
    """Is there a file or folder of that name? What cannot be a path is none."""
    try:
        return bool(str(name)) and Path(name).exists()
    except (OSError, ValueError):
        return False

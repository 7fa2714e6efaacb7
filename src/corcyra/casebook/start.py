"""A new case: a folder of commented files that reads at once, opens in Excel, and is written over row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from csv import reader
from pathlib import Path

from corcyra.casebook.check import read_ledger
from corcyra.casebook.ledger import Ledger
from corcyra.casebook.reading import SEPARATORS
from corcyra.casebook.write import refuse_full, table
from corcyra.errors import ParameterError
from corcyra.files import write_folder

__all__ = ["example", "new_case"]

STARTER = Path(__file__).parent / "starter"


def new_case(key: str, folder: str | Path | None = None, *, separator: str = ",") -> tuple[Path, ...]:
    """Write the starter folder of a case; by default a folder of the key's name in the present one. Gives the files.

    ``separator``: a comma; a semicolon for spreadsheets of countries with decimal commas, which cut at semicolons when a file is opened by a double click; or
    a tab. Raises `ParameterError` for a key with other characters than letters, digits, - and _, `OutputError` where the folder has files.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in new_case("crimea-2014", Path(place) / "crimea-2014")][:3]
    ['HOW-TO.txt', 'case.toml', 'coders.csv']
    """
    if not re.fullmatch(r"\w[\w-]*", key):
        raise ParameterError(f"{key!r} is no key for a case. Use letters, digits, - and _, as in uzbekistan-2005.")
    if separator not in SEPARATORS:
        raise ParameterError(f"{separator!r} separates no cells. Use a comma, a semicolon or a tab.")
    target = Path(key) if folder is None else Path(folder)
    refuse_full(target)
    return write_folder(target, starter(key, separator))


def starter(key: str, separator: str) -> Iterator[tuple[str, str]]:
    """The files of the starter."""
    for file in sorted(STARTER.iterdir()):
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".csv":
            first, *rest = reader(text.splitlines())
            text = table(first, rest, separator)
        yield file.name, text.replace('"KEY"', f'"{key}"').replace("case check KEY", f"case check {key}").replace("weigh KEY", f"weigh {key}")


def example() -> Ledger:
    """The ledger of the starter: small, invented, whole.

    >>> len(example().evidence), example().units
    (3, ('',))
    """
    return read_ledger(STARTER)

"""Gambit's files of strategic games (``.nfg``, version 1): read into a `NormalForm`, and written, in both versions of the format.

After the description of the format in Gambit's documentation ("Game representation formats"). The payoff version lists each
player's payoffs profile by profile, the first player's strategy changing fastest, and counts strategies without naming them. The
outcome version names strategies and lists outcomes with their payoffs, then each profile's outcome (0 pays nothing).
"""

from __future__ import annotations

from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError, ParameterError
from corcyra.files import write_whole
from corcyra.games.form.gambit import Tokens, decoded, number_text, quoted, told_apart
from corcyra.games.form.normal import NormalForm
from corcyra.games.form.tree import Number

__all__ = ["VERSIONS", "nfg_game", "nfg_text", "read_nfg", "write_nfg"]

VERSIONS = ("outcomes", "payoffs")
"""The two versions of the format."""


def read_nfg(path: str | Path, *, encoding: str = "utf-8") -> NormalForm:
    """The game of a Gambit ``.nfg`` file of either version; payoffs are turned into floats, unnamed strategies are numbered.

    Raises `DataError` with file, line and column for a malformed file.

    >>> import tempfile
    >>> game = NormalForm("Dilemma", ("A", "B"), (("c", "d"), ("c", "d")), [[[2, 0], [3, 1]], [[2, 3], [0, 1]]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_nfg(write_nfg(game, Path(folder) / "dilemma.nfg"))
    NormalForm('Dilemma': A (c, d), B (c, d))
    """
    return nfg_game(decoded(path, encoding), path)


def nfg_game(text: str, name: str | Path = "text") -> NormalForm:
    """The game of a text in Gambit's strategic format; ``name`` stands for it in errors. Raises as `read_nfg`.

    >>> game = nfg_game('NFG 1 R "Two" { "A" "B" } { 2 1 } 1 2 3 4.5')
    >>> game, game.payoff("2", "1")
    (NormalForm('Two': A (1, 2), B (1)), (3.0, 4.5))
    """
    tokens = Tokens(text, name)
    tokens.word(("NFG",), "the word NFG (the start of a strategic game of Gambit)")
    tokens.word(("1",), "the version 1")
    tokens.word(("R", "D"), "the letter R")
    title = tokens.text("the game's title")
    players = told_apart(tokens.texts("a player"), lambda k: f"Player {k + 1}")
    strategies = offered(tokens, players)
    if tokens.here.kind == "text":
        tokens.take()
    profiles = prod(len(each) for each in strategies)
    rows = by_outcome(tokens, len(players), profiles) if tokens.here.kind == "{" else by_payoff(tokens, len(players), profiles)
    counts = [len(each) for each in strategies]
    table = np.stack([rows[:, k].reshape(counts, order="F") for k in range(len(players))])
    try:
        return NormalForm(title, players, strategies, table)
    except ParameterError as problem:
        raise DataError(str(problem), file=name) from problem


def offered(tokens: Tokens, players: list[str]) -> list[list[str]]:
    """Each player's strategies: named in inner braces, or only counted."""
    at = tokens.symbol("{", "{ and the players' strategies")
    found: list[list[str]] = []
    while tokens.here.kind != "}":
        if tokens.here.kind == "{":
            found.append(told_apart(tokens.texts("a strategy"), lambda k: str(k + 1)))
        else:
            found.append(numbered(tokens))
    if len(found) != len(players):
        raise tokens.error(f"wanted strategies for {len(players)} players, given {len(found)}.", at)
    tokens.take()
    return found


def numbered(tokens: Tokens) -> list[str]:
    """As many strategies as the next number says; more than there are pieces left in the file are refused before they are made."""
    at = tokens.here
    count = tokens.whole("a number of strategies (or { and their names)", 1)
    if count > len(tokens.pieces):
        raise tokens.error(f"{count} strategies need more payoffs than the file has. Get the whole file again.", at)
    return [str(k + 1) for k in range(count)]


def by_payoff(tokens: Tokens, players: int, profiles: int) -> npt.NDArray[np.float64]:
    """The payoff version's body, an array of shape (profiles, players)."""
    wanted = profiles * players
    found: list[float] = []
    while tokens.here.kind != "end":
        if len(found) == wanted:
            raise tokens.refuse(f"nothing more after {wanted} payoffs ({profiles} profiles of {players} players)")
        found.append(float(tokens.number("a payoff")))
    if len(found) < wanted:
        message = f"wanted {wanted} payoffs ({profiles} profiles of {players} players), given {len(found)}. Get the whole file again."
        raise tokens.error(message, tokens.here)
    return np.array(found).reshape(profiles, players)


def by_outcome(tokens: Tokens, players: int, profiles: int) -> npt.NDArray[np.float64]:
    """The outcome version's body, an array of shape (profiles, players)."""
    tokens.symbol("{", "{ and the outcomes")
    outcomes: list[tuple[Number, ...]] = [(0,) * players]
    while tokens.here.kind != "}":
        tokens.symbol("{", "{ and an outcome's name and payoffs, or }")
        tokens.text("an outcome's name")
        outcomes.append(tokens.payoffs(players))
    tokens.take()
    found: list[tuple[Number, ...]] = []
    while tokens.here.kind != "end":
        if len(found) == profiles:
            raise tokens.refuse(f"nothing more after the outcomes of {profiles} profiles")
        found.append(outcomes[tokens.whole("an outcome's number", 0, len(outcomes) - 1)])
    if len(found) < profiles:
        message = f"wanted the outcomes of {profiles} profiles, given {len(found)}. Get the whole file again."
        raise tokens.error(message, tokens.here)
    return np.array(found, dtype=np.float64).reshape(profiles, players)


def write_nfg(game: NormalForm, path: str | Path, *, version: str = "outcomes", comment: str = "") -> Path:
    """Write a game as a Gambit ``.nfg`` file, whole or not at all. Raises as `nfg_text`, and `OutputError`."""
    return write_whole(path, nfg_text(game, version=version, comment=comment))


def nfg_text(game: NormalForm, *, version: str = "outcomes", comment: str = "") -> str:
    """The game in Gambit's strategic format: ``version`` "outcomes" keeps the strategies' names, "payoffs" only counts them.

    Raises `ParameterError` for another version, and for a label that ends in a backslash, which the format cannot write.

    >>> game = NormalForm("Two", ("A", "B"), (("u", "d"), ("m",)), [[[1], [1]], [[2], [2]]])
    >>> print(nfg_text(game))
    NFG 1 R "Two" { "A" "B" }
    <BLANKLINE>
    {
    { "u" "d" }
    { "m" }
    }
    ""
    <BLANKLINE>
    {
    { "" 1, 2 }
    }
    1 1
    <BLANKLINE>
    >>> print(nfg_text(game, version="payoffs"))
    NFG 1 R "Two" { "A" "B" } { 2 1 }
    ""
    <BLANKLINE>
    1 2
    1 2
    <BLANKLINE>
    """
    if version not in VERSIONS:
        raise ParameterError(f"unknown version {version!r} of the format. Give one of {', '.join(VERSIONS)}.")
    head = f"NFG 1 R {quoted(game.title)} {{ {' '.join(map(quoted, game.players))} }}"
    counts = [range(len(each)) for each in game.strategies]
    # The first player's strategy changes fastest: the product of the reversed ranges, each profile turned round.
    profiles = [tuple(reversed(each)) for each in product(*reversed(counts))]
    rows = [[number_text(float(table[each])) for table in game.payoffs] for each in profiles]
    if version == "payoffs":
        told = " ".join(str(len(each)) for each in counts)
        return "\n".join([f"{head} {{ {told} }}", quoted(comment), "", *(" ".join(row) for row in rows), ""])
    numbers: dict[str, int] = {}
    which = [numbers.setdefault(", ".join(row), len(numbers) + 1) for row in rows]
    named = [f"{{ {' '.join(map(quoted, each))} }}" for each in game.strategies]
    listed = [f'{{ "" {each} }}' for each in numbers]
    width = len(counts[0])
    body = [" ".join(map(str, which[k : k + width])) for k in range(0, len(which), width)]
    return "\n".join([head, "", "{", *named, "}", quoted(comment), "", "{", *listed, "}", *body, ""])

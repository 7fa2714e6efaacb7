"""How users call games and their parameters: by name, by the symbol of the textbook, with dashes, and nearly right.

The symbol of a parameter stands at the end of its meaning, as "what taking sides costs the patron (k)". Greek ones can be
written in Latin letters: ``mu0`` for μ0.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from corcyra.errors import UnknownName
from corcyra.games.model import Knob, Model
from corcyra.games.models import MODELS

__all__ = ["find_game", "find_parameter", "meaning", "symbol"]

SYMBOL = re.compile(r"(?: \(|, )([^\W\d]\w{0,2})\)?$")
"""A letter with at most two more signs (ours: no word in the meanings that ends one is so short)."""
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "μ": "mu",
    "π": "pi", "ρ": "rho", "τ": "tau",
}  # fmt: skip
NEAREST = 3
ALIKE = 0.5
"""Ours: below this likeness (of difflib) a name is no help."""


def symbol(knob: Knob) -> str:
    """The symbol at the end of a parameter's meaning; empty when there is none.

    >>> symbol(Knob("what taking sides costs the patron (k)")), symbol(Knob("share of the reliable, ρ")), symbol(Knob("appeals unmet"))
    ('k', 'ρ', '')
    """
    found = SYMBOL.search(knob.meaning)
    return found[1] if found else ""


def meaning(knob: Knob) -> str:
    """A parameter's meaning without the symbol.

    >>> meaning(Knob("what taking sides costs the patron (k)"))
    'what taking sides costs the patron'
    """
    return SYMBOL.sub("", knob.meaning)


def latin(sign: str) -> str:
    """A symbol in Latin letters.

    >>> latin("μ0"), latin("v_R")
    ('mu0', 'v_R')
    """
    return "".join(GREEK.get(each, each) for each in sign)


def find_game(name: str) -> type[Model]:
    """The model of a key, dashes, spaces and capitals allowed. Raises `UnknownName` with the nearest.

    >>> find_game("security-autonomy").title
    'Security for autonomy'
    >>> find_game("reasurance")
    Traceback (most recent call last):
        ...
    corcyra.errors.UnknownName: unknown game 'reasurance'. Nearest: reassurance, reputation. Use one of these.
    """
    games = {each.key: each for each in MODELS}
    key = re.sub(r"[\s-]+", "_", name.strip().lower())
    if key in games:
        return games[key]
    near = get_close_matches(key, games, NEAREST, ALIKE)
    raise UnknownName("game", name, near, remedy="" if near else f"Use one of: {', '.join(games)}.")


def find_parameter(model: type[Model], name: str) -> str:
    """The name of a parameter given by name or by symbol, Greek in Greek or in Latin letters.

    Raises `UnknownName` with the nearest, or with all of them when none is near.

    >>> from corcyra.games.models.reassurance import Reassurance
    >>> [find_parameter(Reassurance, each) for each in ("k", "mu0", "μ0", "v_R", "signal-with-sides")]
    ['entanglement', 'prior', 'prior', 'value_reliable', 'signal_with_sides']
    """
    knobs = model.knobs()
    plain = re.sub(r"[\s-]+", "_", name.strip())
    for given in (plain, plain.lower()):
        if given in knobs:
            return given
    signs = {latin(symbol(knob)): key for key, knob in knobs.items() if symbol(knob)}
    if latin(plain) in signs:
        return signs[latin(plain)]
    called = {key: f"{key} ({symbol(knob)})" if symbol(knob) else key for key, knob in knobs.items()}
    words = {key: key for key in knobs} | signs
    near = list(dict.fromkeys(called[words[each]] for each in get_close_matches(plain.lower(), words, NEAREST, ALIKE)))
    raise UnknownName(f"parameter of {model.key}", name, near, remedy="" if near else f"Use one of: {', '.join(called.values())}.")

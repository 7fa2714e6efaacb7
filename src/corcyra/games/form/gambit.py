"""What Gambit's files of games have in common: quoted labels, exact numbers, braces, blanks that mean nothing.

After the description of the formats in Gambit's documentation ("Game representation formats"). Within a label a backslash stands
before a quotation mark; elsewhere it is a letter like others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from pathlib import Path

from corcyra.errors import DataError, ParameterError
from corcyra.games.form.tree import Number

__all__ = ["Token", "Tokens", "decoded", "number_text", "quoted", "told_apart"]

LONGEST = 2000
"""How many characters a number may have (ours: no payoff needs more, and reading one takes time that grows with its square)."""
NUMBER = re.compile(r"[+-]?(\d+/\d+|(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?)", re.ASCII)
PIECES = re.compile(r'"(?:[^"\\]|\\"|\\)*+"|"|[{},]|[^\s{},"]+|\s+')


@dataclass(frozen=True)
class Token:
    """A piece of a file: ``kind`` is text (quoted), word, {, } or end; with its line and column, from 1."""

    kind: str
    text: str
    line: int
    column: int

    def __str__(self) -> str:
        told = self.text if len(self.text) <= 40 else self.text[:39] + "…"
        return f"the text {told!r}" if self.kind == "text" else repr(told)


class Tokens:
    """The pieces of a file, taken one by one; every refusal names file, line and column. Commas count as blanks.

    >>> tokens = Tokens('NFG 1 R "A \\\\"game\\\\"" {', "made.nfg")
    >>> tokens.word(("NFG",), "the word NFG"), tokens.whole("the version"), tokens.word(("R",), "R"), tokens.text("the title")
    ('NFG', 1, 'R', 'A "game"')
    """

    def __init__(self, text: str, file: str | Path) -> None:
        self.file = file
        self.pieces = list(self.cut(text))
        self.next = 0

    def cut(self, text: str) -> Iterator[Token]:
        """Every piece, then the end."""
        line, start = 1, 0
        for found in PIECES.finditer(text):
            piece = found.group()
            column = found.start() - start + 1
            if piece == '"':
                message = f"column {column}: the quotation mark is never closed. Close it, or get the whole file again."
                raise DataError(message, file=self.file, line=line)
            if not piece.isspace() and piece != ",":
                kind = "text" if piece[0] == '"' else piece if piece in "{}" else "word"
                yield Token(kind, piece[1:-1].replace('\\"', '"') if kind == "text" else piece, line, column)
            for end in re.finditer(r"\r\n|\r|\n", piece):
                line, start = line + 1, found.start() + end.end()
        yield Token("end", "", line, len(text) - start + 1)

    @property
    def here(self) -> Token:
        """The piece that comes next."""
        return self.pieces[self.next]

    def take(self) -> Token:
        """The next piece, passed over; the end stays."""
        token = self.here
        self.next += token.kind != "end"
        return token

    def refuse(self, what: str, at: Token | None = None) -> DataError:
        """The error that tells what was wanted at a piece (the next one) and what stands there."""
        token = at or self.here
        if token.kind == "end":
            return self.error(f"the file ends where {what} was wanted. Get the whole file again.", token)
        return self.error(f"wanted {what}, given {token}.", token)

    def error(self, message: str, at: Token) -> DataError:
        """An error with file, line and column."""
        return DataError(f"column {at.column}: {message}", file=self.file, line=at.line)

    def symbol(self, kind: str, what: str) -> Token:
        """Pass over a brace; raises `DataError`."""
        if self.here.kind != kind:
            raise self.refuse(what)
        return self.take()

    def word(self, known: Sequence[str], what: str) -> str:
        """One of the known words; raises `DataError`."""
        if self.here.kind != "word" or self.here.text not in known:
            raise self.refuse(what)
        return self.take().text

    def text(self, what: str) -> str:
        """A quoted text; raises `DataError`."""
        if self.here.kind != "text":
            raise self.refuse(f"{what} in quotation marks")
        return self.take().text

    def whole(self, what: str, least: int = 0, most: int | None = None) -> int:
        """A whole number between bounds; raises `DataError`."""
        token, told = self.here, f"{what} from {least} to {most}" if most is not None else what
        if token.kind != "word" or not re.fullmatch(r"\d{1,9}", token.text, re.ASCII):
            raise self.refuse(told)
        if int(token.text) < least or (most is not None and int(token.text) > most):
            raise self.refuse(told if most is not None else f"{what}, at least {least}")
        return int(self.take().text)

    def number(self, what: str) -> int | Fraction:
        """An exact number, written whole, decimal or as a fraction; raises `DataError`."""
        token = self.here
        if token.kind != "word" or len(token.text) > LONGEST or not NUMBER.fullmatch(token.text):
            raise self.refuse(f"{what} (as 2, 0.5 or 1/2)")
        try:
            value = Fraction(token.text)
            float(value)
        except (ZeroDivisionError, OverflowError):
            raise self.refuse(f"{what} that is finite and below 1e308") from None
        self.take()
        return int(value) if value.denominator == 1 else value

    def texts(self, what: str) -> list[str]:
        """A list of quoted texts in braces, at least one; raises `DataError`."""
        self.symbol("{", f"{{ and {what}")
        found = [self.text(what)]
        while self.here.kind != "}":
            found.append(self.text(f"{what} or }}"))
        self.take()
        return found

    def payoffs(self, players: int) -> tuple[Number, ...]:
        """One number for each player, up to the closing brace; raises `DataError`."""
        found: list[Number] = []
        while self.here.kind != "}":
            if len(found) == players:
                raise self.refuse(f"}} after {players} payoffs, one for each player")
            found.append(self.number("a payoff"))
        if len(found) < players:
            raise self.error(f"wanted {players} payoffs, one for each player, given {len(found)}.", self.here)
        self.take()
        return tuple(found)


def told_apart(labels: Sequence[str], fallback: Callable[[int], str]) -> list[str]:
    """The labels, each different: an empty one replaced, a repeated one numbered.

    >>> told_apart(["a", "", "a"], lambda k: str(k + 1))
    ['a', '2', 'a (2)']
    """
    made: dict[str, None] = {}
    given = set(labels)
    for k, label in enumerate(labels):
        base = chosen = label or fallback(k)
        tries = 1
        while chosen in made or (chosen != label and chosen in given):
            tries += 1
            chosen = f"{base} ({tries})"
        made[chosen] = None
    return list(made)


def decoded(path: str | Path, encoding: str) -> str:
    """A file's text, without a byte-order mark; raises `DataError` where it is missing or not in this encoding."""
    try:
        raw = Path(path).read_bytes()
        return raw.decode(encoding).removeprefix("\ufeff")
    except OSError as problem:
        raise DataError(f"cannot be read: {problem.strerror or problem}. Check the path.", file=path) from problem
    except UnicodeError as problem:
        start = getattr(problem, "start", 0)
        message = (
            f"byte {raw[start : start + 1].hex() or '?'} is not {encoding}. "
            "Save the file as UTF-8, or name its encoding (encoding='latin-1', for example)."
        )
        raise DataError(message, file=path, line=raw[:start].count(b"\n") + 1) from problem
    except LookupError as problem:
        raise ParameterError(f"unknown encoding {encoding!r}. Give 'utf-8' or 'latin-1', for example.") from problem


def number_text(value: Number) -> str:
    """A number as the format writes it: whole, a fraction, or the shortest decimal of a float.

    >>> number_text(2), number_text(Fraction(1, 3)), number_text(1e-7), number_text(-3.0)
    ('2', '1/3', '0.0000001', '-3')
    """
    if isinstance(value, Rational):
        return str(Fraction(int(value.numerator), int(value.denominator)))
    told = format(Decimal(repr(float(value) + 0.0)), "f")
    return told.removesuffix(".0")


def quoted(text: str) -> str:
    r"""A label in quotation marks; raises `ParameterError` when it ends in a backslash.

    >>> print(quoted('the "game"'))
    "the \"game\""
    """
    if text.endswith("\\"):
        raise ParameterError(f"the label {text!r} ends in a backslash, which Gambit's format cannot write. Leave it out.")
    return '"' + text.replace('"', '\\"') + '"'

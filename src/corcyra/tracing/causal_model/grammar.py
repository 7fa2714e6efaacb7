"""The language of queries: ``Y[X=1] > Y[X=0] & X == 1``. A small parser of its own; nothing is ever evaluated as code.

From loose to tight: ``|``; ``&``; ``!``; comparisons ``== != < <= > >=``; ``+ -``; ``*``; a minus sign. Atoms are numbers, TRUE and FALSE,
nodes, nodes under intervention ``Y[X=1, M=M[X=0]]``, and parentheses. In brackets a node takes 0, 1, ``.`` (each in turn) or the value
that a node has, under intervention or not.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from corcyra.errors import ParameterError

__all__ = ["Group", "Node", "Number", "Operation", "Term", "Unary", "parse", "split_given"]

WORDS = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<sign>:\|:|==|!=|<=|>=|&&|\|\||[-+*&|!<>=()\[\],.]))"
)
LEVELS = (("|",), ("&",), ("==", "!=", "<=", ">=", "<", ">"), ("+", "-"), ("*",))
SAME = {"&&": "&", "||": "|"}


@dataclass(frozen=True)
class Number:
    """A number, TRUE (1) or FALSE (0)."""

    value: float
    logical: bool = False


@dataclass(frozen=True)
class Node:
    """A node, with what is done to others before it is read: pairs of a node and a term; None stands for the wildcard."""

    name: str
    dos: tuple[tuple[str, Term | None], ...] = ()


@dataclass(frozen=True)
class Unary:
    """``!`` or a minus sign before a term."""

    sign: str
    inner: Term


@dataclass(frozen=True)
class Operation:
    """Two terms and the sign between them."""

    sign: str
    left: Term
    right: Term


@dataclass(frozen=True)
class Group:
    """A term in parentheses: the reach of the wildcards in it."""

    inner: Term


Term = Number | Node | Unary | Operation | Group


@dataclass(frozen=True)
class Word:
    """A word of a query and the character at which it starts, from 1."""

    kind: str
    text: str
    place: int


def split_given(text: str) -> tuple[str, str]:
    """A query and its condition, parted by ``:|:``; the condition is empty when there is none.

    >>> split_given("Y[X=1] > Y[X=0] :|: X == 1")
    ('Y[X=1] > Y[X=0]', 'X == 1')
    """
    query, _, given = text.partition(":|:")
    return query.strip(), given.strip()


def parse(text: str, nodes: Collection[str]) -> Term:
    """The tree of a query or condition. Raises ParameterError with the character and what was wanted there.

    >>> parse("Y[X=1] - Y[X=0]", ["X", "Y"])
    Operation(sign='-', left=Node(name='Y', dos=(('X', Number(value=1.0, logical=False)),)), right=Node(name='Y', dos=(('X', Number(value=0.0, logical=False)),)))
    """
    return Parser(text, nodes).whole()


class Parser:
    """One pass over the words of a text, by recursive descent."""

    def __init__(self, text: str, nodes: Collection[str]) -> None:
        self.text, self.nodes = text, nodes
        self.words = self.read()
        self.at = 0

    def read(self) -> list[Word]:
        """All words, and an end behind them."""
        found, place = list[Word](), 0
        while self.text[place:].strip():
            match = WORDS.match(self.text, place)
            if match is None:
                start = len(self.text) - len(self.text[place:].lstrip())
                raise self.wrong(Word("sign", self.text[start], start + 1), "a node, a number, a sign such as == or &, or a parenthesis")
            kind = str(match.lastgroup)
            found.append(Word(kind, SAME.get(match[kind], match[kind]), match.start(kind) + 1))
            place = match.end()
        return [*found, Word("end", "the end", len(self.text) + 1)]

    def wrong(self, word: Word, wanted: str) -> ParameterError:
        """The error at a word."""
        return ParameterError(f"the query {self.text!r}, character {word.place}: found {word.text}, wanted {wanted}.")

    def peek(self) -> Word:
        """The word at hand."""
        return self.words[self.at]

    def take(self, *signs: str) -> Word | None:
        """The word at hand when it is one of these signs, and step on."""
        word = self.peek()
        if word.kind != "sign" or word.text not in signs:
            return None
        self.at += 1
        return word

    def need(self, sign: str, wanted: str) -> None:
        """Step over a sign that must stand here."""
        if self.take(sign) is None:
            raise self.wrong(self.peek(), wanted)

    def whole(self) -> Term:
        """The whole text as one term."""
        term = self.level(0)
        word = self.peek()
        if word.kind != "end":
            wanted = "== (one = stands only inside brackets)" if word.text == "=" else "a sign such as ==, & or -, or the end"
            raise self.wrong(word, wanted)
        return term

    def level(self, depth: int) -> Term:
        """Terms joined by the signs of a level; comparisons join two, the others any number."""
        if depth == len(LEVELS):
            return self.signed()
        if depth == 2 and (word := self.take("!")):
            return Unary(word.text, self.level(2))
        term, comparing = self.level(depth + 1), depth == 2
        while word := self.take(*LEVELS[depth]):
            term = Operation(word.text, term, self.level(depth + 1))
            if comparing and self.peek().text in LEVELS[2]:
                raise self.wrong(self.peek(), "one comparison at a time, joined by & where there are more")
        return term

    def signed(self) -> Term:
        """An atom, with minus signs before it."""
        return Unary("-", self.signed()) if self.take("-") else self.atom()

    def atom(self) -> Term:
        """A number, a node, or a group."""
        word = self.peek()
        if self.take("("):
            inner = self.level(0)
            self.need(")", "a closing parenthesis")
            return Group(inner)
        if word.kind not in {"number", "name"}:
            raise self.wrong(word, "a node, a number or (")
        self.at += 1
        if word.kind == "number":
            return Number(float(word.text))
        if word.text in {"TRUE", "FALSE"} and word.text not in self.nodes:
            return Number(float(word.text == "TRUE"), logical=True)
        self.known(word)
        return Node(word.text, self.dos() if self.take("[") else ())

    def known(self, word: Word) -> None:
        """Refuse a name that is no node."""
        if word.text not in self.nodes:
            raise self.wrong(word, f"one of the nodes {', '.join(self.nodes)}")

    def dos(self) -> tuple[tuple[str, Term | None], ...]:
        """What stands in brackets: node = value, ..."""
        done: list[tuple[str, Term | None]] = []
        while True:
            word = self.peek()
            if word.kind != "name":
                raise self.wrong(word, "the node that is set")
            self.known(word)
            if word.text in dict(done):
                raise self.wrong(word, "each node once in brackets")
            self.at += 1
            if not self.take("=", "=="):
                raise self.wrong(self.peek(), "= and the value that the node is set to")
            done.append((word.text, self.value()))
            if self.take("]"):
                return tuple(done)
            self.need(",", ", or ]")

    def value(self) -> Term | None:
        """What a node is set to: 0, 1, a wildcard, or a node."""
        word = self.peek()
        if self.take("."):
            return None
        if word.kind == "name" and word.text in self.nodes:
            return self.atom()
        if word.text not in {"0", "1"}:
            raise self.wrong(word, "0, 1, . or a node")
        self.at += 1
        return Number(float(word.text))

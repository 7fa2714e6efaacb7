"""Gambit's files of extensive games (``.efg``, version 2): read into a `Game`, and written.

After the description of the format in Gambit's documentation ("Game representation formats"): a prologue (title, players, comment)
and the nodes in preorder. Information sets, events of chance and outcomes are numbered; what is told of one the first time may be
left out later, or must be the same. Outcomes at nodes before the end add up along the path. Numbers are exact.

Labels are told apart where the file does not: an empty one becomes its number, a repeated one gets " (2)". Names of nodes that
repeat within an information set are dropped (their paths tell them apart). Comments and names of chance events are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from corcyra.errors import DataError, ParameterError
from corcyra.files import write_whole
from corcyra.games.form.gambit import Tokens, decoded, number_text, quoted, told_apart
from corcyra.games.form.tree import Chance, Game, Leaf, Move, Node, Number

__all__ = ["efg_game", "efg_text", "read_efg", "write_efg"]

DEEPEST = 200
"""How many moves may follow one another (ours: trees are walked by recursion, which Python bounds at a thousand calls)."""
SLACK = 1e-9
"""How far from 1 probabilities may sum (ours, as in `tree`)."""


@dataclass
class Record:
    """One node of the file: letter, name, what it moves for, its labels and chances, payoffs summed from the root."""

    letter: str
    name: str
    key: tuple[int, int] = (0, 0)
    labels: Sequence[str] = ()
    chances: Sequence[Number] = ()
    total: tuple[Number, ...] = ()
    outcome: str = ""


@dataclass
class Described:
    """What a number stands for, and the line that first told it."""

    name: str
    parts: tuple[Any, ...]
    line: int


@dataclass
class Body:
    """The nodes of a file as they are read: the tokens, the players, and what every number has been told to stand for."""

    tokens: Tokens
    players: list[str]
    told: dict[tuple[str, int, int], Described] = field(default_factory=dict)

    def records(self) -> list[Record]:
        """All nodes in preorder, each with the payoffs summed along its path."""
        found: list[Record] = []
        nothing: tuple[Number, ...] = (0,) * len(self.players)
        open_sums = [(nothing, 0)]
        while open_sums:
            total, depth = open_sums.pop()
            if depth > DEEPEST:
                raise self.tokens.error(f"the tree is deeper than {DEEPEST} moves. Give a smaller game.", self.tokens.here)
            record = self.record()
            record.total = tuple(one + more for one, more in zip(total, record.total, strict=True))
            found.append(record)
            open_sums += [(record.total, depth + 1)] * len(record.labels)
        if self.tokens.here.kind != "end":
            raise self.tokens.refuse("nothing more, for every branch has its end")
        return found

    def record(self) -> Record:
        """The next node."""
        letter = self.tokens.word("cpt", "a node (c, p or t)")
        record = Record(letter, self.tokens.text("the node's name"))
        if letter == "c":
            number = self.tokens.whole("a chance event's number", 1)
            shown = self.described(("event", 0, number), f"chance event {number}", self.event)
            record.labels, record.chances = shown.parts
        if letter == "p":
            player = self.tokens.whole("a player's number", 1, len(self.players))
            number = self.tokens.whole("an information set's number", 1)
            told = f"information set {number} of {self.players[player - 1]!r}"
            record.key = (player, number)
            record.labels = self.described(("set", player, number), told, lambda: tuple(self.tokens.texts("an act"))).parts
        outcome = self.outcome()
        record.total, record.outcome = outcome.parts, outcome.name
        return record

    def outcome(self) -> Described:
        """The outcome at a node: nothing for number 0."""
        number = self.tokens.whole("an outcome's number (0 for none)")
        if number == 0:
            return Described("", (0,) * len(self.players), 0)
        return self.described(("outcome", 0, number), f"outcome {number}", self.paid)

    def paid(self) -> tuple[Number, ...]:
        """The payoffs of an outcome, in braces."""
        self.tokens.symbol("{", "{ and the payoffs")
        return self.tokens.payoffs(len(self.players))

    def event(self) -> tuple[Any, ...]:
        """The labels of a chance event and their probabilities."""
        at = self.tokens.symbol("{", "{ and the branches of chance")
        labels: list[str] = []
        chances: list[int | Fraction] = []
        while not labels or self.tokens.here.kind != "}":
            labels.append(self.tokens.text("a branch of chance"))
            chances.append(self.tokens.number(f"the probability of {labels[-1]!r}"))
        self.tokens.take()
        if any(each < 0 for each in chances) or abs(sum(map(float, chances)) - 1) > SLACK:
            given = ", ".join(map(str, chances))
            raise self.tokens.error(f"the probabilities {given} are no distribution. Give numbers from 0 that sum to 1.", at)
        return tuple(labels), tuple(chances)

    def described(self, key: tuple[str, int, int], told: str, read: Callable[[], tuple[Any, ...]]) -> Described:
        """What the number stands for: read here, or known from before; raises `DataError` where it is neither, or differs."""
        at, known = self.tokens.here, self.told.get(key)
        if at.kind not in {"text", "{"}:
            if known is None:
                raise self.tokens.refuse(f"the description of {told} (used here for the first time)")
            return known
        made = Described(self.tokens.text("a name") if at.kind == "text" else "", read(), at.line)
        if known is None:
            self.told[key] = made
            return made
        if (known.name, known.parts) != (made.name, made.parts):
            message = f"{told} is not what line {known.line} says it is. Give it another number, or the same description."
            raise self.tokens.error(message, at)
        return known


def read_efg(path: str | Path, *, encoding: str = "utf-8") -> Game:
    """The game of a Gambit ``.efg`` file, with exact numbers.

    Raises `DataError` with file, line and column for a malformed file, and with file and line for an information set that `Game`
    refuses (of a player who forgets, for example): the line is that which first describes the set.

    >>> import tempfile
    >>> from corcyra.games.form.tree import leaf, move
    >>> game = Game("Entry", ["E"], move("E", "entry", {"in": leaf((1,)), "out": leaf((0,))}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_efg(write_efg(game, Path(folder) / "entry.efg")) == game
    True
    """
    return efg_game(decoded(path, encoding), path)


def efg_game(text: str, name: str | Path = "text") -> Game:
    r"""The game of a text in Gambit's extensive format; ``name`` stands for it in errors. Raises as `read_efg`.

    >>> efg_game('EFG 2 R "Choice" { "A" } p "" 1 1 "which" { "l" "r" } 0 t "" 1 "" { 1/2 } t "" 0')
    Game('Choice': A; 1 information set, 2 ends)
    >>> efg_game('EFG 2 R "Choice" { "A" }\np "" x', "choice.efg")
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: choice.efg:2: column 6: wanted a player's number from 1 to 1, given 'x'.
    """
    tokens = Tokens(text, name)
    tokens.word(("EFG",), "the word EFG (the start of an extensive game of Gambit)")
    tokens.word(("2",), "the version 2")
    tokens.word(("R", "D"), "the letter R")
    title = tokens.text("the game's title")
    players = told_apart(tokens.texts("a player"), lambda k: f"Player {k + 1}")
    if tokens.here.kind == "text":
        tokens.take()
    body = Body(tokens, players)
    records = body.records()
    sets = named(records, body)
    try:
        return Game(title, players, assembled(records, sets, players))
    except ParameterError as problem:
        lines = [body.told["set", *key].line for key, each in sets.items() if f"set {each!r} of" in str(problem)]
        raise DataError(str(problem), file=name, line=next(iter(lines), None)) from problem


def named(records: list[Record], body: Body) -> dict[tuple[int, int], str]:
    """The name of each information set by the player's and the set's numbers."""
    keys = list(dict.fromkeys(each.key for each in records if each.letter == "p"))
    given = [body.told["set", *key].name for key in keys]
    return dict(zip(keys, told_apart(given, lambda k: f"{body.players[keys[k][0] - 1]} {keys[k][1]}"), strict=True))


def assembled(records: list[Record], sets: dict[tuple[int, int], str], players: list[str]) -> Node:
    """The tree of the nodes: built from the last one back, each taking its branches from those built before."""
    called: dict[tuple[int, int], list[str]] = {key: [] for key in sets}
    for each in records:
        if each.letter == "p" and each.name:
            called[each.key].append(each.name)
    clear = {key: len(set(given)) == len(given) for key, given in called.items()}
    built: list[Node] = []
    for each in reversed(records):
        labels = told_apart(each.labels, lambda k: str(k + 1))
        below = [built.pop() for _ in labels]
        if each.letter == "c":
            built.append(Chance(tuple(zip(labels, each.chances, below, strict=True)), each.name))
        elif each.letter == "p":
            name = each.name if clear[each.key] else ""
            built.append(Move(players[each.key[0] - 1], sets[each.key], tuple(zip(labels, below, strict=True)), name))
        else:
            built.append(Leaf(each.total, each.outcome or each.name))
    return built[0]


def write_efg(game: Game, path: str | Path, *, comment: str = "") -> Path:
    """Write a game as a Gambit ``.efg`` file, whole or not at all. Raises as `efg_text`, and `OutputError`."""
    return write_whole(path, efg_text(game, comment=comment))


def efg_text(game: Game, *, comment: str = "") -> str:
    """The game in Gambit's extensive format. Every description is repeated, which every reader understands.

    Probabilities given as floats are written as decimals; the largest takes up what rounding leaves, so that they sum to 1 exactly.
    Raises `ParameterError` for a label that ends in a backslash, which the format cannot write.

    >>> from corcyra.games.form.tree import leaf, move
    >>> print(efg_text(Game("Entry", ["E"], move("E", "entry", {"in": leaf((1,), "enters"), "out": leaf((0,))}))))
    EFG 2 R "Entry" { "E" }
    ""
    <BLANKLINE>
    p "" 1 1 "entry" { "in" "out" } 0
    t "" 1 "enters" { 1 }
    t "" 2 "" { 0 }
    <BLANKLINE>
    """
    lines = [f"EFG 2 R {quoted(game.title)} {braced([quoted(each) for each in game.players])}", quoted(comment), ""]
    numbers: dict[str, str] = {}
    for player in game.players:
        own = [each.name for each in game.sets if each.player == player]
        numbers |= {name: f"{list(game.players).index(player) + 1} {k}" for k, name in enumerate(own, 1)}
    outcomes: dict[tuple[str, str], int] = {}
    acts = {each.name: each.acts for each in game.sets}
    events = 0
    waiting = [game.places[0]]
    while waiting:
        place = waiting.pop()
        node = place.node
        events += isinstance(node, Chance)
        if isinstance(node, Leaf):
            paid = braced([number_text(each) for each in game.payoffs(place)])
            number = outcomes.setdefault((node.name, paid), len(outcomes) + 1)
            lines.append(f't "" {number} {quoted(node.name)} {paid}')
            continue
        if isinstance(node, Chance):
            lines.append(chance_line(node, events))
            waiting += [game.places[k] for k in reversed(place.children)]
        else:
            lines.append(move_line(node, numbers[node.infoset], acts[node.infoset]))
            # One node may list the acts otherwise than another; the file has one order for the whole set.
            waiting += [game.after(place, act) for act in reversed(acts[node.infoset])]
    return "\n".join([*lines, ""])


def chance_line(node: Chance, number: int) -> str:
    """A chance node: its name, its event, each label with its probability."""
    chances = summing([p for _, p, _ in node.branches])
    return f'c {quoted(node.name)} {number} "" {braced(f"{quoted(b[0])} {p}" for b, p in zip(node.branches, chances, strict=True))} 0'


def move_line(node: Move, number: str, acts: Sequence[str]) -> str:
    """A player's node: its name, the player's and the set's numbers, the set's name and acts."""
    return f"p {quoted(node.name)} {number} {quoted(node.infoset)} {braced(map(quoted, acts))} 0"


def summing(chances: Sequence[Number]) -> list[str]:
    """Probabilities as texts that sum to 1 exactly.

    >>> summing([0.1, 0.9]), summing([1 / 3, 1 / 3, 1 / 3])[0]
    (['0.1', '0.9'], '1666666666666667/5000000000000000')
    """
    texts = [number_text(each) for each in chances]
    exact = [Fraction(each) for each in texts]
    if sum(exact) != 1:
        largest = exact.index(max(exact))
        texts[largest] = number_text(1 - sum(exact) + exact[largest])
    return texts


def braced(parts: Any) -> str:
    """Parts in braces."""
    return f"{{ {' '.join(parts)} }}"

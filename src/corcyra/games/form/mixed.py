"""Perfect Bayesian equilibria in which somebody mixes, for small games.

*Signalling games* are solved completely. For each choice of supports (messages that each type may send, replies that the receiver may
give to each message) what remains are two systems of linear conditions that do not touch one another:

1. the sender's: mixtures of replies under which every message in a type's support is best for it;
2. the receiver's: how much of each type sends each message, such that every reply in the support is best after it; after an unsent
   message some belief must make the replies best.

Both are linear programmes that look for the point with the largest smallest probability; it is an equilibrium with exactly these
supports when that is above 0. When a system has more than one solution, the equilibrium stands for a continuum and says so.

*Other trees* are searched (`corcyra.games.form.search`): what is found is verified; that all were found is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import prod

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import assess
from corcyra.games.form.equilibrium import Equilibria, Equilibrium, Support
from corcyra.games.form.polytope import corners
from corcyra.games.form.programme import Programme, solve
from corcyra.games.form.search import search
from corcyra.games.form.shape import Signalling, is_signalling, signalling_shape
from corcyra.games.form.tree import Game

__all__ = ["MOST_PROGRAMMES", "MOST_SUPPORTS", "mixed_equilibria"]

Numbers = npt.NDArray[np.float64]
Chosen = tuple[tuple[int, ...], ...]
Known = dict[tuple[int, tuple[int, ...], tuple[int, ...]], bool]
MOST_SUPPORTS = 150_000
"""How many choices of supports of a signalling game are looked through at most (ours): 3 types × 3 messages × 3 replies are 117,649."""
MOST_PROGRAMMES = 5_000
"""How many choices of supports are put to the linear programmes at most (ours: about half a minute; only ties lead there)."""
SLACK = 1e-9


def mixed_equilibria(game: Game) -> Equilibria:
    """The perfect Bayesian equilibria in which at least one player mixes at a set (for the others: `pure_equilibria`).

    Raises `ParameterError` above `MOST_SUPPORTS` choices of supports of a signalling game, where ties leave more than
    `MOST_PROGRAMMES` of them open, or above
    `corcyra.games.form.search.MOST_SUPPORTS` of another.

    >>> from corcyra.games.form.tree import signalling
    >>> game = signalling(["strong", "weak"], [0.4, 0.6], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (
    ...     ((t == "strong") == (m == "beer")) + 2 * (a == "not"), (a == "duel") == (t == "weak")))
    >>> [each.strategies["weak"] for each in mixed_equilibria(game)]  # two in three have beer: a duel is worth it half the time
    ['beer 0.6667, quiche 0.3333']
    """
    kind = "mixed perfect Bayesian equilibria"
    if not is_signalling(game):
        note = "Found by search and verified; there may be more."
        return Equilibria(game, kind, tuple(search(game)), (note,))
    shape = signalling_shape(game)
    count = prod(2 ** int(sum(m.open[t] for m in shape.messages)) - 1 for t in range(len(shape.types)))
    count *= prod(2 ** len(m.replies) - 1 for m in shape.messages)
    if count > MOST_SUPPORTS:
        raise ParameterError(
            f"{game.title!r} has {count:,} choices of supports, above {MOST_SUPPORTS:,}. Mixed equilibria are for small games: "
            "drop types, messages or replies, or use pure_equilibria."
        )
    return Equilibria(game, kind, tuple(semi_separating(game, shape)))


def subsets(items: list[int]) -> list[tuple[int, ...]]:
    """All subsets but the empty one, small ones first."""
    return [each for size in range(1, len(items) + 1) for each in combinations(items, size)]


def semi_separating(game: Game, shape: Signalling) -> Iterator[Equilibrium]:
    """The equilibria with a mixture, by supports."""
    sendable = [[k for k, m in enumerate(shape.messages) if m.open[t]] for t in range(len(shape.types))]
    known: Known = {}
    asked = 0
    for sent in product(*(subsets(each) for each in sendable)):
        options = [possible_replies(shape, sent, k, known) for k in range(len(shape.messages))]
        if not all(options):
            continue
        for replies in product(*options):
            mixes = any(len(each) > 1 for each in sent) or any(len(each) > 1 for each in replies)
            if mixes and tempting(shape, sent, replies):
                asked += 1
                if asked > MOST_PROGRAMMES:
                    raise ParameterError(
                        f"ties in the payoffs of {game.title!r} leave more than {MOST_PROGRAMMES:,} choices of supports open. Break ties."
                    )
                found = with_supports(game, shape, sent, replies)
                if found is not None:
                    yield found


def possible_replies(shape: Signalling, sent: Chosen, k: int, known: Known) -> list[tuple[int, ...]]:
    """The sets of replies to a message that can be best together, given who may send it."""
    message = shape.messages[k]
    senders = tuple(t for t, each in enumerate(sent) if k in each and shape.prior[t] > 0)
    believed = senders or tuple(int(t) for t in np.flatnonzero(message.open & (shape.prior > 0)))
    sure = bool(senders) and all(len(sent[t]) == 1 for t in senders)
    found = []
    for replies in subsets(list(range(len(message.replies)))):
        worth = message.receiver[list(believed)]
        if sure:
            total = shape.prior[list(senders)] @ worth
            fine = bool((total[list(replies)] >= total.max() - SLACK).all())
        else:
            key = (k, believed, replies)
            if key not in known:
                best = worth[:, [replies[0]]]
                known[key] = len(corners((best - worth).T, (best - worth[:, list(replies)]).T)) > 0
            fine = known[key]
        if fine:
            found.append(replies)
    return found


def tempting(shape: Signalling, sent: Chosen, replies: Chosen) -> bool:
    """Can each type like all of its messages best? The least that any message brings may not exceed the most that its own bring."""
    for t, each in enumerate(sent):
        ranges = {k: m.sender[t, list(replies[k])] for k, m in enumerate(shape.messages) if m.open[t]}
        if max(r.min() for r in ranges.values()) > min(ranges[k].max() for k in each) + SLACK:
            return False
    return True


def with_supports(game: Game, shape: Signalling, sent: Chosen, replies: Chosen) -> Equilibrium | None:
    """The equilibrium with exactly these supports, or None."""
    answered = solve(senders_programme(shape, sent, replies))
    if answered is None:
        return None
    messages = solve(receivers_programme(shape, sent, replies))
    if messages is None:
        return None
    strategies: dict[str, str | dict[str, float]] = {}
    for t, name in enumerate(shape.types):
        shares = {shape.messages[k].label: messages.point[f"{t} {k}"] for k in sent[t]}
        strategies[name] = normalised(shares)
    for k, message in enumerate(shape.messages):
        if message.infoset:
            strategies[message.infoset] = normalised({message.replies[a]: answered.point[f"{k} {a}"] for a in replies[k]})
    supports = tuple(off_path(game, shape, sent, replies))
    beliefs = {s.infoset: {n: float(np.mean([c[n] for c in s.corners])) for n in s.corners[0]} for s in supports}
    free = [what for what, each in (("the replies", answered), ("the messages", messages)) if each.continuum]
    note = f"the mixture of {' and '.join(free)} may vary." if free else ""
    return Equilibrium(game, assess(game, strategies, beliefs), supports, "weak", bool(free), note)


def normalised(shares: dict[str, float]) -> dict[str, float]:
    """Shares that sum to 1."""
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


def senders_programme(shape: Signalling, sent: Chosen, replies: Chosen) -> Programme:
    """Mixtures of replies (variables ``message reply``) and what each type earns (``v type``)."""
    programme = Programme()
    for k, each in enumerate(replies):
        programme.equal({f"{k} {a}": 1.0 for a in each}, 1.0)
        programme.positive(*(f"{k} {a}" for a in each))
    for t in range(len(shape.types)):
        for k, message in enumerate(shape.messages):
            if message.open[t]:
                row = {f"{k} {a}": -float(message.sender[t, a]) for a in replies[k]} | {f"v {t}": 1.0}
                programme.equal(row, 0.0) if k in sent[t] else programme.at_least(row, 0.0)
    return programme


def receivers_programme(shape: Signalling, sent: Chosen, replies: Chosen) -> Programme:
    """How much of each type sends each message (variables ``type message``), such that the replies are best."""
    programme = Programme()
    for t, each in enumerate(sent):
        programme.equal({f"{t} {k}": 1.0 for k in each}, 1.0)
        programme.positive(*(f"{t} {k}" for k in each))
    for k, message in enumerate(shape.messages):
        senders = [t for t, each in enumerate(sent) if k in each and shape.prior[t] > 0]
        first = message.receiver[:, replies[k][0]]
        for a in range(len(message.replies)) if senders else ():
            row = {f"{t} {k}": float(shape.prior[t] * (first[t] - message.receiver[t, a])) for t in senders}
            programme.equal(row, 0.0) if a in replies[k] else programme.at_least(row, 0.0)
    return programme


def off_path(game: Game, shape: Signalling, sent: Chosen, replies: Chosen) -> Iterator[Support]:
    """The beliefs after each unsent message that make its replies best."""
    for k, message in enumerate(shape.messages):
        if not message.infoset or any(k in each and shape.prior[t] > 0 for t, each in enumerate(sent)):
            continue
        believed = np.flatnonzero(message.open & (shape.prior > 0))
        worth = message.receiver[believed]
        best = worth[:, [replies[k][0]]]
        points = corners((best - worth).T, (best - worth[:, list(replies[k])]).T)
        names = [game.places[n].name for n in game.set(message.infoset).places]
        order = [t for t in range(len(shape.types)) if message.open[t]]
        full = np.zeros((len(points), len(order)))
        full[:, [order.index(int(t)) for t in believed]] = points
        if len(believed) > 1:
            yield Support(message.infoset, tuple(dict(zip(names, row.tolist(), strict=True)) for row in full))

"""An independent check of any assessment: does it hold, and if not, who gains where by doing what?

Shares nothing with the solvers but the tree and the assessment itself. At each information set:

1. beliefs follow Bayes's rule where the set is reached; elsewhere they are a distribution over nodes that chance allows;
2. the player's strategy from there on is a best one given the belief there: it is compared with every other plan for this and all
   later own sets (not only with a change of one act), which is what sequential rationality asks (Kreps and Wilson 1982);
3. with ``consistency="no-signalling"``, also: what a player does tells nothing that this player does not know. Among the nodes of a
   set that come after one information set g, beliefs follow from the belief at g and what is played after it, given that g was
   reached, or that g was reached and one of its acts was done (every sequential equilibrium has this property).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import Assessment, Strategies
from corcyra.games.form.tree import Chance, Game, InformationSet, Leaf, Move, Place
from corcyra.games.model import Deviation

__all__ = ["CONSISTENCY", "Certificate", "check", "check_subgames"]

CONSISTENCY = ("weak", "no-signalling")
"""What may be asked of beliefs at sets that are not reached."""
Weights = list[tuple[Place, float]]


@dataclass(frozen=True)
class Certificate:
    """For each information set the best deviation and what it loses; ``problems`` in words; it ``holds`` when there are none."""

    title: str
    consistency: str
    deviations: tuple[Deviation, ...]
    reached: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Is the assessment an equilibrium?"""
        return not self.problems

    def __repr__(self) -> str:
        told = "holds" if self.holds else "does not hold"
        lines = [
            f"  {each.where} ({each.player}{'' if each.where in self.reached else ', not reached'}): "
            f"{each.act} {'loses' if each.loss >= 0 else 'gains'} {abs(each.loss):.4g}"
            for each in self.deviations
        ]
        return "\n".join([f"{self.title}: {told} ({self.consistency})", *lines, *(f"  ! {each}" for each in self.problems)])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(each.where)}</td><td>{escape(each.player)}</td><td>{'yes' if each.where in self.reached else 'no'}</td>"
            f"<td>{escape(each.act)}</td><td>{each.loss:.4g}</td></tr>"
            for each in self.deviations
        )
        head = "<tr><th>information set</th><th>player</th><th>reached</th><th>best deviation</th><th>loses</th></tr>"
        told = f"{self.title}: {'holds' if self.holds else 'does not hold: ' + ' '.join(self.problems)}"
        return f"<p>{escape(told)}</p><table>{head}{rows}</table>"


def check(game: Game, assessment: Assessment, *, consistency: str = "weak", tolerance: float = 1e-7) -> Certificate:
    """Check Bayes's rule and sequential rationality at every information set.

    ``consistency`` is one of `CONSISTENCY`; ``tolerance`` is taken times the largest payoff (at least 1). Raises `ParameterError`
    when the assessment is none of this game.

    >>> from corcyra.games.form.assessment import assess
    >>> from corcyra.games.form.tree import leaf, move
    >>> game = Game("Entry", ["E", "I"], move("E", "entry", {"out": leaf((0, 2)), "in": move("I", "answer", {
    ...     "fight": leaf((-1, -1)), "yield": leaf((1, 1))})}))
    >>> check(game, assess(game, {"entry": "in", "answer": "yield"}))
    Entry: holds (weak)
      entry (E): out loses 1
      answer (I): fight loses 2
    >>> check(game, assess(game, {"entry": "out", "answer": "fight"})).problems
    ('at answer, I gains 2 by yield.',)
    """
    if consistency not in CONSISTENCY:
        raise ParameterError(f"consistency {consistency!r} is unknown. Use one of: {', '.join(CONSISTENCY)}.")
    for each in game.sets:
        check_shape(game, each, assessment)
    scale = max([1.0, *(abs(float(u)) for end in game.leaves for u in game.payoffs(end))])
    arrival = arrivals(game, assessment)
    problems = [told for each in game.sets for told in belief_problems(game, each, assessment, arrival, tolerance)]
    if consistency == "no-signalling":
        problems += [told for each in game.sets for told in signalling_problems(game, each, assessment, tolerance)]
    deviations = tuple(best_deviation(game, each, assessment) for each in game.sets)
    problems += [f"at {d.where}, {d.player} gains {-d.loss:.4g} by {d.act}." for d in deviations if d.loss < -tolerance * scale]
    reached = tuple(each.name for each in game.sets if sum(arrival[k] for k in each.places) > 0)
    return Certificate(game.title, consistency, deviations, reached, tuple(problems))


def check_subgames(game: Game, strategies: Strategies, *, tolerance: float = 1e-7) -> Certificate:
    """Check that no player gains by another plan in any subgame; ``where`` of a deviation is the subgame's first node.

    >>> from corcyra.games.form.tree import leaf, move
    >>> game = Game("One", ["A"], move("A", "first", {"l": leaf((1,)), "r": leaf((2,))}))
    >>> check_subgames(game, {"first": {"l": 1.0, "r": 0.0}}).problems
    ('in the subgame at the root, A gains 1 by another plan.',)
    """
    assessment = Assessment(strategies, {})
    scale = max([1.0, *(abs(float(u)) for end in game.leaves for u in game.payoffs(end))])
    arrival = arrivals(game, assessment)
    found, reached, problems = [], [], []
    for place in game.subgames:
        where = place.name or "the root"
        reached += [where] if arrival[place.number] > 0 else []
        for k, player in enumerate(game.players):
            loss = played(game, place, k, assessment) - best_plan(game, [(place, 1.0)], k, assessment)
            found.append(Deviation(player, "the best plan", loss, where))
            if loss < -tolerance * scale:
                problems.append(f"in the subgame at {where}, {player} gains {-loss:.4g} by another plan.")
    return Certificate(game.title, "subgame-perfect", tuple(found), tuple(reached), tuple(problems))


def check_shape(game: Game, each: InformationSet, assessment: Assessment) -> None:
    """Raise `ParameterError` unless the assessment has distributions over the set's acts and nodes."""
    names = {game.places[k].name for k in each.places}
    for what, given, labels in (
        ("a strategy", assessment.strategies.get(each.name, {}), set(each.acts)),
        ("a belief", assessment.beliefs.get(each.name, {}), names),
    ):
        shares = list(given.values())
        if not shares or not set(given) <= labels or min(shares) < -1e-9 or abs(sum(shares) - 1) > 1e-9:
            raise ParameterError(
                f"the assessment has not {what} at {each.name!r} of {game.title!r}: {dict(given)}. "
                f"Give probabilities of {', '.join(sorted(labels))} that sum to 1."
            )


def odds(game: Game, place: Place, child: Place, assessment: Assessment) -> float:
    """The probability of going from the node to the child."""
    if isinstance(place.node, Chance):
        return float(place.node.branches[place.children.index(child.number)][1])
    assert isinstance(place.node, Move)
    return float(assessment.strategies[place.node.infoset].get(child.path[-1], 0.0))


def arrivals(game: Game, assessment: Assessment) -> dict[int, float]:
    """The probability of each node, from the root down."""
    found = {0: 1.0}
    for place in game.places:
        for child in place.children:
            found[child] = found[place.number] * odds(game, place, game.places[child], assessment)
    return found


def belief_problems(
    game: Game, each: InformationSet, assessment: Assessment, arrival: dict[int, float], tolerance: float
) -> list[str]:
    """Where the belief departs from Bayes's rule, or is put on a node that chance excludes."""
    held, total = assessment.beliefs[each.name], sum(arrival[k] for k in each.places)
    problems = []
    for k in each.places:
        place = game.places[k]
        belief = held.get(place.name, 0.0)
        if total > 0 and abs(belief - arrival[k] / total) > tolerance:
            problems.append(f"at {each.name}, the belief in {place.name} is {belief:.4g}; by Bayes's rule it is {arrival[k] / total:.4g}.")
        elif total <= 0 and place.chance == 0 and belief > tolerance:
            problems.append(f"at {each.name}, the belief in {place.name} is {belief:.4g}, and chance excludes it.")
    return problems


def signalling_problems(game: Game, each: InformationSet, assessment: Assessment, tolerance: float) -> list[str]:
    """Where relative beliefs about nodes after an earlier set g do not follow from the belief at g."""
    problems = []
    for source in game.sets:
        for act in (None, *source.acts):
            derived = following(game, source, act, each, assessment)
            total = sum(derived.values())
            mass = sum(assessment.beliefs[each.name].get(game.places[k].name, 0.0) for k in derived)
            if total <= 1e-12 or mass <= 1e-12:
                continue
            gaps = [abs(assessment.beliefs[each.name].get(game.places[k].name, 0.0) / mass - w / total) for k, w in derived.items()]
            if max(gaps) > tolerance:
                after = f"{source.name} and {act} there" if act else source.name
                problems.append(f"at {each.name}, beliefs do not follow from those at {after}.")
    return problems


def following(game: Game, source: InformationSet, act: str | None, each: InformationSet, assessment: Assessment) -> dict[int, float]:
    """Weights of the set's nodes below ``source`` (by the act, if one is given) from the belief there and what is played after."""
    found = {}
    for k in each.places:
        place, weight = game.places[k], 1.0
        while place.parent is not None:
            child, place = place, game.places[place.parent]
            if place.number in source.places:
                if act is None or child.path[-1] == act:
                    taken = 1.0 if act else odds(game, place, child, assessment)
                    found[k] = weight * taken * assessment.beliefs[source.name].get(place.name, 0.0)
                break
            weight *= odds(game, place, child, assessment)
    return found


def best_deviation(game: Game, each: InformationSet, assessment: Assessment) -> Deviation:
    """The act (with the best plan after it) that loses least or gains most against the strategy, given the belief at the set."""
    held, player = assessment.beliefs[each.name], game.players.index(each.player)
    weights = [(game.places[k], held.get(game.places[k].name, 0.0)) for k in each.places]
    kept = sum(w * played(game, place, player, assessment) for place, w in weights)
    found = []
    for act in each.acts:
        best = best_plan(game, [(game.after(place, act), w) for place, w in weights], player, assessment)
        if assessment.strategies[each.name].get(act, 0.0) < 1 - 1e-9:
            found.append((kept - best, act))
        elif best > kept + 1e-12:
            found.append((kept - best, f"{act} and another plan after it"))
    if not found:
        return Deviation(each.player, "nothing else", 0.0, each.name)
    loss, act = min(found, key=lambda pair: pair[0])
    return Deviation(each.player, act, loss, each.name)


def played(game: Game, place: Place, player: int, assessment: Assessment) -> float:
    """The player's expected payoff from the node on when all play their strategies."""
    if isinstance(place.node, Leaf):
        return float(game.payoffs(place)[player])
    below = [game.places[child] for child in place.children]
    return sum(
        share * played(game, child, player, assessment) for child in below if (share := odds(game, place, child, assessment)) > 0
    )


def best_plan(game: Game, weights: Weights, player: int, assessment: Assessment) -> float:
    """The most that the player can expect from the weighted nodes on, all others playing their strategies.

    Weights flow down to the player's next sets; since nothing is forgotten, each such set is a choice of its own.
    """
    total, ahead = 0.0, list(weights)
    own: dict[str, Weights] = {}
    while ahead:
        place, weight = ahead.pop()
        if weight <= 0:
            continue
        if isinstance(place.node, Leaf):
            total += weight * float(game.payoffs(place)[player])
        elif isinstance(place.node, Move) and place.node.player == game.players[player]:
            own.setdefault(place.node.infoset, []).append((place, weight))
        else:
            below = [game.places[child] for child in place.children]
            ahead += [(child, weight * odds(game, place, child, assessment)) for child in below]
    for name, each in own.items():
        acts = game.set(name).acts
        total += max(best_plan(game, [(game.after(p, act), w) for p, w in each], player, assessment) for act in acts)
    return total

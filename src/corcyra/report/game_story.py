"""What a report tells of each game besides its numbers: who plays, what the game takes for granted, and which sweeps show it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["STORIES", "Story", "View"]


class View(NamedTuple):
    """A sweep worth seeing: two parameters with their ranges, across and up, and the question that it answers."""

    across: tuple[str, float, float]
    up: tuple[str, float, float]
    asks: str


class Story(NamedTuple):
    """One game in words. ``moves`` are in order; ``silent`` is what the game assumes or cannot say; ``views`` are in order of weight."""

    players: tuple[tuple[str, str], ...]
    moves: tuple[str, ...]
    silent: tuple[str, ...]
    views: tuple[View, ...]


# The ranges of the views are ours: wide enough to hold every outcome that the two parameters can bring, with the
# defaults well inside.
STORIES: dict[str, Story] = {
    "ambiguity": Story(
        players=(
            ("patron", "says beforehand whom it backs; an escalation harms it, and so does taking a side"),
            ("two clients", "quarrel over a prize; the one that has the occasion escalates or waits"),
        ),
        moves=(
            "The patron stays ambiguous, backs one client if that one is attacked (conditional), or backs it whoever began (unconditional).",
            "Chance gives one client the occasion to escalate.",
            "That client escalates, which costs it something and may win it the prize, or waits.",
        ),
        silent=(
            "The patron sees who began, and always keeps its word. Where both sides claim to have been attacked, a conditional word is worth less than here and ambiguity more.",
            "Both sides of the quarrel are clients; in Benson's own work the adversary is an outsider.",
            "Why a patron would want to take a side lies outside, and an escalation is decided by force, without bargaining.",
        ),
        views=(
            View(("cost", 0, 1), ("strength", 0.5, 1), "When does ambiguity keep both clients quiet?"),
            View(("cost", 0, 1), ("prize", 0, 2), "How does a dearer prize change that?"),
        ),
    ),
    "commitment": Story(
        players=(("state", "chooses how firmly to stand by its ally, from not at all (0) to unconditionally (1)"),),
        moves=(
            "The state commits itself.",
            "What is not promised tempts the ally to leave; what is promised lets it be reckless and provokes the adversary.",
        ),
        silent=(
            "One state chooses; that the ally chooses too, and that each guesses at the other, is left out.",
            "Commitment also deters. Where that outweighs the provocation this game does not apply.",
            "The dangers grow with the square of what causes them: an assumption, not a finding. Neither danger is observed.",
        ),
        views=(
            View(("entrapment", 0, 4), ("abandonment", 0, 4), "Which fear decides how firm a state is?"),
            View(("entrapment", 0, 3), ("provocation", 0, 3), "When does the adversary hold the state back?"),
        ),
    ),
    "costly_signals": Story(
        players=(
            ("leader", "is resolute or irresolute and alone knows which; it signals, and if attacked it fights or yields"),
            ("challenger", "attacks whatever it sees (determined), or only where a fight is unlikely (opportunist)"),
        ),
        moves=(
            "The leader sends a signal: a sunk cost is paid at once, a tied hand costs only the leader that is attacked and yields.",
            "The challenger sees the signal and attacks or stays away.",
            "The attacked leader fights or yields.",
        ),
        silent=(
            "War is worth its cost to the resolute alone; other values are refused.",
            "Payoffs are given, not measured, and the determined challenger is a machine.",
            "Real signals do both at once: troops abroad cost money and bind. Nor does the game tell why leaders seem to bluff in the record.",
        ),
        views=(
            View(("determined", 0, 1), ("prior", 0, 1), "When do both kinds of leader tie their hands?"),
            View(("gain_low", 0, 1), ("determined", 0, 1), "When does an alliance itself bind, as tied hands do?"),
        ),
    ),
    "reassurance": Story(
        players=(
            ("patron", "is reliable (it defends its clients) or not; it stays ambiguous or sides with one client, then burns a public cost or none"),
            ("clients", "two that quarrel, and perhaps others; each stays or leaves by what it believes of the patron"),
        ),
        moves=(
            "Before it knows its type, the patron chooses a design: ambiguity, or siding with one of the two.",
            "It learns its type and burns a public cost, or none: an exercise, an intervention.",
            "The clients see the cost, believe, and stay or leave.",
            "The dispute: under sides the favoured client gains, the other loses, and the patron pays the entanglement.",
            "With some probability an attack from outside, ruinous to a client that is left alone.",
        ),
        silent=(
            "That a client is worth more to a reliable patron than to an unreliable one (v_R > v_U) is assumed, not identified: no data here measure it, and without it no signal informs. Read every result with \u201cif\u201d.",
            "Taking sides is compared with ambiguity on the supposition that a patron which took sides cannot signal, unless signal_with_sides is 1.",
            "Clients are alike but for the tilt and do not bargain with each other; the dispute has no history. Two types stand for all shades of reliability.",
            "Exercises are taken for costs sunk for show. They also train, and what trains is a weaker signal.",
        ),
        views=(
            View(("entanglement", 0, 2), ("prior", 0, 1), "Where does ambiguity beat taking sides?"),
            View(("autonomy", 0, 2), ("shock", 0, 1), "Where does reassurance stop working?"),
            View(("outside", -0.5, 2.5), ("loss", 0, 8), "What do other guarantees and a graver danger change?"),
            View(("value_unreliable", 0, 2), ("value_reliable", 0, 2), "What hangs on the assumption that v_R > v_U?"),
        ),
    ),
    "reputation": Story(
        players=(
            ("speaker", "says what is true or bluffs; a bluff gains at once"),
            ("listener", "believes a speaker in good standing, and nobody for some rounds after a bluff was caught"),
        ),
        moves=(
            "In each round the speaker speaks, truly or not, and the listener believes it or not.",
            "A bluff that is caught costs the speaker its standing for some rounds; then it is forgiven.",
            "Beside that: what a record of appeals honoured and unmet makes a listener believe beforehand.",
        ),
        silent=(
            "Whether states do learn from records is disputed; some hold that beliefs follow power and interest instead.",
            "How relevant a record is, and how fast it fades, is put in by hand.",
            "Nobody is ever caught by mistake, so longer punishment is always better here; in the world it is not.",
        ),
        views=(
            View(("gain", 0, 8), ("discount", 0.6, 1), "When does the fear of disbelief keep a speaker honest?"),
            View(("rounds", 1, 20), ("gain", 0, 12), "How long must a bluff be remembered?"),
        ),
    ),
    "security_autonomy": Story(
        players=(
            ("client", "needs security and pays for it in autonomy"),
            ("patron", "sells a guarantee; what autonomy is worth to it and what a guarantee costs it is its ledger"),
            ("rival", "a second patron that may outbid the first"),
        ),
        moves=(
            "Client and patron bargain over a guarantee and its price in autonomy.",
            "The rival offers what it can; the client gets at least that.",
            "The price is paid in bases, in policy and in votes.",
        ),
        silent=(
            "The price is a bargaining solution, not the outcome of stated moves: nobody is shown to propose or refuse.",
            "Autonomy is one quantity, and a unit of it paid in votes is worth what a unit paid in bases is.",
            "The game has no time, so it says nothing on how long an alliance lasts.",
            "The ledger's entries and weights are the user's judgement; none is measured here.",
        ),
        views=(
            View(("own_security", 0, 6), ("rival_benefit", 0, 2), "Who gets the client, and at whose price?"),
            View(("client_share", 0, 1), ("rival_benefit", 0, 2), "When does a rival at the door help the client?"),
        ),
    ),
    "selection": Story(
        players=(
            ("attacker", "sees a sign of whether the alliance is reliable, and attacks or refrains"),
            ("ally", "comes to help with a probability that depends on whether it is reliable; it does not choose"),
        ),
        moves=(
            "Chance makes an alliance reliable or not.",
            "The attacker sees a good or a bad sign, which may mislead.",
            "It attacks or refrains; if it attacks, the ally comes or stays away.",
        ),
        silent=(
            "The target does not choose its allies, the ally does not choose whether to come, and nobody learns from wars.",
            "How often the sign is right is not observed, so the correction of the record is a curve, not a number.",
            "An attacker that wants a great war would seek out reliable alliances; then the record overstates.",
        ),
        views=(
            View(("accuracy", 0.5, 1), ("prior", 0, 1), "Whose promises are put to the test?"),
            View(("gain", 0, 4), ("accuracy", 0.5, 1), "How do the stakes change that?"),
        ),
    ),
}
"""Game \u2192 its story; the parameters of a view are explained by the model itself."""

"""What each number of a game means, in the words that a report and the terminal use beside it."""

from __future__ import annotations

import math

from corcyra.games.words import plain
from corcyra.report.wording import name

__all__ = ["LINES", "NUMBERS", "number_word", "told"]

NUMBERS: dict[str, dict[str, str]] = {
    "ambiguity": {
        "limit_backed": "escalating pays up to this cost with the patron's backing",
        "limit_even": "escalating pays up to this cost at even chances",
        "limit_opposed": "escalating pays up to this cost against the patron",
        "escalation_ambiguous": "chance of an escalation if the patron is ambiguous",
        "escalation_conditional": "chance of an escalation if its backing is conditional",
        "escalation_unconditional": "chance of an escalation if its backing is unconditional",
        "patron_cost_ambiguous": "what being ambiguous costs the patron",
        "patron_cost_conditional": "what backing conditionally costs the patron",
        "patron_cost_unconditional": "what backing unconditionally costs the patron",
        "word": "the patron's best word",
        "patron_cost": "what its best word costs the patron",
        "tipping_side_cost": "cost of taking a side below which that would be better than ambiguity",
    },
    "commitment": {
        "commitment": "how far the state commits itself (1: unconditionally)",
        "cost": "cost of all dangers at that commitment",
        "abandonment_left": "cost of abandonment at that commitment",
        "entrapment_left": "cost of entrapment at that commitment",
        "provocation_left": "cost of the adversary's answer at that commitment",
        "commitment_alone": "commitment if the adversary gave no answer",
        "adversary_cost": "what the adversary's answer adds to the cost",
        "tipping_provocation": "provocation from which on firmness becomes restraint",
    },
    "costly_signals": {
        "sunk": "sunk cost that the resolute pays",
        "sunk_low": "sunk cost that the irresolute pays",
        "tie": "stake to which the resolute ties its hands",
        "tie_low": "stake to which the irresolute ties its hands",
        "border": "chance of a determined challenger from which on tying tells the types apart",
        "sunk_war": "chance of war, sinking costs",
        "tie_war": "chance of war, tying hands",
        "sunk_value": "leader's expected worth, sinking costs",
        "tie_value": "leader's expected worth, tying hands",
        "advantage": "what tying hands is worth more to the leader",
        "more_war": "how much likelier tying hands makes war",
    },
    "reassurance": {
        "threshold": "belief that a client needs to stay, under ambiguity",
        "threshold_favoured": "belief that the favoured client needs, under sides",
        "threshold_disfavoured": "belief that the disfavoured client needs, under sides",
        "signal": "cost that a reliable patron burns",
        "kept_reliable": "clients that a reliable patron keeps",
        "kept_unreliable": "clients that an unreliable patron keeps",
        "value": "what the patron expects",
        "value_ambiguity": "what the patron expects of ambiguity",
        "value_sides": "what the patron expects of taking sides",
        "tip": "entanglement below which the patron takes sides",
        "tip_signals": "the same if the patron could still signal after taking sides",
        "window_low": "an intervention tells something above this net cost",
        "window_high": "an intervention tells something up to this net cost",
        "rescue_net": "net cost of the intervention for a third client",
        "rescue": "does that intervention show reliability?",
        "silence": "years for which full proof keeps the clients",
        "signal_repeated": "cost of a signal that is to last so long",
        "after_silence": "belief after silence in the clients' dispute",
        "after_absence": "belief after absence under an attack from outside",
    },
    "reputation": {
        "bound": "what a bluff costs in later disbelief",
        "bound_forever": "the same if it were never believed again",
        "margin": "by how much honesty is safe",
        "least_rounds": "fewest rounds of disbelief that keep it honest",
        "belief": "belief in its reliability after the record",
        "spread": "how uncertain that belief is (standard deviation)",
        "prior": "belief before the record",
    },
    "security_autonomy": {
        "patron_benefit": "worth of a unit of autonomy to the patron, b",
        "patron_cost": "cost of a unit of guarantee to the patron, κ",
        "patron_surplus": "surplus that patron and client can share",
        "rival_surplus": "surplus that rival and client could share",
        "pressing_surplus": "the rival presses the price above this surplus",
        "guarantee": "guarantee, in units of security",
        "worth": "most autonomy that the client would give for it",
        "price_alone": "price without a rival, in units of autonomy",
        "price_cap": "most that can be asked beside the rival's offer",
        "price": "price, in units of autonomy",
        "base": "part of the price paid in bases",
        "policy": "part of the price paid in policy",
        "votes": "part of the price paid in votes",
        "client_gain": "what the client gains",
        "patron_gain": "what the patron gains",
        "rival_gain": "what the rival gains",
        "tipping_own_security": "own security of the client from which on no trade pays",
    },
    "selection": {
        "belief_good": "belief that the alliance is reliable, after a good sign",
        "belief_bad": "belief that the alliance is reliable, after a bad sign",
        "help_good": "chance that the ally comes, after a good sign",
        "help_bad": "chance that the ally comes, after a bad sign",
        "limit": "chance of help from which on the attacker refrains",
        "attack_rate": "share of alliances that are attacked",
        "attack_rate_reliable": "share of the reliable that is attacked",
        "attack_rate_unreliable": "share of the unreliable that is attacked",
        "honour": "promises that would be kept if all were tested",
        "honour_attacked": "promises kept among the attacked",
        "understatement": "by how much the record understates",
        "attacker_payoff": "what the attacker expects",
    },
}
"""Game → number of its closed form → meaning."""

LINES: dict[str, tuple[str, ...]] = {
    "ambiguity": ("escalation_ambiguous", "escalation_conditional", "escalation_unconditional", "patron_cost"),
    "commitment": ("commitment", "abandonment_left", "entrapment_left", "provocation_left"),
    "costly_signals": ("sunk", "tie", "sunk_war", "tie_war"),
    "reassurance": ("threshold", "signal", "value_ambiguity", "value_sides"),
    "reputation": ("bound", "margin", "belief"),
    "security_autonomy": ("guarantee", "price", "client_gain", "patron_gain", "rival_gain"),
    "selection": ("attack_rate", "honour", "honour_attacked", "understatement"),
}
"""The numbers that figures of one parameter and tables of slopes show. Ours: those that the question of the game asks for."""

SAID = {
    ("ambiguity", "word"): {0.0: "ambiguous", 1.0: "conditional", 2.0: "unconditional"},
    ("reassurance", "rescue"): {0.0: "no", 1.0: "yes"},
}
"""Numbers that stand for words."""


def number_word(game: str, number: str) -> str:
    """The meaning of a number.

    >>> number_word("reassurance", "signal")
    'cost that a reliable patron burns'
    """
    return name(NUMBERS.get(game, {}), number)


def told(game: str, number: str, value: float) -> str:
    """A number's value as it is printed: three digits that count, words where it stands for one.

    >>> told("commitment", "cost", 0.857142), told("reassurance", "rescue", 1.0), told("reputation", "least_rounds", float("inf"))
    ('0.857', 'yes', 'none')
    """
    words = SAID.get((game, number), {})
    if value in words:
        return words[value]
    if math.isnan(value):
        return "no meaning here"
    if math.isinf(value):
        return ENDLESS.get((game, number), "without limit")
    return plain(value)


ENDLESS = {("reputation", "least_rounds"): "none"}
"""What an infinite number says, where "without limit" would mislead."""

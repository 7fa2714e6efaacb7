"""What the game of reassurance says in words: strategies, beliefs and the explanation, made from its numbers (SCIENCE D6)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from corcyra.games.words import plain

__all__ = ["beliefs_of", "explained", "strategies_of"]

Values = Mapping[str, float]


def strategies_of(p: Values, region: str, n: Values) -> dict[str, str]:
    """What the patron, both its types and the clients do; ``p`` the parameters, ``n`` the numbers of the closed form."""
    told = {"patron, before it knows its type": "sides with one client" if region == "sides" else "stays ambiguous"}
    told["reliable patron"] = f"burns {n['signal']:.4g}" if n["signal"] > 0 else "sends no signal"
    told["unreliable patron"] = "sends no signal"
    if region == "sides":
        told["favoured client"] = stays_from(n["threshold_favoured"])
        told["disfavoured client"] = stays_from(n["threshold_disfavoured"])
        if p["clients"] > 2:
            told["other clients"] = stays_from(n["threshold"])
    else:
        told["clients"] = stays_from(n["threshold"])
    return told


def stays_from(threshold: float) -> str:
    """A client's plan in words.

    >>> stays_from(0.6), stays_from(1.2), stays_from(-0.1)
    ('stays from the belief 0.6 on', 'leaves at any belief', 'stays at any belief')
    """
    if threshold > 1 + 1e-12:
        return "leaves at any belief"
    return "stays at any belief" if threshold <= 0 else f"stays from the belief {plain(threshold)} on"


def beliefs_of(p: Values, n: Values) -> dict[str, float]:
    """The belief that the patron is reliable, after each signal that is sent and after a smaller one."""
    if n["signal"] > 0:
        return {f"reliable after a signal of {n['signal']:.4g}": 1.0, "reliable after a smaller signal": 0.0}
    return {"reliable after any signal": p["prior"]}


def explained(p: Values, region: str, n: Values) -> str:
    """Two to five sentences: what happens, why, what would change it, and on what assumption."""
    opening = {
        "trusted": trusted,
        "reassured": reassured,
        "futile": futile,
        "sides": sides,
        "uninformative": uninformative,
    }[region]
    return f"{opening(p, n)} {tipping(p, region, n)} {assumed(p)}"


def trusted(p: Values, n: Values) -> str:
    """The region without need of signals."""
    return (
        f"A client {needed(n['threshold'])}; the belief is {plain(p['prior'])}, so all "
        f"{p['clients']:.0f} stay and neither type sends a signal. Other equilibria survive the intuitive criterion here; this one is best for both types."
    )


def reassured(p: Values, n: Values) -> str:
    """The region of costly signals."""
    return (
        f"A client {needed(n['threshold'])}; the belief is {plain(p['prior'])}, so silence "
        f"would lose all {p['clients']:.0f}. A reliable patron burns {plain(n['signal'])}, what {p['clients']:.0f} clients are worth to an unreliable one "
        f"({plain(p['value_unreliable'])} each), which the unreliable therefore does not copy: clients stay after the signal and leave without it. "
        f"{lasting(n)}"
    )


def needed(threshold: float) -> str:
    """When a client stays, in full.

    >>> needed(0.6), needed(-0.1)
    ('stays while it believes the patron reliable with probability 0.6 or more', 'stays whatever it believes of the patron')
    """
    if threshold <= 0:
        return "stays whatever it believes of the patron"
    return f"stays while it believes the patron reliable with probability {plain(threshold)} or more"


def lasting(n: Values) -> str:
    """How long a proof lasts."""
    if math.isinf(n["silence"]):
        return "Proof need not be renewed."
    many = n["silence"]
    if many < 1:
        return "Such proof lasts less than a year."
    return f"Such proof lasts {many:.0f} year{'s' if many != 1 else ''} of silence."


def futile(p: Values, n: Values) -> str:
    """The region where even full proof does not keep the clients."""
    return (
        f"Even a patron known to be reliable would lose its clients under ambiguity: they would need a belief of {plain(n['threshold'])}, above 1. "
        "So neither type signals and all leave; only a better bargain (less autonomy lost, worse outside options, more danger) could keep them."
    )


def uninformative(p: Values, n: Values) -> str:
    """The region without single crossing."""
    return (
        f"The clients would need a belief of {plain(n['threshold'])} and hold {plain(p['prior'])}. A client is worth no more to a reliable patron "
        f"({plain(p['value_reliable'])}) than to an unreliable one ({plain(p['value_unreliable'])}), so whatever the one burns the other would burn too: "
        "no signal tells them apart, and all leave."
    )


def sides(p: Values, n: Values) -> str:
    """The region in which the patron takes sides."""
    kept = f"{n['kept_reliable']:.0f} of {p['clients']:.0f} clients stay{'s' if n['kept_reliable'] == 1 else ''}"
    signal = (
        f"A reliable patron still burns {plain(n['signal'])}, and then {kept} ({n['kept_unreliable']:.0f} with an unreliable one)."
        if n["signal"] > 0
        else f"No signal is sent, and {kept}."
    )
    return (
        f"The patron sides with one client, which then {stays_from(n['threshold_favoured'])}; the other "
        f"{stays_from(n['threshold_disfavoured'])}. The belief is {plain(p['prior'])}. {signal}"
    )


def tipping(p: Values, region: str, n: Values) -> str:
    """Where ambiguity and taking sides change places, and what a patron that can signal under sides would do."""
    k, tip = p["entanglement"], n["tip"]
    if region == "sides":
        return f"Its choice would tip to ambiguity at k = {plain(tip)} (entanglement now costs {plain(k)})." + refined(
            p, n
        )
    if tip <= 0:
        return "Taking sides would be no better at any cost of entanglement."
    return f"It would tip to taking sides if entanglement cost less than k = {plain(tip)} (now {plain(k)})." + refined(
        p, n
    )


def refined(p: Values, n: Values) -> str:
    """A caution where the value of taking sides hangs on the patron's not signalling there."""
    if p["signal_with_sides"] == 1 or abs(n["tip_signals"] - n["tip"]) <= 1e-12:
        return ""
    if n["tip_signals"] <= 1e-12:
        return " That supposes that a patron which took sides cannot signal; if it could, ambiguity would be better at any cost."
    return f" That supposes that a patron which took sides cannot signal; if it could, the border would be k = {plain(n['tip_signals'])}."


def assumed(p: Values) -> str:
    """The condition that no data identify."""
    more = p["value_reliable"] > p["value_unreliable"]
    relation = "more" if more else "no more"
    return (
        f"That a client is worth {relation} to a reliable patron (v_R = {plain(p['value_reliable'])}, v_U = {plain(p['value_unreliable'])}) "
        "is assumed, not identified from data."
    )

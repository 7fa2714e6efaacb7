"""Why a text and a computation differ, in a sentence made from the theory's own terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from corcyra.contest.verdict import OBSERVED, Computed
from corcyra.theories.theory import NONE

__all__ = ["Means", "percent", "reason_of"]


class Means:
    """The mean of each term over the text's years, by theory, state, term and pole; and what things are called."""

    def __init__(self, terms: pl.DataFrame, titles: Mapping[str, str], names: Mapping[int, str]) -> None:
        self.titles, self.names = titles, names
        keys = ("theory", "state", "meaning", "pole")
        mean = terms.group_by(keys, maintain_order=True).agg(pl.col("value").mean())
        self.value: dict[tuple[str, int], dict[str, dict[str, float]]] = {}
        for theory, state, meaning, pole, value in mean.select(*keys, "value").iter_rows():
            self.value.setdefault((theory, state), {}).setdefault(meaning, {})[pole] = value

    def pole(self, key: str | None) -> str:
        """A pole's title, or the key itself when the study has no such pole."""
        return self.titles.get(key or NONE, str(key))

    def listed(self, states: Sequence[int]) -> str:
        """State names in a row: "A, B and C"."""
        called = [self.names[state] for state in states]
        return f"{', '.join(called[:-1])} and {called[-1]}"

    def text_predicts(self, said: Mapping[str, Any]) -> str | None:
        """What the text expects, in words; None when it is silent."""
        if said["alike"]:
            return f"same stand toward {self.toward(said)} from {self.listed(said['alike'])}"
        return None if said["partner"] is None else self.pole(said["partner"])

    def toward(self, said: Mapping[str, Any]) -> str:
        """The poles of a pattern, in words."""
        return " and ".join(self.pole(key) for key in said["toward"])

    def lead(self, theory: str, state: int, one: str, other: str) -> tuple[str, float] | None:
        """The term that most favours one option over another on average, and by how much; None has value 0."""
        gaps = [
            (poles.get(one, 0.0) - poles.get(other, 0.0), meaning)
            for meaning, poles in self.value.get((theory, state), {}).items()
        ]
        if not gaps:
            return None
        gap, meaning = max(gaps, key=lambda pair: pair[0])
        return meaning, gap

    def divides(self, theory: str, states: Sequence[int], toward: Sequence[str]) -> str | None:
        """The term that sets the states apart most in what it adds to the poles on average."""
        spread: dict[str, float] = {}
        for pole in toward:
            for meaning in {each for state in states for each in self.value.get((theory, state), {})}:
                values = [self.value.get((theory, state), {}).get(meaning, {}).get(pole, 0.0) for state in states]
                spread[meaning] = max(spread.get(meaning, 0.0), max(values) - min(values))
        return max(sorted(spread), key=lambda meaning: spread[meaning]) if spread else None


def percent(share: float | None) -> str:
    """A share in whole per cent.

    >>> percent(0.617)
    '62 %'
    """
    return "no known share" if share is None else f"{100 * share:.0f} %"


def reason_of(said: Mapping[str, Any], found: Computed, same: bool | None, verdict: str | None, means: Means) -> str:
    """One or two sentences: what both say of the prediction, and of its fate where they differ on that."""
    state = means.names[said["state"]]
    if found.partner is None:
        return f"The computation is silent on {state} throughout: {found.silent_reason or 'no partner is known'}."
    if said["theory"] == OBSERVED:
        return record(said, found, state, means)
    first = pattern(said, found, means) if said["alike"] else prediction(said, found, same, state, means)
    return f"{first} {fate(said, found, same, verdict, state, means)}".strip()


def record(said: Mapping[str, Any], found: Computed, state: str, means: Means) -> str:
    """The text's account of what came to pass beside the measured one."""
    measured = f"{means.pole(found.partner)} in {percent(found.share)} of the years"
    if said["partner"] == found.partner:
        return f"The text and the measured alignment both have {state} closest to {measured}."
    return f"The text has {state} closest to {means.pole(said['partner'])}; the measured alignment has it closest to {measured}."


def prediction(said: Mapping[str, Any], found: Computed, same: bool | None, state: str, means: Means) -> str:
    """Text's and computed partner, with the term that parts them."""
    computed = means.pole(found.partner)
    often = f"in {percent(found.share)} of the years"
    if same is None:
        return f"The text says nothing; the computation expects {computed} {often}."
    if same:
        return f"Both expect {computed} ({often})."
    told = means.pole(said["partner"])
    if said["partner"] not in means.titles:
        return f"The text expects {told}, which is no pole of this study; the computation expects {computed} {often}."
    lead = means.lead(said["theory"], said["state"], str(found.partner), said["partner"])
    because = "" if lead is None or lead[1] <= 0 else f", above all for {lead[0]} ({lead[1]:+.2f} against {told})"
    return f"The text expects {told}; the computation expects {computed} {often}{because}."


def pattern(said: Mapping[str, Any], found: Computed, means: Means) -> str:
    """Whether the computation gives the pattern, and what sets the states apart when it does not."""
    who, toward = means.listed(said["alike"]), means.toward(said)
    if found.alike is None:
        return f"There is no year in which the computation speaks on {who} alike."
    share = f"in {percent(found.alike)} of the years"
    if found.pattern:
        return f"Both expect the same stand toward {toward} from {who} ({share})."
    term = means.divides(said["theory"], said["alike"], said["toward"])
    apart = "" if term is None else f"; what sets them apart most is {term}"
    return f"The text expects the same stand toward {toward} from {who}; the computation gives it only {share}{apart}."


def fate(
    said: Mapping[str, Any], found: Computed, same: bool | None, verdict: str | None, state: str, means: Means
) -> str:
    """Where the verdicts differ, what the measured record has; nothing when they agree on one prediction."""
    if verdict is None or said["verdict"] is None:
        return ""
    told, made = (f"{word} holds" if word == "partly" else word for word in (said["verdict"], verdict))
    if told == made:
        return "" if same else f"Each finds that its own {told}."
    if found.pattern:
        have = f"the measured stands are the same in {percent(found.observed_alike)} of the years"
    else:
        record = f"{means.pole(found.observed)} in {percent(found.observed_share)} of the years"
        have = f"the measured alignment has {state} closest to {record}"
    return f"By the text it {told}, by the computation it {made}: {have}."

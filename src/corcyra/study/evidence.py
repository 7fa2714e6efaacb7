"""What each column is made of, known before anything is computed, so that a circular study is refused at once."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from corcyra.errors import CircularityError, ParameterError, UnknownName
from corcyra.measures.alignment import INDICATORS
from corcyra.measures.measure import Measure
from corcyra.panel.recipes import FIELDS
from corcyra.study.place import Place
from corcyra.theories.theory import Theory

__all__ = ["check_circularity", "check_outcome", "families"]

POSSIBLE = tuple(dict.fromkeys(each.family for each in INDICATORS))
"""The families of evidence that the observed alignment can be made of."""
POSTURE = ("threat",)
"""What the contest reads to turn any theory's values into a posture."""


def families(measures: Sequence[Measure]) -> dict[str, frozenset[str]]:
    """From every column of the sources and measures to the families of evidence that it is made from.

    >>> families([])["gas_share"]
    frozenset({'arms_energy'})
    """
    found = {name: frozenset({field.family}) for name, field in FIELDS.items()}
    for measure in measures:
        made = frozenset[str]().union(*(found[name] for name in measure.needs))
        found |= {each.name: made for each in measure.gives}
    return found


def check_outcome(outcome: Sequence[str], place: Place) -> None:
    """Raise `UnknownName` for evidence that no source carries, `ParameterError` when there is none."""
    known = {field.family for field in FIELDS.values()}
    for number, family in enumerate(outcome):
        if family not in known:
            near = get_close_matches(family, POSSIBLE, n=3, cutoff=0.4) or POSSIBLE
            raise UnknownName("evidence of the outcome", family, near, **place.at("outcome", number))
    if not outcome:
        told = "the outcome is empty, so there is no observed alignment to hold theories against"
        raise ParameterError(f"{told}. Choose from: {', '.join(POSSIBLE)}.", **place.at("outcome"))


def check_circularity(theories: Sequence[Theory], measures: Sequence[Measure], outcome: Sequence[str], place: Place) -> None:
    """Raise `CircularityError` when a theory reads what the outcome is made of, naming theories, columns and evidence.

    Then `ParameterError` when a family of the outcome is no sign of alignment. ``measures`` are those that the theories
    read from, already kept from the outcome's evidence.
    """
    made = families(measures)
    needs = {theory.key: theory.needs for theory in theories} | {"every expected posture": POSTURE}
    for number, family in enumerate(outcome):
        read = {who: ", ".join(name for name in names if family in made[name]) for who, names in needs.items()}
        readers = ", ".join(f"{who} ({names})" for who, names in read.items() if names)
        if readers:
            told = f"the outcome has {family}, which these predictions read too: {readers}"
            remedy = f"Take {family} out of the outcome, or such theories out of the study."
            raise CircularityError(f"{told}. {remedy}", **place.at("outcome", number))
        if family not in POSSIBLE:
            told = f"{family} is no sign of alignment. Make the outcome from: {', '.join(POSSIBLE)}."
            raise ParameterError(told, **place.at("outcome", number))

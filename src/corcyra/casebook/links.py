"""Whether the rows of dependence.csv can be used: known names, no circle, correlations that are possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corcyra.casebook.gather import Gathered
from corcyra.casebook.ledger import Judgement, Link
from corcyra.casebook.problems import Complaints
from corcyra.errors import DataError
from corcyra.tracing.dependence import Dependence, order, rho_bounds

__all__ = ["check_links", "dependences"]

SLACK = 1e-9
"""Ours: a correlation this little outside its bounds is rounding."""


def dependences(links: Sequence[Link]) -> tuple[Dependence, ...]:
    """The links that were judged, as `corcyra.tracing` has them; those of the kind ``listed`` are not among them.

    >>> str(dependences([Link("b", ("a",), "*", "*", "same", None, ""), Link("c", ("a",), "*", "*", "listed", None, "")])[0])
    'b given a: same under *'
    """
    return tuple(
        Dependence(each.evidence, each.given, each.kind, each.value, each.hypothesis, each.coder)
        for each in links if each.kind != "listed"
    )  # fmt: skip


def check_links(found: Gathered, complaints: Complaints) -> None:
    """Tell every link that cannot be used."""
    file = found.folder / "dependence.csv"
    good = [each for each in found.links if known(each, found, file, complaints)]
    check_circle(good, [each.id for each in found.evidence], file, complaints)
    check_once(good, found, file, complaints)
    for each in good:
        if each.kind == "correlation":
            check_bounds(each, found.judgements, file, complaints)
        if each.kind == "same":
            check_found(each, found, file, complaints)
        if each.kind != "listed" and not each.reason:
            told = f"the dependence of {each.evidence} on {', '.join(each.given)} has no reason."
            complaints.warn(file, each.line, told, "Say why, so that another can disagree.")


def known(each: Link, found: Gathered, file: Path, complaints: Complaints) -> bool:
    """Whether the link names clues and hypotheses that are there, and no clue depends on itself."""
    clues, keys = [clue.id for clue in found.evidence], [rival.key for rival in found.hypotheses]
    wrong = [("clue", name) for name in (each.evidence, *each.given) if name not in clues]
    wrong += [("hypothesis", each.hypothesis)] if each.hypothesis not in (*keys, "*") else []
    for kind, name in wrong:
        if kind == "clue" and "evidence.csv" in found.torn:
            continue
        choice = ", ".join((clues if kind == "clue" else keys)[:5])
        complaints.error(file, each.line, f"unknown {kind} {name!r}.", f"Known are: {choice}.")
    if each.evidence in each.given:
        complaints.error(file, each.line, f"the clue {each.evidence} depends on itself.", "Take the row out.")
    return not wrong and each.evidence not in each.given


def check_circle(links: Sequence[Link], clues: Sequence[str], file: Path, complaints: Complaints) -> None:
    """No clue depends on itself through others; the rows are added one by one, so that the one that closes the circle is named."""
    kept: list[Link] = []
    for each in links:
        if each.kind == "listed":
            continue
        try:
            order(list(dict.fromkeys(clues)), dependences([*kept, each]))
            kept.append(each)
        except DataError as problem:
            complaints.error(file, each.line, str(problem), "")


def check_once(links: Sequence[Link], found: Gathered, file: Path, complaints: Complaints) -> None:
    """A clue has one dependence under each hypothesis for each coder."""
    keys, taken = [each.key for each in found.hypotheses], dict[tuple[str, str, str], int]()
    coders = [coder.key for _, coder in found.coders]
    for each in links:
        if each.kind == "listed":
            continue
        places = [
            (each.evidence, key, coder)
            for key in (keys if each.hypothesis == "*" else [each.hypothesis])
            for coder in (coders if each.coder == "*" else [each.coder])
        ]
        before = next((taken[at] for at in places if at in taken), None)
        if before is not None:
            complaints.error(
                file, each.line, f"{each.evidence} has two dependences under one hypothesis, the first in line {before}.",
                "Where it depends on several clues, give one conditional judgement that names them all.",
            )  # fmt: skip
        taken |= {at: each.line for at in places if at not in taken}


def check_bounds(each: Link, judgements: Sequence[Judgement], file: Path, complaints: Complaints) -> None:
    """The correlation is possible for the two probabilities, whoever judged them."""
    for one, two in pairs(each, judgements):
        low, high = rho_bounds(one.probability, two.probability)
        if not low - SLACK <= (each.value or 0.0) <= high + SLACK:
            complaints.error(
                file, each.line,
                f"a correlation of {each.value:g} of {each.evidence} and {each.given[0]} is impossible under {one.hypothesis} ({one.coder} judged them "
                f"{two.probability:g} and {one.probability:g}): it must lie between {low:.3f} and {high:.3f}.",
                "Choose a value there, or give a conditional judgement.",
            )  # fmt: skip


def pairs(each: Link, judgements: Sequence[Judgement]) -> Iterator[tuple[Judgement, Judgement]]:
    """The judgements of the given clue and of the clue, by the same coder under the same hypothesis."""
    table = {(row.evidence, row.hypothesis, row.coder): row for row in judgements}
    for (clue, hypothesis, coder), one in table.items():
        two = table.get((each.evidence, hypothesis, coder))
        if clue == each.given[0] and two and each.hypothesis in ("*", hypothesis) and each.coder in ("*", coder):
            yield one, two


def check_found(each: Link, found: Gathered, file: Path, complaints: Complaints) -> None:
    """What is the same clue was found with it."""
    state = {clue.id: clue.found for clue in found.evidence}
    if state[each.evidence] is not None and state[each.evidence] != state[each.given[0]]:
        told = f"{each.evidence} is said to be the same as {each.given[0]}, but they were not found alike."
        complaints.error(file, each.line, told, "Give a conditional judgement instead.")

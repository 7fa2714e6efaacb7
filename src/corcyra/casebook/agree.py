"""Whether the files of a case agree with each other: names that are known, hypotheses that exclude each other, clues that are judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from corcyra.casebook.bibliography import known_key
from corcyra.casebook.gather import Gathered
from corcyra.casebook.links import check_links
from corcyra.casebook.problems import Complaints
from corcyra.tracing.evidence import listed

__all__ = ["agree"]

EXAMPLE = "EXAMPLE:"
"""How the clues begin that `corcyra.casebook.start` writes to be written over."""
NEAR = 1e-6
"""As in `corcyra.tracing.weigh`: priors whose sum is this close to 1 are taken as rounded."""


def agree(found: Gathered, complaints: Complaints) -> None:
    """Tell every disagreement between the parts of a case."""
    check_rivals(found, complaints)
    check_priors(found, complaints)
    check_implications(found, complaints)
    check_coders(found, complaints)
    check_clues(found, complaints)
    check_judgements(found, complaints)
    check_whole(found, complaints)
    check_links(found, complaints)


def unknown(name: str, known: Iterable[str]) -> str:
    """What to do about a name that is not known."""
    choice = list(known)
    near = get_close_matches(name, choice, n=3) or choice[:5]
    return f"Known are: {', '.join(near)}." if near else "None is defined."


def check_rivals(found: Gathered, complaints: Complaints) -> None:
    """Two hypotheses or more that exclude each other, and one for the rest."""
    file, settings = found.settings.file, found.settings
    if len(found.hypotheses) < 2:
        complaints.error(file, None, "evidence is weighed between rivals: there must be two hypotheses or more.", "Add [[hypotheses]].")
    if settings.values.get("exclusive", True) is not True:
        complaints.error(
            file, settings.line("exclusive"), "the hypotheses are said not to exclude each other, and such cannot be weighed against one another.",
            "Rewrite them so that one at most is true: A alone, B alone, both together.",
        )  # fmt: skip
    seen: dict[str, str] = {}
    for nth, each in enumerate(found.hypotheses):
        line = settings.line("key", nth, "hypotheses")
        if [other.key for other in found.hypotheses[:nth]].count(each.key):
            complaints.error(file, line, f"the hypothesis {each.key} stands twice.", "Give each a key of its own.")
        if not each.claims and not each.rest:
            complaints.warn(file, line, f"the hypothesis {each.key} claims nothing.", 'Write claims = "...", in one or two sentences.')
        same = " ".join(each.claims.casefold().split())
        if same and same in seen and seen[same] != each.key:
            told = f"{each.key} claims the same as {seen[same]}: two hypotheses that say the same do not exclude each other."
            complaints.error(file, settings.line("claims", nth, "hypotheses"), told, "Say in what they differ, or keep one.")
        seen.setdefault(same, each.key)
    if found.hypotheses and not any(each.rest for each in found.hypotheses):
        complaints.note(
            file, None, "no hypothesis is for the rest, so the verdict holds only if one of these is true.",
            "Where that is in doubt, add one with rest = true.",
        )  # fmt: skip


def check_priors(found: Gathered, complaints: Complaints) -> None:
    """All priors or none, with the sum 1."""
    file, given = found.settings.file, [each for each in found.hypotheses if each.prior is not None]
    if not given:
        return
    line = found.settings.line("prior", found.hypotheses.index(given[0]), "hypotheses")
    lacking = [each.key for each in found.hypotheses if each.prior is None]
    if lacking:
        complaints.error(file, line, f"there is no prior for {listed(lacking)}.", "Give one for every hypothesis, or none for equal ones.")
        return
    total = sum(each.prior or 0.0 for each in given)
    if abs(total - 1.0) > NEAR:
        complaints.error(file, line, f"the priors sum to {total:g}, not to 1.", "Scale them, or leave all out for equal ones.")


def check_implications(found: Gathered, complaints: Complaints) -> None:
    """Implications of known hypotheses, and some for each."""
    file, keys = found.folder / "implications.csv", [each.key for each in found.hypotheses]
    for line, hypothesis, implication in found.implications:
        if hypothesis not in keys:
            complaints.error(file, line, f"unknown hypothesis {hypothesis!r}.", unknown(hypothesis, keys))
        if not implication:
            complaints.error(file, line, "the implication is empty.", "Say what would be seen if the hypothesis were true.")
    told = {hypothesis for _, hypothesis, _ in found.implications}
    for each in found.hypotheses:
        if each.key not in told and not each.rest:
            remedy = "Say in implications.csv what would be seen if it were true."
            complaints.warn(file, None, f"the hypothesis {each.key} has no implications.", remedy)


def check_coders(found: Gathered, complaints: Complaints) -> None:
    """Coders with a key, each once, and all known that are named."""
    file, keys = found.folder / "coders.csv", [coder.key for _, coder in found.coders]
    for nth, (line, coder) in enumerate(found.coders):
        if not coder.key or coder.key == "*":
            complaints.error(file, line, "the coder has no key.", "Give a short one, as AB.")
        elif coder.key in keys[:nth]:
            complaints.error(file, line, f"the coder {coder.key} stands twice.", "Keep one row.")
    judging, linking = found.folder / "judgements.csv", found.folder / "dependence.csv"
    rows: list[tuple[Path, int, str]] = [(judging, each.line, each.coder) for each in found.judgements]
    rows += [(linking, each.line, each.coder) for each in found.links if each.coder != "*"]
    count = Counter(name for _, _, name in rows)
    told: set[str] = set()
    for place, at, name in rows:
        if name and name not in keys and name not in told and "coders.csv" not in found.torn:
            told.add(name)
            more = f" (here and in {count[name] - 1} more rows)" if count[name] > 1 else ""
            complaints.error(place, at, f"unknown coder {name!r}{more}.", f"Add a row to coders.csv. {unknown(name, keys)}")


def check_clues(found: Gathered, complaints: Complaints) -> None:
    """Ids once, dates within the case's years, works that are in a bibliography."""
    file, seen = found.folder / "evidence.csv", dict[str, int]()
    for each in found.evidence:
        if each.id in seen:
            complaints.error(file, each.line, f"the clue {each.id} stands twice, first in line {seen[each.id]}.", "Give each an id of its own.")
        seen.setdefault(each.id, each.line)
        if each.what.startswith(EXAMPLE):
            remedy = "Write over it, or take out its row and its judgements."
            complaints.warn(file, each.line, f"the clue {each.id} is an invented example.", remedy)
        for key in each.citations:
            if not known_key(key, found.works):
                complaints.error(file, each.line, f"unknown citation @{key}.", "Add it to sources.bib, or write the source in words without @.")
        if found.years and each.first and each.last and not (each.first.year <= found.years[1] and each.last.year >= found.years[0]):
            told = f"the clue {each.id} is of {each.date}, outside the case's years {found.years[0]} to {found.years[1]}."
            complaints.warn(file, each.line, told, "Correct the date, or widen first and last in case.toml.")
    if not found.evidence and file.name not in found.torn:
        complaints.warn(file, None, "there is no clue yet.", "Add rows to evidence.csv.")
    for key in found.sources:
        if " " not in key and not known_key(key.lstrip("@"), found.works):
            line = found.settings.line("source")
            complaints.error(found.settings.file, line, f"unknown citation {key!r}.", "Add it to sources.bib, or give the source in words.")


def check_judgements(found: Gathered, complaints: Complaints) -> None:
    """Judgements of known clues and hypotheses, each once."""
    file = found.folder / "judgements.csv"
    clues, keys = [each.id for each in found.evidence], [each.key for each in found.hypotheses]
    seen: dict[tuple[str, str, str], int] = {}
    for each in found.judgements:
        for kind, name, known in (("clue", each.evidence, clues), ("hypothesis", each.hypothesis, keys)):
            if name and name not in known and not (kind == "clue" and "evidence.csv" in found.torn):
                complaints.error(file, each.line, f"unknown {kind} {name!r}.", unknown(name, known))
        at = each.evidence, each.hypothesis, each.coder
        if at in seen:
            told = f"{each.coder} judged {each.evidence} under {each.hypothesis} twice, first in line {seen[at]}."
            complaints.error(file, each.line, told, "Keep one of the two judgements.")
        seen.setdefault(at, each.line)


def check_whole(found: Gathered, complaints: Complaints) -> None:
    """Clues that nobody judged, and judgements under some hypotheses only; nothing of what could not be read."""
    if "judgements.csv" in found.torn:
        return
    keys = [each.key for each in found.hypotheses]
    by_clue: dict[str, dict[str, set[str]]] = {}
    for each in found.judgements:
        by_clue.setdefault(each.evidence, {}).setdefault(each.coder, set()).add(each.hypothesis)
    for clue in (each for each in found.evidence if each.id not in found.refused):
        judged = by_clue.get(clue.id, {})
        if not judged:
            remedy = "Add rows to judgements.csv; until then it is not weighed."
            complaints.warn(found.folder / "evidence.csv", clue.line, f"the clue {clue.id} has no judgement.", remedy)
        for coder, hypotheses in judged.items():
            gaps = [key for key in keys if key not in hypotheses]
            if gaps:
                line = next(each.line for each in found.judgements if (each.evidence, each.coder) == (clue.id, coder))
                told = f"{coder} judged {clue.id} but not under {listed(gaps)}."
                complaints.warn(found.folder / "judgements.csv", line, told, "Judge it under every hypothesis; till then it is left out.")


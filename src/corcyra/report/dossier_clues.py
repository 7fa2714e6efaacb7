"""The clues of a dossier: who each speaks for, the words for its weight, its row in the table of evidence, and its source as a note."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_uppercase

import numpy as np

from corcyra.casebook.ledger import Evidence, Ledger
from corcyra.casebook.weighing import UnitWeighed
from corcyra.report.dossier_blocks import Cell, Grid, Note
from corcyra.report.wording import join, sentence, upper
from corcyra.tracing.weigh import strength
from corcyra.world.citation import Entry

__all__ = ["evidence_grid", "letters_of", "note_text", "notes_of", "short", "signed", "speaks", "usual"]

WORDS = {
    "not worth more than a bare mention": "barely", "positive": "positively", "strong": "strongly", "very strong": "very strongly",
}  # fmt: skip
"""The words of Kass and Raftery (1995) as adverbs."""
LEVEL = 0.05
"""Ours: a weight that is printed as 0.0 speaks for nobody."""
TELLING = 3.0
"""Decibels from which a clue is said to tell two hypotheses apart. Ours: it makes one twice as probable relative to the other."""
CALL = re.compile(r"\[?@([^\W_][\w:.+/-]*\w|[^\W_])([^\];]*)\]?")
PAGE, FIRST, LAST = 174.0, 19.0, 28.0
"""Millimetres of the page, of the column of names and dates, and of the last."""
MARKS = "\"\u201c\u201d \n"
"""What a quote may already have around it."""
BORROWED = ("see ",)
"""How a reason begins that only points to another row."""


def letters_of(ledger: Ledger) -> dict[str, str]:
    """A capital letter for each hypothesis, in the order of the case; beyond 26 the key itself."""
    return {each.key: ascii_uppercase[place] if place < 26 else each.key for place, each in enumerate(ledger.hypotheses)}


def signed(db: float) -> str:
    """A weight with its sign.

    >>> signed(6.02), signed(-13.0), signed(0.01), signed(float("inf"))
    ('+6.0', '−13.0', '0.0', '+∞')
    """
    if math.isinf(db):
        return "+\u221e" if db > 0 else "\u2212\u221e"
    text = f"{abs(db):.1f}"
    return text if abs(db) < LEVEL else ("+" if db > 0 else "\u2212") + text


def speaks(db: float, leader: str, rival: str) -> str:
    """Whom a weight speaks for, in words.

    >>> speaks(6.02, "D", "A"), speaks(-14.0, "D", "A"), speaks(0.0, "D", "A"), speaks(float("inf"), "D", "A")
    ('positively for D', 'strongly for A', 'for neither D nor A', 'rules out A')
    """
    if math.isnan(db):
        return "impossible under both"
    if math.isinf(db):
        return f"rules out {rival if db > 0 else leader}"
    if abs(db) < LEVEL:
        return f"for neither {leader} nor {rival}"
    return f"{WORDS[strength(db)]} for {leader if db > 0 else rival}"


def short(work: Entry) -> str:
    """A work by author and year, as a note names it.

    >>> short(Entry("a", "book", (("author", "Bunce, Valerie and Wolchik, Sharon"), ("year", "2011"), ("title", "T"))))
    'Bunce and Wolchik (2011)'
    """
    fields = dict(work.fields)
    raw = fields.get("author") or fields.get("editor", "")
    names = [family(each) for each in re.split(r"\s+and\s+(?![^{]*\})", raw.strip())]
    who = f"{names[0]} et al." if len(names) > 2 else join(names)
    return f"{who} ({work.get('year')})"


def family(name: str) -> str:
    """The family name; an organisation in braces stays whole."""
    return re.sub(r"[{}]", "", name if name.startswith("{") else name.partition(",")[0]).strip()


def usual(ledger: Ledger) -> str:
    """The confidence in most of the clues that somebody looked for; empty where no word holds for most of them."""
    said = Counter(each.confidence for each in ledger.evidence if each.found is not None)
    word, times = said.most_common(1)[0] if said else ("", 0)
    return word if 2 * times > said.total() else ""


def note_text(ledger: Ledger, clue: Evidence, known: str = "") -> str:
    """The source of a clue with its keys as author and year; where somebody looked, how far it was verified, and the coder's note.

    A confidence that is ``known`` to be the usual one is not repeated.
    """

    def named(found: re.Match[str]) -> str:
        work = ledger.work(found[1])
        return (short(work) if work else found[1]) + found[2].rstrip()

    source = sentence(re.sub(r"\s+", " ", CALL.sub(named, clue.source)))
    checked = "; ".join(part for part in (clue.verification, f"{clue.confidence} confidence" if clue.confidence not in ("", known) else "") if part)
    if clue.found is None:
        return f"{clue.id}: {source}"
    return " ".join(part for part in (f"{clue.id}: {source}", sentence(checked), sentence(clue.note)) if part)


def notes_of(ledger: Ledger, clues: Iterable[Evidence]) -> tuple[Note, ...]:
    """A note for each clue, numbered from 1."""
    known = usual(ledger)
    return tuple(Note(number, note_text(ledger, each, known)) for number, each in enumerate(clues, 1))


def evidence_grid(
    ledger: Ledger, unit: UnitWeighed, clues: Sequence[Evidence], notes: Mapping[str, int], caption: str, *, why: bool = True, crowded: bool = False
) -> Grid:
    """The table of evidence: each clue, how expected it was under each hypothesis, and what it says of leader and runner-up.

    ``why`` adds the coders' reasons and the quotes. In a ``crowded`` case paper has them only where the clue tells the two apart, and dates run in
    before the words, so that most clues take a line.
    """
    letters = letters_of(ledger)
    head = [("clue, date", ""), ("what was found, and why it matters", "")] if not crowded else [("clue", ""), (f"when, and what was found{', and why it matters' if why else ''}", "")]
    head += [(letters[key], ledger.hypothesis(key).name) for key in unit.result.hypotheses]
    head.append(("speaks", ""))
    count = len(unit.result.hypotheses)
    wide = min(6.0, 36.0 / count)
    first = FIRST if not crowded else max(9.0, min(FIRST, 2.0 * max(len(each.id) for each in clues)))
    widths = (first, PAGE - first - LAST - wide * count, *[wide] * count, LAST)
    rows = tuple(evidence_row(ledger, unit, each, notes, letters, why, crowded) for each in clues)
    return Grid(f"evidence{'-' + unit.unit if unit.unit else ''}", caption, tuple(head), rows, widths)


def evidence_row(
    ledger: Ledger, unit: UnitWeighed, clue: Evidence, notes: Mapping[str, int], letters: Mapping[str, str], why: bool, crowded: bool
) -> tuple[Cell, ...]:
    """One clue."""
    result = unit.result
    telling = not crowded
    if clue.id in result.clues:
        seen = result.seen[result.clues.index(clue.id)]
        db = result.between(result.leader, result.runner_up)[clue.id]
        telling = telling or not abs(db) < TELLING
        words = upper(speaks(db, letters[result.leader], letters[result.runner_up]))
        said = Cell(words, (f"{signed(db)}\u00a0dB" if abs(db) >= LEVEL else "",), strong=abs(db) >= LEVEL)
    else:
        seen = np.full(len(result.hypotheses), np.nan)
        said = Cell("not weighed", ("nobody has looked for it" if clue.found is None else "not judged under every hypothesis",))
    day = day_word(clue.date)
    first = Cell(clue.id, () if crowded else (day,), "head")
    lost = {True: "", False: "Looked for and not found: ", None: "Not looked for: "}[clue.found]
    said_there = clue.quote.strip(MARKS)
    quote = (f"\u201c{said_there}\u201d",) if said_there else ()
    told = (*quote, *reasons(ledger, clue.id, (result.leader, result.runner_up), letters))
    shown, more = (told, ()) if why and telling else ((), told)
    what = Cell(sentence(lost + clue.what if not crowded else f"{day}: {lost}{clue.what}"), shown, "text", (notes[clue.id],), more=more)
    return (first, what, *(chance_cell(value) for value in seen.tolist()), said)


def chance_cell(value: float) -> Cell:
    """How expected the clue was, in the hundred."""
    if math.isnan(value):
        return Cell("\u2013", kind="share")
    return Cell(f"{100 * value:.0f}", kind="share", tint=value)


def reasons(ledger: Ledger, clue: str, pair: Sequence[str], letters: Mapping[str, str]) -> tuple[str, ...]:
    """Why the coders judged so under the two hypotheses of the pair, each reason once, with its letters where the two differ.

    A reason that only points to another row is no reason; where neither of the pair has one, the first that there is stands for the clue.
    """
    said: dict[str, list[str]] = {}
    first = ""
    for each in ledger.judgements:
        if each.evidence == clue and each.reason and not each.reason.casefold().startswith(BORROWED):
            first = first or each.reason
            if each.hypothesis in pair:
                said.setdefault(each.reason, []).append(letters[each.hypothesis])
    if not said:
        return (sentence(first),) if first else ()
    if len(said) < 2:
        return tuple(sentence(reason) for reason in said)
    return (" ".join(f"{', '.join(dict.fromkeys(names))}: {sentence(reason)}" for reason, names in said.items()),)


def day_word(written: str) -> str:
    """A date as people read it: a span with a dash.

    >>> day_word("2003-11-23/2004-12-26"), day_word("1997")
    ('2003-11-23 – 2004-12-26', '1997')
    """
    return written.replace("/", " \u2013 ")

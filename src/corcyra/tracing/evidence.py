"""What coders expect of a clue under each hypothesis: five words or numbers, and what was found, not found, or not looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError, ParameterError, UnknownName

__all__ = ["MIDDLE", "WORDS", "Likelihoods", "certainty", "likelihoods", "listed", "probability"]

Numbers = npt.NDArray[np.float64]

WORDS: Mapping[str, float] = MappingProxyType(
    {"very unlikely": 0.05, "unlikely": 0.20, "even": 0.50, "likely": 0.80, "very likely": 0.95}
)
"""The five words as probabilities. The words and their ranges are those of the Office of the Director of National Intelligence (2015),
directive 203: 5-20 %, 20-45 %, 45-55 %, 55-80 %, 80-95 %. That each word means the outer end of its range is ours: with the middles no pair
of words would reach the ratio of 10 of a smoking gun, and the outer ends stand at almost even steps of log-odds (6.0 and 6.8 dB)."""

MIDDLE: Mapping[str, float] = MappingProxyType(
    {"very unlikely": 0.125, "unlikely": 0.325, "even": 0.50, "likely": 0.675, "very likely": 0.875}
)
"""The middles of the same ranges: weigh with these too, to see what the choice of numbers for the words decides."""


def probability(judgement: str | float, *, words: Mapping[str, float] = WORDS) -> float:
    """A judgement as a probability: one of the five words, or a number from 0 to 1, also as text (``0.8``, ``0,8``, ``80%``).

    Raises `ParameterError` for other words and for numbers outside 0-1.

    >>> probability("very likely"), probability(" Unlikely "), probability("0,8"), probability("80 %"), probability(0.3)
    (0.95, 0.2, 0.8, 0.8, 0.3)
    """
    if isinstance(judgement, str):
        word = " ".join(judgement.casefold().split())
        value = words[word] if word in words else number(word, judgement, words)
    else:
        value = float(judgement)
    if not 0.0 <= value <= 1.0:
        raise ParameterError(
            f"a judgement of {judgement} is no probability: it must lie between 0 and 1. Write how expected the clue is, 0.8 or 80% or a word."
        )
    return value


def number(word: str, judgement: str, words: Mapping[str, float]) -> float:
    """A number written as text."""
    if not re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)? ?%?", word):
        raise ParameterError(
            f"{judgement!r} is no judgement. Write one of the words {', '.join(words)}, or a number from 0 to 1."
        )
    value = float(word.rstrip("% ").replace(",", "."))
    return value / 100.0 if word.endswith("%") else value


def certainty(value: float) -> str:
    """The warning for a judgement of exactly 0 or 1; else an empty string. Such a judgement no other clue can outweigh.

    >>> certainty(1.0)
    'a judgement of 1 is a certainty, and a certainty cannot be moved by other evidence: give 0.99 unless the opposite is impossible'
    >>> certainty(0.5)
    ''
    """
    if value not in (0.0, 1.0):
        return ""
    near = "0.01" if value == 0.0 else "0.99"
    return (
        f"a judgement of {value:.0f} is a certainty, and a certainty cannot be moved by other evidence: "
        f"give {near} unless the opposite is impossible"
    )


def listed(names: Iterable[str]) -> str:
    """Names in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""


@dataclass(frozen=True, eq=False)
class Likelihoods:
    """How expected each clue is under each hypothesis, by coder, and whether it was found.

    ``expected`` (clues, hypotheses, coders), or (clues, hypotheses) for one coder, is P(the clue would be found | hypothesis), 0-1; NaN
    where a coder is silent. ``found``: True; False where it was looked for and not found; None where nobody has looked. ``seen`` is P(what
    turned out | hypothesis): ``expected`` of a clue found, 1 - ``expected`` of one not found, NaN where nobody looked.

    Raises `ParameterError` for probabilities outside 0-1 and for shapes that do not agree, `DataError` for names that stand twice.

    >>> table = Likelihoods(("letter", "order"), ("stigma", "threat"), ("",), np.array([[0.8, 0.2], [0.5, 0.9]]), (True, False))
    >>> table.seen[:, :, 0].round(2).tolist()
    [[0.8, 0.2], [0.5, 0.1]]
    """

    clues: tuple[str, ...]
    hypotheses: tuple[str, ...]
    coders: tuple[str, ...]
    expected: Numbers
    found: tuple[bool | None, ...]

    def __post_init__(self) -> None:
        values = np.array(self.expected, dtype=np.float64)
        if values.ndim == 2:
            values = values[:, :, None]
        check_names(self)
        shape = (len(self.clues), len(self.hypotheses), len(self.coders))
        if values.shape != shape or len(self.found) != shape[0]:
            raise ParameterError(
                f"likelihoods of shape {values.shape} with {len(self.found)} marks of what was found do not fit "
                f"{shape[0]} clues, {shape[1]} hypotheses and {shape[2]} coders. Give one number for each."
            )
        wrong = np.argwhere(~np.isnan(values) & ~((values >= 0.0) & (values <= 1.0)))
        if len(wrong):
            clue, hypothesis, _ = wrong[0]
            raise ParameterError(
                f"the judgement of {self.clues[clue]} under {self.hypotheses[hypothesis]} is {values[tuple(wrong[0])]:g}: "
                "it must lie between 0 and 1."
            )
        values.setflags(write=False)
        object.__setattr__(self, "expected", values)

    @property
    def seen(self) -> Numbers:
        """P(what turned out | hypothesis), (clues, hypotheses, coders)."""
        sign = np.array([np.nan if each is None else float(each) for each in self.found])[:, None, None]
        return np.asarray(np.where(sign == 1.0, self.expected, np.where(sign == 0.0, 1.0 - self.expected, np.nan)))

    def of(self, coder: str) -> Likelihoods:
        """The judgements of one coder alone."""
        if coder not in self.coders:
            raise UnknownName("coder", coder, self.coders)
        return replace(self, coders=(coder,), expected=self.expected[:, :, [self.coders.index(coder)]])

    def only(self, clues: Iterable[str]) -> Likelihoods:
        """Some of the clues, in the order of this table."""
        wanted = set(clues)
        keep = [at for at, clue in enumerate(self.clues) if clue in wanted]
        return replace(
            self,
            clues=tuple(self.clues[at] for at in keep),
            expected=self.expected[keep],
            found=tuple(self.found[at] for at in keep),
        )

    def looked_for(self) -> Likelihoods:
        """The clues that somebody looked for, found or not."""
        return self.only(clue for clue, found in zip(self.clues, self.found, strict=True) if found is not None)

    def not_looked_for(self) -> Likelihoods:
        """The clues that nobody has looked for."""
        return self.only(clue for clue, found in zip(self.clues, self.found, strict=True) if found is None)

    def unlooked(self, clues: Iterable[str]) -> Likelihoods:
        """The same table as if nobody had looked for these clues."""
        gone = set(clues)
        found = tuple(None if clue in gone else found for clue, found in zip(self.clues, self.found, strict=True))
        return replace(self, found=found)

    def certain(self) -> tuple[str, ...]:
        """A warning for each judgement of exactly 0 or 1."""
        told = []
        for clue, hypothesis, coder in np.argwhere((self.expected == 0.0) | (self.expected == 1.0)):
            who = f" ({self.coders[coder]})" if self.coders[coder] else ""
            value = float(self.expected[clue, hypothesis, coder])
            told.append(f"{self.clues[clue]} under {self.hypotheses[hypothesis]}{who}: {certainty(value)}")
        return tuple(told)

    def silent(self) -> tuple[str, ...]:
        """A line for each coder's gap: the clue and the hypotheses that were not judged."""
        told = []
        for at, clue in enumerate(self.clues):
            for who, coder in enumerate(self.coders):
                gaps = [
                    name for name, gap in zip(self.hypotheses, np.isnan(self.expected[at, :, who]), strict=True) if gap
                ]
                if gaps:
                    told.append(f"{clue}: {coder or 'the coder'} did not judge it under {listed(gaps)}")
        return tuple(told)


def check_names(table: Likelihoods) -> None:
    """Two hypotheses at least, one coder, and no name twice."""
    for kind, names in (("clue", table.clues), ("hypothesis", table.hypotheses), ("coder", table.coders)):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DataError(f"the {kind} {listed(twice)} stands twice. Give every {kind} a name of its own.")
    if len(table.hypotheses) < 2:
        raise ParameterError(
            f"evidence is weighed between rivals: give two hypotheses or more, not {len(table.hypotheses)}. "
            "Where there is one idea only, its rival is that it is wrong."
        )
    if not table.coders:
        raise ParameterError("likelihoods have no coder. Name at least one; the name may be empty.")


def likelihoods(
    judgements: Iterable[tuple[str, str, str, float]], found: Mapping[str, bool | None], hypotheses: Sequence[str]
) -> Likelihoods:
    """A table from rows of (clue, hypothesis, coder, probability); the clues are those of ``found``, in its order.

    Raises `UnknownName` for a clue or hypothesis that was not given, `DataError` where a coder judged the same thing twice.

    >>> rows = [("letter", "stigma", "AB", 0.8), ("letter", "threat", "AB", 0.2)]
    >>> likelihoods(rows, {"letter": True}, ["stigma", "threat"]).expected[0, :, 0].tolist()
    [0.8, 0.2]
    """
    rows = list(judgements)
    clues, names = tuple(found), tuple(hypotheses)
    coders = tuple(dict.fromkeys(row[2] for row in rows)) or ("",)
    values = np.full((len(clues), len(names), len(coders)), np.nan)
    for clue, hypothesis, coder, value in rows:
        if clue not in found:
            raise UnknownName("clue", clue, clues)
        if hypothesis not in names:
            raise UnknownName("hypothesis", hypothesis, names)
        at = clues.index(clue), names.index(hypothesis), coders.index(coder)
        if not np.isnan(values[at]):
            raise DataError(
                f"{coder or 'the coder'} judged {clue} under {hypothesis} twice. Keep one of the two judgements."
            )
        values[at] = probability(value)
    return Likelihoods(clues, names, coders, values, tuple(found.values()))

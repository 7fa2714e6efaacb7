"""What a report and the terminal say of a game: sentences made from its equilibrium, its tipping points and its sweeps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.games.examine import Examined
from corcyra.games.model import Model
from corcyra.games.naming import symbol
from corcyra.games.ranges import POINTS, between
from corcyra.games.sweep import Sweep
from corcyra.games.words import plain
from corcyra.report.figures.game_lines import bands
from corcyra.report.figures.game_regions import marked
from corcyra.report.game_story import STORIES
from corcyra.report.wording import join

__all__ = [
    "asked", "at_values", "borders_in_words", "changes", "game_views", "outcome", "outside", "parameter_word", "promise",
    "shares_in_words",
]  # fmt: skip

Numbers = npt.NDArray[np.float64]

LEAST = 0.005
"""A share below this is told as less than 1 % (ours)."""
SEEN = 3
"""Crossings of the grid that make a border worth a sentence (ours: with fewer two regions touch in a corner)."""
NEVER = 1e-6
"""Ours: a border that moves by less, as a part of the axis, is straight."""


def game_views(model: type[Model] | Model, points: int = POINTS) -> tuple[Mapping[str, Any], ...]:
    """The axes of the sweeps that show a game best, in order of weight; see `STORIES` for what each asks.

    >>> from corcyra.games.models.selection import Selection
    >>> [list(each) for each in game_views(Selection)]
    [['accuracy', 'prior'], ['gain', 'accuracy']]
    """
    kind = model if isinstance(model, type) else type(model)
    return tuple(
        {name: between(kind, name, low, high, points) for name, low, high in (view.across, view.up)}
        for view in STORIES[kind.key].views
    )


def asked(swept: Sweep) -> str:
    """The question that a sweep answers: that of the game's own view on these axes, else which outcome it comes to.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> asked(sweep(Commitment(), {"entrapment": [0.0, 1.0]}))
    'How does it end, and what changes with entrapment?'
    """
    for view in STORIES[swept.model.key].views:
        if (view.across[0], view.up[0]) == tuple(swept.over):
            return view.asks
    if len(swept.over) == 1:
        return f"How does it end, and what changes with {next(iter(swept.over)).replace('_', ' ')}?"
    return f"How does it end over {join(each.replace('_', ' ') for each in swept.over)}?"


def parameter_word(model: Model | type[Model], name: str) -> str:
    """A parameter's name with its symbol.

    >>> from corcyra.games.models.reassurance import Reassurance
    >>> parameter_word(Reassurance, "prior"), parameter_word(Reassurance, "base_rate")
    ('prior (μ0)', 'base rate')
    """
    sign = symbol(model.knobs()[name])
    return f"{name.replace('_', ' ')} ({sign})" if sign else name.replace("_", " ")


def at_values(model: Model) -> str:
    """Which parameters were set, and to what; the rest is said to be as by default.

    >>> from corcyra.games.models.commitment import Commitment
    >>> at_values(Commitment()), at_values(Commitment(entrapment=3.0))
    ('All parameters are at their defaults.', 'With entrapment (E) = 3; the other parameters are at their defaults.')
    """
    usual = type(model)().values
    changed = [name for name, value in model.values.items() if value != usual[name]]
    if not changed:
        return "All parameters are at their defaults."
    told = join(f"{parameter_word(model, name)} = {plain(model.values[name])}" for name in changed)
    return f"With {told}; " + (
        "the other parameters are at their defaults." if len(changed) < len(usual) else "no parameter is at its default."
    )


def outcome(found: Examined) -> tuple[str, ...]:
    """The region's meaning, then the explanation; the explanation alone where it says the meaning itself."""
    s = found.solution
    return (s.explanation,) if s.region.meaning in s.explanation else (s.region.meaning, s.explanation)


def promise(found: Examined) -> str:
    """What the certificate says, in a line."""
    if found.solution.holds:
        return "No one gains by leaving: what the best other act would lose, where each player decides."
    return "This is no equilibrium: where the loss below is negative, a player would gain by leaving."


def changes(found: Examined) -> list[tuple[str, str, str]]:
    """What would change the outcome: parameter with its value, the border, the outcome beyond it."""
    titles = {each.key: each.title for each in found.model.regions}
    rows = []
    for row in found.tipping.to_dicts():
        whole = found.model.knobs()[row["parameter"]].whole
        word = ("at most" if row["side"] == "below" else "at least") if whole else row["side"]
        now = f"{parameter_word(found.model, row['parameter'])}, now {plain(row['value'])}"
        rows.append((now, f"{word} {plain(row['at'])}", titles[row["region"]]))
    return rows


def share(part: float) -> str:
    """A share of the games swept.

    >>> share(0.51), share(0.001), share(1.0)
    ('51 %', 'less than 1 %', '100 %')
    """
    return "less than 1 %" if 0 < part < LEAST else f"{100 * part:.0f} %"


def shares_in_words(swept: Sweep) -> str:
    """How much of the swept range each outcome takes.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> shares_in_words(sweep(Commitment(), {"entrapment": [0.0, 1.0, 2.0, 3.0]}))
    'Over entrapment (E) from 0 to 3, 4 games: Firm commitment 50 %, Distance 50 %.'
    """
    spans = [f"{parameter_word(swept.model, name)} from {end(v[0], v)} to {end(v[-1], v)}" for name, v in swept.over.items()]
    parts = swept.shares()
    listed = [f"{each.title} {share(parts[each.key])}" for each in swept.model.regions if parts[each.key]]
    missing = swept.frame["region"].null_count()
    rest = f" In {missing:,} of them the parameters contradict one another; the shares leave those out." if missing else ""
    return f"Over {join(spans)}, {swept.frame.height:,} games: {', '.join(listed)}.{rest}"


def end(value: float, values: Sequence[float] | Numbers, digits: int = 4) -> str:
    """A place on an axis to so many digits of its length; an end that is approached but excluded is told as the end."""
    unit = 10.0 ** (math.floor(math.log10(values[-1] - values[0])) - digits)
    return plain(round(value / unit) * unit)


def borders_in_words(swept: Sweep) -> list[str]:
    """Where one outcome ends and the next begins, a sentence for each border.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> borders_in_words(sweep(Commitment(1.0, 0.4), {"provocation": [0.0, 0.25, 0.5, 0.75, 1.0]}))
    ['From provocation (η) = 0 to 0.6: Firm commitment.', 'From provocation (η) = 0.6 to 1: Held back by the adversary.']
    """
    titles = {each.key: each.title for each in swept.model.regions}
    if len(swept.over) == 1:
        return along_one(swept, [*titles.values()])
    borders = swept.borders().with_columns(pair=pl.concat_list("before", "after").list.sort().list.join(" "))
    groups = sorted(borders.group_by("pair", maintain_order=True), key=lambda each: -each[1].height)
    told = []
    for (pair,), part in groups:
        if part.height >= SEEN:
            spans = [span(swept, name, part[name].to_numpy()) for name in swept.over]
            first, second = (title for key, title in titles.items() if key in str(pair).split())
            told.append(f"Between {quoted(first)} and {quoted(second)}: {' and '.join(spans)}.")
    return told


def along_one(swept: Sweep, titles: list[str]) -> list[str]:
    """The stretches of one parameter."""
    name, values = next(iter(swept.over.items()))
    word = parameter_word(swept.model, name)
    half = 0.5 if swept.model.knobs()[name].whole else 0.0
    told = []
    for each in bands(swept):
        title = titles[each.place] if each.place >= 0 else "the parameters contradict one another"
        told.append(f"From {word} = {end(each.low + half, values)} to {end(each.high - half, values)}: {title}.")
    return told


def quoted(title: str) -> str:
    """A region's title within a sentence."""
    return f"\u201c{title}\u201d"


def span(swept: Sweep, name: str, values: Numbers) -> str:
    """Where a border runs, along one parameter: exact where it is straight, else as the grid has it."""
    axis = swept.over[name]
    step = float(np.max(np.diff(axis)))
    low, high = float(np.min(values)), float(np.max(values))
    word = parameter_word(swept.model, name)
    if high - low < NEVER * (axis[-1] - axis[0]):
        return f"{word} = {plain(low)}"
    if swept.model.knobs()[name].whole:
        return f"{word} from {plain(math.ceil(low))} to {plain(math.floor(high))}"
    # The grid sees a border from its first line on, so that its ends are known to a step.
    low = float(axis[0]) if low - axis[0] <= 1.5 * step else low
    high = float(axis[-1]) if axis[-1] - high <= 1.5 * step else high
    return f"{word} from {end(low, axis, 2)} to {end(high, axis, 2)}"


def outside(swept: Sweep) -> str:
    """A word where the parameters at hand lie outside what was swept; empty when they are inside."""
    return "" if marked(swept) else " The parameters at hand lie outside this range, so there is no dot."

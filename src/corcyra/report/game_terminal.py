"""A game in the terminal: its outcome in words, then narrow tables; and the list of games."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from corcyra.games.examine import Examined
from corcyra.games.models import MODELS
from corcyra.games.naming import meaning, symbol
from corcyra.games.words import plain
from corcyra.report.game_numbers import number_word, told
from corcyra.report.game_words import at_values, borders_in_words, changes, outcome, promise, shares_in_words

__all__ = ["game_list", "game_printed", "parameter_list", "sweep_printed"]


def game_list() -> Table:
    """Every game with its question.

    >>> game_list().row_count
    7
    """
    rows = [(each.key.replace("_", "-"), each.question) for each in MODELS]
    return columns(("game", "question"), rows)


def parameter_list(found: Examined) -> Table:
    """Every parameter with its value, range and meaning.

    >>> from corcyra.games.examine import examine
    >>> from corcyra.games.models.commitment import Commitment
    >>> parameter_list(examine(Commitment())).row_count
    3
    """
    model = found.model
    rows = [
        (name, symbol(limits), plain(model.values[name]), limits.range, meaning(limits))
        for name, limits in model.knobs().items()
    ]
    return columns(("parameter", "symbol", "value", "range", "meaning"), rows, right=(2,))


def game_printed(found: Examined) -> Iterator[RenderableType]:
    """What the terminal shows of an equilibrium: paragraphs and tables, in order.

    >>> from corcyra.games.examine import examine
    >>> from corcyra.games.models.commitment import Commitment
    >>> next(game_printed(examine(Commitment()))).plain
    'The alliance dilemma: abandonment and entrapment'
    """
    s = found.solution
    yield Text(found.model.title, style="bold")
    yield Text(f"{found.model.question}\n", style="italic")
    yield Text(f"{at_values(found.model)}\n")
    first, *more = outcome(found)
    yield Text.assemble((f"{s.region.title}. ", "bold"), f"{first}\n")
    for text in more:
        yield Text(f"{text}\n")
    yield from part("What each does", s.strategies.items())
    yield from part("What is believed", ((key, plain(value)) for key, value in s.beliefs.items()))
    yield from part("What each gets", ((key, plain(value)) for key, value in s.payoffs.items()), right=True)
    key = found.model.key
    numbers = ((number_word(key, name), told(key, name, value)) for name, value in s.numbers.items())
    yield from part("In numbers", numbers)
    yield Text(promise(found), style="bold" if s.holds else "bold red")
    rows = [(each.player, each.where, each.act, lost(each.loss)) for each in s.certificate]
    yield columns(("who", "where", "best other act", "would lose"), rows, right=(3,))
    yield Text("\nWhat would change the outcome, each parameter alone", style="bold")
    yield columns(("parameter", "where", "then"), changes(found)) if found.tipping.height else Text(
        "No parameter alone, within the range searched."
    )


def lost(loss: float) -> str:
    """A loss in the certificate; what is only rounding is 0.

    >>> lost(0.25), lost(4e-16), lost(6.4e-7)
    ('0.25', '0', 'less than 0.000001')
    """
    if abs(loss) < 1e-9:
        return "0"
    return "less than 0.000001" if 0 < loss < 1e-6 else plain(loss)


def part(title: str, rows: Iterable[tuple[str, str]], *, right: bool = False) -> Iterator[RenderableType]:
    """A titled table of pairs with a line below; nothing without rows."""
    listed = list(rows)
    if listed:
        yield Text(title, style="bold")
        yield columns(("", ""), listed, right=(1,) if right else (), head=False)
        yield Text("")


def columns(
    names: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), head: bool = True
) -> Table:
    """A table without frames whose cells break where the terminal is narrow."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=head)
    for place, name in enumerate(names):
        table.add_column(name, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(each) for each in row))
    return table


def sweep_printed(found: Examined) -> Iterator[Text]:
    """The shares and borders of each sweep, in sentences.

    >>> from corcyra.games.examine import examine
    >>> from corcyra.games.models.commitment import Commitment
    >>> next(sweep_printed(examine(Commitment(), [{"entrapment": [0.0, 3.0]}]))).plain
    'Over entrapment (E) from 0 to 3, 2 games: Firm commitment 50 %, Distance 50 %.'
    """
    for swept in found.sweeps:
        yield Text(shares_in_words(swept), style="bold")
        for text in borders_in_words(swept):
            yield Text(text)

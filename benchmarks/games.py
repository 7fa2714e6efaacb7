"""Measure the games. Prints Markdown tables.

Usage: python benchmarks/games.py [PART ...]

Without a part all of `PARTS` are measured: ``models`` (solving, the twin, a sweep of 200 x 200 with its borders, for each model), ``form``
(the exact solver of finite games: all equilibria of signalling games), ``regions`` (a sweep of 200 x 200 with its region diagram as SVG and
PNG, for each model).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from corcyra.games.form.mixed import mixed_equilibria
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.tree import Game, signalling
from corcyra.games.model import Model
from corcyra.games.models import MODELS
from corcyra.games.sweep import sweep
from corcyra.report.figures.figure import drawing
from corcyra.report.game import sweep_chart
from corcyra.report.game_words import game_views
from corcyra.report.render import svg_of, to_png

REPEATS = 200
SIDE = 200
DRAWS = 10


def milliseconds(act: Callable[[], object], repeats: int) -> float:
    """The mean time of an act on the clock, after one that does not count."""
    act()
    start = time.perf_counter()
    for _ in range(repeats):
        act()
    return (time.perf_counter() - start) * 1000 / repeats


def two_axes(model: type[Model]) -> dict[str, np.ndarray]:
    """The first two parameters from half their defaults to half as much again, within their ranges."""
    axes = {}
    for name, limits in list(model.knobs().items())[:2]:
        default = model().values[name]
        low, high = max(limits.low, limits.above + 1e-6, 0.5 * default), min(limits.high, limits.below - 1e-6, 1.5 * default)
        axes[name] = np.linspace(low, high, SIDE)
    return axes


def models() -> None:
    """Each model: solve, the numeric twin, a grid of 40,000 games, the exact borders in it."""
    print("| game | solve, ms | twin, ms | sweep 200 x 200, s | its borders, s |\n|---|--:|--:|--:|--:|")
    for model in MODELS:
        game, axes = model(), two_axes(model)
        swept = sweep(game, axes)
        grid = milliseconds(lambda game=game, axes=axes: sweep(game, axes), 3) / 1000
        borders = milliseconds(swept.borders, 3) / 1000
        solve, twin = milliseconds(game.solve, REPEATS), milliseconds(game.numeric, REPEATS // 10)
        print(f"| {model.key} | {solve:.2f} | {twin:.2f} | {grid:.2f} | {borders:.2f} |")


def signalling_game(size: int, draw: int) -> Game:
    """A signalling game of so many types, messages and replies with standard normal payoffs."""
    rng = np.random.default_rng(draw)
    table, prior = rng.normal(size=(size, size, size, 2)), rng.dirichlet(np.ones(size))
    types, messages, acts = ([f"{letter}{k}" for k in range(size)] for letter in "tma")
    return signalling(
        types, prior.tolist(), messages, acts, lambda t, m, a: table[int(t[1:]), int(m[1:]), int(a[1:])].tolist()
    )


def cheap_talk(size: int) -> Game:
    """The worst case: messages cost nothing and all types like all replies, so that every profile that the receiver likes is one."""
    types, messages, acts = ([f"{letter}{k}" for k in range(size)] for letter in "tma")
    return signalling(types, [1 / size] * size, messages, acts, lambda t, m, a: (0, -((int(t[1:]) - int(a[1:])) ** 2)))


def form() -> None:
    """The exact solver: signalling games fully enumerated, the slowest of ten draws and the worst case of ties."""
    print("| game | equilibria | clock, s | processor, s |\n|---|---|---|---|")
    cases = [
        ("2 × 2 × 2, pure", pure_equilibria, [signalling_game(2, k) for k in range(DRAWS)]),
        ("3 × 3 × 3, pure", pure_equilibria, [signalling_game(3, k) for k in range(DRAWS)]),
        ("4 × 4 × 4, pure", pure_equilibria, [signalling_game(4, k) for k in range(DRAWS)]),
        ("4 × 4 × 4 without any cost or conflict, pure", pure_equilibria, [cheap_talk(4)]),
        ("2 × 2 × 2, mixed", mixed_equilibria, [signalling_game(2, k) for k in range(DRAWS)]),
        ("3 × 3 × 3, mixed", mixed_equilibria, [signalling_game(3, k) for k in range(DRAWS)]),
    ]
    for title, solver, games in cases:
        worst, own, most = 0.0, 0.0, 0
        for game in games:
            start, spent = time.perf_counter(), time.process_time()
            most = max(most, len(solver(game)))
            worst, own = max(worst, time.perf_counter() - start), max(own, time.process_time() - spent)
        print(f"| {title} | up to {most:,} | {worst:.2f} | {own:.2f} |", flush=True)


def regions() -> None:
    """Each model's first view: the sweep, the chart, SVG and PNG."""
    print("| game | sweep 200 x 200, s | chart, s | SVG, s | PNG, s | all, s | SVG, KB |\n|---|--:|--:|--:|--:|--:|--:|")
    for model in MODELS:
        clock = [time.perf_counter()]
        swept = sweep(model(), game_views(model, SIDE)[0])
        clock.append(time.perf_counter())
        layout = drawing(sweep_chart(swept))
        clock.append(time.perf_counter())
        svg = svg_of(layout)
        clock.append(time.perf_counter())
        to_png(svg)
        clock.append(time.perf_counter())
        parts = " | ".join(f"{each:.2f}" for each in np.diff(clock))
        print(f"| {model.key} | {parts} | {clock[-1] - clock[0]:.2f} | {len(svg) / 1000:.0f} |", flush=True)


PARTS: dict[str, Callable[[], None]] = {"models": models, "form": form, "regions": regions}


if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()

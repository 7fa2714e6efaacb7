"""Ideal points as a folder: points and items as CSV, one page, figures as SVG and PNG, the bibliography."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corcyra.errors import UnknownName
from corcyra.files import write_folder
from corcyra.measures.ideal_points.points import IdealPoints
from corcyra.report.figures.assembly_map import assembly_map
from corcyra.report.figures.figure import Chart, drawing
from corcyra.report.figures.trajectories import MOST, trajectories
from corcyra.report.ideal_points_words import (
    doubts,
    ends,
    ideal_points_meaning,
    name_of,
    path_table,
    scores_table,
    settings_table,
)
from corcyra.report.page import TEMPLATES, inline, linked
from corcyra.report.render import svg_of, to_png
from corcyra.report.shown import Section
from corcyra.report.wording import span
from corcyra.study.lockfile import table_bytes
from corcyra.world.citation import apa, bibtex

__all__ = ["MEMBERS", "chosen_states", "points_frame", "write_ideal_points"]

Tell = Callable[[str, float], object]
Names = Mapping[int, str]
MEMBERS = (2, 365, 710, 200, 220)
"""Shown when no states are chosen: the permanent members of the Security Council."""
MODEL = ("bailey2017estimating", "albert1993bayesian", "johnson1999ordinal")
ENGINES = {
    "fast": ("opper2009variational", "arasaratnam2009cubature"),
    "sampler": ("carter1994gibbs", "cowles1996accelerating", "liu2000generalised", "vehtari2021rank"),
}
VOTES = ("robinson2021unvotes", "voeten2024unvotes")
CAPTIONS = {
    "trajectories": "Session by session. The band is the central 90 % of what the votes leave possible; where two "
    "bands overlap, look at the difference of the two points before you say which is higher.",
    "assembly_map": "All states of the Assembly by their mean ideal point in each decade; the chosen states are named. The scale is "
    "the same in all strips, so a strip that is narrow shows an Assembly that was less divided.",
}
ASSEMBLY = (
    "An ideal point says with whom a state votes. It is no measure of foreign policy as a whole, of friendship or of alliance: the "
    "Assembly votes on what its members put before it, and that changes.",
)
LIMITS = (
    "Sessions are comparable as far as items that were voted on again mean the same; between them the scale is carried by the "
    "assumption that voters move little from one session to the next. A shift of all of them can be a shift of the agenda.",
    "0 is the mean over all points on this page and 1 their standard deviation. Points of another selection of sessions or issues "
    "lie on another scale, and differences between the two mean nothing.",
    "One dimension is fitted whether or not one is enough. Who votes with one side on some issues and with the other on others "
    "comes out in the middle.",
    "The intervals are those of the model. They do not know of errors in the records, of votes that were traded, or of absences "
    "that were chosen.",
)
HOW = (
    "An ordinal probit: a vote is yes, abstention or no as the voter's point, times the discrimination of the item, plus noise, falls "
    "below, between or above the item's two cuts. Points follow a random walk from session to session. Items that were voted on "
    "again share their parameters."
)


def write_ideal_points(
    found: IdealPoints,
    folder: str | Path,
    *,
    states: Sequence[int] = (),
    names: Names | None = None,
    items: Mapping[int, str] | None = None,
    title: str = "",
    about: str = "",
    progress: Tell | None = None,
) -> tuple[Path, ...]:
    """Write ``index.html``, ``points.csv``, ``items.csv``, the figures as SVG and PNG, and ``sources.bib``; all appear or none.

    ``states`` are shown in the figures, nine at most; by default the permanent members of the Security Council. ``names`` and ``items``
    are what an own file calls voters and items (`corcyra.measures.ideal_points.own_votes.read_votes`); with ``names`` nothing is
    said of the General Assembly. ``about`` tells on the page which votes these are. Returns the files. Raises `UnknownName` for a chosen
    state without points, `OutputError` when the folder cannot be written.
    """
    chosen = chosen_states(found, states, names)
    body = title or ("Where states stood in the General Assembly" if names is None else "Where the voters stood")
    return write_folder(
        folder, contents(found, chosen, names, items or {}, (body, about), progress or (lambda stage, share: None))
    )


def chosen_states(found: IdealPoints, states: Sequence[int], names: Names | None = None) -> list[int]:
    """The states to show: those asked for, else the permanent members, else the two ends of the last session."""
    known = set(found.frame["state"].to_list())
    for state in states:
        if state not in known:
            raise UnknownName(
                "state with ideal points", name_of(state, names), remedy="It cast no vote here. Choose another."
            )
    if states:
        return list(dict.fromkeys(states))[:MOST]
    members = [state for state in MEMBERS if state in known] if names is None else []
    return members or ends(found, 2)["state"].to_list()


def points_frame(found: IdealPoints, names: Names | None = None) -> pl.DataFrame:
    """The points with names: ``state``, ``name``, ``session``, ``point``, ``sd``, ``low``, ``high``, ``votes``."""
    words = {state: name_of(state, names) for state in found.frame["state"].unique()}
    named = pl.col("state").replace_strict(words, return_dtype=pl.String).alias("name")
    return found.frame.select("state", named, "session", "point", "sd", "low", "high", "votes").sort("state", "session")


def contents(
    found: IdealPoints,
    chosen: list[int],
    names: Names | None,
    items: Mapping[int, str],
    words: tuple[str, str],
    tell: Tell,
) -> Iterator[tuple[str, bytes | str]]:
    """Every file, the page last."""
    drawings: dict[str, str] = {}
    wanted = figures(found, chosen, names)
    for place, (key, make) in enumerate(wanted.items()):
        tell(f"drawing {key.replace('_', ' ')}", 0.9 * place / len(wanted))
        drawings[key] = svg_of(drawing(make()))
        yield f"figures/{key}.svg", drawings[key]
        yield f"figures/{key}.png", to_png(drawings[key])
    tell("writing the page", 0.9)
    yield "points.csv", table_bytes(points_frame(found, names))
    told = pl.col("item").replace_strict(dict(items), default=None, return_dtype=pl.String).alias("name")
    yield "items.csv", table_bytes(found.items.with_columns(told) if items else found.items)
    keys = citations(found, names)
    yield "sources.bib", bibtex(keys)
    yield "index.html", render(found, chosen, names, words, drawings)
    tell("done", 1.0)


def figures(found: IdealPoints, chosen: list[int], names: Names | None) -> dict[str, Callable[[], Chart]]:
    """The makers of the figures; the map is the General Assembly's alone."""
    if names is not None:
        words = {state: name_of(state, names) for state in chosen}
        table = found.frame.with_columns(year="session")
        return {"trajectories": partial(trajectories, table, chosen, names=words)}
    return {
        "trajectories": partial(trajectories, found.frame, chosen),
        "assembly_map": partial(assembly_map, found.frame, chosen),
    }


def citations(found: IdealPoints, names: Names | None) -> tuple[str, ...]:
    """Keys of the works behind the model, the engine and, where they are the Assembly's, the votes."""
    engine = ENGINES.get(str(found.settings.get("engine")), ())
    return tuple(sorted({*MODEL, *engine, *(VOTES if names is None else ())}))


def render(
    found: IdealPoints, chosen: list[int], names: Names | None, words: tuple[str, str], drawings: Mapping[str, str]
) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["linked"] = linked
    title, about = words
    page = environment.get_template("ideal_points.html.j2").render(
        title=title,
        made=made(found, about, "states" if names is None else "voters"),
        sections=sections(found, chosen, names, drawings),
        svg={key: Markup(inline(svg, key, CAPTIONS[key])) for key, svg in drawings.items()},
        references=sorted((apa(key) for key in citations(found, names)), key=str.casefold),
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
    )
    return re.sub(r"\n{3,}", "\n\n", page)


def made(found: IdealPoints, about: str, voters: str) -> str:
    """From what the page was made."""
    frame = found.frame
    size = (
        f"{int(frame['votes'].sum()):,} votes of {frame['state'].n_unique():,} {voters} on {found.items.height:,} items in "
        f"{frame['session'].n_unique()} sessions ({span(*extremes(frame['session']))})."
    )
    return f"{about} {size} Every sentence, number and figure follows from the tables beside this page.".strip()


def extremes(column: pl.Series) -> tuple[int, int]:
    """The least and the greatest of whole numbers."""
    return int(column.min()), int(column.max())  # type: ignore[arg-type]


def sections(found: IdealPoints, chosen: list[int], names: Names | None, drawings: Mapping[str, str]) -> list[Section]:
    """The parts of the page in order."""
    warnings = tuple(doubts(found))
    told = ideal_points_meaning(found, names)[len(warnings) :]
    paths, around = (
        tuple((key, CAPTIONS[key]) for key in keys if key in drawings)
        for keys in (("trajectories",), ("assembly_map",))
    )
    voters = "states" if names is None else "voters"
    left = tuple(f"{reason}: {count:,}" for reason, count in found.dropped.items())
    parts = [
        Section("meaning", "What the votes say", told, warnings),
        Section("paths", f"Chosen {voters}", figures=paths, tables=(path_table(found, chosen, names),)),
        Section("assembly", "The Assembly through time", figures=around),
        Section("last", "The ends of the last session", tables=(scores_table(found, names),)),
        Section("limits", "What the numbers do not mean", points=(*(ASSEMBLY if names is None else ()), *LIMITS)),
        Section("how", "How they were estimated", (HOW,), tables=(settings_table(found, names),)),
        Section("left", "What was left out", points=left),
    ]
    return [each for each in parts if any(each[2:])]

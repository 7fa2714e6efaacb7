"""The report of a `Mobilisation` as a folder: one page, every table as CSV, figures as SVG and PNG, the bibliography."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corcyra.files import write_folder
from corcyra.measures.mobilisation.covariates import MADE
from corcyra.measures.mobilisation.mobilise import CITATIONS, Mobilisation
from corcyra.measures.mobilisation.treaties import TREATIES, treaty
from corcyra.report.figures.assembly_map import assembly_map
from corcyra.report.figures.event_study import event_study
from corcyra.report.figures.figure import Chart, drawing
from corcyra.report.figures.trajectories import ideal, trajectories
from corcyra.report.mobilisation_tables import EFFECT_WORDS, printed
from corcyra.report.page import TEMPLATES, inline, linked
from corcyra.report.render import svg_of, to_png
from corcyra.report.shown import Section, Shown
from corcyra.report.wording import span, upper
from corcyra.sources.datasets.atop import Atop
from corcyra.sources.datasets.ideal_points import IdealPoints
from corcyra.sources.datasets.un_roll_calls import UnRollCalls
from corcyra.sources.datasets.un_votes import UnVotes
from corcyra.study.lockfile import table_bytes
from corcyra.world.citation import apa, bibtex

__all__ = ["TABLES", "citations", "figures", "render", "write_mobilisation"]

Tell = Callable[[str, float], object]

TABLES = ("gaps", "effects", "balance", "event_study", "placebos", "sensitivity", "switchers", "allies")
"""The tables of a `Mobilisation`, each a file."""
TABLES_OF = {"event_study": "event_study", "trajectories": "ideal_points", "assembly_map": "ideal_points"}
"""The table behind each figure."""
NAMED = 6
"""States named in the figures of ideal points. Ours: more lie on each other."""
CAPTIONS = {
    "event_study": "Agreement with {patron}, by years since a state's standing changed, against the year before the change. "
    "Dots left of the dashed line that differ from zero mean that agreement moved before the alliance did.",
    "trajectories": "Ideal points of {patron} and of the first states that changed standing, for orientation only: they are made "
    "from the same votes, so they cannot serve as a control.",
    "assembly_map": "All states of the Assembly by their mean ideal point in each decade; the same states are named.",
}


def write_mobilisation(
    found: Mobilisation, folder: str | Path, *, points: pl.DataFrame | None = None, progress: Tell | None = None
) -> tuple[Path, ...]:
    """Write ``report.html``, ``tables/*.csv``, ``figures/*.svg`` and ``.png``, and ``sources.bib``; all appear or none.

    ``points`` are ideal points (state, session or year, point, low, high, or the dataset ``ideal_points``); with them the page
    also shows where the patron and the states that changed standing stood. A figure without rows is left out. Returns the
    files. Raises `OutputError` when the folder cannot be written, and what `corcyra.report.figures.trajectories.ideal` raises.
    """
    return write_folder(folder, contents(found, points, progress or (lambda stage, share: None)))


def contents(found: Mobilisation, points: pl.DataFrame | None, tell: Tell) -> Iterator[tuple[str, bytes | str]]:
    """Every file, the page last."""
    drawings: dict[str, str] = {}
    wanted = figures(found, points)
    for place, (key, make) in enumerate(wanted.items()):
        tell(f"drawing {key.replace('_', ' ')}", 0.9 * place / len(wanted))
        drawings[key] = svg_of(drawing(make()))
        yield f"figures/{key}.svg", drawings[key]
        yield f"figures/{key}.png", to_png(drawings[key])
    tell("writing the report", 0.9)
    for key in TABLES:
        yield f"tables/{key}.csv", table_bytes(getattr(found, key))
    if points is not None:
        yield "tables/ideal_points.csv", table_bytes(ideal(points, found.years))
    yield "sources.bib", bibtex(citations(found, with_points=points is not None))
    yield "report.html", render(found, drawings, with_points=points is not None)
    tell("done", 1.0)


def figures(found: Mobilisation, points: pl.DataFrame | None = None) -> dict[str, Callable[[], Chart]]:
    """The makers of the figures that have something to draw, in the order of the page."""
    made: dict[str, Callable[[], Chart]] = {}
    if found.event_study["estimate"].drop_nulls().len():
        made["event_study"] = partial(event_study, found.event_study)
    if points is not None:
        table = ideal(points, found.years)
        chosen = named(found, table)
        if chosen:
            made |= {
                "trajectories": partial(trajectories, table, chosen),
                "assembly_map": partial(assembly_map, table, chosen),
            }
    return made


def named(found: Mobilisation, table: pl.DataFrame) -> list[int]:
    """The patron, then those who changed standing, by year, six in all; only states with points."""
    moved = found.switchers.sort("year", "state")["state"].to_list()
    known = set(table["state"].to_list())
    return [state for state in dict.fromkeys([found.patron, *moved]) if state in known][:NAMED]


def citations(found: Mobilisation, *, with_points: bool = False) -> tuple[str, ...]:
    """Keys of every work behind the tables, sorted: the question's, the votes', the treaties' and the covariates'."""
    atop = {key for each in TREATIES for key in each.dataset.citations}
    keys = {*CITATIONS, *UnVotes().citations, *UnRollCalls().citations} - atop
    if found.treaties != "own":
        keys.update(treaty(found.treaties).dataset.citations)
    if "treaty" in found.placebos["kind"]:
        keys.update(Atop().citations)
    for name in set(MADE).intersection(found.balance["covariate"]):
        keys.update(MADE[name].citations)
    if with_points:
        keys.update(IdealPoints().citations)
    return tuple(sorted(keys))


def render(found: Mobilisation, drawings: Mapping[str, str], *, with_points: bool = False) -> str:
    """The page. ``drawings`` has the SVG of each figure; one that lacks is left out."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["linked"] = linked
    captions = {key: upper(text.format(patron=found.who)) for key, text in CAPTIONS.items()}
    page = environment.get_template("mobilisation.html.j2").render(
        title=f"Do alliances with {found.who} mobilise votes?",
        made=made(found),
        sections=[each for each in sections(found, drawings, captions) if any(each[2:])],
        svg={key: Markup(inline(svg, key, captions[key])) for key, svg in drawings.items()},
        tables_of=TABLES_OF,
        references=sorted((apa(key) for key in citations(found, with_points=with_points)), key=str.casefold),
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
    )
    return re.sub(r"\n{3,}", "\n\n", page)


def made(found: Mobilisation) -> str:
    """From what the page was made."""
    pacts = "treaties of the user's own" if found.treaties == "own" else treaty(found.treaties).meaning
    return (
        f"{upper(found.who)}, General Assembly, {span(found.years.first, found.years.last)}. Allies: {pacts}. Seed {found.seed}, {found.draws} draws. "
        "Every sentence, number and figure follows from the tables beside this page."
    )


def sections(found: Mobilisation, drawings: Mapping[str, str], captions: Mapping[str, str]) -> list[Section]:
    """The parts of the page in order."""
    tables, warned = printed(found), (found.verdict,) if found.failing else ()
    own, around = (
        tuple((key, captions[key]) for key in keys if key in drawings)
        for keys in (("event_study",), ("trajectories", "assembly_map"))
    )
    return [
        Section("meaning", "What it means", tuple(each for each in found.meaning if each not in warned), warned),
        Section("contrast", "The contrast", (HOW,), tables=pick(tables, "gaps")),
        Section("effects", "What changes within states", (EFFECT_WORDS,), tables=pick(tables, "effects", "switchers")),
        Section("balance", "Like with like", (LIKE_WORDS,) if found.balance.height else (), tables=pick(tables, "balance")),
        Section("time", "Before and after", figures=own),
        Section("placebos", "Placebos", (PLACEBO_WORDS,), tables=pick(tables, "placebos")),
        Section("sensitivity", "How much would have to be wrong", (BOUND_WORDS,) if found.sensitivity.height else (),
                tables=pick(tables, "sensitivity")),
        Section("assembly", "Where the states stand", figures=around),
        Section("notes", "What could not be computed", found.notes),
    ]  # fmt: skip


def pick(tables: Mapping[str, Shown], *keys: str) -> tuple[Shown, ...]:
    """Those of the tables that have rows."""
    return tuple(tables[key] for key in keys if tables[key].rows)


HOW = (
    "A state agrees with the patron by 1 when both cast the same vote, by 0.5 when one abstains, by 0 when they oppose each other; "
    "only contested roll calls count. The contrast describes; it does not say why allies vote alike."
)
LIKE_WORDS = (
    "Entropy balancing weights the other states so that, before the switch, their means are those of the switchers to the last digit; "
    "the nearest matches come as near as there are states. Covariates are dated one to three years before the switch. Differences are in "
    "standard deviations; beyond a quarter or so (a rule of thumb) like is not compared with like. Where no weights exist there is no estimate: "
    "no mixture of the states outside was like those within."
)
PLACEBO_WORDS = (
    "A placebo repeats the estimate where the alliance cannot have worked: before it was made, for states that never made it, "
    "toward a state that promised nothing, on issues without bearing, by treaties that oblige nobody to fight. It fails when it finds an effect, or when the true one "
    "is not unusual beside it; then what is measured is not the alliance alone."
)
BOUND_WORDS = "Bounds on the effect of entry in its first years, when new allies and other states would have drifted apart anyhow."

"""``corcyra case``: a case from a question to a verdict that a sceptic can check: new, check, show, weigh, report, import."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import corcyra
from corcyra.cli.case_show import Page, listing, shown, weighed_shown
from corcyra.cli.console import errors, out

commands = typer.Typer(no_args_is_help=True, help="Argue a case with evidence: a folder of plain files, weighed.")

FORMATS = ("html", "docx")
Place = Annotated[str, typer.Argument(metavar="CASE", help="A folder, or the key of a bundled case.")]
Coder = Annotated[str | None, typer.Option(help="One coder's judgements alone; by default all, pooled.")]
Unit = Annotated[str | None, typer.Option(help="One unit (ISO letters) of a case with several.")]
Prior = Annotated[list[str] | None, typer.Option(help="A prior, as in stigma=.4; may be given again. The others share the rest.")]
Pool = Annotated[str, typer.Option(help="How several coders become one: log-odds (their mean) or linear.")]


@commands.command()
def new(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A short name: letters, digits, - and _.")],
    to: Annotated[Path | None, typer.Option("--out", help="The folder to make; by default KEY in the present folder.")] = None,
    separator: Annotated[str, typer.Option(help="Between cells: a comma, a semicolon, or tab.")] = ",",
) -> None:
    """Make the folder of a new case, with an example to write over. Nothing that is there is overwritten.

    Examples:

      corcyra case new crimea-2014

      corcyra case new crimea-2014 --separator ";"
    """
    written = corcyra.new_case(key, to, separator="\t" if separator == "tab" else separator)
    folder = written[0].parent
    out().print(f"{folder}: {len(written)} files. Read HOW-TO.txt in it, then: corcyra case check {folder}", markup=False)


@commands.command()
def check(place: Place) -> None:
    """Tell every problem of a case at once, each with file and line.

    Ends with 2 where an error stops the weighing, with 0 where there are warnings only.

    Examples:

      corcyra case check crimea-2014

      corcyra case check uzbekistan-2005
    """
    checked = corcyra.check_case(place)
    console = out()
    for each in checked.problems:
        console.print(f"{each.severity}: {each}", markup=False)
    counts = [f"{len(checked.of(name))} {name}{'s' * (len(checked.of(name)) != 1)}" for name in ("error", "warning", "note")]
    console.print(f"{place}: {', '.join(counts)}.", markup=False)
    if not checked.good:
        raise typer.Exit(2)


@commands.command()
def show(place: Annotated[str | None, typer.Argument(metavar="CASE", help="A folder or key; none lists the bundled cases.")] = None) -> None:
    """Print a case: the question, the rivals and what they imply, the clues with their sources.

    Examples:

      corcyra case show

      corcyra case show uzbekistan-2005
    """
    page = Page()
    if place is None:
        listing(page, [(key, corcyra.read_ledger(key)) for key in corcyra.ledgers()])
    else:
        shown(page, corcyra.read_ledger(place))


@commands.command()
def weigh(
    place: Place,
    coder: Coder = None,
    unit: Unit = None,
    prior: Prior = None,
    pool: Pool = "log-odds",
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON on standard output.")] = False,
    to: Annotated[Path | None, typer.Option("--out", help="Write every table as CSV, and weighed.json, to this folder.")] = None,
) -> None:
    """Weigh the evidence: probabilities, the weight of each clue, the tests, what is sensitive, the verdict and what would change it.

    Examples:

      corcyra case weigh uzbekistan-2005

      corcyra case weigh uzbekistan-2005 --unit UZB --prior ontological=.4

      corcyra case weigh crimea-2014 --coder AB --out weighed
    """
    if to is not None:
        corcyra.check_folder(to)
    found = weighed(place, coder, unit, prior, pool)
    if as_json:
        typer.echo(text_of(found), nl=False)
    else:
        weighed_shown(Page(), found)
        for note in found.notes:
            errors().print(f"note: {note}", markup=False)
    if to is not None:
        written = corcyra.write_folder(to, [*((f"{name}.csv", csv(frame)) for name, frame in found.frames().items()), ("weighed.json", text_of(found))])
        errors().print(f"{to}: {len(written)} files", markup=False)


@commands.command()
def report(
    place: Place,
    coder: Coder = None,
    unit: Unit = None,
    prior: Prior = None,
    pool: Pool = "log-odds",
    formats: Annotated[str, typer.Option("--format", help="html, docx, or both by comma.")] = "html,docx",
    to: Annotated[Path | None, typer.Option("--out", help="The folder; by default corcyra-case-KEY in the present one.")] = None,
) -> None:
    """Write the dossier: question, timeline, rivals, evidence with weights, verdict, bibliography, as a page and as an editable Word file.

    Examples:

      corcyra case report uzbekistan-2005

      corcyra case report crimea-2014 --format docx --out dossier
    """
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in formats.split(",") if part.strip()))
    if not wanted or set(wanted) - set(FORMATS):
        raise typer.BadParameter(f"wants html, docx or html,docx, given {formats!r}.", param_hint="--format")
    if to is not None:
        corcyra.check_folder(to)
    found = weighed(place, coder, unit, prior, pool)
    folder = to or Path(f"corcyra-case-{found.ledger.key}")
    written = corcyra.write_dossier(found, folder, wanted)
    out().print("\n".join(str(path) for path in written), markup=False)


@commands.command("import")
def bring(
    project: Annotated[Path, typer.Argument(metavar="PROJECT", help="A .qdpx project or .qdc codebook (REFI-QDA).")],
    into: Annotated[Path, typer.Option("--into", help="The folder of the case.")],
    codes: Annotated[Path | None, typer.Option(help="A table code,hypothesis,clue; by default codes.csv of the case.")] = None,
) -> None:
    """Add the coded quotes of a QualCoder, MAXQDA, NVivo or ATLAS.ti project to a case, as clues to be dated and judged.

    Examples:

      corcyra case import interviews.qdpx --into crimea-2014
    """
    found = corcyra.import_qda(project, into, codes)
    out().print(str(found), markup=False)
    told = ", ".join(path.name for path in found.files) or "nothing was written"
    errors().print(f"{into}: {told}. Next: corcyra case check {into}", markup=False)


def weighed(place: str, coder: str | None, unit: str | None, prior: Sequence[str] | None, pool: str) -> corcyra.WeighedCase:
    """The case weighed as asked."""
    return corcyra.weigh_case(corcyra.read_ledger(place), coder=coder, unit=unit, prior=priors(prior or []), pool=pool)


def priors(given: Sequence[str]) -> dict[str, float] | None:
    """``h=.4`` as a mapping; several may stand in one, by commas."""
    found: dict[str, float] = {}
    for part in (each.strip() for text in given for each in text.split(",")):
        name, equals, value = part.rpartition("=")
        try:
            if not equals or not name or name.strip() in found:
                raise ValueError
            share = float(value)
            if not 0.0 <= share <= 1.0:
                raise ValueError
        except ValueError:
            raise typer.BadParameter(f"wants a hypothesis and a number from 0 to 1, as in stigma=.4, given {part!r}.", param_hint="--prior") from None
        found[name.strip()] = share
    return found or None


def text_of(found: corcyra.WeighedCase) -> str:
    """The result as JSON, with the letters it has."""
    return json.dumps(found.as_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def csv(frame: Any) -> str:
    """A table as CSV that spreadsheets open with every letter whole."""
    return "\ufeff" + str(frame.write_csv(float_precision=None))

"""Floor 11. The command line: one file per command; errors become a message and an exit code."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import NoReturn

import typer

import corcyra
from corcyra.cli.case import commands as case_commands
from corcyra.cli.cite import cite
from corcyra.cli.console import errors
from corcyra.cli.game import game
from corcyra.cli.ideal_points import ideal_points
from corcyra.cli.mobilise import mobilise
from corcyra.cli.realign import realign
from corcyra.cli.sources import commands
from corcyra.cli.sql import sql as ask
from corcyra.cli.states import states
from corcyra.cli.study import study

__all__ = ["app", "main"]

INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it; Typer ends with it too, and says nothing."""

app = typer.Typer(
    name="corcyra",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(study)
app.command()(states)
app.command()(mobilise)
app.command()(cite)
app.add_typer(commands, name="sources")
app.add_typer(case_commands, name="case")
app.command("sql")(ask)
app.command()(realign)
app.command("ideal-points")(ideal_points)
app.command()(game)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"corcyra {corcyra.__version__}")
        raise typer.Exit


@app.callback()
def about(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", callback=show_version, is_eager=True, help="Print the version."),
) -> None:
    """Why do states align as they do? Data, measures, rival theories and their scores.

    Examples:

      corcyra study south-caucasus

      corcyra study --list

      corcyra sources fetch atop nmc

      corcyra sql "select year, cinc from nmc where state = 365"

      corcyra mobilise RUS

      corcyra states Грузия --on 1995-01-01

      corcyra realign uzbekistan-2005

      corcyra case weigh uzbekistan-2005

      corcyra ideal-points --states USA,RUS,UZB

      corcyra game reassurance --set k=.5
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line.

    Exit codes: 0 when done, 1 when a study came out otherwise than its lock says, 2 for a mistake in the input, 130 when
    interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Unicode shows ? and goes on
    try:
        app()
    except corcyra.CorcyraError as problem:
        complain(str(problem))
        sys.exit(2)
    except KeyboardInterrupt:
        interrupted()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            interrupted()
        raise


def complain(message: str) -> None:
    """A message on standard error, as it is."""
    errors().print("[bold red]error:[/] ", end="")
    errors().print(message, markup=False)


def interrupted() -> NoReturn:
    """Say that the run was interrupted, and end; what a command keeps (a download begun) it has said itself."""
    errors().print("interrupted: earlier results are whole.")
    sys.exit(INTERRUPTED)

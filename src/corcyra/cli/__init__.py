"""Floor 11. The command line: one file per command; errors become a message and an exit code."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

import corcyra
from corcyra.cli.cite import cite
from corcyra.cli.states import states
from corcyra.cli.study import study

__all__ = ["app", "main"]

app = typer.Typer(
    name="corcyra",
    help="Why do states align as they do? Data, measures, rival theories and their scores.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(study)
app.command()(states)
app.command()(cite)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"corcyra {corcyra.__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: bool = typer.Option(False, "--version", callback=show_version, is_eager=True, help="Print the version."),
) -> None:
    """Why do states align as they do? Data, measures, rival theories and their scores.

    Examples:

      corcyra study south-caucasus

      corcyra study --list

      corcyra states Грузия --on 1995-01-01
    """


def main() -> None:
    """Run the command line: 0 when done, 2 for a mistake in the input, 130 when interrupted."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        app()
    except corcyra.CorcyraError as problem:
        errors.print("[bold red]error:[/] ", end="")
        errors.print(str(problem), markup=False)
        sys.exit(2)
    except KeyboardInterrupt:
        errors.print("interrupted: nothing was written by this run, earlier results are whole.")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)

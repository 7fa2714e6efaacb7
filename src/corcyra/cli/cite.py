"""``corcyra cite``: how to cite Corcyra, a study's data, or any entry of the bibliography."""

from __future__ import annotations

from typing import Annotated

import typer

import corcyra


def cite(
    keys: Annotated[list[str] | None, typer.Argument(help="Keys of the bibliography; none for Corcyra itself.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole bibliography.")] = False,
) -> None:
    """Print BibTeX. A study's own references are in the sources.bib of its folder.

    Examples:

      corcyra cite

      corcyra cite --all > corcyra.bib
    """
    typer.echo(corcyra.bibtex(corcyra.citation_keys() if everything else keys or ["corcyra"]), nl=False)

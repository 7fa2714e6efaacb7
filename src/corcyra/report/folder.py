"""The report as a folder of files: the page, figures, tables, panels, codebook, bibliography, and last the lock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from altair.utils.schemapi import debug_mode

from corcyra.files import write_folder
from corcyra.panel.codebook import codebook
from corcyra.panel.export import parquet_bytes
from corcyra.report.figures import drawable
from corcyra.report.page import render
from corcyra.report.render import to_png, to_svg
from corcyra.study.findings import Findings
from corcyra.study.lockfile import table_bytes
from corcyra.world.citation import bibtex

__all__ = ["Progress", "write"]

Progress = Callable[[str, float], object]
"""Hears what is being done and the share done, 0 to 1."""


def write(findings: Findings, folder: str | Path, *, progress: Progress | None = None) -> tuple[Path, ...]:
    """Write the report of a study; returns the files in the order written, ``study.lock.json`` last.

    All files appear or none: a failure or an interrupt leaves an earlier report whole. The same findings give the same
    bytes. Raises `OutputError` when the folder cannot be written.
    """
    drawings: dict[str, str] = {}
    tell = progress or (lambda stage, share: None)
    written = write_folder(folder, chain(pictures(findings, drawings, tell), texts(findings, drawings, tell)))
    tell("done", 1.0)
    return written


def pictures(findings: Findings, drawings: dict[str, str], tell: Progress) -> Iterator[tuple[str, bytes | str]]:
    """Every figure as SVG and PNG; the SVGs are kept in ``drawings``."""
    wanted = drawable(findings)
    for place, figure in enumerate(wanted):
        tell(f"drawing {figure.title.lower()}", 0.85 * place / len(wanted))
        with debug_mode(False):  # the tests validate every chart; here each part would be checked on being made
            drawings[figure.key] = to_svg(figure.make(findings))
        yield f"figures/{figure.key}.svg", drawings[figure.key]
        yield f"figures/{figure.key}.png", to_png(drawings[figure.key])


def texts(findings: Findings, drawings: Mapping[str, str], tell: Progress) -> Iterator[tuple[str, bytes | str]]:
    """Every other file, the lock last."""
    tell("writing the report", 0.85)
    for key, table in sorted(findings.tables.items()):
        yield f"tables/{key}.csv", table_bytes(table)
    yield "panel.parquet", parquet_bytes(findings.panels.dyads)
    yield "states.parquet", parquet_bytes(findings.panels.states)
    yield "codebook.md", codebook((findings.panels.states, findings.panels.dyads), title=findings.spec.title)
    yield "sources.bib", bibtex(findings.citations)
    yield "report.html", render(findings, drawings)
    yield "study.lock.json", json.dumps(findings.lock, indent=2, sort_keys=True, ensure_ascii=False) + "\n"

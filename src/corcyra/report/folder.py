"""The report as a folder of files: the page, figures, tables, panels, codebook, bibliography, and last the lock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import Any

from altair.utils.schemapi import debug_mode

from corcyra.files import write_folder
from corcyra.panel.codebook import codebook
from corcyra.panel.export import parquet_bytes
from corcyra.report.figures import Figure, drawable
from corcyra.report.figures.figure import drawing
from corcyra.report.page import render
from corcyra.report.render import svg_of, to_png
from corcyra.study.findings import Findings
from corcyra.study.lockfile import table_bytes
from corcyra.world.citation import bibtex

__all__ = ["Progress", "write"]

Progress = Callable[[str, float], object]
"""Hears what is being done and the share done, 0 to 1."""


def write(
    findings: Findings, folder: str | Path, *, progress: Progress | None = None, executor: Executor | None = None
) -> tuple[Path, ...]:
    """Write the report of a study; returns the files in the order written, ``study.lock.json`` last.

    All files appear or none: a failure or an interrupt leaves an earlier report whole. The same findings give the same
    bytes, with or without an ``executor`` to draw the figures in (the drawing library uses one core a process). Raises
    `OutputError` when the folder cannot be written.
    """
    drawings: dict[str, str] = {}
    tell = progress or (lambda stage, share: None)
    parts = chain(pictures(findings, drawings, tell, executor), texts(findings, drawings, tell))
    written = write_folder(folder, parts)
    tell("done", 1.0)
    return written


def pictures(
    findings: Findings, drawings: dict[str, str], tell: Progress, executor: Executor | None
) -> Iterator[tuple[str, bytes | str]]:
    """Every figure as SVG and PNG; the SVGs are kept in ``drawings``."""
    wanted = drawable(findings)
    tell("laying out the figures", 0.0)
    layouts = (laid_out(figure, findings) for figure in wanted)
    drawn = map(svg_of, layouts) if executor is None else executor.map(svg_of, layouts)
    for place, (figure, svg) in enumerate(zip(wanted, drawn, strict=True), 1):
        drawings[figure.key] = svg
        yield f"figures/{figure.key}.svg", svg
        yield f"figures/{figure.key}.png", to_png(svg)
        tell(f"drawing {figure.title.lower()}", 0.85 * place / len(wanted))


def laid_out(figure: Figure, findings: Findings) -> dict[str, Any]:
    """A figure's specification; the tests validate every chart, here each part would be checked again on being made."""
    with debug_mode(False):
        return drawing(figure.make(findings))


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

"""The report as a folder of files: the page, figures, tables, panels, codebook, bibliography, and last the lock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path

from altair.utils.schemapi import debug_mode

from corcyra.files import writable_folder, write_whole
from corcyra.panel.codebook import codebook
from corcyra.panel.export import parquet_bytes
from corcyra.report.figures import drawable
from corcyra.report.page import render
from corcyra.report.raster import Raster
from corcyra.report.render import to_svg
from corcyra.study.findings import Findings
from corcyra.study.lockfile import table_bytes
from corcyra.world.citation import bibtex

__all__ = ["Progress", "write"]

Progress = Callable[[str, float], object]
"""Hears what is being done and the share done, 0 to 1."""


def write(findings: Findings, folder: str | Path, *, progress: Progress | None = None) -> tuple[Path, ...]:
    """Write the report of a study; returns the files in the order written, ``study.lock.json`` last.

    Each file appears whole or not at all, and the lock only when all others are there. The same findings give the same
    bytes. Raises `OutputError` when the folder cannot be written.
    """
    tell = progress or (lambda stage, share: None)
    place = writable_folder(folder)
    for inner in ("figures", "tables"):
        writable_folder(place / inner)
    drawings: dict[str, str] = {}
    written = [write_whole(place / name, data) for name, data in pictures(findings, drawings, tell)]
    tell("writing the report", 0.85)
    written += [write_whole(place / name, data) for name, data in texts(findings, drawings)]
    tell("done", 1.0)
    return tuple(written)


def pictures(findings: Findings, drawings: dict[str, str], tell: Progress) -> Iterator[tuple[str, bytes | str]]:
    """Every figure as SVG and PNG; the SVGs are kept in ``drawings``."""
    wanted = drawable(findings)
    waiting: dict[str, Future[bytes]] = {}
    with Raster() as raster:
        for place, figure in enumerate(wanted):
            tell(f"drawing {figure.title.lower()}", 0.8 * place / len(wanted))
            with debug_mode(False):  # the tests validate every chart; here each part would be checked on being made
                drawings[figure.key] = to_svg(figure.make(findings))
            waiting[figure.key] = raster.picture(drawings[figure.key])
            yield f"figures/{figure.key}.svg", drawings[figure.key]
        for key, picture in waiting.items():
            yield f"figures/{key}.png", picture.result()


def texts(findings: Findings, drawings: Mapping[str, str]) -> Iterator[tuple[str, bytes | str]]:
    """Every other file, the lock last."""
    for key, table in sorted(findings.tables.items()):
        yield f"tables/{key}.csv", table_bytes(table)
    yield "panel.parquet", parquet_bytes(findings.panels.dyads)
    yield "states.parquet", parquet_bytes(findings.panels.states)
    yield "codebook.md", codebook((findings.panels.states, findings.panels.dyads), title=findings.spec.title)
    yield "sources.bib", bibtex(findings.citations)
    yield "report.html", render(findings, drawings)
    yield "study.lock.json", json.dumps(findings.lock, indent=2, sort_keys=True, ensure_ascii=False) + "\n"

"""The command line called in this process, with the long work done once or not at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import corcyra
from corcyra.cli import main
from corcyra.files import write_folder

run_whole = corcyra.run_study  # the real one, whatever a test puts in its place

STUDY = """title = "A trial"
question = "Why?"
states = ["ARM"]
years = [2000, 2002]
theories = ["identity", "balance_of_power"]
bootstrap = { draws = 0 }
"""


@dataclass(frozen=True)
class Said:
    """What a call printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def plain(self) -> str:
        """Standard error without colours, frames and line breaks."""
        bare = re.sub(r"\x1b\[[0-9;]*m|[│╭╮╰╯─]", " ", self.err)
        return " ".join(bare.split())


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Call ``corcyra`` with some words."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["corcyra", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return run


@cache
def small() -> corcyra.Findings:
    """The findings of the trial study."""
    values = {"key": "trial", "states": ("ARM",), "years": (2000, 2002), "theories": ("identity", "balance_of_power")}
    return run_whole(corcyra.StudySpec(title="A trial", question="Why?", bootstrap={"draws": 0}, **values))


@pytest.fixture
def trial() -> corcyra.Findings:
    """The findings of the trial study."""
    return small()


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The file of the trial study."""
    file = tmp_path / "trial.toml"
    file.write_text(STUDY, encoding="utf-8")
    return file


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Studies give the findings of the trial at once, reports are two files; the list has the studies asked for."""
    asked: list[dict[str, Any]] = []

    def run_study(spec: corcyra.StudySpec, **others: Any) -> corcyra.Findings:
        asked.append({"spec": spec, **others})
        return small()

    def write_report(
        findings: corcyra.Findings, folder: Path, *, progress: Callable[[str, float], None], **others: Any
    ) -> tuple[Path, ...]:
        text = f"new {findings.spec.key}"
        files = write_folder(folder, [("tables/summary.csv", text), ("study.lock.json", text)])
        progress("done", 1.0)
        return files

    monkeypatch.setitem(corcyra.__dict__, "run_study", run_study)
    monkeypatch.setitem(corcyra.__dict__, "write_report", write_report)
    return asked

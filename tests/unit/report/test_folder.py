"""The folder: every file whole, the lock last, the same bytes each time, nothing touched on failure."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import corcyra.report.folder as folder
from corcyra.errors import OutputError
from corcyra.report.figures import FIGURES
from corcyra.report.folder import write
from corcyra.study.findings import Findings
from corcyra.study.lockfile import table_bytes


def contents(place: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def written(
    awkward: Findings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[Path, ...], list[tuple[str, float]]]:
    """The awkward study written once, with what the progress heard."""
    place = tmp_path_factory.mktemp("report") / "new" / "study"
    heard: list[tuple[str, float]] = []
    return place, write(awkward, place, progress=lambda stage, share: heard.append((stage, share))), heard


def test_every_file_is_there_and_the_lock_is_last(
    awkward: Findings, written: tuple[Path, tuple[Path, ...], list[tuple[str, float]]]
) -> None:
    place, files, _ = written
    names = [str(path.relative_to(place)) for path in files]
    assert sorted(names) == sorted(contents(place))
    assert names[-1] == "study.lock.json"
    expected = {f"figures/{figure.key}.{kind}" for figure in FIGURES for kind in ("svg", "png")}
    expected |= {f"tables/{key}.csv" for key in awkward.tables}
    expected |= {"report.html", "panel.parquet", "states.parquet", "codebook.md", "sources.bib", "study.lock.json"}
    assert set(names) == expected


def test_files_hold_what_the_findings_hold(
    awkward: Findings, written: tuple[Path, tuple[Path, ...], list[tuple[str, float]]]
) -> None:
    place, _, _ = written
    assert json.loads((place / "study.lock.json").read_text(encoding="utf-8")) == awkward.lock
    for key, table in awkward.tables.items():
        assert (place / "tables" / f"{key}.csv").read_bytes() == table_bytes(table)
    assert pl.read_parquet(place / "panel.parquet").equals(awkward.panels.dyads.frame)
    assert pl.read_parquet(place / "states.parquet").equals(awkward.panels.states.frame)
    assert (place / "sources.bib").read_text(encoding="utf-8").startswith("@software{corcyra")


def test_the_same_findings_give_the_same_bytes(
    awkward: Findings, written: tuple[Path, tuple[Path, ...], list[tuple[str, float]]], tmp_path: Path
) -> None:
    write(awkward, tmp_path)
    assert contents(tmp_path) == contents(written[0])


def test_progress_rises_to_one(written: tuple[Path, tuple[Path, ...], list[tuple[str, float]]]) -> None:
    shares = [share for _, share in written[2]]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > len(FIGURES)


def test_a_failure_leaves_the_earlier_lock_and_no_part_of_a_file(
    awkward: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study.lock.json").write_text("earlier", encoding="utf-8")

    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "to_png", stop)
    with pytest.raises(KeyboardInterrupt):
        write(awkward, tmp_path)
    assert contents(tmp_path) == {"study.lock.json": b"earlier"}


def test_a_folder_that_is_a_file_is_refused(awkward: Findings, tmp_path: Path) -> None:
    target = tmp_path / "taken"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write(awkward, target)
    assert str(caught.value) == f"cannot write in the folder {target}: Not a directory. Choose another with --out."
    assert target.read_text(encoding="utf-8") == "mine"

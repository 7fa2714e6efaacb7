from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

import corcyra
from corcyra.cli import sources as command
from corcyra.cli import sources_show
from corcyra.errors import FetchError, UnknownName
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.fetch import sizes
from corcyra.sources.raw import read_csv, wants
from corcyra.sources.source import Field

ROWS = "ccode,year,mm\n371,1992,277\n371,1993,281\n"
NOWHERE = "gopher://example.org/rain.csv"


@dataclass(frozen=True)
class Rainfall(Dataset):
    """Rain in the capital, a toy.

    >>> Rainfall().key
    'rainfall'
    """

    key = "rainfall"
    title = "Rainfall [a toy]"
    version = "1.0"
    citations = ("gleditsch1999", "corcyra")
    licence = "CC0-1.0"
    access = "fetch"
    covers = corcyra.Years(1992, 1993)
    unit = "state-year"
    downloads = (Download("rain.csv", url=NOWHERE, page="https://example.org/rain"),)
    columns = (
        Field("rain", "rain in the capital", "mm a year", low=0.0, family="weather"),
        Field("station", "where it was measured", "text"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        path = files[self.downloads[0].name]
        raw = read_csv(path)
        wants(raw, ("ccode", "year", "mm"), path, known="1.0")
        return raw.select(state="ccode", year="year", rain=pl.col("mm").cast(pl.Float64), station=pl.lit("a"))


class Storms(Rainfall):
    """Storms over the capital, a toy that only the user can bring."""

    key = "storms"
    title = "Storms, a toy"
    access = "bring"
    downloads = (Download("storms.csv", page="https://example.org/storms"),)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty library, two toy datasets, and one bundled source."""
    monkeypatch.setenv("CORCYRA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CORCYRA_MIRROR", raising=False)
    bundled = tuple(each for each in corcyra.SOURCES if each.key == "stigma")
    names = {"DATASETS": (Rainfall(), Storms()), "SOURCES": bundled, "fetch_sizes": sizes, "UnknownName": UnknownName}
    for name, value in names.items():
        monkeypatch.setitem(corcyra.__dict__, name, value)
    return tmp_path / "home"


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A folder with the file of the toy that can be fetched."""
    folder = tmp_path / "mirror" / "deep"
    folder.mkdir(parents=True)
    (folder / "rain.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "mirror"


FAILED = (
    f"failed: rainfall: {NOWHERE} is no address of the web: it begins with neither http nor https. "
    "Download it from https://example.org/rain in a browser, then: corcyra sources add rainfall FILE\n"
)


def cells(line: str) -> list[str]:
    return re.split(r"\s{2,}", line.strip())


def test_every_source_is_listed_with_where_it_is(call: Callable[..., Any], mirror: Path) -> None:
    told = call("sources")
    assert (told.code, told.err) == (0, "")
    lines = [cells(line) for line in told.out.splitlines()]
    assert lines[0] == ["key", "title", "version", "years", "unit", "licence", "access", "here"]
    assert lines[1] == [
        "rainfall",
        "Rainfall [a toy]",
        "1.0",
        "1992-1993",
        "state-year",
        "CC0-1.0",
        "fetch",
        "not here",
    ]
    assert [(line[0], line[-1]) for line in lines[2:]] == [("stigma", "bundled"), ("storms", "not here")]
    assert cells(call("sources", "--mirror", mirror).out.splitlines()[1])[-1] == "mirror"


def test_what_is_here_and_what_is_not_can_be_listed_alone(call: Callable[..., Any], mirror: Path) -> None:
    def keys(*words: str | Path) -> list[str]:
        return [cells(line)[0] for line in call("sources", *words).out.splitlines()[1:]]

    assert keys("--missing") == ["rainfall", "storms"]
    assert keys("--present") == ["stigma"]
    assert keys("--present", "--mirror", mirror) == ["rainfall", "stigma"]
    assert keys("--present", "--missing") == ["rainfall", "stigma", "storms"]


def test_a_narrow_terminal_gets_fewer_columns() -> None:
    console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None, soft_wrap=True)
    sources_show.listed(console, [(Rainfall(), "library")])
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert [cells(line) for line in text.splitlines()] == [
        ["key", "title", "years", "here"],
        ["rainfall", "Rainfall [a toy]", "1992-1993", "library"],
    ]


@pytest.mark.parametrize("words", [(), ("fetch",), ("add",), ("verify",), ("cite",), ("codebook",), ("where",)])
def test_every_command_has_examples(call: Callable[..., Any], words: tuple[str, ...]) -> None:
    told = call("sources", *words, "--help")
    assert (told.code, told.err) == (0, "")
    assert f"corcyra sources {' '.join(words)}" in " ".join(told.out.split("Examples:")[1].split())


@pytest.mark.parametrize(
    "words", [("fetch", "rainfal"), ("verify", "rainfal"), ("cite", "rainfal"), ("where", "rainfal")]
)
def test_an_unknown_key_gets_the_nearest(call: Callable[..., Any], words: tuple[str, ...]) -> None:
    told = call("sources", *words)
    assert (told.code, told.out) == (2, "")
    assert told.err == "error: unknown source 'rainfal'. Nearest: rainfall. See: corcyra sources\n"


def test_a_mirror_serves_without_a_network(call: Callable[..., Any], home: Path, mirror: Path) -> None:
    told = call("sources", "fetch", "rainfall", "--mirror", mirror)
    assert (told.code, told.out, told.err) == (0, "now in the library: rainfall\n", "")
    assert (home / "files" / "rainfall" / "rain.csv").read_text(encoding="utf-8") == ROWS
    again = call("sources", "fetch", "rainfall", "stigma")
    assert (again.code, again.out, again.err) == (0, "was here already: rainfall, stigma\n", "")


def test_the_environment_names_a_mirror_too(
    call: Callable[..., Any], mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORCYRA_MIRROR", str(mirror))
    assert call("sources", "fetch", "--all").out == "now in the library: rainfall\n"


def test_an_option_before_the_command_is_not_lost_in_silence(call: Callable[..., Any], mirror: Path) -> None:
    told = call("sources", "--mirror", mirror, "fetch", "rainfall")
    assert (told.code, told.out) == (2, "")
    assert "these options are for the list; write them behind the command: corcyra sources fetch …" in told.plain


def test_a_mirror_that_is_not_there_is_refused(call: Callable[..., Any], tmp_path: Path) -> None:
    told = call("sources", "fetch", "rainfall", "--mirror", tmp_path / "none")
    assert (told.code, told.out) == (2, "")
    assert "does not exist" in told.plain


def test_what_will_come_is_told_first_and_what_failed_last(call: Callable[..., Any], mirror: Path) -> None:
    told = call("sources", "fetch", "rainfall", "storms", "stigma")
    assert told.code == 2
    assert [cells(line) for line in told.out.splitlines()] == [
        ["to get from the publishers:"],
        ["rainfall", "1 file", "unknown size", "terms: CC0-1.0"],
        ["total: unknown"],
        ["was here already: stigma"],
    ]
    brought = (
        "failed: storms: storms.csv: the publisher lets no program download it. "
        "Download it from https://example.org/storms in a browser, then: corcyra sources add storms FILE\n"
    )
    assert told.err == FAILED + brought


def test_one_failure_does_not_stop_the_others(
    call: Callable[..., Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(
        dataset: Dataset, library: Any, *, tell: Callable[[str, int, int], None], **others: Any
    ) -> tuple[Path, ...]:
        if dataset.key == "rainfall":
            raise FetchError("no.")
        assert "CORCYRA_HOME" in others["environment"]
        assert others["siblings"] == corcyra.DATASETS
        for done in (1, 2):
            tell("storms.csv", done, 2)
        return ()

    monkeypatch.setitem(corcyra.__dict__, "fetch", fetch)
    monkeypatch.setitem(corcyra.__dict__, "fetch_sizes", lambda datasets: {("rainfall", "rain.csv"): 41_140_000})
    told = call("sources", "fetch", "rainfall", "storms")
    assert (told.code, told.err) == (2, "failed: rainfall: no.\n")
    assert "41.1 MB" in told.out
    assert told.out.splitlines()[-2:] == ["total: 41.1 MB", "now in the library: storms"]


def test_an_interrupt_says_that_what_came_is_kept(call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*words: Any, **others: Any) -> tuple[Path, ...]:
        raise KeyboardInterrupt

    monkeypatch.setitem(corcyra.__dict__, "fetch", fetch)
    told = call("sources", "fetch", "rainfall")
    assert told.code == 130
    assert told.err.startswith("what has come is kept; the same command goes on from there.\n")


@pytest.mark.parametrize("words", [(), ("rainfall", "--all")])
def test_fetch_wants_keys_or_all(call: Callable[..., Any], words: tuple[str, ...]) -> None:
    told = call("sources", "fetch", *words)
    assert (told.code, told.out) == (2, "")
    assert "give keys of sources, or --all. See: corcyra sources --missing" in told.plain


def test_a_file_is_brought_and_verified(call: Callable[..., Any], home: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(ROWS, encoding="utf-8")
    told = call("sources", "add", "storms", file, "--as", "storms.csv")
    assert (told.code, told.out, told.err) == (0, f"storms: {home / 'files' / 'storms' / 'storms.csv'}\n", "")
    assert call("sources", "verify").out == "storms: all is well\n"
    (home / "files" / "storms" / "storms.csv").write_text("ccode,year\n371,1992\n", encoding="utf-8")
    bad = call("sources", "verify", "storms")
    assert (bad.code, bad.out) == (2, "")
    assert bad.err.startswith("failed: storms: ")
    assert "lacks the column mm" in bad.err


def test_verify_says_when_there_is_nothing(call: Callable[..., Any]) -> None:
    told = call("sources", "verify")
    assert (told.code, told.err) == (0, "")
    assert told.out == "nothing to verify: no dataset is here. See: corcyra sources --missing\n"


@pytest.mark.parametrize("words", [("verify", "stigma"), ("where", "stigma")])
def test_bundled_sources_have_no_files(call: Callable[..., Any], words: tuple[str, ...]) -> None:
    told = call("sources", *words)
    assert told.code == 2
    assert "stigma is bundled with Corcyra: it has no files to add, to look for or to verify." in told.plain


def test_sources_are_cited(call: Callable[..., Any]) -> None:
    told = call("sources", "cite", "rainfall", "storms")
    assert (told.code, told.out, told.err) == (0, corcyra.bibtex(["corcyra", "gleditsch1999"]), "")


def test_a_codebook_explains_every_column(call: Callable[..., Any]) -> None:
    told = call("sources", "codebook", "rainfall")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "# rainfall: Rainfall [a toy]",
        "",
        "Rain in the capital, a toy.",
        "",
        "- version: 1.0; years: 1992-1993",
        "- one row per: state-year; codes: cow",
        "- access: fetch; terms: CC0-1.0",
        "- cite: gleditsch1999, corcyra (BibTeX: corcyra sources cite rainfall)",
        "",
        "## Columns",
        "",
        "- `rain`: rain in the capital. Unit: mm a year; range: 0 to open; evidence: weather",
        "- `station`: where it was measured. Unit: text",
    ]


def test_folders_and_files_are_named(call: Callable[..., Any], home: Path, mirror: Path) -> None:
    assert call("sources", "where").out == f"library: {home}\nmirror: none; name one with CORCYRA_MIRROR\n"
    assert call("sources", "where", "--mirror", mirror).out == f"library: {home}\nmirror: {mirror}\n"
    assert call("sources", "where", "rainfall").out == "rain.csv: not here\n"
    there = call("sources", "where", "rainfall", "--mirror", mirror)
    assert there.out == f"rain.csv: {mirror / 'deep' / 'rain.csv'}\n"


def test_the_bars_move_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "errors", lambda: Console(file=io.StringIO(), force_terminal=False))
    assert command.bar().disable
    text = io.StringIO()
    monkeypatch.setattr(
        command, "errors", lambda: Console(file=text, force_terminal=True, width=100, color_system=None)
    )
    monkeypatch.setenv("TERM", "xterm")
    with command.bar() as progress:
        tell = command.teller(progress, "rainfall")
        tell("rain.csv", 500_000, 0)
        tell("rain.csv", 1_000_000, 4_000_000)
        progress.refresh()
    assert "rainfall: rain.csv" in text.getvalue()
    assert "1.0/4.0 MB" in text.getvalue()

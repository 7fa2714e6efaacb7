"""The command ``corcyra sql`` on an app of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

import corcyra
import corcyra.cli.sql as command
from corcyra.sources import sql as engine
from corcyra.sources.library import Library

APP = typer.Typer()
APP.command()(command.sql)


@pytest.fixture(autouse=True)
def face(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty library of one's own."""
    monkeypatch.setenv("CORCYRA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CORCYRA_MIRROR", raising=False)
    names = {"Library": Library, "DATASETS": (), "query_sql": engine.query, "sql_tables": engine.tables}
    for name, thing in {**names, "write_table": engine.write}.items():
        monkeypatch.setitem(corcyra.__dict__, name, thing)


def call(*words: str) -> Any:
    return CliRunner().invoke(APP, list(words))


def test_a_pipe_gets_csv() -> None:
    told = call("select distinct name, cow from states where cow = 371")
    assert (told.exit_code, told.stdout, told.stderr) == (0, "name,cow\nArmenia,371\n", "")


def test_the_answer_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    told = call("select distinct name, cow from states where cow = 371", "--out", str(file))
    assert (told.exit_code, told.stdout, told.stderr) == (0, "", f"{file}: 1 rows, 2 columns\n")
    assert pl.read_parquet(file).rows() == [("Armenia", 371)]


def test_a_terminal_shows_the_first_rows_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "out", lambda: Console(force_terminal=True, color_system=None, width=100))
    told = call("select range as n, null as e, '[red]' as t from range(60)")
    lines = told.stdout.splitlines()
    assert (lines[0].split(), lines[1].split(), len(lines)) == (["n", "e", "t"], ["0", "[red]"], 51)
    assert told.stderr == "50 of 60 rows. Write all with --out FILE.csv, or send them through a pipe.\n"


def test_the_tables_are_listed() -> None:
    told = call("--tables")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == "table,present,unit,years,columns"
    assert 'states,true,records,"","cow, gw, iso3, name, start, end"' in told.stdout.splitlines()


@pytest.mark.parametrize("words", [[], ["select 1", "--tables"]], ids=["nothing", "both"])
def test_a_query_or_the_list_is_wanted(words: list[str]) -> None:
    told = call(*words)
    assert told.exit_code == 2
    assert "give either a query or --tables." in told.stderr


def test_an_error_is_corcyras_own() -> None:
    told = call("select * from statess")
    assert isinstance(told.exception, corcyra.CorcyraError)
    assert str(told.exception) == "unknown table 'statess'. Nearest: states. Use one of these."

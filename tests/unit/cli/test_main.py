from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import corcyra

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def flat(text: str) -> str:
    """Without the box and the line ends that a terminal's width makes."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


def shell(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """``python -m corcyra`` in a process of its own, piped."""
    full = {key: value for key, value in os.environ.items() if key not in {"FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS"}}
    command = [sys.executable, "-m", "corcyra", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=full | env, timeout=60)


def test_the_version_is_printed_alone(call: Callable[..., Any]) -> None:
    told = call("--version")
    assert (told.code, told.out, told.err) == (0, f"corcyra {corcyra.__version__}\n", "")


def test_help_is_printed_when_nothing_is_asked(call: Callable[..., Any]) -> None:
    told = call()
    assert told.code == 0
    assert told.err == ""
    assert "corcyra study south-caucasus" in told.out
    assert call("--help").out == told.out == call("-h").out


@pytest.mark.parametrize("command", ["study", "states", "cite"])
def test_every_command_has_help_with_examples(call: Callable[..., Any], command: str) -> None:
    told = call(command, "--help")
    assert (told.code, told.err) == (0, "")
    assert "Examples:" in told.out
    assert f"corcyra {command} " in told.out.split("Examples:")[1]


def test_an_unknown_command_is_refused_on_standard_error(call: Callable[..., Any]) -> None:
    told = call("studdy")
    assert (told.code, told.out) == (2, "")
    assert "No such command 'studdy'." in told.plain


def test_a_process_says_the_same_and_ends_with_the_same_code() -> None:
    done = shell("states", "qqqqq")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: unknown state 'qqqqq'. Check the spelling.\n"


@pytest.mark.parametrize(
    "env",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "80"}, {"COLUMNS": "20"}, {"TERM": "xterm-256color"}],
    ids=lambda env: "=".join(*env.items()),
)
def test_piped_output_has_no_control_characters_and_whole_lines(env: dict[str, str]) -> None:
    done = shell("states", "United States", "--on", "2000", **env)
    assert (done.returncode, done.stderr) == (0, "")
    assert not CONTROL.search(done.stdout)
    assert "  2    2  USA    United States of America  1816-01-01  today" in done.stdout.splitlines()


def test_a_terminal_without_unicode_gets_marks_and_no_traceback() -> None:
    done = shell("states", "Հայաստանն", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    done = shell("study", "Կովկաս", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: unknown study '??????'. Nearest: ")


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    command = [sys.executable, "-m", "corcyra", "cite", "--all"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), told) == (1, "")


def test_the_first_line_of_a_long_output_can_be_taken() -> None:
    whole = shell("cite", "--all").stdout
    command = f"{sys.executable} -m corcyra cite --all | head -n 1"
    first = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert first.stdout == whole.splitlines(keepends=True)[0]
    assert first.stderr == ""


def test_a_region_needs_its_years_and_a_name_that_is_known(tmp_path: Path) -> None:
    said = shell("study", "--region", "gulf")
    assert said.returncode == 2
    assert "--region needs the years of the study, given None. Write --years 1960-2010." in flat(said.stderr)
    said = shell("study", "--region", "golf", "--years", "1960-2010")
    assert said.returncode == 2
    assert said.stderr.strip() == "error: unknown region 'golf'. Nearest: gulf. Use one of these."
    said = shell("study", "south-caucasus", "--region", "gulf", "--years", "1960-2010")
    assert "give one of these: a study of the gallery or a TOML file, --from LOCK, or --region with --years." in flat(said.stderr)


def test_a_region_whose_data_are_not_here_names_the_one_command(tmp_path: Path) -> None:
    environment = {**os.environ, "CORCYRA_HOME": str(tmp_path), "CORCYRA_MIRROR": ""}
    command = [sys.executable, "-m", "corcyra", "study", "--region", "gulf", "--years", "1960-2010", "--out", str(tmp_path / "results")]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert said.returncode == 2
    assert "corcyra sources fetch atop_pacts contiguity ideal_points igo_poles majors mid mindist nmc vdem" in flat(said.stderr)
    assert list(tmp_path.glob("results*")) == []


COMPUTING = """
import sys, corcyra
real = corcyra.run_study
def run_study(spec, *, locked, progress):
    def tell(stage, share):
        progress(stage, share)
        if stage == "asking the theories":
            print("ready", flush=True)
    return real(spec, locked=locked, progress=tell)
"""
WRITING = """
import time, corcyra
from corcyra.files import write_folder
def run_study(spec, **others):
    return None
def contents():
    yield "report.html", "half"
    print("ready", flush=True)
    for _ in range(600):
        time.sleep(.1)  # one long sleep would not be woken by a signal that came just before it
def write_report(findings, folder, **others):
    write_folder(folder, contents())
corcyra.__dict__["write_report"] = write_report
"""
START = """
corcyra.__dict__["run_study"] = run_study
from corcyra.cli import main
main()
"""


def interrupted(code: str, *words: str) -> tuple[int, str]:
    """Exit code and standard error of a run that is interrupted when it says that it is ready."""
    command = [sys.executable, "-c", code + START, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        rest, told = process.communicate(timeout=60)
    assert rest == ""
    return process.returncode, told


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}



@pytest.mark.parametrize("code", [COMPUTING, WRITING], ids=["computing", "writing"])
def test_an_interruption_leaves_earlier_results_as_they_were(tmp_path: Path, study: Path, code: str) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "report.html").write_text("earlier", encoding="utf-8")
    before = content(tmp_path)
    told = (130, "interrupted: earlier results are whole.\n")
    assert interrupted(code, "study", str(study), "--out", str(folder)) == told
    assert content(tmp_path) == before



def test_an_interruption_leaves_no_half_written_folder(tmp_path: Path, study: Path) -> None:
    before = content(tmp_path)
    assert interrupted(WRITING, "study", str(study), "--out", str(tmp_path / "deep" / "results"))[0] == 130
    assert content(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["trial.toml"]

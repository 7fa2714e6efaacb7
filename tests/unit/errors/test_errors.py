from __future__ import annotations

import inspect
import pickle
from pathlib import Path

import pytest

from corcyra import errors
from corcyra.errors import CorcyraError, DataError, MissingExtra, OutputError, UnknownName

TREE = [each for _, each in inspect.getmembers(errors, inspect.isclass) if each.__module__ == errors.__name__]


def test_every_error_is_of_the_one_tree_public_and_documented() -> None:
    assert sorted(each.__name__ for each in TREE) == errors.__all__
    for each in TREE:
        assert issubclass(each, CorcyraError)
        assert each.__doc__


@pytest.mark.parametrize("kind", [each for each in TREE if each not in {UnknownName, MissingExtra}], ids=lambda each: each.__name__)
def test_an_error_says_its_words_after_its_place(kind: type[CorcyraError]) -> None:
    assert str(kind("words.")) == "words."
    assert str(kind("words.", file="a.csv")) == "a.csv: words."
    placed = kind("words.", file=Path("a.csv"), line=3)
    assert str(placed) == "a.csv:3: words."
    assert (placed.file, placed.line) == (Path("a.csv"), 3)
    assert str(kind("words.", line=3)) == "words."


@pytest.mark.parametrize(
    ("kind", "usual"),
    [("UnknownName", LookupError), ("DataError", ValueError), ("SpanError", ValueError), ("ParameterError", ValueError),
     ("MissingColumn", LookupError), ("OutputError", OSError), ("MissingExtra", ImportError), ("StudyError", ValueError)],
)  # fmt: skip
def test_errors_are_also_what_python_would_raise(kind: str, usual: type[Exception]) -> None:
    assert issubclass(getattr(errors, kind), usual)


def test_an_unknown_name_says_what_to_do_next() -> None:
    assert str(UnknownName("pole", "rusia", ["russia", "iran"])) == "unknown pole 'rusia'. Nearest: russia, iran. Use one of these."
    assert str(UnknownName("pole", "x")) == "unknown pole 'x'. Check the spelling."
    told = UnknownName("pole", "x", ["y"], remedy="Define it.", file="s.toml", line=9)
    assert str(told) == "s.toml:9: unknown pole 'x'. Nearest: y. Define it."
    assert (told.kind, told.given, told.nearest, told.remedy) == ("pole", "x", ("y",), "Define it.")


def test_a_missing_package_says_how_to_have_it() -> None:
    told = MissingExtra("to_pandas", "pandas", "frames")
    assert str(told) == "to_pandas needs the package pandas, which is not installed. Run: pip install 'corcyra[frames]'"
    assert told.package == "pandas"


@pytest.mark.parametrize(
    "error",
    [
        DataError("words.", file="a.csv", line=3),
        OutputError("words.", file="a.csv", line=3),
        UnknownName("pole", "x", ["y"], file="s.toml", line=9),
        MissingExtra("to_pandas", "pandas", "frames"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_comes_whole_through_a_pool_of_processes(error: CorcyraError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)

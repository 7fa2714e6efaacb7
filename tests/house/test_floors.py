"""The plan of the house is a test: who may import whom, which names are public, which rooms exist."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import corcyra

SRC = Path(corcyra.__file__).parent
MODULES = sorted(SRC.rglob("*.py"))
LONGEST = 400


def imports(path: Path) -> list[tuple[str, bool]]:
    """Every imported module of a file, and whether the import stands inside a function."""
    found = []

    def visit(node: ast.AST, inside: bool) -> None:
        if isinstance(node, ast.Import):
            found.extend((alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.extend((f"{node.module}.{alias.name}", inside) for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child, inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    visit(ast.parse(path.read_text(encoding="utf-8")), False)
    return found


def room(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_only_cli_and_web_import_the_face_and_nothing_but_the_face(path: Path) -> None:
    for name, _ in imports(path):
        if not name.startswith("corcyra"):
            continue
        from_face = name == "corcyra" or (
            name.count(".") == 1
            and not (SRC / name.split(".")[1]).exists()
            and not (SRC / f"{name.split('.')[1]}.py").exists()
        )
        if room(path) in {"cli", "web"}:
            assert from_face or name.startswith(f"corcyra.{room(path)}"), f"{path} reaches past the face: {name}"
        else:
            assert not from_face, f"{path} imports from the package root: {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_inside_functions_are_only_of_optional_or_slow_packages(path: Path) -> None:
    extras = {"arviz", "docx", "duckdb", "fastexcel", "numba", "pandas", "pyarrow", "rdata", "scipy"}
    inside = {name.split(".")[0] for name, nested in imports(path) if nested}
    assert inside <= extras, f"{path} imports {inside - extras} inside a function"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_one_idea_one_file(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= (200 if room(path) == "theories" else LONGEST), f"{path} has {lines} lines: split the ideas"
    assert path.stem not in {"utils", "util", "helpers", "common", "misc", "manager"}


def test_the_face_is_sorted_and_every_name_is_there() -> None:
    assert corcyra.__all__ == sorted(corcyra.__all__)
    for name in corcyra.__all__:
        assert getattr(corcyra, name) is not None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_public_names_exist_and_are_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path} has no docstring"
    if path == SRC / "__init__.py":
        return  # the face: its names are examined by the tests above
    stem = ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(stem)
    for name in getattr(module, "__all__", []):
        thing = getattr(module, name)
        if getattr(thing, "__module__", None) == stem:
            assert thing.__doc__, f"{stem}.{name} has no docstring"


def test_the_stub_names_what_the_face_names() -> None:
    stub = ast.parse((SRC / "__init__.pyi").read_text(encoding="utf-8"))
    named = {
        alias.asname: f"{node.module}:{alias.name}"
        for node in stub.body if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert named == corcyra.FACE
    listed = next(node.value for node in stub.body if isinstance(node, ast.Assign))
    assert sorted(ast.literal_eval(listed)) == corcyra.__all__


def test_the_face_is_light() -> None:
    code = "import sys, corcyra; print(sorted({'polars', 'numpy', 'altair', 'pydantic', 'typer'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"

"""The docs hold together: every link leads somewhere, every page is listed, and the reference says what the code does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

import corcyra.errors
from corcyra.errors import CorcyraError
from corcyra.measures import MEASURES
from corcyra.study.findings import TABLES, Findings
from corcyra.study.run import run_study
from corcyra.study.spec import Bootstrap, OwnPole, StudySpec
from corcyra.theories import THEORIES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def links(page: Path) -> list[str]:
    """The targets of a page's relative links."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if not target.startswith(("http:", "https:", "mailto:", "#"))]


def linked(page: Path) -> set[Path]:
    return {(page.parent / target.split("#")[0]).resolve() for target in links(page)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target.split("#")[0]).exists()] == []


def test_every_page_of_the_docs_is_listed() -> None:
    listed = linked(DOCS / "index.md") | linked(DOCS / "textbook" / "README.md") | {DOCS / "index.md"}
    assert [str(page.relative_to(DOCS)) for page in sorted(DOCS.rglob("*.md")) if page not in listed] == []


@pytest.mark.parametrize("theory", THEORIES, ids=lambda theory: theory.key)
def test_every_theory_has_its_page(theory: object) -> None:
    page = DOCS / "textbook" / "theories" / f"{theory.key.replace('_', '-')}.md"  # type: ignore[attr-defined]
    assert re.search(r"\*\*Claim\.?\*\*", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_every_measure_has_its_page(measure: object) -> None:
    page = DOCS / "textbook" / "measures" / f"{measure.key.replace('_', '-')}.md"  # type: ignore[attr-defined]
    assert "**Question.**" in page.read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row that starts with a name in backticks."""
    found = re.findall(r"^\| `([^`]+)` \|(.*)\|$", text, re.MULTILINE)
    return [[first, *(cell.strip() for cell in rest.split("|"))] for first, rest in found]


def parts(page: str) -> dict[str, str]:
    """The sections of a page by their headings."""
    text = (DOCS / "reference" / page).read_text(encoding="utf-8")
    return {
        title.strip("`"): body
        for title, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    }


def default(model: type[BaseModel], key: str) -> str:
    """A field's default as the page writes it."""
    field = model.model_fields[key]
    if key == "key" and model is StudySpec:
        return "from the file's name"
    if key == "bootstrap":
        return "see below"
    value = field.get_default(call_default_factory=True)
    if value is PydanticUndefined:
        return "needed"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{each}"' for each in value) + "]`"
    return "none" if value is None else f"`{str(value).lower()}`"


SECTIONS = {"Keys": StudySpec, "[bootstrap]": Bootstrap, "[[own_poles]]": OwnPole}


@pytest.mark.parametrize("title", SECTIONS)
def test_the_study_file_page_has_every_key_with_its_default(title: str) -> None:
    model = SECTIONS[title]
    told = {row[0]: row[1] for row in rows(parts("study-file.md")[title])}
    assert told == {key: default(model, key) for key in model.model_fields}


@cache
def small() -> Findings:
    """A study with a case, in which every table comes about."""
    return run_study(
        StudySpec(
            key="docs", title="Docs", question="Why?", states=["ARM"], years=[2014, 2019], poles=["russia", "west"],
            theories=["identity"], case="south-caucasus", bootstrap={"draws": 5},
        )
    )  # fmt: skip


def test_the_page_of_tables_has_every_table() -> None:
    assert list(parts("tables.md")) == list(TABLES)


@pytest.mark.parametrize("key", TABLES)
def test_the_page_of_tables_has_every_column(key: str) -> None:
    names = [re.sub(r"^p_(russia|west)$", "p_<pole>", name) for name in small().tables[key].columns]
    names = [re.sub(r"^align_.+", "align_<sign>", name) for name in names]
    assert [row[0] for row in rows(parts("tables.md")[key])] == list(dict.fromkeys(names))


def test_the_page_of_errors_has_the_whole_tree() -> None:
    text = (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
    tree = [getattr(corcyra.errors, name) for name in corcyra.errors.__all__]
    told = {row[0]: row[2].strip("`") for row in rows(text)}
    assert sorted(told) == sorted(error.__name__ for error in tree)
    for error in tree:
        outside = [base.__name__ for base in error.__mro__ if not issubclass(base, CorcyraError)]
        assert told[error.__name__] == outside[0]


def test_the_page_of_commands_has_every_command() -> None:
    commands = {
        path.stem.replace("_", "-")
        for path in (ROOT / "src" / "corcyra" / "cli").glob("*.py")
        if path.stem != "__init__" and re.search(r"typer\.(Argument|Option)", path.read_text("utf-8"))
    }
    assert {title.removeprefix("corcyra ") for title in parts("cli.md") if title.startswith("corcyra ")} == commands

"""Every entry of the bibliography can be found by its reader, and every key that is cited is there."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import corcyra
from corcyra.casebook import case, cases
from corcyra.contest import baselines
from corcyra.games.model import Model
from corcyra.games.models import MODELS
from corcyra.measures import MEASURES
from corcyra.measures.measure import Measure
from corcyra.sources import SOURCES
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.source import Source
from corcyra.theories import THEORIES
from corcyra.theories.theory import Theory
from corcyra.world.citation import BIBLIOGRAPHY, Entry, apa, entry, keys

PACKAGE = Path(corcyra.__file__).parent
FIGURES = PACKAGE / "sources" / "tables" / "figures" / "figures.toml"
DOCS = Path(__file__).parents[2] / "docs"
PLACES = ("journal", "publisher", "booktitle", "institution", "school", "howpublished", "url", "doi")
NAMED = {"article": ("journal", "volume"), "incollection": ("booktitle", "publisher"), "book": ("publisher",)}
DOI = re.compile(r"10\.\d{4,9}/[^\s{}\"\\]+")
NO_PLACE = {"corcyra": "the package itself: whoever reads the citation has it, and it has no address yet"}
UNUSED = {
    "iso3166": "the standard behind the codes; the texts name it by its number, not by author and year",
}


def words(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def prose() -> str:
    """Code, settings and docs, on one line and without the bibliography."""
    files = [path for kind in ("*.py", "*.toml") for path in sorted(PACKAGE.rglob(kind))]
    return " ".join(" ".join(words(path) for path in [*files, *sorted(DOCS.rglob("*.md"))]).split())


def cited() -> list[tuple[str, str]]:
    """Who cites and the key, of everything that is registered."""
    registered: list[Source | Dataset | Measure | Theory | type[Model]] = [*SOURCES, *DATASETS, *MEASURES, *THEORIES, *MODELS]
    found = [(type(each).__module__, key) for each in registered for key in each.citations]
    found += [(f"case {name}", case(name).source) for name in cases()]
    tables = tomllib.loads(words(FIGURES))
    found += [(name, key) for name, table in tables.items() if isinstance(table, dict) for key in table["citations"]]
    own = [cls for cls in vars(baselines).values() if getattr(cls, "__module__", "") == baselines.__name__]
    return found + [(cls.__name__, key) for cls in own for key in getattr(cls, "citations", ())]


def families(work: Entry) -> str:
    """The first author as prose names one: the family name, without the braces of an organisation."""
    return (work.get("author") or work.get("editor")).partition(" and ")[0].partition(",")[0]


def named_in_prose(work: Entry) -> bool:
    """Whether some text names the first author and, within a few words, the year: ``Newman & Girvan (2004)``."""
    return bool(re.search(rf"\b{re.escape(families(work))}\b[^.;]{{0,40}}\b{work.get('year')}\b", prose()))


@pytest.mark.parametrize("key", keys())
def test_an_entry_says_where_the_work_is(key: str) -> None:
    work = entry(key)
    assert work.get("author") or work.get("editor")
    assert work.get("title")
    assert re.fullmatch(r"1[89]\d\d|20\d\d", work.get("year"))
    assert key in NO_PLACE or any(work.get(name) for name in PLACES)
    assert [name for name in NAMED.get(work.kind, ()) if not work.get(name)] == []


@pytest.mark.parametrize("key", [key for key in keys() if entry(key).get("doi")])
def test_a_doi_is_a_bare_doi(key: str) -> None:
    assert DOI.fullmatch(dict(entry(key).fields)["doi"])


def test_no_two_entries_are_the_same_work() -> None:
    titles = Counter(re.sub(r"\W+", " ", entry(key).get("title").casefold()).strip() for key in keys())
    dois = Counter(entry(key).get("doi").casefold() for key in keys() if entry(key).get("doi"))
    assert [text for text, times in (titles + dois).items() if times > 1] == []


def test_no_key_stands_twice() -> None:
    written = [
        key for file in sorted(BIBLIOGRAPHY.glob("*.bib")) for key in re.findall(r"(?m)^@\w+\{([^,]+),", words(file))
    ]
    assert sorted(written) == sorted(keys())
    assert len(written) == len(set(written))


def test_every_cited_key_is_in_the_bibliography() -> None:
    assert [(who, key) for who, key in cited() if key not in keys()] == []


def test_every_tuple_of_citations_in_the_code_names_entries() -> None:
    tuples = re.findall(r"citations(?:: tuple\[str, \.\.\.\])? = \(([^)]*)\)", prose())
    assert len(tuples) >= len(MEASURES) + len(THEORIES)
    assert {key for one in tuples for key in re.findall(r'"([^"]+)"', one)} <= set(keys())


def test_every_entry_is_used() -> None:
    in_use = {key for _, key in cited()} | {key for key in keys() if re.search(rf"\b{key}\b", prose())}
    unused = [key for key in keys() if key not in in_use and not named_in_prose(entry(key))]
    assert sorted(unused) == sorted(UNUSED)


@pytest.mark.parametrize("key", keys())
def test_the_short_form_is_plain_text(key: str) -> None:
    text = apa(key)
    assert re.match(r"[^()]+(\(Eds?\.\) )?\(\d{4}\)\. \S", text)
    assert not re.search(r"[{}\\]|--|  |\.\.| ,|n\.d\.", text)
    assert text.endswith(".") or re.search(r"https://\S+$", text)
    assert text.startswith(families(entry(key)))

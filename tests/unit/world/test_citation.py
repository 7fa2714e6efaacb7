from __future__ import annotations

import re
from pathlib import Path

import pytest

from corcyra.errors import DataError, UnknownName
from corcyra.world.citation import BIBLIOGRAPHY, Entry, apa, bibtex, entry, keys, people, read_bibliography


def test_the_package_cites_itself() -> None:
    assert apa("corcyra").startswith("The Corcyra developers (2026). Corcyra: why states align as they do. Version ")


def test_bibtex_is_sorted_and_each_key_once() -> None:
    text = bibtex(["sinnott1984", "corcyra", "sinnott1984"])
    assert [line for line in text.splitlines() if line.startswith("@")] == [
        "@software{corcyra,",
        "@article{sinnott1984,",
    ]


def test_what_is_written_can_be_read_again(tmp_path: Path) -> None:
    file = tmp_path / "all.bib"
    file.write_text(bibtex(keys()), encoding="utf-8")
    assert read_bibliography([file]) == tuple(entry(key) for key in keys())


def test_unknown_key() -> None:
    with pytest.raises(UnknownName) as caught:
        bibtex(["sinnot1984"])
    assert str(caught.value) == "unknown citation 'sinnot1984'. Nearest: sinnott1984. Use one of these."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@book{a, title={T}, year={2000}}\n", "1: the entry 'a' lacks author. Add it."),
        ("@book{a, author={A}}\n", "1: the entry 'a' lacks title, year. Add it."),
        (
            "\n@book{a, author={A}, title={T}, year={2000}}\n@book{b, author={B, title={T}\n",
            "3: this is no readable BibTeX entry: '@book{b, author={B, title={T}'. Check braces, commas and keys.",
        ),
    ],
)
def test_a_faulty_entry_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "own.bib"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_bibliography([file])
    assert str(caught.value) == f"{file}:{message}"


def test_a_key_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.bib", "b.bib"):
        (tmp_path / name).write_text("@book{x, author={A}, title={T}, year={2000}}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_bibliography(tmp_path.glob("*.bib"))
    assert str(caught.value) == f"{tmp_path / 'b.bib'}:1: the key 'x' stands twice in the bibliography. Keep one entry."


@pytest.mark.parametrize(
    ("field", "names", "shown"),
    [
        ("author", "Wæver, Ole", "Wæver, O."),
        ("author", "Buzan, Barry and Wæver, Ole", "Buzan, B., & Wæver, O."),
        ("author", "{Office of Trade and Industry}", "Office of Trade and Industry"),
        ("editor", "Weber, Jean-Luc", "Weber, J. L. (Ed.)"),
        ("author", " and ".join(f"{letter}, X." for letter in "ABCDEF"), "A, X., et al."),
    ],
)
def test_people(field: str, names: str, shown: str) -> None:
    assert people(Entry("k", "book", ((field, names),))) == shown


@pytest.mark.parametrize("file", sorted(BIBLIOGRAPHY.glob("*.bib")), ids=lambda file: file.name)
def test_the_bibliography_is_plain_text_without_latex_commands(file: Path) -> None:
    faulty = [
        f"{number}: {line}"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\\(?![&%#_$])", line)
    ]
    assert faulty == []

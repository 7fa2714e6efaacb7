"""Every problem of a case at once, with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corcyra.casebook.check import check_case, ledgers, place_of, read_ledger
from corcyra.casebook.start import new_case
from corcyra.errors import DataError, UnknownName

Told = Callable[..., list[str]]


def test_a_whole_case_has_no_problem(folder: Path) -> None:
    checked = check_case(folder)
    assert checked.problems == ()
    assert checked.good


@pytest.mark.parametrize("key", ledgers())
def test_every_bundled_case_can_be_weighed(key: str) -> None:
    checked = check_case(key)
    assert checked.of("error") == ()
    assert {each.message for each in checked.of("warning")} == {
        each.message for each in checked.of("warning") if "outside the case's years" in each.message
    }


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("judgements.csv", "stigma,AB,very likely", "stigma,AB,1.2", "error judgements.csv:2: k1 under stigma: a judgement of 1.2 is no probability: it must lie between 0 and 1. Write how expected the clue is, 0.8 or 80% or a word."),
        ("judgements.csv", "stigma,AB,very likely", "stigma,AB,verylikely", "error judgements.csv:2: k1 under stigma: 'verylikely' is no judgement. Write one of the words very unlikely, unlikely, even, likely, very likely, or a number from 0 to 1."),
        ("judgements.csv", "stigma,AB,very likely", "stigma,AB,1", "warning judgements.csv:2: k1 under stigma: a judgement of 1 is a certainty, and a certainty cannot be moved by other evidence: give 0.99 unless the opposite is impossible."),
        ("judgements.csv", "very likely,so", "very likely,", "warning judgements.csv:2: k1 under stigma: the judgement has no reason. Say why, so that another can disagree."),
        ("judgements.csv", "k2,threat,AB", "k9,threat,AB", "error judgements.csv:6: unknown clue 'k9'. Known are: k1, k2, k3."),
        ("judgements.csv", "k2,threat,AB", "k2,thread,AB", "error judgements.csv:6: unknown hypothesis 'thread'. Known are: threat."),
        ("judgements.csv", "k2,threat,AB", "k2,threat,XY", "error judgements.csv:6: unknown coder 'XY'. Add a row to coders.csv. Known are: AB, CD."),
        ("judgements.csv", "k2,threat,AB", "k2,stigma,AB", "error judgements.csv:6: AB judged k2 under stigma twice, first in line 5. Keep one of the two judgements."),
        ("judgements.csv", "k1,other,CD,60%,so\n", "", "warning judgements.csv:11: CD judged k1 but not under other. Judge it under every hypothesis; till then it is left out."),
        ("evidence.csv", "Archive,looked up,medium,no", ",looked up,medium,no", "error evidence.csv:3: the clue k2 has no source. Say where it can be looked up."),
        ("evidence.csv", "2005-06,", "06.05.2005,", "error evidence.csv:3: the date '06.05.2005' may be 2005-05-06 or 2005-06-05. Write one of these; or put dates = \"day first\" in case.toml if all are so."),
        ("evidence.csv", "2005-06,", "38485,", "error evidence.csv:3: '38485' looks like the number by which a spreadsheet stores 2005-05-13. Write 2005-05-13, and format the column as text."),
        ("evidence.csv", "2005-06,", "May-05,", "error evidence.csv:3: 'May-05' is no date. Write YYYY, YYYY-MM, YYYY-MM-DD, or two of these with a slash between: 2003/2005."),
        ("evidence.csv", "2005-06,", "2005-02-30,", "error evidence.csv:3: '2005-02-30' is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY."),
        ("evidence.csv", "2005/2006,", "2006/2005,", "error evidence.csv:4: the span 2006/2005 ends before it begins. Swap the two dates: 2005/2006."),
        ("evidence.csv", "2005-06,", "1999,", "warning evidence.csv:3: the clue k2 is of 1999, outside the case's years 2001 to 2006. Correct the date, or widen first and last in case.toml."),
        ("evidence.csv", "medium,no,", "medium,perhaps,", "error evidence.csv:3: found is 'perhaps'. Write yes, no (looked for and not found), or not looked."),
        ("evidence.csv", "k2,,2005-06", "k1,,2005-06", "error evidence.csv:3: the clue k1 stands twice, first in line 2. Give each an id of its own."),
        ("evidence.csv", ",,Archive,looked up", ",,[@nobody1999],looked up", "error evidence.csv:3: unknown citation @nobody1999. Add it to sources.bib, or write the source in words without @."),
        ("evidence.csv", "No help was offered", "#NAME?", "error evidence.csv:3: the cell what holds '#NAME?': its letters are lost, or it was taken for a formula. Put the text there again; write citations as [@key], and a text that begins with = or - in quotes."),
        ("evidence.csv", "No help was offered", "???? ?? ????????", "error evidence.csv:3: the cell what holds '???? ??': its letters are lost, or it was taken for a formula. Put the text there again; write citations as [@key], and a text that begins with = or - in quotes."),
        ("dependence.csv", "k2,k1,*,*,listed,,", "k2,k1,*,*,correlation,0.99,so", "error dependence.csv:2: a correlation of 0.99 of k2 and k1 is impossible under stigma (AB judged them 0.2 and 0.95): it must lie between -0.459 and 0.115. Choose a value there, or give a conditional judgement."),
        ("dependence.csv", "k2,k1,*,*,listed,,", "k2,k1,*,*,same,,so", "error dependence.csv:2: k2 is said to be the same as k1, but they were not found alike. Give a conditional judgement instead."),
        ("dependence.csv", "k2,k1,*,*,listed,,", "k2,k1,*,*,conditional,even,so\nk1,k2,*,*,conditional,even,so", "error dependence.csv:3: the dependence between clues runs in a circle: k1 -> k2 -> k1. Decide which clue comes first and take one of these rows out."),
        ("dependence.csv", "k2,k1,*,*,listed,,", "k2,k1,*,*,similar,,so", "error dependence.csv:2: unknown kind of dependence 'similar'. Use one of conditional, correlation, same, listed."),
        ("dependence.csv", "k2,k1,*,*,listed,,", "k2,k7,*,*,listed,,", "error dependence.csv:2: unknown clue 'k7'. Known are: k1, k2, k3."),
        ("implications.csv", "threat,It follows the help\n", "", "warning implications.csv: the hypothesis threat has no implications. Say in implications.csv what would be seen if it were true."),
        ("coders.csv", "CD,Ç", "AB,Ç", "error coders.csv:3: the coder AB stands twice. Keep one row."),
        ("case.toml", 'claims = "It was about attack."', 'claims = "It was about its  image."', "error case.toml:13: threat claims the same as stigma: two hypotheses that say the same do not exclude each other. Say in what they differ, or keep one."),
        ("case.toml", "first = 2001", "exclusive = false\nfirst = 2001", "error case.toml:4: the hypotheses are said not to exclude each other, and such cannot be weighed against one another. Rewrite them so that one at most is true: A alone, B alone, both together."),
        ("case.toml", "rest = true", 'claims = "c"', "note case.toml: no hypothesis is for the rest, so the verdict holds only if one of these is true. Where that is in doubt, add one with rest = true."),
        ("case.toml", 'name = "Stigma"', 'name = "Stigma"\nprior = 0.5', "error case.toml:9: there is no prior for threat and other. Give one for every hypothesis, or none for equal ones."),
        ("case.toml", 'name = "Stigma"', 'name = "Stigma"\npiror = 0.5', "warning case.toml:9: the key piror of a hypothesis is not known and is not read. A hypothesis has key, name, theory, claims, origin, prior, rest; keys of the case itself stand above the first [[hypotheses]]."),
        ("case.toml", "last = 2006", "last = 1996", "error case.toml:4: the case ends in 1996, before 2001. Swap first and last."),
        ("case.toml", 'question = "Why?"', "question = “Why?”", "error case.toml:3: this is not TOML: Invalid value. Write key = \"text\" with straight quotes, and lists as [\"one\", \"two\"]."),
    ],
)  # fmt: skip
def test_each_problem_is_told_with_file_and_line(problems: Told, name: str, old: str, new: str, expected: str) -> None:
    assert expected in problems(name, old, new)


def test_a_clue_without_judgement_is_a_warning(folder: Path, problems: Told) -> None:
    told = problems("evidence.csv", "k3,,", "k4,,2005,Another,,Archive,,,yes,\nk3,,")
    assert told == ["warning evidence.csv:4: the clue k4 has no judgement. Add rows to judgements.csv; until then it is not weighed."]


BOOK = """@book{karimov1997,
  author = {Karimov, Islam},
  title = {Uzbekistan},
  year = {1997}
}
@book{broken1999,
  title = {No author}, year = {1999}
}
@book{cut2000, title = {
"""


def test_the_bibliography_is_read_and_its_problems_are_told(folder: Path, problems: Told, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "sources.bib").write_text(BOOK, encoding="utf-8")
    told = problems("evidence.csv", ",,Archive,looked up", ',,"[@karimov1997, p. 3]; @gleditsch1999",looked up')
    assert told == [
        "error sources.bib:6: the entry 'broken1999' lacks author. Add it.",
        "error sources.bib:9: this is no readable BibTeX entry: '@book{cut2000, title = {'. Check braces, commas and keys.",
    ]
    assert caplog.text == ""
    (folder / "sources.bib").write_text(BOOK.split("@book{broken")[0], encoding="utf-8")
    ledger = read_ledger(folder)
    assert ledger.clue("k2").citations == ("karimov1997", "gleditsch1999")
    assert [str(ledger.work(key) is not None) for key in ledger.cited()] == ["True", "True"]


@pytest.mark.parametrize("text", ["#NUMBER of votes", "What?!", "Who? Why??", "#REFORM", "????"[:3], "Tashkent - ???"])
def test_marks_that_mean_nothing_bad_are_left_alone(problems: Told, text: str) -> None:
    assert problems("evidence.csv", "No help was offered", text) == []


def test_priors_that_do_not_sum_to_one(folder: Path, problems: Told) -> None:
    problems("case.toml", 'name = "Stigma"', 'name = "Stigma"\nprior = 0.5')
    problems("case.toml", 'name = "Threat"', 'name = "Threat"\nprior = 0.2')
    told = problems("case.toml", 'name = "Something else"', 'name = "Something else"\nprior = 0.2')
    assert told == ["error case.toml:9: the priors sum to 0.9, not to 1. Scale them, or leave all out for equal ones."]


def test_all_problems_come_at_once_and_in_order(folder: Path, problems: Told) -> None:
    problems("evidence.csv", "Archive,looked up,medium,no", ",looked up,medium,no")
    problems("judgements.csv", "stigma,AB,very likely", "stigma,AB,7")
    told = [each for each in problems("coders.csv", "CD,", "EF,") if each.startswith("error")]
    assert [each.split(": ")[0] for each in told] == ["error evidence.csv:3", "error judgements.csv:2", "error judgements.csv:11"]
    assert told[2] == "error judgements.csv:11: unknown coder 'CD' (here and in 2 more rows). Add a row to coders.csv. Known are: AB, EF."
    with pytest.raises(DataError) as caught:
        read_ledger(folder)
    lines = str(caught.value).splitlines()
    assert lines[0] == f"3 problems in the case {folder}. Mend what is listed, then run: corcyra case check"
    assert len(lines) == 4


def test_tables_are_checked_though_the_settings_are_broken(problems: Told) -> None:
    problems("evidence.csv", "2005-06,", "May-05,")
    told = problems("case.toml", 'key = "small"', "key = small")
    assert [each.split(": ")[0] for each in told] == ["error case.toml:1", "error evidence.csv:3"]


def test_files_that_lack_are_told(folder: Path) -> None:
    (folder / "evidence.csv").unlink()
    (folder / "dependence.csv").unlink()
    told = [str(each) for each in check_case(folder).of("error")]
    assert told[0] == f"{folder / 'evidence.csv'}: there is no such file. A case that is weighed needs evidence.csv."
    assert not any("dependence" in each for each in told if "no such file" in each)


def test_a_starter_passes_with_warnings_and_is_never_overwritten(tmp_path: Path) -> None:
    new_case("trial", tmp_path / "trial", separator=";")
    checked = check_case(tmp_path / "trial")
    assert checked.good
    assert len(checked.of("warning")) == 5
    assert str(checked.of("warning")[0]).endswith(
        "evidence.csv:2: the clue k1 is an invented example. Write over it, or take out its row and its judgements."
    )
    assert (tmp_path / "trial" / "evidence.csv").read_bytes().startswith(b"\xef\xbb\xbfid;unit;date")
    (tmp_path / "trial" / "case.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match="is there already, and nothing in it is overwritten"):
        new_case("trial", tmp_path / "trial")
    assert (tmp_path / "trial" / "case.toml").read_text(encoding="utf-8") == "mine"


def test_what_is_no_case_is_named() -> None:
    with pytest.raises(UnknownName) as caught:
        place_of("nowhere")
    assert str(caught.value).startswith("unknown case or folder 'nowhere'. Nearest: ")
    assert str(caught.value).endswith("Give a folder with case.toml, or one of these keys; corcyra case new makes a folder.")


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("evidence.csv", b"PK\x03\x04x", ": this is a workbook, not text. Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8)."),
        ("coders.csv", b"key,name\nAB,Erdo\xf0an\n", ":2: the byte F0 is not UTF-8, and in which encoding the file is cannot be told. Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8)."),
        ("judgements.csv", b"", ":1: the file is empty. Its first line must be: evidence,hypothesis,coder,expected,reason"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_one_problem_and_no_others_follow(folder: Path, name: str, raw: bytes, told: str) -> None:
    (folder / name).write_bytes(raw)
    assert [str(each).removeprefix(str(folder) + "/") for each in check_case(folder).problems] == [f"{name}{told}"]


def test_a_row_that_cannot_be_read_makes_no_unknown_clue(problems: Callable[..., list[str]]) -> None:
    told = problems("evidence.csv", "He speaks of dignity", "He speaks, of, dignity")
    assert [each for each in told if each.startswith("error")] == [
        'error evidence.csv:2: 11 cells, but 10 columns. Put a cell that holds a comma or another separator in quotes: "a, b"; '
        "a number with a decimal comma too."
    ]


def test_a_judgement_that_is_refused_is_not_told_as_lacking_too(problems: Callable[..., list[str]]) -> None:
    assert problems("judgements.csv", "k1,stigma,AB,very likely", "k1,stigma,AB,1.2") == [
        "error judgements.csv:2: k1 under stigma: a judgement of 1.2 is no probability: it must lie between 0 and 1. "
        "Write how expected the clue is, 0.8 or 80% or a word."
    ]

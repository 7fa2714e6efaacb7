"""The dossier of a case: whole, self-contained, never stronger than its verdict, and the same from the same folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from corcyra.casebook.check import read_ledger
from corcyra.casebook.verdict import CONFIDENCE
from corcyra.casebook.weighing import WeighedCase, weigh_case
from corcyra.errors import OutputError, ParameterError
from corcyra.report import dossier
from corcyra.report.dossier import render_dossier, write_dossier
from corcyra.report.dossier_blocks import Dossier, Grid, Picture, Points, Prose, printable
from corcyra.report.dossier_clues import note_text, short
from corcyra.report.dossier_figures import beliefs_of, swings_of
from corcyra.report.dossier_pairs import pair_grid, pair_table
from corcyra.report.dossier_sections import compose, shown_clues
from corcyra.report.dossier_words import by_name, coders_words, headline
from corcyra.report.figures.figure import drawing
from corcyra.report.render import svg_of

LETTERS = ("Достоинство, самостоятельность", "Արժանապատվություն", "ღირსება", "Ləyaqət, şərəf, ığüö")
HEAD = """\
key = "turn"
title = "Why the <state> turned & back"
question = "Why did it turn?"
population = "Small states"
scope = "One decade"
source = []
first = 2001
last = 2006
outcome = "It turned"
objection = "The defender of fear would say that shame is fear."
would_change = ["Minutes of the council"]
disputes = ["The date of the letter"]
limits = ["One case"]

[[hypotheses]]
key = "stigma"
name = "Fear of being shamed"
theory = "ontological_security"
claims = "It turned because it was shamed"
origin = "walt1987origins"

[[hypotheses]]
key = "threat"
name = "Fear of attack"
theory = "balance_of_threat"
claims = "It turned to be protected"
origin = "nobody"

[[hypotheses]]
key = "money"
name = "A failed bargain"
theory = "base politics"
claims = "It turned to be paid"
origin = "nobody"
"""
EVIDENCE = [
    "id,unit,date,what,quote,source,verification,confidence,found,note",
    f'k1,UZB,2005-05-14,The leader speaks <b>in public</b>,"{" / ".join(LETTERS)}","@own2005, p. 3; see https://example.org/a_(b).",looked up,high,yes,',
    "k2,UZB,2005,The shift begins before any help,,\"Archive, file 7\",looked up,medium,yes,A year only",
    "k3,UZB,2004/2006,A guarantee against attack,,The archive,looked up,low,no,",
    "k4,UZB,2005,Minutes speak of an attack,,Not opened,,,not looked,",
    "b1,BLR,2006-01-02,The neighbour stays,,A newspaper,recalled,low,yes,",
]
JUDGED = {
    "k1": ("very likely", "unlikely", "unlikely"), "k2": ("likely", "very unlikely", "even"), "k3": ("unlikely", "likely", "even"),
    "k4": ("unlikely", "very likely", "even"), "b1": ("even", "likely", "likely"),
}  # fmt: skip
BIB = "@book{own2005,\n  author = {Abdullayev, Əli and Гончар, Олесь},\n  title = {A Book},\n  year = {2005},\n  publisher = {Press}\n}\n"


def folder_of(place: Path, coders: tuple[str, ...] = ("AB", "CD")) -> Path:
    """A case of two units, three rivals and so many coders; the second coder thinks every clue even under money."""
    place.mkdir(parents=True, exist_ok=True)
    rows = ["evidence,hypothesis,coder,expected,reason"]
    for clue, words in JUDGED.items():
        for at, (key, word) in enumerate(zip(("stigma", "threat", "money"), words, strict=True)):
            for coder in coders:
                said = "even" if coder == "CD" and key == "money" else word
                rows.append(f"{clue},{key},{coder},{said},{'It would talk like this' if at == 0 else ''}")
    files = {
        "case.toml": HEAD, "evidence.csv": "\n".join(EVIDENCE) + "\n", "judgements.csv": "\n".join(rows) + "\n", "sources.bib": BIB,
        "coders.csv": "key,name,role\n" + "".join(f"{each},Coder {each},judged alone\n" for each in coders),
        "implications.csv": "hypothesis,implication\nstigma,words on dignity\n",
        "dependence.csv": "evidence,given,hypothesis,coder,kind,value,reason\nk2,k1,*,AB,listed,,same week\n",
    }  # fmt: skip
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> WeighedCase:
    return weigh_case(read_ledger(folder_of(tmp_path_factory.mktemp("case"))))


@pytest.fixture(scope="module")
def written(weighed: WeighedCase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dossier")
    write_dossier(weighed, place)
    return place


@pytest.fixture(scope="module")
def page(written: Path) -> str:
    return (written / "dossier.html").read_text(encoding="utf-8")


class Reader(HTMLParser):
    """What a page has: tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_folder_holds_dossiers_figures_tables_and_works(written: Path) -> None:
    found = sorted(str(path.relative_to(written)) for path in written.rglob("*") if path.is_file())
    keys = ("posterior", "sensitivity-UZB", "timeline-UZB")
    tables = (
        "agreement", "coders", "codings", "evidence", "judgements", "ledger", "next", "pairs", "posterior", "roles", "sensitivity", "tests",
        "verdicts", "weights",
    )  # fmt: skip
    assert found == sorted(
        ["dossier.docx", "dossier.html", "sources.bib", *(f"figures/{key}.{kind}" for key in keys for kind in ("png", "svg")),
         *(f"tables/{key}.csv" for key in tables)]
    )  # fmt: skip
    assert (written / "sources.bib").read_text(encoding="utf-8").startswith("@book{own2005,")


def test_the_same_case_gives_the_same_bytes(weighed: WeighedCase, written: Path, tmp_path: Path) -> None:
    again = write_dossier(weighed, tmp_path)
    assert {path.relative_to(tmp_path): path.read_bytes() for path in again} == {
        path.relative_to(tmp_path): (written / path.relative_to(tmp_path)).read_bytes() for path in again
    }


def test_the_page_stands_alone_and_is_well_formed(page: str) -> None:
    reader = Reader(page)
    names = {tag for tag, _ in reader.tags}
    assert not names & {"script", "link", "iframe", "img", "b:in"}
    assert "@import" not in page
    assert "url(http" not in page
    assert 'src="' not in page
    assert ("html", {"lang": "en"}) in reader.tags
    assert sum(tag == "h1" for tag, _ in reader.tags) == 1
    ids = [attributes["id"] for _, attributes in reader.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    inner = {attributes["href"] for tag, attributes in reader.tags if tag == "a" and (attributes.get("href") or "").startswith("#")}
    assert inner
    assert {str(each)[1:] for each in inner} <= set(ids)
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert "max-width: 42rem" in page


def test_figures_have_words_and_tables_have_heads(page: str) -> None:
    tags = Reader(page).tags
    told = [attributes.get("aria-label") or "" for tag, attributes in tags if tag == "svg"]
    assert len(told) == 3
    assert all(len(text) > 40 for text in told)
    heads = [attributes.get("scope") for tag, attributes in tags if tag == "th"]
    assert heads
    assert set(heads) == {"col", "row"}
    assert sum(tag == "caption" for tag, _ in tags) == sum(tag == "table" for tag, _ in tags)


def test_letters_survive_and_marks_are_shown_as_text(page: str) -> None:
    text = Reader(page).text
    for each in (*LETTERS, "Why the <state> turned & back", "The leader speaks <b>in public</b>", "Abdullayev and Гончар (2005), p. 3"):
        assert each in text
    assert '<a href="https://example.org/a_(b)">https://example.org/a_(b)</a>.' in page


def test_everything_asked_for_stands_in_it(weighed: WeighedCase, page: str) -> None:
    text = " ".join(Reader(page).text.split())
    ledger = weighed.ledger
    wanted = [ledger.question, ledger.objection, *ledger.would_change, *ledger.disputes, *ledger.limits, "words on dignity", "Krippendorff"]
    wanted += [clue.what for clue in ledger.evidence] + [each.name for each in ledger.hypotheses] + [each.name for each in ledger.coders]
    wanted += [printable(by_name(ledger, " ".join(each.verdict.text.split()))) for each in weighed.units]
    assert [each for each in wanted if each not in text] == []
    order = [found[0] for found in re.finditer(r"The case|Rival hypotheses|The evidence: Uzbekistan|What to believe, and how firm it is|The verdict|Bibliography",
             "\n".join(re.findall(r"<h2>(.*?)</h2>", page)))]  # fmt: skip
    assert order == ["The case", "Rival hypotheses", "The evidence: Uzbekistan", "What to believe, and how firm it is", "The verdict", "Bibliography"]


@pytest.mark.parametrize("word", CONFIDENCE)
def test_the_headline_is_never_stronger_than_the_verdict(weighed: WeighedCase, word: str) -> None:
    unit = weighed.units[0]
    told = headline(weighed.ledger, replace(unit, verdict=replace(unit.verdict, confidence=word)))
    assert told.confidence == word
    if word == "undecided":
        assert told.text == "The evidence does not decide between “Fear of being shamed” and “A failed bargain”."
    else:
        assert told.text == f"The evidence {word} favours “Fear of being shamed” over “A failed bargain”."


def test_a_weight_is_told_in_words_first(weighed: WeighedCase) -> None:
    made, _ = compose(weigh_case(weighed.ledger, coder="AB"))
    grid = next(block for part in made.sections for block in part.blocks if isinstance(block, Grid) and block.key == "evidence-UZB")
    rows = {row[0].text: row for row in grid.rows}
    # 0.95 against 0.2 is 6.77 dB; for the clue not found 0.8 against 0.5 is 2.04 dB.
    assert (rows["k1"][-1].text, rows["k1"][-1].under) == ("Positively for A", ("+6.8\u00a0dB",))
    assert (rows["k3"][-1].text, rows["k3"][-1].under) == ("Barely for A", ("+2.0\u00a0dB",))
    assert rows["k3"][1].text == "Looked for and not found: A guarantee against attack."
    assert [cell.text for cell in rows["k3"][2:5]] == ["80", "20", "50"]
    assert "k4" not in rows
    assert [row[0].text for row in grid.rows] == ["k3", "k2", "k1"]


def test_ranges_hold_the_posterior_and_swings_the_lead(weighed: WeighedCase) -> None:
    unit = weighed.units[0]
    for each in beliefs_of(weighed.ledger, unit):
        assert each.low <= each.posterior <= each.high
    swings = swings_of(weighed.ledger, unit)
    assert {each.group for each in swings} == {"Prior odds 10 dB lower and higher", "Judgements of a clue halved and doubled", "Other choices"}
    assert min(each.low for each in swings) == pytest.approx(unit.verdict.floor)


def test_coders_are_told_apart(weighed: WeighedCase, tmp_path: Path) -> None:
    told = coders_words(weighed)
    assert told[0].startswith("Uzbekistan: agreement of two coders over 24 judgements: Krippendorff's alpha 0.")
    assert any(each.startswith("Uzbekistan, Coder CD alone: “Fear of being shamed” leads with") for each in told)
    alone = coders_words(weigh_case(read_ledger(folder_of(tmp_path, ("AB",)))))
    assert alone == ("One coder judged, so agreement cannot be told; a second coder who judges without seeing the first would be worth having.",)


def test_a_note_names_work_and_checking(weighed: WeighedCase) -> None:
    ledger = weighed.ledger
    assert note_text(ledger, ledger.clue("k1")) == (
        "k1: Abdullayev and Гончар (2005), p. 3; see https://example.org/a_(b). Looked up; high confidence."
    )
    assert note_text(ledger, ledger.clue("k2")) == "k2: Archive, file 7. Looked up; medium confidence. A year only."
    work = ledger.work("own2005")
    assert work is not None
    assert short(work) == "Abdullayev and Гончар (2005)"


def test_a_clue_of_the_whole_case_is_printed_once(weighed: WeighedCase) -> None:
    shared = replace(weighed.ledger, evidence=(*weighed.ledger.evidence[:1], replace(weighed.ledger.evidence[1], unit=""), *weighed.ledger.evidence[2:]))
    made, _ = compose(again := weigh_case(shared))
    listed = [clue.id for clues in shown_clues(again).values() for clue in clues]
    assert sorted(listed) == ["b1", "k1", "k2", "k3"]
    captions = [block.caption for part in made.sections for block in part.blocks if isinstance(block, Grid) and block.key == "evidence-BLR"]
    assert captions[0].endswith("k2, about the whole case, count here too.")


def test_a_case_without_evidence_looked_for_says_so(weighed: WeighedCase) -> None:
    ledger = replace(weighed.ledger, evidence=tuple(replace(each, found=None, unit="") for each in weighed.ledger.evidence))
    made, drawn = compose(weigh_case(ledger))
    assert drawn == {}
    assert made.headlines[0].confidence == "undecided"
    assert "Nothing was weighed" in render_dossier(made, {})


def test_certainty_is_drawn(weighed: WeighedCase) -> None:
    sure = [
        replace(each, probability=0.0) if each.evidence == "k1" and each.hypothesis != "stigma" else each for each in weighed.ledger.judgements
    ]
    made, drawn = compose(weigh_case(replace(weighed.ledger, judgements=tuple(sure)), unit="UZB"))
    assert all(svg_of(drawing(each.make())).startswith("<svg") for each in drawn.values())
    assert len(drawn) == 3
    assert "text='Rules out B', under=('+∞\\xa0dB',)" in str(made)


def test_an_edited_table_gives_a_new_dossier(written: Path, tmp_path: Path) -> None:
    case = folder_of(tmp_path / "case")
    text = (case / "evidence.csv").read_text(encoding="utf-8").replace("The neighbour stays", "Сосед остаётся")
    (case / "evidence.csv").write_text(text, encoding="utf-8-sig")
    write_dossier(weigh_case(read_ledger(case)), tmp_path / "out", "html")
    assert "Сосед остаётся" in (tmp_path / "out" / "dossier.html").read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "dossier.docx").exists()


def test_signs_that_no_page_can_hold_are_left_out(weighed: WeighedCase, tmp_path: Path) -> None:
    clues = (replace(weighed.ledger.evidence[0], what="The leader\x0b speaks\x00", quote="one\nline"), *weighed.ledger.evidence[1:])
    write_dossier(weigh_case(replace(weighed.ledger, evidence=clues), unit="UZB"), tmp_path)
    assert "The leader speaks." in (tmp_path / "dossier.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, OSError])
def test_a_failure_leaves_the_earlier_dossier_whole(
    weighed: WeighedCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException]
) -> None:
    (tmp_path / "dossier.html").write_text("earlier", encoding="utf-8")

    def fails(*_: object) -> bytes:
        raise trouble

    monkeypatch.setattr(dossier, "word_file", fails)
    with pytest.raises(trouble):
        write_dossier(weighed, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["dossier.html"]
    assert (tmp_path / "dossier.html").read_text(encoding="utf-8") == "earlier"


def test_bad_wishes_are_refused(weighed: WeighedCase, tmp_path: Path) -> None:
    cases: list[tuple[Callable[[], object], type[Exception], str]] = [
        (lambda: write_dossier(weighed, tmp_path, ["pdf"]), ParameterError, "unknown format 'pdf'. Use html, docx or both."),
        (lambda: write_dossier(weighed, tmp_path, []), ParameterError, "no format is asked for. Use html, docx or both."),
    ]
    for call, kind, message in cases:
        with pytest.raises(kind) as caught:
            call()
        assert str(caught.value) == message
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        write_dossier(weighed, tmp_path / "file")


BUNDLED = ("csto-reassurance", "russia-asymmetric", "south-caucasus", "un-mobilisation", "uzbekistan-2005")


def printed(made: Dossier) -> int:
    """Letters that stand on paper, without figures: those of all blocks and notes, but for what is for the screen alone."""
    cells = [cell for part in made.sections for block in part.blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    prose = [block for part in made.sections for block in part.blocks if not isinstance(block, Grid | Picture)]
    return sum(len(cell.text) + sum(map(len, cell.under)) for cell in cells) + len(str(prose)) + sum(len(each.text) for each in made.notes)


@pytest.mark.parametrize("key", BUNDLED)
def test_every_bundled_case_keeps_to_six_pages(key: str) -> None:
    made, drawn = compose(weigh_case(read_ledger(key)))
    # Measured with Chromium and LibreOffice: a page of A4 holds some 6,000 letters and the three figures take two thirds of a page to a page.
    assert len(drawn) == 3
    assert 6_000 < printed(made) < 34_000


def test_a_crowded_case_keeps_its_reasons_for_the_screen() -> None:
    made, _ = compose(weigh_case(read_ledger("uzbekistan-2005")))
    grids = {block.key: block for part in made.sections for block in part.blocks if isinstance(block, Grid)}
    rows = {row[0].text: row for row in grids["evidence-UZB"].rows}
    assert rows["uz06"][1].under
    assert not rows["uz06"][1].more
    assert rows["uz01"][1].more
    assert not rows["uz01"][1].under
    assert rows["uz01"][1].text.startswith("1997: ")
    assert [row[0].text for row in grids["roles"].rows] == ["crucial", "hard", "negative"]
    assert [row[1].text for row in grids["roles"].rows] == ["Uzbekistan", "Belarus", "Kazakhstan"]
    assert [row[2].text for row in grids["roles"].rows] == ["Nobody", "Turkmenistan", "Kyrgyzstan"]


def test_keys_and_marks_of_code_stay_out_of_the_prose() -> None:
    for key in BUNDLED:
        made, _ = compose(weigh_case(read_ledger(key)))
        text = str([block for part in made.sections for block in part.blocks if isinstance(block, Prose | Points)])
        assert "`" not in text
        assert re.search(r" [-+]?-\d+ dB", text) is None
        assert re.search(r"prior of [a-z_]+ ", text) is None


def test_the_ledger_sets_the_other_patron_apart() -> None:
    made, _ = compose(weigh_case(read_ledger("russia-asymmetric")))
    grid = next(block for part in made.sections for block in part.blocks if isinstance(block, Grid) and block.key == "ledger")
    groups = [row[0].text for row in grid.rows if row[0].kind == "group"]
    assert groups == ["Allies of Russia", "Allies of the United States of America, to compare"]
    assert len(grid.head) == 8
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in grid.rows}
    assert rows["Armenia"] == ["high", "middle", "high", "low", "middle", "middle", "high"]
    assert rows["Turkey"][0] == "?"


def test_a_clue_tells_a_pair_apart_only_from_three_decibels_on(weighed: WeighedCase) -> None:
    grid = pair_grid(weighed.ledger, weighed.units[0])
    assert grid is not None
    assert [row[place].text for place, row in enumerate(grid.rows, 1)] == ["\u00b7"] * 3
    table = pair_table(weighed)
    assert table.columns == ["unit", "evidence", "for", "against", "db"]
    for unit, clue, one, other, db in table.rows():
        assert weighed.unit(unit).result.between(one, other)[clue] == pytest.approx(db)

"""``corcyra case``: from a new folder to a verdict; what is wrong ends with 2 and says where; nothing is lost."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import corcyra

Call = Callable[..., Any]


@pytest.fixture
def trial_case(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    told = call("case", "new", "андижан-2005")
    assert (told.code, told.err) == (0, "")
    assert told.out == "андижан-2005: 8 files. Read HOW-TO.txt in it, then: corcyra case check андижан-2005\n"
    return tmp_path / "андижан-2005"


def test_a_new_case_is_checked_and_never_overwritten(call: Call, trial_case: Path) -> None:
    before = {path: path.read_bytes() for path in trial_case.iterdir()}
    told = call("case", "check", "андижан-2005")
    assert told.code == 0
    assert told.out.splitlines()[-1] == "андижан-2005: 0 errors, 5 warnings, 1 note."
    again = call("case", "new", "андижан-2005")
    assert (again.code, again.out) == (2, "")
    assert again.plain == "error: андижан-2005 is there already, and nothing in it is overwritten. Choose another with --out."
    assert {path: path.read_bytes() for path in trial_case.iterdir()} == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("a b",), "error: 'a b' is no key for a case. Use letters, digits, - and _, as in uzbekistan-2005."),
        (("../a",), "error: '../a' is no key for a case. Use letters, digits, - and _, as in uzbekistan-2005."),
        (("a", "--separator", "x"), "error: 'x' separates no cells. Use a comma, a semicolon or a tab."),
    ],
)
def test_a_new_case_needs_a_key(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    told = call("case", "new", *words)
    assert (told.code, told.plain) == (2, message)
    assert list(tmp_path.iterdir()) == []


def test_every_problem_is_told_at_once(call: Call, trial_case: Path) -> None:
    for name, old, new in (("judgements.csv", "very likely", "certain"), ("evidence.csv", "2005-05-14", "4/5/2005")):
        file = trial_case / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    told = call("case", "check", trial_case)
    assert told.code == 2
    errors = [line for line in told.out.splitlines() if line.startswith("error")]
    assert [line.split(": ")[1] for line in errors] == [f"{trial_case / 'evidence.csv'}:2", f"{trial_case / 'judgements.csv'}:2"]
    weighed = call("case", "weigh", trial_case)
    assert (weighed.code, weighed.out) == (2, "")
    assert f"2 problems in the case {trial_case}" in weighed.plain


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "told"),
    [
        ("judgements.csv", "very likely", "1.2", 2, "error {}:2: k1 under stigma: a judgement of 1.2 is no probability: it must lie between 0 and 1."),
        ("judgements.csv", "very likely", "1", 0, "warning {}:2: k1 under stigma: a judgement of 1 is a certainty, and a certainty cannot be moved"),
        ("judgements.csv", "very likely", "0", 0, "warning {}:2: k1 under stigma: a judgement of 0 is a certainty, and a certainty cannot be moved"),
        ("judgements.csv", "k1,stigma,AB", "k1,stigma,XY", 2, "error {}:2: unknown coder 'XY'. Add a row to coders.csv. Known are: AB."),
        ("case.toml", "first =", "exclusive = false\nfirst =", 2, "error {}:12: the hypotheses are said not to exclude each other"),
        ("evidence.csv", '"The archive, the file"', "", 2, "error {}:3: the clue k2 has no source. Say where it can be looked up."),
        ("evidence.csv", "2005/2006", "2006/2005", 2, "error {}:4: the span 2006/2005 ends before it begins. Swap the two dates: 2005/2006."),
    ],
)
def test_bad_input_is_refused_or_warned_of_with_its_line(
    call: Call, trial_case: Path, name: str, old: str, new: str, code: int, told: str
) -> None:
    file = trial_case / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = call("case", "check", trial_case)
    assert found.code == code
    severity, _, rest = told.format(file).partition(" ")
    assert any(line.startswith(f"{severity}: {rest}") for line in found.out.splitlines()), found.out
    assert call("case", "weigh", trial_case).code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_case_that_a_spreadsheet_saved_with_semicolons_gives_the_same_verdict(call: Call, trial_case: Path, encoding: str) -> None:
    """Semicolons, days as 14.05.2005, decimal commas, CR LF, and the encoding that the program took."""
    quote = "Мы никогда ни от кого не будем зависеть, и никто нам не указ"
    file = trial_case / "evidence.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("The quote, word for word, in its own language", quote), encoding="utf-8")
    file = trial_case / "judgements.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("very likely", '"0,9"'), encoding="utf-8")
    before = call("case", "weigh", trial_case, "--json").out
    for table in trial_case.glob("*.csv"):
        with table.open(encoding="utf-8-sig", newline="") as stream:
            rows = [[cell.replace("2005-05-14", "14.05.2005") for cell in row] for row in csv.reader(stream)]
        with table.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    assert call("case", "check", trial_case).code == 0
    assert call("case", "weigh", trial_case, "--json").out == before
    assert corcyra.read_ledger(trial_case).clue("k1").quote == quote


@pytest.mark.parametrize("encoding", ["koi8-r", "iso8859-5", "cp866", "cp1254"])
def test_other_encodings_are_refused_with_their_line(call: Call, trial_case: Path, encoding: str) -> None:
    text = (trial_case / "evidence.csv").read_text(encoding="utf-8-sig")
    words = "Erdoğan çağırdı" if encoding == "cp1254" else "Мы никогда ни от кого не будем зависеть"
    (trial_case / "evidence.csv").write_bytes(text.replace("The quote", words).encode(encoding))
    told = call("case", "check", trial_case)
    assert told.code == 2
    errors = [line for line in told.out.splitlines() if line.startswith("error")]
    assert len(errors) == 1
    assert errors[0].startswith(f"error: {trial_case / 'evidence.csv'}:2: the byte ")
    assert errors[0].endswith("Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8).")


def test_the_verdict_the_weights_and_what_would_change_it_are_printed(call: Call, trial_case: Path) -> None:
    told = call("case", "weigh", trial_case)
    assert (told.code, told.err) == (0, "")
    assert "the 2 clues strongly favour “Fear of being shamed”: probability 0.99" in told.out
    assert "k2  smoking gun: " in told.out
    assert "    against threat +12.0\n" in told.out
    assert "Look next for k3" in told.out
    assert "What you would have to learn to give up the verdict" in told.out


def test_json_is_whole_and_the_tables_are_written(call: Call, trial_case: Path, tmp_path: Path) -> None:
    told = call("case", "weigh", trial_case, "--coder", "AB", "--prior", "stigma=.2", "--json", "--out", tmp_path / "out")
    found = json.loads(told.out)
    assert told.err == f"{tmp_path / 'out'}: 13 files\n"
    assert found["case"]["key"] == "андижан-2005"
    assert [row["prior"] for row in found["posterior"]] == pytest.approx([0.2, 0.8])
    assert (tmp_path / "out" / "weighed.json").read_text(encoding="utf-8") == told.out
    with (tmp_path / "out" / "weights.csv").open(encoding="utf-8-sig") as stream:
        assert [row["evidence"] for row in csv.DictReader(stream)] == ["k1", "k2"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--prior", "stigma"), "wants a hypothesis and a number from 0 to 1, as in stigma=.4, given 'stigma'."),
        (("--prior", "stigma=1.4"), "wants a hypothesis and a number from 0 to 1, as in stigma=.4, given 'stigma=1.4'."),
        (("--prior", "stigma=.4", "--prior", "stigma=.5"), "wants a hypothesis and a number from 0 to 1, as in stigma=.4, given 'stigma=.5'."),
        (("--prior", "shame=.4"), "error: unknown hypothesis 'shame'. Nearest: stigma, threat. Use one of these."),
        (("--coder", "XY"), "error: unknown coder 'XY'. Nearest: AB. Use one of these."),
        (("--unit", "UZB"), "error: unknown unit 'UZB'. Check the spelling."),
    ],
)
def test_what_is_not_there_is_named(call: Call, trial_case: Path, words: tuple[str, ...], part: str) -> None:
    told = call("case", "weigh", trial_case, *words)
    assert (told.code, told.out) == (2, "")
    assert part in told.plain


def test_a_case_is_shown_and_the_bundled_are_listed(call: Call, trial_case: Path) -> None:
    told = call("case", "show", trial_case)
    assert told.out.startswith("Title of the case\nWhy did the state turn in 2005?\n")
    assert "- The shift begins with the shaming and follows its rise and fall" in told.out
    assert call("case", "show").code == 0
    missing = call("case", "show", "nowhere")
    assert (missing.code, missing.out) == (2, "")
    assert missing.plain.startswith("error: unknown case or folder 'nowhere'.")


def test_the_roles_of_the_units_are_shown(call: Call, trial_case: Path) -> None:
    (trial_case / "coding.csv").write_text(
        "unit,role,x,w,y,z,p,q\nUZB,crucial,1,1,1,0.2,0.95,0.5\nBLR,hard,1,0,1,0.9,0.92,0.1\nKAZ,,0,1,0,0.3,0.1,0.4\n", encoding="utf-8"
    )
    table = '[coding]\ncause = "x"\noutcome = "y"\nrivals = ["z"]\ncauses = ["w"]\np_theory = "p"\np_rivals = ["q"]\nrole = "role"\n'
    file = trial_case / "case.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("[[hypotheses]]", table + "[[hypotheses]]", 1), encoding="utf-8")
    told = call("case", "show", trial_case)
    assert (told.code, told.err) == (0, "")
    listed = told.out.split("Roles of the units\n")[1].splitlines()
    assert listed[:7] == [
        "The text claims: crucial UZB, hard BLR.",
        "",
        "By the coding coding",
        "  crucial: UZB; the theory must hold here, and does",
        "  hard: BLR; the rivals would not have expected it, and it happened",
        "  negative: KAZ; possible, by w; nearest to UZB",
        "In 2 of 2 roles the unit that the text names comes first.",
    ]


def test_a_second_coding_is_shown_beside_the_first_and_told_for_what_it_is(call: Call) -> None:
    told = call("case", "show", "uzbekistan-2005").out
    text = " ".join(told.split("Roles of the units\n")[1].split("What would change")[0].split())
    parts = (
        "The text claims: crucial UZB, hard BLR, negative KAZ.",
        "First coding: one window for every state, 2003 to 2006 crucial: none; no unit qualifies;",
        "hard: TKM; first by rank only, no hard case in itself: the rivals too expect what happened (P 0.55)",
        "negative: KGZ;",
        "In 0 of 3 roles the unit that the text names comes first.",
        "Second coding: each state in the two years of its own heaviest stigma crucial: UZB;",
        "hard: BLR; first by rank only, no hard case in itself: the rivals too expect what happened (P 0.59)",
        "In 3 of 3 roles the unit that the text names comes first. This coding was made after the roles under the coding 'window' had been seen: "
        "agreement under it is an illustration, not a test.",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_the_ledger_of_a_patron_is_shown(call: Call) -> None:
    told = call("case", "show", "russia-asymmetric").out
    rows = [line.split() for line in told.split("(reasons in ledger.csv)\n")[1].split("\n\n")[0].splitlines()]
    assert rows[0] == ["patron", "ally", "projection", "legitimation", "denial", "stabilisation", "direct", "opportunity", "risk"]
    assert rows[1] == ["RUS", "ARM", "high", "middle", "high", "low", "middle", "middle", "high"]
    assert rows[-1] == ["USA", "all", "middle"]


@pytest.mark.parametrize("words", [("show",), ("show", "south-caucasus"), ("weigh", "russia-asymmetric")])
def test_no_line_is_wider_than_a_page_where_there_is_no_terminal(call: Call, words: tuple[str, ...]) -> None:
    told = call("case", *words)
    assert told.code == 0
    assert max(map(len, told.out.splitlines())) <= 100


def test_a_narrow_page_has_records_and_a_wide_one_tables(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corcyra.cli.case_show.WIDTH", 60)
    narrow = call("case", "show", "russia-asymmetric").out
    assert max(map(len, narrow.splitlines())) <= 60
    assert "RUS ARM: projection high, legitimation middle, denial high,\n    stabilisation low, direct middle," in narrow
    monkeypatch.setattr("corcyra.cli.case_show.WIDTH", 200)
    wide = call("case", "weigh", "un-mobilisation").out
    assert ["clue", "against", "stakes", "against", "mobilisation", "test", "what"] in [line.split() for line in wide.splitlines()]
    assert max(map(len, wide.splitlines())) <= 200


def test_hypotheses_that_are_level_are_all_named(call: Call) -> None:
    told = " ".join(call("case", "weigh", "uzbekistan-2005", "--unit", "KAZ").out.split())
    three = "“Ontological insecurity after stigma”{0}, “Balance of threat”{0} and “Base and aid bargaining”{0}"
    assert f"The 9 clues do not decide between {three.format(' (0.31)')}." in told
    assert f"{three.format('')} are level: any clue that tells them apart decides." in told
    assert "0 %" not in told


def test_a_case_is_argued_from_the_new_folder_to_the_dossier(call: Call, trial_case: Path, tmp_path: Path) -> None:
    """Three clues with quotes in Cyrillic and Armenian, two coders, and the letters are whole to the end."""
    added = {
        "evidence.csv": (
            'a1,ARM,2005-03-16,Договор подписан,"«База размещается, как сказано»","Азг, 17 марта 2005",looked up,high,yes,\n'
            'a2,ARM,2005-08-29,Պայմանագիր,"«Հայաստանը չի կարող մենակ մնալ»","Ազգ, էջ 1",looked up,medium,yes,\n'
            "a3,ARM,2006-02/2006-03,Протокол совета,,Архив,looked up,low,no,\n"
        ),
        "judgements.csv": "".join(
            f"{clue},{rival},{coder},{word},почему бы и нет\n"
            for clue in ("a1", "a2", "a3")
            for coder in ("AB", "ՀՀ")
            for rival, word in (("stigma", "likely"), ("threat", '"0,3"'))
        ),
        "coders.csv": "ՀՀ,Հ. Հակոբյան,second rater\n",
    }
    for name, rows in added.items():
        text = (trial_case / name).read_text(encoding="utf-8")
        (trial_case / name).write_text(text.rstrip("\n") + "\n" + rows, encoding="utf-8")
    assert call("case", "check", trial_case).code == 0
    told = call("case", "weigh", trial_case)
    assert told.code == 0
    assert "ՀՀ alone: " in told.out
    assert "a2  straw in the wind: Պայմանագիր\n" in told.out
    assert call("case", "report", trial_case, "--format", "html", "--out", tmp_path / "dossier").code == 0
    page = (tmp_path / "dossier" / "dossier.html").read_text(encoding="utf-8")
    assert "Հայաստանը չի կարող մենակ մնալ" in page
    assert "База размещается, как сказано" in page


def test_judgements_are_pooled_as_asked(call: Call, trial_case: Path) -> None:
    with (trial_case / "coders.csv").open("a", encoding="utf-8") as stream:
        stream.write("CD,Second rater,\n")
    with (trial_case / "judgements.csv").open("a", encoding="utf-8") as stream:
        stream.write("k1,stigma,CD,even,so\nk1,threat,CD,even,so\n")
    posts = [json.loads(call("case", "weigh", trial_case, "--json", "--pool", way).out)["posterior"][0]["posterior"] for way in ("log-odds", "linear")]
    assert posts[0] != pytest.approx(posts[1])
    assert "Coders: alpha (ordinal)" in call("case", "weigh", trial_case).out
    wrong = call("case", "weigh", trial_case, "--pool", "mean")
    assert (wrong.code, wrong.plain) == (2, "error: unknown way of pooling 'mean'. Use one of log-odds, linear.")


def test_the_report_gets_what_was_weighed(call: Call, trial_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def write_dossier(found: corcyra.WeighedCase, folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
        asked.append((found.ledger.key, folder, formats))
        return (folder / "dossier.html",)

    monkeypatch.setitem(corcyra.__dict__, "write_dossier", write_dossier)
    told = call("case", "report", trial_case, "--format", "HTML")
    assert told.out == "corcyra-case-андижан-2005/dossier.html\n"
    assert asked == [("андижан-2005", Path("corcyra-case-андижан-2005"), ("html",))]
    wrong = call("case", "report", trial_case, "--format", "pdf")
    assert wrong.code == 2
    assert "wants html, docx or html,docx, given 'pdf'." in wrong.plain


def test_an_interrupt_leaves_everything_whole(call: Call, trial_case: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    before = {path: path.read_bytes() for path in trial_case.iterdir()}
    monkeypatch.setitem(corcyra.__dict__, "weigh_case", interrupted)
    told = call("case", "weigh", trial_case, "--out", tmp_path / "out")
    assert (told.code, told.err) == (130, "interrupted: earlier results are whole.\n")
    assert {path: path.read_bytes() for path in trial_case.iterdir()} == before
    assert not (tmp_path / "out").exists()


def test_a_project_of_coded_quotes_is_imported(call: Call, trial_case: Path, tmp_path: Path) -> None:
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code guid="c" name="stigma"/></Codes></CodeBook><Sources>'
        '<TextSource guid="s" name="Речь"><PlainTextContent>Не учите нас</PlainTextContent><PlainTextSelection guid="a" startPosition="3" endPosition="8">'
        '<Coding guid="b"><CodeRef targetGUID="c"/></Coding></PlainTextSelection></TextSource></Sources></Project>'
    )
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as archive:
        archive.writestr("project.qde", xml)
    told = call("case", "import", tmp_path / "p.qdpx", "--into", trial_case)
    assert told.code == 0
    assert told.out.splitlines()[0] == "new clues: 1; judgements that wait for a word: 1; quotes that were there before: 0."
    assert told.err == f"{trial_case}: evidence.csv, judgements.csv, codes.csv. Next: corcyra case check {trial_case}\n"
    assert corcyra.read_ledger(trial_case).clue("q001").quote == "учите"
    again = call("case", "import", tmp_path / "p.qdpx", "--into", trial_case)
    assert again.err == f"{trial_case}: nothing was written. Next: corcyra case check {trial_case}\n"
    assert call("case", "check", trial_case).code == 0

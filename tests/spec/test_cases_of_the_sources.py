"""The bundled cases: whole, even-handed in form, and true to the bundled tables of facts. No verdict is a target here."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import corcyra
from corcyra.casebook.check import check_case, ledgers, read_ledger
from corcyra.casebook.dates import when
from corcyra.casebook.ledger import Ledger
from corcyra.casebook.roles import case_roles
from corcyra.theories import THEORIES

PACKAGE = Path(corcyra.__file__).parent
CASES = PACKAGE / "casebook" / "cases"
FACTS = PACKAGE / "sources" / "tables" / "facts"
KEYS = ("csto-reassurance", "russia-asymmetric", "south-caucasus", "un-mobilisation", "uzbekistan-2005")
ID = re.compile(r"(?<![\w./])([AC]\d{2,3}|[crst]\d{3}|U\d{2})(?!\w)")
TABLES = {
    "A": "appeals", "C": "commitments", "c": "conflicts", "r": "regime_threats", "s": "stigma", "t": "ties", "U": "turns",
}  # fmt: skip
ITEMS = ("projection", "legitimation", "denial", "stabilisation", "direct", "opportunity", "risk")
VERIFICATIONS = {"data set read", "looked up", "recalled", "computed", "none"}

SAME = (
    # case, clue, table, row, column: the day in the table lies in the time of the clue
    ("uzbekistan-2005", "uz06", "commitments", "C120", "signed"),
    ("uzbekistan-2005", "uz07", "stigma", "s003", "date"),
    ("uzbekistan-2005", "uz05", "stigma", "s002", "date"),
    ("uzbekistan-2005", "uz16", "stigma", "s010", "date"),
    ("uzbekistan-2005", "uz18", "commitments", "C127", "signed"),
    ("uzbekistan-2005", "uz20", "stigma", "s015", "date"),
    ("uzbekistan-2005", "uz24", "stigma", "s012", "lifted"),
    ("uzbekistan-2005", "by01", "stigma", "s021", "date"),
    ("uzbekistan-2005", "by02", "commitments", "C066", "signed"),
    ("uzbekistan-2005", "by05", "stigma", "s030", "lifted"),
    ("uzbekistan-2005", "by06", "stigma", "s036", "date"),
    ("uzbekistan-2005", "by06", "regime_threats", "r016", "start"),
    ("uzbekistan-2005", "kz02", "stigma", "s062", "date"),
    ("uzbekistan-2005", "kz05", "regime_threats", "r078", "start"),
    ("csto-reassurance", "cs02", "appeals", "A16", "start"),
    ("csto-reassurance", "cs04", "commitments", "C156", "signed"),
    ("csto-reassurance", "cs04", "commitments", "C157", "signed"),
    ("csto-reassurance", "cs07", "conflicts", "c057", "start"),
    ("csto-reassurance", "cs10", "conflicts", "c059", "start"),
    ("csto-reassurance", "cs10", "conflicts", "c059", "end"),
    ("csto-reassurance", "cs16", "appeals", "A33", "start"),
    ("russia-asymmetric", "ra01", "commitments", "C005", "signed"),
    ("russia-asymmetric", "ra02", "commitments", "C054", "signed"),
    ("russia-asymmetric", "ra03", "commitments", "C113", "signed"),
    ("russia-asymmetric", "ra05", "commitments", "C127", "signed"),
    ("russia-asymmetric", "ra06", "appeals", "A14", "start"),
    ("russia-asymmetric", "ra06", "appeals", "A14", "end"),
    ("russia-asymmetric", "ra08", "commitments", "C153", "signed"),
    ("russia-asymmetric", "ra09", "stigma", "s104", "date"),
    ("russia-asymmetric", "ra12", "appeals", "A30", "end"),
    ("russia-asymmetric", "ra13", "stigma", "s112", "date"),
    ("russia-asymmetric", "ra14", "appeals", "A33", "start"),
    ("un-mobilisation", "un10", "stigma", "s104", "date"),
    ("un-mobilisation", "un11", "stigma", "s116", "date"),
    ("un-mobilisation", "un12", "stigma", "s112", "date"),
    ("un-mobilisation", "un13", "stigma", "s114", "date"),
    ("un-mobilisation", "un14", "stigma", "s015", "date"),
    ("south-caucasus", "ar01", "commitments", "C005", "signed"),
    ("south-caucasus", "ar03", "commitments", "C054", "signed"),
    ("south-caucasus", "ar04", "commitments", "C075", "signed"),
    ("south-caucasus", "ar05", "regime_threats", "r035", "start"),
    ("south-caucasus", "ar07", "stigma", "s117", "date"),
    ("south-caucasus", "ar09", "commitments", "C152", "signed"),
    ("south-caucasus", "ar11", "conflicts", "c011", "start"),
    ("south-caucasus", "ar13", "appeals", "A33", "start"),
    ("south-caucasus", "ge10", "conflicts", "c026", "start"),
    ("south-caucasus", "az09", "commitments", "C151", "signed"),
    ("south-caucasus", "az12", "conflicts", "c013", "end"),
    ("south-caucasus", "az13", "commitments", "C183", "signed"),
    ("south-caucasus", "az14", "commitments", "C189", "signed"),
    ("south-caucasus", "sc01", "commitments", "C081", "signed"),
)  # fmt: skip


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """A bundled table of facts by id."""
    return {row["id"]: row for row in rows(FACTS / f"{name}.csv")}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@cache
def ledger(key: str) -> Ledger:
    return read_ledger(key)


def states(cell: str) -> set[str]:
    return set(cell.split(";"))


def test_the_five_cases_are_there() -> None:
    assert ledgers() == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_case_has_no_error_and_only_told_warnings(key: str) -> None:
    told = [each.message for each in check_case(key).problems if each.severity != "note"]
    assert [each for each in told if "outside the case's years" not in each] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_clue_outside_the_years_says_so(key: str) -> None:
    case = ledger(key)
    for clue in case.evidence:
        assert clue.first is not None, clue.id
        assert clue.last is not None, clue.id
        inside = case.first <= clue.first.year and clue.last.year <= case.last
        assert inside or clue.note.startswith("Outside the years of the text."), clue.id


@pytest.mark.parametrize("key", KEYS)
def test_the_files_are_plain(key: str) -> None:
    for file in sorted((CASES / key).iterdir()):
        content = file.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), file.name
        assert b"\r" not in content, file.name
        assert content.decode("utf-8").endswith("\n"), file.name


@pytest.mark.parametrize("key", KEYS)
def test_hypotheses_claim_imply_and_differ(key: str) -> None:
    case, theories = ledger(key), {theory.key for theory in THEORIES}
    assert len({each.claims for each in case.hypotheses}) == len(case.hypotheses) >= 3
    for each in case.hypotheses:
        assert all((each.claims, each.implications, each.origin)), each.key
        assert each.theory in theories or " " in each.theory, each.theory


@pytest.mark.parametrize("key", KEYS)
def test_every_clue_is_judged_once_under_every_hypothesis_with_a_reason(key: str) -> None:
    case = ledger(key)
    wanted = {(clue.id, each.key): 1 for clue in case.evidence for each in case.hypotheses}
    assert Counter((each.evidence, each.hypothesis) for each in case.judgements) == wanted
    assert [each.evidence for each in case.judgements if not each.reason or each.coder != "casebook"] == []
    first = case.hypotheses[0].key
    assert [
        each.evidence for each in case.judgements if each.hypothesis == first and each.reason.startswith("See ")
    ] == []


@pytest.mark.parametrize("key", KEYS)
def test_no_clue_is_worth_nothing_under_all_and_not_said_to_be(key: str) -> None:
    """A clue on which all hypotheses agree tells nothing: it may stand, if it is the setting of a comparison case."""
    case = ledger(key)
    flat = [
        clue.id
        for clue in case.evidence
        if len({each.probability for each in case.judgements if each.evidence == clue.id}) == 1
    ]
    assert set(flat) <= {"by01", "kz02", "un15", "un22"}


@pytest.mark.parametrize("key", KEYS)
def test_a_case_ends_with_what_would_change_it_and_the_best_objection(key: str) -> None:
    case = ledger(key)
    assert len(case.would_change) >= 4
    assert len(case.objection) > 200
    assert len(case.disputes) >= 3
    assert all((case.outcome, case.scope, case.population, case.assessment))
    assert any("one reason" in each for each in case.limits)


@pytest.mark.parametrize("key", KEYS)
def test_clues_not_looked_for_say_where_to_look(key: str) -> None:
    case = ledger(key)
    open_ones = [clue for clue in case.evidence if clue.found is None]
    assert len(open_ones) >= 4
    assert [
        clue.id for clue in open_ones if not clue.source.startswith("where to look: ") or clue.verification != "none"
    ] == []
    assert [clue.id for clue in case.evidence if clue.found is not None and clue.source.startswith("where")] == []
    assert {clue.verification for clue in case.evidence} <= VERIFICATIONS


@pytest.mark.parametrize("key", KEYS)
def test_a_quote_says_where_its_words_are_from(key: str) -> None:
    assert [clue.id for clue in ledger(key).evidence if clue.quote and "quoted" not in clue.note] == []


@pytest.mark.parametrize("key", KEYS)
def test_what_hangs_together_has_a_reason_and_conditionals_are_whole(key: str) -> None:
    case = ledger(key)
    assert [each.evidence for each in case.links if not each.reason] == []
    judged = Counter((each.evidence, each.given) for each in case.links if each.kind == "conditional")
    assert set(judged.values()) <= {len(case.hypotheses)}


@pytest.mark.parametrize("key", KEYS)
def test_the_works_are_those_that_the_case_names(key: str) -> None:
    case = ledger(key)
    text = " ".join((CASES / key / name).read_text(encoding="utf-8") for name in ("case.toml", "evidence.csv"))
    own = {work.key for work in case.bibliography}
    assert set(case.sources) <= own
    assert set(case.cited()) <= own
    background = {each for each in own if each not in text}
    assert len(background) <= 7, background


@pytest.mark.parametrize("key", KEYS)
def test_every_row_of_facts_that_is_named_exists(key: str) -> None:
    named = 0
    for file in sorted((CASES / key).glob("*.csv")):
        for found in ID.findall(file.read_text(encoding="utf-8")):
            named += 1
            assert found in table(TABLES[found[0]]), f"{file.name}: {found}"
    assert named > 0 or key == "un-mobilisation"


@pytest.mark.parametrize(("key", "clue", "name", "row", "column"), SAME, ids=lambda each: str(each))
def test_a_day_agrees_with_the_table_of_facts(key: str, clue: str, name: str, row: str, column: str) -> None:
    found, there = ledger(key).clue(clue), when(table(name)[row][column])
    assert found.first is not None
    assert found.last is not None
    assert max(found.first, there.first) == there.first, (found.date, there.text)
    assert min(found.last, there.last) == there.last, (found.date, there.text)


def test_the_counts_of_exercises_are_those_of_the_table() -> None:
    every = [row for row in table("exercises").values() if row["held"] == "1"]
    both = [row for row in every if {"RUS", "KGZ", "TJK"} <= states(row["participants_iso3"])]
    late = [row for row in both if 2009 <= int(row["year"]) <= 2024]
    clue = ledger("csto-reassurance").clue("cs18")
    counts = len(late), sum(int(row["year"]) <= 2018 for row in late), sum(not row["part_of"] for row in late)
    assert {int(row["year"]) for row in late} == set(range(2009, 2025))
    assert [int(each) for each in re.findall(r"\b(\d\d)\b(?! to)", f"{clue.what} {clue.note}")] == list(counts)


def test_the_exercises_of_uzbekistan_as_a_member_are_those_of_the_table() -> None:
    held = [row for row in table("exercises").values() if row["framework"] == "CSTO" and row["held"] == "1"]
    within = [row for row in held if "2006-06-23" <= row["start"] <= "2012-06-28"]
    joined = [row["name"] for row in within if "UZB" in states(row["participants_iso3"])]
    assert (len(within), joined) == (6, ["Rubezh-2007"])
    assert "one of six CSTO exercises (Rubezh-2007)" in ledger("uzbekistan-2005").clue("uz22").what


def test_the_counts_of_appeals_are_those_of_the_table() -> None:
    ours = [
        row for row in table("appeals").values() if row["membership"] == "member" and row["iso3"] not in ("RUS", "GEO")
    ]
    answers = Counter(row["response"] for row in ours)
    assert (len(ours), answers["troops"], answers["materiel"], sum(row["patron_cost"] == "2" for row in ours)) == (
        22,
        1,
        5,
        2,
    )
    what = ledger("russia-asymmetric").clue("ra16").what
    assert all(each in what for each in ("22 appeals", "once", "material five times", "large twice"))


def test_membership_in_the_cases_is_that_of_the_table() -> None:
    spells = {
        (row["org"], row["iso3"], row["status"]): (row["start"], row["end"]) for row in table("organisations").values()
    }  # fmt: skip
    assert spells["CSTO", "UZB", "member"] == ("2006-06-23", "2012-06-28")
    assert ledger("uzbekistan-2005").clue("uz22").date == "2006-06-23/2012-06-28"
    assert spells["EurAsEC", "UZB", "member"][0] == "2006-01-25"
    assert ledger("uzbekistan-2005").clue("uz21").date.startswith("2006-01-25")
    assert spells["Customs Union (ECU)", "BLR", "member"][0] < ledger("uzbekistan-2005").clue("by06").date
    assert spells["CIS", "GEO", "member"] == ("1993-12-03", "2009-08-18")
    assert ledger("south-caucasus").clue("ge11").date.endswith("/2009-08-18")


def coding() -> list[dict[str, str]]:
    return rows(CASES / "uzbekistan-2005" / "coding.csv")


@pytest.mark.parametrize("row", coding(), ids=lambda row: row["unit"])
def test_the_stigma_that_is_coded_is_that_of_the_table(row: dict[str, str]) -> None:
    """The sum of severities over the two years; no pair of years from 1997 to 2022 has a larger one, and no earlier pair the same."""
    acts = [each for each in table("stigma").values() if each["iso3"] == row["unit"]]

    def total(first: int) -> int:
        return sum(int(each["severity"]) for each in acts if first <= int(each["date"][:4]) <= first + 1)

    years = range(1997, 2022)
    first = int(row["episode"][:4])
    assert first == max(years, key=total)
    assert int(row["stigma_sum"]) == total(first)
    assert float(row["stigma"]) == pytest.approx(total(first) / 28, abs=5e-4)


@pytest.mark.parametrize("row", coding(), ids=lambda row: row["unit"])
def test_the_threats_and_turns_that_are_coded_are_those_of_the_tables(row: dict[str, str]) -> None:
    unit, first = row["unit"], int(row["episode"][:4])
    threats = [each for each in table("regime_threats").values() if each["iso3"] == unit]
    near = [int(each["severity"]) for each in threats if first - 1 <= int(each["start"][:4]) <= first]
    assert float(row["regime_threat"]) == pytest.approx(max(near, default=0) / 3, abs=5e-4)
    turns = [each for each in table("turns").values() if each["iso3"] == unit]
    toward = [
        each["id"] for each in turns if first <= int(each["date"][:4]) <= first + 1 and each["to"].startswith("Russia")
    ]
    assert int(row["switch"]) == len(toward)
    fights = [each for each in table("conflicts").values() if unit in states(each["location_iso3"])]
    inner = [each for each in fights if each["kind"] in ("insurgency", "mutiny")]
    assert int(row["insurgency"]) == any(first - 5 <= int(each["start"][:4]) <= first for each in inner)
    hosts = [each for each in table("presence").values() if each["host_iso3"] == unit and each["sender_iso3"] == "USA"]
    assert int(row["us_base"]) == any(int(each["start"][:4]) <= first <= int(each["end"][:4] or 9999) for each in hosts)


def window() -> list[dict[str, str]]:
    return rows(CASES / "uzbekistan-2005" / "coding_window.csv")


@pytest.mark.parametrize("row", window(), ids=lambda row: row["unit"])
def test_the_coding_of_the_common_window_is_that_of_the_tables(row: dict[str, str]) -> None:
    """Each column read in 2003 to 2006, for every state alike."""
    unit = row["unit"]

    def inside(name: str, day: str) -> list[dict[str, str]]:
        return [each for each in table(name).values() if each["iso3"] == unit and "2003" <= each[day][:4] <= "2006"]

    grave = [each["id"] for each in inside("stigma", "date") if each["severity"] == "3"]
    assert int(row["stigma"]) == bool(grave)
    assert [name for name in grave if name not in row["stigma_ground"]] == []
    toward = [each["id"] for each in inside("turns", "date") if "Russia" in each["to"]]
    assert int(row["switch"]) == bool(toward)
    assert [name for name in toward if name not in row["switch_ground"]] == []
    threats = [int(each["severity"]) for each in inside("regime_threats", "start")]
    assert float(row["regime_threat"]) == pytest.approx(max(threats, default=0) / 3, abs=5e-4)
    hosts = [each for each in table("presence").values() if each["host_iso3"] == unit and each["sender_iso3"] == "USA"]
    assert int(row["us_base"]) == any(each["start"][:4] <= "2006" and (each["end"] or "9999")[:4] >= "2003" for each in hosts)


def test_both_codings_stand_side_by_side_and_say_which_was_first() -> None:
    found = case_roles(ledger("uzbekistan-2005"))
    assert [(each.coding.key, each.coding.after) for each in found.under] == [("window", ""), ("episodes", "window")]
    assert [each.first for each in found.under] == [
        {"crucial": None, "hard": "TKM", "negative": "KGZ"},
        {"crucial": "UZB", "hard": "BLR", "negative": "KAZ"},
    ]
    assert {row["unit"]: row["role"] for row in window()} == {row["unit"]: row["role"] for row in coding()}


@pytest.mark.parametrize("found", [coding(), window()], ids=["episodes", "window"])
def test_every_coded_cell_has_its_ground(found: list[dict[str, str]]) -> None:
    for row in found:
        for name in row:
            assert row[name], (row["unit"], name)
    names = set(found[0])
    grounded = {name.removesuffix("_ground") for name in names if name.endswith("_ground")} - {"population"}
    told_by_another = {"unit", "role", "episode", "stigma_sum"}
    assert grounded <= names
    assert {name for name in names if not name.endswith(("_ground", "_expects"))} == grounded | (told_by_another & names)


def test_the_population_is_larger_than_the_text_and_keeps_its_roles() -> None:
    roles = {row["unit"]: row["role"] for row in coding()}
    assert {unit: role for unit, role in roles.items() if role != "population"} == {
        "UZB": "crucial",
        "BLR": "hard",
        "KAZ": "negative",
    }
    assert len(roles) == len(coding()) >= 8


def test_the_patrons_ledger_has_every_entry_for_every_ally() -> None:
    entries = rows(CASES / "russia-asymmetric" / "ledger.csv")
    for patron, unit in sorted({(row["patron"], row["unit"]) for row in entries if row["unit"]}):
        assert [row["item"] for row in entries if (row["patron"], row["unit"]) == (patron, unit)] == list(ITEMS), unit
    assert {row["judgement"] for row in entries} <= {"none", "low", "middle", "high", "unknown"}
    assert [row for row in entries if not row["reason"] or not row["source"]] == []
    assert {row["unit"] for row in entries if row["patron"] == "RUS"} >= {"ARM", "BLR", "KAZ", "KGZ", "TJK", "UZB"}
    assert {row["unit"] for row in entries if row["patron"] == "USA"} >= {"EST", "LVA", "LTU", "TUR"}

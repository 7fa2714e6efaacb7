"""Cases are read whole or refused with file and line."""

import shutil

import pytest

from corcyra.casebook.case import FOLDER, case, cases, read_case
from corcyra.errors import DataError, UnknownName


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FOLDER / "south-caucasus", tmp_path / "south-caucasus")


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("key", cases())
def test_every_bundled_case_is_whole(key):
    found = case(key)
    assert found.key == key
    assert found.truth_table
    assert found.signed_graph
    assert found.limits
    covered = {(row.theory, row.state) for row in found.truth_table}
    assert covered == {(theory, state) for theory, _ in covered for state in found.states}
    assert all(row.section and row.paraphrase for row in found.truth_table)


def test_a_copied_folder_reads_the_same(copy):
    assert read_case(copy) == case("south-caucasus")


def test_the_table_has_numbers_for_states_and_missing_for_nothing():
    table = case("south-caucasus").table()
    assert table.filter(theory="balance_of_power")["alike"].to_list() == [[371, 373, 372]] * 3
    row = table.filter(theory="omnibalancing", state=372).row(0, named=True)
    assert (row["partner"], row["verdict"], row["prediction_basis"], row["alike"]) == (None, None, "silent", [])


def test_an_unknown_case_gets_the_nearest():
    with pytest.raises(UnknownName) as caught:
        case("south-caucusus")
    assert str(caught.value) == "unknown case 'south-caucusus'. Nearest: south-caucasus. Use one of these."


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        (
            "truth_table.csv",
            "observed,AZE,turkey",
            "observed,AZE,turky",
            3,
            "unknown pole 'turky'. Nearest: turkey. Use one of these.",
        ),
        ("truth_table.csv", "observed,GEO", "observed,GEX", 4, "unknown state 'GEX'. Nearest: GEO. Use one of these."),
        ("truth_table.csv", "observed,AZE,", "observed,ARM,", 3, "observed has a second row for ARM. Keep one."),
        (
            "truth_table.csv",
            "observed,AZE,turkey,,",
            "observed,AZE,turkey,ARM AZE,",
            3,
            "give a partner, or alike and toward together, not both.",
        ),
        (
            "truth_table.csv",
            "observed,AZE,turkey",
            "observed,AZE,",
            3,
            "a row without a prediction has the basis silent, and no other has.",
        ),
        ("truth_table.csv", "observed,AZE,turkey", "observed,AZE,turkey,", 3, "12 cells, but 11 columns."),
        (
            "truth_table.csv",
            "theory,state",
            "state,theory",
            1,
            "the first line must be: theory,state,partner,alike,toward,posture,verdict,prediction_basis,"
            "verdict_basis,section,paraphrase",
        ),
        ("signed_graph.csv", "AZE,TUR,1", "AZE,TUR,2", 2, "unknown sign '2'. Nearest: 1, -1. Use one of these."),
        ("signed_graph.csv", "ARM,RUS,1", "TUR,AZE,1", 3, "TUR-AZE is no new pair. Give each pair of two actors once."),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(copy, file, old, new, line, message):
    path = edit(copy, file, old, new)
    with pytest.raises((DataError, UnknownName)) as caught:
        read_case(copy)
    assert str(caught.value) == f"{path}:{line}: {message}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'key = "south-caucasus"',
            'key = "other"',
            "the key 'other' is not the folder's name 'south-caucasus'. Use one.",
        ),
        ("first = 1992", 'first = "1992"', "first is missing or is no int. Give it."),
        ("title", "titel", "title is missing or is no str. Give it."),
    ],
)
def test_a_bad_head_is_named(copy, old, new, message):
    path = edit(copy, "case.toml", old, new)
    with pytest.raises(DataError) as caught:
        read_case(copy)
    assert str(caught.value) == f"{path}: {message}"


def test_a_missing_file_is_named(copy):
    (copy / "signed_graph.csv").unlink()
    with pytest.raises(DataError) as caught:
        read_case(copy)
    expected = f"{copy / 'signed_graph.csv'}: there is no such file. A case folder needs signed_graph.csv."
    assert str(caught.value) == expected


def test_toml_that_is_none_is_named(copy):
    path = edit(copy, "case.toml", "first = 1992", "first =")
    with pytest.raises(DataError) as caught:
        read_case(copy)
    assert str(caught.value).startswith(f"{path}: this is not TOML in UTF-8: Invalid value (at line 5")

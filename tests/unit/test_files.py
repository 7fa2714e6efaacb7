from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corcyra import files
from corcyra.errors import CorcyraError, OutputError
from corcyra.files import check_folder, digest, digest_files, write_folder, write_whole

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(data=st.one_of(st.binary(), st.text(st.characters(exclude_categories=["Cs"]))))
def test_what_is_written_is_read_again_byte_for_byte(tmp_path: Path, data: bytes | str) -> None:
    file = tmp_path / "x"
    assert write_whole(file, data) == file
    assert file.read_bytes() == (data.encode("utf-8") if isinstance(data, str) else data)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_an_earlier_file_is_replaced(tmp_path: Path) -> None:
    write_whole(tmp_path / "x", "a long first text")
    write_whole(str(tmp_path / "x"), "second")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "second"
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
def test_a_failure_leaves_the_earlier_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    file = tmp_path / "x"
    write_whole(file, "earlier")

    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(OutputError if isinstance(problem, OSError) else type(problem)) as caught:
        write_whole(file, "later")
    if isinstance(problem, OSError):
        told = f"cannot write {file}: No space left on device. Choose another folder or make room."
        assert str(caught.value) == told
    assert file.read_text(encoding="utf-8") == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_folder_that_is_not_there_or_is_a_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "no" / "x", b"")
    told = f"cannot write {tmp_path / 'no' / 'x'}: No such file or directory. Choose another folder or make room."
    assert str(caught.value) == told
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "folder", b"")
    assert str(caught.value) == f"cannot write {tmp_path / 'folder'}: Is a directory. Choose another folder or make room."
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_folder_that_can_be_written_passes_and_nothing_stays_behind(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b")
    check_folder(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "plain"
    file.write_text("x", encoding="utf-8")
    for folder in (file, file / "below"):
        with pytest.raises(OutputError) as caught:
            check_folder(folder)
        assert str(caught.value) == f"cannot write in the folder {folder}: Not a directory. Choose another with --out."
        assert isinstance(caught.value, CorcyraError)
        assert isinstance(caught.value, OSError)

    def fail(**_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(files.tempfile, "TemporaryDirectory", fail)
    with pytest.raises(OutputError) as caught:
        check_folder(tmp_path)
    assert str(caught.value) == f"cannot write in the folder {tmp_path}: Permission denied. Choose another with --out."


def test_a_failure_makes_no_folder(tmp_path: Path) -> None:
    def contents() -> Iterator[tuple[str, str]]:
        yield "a/b.txt", "new"
        raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        write_folder(tmp_path / "new" / "one", contents())
    assert list(tmp_path.iterdir()) == []


def test_a_digest_of_files_knows_names_and_bytes_and_not_their_order(tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    both = digest_files([other, one])
    assert both == digest_files([one, other]) == digest(b"a.csv\x001b.csv\x002")
    assert digest_files([]) == ""
    other.write_bytes(b"3")
    assert digest_files([one, other]) != both
    assert digest_files([one.rename(tmp_path / "c.csv")]) != digest(b"a.csv\x001")


def test_files_of_a_folder_appear_in_their_order_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    written = write_folder(tmp_path, [("b/x.csv", "1"), ("a.txt", b"2"), ("last.json", "3")])
    assert written == (tmp_path / "b" / "x.csv", tmp_path / "a.txt", tmp_path / "last.json")
    assert [path.read_text(encoding="utf-8") for path in written] == ["1", "2", "3"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b", "last.json", "notes.txt"]


@pytest.mark.parametrize("problem", [ValueError("x"), KeyboardInterrupt()], ids=["failure", "interrupt"])
def test_a_failure_between_two_files_leaves_all_as_they_were(tmp_path: Path, problem: BaseException) -> None:
    def contents() -> Iterator[tuple[str, str]]:
        yield "a.txt", "new"
        raise problem

    (tmp_path / "a.txt").write_text("earlier", encoding="utf-8")
    with pytest.raises(type(problem)):
        write_folder(tmp_path, contents())
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_interrupt_during_the_moves_is_raised_when_all_have_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, struck = os.replace, []

    def replace(waiting: Path, target: Path) -> None:
        if not struck and Path(target) == tmp_path / "a.txt":
            struck.append(target)
            raise KeyboardInterrupt
        real(waiting, target)

    monkeypatch.setattr(files.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path, [("a.txt", "1"), ("b.txt", "2")])
    assert struck
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in ("a.txt", "b.txt")] == ["1", "2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]

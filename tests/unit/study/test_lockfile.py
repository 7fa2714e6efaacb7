from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corcyra.errors import LockError
from corcyra.study.findings import Findings
from corcyra.study.lockfile import changed_tables, read_lock, table_bytes
from corcyra.study.run import run_study

Found = Callable[..., Findings]


@pytest.fixture
def lock(found: Found) -> dict[str, Any]:
    return json.loads(json.dumps(found().lock))


def written(tmp_path: Path, lock: object) -> Path:
    file = tmp_path / "study.lock.json"
    file.write_text(lock if isinstance(lock, str) else json.dumps(lock), encoding="utf-8")
    return file


def refused(file: Path) -> str:
    with pytest.raises(LockError) as caught:
        read_lock(file)
    return str(caught.value).replace(str(file), "LOCK")


def test_a_lock_read_again_is_the_study_that_wrote_it(tmp_path: Path, found: Found, lock: dict[str, Any]) -> None:
    again = read_lock(written(tmp_path, lock))
    assert again.spec == found().spec
    assert again.sources == lock["sources"]
    assert again.tables == lock["tables"]
    assert changed_tables(again, found().tables) == ()


def test_a_study_run_from_its_lock_gives_the_same_bytes(tmp_path: Path, found: Found, lock: dict[str, Any]) -> None:
    locked = read_lock(written(tmp_path, lock))
    again = run_study(locked.spec, locked=locked)
    assert changed_tables(locked, again.tables) == ()
    assert {key: table_bytes(table) for key, table in again.tables.items()} == {
        key: table_bytes(table) for key, table in found().tables.items()
    }
    assert again.lock == found().lock


def test_the_lock_tells_of_parameters_seed_and_versions_and_no_clock(lock: dict[str, Any]) -> None:
    assert sorted(lock) == ["lock", "own_theories", "parameters", "seed", "sources", "study", "tables", "versions"]
    assert lock["seed"] == 433
    assert sorted(lock["versions"]) == ["corcyra", "numpy", "polars", "python"]
    assert lock["parameters"]["enmity"]["half_life"].startswith("25 (")
    assert all(len(entry["sha256"]) == 64 and entry["licence"] for entry in lock["sources"].values())


def test_a_parameter_of_the_user_is_marked_as_such(found: Found) -> None:
    lock = found(measures={"enmity": {"half_life": 5}}).lock
    assert lock["parameters"]["enmity"]["half_life"].startswith("5 (set by the user; default 25.0: ")  # type: ignore[index]


def test_tables_that_changed_came_or_went_are_listed(tmp_path: Path, found: Found, lock: dict[str, Any]) -> None:
    locked = read_lock(written(tmp_path, lock))
    tables = dict(found().tables)
    tables["summary"] = tables["summary"].with_columns(match=pl.lit("yes"))
    del tables["turns"]
    tables["another"] = pl.DataFrame({"a": [1]})
    assert changed_tables(locked, tables) == ("another", "summary", "turns")


def test_data_that_differ_from_the_lock_are_named(tmp_path: Path, lock: dict[str, Any]) -> None:
    right = lock["sources"]["ties"]["sha256"][:12]
    lock["sources"]["ties"]["sha256"] = "0" * 64
    lock["sources"]["atop"] = {"sha256": "1" * 64, "version": "5", "licence": "x"}
    locked = read_lock(written(tmp_path, lock))
    with pytest.raises(LockError) as caught:
        run_study(locked.spec, locked=locked)
    assert str(caught.value) == (
        f"the lock wants other data than are here: ties (000000000000, here {right}), atop (111111111111, here absent). "
        "Install the locked version, or run the study anew."
    )


def test_another_study_gives_other_tables_than_the_lock_has(tmp_path: Path, found: Found, lock: dict[str, Any]) -> None:
    assert {"summary", "alignment", "scores"} <= set(changed_tables(read_lock(written(tmp_path, lock)), found(states=["GEO"]).tables))


END = " Give the study.lock.json that a study wrote."


def test_what_is_no_lock_is_refused(tmp_path: Path, lock: dict[str, Any]) -> None:
    assert refused(written(tmp_path, "key = 'x'")) == f"LOCK:1: this is not JSON, or not whole.{END}"
    whole = json.dumps(lock, indent=2)
    half = whole[: len(whole) // 2]
    assert refused(written(tmp_path, half)) == f"LOCK:{half.count(chr(10)) + 1}: this is not JSON, or not whole.{END}"
    assert refused(written(tmp_path, "[" * 100_000)) == f"LOCK: this is not JSON, or not whole.{END}"
    assert refused(written(tmp_path, [1])) == f"LOCK: this is no study lock; wrong or missing: all of it.{END}"
    missing = f"LOCK: this is no study lock; wrong or missing: lock, study, sources, tables, versions, own_theories.{END}"
    assert refused(written(tmp_path, {})) == missing
    for part, value in (("lock", 2), ("sources", []), ("sources", {"ties": 3}), ("tables", {"a": 1}), ("study", "x"), ("versions", None)):
        told = f"LOCK: this is no study lock; wrong or missing: {part}.{END}"
        assert refused(written(tmp_path, lock | {part: value})) == told
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    assert refused(binary) == f"LOCK:1: this is not JSON, or not whole.{END}"


def test_a_lock_whose_source_has_no_hash_is_refused(tmp_path: Path, lock: dict[str, Any]) -> None:
    del lock["sources"]["ties"]["sha256"]
    assert refused(written(tmp_path, lock)) == f"LOCK: this is no study lock; wrong or missing: sources.{END}"


def test_a_lock_whose_study_cannot_be_run_says_why(tmp_path: Path, lock: dict[str, Any]) -> None:
    lock["study"]["states"] = ["Atlantis"]
    told = "LOCK: the study in the lock cannot be run: unknown state 'Atlantis' on 2004-12-31. Nearest: Albania. Use one of these."
    assert refused(written(tmp_path, lock)) == told
    lock["study"]["sede"] = 3
    told = "LOCK: the study in the lock cannot be run: unknown study key 'sede'. Nearest: seed, evidence, case. Use one of these."
    assert refused(written(tmp_path, lock)) == told


def test_a_lock_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "no.json"
    assert refused(file) == "there is no lock file 'LOCK'. A study writes one: study.lock.json in its folder."
    assert refused(tmp_path) == "LOCK: cannot read the lock file: Is a directory."


def test_theories_of_the_users_own_must_be_given_again(tmp_path: Path, lock: dict[str, Any]) -> None:
    locked = read_lock(written(tmp_path, lock | {"own_theories": ["trade"]}))
    with pytest.raises(LockError) as caught:
        run_study(locked.spec, locked=locked)
    assert str(caught.value) == (
        "the lock was made with these theories of the user's own: trade; given: none. "
        "Run it from Python: run_study(spec, theories=(...), locked=...)."
    )

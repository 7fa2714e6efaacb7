"""Words that must not stand in the project: machine paths, hosts of package registries, left-overs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written in pieces so that this file does not match itself.
FORBIDDEN = [
    "/wo" + "rk/", "/ro" + "ot/", "/fa" + "rm/", "pypi" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian",
    "TO" + "DO", "FIX" + "ME", "raise NotImpl" + "emented", r"pytest\.mark\." + "xfail", r"pytest\." + r"skip\(",
]


def files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).suffix in {".py", ".md", ".toml", ".csv", ".bib", ".j2", ".cff", ".css"}]


def test_no_forbidden_word_stands_anywhere() -> None:
    pattern = re.compile("|".join(FORBIDDEN))
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in files() if path.exists()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []

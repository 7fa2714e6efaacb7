"""Install Corcyra with its test tools into .venv-check and run every check: style, types, floors, tests.

Usage: python3 scripts/check.py [extra arguments for pytest]
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv-check"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")

CHECKS = (
    ("style", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("floors", ["lint-imports", "--no-cache"]),
    ("tests", ["pytest"]),
)


def call(title: str, words: list[str]) -> int:
    """Run one tool of the check's own environment, and say how it ended."""
    print(f"== {title}: {' '.join(words)}", flush=True)
    return subprocess.run([str(BIN / words[0]), *words[1:]], cwd=ROOT, check=False).returncode


def main() -> int:
    """Set up once, run all checks, and fail if any failed."""
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        venv.create(HOME, with_pip=True)
    if call("install", ["python", "-m", "pip", "install", "--quiet", "--editable", ".[test]"]):
        return 1
    failed = [title for title, words in CHECKS if call(title, words + (sys.argv[1:] if title == "tests" else []))]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main())

"""A case: a question, the states and years it is about, and what a text says of it. Data only, nothing derived.

A case is a folder of three files: ``case.toml`` (what and where), ``truth_table.csv`` (what the text says each theory
expects of each state, what it says came to pass, and its verdict) and ``signed_graph.csv`` (who is friend and who is foe
in the text, each with its ground). Every row says whether it is explicit in the text, inferred by the coder, or whether
the text is silent. What a computation makes of the same question stands elsewhere.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from corcyra.errors import DataError, UnknownName
from corcyra.world.time import Years

__all__ = ["OBSERVED", "Case", "Saying", "Tie", "case", "cases", "read_case"]

FOLDER = Path(__file__).parent / "cases"
OBSERVED = "observed"
"""In the column ``theory``: the text's account of what came to pass."""

BASES = ("explicit", "inferred", "silent")
VERDICTS = ("holds", "partly", "fails", "")
POSTURES = ("balance", "bandwagon", "hedge", "neutral", "align for profit", "")
TABLE = (
    "theory",
    "state",
    "partner",
    "alike",
    "toward",
    "posture",
    "verdict",
    "prediction_basis",
    "verdict_basis",
    "section",
    "paraphrase",
)
GRAPH = ("a", "b", "sign", "ground", "basis", "section", "source")
FIELDS = ("key", "title", "question", "source", "first", "last", "poles", "states")


@dataclass(frozen=True)
class Saying:
    """What the text says of one theory and one state.

    ``partner`` is the pole expected; or, where the text expects some states to do the same, ``alike`` lists them and
    ``toward`` the poles concerned. ``verdict`` is the text's: holds, partly, fails, or empty when it gives none.
    """

    theory: str
    state: str
    partner: str
    alike: tuple[str, ...]
    toward: tuple[str, ...]
    posture: str
    verdict: str
    prediction_basis: str
    verdict_basis: str
    section: str
    paraphrase: str


@dataclass(frozen=True)
class Tie:
    """Friends (+1) or foes (-1) in the text, with the ground it gives, in the coder's words."""

    a: str
    b: str
    sign: int
    ground: str
    basis: str
    section: str
    source: str


@dataclass(frozen=True)
class Case:
    """A case as its folder has it.

    ``states`` maps ISO-3 letters to Correlates of War numbers; ``actors`` are the others in the signed graph.
    """

    key: str
    title: str
    question: str
    source: str
    years: Years
    poles: tuple[str, ...]
    states: Mapping[str, int]
    actors: Mapping[str, str]
    truth_table: tuple[Saying, ...]
    signed_graph: tuple[Tie, ...]
    limits: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()

    def table(self) -> pl.DataFrame:
        """The truth table as a frame with state numbers; lists become columns of lists, empty text becomes missing.

        >>> case("south-caucasus").table().filter(theory="identity")["partner"].to_list()
        ['russia', 'turkey', 'russia']
        """
        rows = [
            {**{name: getattr(row, name) or None for name in TABLE}, "iso3": row.state, "state": self.states[row.state]}
            | {"alike": [self.states[each] for each in row.alike], "toward": list(row.toward)}
            for row in self.truth_table
        ]
        other = {"state": pl.Int64(), "alike": pl.List(pl.Int64), "toward": pl.List(pl.String)}
        schema: dict[str, pl.DataType] = {name: other.get(name, pl.String()) for name in ("iso3", *TABLE)}
        return pl.DataFrame(rows, schema=schema)

    def signs(self) -> dict[tuple[str, str], float]:
        """The signed graph as pairs: +1 amity, -1 enmity.

        >>> case("south-caucasus").signs()["ARM", "AZE"]
        -1.0
        """
        return {(tie.a, tie.b): float(tie.sign) for tie in self.signed_graph}

    def nodes(self) -> tuple[str, ...]:
        """The states and then the other actors of the signed graph, in the order of the file."""
        return (*self.states, *self.actors)


def cases() -> tuple[str, ...]:
    """The keys of the bundled cases with a truth table, sorted; `corcyra.casebook.check.ledgers` are those with evidence.

    >>> cases()
    ('south-caucasus',)
    """
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if (folder / "truth_table.csv").is_file()))


@cache
def case(key: str) -> Case:
    """A bundled case; `UnknownName` with the nearest keys otherwise.

    >>> case("south-caucasus").years
    Years(first=1992, last=2019)
    """
    known = cases()
    if key not in known:
        raise UnknownName("case", key, get_close_matches(key, known, cutoff=0.3) or known)
    return read_case(FOLDER / key)


def read_case(folder: str | Path) -> Case:
    """Read and check a case folder; `DataError` with file and line on anything that does not fit."""
    folder = Path(folder)
    head = read_head(folder / "case.toml")
    states = {str(iso): int(code) for iso, code in head["states"].items()}
    actors = {str(name): str(title) for name, title in head.get("actors", {}).items()}
    poles = tuple(head["poles"])
    return Case(
        head["key"],
        head["title"],
        head["question"],
        head["source"],
        Years(head["first"], head["last"]),
        poles,
        MappingProxyType(states),
        MappingProxyType(actors),
        tuple(read_sayings(folder / "truth_table.csv", tuple(states), poles)),
        tuple(read_ties(folder / "signed_graph.csv", (*states, *actors))),
        tuple(head.get("limits", ())),
        tuple(head.get("contested", ())),
    )


def read_head(file: Path) -> dict[str, Any]:
    """``case.toml`` with every field that a case must have."""
    try:
        head = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise DataError("there is no such file. A case folder needs case.toml.", file=file) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DataError(f"this is not TOML in UTF-8: {problem}.", file=file) from problem
    kinds = {"first": int, "last": int, "poles": list, "states": dict}
    for name in FIELDS:
        kind = kinds.get(name, str)
        if not isinstance(head.get(name), kind) or not (head[name] or kind is int):
            raise DataError(f"{name} is missing or is no {kind.__name__}. Give it.", file=file)
    if head["key"] != file.parent.name:
        raise DataError(f"the key {head['key']!r} is not the folder's name {file.parent.name!r}. Use one.", file=file)
    return head


def read_rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with exactly these columns, each with its line; no cell may be lacking or too many."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as problem:
        raise DataError(f"there is no such file. A case folder needs {file.name}.", file=file) from problem
    except UnicodeDecodeError as problem:
        raise DataError(f"this is not UTF-8: {problem}.", file=file) from problem
    reader = csv.reader(text.splitlines())
    if tuple(next(reader, [])) != columns:
        raise DataError(f"the first line must be: {','.join(columns)}", file=file, line=1)
    for cells in reader:
        if len(cells) != len(columns):
            raise DataError(f"{len(cells)} cells, but {len(columns)} columns.", file=file, line=reader.line_num)
        yield reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=True))


def read_sayings(file: Path, states: tuple[str, ...], poles: tuple[str, ...]) -> Iterator[Saying]:
    """The truth table: known states and poles, a partner or a pattern but not both, each theory and state once."""
    seen: set[tuple[str, str]] = set()
    for line, row in read_rows(file, TABLE):
        alike, toward = tuple(row["alike"].split()), tuple(row["toward"].split())
        for name, given, known in (
            ("state", (row["state"], *alike), states),
            ("pole", (row["partner"], *toward), (*poles, "none", "")),
            ("verdict", (row["verdict"],), VERDICTS),
            ("posture", (row["posture"],), POSTURES),
            ("basis", (row["prediction_basis"],), BASES),
            ("basis", (row["verdict_basis"],), (*BASES, "")),
        ):
            check_words(name, given, known, file, line)
        if bool(alike) != bool(toward) or (alike and row["partner"]):
            raise DataError("give a partner, or alike and toward together, not both.", file=file, line=line)
        if (row["prediction_basis"] == "silent") != (not row["partner"] and not alike):
            raise DataError("a row without a prediction has the basis silent, and no other has.", file=file, line=line)
        if (row["theory"], row["state"]) in seen:
            raise DataError(f"{row['theory']} has a second row for {row['state']}. Keep one.", file=file, line=line)
        seen.add((row["theory"], row["state"]))
        yield Saying(**{**row, "alike": alike, "toward": toward})  # type: ignore[arg-type]


def read_ties(file: Path, actors: tuple[str, ...]) -> Iterator[Tie]:
    """The signed graph: known actors, a sign of 1 or -1, each pair once."""
    seen: set[frozenset[str]] = set()
    for line, row in read_rows(file, GRAPH):
        check_words("actor", (row["a"], row["b"]), actors, file, line)
        check_words("sign", (row["sign"],), ("1", "-1"), file, line)
        check_words("basis", (row["basis"],), BASES[:2], file, line)
        pair = frozenset({row["a"], row["b"]})
        if len(pair) == 1 or pair in seen:
            raise DataError(
                f"{row['a']}-{row['b']} is no new pair. Give each pair of two actors once.", file=file, line=line
            )
        seen.add(pair)
        yield Tie(**{**row, "sign": int(row["sign"])})  # type: ignore[arg-type]


def check_words(kind: str, given: tuple[str, ...], known: tuple[str, ...], file: Path, line: int) -> None:
    """Every word is one of the known ones, else `UnknownName` with the nearest."""
    for word in given:
        if word not in known:
            choice = [each for each in known if each]
            raise UnknownName(kind, word, get_close_matches(word, choice) or choice, file=file, line=line)

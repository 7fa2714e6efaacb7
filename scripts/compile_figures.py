#!/usr/bin/env python3
"""Compile the figure tables from your own downloads.

    python scripts/compile_figures.py --downloads FOLDER --states RUS,USA,ARM --out FOLDER [--years 1991-2024]

Put the publishers' files anywhere below one folder, under the names they came with. The script says which it finds, which
it misses and where to get those, and writes one CSV per table whose files are all there, with ``figures.toml`` beside
them. The same downloads give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corcyra.errors import CorcyraError, DataError, SpanError
from corcyra.files import check_folder, write_folder
from corcyra.world.time import Years
from figure_tables import armed_conflict, capability, distance, regime, trade, un_agreement, un_ideal
from figure_tables.reading import find
from figure_tables.roster import state_codes
from figure_tables.table import Request, Table, as_csv

TABLES: tuple[Table, ...] = (
    armed_conflict.TABLE,
    capability.TABLE,
    distance.TABLE,
    regime.TABLE,
    trade.TABLE,
    un_agreement.TABLE,
    un_ideal.TABLE,
)

STATES = "USA,MDA,RUS,EST,LVA,LTU,UKR,BLR,ARM,GEO,AZE,IRN,TUR,TKM,TJK,KGZ,UZB,KAZ,CHN"
"""The states of the bundled tables: the Soviet Union's successors and the outside powers."""

POWERS = "USA,RUS,IRN,TUR,CHN"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile what can be compiled; 0 when every table was written, 1 when files are missing, 2 on an error."""
    given = parser().parse_args(arguments)
    try:
        request = Request(state_codes(given.states), state_codes(given.powers), span(given.years))
        check_folder(given.out)
        missing = compile_all(Path(given.downloads), request, Path(given.out))
    except CorcyraError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted: nothing was written; earlier tables are whole.", file=sys.stderr)
        return 130
    return 1 if missing else 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        description="Compile the figure tables from your own downloads.",
        epilog="Example: python scripts/compile_figures.py --downloads ~/downloads --states ARM,AZE,GEO,RUS,TUR --out figures",
    )
    made.add_argument("--downloads", required=True, help="folder with the publishers' files, searched at any depth")
    made.add_argument("--out", required=True, help="folder for the tables; made when it is not there")
    made.add_argument("--states", default=STATES, help="ISO-3 letters or COW numbers, with commas")
    made.add_argument("--powers", default=POWERS, help="the powers of the directed tables, in the same way")
    made.add_argument("--years", default="1991-2024", help="first and last year, both included")
    return made


def span(text: str) -> Years:
    """Years written as ``1991-2024``.

    >>> span("1991-2024")
    Years(first=1991, last=2024)
    """
    first, _, last = text.partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        raise SpanError(f"{text!r} is not a span of years. Write the first and the last year, as in 1991-2024.")
    return Years(int(first), int(last))


def compile_all(downloads: Path, request: Request, out: Path) -> int:
    """Compile every table whose files are there, then write them all; return how many tables had to be left out."""
    if not downloads.is_dir():
        raise DataError(f"there is no folder {downloads}. Give the folder with your downloads.")
    texts: dict[str, str] = {}
    read_from: dict[str, list[str]] = {}
    for at, table in enumerate(TABLES, start=1):
        progress = f"[{at}/{len(TABLES)}] {table.name}"
        paths = {download.key: find(downloads, download) for download in table.downloads}
        present = {key: path for key, path in paths.items() if path is not None}
        for download in table.downloads:
            if download.key not in present:
                print(f"{progress}: missing {download.dataset}", f"  looked for: {', '.join(download.names)}", sep="\n")
                print(f"  get it from: {download.address}", flush=True)
        if len(present) == len(paths):
            rows = table.compile(request, present)
            texts[f"{table.name}.csv"] = as_csv(table, rows)
            read_from[table.name] = [path.name for path in present.values()]
            print(f"{progress}: {rows.height} rows from {', '.join(read_from[table.name])}", flush=True)
    write_folder(out, [*texts.items(), ("figures.toml", metadata(request, read_from))])
    return len(TABLES) - len(read_from)


def metadata(request: Request, read_from: dict[str, list[str]]) -> str:
    """What was compiled, as TOML: dataset, version, citation keys, licence, address and what was done, table by table."""
    parts = [
        "# Written by scripts/compile_figures.py. One table per CSV of this folder.",
        f"states = {list(request.states)}",
        f"powers = {list(request.powers)}",
        f'years = "{request.years}"',
    ]
    for table in TABLES:
        if table.name in read_from:
            parts += [
                "",
                f"[{table.name}]",
                *(f"{key} = {value}" for key, value in facts(table, read_from[table.name])),
            ]
    return "\n".join(parts) + "\n"


def facts(table: Table, files: list[str]) -> list[tuple[str, str]]:
    """The lines of one table: key and TOML value."""

    def listed(values: Sequence[str]) -> str:
        return "[" + ", ".join(f'"{value}"' for value in values) + "]"

    return [
        ("dataset", f'"{table.dataset}"'),
        ("version", f'"{table.version}"'),
        ("citations", listed(table.citations)),
        ("licence", f'"{table.licence}"'),
        ("address", f'"{table.address}"'),
        ("read_from", listed(files)),
        ("keys", listed(table.keys)),
        ("decimals", "{ " + ", ".join(f"{name} = {places}" for name, places in table.decimals.items()) + " }"),
        ("done", f'"{table.done}"'),
    ]


if __name__ == "__main__":
    sys.exit(main())

"""A table of coefficients as plain text, as a page's table, and as LaTeX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import polars as pl

__all__ = ["html", "latex", "text"]

NUMBERS = ("estimate", "se", "z", "p", "low", "high")


def cells(table: pl.DataFrame, digits: int = 3) -> list[list[str]]:
    """The table's rows as words; a p-value under .001 is said so."""
    found = []
    for row in table.iter_rows(named=True):
        numbers = [f"{row[name]:.{digits}f}" for name in NUMBERS]
        if row["p"] < 10**-digits:
            numbers[NUMBERS.index("p")] = f"<{10**-digits:.{digits}f}"
        term = "constant" if row["regressor"] == "1" else row["regressor"]
        found.append([row["utility"], term, *numbers])
    return found


HEAD = ["utility", "regressor", *NUMBERS]


def text(table: pl.DataFrame, summary: Mapping[str, str], notes: Sequence[str]) -> str:
    """Plain text in columns.

    >>> row = {"utility": "u11", "regressor": "1", "estimate": 1.0, "se": 0.5, "z": 2.0, "p": 0.0455, "low": 0.02, "high": 1.98}
    >>> print(text(pl.DataFrame([row]), {"Rows": "9"}, ["A note."]))
    Rows: 9
    utility  regressor  estimate     se      z      p    low   high
    u11      constant      1.000  0.500  2.000  0.045  0.020  1.980
    A note.
    """
    rows = [HEAD, *cells(table)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(w) if place < 2 else cell.rjust(w)
            for place, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join(
        [*(f"{key}: {value}" for key, value in summary.items()), *(each.rstrip() for each in lines), *notes]
    )


def html(table: pl.DataFrame, summary: Mapping[str, str], notes: Sequence[str]) -> str:
    """A table for notebooks; every name is escaped.

    >>> row = {"utility": "u11", "regressor": "<b>", "estimate": 1.0, "se": 0.5, "z": 2.0, "p": 0.0455, "low": 0.02, "high": 1.98}
    >>> "<td>&lt;b&gt;</td>" in html(pl.DataFrame([row]), {"Rows": "9"}, [])
    True
    """
    head = "".join(f"<th>{each}</th>" for each in HEAD)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells(table))
    foot = "; ".join(f"{escape(key)}: {escape(value)}" for key, value in summary.items())
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return (
        f"<div><table><caption>{foot}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{said}</div>"
    )


SPECIAL = str.maketrans(
    {each: f"\\{each}" for each in "&%$#_{}"} | {"~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
)


def latex(table: pl.DataFrame, summary: Mapping[str, str], digits: int = 3) -> str:
    r"""A LaTeX tabular: a line for each coefficient with its error and interval, the summary below.

    >>> row = {"utility": "u11", "regressor": "x_1", "estimate": -1.0, "se": 0.5, "z": -2.0, "p": 0.0455, "low": -1.98, "high": -0.02}
    >>> print(latex(pl.DataFrame([row]), {"Rows": "9"}))
    \begin{tabular}{llrrrrrr}
    \hline
    utility & regressor & estimate & se & z & p & low & high \\
    \hline
    u11 & x\_1 & $-1.000$ & $0.500$ & $-2.000$ & $0.045$ & $-1.980$ & $-0.020$ \\
    \hline
    \multicolumn{8}{l}{Rows: 9} \\
    \end{tabular}
    """
    lines = [" & ".join([*(cell.replace("\\", "/").translate(SPECIAL) for cell in row[:2]), *(f"${cell}$" for cell in row[2:])])
             for row in cells(table, digits)]  # fmt: skip
    foot = [f"\\multicolumn{{8}}{{l}}{{{key}: {value.translate(SPECIAL)}}}" for key, value in summary.items()]
    middle = [f"{each} \\\\" for each in lines]
    start = ["\\begin{tabular}{llrrrrrr}", "\\hline", " & ".join(HEAD) + " \\\\", "\\hline"]
    return "\n".join([*start, *middle, "\\hline", *(f"{each} \\\\" for each in foot), "\\end{tabular}"])

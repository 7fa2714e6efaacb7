"""The report of a mobilisation: whole, self-contained, and plain about placebos that fail."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from corcyra.errors import OutputError
from corcyra.measures.mobilisation import Mobilisation
from corcyra.measures.mobilisation.balanced import BALANCE
from corcyra.measures.mobilisation.effects import EFFECTS, STUDY
from corcyra.measures.mobilisation.mobilise import PLACEBOS, SENSITIVITY
from corcyra.report.mobilisation import TABLES, citations, figures, named, render, write_mobilisation
from corcyra.report.mobilisation_tables import mobilisation_table, printed
from corcyra.world.time import Years

GAPS = ["class", "ally", "other", "assembly", "gap", "se", "low", "high", "votes", "allies", "others"]
FAILING = (
    "1 of 2 placebos fails (agreement with Finland): what is measured is not the alliance alone. 1 more is not judged."
)


def hand_made() -> Mobilisation:
    """A few numbers in the shape of the real thing."""
    effects = [("all", "fixed effects", 0.02, 0.005, 0.01, 0.03, 0.00002, 900, 40, 2),
               ("important x other", "triple difference", -0.02, 0.02, -0.06, 0.02, 0.32, 900, 40, 2),
               ("all", "imputation, entry", 0.03, None, None, None, None, 20, 40, 1)]  # fmt: skip
    balance = [("entropy balance, entry", "distance", 1.5, 2.0, None, -1.25, None, 13, 63, None),
               ("position balance, entry", "distance", 1.5, 2.0, 1.5, -1.25, 0.0, 13, 63, 10.33),
               ("position balance, entry", "region Europe", 1.0, 0.5, 1.0, 0.5, 0.0, 13, 63, 10.33)]  # fmt: skip
    study = [("fixed effects", "entry", -3, -2, 0.0, 0.01, -0.02, 0.02, None, None, 1),
             ("fixed effects", "entry", 0, 2, 0.03, 0.01, 0.01, 0.05, None, None, 1)]  # fmt: skip
    placebos = [("entry 3 years too early", "lead", 0.001, 0.01, -0.019, 0.021, 0.92, False),
                ("agreement with Finland", "patron", 0.02, 0.002, 0.016, 0.024, 1e-9, True),
                ("histories shuffled", "dates", None, None, None, None, None, None)]  # fmt: skip
    return Mobilisation(
        patron=2, name="United States of America", years=Years(1992, 2003), treaties="atop_defense", seed=1, draws=99,
        gaps=pl.DataFrame([("all", 0.5, 0.4, 0.42, 0.1, 0.02, 0.06, 0.14, 12345, 9, 31)], schema=GAPS, orient="row"),
        effects=pl.DataFrame(effects, schema=EFFECTS, orient="row"), balance=pl.DataFrame(balance, schema=BALANCE, orient="row"),
        event_study=pl.DataFrame(study, schema=STUDY, orient="row"),
        placebos=pl.DataFrame(placebos, schema=PLACEBOS, orient="row"),
        sensitivity=pl.DataFrame([("Oster delta", 2.5, None, None, "how strong <unmeasured> causes must be")], schema=SENSITIVITY, orient="row"),
        switchers=pl.DataFrame({"state": [316, 310], "year": [1997, 1997], "event": ["entry", "entry"]}),
        allies=pl.DataFrame({"state": [316, 310], "year": [1997, 1997]}),
        meaning=("The contrast: a gap of +0.1000.", FAILING), notes=("Importance is unknown in 1999.",),
    )  # fmt: skip


def points() -> pl.DataFrame:
    rows = [
        (state, session, value, value - 0.2, value + 0.2)
        for state, value in ((2, 2.5), (310, 1.0), (365, -1.0))
        for session in (44, 47, 48)
    ]
    return pl.DataFrame(rows, schema=["state", "session", "point", "low", "high"], orient="row")


class Reader(HTMLParser):
    """Whether every tag is closed in order, and what the page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.loads += [
            str(value) for name, value in attrs if name in ("src", "data") or (name == "href" and tag != "a")
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [str(value) for name, value in attrs if name == "href" and not str(value).startswith("#")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_the_folder_has_the_page_every_table_every_figure_and_the_bibliography(tmp_path: Path) -> None:
    heard: list[float] = []
    found = hand_made()
    written = write_mobilisation(
        found, tmp_path / "out", points=points(), progress=lambda stage, share: heard.append(share)
    )
    names = {path.relative_to(tmp_path / "out").as_posix() for path in written}
    drawn = ("assembly_map", "event_study", "trajectories")
    assert names == {
        "report.html", "sources.bib", "tables/ideal_points.csv", *(f"tables/{key}.csv" for key in TABLES),
        *(f"figures/{key}.{end}" for key in drawn for end in ("svg", "png")),
    }  # fmt: skip
    assert {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*") if path.is_file()
    } == names
    back = pl.read_csv(BytesIO((tmp_path / "out/tables/effects.csv").read_bytes()))
    assert back["se"].to_list() == [0.005, 0.02, None]
    bib = (tmp_path / "out/sources.bib").read_text(encoding="utf-8")
    assert set(re.findall(r"^@\w+\{([^,]+),", bib, re.M)) == set(citations(found, with_points=True))
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_the_page_is_whole_loads_nothing_and_says_what_is_in_the_tables() -> None:
    page = render(hand_made(), {})
    reader = read(page)
    text = re.sub(r"\s+", " ", " ".join(reader.text))
    assert reader.loads == []
    assert "<script" not in page
    for word in ("Do alliances with the United States mobilise votes?", "the patron promises defence (ATOP 5.1)", "1992–2003",
                 "The contrast: a gap of +0.1000.", "+0.0600 to +0.1400", "12,345", "< 0.001", "Czech Republic, Hungary", "Importance is unknown in 1999.", "how strong <unmeasured> causes"):  # fmt: skip
        assert word in text
    assert "<unmeasured>" not in page


def test_failing_placebos_stand_apart_and_before_the_rest() -> None:
    page = render(hand_made(), {})
    assert page.count(FAILING) == 1
    assert f'<p class="warning" role="note">{FAILING}</p>' in page
    assert page.index(FAILING) < page.index("The contrast: a gap")
    clean = hand_made().placebos.with_columns(fails=pl.lit(False))
    passing = replace(hand_made(), placebos=clean, meaning=("All 3 placebos pass.",))
    assert 'role="note"' not in render(passing, {})


def test_a_placebo_without_a_verdict_is_not_said_to_pass() -> None:
    rows = printed(hand_made())["placebos"].rows
    assert [row[-1].text for row in rows] == ["passes", "fails", "not judged"]
    assert [cell.text for cell in rows[2][1:4]] == ["–", "–", "–"]


def test_the_balance_is_shown_by_comparison_and_groups_are_left_to_the_file() -> None:
    rows = printed(hand_made())["balance"].rows
    assert [(row[0].text, row[0].note) for row in rows] == [
        ("Entropy balance, entry", "13 switchers, 63 others (states by year of switch): no weights exist"),
        ("distance of ideal points", ""),
        ("Position balance, entry", "13 switchers, 63 others (states by year of switch): these weigh as much as 10.3"),
        ("distance of ideal points", ""),
    ]
    assert [cell.text for cell in rows[1][1:]] == ["1.500", "2.000", "–", "−1.25", "–"]
    assert [cell.text for cell in rows[3][1:]] == ["1.500", "2.000", "1.500", "−1.25", "0.00"]
    assert "balance" in TABLES


def test_an_estimate_without_an_error_has_dashes_and_no_interval() -> None:
    row = printed(hand_made())["effects"].rows[2]
    assert [(cell.text, cell.note) for cell in row[2:5]] == [("+0.0300", ""), ("–", ""), ("–", "")]


def test_without_switchers_there_is_no_figure_and_no_empty_part(tmp_path: Path) -> None:
    found = hand_made()
    bare = replace(found, event_study=found.event_study.clear(), switchers=found.switchers.clear(), effects=found.effects.clear(),
                   sensitivity=found.sensitivity.clear(), notes=())  # fmt: skip
    assert figures(bare) == {}
    written = write_mobilisation(bare, tmp_path)
    assert not [path for path in written if path.suffix in (".svg", ".png")]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for key in ("time", "sensitivity", "assembly", "notes"):
        assert f'id="{key}"' not in page
    assert (tmp_path / "tables/switchers.csv").read_text(encoding="utf-8") == "state,year,event\n"


def test_the_patron_is_named_first_and_only_states_with_points() -> None:
    assert named(hand_made(), points()) == [2, 310]
    page = render(hand_made(), dict.fromkeys(figures(hand_made(), points()), "<svg></svg>"), with_points=True)
    assert page.index("figure-trajectories") < page.index("figure-assembly_map")
    assert list(figures(hand_made(), points())) == ["event_study", "trajectories", "assembly_map"]
    assert list(figures(hand_made(), points().filter(pl.col("state") == 365))) == ["event_study"]


def test_treaties_of_ones_own_are_cited_as_such() -> None:
    own = replace(hand_made(), treaties="own")
    assert "Allies: treaties of the user's own." in render(own, {}).replace("&#39;", "'")
    assert "leeds2002atop" in citations(hand_made())
    assert set(citations(hand_made())) - set(citations(own)) == {"leeds2002atop"}


def test_covariates_and_soft_treaties_are_cited_where_they_were_used() -> None:
    plain = replace(hand_made(), treaties="own")
    table = plain.balance.with_columns(covariate=pl.lit("trade"))
    soft = plain.placebos.with_columns(kind=pl.lit("treaty"))
    assert set(citations(replace(plain, balance=table))) - set(citations(plain)) == {
        "barbieri2009trading",
        "barbieri2016trade",
    }
    assert set(citations(replace(plain, placebos=soft))) - set(citations(plain)) == {"leeds2002atop"}


def test_a_failure_leaves_an_earlier_report_as_it_was(tmp_path: Path) -> None:
    write_mobilisation(hand_made(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    with pytest.raises(ValueError, match="stop"):
        write_mobilisation(replace(hand_made(), seed=2), tmp_path, progress=stop)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()} == before
    file = tmp_path / "report.html"
    with pytest.raises(OutputError) as told:
        write_mobilisation(hand_made(), file)
    assert str(told.value) == f"cannot write in the folder {file}: Not a directory. Choose another with --out."


def stop(stage: str, share: float) -> None:
    """Fail when the tables are about to be written."""
    if stage == "writing the report":
        raise ValueError("stop")


def test_the_terminal_table_has_every_estimate_in_eighty_columns() -> None:
    console = Console(width=80)
    with console.capture() as caught:
        console.print(mobilisation_table(hand_made()))
    lines = [line.rstrip() for line in caught.get().splitlines()]
    assert lines[1].split() == ["contrast", "+0.1000", "+0.0600", "to", "+0.1400"]
    assert lines[2].split() == ["fixed", "effects", "+0.0200", "+0.0100", "to", "+0.0300", "<", "0.001", "2"]
    assert lines[3].split() == ["triple", "difference", "−0.0200", "−0.0600", "to", "+0.0200", "0.320", "2"]
    assert lines[4].split() == ["imputation,", "entry", "+0.0300", "–", "1"]
    assert max(map(len, lines)) <= 80

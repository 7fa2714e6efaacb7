"""TIES sanctions: cases, and the years of threat and imposition; against the published workbook where it is."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.sanctions import Sanctions
from corcyra.sources.datasets.ties_cases import NEEDED, TIES, TiesCases
from corcyra.sources.source import check_source
from corcyra.world.spells import states

BOOK = Path(os.environ.get("CORCYRA_MIRROR", "none")) / "sanctions" / "TIESv4-1.xls"
HEAD = (*NEEDED, "threat", "imposition", "finaloutcome")
BASE = {
    "caseid": 1,
    "startyear": 1990,
    "sender1": 2,
    "primarysender": 2,
    "targetstate": 645,
    "institution": 0,
    "issue1": 8,
}


def written(folder: Path, *cases: dict[str, object]) -> Path:
    path = folder / "ties.csv"
    rows = [",".join(f'"{case.get(name, "")}"' for name in HEAD) for case in ({**BASE, **each} for each in cases)]
    path.write_text("\n".join([",".join(HEAD), *rows]) + "\n", encoding="latin-1")
    return path


def years(folder: Path, *cases: dict[str, object]) -> list[tuple[int, ...]]:
    return Sanctions().parse({TIES.name: written(folder, *cases)}).rows()


def test_a_threat_lasts_to_its_imposition_and_the_imposition_to_the_end(tmp_path):
    case = {"threat": 1, "imposition": 1, "sancimpositionstartyear": "1991, probably", "endyear": 1992}
    assert years(tmp_path, case) == [
        (645, 2, 1990, 0, 1, 0, 0, 0),
        (645, 2, 1991, 1, 1, 0, 0, 1),
        (645, 2, 1992, 1, 0, 0, 0, 1),
    ]


def test_a_threat_alone_lasts_to_the_end(tmp_path):
    case = {"threat": 1, "imposition": 0, "endyear": 1991}
    assert years(tmp_path, case) == [(645, 2, 1990, 0, 1, 0, 0, 0), (645, 2, 1991, 0, 1, 0, 0, 0)]


def test_an_unknown_end_is_one_year_and_a_case_that_goes_on_stops_at_the_last_year(tmp_path):
    assert years(tmp_path, {"threat": 0, "imposition": 1}) == [(645, 2, 1990, 1, 0, 0, 0, 1)]
    ongoing = years(tmp_path, {"threat": 0, "imposition": 1, "startyear": 2004, "ongoingasofyear": 2011})
    assert [row[2] for row in ongoing] == [2004, 2005]


def test_all_senders_count_once_and_institutions_have_no_dyad(tmp_path):
    many = {"threat": 0, "imposition": 1, "sender2": 200, "sender3": 1000, "primarysender": 2, "issue1": 3, "issue2": 7}
    assert years(tmp_path, many) == [(645, 2, 1990, 1, 0, 1, 1, 0), (645, 200, 1990, 1, 0, 1, 1, 0)]
    assert years(tmp_path, {"threat": 0, "imposition": 1, "targetstate": 1000}) == []


def test_cases_are_counted(tmp_path):
    two = ({"threat": 0, "imposition": 1}, {"caseid": 2, "threat": 0, "imposition": 1, "issue1": 13})
    assert years(tmp_path, *two) == [(645, 2, 1990, 2, 0, 0, 0, 1)]


def test_the_records_keep_institutions_and_sentences_become_years(tmp_path):
    case = {
        "threat": 1,
        "imposition": 1,
        "sender2": 1000,
        "primarysender": "",
        "sancimpositionstartyear": "1949, about",
    }
    frame = TiesCases().parse({TIES.name: written(tmp_path, case)})
    assert frame.select("ties_case", "ties_senders", "ties_imposed_from", "ties_end").rows() == [
        (1, "2,1000", 1949, None)
    ]


def test_a_case_twice_is_refused(tmp_path):
    path = written(tmp_path, {"threat": 1}, {"threat": 1})
    with pytest.raises(DataError) as caught:
        TiesCases().parse({TIES.name: path})
    assert str(caught.value) == f"{path}:3: has the case 1 more than once. Get the file again."


def test_a_changed_header_is_named(tmp_path):
    path = written(tmp_path, {"threat": 1})
    path.write_text(path.read_text(encoding="latin-1").replace("targetstate", "target"), encoding="latin-1")
    with pytest.raises(DataError) as caught:
        Sanctions().parse({TIES.name: path})
    assert str(caught.value) == (
        f"{path}:1: lacks the column targetstate (target is like it). Versions known here: 4.1 (TIESv4-1.xls). "
        "Get one of these, or say what the new columns mean."
    )


if BOOK.exists():

    def test_every_dyad_year_again_without_frames():
        frame = Sanctions().parse({TIES.name: BOOK})
        known = {state.cow for state in states()}
        told: dict[tuple[int, int, int], list[int]] = {}
        for row in pl.read_excel(BOOK, infer_schema_length=None).iter_rows(named=True):
            senders = {
                row[name] for name in ("sender1", "sender2", "sender3", "sender4", "sender5", "primarysender")
            } & known
            found = re.search(r"\d{4}", row["sancimpositionstartyear"] or "")
            start, imposed = row["startyear"], int(found[0]) if found else row["startyear"]
            end = row["endyear"] or row["ongoingasofyear"]
            wanted = {row["issue1"], row["issue2"], row["issue3"]}
            spells = []
            if row["imposition"]:
                spells.append((imposed, end or imposed, [1, 0, *(int(code in wanted) for code in (3, 7, 8))]))
            if row["threat"]:
                spells.append((start, imposed if row["imposition"] else end or start, [0, 1, 0, 0, 0]))
            for sender in senders if row["targetstate"] in known else ():
                for first, last, counts in spells:
                    for year in range(first, min(last, 2005) + 1):
                        sums = told.setdefault((row["targetstate"], sender, year), [0] * 5)
                        told[row["targetstate"], sender, year] = [
                            one + two for one, two in zip(sums, counts, strict=True)
                        ]
        assert frame.rows() == [(*key, *counts) for key, counts in sorted(told.items())]
        assert frame.height == 5176

    def test_the_contract():
        frame = Sanctions().parse({TIES.name: BOOK})
        fields = {name: getattr(Sanctions, name) for name in ("key", "unit", "columns", "covers", "codes")}
        check_source(SimpleNamespace(**fields, read=lambda: frame))
        assert set(Sanctions.fills) == {field.name for field in Sanctions.columns}

    def test_known_cases():
        frame = TiesCases().parse({TIES.name: BOOK})
        assert (frame.height, frame["ties_end"].null_count(), int(frame["ties_imposition"].sum())) == (1412, 286, 845)
        assert Counter(frame["ties_target"].to_list())[1000] == 44
        dyads = Sanctions().parse({TIES.name: BOOK})
        iraq = dyads.filter((pl.col("state") == 645) & (pl.col("other") == 2) & pl.col("year").is_between(1991, 2002))
        assert iraq.height == 12
        assert int(iraq["ties_imposed"].min()) >= 1

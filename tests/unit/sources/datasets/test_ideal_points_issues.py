"""Ideal points by issue: five files side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.ideal_points_issues import ISSUES, IdealPointsIssues


def written(folder: Path) -> dict[str, Path]:
    files = {}
    for place, (name, _) in enumerate(ISSUES.values()):
        quantiles = [f"{each}{name}" for each in ("QO%", "Q5%", "Q10%", "Q50%", "Q90%", "Q95%", "Q100%")]
        header = ["", "ccode", "session", f"NVotes{name}", f"IdealPoint{name}", *quantiles, "iso3c", "Countryname"]
        path = folder / f"Idealpointestimates{name}_Apr2020.csv"
        cells = f"1,{2 + 18 * (place == 4)},25,{place},{place}.5,0,1,2,3,4,5,6,XXX,São"
        path.write_text(",".join(header) + f"\n{cells}\n", encoding="latin-1")
        files[path.name] = path
    return files


def test_issues_stand_side_by_side_and_an_issue_without_a_row_is_missing(tmp_path):
    frame = IdealPointsIssues().parse(written(tmp_path))
    assert frame.columns == ["state", "year", *(field.name for field in IdealPointsIssues.columns)]
    first, second = frame.rows()
    assert first == (2, 1970, 0.5, 1, 5, 0, 1.5, 1, 5, 1, 2.5, 1, 5, 2, 3.5, 1, 5, 3, None, None, None, None)
    assert second == (20, 1970, *[None] * 16, 4.5, 1, 5, 4)


def test_the_file_of_another_issue_is_refused(tmp_path):
    files = written(tmp_path)
    files["IdealpointestimatesHumanRights_Apr2020.csv"] = files["IdealpointestimatesImportant_Apr2020.csv"]
    with pytest.raises(DataError, match=r"lacks the columns NVotesHumanRights"):
        IdealPointsIssues().parse(files)

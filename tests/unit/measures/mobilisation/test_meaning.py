"""The sentences say what the tables hold, the unwelcome included."""

from __future__ import annotations

import polars as pl
import pytest

from corcyra.measures.mobilisation.meaning import meaning, selection_share

GAPS = pl.DataFrame(
    {
        "class": ["all", "important", "other"],
        "ally": [0.44, 0.56, 0.36],
        "other": [0.36, 0.44, 0.30],
        "assembly": [0.39, 0.48, 0.32],
        "gap": [0.08, 0.12, 0.06],
    }
)


def effects(estimate: float, se: float, triple: float = 0.01, p: float = 0.6) -> pl.DataFrame:
    names = ["fixed effects", "triple difference", "imputation, entry"]
    return pl.DataFrame(
        {
            "class": ["all", "important x other", "all"],
            "estimator": names,
            "estimate": [estimate, triple, 0.03],
            "se": [se, 0.013, 0.006],
            "low": [estimate - 2 * se, -0.02, 0.02],
            "high": [estimate + 2 * se, 0.03, 0.04],
            "p": [0.01, p, 0.01],
            "switchers": [13, 13, 13],
        }
    )


STUDY = pl.DataFrame(
    {
        "estimator": ["fixed effects"] * 3,
        "event": ["entry"] * 3,
        "first": [-6, -3, 0],
        "last": [-4, -2, 2],
        "se": [0.01, 0.01, 0.01],
        "low": [0.01, -0.01, 0.01],
        "high": [0.04, 0.02, 0.03],
    }
)
PLACEBOS = pl.DataFrame(
    {
        "placebo": ["histories", "Moldova", "China"],
        "kind": ["dates", "patron", "power"],
        "estimate": [0.0, 0.02, 0.0],
        "se": [0.016, 0.005, 0.004],
        "p": [0.127, 0.001, 0.4],
        "fails": [True, True, False],
    }
)
BOUNDS = pl.DataFrame({"check": ["breakdown factor, with sampling error"], "value": [0.16]})


def test_every_finding_has_its_sentence() -> None:
    assert meaning("Pylos", GAPS, effects(0.02, 0.005), STUDY, PLACEBOS, BOUNDS) == (
        "The contrast: allies of Pylos agree with it on 0.4400 of contested votes, other states on 0.3600, a gap of +0.0800; "
        "the allies stand above the Assembly's mean of 0.3900.",
        "Within states, becoming an ally goes with +0.0200 (SE 0.0050, 95 % +0.0100 to +0.0300), known from 13 states that "
        "changed standing. So 75% of the gap (62% to 88%) is there without a change of alliance: selection, not mobilisation.",
        "The gap is +0.0600 apart on the roll calls that the United States Department of State calls important, against the "
        "others; within states the difference is +0.0100 (SE 0.0130), which is not told apart from nought.",
        "Compared by year of switch (group-time averages, then imputation): entry +0.0300 (SE 0.0060).",
        "The same histories given to states never allied scatter with a standard deviation of 0.0160, 3.2 times the clustered "
        "error, and are as far from nought as the estimate in 12.7% of draws.",
        "Before entry agreement already differs from the year before it, in the years -6 to -4: the trends were not parallel.",
        "2 of 3 placebos fail (histories; Moldova): what is measured is not the alliance alone.",
        "The effect of entry in its first years survives differences in trend of at most 0.16 times the largest yearly one "
        "before entry.",
    )


@pytest.mark.parametrize(
    ("estimate", "se", "told"),
    [
        (0.1, 0.01, "It is larger than the gap: selection does not make the contrast."),
        (-0.02, 0.005, "It does not have the sign of the gap: all of the gap is there without a change of alliance."),
        (
            0.03,
            0.03,
            "the interval holds both nought and the whole gap, so these data cannot tell mobilisation from selection.",
        ),
        (
            0.01,
            0.01,
            "it cannot be told apart from nought. So 88% of the gap (62% to 112%) is there without a change of alliance",
        ),
    ],
)
def test_other_findings_have_other_words(estimate: float, se: float, told: str) -> None:
    assert told in meaning("Pylos", GAPS, effects(estimate, se), STUDY, PLACEBOS, BOUNDS)[1]


def test_passing_placebos_and_flat_years_before_are_said_too() -> None:
    clean = PLACEBOS.with_columns(fails=pl.lit(False))
    flat = STUDY.with_columns(low=pl.lit(-0.1))
    told = meaning("Pylos", GAPS, effects(0.02, 0.005, 0.05, 0.001), flat, clean, BOUNDS)
    assert "All 3 placebos pass." in told
    assert "Before entry no bin of years differs from the year before it." in told
    assert told[2].endswith("within states the difference is +0.0500 (SE 0.0130), which differs from nought.")


def test_an_open_bin_and_a_breakdown_at_once_have_words() -> None:
    study, bounds = STUDY.with_columns(first=pl.Series([-99, -3, 0])), BOUNDS.with_columns(value=pl.lit(0.0))
    told = meaning("Pylos", GAPS, effects(0.02, 0.005), study, PLACEBOS, bounds)
    assert "in the years up to -4: the trends were not parallel." in told[5]
    assert told[7] == (
        "The effect of entry in its first years is no larger than its sampling error, so no difference in trend is needed to "
        "undo it."
    )


def test_nothing_is_said_of_what_is_not_there() -> None:
    empty = [each.clear() for each in (GAPS, effects(0.0, 0.1), STUDY, PLACEBOS, BOUNDS)]
    assert meaning("Pylos", *empty) == (
        "No state is seen both as an ally of Pylos and not, so nothing can be said about what the alliance does to its votes.",
        "No placebo could be run.",
    )


def test_the_share_that_is_selection() -> None:
    assert selection_share(0.08, 0.02) == pytest.approx(0.75)
    assert selection_share(-0.08, 0.02) is None
    assert selection_share(0.0, 0.02) is None

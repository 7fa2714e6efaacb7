"""The sentences say what the tables hold, the unwelcome included."""

from __future__ import annotations

import polars as pl
import pytest

from corcyra.measures.mobilisation.meaning import failing, meaning, selection_share, verdict

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
    names = [
        "fixed effects",
        "triple difference",
        "imputation, entry",
        "entropy balance, entry",
        "position balance, entry",
    ]
    return pl.DataFrame(
        {
            "class": ["all", "important x other", "all", "all", "all"],
            "estimator": names,
            "estimate": [estimate, triple, 0.03, None, -0.01],
            "se": [se, 0.013, 0.006, None, 0.007],
            "low": [estimate - 2 * se, -0.02, 0.02, None, -0.02],
            "high": [estimate + 2 * se, 0.03, 0.04, None, 0.0],
            "p": [0.01, p, 0.01, None, 0.2],
            "switchers": [13] * 5,
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
    assert meaning("United States of America", GAPS, effects(0.02, 0.005), STUDY, PLACEBOS, BOUNDS) == (
        "The contrast: on contested roll calls the mean agreement with the United States is 0.4400 among its allies and 0.3600 among other "
        "states (1 is the same vote, 0 the opposite one). The gap is +0.0800; the allies stand above the Assembly's mean of 0.3900.",
        "Within states, being an ally goes with a change of +0.0200 (SE 0.0050, 95 % +0.0100 to +0.0300), known from 13 states that "
        "changed standing. Even if all of it is the alliance's doing, 75 % of the gap (95 %: 62 % to 88 %) is there without a change of "
        "alliance: selection, not mobilisation, if the alliance does to lasting allies what it did to these 13.",
        "On roll calls that the United States Department of State calls important, the gap is 0.0600 larger than on the others; within "
        "states, being an ally goes with 0.0100 more agreement there than on the others (SE 0.0130), which cannot be told apart from zero.",
        "Compared by year of switch, by group-time averages and by imputation, the change is on entry +0.0300 (SE 0.0060).",
        "Against states of the same regions that had stood as far from the United States the year before, the change is on entry −0.0100 "
        "(SE 0.0070), which cannot be told apart from zero. No weights make other states like the switchers in all covariates at once.",
        "The same histories given to states that were never allied give estimates with a standard deviation of 0.0160, 3.2 times the "
        "clustered error; 12.7 % of them are as far from zero as the true one.",
        "Before entry, agreement already differs from that of the last year before it (years counted from entry: −6 to −4): the trends were "
        "not parallel.",
        "2 of 3 placebos fail (histories; Moldova): what is measured is not the alliance alone.",
        "The group-time effect of entry in its first three years survives yearly differences in trend of at most 0.16 times the largest one "
        "before entry.",
    )


@pytest.mark.parametrize(
    ("estimate", "se", "told"),
    [
        (0.1, 0.01, "It is larger than the gap, so selection does not make the contrast."),
        (-0.02, 0.005, "It does not have the sign of the gap: all of the gap is there without a change of alliance."),
        (
            0.03,
            0.03,
            "the interval holds both zero and the whole gap, so these data cannot tell mobilisation from selection.",
        ),
        (
            0.01,
            0.01,
            "it cannot be told apart from zero. Even if all of it is the alliance's doing, 88 % of the gap (95 %: 62 % to all) is there",
        ),
    ],
)
def test_other_findings_have_other_words(estimate: float, se: float, told: str) -> None:
    assert told in meaning("Pylos", GAPS, effects(estimate, se), STUDY, PLACEBOS, BOUNDS)[1]


@pytest.mark.parametrize(("allies", "words"), [(1, "With one ally"), (4, "With 4 allies")])
def test_the_contrast_of_a_few_allies_is_warned_of(allies: int, words: str) -> None:
    told = meaning("Pylos", GAPS.with_columns(allies=pl.lit(allies)), effects(0.02, 0.005), STUDY, PLACEBOS, BOUNDS)[0]
    assert told.endswith(
        f" {words} the interval of the gap is far too narrow (Conley and Taber 2011): it describes, and no more."
    )
    enough = meaning("Pylos", GAPS.with_columns(allies=pl.lit(5)), effects(0.02, 0.005), STUDY, PLACEBOS, BOUNDS)[0]
    assert enough.endswith("the allies stand above the Assembly's mean of 0.3900.")


@pytest.mark.parametrize(("moved", "words"), [(1, "With one state"), (4, "With 4 states")])
def test_few_switchers_are_warned_of(moved: int, words: str) -> None:
    few = effects(0.02, 0.005).with_columns(switchers=pl.lit(moved))
    told = meaning("Pylos", GAPS, few, STUDY, PLACEBOS, BOUNDS)
    assert told[2] == (
        f"{words} that changed standing the standard errors of every estimator are far too small (Conley and Taber 2011): what follows "
        "describes these cases, and only the histories given to other states say how unusual they are."
    )
    assert f"+0.0300 (SE 0.0060), from {words[5:]} only." in told[4]
    enough = meaning("Pylos", GAPS, few.with_columns(switchers=pl.lit(5)), STUDY, PLACEBOS, BOUNDS)
    assert len(enough) == len(told) - 1


def test_passing_placebos_and_flat_years_before_are_said_too() -> None:
    clean = PLACEBOS.with_columns(fails=pl.Series([False, None, False]))
    flat = pl.concat([STUDY, STUDY.with_columns(event=pl.lit("exit"))]).with_columns(low=pl.lit(-0.1))
    told = meaning("Pylos", GAPS, effects(0.02, 0.005, -0.05, 0.001), flat, clean, BOUNDS)
    assert verdict(clean) == "All 2 placebos that can be judged pass. 1 more is not judged."
    assert verdict(clean) in told
    for words in ("entry", "leaving"):
        assert f"Before {words}, agreement in no span of years differs from that of the last year before it." in told
    assert told[2].endswith(
        "goes with 0.0500 less agreement there than on the others (SE 0.0130), which differs from zero."
    )


def test_one_failing_placebo_and_one_alone_have_their_grammar() -> None:
    one = PLACEBOS.with_columns(fails=pl.Series([None, True, None]))
    assert (
        verdict(one)
        == "1 of 1 placebos fails (Moldova): what is measured is not the alliance alone. 2 more are not judged."
    )
    assert failing(one) == ("Moldova",)
    assert verdict(PLACEBOS.tail(1)) == "The only placebo passes."
    assert failing(PLACEBOS.tail(1)) == ()


def test_an_open_bin_and_a_breakdown_at_once_have_words() -> None:
    study, bounds = STUDY.with_columns(first=pl.Series([-99, -3, 0])), BOUNDS.with_columns(value=pl.lit(0.0))
    told = meaning("Pylos", GAPS, effects(0.02, 0.005), study, PLACEBOS, bounds)
    assert "(years counted from entry: up to −4): the trends were not parallel." in told[6]
    assert told[8] == (
        "The group-time effect of entry in its first three years is no larger than its sampling error, so no difference in trend is needed "
        "to undo it."
    )


def test_nothing_is_said_of_what_is_not_there() -> None:
    empty = [each.clear() for each in (GAPS, effects(0.0, 0.1), STUDY, PLACEBOS, BOUNDS)]
    assert meaning("United Kingdom", *empty) == (
        "No state is seen both as an ally of the United Kingdom and not as one, so nothing can be said about what the alliance does to votes.",
        "No placebo could be judged.",
    )


def test_the_share_that_is_selection() -> None:
    assert selection_share(0.08, 0.02) == pytest.approx(0.75)
    assert selection_share(-0.08, 0.02) is None
    assert selection_share(0.0, 0.02) is None

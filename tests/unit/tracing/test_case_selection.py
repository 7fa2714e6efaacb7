"""Roles over tables worked by hand and against naive twins."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError, MissingColumn, ParameterError, UnknownName
from corcyra.tracing.case_design import Design
from corcyra.tracing.case_selection import ROLES, roles, select, survey

PLAN = Design(("state",), "y", "x", ("z",))


def random_table(seed: int, n: int = 25) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    x, z, w = rng.integers(0, 2, n), rng.normal(size=n), rng.normal(size=n)
    y = (0.8 * x + 0.5 * z + rng.normal(size=n) > 0.4).astype(int)
    return pl.DataFrame(
        {
            "state": [f"s{at:02}" for at in range(n)],
            "y": y,
            "x": x,
            "z": z,
            "w": w,
            "score": 2 * x + z + rng.normal(size=n),
        }
    )


def test_typical_deviant_and_influential_by_refitting() -> None:
    table, plan = random_table(1), Design(("state",), "score", "x", ("z", "w"))
    design = np.column_stack([np.ones(25), table["x"], table["z"], table["w"]])
    y = table["score"].to_numpy()
    whole = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    apart, moved = [], []
    for at in range(25):
        rest = np.delete(np.arange(25), at)
        beta = np.linalg.lstsq(design[rest], y[rest], rcond=None)[0]
        error = y[rest] - design[rest] @ beta
        root = np.sqrt(
            error @ error / 20 * (1 + design[at] @ np.linalg.inv(design[rest].T @ design[rest]) @ design[at])
        )
        apart.append(abs(y[at] - design[at] @ beta) / root)
        moved.append(((design @ beta - whole) ** 2).sum())
    names = table["state"].to_list()
    assert select(table, plan, "typical", 3).names == tuple(names[at] for at in np.argsort(apart)[:3])
    assert select(table, plan, "deviant", 3).names == tuple(names[at] for at in np.argsort(apart)[::-1][:3])
    assert select(table, plan, "influential", 3).names == tuple(names[at] for at in np.argsort(moved)[::-1][:3])


def test_pathway_by_hand() -> None:
    # z is flat in y; x alone explains D and H. E is high without x: not on the pathway.
    table = pl.DataFrame(
        {
            "state": list("ABCDEFGH"),
            "y": [0, 0, 0, 4, 3, 0, 0, 4],
            "x": [0, 0, 0, 1, 0, 0, 0, 1],
            "z": [1, 2, 3, 1, 2, 3, 1, 2],
        }
    )
    found = select(table, PLAN, "pathway", 8)
    assert set(found.names[:2]) == {"D", "H"}
    assert "E" not in found.names


@pytest.mark.parametrize("direction", [1, -1])
def test_the_pathway_is_where_the_cause_pulls_the_right_way(direction: int) -> None:
    table = random_table(10)
    y, x, z = (table[name].to_numpy().astype(float) for name in ("score", "x", "z"))
    one = np.ones(25)
    full, less = np.column_stack([one, x, z]), np.column_stack([one, z])
    r, r0 = (y - m @ np.linalg.lstsq(m, y, rcond=None)[0] for m in (full, less))
    gain = np.abs(r0) - np.abs(r)
    fits = [at for at in range(25) if gain[at] > 0 and np.sign(r0[at]) == direction * np.sign(x[at] - x.mean())]
    found = select(table, Design(("state",), "score", "x", ("z",), direction=direction), "pathway", 25)
    assert found.names == tuple(f"s{at:02}" for at in sorted(fits, key=lambda at: -gain[at]))
    assert [each.numbers["gain"] for each in found.chosen] == pytest.approx(sorted(gain[fits], reverse=True))


def test_ties_are_told_and_ranked_alike() -> None:
    table = pl.DataFrame({"state": list("ABCD"), "y": [0, 1, 0, 1], "x": [0.0, 3.0, 3.0, 6.0], "z": [0.0] * 4})
    found = select(table, PLAN, "extreme", 2)
    assert [(each.case, each.rank, each.tied) for each in found.chosen] == [("A", 1, ("D",)), ("D", 1, ("A",))]


def test_missing_data_are_named_and_the_case_left_out() -> None:
    table = pl.DataFrame(
        {"state": list("ABCD"), "y": [0, 1, None, 1], "x": [0.0, 3.0, 3.0, float("nan")], "z": [0.0] * 4}
    )
    found = select(table, PLAN, "extreme", 1)
    assert found.left_out == (("C", ("y",)), ("D", ("x",)))
    assert str(found) == (
        "extreme: furthest from the mean of x\n  1. A: far below the mean of x (standard deviations -0.707, x 0, y 0); tied with B\n"
        "  left out: C (no y), D (no x)"
    )


def test_diverse_covers_every_combination() -> None:
    table = random_table(2)
    found = select(table, PLAN, "diverse", 9)
    cells = {(row["x"], row["y"]) for row in table.filter(pl.col("state").is_in(found.names)).to_dicts()}
    assert cells == set(table.select("x", "y").unique().rows())
    assert len(found.chosen) == len(cells)
    assert select(table, PLAN, "diverse", 1).notes == (f"{len(cells) - 1} more combinations occur",)


def test_the_least_likely_case_by_the_logit_of_the_rivals() -> None:
    from corcyra.tracing.regress import fit

    table = random_table(3, 40)
    y, x, z = (table[name].to_numpy().astype(float) for name in "yxz")
    chance = fit(y, z[:, None], ["z"], "logit").fitted
    happened = np.where(y == 1, chance, 1 - chance)
    hard = -np.log(happened / (1 - happened))
    order = sorted(np.flatnonzero(x == 1), key=lambda at: -hard[at])[:3]
    found = select(table, PLAN, "least-likely", 3)
    assert found.names == tuple(f"s{at:02}" for at in order)
    assert found.chosen[0].numbers["hard"] == pytest.approx(hard[order[0]], rel=1e-6)


def test_the_most_likely_case_needs_the_threshold() -> None:
    table = random_table(4)
    found = select(table, PLAN, "most-likely")
    assert found.chosen == ()
    share = table.filter(pl.col("x") == 1)["y"].mean()
    assert found.notes[-1] == f"no case reaches 0.9: with x present the largest P is {share:.3f}"
    assert str(found).splitlines()[1] == "  no case"


def test_of_several_rivals_the_one_that_expected_it_most_counts() -> None:
    table = pl.DataFrame({"state": list("AB"), "y": [1, 0], "x": [1, 1], "p": [0.2, 0.3], "q": [0.4, 0.9]})
    found = select(table, Design(("state",), "y", "x", (), p_rivals=("p", "q")), "least-likely")
    assert {each.case: each.numbers["P by the rivals"] for each in found.chosen} == pytest.approx({"A": 0.4, "B": 0.7})
    assert found.chosen[1].why == "no hard case: the rivals expect what happened, it did not happen"


def test_the_rule_of_exclusion_goes_before_the_rule_of_inclusion() -> None:
    table = pl.DataFrame(
        {
            "state": list("ABCDE"),
            "y": [1, 0, 0, 0, 0],
            "x": [1, 1, 1, 0, 0],
            "w": [0, 1, 0, 0, 1],
            "e": [1, 1, 0, 0, 0],
            "z": [0, 0, 1, 2, 5],
        }
    )
    found = select(table, Design(("state",), "y", "x", ("z",), causes=("x", "w"), eliminatory=("e",)), "negative")
    assert found.names == ("C", "E")
    assert found.notes == ("excluded, since impossible: B (e)", "irrelevant, since no cause is present: D")
    assert [each.numbers["causes present"] for each in found.chosen] == [1.0, 1.0]


@pytest.mark.parametrize("role", ["most-similar", "most-different"])
@pytest.mark.parametrize("seed", [5, 6])
def test_pairs_are_the_best_of_all(role: str, seed: int) -> None:
    table = random_table(seed)
    z = np.column_stack([table["z"], table["w"]])
    inverse = np.linalg.inv(np.cov(z, rowvar=False))
    x, y, names = table["x"].to_list(), table["y"].to_list(), table["state"].to_list()
    every = []
    for i, j in itertools.combinations(range(25), 2):
        admitted = x[i] != x[j] if role == "most-similar" else x[i] == x[j] == 1 and y[i] == y[j]
        if admitted:
            every.append((np.sqrt((z[i] - z[j]) @ inverse @ (z[i] - z[j])), f"{names[i]} / {names[j]}"))
    every.sort(reverse=role == "most-different")
    found = select(table, Design(("state",), "y", "x", ("z", "w")), role, 4)
    assert found.names == tuple(name for _, name in every[:4])
    assert [each.numbers["distance"] for each in found.chosen] == pytest.approx([distance for distance, _ in every[:4]])


def test_a_pair_can_be_asked_to_be_of_two_states() -> None:
    table = pl.DataFrame(
        {"state": ["A", "A", "B"], "year": [1, 2, 1], "y": [0, 1, 0], "x": [0, 1, 0], "z": [1.0, 1.1, 5.0]}
    )
    plan = Design(("state", "year"), "y", "x", ("z",))
    assert select(table, plan, "most-similar", 1).names == ("A 1 / A 2",)
    assert select(table, Design(("state", "year"), "y", "x", ("z",), apart="state"), "most-similar").names == (
        "A 2 / B 1",
    )


def test_rivals_that_say_the_same_count_once() -> None:
    table = random_table(7).with_columns(twice=pl.col("z") * 2)
    one = select(table, PLAN, "most-similar", 3)
    two = select(table, Design(("state",), "y", "x", ("z", "twice")), "most-similar", 3)
    assert one.names == two.names
    assert two.notes == ("some rivals are constant or made up of others: they count once in the distance",)


def test_a_survey_has_every_role_and_says_why_one_cannot_be_filled() -> None:
    found = survey(random_table(8), Design(("state",), "score", "x", ("z",)))
    assert tuple(found) == ROLES
    assert found["most-likely"].notes == (
        "score is not coded as 0 and 1, and most-likely, least-likely and negative cases need that. Code it so.",
    )
    assert found["deviant"].chosen


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y": "who"}, "the table has no column 'y'. It has state, x, z, who."),
        ({"state": "states"}, "the table has no column 'state'. Nearest: states. It has states, y, x, z."),
    ],
)
def test_columns_that_are_not_there_are_named(change: dict[str, str], message: str) -> None:
    table = pl.DataFrame({"state": ["A"], "y": [1], "x": [1], "z": [1]}).rename(change)
    table = table.select(
        [*(each for each in table.columns if each != "who"), *(each for each in table.columns if each == "who")]
    )
    with pytest.raises(MissingColumn) as error:
        select(table, PLAN, "extreme")
    assert str(error.value) == message


def test_tables_that_cannot_be_used_are_refused() -> None:
    good = pl.DataFrame({"state": ["A", "B"], "y": [1, 0], "x": [1, 0], "z": [1, 0]})
    with pytest.raises(
        DataError, match=r"^the case A stands twice\. Name the columns that tell cases apart in unit\.$"
    ):
        select(good.with_columns(state=pl.lit("A")), PLAN, "extreme")
    with pytest.raises(DataError, match=r"^x is a column of String, not of numbers\. Code it as numbers first\.$"):
        select(good.with_columns(x=pl.lit("high")), PLAN, "extreme")
    with pytest.raises(DataError, match=r"^a case has no name: state must be filled in every row\.$"):
        select(good.with_columns(state=pl.lit(None, dtype=pl.String)), PLAN, "extreme")
    with pytest.raises(
        DataError, match=r"^no case has all of y and x\. Find the missing data, or choose other columns\.$"
    ):
        select(good.with_columns(x=pl.lit(None, dtype=pl.Float64)), PLAN, "extreme")
    with pytest.raises(DataError, match=r"^p is to give probabilities, but has values outside 0-1\.$"):
        select(good.with_columns(p=pl.lit(2.0)), Design(("state",), "y", "x", ("z",), p_theory="p"), "most-likely")
    with pytest.raises(UnknownName, match=r"^unknown role 'odd'\. Nearest: typical, deviant, "):
        select(good, PLAN, "odd")
    with pytest.raises(ParameterError, match=r"^n is 0: at least one case must be wanted\.$"):
        select(good, PLAN, "extreme", 0)
    with pytest.raises(ParameterError, match=r"^pairs are compared on the rivals, and the design has none\. "):
        select(good, Design(("state",), "y", "x", ()), "most-similar")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"model": "probit"}, "unknown model 'probit'. Use one of auto, ols, logit."),
        ({"unit": ()}, "a design needs the columns that name a case, such as ('state', 'year')."),
        ({"direction": 2}, "direction is 2: it must be 1 where the cause is to raise the outcome, or -1."),
        ({"threshold": 1.0}, "threshold is 1.0: a probability between 0 and 1 is wanted, such as 0.9."),
        ({"rivals": ("x",)}, "x has two parts in the design. A column is the outcome, the cause or a rival."),
    ],
)
def test_designs_that_cannot_be_are_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        Design(**{"unit": ("state",), "outcome": "y", "cause": "x", "rivals": ("z",), **settings})  # type: ignore[arg-type]
    assert str(error.value) == message


def test_the_three_roles_of_a_comparison_print_their_first_cases() -> None:
    told = str(roles(random_table(9), PLAN))
    assert told.splitlines()[0] == "crucial case: none"
    assert "hard case: s" in told
    assert "negative case: s" in told

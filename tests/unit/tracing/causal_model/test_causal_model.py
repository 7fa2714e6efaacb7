from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.errors import CorcyraError, ParameterError
from corcyra.tracing.causal_model.model import CausalModel, causal_model
from corcyra.tracing.causal_model.statements import (
    complements,
    decreasing,
    effect,
    increasing,
    interacts,
    non_decreasing,
    non_increasing,
    substitutes,
)

XY = causal_model("X -> Y")
IV = causal_model("Z -> X -> Y; X <-> Y")
TWO = causal_model("A -> Y <- B")


def test_a_model_has_types_parameters_and_sets() -> None:
    assert repr(XY) == "CausalModel(X -> Y: 8 causal types, 6 parameters)"
    assert XY.parents == {"X": (), "Y": ("X",)}
    assert XY.nodal_types == {"X": ("X0", "X1"), "Y": ("Y00", "Y10", "Y01", "Y11")}
    assert causal_model("A -> Y <- B").causal_type_count == 64
    assert IV.table("parameters")["name"].to_list()[6:11] == ["Y.00|X.00", "Y.10|X.00", "Y.01|X.00", "Y.11|X.00", "Y.00|X.10"]
    three = causal_model("A -> B -> C; A <-> B; B <-> C; A <-> C").table("parameters")
    assert three.filter(node="C")["set"].unique(maintain_order=True).to_list()[:3] == ["C|A.0,B.00", "C|A.0,B.10", "C|A.0,B.01"]


@pytest.mark.parametrize(
    ("statement", "free"),
    [
        ("X -> Y; X <-> Y", 7), ("X -> M -> Y <- X; M <-> Y", 64), ("X -> M -> Y <- X; X <-> M; M <-> Y", 67),
        ("X -> M -> Y <- X; X <-> M; M <-> Y; X <-> Y", 127), ("A -> C <- B; A <-> C; B <-> C", 62), ("A -> C <- B; A <-> B", 18),
        ("A <- C -> B; A <-> C; B <-> C", 13),
    ],
)  # fmt: skip
def test_confounding_frees_as_many_parameters_as_in_causalqueries(statement: str, free: int) -> None:
    """The degrees of freedom that the R package's own tests state: the later node's types given the earlier partners', no more."""
    model = causal_model(statement)
    assert model.layout.size - len(model.parameter_sets) == free


@pytest.mark.parametrize(
    ("model", "statement", "gone"),
    [
        (XY, decreasing("X", "Y"), {"10"}), (XY, increasing("X", "Y"), {"01"}), (XY, non_decreasing("X", "Y"), {"00", "01", "11"}),
        (XY, non_increasing("X", "Y"), {"00", "10", "11"}), (XY, "Y == 1", {"10", "01", "11"}), (XY, "X == 0", {"0"}),
    ],
)  # fmt: skip
def test_statements_rule_types_out(model: CausalModel, statement: str, gone: set[str]) -> None:
    node = statement[0]
    left = model.restrict(statement).nodal_types[node]
    assert {each.removeprefix(node) for each in set(model.nodal_types[node]) - set(left)} == gone
    assert len(model.restrict(statement, keep=True).nodal_types[node]) == len(gone)


def test_interactions_among_sixteen_types() -> None:
    """By hand: digits y00 y10 y01 y11; the difference in differences (y11 - y01) - (y10 - y00)."""
    signs = {f"{a}{b}{c}{d}": (d - c) - (b - a) for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1)}
    for make, wanted in ((interacts, (-2, -1, 1, 2)), (complements, (1, 2)), (substitutes, (-2, -1))):
        left = TWO.restrict(make("A", "B", "Y"), keep=True).nodal_types["Y"]
        assert {each[1:] for each in left} == {kind for kind, value in signs.items() if value in wanted}
    assert TWO.query(effect("A", "Y"), using="parameters").mean == 0


def test_open_parents_take_any_or_all_values() -> None:
    some, every = (len(TWO.restrict(decreasing("A", "Y"), join=join).nodal_types["Y"]) for join in ("any", "all"))
    assert (some, every) == (9, 15)
    assert len(TWO.restrict("Y[A=1, B=0] < Y[A=0, B=0]").nodal_types["Y"]) == 12


def test_restrictions_cut_every_block_and_add_up() -> None:
    cut = IV.restrict("X[Z=1] < X[Z=0]", labels={"Y": "?0"})
    assert cut.nodal_types["X"] == ("X00", "X01", "X11")
    assert cut.alphas["Y"].shape == (3, 2)
    assert cut.layout.size == 2 + 3 + 6
    within = IV.restrict(labels=["Y10", "Y11"], given="X.01")
    assert within.nodal_types["Y"] == IV.nodal_types["Y"]
    assert within.query("Y[X=0] == 1", "X[Z=1] > X[Z=0]", using="parameters").mean == 0
    assert within.query("Y[X=0] == 1", "X == 0 & X[Z=1] == 0", using="parameters").mean == pytest.approx(0.5)
    assert within.query("Y[X=0] == 1", "X[Z=1] > X[Z=0]").mean == 0


def test_confounding_can_be_added_later_in_any_order() -> None:
    early, late = causal_model("X -> M -> Y; X <-> Y; M <-> Y"), causal_model("X -> M -> Y").confound("Y <-> M", "X <-> Y")
    assert early.graph == late.graph
    assert early.parameter_sets == late.parameter_sets
    told = causal_model("X -> Y").priors(4, labels="Y01").confound("X <-> Y")
    assert told.alphas["Y"].tolist() == [[1, 1, 4, 1]] * 2


def test_priors_are_set_by_word_number_table_and_condition() -> None:
    assert set(XY.priors("jeffreys").prior_vector) == {0.5}
    assert XY.priors("jeffreys").priors("uniform").prior_vector.tolist() == [1] * 6
    assert XY.priors([1, 2, 3, 4, 5, 6]).prior_vector.tolist() == [1, 2, 3, 4, 5, 6]
    assert IV.priors(5, node="Y", given="X.01", labels="Y01").alphas["Y"].tolist() == [[1] * 4, [1] * 4, [1, 1, 5, 1], [1] * 4]
    assert XY.priors([2, 3], node="X").priors([5, 6], statement="Y[X=1] == 1").prior_vector.tolist() == [2, 3, 1, 1, 5, 6]
    assert XY.priors("certainty", node="X").prior_vector.tolist() == [10_000, 10_000, 1, 1, 1, 1]
    assert XY.parameters([0.6, 0.2], labels=["Y01", "Y11"]).vector == pytest.approx([0.5, 0.5, 0.1, 0.1, 0.6, 0.2])
    assert XY.priors(0.25, node="X").prior_vector.tolist() == [0.25, 0.25, 1, 1, 1, 1]
    assert XY.priors({"Y.10": 2}).restrict(labels="Y11").priors("jeffreys").prior_vector.tolist() == [0.5] * 5


def test_values_are_set_by_table_number_and_normalised() -> None:
    assert XY.parameters([1, 2, 3, 4, 5, 6], normalise=True).vector == pytest.approx(np.array([6, 12, 3, 4, 5, 6]) / 18)
    assert XY.parameters(0.4, labels="Y01").values["Y"] == pytest.approx([0.2, 0.2, 0.4, 0.2])
    assert XY.parameters({"Y.00": 0.1, "Y.10": 0.2, "Y.01": 0.3, "Y.11": 0.4}).values["Y"] == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert XY.priors([1, 3, 1, 1, 2, 4]).parameters("mean").vector == pytest.approx([0.25, 0.75, 0.125, 0.125, 0.25, 0.5])
    assert XY.parameters({"X.0": 0.9}).parameters("uniform").vector.tolist() == XY.vector.tolist()


def test_even_parameters_one_to_six_have_an_effect_of_one_eighteenth() -> None:
    """By hand: the shares of Y are 3, 4, 5, 6 of 18, so the effect is (5 - 4) / 18."""
    assert XY.parameters([1, 2, 3, 4, 5, 6], normalise=True).query(effect("X", "Y"), using="parameters").mean == pytest.approx(1 / 18)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda: XY.restrict("Y[X=1] < Y[X=0]").restrict("Y[X=1] < Y[X=0]", keep=True),
            "the restriction leaves Y without any nodal type. It contradicts an earlier one, or rules out everything; drop one of them, "
            "or say keep=True if these types are the ones to keep.",
        ),
        (lambda: XY.restrict(), "nothing to restrict was given. Give a statement such as 'Y[X=1] < Y[X=0]', or labels such as ['Y10']."),
        (lambda: XY.restrict("Y[X=1] - Y[X=0]"), "the statement 'Y[X=1] - Y[X=0]' is a quantity; wanted something true or false, such as 'Y[X=1] < Y[X=0]'."),
        (
            lambda: XY.restrict("Y[X=1] == X"),
            "the statement 'Y[X=1] == X' speaks of X and Y; wanted a statement on the types of one node, such as 'Y[X=1] < Y[X=0]'. "
            "Restrict each node by a statement of its own.",
        ),
        (
            lambda: IV.restrict("Y[Z=1] > Y[Z=0]"),
            "the statement 'Y[Z=1] > Y[Z=0]' sets Z, which is no parent of Y (its parents: X). A statement on nodal types sets parents only.",
        ),
        (lambda: IV.restrict("Y[X=X] == 1"), "the statement 'Y[X=X] == 1' sets X to a node; on nodal types it is set to 0, 1 or a dot."),
        (lambda: XY.restrict(labels=["Y012"]), "unknown nodal type 'Y012'. Nearest: X1, Y11. Use one of these."),
        (lambda: XY.restrict(labels={"Y": "0101"}), "unknown nodal type 'Y0101'. Nearest: Y00, Y10, Y01, Y11. Use one of these."),
        (lambda: XY.restrict(labels={"Q": "0"}), "unknown node 'Q'. Nearest: X, Y. Use one of these."),
        (
            lambda: XY.restrict(labels="Y01", given="X.1"),
            "Y has no parameters given 'X.1'; its conditions: none, for it is not confounded with an earlier node.",
        ),
        (lambda: XY.restrict("Y == 1", join="each"), "join is 'each'; wanted 'any' or 'all'."),
        (lambda: XY.priors(0), "the prior of X.0 is 0; wanted a number above 0. To rule a type out, use restrict."),
        (lambda: XY.priors("flat"), "the prior 'flat' was given; wanted a number, 'uniform', 'jeffreys', 'certainty', a number for every parameter, or a table by name."),
        (lambda: XY.priors([1, 2]), "2 priors were given for 6 parameters. Give one each, in the order of model.table('parameters')."),
        (
            lambda: XY.priors([1, 2, 3], node="X"),
            "3 priors were given and meant are 2 parameters. Give one each, in the order of model.table('parameters').",
        ),
        (lambda: XY.priors({"Y.12": 2}), "unknown parameter 'Y.12'. Nearest: Y.11, Y.10, Y.01. Look at model.table('parameters')."),
        (
            lambda: XY.priors({"Y.01": 2}, node="Y"),
            "a table of priors names its parameters itself; leave out node, labels, statement and given, or give numbers.",
        ),
        (
            lambda: XY.priors(2, node="X", labels="Y01"),
            "no parameter of the model is meant by these conditions together. Look at model.table('parameters').",
        ),
        (
            lambda: XY.parameters({"Y.01": 0.7, "Y.10": 0.7}),
            "the values given for Y do not leave a distribution: they add to 1.4; wanted 1. Say normalise=True to scale them.",
        ),
        (lambda: XY.parameters({"Y.01": -0.7}), "a value of Y is negative or no number; wanted probabilities from 0 to 1."),
        (lambda: XY.parameters(0, node="X", normalise=True), "the values of a set of X are all 0; wanted at least one above 0."),
        (lambda: XY.confound("X -> Y"), "the confounding 'X -> Y' was given; wanted double arrows alone, such as 'X <-> Y'."),
        (lambda: XY.confound("X <-> Q"), "the confounding 'X <-> Q' names Q; wanted nodes of the model: X, Y."),
        (lambda: XY.table("types"), "unknown table of a causal model 'types'. Nearest: " + ", ".join(
            ("ambiguity", "causal_types", "confounding", "events", "interpretation", "nodal_types", "nodes", "parameter_matrix", "parameters")
        ) + ". Use one of these."),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(act: Any, message: str) -> None:
    with pytest.raises(CorcyraError) as caught:
        act()
    assert str(caught.value) == message


def test_a_model_of_wrong_blocks_cannot_be_built() -> None:
    with pytest.raises(ParameterError, match=r"the priors or values of Y are not \(4,\) numbers of at least 0"):
        CausalModel(XY.graph, XY.kept, {**XY.alphas, "Y": np.ones(3)}, XY.values)


def test_tables_show_what_is_inside() -> None:
    assert IV.table("nodes").row(2) == ("Y", "X", "X", 4)
    assert IV.table("confounding").rows() == [("X", "Y")]
    assert XY.table("interpretation").rows() == [("X", 1, "X itself"), ("Y", 1, "Y when X = 0"), ("Y", 2, "Y when X = 1")]
    types = XY.table("causal_types")
    assert types.columns == ["type", "X", "Y", "chance"]
    assert types.row(6) == ("X1.Y01", 1, 1, 0.125)
    matrix = XY.table("parameter_matrix")
    assert matrix.select(pl.sum_horizontal(pl.exclude("name"))).to_series().to_list() == [4, 4, 2, 2, 2, 2]
    assert XY.table("ambiguity").row(6) == ("X1.Y01", 0, 0, 0, 1)
    events = XY.parameters({"X.1": 0.2, "Y.01": 0.7}).table("events")
    assert events["event"].to_list() == ["X0Y0", "X0Y1", "X1Y0", "X1Y1"]
    assert events["chance"].to_list() == pytest.approx([0.64, 0.16, 0.04, 0.16])
    assert XY.restrict(labels="Y01", keep=True).table("events")["event"].to_list() == ["X0Y0", "X1Y1"]

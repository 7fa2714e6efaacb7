from __future__ import annotations

import numpy as np
import pytest

from corcyra.errors import ParameterError, UnknownName
from corcyra.tracing.causal_model.grammar import parse
from corcyra.tracing.causal_model.model import causal_model
from corcyra.tracing.causal_model.query import ask


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("Y[X=2]", "the query 'Y[X=2]', character 5: found 2, wanted 0, 1, . or a node."),
        ("Y[X=1", "the query 'Y[X=1', character 6: found the end, wanted , or ]."),
        ("Y[X 1]", "the query 'Y[X 1]', character 5: found 1, wanted = and the value that the node is set to."),
        ("Y[1=X]", "the query 'Y[1=X]', character 3: found 1, wanted the node that is set."),
        ("Y[X=1, X=0]", "the query 'Y[X=1, X=0]', character 8: found X, wanted each node once in brackets."),
        ("Q == 1", "the query 'Q == 1', character 1: found Q, wanted one of the nodes X, M, Y."),
        ("Y[Q=1]", "the query 'Y[Q=1]', character 3: found Q, wanted one of the nodes X, M, Y."),
        ("Y = 1", "the query 'Y = 1', character 3: found =, wanted == (one = stands only inside brackets)."),
        ("Y == 1 X", "the query 'Y == 1 X', character 8: found X, wanted a sign such as ==, & or -, or the end."),
        ("(Y == 1", "the query '(Y == 1', character 8: found the end, wanted a closing parenthesis."),
        ("Y >", "the query 'Y >', character 4: found the end, wanted a node, a number or (."),
        ("", "the query '', character 1: found the end, wanted a node, a number or (."),
        ("Y ? X", "the query 'Y ? X', character 3: found ?, wanted a node, a number, a sign such as == or &, or a parenthesis."),
        ("X < M < Y", "the query 'X < M < Y', character 7: found <, wanted one comparison at a time, joined by & where there are more."),
        ("(Y - X) & M == 1", "the query '(Y - X) & M == 1' uses & on a quantity; wanted a statement that is true or false, such as Y == 1."),
        ("!(Y - X)", "the query '!(Y - X)' uses ! on a quantity; wanted a statement that is true or false, such as Y == 1."),
        (
            "Y[X=1, M=.] - Y[X=0, M=.]",
            "the query 'Y[X=1, M=.] - Y[X=0, M=.]' has a wildcard (.) in a quantity; wanted in a statement that is true or false. "
            "Put the comparison in the same parentheses as the wildcard.",
        ),
        ("Y == 1 :|: Y - X", "the condition 'Y - X' is a quantity; wanted something true or false, such as 'X == 1'."),
        ("__import__('os')", "the query \"__import__('os')\", character 1: found _, wanted a node, a number, a sign such as == or &, or a parenthesis."),
    ],
)
def test_queries_that_cannot_be_read_say_where(query: str, message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        causal_model("X -> M -> Y; X -> Y").query(query)
    assert str(caught.value) == message


def point(statement: str, query: str, given: str | None = None, **values: float) -> float:
    model = causal_model(statement).parameters({name.replace("_", ".", 1): value for name, value in values.items()}, normalise=bool(values))
    return model.query(query, given, using="parameters").mean


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Y[X=1] == Y[X=0]", 0.5), ("Y[X=1] > Y[X=0] | Y[X=1] < Y[X=0]", 0.5), ("!(Y[X=1] == Y[X=0])", 0.5), ("! Y[X=1] == 1", 0.5),
        ("2 * Y[X=1] + 0.5", 1.5), ("-Y[X=1]", -0.5), ("(Y[X=1] - Y[X=0]) * (Y[X=1] - Y[X=0])", 0.5), ("TRUE", 1.0), ("FALSE", 0.0),
        ("Y[X=1] >= Y[X=0]", 0.75), ("Y[X=1] <= Y[X=0] && X == 1", 0.375), ("Y[X=1] != Y", 0.25), ("Y[X=X]  == Y", 1.0), ("Y[X=.] == 1", 0.75),
        ("X == 1 & Y == 1 | X == 0 & Y == 0", 0.5),
    ],
)  # fmt: skip
def test_signs_mean_what_they_say(query: str, expected: float) -> None:
    assert point("X -> Y", query) == pytest.approx(expected)


def test_and_binds_more_tightly_than_or_and_wildcards_join_as_told() -> None:
    model = causal_model("X -> Y")
    assert parse("X || X && Y", "XY") == parse("X|X&Y", "XY") != parse("(X | X) & Y", "XY")
    assert model.query("X == 1 | X == 0 & Y == 1", using="parameters").mean == pytest.approx(0.75)
    assert model.query("Y[X=.] == 1", using="parameters", join="all").mean == pytest.approx(0.25)


def test_a_wildcard_reaches_to_its_parentheses() -> None:
    both = "(Y[X=1, M=.] > Y[X=0, M=.])"
    assert point("X -> Y <- M", both) == pytest.approx(7 / 16)  # an effect at M = 0, M = 1, or both: 4 + 4 - 1 of 16
    assert point("X -> Y <- M", "(Y[X=1, M=.] == 1) & (Y[X=0, M=.] == 1)") == pytest.approx(9 / 16)
    assert point("X -> Y <- M", "Y[X=1, M=.] == 1 & Y[X=0, M=.] == 1") == pytest.approx(7 / 16)


def test_nested_counterfactuals_split_an_effect() -> None:
    model = causal_model("X -> M -> Y; X -> Y").parameters({"M.01": 0.8})
    total, direct, indirect = (
        model.query(each, using="parameters").mean
        for each in ("Y[X=1] - Y[X=0]", "Y[X=1, M=M[X=0]] - Y[X=0]", "Y[X=1] - Y[X=1, M=M[X=0]]")
    )
    assert total == pytest.approx(direct + indirect)
    assert model.query("Y[M=M[X=1], X=1] == Y[X=1]", using="parameters").mean == 1


def test_a_chain_with_a_clue_on_the_middle() -> None:
    """The clue on X in Z -> X -> Y hardly helps when it is there and hurts much when it is not."""
    shares = {"10": 0.05, "01": 0.85, "00": 0.05, "11": 0.05}
    model = causal_model("Z -> X -> Y").parameters({f"{node}.{kind}": value for node in "XY" for kind, value in shares.items()})
    effect = "Y[Z=1] > Y[Z=0]"
    assert model.query("Y[Z=1] - Y[Z=0]", using="parameters").mean == pytest.approx(0.64)
    given = ["Z == 1 & Y == 1", "Z == 1 & Y == 1 & X == 1", "Z == 1 & Y == 1 & X == 0"]
    for case in (False, True):
        means = model.query(effect, given, using="parameters", case=case).table["mean"].to_list()
        assert means == pytest.approx([0.725 / 0.82, 0.7225 / 0.81, 0.25])
    assert [round(each, 4) for each in means] == [0.8841, 0.8920, 0.25]


def test_a_clue_in_a_monotonic_model_as_published() -> None:
    """Humphreys and Jacobs, table 5.1 of the guide to their package: .615, .600, .667 in X -> M -> Y <- X without negative effects."""
    model = causal_model("X -> M -> Y <- X").restrict("M[X=1] < M[X=0]", "Y[M=1] < Y[M=0]", "Y[X=1] < Y[X=0]")
    given = ["X==1 & Y==1", "X==1 & Y==1 & M==1", "X==1 & Y==1 & M==0"]
    found = model.query("Y[X=1]> Y[X=0]", given, using="parameters").table["mean"].to_list()
    assert found == pytest.approx([8 / 13, 0.6, 2 / 3])


def test_queries_come_in_grids_with_labels_statistics_and_intervals() -> None:
    found = causal_model("X -> Y").query(
        {"effect": "Y[X=1] - Y[X=0]", "positive": "Y[X=1] > Y[X=0]"}, ["", "X == 1"], using=["prior", "parameters"],
        cred=50, stats={"top": lambda draws: float(draws.max())}, draws=2000, seed=3,
    ).table  # fmt: skip
    assert found.columns == ["query", "given", "using", "case", "mean", "sd", "low", "high", "top"]
    assert found.height == 8
    assert found["query"].to_list() == ["effect"] * 4 + ["positive"] * 4
    assert found.filter(using="parameters")["sd"].to_list() == [0.0] * 4
    prior = found.filter(using="prior", query="effect").row(0, named=True)
    assert -0.25 < prior["low"] < 0 < prior["high"] < 0.25 < prior["top"]


def test_conditions_add_up_and_one_that_cannot_happen_is_said() -> None:
    model = causal_model("X -> Y").restrict("Y[X=1] < Y[X=0]")
    joined = model.query("Y[X=1] > Y[X=0] :|: X == 1 | X == 0", "Y == 1", using="parameters")
    assert joined.table["given"].to_list() == ["(X == 1 | X == 0) & (Y == 1)"]
    assert joined.mean == pytest.approx(1 / 3)
    never = model.query("X == 1", "Y[X=1] < Y[X=0]")
    assert never.table.row(0)[4:] == (None,) * 4
    assert never.notes == ("'Y[X=1] < Y[X=0]' cannot happen under the model's restrictions, so nothing is said of 'X == 1' given it.",)
    assert str(never).startswith("'Y[X=1] < Y[X=0]' cannot happen")


def test_a_case_and_a_population_differ_where_the_clue_teaches() -> None:
    """P(X = 1 | Y = 1) where Y is confounded with X: a ratio of means, and a mean of ratios."""
    confounded = causal_model("X -> Y; X <-> Y").restrict(labels=["Y00", "Y11"], keep=True)
    draws = confounded.draw(200_000, seed=1)
    x1, y0, y1 = draws[:, 1], draws[:, 3], draws[:, 5]  # X.1, Y.11|X.0, Y.11|X.1
    over, under = x1 * y1, x1 * y1 + (1 - x1) * y0
    skewed = confounded.priors({"Y.11|X.0": 9, "X.1": 0.2})
    assert confounded.query("X == 1", "Y == 1", case=True).mean == pytest.approx(over.mean() / under.mean(), abs=0.005)
    assert confounded.query("X == 1", "Y == 1", draws=50_000).mean == pytest.approx(np.mean(over / under), abs=0.005)
    # By hand: E[over] = (.2/1.2)(1/2) = 1/12 and E[x0 y0] = (1/1.2)(9/10) = 3/4, so the case has (1/12) / (1/12 + 3/4) = 1/10.
    assert skewed.query("X == 1", "Y == 1", case=True).mean == pytest.approx(0.1)
    assert skewed.query("X == 1", "Y == 1", draws=50_000).mean > 0.11


def test_bad_settings_of_queries_are_refused() -> None:
    model = causal_model("X -> Y")
    with pytest.raises(ParameterError) as caught:
        model.query("Y", using="posterior")
    assert str(caught.value) == (
        "the model has no posterior yet; wanted 'prior' or 'parameters'. Call model.update(data) and query what it returns."
    )
    with pytest.raises(UnknownName, match=r"unknown belief 'guess'. Nearest: parameters, prior, posterior"):
        model.query("Y", using="guess")
    with pytest.raises(ParameterError, match="cred is 100; wanted the share of the interval in percent"):
        model.query("Y", cred=100)


def test_a_query_works_through_the_nodes_that_matter_alone() -> None:
    model = causal_model("X -> M -> Y; A -> Y; B -> Y; C -> Y")
    assert model.causal_type_count == 2 * 4 * 2**3 * 65536
    assert ask(model, "M[X=1] > M[X=0]").nodes == ("X", "M")
    with pytest.raises(ParameterError) as caught:
        model.query("Y == 1")
    assert str(caught.value) == (
        "the nodes asked about have 4,194,304 causal types (nodal types: X 2, M 4, A 2, B 2, C 2, Y 65,536); at most 262,144 can be "
        "reckoned with. Restrict nodal types, or ask about nodes with fewer causes."
    )
    with pytest.raises(ParameterError) as caught:
        model.update({"X1": 1})
    assert str(caught.value) == (
        "4,000 draws of 65,548 parameters would take 2.1 GB; at most 0.5 GB are taken. Restrict nodal types, or ask for fewer draws."
    )

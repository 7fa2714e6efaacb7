from __future__ import annotations

import pytest

from corcyra.errors import ParameterError
from corcyra.tracing.causal_model.graph import Graph, read_graph
from corcyra.tracing.causal_model.model import causal_model
from corcyra.tracing.causal_model.nodal_types import answers, label, meaning, type_count


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the model '' names no node. Write for instance 'X -> Y'."),
        ("X -> X", "the model 'X -> X', character 6: found X, wanted another node, for none can be linked to itself."),
        ("X <-> X", "the model 'X <-> X', character 7: found X, wanted another node, for none can be linked to itself."),
        ("X -> ", "the model 'X -> ', character 6: found the end, wanted the name of a node."),
        ("X -> ; Y", "the model 'X -> ; Y', character 6: found ;, wanted the name of a node."),
        ("X Y", "the model 'X Y', character 3: found Y, wanted an arrow or ;."),
        ("X => Y", "the model 'X => Y', character 3: found =, wanted a node (a letter, then letters, digits or _), ->, <-, <-> or ;."),
        ("-> Y", "the model '-> Y', character 1: found ->, wanted the name of a node."),
        (
            "X -> Y -> Z -> X; W -> X",
            "the arrows run in a circle: X -> Y -> Z -> X. A causal model has none; take an arrow out, or give the later moment a node of its own.",
        ),
        (
            "A -> Y; B -> Y; C -> Y; D -> Y; E -> Y",
            "Y has 5 parents, which makes 4,294,967,296 nodal types; at most 4 parents (65,536 types) can be reckoned with. "
            "Put a node between Y and some of its parents, or leave parents out.",
        ),
        (
            "; ".join(f"N{k} -> N{k + 1}" for k in range(12)),
            "13 nodes were given, and at most 12 can be reckoned with. Leave out what the question does not need.",
        ),
        (
            "A -> Y; B -> Y; C -> Y; D -> Y; A <-> Y; B <-> Y; C <-> Y; D <-> Y",
            "the model has 1,048,584 parameters (Y alone 1,048,576); at most 200,000 can be reckoned with. "
            "Restrict the nodal types of Y or of those with which it is confounded.",
        ),
    ],
)
def test_graphs_that_cannot_be_are_refused(text: str, message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        causal_model(text)
    assert str(caught.value) == message


def test_all_ways_of_writing_a_graph_are_one() -> None:
    one = read_graph("X -> M -> Y; X <-> Y")
    assert one == read_graph("Y <- M <- X\nY <-> X") == read_graph("X->M;M->Y;M<-X;;X<->Y;")
    assert one.text() == "X -> M; M -> Y; X <-> Y"
    assert read_graph("Z -> X -> Y <-> X").confounds == (("X", "Y"),)
    assert read_graph("A").text() == "A"


def test_a_graph_out_of_order_cannot_be_built() -> None:
    with pytest.raises(ParameterError, match="are not in causal order for Y and X; wanted causes first"):
        Graph(("X", "Y"), (("Y", "X"),), ())


def test_nodal_types_answer_as_their_digits_say() -> None:
    for code in range(type_count(2)):
        digits = label(code, 2)
        said = [int(answers(code, [place & 1, place >> 1])) for place in range(4)]  # type: ignore[arg-type, list-item]
        assert "".join(map(str, said)) == digits
    assert meaning("Y", ["X", "M"]) == [
        "Y when X = 0 and M = 0", "Y when X = 1 and M = 0", "Y when X = 0 and M = 1", "Y when X = 1 and M = 1",
    ]  # fmt: skip
    assert meaning("X", []) == ["X itself"]

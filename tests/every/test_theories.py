"""The shared examination: what every theory says of itself is held against what it does.

On a synthetic panel of six states and eleven years whose numbers come from a seeded generator. A new theory is examined
as soon as it stands in the registry; a column that it needs and the panel lacks gets a line in `GRIDS` or `CUBES`.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import re
from collections.abc import Callable, Mapping
from itertools import permutations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corcyra.theories
from corcyra.errors import CircularityError, MissingColumn, ParameterError
from corcyra.measures import MEASURES
from corcyra.measures.measure import parameters, with_parameters
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats, Panels
from corcyra.panel.table import Column, Panel
from corcyra.sources import SOURCES
from corcyra.theories import THEORIES
from corcyra.theories.balance_of_threat import BalanceOfThreat
from corcyra.theories.bandwagoning import Bandwagoning
from corcyra.theories.theory import NONE, Expectation, Silence, Theory
from corcyra.world.citation import keys
from corcyra.world.poles import Pole

FOLDER = Path(corcyra.theories.__file__).parent
YEARS = tuple(range(1990, 2001))
CODES = (2, 365, 371, 372, 373, 640)
CLIENTS = (371, 372, 373)
POLES = (Pole("russia", "Russia", 365), Pole("turkey", "Turkey", 640), Pole("west", "The West", 2))
YEAR = 1999
OUTCOME = frozenset({"commitments", "organisations", "exercises", "un_votes"})

Draw = Callable[[np.random.Generator, tuple[int, ...]], Floats]


def between(low: float, high: float) -> Draw:
    return lambda rng, shape: rng.uniform(low, high, shape)


GRIDS: dict[str, Draw] = {
    "autonomy": between(0.3, 1),
    "internal_threat": between(0.1, 0.9),
    "ontological_insecurity": between(0.2, 1),
    "power": between(0.001, 0.01),
    "power_growth": between(-0.3, 0.3),
    "revisionism": lambda rng, shape: rng.uniform(0.2, 1, shape) * rng.choice([-1, 1], shape),
    "v2x_polyarchy": between(0.1, 0.6),
    "weakness": between(0.2, 0.9),
}
CUBES: dict[str, Draw] = {
    "amity": between(0, 1),
    "distance": between(0, 5000),
    "enmity": between(0, 1),
    "identity": between(0, 1),
    "identity_regime": between(0, 1),
    "patron_benefit": between(0.7, 1),
    "patron_cost": between(0.06, 0.12),
    "penetration": between(0, 0.9),
    "projected_power": between(0.005, 0.1),
    "regime_support": between(0, 1),
    "stigmatised_by": between(0, 1),
    "threat": between(-1.5, 1.5),
}


def draw(seed: int) -> dict[str, Floats]:
    """Numbers for every column; a state toward itself is missing, and poles are far stronger than clients."""
    rng = np.random.default_rng(seed)
    shape = (len(YEARS), len(CODES))
    values = {name: make(rng, shape) for name, make in GRIDS.items()}
    values["power"][:, [CODES.index(pole.leader) for pole in POLES]] += 0.1
    for name, make in CUBES.items():
        values[name] = make(rng, (*shape, len(CODES)))
        values[name][:, range(len(CODES)), range(len(CODES))] = np.nan
    return values


def build(values: Mapping[str, Floats], families: Mapping[str, str] | None = None) -> Panels:
    """Panels of those numbers, with no dataset behind them."""
    states = pl.DataFrame([(code, year) for year in YEARS for code in CODES], schema=["state", "year"], orient="row")
    pairs = [(one, two, year) for year in YEARS for one in CODES for two in CODES if one != two]
    dyads = pl.DataFrame(pairs, schema=["state", "other", "year"], orient="row")
    empty = Panels(Panel(states, "state-year"), Panel(dyads, "directed-dyad-year"))
    family = families or {}
    return empty.gain(
        values,
        {name: Column(name, name, "x", families=frozenset(filter(None, [family.get(name, "")]))) for name in values},
    )


def seen(values: Mapping[str, Floats], year: int = YEAR) -> AsOf:
    return AsOf(build(values), year, hidden=OUTCOME)


def known(theory: Theory, values: Mapping[str, Floats], state: int, year: int = YEAR) -> dict[str, float]:
    """The probabilities by option; fails when the theory is silent."""
    answer = theory.expect(seen(values, year), state, POLES)
    assert isinstance(answer, Expectation), answer
    return dict(zip((*answer.poles, NONE), answer.probability, strict=True))


VALUES = draw(433)
EVERY = pytest.mark.parametrize("theory", THEORIES, ids=lambda theory: theory.key)
EACH = [pytest.param(theory, name, id=f"{theory.key}-{name}") for theory in THEORIES for name in theory.needs]
BANDWAGON = with_parameters(BalanceOfThreat(), {"bandwagon": 1.0})


@pytest.mark.parametrize("theory", [*THEORIES, BANDWAGON], ids=[*(each.key for each in THEORIES), "walt, exception on"])
def test_it_reads_exactly_what_it_declares(theory: Theory) -> None:
    view = seen(VALUES)
    assert isinstance(theory.expect(view, 371, POLES), Expectation)
    assert view.read == set(theory.needs)
    assert len(set(theory.needs)) == len(theory.needs)


@EVERY
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), year=st.integers(1993, 2000))
def test_it_is_blind_to_the_year_and_all_later_ones(theory: Theory, seed: int, year: int) -> None:
    other = draw(seed)
    known_then = {name: VALUES[name] for name in theory.needs}
    later = {name: np.concatenate([VALUES[name][: year - 1990], other[name][year - 1990 :]]) for name in theory.needs}
    now, then = seen(later, year), seen(known_then, year)
    for state in CODES:
        assert theory.expect(now, state, POLES) == theory.expect(then, state, POLES)


@EVERY
def test_it_does_see_the_year_before(theory: Theory) -> None:
    other = draw(434)
    before = {name: np.where(np.arange(1990, 2001).reshape(-1, *[1] * (v.ndim - 1)) == YEAR - 1, other[name], v)
              for name, v in VALUES.items()}  # fmt: skip
    assert theory.expect(seen(before), 371, POLES) != theory.expect(seen(VALUES), 371, POLES)


@EVERY
def test_it_answers_the_same_twice(theory: Theory) -> None:
    view, again = seen(VALUES), seen(draw(433))
    for state in CODES:
        assert theory.expect(view, state, POLES) == theory.expect(view, state, POLES)
        assert theory.expect(again, state, POLES) == theory.expect(view, state, POLES)


@pytest.mark.parametrize(("theory", "name"), EACH)
def test_it_is_silent_when_a_need_is_missing_and_names_it(theory: Theory, name: str) -> None:
    gone = seen({**{each: VALUES[each] for each in theory.needs}, name: np.full_like(VALUES[name], np.nan)})
    for state in CLIENTS:
        answer = theory.expect(gone, state, POLES)
        assert isinstance(answer, Silence)
        assert answer.kind == "missing data"
        assert answer.reason.startswith(f"no value before {YEAR} within 3 years for: ")
        assert answer.reason.endswith(f"Nothing at all is known of: {name}.")
        assert (answer.theory, answer.state, answer.year) == (theory.key, state, YEAR)


@pytest.mark.parametrize(("theory", "name"), EACH)
def test_it_never_guesses_when_a_states_own_row_is_missing(theory: Theory, name: str) -> None:
    """Silence with a reason, or an answer that the missing row had no part in (growth of a state that is no pole)."""
    holed = {each: VALUES[each].copy() for each in theory.needs}
    holed[name][:, CODES.index(371)] = np.nan
    answer = theory.expect(seen(holed), 371, POLES)
    if name == "power_growth" or (theory.key, name) == ("ontological_security", "power"):
        assert isinstance(answer, Expectation)
    else:
        assert isinstance(answer, Silence)
        assert answer.kind == "missing data"
        assert len(answer.reason.split()) >= 8
        assert answer.reason.endswith(".")


@pytest.mark.parametrize(("theory", "name"), EACH)
def test_a_column_that_nobody_gave_is_an_error(theory: Theory, name: str) -> None:
    with pytest.raises(MissingColumn, match=f"^no column '{name}'"):
        theory.expect(seen({key: VALUES[key] for key in theory.needs if key != name}), 371, POLES)


@pytest.mark.parametrize(("theory", "name"), EACH)
def test_it_refuses_evidence_that_the_outcome_is_made_of(theory: Theory, name: str) -> None:
    family = sorted(OUTCOME)[theory.needs.index(name) % len(OUTCOME)]  # each in turn
    panels = build({key: VALUES[key] for key in theory.needs}, {name: family})
    message = (
        f"'{name}' is made from {family}, which the observed alignment is made from too. "
        "Predict from other evidence, or leave that family out of the outcome."
    )
    with pytest.raises(CircularityError, match=f"^{re.escape(message)}$"):
        theory.expect(AsOf(panels, YEAR, hidden=OUTCOME), 371, POLES)


def test_no_theory_needs_what_the_outcome_is_made_of() -> None:
    """Followed through the declarations of all sources and measures, without any data."""
    families = {field.name: {field.family} for source in SOURCES for field in source.columns}
    for measure in MEASURES:
        made_of = set().union(*(families[name] for name in measure.needs))
        families.update(dict.fromkeys((each.name for each in measure.gives), made_of))
    for theory in THEORIES:
        for name in theory.needs:
            assert name in families, f"no source or measure gives {name}, which {theory.key} needs"
            assert not families[name] & OUTCOME, f"{theory.key} needs {name}, made of {sorted(families[name])}"
    assert families["alignment"] & OUTCOME


@EVERY
def test_probabilities_sum_to_one_and_terms_to_the_value(theory: Theory) -> None:
    view = seen(VALUES)
    for state in CLIENTS:
        answer = theory.expect(view, state, POLES)
        assert isinstance(answer, Expectation)
        assert (answer.theory, answer.state, answer.year) == (theory.key, state, YEAR)
        assert answer.poles == tuple(pole.key for pole in POLES)
        assert sum(answer.probability) == pytest.approx(1, abs=1e-12)
        assert min(answer.probability) > 0
        np.testing.assert_allclose(np.sum([term.values for term in answer.terms], axis=0), answer.value, atol=1e-12)
        odds = np.log(answer.probability) - np.log(answer.probability[-1])
        np.testing.assert_allclose(odds, [*answer.value, 0], atol=1e-9)


@EVERY
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_the_poles_does_not_matter(theory: Theory, seed: int) -> None:
    view = seen(draw(seed))
    for state in CLIENTS:
        answers = [theory.expect(view, state, order) for order in permutations(POLES)]
        assert len({type(answer) for answer in answers}) == 1
        shares = [
            dict(zip((*answer.poles, NONE), answer.probability, strict=True))
            for answer in answers if isinstance(answer, Expectation)
        ]  # fmt: skip
        for share in shares:
            assert share == pytest.approx(shares[0], abs=1e-12)


@EVERY
def test_a_pole_is_no_option_for_its_own_leader(theory: Theory) -> None:
    view = seen(VALUES)
    for pole in POLES:
        answer = theory.expect(view, pole.leader, POLES)
        if isinstance(answer, Expectation):
            assert answer.poles == tuple(each.key for each in POLES if each != pole)
    alone = theory.expect(view, 365, POLES[:1])
    assert isinstance(alone, Silence)
    assert alone.kind == "out of scope"


SIGNS = (
    # theory, column, and what raising the state's cell toward a pole does to that pole's probability
    ("balance_of_power", "projected_power", -1),
    ("balance_of_threat", "threat", -1),
    ("balance_of_threat", "projected_power", 1),
    ("identity", "identity", 1),
    ("identity", "amity", 1),
    ("identity", "enmity", -1),
    ("omnibalancing", "regime_support", 1),
    ("omnibalancing", "projected_power", 1),
    ("omnibalancing", "threat", -1),
    ("ontological_security", "identity_regime", 1),
    ("ontological_security", "stigmatised_by", -1),
    ("regional_complex", "amity", 1),
    ("regional_complex", "enmity", -1),
    ("regional_complex", "penetration", 1),
    ("regional_complex", "distance", -1),
    ("security_for_autonomy", "patron_benefit", 1),
    ("security_for_autonomy", "patron_cost", -1),
)


@pytest.mark.parametrize(("key", "name", "sign"), SIGNS)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), state=st.sampled_from(CLIENTS), pole=st.sampled_from(POLES))
def test_raising_a_term_moves_the_pole_as_the_theory_says(
    key: str, name: str, sign: int, seed: int, state: int, pole: Pole
) -> None:
    """By a twentieth of the column's range: enough to see, too little to rescale the year's z-scores."""
    theory = next(each for each in THEORIES if each.key == key)
    values = {each: array for each, array in draw(seed).items() if each in theory.needs}
    raised = {**values, name: values[name].copy()}
    raised[name][:, CODES.index(state), CODES.index(pole.leader)] += np.ptp(values[name][~np.isnan(values[name])]) / 20
    before, after = (known(theory, each, state)[pole.key] for each in (values, raised))
    assert np.sign(after - before) == sign


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), state=st.sampled_from(CLIENTS), pole=st.sampled_from(POLES))
def test_a_soaring_pole_is_the_first_choice_of_a_revisionist_and_the_last_of_a_satisfied_state(
    seed: int, state: int, pole: Pole
) -> None:
    """Growth belongs to the pole, so raising it rescales the z-scores of all states; what must hold is the order."""
    values = {name: array for name, array in draw(seed).items() if name in Bandwagoning().needs}
    values["power_growth"][:, CODES.index(pole.leader)] = 1.0
    shares = known(Bandwagoning(), values, state)
    del shares[NONE]
    wants_change = values["revisionism"][YEAR - 1991, CODES.index(state)] > 0
    assert (max if wants_change else min)(shares, key=shares.__getitem__) == pole.key


def test_every_theory_has_its_signs_examined() -> None:
    assert {key for key, *_ in SIGNS} | {Bandwagoning.key} == {theory.key for theory in THEORIES}


@EVERY
def test_weights_cannot_turn_against_the_theory(theory: Theory) -> None:
    assert parameters(theory)
    for name, parameter in parameters(theory).items():
        assert parameter.low >= 0, f"{theory.key}.{name} could turn its sign"
        with pytest.raises(ParameterError, match=r"^-1\.0 is outside"):
            with_parameters(theory, {name: -1.0})


@EVERY
def test_every_number_has_a_reason_with_a_source_or_owns_up(theory: Theory) -> None:
    for name, parameter in parameters(theory).items():
        sourced = re.search(r"\bours\b|SCIENCE|\(\d{4}|\b(1[89]|20)\d\d\b", parameter.reason)
        assert sourced, f"{theory.key}.{name}: {parameter.reason!r}"
        assert len(parameter.reason.split()) >= 4


@EVERY
def test_every_citation_is_in_the_bibliography(theory: Theory) -> None:
    assert theory.citations
    assert list(theory.citations) == sorted(set(theory.citations))
    assert set(theory.citations) <= set(keys())


@EVERY
def test_the_docstring_says_who_what_when_silent_and_whence(theory: Theory) -> None:
    text = type(theory).__doc__ or ""
    places = [text.index(f"\n    {heading}:") for heading in ("Names", "Claims", "Silent when", "Sources")]
    assert places == sorted(places)


@EVERY
def test_its_page_in_the_textbook_lists_every_parameter_and_every_column(theory: Theory) -> None:
    page = FOLDER.parents[2] / "docs" / "textbook" / "theories" / f"{theory.key.replace('_', '-')}.md"
    assert page.exists(), f"{theory.key} has no page in the textbook"
    text = page.read_text(encoding="utf-8")
    for heading in ("**Claim", "**Formula", "**Silent when**", "**What it implies in a case.**", "**What critics say.**"):
        assert heading in text
    for name, parameter in parameters(theory).items():
        assert re.search(rf"^\| `{name}`[^|]*\| {parameter.value:g} \|", text, re.MULTILINE), f"{theory.key}: {name}"
    for name in theory.needs:
        assert f"`{name}`" in text, f"{theory.key}: {name}"


@EVERY
def test_it_is_a_frozen_dataclass_of_parameters(theory: Theory) -> None:
    assert isinstance(theory, Theory)
    assert dataclasses.is_dataclass(theory)
    assert {field.name for field in dataclasses.fields(theory)} == set(parameters(theory))
    with pytest.raises(dataclasses.FrozenInstanceError):
        theory.key = "other"  # type: ignore[misc]
    assert type(theory)() == theory


@EVERY
def test_it_says_what_one_should_see_if_it_is_true(theory: Theory) -> None:
    implications = theory.implications()
    assert len(implications) >= 2
    assert all(len(each.text.split()) >= 5 and each.where for each in implications)
    assert len({each.text for each in implications}) == len(implications)


def theories_in(path: Path) -> list[str]:
    """The classes of a file that have both ``expect`` and ``implications`` and are no protocol."""
    return [
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
        and {"expect", "implications"} <= {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
        and "Protocol" not in {base.id for base in node.bases if isinstance(base, ast.Name)}
    ]


def test_the_registry_is_the_folder_and_sorted() -> None:
    found = {path.stem: theories_in(path) for path in FOLDER.glob("*.py")}
    assert all(len(names) <= 1 for names in found.values())
    assert [theory.key for theory in THEORIES] == sorted(stem for stem, names in found.items() if names)
    for theory in THEORIES:
        assert type(theory) is getattr(importlib.import_module(f"corcyra.theories.{theory.key}"), found[theory.key][0])

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import CircularityError, CorcyraError, ParameterError, SpanError, StudyError, UnknownName
from corcyra.study.gallery import gallery
from corcyra.study.plan import plan
from corcyra.study.read import read_spec

HEAD = """# title, question, years, states: comments are no places
title = "Why years and states, russia and identity, Armennia?"
question = "states = 'Armennia'"
"""
STATES = 'states = ["Armenia"]\n'
YEARS = "years = [1999, 2004]\n"
GOOD = HEAD + STATES + YEARS


def refused(tmp_path: Path, text: str | bytes, kind: type[CorcyraError], line: int | None) -> str:
    """The message of the refusal, without the file and line, which are checked here."""
    file = tmp_path / "my.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    with pytest.raises(kind) as caught:
        read_spec(file)
    assert type(caught.value) is kind
    prefix = f"{file}: " if line is None else f"{file}:{line}: "
    assert str(caught.value).startswith(prefix), str(caught.value)
    assert (caught.value.file, caught.value.line) == (file, line)
    return str(caught.value).removeprefix(prefix)


NAMES = [
    (
        'states = [\n  "Armenia",\n  "Armennia",\n]\n' + YEARS,
        6,
        "unknown state 'Armennia' on 2004-12-31. Nearest: Armenia, Turkmenistan, United States of America. Use one of these.",
    ),
    (STATES + YEARS + 'poles = ["west", "rusia"]', 6, "unknown pole 'rusia'. Nearest: russia, iran, china. Use one of these."),
    (STATES + YEARS + 'theories = [\n"identity",\n"identitty"]', 8, "unknown theory 'identitty'. Nearest: identity. Use one of these."),
    (STATES + YEARS + "[measures.enmitty]\nhalf_life = 3", 6, "unknown measure 'enmitty'. Nearest: enmity, identity, amity. Use one of these."),
    (
        STATES + YEARS + "[measures.enmity]\nhalf_lif = 3",
        7,
        "unknown parameter of enmity 'half_lif'. Nearest: half_life. Use one of these.",
    ),
    (
        STATES + YEARS + "[parameters.identity]\nlikenes = 3",
        7,
        "unknown parameter of identity 'likenes'. Nearest: likeness, friendship. Use one of these.",
    ),
    (
        STATES + YEARS + "[parameters]\nbandwagonning.profit = 3",
        7,
        "unknown theory 'bandwagonning'. Nearest: bandwagoning, omnibalancing. Use one of these.",
    ),
    (STATES + YEARS + "\nsede = 4", 7, "unknown study key 'sede'. Nearest: seed, evidence, case. Use one of these."),
    (STATES + YEARS + 'case = "south-caucassus"', 6, "unknown case 'south-caucassus'. Nearest: south-caucasus. Use one of these."),
    (
        STATES + YEARS + 'outcome = ["un_votes", "comitments"]',
        6,
        "unknown evidence of the outcome 'comitments'. Nearest: commitments. Use one of these.",
    ),
    (
        STATES + YEARS + 'poles = ["west", "x"]\n[[own_poles]]\nkey = "x"\ntitle = "X"\nleader = "Turkie"',
        10,
        "unknown state 'Turkie' on 2004-12-31. Nearest: Turkey, Turkmenistan, Ukraine. Use one of these.",
    ),
    (
        'states = ["Armenia",\n"USSR"]\n' + YEARS,
        5,
        "unknown state 'USSR' on 2004-12-31. Nearest: Russia. It means Soviet Union (1922-12-30 to 1991-12-25). "
        "Change the date or the name.",
    ),
    (
        'evidence = "facts"\nstates = ["France"]\n' + YEARS,
        5,
        "unknown state of the bundled facts 'France'. The facts cover: United States of America, Moldova, Russia, Estonia, Latvia, "
        "Lithuania, Ukraine, Belarus, Armenia, Georgia, Azerbaijan, Iran, Turkey, Turkmenistan, Tajikistan, Kyrgyzstan, "
        "Uzbekistan, Kazakhstan, China. For other states leave evidence out, or set it to 'world'.",
    ),
]


@pytest.mark.parametrize(("rest", "line", "told"), NAMES, ids=[told[:30] for _, _, told in NAMES])
def test_an_unknown_name_is_met_with_its_line_and_the_nearest(tmp_path: Path, rest: str, line: int, told: str) -> None:
    assert refused(tmp_path, HEAD + rest, UnknownName, line) == told


def test_years_are_checked(tmp_path: Path) -> None:
    backward = "years 2024 to 1992 are reversed. Give the first year first: 1992 to 2024."
    assert refused(tmp_path, HEAD + STATES + "years = [2024, 1992]", SpanError, 5) == backward
    end = "are outside the bundled facts, which cover 1991 to 2024; a prediction needs the year before. Choose years from 1992 to 2024"
    end += ", or set evidence to 'world'."
    assert refused(tmp_path, f"{HEAD}{STATES}years = [\n1991,\n2024]", SpanError, 5) == f"years 1991 to 2024 {end}"
    end = "are outside what can be studied, 1816 to 2024; a prediction needs the year before. Choose years from 1817 to 2024."
    for first, last in ((1816, 1850), (1992, 2025), (1700, 1760), (1992, 99999)):
        text = f"{HEAD}{STATES}years = [\n{first},\n{last}]"
        assert refused(tmp_path, text, SpanError, 5) == f"years {first} to {last} {end}"


def test_two_names_of_one_number_are_refused(tmp_path: Path) -> None:
    told = "Yugoslavia and Serbia have one Correlates of War number, 345. Name one of them."
    text = HEAD + 'states = ["Yugoslavia",\n"Serbia"]\nyears = [1985, 2010]'
    file = tmp_path / "my.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_spec(file)
    assert str(caught.value).endswith(told)


def test_a_study_needs_states_or_a_region(tmp_path: Path) -> None:
    told = 'the study names no states. Name some, as in states = ["Armenia"], or a region, as in region = "south-asia".'
    for text in (YEARS, "states = []\n" + YEARS):
        file = tmp_path / "my.toml"
        file.write_text(HEAD + text, encoding="utf-8")
        with pytest.raises(StudyError) as caught:
            read_spec(file)
        assert str(caught.value).endswith(told)


def test_a_region_stands_for_its_states(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(f'{HEAD}states = ["Georgia"]\nregion = "south-caucasus"\n{YEARS}', encoding="utf-8")
    assert plan(read_spec(file)).codes == (372, 371, 373)
    told = "unknown region 'south-caucasia'. Nearest: south-caucasus, south-asia, south-east-asia. Use one of these."
    assert refused(tmp_path, f'{HEAD}region = "south-caucasia"\n{YEARS}', UnknownName, 4) == told


@pytest.mark.parametrize(
    ("rest", "evidence"),
    [(STATES + YEARS, "facts"), ('states = ["France"]\n' + YEARS, "world"), (STATES + 'evidence = "world"\n' + YEARS, "world"),
     ('states = ["Turkey"]\npoles = ["russia", "west"]\nyears = [1950, 1980]', "world")],
)  # fmt: skip
def test_the_evidence_is_the_facts_where_they_know_the_states_and_years(tmp_path: Path, rest: str, evidence: str) -> None:
    file = tmp_path / "my.toml"
    file.write_text(HEAD + rest, encoding="utf-8")
    assert plan(read_spec(file)).evidence == evidence


def test_what_is_named_twice_is_refused(tmp_path: Path) -> None:
    twice = refused(tmp_path, f'{HEAD}states = ["Հայաստան",\n"Georgia",\n"ARM"]\n{YEARS}', StudyError, 6)
    assert twice == "states has Armenia twice. Name each once."
    told = "has {} twice. Name each once."
    for key, name, other in (("poles", "west", "iran"), ("theories", "identity", "omnibalancing"), ("outcome", "un_votes", "exercises")):
        text = f'{GOOD}{key} = ["{name}", "{other}",\n "{name}"]'
        assert refused(tmp_path, text, StudyError, 7) == f"{key} {told.format(name)}"


def test_poles_must_leave_a_choice(tmp_path: Path) -> None:
    told = "a study needs two poles or more to choose between, not 1. Add one."
    assert refused(tmp_path, GOOD + 'poles = ["west"]', StudyError, 6) == told
    own = '[[own_poles]]\nkey = "ankara"\ntitle = "T"\nleader = "Türkiye"\n'
    told = "the poles turkey and ankara have the same leading state. Keep one of them."
    assert refused(tmp_path, GOOD + 'poles = ["west", "turkey", "ankara"]\n' + own, StudyError, 6) == told
    told = "the study does not use its own pole 'ankara'. Add it to poles, or leave it out."
    assert refused(tmp_path, GOOD + own, StudyError, 7) == told
    told = "the key 'ankara' is taken. Give this pole a key of its own."
    assert refused(tmp_path, GOOD + 'poles = ["west", "ankara"]\n' + own + own, StudyError, 12) == told
    told = "the key 'none' is taken. Give this pole a key of its own."
    none = own.replace("ankara", "none")
    assert refused(tmp_path, GOOD + 'poles = ["west", "none"]\n' + none, StudyError, 8) == told


def test_parameters_outside_their_range_or_study_are_refused(tmp_path: Path) -> None:
    told = "measures.enmity.half_life: -3.0 is outside 0.1 to inf. Give a value inside."
    assert refused(tmp_path, GOOD + "[measures.enmity]\nhostility = 1\nhalf_life = -3", ParameterError, 8) == told
    told = "parameters are set for omnibalancing, which is not among the study's theories. Add it there, or leave them out."
    text = GOOD + 'theories = ["identity"]\n[parameters.omnibalancing]\nsurvival = 2'
    assert refused(tmp_path, text, StudyError, 7) == told


def test_a_case_about_others_is_refused(tmp_path: Path) -> None:
    told = "the case south-caucasus is about none of the study's states. Leave it out, or add one of: ARM, GEO, AZE."
    text = HEAD + 'states = ["Kazakhstan"]\n' + YEARS + '\ncase = "south-caucasus"'
    assert refused(tmp_path, text, StudyError, 7) == told
    told = "the case south-caucasus is about 1992-2019, the study about 2020-2024. Choose years of the case, or leave it out."
    text = HEAD + STATES + 'years = [2020, 2024]\ncase = "south-caucasus"'
    assert refused(tmp_path, text, StudyError, 6) == told


def test_a_circular_study_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    told = (
        "the outcome has conflicts, which these predictions read too: identity (amity, enmity), every expected posture (threat). "
        "Take conflicts out of the outcome, or such theories out of the study."
    )
    text = GOOD + 'theories = ["identity"]\noutcome = [\n"conflicts",\n]'
    assert refused(tmp_path, text, CircularityError, 8) == told
    told = (
        "the outcome is empty, so there is no observed alignment to hold theories against. "
        "Choose from: commitments, organisations, exercises, un_votes, presence, arms_energy."
    )
    assert refused(tmp_path, GOOD + "outcome = []", ParameterError, 6) == told


def test_wrong_values_point_at_the_first_of_them(tmp_path: Path) -> None:
    told = (
        "years wants a list, given '1992-2024'; seed wants a whole number, given 'x'. "
        "Compare with the gallery: corcyra study --list"
    )
    assert refused(tmp_path, HEAD + STATES + 'seed = "x"\nyears = "1992-2024"', StudyError, 6) == told


EMPTY = (
    "title is missing; question is missing; years is missing. Compare with the gallery: corcyra study --list"
)


@pytest.mark.parametrize("text", [b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf"], ids=["empty", "blank", "comment", "mark"])
def test_an_empty_file_says_what_a_study_needs(tmp_path: Path, text: bytes) -> None:
    assert refused(tmp_path, text, StudyError, None) == EMPTY


TOML = [
    ("states = [Armenia]", 4, "Invalid value"),
    ("years = [1992, 2024", 4, "Unclosed array"),
    ("title = 'twice'", 4, "Cannot overwrite a value"),
    ('x = "never ends', 4, "Unterminated string"),
    ("just words", 4, "Expected '=' after a key in a key/value pair"),
    ("\n\n<xml/>", 6, "Invalid statement"),
]


@pytest.mark.parametrize(("rest", "line", "told"), TOML, ids=[told for *_, told in TOML])
def test_malformed_toml_is_met_with_its_line(tmp_path: Path, rest: str, line: int, told: str) -> None:
    assert refused(tmp_path, HEAD + rest, StudyError, line) == f"this is not TOML: {told}. Compare with the gallery's file."


def test_a_nest_without_end_is_refused(tmp_path: Path) -> None:
    told = "the lists or tables are nested too deeply. Compare with the gallery's file."
    assert refused(tmp_path, "x = " + "[" * 100_000, StudyError, None) == told


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "marked.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_spec(file).years == (1999, 2004)
    assert refused(tmp_path, b"\xef\xbb\xbf" + (GOOD + "sede = 1").replace("\n", "\r\n").encode(), UnknownName, 6)


def test_other_encodings_are_refused_with_the_line(tmp_path: Path) -> None:
    told = "the file is not UTF-8 text. Save it as UTF-8."
    assert refused(tmp_path, GOOD.encode("utf-16"), StudyError, 1) == told
    assert refused(tmp_path, (GOOD + "# Грузия").encode("cp1251"), StudyError, 6) == told


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        read_spec(tmp_path / "no.toml")
    assert str(caught.value) == f"there is no study file {str(tmp_path / 'no.toml')!r}. See the gallery: corcyra study --list"
    with pytest.raises(StudyError) as caught:
        read_spec(tmp_path)
    assert str(caught.value) == f"{tmp_path}: this is a folder, not a study file. Give a TOML file."
    (tmp_path / "plain").write_text("x", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_spec(tmp_path / "plain" / "my.toml")
    assert str(caught.value) == f"{tmp_path / 'plain' / 'my.toml'}: cannot read the study file: Not a directory."


def test_a_study_without_a_key_has_the_name_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "My study (2).toml"
    file.write_text(GOOD, encoding="utf-8")
    assert read_spec(file).key == "my-study-2"


def test_the_example_reads_as_it_stands_with_every_comment_taken_up(tmp_path: Path) -> None:
    text = gallery()["south-caucasus"].read_text(encoding="utf-8")
    start = text.index("# Parameters of measures and theories")
    tail = "\n".join(line.removeprefix("# ") for line in text[start:].splitlines() if "=" in line or line.startswith("# ["))
    file = tmp_path / "copy.toml"
    file.write_text(text[:start].replace('"china"', '"astana"') + tail, encoding="utf-8")
    spec = read_spec(file)
    assert spec.measures == {"enmity": {"half_life": 15.0}}
    assert spec.own_poles[0].leader == "Kazakhstan"


def test_a_lock_given_as_a_study_says_how_to_run_it(tmp_path: Path) -> None:
    file = tmp_path / "study.lock.json"
    file.write_text('{"corcyra": 1}', encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_spec(file)
    assert str(caught.value) == f"{file}: this is no study file. A lock is run with: corcyra study --from {file}"


def test_curly_quotes_are_named(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('key = "s"\ntitle = “Friends and foes”\n', encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_spec(file)
    told = "this is not TOML: Invalid value; text stands in straight quotes, and these are curly. Compare with the gallery's file."
    assert str(caught.value) == f"{file}:2: {told}"

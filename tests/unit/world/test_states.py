from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.errors import ParameterError, SpanError, UnknownName
from corcyra.world.names import Alias, aliases, fold
from corcyra.world.spells import join
from corcyra.world.states import State, find, index, membership, nearest, overlap, search, spells, states
from corcyra.world.time import Span

FAR = date(2030, 12, 31)


def days_of(span: Span) -> some.SearchStrategy[date]:
    return some.dates(min_value=max(span.start, date(1816, 1, 1)), max_value=span.end or FAR)


spell_days = some.sampled_from(spells()).flatmap(lambda state: some.tuples(some.just(state), days_of(state.span)))


@given(spell_days)
def test_every_code_finds_its_spell_on_every_day(pair: tuple[State, date]) -> None:
    state, day = pair
    if state.cow is not None:
        assert find(state.cow, day) is state
        assert find(str(state.cow), day, by="cow") is state
    if state.gw is not None:
        assert find(state.gw, day, by="gw") is state
    if state.iso3 is not None:
        assert find(state.iso3.lower(), day) is state
    assert find(state.name, day) is state
    assert find(state.abbreviation, day, by="abbreviation") is state


@pytest.mark.parametrize("state", spells(), ids=lambda state: f"{state.number}-{state.span.start}")
def test_first_and_last_day_belong_to_the_spell(state: State) -> None:
    way, code = ("cow", state.cow) if state.cow is not None else ("gw", state.gw)
    assert code is not None
    assert find(code, state.span.start, by=way) is state
    if state.span.end is not None:
        assert find(code, state.span.end, by=way) is state


alias_days = some.sampled_from(aliases()).flatmap(
    lambda alias: some.sampled_from(
        [common for state in spells() if state.number == alias.state and (common := overlap(state.span, alias.span))]
    ).flatmap(lambda span: some.tuples(some.just(alias), days_of(span)))
)


@given(alias_days)
def test_every_alias_finds_its_state_while_it_holds(pair: tuple[Alias, date]) -> None:
    alias, day = pair
    assert find(alias.text, day).number == alias.state
    assert find(alias.text.upper(), day).number == alias.state


def test_no_name_means_two_states_on_one_day() -> None:
    clash = {
        (key, one.state.number, other.state.number)
        for key, entries in index().items()
        for one in entries
        for other in entries
        if one.state.number < other.state.number and max(one.rank, other.rank) < 9 and overlap(one.span, other.span)
    }
    assert clash == set()


def test_every_alias_has_a_state_on_some_day() -> None:
    held = {
        alias.text
        for alias in aliases()
        for state in spells()
        if state.number == alias.state and overlap(state.span, alias.span)
    }
    assert {alias.text for alias in aliases()} - held == set()


def test_spells_of_a_state_do_not_overlap_and_codes_are_unique_on_a_day() -> None:
    for read in (lambda state: state.number, lambda state: state.cow, lambda state: state.gw):
        last: dict[int, date] = {}
        for state in sorted(spells(), key=lambda each: each.span.start):
            code = read(state)
            if code is not None:
                assert state.span.start > last.get(code, date.min), state
                last[code] = state.span.end or date.max


@pytest.mark.parametrize(
    "state", [359, 365, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705, 2, 640, 630, 710]
)
def test_the_region_has_names_in_its_scripts(state: int) -> None:
    tags = {alias.tag for alias in aliases() if alias.state == state}
    assert {"ru", "hy", "ka", "az", "tr", "uk", "fa"} <= tags


@pytest.mark.parametrize(
    ("query", "cow"),
    [
        ("Ermənistan", 371),
        ("Հայաստան", 371),
        ("საქართველო", 372),
        ("Грузия", 372),
        ("Gürcistan", 372),
        ("Азербайджан", 373),
        ("AZƏRBAYCAN", 373),
        ("İran", 630),
        ("ايران", 630),
        ("Тоҷикистон", 702),
        ("cote d ivoire", 437),
        ("COTE D'IVOIRE", 437),
        ("Burma", 775),
        ("Zaire", 490),
        ("Swaziland", 572),
        ("U.K.", 200),
        ("Great Britain", 200),
        ("GRG", 372),
        ("RUM", 360),
        ("Czechia", 316),
        ("turkiye", 640),
        ("the netherlands", 210),
        ("St. Lucia", 56),
        ("Bosnia & Herzegovina", 346),
        ("FYR Macedonia", 343),
        ("XKX", 347),
        ("Кыргызстан", 703),
        ("Türkmənistan", 701),
        ("ԱՄՆ", 2),
        ("آذربایجان", 373),
    ],
)
def test_common_aliases(query: str, cow: int) -> None:
    assert find(query).cow == cow


@pytest.mark.parametrize(
    ("query", "on", "by", "message"),
    [
        (
            "Armennia",
            None,
            "any",
            "unknown state 'Armennia'. Nearest: Armenia, Turkmenistan, Argentina. Use one of these.",
        ),
        ("qqqq", None, "any", "unknown state 'qqqq'. Check the spelling."),
        ("", None, "any", "unknown state ''. Check the spelling."),
        (374, None, "any", "unknown state 374. Nearest: 373, 375, 372. Use one of these."),
        (
            340,
            None,
            "any",
            "unknown state 340. It is Gleditsch and Ward's number of Serbia (1878-07-13 to 1915-10-01, since 2006-06-05); "
            "pass by='gw' for these.",
        ),
        (
            "Serbia",
            1930,
            "any",
            "unknown state 'Serbia' in 1930. Nearest: Yugoslavia. It means Serbia (1878-07-13 to 1918-11-30, "
            "since 2006-06-05). Change the date or the name.",
        ),
        (
            "AUS",
            1890,
            "any",
            "unknown state 'AUS' in 1890. It means Australia (since 1901-01-01). Change the date or the name.",
        ),
    ],
)
def test_unknown_names_say_what_is_near_or_when_they_held(
    query: str | int, on: int | None, by: str, message: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        find(query, on, by=by)
    assert str(caught.value) == message


def test_an_abbreviation_that_is_an_iso_code_of_another_state_must_be_asked_for() -> None:
    pairs = {
        "AUS": (900, 305),
        "SLV": (92, 349),
        "MNG": (712, 341),
        "SWZ": (572, 225),
        "CZE": (316, 315),
        "KOR": (732, 730),
    }
    for text, (iso, abbreviation) in pairs.items():
        assert find(text).number == iso
        assert find(text, by="abbreviation").number == abbreviation


def test_wrong_words_and_dates() -> None:
    with pytest.raises(
        ParameterError, match=r"^unknown by 'iso2'\. Use one of: any, cow, gw, iso3, abbreviation, name\.$"
    ):
        find("AM", by="iso2")
    with pytest.raises(ParameterError, match=r"^unknown system 'un'\. Use one of: cow, gw, gw\+micro\.$"):
        states(system="un")
    for wrong in ("1990", 1990.0, True, datetime(1990, 1, 1)):
        with pytest.raises(
            SpanError, match=r"is neither a day nor a year\. Give a datetime\.date or a whole number\.$"
        ):
            find("Armenia", wrong)  # type: ignore[arg-type]
    with pytest.raises(UnknownName) as caught:
        membership(340)
    assert str(caught.value) == "unknown number in the system 'cow' 340. Nearest: 338, 339, 341. Use one of these."
    with pytest.raises(ParameterError, match=r"^Nowhere has neither a COW nor a Gleditsch-Ward number"):
        State(1, None, None, None, "Nowhere", "NOW", Span(date(1900, 1, 1)))


def test_states_of_a_system() -> None:
    day = date(2010, 1, 1)
    core, micro = states(day, "gw"), states(day, "gw+micro")
    assert not any(state.microstate for state in core)
    assert {"Abkhazia", "Tonga"} <= {state.name for state in micro} - {state.name for state in core}
    assert [state.cow for state in states(day)] == sorted(state.cow or 0 for state in states(day))
    assert len(states(1990)) == len(states(date(1990, 1, 1))) + 4  # Liechtenstein, Namibia, Yemen, Germany


@given(some.sampled_from(spells()))
def test_search_finds_by_name_prefix_and_number(state: State) -> None:
    assert state.name in {found.name for found in search(state.name)}
    assert state.number in {found.number for found in search(state.name[:4])}
    assert state.number in {found.number for found in search(state.cow or state.gw or 0)}


def test_search_order_and_date() -> None:
    assert [state.name for state in search("365")] == ["Russia", "Soviet Union", "Russia", "Russian Empire"]
    assert [state.name for state in search("365", date(1950, 1, 1))] == ["Soviet Union"]
    assert [state.name for state in search("AUS", 2000)][:2] == ["Australia", "Austria"]
    assert search("Armenia", 1900) == ()
    assert search("") == ()
    assert search("Kazahstan")[0].name == "Kazakhstan"


def test_nearest_respects_the_date() -> None:
    assert "Soviet Union" in nearest("Soviet Unin", on=1950)
    assert "Soviet Union" not in nearest("Soviet Unin", on=2000)


@given(some.lists(some.tuples(some.integers(0, 60), some.integers(0, 10)), min_size=1))
def test_joined_spans_cover_the_same_days_and_do_not_adjoin(pairs: list[tuple[int, int]]) -> None:
    origin = date(2000, 1, 1)
    spans = [Span(origin + timedelta(a), origin + timedelta(a + b)) for a, b in pairs]
    joined = join(spans)
    for offset in range(75):
        day = origin + timedelta(offset)
        assert any(span.covers(day) for span in spans) == any(span.covers(day) for span in joined)
    for one, other in pairwise(joined):
        assert one.end is not None
        assert other.start > one.end + timedelta(1)


@given(some.text())
def test_folded_text_has_no_accents_spaces_or_case(text: str) -> None:
    once = fold(text)
    assert once == "".join(filter(str.isalnum, once))
    assert fold(once.upper()) == fold(once)


def test_letters_that_unicode_does_not_take_apart() -> None:
    assert fold("Ərməni ı") == fold("ermeni I")
    assert fold("Ísland") == "island"
    assert fold("ايران") == fold("ایران")

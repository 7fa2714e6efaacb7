"""What a study of beliefs means, in sentences made from its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from corcyra.report.wording import amount, count, join, number, percent, span, spans, upper
from corcyra.study.belief import BeliefStudy

__all__ = [
    "CONDITION",
    "LIMITS",
    "kind_word",
    "meaning",
    "member_sentences",
    "prior_sentences",
    "sure",
    "titled",
    "verdict_words",
]

CONDITION = (
    "All of it rests on a condition that is assumed, not identified: a member is worth more to a reliable patron than to an unreliable one "
    "(v_R > v_U in the game). No fact here measures it. Without it exercises and help to others tell nothing, and the paths are those of "
    "the row “signals uninformative” below. Likelihood ratios, prior and threshold are judgements too; the page shows what changes with them."
)
LIMITS = (
    "Zeros are lower bounds. The lists of exercises and appeals are incomplete, most of all for early years; a year without exercises on file has "
    "ratio 1, not less, and the belief only decays. An appeal that is not on file moved nobody here, though it may have in life.",
    "An appeal counts when its answer was known, at its end; the kind of an event is read from the codes of the facts, not from its story.",
    "The game has one reason to leave, doubt of the patron, and an outside option that is a number. Rulers leave for other reasons; it cannot see them.",
    "The threshold rises with treaties and bases, for in the game they are help without the alliance. But they are the same patron's help: "
    "who doubts the alliance may doubt the treaty. That part of the game is the one to distrust first.",
    "Exercises need two. A member that is on its way out stays away from them, and the path then takes the exit's own shadow for its cause.",
)  # fmt: skip
NEARLY = 0.75
"""Three in four are nearly all (ours)."""
KINDS: Mapping[str, str] = {
    "attack_none": "attack: no answer", "attack_statement": "attack: words", "attack_fact_finding": "attack: a mission",
    "attack_mediation": "attack: mediation", "attack_materiel": "attack: arms or goods", "attack_troops": "attack: forces",
    "unrest_forces": "foes inside: forces", "unrest_less": "foes inside: less than forces", "separatists": "separatists",
    "members_dispute": "dispute among members", "exercises": "exercises", "third_forces": "forces for another member",
}  # fmt: skip
FORECASTS: Mapping[str, str] = {
    "model": "the game's warning", "no events": "the same without events: prior and decay alone", "never": "nobody ever leaves",
    "always": "everybody always leaves", "renewal": "exit in years of renewal",
}  # fmt: skip
VARIANTS: Mapping[str, str] = {
    "all kinds": "all kinds of events", "signals uninformative": "signals uninformative (v_R ≤ v_U)",
    "own experience only": "a member learns from its own experience only", "one type for all": "another's attack counts as one's own",
    "exercises seen by all": "an exercise with any member counts for all",
    "contested land": "appeals over contested land count as those over separatists",
    "treaty and base add nothing": "treaty and base do not raise the threshold",
}  # fmt: skip


def kind_word(kind: str) -> str:
    """A kind of event in words.

    >>> kind_word("attack_none"), kind_word("exercises")
    ('attack: no answer', 'exercises')
    """
    return KINDS.get(kind, kind.replace("_", " "))


def verdict_words(forecast: str) -> str:
    """A forecast or a variant in words.

    >>> verdict_words("never"), verdict_words("without attack_none")
    ('nobody ever leaves', 'left out: “attack: no answer”')
    """
    kind = forecast.removeprefix("without ")
    return (
        f"left out: “{kind_word(kind)}”"
        if kind != forecast
        else FORECASTS.get(forecast, VARIANTS.get(forecast, forecast))
    )


def row(table: pl.DataFrame, **where: object) -> dict[str, Any]:
    """The one row with these values."""
    return table.filter(*(pl.col(key) == value for key, value in where.items())).row(0, named=True)


def meaning(found: BeliefStudy) -> list[str]:
    """The answer in a few sentences: what was warned of, at what price, and beside what anybody could have said."""
    model = row(found.tables["scores"], period="all years", forecast="model")
    exits, years = (
        model["hits"] + model["misses"],
        sum(model[key] for key in ("hits", "misses", "false_alarms", "quiet")),
    )
    alarms = model["hits"] + model["false_alarms"]
    if not exits:
        return [f"Nobody left in {count(years, 'member-year')}; the warning stood in {model['false_alarms']} of them."]
    lead = (
        f"The warning stood before {amount(model['hits'])} of {count(exits, 'exit')}, and in {model['false_alarms']} of {years - exits} member-years without one: "
        f"of {alarms} warnings, {percent(model['right'])} were followed by an exit in the next year."
    )
    return [
        f"{lead} {counted_as(found)}",
        *prior_sentences(found),
        *crowd(found),
        " ".join([calendar(found, model), *period_sentences(found)]),
        ranked(found),
        *guaranteed(found),
        *attendance(found),
    ]


def calendar(found: BeliefStudy, model: Mapping[str, Any]) -> str:
    """The warning beside a rule that anybody could have had."""
    naive = row(found.tables["scores"], period="all years", forecast="renewal")
    first, step = found.spec.renewals
    return (
        f"A calendar that expects exits in years of renewal ({first}, then every {count(step, 'year')}) finds {amount(naive['hits'])} of "
        f"{amount(naive['hits'] + naive['misses'])} with {naive['false_alarms']} false alarms. "
        f"Of its alarms {percent(naive['right'])} are right, of the warnings {percent(model['right'])}."
    )


def ranked(found: BeliefStudy) -> str:
    """Whether draws warn more often before exits than before other years."""
    order = {each["pairs"]: each for each in found.tables["ranking"].iter_rows(named=True)}
    every, same = order["all pairs"], order["same year"]
    told = f"Ranked by how many draws warn, a year before an exit stands above a year without in {percent(every['higher'])} of pairs (chance: 50 %)"
    within = f"; among members of the same year, in {percent(same['higher'])} of {same['number']} pairs"
    return f"{told}{within if same['number'] else ''}."


def counted_as(found: BeliefStudy) -> str:
    """What the exits were: not all of them end a membership in law."""
    hows = found.tables["spells"].filter(pl.col("exit").is_not_null())["how"].to_list()
    return f"Counted as exits: {join([f'{amount(hows.count(each))} {each}' for each in dict.fromkeys(hows)])}."


def attendance(found: BeliefStudy) -> list[str]:
    """Whether a hit rests on whom the member exercised with, which is the member's choice as well."""
    table = found.tables["left_out"]
    seen, whole = row(table, forecast="exercises seen by all"), row(table, forecast="all kinds")
    lost = [
        titled(found, name)
        for name in whole["exits_warned"].split("; ")
        if name not in seen["exits_warned"].split("; ")
    ]
    if not lost:
        return [
            f"If an exercise with any member counts for all, the same exits are warned of, with {seen['false_alarms']} false alarms."
        ]
    return [
        f"If an exercise with any member counts for all, the warning before {join(lost)} is gone. It rested on exercises in which that member took no part; "
        "staying away may be the member's own act, a step toward leaving rather than a reason for it."
    ]


def crowd(found: BeliefStudy) -> list[str]:
    """How many were warned in the years before exits: a warning for all picks out nobody."""
    path = found.tables["path"]
    parts, crowded = [], []
    for year in sorted(path.filter("left_next")["year"].unique().to_list()):
        then = path.filter(pl.col("year") == year)
        warned, gone = int(then["warned"].sum()), int(then["left_next"].sum())
        both = int((then["warned"] & then["left_next"]).sum())
        unwarned = f", while {amount(gone - both)} left unwarned" if gone > both else ""
        parts.append(
            f"at the end of {year} {amount(warned)} of {count(then.height, 'member')}, of whom {amount(both)} left{unwarned}"
        )
        if warned >= NEARLY * then.height:
            crowded.append(str(year))
    told = f" Where it stands for nearly all, as at the end of {join(crowded)}, it picks out nobody." if crowded else ""
    return [f"Whom else it warned: {'; '.join(parts)}.{told}"] if parts else []


def guaranteed(found: BeliefStudy) -> list[str]:
    """Whether members with a treaty or base of the patron left more often, as the game says they should."""
    table = found.tables["guarantees"]
    bare, held = table.filter(pl.col("had") == "neither"), table.filter(pl.col("had") != "neither")
    years = [int(each["member_years"].sum()) for each in (bare, held)]
    gone = [int(each["exits"].sum()) for each in (bare, held)]
    if not all(years):
        return []
    fits = gone[1] / years[1] > gone[0] / years[0]
    return [
        f"With a bilateral treaty or a base of the patron, members left in {gone[1]} of {years[1]} years; without either, in {gone[0]} of {years[0]}. "
        + (
            "That is the direction in which the game has it."
            if fits
            else "That is the opposite of what the game says of an outside guarantee, as far as so few exits can tell."
        )
    ]


def period_sentences(found: BeliefStudy) -> list[str]:
    """Where the false alarms lie."""
    table = found.tables["scores"].filter((pl.col("forecast") == "model") & (pl.col("period") != "all years"))
    other = found.tables["scores"].filter((pl.col("forecast") == "renewal") & (pl.col("period") != "all years"))
    parts = [
        f"{each['period']}, the warning found {amount(each['hits'])} of {count(each['hits'] + each['misses'], 'exit')} with {each['false_alarms']} false alarms, "
        f"the calendar {amount(same['hits'])} with {same['false_alarms']}, in {sum(each[key] for key in ('hits', 'misses', 'false_alarms', 'quiet'))} member-years"
        for each, same in zip(table.iter_rows(named=True), other.iter_rows(named=True), strict=True)
    ]
    return [f"{upper('; '.join(parts))}."] if parts else []


def prior_sentences(found: BeliefStudy) -> list[str]:
    """What the belief on joining alone does, and what a hit is then worth."""
    if found.spec.parameters.prior.value >= float(found.tables["path"]["threshold"].min()):  # type: ignore[arg-type]
        return []
    silent = row(found.tables["scores"], period="all years", forecast="no events")
    return [
        "On joining, the belief lies below the threshold by the study's own settings, so that a warning stands until an event lifts it: without any event it "
        f"would stand before {amount(silent['hits'])} of {count(silent['hits'] + silent['misses'], 'exit')} and in {silent['false_alarms']} of "
        f"{silent['false_alarms'] + silent['quiet']} years without one. What can tell are the years in which events lifted it, and those in which they brought it back."
    ]


def member_sentences(found: BeliefStudy) -> list[str]:
    """One passage a membership: the path, the warnings, what they rested on, and what the member did."""
    return [told(found, each) for each in found.tables["spells"].iter_rows(named=True)]


def told(found: BeliefStudy, spell: Mapping[str, Any]) -> str:
    """The passage of one membership."""
    path = found.tables["path"].filter(pl.col("spell") == spell["spell"])
    name = found.names[spell["member"]]
    ends = path["year"].to_list()
    fate = f"{spell['how']} {spell['exit'].isoformat()}" if spell["exit"] else "still in"
    warned = path.filter("warned")["year"].to_list()
    text = f"{name}, {span(ends[0], spell['exit'].year if spell['exit'] else ends[-1])}, {fate}. "
    text += (
        f"The belief lay below the threshold at the end of {spans(warned)}. "
        if warned
        else "The belief never lay below the threshold. "
    )
    text += worst(found, spell["spell"], warned=bool(warned))
    if spell["exit"] is None:
        return text + ("No warning stands at the end." if not path["warned"][-1] else "A warning stands at the end.")
    if spell["warned_last"]:
        return (
            text
            + f"The exit came after {count(spell['lead'], 'year')} of warning, which {percent(spell['share_last'])} of the draws gave too."
        )
    return text + f"The exit came without a warning; {percent(spell['share_last'])} of the draws gave one."


def worst(found: BeliefStudy, spell: int, *, warned: bool) -> str:
    """What spoke most against the patron in its own experience; or that nothing did."""
    own = (
        found.tables["events"]
        .filter((pl.col("spell") == spell) & (pl.col("decibels") < 0) & ~pl.col("of_another"))
        .sort("decibels", "known")
    )
    if own.is_empty():
        rest = ": the warning rests on the prior, on decay and on others' experience. " if warned else ". "
        return f"No event of its own spoke against the patron{rest}"
    parts = [
        f"{each['known'].year} ({kind_word(each['kind'])}, {each['rows']}, {number(each['decibels'], 1)} dB)"
        for each in own.head(3).iter_rows(named=True)
    ]
    return f"What spoke most against the patron: {join(parts)}. "


def titled(found: BeliefStudy, left: str) -> str:
    """An exit such as ``UZB 2012`` with the member's name."""
    code, _, year = left.partition(" ")
    return f"{found.names.get(code, code)} {year}"


def sure(found: BeliefStudy) -> list[str]:
    """How far the verdict hangs on the judgements."""
    path = found.tables["path"]
    quiet = path.join(found.tables["spells"].select("spell", "exit"), on="spell").filter(
        ~pl.col("left_next") & (pl.col("exit").is_null() | (pl.col("year") < pl.col("exit").dt.year()))
    )
    before = path.filter("left_next")
    texts = []
    if before.height and quiet.height:
        texts.append(
            f"Over {found.spec.draws:,} draws from all ranges, the warning stands before an exit in {percent(before['share'].mean())} of draws on average, "
            f"and in {percent(quiet['share'].mean())} in other years. The thresholds alone reach from {number(path['threshold_low'].min())} to "
            f"{number(path['threshold_high'].max())}: beyond 1 no belief keeps a member."
        )
    table = found.tables["left_out"]
    whole = table.row(0, named=True)
    lost = [
        (each["forecast"], [titled(found, name) for name in whole["exits_warned"].split("; ") if name not in each["exits_warned"].split("; ")])
        for each in table.iter_rows(named=True) if each["hits"] < whole["hits"]
    ]  # fmt: skip
    if lost:
        texts.append(
            "An exit is no longer warned of when: "
            + "; ".join(f"{verdict_words(name)} ({join(gone)})" for name, gone in lost)
            + "."
        )
    alarms = max(table.iter_rows(named=True), key=lambda each: each["false_alarms"])
    texts.append(f"Most false alarms, {alarms['false_alarms']}, come with: {verdict_words(alarms['forecast'])}.")
    return texts

"""The layout of every table of curated facts: its columns, what they mean, and the closed vocabularies.

Each table ends with ``source``, ``confidence`` and ``basis``, so that a reader can weigh every row.

>>> LAYOUTS["territories"].span
('start', 'end')
>>> CONFIDENCE["low"]
'doubtful; kept because leaving it out would hide a claim'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

__all__ = ["BASIS", "CONFIDENCE", "LADDER", "LAYOUTS", "Column", "Layout"]

Kind = Literal["text", "moment", "integer", "number", "choice", "code", "codes", "cow", "cows", "dated"]


@dataclass(frozen=True)
class Column:
    """One column: its kind, what it means, and what may stand in it.

    ``code`` and ``codes`` hold ISO-3 codes or the ``X-`` codes of actors that are no states, checked against the
    ``cow`` column beside them; ``dated`` holds ``CODE:date`` pairs. Several values are parted by ``;``.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Layout:
    """A table: its columns, its span, and the columns within which two spells must not overlap."""

    name: str
    title: str
    columns: tuple[Column, ...]
    span: tuple[str, str] | None = None
    alone: tuple[str, ...] = ()
    key: str = "id"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order.

        >>> LAYOUTS["actors"].header
        ('code', 'cow', 'name', 'type')
        """
        return tuple(column.name for column in self.columns)


CONFIDENCE: Mapping[str, str] = {
    "high": "seen in a document or data set, or undisputed",
    "medium": "likely right; a day, a number or a role may be off",
    "low": "doubtful; kept because leaving it out would hide a claim",
}
BASIS: Mapping[str, str] = {
    "document": "a document or page was read",
    "dataset": "a data set was read",
    "recalled": "known to the compilers; no document was opened",
    "document+recalled": "a document was read; part of the row, often the exact day, is recalled",
    "dataset+recalled": "a data set was read; part of the row, often the exact day, is recalled",
}
YES_NO: Mapping[str, str] = {"yes": "it is so", "no": "it is not so"}
ZERO_ONE: Mapping[str, str] = {"0": "no", "1": "yes"}

LADDER = frozenset({"signatory", "participant", "associate", "party", "member", "withdrawn"})
"""Statuses of one organisation that exclude each other; the rest, such as ``suspended``, may lie over a membership."""


def text(name: str, meaning: str, *, required: bool = False) -> Column:
    """A column of free text."""
    return Column(name, "text", meaning, required)


def need(name: str, meaning: str) -> Column:
    """A column of free text that must not be empty."""
    return Column(name, "text", meaning, True)


def day(name: str, meaning: str, *, required: bool = False) -> Column:
    """A column of dates, to the day, month or year."""
    return Column(name, "moment", meaning, required)


def choice(name: str, meaning: str, choices: Mapping[str, str], *, required: bool = True) -> Column:
    """A column whose words come from a closed vocabulary."""
    return Column(name, "choice", meaning, required, choices)


def whole(name: str, meaning: str, low: float, high: float, *, required: bool = False) -> Column:
    """A column of whole numbers within bounds."""
    return Column(name, "integer", meaning, required, low=low, high=high)


def one(iso3: str, cow: str, meaning: str, *, required: bool = True) -> tuple[Column, Column]:
    """An ISO-3 column and the COW column beside it, for one actor."""
    return Column(iso3, "code", meaning, required), Column(cow, "cow", f"COW number of {iso3}", required)


def many(iso3: str, cow: str, meaning: str, *, required: bool = True) -> tuple[Column, Column]:
    """An ISO-3 column and the COW column beside it, for several actors in the same order."""
    return Column(iso3, "codes", meaning, required), Column(cow, "cows", f"COW numbers of {iso3}", required)


ID = need("id", "stable id of the row")
NOTE = text("note", "what a user of the row should know; disputes")
TAIL = (
    need("source", "full citations, parted by ' | '"),
    choice("confidence", "the compilers' belief that the row is right", CONFIDENCE),
    choice("basis", "how the best source was used", BASIS),
)
SPELL = (day("start", "first day", required=True), day("end", "last day; empty = not ended"))

ACTOR_TYPES = {"state": "a state of the COW list", "collective": "an organisation or group of states",
               "non-state or unrecognised": "no position on status is taken"}  # fmt: skip
ROLES = {"successor": "successor state of the USSR", "power": "outside power"}
PACT_TYPES = {
    "defence pact": "a promise to help against attack",
    "consultation": "a duty to consult on threats",
    "friendship": "friendship, non-use of force",
    "strategic partnership": "political partnership on paper",
    "non-aggression/neutrality": "no attack, no help to an attacker, or neutrality",
    "base agreement": "forces or sites of one party on the soil of another",
    "troop withdrawal": "forces of one party leave the soil of another",
    "transit/overflight": "passage of goods or forces",
    "practical cooperation": "rescue, relief and the like, without a promise of defence",
    "defence cooperation": "training, arms, joint planning or air defence",
    "peacekeeping/ceasefire": "a truce or a force to keep it",
    "organisation charter": "founding or ruling text of an organisation",
}
EFFECT = {"yes": "entered into force", "no": "never in force by the end of 2024", "not stated": "taken from signature"}
PRESENCE_KINDS = {
    "base": "ground, naval or communication base", "air base": "air base or detachment",
    "peacekeepers": "armed peacekeeping force", "radar": "radar or space surveillance site",
    "test range": "test range or launch site", "advisers": "advisers and trainers",
    "monitors": "unarmed or civilian monitors", "border guards": "border troops",
    "de facto occupation": "against the will of the recognised government",
}  # fmt: skip
CONSENT = {"invited": "agreed by the recognised government", "contested": "consent denied, ended or disputed",
           "legacy": "Soviet remainder before any agreement"}  # fmt: skip
ENERGY = {"arms imports": "share of major-arms imports", "gas imports": "share of gas imports",
          "gas consumption": "Russian gas in total gas consumption"}  # fmt: skip
TIES_THEN = {"signatory": "has signed", "member": "member", "applicant": "has applied", "non-member": "outside",
             "non-ally partner": "partner without a treaty"}  # fmt: skip
APPEAL_KINDS = {"interstate": "against a state", "insurgency": "against insurgents", "coup/mutiny": "against mutineers",
                "domestic unrest": "against unrest", "proxy-separatist": "against separatists with a backer"}  # fmt: skip
RESPONSES = {"none": "no answer", "statement": "words", "fact-finding": "a mission", "mediation": "good offices",
             "materiel": "arms, goods or money", "troops": "forces"}  # fmt: skip
CONFLICT_KINDS = {
    "interstate": "two states' forces", "internationalised civil": "civil war with another state's forces",
    "secessionist": "over leaving a state", "insurgency": "armed group against a government",
    "border clash": "limited clash at a border or line",
    "militarised dispute": "use of force short of war, as COW codes it", "communal violence": "between communities",
    "uprising and repression": "protest or revolt put down", "mutiny": "part of the armed forces rises",
}  # fmt: skip
OVER = {"territory": "who holds a territory", "government": "who governs", "other": "neither"}
LEVELS = {"troops": "fought or deployed", "materiel": "arms, money, territory, haven", "political": "words"}
STANCES = {"acknowledged": "not denied by the supporter", "disputed": "extent or fact disputed",
           "denied": "alleged by one side and denied"}  # fmt: skip
SENDERS = {"state": "a state or states", "organisation": "an organisation"}
INSTRUMENTS = {
    "official condemnation": "words of a government or body", "sanction": "economic or personal sanctions",
    "visa ban": "entry ban", "aid cut": "aid withheld", "UNGA resolution": "UN General Assembly resolution",
    "suspension from body": "suspension or expulsion", "CHR resolution": "UN Commission on Human Rights resolution",
    "arms embargo": "arms embargo", "HRC resolution": "UN Human Rights Council resolution",
}  # fmt: skip
REGIME_KINDS = {
    "mass protest": "large protest against the rulers", "insurgency": "armed rebellion",
    "mutiny": "part of the forces disobeys", "alleged plot": "plot by official account",
    "assassination attempt": "attempt on a ruler, failed or not", "coup attempt": "failed attempt to seize power",
    "coup": "power seized by force", "colour revolution": "protest that changed or nearly changed the rulers",
    "foreign attempt at regime removal": "by another state", "uprising": "local armed or mass rising",
    "constitutional crisis": "organs of state against each other", "impeachment": "removal by parliament",
    "forced exit": "ruler pressed out without a coup", "armed incident": "armed seizure, stand-off or clash",
    "elite split": "part of the elite breaks away", "communal violence": "between communities, testing the rulers",
}  # fmt: skip
MODES = {"regular": "by the rules", "irregular": "by force or its threat", "contested": "coders differ"}
TIE_KINDS = {
    "territorial claim": "claim or border dispute", "war/massacre memory": "memory of war, massacre or repression",
    "border closure": "closed border", "minority across border": "kin of one state in the other",
    "patronage/rescue memory": "memory of help or protection", "imperial rule": "memory of rule by the other",
    "shared religion": "common religion", "language branch": "common branch of languages",
    "shared ethnicity": "seen as one people or kin", "hosting of exiles": "one hosts the opponents of the other",
}  # fmt: skip
TARGETS = {"state": "a state", "bloc": "a group of states", "non-state": "neither"}
MOVES = {"securitise": "named a threat to security", "desecuritise": "talked down or taken off the list"}

TABLES: tuple[Layout, ...] = (
    Layout("actors", "Codes of states and other actors", (
        need("code", "ISO-3, or X- for actors that are no states"),
        need("cow", "COW number, or -"),
        need("name", "name"), choice("type", "what it is", ACTOR_TYPES)), key="code"),
    Layout("states", "The states of the bundled facts", (
        ID, *one("iso3", "cow", "the state"), whole("gw", "Gleditsch-Ward number", 1, 999, required=True),
        need("name", "name"), choice("role", "successor or power", ROLES), day("independence", "independence"),
        day("system_start", "entry into the state system, COW", required=True),
        need("titular_group", "group the state is named after"),
        Column("titular_share_1989", "number", "share in the census of 1989, per cent", low=0, high=100),
        Column("titular_share", "number", "share in the later census, per cent", True, low=0, high=100),
        whole("titular_share_year", "year of the later census", 1989, 2024, required=True),
        need("religion_family", "family of the majority religion"), need("religion_branch", "its branch"),
        need("majority_religion", "in words"), need("language_family", "family of the titular language"),
        need("language_branch", "its branch"), need("empire", "empire the state belonged to or led"),
        need("former_imperial_centre", "in words"), NOTE, *TAIL)),
    Layout("organisations", "Memberships and statuses in organisations", (
        ID, need("org", "organisation"), *one("iso3", "cow", "the state"), need("status", "status in it"),
        *SPELL, NOTE, *TAIL), ("start", "end"), ("org", "iso3", "status")),
    Layout("commitments", "Treaties and declarations", (
        ID, need("title", "title"), *many("parties_iso3", "parties_cow", "the parties"),
        Column("joined", "dated", "parties that came after the start"),
        Column("left", "dated", "parties that left before the end"), day("signed", "signature", required=True),
        day("in_force", "entry into force"), day("ended", "end; empty = not ended"),
        choice("took_effect", "did it enter into force", EFFECT), choice("type", "type", PACT_TYPES),
        choice("mutual_defence", "duty or promise to help against attack", ZERO_ONE), need("promise", "what is promised"),
        text("dataset_ids", "ids in ATOP and DCAD"), NOTE, *TAIL), ("signed", "ended")),
    Layout("presence", "Forces and missions abroad", (
        ID, *one("host_iso3", "host_cow", "host"), *many("sender_iso3", "sender_cow", "senders"),
        need("site", "site"), choice("kind", "kind", PRESENCE_KINDS), choice("consent", "consent", CONSENT),
        whole("troops_low", "lower figure", 0, 1e6), whole("troops_high", "upper figure", 0, 1e6),
        *SPELL, NOTE, *TAIL), ("start", "end"), ("host_iso3", "sender_iso3", "site")),
    Layout("exercises", "Military exercises", (
        ID, need("name", "name"), text("series", "series"), text("part_of", "id of the exercise it is a part of"),
        whole("year", "year", 1990, 2030, required=True), *SPELL, *many("host_iso3", "host_cow", "hosts"),
        *many("participants_iso3", "participants_cow", "participants"),
        choice("participants_complete", "is the list of participants complete", ZERO_ONE),
        whole("personnel", "organiser's figure", 0, 1e6), need("framework", "framework"),
        choice("held", "was it held", ZERO_ONE), NOTE, *TAIL), ("start", "end")),
    Layout("arms_energy", "Arms and gas shares", (
        ID, choice("indicator", "what is shared out", ENERGY), *one("iso3", "cow", "importer"),
        *one("partner_iso3", "partner_cow", "supplier"), day("period_start", "from", required=True),
        day("period_end", "to", required=True),
        Column("value_low", "number", "lower value, per cent", True, low=0, high=100),
        Column("value_high", "number", "upper value, per cent", True, low=0, high=100), need("unit", "unit"), NOTE, *TAIL),
        ("period_start", "period_end")),
    Layout("appeals", "Appeals for help and what the patron did", (
        ID, *one("iso3", "cow", "who appealed"), *SPELL, choice("membership", "its tie to the alliance then", TIES_THEN),
        *many("opponent_iso3", "opponent_cow", "against whom"), choice("kind", "kind", APPEAL_KINDS),
        *many("addressed_iso3", "addressed_cow", "to whom"), need("invoked", "what was invoked"),
        choice("response", "highest step taken", RESPONSES), whole("patron_cost", "cost to the patron", 0, 3, required=True),
        need("cost_reason", "why"), need("outcome", "outcome"), *TAIL), ("start", "end")),
    Layout("turns", "Turns of alignment, a reading of the literature", (
        ID, *one("iso3", "cow", "the state"), day("date", "date", required=True), need("from", "from"), need("to", "to"),
        need("what_changed", "what changed"), *TAIL)),
    Layout("conflicts", "Wars, insurgencies and clashes", (
        ID, need("name", "name"), *SPELL, choice("kind", "kind", CONFLICT_KINDS), choice("over", "over what", OVER),
        need("side_a", "side A in words"), *many("side_a_iso3", "side_a_cow", "states on side A", required=False),
        need("side_b", "side B in words"), *many("side_b_iso3", "side_b_cow", "states on side B", required=False),
        need("territory", "territory"), Column("location_iso3", "codes", "where"),
        text("supporters_a", "in words"), text("supporters_b", "in words"),
        whole("deaths_low", "lowest credible toll", 0, 1e7), whole("deaths_high", "highest credible toll", 0, 1e7),
        text("status", "how it ended"), NOTE, *TAIL), ("start", "end")),
    Layout("support", "States that helped a side in a conflict", (
        ID, need("conflict", "id in conflicts"), choice("side", "side helped", {"a": "side A", "b": "side B"}),
        *one("aided_iso3", "aided_cow", "state helped; empty = a side that is no state", required=False),
        *one("iso3", "cow", "who helped"), choice("level", "how", LEVELS), choice("stance", "is it admitted", STANCES),
        *SPELL, NOTE, *TAIL), ("start", "end")),
    Layout("territories", "Territory outside the recognised government's control", (
        ID, *one("iso3", "cow", "the recognised state"), need("territory", "territory"),
        *one("controller_iso3", "controller_cow", "who holds it"),
        *one("backer_iso3", "backer_cow", "state behind the holder", required=False), *SPELL,
        choice("contested", "is it disputed that it is lost", YES_NO), NOTE, *TAIL), ("start", "end"), ("iso3", "territory")),
    Layout("stigma", "Condemnation and ostracism", (
        ID, need("sender", "sender"), choice("sender_type", "what it is", SENDERS), *one("iso3", "cow", "target"),
        day("date", "date", required=True), choice("instrument", "instrument", INSTRUMENTS),
        choice("standing", "does the measure last beyond the act", YES_NO), need("issue", "issue"),
        need("measure", "measure"), day("lifted", "lifted"), text("lifted_note", "how"),
        whole("severity", "1 words, 2 censure or partial measure, 3 sanctions or expulsion", 1, 3, required=True),
        choice("counted", "does it meet the rule: by liberal democracies or bodies they lead", YES_NO), *TAIL),
        ("date", "lifted")),
    Layout("regime_threats", "Threats to rulers", (
        ID, *one("iso3", "cow", "the state"), *SPELL, choice("kind", "kind", REGIME_KINDS),
        whole("severity", "1 minor, 2 serious, 3 office at stake", 1, 3, required=True),
        need("incumbent", "who was threatened"), need("outcome", "outcome"), NOTE, *TAIL), ("start", "end")),
    Layout("leaders", "Leaders", (
        ID, *one("iso3", "cow", "the state"), need("name", "name"), need("office", "office"),
        choice("effective", "the effective leader", YES_NO), *SPELL, need("entry", "entry"),
        choice("entry_mode", "entry mode", MODES), text("exit", "exit"),
        choice("exit_mode", "exit mode", MODES, required=False), NOTE, *TAIL), ("start", "end")),
    Layout("ties", "Amity and enmity between two states", (
        ID, *one("a_iso3", "a_cow", "one side"), *one("b_iso3", "b_cow", "the other"), choice("kind", "kind", TIE_KINDS),
        choice("sign", "amity or enmity", {"1": "amity", "-1": "enmity"}),
        whole("strength", "1 background, 2 salient, 3 defining", 1, 3, required=True), day("since", "since", required=True),
        day("until", "until; empty = lasting"), NOTE, choice("contested", "is the reading contested", YES_NO), *TAIL),
        ("since", "until"), ("a_iso3", "b_iso3", "kind")),
    Layout("securitisation", "Official framings of threats", (
        ID, *one("iso3", "cow", "who speaks"), need("target", "target in words"),
        *one("target_iso3", "target_cow", "target", required=False), choice("target_kind", "what it is", TARGETS),
        day("date", "date", required=True), choice("move", "move", MOVES), need("document", "document"),
        need("gist", "gist"), *TAIL)),
)  # fmt: skip
LAYOUTS: Mapping[str, Layout] = MappingProxyType({layout.name: layout for layout in TABLES})

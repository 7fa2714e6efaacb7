"""Made-up findings: an ordinary study and an awkward one, from a seeded generator; the numbers mean nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.panel.panels import Panels
from corcyra.panel.table import Column, Panel
from corcyra.report.figures import figures
from corcyra.report.figures.figure import drawing
from corcyra.report.render import svg_of
from corcyra.study.findings import Findings, Names
from corcyra.study.spec import StudySpec

STATES = {"ARM": "Armenia", "AZE": "Azerbaijan", "GEO": "Georgia"}
POLES = {"russia": "Russia", "west": "the West", "turkey": "Turkey", "iran": "Iran", "china": "China"}
LEADERS = {"russia": "RUS", "west": "USA", "turkey": "TUR", "iran": "IRN", "china": "CHN"}
OTHERS = {"RUS": "Russia", "USA": "United States of America", "TUR": "Turkey", "IRN": "Iran", "CHN": "China"}
THEORIES = {
    "balance_of_power": "Balance of power",
    "balance_of_threat": "Balance of threat",
    "bandwagoning": "Bandwagoning for profit",
    "identity": "Identity",
    "omnibalancing": "Omnibalancing",
    "ontological_security": "Ontological security",
    "regional_complex": "Regional security complex",
    "security_for_autonomy": "Security for autonomy",
}
BASELINES = {
    "persistence": "Persistence",
    "geography": "Geography",
    "marginal": "Marginal",
    "capability": "Capability",
    "recent": "Last ten years",
}
MET = ("top1", "lenient", "mrr", "log_loss", "brier", "silence", "posture")
POSTURES = ("balance", "bandwagon", "align for profit", "hedge", "neutral", "unknown")


Change = Callable[[Findings, str, pl.DataFrame], Findings]


class World:
    """Draws every table of a study of given size."""

    def __init__(self, states: Sequence[str], poles: Sequence[str], years: range, theories: Sequence[str],
                 baselines: Sequence[str], *, gaps: float = 0.0, seed: int = 7) -> None:  # fmt: skip
        self.draw = np.random.default_rng(seed)
        self.states, self.poles, self.years = list(states), list(poles), years
        self.theories, self.baselines, self.gaps = list(theories), list(baselines), gaps
        self.partner = self.partners()

    def partners(self) -> dict[tuple[str, int], str]:
        """One observed partner a state-year, changing now and then."""
        found = {}
        for place, state in enumerate(self.states):
            now = self.poles[place % len(self.poles)]
            for year in self.years:
                if self.draw.random() < 0.08:
                    now = str(self.draw.choice([*self.poles, "none"]))
                found[state, year] = now
        return found

    def maybe(self, value: float) -> float | None:
        """The value, or missing."""
        return None if self.draw.random() < self.gaps else round(float(value), 6)

    def rows(self) -> list[tuple[str, int]]:
        return [(state, year) for state in self.states for year in self.years]

    def walk(self, low: float = 0.0, high: float = 1.0) -> list[float]:
        """A path of values within bounds, one a year."""
        value, path = self.draw.uniform(low, high), []
        for _ in self.years:
            value = min(high, max(low, value + self.draw.normal(0, 0.06 * (high - low))))
            path.append(float(value))
        return path

    def alignment(self) -> pl.DataFrame:
        rows = []
        for state in self.states:
            for pole in self.poles:
                for year, base in zip(self.years, self.walk(0.02, 0.5), strict=True):
                    value = self.maybe(min(1.0, base + 0.4 * (self.partner[state, year] == pole)))
                    rows.append((state, year, pole, value, 1.0, value, value, 0.2, None, self.maybe(4 * base - 1), 0.3))
        names = ["state", "year", "pole", "alignment", "coverage", "align_pact", "align_org", "align_exercise", "align_un",
                 "latent", "latent_sd"]  # fmt: skip
        return frame(rows, names)

    def posture(self) -> pl.DataFrame:
        rows = []
        for state, year in self.rows():
            posture = str(self.draw.choice(POSTURES))
            second = str(self.draw.choice(self.poles)) if posture == "hedge" else None
            allied = "balance" if posture == "hedge" else posture
            rows.append((state, year, self.partner[state, year], second, posture, allied))
        return frame(rows, ["state", "year", "partner", "second", "posture", "posture_allied"])

    def turns(self) -> pl.DataFrame:
        rows = []
        for state in self.states:
            for year in list(self.years)[1:]:
                before, after = self.partner[state, year - 1], self.partner[state, year]
                if before != after and after != "none":
                    away = before if before != "none" else ""
                    rows.append((state, year, after, 0.31, 0.93, away, after))
                    if away:
                        rows.append((state, year, away, -0.28, 0.88, away, after))
        return frame(rows, ["state", "year", "pole", "change", "probability", "away_from", "toward"])

    def coded_turns(self) -> pl.DataFrame:
        first = self.years[0]
        rows = [
            (self.states[0], f"{first}-05", "newly independent", "Russia", "founding signatory", "high", "a handbook"),
            (
                self.states[-1],
                f"{first + 2}-08-12",
                "Russia",
                "the West",
                "left the pact",
                "medium",
                "a speech & a <note>",
            ),
        ]
        return frame(rows, ["state", "date", "from", "to", "what_changed", "confidence", "source"])

    def threats(self) -> pl.DataFrame:
        rows = []
        for state in self.states:
            others = [key for key in [*self.states, *OTHERS] if key != state]
            level = {other: self.draw.normal(0, 1, 4) for other in others}
            for year in self.years:
                parts = {other: level[other] + self.draw.normal(0, 0.25, 4) for other in others}
                order = sorted(others, key=lambda other: -float(parts[other].sum()))
                for rank, other in enumerate(order, 1):
                    values = [round(float(each), 6) for each in parts[other]]
                    rows.append((state, year, other, rank, self.maybe(sum(values) / 4), *values))
        return frame(rows, ["state", "year", "other", "rank", "threat", "power", "proximity", "offence", "intent"])

    def enmity_amity(self) -> pl.DataFrame:
        keys = sorted({*self.states, *(LEADERS[pole] for pole in self.poles)})
        pairs = [(a, b) for place, a in enumerate(keys) for b in keys[place + 1 :]]
        rows = []
        for a, b in pairs:
            for year, foe, friend in zip(self.years, self.walk(), self.walk(), strict=True):
                rows.append((a, b, year, self.maybe(foe), self.maybe(friend)))
        return frame(rows, ["state", "other", "year", "enmity", "amity"])

    def weakness(self) -> pl.DataFrame:
        rows = []
        for state in self.states:
            for year, flat, tall in zip(self.years, self.walk(), self.walk(), strict=True):
                seen = 0.4 if year < self.years[0] + 4 else 0.9
                rows.append((state, year, self.maybe(1 - (1 - flat) * (1 - tall)), flat, tall, seen, 0.9))
        names = ["state", "year", "weakness", "horizontal", "vertical", "horizontal_coverage", "vertical_coverage"]
        return frame(rows, names)

    def penetration(self) -> pl.DataFrame:
        rows = []
        for state in self.states:
            paths = {pole: self.walk(0, 0.8) for pole in self.poles}
            for place, year in enumerate(self.years):
                rows += [(state, year, pole, self.maybe(paths[pole][place]), 0.7, 0.5) for pole in self.poles]
        return frame(rows, ["state", "year", "pole", "penetration", "total", "exclusivity"])

    def states_measured(self) -> pl.DataFrame:
        rows = [(state, year, *(self.maybe(each) for each in self.draw.random(6))) for state, year in self.rows()]
        names = ["stigma", "normative_threat", "ontological_insecurity", "autonomy", "internal_threat", "revisionism"]
        return frame(rows, ["state", "year", *names])

    def expectations(self, silent: Mapping[str, str]) -> pl.DataFrame:
        rows = []
        for kind, keys in (("theory", self.theories), ("baseline", self.baselines)):
            for key in keys:
                skill = self.draw.uniform(0.15, 0.9)
                for state, year in self.rows():
                    rows.append(self.expectation(key, kind, state, year, skill, silent.get(key, "")))
        names = ["contender", "kind", "state", "year", "silent", "silence_kind", "reason", "partner", "posture"]
        return frame(rows, [*names, *(f"p_{pole}" for pole in self.poles), "p_none", "observed", "hit"])

    def expectation(self, key: str, kind: str, state: str, year: int, skill: float, silent: str) -> tuple[Any, ...]:
        """One row of the expectations."""
        observed = self.partner[state, year]
        blank = [None] * (len(self.poles) + 1)
        if silent or (kind == "theory" and year == self.years[0]):
            reason = silent or f"no value before {year} within 3 years for: power (iran)"
            return (key, kind, state, year, True, "missing data", reason, None, None, *blank, observed, None)
        partner = observed if self.draw.random() < skill else str(self.draw.choice(self.poles))
        chances = self.draw.dirichlet(np.ones(len(self.poles) + 1)).round(6).tolist()
        return (key, kind, state, year, False, None, None, partner, "balance", *chances, observed, partner == observed)

    def scores(self, silent: Mapping[str, str]) -> pl.DataFrame:
        rows = []
        for kind, keys in (("theory", self.theories), ("baseline", self.baselines)):
            for key in keys:
                for which, n in (("all", len(self.rows())), ("transitions", 6), ("common", 60)):
                    for metric in MET:
                        value = 1.0 if metric == "silence" else None
                        low, high = value, value
                        if key not in silent:
                            value = float(self.draw.uniform(0.1, 0.9)) * (2 if metric == "log_loss" else 1)
                            low, high = max(0.0, value - 0.15), min(2.0 if metric == "log_loss" else 1.0, value + 0.12)
                        rows.append((key, kind, which, metric, value, low, high, 0 if key in silent else n))
        return frame(rows, ["contender", "kind", "rows", "metric", "value", "low", "high", "n"])

    def differences(self, silent: Mapping[str, str]) -> pl.DataFrame:
        rows = []
        for theory in self.theories:
            for baseline in self.baselines:
                for which in ("all", "transitions"):
                    for metric in ("top1", "log_loss"):
                        value = None if theory in silent else float(self.draw.normal(-0.1, 0.3))
                        ends = (None, None) if value is None else (value - 0.25, value + 0.2)
                        rows.append((theory, baseline, which, metric, value, *ends))
        return frame(rows, ["theory", "baseline", "rows", "metric", "value", "low", "high"])

    def summary(self, silent: Mapping[str, str]) -> pl.DataFrame:
        rows = []
        for state in self.states:
            seen = [self.partner[state, year] for year in self.years]
            observed = max(sorted(set(seen)), key=seen.count)
            for theory in self.theories:
                partner = "" if theory in silent else str(self.draw.choice([*self.poles, observed, observed, "none"]))
                match = (
                    "silent"
                    if not partner
                    else "yes"
                    if partner == observed
                    else str(self.draw.choice(["no", "partly"]))
                )
                share = None if not partner else 0.71
                rows.append((state, theory, partner, share, None if not partner else "bandwagon", observed,
                             seen.count(observed) / len(seen), "align for profit", 0 if not partner else len(seen) - 1,
                             None if not partner else 0.5, match))  # fmt: skip
        names = ["state", "theory", "predicted", "predicted_share", "predicted_posture", "observed", "observed_share",
                 "observed_posture", "years", "hit_share", "match"]  # fmt: skip
        return frame(rows, names)

    def terms(self) -> pl.DataFrame:
        rows = [
            (theory, state, year, "enmity", "enmity toward the pole", pole, float(self.draw.normal()))
            for theory in self.theories[:2] for state, year in self.rows()[:4] for pole in self.poles
        ]  # fmt: skip
        return frame(rows, ["theory", "state", "year", "term", "meaning", "pole", "value"])

    def small(self, silent: Mapping[str, str]) -> dict[str, pl.DataFrame]:
        """The tables of few rows."""
        first, last = self.years[0], self.years[-1]
        theory, state, pole = self.theories[0], self.states[0], self.poles[0]
        changes = [
            (theory, state, "enmity", 1.0, 0.5, pole, self.poles[-1], False, True),
            (self.theories[-1], self.states[-1], "reach", 1000.0, 2000.0, pole, "none", True, False),
        ]
        quiet = [(key, each, "out of scope", reason, first, last, len(self.years))
                 for key, reason in silent.items() for each in self.states]  # fmt: skip
        quiet += [(theory, state, "missing data", "no value for: power (iran)", first, first, 1)]
        covered = [("alignment", 400, 495, 0.808081, first, last), ("intent", 0, 495, 0.0, None, None)]
        sources = [("vdem", "Varieties of Democracy", "v14", "CC BY 4.0", "ab" * 32, "corcyra"),
                   ("atop", "Alliance Treaty Obligations", "5.1", "cited facts", "cd" * 32, "corcyra; bailey2017")]  # fmt: skip
        return {
            "would_differ": frame(changes, ["theory", "state", "parameter", "default", "value", "partner_default",
                                            "partner_changed", "hit_default", "hit_changed"]),
            "leaks": frame([("intent", theory, 0.12, 0.1, 5), ("penetration", theory, 0.4, 0.2, 5)],
                           ["column", "theory", "same_year", "year_before", "bins"]),
            "silences": frame(quiet, ["theory", "state", "kind", "reason", "first", "last", "years"]),
            "coverage": frame(covered, ["column", "observed", "rows", "share", "first", "last"]),
            "sources": frame(sources, ["key", "title", "version", "licence", "sha256", "citations"]),
        }  # fmt: skip

    def signed(self, text: bool) -> dict[str, pl.DataFrame]:
        """The signed graphs and their splits."""
        leaders = [LEADERS[pole] for pole in self.poles]
        graphs = ("text", "measured") if text else ("measured",)
        rows, splits = [], []
        for graph in graphs:
            for place, state in enumerate(self.states):
                for turn, leader in enumerate(leaders):
                    sign = 1 if (place + turn) % 3 == 0 else -1
                    rows.append((graph, state, leader, sign, 0.3 + 0.1 * turn, "the ground & the reason"))
            nodes = self.states + leaders
            half = len(nodes) // 2
            splits.append((graph, ", ".join(nodes[:half]), ", ".join(nodes[half:]), 2.0, f"{self.states[0]}-{leaders[0]}", 3, 6,
                           graph == "text"))  # fmt: skip
        names = ["graph", "side_a", "side_b", "frustration", "frustrated", "balanced_triads", "triads", "unique"]
        edges = frame(rows, ["graph", "a", "b", "sign", "weight", "ground"])
        return {"signed_edges": edges, "signed_split": frame(splits, names)}

    def truth_table(self) -> pl.DataFrame:
        """A text that agrees on some rows, differs on others, and gives no verdict on the rest."""
        rows = []
        for place, theory in enumerate(["observed", *self.theories[:5]]):
            for turn, state in enumerate(self.states):
                agree = None if place == 5 else (place + turn) % 2 == 0
                verdict = None if agree is None else "fails"
                computed = "partly" if agree is False else "fails"
                rows.append((theory, state, "Russia & co", "explicit", verdict, "inferred", "russia", 0.8, "west", computed, agree,
                             "Both expect <Russia>."))  # fmt: skip
        names = ["theory", "state", "text_predicts", "prediction_basis", "text_verdict", "verdict_basis", "computed_partner",
                 "computed_share", "observed_partner", "computed_verdict", "agree", "why"]  # fmt: skip
        return frame(rows, names)

    def tables(self, *, silent: Mapping[str, str], text: bool) -> dict[str, pl.DataFrame]:
        """Every table."""
        found = {name: getattr(self, name)() for name in (
            "alignment", "posture", "turns", "coded_turns", "threats", "enmity_amity", "weakness", "penetration",
            "states_measured", "terms")}  # fmt: skip
        found |= {name: getattr(self, name)(silent) for name in ("expectations", "scores", "differences", "summary")}
        found |= {**self.small(silent), **self.signed(text)}
        return found | ({"truth_table": self.truth_table()} if text else {})


def frame(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> pl.DataFrame:
    """A polars frame; empty ones keep their columns."""
    return pl.DataFrame(rows, schema=list(names), orient="row", infer_schema_length=None)


def panels(years: range) -> Panels:
    """Two small panels with one column each."""
    codes = [371, 373]
    states = pl.DataFrame([(code, year, 0.5) for code in codes for year in years], schema=["state", "year", "weakness"],
                          orient="row")  # fmt: skip
    dyads = pl.DataFrame([(a, b, year, None if a < b else 0.5) for a in codes for b in codes if a != b for year in years],
                         schema={"state": pl.Int64, "other": pl.Int64, "year": pl.Int64, "alignment": pl.Float64},
                         orient="row")  # fmt: skip
    return Panels(
        Panel(
            states,
            "state-year",
            {"weakness": Column("weakness", "weakness of the state", "index", 0.0, 1.0, citations=("corcyra",))},
        ),
        Panel(
            dyads,
            "directed-dyad-year",
            {"alignment": Column("alignment", "alignment with the other", "index", 0.0, 1.0, citations=("corcyra",))},
        ),
    )


def build(world: World, *, silent: Mapping[str, str], case: str | None) -> Findings:
    """Findings around a made-up world."""
    spec = StudySpec(
        key="made-up", title="Three roads from one crossing", states=tuple(world.states), poles=tuple(world.poles),
        question="Why did Armenia, Azerbaijan and Georgia align so differently?", theories=tuple(world.theories),
        years=(world.years[0], world.years[-1]), case=case,
    )  # fmt: skip
    names = Names(
        states={**STATES, **OTHERS}, poles={key: POLES[key] for key in world.poles},
        leaders={key: LEADERS[key] for key in world.poles}, theories={key: THEORIES[key] for key in world.theories},
        baselines={key: BASELINES[key] for key in world.baselines},
    )  # fmt: skip
    tables = world.tables(silent=silent, text=case is not None)
    return Findings(
        spec, names, panels(world.years), tables, {"lock": 1, "seed": spec.seed},
        limits=("Few cases: three states.", "Coders judged the ties."), contested=("The war of 1992–94 has two names.",),
        citations=("corcyra",),
    )  # fmt: skip


@pytest.fixture(scope="session")
def ordinary() -> Findings:
    """Three states, five poles, 33 years, eight theories, five baselines, a case."""
    world = World(list(STATES), list(POLES), range(1992, 2025), list(THEORIES), list(BASELINES), gaps=0.02)
    return build(
        world, silent={"ontological_security": "outside its scope: the state is a democracy"}, case="south-caucasus"
    )


@pytest.fixture(scope="session")
def awkward() -> Findings:
    """One state, two poles, three years, one silent theory of two, one baseline, missing cells, no case."""
    world = World(
        ["ARM"], ["russia", "west"], range(1992, 1995), ["identity", "omnibalancing"], ["persistence"], gaps=0.4, seed=3
    )
    return build(world, silent={"omnibalancing": "no value for: regime"}, case=None)


@pytest.fixture(scope="session")
def both(ordinary: Findings, awkward: Findings) -> dict[str, Findings]:
    """Both studies by name."""
    return {"ordinary": ordinary, "awkward": awkward}


@pytest.fixture(scope="session")
def drawings(both: dict[str, Findings]) -> dict[str, dict[str, str]]:
    """Every figure of both studies as SVG, drawn once."""
    return {study: {key: svg_of(drawing(chart)) for key, chart in figures(findings).items()} for study, findings in both.items()}


@pytest.fixture(scope="session")
def changed() -> Change:
    """The findings with one table in place of another."""

    def change(findings: Findings, key: str, table: pl.DataFrame) -> Findings:
        return replace(findings, tables={**findings.tables, key: table})

    return change

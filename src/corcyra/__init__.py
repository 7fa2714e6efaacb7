"""Corcyra: why do states align as they do?

Data, measures, rival theories and their scores, for everyone who studies alliances. The names below are the whole public
face; each loads when it is first touched, so that `import corcyra` costs nothing (PEP 562). The stub beside this file
gives type checkers the same names; a test holds the two together.

>>> import corcyra
>>> corcyra.find_state("Грузия").iso3
'GEO'
>>> [theory.key for theory in corcyra.THEORIES][:3]
['balance_of_power', 'balance_of_threat', 'bandwagoning']
"""

from importlib import import_module

__version__ = "0.1.0"

FACE = {
    "AsOf": "corcyra.panel.as_of:AsOf",
    "Column": "corcyra.panel.table:Column",
    "CorcyraError": "corcyra.errors:CorcyraError",
    "DATASETS": "corcyra.sources.datasets:DATASETS",
    "Dataset": "corcyra.sources.dataset:Dataset",
    "Download": "corcyra.sources.dataset:Download",
    "Expectation": "corcyra.theories.theory:Expectation",
    "Field": "corcyra.sources.source:Field",
    "Findings": "corcyra.study.findings:Findings",
    "Library": "corcyra.sources.library:Library",
    "MEASURES": "corcyra.measures:MEASURES",
    "MissingSource": "corcyra.errors:MissingSource",
    "Mobilisation": "corcyra.measures.mobilisation.mobilise:Mobilisation",
    "Panel": "corcyra.panel.table:Panel",
    "Panels": "corcyra.panel.panels:Panels",
    "Parameter": "corcyra.measures.measure:Parameter",
    "Pole": "corcyra.world.poles:Pole",
    "ReadyRealignment": "corcyra.measures.realignments.ready:ReadyRealignment",
    "Realignment": "corcyra.measures.realignment:Realignment",
    "Region": "corcyra.world.regions:Region",
    "SOURCES": "corcyra.sources:SOURCES",
    "Silence": "corcyra.theories.theory:Silence",
    "Source": "corcyra.sources.source:Source",
    "StudyLock": "corcyra.study.lockfile:StudyLock",
    "StudySpec": "corcyra.study.spec:StudySpec",
    "THEORIES": "corcyra.theories:THEORIES",
    "UnknownName": "corcyra.errors:UnknownName",
    "WORLD_MEASURES": "corcyra.measures:WORLD_MEASURES",
    "Years": "corcyra.world.time:Years",
    "add": "corcyra.panel.add:add",
    "add_frame": "corcyra.panel.add:add_frame",
    "add_similarity": "corcyra.measures.similarity:add_similarity",
    "apply": "corcyra.measures.measure:apply",
    "as_of": "corcyra.panel.as_of:as_of",
    "assembly_map": "corcyra.report.figures.assembly_map:assembly_map",
    "bibtex": "corcyra.world.citation:bibtex",
    "capability_weights": "corcyra.measures.portfolios:capability_weights",
    "changed_tables": "corcyra.study.lockfile:changed_tables",
    "check_folder": "corcyra.files:check_folder",
    "citation_keys": "corcyra.world.citation:keys",
    "codebook": "corcyra.panel.codebook:codebook",
    "collapse": "corcyra.panel.collapse:collapse",
    "convert": "corcyra.world.codes:convert",
    "coverage": "corcyra.panel.codebook:coverage",
    "dyad_years": "corcyra.panel.create:dyad_years",
    "event_study": "corcyra.report.figures.event_study:event_study",
    "expectations": "corcyra.contest.run:expectations",
    "fact_panels": "corcyra.study.build:fact_panels",
    "fetch": "corcyra.sources.fetch:fetch",
    "fetch_command": "corcyra.sources.library:missing",
    "fetch_sizes": "corcyra.sources.fetch:sizes",
    "find_realignment": "corcyra.measures.realignments.ready:find_realignment",
    "find_state": "corcyra.world.states:find",
    "find_study": "corcyra.study.gallery:find_study",
    "gallery": "corcyra.study.gallery:gallery",
    "mobilisation_table": "corcyra.report.mobilisation_tables:mobilisation_table",
    "mobilise": "corcyra.measures.mobilisation.mobilise:mobilise",
    "moment": "corcyra.world.time:moment",
    "official_points": "corcyra.measures.realignments.ready:official_points",
    "own_portfolios": "corcyra.measures.portfolios:own_portfolios",
    "own_weights": "corcyra.measures.portfolios:own_weights",
    "poles": "corcyra.world.poles:poles",
    "portfolios": "corcyra.measures.portfolios:portfolios",
    "query_sql": "corcyra.sources.sql:query",
    "read_lock": "corcyra.study.lockfile:read_lock",
    "ready_realignments": "corcyra.measures.realignments.ready:ready_realignments",
    "realignment": "corcyra.measures.realignment:realignment",
    "realignment_chart": "corcyra.report.figures.realignment:realignment_chart",
    "realignment_windows": "corcyra.measures.realignment:windows",
    "region": "corcyra.world.regions:region",
    "regions": "corcyra.world.regions:regions",
    "run_study": "corcyra.study.run:run_study",
    "search_states": "corcyra.world.states:search",
    "similarity": "corcyra.measures.similarity:similarity",
    "spells": "corcyra.panel.spells:spells",
    "sql_tables": "corcyra.sources.sql:tables",
    "state_days": "corcyra.panel.create:state_days",
    "state_years": "corcyra.panel.create:state_years",
    "summary_table": "corcyra.report.tables:terminal",
    "to_arrow": "corcyra.panel.export:to_arrow",
    "to_pandas": "corcyra.panel.export:to_pandas",
    "trajectories": "corcyra.report.figures.trajectories:trajectories",
    "world_panels": "corcyra.panel.world:world_panels",
    "write": "corcyra.panel.export:write",
    "write_mobilisation": "corcyra.report.mobilisation:write_mobilisation",
    "write_realignment": "corcyra.report.realignment:write_realignment",
    "write_report": "corcyra.report.folder:write",
    "write_table": "corcyra.sources.sql:write",
}

__all__ = sorted(FACE)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> object:
    """Load a public name from its room."""
    if name not in FACE:
        raise AttributeError(f"module 'corcyra' has no attribute {name!r}")
    module, attribute = FACE[name].split(":")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]

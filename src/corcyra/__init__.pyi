from corcyra.contest.run import expectations as expectations
from corcyra.errors import CorcyraError as CorcyraError
from corcyra.errors import MissingSource as MissingSource
from corcyra.errors import UnknownName as UnknownName
from corcyra.files import check_folder as check_folder
from corcyra.measures import MEASURES as MEASURES
from corcyra.measures import WORLD_MEASURES as WORLD_MEASURES
from corcyra.measures.measure import Parameter as Parameter
from corcyra.measures.measure import apply as apply
from corcyra.measures.mobilisation.mobilise import Mobilisation as Mobilisation
from corcyra.measures.mobilisation.mobilise import mobilise as mobilise
from corcyra.measures.portfolios import capability_weights as capability_weights
from corcyra.measures.portfolios import own_portfolios as own_portfolios
from corcyra.measures.portfolios import own_weights as own_weights
from corcyra.measures.portfolios import portfolios as portfolios
from corcyra.measures.realignment import Realignment as Realignment
from corcyra.measures.realignment import realignment as realignment
from corcyra.measures.realignment import windows as realignment_windows
from corcyra.measures.realignments.ready import ReadyRealignment as ReadyRealignment
from corcyra.measures.realignments.ready import find_realignment as find_realignment
from corcyra.measures.realignments.ready import official_points as official_points
from corcyra.measures.realignments.ready import ready_realignments as ready_realignments
from corcyra.measures.similarity import add_similarity as add_similarity
from corcyra.measures.similarity import similarity as similarity
from corcyra.panel.add import add as add
from corcyra.panel.add import add_frame as add_frame
from corcyra.panel.as_of import AsOf as AsOf
from corcyra.panel.as_of import as_of as as_of
from corcyra.panel.codebook import codebook as codebook
from corcyra.panel.codebook import coverage as coverage
from corcyra.panel.collapse import collapse as collapse
from corcyra.panel.create import dyad_years as dyad_years
from corcyra.panel.create import state_days as state_days
from corcyra.panel.create import state_years as state_years
from corcyra.panel.export import to_arrow as to_arrow
from corcyra.panel.export import to_pandas as to_pandas
from corcyra.panel.export import write as write
from corcyra.panel.panels import Panels as Panels
from corcyra.panel.spells import spells as spells
from corcyra.panel.table import Column as Column
from corcyra.panel.table import Panel as Panel
from corcyra.panel.world import world_panels as world_panels
from corcyra.report.figures.assembly_map import assembly_map as assembly_map
from corcyra.report.figures.event_study import event_study as event_study
from corcyra.report.figures.realignment import realignment_chart as realignment_chart
from corcyra.report.figures.trajectories import trajectories as trajectories
from corcyra.report.folder import write as write_report
from corcyra.report.mobilisation import write_mobilisation as write_mobilisation
from corcyra.report.mobilisation_tables import mobilisation_table as mobilisation_table
from corcyra.report.realignment import write_realignment as write_realignment
from corcyra.report.tables import terminal as summary_table
from corcyra.sources import SOURCES as SOURCES
from corcyra.sources.dataset import Dataset as Dataset
from corcyra.sources.dataset import Download as Download
from corcyra.sources.datasets import DATASETS as DATASETS
from corcyra.sources.fetch import fetch as fetch
from corcyra.sources.fetch import sizes as fetch_sizes
from corcyra.sources.library import Library as Library
from corcyra.sources.library import missing as fetch_command
from corcyra.sources.source import Field as Field
from corcyra.sources.source import Source as Source
from corcyra.sources.sql import query as query_sql
from corcyra.sources.sql import tables as sql_tables
from corcyra.sources.sql import write as write_table
from corcyra.study.build import fact_panels as fact_panels
from corcyra.study.findings import Findings as Findings
from corcyra.study.gallery import find_study as find_study
from corcyra.study.gallery import gallery as gallery
from corcyra.study.lockfile import StudyLock as StudyLock
from corcyra.study.lockfile import changed_tables as changed_tables
from corcyra.study.lockfile import read_lock as read_lock
from corcyra.study.run import run_study as run_study
from corcyra.study.spec import StudySpec as StudySpec
from corcyra.theories import THEORIES as THEORIES
from corcyra.theories.theory import Expectation as Expectation
from corcyra.theories.theory import Silence as Silence
from corcyra.world.citation import bibtex as bibtex
from corcyra.world.citation import keys as citation_keys
from corcyra.world.codes import convert as convert
from corcyra.world.poles import Pole as Pole
from corcyra.world.poles import poles as poles
from corcyra.world.regions import Region as Region
from corcyra.world.regions import region as region
from corcyra.world.regions import regions as regions
from corcyra.world.states import find as find_state
from corcyra.world.states import search as search_states
from corcyra.world.time import Years as Years
from corcyra.world.time import moment as moment

__all__ = [
    "DATASETS",
    "MEASURES",
    "SOURCES",
    "THEORIES",
    "WORLD_MEASURES",
    "AsOf",
    "Column",
    "CorcyraError",
    "Dataset",
    "Download",
    "Expectation",
    "Field",
    "Findings",
    "Library",
    "MissingSource",
    "Mobilisation",
    "Panel",
    "Panels",
    "Parameter",
    "Pole",
    "ReadyRealignment",
    "Realignment",
    "Region",
    "Silence",
    "Source",
    "StudyLock",
    "StudySpec",
    "UnknownName",
    "Years",
    "add",
    "add_frame",
    "add_similarity",
    "apply",
    "as_of",
    "assembly_map",
    "bibtex",
    "capability_weights",
    "changed_tables",
    "check_folder",
    "citation_keys",
    "codebook",
    "collapse",
    "convert",
    "coverage",
    "dyad_years",
    "event_study",
    "expectations",
    "fact_panels",
    "fetch",
    "fetch_command",
    "fetch_sizes",
    "find_realignment",
    "find_state",
    "find_study",
    "gallery",
    "mobilisation_table",
    "mobilise",
    "moment",
    "official_points",
    "own_portfolios",
    "own_weights",
    "poles",
    "portfolios",
    "query_sql",
    "read_lock",
    "ready_realignments",
    "realignment",
    "realignment_chart",
    "realignment_windows",
    "region",
    "regions",
    "run_study",
    "search_states",
    "similarity",
    "spells",
    "sql_tables",
    "state_days",
    "state_years",
    "summary_table",
    "to_arrow",
    "to_pandas",
    "trajectories",
    "world_panels",
    "write",
    "write_mobilisation",
    "write_realignment",
    "write_report",
    "write_table",
]

__version__: str

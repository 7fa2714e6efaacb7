from corcyra.contest.run import expectations as expectations
from corcyra.errors import CorcyraError as CorcyraError
from corcyra.files import check_folder as check_folder
from corcyra.measures import MEASURES as MEASURES
from corcyra.measures.measure import Parameter as Parameter
from corcyra.measures.measure import apply as apply
from corcyra.panel.add import add as add
from corcyra.panel.add import add_frame as add_frame
from corcyra.panel.as_of import AsOf as AsOf
from corcyra.panel.as_of import as_of as as_of
from corcyra.panel.codebook import codebook as codebook
from corcyra.panel.codebook import coverage as coverage
from corcyra.panel.create import dyad_years as dyad_years
from corcyra.panel.create import state_years as state_years
from corcyra.panel.export import to_arrow as to_arrow
from corcyra.panel.export import to_pandas as to_pandas
from corcyra.panel.export import write as write
from corcyra.panel.panels import Panels as Panels
from corcyra.panel.table import Column as Column
from corcyra.panel.table import Panel as Panel
from corcyra.report.folder import write as write_report
from corcyra.report.tables import terminal as summary_table
from corcyra.sources import SOURCES as SOURCES
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
from corcyra.world.states import find as find_state
from corcyra.world.states import search as search_states
from corcyra.world.time import Years as Years
from corcyra.world.time import moment as moment

__all__ = [
    "MEASURES",
    "SOURCES",
    "THEORIES",
    "AsOf",
    "Column",
    "CorcyraError",
    "Expectation",
    "Findings",
    "Panel",
    "Panels",
    "Parameter",
    "Pole",
    "Silence",
    "StudyLock",
    "StudySpec",
    "Years",
    "add",
    "add_frame",
    "apply",
    "as_of",
    "bibtex",
    "changed_tables",
    "check_folder",
    "citation_keys",
    "codebook",
    "convert",
    "coverage",
    "dyad_years",
    "expectations",
    "fact_panels",
    "find_state",
    "find_study",
    "gallery",
    "moment",
    "poles",
    "read_lock",
    "run_study",
    "search_states",
    "state_years",
    "summary_table",
    "to_arrow",
    "to_pandas",
    "write",
    "write_report",
]

__version__: str

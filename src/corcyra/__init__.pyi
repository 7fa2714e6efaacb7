from corcyra.casebook.check import Checked as CheckedCase
from corcyra.casebook.check import check_case as check_case
from corcyra.casebook.check import ledgers as ledgers
from corcyra.casebook.check import read_ledger as read_ledger
from corcyra.casebook.ledger import Ledger as Ledger
from corcyra.casebook.qda import read_qda as read_qda
from corcyra.casebook.qda_import import import_qda as import_qda
from corcyra.casebook.roles import case_roles as case_roles
from corcyra.casebook.start import new_case as new_case
from corcyra.casebook.weighing import WeighedCase as WeighedCase
from corcyra.casebook.weighing import weigh_case as weigh_case
from corcyra.casebook.write import write_ledger as write_ledger
from corcyra.contest.run import expectations as expectations
from corcyra.errors import CorcyraError as CorcyraError
from corcyra.errors import MissingSource as MissingSource
from corcyra.errors import UnknownName as UnknownName
from corcyra.files import check_folder as check_folder
from corcyra.files import write_folder as write_folder
from corcyra.games.examine import Examined as Examined
from corcyra.games.examine import examine as examine
from corcyra.games.form.efg import read_efg as read_efg
from corcyra.games.form.efg import write_efg as write_efg
from corcyra.games.form.mixed import mixed_equilibria as mixed_equilibria
from corcyra.games.form.nash import nash as nash
from corcyra.games.form.nfg import read_nfg as read_nfg
from corcyra.games.form.nfg import write_nfg as write_nfg
from corcyra.games.form.normal import NormalForm as NormalForm
from corcyra.games.form.pure import pure_equilibria as pure_equilibria
from corcyra.games.form.tree import Game as Game
from corcyra.games.form.tree import signalling as signalling
from corcyra.games.model import Model as GameModel
from corcyra.games.models import MODELS as GAMES
from corcyra.games.naming import find_game as find_game
from corcyra.games.naming import find_parameter as find_parameter
from corcyra.games.ranges import between as sweep_values
from corcyra.games.strategic import EGAME12 as EGAME12
from corcyra.games.strategic import EGAME122 as EGAME122
from corcyra.games.strategic import EGAME123 as EGAME123
from corcyra.games.strategic import fit as fit_strategic
from corcyra.games.sweep import Sweep as Sweep
from corcyra.games.sweep import sweep as sweep
from corcyra.measures import MEASURES as MEASURES
from corcyra.measures import WORLD_MEASURES as WORLD_MEASURES
from corcyra.measures.ideal_points.draws import point_draws as point_draws
from corcyra.measures.ideal_points.own_votes import OwnVotes as OwnVotes
from corcyra.measures.ideal_points.own_votes import read_votes as read_votes
from corcyra.measures.ideal_points.points import IdealPoints as IdealPoints
from corcyra.measures.ideal_points.points import ideal_points as ideal_points
from corcyra.measures.ideal_points.rolls import RollCalls as RollCalls
from corcyra.measures.ideal_points.rolls import roll_calls as roll_calls
from corcyra.measures.ideal_points.un import UN_ISSUES as UN_ISSUES
from corcyra.measures.ideal_points.un import un_rolls as un_rolls
from corcyra.measures.measure import Parameter as Parameter
from corcyra.measures.measure import apply as apply
from corcyra.measures.mobilisation.mobilise import Mobilisation as Mobilisation
from corcyra.measures.mobilisation.mobilise import mobilise as mobilise
from corcyra.measures.mobilisation.treaties import TREATIES as TREATIES
from corcyra.measures.mobilisation.treaties import Treaty as Treaty
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
from corcyra.report.belief import write_beliefs as write_beliefs
from corcyra.report.belief_tables import belief_table as belief_table
from corcyra.report.belief_words import meaning as belief_meaning
from corcyra.report.dossier import write_dossier as write_dossier
from corcyra.report.figures.assembly_map import assembly_map as assembly_map
from corcyra.report.figures.event_study import event_study as event_study
from corcyra.report.figures.realignment import realignment_chart as realignment_chart
from corcyra.report.figures.trajectories import trajectories as trajectories
from corcyra.report.folder import write as write_report
from corcyra.report.game import sweep_chart as sweep_chart
from corcyra.report.game import write_game as write_game
from corcyra.report.game_terminal import game_list as game_list
from corcyra.report.game_terminal import game_printed as game_printed
from corcyra.report.game_terminal import parameter_list as parameter_list
from corcyra.report.game_terminal import sweep_printed as sweep_printed
from corcyra.report.game_words import game_views as game_views
from corcyra.report.ideal_points import points_frame as points_frame
from corcyra.report.ideal_points import write_ideal_points as write_ideal_points
from corcyra.report.ideal_points_words import ideal_points_meaning as ideal_points_meaning
from corcyra.report.ideal_points_words import ideal_points_table as ideal_points_table
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
from corcyra.study.belief import BeliefStudy as BeliefStudy
from corcyra.study.belief import run_beliefs as run_beliefs
from corcyra.study.belief_spec import BeliefSpec as BeliefSpec
from corcyra.study.build import fact_panels as fact_panels
from corcyra.study.findings import Findings as Findings
from corcyra.study.gallery import find_beliefs as find_beliefs
from corcyra.study.gallery import find_study as find_study
from corcyra.study.gallery import gallery as gallery
from corcyra.study.gallery import game_gallery as game_gallery
from corcyra.study.gallery import study_kind as study_kind
from corcyra.study.lockfile import StudyLock as StudyLock
from corcyra.study.lockfile import changed_tables as changed_tables
from corcyra.study.lockfile import read_lock as read_lock
from corcyra.study.run import run_study as run_study
from corcyra.study.spec import StudySpec as StudySpec
from corcyra.theories import THEORIES as THEORIES
from corcyra.theories.theory import Expectation as Expectation
from corcyra.theories.theory import Silence as Silence
from corcyra.tracing.agreement import alpha as krippendorff_alpha
from corcyra.tracing.case_design import Design as SelectionDesign
from corcyra.tracing.case_selection import select as select_cases
from corcyra.tracing.case_selection import survey as survey_cases
from corcyra.tracing.causal_model.model import CausalModel as CausalModel
from corcyra.tracing.causal_model.model import causal_model as causal_model
from corcyra.tracing.causal_model.realise import Look as Look
from corcyra.tracing.causal_model.statements import decreasing as decreasing
from corcyra.tracing.causal_model.statements import increasing as increasing
from corcyra.tracing.causal_model.statements import interacts as interacts
from corcyra.tracing.dependence import Dependence as Dependence
from corcyra.tracing.evidence import Likelihoods as Likelihoods
from corcyra.tracing.next_evidence import next_evidence as next_evidence
from corcyra.tracing.sensitivity import sensitivity as sensitivity
from corcyra.tracing.van_evera import van_evera as van_evera
from corcyra.tracing.weigh import weigh as weigh
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
    "EGAME12",
    "EGAME122",
    "EGAME123",
    "GAMES",
    "MEASURES",
    "SOURCES",
    "THEORIES",
    "TREATIES",
    "UN_ISSUES",
    "WORLD_MEASURES",
    "AsOf",
    "BeliefSpec",
    "BeliefStudy",
    "CausalModel",
    "CheckedCase",
    "Column",
    "CorcyraError",
    "Dataset",
    "Dependence",
    "Download",
    "Examined",
    "Expectation",
    "Field",
    "Findings",
    "Game",
    "GameModel",
    "IdealPoints",
    "Ledger",
    "Library",
    "Likelihoods",
    "Look",
    "MissingSource",
    "Mobilisation",
    "NormalForm",
    "OwnVotes",
    "Panel",
    "Panels",
    "Parameter",
    "Pole",
    "ReadyRealignment",
    "Realignment",
    "Region",
    "RollCalls",
    "SelectionDesign",
    "Silence",
    "Source",
    "StudyLock",
    "StudySpec",
    "Sweep",
    "Treaty",
    "UnknownName",
    "WeighedCase",
    "Years",
    "add",
    "add_frame",
    "add_similarity",
    "apply",
    "as_of",
    "assembly_map",
    "belief_meaning",
    "belief_table",
    "bibtex",
    "capability_weights",
    "case_roles",
    "causal_model",
    "changed_tables",
    "check_case",
    "check_folder",
    "citation_keys",
    "codebook",
    "collapse",
    "convert",
    "coverage",
    "decreasing",
    "dyad_years",
    "event_study",
    "examine",
    "expectations",
    "fact_panels",
    "fetch",
    "fetch_command",
    "fetch_sizes",
    "find_beliefs",
    "find_game",
    "find_parameter",
    "find_realignment",
    "find_state",
    "find_study",
    "fit_strategic",
    "gallery",
    "game_gallery",
    "game_list",
    "game_printed",
    "game_views",
    "ideal_points",
    "ideal_points_meaning",
    "ideal_points_table",
    "import_qda",
    "increasing",
    "interacts",
    "krippendorff_alpha",
    "ledgers",
    "mixed_equilibria",
    "mobilisation_table",
    "mobilise",
    "moment",
    "nash",
    "new_case",
    "next_evidence",
    "official_points",
    "own_portfolios",
    "own_weights",
    "parameter_list",
    "point_draws",
    "points_frame",
    "poles",
    "portfolios",
    "pure_equilibria",
    "query_sql",
    "read_efg",
    "read_ledger",
    "read_lock",
    "read_nfg",
    "read_qda",
    "read_votes",
    "ready_realignments",
    "realignment",
    "realignment_chart",
    "realignment_windows",
    "region",
    "regions",
    "roll_calls",
    "run_beliefs",
    "run_study",
    "search_states",
    "select_cases",
    "sensitivity",
    "signalling",
    "similarity",
    "spells",
    "sql_tables",
    "state_days",
    "state_years",
    "study_kind",
    "summary_table",
    "survey_cases",
    "sweep",
    "sweep_chart",
    "sweep_printed",
    "sweep_values",
    "to_arrow",
    "to_pandas",
    "trajectories",
    "un_rolls",
    "van_evera",
    "weigh",
    "weigh_case",
    "world_panels",
    "write",
    "write_beliefs",
    "write_dossier",
    "write_efg",
    "write_folder",
    "write_game",
    "write_ideal_points",
    "write_ledger",
    "write_mobilisation",
    "write_nfg",
    "write_realignment",
    "write_report",
    "write_table",
]

__version__: str

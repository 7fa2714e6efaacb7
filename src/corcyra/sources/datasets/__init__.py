"""Floor 3. Datasets that the user's library holds: one file each, read from the publisher's own format."""

from __future__ import annotations

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.archigos import Archigos
from corcyra.sources.datasets.arms_races import ArmsRaces
from corcyra.sources.datasets.atop import Atop
from corcyra.sources.datasets.atop_alliances import AtopAlliances
from corcyra.sources.datasets.atop_members import AtopMembers
from corcyra.sources.datasets.atop_pacts import AtopPacts
from corcyra.sources.datasets.capital_distance import CapitalDistance
from corcyra.sources.datasets.capitals import Capitals
from corcyra.sources.datasets.cepii import Cepii
from corcyra.sources.datasets.cepii_geo import CepiiGeo
from corcyra.sources.datasets.chisols import Chisols
from corcyra.sources.datasets.cirights import Cirights
from corcyra.sources.datasets.claims import Claims
from corcyra.sources.datasets.colonial_history import ColonialHistory
from corcyra.sources.datasets.contiguity import Contiguity
from corcyra.sources.datasets.contiguity_colonial import ContiguityColonial
from corcyra.sources.datasets.coups import Coups
from corcyra.sources.datasets.cow_alliances import CowAlliances
from corcyra.sources.datasets.cow_states import CowStates
from corcyra.sources.datasets.cow_system import CowSystem
from corcyra.sources.datasets.cow_trade import CowTrade
from corcyra.sources.datasets.creg import Creg
from corcyra.sources.datasets.creg_gw import CregGw
from corcyra.sources.datasets.dcad import Dcad
from corcyra.sources.datasets.dcad_agreements import DcadAgreements
from corcyra.sources.datasets.democracy import Democracy
from corcyra.sources.datasets.democracy_gw import DemocracyGw
from corcyra.sources.datasets.epr import Epr
from corcyra.sources.datasets.epr_state import EprState
from corcyra.sources.datasets.gdp import Gdp
from corcyra.sources.datasets.gdp_gw import GdpGw
from corcyra.sources.datasets.genocide import Genocide
from corcyra.sources.datasets.gml import Gml
from corcyra.sources.datasets.gsdb import Gsdb
from corcyra.sources.datasets.gw_capital_distance import GwCapitalDistance
from corcyra.sources.datasets.gw_mindist import GwMindist
from corcyra.sources.datasets.gw_states import GwStates
from corcyra.sources.datasets.hief import Hief
from corcyra.sources.datasets.hief_gw import HiefGw
from corcyra.sources.datasets.hr_scores import HrScores
from corcyra.sources.datasets.icb import Icb
from corcyra.sources.datasets.ideal_points import IdealPoints
from corcyra.sources.datasets.ideal_points_issues import IdealPointsIssues
from corcyra.sources.datasets.igo_count import IgoCount
from corcyra.sources.datasets.igo_members import IgoMembers
from corcyra.sources.datasets.igo_poles import IgoPoles
from corcyra.sources.datasets.igo_shared import IgoShared
from corcyra.sources.datasets.informal_igos import InformalIgos
from corcyra.sources.datasets.itt import Itt
from corcyra.sources.datasets.lead import Lead
from corcyra.sources.datasets.leaders_archigos import LeadersArchigos
from corcyra.sources.datasets.majors import Majors
from corcyra.sources.datasets.maoz_powers import MaozPowers
from corcyra.sources.datasets.mid import Mid
from corcyra.sources.datasets.mid_disputes import MidDisputes
from corcyra.sources.datasets.mid_incidents import MidIncidents
from corcyra.sources.datasets.mid_participants import MidParticipants
from corcyra.sources.datasets.mindist import Mindist
from corcyra.sources.datasets.mme import Mme
from corcyra.sources.datasets.mme_events import MmeEvents
from corcyra.sources.datasets.nmc import Nmc
from corcyra.sources.datasets.one_sided import OneSided
from corcyra.sources.datasets.polity import Polity
from corcyra.sources.datasets.pts import Pts
from corcyra.sources.datasets.reign import Reign
from corcyra.sources.datasets.reign_regimes import ReignRegimes
from corcyra.sources.datasets.religion_similarity import ReligionSimilarity
from corcyra.sources.datasets.religions import Religions
from corcyra.sources.datasets.rivalries_td import RivalriesTd
from corcyra.sources.datasets.rivalries_tss import RivalriesTss
from corcyra.sources.datasets.russian_exercises import RussianExercises
from corcyra.sources.datasets.sanctions import Sanctions
from corcyra.sources.datasets.sipri_arms import SipriArms
from corcyra.sources.datasets.sipri_milex import SipriMilex
from corcyra.sources.datasets.terrain import Terrain
from corcyra.sources.datasets.territorial_change import TerritorialChange
from corcyra.sources.datasets.territorial_threat import TerritorialThreat
from corcyra.sources.datasets.ties_cases import TiesCases
from corcyra.sources.datasets.trade_shares import TradeShares
from corcyra.sources.datasets.trade_total import TradeTotal
from corcyra.sources.datasets.ucdp import Ucdp
from corcyra.sources.datasets.ucdp_conflicts import UcdpConflicts
from corcyra.sources.datasets.ucdp_dyads import UcdpDyads
from corcyra.sources.datasets.ucdp_support import UcdpSupport
from corcyra.sources.datasets.un_matches import UnMatches
from corcyra.sources.datasets.un_roll_calls import UnRollCalls
from corcyra.sources.datasets.un_votes import UnVotes
from corcyra.sources.datasets.un_votes_package import UnVotesPackage
from corcyra.sources.datasets.us_bases import UsBases
from corcyra.sources.datasets.us_troops import UsTroops
from corcyra.sources.datasets.vdem import Vdem
from corcyra.sources.datasets.wars import Wars
from corcyra.sources.datasets.wars_extra import WarsExtra
from corcyra.sources.datasets.wars_inter import WarsInter
from corcyra.sources.datasets.wars_intra import WarsIntra
from corcyra.sources.datasets.wars_non import WarsNon
from corcyra.sources.datasets.willingness import Willingness

__all__ = ["DATASETS"]

DATASETS: tuple[Dataset, ...] = (
    Archigos(),
    ArmsRaces(),
    Atop(),
    AtopAlliances(),
    AtopMembers(),
    AtopPacts(),
    CapitalDistance(),
    Capitals(),
    Cepii(),
    CepiiGeo(),
    Chisols(),
    Cirights(),
    Claims(),
    ColonialHistory(),
    Contiguity(),
    ContiguityColonial(),
    Coups(),
    CowAlliances(),
    CowStates(),
    CowSystem(),
    CowTrade(),
    Creg(),
    CregGw(),
    Dcad(),
    DcadAgreements(),
    Democracy(),
    DemocracyGw(),
    Epr(),
    EprState(),
    Gdp(),
    GdpGw(),
    Genocide(),
    Gml(),
    Gsdb(),
    GwCapitalDistance(),
    GwMindist(),
    GwStates(),
    Hief(),
    HiefGw(),
    HrScores(),
    Icb(),
    IdealPoints(),
    IdealPointsIssues(),
    IgoCount(),
    IgoMembers(),
    IgoPoles(),
    IgoShared(),
    InformalIgos(),
    Itt(),
    Lead(),
    LeadersArchigos(),
    Majors(),
    MaozPowers(),
    Mid(),
    MidDisputes(),
    MidIncidents(),
    MidParticipants(),
    Mindist(),
    Mme(),
    MmeEvents(),
    Nmc(),
    OneSided(),
    Polity(),
    Pts(),
    Reign(),
    ReignRegimes(),
    ReligionSimilarity(),
    Religions(),
    RivalriesTd(),
    RivalriesTss(),
    RussianExercises(),
    Sanctions(),
    SipriArms(),
    SipriMilex(),
    Terrain(),
    TerritorialChange(),
    TerritorialThreat(),
    TiesCases(),
    TradeShares(),
    TradeTotal(),
    Ucdp(),
    UcdpConflicts(),
    UcdpDyads(),
    UcdpSupport(),
    UnMatches(),
    UnRollCalls(),
    UnVotes(),
    UnVotesPackage(),
    UsBases(),
    UsTroops(),
    Vdem(),
    Wars(),
    WarsExtra(),
    WarsInter(),
    WarsIntra(),
    WarsNon(),
    Willingness(),
)

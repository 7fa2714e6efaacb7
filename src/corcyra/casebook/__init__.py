"""Floor 8. Cases: what a text or a coder says of a case, as data; its evidence weighed, and the verdict in words."""

from corcyra.casebook.case import Case, Saying, Tie, case, cases, read_case
from corcyra.casebook.check import Checked, check_case, ledgers, read_ledger
from corcyra.casebook.ledger import Ledger
from corcyra.casebook.qda_import import import_qda
from corcyra.casebook.roles import case_roles
from corcyra.casebook.start import new_case
from corcyra.casebook.weighing import WeighedCase, weigh_case
from corcyra.casebook.write import write_ledger

__all__ = [
    "Case",
    "Checked",
    "Ledger",
    "Saying",
    "Tie",
    "WeighedCase",
    "case",
    "case_roles",
    "cases",
    "check_case",
    "import_qda",
    "ledgers",
    "new_case",
    "read_case",
    "read_ledger",
    "weigh_case",
    "write_ledger",
]

"""The work and its money: projects, the support approved for them, and what was paid."""

from projects.models.beneficiaries import Beneficiary, Establishment
from projects.models.confirmed_sums import DailySum, MonthlySum
from projects.models.drafts import Draft
from projects.models.grant_lines import GrantLine
from projects.models.grants import Grant
from projects.models.kinds import ListSum, PaymentKind, VoucherKind
from projects.models.ledger import Confirmation, Disbursement
from projects.models.months import MonthClose
from projects.models.projects import Bound, Project
from projects.models.proposals import Proposal
from projects.models.returns import PeriodicReturn
from projects.models.seals import LedgerSeal

__all__ = [
    "Beneficiary",
    "Bound",
    "Confirmation",
    "DailySum",
    "Disbursement",
    "Draft",
    "Establishment",
    "Grant",
    "GrantLine",
    "LedgerSeal",
    "ListSum",
    "MonthClose",
    "MonthlySum",
    "PaymentKind",
    "PeriodicReturn",
    "Project",
    "Proposal",
    "VoucherKind",
]

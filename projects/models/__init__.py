"""The work and its money: projects, the support approved for them, and what was paid."""

from projects.models.beneficiaries import Beneficiary, Establishment
from projects.models.drafts import Draft
from projects.models.grants import Grant, GrantLine
from projects.models.kinds import ListSum, PaymentKind, VoucherKind
from projects.models.ledger import Confirmation, Disbursement
from projects.models.projects import Bound, Project

__all__ = [
    "Beneficiary",
    "Bound",
    "Confirmation",
    "Disbursement",
    "Draft",
    "Establishment",
    "Grant",
    "GrantLine",
    "ListSum",
    "PaymentKind",
    "Project",
    "VoucherKind",
]

"""Who works in the programme and what it plans."""

from promotion.models.budgets import AnnualBudget, BudgetLine, Source
from promotion.models.catalogue import Content, ContentCatalogue, ContentGroup, ContentMapping, Norm
from promotion.models.centres import Centre
from promotion.models.decisions import Decision
from promotion.models.ledger import LedgerRow, Synthetic
from promotion.models.periods import ProgrammePeriod
from promotion.models.users import User

__all__ = [
    "AnnualBudget",
    "BudgetLine",
    "Centre",
    "Content",
    "ContentCatalogue",
    "ContentGroup",
    "ContentMapping",
    "Decision",
    "LedgerRow",
    "Norm",
    "ProgrammePeriod",
    "Source",
    "Synthetic",
    "User",
]

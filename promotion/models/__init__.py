"""Who works in the programme and what it plans."""

from promotion.models.budgets import AnnualBudget, BudgetLine, Source
from promotion.models.catalogue import (
    AdvanceRule,
    Content,
    ContentCatalogue,
    ContentGroup,
    ContentMapping,
    Norm,
)
from promotion.models.centres import Centre
from promotion.models.changes import AccessLog, ChangeAuthor, ChangeLog
from promotion.models.decisions import Decision
from promotion.models.documents import Document
from promotion.models.ledger import LedgerRow, Synthetic
from promotion.models.periods import ProgrammePeriod, ReportingPeriod
from promotion.models.users import User
from promotion.models.versions import Stale, Versioned

__all__ = [
    "AccessLog",
    "AdvanceRule",
    "AnnualBudget",
    "BudgetLine",
    "Centre",
    "ChangeAuthor",
    "ChangeLog",
    "Content",
    "ContentCatalogue",
    "ContentGroup",
    "ContentMapping",
    "Decision",
    "Document",
    "LedgerRow",
    "Norm",
    "ProgrammePeriod",
    "ReportingPeriod",
    "Source",
    "Stale",
    "Synthetic",
    "User",
    "Versioned",
]

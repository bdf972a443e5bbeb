"""Who works in the programme and what it plans."""

from promotion.models.budget_kinds import BudgetChange, BudgetKind
from promotion.models.budgets import AnnualBudget, BudgetLine
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
from promotion.models.decisions import Decision, DecisionLine
from promotion.models.documents import Document
from promotion.models.ledger import LedgerRow, Synthetic, end_of, known_at
from promotion.models.periods import ProgrammePeriod, ReportingPeriod
from promotion.models.sources import (
    SIDE,
    Level,
    OfLevel,
    Source,
    decides_on,
    refusal_of_level,
    settled_until,
    source_decided_by,
)
from promotion.models.users import User
from promotion.models.versions import Stale, Versioned

__all__ = [
    "SIDE",
    "AccessLog",
    "AdvanceRule",
    "AnnualBudget",
    "BudgetChange",
    "BudgetKind",
    "BudgetLine",
    "Centre",
    "ChangeAuthor",
    "ChangeLog",
    "Content",
    "ContentCatalogue",
    "ContentGroup",
    "ContentMapping",
    "Decision",
    "DecisionLine",
    "Document",
    "LedgerRow",
    "Level",
    "Norm",
    "OfLevel",
    "ProgrammePeriod",
    "ReportingPeriod",
    "Source",
    "Stale",
    "Synthetic",
    "User",
    "Versioned",
    "decides_on",
    "end_of",
    "known_at",
    "refusal_of_level",
    "settled_until",
    "source_decided_by",
]

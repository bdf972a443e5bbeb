"""Which files of evidence a person may read: those that a row in reach names."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from projects.models import GrantLine, Project
from promotion.models import BudgetLine, Decision, Document, User


def documents_in_reach(user: User) -> QuerySet[Document]:
    """Those of projects in reach, and of decisions that the person may read."""
    this = OuterRef("pk")
    of_project = (
        Q(contract_document=this) | Q(acceptance_document=this) | Q(settlement_document=this)
    )
    projects = Project.objects.in_reach(user).filter(of_project)
    decisions = decisions_in_reach(user).filter(document=this)
    return Document.objects.filter(Exists(projects) | Exists(decisions))


def decisions_in_reach(user: User) -> QuerySet[Decision]:
    """Whatever gives or takes from an annual budget is open to everybody who is signed in.

    A decision with lines of grants alone is for those who reach one of the grants, one without
    any line yet for nobody.
    """
    this = OuterRef("pk")
    budgets = BudgetLine.objects.filter(decision=this)
    grants = GrantLine.objects.in_reach(user).filter(decision=this)
    return Decision.objects.filter(Exists(budgets) | Exists(grants))

"""The addresses of projects and their money."""

from django.urls import path, register_converter

from projects.views import (
    approvals,
    beneficiaries,
    closing,
    deciding,
    decisions,
    disbursement,
    documents,
    entry,
    inbox,
    ledger,
    lists,
    months,
    project_edit,
    projects,
    proposals,
    recoveries,
    results,
    returns,
    search,
)
from promotion.converters import MonthConverter, SourceConverter

register_converter(MonthConverter, "month")
register_converter(SourceConverter, "source")

urlpatterns = [
    path("search/", search.search, name="search"),
    path("projects/", projects.ProjectList.as_view(), name="projects"),
    path("projects.xlsx", projects.ProjectWorkbook.as_view(), name="projects-workbook"),
    path("projects/new/", project_edit.project_new, name="project-new"),
    # A code may hold a slash, as numbers of Vietnamese papers do: it takes whatever is left.
    path("projects/<path:code>/edit/", project_edit.project_edit, name="project-edit"),
    path("projects/<path:code>/to/<slug:to>/", project_edit.project_move, name="project-move"),
    path(
        "projects/<path:code>/beneficiaries/new/",
        beneficiaries.beneficiary_new,
        name="beneficiary-new",
    ),
    path(
        "projects/<path:code>/beneficiaries/<int:pk>/",
        beneficiaries.beneficiary,
        name="beneficiary",
    ),
    path(
        "projects/<path:code>/establishments/<int:pk>/",
        beneficiaries.establishment,
        name="establishment",
    ),
    path("projects/<path:code>/", projects.project, name="project"),
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions/new/", deciding.decision_new, name="decision-new"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/lines/", deciding.decision_lines, name="decision-lines"),
    path(
        "decisions/budget-lines/<int:pk>/reversal/",
        decisions.budget_line_reversal,
        name="budget-line-reversal",
    ),
    path(
        "decisions/grant-lines/<int:pk>/reversal/",
        decisions.grant_line_reversal,
        name="grant-line-reversal",
    ),
    path("results/", results.Results.as_view(), name="results"),
    path("beneficiaries/", results.Beneficiaries.as_view(), name="beneficiaries"),
    path("approvals/", approvals.Approvals.as_view(), name="approvals"),
    path("recoveries/", recoveries.Recoveries.as_view(), name="recoveries"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("disbursements/", ledger.Ledger.as_view(), name="disbursements"),
    path("disbursements/new/", entry.draft_new, name="draft-new"),
    path("disbursements/new/remaining/", entry.grant_remaining, name="grant-remaining"),
    path("disbursements/drafts/keep/", entry.draft_keep, name="draft-keep"),
    path("disbursements/drafts/<uuid:key>/", entry.draft, name="draft"),
    path("disbursements/drafts/<uuid:key>/delete/", entry.draft_delete, name="draft-delete"),
    path("disbursements/<int:pk>/correct/", proposals.correct_entry, name="correct-entry"),
    path("disbursements/<int:pk>/recover/", proposals.recover_entry, name="recover-entry"),
    path("disbursements/proposals/<uuid:key>/", proposals.proposal, name="proposal"),
    path("disbursements/proposals/<uuid:key>/send/", proposals.proposal_send, name="proposal-send"),
    path(
        "disbursements/proposals/<uuid:key>/withdraw/",
        proposals.proposal_withdraw,
        name="proposal-withdraw",
    ),
    path(
        "disbursements/proposals/<uuid:key>/agree/",
        proposals.proposal_agree,
        name="proposal-agree",
    ),
    path(
        "disbursements/proposals/<uuid:key>/return/",
        proposals.proposal_return,
        name="proposal-return",
    ),
    path("disbursements/inbox/", inbox.inbox, name="inbox"),
    path("disbursements/inbox/confirm/", inbox.confirm_list, name="confirm-list"),
    path("disbursements/inbox/<int:pk>/confirm/", inbox.confirm_entry, name="confirm-entry"),
    path("disbursements/inbox/<int:pk>/return/", inbox.return_entry, name="return-entry"),
    path("disbursements/inbox/<int:pk>/take-back/", inbox.take_back, name="take-back"),
    path("disbursements/<int:pk>/", disbursement.disbursement, name="disbursement"),
    path(
        "disbursements/lists/<slug:centre>/<month:month>/<source:source>/",
        lists.voucher_list,
        name="voucher-list",
    ),
    path("months/", months.months, name="months"),
    path("months/close/", closing.months_close, name="months-close"),
    path(
        "months/<slug:unit>/<source:source>/<month:month>/<slug:event>/",
        months.month_event,
        name="month-event",
    ),
    path("returns/", returns.returns, name="returns"),
    path("returns/<int:pk>/send/", returns.return_send, name="return-send"),
]

"""The addresses of projects and their money."""

from django.urls import path

from projects.views import (
    beneficiaries,
    documents,
    entry,
    inbox,
    ledger,
    project_edit,
    projects,
    search,
)

urlpatterns = [
    path("search/", search.search, name="search"),
    path("projects/", projects.ProjectList.as_view(), name="projects"),
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
    path("documents/<int:pk>/", documents.document, name="document"),
    path("disbursements/", ledger.Ledger.as_view(), name="disbursements"),
    path("disbursements/new/", entry.draft_new, name="draft-new"),
    path("disbursements/new/remaining/", entry.grant_remaining, name="grant-remaining"),
    path("disbursements/drafts/<int:pk>/", entry.draft, name="draft"),
    path("disbursements/drafts/<int:pk>/delete/", entry.draft_delete, name="draft-delete"),
    path("disbursements/inbox/", inbox.inbox, name="inbox"),
    path("disbursements/inbox/confirm/", inbox.confirm_list, name="confirm-list"),
    path("disbursements/inbox/<int:pk>/confirm/", inbox.confirm_entry, name="confirm-entry"),
    path("disbursements/inbox/<int:pk>/return/", inbox.return_entry, name="return-entry"),
    path("disbursements/<int:pk>/", entry.disbursement, name="disbursement"),
]

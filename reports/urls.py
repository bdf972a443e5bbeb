"""The addresses of figures: places, reports, conferences."""

from django.urls import path, re_path

from reports.views import attention, catalogue, conferences, editions, estimates, places

urlpatterns = [
    path("", places.home, name="home"),
    path("overview/", places.overview, name="overview"),
    path("regions/", places.regions, name="regions"),
    path("regions/<slug:region>/", places.region, name="region"),
    path("provinces/", places.provinces, name="provinces"),
    path("provinces/<slug:unit>/", places.province, name="province"),
    path("reports/", catalogue.reports, name="reports"),
    path("reports/<slug:slug>/", catalogue.report, name="report"),
    re_path(
        r"^reports/(?P<slug>[-\w]+)\.(?P<kind>xlsx|csv|json|docx)$",
        catalogue.report_download,
        name="report-download",
    ),
    path("estimates/", estimates.estimates, name="estimates"),
    path(
        "attention/<slug:unit>/<source:source>/<int:year>/",
        attention.attention_note,
        name="attention-note",
    ),
    path("conferences/", conferences.conferences, name="conferences"),
    path("conferences/new/", editions.conference_new, name="conference-new"),
    path("conferences/<int:pk>/", editions.conference, name="conference"),
    path("conferences/<int:pk>/edit/", editions.conference_edit, name="conference-edit"),
    path("conferences/<int:pk>/freeze/", editions.conference_freeze, name="conference-freeze"),
    path("conferences/<int:pk>/papers/", editions.conference_papers, name="conference-papers"),
    path("conferences/<int:pk>/summary/", editions.conference_summary, name="conference-summary"),
    path(
        "conferences/<int:pk>/versions/<int:number>/",
        editions.conference_version,
        name="conference-version",
    ),
    path(
        "conferences/<int:pk>/versions/<int:number>/summary/",
        editions.conference_version_summary,
        name="conference-version-summary",
    ),
    path("conferences/workbook/", conferences.conference_workbook, name="conference-workbook"),
]

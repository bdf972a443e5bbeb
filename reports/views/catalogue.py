"""The reports: the list of them, each one's page, and its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from promotion.kept import page_of_figures
from promotion.papers import Issuer, issuer_of
from promotion.policy import may_declare
from promotion.state import one_state
from reports import documents, exports
from reports.catalogue import REPORTS
from reports.declaration import Figures, Report
from reports.documents import report_document
from reports.pages import tables
from reports.pages.chips import report_chips
from reports.pages.counted import cut_short, nothing_known
from reports.pages.how import in_paragraphs, notes
from reports.pages.sentence import marked
from reports.parameters import By
from reports.places import Place
from reports.views.questions import Question, answers_bad_parameters, ask
from reports.workbooks import MIME, report_workbook

DATA_FORMATS = {"csv": "CSV", "json": "JSON"}


def reports(request: HttpRequest) -> HttpResponse:
    context = {"reports": REPORTS.values(), "may_declare": may_declare(request.user)}
    return render(request, "reports/reports.html", context)


@answers_bad_parameters
@page_of_figures("reports/report.html")
def report(request: HttpRequest, slug: str) -> dict[str, Any]:
    declared = _declared(slug)
    question = ask(request, declared.asks)
    asked = question.parameters
    scope, by = _place_and_rows(request, question, declared)
    figures = declared.load(asked, question.map)
    # A report may be cut off before the day that was asked for.
    links = question.links.at(figures.parameters.year, figures.parameters.until)
    template, drawn = declared.figure(figures, scope, by, links)
    table = tables.table(
        declared, figures, scope, links, by, order=request.GET.get("order", ""), kept=_kept(request)
    )
    return {
        "report": declared,
        "scope": scope,
        "chips": report_chips(
            *(asked, question.years, question.map, scope, by, declared),
            in_reach=_in_reach(question, scope),
            until=figures.parameters.until,
        ),
        "workbook_url": _file_url(request, declared, "xlsx"),
        "document_url": _file_url(request, declared, "docx") if declared.document else "",
        "downloads": [
            (words, _file_url(request, declared, kind)) for kind, words in DATA_FORMATS.items()
        ],
        "headlines": declared.headlines(figures, scope, links, _kept(request)),
        "cut_short": cut_short(asked, figures.parameters, request.GET),
        "nothing_known": nothing_known(asked, question.map, scope, request.GET),
        "sentence": marked(declared.sentence(figures, scope), links),
        "figure_template": template,
        "drawn": drawn,
        "table": table
        | {"how": in_paragraphs(declared.how(figures, scope, links)), "anchor": "rows"},
        "notes": notes(),
    }


@answers_bad_parameters
@one_state()
def report_download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The report's rows as a file, for the same parameters as its page."""
    declared = _declared(slug)
    if kind == "docx" and not declared.document:
        raise Http404
    question = ask(request, declared.asks)
    scope, by = _place_and_rows(request, question, declared)
    figures = declared.load(question.parameters, question.map)
    return _file(declared, figures, scope, by, kind, issuer_of(request.user))


def _file(
    declared: Report, figures: Figures, scope: Place, by: By, kind: str, issuer: Issuer
) -> HttpResponse:
    if kind == "xlsx":
        workbook = report_workbook(declared, figures, scope, by, issuer)
        return attachment(workbook.content, MIME, workbook.name)
    if kind == "docx":
        text = report_document(declared, figures, scope, by, issuer)
        return attachment(text.content, documents.MIME, text.name)
    name = exports.file_name(declared, figures, scope, kind)
    if kind == "json":
        content = exports.as_json(declared, figures, scope, by)
        return attachment(content.encode(), "application/json", name)
    content = exports.as_csv(declared, figures, scope, by)
    return attachment(content.encode(), "text/csv; charset=utf-8", name)


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file that the browser saves under the name, which is plain ASCII."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )


def _declared(slug: str) -> Report:
    if slug not in REPORTS:
        raise Http404
    return REPORTS[slug]


def _place_and_rows(request: HttpRequest, question: Question, declared: Report) -> tuple[Place, By]:
    """`region` or `province`, and `by`. Raises BadParameter."""
    scope = question.map.scope(
        region=request.GET.get("region", "").strip(),
        province=request.GET.get("province", "").strip(),
    )
    in_reach = _in_reach(question, scope)
    return scope, declared.read_by(request.GET.get("by", ""), question.map, scope, in_reach)


def _in_reach(question: Question, scope: Place) -> bool:
    """Whether the reader may see every row behind the place's totals."""
    return question.links.reach.covers(question.links.units_of(scope))


def _file_url(request: HttpRequest, declared: Report, kind: str) -> str:
    """The page's own question, answered as a file."""
    query = request.GET.urlencode()
    url = reverse("report-download", args=[declared.slug, kind])
    return f"{url}?{query}" if query else url


def _kept(request: HttpRequest) -> dict[str, str]:
    return {n: request.GET[n] for n in ("region", "province", "by") if request.GET.get(n)}

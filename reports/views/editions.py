"""Editions of the regional conferences: prepared, frozen, and handed out as they were frozen."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from promotion.editing import UNPROCESSABLE, edited, sent
from promotion.lib.dates import format_day
from promotion.models import User
from promotion.papers import issuer_of
from promotion.state import one_state
from reports import queries
from reports.catalogue import EXECUTION
from reports.conference import Conference, usual_window
from reports.differences import changes
from reports.documents import MIME as SUMMARY_MIME
from reports.edition_forms import EditionForm, FreezeForm, proposed_members
from reports.freezing import figures_of, freeze
from reports.models import Edition, FrozenVersion
from reports.pages import tables
from reports.pages.edition import compared
from reports.pages.headlines import headlines
from reports.pages.how import how, in_paragraphs
from reports.pages.links import Links
from reports.pages.sentence import marked
from reports.pages.worked import year_before
from reports.parameters import Parameters
from reports.sentences.conference import disbursed_year_before, statements
from reports.speech import summary
from reports.views.catalogue import attachment
from reports.views.questions import reach_of
from reports.workbooks import MIME
from reports.workbooks.edition import workbook_of


@one_state()
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition: its facts, what its papers say now, and its frozen versions."""
    edition = _edition(pk)
    return _page(request, edition, FreezeForm(edition))


def conference_new(request: HttpRequest) -> HttpResponse:
    """A new edition, proposed from `?region=`: the next number, its usual window, its members.

    With `propose` nothing is saved: the page is opened anew for the region that was chosen.
    """
    if "propose" in request.POST:
        query = urlencode({"region": request.POST.get("region", "")})
        return redirect(f"{reverse('conference-new')}?{query}")
    form = EditionForm(*sent(request), instance=Edition(), initial=_initial(request), **_about())
    page = {"heading": _("New conference"), "back": reverse("conferences")}
    if answer := edited(request, form, "reports/edition_form.html", page):
        return answer
    messages.success(request, _("The conference was saved."))
    return redirect(form.instance)


def conference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    edition = _edition(pk)
    form = EditionForm(*sent(request), instance=edition, **_about())
    page = {"heading": str(edition), "back": edition.get_absolute_url(), "edition": edition}
    if answer := edited(request, form, "reports/edition_form.html", page):
        return answer
    messages.success(request, _saved(form.frozen))
    return redirect(edition)


def conference_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the papers as they are now, as the next version."""
    edition = _edition(pk)
    form = FreezeForm(edition, request.POST)
    if form.is_valid():
        try:
            version = freeze(
                edition, request.user, form.cleaned_data["reason"], timezone.localdate()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            sentence = _("Version %(number)s was frozen; it can be downloaded unchanged for ever.")
            messages.success(request, sentence % {"number": version.number})
            return redirect(edition)
    return _page(request, edition, form, status=UNPROCESSABLE)


@one_state()
def conference_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook with the figures as they stand now."""
    conference = Conference.of(_edition(pk), timezone.localdate())
    papers = workbook_of(conference, issuer_of(request.user), reader=request.user)
    return attachment(papers.content, MIME, papers.name)


@one_state()
def conference_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Sentences and main table for the speech, as they stand now."""
    edition = _edition(pk)
    words = summary(Conference.of(edition, timezone.localdate()), issuer_of(request.user))
    return attachment(words.content, SUMMARY_MIME, words.name)


def conference_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The workbook of a frozen version, byte for byte."""
    version = get_object_or_404(FrozenVersion, edition=pk, number=number)
    return attachment(bytes(version.workbook), MIME, version.name)


def conference_version_summary(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Its summary, byte for byte; none of versions that were frozen before summaries were kept."""
    kept = FrozenVersion.objects.filter(summary__isnull=False)
    version = get_object_or_404(kept, edition=pk, number=number)
    return attachment(bytes(version.summary), SUMMARY_MIME, version.summary_name)


def _saved(frozen: int) -> str:
    if not frozen:
        return _("The changes were saved.")
    words = _(
        "The changes were saved. Version %(number)s stays as it was frozen; they show in %(next)s."
    )
    return words % {"number": frozen, "next": frozen + 1}


def _edition(pk: int) -> Edition:
    """With what its page and its cover name. Raises Http404."""
    return get_object_or_404(Edition.objects.select_related("region", "host", "next_host"), pk=pk)


def _page(
    request: HttpRequest, edition: Edition, form: FreezeForm, status: int = 200
) -> HttpResponse:
    live = Conference.of(edition, timezone.localdate())
    reach = reach_of(request.user)
    links = Links(live.parameters, live.figures.map, reach)
    on_map = {place.key: place for place in live.figures.map.members(live.scope)}
    versions = list(edition.versions.defer("workbook", "summary").select_related("frozen_by"))
    found = list(changes(versions[0].figures, figures_of(live))) if versions else []
    table = tables.table(
        EXECUTION,
        live.figures,
        live.scope,
        links,
        measures=tables.OVERVIEW,
        order=request.GET.get("order", ""),
    )
    context: dict[str, Any] = {
        "edition": edition,
        "headlines": headlines(live.figures, live.scope, links, moves=False),
        "table": table | {"how": in_paragraphs(_how(live, links))},
        "differences": list(compared(found)),
        "facts": _facts(edition),
        "members": [
            (member, links.place(on_map[member.pk]) if member.pk in on_map else "")
            for member in edition.members.all()
        ],
        "sentence": marked(EXECUTION.sentence(live.figures, live.scope), links),
        "statements": [
            marked(sentence, links) for sentence in statements(live.figures, live.scope)
        ],
        "versions": versions,
        "latest": versions[0] if versions else None,
        "form": form,
        "may_prepare": request.user.role == User.Role.MINISTRY,
    }
    return render(request, "reports/edition.html", context, status=status)


def _how(live: Conference, links: Links) -> list[str | SafeString]:
    """That of its table, and the rate of the year before, which its sentences begin with."""
    figures, scope = live.figures, live.scope
    before = year_before(figures.total(scope), disbursed_year_before(figures, scope))
    return [before, *how(figures, scope, links)]


def _facts(edition: Edition) -> list[tuple[str, Any]]:
    asked = edition.parameters(timezone.localdate())
    window = _("the whole of %(previous)s, and %(year)s until %(until)s") % {
        "previous": asked.previous_year,
        "year": asked.year,
        "until": format_day(asked.until),
    }
    return [
        (_("Window"), window),
        (_("Map"), edition.get_lens_display()),
        (_("Held on"), format_day(edition.held_on) if edition.held_on else "…"),
        (_("Host"), edition.host or "…"),
        (_("Next host"), edition.next_host or "…"),
    ]


def _about() -> dict[str, Any]:
    today = timezone.localdate()
    drawn = queries.draw_map(Parameters(today.year, today, today=today))
    return {"drawn": drawn, "years": queries.budget_years(today), "today": today}


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What usually comes next for the region."""
    about = _about()
    regions = about["drawn"].regions
    asked = request.GET.get("region", "")
    region = next((place.key for place in regions if place.key == asked), regions[0].key)
    year, until = usual_window(region, about["years"], about["today"])
    last = Edition.objects.filter(region=region).first()
    return {
        "region": region,
        "ordinal": last.ordinal + 1 if last else None,
        "year": year,
        "until": until,
        "host": last.next_host_id if last else None,
        "members": proposed_members(region, about["drawn"]),
    }

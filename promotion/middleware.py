"""What holds for every request: its language, and whether the person may make it at all."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from promotion import policy
from promotion.lib.dates import format_day
from promotion.models import AccessLog, User

# Open to somebody who must change the password first.
BEFORE_NEW_PASSWORD = {"password", "sign-out"}


def access_ended(last_day: date) -> str:
    return _("Access of this account ended on %(day)s. Please ask the administrator.") % {
        "day": format_day(last_day)
    }


def language_of(request: HttpRequest) -> str:
    """The account's choice, else the cookie, else Vietnamese; never the browser's wish.

    Does not ask the database again, so that the pages for errors can call it.
    """
    if hasattr(request, "LANGUAGE_CODE"):
        return request.LANGUAGE_CODE
    return known_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


def known_language(*choices: str | None) -> str:
    """The first of the choices that the site speaks, else Vietnamese."""
    spoken = dict(settings.LANGUAGES)
    return next((choice for choice in choices if choice in spoken), settings.LANGUAGE_CODE)


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            of_account = getattr(request.user, "language", None)
        except DatabaseError:  # the view will meet it again; /health/ then says so
            of_account = None
        of_cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = known_language(of_account, of_cookie)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class AccessMiddleware:
    """Asks `promotion.policy` before any view; no view needs to ask again who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            # The address is no page, such as that of a button; nothing at all would be shown.
            response.content = render_to_string("405.html", {"this_page": ""}, request)
        # Nothing stays on a shared computer: "back" after signing out shows no figures.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        match = request.resolver_match
        assert match
        rule = policy.route(match.namespaces, match.url_name)
        if rule.public:
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request, page_of(request))
        last_day = request.user.valid_until
        if last_day and not request.user.has_access_on(timezone.localdate()):
            return end_session(request, access_ended(last_day))
        if idle(request):
            return end_session(
                request,
                _(
                    "You were signed out after %(minutes)s minutes without activity."
                    " Please sign in again; what you were typing is kept."
                )
                % {"minutes": settings.IDLE_MINUTES},
                back=page_of(request),
            )
        if request.user.must_change_password and match.url_name not in BEFORE_NEW_PASSWORD:
            return go(request, reverse("password"))
        if rule.methods and request.method not in rule.methods:
            return HttpResponseNotAllowed(rule.methods)
        if not rule.allows(request.method or "", request.user.role):
            raise PermissionDenied
        return None


class ReadingMiddleware:
    """Keeps on record what auditors read: pages, parts of pages and files, refused ones too.

    Runs within AccessMiddleware, whose refusals it sees. An answer that cannot be recorded is not
    given. A part that htmx asks for is a read like a page: it shows figures as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reader = request.user  # the view may sign out
        response = self.get_response(request)
        match = request.resolver_match  # None for an address that does not exist
        if request.method != "GET" or (
            match and policy.route(match.namespaces, match.url_name).public
        ):
            return response
        if isinstance(reader, User) and reader.role == User.Role.AUDITOR:
            AccessLog.objects.create(
                person=reader,
                path=request.get_full_path()[:2000],
                is_export=response.has_header("Content-Disposition"),
                status=response.status_code,
            )
        return response


def end_session(request: HttpRequest, why: str, back: str = "") -> HttpResponse:
    """Sign out and say why; back is the page to open after signing in again."""
    logout(request)
    messages.warning(request, why)
    return to_sign_in(request, back)


def idle(request: HttpRequest) -> bool:
    """Whether the session has rested for too long; if not, it has been seen now.

    Written at most once a minute, so that reading pages costs no writes.
    """
    now = int(timezone.now().timestamp())
    seen = request.session.get("seen", now)
    if now - seen > settings.IDLE_MINUTES * 60:
        return True
    if "seen" not in request.session or now - seen >= 60:
        request.session["seen"] = now
    return False


def page_of(request: HttpRequest) -> str:
    """The page the person is on, as a path: a fragment or a form does not open as a page."""
    if request.htmx:
        whole = request.htmx.current_url or ""
    elif request.method in ("GET", "HEAD"):
        whole = request.get_full_path()
    else:
        whole = request.headers.get("Referer", "")
    try:
        parts = urlsplit(whole)
    except ValueError:  # a header can hold anything
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def to_sign_in(request: HttpRequest, back: str = "") -> HttpResponse:
    url = reverse("sign-in")
    return go(request, f"{url}?{urlencode({'next': back})}" if back not in ("", "/") else url)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole page there, also when htmx asked for a part of it."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)

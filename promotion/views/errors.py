"""The site's own pages for 400, 403, 404, 500 and 503, in the reader's language.

A request can fail before its language and its person are known, such as one with a forged host.
"""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation

from promotion.middleware import language_of


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also where Django takes a database that is gone for a session that was ended elsewhere."""
    if database_is_gone(exception):
        return server_error(request)
    return page(request, 400)


def database_is_gone(exception: BaseException | None) -> bool:
    """Whether behind the exception, however deep, the database could not be reached."""
    while exception:
        if isinstance(exception, OperationalError):
            return True
        exception = exception.__context__
    return False


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, reading=request.method in ("GET", "HEAD"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: what was typed must be sent again."""
    return page(request, 403, form_expired=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: neither database nor session is touched again."""
    with translation.override(language_of(request)):
        return HttpResponse(loader.render_to_string("500.html"), status=500)


def unguarded(request: HttpRequest) -> HttpResponse:
    """The database has lost a guard: nothing is read or written until it stands again."""
    again = request.get_full_path() if request.method == "GET" else "/"
    with translation.override(language_of(request)):
        page = loader.render_to_string("503.html", {"again": again})
    return HttpResponse(page, status=503, headers={"Retry-After": "60"})


def page(request: HttpRequest, status: int, **context: bool) -> HttpResponse:
    with translation.override(language_of(request)):
        return render(request, f"{status}.html", context, status=status)

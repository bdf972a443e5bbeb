"""The switch between Vietnamese and English, for visitors and accounts alike."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from promotion.models import User
from promotion.way_back import way_back


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the choice on the account and in a cookie, and go back to the page it was made on."""
    language = request.POST.get("language")
    if language not in dict(settings.LANGUAGES):
        raise BadRequest("unknown language")
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    response = HttpResponseRedirect(way_back(request, reverse("home")))
    remember(response, language)
    return response


def remember(response: HttpResponse, language: str) -> None:
    """Leave the language in the browser, where pages before signing in read it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )

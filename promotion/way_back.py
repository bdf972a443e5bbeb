"""Where to go after something is done, when a form or an address names the page before it."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# Longer ones are no address of ours, and Django refuses to redirect to them.
LONGEST = 2000


def way_back(request: HttpRequest, otherwise: str) -> str:
    """`next`, if it is a path of this site, else the other address.

    Only for HttpResponseRedirect: `redirect()` would take a word for the name of a page.
    """
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_path = asked.startswith("/") and len(asked) <= LONGEST
    if is_path and url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return otherwise

"""Pages of figures, made once for each state of the database.

What such a page shows is settled by its address, the day, the language, the reader's reach and the
state; and they are its key. Its parts are rendered without the request (templatetags/kept.py), so
that no token, name or message of one reader can get to another.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from promotion.models import User
from promotion.scope import reach_key
from promotion.state import one_state

Parts = dict[str, SafeString]
View = Callable[..., dict[str, Any] | HttpResponse]

MOST = 64  # of each process, in all about 10 MB: the largest page takes 0.3 MB


@dataclass(frozen=True)
class Page:
    """The parts of a page that everybody of a reach is shown; those missing are made of context."""

    context: Mapping[str, Any] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)


class Pages:
    """The parts of the pages that were asked for last; of old states soon none is left."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._parts: OrderedDict[Hashable, Parts] = OrderedDict()

    def find(self, key: Hashable) -> Parts | None:
        with self._lock:
            if key in self._parts:
                self._parts.move_to_end(key)
            return self._parts.get(key)

    def keep(self, key: Hashable, parts: Parts) -> None:
        with self._lock:
            self._parts[key] = parts
            if len(self._parts) > self.most:
                self._parts.popitem(last=False)


PAGES = Pages(MOST)


def page_of_figures(template: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """For a view that gives the context of `template`, or an answer that is never kept.

    All that the view and the template ask the database is answered from one state. Of who asks,
    the view may use no more than the reach, and the template's parts nothing.
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with one_state() as state:
                key = (state, *_question(request))
                parts = PAGES.find(key) if state else None
                page = Page(parts=parts or {})
                if parts is None:
                    made = view(request, *args, **kwargs)
                    if isinstance(made, HttpResponse):
                        return made
                    page = Page(made | _of_request(request))
                response = render(request, template, {"kept": page})
                if state:
                    PAGES.keep(key, page.parts)
                return response

        return answer

    return decorate


def _question(request: HttpRequest) -> tuple[Hashable, ...]:
    assert isinstance(request.user, User)
    day, reach = timezone.localdate(), reach_key(request.user)
    return request.get_full_path(), day, get_language(), reach


def _of_request(request: HttpRequest) -> dict[str, Any]:
    """What parts may know of the request and its site: all of it is in the address."""
    return {"request": {"GET": request.GET, "path": request.path}, "demo": settings.DEMO}

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

MOST = 200  # of each process, of 0.1 MB each and at most 0.3 MB


@dataclass(frozen=True)
class Page:
    """The parts of a page that everybody of a reach is shown; those missing are made of context."""

    context: Mapping[str, Any] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)


@dataclass
class Kept:
    """The parts of a page once somebody made them; the others who ask meanwhile wait."""

    parts: Parts | None = None
    making: Lock = field(default_factory=Lock)


class Pages:
    """The pages that were asked for last; of a state that has passed soon none is left."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._changing = Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def of(self, key: Hashable) -> Kept:
        with self._changing:
            found = self._kept.setdefault(key, Kept())
            self._kept.move_to_end(key)
            if len(self._kept) > self.most:
                self._kept.popitem(last=False)
            return found


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
                kept = PAGES.of((state, *_question(request))) if state else Kept()
                with kept.making:
                    if kept.parts is None:
                        made = view(request, *args, **kwargs)
                        if isinstance(made, HttpResponse):
                            return made
                        page = Page(made | _of_request(request))
                        response = render(request, template, {"kept": page})
                        kept.parts = page.parts
                        return response
            return render(request, template, {"kept": Page(parts=kept.parts)})

        return answer

    return decorate


def _question(request: HttpRequest) -> tuple[Hashable, ...]:
    assert isinstance(request.user, User)
    day, reach = timezone.localdate(), reach_key(request.user)
    return request.get_full_path(), day, get_language(), reach


def _of_request(request: HttpRequest) -> dict[str, Any]:
    """What parts know beside the figures: the address, and that the site is a demonstration."""
    return {"request": {"GET": request.GET, "path": request.path}, "demo": settings.DEMO}

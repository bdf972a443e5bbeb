"""Nothing is served from a database whose guards are gone: neither at the start nor later."""

import time
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

from promotion.guards import missing_triggers
from promotion.views.errors import unguarded

# A server looks again after so many seconds, and at every request while something is missing.
EVERY_SECONDS = 30
WATCHED_BY_ITSELF = "/health/"


def require_guards() -> None:
    """Before serving: raises SystemExit with one sentence when a guard is missing.

    A database that cannot be reached or was never migrated is /health/'s to name: it may come
    or be filled while the server waits.
    """
    try:
        missing = sorted(missing_triggers(connection))
        if missing and connection.introspection.table_names():
            raise SystemExit(
                f"Not serving: guards of the database are missing or changed ({len(missing)}:"
                f" {', '.join(missing[:3])}{' …' if missing[3:] else ''}). Run manage.py migrate"
                " and manage.py install_guards; those still missing then were taken away by"
                " whoever owns the database."
            )
    except DatabaseError:
        return
    finally:
        connection.close()  # the workers that fork from here open their own


class GuardsMiddleware:
    """Answers 503 while a guard is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.well_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != WATCHED_BY_ITSELF and not self.all_stand():
            return unguarded(request)
        return self.get_response(request)

    def all_stand(self) -> bool:
        now = time.monotonic()
        if now >= self.well_until:
            try:
                if missing_triggers(connection):
                    return False
            except DatabaseError:  # the view will meet it again
                return True
            self.well_until = now + EVERY_SECONDS
        return True

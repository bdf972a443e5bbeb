"""Whether the system can work, for those who watch over it and for the start-up."""

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from promotion.guards import missing_triggers


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """database, migrations, triggers: "ok", or what is wrong; status 200, or 503 if anything is.

    Open to everybody: it names migrations and triggers that are missing, never data.
    """
    try:
        found = {
            "database": reachable(),
            "migrations": unapplied_migrations() or "ok",
            "triggers": sorted(missing_triggers(connection)) or "ok",
        }
    except DatabaseError:
        found = {"database": "unreachable", "migrations": "unknown", "triggers": "unknown"}
    well = all(answer == "ok" for answer in found.values())
    return JsonResponse(found, status=200 if well else 503)


def reachable() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def unapplied_migrations() -> list[str]:
    """Migrations on disk that the database has not seen, as "app.name"."""
    loader = MigrationLoader(connection)
    missing = loader.graph.nodes.keys() - loader.applied_migrations.keys()
    return sorted(f"{app}.{name}" for app, name in missing)


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """For browsers that ask for it unasked, such as on a downloaded JSON."""
    return redirect(static("img/favicon.svg"))

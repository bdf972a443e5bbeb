"""The application for ASGI servers."""

import os

from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promotion.settings")
try:
    application = get_asgi_application()
except ImproperlyConfigured as error:
    raise SystemExit(str(error)) from None

from promotion.guards.watch import require_guards  # noqa: E402 (it needs the settings)

require_guards()

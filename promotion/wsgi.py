"""The application for gunicorn and other WSGI servers."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promotion.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    raise SystemExit(str(error)) from None

from promotion.guards.watch import require_guards  # noqa: E402 (it needs the settings)

require_guards()

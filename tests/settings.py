"""The project's settings for tests run by pytest; servers started by tests use the real ones."""

import os

os.environ["DEMO"] = "1"
os.environ["SECRET_KEY"] = "tests"
os.environ.pop("HTTPS", None)

from promotion.settings import *  # noqa: E402, F403
from promotion.settings import BASE_DIR, DATABASES, MIDDLEWARE, PASSWORD_HASHERS  # noqa: E402

# The server on which tests.databases makes the databases; no test uses the database named here.
TEST_SERVER = DATABASES["default"].copy()
DATABASES["default"]["NAME"] = str(BASE_DIR / "build/no-database-is-prepared/for-this-test")

# Whatever is collected there, every test's client would read through first.
STATIC_ROOT = BASE_DIR / "build/no-files-are-collected-for-tests"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Files of evidence are named by their content: whatever stays there does no harm.
MEDIA_ROOT = BASE_DIR / "build/media"

# Tests take guards away to see what they guard; servers started by tests do watch them.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "promotion.guards.watch.GuardsMiddleware"]

#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promotion.settings")
    if "DEMO" not in os.environ:
        # For whoever ran `make setup` here; a server never reads it by itself.
        environ.Env.read_env(Path(__file__).parent / "var/demo.env")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))

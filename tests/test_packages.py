"""The packages that the project relies on silently."""

import importlib.util
import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.backends.postgresql import base as postgresql
from plotly.offline import get_plotlyjs_version

from promotion.staticfinder import PICKED, NodeModulesFinder

PLOTLY = "plotly.js-basic-dist-min"


def read(name: str) -> dict:
    return json.loads((settings.BASE_DIR / name).read_text("utf-8"))


def test_driver_is_psycopg2():
    # Django takes psycopg 3 without a word as soon as some package brings it.
    assert importlib.util.find_spec("psycopg") is None
    assert postgresql.Database.__name__ == "psycopg2"


def test_both_plotly_versions_agree():
    ours = get_plotlyjs_version()
    assert read("package.json")["dependencies"][PLOTLY] == ours
    assert read("package-lock.json")["packages"][f"node_modules/{PLOTLY}"]["version"] == ours
    assert read(f"node_modules/{PLOTLY}/package.json")["version"] == ours


def test_every_front_end_package_is_fixed_to_one_version():
    for name, version in read("package.json")["dependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


def test_lock_names_no_download_address():
    packages = read("package-lock.json")["packages"].values()
    assert not any("resolved" in package for package in packages)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_python_package_is_fixed_to_one_version(name):
    lines = (settings.BASE_DIR / name).read_text("utf-8").splitlines()
    wanted = [line.split("#")[0].strip() for line in lines]
    for line in filter(None, wanted):
        assert re.fullmatch(r"[\w.-]+==[\w.]+|-r requirements\.txt", line)


def test_every_picked_front_end_file_is_there():
    assert NodeModulesFinder().check() == []


def test_a_missing_front_end_file_is_named(tmp_path):
    warnings = NodeModulesFinder(tmp_path).check()
    assert len(warnings) == len(PICKED)


def test_picked_files_are_found():
    assert finders.find("vendor/htmx.org/dist/htmx.min.js")


@pytest.mark.security
@pytest.mark.parametrize(
    "path",
    [
        "vendor/htmx.org/package.json",
        "vendor/bootstrap/scss/_root.scss",
        "vendor/htmx.org/dist/../package.json",
        "vendor/../package.json",
        "htmx.org/dist/htmx.min.js",
    ],
)
def test_nothing_else_of_node_modules_is_served(path):
    assert not NodeModulesFinder().find(path)
    assert NodeModulesFinder().find(path, find_all=True) == []

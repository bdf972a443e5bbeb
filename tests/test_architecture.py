"""The rooms of the project import in one direction only.

    promotion.lib ← provinces ← promotion ← projects ← reports ← composition root

What counts are the import statements of all modules, those inside functions, migrations and
management commands included, the dependencies of migrations, and the relations of models.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

pytestmark = pytest.mark.sqlite  # no database is asked

ROOT = settings.BASE_DIR
ROOMS = ("promotion.lib", "provinces", "promotion", "projects", "reports")
FOLDERS = ("provinces", "promotion", "projects", "reports")
COMPOSITION_ROOT = {
    "promotion.settings",
    "promotion.urls",
    "promotion.wsgi",
    "promotion.asgi",
    "manage",
    "tests",
    "tools",
}
FORBIDDEN_NAMES = {"utils", "helpers", "services", "signals"}
LONGEST = 300


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def place(module: str) -> int | None:
    """How far right the module's room is; None for a module that is not of this project."""
    if any(within(module, root) for root in COMPOSITION_ROOT):
        return len(ROOMS)
    if within(module, "promotion.lib"):
        return 0
    return next((i for i, room in enumerate(ROOMS) if i and within(module, room)), None)


def modules() -> dict[str, Path]:
    """{dotted name: file} of every module in the rooms."""
    found = {}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(module: str, source: str, is_package: bool = False) -> Iterator[str]:
    """Dotted names that the module imports anywhere in its source."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.rsplit(".", node.level - 1)[0] if node.level else ""
            base = ".".join(part for part in (start, node.module) if part)
            for alias in node.names:
                submodule = f"{base}.{alias.name}"
                yield submodule if submodule in MODULES else base
        elif isinstance(node, ast.Assign) and node.targets[0].__dict__.get("id") == "dependencies":
            yield from migration_dependencies(node.value)


def migration_dependencies(value: ast.expr) -> Iterator[str]:
    for pair in ast.walk(value):
        if isinstance(pair, ast.Tuple) and isinstance(pair.elts[0], ast.Constant):
            yield pair.elts[0].value


def wrong_arrows(module: str, source: str, is_package: bool = False) -> list[str]:
    """ "a → b" for each import of something further right, or of the composition root."""
    here = place(module)
    assert here is not None
    return [
        f"{module} → {name}"
        for name in imported(module, source, is_package)
        if (there := place(name)) is not None and (there > here or there == len(ROOMS))
    ]


def test_imports_follow_the_arrows():
    found = [
        arrow
        for module, path in MODULES.items()
        for arrow in wrong_arrows(module, path.read_text("utf-8"), path.stem == "__init__")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("promotion.lib.money", "import provinces.models"),
        ("promotion.lib.money", "from promotion.models import User"),
        ("provinces.models", "def f():\n    from promotion.models import User"),
        ("provinces.models", "from promotion import scope"),
        ("promotion.scope", "from projects.models import Grant"),
        ("promotion.scope", "from . import urls"),
        ("promotion.views.errors", "from ..urls import urlpatterns"),
        ("promotion.migrations.0001_initial", "dependencies = [('projects', '0001_initial')]"),
        ("promotion.management.commands.x", "try:\n    import reports\nexcept ValueError: pass"),
        ("projects.models", "import promotion.settings"),
        ("projects.views", "if True:\n    from reports.queries import x as y"),
        ("reports.views", "from promotion import settings"),
        ("reports.views", "from tests import cast"),
    ],
)
def test_a_wrong_arrow_is_found(module, source):
    assert len(wrong_arrows(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("provinces.models", "from promotion.lib import text\nimport promotion.lib.money"),
        ("promotion.scope", "from .models import User\nfrom provinces.models import Province"),
        ("reports.views", "from projects.models import Grant\nfrom django.conf import settings"),
        ("promotion.urls", "from reports import views\nfrom django.urls import path"),
    ],
)
def test_a_right_arrow_passes(module, source):
    assert wrong_arrows(module, source) == []


def test_relations_follow_the_arrows():
    for model in apps.get_models():
        here = place(model.__module__)
        for field in model._meta.get_fields(include_hidden=True) if here is not None else []:
            if field.is_relation and field.concrete:
                there = place(field.related_model.__module__)
                assert there is None or there <= here, field


def test_lib_is_pure():
    for module, path in MODULES.items():
        if within(module, "promotion.lib"):
            names = set(imported(module, path.read_text("utf-8")))
            assert not {name for name in names if name.startswith("django.db")}, module


def test_no_module_is_a_drawer():
    assert {name for name in MODULES if name.rpartition(".")[2] in FORBIDDEN_NAMES} == set()


def test_nothing_happens_behind_the_scenes():
    """No signals: whoever reads a method sees all that it does."""
    for module, path in MODULES.items():
        names = set(imported(module, path.read_text("utf-8")))
        assert not {n for n in names if "signals" in n or n == "django.dispatch"}, module


def files_of_ours() -> Iterator[Path]:
    for folder in (*FOLDERS, "templates", "static", "tests", "tools"):
        for path in (ROOT / folder).rglob("*.*"):
            if path.suffix in {".py", ".html", ".js", ".css"} and "migrations" not in path.parts:
                yield path


def test_every_file_is_read_in_one_sitting():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files_of_ours()
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_no_file_holds_two_sides_of_a_merge():
    sides = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
    assert not [path for path in files_of_ours() if sides.search(path.read_text("utf-8"))]

"""Third-party front-end files, served straight from node_modules under vendor/."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core import checks
from django.core.files.storage import FileSystemStorage

# Only what pages use; .map files are named by the minified ones, and the manifest storage
# refuses a file that names a missing one.
PICKED = (
    "@fontsource/be-vietnam-pro/[456]00.css",
    "@fontsource/be-vietnam-pro/files/be-vietnam-pro-*-[456]00-normal.woff*",
    "bootstrap/dist/css/bootstrap.min.css*",
    "bootstrap/dist/js/bootstrap.bundle.min.js*",
    "bootstrap-icons/font/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff*",
    "htmx.org/dist/htmx.min.js",
    "plotly.js-basic-dist-min/plotly-basic.min.js",
)


class NodeModulesFinder(BaseFinder):
    """`vendor/<package>/<path>` for the picked files of node_modules, and no others."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.BASE_DIR / "node_modules"
        self.storage = FileSystemStorage(location=self.folder)
        self.storage.prefix = "vendor"  # type: ignore[attr-defined]  # read by collectstatic

    def picked(self) -> Iterator[str]:
        for pattern in PICKED:
            for path in sorted(self.folder.glob(pattern)):
                yield path.relative_to(self.folder).as_posix()

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [
            checks.Warning(
                f"No front-end file matches {pattern}.", hint="Run `make setup`.", id="promotion.W1"
            )
            for pattern in PICKED
            if not any(self.folder.glob(pattern))
        ]

    def find(  # type: ignore[override]  # the stubs tell the two answers apart by find_all
        self, path: str, find_all: bool = False, **kwargs: Any
    ) -> str | list[str]:
        name = path.removeprefix("vendor/")
        if name == path or name not in self.picked():
            return []
        found = str(self.folder / name)
        return [found] if find_all else found

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in self.picked():
            if not matches_patterns(name, ignore_patterns or []):
                yield name, self.storage

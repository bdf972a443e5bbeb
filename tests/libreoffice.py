"""LibreOffice as a second opinion: it opens a workbook, recalculates it and prints its cells."""

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.programs import find

Printed = dict[str, list[list[str]]]

# Comma, quotation mark, UTF-8, cells as shown, every sheet in a file of its own.
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's own settings: made once, and apart from anybody's."""
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture
def recalculated(office_profile: Path, tmp_path: Path) -> Callable[[bytes], Printed]:
    """A workbook's {title of the sheet: rows of its cells as printed}, in English notation."""
    program = find("LibreOffice")
    if not program:
        pytest.skip("LibreOffice is not installed")

    def print_sheets(content: bytes) -> Printed:
        folder = tmp_path / "printed"
        folder.mkdir()
        (folder / "book.xlsx").write_bytes(content)
        done = subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation={office_profile.as_uri()}",
                "--convert-to",
                _AS_SHOWN,
                "--outdir",
                folder,
                folder / "book.xlsx",
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
        files = sorted(folder.glob("book-*.csv"))
        assert files, done.stdout + done.stderr
        return {
            file.stem.removeprefix("book-"): list(csv.reader(io.StringIO(file.read_text("utf-8"))))
            for file in files
        }

    return print_sheets

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
def all_recalculated(office_profile: Path, tmp_path: Path) -> Callable[..., list[Printed]]:
    """Of each workbook {title of the sheet: rows of its cells as printed}, in English notation.

    All at once, as LibreOffice takes a second to begin.
    """
    program = find("LibreOffice")
    if not program:
        pytest.skip("LibreOffice is not installed")

    def print_sheets(*contents: bytes) -> list[Printed]:
        folder = tmp_path / "printed"
        folder.mkdir()
        books = [folder / f"book{number}.xlsx" for number in range(len(contents))]
        for book, content in zip(books, contents, strict=True):
            book.write_bytes(content)
        done = subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation={office_profile.as_uri()}",
                "--convert-to",
                _AS_SHOWN,
                "--outdir",
                folder,
                *books,
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
        printed = [sheets_of(book) for book in books]
        assert all(printed), done.stdout + done.stderr
        return printed

    return print_sheets


def sheets_of(book: Path) -> Printed:
    """What stands beside the workbook in a file for each of its sheets."""
    return {
        file.stem.removeprefix(f"{book.stem}-"): list(
            csv.reader(io.StringIO(file.read_text("utf-8")))
        )
        for file in sorted(book.parent.glob(f"{book.stem}-*.csv"))
    }


@pytest.fixture
def recalculated(all_recalculated: Callable[..., list[Printed]]) -> Callable[[bytes], Printed]:
    """The same of one workbook."""
    return lambda content: all_recalculated(content)[0]

"""LibreOffice as a second opinion: it opens a workbook, recalculates it and prints its cells.

It is never shown the values that our formulas carry, or it might give them back as its own.
"""

import csv
import io
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tools.programs import find

Printed = dict[str, list[list[str]]]
# {title of the sheet: {its cells with a formula: what it comes to}}
Values = dict[str, dict[str, float | str]]

# Comma, quotation mark, UTF-8, cells as shown, every sheet in a file of its own.
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"

_FORMULA = re.compile(rb"(<c [^>]*><f>[^<]*</f>)<v>[^<]*</v>")


def without_values(content: bytes) -> bytes:
    """The workbook with its formulas, but not with what they came to."""
    found = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as book, ZipFile(found, "w") as bare:
        for name in book.namelist():
            bare.writestr(name, _FORMULA.sub(rb"\1", book.read(name)))
    return found.getvalue()


def values_of(content: bytes) -> Values:
    """What the formulas come to, as whoever wrote the workbook left it beside them."""
    live, seen = (load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))
    return {
        sheet.title: {
            cell.coordinate: seen[sheet.title][cell.coordinate].value
            for row in sheet
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in live
    }


def differing(ours: Values, theirs: Values) -> list[tuple[str, str, object, object]]:
    """(sheet, cell, our value, theirs) where a formula is said to come to something else."""
    return [
        (title, at, value, theirs[title].get(at))
        for title, cells in ours.items()
        for at, value in cells.items()
        if not _alike(value, theirs[title].get(at))
    ]


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) < 1e-6
    return one == other and one is not None


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's own settings: made once, and apart from anybody's."""
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture
def converted(office_profile: Path, tmp_path: Path) -> Callable[..., list[Path]]:
    """Workbooks as LibreOffice writes them once it has recalculated them: "csv" or "xlsx".

    All at once, as it takes a second to begin.
    """
    program = find("LibreOffice")
    if not program:
        pytest.skip("LibreOffice is not installed")

    def convert(form: str, contents: Sequence[bytes]) -> list[Path]:
        given, made = tmp_path / "given", tmp_path / "made"
        given.mkdir()
        books = [given / f"book{number}.xlsx" for number in range(len(contents))]
        for book, content in zip(books, contents, strict=True):
            book.write_bytes(without_values(content))
        done = subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation={office_profile.as_uri()}",
                "--convert-to",
                form,
                "--outdir",
                made,
                *books,
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert made.is_dir(), done.stdout + done.stderr
        return [made / book.name for book in books]

    return convert


@pytest.fixture
def all_recalculated(converted: Callable[..., list[Path]]) -> Callable[..., list[Printed]]:
    """Of each workbook {title of the sheet: rows of its cells as printed}, in English notation."""

    def print_sheets(*contents: bytes) -> list[Printed]:
        printed = [sheets_of(book) for book in converted(_AS_SHOWN, contents)]
        assert all(printed)
        return printed

    return print_sheets


@pytest.fixture
def all_values(converted: Callable[..., list[Path]]) -> Callable[..., list[Values]]:
    """Of each workbook what its formulas come to, recalculated."""
    return lambda *contents: [values_of(b.read_bytes()) for b in converted("xlsx", contents)]


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

"""Compile the translations: locale/<language>/LC_MESSAGES/django.po → django.mo."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def read(path: Path, locale: str) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)


def compile_all() -> None:
    for path in LOCALE.glob("*/LC_MESSAGES/django.po"):
        catalog = read(path, path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


if __name__ == "__main__":
    compile_all()

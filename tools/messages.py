"""Compile the translations: locale/<language>/LC_MESSAGES/django.po → django.mo.

While locale/parts/ exists, its files are first merged into the Vietnamese one; the same text
translated in two ways is named.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"
VIETNAMESE = LOCALE / "vi/LC_MESSAGES/django.po"
HEADER = """\
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def read(path: Path, locale: str) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)


def merge_parts() -> None:
    merged = Catalog(locale="vi")
    for path in sorted(LOCALE.glob("parts/*.po")):
        for message in read(path, "vi"):
            known = merged.get(message.id, message.context) if message.id else None
            if known and known.string != message.string:
                print(f"{path.name}: {message.id!r} is {known.string!r} elsewhere", file=sys.stderr)
            elif message.id and not known:
                merged[message.id] = message
    VIETNAMESE.parent.mkdir(parents=True, exist_ok=True)
    with VIETNAMESE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, merged, width=100, sort_output=True, omit_header=True)


def compile_all() -> None:
    for path in LOCALE.glob("*/LC_MESSAGES/django.po"):
        catalog = read(path, path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


if __name__ == "__main__":
    if (LOCALE / "parts").is_dir():
        merge_parts()
    compile_all()

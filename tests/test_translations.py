"""Vietnamese is the first language: every text of ours has its Vietnamese, and none is mangled."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import django
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

pytestmark = pytest.mark.sqlite  # no database is asked

ROOT = settings.BASE_DIR
ROOMS = ("promotion", "provinces", "projects", "reports")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "gettext_noop": None,
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def sources() -> Iterator[tuple[str, str]]:
    """(name, Python that calls gettext) of every module and template."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")
    for path in (ROOT / "templates").rglob("*.*"):
        yield str(path.relative_to(ROOT)), templatize(path.read_text("utf-8"), origin=str(path))


@cache
def texts() -> dict[tuple[str | None, str], tuple[str, ...]]:
    """{(context, text): (text, plural if it has one)} of the whole source."""
    found = {}
    for _, source in sources():
        for _, message, _, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            parts = message if isinstance(message, tuple) else (message,)
            if parts[0]:
                found[context, parts[0]] = parts
    return found


def texts_of_django() -> set[tuple[str | None, str]]:
    """What Django itself says: where its own Vietnamese stays English, ours stands in."""
    said = set()
    for room in ("conf", "contrib/admin", "contrib/auth"):
        path = Path(django.__file__).parent / room / "locale/en/LC_MESSAGES/django.po"
        for message in read_po(BytesIO(path.read_bytes())):
            text = message.id[0] if isinstance(message.id, tuple) else message.id
            said.add((message.context, text))
    return said


@pytest.fixture(scope="module")
def catalogue():
    path = ROOT / "locale/vi/LC_MESSAGES/django.po"
    return read_po(BytesIO(path.read_bytes()), locale="vi")


def test_the_source_is_read():
    found = texts()
    assert (None, "Sign in") in found  # of a template
    assert (None, "A row of the ledger is never changed or deleted.") in found  # of a module


def test_every_text_has_its_vietnamese(catalogue):
    missing = []
    for context, text in texts():
        message = catalogue.get(text, context)
        if message is None or not message.string or message.fuzzy:
            missing.append((context, text))
    assert missing == []


def test_placeholders_are_kept(catalogue):
    for message in catalogue:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            known = {name for text in ids for name in PLACEHOLDER.findall(text)}
            used = {name for text in strings for name in PLACEHOLDER.findall(text)}
            assert used <= known, message.id
            assert used >= set(PLACEHOLDER.findall(ids[0])), message.id


def test_nothing_is_translated_that_nobody_says(catalogue):
    said = texts().keys() | texts_of_django()
    unused = []
    for message in catalogue:
        text = message.id[0] if isinstance(message.id, tuple) else message.id
        if text and (message.context, text) not in said:
            unused.append(text)
    assert unused == []

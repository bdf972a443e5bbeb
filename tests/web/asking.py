"""What one row is called in an address, and who reaches it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.http.request import HttpHeaders
from django.utils.datastructures import MultiValueDict

MALFORMED = ["0", "-1", "99999999999999999999", "x", "%27", "a%20b", "%00", "..%2F..%2Fetc", "é"]
# The entries asked about are of local money, which the ministry does not confirm.
OTHER_SIDE = ("ministry",)


@contextmanager
def undone() -> Iterator[None]:
    """What is written in the block is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# What htmx says when it asks for a part of a page.
FRAGMENT = {"HX-Request": "true"}


@contextmanager
def names_that_are_read() -> Iterator[set[str]]:
    """The parameters and fields, and FRAGMENT, that are looked at while the block runs, so far."""
    names: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "_getlist", "__contains__", "pop"):
            original = getattr(MultiValueDict, method, None) or getattr(dict, method)

            def watched(self, key, *args, _original=original, **kwargs):
                if isinstance(key, str) and type(self).__name__ == "QueryDict":
                    names.add(key)
                return _original(self, key, *args, **kwargs)

            patch.setattr(MultiValueDict, method, watched, raising=False)
        header = HttpHeaders.__getitem__

        def watched_header(self, key):
            if key in FRAGMENT:
                names.add(key)
            return header(self, key)

        patch.setattr(HttpHeaders, "__getitem__", watched_header)
        yield names


@dataclass(frozen=True)
class Target:
    """What one row is called in an address: in its path, in its query, in a form's fields."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Address:
    """How a route is asked about a row, and whose row it is.

    rows        the row of An Giang, of Gia Lai and one that does not exist
    owned       only its owner reaches it, as a draft
    open_to_all a total: everybody who is signed in sees any province's
    refused     who reaches the row but may not do this with it
    reading     who reaches the row and may read it, yet not write
    malformed   texts for the path's last part
    """

    rows: dict[str, Target]
    owned: bool = False
    open_to_all: bool = False
    refused: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    malformed: Iterable[str] = ()

    def refuses(self, who: str, method: str) -> bool:
        return who in self.refused or (method == "post" and who in self.reading)

    def reached_by(self, who: str, row: str) -> bool:
        """Rows are named by their province: "Gia Lai", "Gia Lai, returned", else "missing, …"."""
        if row.startswith("missing"):
            return False
        if self.open_to_all:
            return True
        province = row.split(",")[0]
        if self.owned:
            return who == f"clerk of {province}"
        return province in who or who in ("ministry", "auditor")


PAGE = Address({"An Giang": Target()}, open_to_all=True)

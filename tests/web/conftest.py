"""The world of the sweeps, planted once for all tests of a module and undone after each."""

from collections.abc import Iterator
from copy import deepcopy

import pytest

from tests.conftest import Copies
from tests.web.asking import undone
from tests.web.world import World


@pytest.fixture(scope="module")
def planted(copies: Copies, django_db_blocker) -> Iterator[World]:
    copies.use("reference")
    with django_db_blocker.unblock(), undone():
        yield World()


@pytest.fixture
def world(planted: World, django_db_blocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    # Else the client copies the context of every part of every page; no sweep looks at them.
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    with django_db_blocker.unblock(), undone():
        yield deepcopy(planted)

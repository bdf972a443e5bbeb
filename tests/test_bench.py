"""What measurements leave behind."""

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from tools.bench.reports import over


def test_what_fails_over_another_database_leaves_ours_in_place():
    own, other = connections[DEFAULT_DB_ALIAS], connections.create_connection(DEFAULT_DB_ALIAS)
    with pytest.raises(ZeroDivisionError), over(other):
        assert connections[DEFAULT_DB_ALIAS] is other
        raise ZeroDivisionError
    assert connections[DEFAULT_DB_ALIAS] is own

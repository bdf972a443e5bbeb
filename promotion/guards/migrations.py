"""For migrations: a guarded table is altered between dropping and creating the triggers."""

from collections.abc import Callable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

from promotion.guards import create_triggers, drop_triggers


class _Guards(Operation):
    """Asks for no models, unlike RunPython, which has all of them made anew each time."""

    reduces_to_sql = False

    def __init__(
        self,
        forwards: Callable[[BaseDatabaseWrapper], None],
        backwards: Callable[[BaseDatabaseWrapper], None],
    ) -> None:
        self.forwards, self.backwards = forwards, backwards

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.forwards(schema_editor.connection)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.backwards(schema_editor.connection)


def dropping_triggers() -> Operation:
    return _Guards(drop_triggers, create_triggers)


def creating_triggers() -> Operation:
    return _Guards(create_triggers, drop_triggers)

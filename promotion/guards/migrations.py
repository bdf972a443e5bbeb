"""For migrations: a guarded table is altered between dropping and creating the triggers."""

from django.db.migrations import RunPython

from promotion.guards import create_triggers, drop_triggers


def _create(apps, schema_editor):
    create_triggers(schema_editor.connection)


def _drop(apps, schema_editor):
    drop_triggers(schema_editor.connection)


def dropping_triggers() -> RunPython:
    return RunPython(_drop, _create)


def creating_triggers() -> RunPython:
    return RunPython(_create, _drop)

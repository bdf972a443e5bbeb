"""Whatever the database refuses is said in a sentence of the reader's language."""

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.db.models import CheckConstraint, UniqueConstraint
from django.utils import translation

from promotion.guards.sentences import SENTENCES, explain

ROOMS = ("provinces", "promotion", "projects", "reports")
NAMES = [
    constraint.name
    for room in ROOMS
    for model in apps.get_app_config(room).get_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, (CheckConstraint, UniqueConstraint))
]


def test_the_constraints_are_found():
    assert {"grant_reported_within_approved", "centre_closes_after_it_opens"} <= set(NAMES)


@pytest.mark.parametrize("name", [*NAMES, *SENTENCES])
def test_every_rule_has_a_sentence_in_both_languages(name):
    said = []
    for language in ("vi", "en"):
        with translation.override(language):
            refusal = explain(IntegrityError(f"CHECK constraint failed: {name}"))
            assert refusal.code == name
            said += [str(message) for message in refusal.messages]
    vietnamese, english = said
    assert vietnamese != english
    for sentence in said:
        assert sentence.endswith(".")
        assert name not in sentence and "%" not in sentence


def test_what_is_no_rule_of_ours_is_a_fault():
    with pytest.raises(IntegrityError):
        explain(IntegrityError("FOREIGN KEY constraint failed"))

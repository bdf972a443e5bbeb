"""Freezing the papers of a conference as a numbered version."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from projects.seals import seal_waiting
from promotion.guards.sentences import explain
from promotion.models import User
from promotion.papers import issuer_of
from reports import exports
from reports.catalogue import EXECUTION
from reports.conference import Conference
from reports.differences import changes
from reports.models import Edition, FrozenVersion
from reports.parameters import By
from reports.queries.counted import counted, last_seals
from reports.speech import summary
from reports.workbooks.edition import workbook_of
from reports.workbooks.papers import Version


def freeze(edition: Edition, by: User, reason: str, today: date) -> FrozenVersion:
    """Keep the papers as they are now under the next number.

    What is counted is sealed first, so that the version names the seals it rests on. Raises
    ValidationError where a later version has no reason, or another was frozen meanwhile.
    """
    first = edition.versions.order_by("number").first()
    number = 1 + edition.versions.count()
    if first and not reason.strip():
        raise ValidationError({"reason": _("Say why another version is needed.")})
    seal_waiting()
    try:
        with transaction.atomic():
            _of_one_moment()
            conference = Conference.of(edition, today)
            figures = figures_of(conference)
            asked, units = conference.parameters, conference.units
            years = (asked.previous_year, asked.year)
            behind = counted(units, years, asked.until)
            version = Version(
                number,
                digest_of(figures),
                list(changes(first.figures, figures)) if first else None,
            )
            # Everybody reads a frozen version: it names no single project of anybody.
            workbook = workbook_of(conference, issuer_of(by), version=version)
            words = summary(conference, issuer_of(by), number=number)
            return FrozenVersion.objects.create(
                edition=edition,
                number=number,
                name=workbook.name,
                workbook=workbook.content,
                sha256=hashlib.sha256(workbook.content).hexdigest(),
                summary_name=words.name,
                summary=words.content,
                summary_sha256=hashlib.sha256(words.content).hexdigest(),
                figures=figures,
                lines=behind.lines,
                entries=behind.entries,
                seals=last_seals(units, years),
                reason=reason.strip(),
                frozen_by=by,
            )
    except IntegrityError as error:
        raise explain(error) from error


def _of_one_moment() -> None:
    """Let every sheet read the same ledger, whatever is confirmed meanwhile.

    Whoever writes waits on SQLite; PostgreSQL shows the transaction, whose first statement this
    must be, the state that it began with.
    """
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def figures_of(conference: Conference) -> dict[str, Any]:
    """The rows of the papers, as the report gives them to other programs."""
    text = exports.as_json(EXECUTION, conference.figures, conference.scope, By.PROVINCE)
    return json.loads(text)


def digest_of(figures: Mapping[str, Any]) -> str:
    """The hash that is printed among the notes: of the figures in one fixed spelling."""
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

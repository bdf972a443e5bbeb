"""Saves the demonstration in one transaction: all of it or nothing."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import models

from projects.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from projects.demo.inbox import leave_drafts, return_some
from projects.demo.mistakes import take_back_one
from projects.demo.months import closings, returns
from projects.demo.story import Story, tell
from promotion.changes import changing
from promotion.models import Centre, ReportingPeriod

BATCH = 500
# What the log of changes says of its rows, which no person made.
REASON = "Số liệu giả định"


@changing(None, REASON)
def write() -> Story:
    """Raises IntegrityError when a row breaks a rule of the ledger; then nothing is saved."""
    story = tell()
    _save(story.centres.rows())
    story.centres.merge()
    Centre.objects.bulk_update(story.centres.rows(), ["current", "successor"])
    _give_passwords(story)
    _save(story.people.rows())
    for rows in (
        story.decisions,
        story.budgets,
        story.budget_lines,
        story.establishments,
        story.projects,
        story.beneficiaries,
        story.grants,
        story.grant_lines,
        story.entries,
        story.confirmations,
        story.clearings,  # of advances that are confirmed
        story.clearing_confirmations,
        story.cuts,
    ):
        _save(rows)
    return_some(story)
    leave_drafts(story)
    take_back_one(story)
    _close_and_report(story)
    return story


def _close_and_report(story: Story) -> None:
    monthly = ReportingPeriod.objects.filter(kind=ReportingPeriod.Kind.MONTH)
    periods = {period.first_day: period for period in monthly}
    _save(returns(story.centres.rows(), story.entries, periods, story.people))
    _save(closings(story.people))


def _save(rows: Iterable[models.Model]) -> None:
    rows = list(rows)
    type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def _give_passwords(story: Story) -> None:
    named = {account.username for account in ACCOUNTS}
    for user in story.people.rows():
        user.password = make_password(DEMO_PASSWORD if user.username in named else None)

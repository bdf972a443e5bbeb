"""Lines of decisions on support: what each gives a grant, or takes from it."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.models.grants import Grant
from projects.models.projects import Project
from promotion.guards.sentences import explain
from promotion.lib.dates import format_day
from promotion.lib.money import group
from promotion.models import (
    Content,
    Decision,
    DecisionLine,
    Level,
    User,
    decides_on,
    known_at,
    refusal_of_level,
    source_decided_by,
)
from promotion.scope import ScopedQuerySet


class GrantLineQuerySet(ScopedQuerySet):
    scope_path = "grant__project__centre"

    @transaction.atomic
    def decide(
        self,
        decision: Decision,
        by: User,
        *,
        kind: str,
        project: Project,
        budget_year: int,
        content: Content | None = None,
        amount_vnd: int | None = None,
        reason: str = "",
        level: str = "",
    ) -> "GrantLine":
        """Add what the decision does to support of the person's side; amount_vnd is above zero.

        An approval opens the support that it gives, at the level of the province unless another
        is said. Otherwise it is the only support of the project and year, of the content and the
        level where these are said; a stop without an amount takes the whole of it. Raises
        ValidationError by field: for money of another side, a stop without reason, a level that
        has no such money, and support that would fall below zero.
        """
        if kind == GrantLine.Kind.STOP and not reason.strip():
            raise ValidationError({"reason": _("A stop says why. Type the reason of the stop.")})
        grant = _grant(by, kind, project, budget_year, content, level)
        if amount_vnd is None and kind == GrantLine.Kind.STOP:
            amount_vnd = grant.approved_vnd
        if not amount_vnd:
            raise ValidationError({"amount_vnd": _("Please type the amount.")})
        line = GrantLine(
            decision=decision,
            grant=grant,
            kind=kind,
            amount_vnd=-amount_vnd if kind in GrantLine.CUTS else amount_vnd,
            reason=reason.strip(),
            recorded_by=by,
        )
        try:
            line.require_cover(line.amount_vnd)
            line.save(force_insert=True)
        except IntegrityError as error:
            raise explain(error) from error
        except ValidationError as refusal:
            raise ValidationError({"amount_vnd": refusal}) from refusal
        return line

    def signed_until(self, day: date, known: date | None = None) -> Self:
        """Of decisions signed on or before the day; as recorded by another, if one is given."""
        return self.filter(known_at("recorded_at", known), decision__signed_on__lte=day)


def _grant(
    by: User, kind: str, project: Project, budget_year: int, content: Content | None, level: str
) -> Grant:
    """The support that a line is about, locked, so that a stop takes the whole of it.

    One that another decision opened meanwhile is the same support. Raises ValidationError by field.
    """
    source = source_decided_by(by)
    if source is None or not decides_on(by, source, project.centre.province):
        raise ValidationError({"project": _("This money is not yours to decide on.")})
    grants = project.grants.filter(source=source, budget_year=budget_year).order_by("pk")
    grants = grants.select_for_update(no_key=True)
    if content and kind == GrantLine.Kind.APPROVAL:
        level = level or Level.PROVINCE
    asked = {"content": content, "level": level}
    known = list(grants.filter(**{name: value for name, value in asked.items() if value}))
    if len(known) == 1:
        return known[0]
    if content and kind == GrantLine.Kind.APPROVAL:
        try:
            return project.grants.get_or_create(
                content=content, budget_year=budget_year, source=source, level=level
            )[0]
        except IntegrityError as error:
            raise ValidationError({"level": refusal_of_level(error, source)}) from error
    if not known:
        sentence = _(
            "%(code)s has no such support from this source in %(year)s: it begins with an"
            " approval, which names the content."
        )
        problem = ValidationError(sentence, params={"code": project.code, "year": budget_year})
        raise ValidationError({"content": problem})
    sentence = _(
        "%(code)s has %(count)s supports in %(year)s. Please choose the content and the level."
    )
    params = {"code": project.code, "count": len(known), "year": budget_year}
    raise ValidationError({"content": ValidationError(sentence, params=params)})


class GrantLine(DecisionLine):
    """What one decision adds to the approved support of a grant, or takes from it, in đồng.

    A stop says why.
    """

    same_in_reversal = ("grant", "kind")

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("approval")
        SUPPLEMENT = "supplement", _("supplement")
        INCREASE = "increase", _("adjustment up")
        DECREASE = "decrease", _("adjustment down")
        STOP = "stop", _("stop of the project")

    CUTS = (Kind.DECREASE, Kind.STOP)

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="grant_lines")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="lines")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount_vnd = models.BigIntegerField(_("amount (đồng)"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True, db_default="")

    objects = GrantLineQuerySet.as_manager()

    class Meta:
        ordering = ["decision__signed_on", "id"]
        verbose_name = _("grant line")
        verbose_name_plural = _("grant lines")
        constraints = [
            models.CheckConstraint(
                name="grantline_sign_fits_kind",
                condition=Q(kind__in=["approval", "supplement", "increase"], amount_vnd__gt=0)
                | Q(kind__in=["decrease", "stop"], amount_vnd__lt=0)
                | Q(reverses__isnull=False) & ~Q(amount_vnd=0),
                violation_error_message=_("The sign of the amount does not fit the kind of line."),
            ),
            models.CheckConstraint(
                name="grantline_reversal_has_reason",
                condition=Q(reverses__isnull=True) | ~Q(reason=""),
                violation_error_message=_("Say why the line is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} · {self.get_kind_display()}"

    def is_on_side_of(self, user: User) -> bool:
        return decides_on(user, self.grant.source, self.grant.project.centre.province)

    def require_cover(self, change_vnd: int) -> None:
        """Within a transaction: until it ends nobody else takes anything from the same support."""
        if change_vnd >= 0:
            return
        grant = Grant.objects.select_for_update(no_key=True).get(pk=self.grant_id)
        if grant.approved_vnd + change_vnd < 0:
            sentence = _("%(approved)s đồng are approved; %(taken)s đồng cannot be taken away.")
            language = get_language()
            params = {
                "approved": group(grant.approved_vnd, language),
                "taken": group(-change_vnd, language),
            }
            raise ValidationError(sentence, params=params)
        self._require_cover_since(self.decision.signed_on, change_vnd)

    def _require_cover_since(self, signed_on: date, change_vnd: int) -> None:
        """Nor below zero as at any day since it is signed: nothing is cut before it was given.

        A report of that day would set one support off against another.
        """
        lines = self.grant.lines.order_by("decision__signed_on")
        given_vnd, days = 0, {signed_on: 0}
        for day, amount_vnd in lines.values_list("decision__signed_on", "amount_vnd"):
            given_vnd += amount_vnd
            if day <= signed_on:
                days[signed_on] = given_vnd
            else:
                days[day] = given_vnd
        least_vnd, day = min((vnd, day) for day, vnd in days.items())
        if least_vnd + change_vnd < 0:
            sentence = _(
                "By decisions signed until %(day)s, %(approved)s đồng are approved; %(taken)s đồng"
                " cannot be taken away as of %(signed)s. Please check the days of the decisions."
            )
            language = get_language()
            params = {
                "day": format_day(day),
                "approved": group(least_vnd, language),
                "taken": group(-change_vnd, language),
                "signed": format_day(signed_on),
            }
            raise ValidationError(sentence, params=params)

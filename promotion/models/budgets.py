"""The annual plan: province × budget year × source and level, as the sum of decision lines."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from promotion.guards.sentences import explain
from promotion.lib.dates import format_day
from promotion.lib.money import group
from promotion.models.budget_kinds import BudgetChange, BudgetKind
from promotion.models.decisions import Decision, DecisionLine
from promotion.models.ledger import known_at
from promotion.models.sources import (
    Level,
    OfLevel,
    Source,
    decides_on,
    refusal_of_level,
    source_decided_by,
)
from promotion.models.users import User
from provinces.models import Province


class AnnualBudgetQuerySet(models.QuerySet):
    def for_decision(
        self, by: User, province: Province, budget_year: int, level: str = Level.PROVINCE
    ) -> "AnnualBudget":
        """The budget of the person's side, a new one where nothing was planned so far.

        Raises ValidationError for money that is another's to decide on, for a year in which the
        unit did not exist, and for a level that has no money of the source and year.
        """
        source = source_decided_by(by)
        if source is None or not decides_on(by, source, province):
            raise ValidationError(_("This money is not yours to decide on."))
        first, last = province.valid_from, province.valid_to
        if budget_year < first.year or (last and budget_year > last.year):
            sentence = _("%(unit)s existed until %(day)s: it has no budget of %(year)s.")
            if budget_year < first.year:
                sentence = _("%(unit)s exists since %(day)s: it has no budget of %(year)s.")
            day = first if budget_year < first.year or last is None else last
            params = {"unit": province, "day": format_day(day), "year": budget_year}
            raise ValidationError(sentence, params=params)
        try:
            with transaction.atomic():
                return AnnualBudget.objects.get_or_create(
                    province=province, budget_year=budget_year, source=source, level=level
                )[0]
        except IntegrityError as error:
            raise refusal_of_level(error, source) from error

    def years(self, until: int) -> list[int]:
        """Budget years up to this one, latest first: a plan counts from its year's first day."""
        begun = self.filter(budget_year__lte=until).order_by("-budget_year")
        return list(begun.values_list("budget_year", flat=True).distinct())

    def with_sums(self, until: date, known: date | None = None, since: date | None = None) -> Self:
        """Each budget with what the decisions signed on or before the day, `since` an earlier one
        if it is given, gave it, in đồng.

        One sum for each kind of line (`initial_vnd`, `carry_over_vnd`, …), `transfer_vnd` being
        what arrived, `transfer_out_vnd` below zero what left, and `plan_vnd`, the sum of all. Each
        is a subquery of its own, so that lines in and lines out cannot multiply each other.
        """
        lines = BudgetLine.objects.signed_until(until, known).order_by()
        if since:
            lines = lines.filter(decision__signed_on__gte=since)
        arrived = lines.filter(budget=OuterRef("pk"))
        left = lines.filter(from_budget=OuterRef("pk"))
        sums = {
            f"{kind.value.replace('-', '_')}_vnd": _sum_of(arrived.filter(kind=kind))
            for kind in BudgetLine.Kind
        }
        return self.annotate(
            **sums,
            transfer_out_vnd=-_sum_of(left),
            plan_vnd=_sum_of(arrived) - _sum_of(left),
        )


def _sum_of(lines: models.QuerySet) -> Coalesce:
    one_row = lines.values(everything=models.Value(1)).values(total=Sum("amount_vnd"))
    return Coalesce(Subquery(one_row), 0, output_field=models.BigIntegerField())


class AnnualBudget(OfLevel):
    """The plan of one province-level unit for one budget year from one source, at one level.

    Money of the districts and communes of a province is planned apart from its own. Holds no
    amount: the plan is the sum of its lines, as at any day. Never re-keyed.
    """

    province = models.ForeignKey(
        "provinces.Province",
        models.PROTECT,
        verbose_name=_("province"),
        related_name="annual_budgets",
    )
    budget_year = models.PositiveSmallIntegerField(_("budget year"))
    source = models.CharField(_("source"), max_length=8, choices=Source)

    objects = AnnualBudgetQuerySet.as_manager()

    class Meta:
        ordering = [
            *("-budget_year", "province__display_order", "province__sort_key", "source"),
            "-level",
        ]
        verbose_name = _("annual budget")
        verbose_name_plural = _("annual budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["province", "budget_year", "source", "level"],
                name="annualbudget_once",
                violation_error_message=_("This annual budget exists already."),
            ),
            models.CheckConstraint(
                name="annualbudget_source_known",
                condition=Q(source__in=Source.values),
                violation_error_message=_("A source of funding is national or local."),
            ),
            models.CheckConstraint(
                name="annualbudget_level_fits",
                condition=Q(level="province")
                | Q(level="commune", source="local")
                | Q(level="district", source="local", budget_year__lte=2025),
                violation_error_message=_(
                    "Money of a district or commune is local; districts have none after 2025."
                ),
            ),
        ]

    def __str__(self) -> str:
        parts = (self.province, self.budget_year, self.get_source_display(), self.below)
        return " · ".join(str(part) for part in parts if part)

    def plan(self) -> int:
        """What all decisions together give it, in đồng."""
        total = Coalesce(Sum("amount_vnd"), 0, output_field=models.BigIntegerField())
        arrived = self.lines.aggregate(total=total)["total"]
        return arrived - self.lines_out.aggregate(total=total)["total"]

    def require_cover(self, change_vnd: int) -> None:
        """Refuse what would take the plan below zero. Raises ValidationError."""
        plan_vnd = self.plan()
        if plan_vnd + change_vnd < 0:
            sentence = _(
                "The plan of %(budget)s is %(plan)s đồng; %(taken)s đồng cannot be taken from it."
            )
            language = get_language()
            params = {
                "budget": self,
                "plan": group(plan_vnd, language),
                "taken": group(-change_vnd, language),
            }
            raise ValidationError(sentence, params=params)


class BudgetLineQuerySet(models.QuerySet):
    def signed_until(self, day: date, known: date | None = None) -> Self:
        """Of decisions signed on or before the day; as recorded by another, if one is given."""
        return self.filter(known_at("recorded_at", known), decision__signed_on__lte=day)

    @transaction.atomic
    def decide(
        self,
        decision: Decision,
        by: User,
        *,
        change: BudgetChange,
        province: Province,
        budget_year: int,
        amount_vnd: int,
        from_province: Province | None = None,
        level: str = Level.PROVINCE,
    ) -> "BudgetLine":
        """Add what the decision does to a plan of the person's side; amount_vnd is above zero.

        A transfer stays at the level. Raises ValidationError by field: for money of another side,
        a level that has none, a transfer without a unit that gives, and a plan that would fall
        below zero.
        """
        budget = _budget("province", by, province, budget_year, level)
        origin = None
        if change == BudgetChange.TRANSFER:
            if from_province is None or from_province == province:
                sentence = _("A transfer names another province that gives the money.")
                raise ValidationError({"from_province": sentence})
            origin = _budget("from_province", by, from_province, budget_year, level)
        elif from_province:
            sentence = _("Only a transfer names a province that gives. Leave this empty.")
            raise ValidationError({"from_province": sentence})
        line = BudgetLine(
            decision=decision,
            budget=budget,
            from_budget=origin,
            kind=change.kind,
            amount_vnd=change.signed(amount_vnd),
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


def _budget(field: str, by: User, province: Province, year: int, level: str) -> AnnualBudget:
    try:
        return AnnualBudget.objects.for_decision(by, province, year, level)
    except ValidationError as refusal:
        is_level = refusal.code == "annualbudget_level_fits"
        raise ValidationError({"level" if is_level else field: refusal}) from refusal


class BudgetLine(DecisionLine):
    """What one decision adds to an annual budget, or takes from it.

    amount_vnd is signed, in đồng. A transfer is one line with a positive amount that leaves
    `from_budget` and arrives at `budget`, so it cannot be out of balance.
    """

    same_in_reversal = ("budget", "from_budget", "kind")

    Kind = BudgetKind

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="budget_lines")
    budget = models.ForeignKey(AnnualBudget, models.PROTECT, related_name="lines")
    from_budget = models.ForeignKey(
        AnnualBudget, models.PROTECT, null=True, blank=True, related_name="lines_out"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    amount_vnd = models.BigIntegerField(_("amount (đồng)"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True, db_default="")

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["decision__signed_on", "id"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.CheckConstraint(
                name="budgetline_sign_fits_kind",
                condition=(
                    Q(kind__in=["initial", "supplement", "increase", "transfer"], amount_vnd__gt=0)
                    | Q(kind__in=["decrease", "cancellation"], amount_vnd__lt=0)
                    | Q(kind="carry-over") & ~Q(amount_vnd=0)
                    | Q(reverses__isnull=False) & ~Q(amount_vnd=0)
                ),
                violation_error_message=_("The sign of the amount does not fit the kind of line."),
            ),
            models.CheckConstraint(
                name="budgetline_transfer_has_origin",
                condition=(
                    Q(kind="transfer", from_budget__isnull=False) & ~Q(from_budget=F("budget"))
                    | ~Q(kind="transfer") & Q(from_budget__isnull=True)
                ),
                violation_error_message=_("A transfer, and nothing else, names another budget."),
            ),
            models.CheckConstraint(
                name="budgetline_reversal_has_reason",
                condition=Q(reverses__isnull=True) | ~Q(reason=""),
                violation_error_message=_("Say why the line is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} · {self.get_kind_display()}"

    def is_on_side_of(self, user: User) -> bool:
        return all(
            decides_on(user, budget.source, budget.province) for budget, _vnd in self.effect()
        )

    def effect(self, amount_vnd: int | None = None) -> list[tuple[AnnualBudget, int]]:
        """What an amount of this line, its own unless given, does to which budgets, in đồng."""
        amount_vnd = self.amount_vnd if amount_vnd is None else amount_vnd
        arrives = [(self.budget, amount_vnd)]
        return [*arrives, (self.from_budget, -amount_vnd)] if self.from_budget else arrives

    def require_cover(self, change_vnd: int) -> None:
        """Within a transaction: until it ends nobody else takes anything from the same plan."""
        for budget, vnd in self.effect(change_vnd):
            if vnd < 0:
                AnnualBudget.objects.select_for_update(no_key=True).get(pk=budget.pk)
                budget.require_cover(vnd)

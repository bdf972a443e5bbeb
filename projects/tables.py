"""The lists of projects and of the ledger."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from projects.models import Disbursement, Grant, Project
from projects.support import disbursed_of_approved
from promotion.tables import (
    CentreColumn,
    DayColumn,
    FigureColumn,
    ListTable,
    MillionColumn,
    PillColumn,
    RateColumn,
    ShortColumn,
    SourceColumn,
    WordsColumn,
    aligned,
    by_code,
    made_up_mark,
    with_note,
)
from promotion.templatetags import figures

Status = Project.Status
# The shape of a project's status; the words are the status's own.
STATUS_SHAPES = {
    Status.DRAFT: "draft",
    Status.SUBMITTED: "sent",
    Status.RETURNED: "returned",
    Status.APPRAISED: "sent",
    Status.APPROVED: "sent",
    Status.NOT_APPROVED: "closed",
    Status.CONTRACTED: "sent",
    Status.IN_PROGRESS: "sent",
    Status.ACCEPTED: "confirmed",
    Status.SETTLED: "confirmed",
    Status.STOPPED: "closed",
}
# States that have no shape and word of their own.
ENTRY_WORDS = {
    "reversal": pgettext_lazy("status", "Reversal"),
    "corrected": pgettext_lazy("status", "Corrected"),
}


def status_pill(status: str) -> tuple[str, str]:
    """(shape, words) of a project's status, for parts/pill.html."""
    return STATUS_SHAPES[Status(status)], str(capfirst(Status(status).label))


def state_pill(entry: Disbursement) -> tuple[str, Any]:
    """(shape, words) of an entry's state; no words where the shape has its own."""
    state = entry.state
    if state == "returned" and entry.reversal.recorded_by_id == entry.recorded_by_id:
        return "returned", _("Taken back")
    return ("returned", ENTRY_WORDS[state]) if state in ENTRY_WORDS else (state, "")


class StatusColumn(PillColumn):
    def pill(self, record: Any) -> tuple[str, Any]:
        return status_pill(record.status_at)


class StateColumn(PillColumn):
    def pill(self, record: Disbursement) -> tuple[str, Any]:
        return state_pill(record)


def of_project(record: Project) -> str:
    return record.get_absolute_url()


def support_of(record: Project) -> str:
    return f"{record.get_absolute_url()}#support"


def payments_of(record: Project) -> str:
    return f"{record.get_absolute_url()}#payments"


def rate_of_total(table: ListTable) -> str:
    """The ratio of the sums, never the mean of the rates."""
    return figures.percent_bare(disbursed_of_approved(SimpleNamespace(**table.sums)))


class ProjectTable(ListTable):
    code = ShortColumn(_("Code"), linkify=of_project, footer=_("Total"))
    title = WordsColumn(_("Project"), order_by="sort_key", attrs=aligned("words title"))
    centre = CentreColumn(_("Implementing unit"), order_by="centre__sort_key")
    status = StatusColumn(_("Status"), accessor="status_at")
    approved_vnd = MillionColumn(_("Approved"), linkify=support_of)
    reported_vnd = MillionColumn(_("Reported"), linkify=payments_of)
    disbursed_vnd = MillionColumn(_("Disbursed"), linkify=payments_of)
    remaining_vnd = MillionColumn(_("Remaining"), linkify=support_of)
    rate = RateColumn(
        _("Disbursed of approved support (%)"),
        order_by="disbursed_part",
        footer=rate_of_total,
        attrs=aligned("number rate"),
    )
    accepted_vnd = MillionColumn(_("Accepted value"))

    contents: Mapping[str, str] = {}  # names of contents by slug
    summed: Sequence[str] = ("approved_vnd", "reported_vnd", "disbursed_vnd", "remaining_vnd")
    stated: Sequence[str] = ("accepted_vnd",)
    told: Sequence[str] = ("approved_vnd", "disbursed_vnd")
    unit: Any = _("Unit: million đồng")

    class Meta:
        model = Project
        fields = ()
        order_by = "code"

    def hide(self, *names: str) -> None:
        for name in names:
            self.columns.hide(name)

    def render_title(self, value: str, record: Project) -> SafeString:
        content = self.contents.get(record.first_content_id, "")
        if record.content_count > 1:
            content = f"{content} +{record.content_count - 1}"
        mark = made_up_mark() if record.synthetic else ""
        note = format_html("{} {}", content, mark) if content or mark else ""
        return with_note(value, note, record.get_absolute_url())

    def render_rate(self, record: Project) -> str:
        return figures.percent_bare(disbursed_of_approved(record))

    def order_code(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        return by_code(queryset, "code", is_descending)

    def order_rate(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """Projects without approved support come last either way, on every engine."""
        part = F("disbursed_part")
        order = part.desc(nulls_last=True) if is_descending else part.asc(nulls_last=True)
        return queryset.order_by(order), True


def struck(record: Disbursement) -> str:
    """The class of a row that was taken back."""
    return "row-struck" if record.state in ("returned", "corrected") else ""


def relation_of(record: Disbursement) -> tuple[Any, int] | None:
    """How the row belongs to another, often of the same number, and that one's id."""
    if record.reverses_id:
        return _("reverses another"), record.reverses_id
    if record.concerns_id:
        recovers = record.kind == Disbursement.Kind.RECOVERY
        return _("recovers another") if recovers else _("replaces another"), record.concerns_id
    if hasattr(record, "reversal"):
        return _("see the reversal"), record.reversal.pk
    return None


class LedgerTable(ListTable):
    booked_on = DayColumn(_("Booked on"), linkify=True, footer=_("Total"))
    voucher_number = WordsColumn(_("Voucher"))
    project = WordsColumn(
        _("Project"),
        accessor="grant__project",
        order_by="grant__project__sort_key",
        attrs=aligned("words title"),
    )
    centre = CentreColumn(
        _("Implementing unit"),
        accessor="grant__project__centre",
        order_by="grant__project__centre__sort_key",
    )
    source = SourceColumn(_("Source"), accessor="grant__source")
    kind = ShortColumn(_("Kind"))
    state = StateColumn(_("State"), orderable=False)
    amount_vnd = FigureColumn(_("Amount"), linkify=True, attrs=aligned("number card-amount"))

    summed: Sequence[str] = ("amount_vnd",)
    told: Sequence[str] = ("amount_vnd",)
    unit = _("Unit: đồng")

    class Meta:
        model = Disbursement
        fields = ()
        order_by = "-booked_on"
        row_attrs = {"class": struck}

    def render_voucher_number(self, value: str, record: Disbursement) -> SafeString:
        kind = capfirst(record.get_voucher_kind_display())
        note = f"{kind} · {figures.day(record.voucher_on)}"
        if record.is_late:
            note = format_html("{} · <b>{}</b>", note, _("late voucher"))
        if other := relation_of(record):
            words, pk = other
            url = reverse("disbursement", args=[pk])
            note = format_html('{} · <a href="{}">{}</a>', note, url, words)
        return with_note(value, note, record.get_absolute_url())

    def render_project(self, value: Project, record: Disbursement) -> SafeString:
        mark = made_up_mark() if record.synthetic else ""
        return with_note(value, format_html("{} {}", value.code, mark), value.get_absolute_url())

    def order_voucher_number(
        self, queryset: QuerySet, is_descending: bool
    ) -> tuple[QuerySet, bool]:
        return by_code(queryset, "voucher_number", is_descending)

    def render_kind(self, value: str) -> str:
        return capfirst(value)

    def render_amount_vnd(self, value: int, record: Disbursement) -> SafeString:
        """Of a clearing no cash, and beneath it what was cleared."""
        cash = self.columns["amount_vnd"].column.render(value)
        if not record.cleared_vnd:
            return cash
        note = _("clears %(amount)s") % {"amount": figures.vnd(record.cleared_vnd)}
        return with_note(cash, note)


class AdvanceTable(LedgerTable):
    """Entries that advance money or clear it, with what each leaves outstanding."""

    outstanding_vnd = FigureColumn(_("Outstanding advance"), attrs=aligned("number"))

    summed = (*LedgerTable.summed, "outstanding_vnd")
    told = ("outstanding_vnd",)

    class Meta(LedgerTable.Meta):
        exclude = ("state",)


class PaymentTable(LedgerTable):
    """The entries of one project, in full and in the order they were booked, latest first."""

    grant = WordsColumn(_("Content"))

    may_recover = False  # whether the reader proposes recoveries
    told = ()

    class Meta(LedgerTable.Meta):
        exclude = ("project", "centre")
        sequence = ("booked_on", "voucher_number", "grant", "source", "...")
        orderable = False

    def render_kind(self, value: str, record: Disbursement) -> SafeString:
        """Where money must come back, with the way to recover it of this payment."""
        link: Any = ""
        recovers = self.may_recover and record.grant.to_recover_vnd > 0
        if recovers and record.state == "confirmed" and record.amount_vnd > 0:
            url = reverse("recover-entry", args=[record.pk])
            link = format_html('<a href="{}">{}</a>', url, pgettext("verb", "Recover"))
        return with_note(capfirst(value), link)

    def render_grant(self, value: Grant) -> SafeString:
        return with_note(value.content, value.budget_year)

"""What is going on in October 2026: entries that were returned, drafts that are being typed."""

from datetime import date

from projects.demo.published import LOCAL
from projects.demo.story import Story
from projects.models import Disbursement, Draft, Grant, Project, VoucherKind
from promotion.lib.money import MILLION_VND
from promotion.models import Source

REASONS = (
    "Đề nghị bổ sung biên bản nghiệm thu cơ sở kèm theo chứng từ.",
    "Số tiền trên chứng từ chưa khớp với hợp đồng, đề nghị kiểm tra lại.",
    "Đề nghị ghi lại số chứng từ theo bản gốc.",
)
RETURNED_OF = ("an-giang", "gia-lai", "ca-mau")
TYPING = ("clerk-an-giang", "clerk-an-giang", "clerk-gia-lai")


def return_some(story: Story) -> None:
    """The last entry that waits in each place goes back to its clerk, with a reason."""
    for unit, reason in zip(RETURNED_OF, REASONS, strict=True):
        if here := [entry for entry in story.waiting if _place(entry) == (unit, LOCAL)]:
            here[-1].return_to_clerk(story.people.users[f"officer-{unit}"], reason)


def leave_drafts(story: Story) -> None:
    """One complete draft, one without its voucher's number and date, one of another clerk."""
    for number, username in enumerate(TYPING):
        clerk = story.people.users[username]
        going_on = Grant.objects.in_reach(clerk).of_year(2026).with_money_left()
        going_on = going_on.filter(source=LOCAL, project__status=Project.Status.IN_PROGRESS)
        grant = going_on.order_by("pk")[number]
        complete = number != 1
        Draft.objects.create(
            owner=clerk,
            grant=grant,
            amount_vnd=min(grant.remaining_vnd, 35 * MILLION_VND),
            voucher_kind=VoucherKind.PAYMENT_ORDER,
            voucher_number="UNC-214/2026" if complete else "",
            voucher_on=date(2026, 10, 30) if complete else None,
            synthetic=True,
        )


def _place(entry: Disbursement) -> tuple[str | None, Source]:
    centre = entry.grant.project.centre
    return centre.province_id, Source(entry.grant.source)

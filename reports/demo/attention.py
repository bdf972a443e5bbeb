"""Why money was behind, as some sides said and others did not yet; made up."""

from datetime import date
from typing import NamedTuple

from projects.demo.cells import LAST_DAY
from projects.demo.published import CONFERENCE_DAY
from promotion.models import Source, User
from reports.models import AttentionNote

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


class Said(NamedTuple):
    until: date
    unit: str
    source: Source
    reason: str
    action: str = ""


# In the order in which it was said: of two of the same side, the later counts.
NOTES = (
    Said(date(2025, 9, 30), "vinh-long", LOCAL, "Chờ sắp xếp bộ máy sau khi hợp nhất ba tỉnh."),
    Said(
        CONFERENCE_DAY,
        "vinh-long",
        LOCAL,
        "Đơn vị thụ hưởng chậm lắp đặt máy; hồ sơ thanh toán còn thiếu biên bản nghiệm thu.",
        "Nghiệm thu dứt điểm trước 15/12; điều chỉnh vốn của đề án không kịp tiến độ.",
    ),
    Said(
        CONFERENCE_DAY,
        "hue",
        LOCAL,
        "Mưa lũ tháng 10 và 11 làm chậm nghiệm thu tại cơ sở.",
        "Kiểm tra thực địa đầu tháng 12, thanh toán trước 31/12.",
    ),
    Said(
        LAST_DAY,
        "dien-bien",
        LOCAL,
        "Chưa ký hợp đồng do thay đổi đơn vị thực hiện.",
        "Ký hợp đồng trong tháng 11, tạm ứng theo mức tối đa.",
    ),
    Said(
        LAST_DAY,
        "lang-son",
        NATIONAL,
        "Đơn vị thực hiện đề nghị thay đổi thiết bị đã phê duyệt.",
        "Cục thẩm định lại, trả lời trước 30/11.",
    ),
)


def write_notes() -> None:
    """By the officers of the places and by the Agency's."""
    officers = {
        user.province_id: user
        for user in User.objects.filter(role=User.Role.OFFICER).order_by("-pk")
    }
    agency = User.objects.filter(role=User.Role.MINISTRY, is_active=True).earliest("pk")
    AttentionNote.objects.bulk_create(
        AttentionNote(
            province_id=said.unit,
            budget_year=said.until.year,
            until=said.until,
            source=said.source,
            reason=said.reason,
            action=said.action,
            recorded_by=agency if said.source == NATIONAL else officers[said.unit],
            synthetic=True,
        )
        for said in NOTES
    )

"""The sheet that says how every figure is counted (Ghi chú)."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.text import capfirst
from openpyxl import Workbook

from promotion.lib.dates import format_day
from promotion.lib.percent import Rounding
from reports.parameters import Lens
from reports.workbooks.facts import Facts
from reports.workbooks.paper import (
    ALERT,
    DEMONSTRATION,
    FOOT,
    LEGEND,
    Paper,
    font,
)

TITLE = "Ghi chú"

_ROUNDINGS = {
    Rounding.CUT: "lấy hai chữ số thập phân, cắt bỏ phần sau, không làm tròn (77,2798 ghi 77,27)",
    Rounding.HALF_UP: "làm tròn đến hai chữ số thập phân (77,2798 ghi 77,28)",
}
_MAPS = {
    Lens.TODAY: (
        "Địa giới hiện hành: số liệu của đơn vị đã sáp nhập được tính cho tỉnh, thành phố đang"
        " quản lý địa bàn đó hôm nay; tên gọi là tên hiện nay."
    ),
    Lens.THEN: (
        "Địa giới tại thời điểm số liệu: từ ngày sáp nhập, số liệu của đơn vị cũ được tính cho"
        " đơn vị mới; đơn vị chưa có một năm trước không có số cùng kỳ (x), tổng số vẫn đủ."
    ),
}


def write_notes(book: Workbook, facts: Facts, definitions: Sequence[tuple[str, str]]) -> None:
    """Definitions (name, text) of the other sheets; rounding, map, sources and dates of all."""
    asked = facts.parameters
    paper = Paper(book, TITLE, (6, 34, 100), facts)
    paper.line("GHI CHÚ", font(bold=True, size=14), "center")
    paper.line(facts.line, font(italic=True), "center")
    if facts.synthetic:
        paper.line(DEMONSTRATION, font(bold=True, color=ALERT), "center")
    paper.unit("")
    head = paper.row
    for column, words in enumerate(("STT", "Nội dung", "Cách tính"), start=1):
        paper.heading(head, column, words)
    paper.row += 1
    notes = (
        *definitions,
        (
            "Nguồn kinh phí",
            "KCQG: khuyến công quốc gia, Cục xác nhận; KCĐP: khuyến công địa phương, Sở Công"
            " Thương xác nhận. Vốn đối ứng của cơ sở không thuộc kinh phí khuyến công.",
        ),
        (
            "Làm tròn",
            "Tỷ lệ phần trăm tính từ số tiền chính xác đến đồng, "
            f"{_ROUNDINGS[Rounding(settings.PERCENT_ROUNDING)]}. Số tiền hiển thị theo triệu đồng,"
            " trong ô giữ số chính xác.",
        ),
        ("Địa giới", _MAPS[asked.lens]),
        ("Ký hiệu", LEGEND),
        (
            "Số liệu tạm tính",
            "Khi còn chứng từ chưa xác nhận đến ngày chốt số liệu, hoặc tháng đó chưa kết thúc.",
        ),
        (
            "Nguồn số liệu",
            "Kế hoạch kinh phí và theo dõi giải ngân trên hệ thống Khuyến công, lập biểu ngày"
            f" {format_day(asked.today)}."
            + (" Số liệu giả định, chỉ để giới thiệu hệ thống." if facts.synthetic else ""),
        ),
    )
    for number, (name, text) in enumerate(notes, start=1):
        _write_note(paper, number, name, text)
    paper.row += 1
    paper.line(FOOT, font(italic=True))
    paper.print_on_a4(repeat=(head, head))


def _write_note(paper: Paper, number: int, name: str, text: str) -> None:
    paper.write(str(number), 1, 1, font(), "center")
    paper.write(name, 2, 2, font(bold=True))
    paper.write(capfirst(text), 3, 3)
    for column in (1, 2, 3):
        paper.framed(paper.row, column)
    paper.row += 1

"""The first sheet of a conference's workbook (Bìa), and the sheet of differences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook

from promotion.lib import xlsx
from promotion.lib.dates import format_day
from reports.differences import Change
from reports.workbooks.paper import Facts, Paper, font
from reports.workbooks.tables import money

if TYPE_CHECKING:
    from reports.models import Edition

COVER = "Bìa"
DIFFERENCES = "Khác với bản 1"
_MEASURES = {
    "plan_vnd": "Kế hoạch năm",
    "disbursed_vnd": "Giải ngân lũy kế",
    "same_period_vnd": "Giải ngân cùng kỳ",
}
_SOURCES = {"national": "KCQG", "local": "KCĐP"}


def write_cover(book: Workbook, edition: "Edition", facts: Facts, version: int | None) -> None:
    """Title, number, host, window and the members of the edition."""
    asked = facts.parameters
    paper = Paper(book, COVER, (8, 44, 40, 40), facts)
    region = edition.region.name_vi
    paper.head(
        (
            "Bộ biểu hội nghị khuyến công",
            f"các tỉnh, thành phố {region}",
            f"lần thứ {edition.roman}, năm {edition.year}",
        )
    )
    paper.row += 1
    window = f"cả năm {asked.previous_year} và từ 01/01/{asked.year} đến {format_day(asked.until)}"
    lines = [
        ("Ngày tổ chức", format_day(edition.held_on) if edition.held_on else "…"),
        ("Địa phương đăng cai", edition.host.short_label if edition.host else "…"),
        ("Đăng cai lần sau", edition.next_host.short_label if edition.next_host else "…"),
        ("Kỳ số liệu", window),
        ("Bản", f"số {version}" if version else "chuẩn bị, chưa chốt số liệu"),
    ]
    for name, value in lines:
        paper.write(name, 2, 2, font(bold=True))
        paper.write(value, 3, 4)
        paper.row += 1
    paper.row += 1
    members = edition.members.order_by("display_order")
    paper.line(f"Thành phần: {len(members)} tỉnh, thành phố", font(bold=True))
    for number, member in enumerate(members, start=1):
        paper.label(str(number), member.short_label)
        paper.row += 1
    paper.print_on_a4()


def write_differences(book: Workbook, changes: Sequence[Change], facts: Facts) -> None:
    """What this version says otherwise than the first one, with live differences."""
    paper = Paper(book, DIFFERENCES, (6, 30, 24, 12, 16, 16, 16), facts)
    paper.head(("Số liệu khác với bản 1",))
    paper.unit()
    head = paper.row
    titles = ("STT", "Địa bàn", "Chỉ tiêu", "Nguồn", "Bản 1", "Bản này", "Tăng, giảm (+/−)")
    for column, words in enumerate(titles, start=1):
        paper.heading(head, column, words)
    paper.row += 1
    for number, change in enumerate(changes, start=1):
        paper.label(str(number), change.place or "Tổng cộng")
        for column, text in ((3, _MEASURES[change.measure]), (4, _SOURCES[change.source])):
            xlsx.text(paper.framed(paper.row, column), text)
        money(paper.number(5), change.before_vnd)
        money(paper.number(6), change.now_vnd)
        xlsx.formula(paper.number(7), f"=F{paper.row}-E{paper.row}", xlsx.WHOLE)
        paper.row += 1
    if not changes:
        paper.line("Không có số liệu nào khác.", font(italic=True))
    paper.print_on_a4(repeat=(head, head))

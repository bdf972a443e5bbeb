"""The first sheet of a conference's workbook (Bìa), and the sheet of differences."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import count

from promotion.formulas import difference_of, percent_of
from promotion.lib import xlsx
from promotion.lib.dates import format_day
from promotion.lib.percent import NOT_COMPUTABLE
from reports.columns import UnitOfMeasure, decimals
from reports.conference import Conference
from reports.differences import Change
from reports.workbooks.paper import Paper, font
from reports.workbooks.papers import Papers
from reports.workbooks.tables import money

_MEASURES = {
    "plan_vnd": "Kế hoạch năm",
    "disbursed_vnd": "Giải ngân lũy kế",
    "same_period_vnd": "Giải ngân cùng kỳ",
}
_SOURCES = {"national": "KCQG", "local": "KCĐP", "all": "Tổng số"}


def write_cover(papers: Papers, title: str) -> None:
    """Title, number, host, window and members."""
    conference = papers.conference
    paper = Paper(papers.book, title, (8, 44, 40, 40), papers.facts)
    paper.head(
        (
            "Bộ biểu hội nghị khuyến công",
            f"các tỉnh, thành phố {conference.scope.name_vi}",
            f"lần thứ {conference.roman}, năm {conference.parameters.year}",
        )
    )
    paper.row += 1
    version = papers.version
    state = f"số {version.number}" if version else "chuẩn bị, chưa chốt số liệu"
    for name, value in (*_facts(conference), ("Bản", state)):
        paper.write(name, 2, 2, font(bold=True))
        paper.write(value, 3, 4)
        paper.row += 1
    paper.row += 1
    members = conference.members
    paper.line(f"Thành phần: {len(members)} tỉnh, thành phố", font(bold=True))
    for number, member in enumerate(members, start=1):
        paper.label(str(number), member)
        paper.row += 1
    paper.print_on_a4()


def _facts(conference: Conference) -> Iterator[tuple[str, str]]:
    edition, asked = conference.edition, conference.parameters
    if edition:
        yield "Ngày tổ chức", format_day(edition.held_on) if edition.held_on else "…"
        yield "Địa phương đăng cai", edition.host.short_label if edition.host else "…"
        yield "Đăng cai lần sau", edition.next_host.short_label if edition.next_host else "…"
    until = format_day(asked.until)
    yield "Kỳ số liệu", f"cả năm {asked.previous_year} và từ 01/01/{asked.year} đến {until}"


def write_differences(papers: Papers, title: str) -> None:
    """What a later version says otherwise than the first one, with live differences."""
    if papers.version is None or papers.version.changes is None:
        return
    changes = papers.version.changes
    paper = papers.paper(title, "Số liệu khác với bản 1", (6, 28, 22, 12, 20, 26, 20))
    head = paper.row
    titles = ("STT", "Địa bàn", "Chỉ tiêu", "Nguồn", "Bản 1", "Bản này", "Tăng, giảm (+/−)")
    for column, words in enumerate(titles, start=1):
        paper.heading(head, column, words)
    paper.row += 1
    paper.column_numbers(("A", "B", "C", "D", "1", "2", "3=2-1"))
    numbers, plans = count(1), {}
    for change in changes:
        if (change.measure, change.source) == ("plan_vnd", "all"):
            plans[change.place] = change, paper.row
        _write_change(paper, next(numbers), change)
        if change.place in plans and (change.measure, change.source) == ("disbursed_vnd", "all"):
            _write_rate(paper, next(numbers), *plans[change.place], change)
    if not changes:
        paper.line("Không có số liệu nào khác.", font(italic=True))
    paper.sign()
    paper.print_on_a4(repeat=(head, head + 1))


def _write_change(paper: Paper, number: int, change: Change) -> None:
    _label(paper, number, change, _MEASURES[change.measure])
    for column, vnd, absent in (
        (5, change.before_vnd, "chưa là thành viên"),
        (6, change.now_vnd, "không còn là thành viên"),
    ):
        if vnd is None:
            paper.words(column, absent)
        else:
            money(paper.number(column), vnd)
    difference = f"=N(F{paper.row})-N(E{paper.row})"
    xlsx.formula(paper.number(7), difference, xlsx.exact_million(change.difference_vnd))
    paper.row += 1


def _write_rate(paper: Paper, number: int, plan: Change, plan_row: int, disbursed: Change) -> None:
    """What the row above, of disbursed, is of the row of the plan."""
    _label(paper, number, disbursed, "Tỷ lệ giải ngân (%)")
    before = _rate(disbursed.before_vnd, plan.before_vnd)
    now = _rate(disbursed.now_vnd, plan.now_vnd)
    more = now - before if before is not None and now is not None else None
    row = paper.row
    for column, expression, rate in (
        ("E", percent_of(f"E{row - 1}", f"E{plan_row}"), before),
        ("F", percent_of(f"F{row - 1}", f"F{plan_row}"), now),
        ("G", difference_of(f"F{row}", f"E{row}"), more),
    ):
        comes_to = NOT_COMPUTABLE if rate is None else rate
        xlsx.formula(paper.number(column), expression, comes_to, xlsx.TWO_DECIMALS)
    paper.row += 1


def _rate(disbursed_vnd: int | None, plan_vnd: int | None) -> Decimal | None:
    if not plan_vnd:
        return None
    return decimals(Fraction(disbursed_vnd or 0, plan_vnd), UnitOfMeasure.PERCENT)


def _label(paper: Paper, number: int, change: Change, figure: str) -> None:
    paper.label(str(number), change.place or "Tổng cộng")
    paper.words(3, figure)
    paper.words(4, _SOURCES[change.source])

"""The text of a periodic report as .docx: sentences and tables, and room for what only people know.

Its words are Vietnamese; nothing is said in it that is no figure of the page.
"""

from typing import TYPE_CHECKING

from django.utils.text import capfirst

from promotion.lib.dates import format_day
from promotion.papers import DEMONSTRATION
from reports.declaration import LineKind, Section, Table
from reports.periodic import PeriodicFigures
from reports.places import Place
from reports.sentences import by_source, plan
from reports.sentences.periodic import periodic
from reports.sentences.results import of_both_sources, results

if TYPE_CHECKING:
    from reports.documents import TextPaper

HEADINGS = (
    "I. TÌNH HÌNH CHUNG",
    "II. KẾT QUẢ THỰC HIỆN",
    "III. KINH PHÍ",
    "IV. KIẾN NGHỊ",
)


def write_paper(paper: "TextPaper", figures: PeriodicFigures, scope: Place, table: Table) -> None:
    asked = figures.parameters
    row, within = figures.execution.of(scope), figures.in_period(scope)
    provisional = figures.provisional(scope)
    period = figures.period.name(asked.year)
    paper.number_and_place()
    paper.title("BÁO CÁO")
    paper.title(f"Công tác khuyến công {period} trên địa bàn {scope.territory}")
    day = f"Số liệu tính đến ngày {format_day(asked.until)}"
    paper.title(f"({day}{' (số liệu tạm tính)' if provisional else ''})", italic=True)
    if figures.synthetic:
        paper.title(DEMONSTRATION)
    general, done, money, wishes = HEADINGS
    paper.heading(general)
    paper.text(plan(row, asked).text)
    paper.to_fill_in()
    results_of, funding_of = table.sections
    paper.heading(done)
    paper.text(results(figures.results.of(scope), scope, asked).text)
    if of_both := of_both_sources(figures.results.of(scope)):
        paper.text(of_both)
    _write_table(paper, table, results_of, f"Biểu 1. Kết quả thực hiện {period}")
    paper.heading(money)
    paper.text(periodic(row, within, figures.period, asked, provisional).text)
    if row.has_data and asked.source == "all":
        paper.text(by_source(row).text)
    _write_table(paper, table, funding_of, f"Biểu 2. Kinh phí {period}")
    paper.heading(wishes)
    paper.to_fill_in()
    paper.foot()
    paper.sign()


def _write_table(paper: "TextPaper", declared: Table, section: Section, title: str) -> None:
    paper.title(title)
    paper.attached()
    heads = ["STT", "Chỉ tiêu", *(str(column.title) for column in declared.columns)]
    widths = (1.4, 6.3, 2.9, *[2.0] * (len(declared.columns) - 1))
    table = paper.table(heads, widths, numbers_from=3)
    for line in section.items:
        part = line.kind == LineKind.PART
        name = f"- {line.name}" if part else capfirst(line.name)
        table.row([line.number, name, *(column.text(line.row) for column in declared.columns)])

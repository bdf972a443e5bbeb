"""The sheet of a region's two years side by side (Tổng hợp khu vực)."""

from openpyxl import Workbook

from promotion.lib import xlsx
from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA
from reports import sentences
from reports.execution import ExecutionFigures
from reports.indicators import BySource
from reports.places import Place
from reports.workbooks.paper import Facts, Paper, font
from reports.workbooks.tables import TableOnPaper, difference_of, money, percent_of, sum_of

SUMMARY = "Tổng hợp khu vực"


class RegionSummary:
    """The region's two years side by side, by source, and what can be said of them."""

    _HEADS = (
        (
            "Năm {previous}",
            ("Kế hoạch năm", "Giải ngân cả năm", "Tỷ lệ (%)", "Giải ngân đến {same}"),
        ),
        (
            "Năm {year}",
            (
                "Kế hoạch năm",
                "Giải ngân đến {until}",
                "Tỷ lệ giải ngân so với kế hoạch (%)",
                "Tỷ trọng trên tổng kế hoạch (%)",
                "Còn lại",
            ),
        ),
        (
            "Kế hoạch năm {year} so với {previous}",
            ("Tăng, giảm (+/−)", "Tăng, giảm (%)"),
        ),
        ("Giải ngân so với cùng kỳ", ("Tăng, giảm (+/−)", "So với cùng kỳ (%)")),
    )
    _NUMBERS = (
        *("A", "B", "1", "2", "3=2:1", "4", "5", "6", "7=6:5", "8=6:tổng 5", "9=5-6"),
        *("10=5-1", "11=10:1", "12=6-4", "13=6:4"),
    )
    _LABELS = {"national": "Khuyến công quốc gia (KCQG)", "local": "Khuyến công địa phương (KCĐP)"}

    def __init__(
        self,
        book: Workbook,
        figures: ExecutionFigures,
        scope: Place,
        provinces: TableOnPaper,
        title: tuple[str, str],
        facts: Facts,
    ) -> None:
        self.figures = figures
        self.scope = scope
        self.provinces = provinces
        self.paper = Paper(book, SUMMARY, (6, 30, *[11.5] * 13), facts)
        self.paper.head(title)
        self.paper.unit()
        head = self.paper.row
        self._write_head()
        self.total_row = self.paper.row
        self._write_rows()
        self.paper.sheet.freeze_panes = self.paper.cell(self.total_row, 3)
        self.paper.row += 1
        for number, sentence in enumerate(statements(figures, scope), start=1):
            self.paper.line(f"{number}. {sentence}")
        self.paper.sign()
        self.paper.print_on_a4(repeat=(head, head + 2))

    def _write_head(self) -> None:
        paper, top = self.paper, self.paper.row
        asked = self.figures.parameters
        words = {
            "year": asked.year,
            "previous": asked.previous_year,
            "until": format_day(asked.until),
            "same": format_day(asked.same_period_until),
        }
        paper.heading(top, 1, "STT", rows=2)
        paper.heading(top, 2, "Nguồn kinh phí", rows=2)
        column = 3
        for group, titles in self._HEADS:
            paper.heading(top, column, group.format(**words), columns=len(titles))
            for title in titles:
                paper.heading(top + 1, column, title.format(**words))
                column += 1
        paper.sheet.row_dimensions[top].height = 36
        paper.sheet.row_dimensions[top + 1].height = 88
        paper.row = top + 2
        paper.column_numbers(self._NUMBERS)

    def _write_rows(self) -> None:
        figures, region = self.figures, self.scope
        total = figures.total(region)
        whole_year = disbursed_year_before(figures, region)
        top = self.total_row
        self.paper.label("", "Tổng cộng", font(bold=True))
        for letter in "CDFGH":
            self._formula(letter, sum_of(f"{letter}{top + 2}:{letter}{top + 3}"), bold=True)
        self._follow(bold=True)
        self.paper.label("", "Trong đó:", font(italic=True))
        for position in range(3, self.paper.last + 1):
            self.paper.framed(self.paper.row, position)
        self.paper.row += 1
        for source, label in self._LABELS.items():
            self.paper.label("", label)
            for letter, amounts in (
                ("C", total.earlier_plan_vnd),
                ("D", whole_year),
                ("F", total.earlier_disbursed_vnd),
            ):
                cell = self.paper.number(letter)
                if total.earlier_has_data:
                    money(cell, amounts[source])
                else:
                    xlsx.text(cell, NO_DATA)
            self._formula("G", f"={self.provinces.total_of(f'plan_vnd.{source}')}")
            self._formula("H", f"={self.provinces.total_of(f'disbursed_vnd.{source}')}")
            self._follow()

    def _follow(self, bold: bool = False) -> None:
        """Rates and differences of the current row, which then is done."""
        row, total = self.paper.row, self.total_row
        for letter, expression in (
            ("E", percent_of(f"D{row}", f"C{row}")),
            ("I", percent_of(f"H{row}", f"G{row}")),
            ("J", percent_of(f"H{row}", f"G{total}")),
            ("M", percent_of(f"L{row}", f"C{row}")),
            ("O", percent_of(f"H{row}", f"F{row}")),
        ):
            self._formula(letter, expression, xlsx.TWO_DECIMALS, bold)
        for letter, expression in (
            ("K", difference_of(f"G{row}", f"H{row}")),
            ("L", difference_of(f"G{row}", f"C{row}")),
            ("N", difference_of(f"H{row}", f"F{row}")),
        ):
            self._formula(letter, expression, bold=bold)
        self.paper.row += 1

    def _formula(
        self, letter: str, expression: str, shown: str = xlsx.WHOLE, bold: bool = False
    ) -> None:
        xlsx.formula(self.paper.number(letter, bold), expression, shown)


def statements(figures: ExecutionFigures, scope: Place) -> list[str]:
    """Sentences that a speech can take over as they stand."""
    asked = figures.parameters
    total = figures.total(scope)
    provisional = figures.provisional(scope)
    if not total.has_data:
        return [
            sentences.whole_year_before(total, asked, disbursed_year_before(figures, scope)).text,
            sentences.execution(total, asked, provisional).text,
        ]
    numbers = (
        f"Số đề án có kinh phí năm {asked.year} được phê duyệt: {total.projects.all.planned};"
        f" đã nghiệm thu đến ngày {format_day(asked.until)}: {total.projects.all.completed}."
    )
    return [
        sentences.whole_year_before(total, asked, disbursed_year_before(figures, scope)).text,
        sentences.plan(total, asked).text,
        sentences.execution(total, asked, provisional).text,
        sentences.by_source(total).text,
        numbers,
    ]


def disbursed_year_before(figures: ExecutionFigures, scope: Place) -> BySource:
    """Of the budget of the year before, by its 31 December, on the region's territory."""
    return figures.previous_curve(scope).points[-1].disbursed_vnd

"""The sheet of a region's two years side by side (Tổng hợp khu vực)."""

from decimal import Decimal
from fractions import Fraction

from promotion.formulas import difference_of, percent_of, sum_of
from promotion.lib import xlsx
from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA, NOT_COMPUTABLE
from reports.columns import UnitOfMeasure, decimals
from reports.indicators import ratio
from reports.sentences.conference import disbursed_year_before
from reports.workbooks.paper import SOURCE_NAMES, font
from reports.workbooks.papers import PROVINCES, Papers
from reports.workbooks.tables import TableOnPaper


class RegionSummary:
    """The members' two years side by side, by source; what sentences say is found here."""

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
    # The columns by the names of their figures.
    _LETTERS = {
        **{"previous_plan_vnd": "C", "previous_disbursed_vnd": "D", "previous_rate": "E"},
        **{"same_period_vnd": "F", "plan_vnd": "G", "disbursed_vnd": "H", "rate": "I"},
        **{"share_of_whole_plan": "J", "plan_growth": "M", "same_period_ratio": "O"},
    }
    # The columns that say nothing where nothing is known of the year.
    _OF_THE_YEAR_BEFORE, _OF_THE_YEAR = "CDEFLMNO", "GHIJKLMNO"

    def __init__(self, papers: Papers, title: str) -> None:
        self.figures = papers.conference.figures
        self.scope = papers.scope
        self.total = self.figures.total(self.scope)
        self._figures = {source: self._of(source) for source in ("all", *SOURCE_NAMES)}
        self.provinces: TableOnPaper = papers[PROVINCES]
        heading = f"Tổng hợp kế hoạch và giải ngân kinh phí {self.scope.name}"
        self.paper = papers.paper(title, heading, (6, 30, *[11.5] * 13))
        head = self.paper.row
        self._write_head()
        self.total_row = self.paper.row
        self._rows = {"all": self.total_row}
        self._write_rows()
        self.paper.sheet.freeze_panes = self.paper.cell(self.total_row, 3)
        self.paper.sign()
        self.paper.print_on_a4(repeat=(head, head + 2))

    def cell_of(self, figure: str) -> str:
        """The address of a figure of the whole, from another sheet: "rate.local"."""
        name, _dot, source = figure.partition(".")
        if name not in self._LETTERS:
            return self.provinces.total_of(figure)
        return f"'{self.paper.sheet.title}'!{self._LETTERS[name]}{self._rows[source]}"

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
        top = self.total_row
        self.paper.label("", "Tổng cộng", font(bold=True))
        for letter in "CDFGH":
            self._formula("all", letter, sum_of(f"{letter}{top + 2}:{letter}{top + 3}"))
        self._follow("all")
        self.paper.label("", "Trong đó:", font(italic=True))
        for position in range(3, self.paper.last + 1):
            self.paper.framed(self.paper.row, position)
        self.paper.row += 1
        for source, label in SOURCE_NAMES.items():
            self._rows[source] = self.paper.row
            self.paper.label("", label)
            for letter in "CDF":
                cell, amount = self.paper.number(letter), self._figure(source, letter)
                if isinstance(amount, str):
                    xlsx.text(cell, amount)
                else:
                    xlsx.number(cell, amount)
            self._formula(source, "G", f"={self.provinces.total_of(f'plan_vnd.{source}')}")
            self._formula(source, "H", f"={self.provinces.total_of(f'disbursed_vnd.{source}')}")
            self._follow(source)

    def _follow(self, source: str) -> None:
        """Rates and differences of the current row, which then is done."""
        row, total = self.paper.row, self.total_row
        for letter, expression in (
            ("E", percent_of(f"D{row}", f"C{row}")),
            ("I", percent_of(f"H{row}", f"G{row}")),
            ("J", percent_of(f"H{row}", f"G{total}")),
            ("M", percent_of(f"L{row}", f"C{row}")),
            ("O", percent_of(f"H{row}", f"F{row}")),
        ):
            self._formula(source, letter, expression, xlsx.TWO_DECIMALS)
        for letter, expression in (
            ("K", difference_of(f"G{row}", f"H{row}")),
            ("L", difference_of(f"G{row}", f"C{row}")),
            ("N", difference_of(f"H{row}", f"F{row}")),
        ):
            self._formula(source, letter, expression)
        self.paper.row += 1

    def _formula(self, source: str, letter: str, expression: str, shown: str = xlsx.WHOLE) -> None:
        cell = self.paper.number(letter, bold=source == "all")
        xlsx.formula(cell, expression, self._figure(source, letter), shown)

    def _figure(self, source: str, letter: str) -> int | Decimal | str:
        """What the cell of the source in this column holds."""
        value = self._figures[source][letter]
        if letter in self._OF_THE_YEAR_BEFORE and not self.total.earlier_has_data:
            return NO_DATA
        if letter in self._OF_THE_YEAR and not self.total.has_data:
            return NO_DATA
        if value is None:
            return NOT_COMPUTABLE
        if isinstance(value, Fraction):
            return decimals(value, UnitOfMeasure.PERCENT)
        return xlsx.exact_million(value)

    def _of(self, source: str) -> dict[str, int | Fraction | None]:
        """The figures of a row by the letters of their columns, amounts in đồng."""
        total, whole_year = self.total, disbursed_year_before(self.figures, self.scope)
        plan_before = total.earlier_plan_vnd
        return {
            "C": plan_before[source],
            "D": whole_year[source],
            "E": ratio(whole_year[source], plan_before[source]),
            "F": total.earlier_disbursed_vnd[source],
            "G": total.plan_vnd[source],
            "H": total.disbursed_vnd[source],
            "I": total.rate(source),
            "J": total.share_of_whole_plan(source),
            "K": total.remaining_vnd(source),
            "L": total.plan_vnd[source] - plan_before[source],
            "M": total.plan_growth(source),
            "N": total.more_than_same_period_vnd(source),
            "O": total.same_period_ratio(source),
        }

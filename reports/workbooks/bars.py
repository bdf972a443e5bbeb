"""The sheet of native charts (Biểu đồ): bars that follow the cells of another sheet."""

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series_factory import SeriesFactory

from reports.workbooks.paper import Facts, Paper
from reports.workbooks.tables import TableOnPaper

TITLE = "Biểu đồ"
COLOURS = {"plan_vnd.all": "C9D1CE", "disbursed_vnd.all": "1D8A7C"}


def write_charts(book: Workbook, provinces: TableOnPaper, facts: Facts) -> None:
    """Plan and disbursed of each province, as they stand in the table of provinces."""
    paper = Paper(book, TITLE, [11.5] * 13, facts)
    paper.head(("Kế hoạch và giải ngân theo tỉnh, thành phố",))
    paper.unit()
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "clustered", 0, 60
    chart.height, chart.width = 12, 27
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    for key, words in (("plan_vnd.all", "Kế hoạch năm"), ("disbursed_vnd.all", "Giải ngân lũy kế")):
        column = provinces.column_of(key)
        cells = Reference(
            provinces.paper.sheet,
            min_col=column,
            min_row=provinces.first_row,
            max_row=provinces.last_row,
        )
        series = SeriesFactory(cells, title=words)
        series.graphicalProperties.solidFill = COLOURS[key]
        chart.series.append(series)
    names = Reference(
        provinces.paper.sheet, min_col=2, min_row=provinces.first_row, max_row=provinces.last_row
    )
    chart.set_categories(names)
    paper.sheet.add_chart(chart, f"A{paper.row}")
    paper.row += 26
    paper.print_on_a4()

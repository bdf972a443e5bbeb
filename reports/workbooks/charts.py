"""The sheet of native charts (Biểu đồ), which follow the cells of other sheets.

A cell that holds "…" would be drawn as zero: what is not known is left out of a series.
"""

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.worksheet.pagebreak import Break

from promotion.lib.dates import format_day
from reports.catalogue import MONTHLY, YEAR_ON_YEAR
from reports.monthly import Monthly
from reports.workbooks.paper import LINE
from reports.workbooks.papers import MONTHS, PROVINCES, YEARS, Papers
from reports.workbooks.tables import TableOnPaper
from reports.year_on_year import YearOnYear

# Both sources together are ink: teal and navy are the colours of one of them.
PLAN, DISBURSED, BEFORE = "B4BFBB", "14242B", "7C8B92"
NAMES = 2  # the column that names the rows
ROWS_OF_A_CHART = 27


def write_charts(papers: Papers, title: str) -> None:
    """Bars by province, curves of both years and the plan, years side by side; a page each."""
    paper = papers.paper(title, "Biểu đồ", [11.5] * 13)
    charts = (_provinces(papers), _curves(papers), _years(papers))
    for number, chart in enumerate(charts):
        if number:
            paper.sheet.row_breaks.append(Break(id=paper.row - 1))
            paper.row += 1  # off the edge, or its frame would begin on the page before
        paper.sheet.add_chart(chart, f"A{paper.row}")
        for row in range(paper.row, paper.row + ROWS_OF_A_CHART):
            paper.sheet.row_dimensions[row].height = LINE
        paper.row += ROWS_OF_A_CHART
    paper.print_on_a4(scale=70)


def _provinces(papers: Papers) -> BarChart:
    """Plan and disbursed of each province."""
    table: TableOnPaper = papers[PROVINCES]
    chart = _drawn(BarChart(), "Kế hoạch và giải ngân theo tỉnh, thành phố")
    rows = table.first_row, table.last_row
    _bar(chart, _column(table, "plan_vnd.all", *rows), "Kế hoạch năm", PLAN)
    _bar(chart, _column(table, "disbursed_vnd.all", *rows), "Giải ngân lũy kế", DISBURSED)
    chart.set_categories(_cells(table, (NAMES, NAMES), rows))
    return chart


def _curves(papers: Papers) -> LineChart:
    """Cumulative by month: this year to the cut-off, the year before, and the plan."""
    table: TableOnPaper = papers[MONTHS]
    figures: Monthly = papers.figures(MONTHLY)
    asked = figures.parameters
    months = [row for _month, row in figures.rows(papers.scope)]
    first, last = table.first_row, table.last_row
    chart = _drawn(LineChart(), "Giải ngân lũy kế theo tháng")
    for key, known, words, colour, dash in (
        (
            "disbursed_vnd.all",
            sum(row.has_data for row in months),
            f"Năm {asked.year}, đến ngày {format_day(asked.until)}",
            DISBURSED,
            "solid",
        ),
        (
            "same_period_vnd.all",
            len(months) * months[0].earlier_has_data,
            f"Năm {asked.previous_year}",
            BEFORE,
            "dash",
        ),
        (
            "plan_vnd.all",
            len(months) * bool(months[0].plan_vnd.all),
            f"Kế hoạch năm {asked.year}",
            "7A8784",
            "sysDot",
        ),
    ):
        if known:
            cells = _column(table, key, first, first + known - 1)
            _line(chart, cells, words, colour, dash)
    chart.set_categories(_cells(table, (NAMES, NAMES), (first, last)))
    return chart


def _years(papers: Papers) -> BarChart:
    """Plan and disbursed of all members, year by year, as the total has them."""
    table: TableOnPaper = papers[YEARS]
    figures: YearOnYear = papers.figures(YEAR_ON_YEAR)
    total = figures.of(papers.scope)
    years = [year for year in figures.years if total.known(year)] or [figures.years[-1]]
    day = format_day(figures.parameters.until)[:5]
    chart = _drawn(BarChart(), "Kế hoạch và giải ngân qua các năm")
    row = table.total_row, table.total_row
    for name, words, colour in (
        ("plan_vnd", "Kế hoạch năm", PLAN),
        ("disbursed_vnd", f"Giải ngân đến ngày {day}", DISBURSED),
    ):
        columns = [table.column_of(f"{name}_{year}.all") for year in (years[0], years[-1])]
        _bar(chart, _cells(table, (columns[0], columns[1]), row), words, colour)
        if name == "plan_vnd":
            head = table.head_row + 1
            chart.set_categories(_cells(table, (columns[0], columns[1]), (head, head)))
    return chart


def _drawn(chart: BarChart | LineChart, title: str) -> BarChart | LineChart:
    """Axes with numbers and their unit, the legend below."""
    chart.title = title
    chart.height, chart.width = 16, 35  # centimetres
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.title = "#,##0", "triệu đồng"
    if isinstance(chart, BarChart):
        chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "clustered", 0, 60
    return chart


def _bar(chart: BarChart, cells: Reference, words: str, colour: str) -> None:
    series = SeriesFactory(cells, title=words)
    series.graphicalProperties.solidFill = colour
    chart.series.append(series)


def _line(chart: LineChart, cells: Reference, words: str, colour: str, dash: str) -> None:
    series = SeriesFactory(cells, title=words)
    series.smooth = False
    series.graphicalProperties.line.solidFill = colour
    series.graphicalProperties.line.dashStyle = dash
    series.graphicalProperties.line.width = 28_000  # EMU, a little over two points
    chart.series.append(series)


def _column(table: TableOnPaper, key: str, first: int, last: int) -> Reference:
    column = table.column_of(key)
    return _cells(table, (column, column), (first, last))


def _cells(table: TableOnPaper, columns: tuple[int, int], rows: tuple[int, int]) -> Reference:
    return Reference(
        table.paper.sheet,
        min_col=columns[0],
        max_col=columns[1],
        min_row=rows[0],
        max_row=rows[1],
    )

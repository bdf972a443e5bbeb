"""The sheet of centres that have not reported (Chưa báo cáo)."""

from promotion.models import Centre
from promotion.scope import centres_in_reach
from reports.catalogue import CENTRES
from reports.catalogue.centres import ENTRIES, LAST, RETURNS, WAITING, NamedCentre
from reports.catalogue.places import place_line
from reports.centres import CentreFigures
from reports.columns import Column, Measure, UnitOfMeasure
from reports.declaration import Line, LineKind, Section, Table
from reports.parameters import By
from reports.workbooks.papers import Papers
from reports.workbooks.reach import left_out, remark

HEADING = "Đơn vị chưa báo cáo, chứng từ chưa xác nhận"
NOTHING = "Tất cả đơn vị đã gửi đủ báo cáo; không có chứng từ chờ xác nhận."
COUNT = UnitOfMeasure.COUNT
ALL = Measure("centres", COUNT, lambda row, _source: row.centres)
LATE = Measure("late_centres", COUNT, lambda row, _source: row.late_centres)
_CENTRES = "Số đơn vị thực hiện"
COLUMNS = (
    Column(ALL, "all", _CENTRES, "Tất cả", adds_up=False),
    Column(LATE, "all", _CENTRES, "Còn thiếu báo cáo"),
    Column(RETURNS, "all", "Số báo cáo còn thiếu", "Số báo cáo còn thiếu"),
    Column(ENTRIES, "all", "Chứng từ chờ xác nhận", "Số chứng từ"),
    Column(WAITING, "all", "Chứng từ chờ xác nhận", "Số tiền"),
    Column(LAST, "all", "Ngày ghi nhận gần nhất", "Ngày ghi nhận gần nhất"),
)


def write_silent(papers: Papers, title: str) -> None:
    """What is missing of each province, and of the centres in the reader's reach by name."""
    figures: CentreFigures = papers.figures(CENTRES)
    reader = papers.reader
    reached = set(
        Centre.objects.filter(centres_in_reach(reader)).values_list("pk", flat=True)
        if reader
        else ()
    )
    is_complete = True
    sections = []
    for row in figures.rows(papers.scope, By.PROVINCE):
        silent = [
            (centre, found)
            for centre, found in figures.inside(row.place)
            if found.returns_missing or found.waiting.entries.all
        ]
        is_complete = is_complete and not silent
        # Some of them alone would not add up to the province.
        named = silent if all(centre.pk in reached for centre, _found in silent) else []
        items = tuple(
            Line({"centre": NamedCentre(centre.slug, centre.name)}, found)
            for centre, found in named
        )
        sections.append(Section(items, place_line(row, LineKind.SUBTOTAL)))
    total = place_line(figures.of(papers.scope))
    table = Table(COLUMNS, tuple(sections), total, "Tỉnh, thành phố; đơn vị thực hiện")
    whose = remark(reader) if reader else left_out(papers)
    said = NOTHING if is_complete else whose
    papers.table(title, HEADING, table, name_width=60, remark=said)

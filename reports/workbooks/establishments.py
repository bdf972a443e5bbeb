"""The sheet of establishments that were supported, and for what (Sản phẩm và cơ sở)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from projects.models import Beneficiary
from reports import queries
from reports.columns import Column, Measure, UnitOfMeasure
from reports.declaration import Line, LineKind, Section, Table
from reports.parameters import By
from reports.workbooks.papers import Papers
from reports.workbooks.reach import leave_out, remark, text_column

HEADING = "Cơ sở công nghiệp nông thôn được hỗ trợ"
# Why its totals are not those of the sheet of results, which stands beside it.
COUNTED = (
    "Cộng số ghi cho từng cơ sở; biểu Kết quả lấy số ghi cho cả đề án trước và kinh phí được duyệt"
    " trong năm của các đề án đã ghi vốn đối ứng, nên tổng của hai biểu có thể khác nhau"
)


@dataclass(frozen=True)
class Supported:
    """One establishment and content; what was accepted counts once the project was."""

    beneficiary: Beneficiary
    project: str
    is_accepted: bool

    @property
    def key(self) -> str:
        return str(self.beneficiary.pk)

    @property
    def name(self) -> str:
        return self.beneficiary.establishment.name

    @property
    def place(self) -> str:
        establishment = self.beneficiary.establishment
        return str(establishment.commune or establishment.place_text)

    @property
    def content(self) -> str:
        return str(self.beneficiary.content)

    def stated(self, name: str) -> int | None:
        """None where nobody reported it, or not yet."""
        if name.startswith("accepted") and not self.is_accepted:
            return None
        return getattr(self.beneficiary, name)


@dataclass(frozen=True)
class SupportedTogether:
    """Several of them; what nobody reported is not in their sums."""

    rows: Sequence[Supported]

    def stated(self, name: str) -> int | None:
        known = [value for row in self.rows if (value := row.stated(name)) is not None]
        return sum(known) if known else None


def _stated(name: str, group: str, title: str) -> Column:
    unit = UnitOfMeasure.MONEY if name.endswith("_vnd") else UnitOfMeasure.COUNT
    measure = Measure(
        name,
        unit,
        lambda row, _source: row.stated(name),
        reported=lambda row, _source: row.stated(name) is not None,
    )
    return Column(measure, "all", group, title)


COLUMNS = (
    text_column("place", "Địa điểm"),
    text_column("project", "Đề án"),
    text_column("content", "Nội dung hỗ trợ"),
    _stated("support_vnd", "Kinh phí hỗ trợ", "Kinh phí hỗ trợ"),
    *(
        _stated(f"{stage}_{name}", group, title)
        for name, group in (
            ("investment_vnd", "Tổng vốn đầu tư"),
            ("counterpart_vnd", "Vốn đối ứng"),
            ("jobs", "Lao động (người)"),
        )
        for stage, title in (("planned", "Kế hoạch"), ("accepted", "Nghiệm thu"))
    ),
)


def write_establishments(papers: Papers, title: str) -> None:
    """Those of the projects of the year in the reader's reach, under their provinces."""
    if papers.reader is None:
        return leave_out(papers, title, HEADING)
    figures, names = papers.projects, papers.named_projects
    asked = figures.parameters
    supported: dict[int, list[Beneficiary]] = defaultdict(list)
    for each in queries.named_beneficiaries(papers.reader, asked.year, asked.until):
        supported[each.project_id].append(each)
    sections = []
    everybody: list[Supported] = []
    for row in figures.rows(papers.scope, By.PROVINCE):
        inside = [
            Supported(each, names[each.project_id].code, known.told.accepted)
            for known in figures.inside(row.place)
            for each in supported[known.told.project]
        ]
        items = tuple(Line({"establishment": each}, each) for each in inside)
        if items:
            together = SupportedTogether(inside)
            sections.append(Section(items, Line({"place": row.place}, together, LineKind.SUBTOTAL)))
            everybody += inside
    total = Line({"place": papers.scope}, SupportedTogether(everybody))
    table = Table(COLUMNS, tuple(sections), total, "Tỉnh, thành phố; cơ sở")
    papers.table(title, HEADING, table, name_width=40, remark=f"{COUNTED}. {remark(papers.reader)}")
    return None

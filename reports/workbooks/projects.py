"""The sheet of single projects (Danh mục đề án)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.utils.text import capfirst

from projects.models import Project
from promotion.models import Centre, Content
from reports.catalogue import supported
from reports.declaration import Line, LineKind, Section, Table
from reports.parameters import By
from reports.portfolio import Alike, Portfolio, summed
from reports.queries.portfolio import ProjectName
from reports.workbooks.papers import Papers
from reports.workbooks.reach import leave_out, remark, text_column

HEADING = "Danh mục đề án"
COLUMNS = (
    text_column("code", "Mã đề án"),
    text_column("centre", "Đơn vị thực hiện"),
    text_column("contents", "Nội dung hỗ trợ"),
    text_column("status", "Tình trạng"),
    *supported.SUPPORT[:7],
)


@dataclass(frozen=True)
class ListedProject(Portfolio):
    """A project as at the cut-off with its support of the year, as it is called."""

    key: str = ""
    name: str = ""
    code: str = ""
    centre: str = ""
    contents: str = ""
    status: str = ""


def write_projects(papers: Papers, title: str) -> None:
    """Those of the year in the reader's reach under their provinces, by their codes."""
    if papers.reader is None:
        return leave_out(papers, title, HEADING)
    figures, names = papers.projects, papers.named_projects
    contents = {content.slug: str(content) for content in Content.objects.all()}
    centres = {centre.pk: centre.short_name for centre in Centre.objects.select_related("province")}
    sections = []
    shown: list[Alike] = []
    for row in figures.rows(papers.scope, By.PROVINCE):
        inside = [each for each in figures.inside(row.place) if each.told.project in names]
        rows = [_listed(each, names[each.told.project], centres, contents) for each in inside]
        items = (Line({"project": each}, each) for each in sorted(rows, key=lambda each: each.code))
        if rows:
            subtotal = Line({"place": row.place}, summed(inside), LineKind.SUBTOTAL)
            sections.append(Section(tuple(items), subtotal))
            shown += inside
    total = Line({"place": papers.scope}, summed(shown))
    table = Table(COLUMNS, tuple(sections), total, "Tỉnh, thành phố; đề án")
    papers.table(title, HEADING, table, name_width=44, remark=remark(papers.reader))
    return None


def _listed(
    each: Alike,
    called: ProjectName,
    centres: Mapping[int, str],
    contents: Mapping[str, str],
) -> ListedProject:
    sums = summed([each])
    slugs = dict.fromkeys(share.content for share in each.shares)
    return ListedProject(
        **{known.name: getattr(sums, known.name) for known in fields(Portfolio)},
        key=called.code,
        name=called.title,
        code=called.code,
        centre=centres[called.centre],
        contents="; ".join(contents[slug] for slug in slugs),
        status=capfirst(str(Project.Status(each.told.status).label)),
    )

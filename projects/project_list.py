"""The list of projects as a workbook, of any length; Vietnamese in any language."""

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from django.utils.text import capfirst
from django.utils.translation import override

from projects.filters import ProjectFilterSet
from projects.models import Project
from projects.tables import ProjectTable
from promotion.long_paper import Column, LongPaper, Money, Rate, Words
from promotion.models import Centre, Content, User
from promotion.papers import issuer_of

STEP = 1_000  # rows from one word on the progress to the next
TITLE = "Danh mục đề án"
# By the names of the page's columns, where it has them.
COLUMNS: dict[str, Column] = {
    "code": Words("Mã đề án", 16),
    "title": Words("Tên đề án", 52),
    "province": Words("Tỉnh, thành phố", 14),
    "centre": Words("Đơn vị thực hiện", 20),
    "content": Words("Nội dung hỗ trợ", 28),
    "kind": Words("Loại đề án", 14),
    "status": Words("Tình trạng", 16),
    "approved_vnd": Money("Kinh phí hỗ trợ được duyệt"),
    "reported_vnd": Money("Đã báo cáo"),
    "disbursed_vnd": Money("Đã giải ngân"),
    "remaining_vnd": Money("Còn lại"),
    "rate": Rate("Giải ngân so với kinh phí được duyệt (%)", amount=10, of=8),
}
MONEY = ("approved_vnd", "reported_vnd", "disbursed_vnd", "remaining_vnd")
FIELDS = (
    *("code", "title", "centre_id", "first_content_id", "content_count", "kind", "status"),
    *MONEY,
)


class ProjectListing:
    """All projects of a filtered list in its order, for the person who makes it.

    The rows, their number and what is told of them are those of the page of the same filter:
    support as at an earlier day has nothing of today beside it.
    """

    def __init__(
        self, table: ProjectTable, filterset: ProjectFilterSet, reader: User, today: date
    ) -> None:
        hidden = {column.name for column in table.columns.iterall() if not column.visible}
        self.columns = {name: column for name, column in COLUMNS.items() if name not in hidden}
        self.rows = table.data.data
        self.count = len(table.data)
        self.filterset = filterset
        self.reader = reader
        until = filterset.chosen("until")
        self.day = until or today
        self.known = filterset.chosen("known") if until else None
        self.is_synthetic = self.rows.order_by().filter(synthetic=True).exists()

    @property
    def name(self) -> str:
        """What its file is saved as."""
        mark = "_SO-LIEU-GIA-DINH" if self.is_synthetic else ""
        return f"danh-muc-de-an_{self.day}{mark}.xlsx"

    def write(self, out: BinaryIO) -> Iterator[int]:
        """Write the workbook; gives the number of rows written so far, at last of all."""
        paper = LongPaper(out, TITLE, [*self.columns.values()], is_synthetic=self.is_synthetic)
        with override("vi"):
            called = _Names()
            about = f"Phạm vi của người lập biểu: {self.reader}. {self.filterset.in_words()}"
        paper.head(TITLE, issuer_of(self.reader), self.day, about, self.known)
        rows = self.rows.values_list(*FIELDS, named=True)
        for project in rows.iterator(STEP):
            values = called.values(project)
            paper.add([values[name] for name in self.columns if name in values])
            if paper.number % STEP == 0:
                yield paper.number
        paper.close()
        yield paper.number


class _Names:
    """What the codes of rows are called."""

    def __init__(self) -> None:
        self.contents = {content.slug: str(content) for content in Content.objects.all()}
        self.kinds = {kind: str(capfirst(words)) for kind, words in Project.Kind.choices}
        self.states = {state: str(capfirst(words)) for state, words in Project.Status.choices}
        self.centres = {
            centre.pk: (
                centre.province.current.short_label if centre.province else "",
                centre.short_name,
            )
            for centre in Centre.objects.select_related("province__current")
        }

    def values(self, project: Any) -> dict[str, str | int]:
        """Of a row, by the names of the columns; rates come of themselves."""
        content = self.contents.get(project.first_content_id, "")
        if project.content_count > 1:
            content += f" +{project.content_count - 1}"
        province, centre = self.centres[project.centre_id]
        return {
            "code": project.code,
            "title": project.title,
            "province": province,
            "centre": centre,
            "content": content,
            "kind": self.kinds[project.kind],
            "status": self.states[project.status],
            **{name: getattr(project, name) for name in MONEY},
        }

"""The list of projects as a workbook, of any length; Vietnamese in any language."""

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from django.utils.text import capfirst
from django.utils.translation import override

from projects.models import Project
from projects.project_filter import ProjectFilterSet
from projects.tables import ProjectTable
from promotion.long_paper import Column, LongPaper, Money, Rate, Words
from promotion.models import Centre, Content, User
from promotion.papers import issuer_of, marked_name

STEP = 1_000  # rows from one word on the progress to the next
TITLE = "Danh mục đề án"
# Of which columns, those of the list say.
RATE = Rate("Giải ngân so với kinh phí được duyệt (%)", amount=0, of=0)
# By the names of the page's columns, where it has them.
COLUMNS: dict[str, Column] = {
    "code": Words("Mã đề án", 16),
    "title": Words("Tên đề án", 52),
    "province": Words("Tỉnh, thành phố", 14),
    "centre": Words("Đơn vị thực hiện", 20),
    "content": Words("Nội dung hỗ trợ", 32),
    "kind": Words("Loại đề án", 14),
    "status": Words("Tình trạng", 16),
    "approved_vnd": Money("Kinh phí hỗ trợ được duyệt"),
    "reported_vnd": Money("Đã báo cáo"),
    "disbursed_vnd": Money("Đã giải ngân"),
    "remaining_vnd": Money("Còn lại"),
    "rate": RATE,
    "accepted_vnd": Money("Giá trị nghiệm thu"),
}
FIELDS = ("code", "title", "centre_id", "first_content_id", "content_count", "kind", "status_at")


class ProjectListing:
    """All projects of a filtered list in its order, for the person who makes it.

    The rows, their number and what is told of them are those of the page of the same filter; as
    at an earlier day it has nothing of today.
    """

    def __init__(
        self, table: ProjectTable, filterset: ProjectFilterSet, reader: User, today: date
    ) -> None:
        hidden = {column.name for column in table.columns.iterall() if not column.visible}
        self.columns = {name: column for name, column in COLUMNS.items() if name not in hidden}
        self.money = [name for name, each in self.columns.items() if isinstance(each, Money)]
        numbers = {name: number for number, name in enumerate(self.columns, start=1)}
        self.columns["rate"] = RATE._replace(
            amount=numbers["disbursed_vnd"], of=numbers["approved_vnd"]
        )
        self.rows = table.data.data
        self.count = len(table.data)
        self.filterset = filterset
        self.reader = reader
        self.day = filterset.day or today
        self.known = filterset.chosen("known")
        self.is_synthetic = self.rows.order_by().filter(synthetic=True).exists()

    @property
    def name(self) -> str:
        """What its file is saved as."""
        return marked_name(f"danh-muc-de-an_{self.day}", self.is_synthetic, "xlsx")

    def write(self, out: BinaryIO) -> Iterator[int]:
        """Write the workbook; gives the number of rows written so far, at last of all."""
        paper = LongPaper(out, TITLE, [*self.columns.values()], is_synthetic=self.is_synthetic)
        with override("vi"):
            called = _Names()
            about = f"Phạm vi của người lập biểu: {self.reader}. {self.filterset.in_words()}"
        paper.head(TITLE, issuer_of(self.reader), self.day, about, self.known)
        rows = self.rows.values_list(*FIELDS, *self.money, named=True)
        for project in rows.iterator(STEP):
            amounts = {name: getattr(project, name) for name in self.money}
            values = called.values(project) | amounts
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

    def values(self, project: Any) -> dict[str, str]:
        """Of a row, by the names of the columns."""
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
            "status": self.states[project.status_at],
        }

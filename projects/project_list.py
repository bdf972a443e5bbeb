"""The list of projects as a workbook, of any length; Vietnamese in any language."""

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from django.utils.text import capfirst
from django.utils.translation import override

from projects.filters import ProjectFilterSet
from projects.models import Project
from projects.tables import ProjectTable
from promotion.long_paper import LongPaper, Money, Rate, Words
from promotion.models import Centre, Content, User
from promotion.papers import issuer_of

STEP = 1_000  # rows from one word on the progress to the next
TITLE = "Danh mục đề án"
COLUMNS = (
    Words("Mã đề án", 16),
    Words("Tên đề án", 52),
    Words("Tỉnh, thành phố", 14),
    Words("Đơn vị thực hiện", 20),
    Words("Nội dung hỗ trợ", 28),
    Words("Loại đề án", 14),
    Words("Tình trạng", 16),
    Money("Kinh phí hỗ trợ được duyệt"),
    Money("Đã báo cáo"),
    Money("Đã giải ngân"),
    Money("Còn lại"),
    Rate("Giải ngân so với kinh phí được duyệt (%)", amount=10, of=8),
)
MONEY = ("approved_vnd", "reported_vnd", "disbursed_vnd", "remaining_vnd")
FIELDS = (
    *("code", "title", "centre_id", "first_content_id", "content_count", "kind", "status"),
    *MONEY,
)


class ProjectListing:
    """All projects of a filtered list in its order, for the person who makes it.

    The rows, and their number, are those of the page of the same filter.
    """

    def __init__(
        self, table: ProjectTable, filterset: ProjectFilterSet, reader: User, today: date
    ) -> None:
        self.rows = table.data.data
        self.count = len(table.data)
        self.filterset = filterset
        self.reader = reader
        self.today = today
        self.is_synthetic = self.rows.order_by().filter(synthetic=True).exists()

    @property
    def name(self) -> str:
        """What its file is saved as."""
        mark = "_SO-LIEU-GIA-DINH" if self.is_synthetic else ""
        return f"danh-muc-de-an_{self.today}{mark}.xlsx"

    def write(self, out: BinaryIO) -> Iterator[int]:
        """Write the workbook; gives the number of rows written so far, at last of all."""
        paper = LongPaper(out, TITLE, COLUMNS, is_synthetic=self.is_synthetic)
        with override("vi"):
            called = _Names()
            about = f"Phạm vi của người lập biểu: {self.reader}. {self.filterset.in_words()}"
        paper.head(TITLE, issuer_of(self.reader), self.today, about)
        rows = self.rows.values_list(*FIELDS, named=True)
        for project in rows.iterator(STEP):
            paper.add(called.values(project))
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

    def values(self, project: Any) -> tuple[str | int, ...]:
        """Of a row, in the order of the columns."""
        content = self.contents.get(project.first_content_id, "")
        if project.content_count > 1:
            content += f" +{project.content_count - 1}"
        return (
            *(project.code, project.title),
            *self.centres[project.centre_id],
            *(content, self.kinds[project.kind], self.states[project.status]),
            *(project.approved_vnd, project.reported_vnd),
            *(project.disbursed_vnd, project.remaining_vnd),
        )

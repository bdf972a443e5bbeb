"""Single projects on paper: only those in reach of the person who makes it, and a word on that."""

from promotion.models import User
from promotion.scope import reaches_country
from reports.columns import Column, Measure, UnitOfMeasure
from reports.workbooks.paper import font
from reports.workbooks.papers import Papers

OPEN_TO_ALL = (
    "Không ghi từng đề án, cơ sở, đơn vị: bản đã chốt mọi tài khoản đều xem được. Bộ biểu theo số"
    " liệu hiện nay, tải từ trang hội nghị, có danh sách trong phạm vi của người tải."
)
BY_NOBODY = "Không ghi từng đề án, cơ sở, đơn vị: lệnh lập biểu không nêu người lập biểu (--as)."


def remark(reader: User) -> str:
    """Whose reach decided what is listed."""
    return f"Phạm vi của người lập biểu ({reader}): {_reach_of(reader)}"


def _reach_of(reader: User) -> str:
    if reaches_country(reader):
        return "tất cả địa phương thành viên"
    if reader.role == User.Role.CLERK and reader.centre:
        return str(reader.centre.current or reader.centre)
    if reader.province:
        return reader.province.current.short_label
    return "không có đề án nào"


def left_out(papers: Papers) -> str:
    """Why nothing single is named where there is no reader."""
    return OPEN_TO_ALL if papers.version else BY_NOBODY


def leave_out(papers: Papers, title: str, heading: str) -> None:
    """The sheet without its rows, which says why."""
    paper = papers.paper(title, heading, (6, *[13.5] * 11), unit="")
    paper.row += 1
    paper.line(left_out(papers), font(italic=True))
    paper.print_on_a4()


def text_column(name: str, title: str) -> Column:
    """Words that a row has of its own and a subtotal has not."""
    measure = Measure(name, UnitOfMeasure.TEXT, lambda row, _source: getattr(row, name, ""))
    return Column(measure, "all", title, title)

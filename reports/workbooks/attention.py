"""The sheet of what needs attention (Cần lưu ý), with the reason and action of each side."""

from reports import attention
from reports.catalogue import ATTENTION
from reports.workbooks.papers import Papers
from reports.workbooks.reach import OPEN_TO_ALL


def write_attention(papers: Papers, title: str) -> None:
    """All members where a version is frozen, which publishes them; else what the reader sees.

    Everybody reads a frozen version: it names no single project.
    """
    found = attention.found(papers.conference.figures)
    if papers.version:
        figures, remark = found.with_notes(), OPEN_TO_ALL
    else:
        figures = found.seen_by(papers.reader, papers.scope)
        remark = ATTENTION.remark(figures, papers.scope)
    papers.definitions |= dict(ATTENTION.notes(figures))
    table = ATTENTION.table(figures, papers.scope, ATTENTION.usual_by)
    papers.table(title, str(ATTENTION.title), table, name_width=36, remark=remark)

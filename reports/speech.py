"""The summary of a conference for the speech, as .docx: its sentences and the main table."""

from django.utils.text import capfirst
from django.utils.translation import override

from promotion.papers import AGENCY, DEMONSTRATION, UNIT, Issuer
from reports.catalogue import EXECUTION
from reports.conference import Conference
from reports.documents import TextPaper
from reports.parameters import By
from reports.sentences.conference import statements
from reports.workbooks import WorkbookFile, facts_of

MEASURES = ("plan_vnd", "disbursed_vnd", "rate", "same_period_ratio")


def summary(
    conference: Conference, issuer: Issuer = AGENCY, *, number: int | None = None
) -> WorkbookFile:
    """Head, title, the sentences of the papers, who signs; attached to it, on a page of its own,
    plan, disbursed and rates by province.

    `number` is that of the frozen version; None as figures stand now.
    """
    figures, scope = conference.figures, conference.scope
    with override("vi"):
        paper = TextPaper(issuer)
        paper.number_and_place()
        paper.title("BÁO CÁO TÓM TẮT")
        paper.title(conference.title.upper())
        version = f"bản {number}" if number else "số liệu chưa chốt"
        paper.title(f"({facts_of(figures, scope, issuer).line}; {version})", italic=True)
        if figures.synthetic:
            paper.title(DEMONSTRATION)
        for position, sentence in enumerate(statements(figures, scope), start=1):
            paper.text(f"{position}. {sentence}")
        paper.sign()
        _attach_table(paper, conference)
        return paper.saved(conference.file_name("tom-tat-hoi-nghi", "docx", number))


def _attach_table(paper: TextPaper, conference: Conference) -> None:
    """The table for reading out: numbers as printed, unit above it, the total last."""
    paper.title(str(EXECUTION.title).upper(), is_on_new_page=True)
    paper.title(conference.title.upper())
    paper.attached()
    if conference.figures.synthetic:
        paper.title(DEMONSTRATION)
    declared = EXECUTION.table(conference.figures, conference.scope, By.PROVINCE, MEASURES)
    columns = declared.columns
    first = ["STT", capfirst(str(declared.row_title))]
    paper.remark(UNIT, right=True)
    table = paper.table(
        [*first, *(capfirst(str(column.title)) for column in columns)],
        (0.9, 2.4, *[1.32] * len(columns)),
        numbers_from=2,
        groups=[*first, *(str(column.group) for column in columns)],
    )
    for number, line in enumerate(declared.counted, start=1):
        numbers = [column.text(line.row) for column in columns]
        table.row([str(number), capfirst(line.name), *numbers])
    total = conference.figures.total(conference.scope)
    table.row(["", "Tổng cộng", *(column.text(total) for column in columns)], bold=True)
    paper.foot()

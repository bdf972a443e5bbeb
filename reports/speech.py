"""The summary of a conference for the speech, as .docx: its sentences and the main table."""

from django.utils.text import capfirst
from django.utils.translation import override

from promotion.lib.dates import format_day
from promotion.papers import AGENCY, DEMONSTRATION, UNIT, Issuer
from reports.catalogue import EXECUTION
from reports.conference import Conference
from reports.documents import TextPaper
from reports.parameters import By
from reports.sentences.conference import statements
from reports.workbooks import WorkbookFile

MEASURES = ("plan_vnd", "disbursed_vnd", "rate", "same_period_ratio")


def summary(conference: Conference, issuer: Issuer = AGENCY) -> WorkbookFile:
    """Head, title, the sentences of the papers, and plan, disbursed and rates by province."""
    asked, figures, scope = conference.parameters, conference.figures, conference.scope
    with override("vi"):
        paper = TextPaper(issuer)
        paper.title("BÁO CÁO TÓM TẮT")
        paper.title(conference.title.upper())
        paper.title(f"(Số liệu tính đến ngày {format_day(asked.until)})", italic=True)
        if figures.synthetic:
            paper.title(DEMONSTRATION)
        for number, sentence in enumerate(statements(figures, scope), start=1):
            paper.text(f"{number}. {sentence}")
        _table(paper, conference)
        paper.foot()
        return paper.saved(conference.file_name("tom-tat-hoi-nghi", "docx"))


def _table(paper: TextPaper, conference: Conference) -> None:
    """The table for reading out: numbers as printed, unit above it, the total last."""
    declared = EXECUTION.table(conference.figures, conference.scope, By.PROVINCE, MEASURES)
    columns = [column for column in declared.columns if column.source == "all"]
    heads = [_head(str(column.group), str(column.title)) for column in columns]
    paper.remark(UNIT, right=True)
    table = paper.table(
        ["STT", capfirst(str(declared.row_title)), *heads],
        (1.4, 4.5, *[2.7] * len(columns)),
        numbers_from=2,
    )
    for number, line in enumerate(declared.counted, start=1):
        numbers = [column.text(line.row) for column in columns]
        table.row([str(number), capfirst(line.name), *numbers])
    total = conference.figures.total(conference.scope)
    table.row(["", "Tổng cộng", *(column.text(total) for column in columns)], bold=True)


def _head(group: str, title: str) -> str:
    return group if title in (group, "Tổng số") else title

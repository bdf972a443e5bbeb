"""The workbook of a conference (bộ biểu hội nghị): its sheets in their order."""

from collections.abc import Mapping

from django.utils.translation import override

from promotion.models import User
from promotion.papers import AGENCY, Issuer
from reports.catalogue import CONTENT, EXECUTION, MONTHLY, PROJECTS, RESULTS, YEAR_ON_YEAR
from reports.conference import Conference
from reports.workbooks import WorkbookFile, saved
from reports.workbooks.attention import write_attention
from reports.workbooks.by_source import write_by_source
from reports.workbooks.charts import write_charts
from reports.workbooks.cover import write_cover, write_differences
from reports.workbooks.establishments import write_establishments
from reports.workbooks.notes import TITLE as NOTES
from reports.workbooks.notes import write_notes
from reports.workbooks.papers import (
    MONTHS,
    PROVINCES,
    SUMMARY,
    YEARS,
    Papers,
    Version,
    Writer,
    table_of,
)
from reports.workbooks.projects import write_projects
from reports.workbooks.silent import write_silent
from reports.workbooks.spoken import write_sentences
from reports.workbooks.summary import RegionSummary


def _write_notes(papers: Papers, _title: str) -> None:
    if papers.version:
        papers.definitions["Mã kiểm tra số liệu (SHA-256)"] = (
            f"{papers.version.digest}. Tính từ số liệu theo tỉnh, thành phố của bản này; khác với"
            " mã của tệp, ghi trên trang hội nghị và tính từ chính tệp .xlsx."
        )
    write_notes(papers.book, papers.facts, list(papers.definitions.items()))


SHEETS: Mapping[str, Writer] = {
    "Bìa": write_cover,
    "Tóm tắt": write_sentences,
    SUMMARY: RegionSummary,
    PROVINCES: table_of(EXECUTION),
    "Theo nguồn": write_by_source,
    "Theo nội dung": table_of(CONTENT),
    YEARS: table_of(YEAR_ON_YEAR),
    MONTHS: table_of(MONTHLY),
    "Biểu đồ": write_charts,
    "Kết quả": table_of(RESULTS),
    "Tình hình đề án": table_of(PROJECTS),
    "Danh mục đề án": write_projects,
    "Sản phẩm và cơ sở": write_establishments,
    "Cần lưu ý": write_attention,
    "Chưa báo cáo": write_silent,
    "Khác với bản 1": write_differences,
    NOTES: _write_notes,
}


def workbook_of(
    conference: Conference,
    issuer: Issuer = AGENCY,
    *,
    reader: User | None = None,
    version: Version | None = None,
) -> WorkbookFile:
    """All sheets; Vietnamese in any language.

    Single projects, establishments and centres are named as far as the reader reaches them, none
    without one. A frozen version has its number, the hash of its figures among the notes and,
    from the second on, what differs from the first.
    """
    with override("vi"):
        papers = Papers(conference, SHEETS, issuer, reader, version)
        papers.write()
    number = version.number if version else None
    return saved(papers.book, conference.file_name("bieu-hoi-nghi", "xlsx", number))

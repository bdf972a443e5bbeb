"""The papers of a regional conference (bộ biểu hội nghị), with figures as they stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook

from promotion.lib.words import roman
from promotion.papers import AGENCY, Issuer
from reports import queries
from reports.catalogue import EXECUTION, REPORTS
from reports.declaration import Report
from reports.differences import Change
from reports.execution import ExecutionFigures
from reports.exports import marked_name
from reports.models import LARGEST_ORDINAL, Edition
from reports.parameters import BadParameter, By, Parameters, SourceChoice
from reports.places import Place
from reports.workbooks import WorkbookFile, facts_of, new_book, saved, write_table_sheet
from reports.workbooks.bars import write_charts
from reports.workbooks.cover import COVER, write_cover, write_differences
from reports.workbooks.notes import write_notes
from reports.workbooks.summary import SUMMARY, RegionSummary

# What the papers of a prepared edition hold beside execution, a sheet each.
FURTHER = tuple(REPORTS[slug] for slug in ("content", "year-on-year", "projects", "results"))


@dataclass(frozen=True)
class Conference:
    """One conference: whose figures, its number, and their window.

    The window is the whole year before and this year to the cut-off; both sources always.
    """

    scope: Place
    ordinal: int
    parameters: Parameters
    figures: ExecutionFigures
    edition: Edition | None = None

    @classmethod
    def read(cls, typed: Mapping[str, str], *, today: date, years: Sequence[int]) -> "Conference":
        """Read `region`, `year`, `until`, `lens` and `ordinal` as typed; seven queries.

        Raises BadParameter.
        """
        asked = replace(Parameters.read(typed, today=today, years=years), source=SourceChoice.ALL)
        ordinal = _read_ordinal((typed.get("ordinal") or "").strip())
        drawn = queries.draw_map(asked)
        region = drawn.region((typed.get("region") or "").strip())
        return cls(region, ordinal, asked, EXECUTION.load(asked, drawn))

    @classmethod
    def of(cls, edition: Edition, today: date) -> "Conference":
        """What the papers of a prepared edition say today, of its own members; eight queries."""
        asked = edition.parameters(today)
        drawn = queries.draw_map(asked)
        figures = EXECUTION.load(asked, drawn)
        return cls(edition.place(drawn), edition.ordinal, asked, figures, edition)

    @property
    def units(self) -> list[str]:
        """All units, of any time, whose rows are behind the figures."""
        return self.figures.map.units_of(self.scope)

    @property
    def roman(self) -> str:
        return roman(self.ordinal)

    @property
    def title(self) -> str:
        """As it heads Vietnamese papers."""
        region = self.scope.name_vi
        return f"Hội nghị khuyến công các tỉnh, thành phố {region} lần thứ {self.roman}"

    def workbook(
        self,
        issuer: Issuer = AGENCY,
        version: int | None = None,
        digest: str = "",
        changes: Sequence[Change] | None = None,
    ) -> WorkbookFile:
        """Sheets *Tổng hợp khu vực*, *Theo tỉnh*, *Ghi chú*; Vietnamese in any language.

        Of a prepared edition, *Bìa* comes first, and charts and further reports follow. A frozen
        version has its number, the hash of its figures among the notes and, from the second on,
        what differs from the first.
        """
        asked = self.parameters
        facts = facts_of(self.figures, self.scope, issuer)
        with override("vi"):
            book = new_book(self.title)
            provinces = write_table_sheet(
                book,
                EXECUTION,
                self.figures,
                self.scope,
                By.PROVINCE,
                (f"{EXECUTION.title}, năm {asked.year}", self.title),
                facts,
            )
            title = f"Tổng hợp kế hoạch và giải ngân kinh phí {self.scope.name}"
            RegionSummary(book, self.figures, self.scope, provinces, (title, self.title), facts)
            book.move_sheet(SUMMARY, offset=-1)
            if self.edition:
                write_cover(book, self.edition, facts, version)
                book.move_sheet(COVER, offset=-2)
            definitions = dict(EXECUTION.notes(self.figures))
            if self.edition:
                write_charts(book, provinces, facts)
                for report in FURTHER:
                    definitions |= self._write_further(book, report, issuer)
            if changes is not None:
                write_differences(book, changes, facts)
            book.active = 0
            if digest:
                definitions["Mã kiểm tra số liệu (SHA-256)"] = digest
            write_notes(book, facts, list(definitions.items()))
        region = self.scope.region or self.scope.key
        mark = f"_ban-{version}" if version else ""
        stem = f"bieu-hoi-nghi_{region}_lan-{self.roman}_{asked.year}_{asked.until}{mark}"
        return saved(book, marked_name(stem, self.figures.synthetic, "xlsx"))

    def _write_further(self, book: Workbook, report: Report, issuer: Issuer) -> dict[str, str]:
        """Another report on the same members and window as a sheet; how its figures are counted."""
        figures = report.load(self.parameters, self.figures.map)
        title = (f"{report.title}, {report.span(figures)}", self.title)
        facts = facts_of(figures, self.scope, issuer)
        write_table_sheet(book, report, figures, self.scope, report.by[0], title, facts)
        return dict(report.notes(figures))


def _read_ordinal(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= LARGEST_ORDINAL:
        return int(typed[:4])
    raise BadParameter(
        _("The conference's number is a whole number from 1 to %(largest)s, not “%(typed)s”.")
        % {"largest": LARGEST_ORDINAL, "typed": typed[:40]},
        suggestion={"ordinal": "1"},
    )

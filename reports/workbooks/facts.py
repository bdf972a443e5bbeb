"""What every sheet of a workbook says about itself."""

from dataclasses import dataclass

from promotion.lib.dates import format_day
from promotion.papers import AGENCY, Issuer
from reports.parameters import Lens, Parameters, SourceChoice

LENSES = {Lens.TODAY: "hiện hành", Lens.THEN: "tại thời điểm"}
SOURCES = {
    SourceChoice.ALL: "",
    SourceChoice.NATIONAL: " nguồn kinh phí: khuyến công quốc gia (KCQG);",
    SourceChoice.LOCAL: " nguồn kinh phí: khuyến công địa phương (KCĐP);",
}


@dataclass(frozen=True)
class Facts:
    """What every sheet says about itself."""

    parameters: Parameters
    synthetic: bool
    provisional: bool
    issuer: Issuer = AGENCY

    @property
    def line(self) -> str:
        """Cut-off, a source alone, map: "Số liệu tính đến ngày 30/11/2025; địa giới: hiện hành"."""
        known = self.parameters.known
        recorded = f", ghi nhận đến ngày {format_day(known)}" if known else ""
        provisional = " (số liệu tạm tính)" if self.provisional else ""
        return (
            f"Số liệu tính đến ngày {format_day(self.parameters.until)}{recorded}{provisional};"
            f"{SOURCES[self.parameters.source]} địa giới: {LENSES[self.parameters.lens]}"
        )

"""The month's list of vouchers (bảng kê tháng) of one centre and source, as it is printed."""

from dataclasses import dataclass
from datetime import date

from projects.models import Disbursement
from projects.months import listed
from projects.seals import chain_of, heads_of
from promotion.lib.words import vnd_in_words
from promotion.models import Centre, Source
from promotion.papers import Issuer, issuing


@dataclass(frozen=True)
class Head:
    """The last seal of a chain that the list has entries of."""

    chain: str
    sha256: str


@dataclass(frozen=True)
class VoucherList:
    """Entries booked in the month, in the order of their vouchers, confirmed or not.

    What was returned before its confirmation does not stand on it. The centre is one of today:
    what merged ones paid is on its list.
    """

    centre: Centre
    month: date
    source: Source
    entries: list[Disbursement]

    @classmethod
    def of(cls, centre: Centre, month: date, source: Source) -> "VoucherList":
        entries = listed(Disbursement.objects.of_list(month)).filter(
            grant__project__centre__current=centre, grant__source=source
        )
        return cls(centre, month, source, list(entries.with_story().order_by("voucher_on", "id")))

    @property
    def issuer(self) -> Issuer:
        return issuing(self.centre)

    @property
    def amount_vnd(self) -> int:
        return sum(entry.amount_vnd for entry in self.entries)

    @property
    def cleared_vnd(self) -> int:
        return sum(entry.cleared_vnd for entry in self.entries)

    @property
    def in_words(self) -> str:
        return vnd_in_words(self.amount_vnd)

    @property
    def waiting(self) -> int:
        return sum(not hasattr(entry, "confirmation") for entry in self.entries)

    @property
    def confirmed(self) -> int:
        return len(self.entries) - self.waiting

    @property
    def confirmed_by(self) -> list[str]:
        """Everybody who confirmed one of them."""
        confirmed = [e.confirmation for e in self.entries if hasattr(e, "confirmation")]
        return sorted({str(confirmation.confirmed_by) for confirmation in confirmed})

    @property
    def is_synthetic(self) -> bool:
        return any(entry.synthetic for entry in self.entries)

    def heads(self) -> list[Head]:
        """The heads of the chains concerned, so that a print proves what it was printed from."""
        chains = {
            chain_of(entry.grant.project.centre.province_id, entry.grant.budget_year)
            for entry in self.entries
        }
        return [Head(chain, sha256) for chain, sha256 in heads_of(sorted(chains)).items()]

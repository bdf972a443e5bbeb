"""How every route is asked about a row, and whose row it is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.cast import DAY
from tests.web.world import BAIT, World

MALFORMED = ["0", "-1", "99999999999999999999", "x", "%27", "a%20b", "%00", "..%2F..%2Fetc", "é"]
# The entries asked about are of local money, which the ministry does not confirm.
OTHER_SIDE = ("ministry",)


@dataclass(frozen=True)
class Target:
    """What one row is called in an address: in its path, in its query, in a form's fields."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Address:
    """How a route is asked about a row, and whose row it is.

    rows        the row of An Giang, of Gia Lai and one that does not exist
    owned       only its owner reaches it, as a draft
    open_to_all a total: everybody who is signed in sees any province's
    refused     who reaches the row but may not do this with it
    malformed   texts for the path's last part
    """

    rows: dict[str, Target]
    owned: bool = False
    open_to_all: bool = False
    refused: tuple[str, ...] = ()
    malformed: Iterable[str] = ()

    def reached_by(self, who: str, row: str) -> bool:
        """Rows are named by their province: "Gia Lai", "Gia Lai, returned", else "missing, …"."""
        if row.startswith("missing"):
            return False
        if self.open_to_all:
            return True
        province = row.split(",")[0]
        if self.owned:
            return who == f"clerk of {province}"
        return province in who or who in ("ministry", "auditor")


PAGE = Address({"An Giang": Target()}, open_to_all=True)


def addresses(world: World) -> dict[str, Address]:
    """{URL name: how to ask it}; a route that is not here fails the sweep."""
    here, there = world.an_giang, world.gia_lai

    def of_entries(*, refused: tuple[str, ...] = (), **form: Any) -> Address:
        entries = {"An Giang": here.local.pk, "Gia Lai": there.local.pk, "missing": 987654321}
        rows = {row: Target(path={"pk": pk}, form=form) for row, pk in entries.items()}
        return Address(rows, malformed=MALFORMED, refused=refused)

    def of_projects(*, refused: tuple[str, ...] = (), **path: Any) -> Address:
        codes = {
            "An Giang": here.project.code,
            "Gia Lai": there.project.code,
            "missing": "KHONG-CO",
        }
        rows = {row: Target(path={"code": code, **path}) for row, code in codes.items()}
        return Address(rows, refused=refused)

    def of_parts(mine: int, foreign: int) -> Address:
        """Parts of a project, each also asked for through a project that does not hold it."""
        codes = {"An Giang": here.project.code, "Gia Lai": there.project.code}
        parts = {"An Giang": mine, "Gia Lai": foreign}
        rows = {row: Target(path={"code": codes[row], "pk": parts[row]}) for row in codes}
        for code in (here.project.code, "KHONG-CO"):
            rows[f"missing, {code}"] = Target(path={"code": code, "pk": foreign})
        rows["missing"] = Target(path={"code": "KHONG-CO", "pk": 987654321})
        return Address(rows, malformed=MALFORMED)

    def of_states() -> Address:
        entries = {
            "An Giang": here.local.pk,
            "An Giang, returned": here.returned.pk,
            "Gia Lai": there.local.pk,
            "Gia Lai, national": there.national.pk,
            "Gia Lai, confirmed": there.confirmed.pk,
            "Gia Lai, returned": there.returned.pk,
            "Gia Lai, reversal": there.returned.reversal.pk,
            "missing": 987654321,
        }
        rows = {row: Target(path={"pk": pk}) for row, pk in entries.items()}
        return Address(rows, malformed=MALFORMED)

    def of_grants() -> Address:
        payment = {"unit": "vnd", "amount_vnd": "5", "voucher_number": "1", "send": "1"}
        payment |= {"kind": "payment", "voucher_kind": "cash", "voucher_on": f"{DAY:%d/%m/%Y}"}
        grants = {"An Giang": here.draft.grant_id, "Gia Lai": there.draft.grant_id}
        return Address(
            {
                row: Target(query={"grant": pk}, form={"grant": pk, "key": uuid.uuid4(), **payment})
                for row, pk in {**grants, "missing": 987654321}.items()
            }
        )

    def of_lists() -> Address:
        entries = {"An Giang": here.local.pk, "Gia Lai": there.local.pk, "missing": 987654321}
        rows = {row: Target(form={"entry": pk}) for row, pk in entries.items()}
        return Address(rows, refused=OTHER_SIDE)

    def of_drafts() -> Address:
        keys = {"An Giang": here.draft, "Gia Lai": there.draft}
        rows = {
            row: Target(path={"pk": draft.pk}, form={"key": draft.key, "unit": "vnd"})
            for row, draft in keys.items()
        }
        rows["missing"] = Target(path={"pk": 987654321}, form={"key": uuid.uuid4(), "unit": "vnd"})
        return Address(rows, owned=True, malformed=MALFORMED)

    def of_places(name: str, mine: str, foreign: str) -> Address:
        rows = {
            "An Giang": Target(path={name: mine}),
            "Gia Lai": Target(path={name: foreign}),
            "missing": Target(path={name: "atlantis"}),
        }
        return Address(rows, open_to_all=True, malformed=MALFORMED)

    def of_files() -> Address:
        rows = {
            kind: Target(path={"slug": "execution", "kind": kind}, query={"province": "gia-lai"})
            for kind in ("xlsx", "csv", "json")
        }
        rows["missing"] = Target(path={"slug": "atlantis", "kind": "csv"})
        return Address(rows, open_to_all=True)

    conference = {"year": "2025", "until": "2025-11-30", "ordinal": "14"}
    return {
        "sign-in": PAGE,
        "sign-out": PAGE,
        "password": PAGE,
        "language": Address({"An Giang": Target(form={"language": "en"})}, open_to_all=True),
        "health": PAGE,
        "favicon": PAGE,
        "home": PAGE,
        "overview": PAGE,
        "regions": PAGE,
        "region": of_places("region", "south", "central"),
        "provinces": PAGE,
        "province": of_places("unit", "an-giang", "gia-lai"),
        "search": Address({"An Giang": Target(query={"q": BAIT})}, open_to_all=True),
        "reports": PAGE,
        "report": Address(
            {
                "Gia Lai": Target(path={"slug": "execution"}, query={"province": "gia-lai"}),
                "missing": Target(path={"slug": "atlantis"}),
            },
            open_to_all=True,
            malformed=MALFORMED,
        ),
        "report-download": of_files(),
        "conferences": Address(
            {"Gia Lai": Target(query={"region": "central", **conference})}, open_to_all=True
        ),
        "conference-workbook": Address(
            {"Gia Lai": Target(query={"region": "central", **conference})}, open_to_all=True
        ),
        "budgets": PAGE,
        "budget": Address(
            {
                "An Giang": Target(path={"pk": here.budget.pk}),
                "Gia Lai": Target(path={"pk": there.budget.pk}),
                "missing": Target(path={"pk": 987654321}),
            },
            open_to_all=True,
            malformed=MALFORMED,
        ),
        "projects": PAGE,
        "project": Address(
            {
                "An Giang": Target(path={"code": here.project.code}),
                "Gia Lai": Target(path={"code": there.project.code}),
                "missing": Target(path={"code": "KHONG-CO"}),
            },
            malformed=MALFORMED,
        ),
        "project-new": PAGE,
        "project-edit": of_projects(),
        "project-move": of_projects(
            to="accepted", refused=("clerk of An Giang", "clerk of Gia Lai")
        ),
        "beneficiary-new": of_projects(),
        "beneficiary": of_parts(here.beneficiary.pk, there.beneficiary.pk),
        "establishment": of_parts(
            here.beneficiary.establishment_id, there.beneficiary.establishment_id
        ),
        "document": Address(
            {
                "An Giang": Target(path={"pk": here.project.contract_document_id}),
                "Gia Lai": Target(path={"pk": there.project.contract_document_id}),
                "missing": Target(path={"pk": 987654321}),
            },
            malformed=MALFORMED,
        ),
        "disbursements": PAGE,
        "disbursement": of_states(),
        "draft-new": of_grants(),
        "draft": of_drafts(),
        "draft-delete": of_drafts(),
        "grant-remaining": of_grants(),
        "inbox": PAGE,
        "confirm-list": of_lists(),
        "confirm-entry": of_entries(refused=OTHER_SIDE),
        "return-entry": of_entries(refused=OTHER_SIDE, reason="Thiếu chữ ký"),
    }


def narrowing(world: World) -> list[dict[str, Any]]:
    """Queries that ask any page for Gia Lai's rows, each in another way."""
    there = world.gia_lai
    return [
        {"q": BAIT, "year": "all"},
        {"province": "gia-lai", "year": "2025"},
        {"unit": "gia-lai", "year": "2025"},
        {"region": "central", "year": "2025", "lens": "then", "until": f"{DAY:%Y-%m-%d}"},
        {"centre": there.project.centre.slug, "source": "all"},
        {"project": there.project.code},
        {"grant": there.draft.grant_id},
        {"year": "2025", "returned": "on", "state": "returned"},
    ]

"""How every route is asked about a row, and whose row it is."""

import uuid
from datetime import date
from typing import Any

from promotion.models import ReportingPeriod
from reports.catalogue import REPORTS
from tests.cast import DAY
from tests.web.asking import MALFORMED, OTHER_SIDE, PAGE, Address, Target
from tests.web.world import BAIT, World


def addresses(world: World) -> dict[str, Address]:
    """{URL name: how to ask it}; a route that is not here fails the sweep."""
    here, there = world.an_giang, world.gia_lai

    def of_entries(which: str = "local", *, refused: tuple[str, ...] = (), **form: Any) -> Address:
        mine, foreign = getattr(here, which).pk, getattr(there, which).pk
        entries = {"An Giang": mine, "Gia Lai": foreign, "missing": 987654321}
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

    def of_books(
        *, refused: tuple[str, ...] = (), reading: tuple[str, ...] = (), **path: Any
    ) -> Address:
        """Local money of a unit."""
        units = {"An Giang": here.unit, "Gia Lai": there.unit, "missing": "atlantis"}
        form, path = {"reason": "Chờ quyết toán"}, {"source": "local", **path}
        rows = {row: Target(path={"unit": unit, **path}, form=form) for row, unit in units.items()}
        return Address(rows, malformed=MALFORMED, refused=refused, reading=reading)

    def of_units(**form: Any) -> Address:
        units = {"An Giang": "an-giang", "Gia Lai": "gia-lai", "missing": "atlantis"}
        return Address(
            {row: Target(query={"unit": unit}, form=form) for row, unit in units.items()}
        )

    def of_voucher_lists() -> Address:
        centres = {
            "An Giang": here.project.centre.slug,
            "Gia Lai": there.project.centre.slug,
            "missing": "ttkc-atlantis",
        }
        of = {"month": date(2025, 9, 1), "source": "local"}
        rows = {row: Target(path={"centre": slug, **of}) for row, slug in centres.items()}
        return Address(rows, malformed=MALFORMED)

    def of_periods() -> Address:
        """Open to all clerks: each sends the return of the own centre."""
        september = ReportingPeriod.objects.get(first_day=date(2025, 9, 1))
        rows = {"An Giang": Target(path={"pk": september.pk}), "missing": Target(path={"pk": 987})}
        return Address(rows, open_to_all=True, malformed=MALFORMED)

    def of_drafts() -> Address:
        keys = {"An Giang": here.draft.key, "Gia Lai": there.draft.key, "missing": uuid.uuid4()}
        rows = {
            row: Target(path={"key": key}, form={"key": key, "unit": "vnd"})
            for row, key in keys.items()
        }
        return Address(rows, owned=True, malformed=MALFORMED)

    def of_keys() -> Address:
        keys = {"An Giang": here.draft.key, "Gia Lai": there.draft.key}
        rows = {row: Target(form={"key": key, "unit": "vnd"}) for row, key in keys.items()}
        return Address(rows, owned=True)

    def of_proposals(*, refused: tuple[str, ...] = (), **form: Any) -> Address:
        mine, foreign = here.proposal, there.proposal
        rows = {
            "An Giang": Target(path={"key": mine.key}, form=form),
            "Gia Lai": Target(path={"key": foreign.key}, form=form),
            "missing": Target(path={"key": uuid.uuid4()}, form=form),
        }
        return Address(rows, malformed=MALFORMED, refused=refused)

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
        text = Target(path={"slug": "periodic", "kind": "docx"}, query={"province": "gia-lai"})
        rows["Gia Lai, text"] = text
        for slug in REPORTS:
            rows[slug] = Target(path={"slug": slug, "kind": "csv"}, query={"year": "2025"})
        rows["missing"] = Target(path={"slug": "atlantis", "kind": "csv"})
        return Address(rows, open_to_all=True)

    def of_support(*, refused: tuple[str, ...] = (), of: str = "pk", **form: Any) -> Address:
        """Lines of local support, or their decisions, which have no other lines."""
        lines = {
            "An Giang": here.local.grant.lines.first(),
            "Gia Lai": there.local.grant.lines.first(),
        }
        rows = {row: getattr(line, of) for row, line in lines.items()} | {"missing": 987654321}
        return Address(
            {row: Target(path={"pk": pk}, form=form) for row, pk in rows.items()},
            refused=refused,
            malformed=MALFORMED,
        )

    def of_editions(**path: Any) -> Address:
        """Prepared by the Agency, read by everybody."""
        editions = {"Gia Lai": world.edition.pk, "missing": 987654321}
        rows = {
            row: Target(path={"pk": pk, **path}, form={"reason": "Số liệu mới"})
            for row, pk in editions.items()
        }
        return Address(rows, open_to_all=True, malformed=() if path else MALFORMED)

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
                **{
                    f"Gia Lai, {slug}": Target(path={"slug": slug}, query={"year": "2025"})
                    for slug in REPORTS
                },
                "Gia Lai": Target(path={"slug": "execution"}, query={"province": "gia-lai"}),
                "missing": Target(path={"slug": "atlantis"}),
            },
            open_to_all=True,
            malformed=MALFORMED,
        ),
        "report-download": of_files(),
        "estimates": of_units(year_local="1"),
        "attention-note": of_books(reading=OTHER_SIDE, year=2025),
        "conferences": Address(
            {"Gia Lai": Target(query={"region": "central", **conference})}, open_to_all=True
        ),
        "conference-workbook": Address(
            {"Gia Lai": Target(query={"region": "central", **conference})}, open_to_all=True
        ),
        "conference-new": PAGE,
        "conference": of_editions(),
        "conference-edit": of_editions(),
        "conference-freeze": of_editions(),
        "conference-papers": of_editions(),
        "conference-summary": of_editions(),
        "conference-version": of_editions(number=1),
        "conference-version-summary": of_editions(number=1),
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
        "decisions": PAGE,
        "decision": of_support(of="decision_id"),
        "decision-new": Address(
            {
                "An Giang": Target(query={"project": here.project.code}),
                "Gia Lai": Target(query={"project": there.project.code}),
                "missing": Target(query={"project": "KHONG-CO"}),
            }
        ),
        "decision-lines": of_support(of="decision_id", refused=OTHER_SIDE),
        "grant-line-reversal": of_support(refused=OTHER_SIDE, reason="Nhập nhầm"),
        # Plans are open to all, yet only the province's own officer takes a line back.
        "budget-line-reversal": Address(
            {
                "Gia Lai": Target(
                    path={"pk": there.budget.lines.get().pk}, form={"reason": "Nhập nhầm"}
                ),
                "missing": Target(path={"pk": 987654321}, form={"reason": "Nhập nhầm"}),
            },
            open_to_all=True,
            refused=(*OTHER_SIDE, "officer of An Giang"),
            malformed=MALFORMED,
        ),
        **dict.fromkeys(("approvals", "results", "beneficiaries", "recoveries"), PAGE),
        "projects": PAGE,
        "projects-workbook": PAGE,
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
        "draft-keep": of_keys(),
        "grant-remaining": of_grants(),
        "voucher-list": of_voucher_lists(),
        **dict.fromkeys(("months", "months-close"), PAGE),
        "month-event": of_books(refused=OTHER_SIDE, month=date(2025, 9, 1), event="exception"),
        "returns": PAGE,
        "return-send": of_periods(),
        "inbox": PAGE,
        "confirm-list": of_lists(),
        "confirm-entry": of_entries(refused=OTHER_SIDE),
        "return-entry": of_entries(refused=OTHER_SIDE, reason="Thiếu chữ ký"),
        "take-back": of_entries(),
        "correct-entry": of_entries("confirmed", key=uuid.uuid4()),
        "recover-entry": of_entries("confirmed", key=uuid.uuid4()),
        "proposal": of_proposals(),
        "proposal-send": of_proposals(),
        "proposal-withdraw": of_proposals(),
        "proposal-agree": of_proposals(refused=OTHER_SIDE),
        "proposal-return": of_proposals(refused=OTHER_SIDE, reason="Thiếu chữ ký"),
    }

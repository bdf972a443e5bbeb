"""Two provinces with rows of every kind, and the people who look at them.

Gia Lai's rows carry canaries: words that occur nowhere else, so that one of them in an answer
to somebody of An Giang is a leak, wherever it stands.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from projects.models import (
    Beneficiary,
    Disbursement,
    Draft,
    Establishment,
    GrantLine,
    MonthClose,
    Project,
)
from promotion.documents import store
from promotion.models import AnnualBudget, Content, Source, User
from reports.freezing import freeze
from reports.models import AttentionNote, Edition
from tests.cast import (
    DAY,
    make_centre,
    make_decision,
    make_draft,
    make_grant,
    make_plan,
    make_user,
    send,
)
from tests.files import PDF

Role = User.Role
# In every canary, so that a search for it finds them all; never a canary itself.
BAIT = "qzx"
COLLEAGUE = f"{BAIT}-colleague"


@dataclass
class Rows:
    """The rows of one province, each reached through one centre."""

    unit: str
    clerk: User
    project: Project
    budget: AnnualBudget
    local: Disbursement  # sent, waiting
    national: Disbursement  # sent, waiting
    confirmed: Disbursement
    returned: Disbursement
    draft: Draft
    proposal: Draft  # a correction of the confirmed entry, waiting
    beneficiary: Beneficiary
    canaries: set[str] = field(default_factory=set)
    draft_canaries: set[str] = field(default_factory=set)


def plant(unit: str, ministry: User, officer: User, word: str = "") -> Rows:
    """A centre with a project, both sources, entries in every state and a draft.

    With a word, whatever a person could type or be called holds a canary made of it.
    """
    canaries: set[str] = set()

    def words(usual: str, *, of: str, kept: set[str] = canaries) -> str:
        if not word:
            return usual
        kept.add(f"{word}-{of}".lower())
        return f"{word}-{of}"

    centre = make_centre(unit)
    centre.name = words(centre.name, of="centre")
    centre.save()
    clerk = make_user(f"clerk-{unit}", Role.CLERK, centre=centre)
    clerk.last_name = words("Người nhập", of="person")
    clerk.save()
    for source, amount_vnd in ((Source.LOCAL, 9000), (Source.NATIONAL, 5000)):
        make_plan(unit, 2025, source, amount_vnd, ministry)
        make_plan(unit, 2024, source, amount_vnd, ministry)
    project = Project.objects.create(
        code=words(f"{unit}-2025-01", of="code"),
        title=words("Ứng dụng máy móc", of="title"),
        place_text=words("xã cũ", of="place"),
        centre=centre,
        status=Project.Status.IN_PROGRESS,
        contract_document=store(PDF, words("hop-dong.pdf", of="file"), "application/pdf").record(
            clerk
        ),
        stop_reason=words("Chưa ngừng", of="stop"),
    )
    local = make_grant(project, officer, 4000)
    national = make_grant(project, ministry, 3000, source=Source.NATIONAL)
    GrantLine.objects.create(
        decision=make_decision(number=words(f"{unit}/QĐ", of="decision")),
        grant=local,
        kind=GrantLine.Kind.SUPPLEMENT,
        amount_vnd=1,
        recorded_by=officer,
    )
    beneficiary = Beneficiary.objects.create(
        project=project,
        content=Content.objects.get(slug="machinery"),
        establishment=Establishment.objects.create(
            name=words("Cơ sở", of="establishment"), legal_form="company"
        ),
    )
    confirmed = send(local, clerk, 500, voucher_number=words("UNC-1", of="confirmed"))
    confirmed.confirm(officer)
    AttentionNote.objects.write(
        officer,
        province_id=unit,
        source=Source.LOCAL,
        budget_year=2025,
        reason=words("Chờ quyết toán", of="delay"),
        action=words("Đôn đốc", of="action"),
    )
    month = {"province_id": unit, "source": "local", "month": date(2025, 1, 1)}
    MonthClose.objects.record(officer, MonthClose.Event.CLOSE, **month)
    MonthClose.objects.record(
        officer,
        MonthClose.Event.EXCEPTION,
        centre=centre,
        reason=words("Chứng từ chậm", of="exception"),
        expires_on=timezone.localdate() + timedelta(days=1),  # the suite may run past midnight
        **month,
    )
    returned = send(local, clerk, 300, voucher_number=words("UNC-2", of="returned"))
    back = returned.return_to_clerk(officer, words("Thiếu chữ ký", of="reason"))
    Draft.objects.filter(pk=back.pk).delete()
    drafts: set[str] = set()
    return Rows(
        unit=unit,
        clerk=clerk,
        project=project,
        budget=AnnualBudget.objects.get(province_id=unit, budget_year=2025, source=Source.LOCAL),
        local=send(local, clerk, 600, voucher_number=words("UNC-3", of="local")),
        national=send(national, clerk, 700, voucher_number=words("UNC-4", of="national")),
        confirmed=confirmed,
        returned=returned,
        draft=make_draft(
            local,
            clerk,
            voucher_number=words("UNC-5", of="draft", kept=drafts),
            returned_reason=words("Sai số tiền", of="why", kept=drafts),
        ),
        proposal=make_draft(
            local,
            clerk,
            400,
            purpose=Draft.Purpose.CORRECTION,
            concerns=confirmed,
            voucher_number=words("UNC-6", of="right"),
            reason=words("Sai số tiền", of="mistake"),
            proposed_at=timezone.now(),
        ),
        beneficiary=beneficiary,
        canaries=canaries,
        draft_canaries=drafts,
    )


class World:
    """An Giang, which is known, and Gia Lai, which is not; `people` by what they are called."""

    def __init__(self) -> None:
        ministry = make_user("ministry", Role.MINISTRY)
        officer = make_user("officer-an-giang", Role.OFFICER, province_id="an-giang")
        officer_gia_lai = make_user("officer-gia-lai", Role.OFFICER, province_id="gia-lai")
        self.an_giang = plant("an-giang", ministry, officer)
        self.gia_lai = plant("gia-lai", ministry, officer_gia_lai, word=BAIT)
        # Of the same centre: reaches its rows, yet a draft is its owner's alone.
        self.colleague = make_user("colleague", Role.CLERK, centre=self.an_giang.project.centre)
        self.colleague_draft = make_draft(
            self.an_giang.draft.grant, self.colleague, voucher_number=COLLEAGUE
        )
        self.edition = Edition.objects.create(region_id="central", ordinal=14, year=2025, until=DAY)
        self.edition.members.add("gia-lai")
        freeze(self.edition, ministry, "", timezone.localdate())
        self.people: dict[str, User | None] = {}
        self.cookies: dict[str, dict[str, str]] = {}
        people = {
            "stranger": None,
            "clerk of An Giang": self.an_giang.clerk,
            "officer of An Giang": officer,
            "auditor of An Giang": make_user("auditor-ag", Role.AUDITOR, province_id="an-giang"),
            "clerk of Gia Lai": self.gia_lai.clerk,
            "ministry": ministry,
            "auditor": make_user("auditor", Role.AUDITOR),
            "administrator": make_user("admin", Role.ADMINISTRATOR, is_staff=True),
        }
        for who, user in people.items():
            self.let_in(who, user)

    def let_in(self, who: str, user: User | None) -> None:
        """Sign the person in once for all sweeps, however long they take."""
        client = Client()
        if user:
            client.force_login(user)
            session = client.session
            session["seen"] = int(timezone.now().timestamp()) + 86400
            session.save()
        self.people[who] = user
        self.cookies[who] = {name: cookie.value for name, cookie in client.cookies.items()}

    def forbidden_words(self, who: str) -> set[str]:
        """The canaries that this person may not see anywhere."""
        words = {COLLEAGUE}
        if who != "clerk of Gia Lai":
            words |= self.gia_lai.draft_canaries
        if who not in ("clerk of Gia Lai", "ministry", "auditor"):
            words |= self.gia_lai.canaries
        return words

    def narrowing(self) -> list[dict[str, Any]]:
        """Queries that ask any page for Gia Lai's rows, each in another way."""
        there = self.gia_lai
        return [
            {"q": BAIT, "year": "all"},
            {"province": "gia-lai", "year": "2025"},
            {"unit": "gia-lai", "year": "2025"},
            {"unit": "gia-lai", "year": "2025", "source": "local"},
            {"region": "central", "year": "2025", "lens": "then", "until": f"{DAY:%Y-%m-%d}"},
            {"centre": there.project.centre.slug, "source": "all"},
            {"project": there.project.code},
            {"grant": there.draft.grant_id},
            {"year": "2025", "returned": "on", "state": "returned"},
        ]

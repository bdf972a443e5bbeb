"""The five people of the tests and the smallest project that can be paid.

An Giang took over Kiên Giang, Gia Lai took over Bình Định (Resolution 202/2025/QH15). Amounts
are small so that every total can be worked out by hand.
"""

import uuid
from datetime import date

import pytest

from projects.models import Disbursement, Draft, Grant, GrantLine, Project
from promotion.models import (
    AnnualBudget,
    BudgetLine,
    Centre,
    Content,
    Decision,
    Level,
    Source,
    User,
)

PASSWORD = "mat-khau-thu-nghiem"
DAY = date(2025, 9, 2)


def make_centre(unit: str, **fields) -> Centre:
    """A centre of the unit, its own current one unless it has a successor."""
    return Centre.objects.create(
        slug=f"ttkc-{unit}",
        name=f"Trung tâm Khuyến công {unit}",
        province_id=unit,
        opened_on=date(2010, 1, 1),
        **fields,
    )


def make_user(username: str, role: User.Role, **fields) -> User:
    return User.objects.create_user(username, password=PASSWORD, role=role, **fields)


def make_decision(signed_on: date = date(2025, 1, 15), number: str | None = None) -> Decision:
    return Decision.objects.create(
        number=number or f"{uuid.uuid4().hex[:6]}/QĐ-SCT",
        signed_on=signed_on,
        issuer="Sở Công Thương",
        abstract="Phê duyệt kinh phí khuyến công",
    )


def make_plan(
    unit: str,
    year: int,
    source: Source,
    amount_vnd: int,
    by: User,
    level: Level = Level.PROVINCE,
    **decision,
) -> None:
    """An annual plan of one initial line."""
    budget, _ = AnnualBudget.objects.get_or_create(
        province_id=unit, budget_year=year, source=source, level=level
    )
    BudgetLine.objects.create(
        decision=make_decision(**decision),
        budget=budget,
        kind=BudgetLine.Kind.INITIAL,
        amount_vnd=amount_vnd,
        recorded_by=by,
    )


def make_project(centre: Centre, code: str, title: str = "Ứng dụng máy móc tiên tiến") -> Project:
    return Project.objects.create(
        code=code, title=title, centre=centre, status=Project.Status.IN_PROGRESS
    )


def make_grant(
    project: Project,
    by: User,
    approved_vnd: int = 1000,
    source: Source = Source.LOCAL,
    budget_year: int = 2025,
    level: Level = Level.PROVINCE,
) -> Grant:
    """A grant whose approval is the one line of one decision; 0 leaves it without support."""
    grant = Grant.objects.create(
        project=project,
        content=Content.objects.get(slug="machinery"),
        budget_year=budget_year,
        source=source,
        level=level,
    )
    if approved_vnd:
        add_line(grant, by, approved_vnd)
    return grant


def add_line(grant: Grant, by: User, amount_vnd: int, signed_on: date | None = None) -> GrantLine:
    """Raise or cut the approved support by a decision of its own, of 15 January of its year."""
    kind = GrantLine.Kind.APPROVAL if amount_vnd > 0 else GrantLine.Kind.DECREASE
    line = GrantLine.objects.create(
        decision=make_decision(signed_on or date(grant.budget_year, 1, 15)),
        grant=grant,
        kind=kind,
        amount_vnd=amount_vnd,
        recorded_by=by,
    )
    grant.refresh_from_db()
    return line


def make_draft(grant: Grant, owner: User, amount_vnd: int | None = 600, **fields) -> Draft:
    return Draft.objects.create(
        **{
            "grant": grant,
            "owner": owner,
            "amount_vnd": amount_vnd,
            "voucher_number": "UNC-9",
            "voucher_on": DAY,
            **fields,
        }
    )


def send(grant: Grant, by: User, amount_vnd: int = 600, **fields) -> Disbursement:
    """A sent entry that nobody has confirmed."""
    return make_draft(grant, by, amount_vnd, **fields).send()


@pytest.fixture
def centre_an_giang(db) -> Centre:
    return make_centre("an-giang")


@pytest.fixture
def centre_gia_lai(db) -> Centre:
    return make_centre("gia-lai")


@pytest.fixture
def centre_kien_giang(centre_an_giang) -> Centre:
    """Merged into An Giang's centre on 1 July 2025."""
    return make_centre("kien-giang", closed_on=date(2025, 6, 30), successor=centre_an_giang)


@pytest.fixture
def clerk_an_giang(centre_an_giang) -> User:
    return make_user("clerk_an_giang", User.Role.CLERK, centre=centre_an_giang)


@pytest.fixture
def clerk_gia_lai(centre_gia_lai) -> User:
    return make_user("clerk_gia_lai", User.Role.CLERK, centre=centre_gia_lai)


@pytest.fixture
def officer_an_giang(db) -> User:
    return make_user("officer_an_giang", User.Role.OFFICER, province_id="an-giang")


@pytest.fixture
def ministry(db) -> User:
    return make_user("ministry", User.Role.MINISTRY)


@pytest.fixture
def auditor(db) -> User:
    return make_user("auditor", User.Role.AUDITOR)


@pytest.fixture
def administrator(db) -> User:
    return make_user("admin", User.Role.ADMINISTRATOR, is_staff=True, is_superuser=True)


@pytest.fixture
def project_an_giang(centre_an_giang) -> Project:
    return make_project(centre_an_giang, "AG-2025-01")


@pytest.fixture
def grant_an_giang(project_an_giang, officer_an_giang) -> Grant:
    """Local support of 1,000 đồng in 2025."""
    return make_grant(project_an_giang, officer_an_giang)


@pytest.fixture
def national_grant_an_giang(project_an_giang, ministry) -> Grant:
    """National support of 1,000 đồng in 2025."""
    return make_grant(project_an_giang, ministry, source=Source.NATIONAL)

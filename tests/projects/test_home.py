"""A clerk's month: what is due, what came back, and where money is left."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Project
from projects.views import home
from promotion.models import Source
from tests.cast import make_draft, make_grant, make_project, make_user, send
from tests.projects.entering import as_user, fields, post

TODAY = date(2025, 11, 20)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(home.timezone, "localdate", lambda: TODAY)


@pytest.fixture
def clerk(clerk_an_giang, grant_an_giang):
    return as_user(clerk_an_giang)


def shown(client) -> dict:
    response = client.get(reverse("home"))
    assert response.status_code == 200
    assert "projects/my_month.html" in [template.name for template in response.templates]
    return response.context


def test_the_years_money_of_the_centre(
    clerk, clerk_an_giang, grant_an_giang, national_grant_an_giang, officer_an_giang, ministry
):
    # 2025: 1000 + 1000 approved, 300 confirmed, 200 waiting. 2024 and Gia Lai do not count.
    send(grant_an_giang, clerk_an_giang, 300).confirm(officer_an_giang)
    send(national_grant_an_giang, clerk_an_giang, 200)
    make_grant(grant_an_giang.project, officer_an_giang, 5000, budget_year=2024)
    support = shown(clerk)["support"]
    assert support.approved_vnd == 2000
    assert support.disbursed_vnd == 300
    assert support.waiting_vnd == 200
    assert support.remaining_vnd == 1500


def test_what_waits_is_the_centres(clerk, clerk_an_giang, centre_an_giang, grant_an_giang):
    colleague = make_user("colleague", "clerk", centre=centre_an_giang)
    entries = [send(grant_an_giang, by, 100) for by in (clerk_an_giang, colleague)]
    assert list(shown(clerk)["waiting"]) == entries[::-1]


def test_returned_payments_come_first_with_their_reason(
    clerk, clerk_an_giang, grant_an_giang, officer_an_giang
):
    kept = make_draft(grant_an_giang, clerk_an_giang, 100)
    back = send(grant_an_giang, clerk_an_giang, 200).return_to_clerk(officer_an_giang, "Sai số")
    context = shown(clerk)
    assert context["returned"] == [back]
    assert context["drafts"] == [kept]
    page = clerk.get(reverse("home")).content.decode()
    assert page.index("Sai số") < page.index("Kinh phí hỗ trợ được duyệt")


def test_a_colleagues_drafts_are_not_shown(clerk, centre_an_giang, grant_an_giang):
    colleague = make_user("colleague", "clerk", centre=centre_an_giang)
    make_draft(grant_an_giang, colleague)
    context = shown(clerk)
    assert (context["drafts"], context["returned"]) == ([], [])


class TestMoneyLeft:
    def test_of_years_that_take_vouchers_of_today(
        self, clerk, clerk_an_giang, grant_an_giang, officer_an_giang, project_an_giang
    ):
        used_up = make_grant(
            project_an_giang, officer_an_giang, 500, Source.NATIONAL, budget_year=2025
        )
        send(used_up, clerk_an_giang, 500)
        make_grant(project_an_giang, officer_an_giang, budget_year=2024)
        assert shown(clerk)["payable"] == [grant_an_giang]

    @pytest.mark.parametrize(
        ("day", "sources"),
        [
            (date(2026, 1, 22), {"national", "local"}),
            (date(2026, 1, 23), {"local"}),
            (date(2026, 1, 31), {"local"}),
            (date(2026, 2, 1), set()),
        ],
    )
    def test_until_the_last_day_of_settlement(
        self, clerk, grant_an_giang, national_grant_an_giang, monkeypatch, day, sources
    ):
        monkeypatch.setattr(home.timezone, "localdate", lambda: day)
        assert {grant.source for grant in shown(clerk)["payable"]} == sources

    def test_a_payment_can_be_typed_right_there(self, clerk, grant_an_giang):
        form = fields(clerk.get(reverse("home")))
        form |= {"grant": str(grant_an_giang.pk), "amount_vnd": "600"}
        form |= {"voucher_number": "UNC-1", "voucher_on": "02/09/2025"}
        assert post(clerk, form).status_code == 302
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.reported_vnd == 600

    def test_or_begun_from_its_support(self, clerk, grant_an_giang):
        page = clerk.get(reverse("home")).content.decode()
        assert f'href="/disbursements/new/?grant={grant_an_giang.pk}"' in page


class TestDue:
    def test_the_newest_returns_that_are_owed(self, clerk):
        context = shown(clerk)
        dues = [(due.period.number, due.is_near, due.is_over) for due in context["dues"]]
        assert dues == [("9/2025", True, True), ("10/2025", True, True), ("11/2025", True, False)]
        assert context["more_dues"] == 4 * 12 + 8

    def test_with_the_drafts_of_the_centre_that_may_belong_to_each(
        self, clerk, clerk_an_giang, centre_an_giang, grant_an_giang
    ):
        colleague = make_user("colleague", "clerk", centre=centre_an_giang)
        make_draft(grant_an_giang, clerk_an_giang, voucher_on=date(2025, 10, 3))
        make_draft(grant_an_giang, colleague, voucher_on=None)
        make_draft(grant_an_giang, clerk_an_giang, voucher_on=date(2026, 1, 5))  # of none
        assert [due.unsent for due in shown(clerk)["dues"]] == [1, 2, 2]

    def test_settlement_files_15_days_after_the_acceptance(
        self, clerk, grant_an_giang, centre_gia_lai, officer_an_giang
    ):
        make_grant(make_project(centre_gia_lai, "GL-2025-01"), officer_an_giang)
        Project.objects.update(status=Project.Status.ACCEPTED, accepted_on=date(2025, 11, 3))
        (file,) = shown(clerk)["files"]
        assert (file.words, file.due_on) == (grant_an_giang.project.code, date(2025, 11, 18))
        Project.objects.update(settlement_sent_on=date(2025, 11, 4))
        assert shown(clerk)["files"] == []

    def test_settlements_soonest_first_with_what_is_left(
        self, clerk, clerk_an_giang, grant_an_giang, national_grant_an_giang
    ):
        send(grant_an_giang, clerk_an_giang, 100)
        due = shown(clerk)["settlements"]
        assert [(one.source, one.last_day, one.remaining_vnd, one.projects) for one in due] == [
            ("national", date(2026, 1, 22), 1000, 1),
            ("local", date(2026, 1, 31), 900, 1),
        ]
        assert not any(one.is_urgent for one in due)

    def test_far_ones_are_not_shown(self, clerk, monkeypatch):
        monkeypatch.setattr(home.timezone, "localdate", lambda: date(2025, 9, 1))
        assert shown(clerk)["settlements"] == []

    def test_near_ones_are_urgent(self, clerk, monkeypatch):
        monkeypatch.setattr(home.timezone, "localdate", lambda: date(2026, 1, 2))
        assert [one.is_urgent for one in shown(clerk)["settlements"]] == [True]


def test_nothing_of_another_centre(clerk_gia_lai, clerk_an_giang, grant_an_giang):
    send(grant_an_giang, clerk_an_giang)
    client = as_user(clerk_gia_lai)
    context = shown(client)
    assert (list(context["waiting"]), context["payable"]) == ([], [])
    assert "AG-2025-01" not in client.get(reverse("home")).content.decode()


def test_queries_do_not_grow(
    clerk, clerk_an_giang, centre_an_giang, officer_an_giang, django_assert_max_num_queries
):
    for number in range(8):
        project = make_project(centre_an_giang, f"AG-2025-1{number}")
        grant = make_grant(project, officer_an_giang)
        send(grant, clerk_an_giang, 10)
        make_draft(grant, clerk_an_giang)
    clerk.get(reverse("home"))  # the first page of a session is noted in it
    with django_assert_max_num_queries(13):
        clerk.get(reverse("home"))

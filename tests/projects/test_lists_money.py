"""The totals of lists: what counts, what must not, and that sums cannot multiply each other."""

from datetime import date
from fractions import Fraction

import pytest
from django.db.models import Count, Sum
from django.urls import reverse

from projects.models import Grant, Project
from projects.support import Support, disbursed_of_approved
from promotion.models import Centre, Content, Source
from tests.cast import add_line, make_grant, make_plan, make_project, send
from tests.projects.listing import listed, total

LEDGER, PROJECTS = reverse("disbursements"), reverse("projects")


@pytest.fixture(autouse=True)
def year_2025(ministry) -> None:
    make_plan("an-giang", 2024, Source.LOCAL, 1000, ministry)
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)


@pytest.fixture
def fanned_out(
    client, ministry, clerk_an_giang, officer_an_giang, grant_an_giang, national_grant_an_giang
) -> None:
    """Two grants of 1,000 đồng, each of two decision lines and with three payments of 100.

    One query over lines and payments would count each grant six times.
    """
    for grant, confirmer in (
        (grant_an_giang, officer_an_giang),
        (national_grant_an_giang, ministry),
    ):
        add_line(grant, officer_an_giang, 500)
        for _ in range(3):
            send(grant, clerk_an_giang, 100).confirm(confirmer)
    client.force_login(ministry)


def test_sums_of_a_project_do_not_multiply(client, fanned_out):
    answer = client.get(PROJECTS)
    [project] = listed(answer)
    assert project.approved_vnd == total(answer, "approved_vnd") == 3000
    assert project.reported_vnd == total(answer, "reported_vnd") == 600
    assert project.disbursed_vnd == total(answer, "disbursed_vnd") == 600
    assert project.remaining_vnd == total(answer, "remaining_vnd") == 2400


def test_one_query_over_both_would_multiply_them(fanned_out, project_an_giang):
    joined = Project.objects.annotate(
        approved_vnd=Sum("grants__approved_vnd"), entries=Count("grants__entries")
    )
    assert joined.get(pk=project_an_giang.pk).approved_vnd == 3 * 3000


def test_sums_are_of_the_source_and_content_that_are_chosen(
    client, fanned_out, project_an_giang, ministry
):
    other = Grant.objects.create(
        project=project_an_giang,
        content=Content.objects.get(slug="vocational-training"),
        budget_year=2025,
        source=Source.LOCAL,
    )
    add_line(other, ministry, 70)
    assert total(client.get(PROJECTS), "approved_vnd") == 3070
    assert total(client.get(PROJECTS, {"source": "local"}), "approved_vnd") == 1570
    chosen = {"source": "local", "content": "vocational-training"}
    assert total(client.get(PROJECTS, chosen), "approved_vnd") == 70
    [project] = listed(client.get(PROJECTS))
    assert project.content_count == 2


def test_a_year_without_support_of_a_project_leaves_it_out(client, fanned_out, centre_an_giang):
    make_project(centre_an_giang, "AG-DRAFT")  # without any grant
    assert listed(client.get(PROJECTS, {"year": 2024})) == []
    assert [row.code for row in listed(client.get(PROJECTS, {"year": 2025}))] == ["AG-2025-01"]
    every = [row.code for row in listed(client.get(PROJECTS, {"year": "all"}))]
    assert every == ["AG-2025-01", "AG-DRAFT"]


def test_the_rate_of_the_total_is_the_ratio_of_the_sums(
    client, fanned_out, centre_an_giang, officer_an_giang, clerk_an_giang
):
    # 600 of 3,000 and 10 of 10: the mean of the rates would say 60%, the money says 20.26%.
    small = make_grant(make_project(centre_an_giang, "AG-2"), officer_an_giang, 10)
    send(small, clerk_an_giang, 10).confirm(officer_an_giang)
    answer = client.get(PROJECTS)
    assert answer.context["table"].columns["rate"].footer == "20,26"
    assert "Giải ngân so với kinh phí hỗ trợ được duyệt (%)" in answer.content.decode()


def test_projects_are_sorted_by_rate_those_without_one_last(
    client, fanned_out, centre_an_giang, officer_an_giang, clerk_an_giang
):
    small = make_grant(make_project(centre_an_giang, "AG-2"), officer_an_giang, 10)
    send(small, clerk_an_giang, 10).confirm(officer_an_giang)
    make_grant(make_project(centre_an_giang, "AG-3"), officer_an_giang, 0)
    for sort, codes in {
        "rate": ["AG-2025-01", "AG-2", "AG-3"],
        "-rate": ["AG-2", "AG-2025-01", "AG-3"],
    }.items():
        assert [row.code for row in listed(client.get(PROJECTS, {"sort": sort}))] == codes


def test_what_one_grant_has_left_does_not_pay_for_another(grant_an_giang, national_grant_an_giang):
    grant_an_giang.approved_vnd, grant_an_giang.reported_vnd = 500, 600  # cut below what is paid
    grant_an_giang.to_recover_vnd = 100
    both = Support.of([grant_an_giang, national_grant_an_giang])
    assert (both.remaining_vnd, both.to_recover_vnd) == (1000, 100)


def test_nothing_approved_has_no_rate():
    assert disbursed_of_approved(Support(0, 0, 0, 0, 0, 0)) is None
    assert disbursed_of_approved(Support(3, 2, 1, 1, 0, 0)) == Fraction(1, 3)


def test_a_figure_opens_onto_exactly_its_rows(
    client,
    ministry,
    clerk_an_giang,
    clerk_gia_lai,
    officer_an_giang,
    centre_an_giang,
    centre_kien_giang,
    centre_gia_lai,
):
    """An Giang, local, 2025, booked by 30 November, confirmed: 100 + 20 of eight payments."""

    def pay(centre, clerk, amount_vnd, *, source=Source.LOCAL, year=2025, on=date(2025, 9, 2)):
        project = make_project(centre, f"P-{amount_vnd}")
        grant = make_grant(project, officer_an_giang, 10_000, source, year)
        return send(grant, clerk, amount_vnd, voucher_on=on)

    pay(centre_an_giang, clerk_an_giang, 100, on=date(2025, 11, 30)).confirm(officer_an_giang)
    pay(centre_kien_giang, clerk_an_giang, 20).confirm(officer_an_giang)
    pay(centre_an_giang, clerk_an_giang, 1)  # not confirmed
    returned = pay(centre_an_giang, clerk_an_giang, 2)
    returned.return_to_clerk(officer_an_giang, "Sai số chứng từ")
    pay(centre_an_giang, clerk_an_giang, 3, source=Source.NATIONAL).confirm(ministry)
    pay(centre_an_giang, clerk_an_giang, 4, year=2024, on=date(2024, 9, 2)).confirm(
        officer_an_giang
    )
    pay(centre_an_giang, clerk_an_giang, 5, on=date(2025, 12, 1)).confirm(officer_an_giang)
    pay(centre_gia_lai, clerk_gia_lai, 6)

    client.force_login(ministry)
    figure = {
        "year": 2025,
        "until": "2025-11-30",
        "source": "local",
        "state": "confirmed",
        "province": "an-giang",
    }
    answer = client.get(LEDGER, figure)
    assert {row.amount_vnd for row in listed(answer)} == {100, 20}
    assert total(answer, "amount_vnd") == 120
    # Its region, and its region's other provinces.
    del figure["province"]
    assert total(client.get(LEDGER, figure | {"region": "south"}), "amount_vnd") == 120
    assert total(client.get(LEDGER, figure | {"region": "central"}), "amount_vnd") == 0
    # The map of another day: exactly these units.
    assert total(client.get(LEDGER, figure | {"unit": "kien-giang"}), "amount_vnd") == 20
    units = {"unit": ["kien-giang", "an-giang"]}
    assert total(client.get(LEDGER, figure | units), "amount_vnd") == 120
    assert total(client.get(LEDGER, figure | {"province": "kien-giang"}), "amount_vnd") == 20


def test_returned_entries_are_shown_on_request_and_sum_to_nothing(
    client, grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 10)
    send(grant_an_giang, clerk_an_giang, 7).return_to_clerk(officer_an_giang, "Sai ngày")
    client.force_login(officer_an_giang)
    assert [row.amount_vnd for row in listed(client.get(LEDGER))] == [10]
    every = client.get(LEDGER, {"returned": "on"})
    assert sorted(row.amount_vnd for row in listed(every)) == [-7, 7, 10]
    assert total(every, "amount_vnd") == 10
    assert [row.amount_vnd for row in listed(client.get(LEDGER, {"state": "returned"}))] == [7]
    assert [row.amount_vnd for row in listed(client.get(LEDGER, {"state": "sent"}))] == [10]
    assert "−7" in every.content.decode()


def test_a_month_and_days_bound_what_was_booked(client, grant_an_giang, clerk_an_giang, ministry):
    for amount_vnd, day in ((1, 31), (2, 1), (4, 30)):
        month = 8 if day == 31 else 9
        send(grant_an_giang, clerk_an_giang, amount_vnd, voucher_on=date(2025, month, day))
    send(grant_an_giang, clerk_an_giang, 8, voucher_on=date(2026, 1, 20))  # the settlement of 2025
    client.force_login(ministry)

    def sums(**query):
        return total(client.get(LEDGER, query), "amount_vnd")

    assert sums(month="2025-09") == 6
    assert sums(month="2026-01") == 8
    assert sums(until="2025-09-01") == 3
    assert sums(until="01/09/2025") == 3  # typed day first
    assert sums(**{"from": "2025-09-01", "until": "2025-09-29"}) == 2
    assert sums(month="2025-09", until="2025-09-15") == 2


def test_a_central_unit_belongs_to_no_province(client, ministry, officer_an_giang, clerk_an_giang):
    central = Centre.objects.create(
        slug="trung-uong", name="Trung tâm 1", opened_on=date(2010, 1, 1)
    )
    grant = make_grant(make_project(central, "TW-1"), ministry, 500, Source.NATIONAL)
    send(grant, clerk_an_giang, 9)
    client.force_login(ministry)
    assert total(client.get(LEDGER, {"unit": "central-units"}), "amount_vnd") == 9
    assert total(client.get(LEDGER, {"province": "central-units"}), "amount_vnd") == 9
    assert total(client.get(LEDGER, {"region": "south"}), "amount_vnd") == 0
    client.force_login(officer_an_giang)
    assert total(client.get(LEDGER, {"unit": "central-units"}), "amount_vnd") == 0


def test_advances_and_what_is_outstanding_of_them(
    client, ministry, grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 300, kind="advance").confirm(officer_an_giang)
    for amount, number in ((120, "TT-1"), (50, "TT-2")):
        cleared = send(
            grant_an_giang, clerk_an_giang, amount, kind="clearing", voucher_number=number
        )
        if number == "TT-1":
            cleared.confirm(officer_an_giang)
    # A payment is no advance, and what waits is not cleared yet.
    send(grant_an_giang, clerk_an_giang, 7, voucher_number="UNC-1").confirm(officer_an_giang)
    client.force_login(ministry)
    asked = {"year": 2025, "until": "2025-12-31", "state": "confirmed"}
    answer = client.get(LEDGER, asked | {"advances": "on"})
    assert [row.outstanding_vnd for row in listed(answer)] in ([300, -120], [-120, 300])
    assert total(answer, "outstanding_vnd") == 180
    assert len(listed(client.get(LEDGER, asked))) == 3


def test_several_years_together_are_those_of_a_programme(
    client, ministry, project_an_giang, officer_an_giang
):
    for year, amount in ((2023, 1), (2024, 20), (2025, 300), (2026, 4000)):
        make_grant(project_an_giang, officer_an_giang, amount, budget_year=year)
    client.force_login(ministry)
    for years, amount in (("2024-2025", 320), ("2023-2025", 321), ("2025-2023", 0)):
        answer = client.get(PROJECTS, {"year": years, "until": "2026-06-30"})
        if amount:
            assert total(answer, "approved_vnd") == amount
        else:
            assert listed(answer) == []
    assert client.get(PROJECTS, {"year": "2024-20255"}).status_code == 400

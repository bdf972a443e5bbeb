"""What was paid above support that was cut: listed with its cause until it has come back."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import GrantLine
from tests.cast import make_centre, make_decision, make_grant, make_project, send
from tests.projects.entering import as_user
from tests.projects.listing import listed, total

pytestmark = pytest.mark.django_db

RECOVERIES = reverse("recoveries")
SIGNED = date(2025, 10, 1)


@pytest.fixture
def stopped(grant_an_giang, clerk_an_giang, officer_an_giang):
    """Of 1,000 đồng approved 600 are paid when the support is cut to 200."""
    send(grant_an_giang, clerk_an_giang, 600).confirm(officer_an_giang)
    return cut(grant_an_giang, officer_an_giang, 800, "88/QĐ-SCT")


def cut(grant, by, amount_vnd: int, number: str) -> GrantLine:
    line = GrantLine.objects.create(
        decision=make_decision(SIGNED, number), grant=grant, kind="decrease",
        amount_vnd=-amount_vnd, recorded_by=by,
    )  # fmt: skip
    grant.refresh_from_db()
    return line


def test_what_is_to_recover_is_listed_with_the_decision_behind_it(
    client, officer_an_giang, stopped, centre_an_giang
):
    paid_in_full = make_grant(make_project(centre_an_giang, "AG-2025-02"), officer_an_giang)
    cut(paid_in_full, officer_an_giang, 100, "89/QĐ-SCT")  # nothing was paid of it
    client.force_login(officer_an_giang)
    answer = client.get(RECOVERIES)
    [row] = listed(answer)
    assert (row, row.to_recover_vnd) == (stopped.grant, 400)
    assert (row.cut_number, row.cut_decision_id) == ("88/QĐ-SCT", stopped.decision_id)
    assert total(answer, "to_recover_vnd") == 400
    days = (timezone.localdate() - SIGNED).days
    assert str(days) in answer.content.decode()
    assert stopped.decision.get_absolute_url() in answer.content.decode()


def test_it_is_closed_when_it_has_come_back(client, officer_an_giang, stopped):
    stopped.take_back(officer_an_giang, "Nhập nhầm đề án")
    client.force_login(officer_an_giang)
    assert listed(client.get(RECOVERIES)) == []


def test_only_in_reach(client, stopped, officer_an_giang, clerk_an_giang, ministry):
    foreign = make_grant(make_project(make_centre("gia-lai"), "GL-2025-01"), ministry)
    send(foreign, ministry, 300)
    cut(foreign, ministry, 900, "90/QĐ-SCT")
    for person, count in ((ministry, 2), (officer_an_giang, 1), (clerk_an_giang, 1)):
        client.force_login(person)
        answer = client.get(RECOVERIES)
        assert len(listed(answer)) == count
        assert ("GL-2025-01" in answer.content.decode()) == (count == 2)


def test_of_every_year_unless_one_is_chosen(client, officer_an_giang, stopped):
    client.force_login(officer_an_giang)
    assert len(listed(client.get(RECOVERIES, {"source": "local", "q": "ag 2025"}))) == 1
    assert listed(client.get(RECOVERIES, {"source": "national"})) == []


def test_the_clerk_and_the_project_are_reminded(client, clerk_an_giang, stopped, project_an_giang):
    client.force_login(clerk_an_giang)
    home = client.get(reverse("home"))
    assert home.context["to_recover_vnd"] == 400
    for page in (home, client.get(project_an_giang.get_absolute_url())):
        assert f'href="{RECOVERIES}"' in page.content.decode()
    decided = client.get(project_an_giang.get_absolute_url()).content.decode()
    assert f"{stopped.decision.get_absolute_url()}#grant-line-{stopped.pk}" in decided


def test_what_waits_is_returned_and_what_is_confirmed_recovered(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    paid = send(grant_an_giang, clerk_an_giang, 300)
    paid.confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 250, voucher_number="UNC-10")
    cut(grant_an_giang, officer_an_giang, 800, "88/QĐ-SCT")
    officer, clerk = as_user(officer_an_giang), as_user(clerk_an_giang)
    assert "250 chưa xác nhận: đề nghị trả lại" in officer.get(RECOVERIES).content.decode()
    inbox = officer.get(reverse("inbox")).content.decode()
    assert "đề nghị trả lại khoản này" in inbox
    project = grant_an_giang.project.get_absolute_url()
    recover = reverse("recover-entry", args=[paid.pk])
    assert recover in clerk.get(project).content.decode()
    # Who does not propose gets no way to.
    assert recover not in officer.get(project).content.decode()


def test_an_approval_that_is_taken_back_is_told_and_counts_from_that_day(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    approval = grant_an_giang.lines.get()
    send(grant_an_giang, clerk_an_giang, 600).confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-10")
    officer = as_user(officer_an_giang, "en")
    url = reverse("grant-line-reversal", args=[approval.pk])
    told = officer.post(url, {"reason": "Nhập nhầm đề án"}, follow=True).content.decode()
    assert "AG-2025-01: 700 đồng above the support must come back; 100 đồng of them" in told
    answer = officer.get(RECOVERIES)
    [row] = listed(answer)
    assert (row.cut_on, row.cut_number) == (timezone.localdate(), approval.decision.number)
    assert "line reversed on" in answer.content.decode()

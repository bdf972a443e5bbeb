"""The page on which a provincial Department declares; days are today's."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from promotion.models import Source, User
from reports.models import DeclaredEstimate
from tests.cast import add_line, make_centre, make_grant, make_plan, make_project, make_user, send

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
LOCAL = Source.LOCAL


@pytest.fixture
def month() -> int:
    return timezone.localdate().month


@pytest.fixture
def officer(client, officer_an_giang, ministry):
    make_plan("an-giang", timezone.localdate().year, LOCAL, 400 * MILLION, ministry)
    client.force_login(officer_an_giang)
    return client


def said() -> list[tuple[str, int | None, int]]:
    rows = DeclaredEstimate.objects.order_by("pk")
    return list(rows.values_list("source", "month", "amount_vnd"))


def test_what_is_typed_in_trieu_is_declared_once(officer, month):
    form = {"month_local": "1,5", "year_local": "300"}
    assert officer.post("/estimates/", form).status_code == 302
    assert said() == [("local", month, 1_500_000), ("local", None, 300 * MILLION)]
    page = officer.get("/estimates/").content.decode()
    assert 'value="300"' in page and "Kế hoạch 400" in page
    again = officer.post("/estimates/", form | {"year_local": "310"})
    assert again.status_code == 302
    assert said()[2:] == [("local", None, 310 * MILLION)]
    assert officer.post("/estimates/", {"year_local": "310"}).status_code == 422


def test_above_the_plan_is_asked_and_taken(officer):
    asked = officer.post("/estimates/", {"year_local": "401"})
    assert asked.status_code == 422 and not said()
    form = asked.context["form"]
    (name,) = form.asked
    assert "401" in form.asked[name] and "400" in form.asked[name]
    # A tick answers for what was read, and for no other amount.
    other = officer.post("/estimates/", {"year_local": "4.010", "doubts": name})
    assert other.status_code == 422
    assert officer.post("/estimates/", {"year_local": "401", "doubts": name}).status_code == 302
    assert said() == [("local", None, 401 * MILLION)]


def test_below_what_is_disbursed_is_asked(officer, clerk_an_giang, ministry):
    day = timezone.localdate()
    project = make_project(clerk_an_giang.centre, "AG-9")
    grant = make_grant(project, ministry, 0, budget_year=day.year)
    add_line(grant, ministry, 100 * MILLION, signed_on=date(day.year, 1, 1))
    officer_2 = make_user("officer_2", User.Role.OFFICER, province_id="an-giang")
    send(grant, clerk_an_giang, 60 * MILLION, voucher_on=day).confirm(officer_2)
    asked = officer.post("/estimates/", {"year_local": "59", "month_local": "60"})
    assert asked.status_code == 422
    assert [*asked.context["form"].asked] == [f"('local', None)-{59 * MILLION}-{60 * MILLION}"]


@pytest.mark.parametrize("typed", ["-1", "1.2.3", "mười", "99999999999"])
def test_what_is_no_amount_is_refused(officer, typed):
    assert officer.post("/estimates/", {"year_local": typed}).status_code == 422
    assert not said()


def test_a_year_that_is_over_is_read_and_not_declared(officer, ministry, officer_an_giang):
    make_plan("an-giang", 2025, LOCAL, MILLION, ministry)
    DeclaredEstimate.objects.create(
        province_id="an-giang",
        budget_year=2025,
        source=LOCAL,
        amount_vnd=123 * MILLION,
        declared_on=date(2025, 11, 20),
        recorded_by=officer_an_giang,
        synthetic=True,
    )
    page = officer.get("/estimates/", {"year": "2025"})
    assert "123" in page.content.decode() and "form" not in page.context
    sent = officer.post("/estimates/?year=2025", {"year_local": "1"})
    assert sent.status_code == 422 and DeclaredEstimate.objects.count() == 1
    assert officer.get("/estimates/", {"year": "1999"}).status_code == 400
    assert officer.get("/estimates/", {"month": "13"}).status_code == 400


def sent_to(page: str) -> str:
    """Where the form of a page sends what is typed."""
    found = re.search(r'action="(\?unit=[^"]+)"', page)
    assert found
    return f"/estimates/{unescape(found[1])}"


def test_a_page_sends_what_it_showed(officer, month):
    page = officer.get("/estimates/?month=12").content.decode()
    assert officer.post(sent_to(page), {"month_local": "2"}).status_code == 302
    assert said() == [("local", 12, 2 * MILLION)]


@pytest.mark.parametrize("is_year_over", [False, True])
def test_a_page_opened_before_midnight_declares_nothing_of_another_month(
    officer, officer_an_giang, ministry, stop_clock, is_year_over
):
    now = timezone.localtime()
    make_plan("an-giang", now.year - 1, LOCAL, 400 * MILLION, ministry)
    opened = now.date().replace(day=1, **({"month": 1} if is_year_over else {})) - timedelta(1)
    stop_clock(f"{opened} 23:59")
    page = officer.get("/estimates/").content.decode()
    address = sent_to(page)
    assert address.endswith(f"&year={opened.year}&month={opened.month}")
    stop_clock(f"{now:%Y-%m-%d %H:%M}")
    officer.force_login(officer_an_giang)  # the session of so long ago has ended
    fields = ("month_local", "year_local") if is_year_over else ("month_local",)
    for field in fields:
        refusal = officer.post(address, {field: "1,5"})
        assert refusal.status_code == 422 and not said()
        shown = refusal.content.decode()
        assert "chậm nhất vào ngày cuối tháng đó" in shown and 'value="1,5"' in shown
    # Of a year that is over the declarations are shown; in January the last month is of one too.
    assert officer.get(address).status_code == (200 if opened.year < now.year else 400)


@pytest.mark.parametrize("query", ["month=13", "month=x", "year=1999&month=1"])
def test_what_no_page_showed_is_not_declared(officer, query):
    assert officer.post(f"/estimates/?{query}", {"year_local": "1"}).status_code == 400
    assert not said()


@pytest.mark.security
def test_nobody_else_declares(client, ministry, clerk_an_giang, auditor):
    for person, status in ((ministry, 200), (auditor, 200), (clerk_an_giang, 403)):
        client.force_login(person)
        assert client.get("/estimates/", {"unit": "an-giang"}).status_code == status
        posted = client.post("/estimates/?unit=an-giang", {"year_local": "1"})
        assert posted.status_code == 403
    assert not said()


@pytest.mark.security
def test_only_for_the_own_province(officer):
    make_centre("gia-lai")
    assert officer.post("/estimates/?unit=gia-lai", {"year_local": "1"}).status_code == 404
    assert not said()

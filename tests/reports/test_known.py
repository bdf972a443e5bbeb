"""Figures as they were known at the end of an earlier day; whatever came since must not count."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from projects.models import Confirmation, Disbursement, Grant, GrantLine
from promotion.models import BudgetLine, Source
from reports.catalogue import REPORTS
from reports.indicators import BySource
from reports.parameters import BadParameter, Parameters
from reports.places import COUNTRY
from reports.queries import draw_map, money_of_centres
from reports.recorded import Recorded, recorded_since
from tests.cast import add_line, make_plan, send
from tests.guards import remove_guards
from tests.reports.asking import TODAY, T
from tests.reports.reading import words

KNOWN = date(2025, 12, 5)
ASKED = Parameters(2025, T, TODAY, known=KNOWN)
LOCAL = Source.LOCAL


@pytest.fixture(autouse=True)
def unguarded(db, plans_and_grant) -> None:
    """The database sets when a row is recorded: to move it, its guards have to go."""


@pytest.fixture
def plans_and_grant(ministry, grant_an_giang) -> Grant:
    """A plan of 100 and support of 1,000 recorded in time, 20 and 300 more recorded later."""
    make_plan("an-giang", 2025, LOCAL, 100, ministry)
    make_plan("an-giang", 2025, LOCAL, 20, ministry, signed_on=T)
    add_line(grant_an_giang, ministry, 300)
    return grant_an_giang


def record(rows, on: date, moment: str = "recorded_at") -> None:
    """As if the database had recorded them in the last second of the day."""
    last = timezone.make_aware(datetime.combine(on, time(23, 59, 59)))
    rows.update(**{moment: last})


@pytest.fixture
def entries(plans_and_grant, clerk_an_giang, officer_an_giang) -> dict[str, Disbursement]:
    """Five payments of different amounts, each with another story around the day."""
    found = {
        name: send(plans_and_grant, clerk_an_giang, amount, voucher_on=date(2025, 9, 2))
        for name, amount in (
            ("confirmed", 1),
            ("confirmed later", 20),
            ("sent later", 300),
            ("returned later", 4),
            ("returned", 50),
        )
    }
    for name in ("confirmed", "confirmed later", "sent later"):
        found[name].confirm(officer_an_giang)
    for name in ("returned later", "returned"):
        found[name].return_to_clerk(officer_an_giang, "Sai")
    remove_guards(
        *("projects_disbursement", "projects_confirmation"),
        *("promotion_budgetline", "projects_grantline"),
    )
    for lines in (BudgetLine.objects, GrantLine.objects):
        record(lines.all(), KNOWN + timedelta(days=1))
    record(BudgetLine.objects.filter(amount_vnd=100), KNOWN)
    record(GrantLine.objects.filter(amount_vnd=1000), KNOWN)
    sent = Disbursement.objects.exclude(pk=found["sent later"].pk)
    record(sent.exclude(reverses=found["returned later"]), KNOWN)
    record(Confirmation.objects.filter(entry=found["confirmed"]), KNOWN, "confirmed_at")
    return found


def execution(asked: Parameters = ASKED):
    report = REPORTS["execution"]
    return report.load(asked, draw_map(asked))


def test_what_was_recorded_later_does_not_count(entries):
    row = execution().total(COUNTRY)
    assert (row.plan_vnd, row.disbursed_vnd) == (BySource(local=100), BySource(local=1))
    assert execution().waiting(COUNTRY).amount_vnd.all == 20 + 4
    assert execution().waiting(COUNTRY).entries.all == 2


def test_a_day_more_or_no_day_at_all_counts_it(entries):
    later = Parameters(2025, T, TODAY, known=KNOWN + timedelta(days=1))
    assert execution(later).total(COUNTRY).plan_vnd.all == 120
    now = execution(Parameters(2025, T, TODAY))
    assert now.total(COUNTRY).disbursed_vnd.all == 1 + 20 + 300
    assert now.waiting(COUNTRY).entries.all == 0


OTHER_SHAPES = {"results", "periodic", "attention", "plan-changes", "year-on-year"}


@pytest.mark.parametrize("slug", sorted(REPORTS.keys() - OTHER_SHAPES))
def test_every_report_knows_the_same(entries, slug):
    report = REPORTS[slug]
    total = report.total(report.load(ASKED, draw_map(ASKED)), COUNTRY)
    assert total
    compared = 0
    for name, expected in (("disbursed_vnd", 1), ("plan_vnd", 100), ("approved_vnd", 1000)):
        for row in (total.row, getattr(total.row, "execution", None)):
            amount = getattr(row, name, None)
            if isinstance(amount, BySource):
                assert amount.all == expected, name
                compared += 1
    assert compared


def test_what_came_in_since_is_told(entries, official):
    assert recorded_since(ASKED, draw_map(ASKED), COUNTRY) == Recorded(
        BySource(local=20), BySource(local=320), BySource(local=2)
    )
    page = words(official.get(f"/reports/execution/?{ASKED.query()}").content.decode())
    assert "ghi nhận đến hết ngày 05/12/2025" in page
    assert "(2 chứng từ được xác nhận)" in page
    assert "30/11/2025 (theo số liệu ghi nhận đến ngày 05/12/2025)" in page


@pytest.mark.parametrize("page", ["/reports/execution/", "/reports/centres/", "/overview/"])
def test_a_day_before_everything_was_recorded_says_so_with_the_way_to_now(entries, official, page):
    query = "source=national&year=2025&until=2025-11-30"
    told = "ghi nhận số liệu nào của năm 2025 tại đây"
    content = official.get(f"{page}?known=2025-01-01&{query}").content.decode()
    assert f"Đến hết ngày 01/01/2025, hệ thống chưa {told}" in words(content)
    assert f'"?{query}">Xem số liệu'.replace("&", "&amp;") in content
    for known in ("", "known=2025-12-05&"):
        assert told not in words(official.get(f"{page}?{known}{query}").content.decode())


@pytest.mark.parametrize("state, expected", [("confirmed", 1), ("sent", 24)])
def test_the_rows_behind_add_up_to_the_same(entries, official, state, expected):
    rows = official.get(
        f"/disbursements/?year=2025&until=2025-11-30&known=2025-12-05&state={state}"
    ).context["table"]
    assert rows.sums["amount_vnd"] == expected


def test_a_correction_of_later_leaves_what_stood(entries, official, ministry):
    """The reversal is of today; on the day its entry stood."""
    first = entries["confirmed"]
    Disbursement.objects.filter(pk=entries["returned later"].pk).update(reverses=None)
    Disbursement.objects.filter(reverses=entries["returned later"]).update(
        reverses=first, amount_vnd=-1
    )
    assert execution().total(COUNTRY).disbursed_vnd.all == 1
    rows = official.get("/disbursements/?year=2025&known=2025-12-05&state=confirmed")
    assert rows.context["table"].sums["amount_vnd"] == 1


@pytest.mark.parametrize("known, expected", [("2025-12-05", 50), ("2025-12-06", 50), ("", 54)])
def test_only_what_was_returned_by_then_is_returned(entries, official, known, expected):
    rows = official.get(f"/disbursements/?year=2025&known={known}&state=returned")
    assert rows.context["table"].sums["amount_vnd"] == expected


def test_the_last_entry_of_a_centre_is_the_last_that_stood(entries):
    """What was returned later counts; what was returned by then, or sent later, does not."""
    for name, day in (
        ("returned later", date(2025, 10, 1)),
        ("returned", date(2025, 10, 2)),
        ("sent later", date(2025, 10, 3)),
    ):
        Disbursement.objects.filter(pk=entries[name].pk).update(booked_on=day)

    def last_on(known: date | None) -> list[date]:
        found = money_of_centres(2025, T, known)
        return [money.last_on for money in found if money.last_on]

    assert last_on(KNOWN) == [date(2025, 10, 1)]
    assert last_on(None) == [date(2025, 10, 3)]


def test_budgets_are_as_they_were_known(entries, official):
    rows = official.get("/budgets/?year=2025&until=2025-11-30&known=2025-12-05").context["table"]
    assert rows.sums["plan_vnd"] == 100
    [row] = [row for row in rows.rows if row.record.plan_vnd]
    address = re.search(r'href="([^"]*)"', row.get_cell("plan_vnd"))[1].replace("&amp;", "&")
    page = official.get(address)
    assert page.context["plan_vnd"] == 100 and page.context["later_count"] > 0
    assert [chip["name"] for chip in page.context["chips"]] == ["until", "known"]
    for asked in (address, address.replace("until=2025-11-30&", "")):
        assert "ghi nhận đến ngày 05/12/2025</h2>" in official.get(asked).content.decode()
    assert official.get(address.replace("known=2025", "known=x")).status_code == 400


def test_a_line_is_struck_once_its_reversal_is_known(entries, official, ministry):
    line = BudgetLine.objects.get(amount_vnd=100)
    BudgetLine.objects.create(
        decision=line.decision,
        budget=line.budget,
        kind=line.kind,
        amount_vnd=-100,
        reverses=line,
        reason="Sai",
        recorded_by=ministry,
    )
    page = f"/budgets/{line.budget_id}/"
    assert [step.is_struck for step in official.get(page).context["steps"]] == [True, False, False]
    assert 'class="struck"' not in official.get(f"{page}?known=2025-12-05").content.decode()


@pytest.mark.parametrize("typed", ["2026-11-23", "hôm qua"])
def test_what_cannot_be_known_is_refused(typed):
    with pytest.raises(BadParameter) as refusal:
        Parameters.read({"known": typed}, today=TODAY, years=[2025])
    assert refusal.value.suggestion == {"known": ""}


def test_today_is_now():
    asked = Parameters.read({"known": TODAY.isoformat()}, today=TODAY, years=[2025])
    assert asked.known is None
    assert "known" not in asked.query()
    assert "known=2025-12-05" in ASKED.query()


def test_other_shapes_of_reports_know_the_same(entries, ministry):
    asked = Parameters(2025, T, TODAY, known=KNOWN, more={"period": "9m"}, reader=ministry)
    drawn = draw_map(asked)

    def load(slug: str):
        return REPORTS[slug].load(asked, drawn)

    lines = REPORTS["periodic"].table(load("periodic"), COUNTRY).lines
    plan = next(line.row for line in lines if line.row and line.row.key == "plan_vnd")
    assert plan.measure.value(plan.of, "all") == 100
    changes, years = REPORTS["plan-changes"], REPORTS["year-on-year"]
    assert changes.total(load("plan-changes"), COUNTRY).row.plan_vnd("all") == 100
    assert years.total(load("year-on-year"), COUNTRY).row.disbursed(2025).all == 1

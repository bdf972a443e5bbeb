"""What stands behind figures: so many lines and entries, and whose entries wait."""

from datetime import date

from promotion.models import Source
from reports.indicators import Waiting
from reports.queries import waiting
from reports.queries.behind import Behind, Lines
from tests.cast import make_centre, make_decision, make_grant, make_project, send
from tests.projects.entering import as_user
from tests.reports.asking import T
from tests.reports.reading import words

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL
SOUTH = ["an-giang", "an-giang-cu", "kien-giang"]
FIRST_TEN = (
    *("lai-chau", "son-la", "phu-tho", "ninh-binh", "quang-tri"),
    *("hue", "da-nang", "quang-ngai", "gia-lai", "dak-lak"),
)


def test_lines_of_plans_are_those_of_the_units_the_years_the_source_and_the_day(plans):
    assert Behind(None, [2025], T).plan_lines() == Lines(3, 3)
    assert Behind(None, [2024, 2025], T).plan_lines() == Lines(4, 4)
    assert Behind(["kien-giang"], [2025], T).plan_lines() == Lines(2, 2)
    assert Behind(SOUTH, [2025], T, LOCAL).plan_lines() == Lines(2, 2)
    assert Behind(SOUTH, [2025], date(2025, 2, 14)).plan_lines() == Lines(1, 1)
    assert Behind(["hue"], [2025], T).plan_lines() == Lines(0, 0)


def test_lines_of_support_of_one_decision(grant_an_giang, officer_an_giang):
    decision = make_decision()
    for amount_vnd in (5, 7):
        grant_an_giang.lines.create(
            **{"decision": decision, "amount_vnd": amount_vnd, "kind": "supplement"},
            recorded_by=officer_an_giang,
        )
    assert Behind(SOUTH, [2025], T).support_lines() == Lines(3, 2)
    assert Behind(SOUTH, [2025], T, NATIONAL).support_lines() == Lines(0, 0)
    assert Behind(["hue"], [2025], T).support_lines() == Lines(0, 0)


def test_entries_are_the_confirmed_ones(grant_an_giang, clerk_an_giang, officer_an_giang):
    for day in (date(2025, 9, 1), date(2025, 9, 2), date(2025, 12, 1)):
        send(grant_an_giang, clerk_an_giang, 10, voucher_on=day).confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 20, voucher_on=date(2025, 9, 3))
    assert Behind(None, [2025], T).entries() == 2
    assert Behind(SOUTH, [2025], date(2025, 9, 1), LOCAL).entries() == 1
    assert Behind(SOUTH, [2025], T, NATIONAL).entries() == 0
    assert Behind(SOUTH, [2024], T).entries() == 0
    assert Behind(["hue"], [2025], T).entries() == 0


def test_whose_entries_wait_is_told_by_source(
    grant_an_giang, national_grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(national_grant_an_giang, clerk_an_giang, 10, voucher_on=date(2025, 9, 1))
    send(grant_an_giang, clerk_an_giang, 20, voucher_on=date(2025, 9, 3))
    other = make_centre("ca-mau")
    grant = make_grant(make_project(other, "CM"), officer_an_giang)
    send(grant, clerk_an_giang, 30, voucher_on=date(2025, 9, 3))
    own = grant_an_giang.project.centre
    found = sum(waiting([2025], T).values(), Waiting())
    assert found.centres_of("all") == found.centres_of("local") == {own.pk, other.pk}
    assert found.centres_of("national") == {own.pk}
    assert waiting([2025], date(2025, 9, 2))["an-giang"].centres_of("local") == set()


def test_the_fold_out_tells_them_and_names_ten_centres_at_most(
    official, plans, clerk_an_giang, officer_an_giang
):
    for unit in (*FIRST_TEN, "tay-ninh", "ca-mau"):
        grant = make_grant(make_project(make_centre(unit), unit), officer_an_giang, 9)
        send(grant, clerk_an_giang, 5)
    shown = words(official.get("/reports/execution/?year=2025&until=2025-11-30").content.decode())
    assert "Kế hoạch năm 2025 được tổng hợp từ 3 dòng của 3 quyết định ." in shown
    assert "được tổng hợp từ 0 chứng từ đã xác nhận" in shown
    names = "; ".join(f"Trung tâm Khuyến công {unit}" for unit in FIRST_TEN)
    assert f"Đơn vị còn chứng từ chờ xác nhận: {names} và 2 trung tâm khác ." in shown
    assert "Thời điểm lấy số liệu:" in shown
    # Names of centres out of reach are told to nobody.
    of_officer = as_user(officer_an_giang)
    shown = words(of_officer.get("/reports/execution/?year=2025&until=2025-11-30").content.decode())
    assert "Đơn vị còn chứng từ chờ xác nhận: 12 trung tâm" in shown
    south = official.get("/reports/content/?year=2025&until=2025-11-30&region=south")
    shown = words(south.content.decode())
    assert "được tổng hợp từ 2 dòng của 2 quyết định" in shown
    assert "chờ xác nhận: Trung tâm Khuyến công tay-ninh; Trung tâm Khuyến công ca-mau." in shown

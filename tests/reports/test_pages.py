"""Pages of figures: who gets which first page, what cannot be asked, forms that come back."""

import re
from datetime import date

import pytest
from django.urls import reverse

from promotion.models import Centre, Source
from tests.cast import make_grant, make_plan, make_project, send
from tests.reports.reading import addresses, figure, offers, table, trace, words

pytestmark = pytest.mark.django_db


def test_the_first_page_of_officials_is_the_country(official, plans):
    shown = words(official.get("/").content.decode())
    assert "Tổng quan cả nước" in shown


def test_the_first_page_of_a_clerk_is_the_own_month(client, clerk_an_giang):
    client.force_login(clerk_an_giang)
    assert "Tổng quan cả nước" not in words(client.get("/").content.decode())
    assert "Tổng quan cả nước" in words(client.get("/overview/").content.decode())


@pytest.mark.parametrize(
    "name",
    ["home", "overview", "regions", "provinces", "reports", "conferences"],
)
def test_every_page_opens_before_there_is_any_budget(official, name):
    assert official.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("name", "number"), [("overview", 14), ("regions", 14), ("provinces", 11)])
def test_a_page_asks_for_what_it_shows_in_so_many_queries(
    official, lagging, name, number, django_assert_num_queries
):
    """The session, the account, the years and two for the map; of projects where some are named."""
    official.get("/password/")  # the session has been seen: no page writes now
    with django_assert_num_queries(number):
        official.get(reverse(name), {"year": "2025", "until": "2025-11-30"})


def test_the_regions_stand_beside_each_other_to_one_scale(official, plans):
    page = official.get("/regions/?year=2025&until=2025-11-30").context
    assert [curve["title"] for curve in page["curves"]] == [
        *("Khu vực phía Bắc", "Khu vực miền Trung - Tây Nguyên", "Khu vực phía Nam")
    ]
    alone = [
        official.get(f"/regions/{region}/?year=2025&until=2025-11-30").context["curve"]
        for region in ("north", "central", "south")
    ]
    assert len({str(curve["ticks"]) for curve in page["curves"]}) == 1
    assert len({str(curve["ticks"]) for curve in alone}) > 1
    assert [curve["now"]["text"] for curve in page["curves"]] == [c["now"]["text"] for c in alone]


@pytest.mark.parametrize("address", ["/", "/regions/", "/regions/central/", "/provinces/hue/"])
def test_every_figure_of_a_place_has_its_rows_as_a_file(official, plans, address):
    content = official.get(f"{address}?year=2025&until=2025-11-30").content.decode()
    files = set(re.findall(r'href="(/reports/[^"]*\.csv[^"]*)" download', content))
    assert content.count('data-figure="') == content.count("chart-data")
    for url in files:
        assert official.get(url.replace("&amp;", "&")).status_code == 200, url


def test_what_nobody_reported_is_not_shown_as_zero(official, plans):
    content = official.get("/provinces/ca-mau/?year=2025&until=2025-11-30").content.decode()
    assert "Kế hoạch năm 2025 … triệu đồng" in words(content)
    assert "Tỷ lệ giải ngân so với kế hoạch năm … chưa có số liệu năm 2025" in words(content)
    assert "chưa có số liệu kinh phí khuyến công năm 2025" in words(content)
    assert "0 / 0" not in words(content)
    assert "đạt 0" not in words(content)
    assert "2025 · 0" not in content


def test_a_province_that_reported_last_year_alone_has_not_fallen_by_everything(official, ministry):
    make_plan("ca-mau", 2024, Source.LOCAL, 100_000_000, ministry, signed_on=date(2024, 1, 5))
    make_plan("an-giang", 2025, Source.LOCAL, 100_000_000, ministry)
    for address in ("/provinces/ca-mau/", "/reports/execution/"):
        query = "year=2025&until=2025-11-30&province=ca-mau"
        content = words(official.get(f"{address}?{query}").content.decode())
        assert "100,00%" not in content
        assert "bằng 0,00%" not in content


def test_the_first_year_has_no_year_before(official, plans):
    content = words(official.get("/provinces/an-giang/?year=2024").content.decode())
    assert "chưa có số liệu cùng kỳ năm 2023" in content
    assert "không phát sinh giải ngân" not in content
    assert "So với cùng kỳ năm 2023 … chưa có số liệu năm 2023" in content


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/overview/?year=2019", 404, "2019"),
        ("/overview/?year=abc", 400, "abc"),
        ("/overview/?year=2025&until=31/02/2025", 400, "31/02/2025"),
        ("/overview/?year=2025&until=2024-12-31", 400, "31/12/2024"),
        ("/overview/?year=2025&until=2099-01-01", 400, "01/01/2099"),
        ("/overview/?lens=yesterday", 400, "yesterday"),
        ("/overview/?source=abroad", 400, "abroad"),
        ("/?year=2019", 404, "2019"),
        ("/regions/east/?year=2025", 404, "east"),
        ("/regions/central/?year=1", 400, "“1” không phải là năm"),
        ("/provinces/ho-chi-min/?year=2025", 404, "ho-chi-min"),
        ("/provinces/atlantis/", 404, "atlantis"),
        ("/provinces/an-giang-cu/?lens=today", 404, "An Giang (đến ngày 30/06/2025)"),
        ("/provinces/kien-giang/?lens=today", 404, "Kiên Giang"),
        ("/provinces/lam-dong/?year=2025&until=2025-06-30&lens=yesterday", 400, "yesterday"),
        ("/regions/?until=never", 400, "never"),
        ("/provinces/?year=2019", 404, "2019"),
        ("/reports/execution/?by=village", 400, "“Chi tiết”: theo tỉnh, thành phố; theo khu vực"),
        ("/reports/execution/?known=x", 400, "“x” không phải là ngày"),
        ("/reports/execution/?known=2099-01-01", 400, "01/01/2099"),
        ("/reports/plan-changes/?since=x", 400, "“x” không phải là ngày"),
        ("/reports/year-on-year/?years=9", 400, "“9” không thuộc"),
        ("/reports/execution/?region=east", 404, "east"),
        ("/reports/execution/?province=an-giang&by=region", 400, "không chia theo khu vực"),
        ("/reports/execution/?province=kien-giang", 404, "Kiên Giang"),
        ("/reports/execution/?province=an-giang&region=north", 400, "An Giang không thuộc"),
        ("/reports/execution.json?year=2019", 404, "2019"),
        ("/reports/execution.csv?until=x", 400, "“x” không phải là ngày"),
        ("/reports/execution.xlsx?lens=x", 400, "“x” không thuộc"),
    ],
)
@pytest.mark.sqlite  # refused while the question is read
def test_what_cannot_be_asked_is_answered_with_the_nearest_choice(
    official, plans, address, status, sentence
):
    answer = official.get(address)
    assert answer.status_code == status
    assert sentence in words(answer.content.decode()).partition("Có thể chọn")[0]
    assert offers(answer)
    assert b"></a>" not in answer.content
    for href in offers(answer):
        assert official.get(href, follow=True).status_code == 200


@pytest.mark.parametrize(
    "typed", ["%00", "é", "a%20b", "..%2Fx", "99999999999999999999", "'%20OR%201=1", "<b>7</b>"]
)
@pytest.mark.parametrize("name", ["year", "until", "source", "lens", "order", "q", "page"])
def test_nothing_typed_into_the_address_is_an_error_of_ours(official, plans, name, typed):
    answer = official.get(f"/provinces/?{name}={typed}")
    assert answer.status_code in (200, 400, 404)
    assert b"<b>7</b>" not in answer.content


def test_an_offer_keeps_what_was_right(official, plans):
    answer = official.get("/regions/south/?year=2025&until=31/02/2025&source=local")
    assert "source=local" in offers(answer)[0]
    assert "/regions/south/" in offers(answer)[0]


def test_an_offer_of_a_report_stays_in_the_report(official, plans):
    answer = official.get("/reports/execution/?year=2025&until=2025-11-30&province=kien-giang")
    assert offers(answer)[0].startswith("/reports/execution/?")
    assert "province=an-giang" in offers(answer)[0]


@pytest.mark.parametrize("address", ["/reports/nothing/", "/reports/execution.pdf"])
def test_an_unknown_report_or_file_is_missing(official, plans, address):
    assert official.get(address).status_code == 404


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_files_are_saved_under_a_name_of_their_own(official, plans, kind, content_type):
    answer = official.get(f"/reports/execution.{kind}?year=2025&until=2025-11-30&region=south")
    assert answer["Content-Type"] == content_type
    name = re.fullmatch(r'attachment; filename="([\w.-]+)"', answer["Content-Disposition"])
    assert name
    assert name[1].startswith("execution_south_2025")
    assert name[1].endswith(kind)


def test_one_source_alone_has_its_own_figures(official, plans):
    content = official.get("/overview/?year=2025&until=2025-11-30&source=national").content.decode()
    assert "Kế hoạch năm 2025 · KCQG 40 triệu đồng" in words(content)
    assert {found["name"] for found in figure(content, "figure-bullets")["data"]} >= {"national"}
    assert "local" not in {found["name"] for found in figure(content, "figure-bullets")["data"]}


def test_central_units_count_for_the_country_in_a_row_of_their_own(
    official, plans, ministry, clerk_an_giang
):
    central = Centre.objects.create(
        slug="central", name="Trung tâm ở trung ương", opened_on=date(2010, 1, 1)
    )
    grant = make_grant(
        make_project(central, "TW-2025-01"), ministry, 9_000_000, source=Source.NATIONAL
    )
    send(grant, clerk_an_giang, 9_000_000).confirm(ministry)
    content = official.get("/overview/?year=2025&until=2025-11-30").content.decode()
    rows = {row[1]: row for row in table(content, "Theo tỉnh, thành phố")[2:]}
    assert rows["Đơn vị trực thuộc Trung ương"][5:8] == ["9", "9", "0"]
    assert rows["Tổng cộng"][5:8] == ["9", "9", "0"]
    # It has no page of its own, but its rows are found.
    [query] = [q for q in addresses(content, "/disbursements/") if "central-units" in str(q)][:1]
    assert query["province"] == ["central-units"]
    assert official.get("/disbursements/", query | {"state": "confirmed"}).status_code == 200
    region = official.get("/regions/south/?year=2025&until=2025-11-30").content.decode()
    assert "Đơn vị trực thuộc Trung ương" not in words(region)


def test_the_map_of_then_has_no_tiles_and_offers_todays(official, plans):
    content = official.get("/overview/?year=2024&lens=then").content.decode()
    assert "figure-map" not in content
    assert "Xem theo địa giới hiện hành" in words(content)
    assert "?year=2024&amp;until=2024-12-31" in content


def test_the_island_tiles_lead_to_their_provinces(official, plans):
    content = official.get("/overview/?year=2025&until=2025-11-30").content.decode()
    islands = trace(figure(content, "figure-map"), "islands")
    assert [href.split("?")[0] for href in islands["customdata"]] == [
        "/provinces/da-nang/",
        "/provinces/khanh-hoa/",
    ]


@pytest.mark.parametrize("demo", [True, False])
def test_unit_and_rounding_stand_on_the_page_with_and_without_a_demonstration(
    official, plans, settings, demo
):
    settings.DEMO = demo
    for address in ("/overview/", "/reports/execution/", "/regions/south/"):
        shown = words(official.get(address).content.decode())
        assert "Đơn vị tính: triệu đồng. Tỷ lệ lấy đến hai chữ số thập phân" in shown
        assert ("không sử dụng" in shown.lower() or "giả định" in shown.lower()) == demo


def test_the_rate_names_its_own_cut_off(official, plans):
    shown = words(official.get("/overview/?year=2025&until=2025-11-30").content.decode())
    assert "0 / 440 triệu đồng đến 30/11/2025" in shown


def test_sources_have_one_name_in_chips_and_lists(official, plans):
    shown = words(official.get("/overview/?source=local").content.decode())
    assert "Nguồn kinh phí KCĐP" in shown


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("ordinal", "mười bốn"),
        ("ordinal", "0"),
        ("ordinal", "100"),
        ("ordinal", ""),
        ("until", "31/02/2025"),
        ("until", "30/11/2999"),
        ("until", "2024-11-30"),
        ("until", ""),
        ("year", "2019"),
        ("year", "abc"),
        ("region", "east"),
    ],
)
def test_the_form_of_a_conference_comes_back_with_what_was_typed(official, plans, field, typed):
    right = {"region": "central", "year": "2025", "until": "30/11/2025", "ordinal": "14"}
    answer = official.get("/conferences/workbook/", right | {field: typed})
    assert answer.status_code == 400
    content = answer.content.decode()
    assert f'href="#id_{field}"' in content
    assert 'aria-invalid="true"' in content
    for name in ("until", "ordinal"):
        value = (right | {field: typed})[name].replace("2024-11-30", "30/11/2024")
        assert not value or f'name="{name}" value="{value}"' in content


def test_the_form_proposes_the_regions_usual_window(official, plans):
    content = official.get("/conferences/?region=central").content.decode()
    assert re.search(r'name="until" value="30/11/20\d\d"', content)
    content = official.get("/conferences/?region=south").content.decode()
    assert re.search(r'name="until" value="30/09/20\d\d"', content)

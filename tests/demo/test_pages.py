"""The pages of figures on the demonstration: the published figures, their links, their cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from promotion.models import User
from tests.projects.listing import table_at
from tests.reports.reading import addresses, compact, figure, table, trace, words

pytestmark = pytest.mark.django_db

AUTUMN = "year=2025&until=2025-11-30"
PLACES = ["/overview/", "/regions/central/", "/provinces/an-giang/"]


@pytest.fixture
def page(client):
    def get(account: str, address: str, language: str = "vi", status: int = 200) -> str:
        user = User.objects.get(username=account)
        user.language = language
        user.save(update_fields=["language"])
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status, answer.get("Location")
        return answer.content.decode()

    return get


def test_the_region_shows_the_published_figures(page):
    shown = compact(page("ministry", f"/regions/central/?{AUTUMN}"))
    for expected in (
        "Kế hoạch năm 2025 60.840 triệu đồng KCQG 11.375 · KCĐP 49.465",
        "tăng 16,94% so với năm 2024 (KCĐP giảm 4,92%)",
        "theo quyết định ký đến 30/11/2025",
        "Giải ngân lũy kế đến 30/11/2025 47.017 triệu đồng KCQG 7.775 · KCĐP 39.242",
        "còn lại 13.823",
        "Tỷ lệ giải ngân so với kế hoạch năm 77,27 % 47.017 / 60.840 triệu đồng",
        "KCQG 68,35% · KCĐP 79,33% kế hoạch từng nguồn",
        "đến 30/11/2024: 67,64%",
        "So với cùng kỳ năm 2024 133,59 % 47.017 / 35.194 triệu đồng",
        "KCĐP 111,50% · KCQG: năm 2024 không thực hiện",
        "Cao hơn cùng kỳ 11.823 triệu đồng; còn 13.823 triệu đồng chưa giải ngân",
        # The shares that were misread as rates stand beside them, under their own name.
        "KCQG: 7.775 ÷ kế hoạch của nguồn 11.375 = 68,35%, là tỷ lệ giải ngân; 7.775 ÷ kế hoạch"
        " của cả hai nguồn 60.840 = 12,77%, là tỷ trọng trên tổng kế hoạch",
        "KCĐP: 39.242 ÷ kế hoạch của nguồn 49.465 = 79,33%, là tỷ lệ giải ngân; 39.242 ÷ kế hoạch"
        " của cả hai nguồn 60.840 = 64,50%, là tỷ trọng trên tổng kế hoạch",
    ):
        assert expected in shown


def test_the_region_speaks_english_as_well(page):
    shown = compact(page("ministry", f"/regions/central/?{AUTUMN}", language="en"))
    for expected in (
        "Plan of 2025 60,840 million đồng National 11,375 · Local 49,465",
        "16.94% more than in 2024 (Local 4.92% less)",
        "Disbursed of the year's plan 77.27 % 47,017 / 60,840 million đồng",
        "National 68.35% · Local 79.33% of each source's own plan",
        "Against the same period of 2024 133.59 % 47,017 / 35,194 million đồng",
    ):
        assert expected in shown


def test_the_plan_of_2024_was_carried_out_by_8406(page):
    shown = compact(page("ministry", "/regions/central/?year=2024&until=2024-12-31"))
    assert "84,06 % 43.735 / 52.026 triệu đồng" in shown
    # Nothing of 2024 was booked later, so nothing came "since then".
    assert "từ đó đến nay" not in shown


def test_shares_of_the_whole_plan_stand_nowhere_but_under_their_name(page):
    shown = words(page("ministry", f"/regions/central/?{AUTUMN}"))
    for share in ("12,77", "64,50"):
        assert shown.count(share) == 1


@pytest.mark.parametrize("day", ["2025-11-30", "2025-06-30", "2024-12-31"])
def test_both_maps_have_one_total(page, day):
    address = f"/overview/?year={day[:4]}&until={day}"
    today, then = (
        table(page("ministry", f"{address}&lens={lens}"), "Theo tỉnh, thành phố")[-1]
        for lens in ("today", "then")
    )
    assert today[1] == "Tổng cộng"
    assert today == then


def test_charts_draw_what_the_table_prints(page):
    content = page("ministry", f"/regions/central/?{AUTUMN}")
    rows = table(content, "Theo tỉnh, thành phố")[2:-1]
    lanes = figure(content, "figure-bullets")

    def printed(column):
        return [float(row[column].replace(",", ".")) for row in rows]

    assert trace(lanes, "national")["x"] == printed(9)
    assert trace(lanes, "local")["x"] == printed(10)
    squares = trace(figure(content, "figure-map"), "rate")
    drawn = dict(zip(squares["hovertext"], squares["meta"], strict=True))
    for row, rate in zip(rows, printed(8), strict=True):
        label = f"{row[1]}: {row[8]}%; giải ngân {row[5]} / kế hoạch {row[2]} triệu đồng"
        assert drawn[label] == rate
    assert trace(figure(content, "figure-curve"), "now")["y"][-1] == 47_017
    assert trace(figure(content, "figure-curve"), "previous")["y"][-1] == 43_735


@pytest.mark.parametrize(
    "address",
    [
        f"/regions/central/?{AUTUMN}",
        f"/regions/central/?{AUTUMN}&lens=then",
        "/regions/north/?year=2025&until=2025-06-30&lens=then",
        f"/overview/?{AUTUMN}&source=national",
    ],
)
def test_a_figure_leads_to_the_rows_whose_sum_it_is(page, address):
    """The first province's plan and payments, and those of the total, of the list behind each."""
    content = page("ministry", address)
    cells = re.findall(
        r'<td[^>]*><a href="(/(?:disbursements|budgets)/[^"]*)">([^<]*)</a>', content
    )
    assert len(cells) > 20
    reader = User.objects.get(username="ministry")
    for href, printed in [*cells[:6], *cells[-6:]]:
        listed = table_at(href.replace("&amp;", "&"), reader)
        totals = [str(figure) for _label, figure in listed.totals()]
        # Lists print đồng or triệu; the page prints triệu, rounded.
        assert printed in totals or any(rounded(total) == printed for total in totals), (
            href,
            printed,
            totals,
        )


def rounded(total: str) -> str:
    digits = total.replace(".", "")
    return f"{(int(digits) + 500_000) // 1_000_000:,}".replace(",", ".") if digits.isdigit() else ""


def test_an_officer_finds_rows_only_behind_their_own_province(page):
    content = page("officer-an-giang", f"/overview/?{AUTUMN}")
    entries = addresses(content, "/disbursements/")
    assert entries
    assert all(query["province"] == ["an-giang"] for query in entries)
    region = page("officer-an-giang", f"/regions/central/?{AUTUMN}")
    assert addresses(region, "/disbursements/") == []


def test_a_clerk_sees_every_total_and_only_the_centres_projects(page):
    foreign = page("clerk-an-giang", f"/provinces/gia-lai/?{AUTUMN}")
    own = page("clerk-an-giang", f"/provinces/an-giang/?{AUTUMN}")
    everything = page("ministry", f"/provinces/gia-lai/?{AUTUMN}")
    title = "Theo nguồn kinh phí"
    assert table(foreign, title) == table(everything, title)
    assert "Đề án có kinh phí lớn nhất" in words(everything)
    assert "Đề án có kinh phí lớn nhất" not in words(foreign)
    assert "/projects/DA-" not in foreign
    assert "Đề án có kinh phí lớn nhất" in words(own)
    # One centre need not be all of the province: its totals lead nowhere.
    assert addresses(own, "/disbursements/") == []


def test_what_was_booked_later_is_named_and_linked(page):
    content = page("ministry", "/overview/?year=2025&until=2025-12-31")
    found = re.search(r'<a href="\?([^"]*)">từ đó đến nay \+([\d.]+)</a>', content)
    assert found
    later = page("ministry", "/overview/?" + found[1].replace("&amp;", "&"))

    def disbursed(page_):
        return int(table(page_, "Theo tỉnh, thành phố")[-1][5].replace(".", ""))

    grown = disbursed(later) - disbursed(content)
    assert abs(grown - int(found[2].replace(".", ""))) <= 1  # each printed figure is rounded


def test_a_province_shows_its_predecessors_with_their_years(page):
    content = page("ministry", f"/provinces/gia-lai/?{AUTUMN}")
    names = [row[0] for row in table(content, "Qua các năm, số liệu đến nay")[2:]]
    assert names[:3] == ["Gia Lai (từ 01/07/2025)", "2026", "2025"]
    assert "Bình Định (đến 30/06/2025)" in names
    assert "Gia Lai (đến 30/06/2025)" in names
    linked = addresses(content, "/provinces/binh-dinh/")
    assert {"year": ["2025"], "until": ["2025-06-30"], "lens": ["then"]} in linked
    assert {"year": ["2021"], "until": ["2021-12-31"], "lens": ["then"]} in linked


def test_a_merged_unit_opens_at_its_last_day(client, page):
    page("ministry", "/overview/")
    answer = client.get("/provinces/quang-binh/")
    assert answer.status_code == 302
    assert answer["Location"] == "/provinces/quang-binh/?year=2025&until=2025-06-30&lens=then"
    shown = words(page("ministry", answer["Location"]))
    assert "Quảng Bình tồn tại đến hết ngày 30/06/2025; địa bàn nay thuộc Quảng Trị" in shown
    # An earlier year of it is shown at that year's end.
    answer = client.get("/provinces/quang-binh/?year=2023")
    assert answer["Location"] == "/provinces/quang-binh/?year=2023&until=2023-12-31&lens=then"


@pytest.mark.parametrize(
    "query",
    ["?year=2026", "?year=2025&until=2025-07-01", "?lens=today", f"?{AUTUMN}&lens=then"],
)
def test_a_merged_unit_asked_for_later_offers_successor_and_last_day(client, page, query):
    content = page("ministry", f"/provinces/binh-dinh/{query}", status=404)
    assert "Bình Định" in words(content)
    offers = re.findall(r'<a class="btn btn-quiet" href="([^"]*)">([^<]*)</a>', content)
    assert [name for _href, name in offers] == ["Gia Lai", "Bình Định, đến ngày 30/06/2025"]
    for href, _name in offers:
        assert client.get(href.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("clerk-an-giang", f"/provinces/an-giang/?{AUTUMN}"),
        ("ministry", "/overview/?year=2024&lens=then"),
        *(
            # Whose reach takes one more question than anybody else's.
            ("officer-an-giang", address)
            for address in (
                *(f"{place}?{AUTUMN}" for place in PLACES),
                f"/regions/?{AUTUMN}",
                f"/provinces/?{AUTUMN}",
                f"/reports/execution/?{AUTUMN}",
                "/conferences/?region=central&year=2025&until=30/11/2025&ordinal=14",
            )
        ),
    ],
)
def test_a_page_asks_the_database_at_most_sixteen_times(client, account, address):
    client.force_login(User.objects.get(username=account))
    client.get("/password/")  # the session is seen for the first time, which is written
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 16


def test_tables_of_the_country_have_every_unit_of_the_map(page):
    rows = table(page("ministry", f"/overview/?{AUTUMN}"), "Theo tỉnh, thành phố")[2:-1]
    assert [row[0] for row in rows if not row[0].isdigit()] == ["I", "II", "III"]
    assert [row[0] for row in rows if row[0].isdigit()] == [str(n) for n in range(1, 35)]
    then = page("ministry", "/overview/?year=2025&until=2025-06-30&lens=then")
    rows = table(then, "Theo tỉnh, thành phố")[2:-1]
    assert len([row for row in rows if row[0].isdigit()]) == 63


def test_the_lowest_rate_comes_first_on_request(page):
    ordered = page("ministry", f"/regions/central/?{AUTUMN}&order=rate")
    rates = [row[8] for row in table(ordered, "Theo tỉnh, thành phố")[2:-1]]
    assert rates == sorted(rates, key=lambda rate: float(rate.replace(",", ".")))
    assert "sắp xếp theo tỷ lệ từ thấp đến cao" in words(ordered)


@pytest.mark.parametrize("typed", ["quang binh", "Quảng Bình", "QUANG BINH"])
def test_a_merged_unit_is_found_by_its_name(page, typed):
    content = page("ministry", f"/provinces/?{AUTUMN}&q={typed.replace(' ', '+')}")
    assert [row[:2] for row in table(content, "Đơn vị đã sáp nhập")[1:]] == [
        ["Quảng Bình", "30/06/2025"]
    ]


def test_the_form_makes_the_workbook_of_the_conference(client, page):
    page("ministry", "/conferences/")
    answer = client.get(
        "/conferences/workbook/?region=central&year=2025&until=30/11/2025&ordinal=14"
    )
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "lan-XIV" in answer["Content-Disposition"]
    assert answer.content.startswith(b"PK")


def test_the_preview_of_a_conference_has_its_roman_number(page):
    query = "region=central&year=2025&until=30/11/2025&ordinal=14"
    shown = words(page("ministry", f"/conferences/?{query}"))
    assert "khu vực miền Trung - Tây Nguyên lần thứ XIV" in shown
    assert "47.017 triệu đồng" in shown


def test_files_and_page_of_a_report_ask_the_same(client, page):
    query = f"{AUTUMN}&region=central&source=all"
    content = page("ministry", f"/reports/execution/?{query}")
    assert escape(f"/reports/execution.csv?{query}") in content
    answer = client.get(f"/reports/execution.json?{query}")
    assert answer.json()["total"]["rate"] == {"national": 68.35, "local": 79.33, "all": 77.27}
    total = table(content, "Theo tỉnh, thành phố")[-1]
    assert total[9:14] == ["77,27", "68,35", "79,33", "12,77", "64,50"]

"""What a page offers to go on with exists: days, years and maps that have the place."""

import re
from datetime import date

import pytest

from tests.cast import make_grant, make_project, send
from tests.reports.reading import offers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "page", ["/provinces/kien-giang/?", "/reports/execution/?province=kien-giang&"]
)
def test_a_page_of_a_merged_unit_offers_only_what_there_is(
    official, plans, ministry, clerk_an_giang, officer_an_giang, centre_kien_giang, page
):
    grant = make_grant(make_project(centre_kien_giang, "KG-1"), ministry, 9_000_000)
    send(grant, clerk_an_giang, 7_000_000, voucher_on=date(2025, 8, 1)).confirm(officer_an_giang)
    asked = official.get(f"{page}year=2025&until=2025-06-30&lens=then")
    offered = {chip["name"]: chip["links"] for chip in asked.context["chips"]}
    address = [url for url, _words, _chosen in offered["until"]]
    assert [re.search(r"until=([\d-]+)", url)[1] for url in address] == ["2025-03-31", "2025-06-30"]
    assert [str(year) for _url, year, _chosen in offered["year"]] == ["2025", "2024"]
    assert [words_of for _url, words_of, _chosen in offered["lens"]] == ["tại thời điểm"]
    for name in ("year", "until", "lens", "source"):
        for url, _words, _chosen in offered[name]:
            assert official.get(asked.request["PATH_INFO"] + url).status_code == 200
    # What came later opens its rows, which go to no page of the unit.
    [since] = re.findall(r'<a href="([^"]*)">từ đó đến nay \+7<', asked.content.decode())
    rows = official.get(since.replace("&amp;", "&"))
    assert rows.context["table"].sums["amount_vnd"] == 7_000_000


def test_a_new_unit_is_offered_no_map_before_it(official, plans):
    asked = official.get("/provinces/an-giang/?year=2025&until=2025-11-30&lens=then")
    offered = {chip["name"]: chip["links"] for chip in asked.context["chips"]}
    assert [year for _url, year, _chosen in offered["year"]] == [2025]
    assert not [url for url, _words, _chosen in offered["until"] if "2025-06-30" in url]
    assert len(offered["lens"]) == 2
    today = official.get("/provinces/an-giang/?year=2025&until=2025-11-30").context["chips"]
    assert any("2025-06-30" in url for url, _words, _chosen in today[1]["links"])


def test_a_day_before_the_year_is_offered_in_the_year_and_in_its_own(official, plans):
    answer = official.get("/reports/execution/?year=2025&until=2024-11-30&region=south")
    assert [words_of for words_of, _address in answer.context["offers"]] == [
        "năm 2025, đến ngày 31/12/2025",
        "năm 2024, đến ngày 30/11/2024",
    ]
    assert "year=2024&until=2024-11-30&region=south" in offers(answer)[1]
    assert official.get(offers(answer)[1]).status_code == 200

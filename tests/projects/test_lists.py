"""What every list does alike: sort, page, count and refuse, here on the ledger and projects."""

import pytest
from django.urls import reverse

from promotion.models import Source
from tests.cast import make_grant, make_plan, make_project
from tests.projects.listing import every_page, listed, pay_often, queries_of, total

LEDGER, PROJECTS, BUDGETS = reverse("disbursements"), reverse("projects"), reverse("budgets")


@pytest.fixture
def year_2025(ministry) -> None:
    """A year exists by its budgets; 2024 is there to be left out."""
    make_plan("an-giang", 2024, Source.LOCAL, 1000, ministry)
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)


@pytest.fixture
def many(year_2025, project_an_giang, clerk_an_giang, officer_an_giang) -> None:
    """120 entries of one đồng each: three pages."""
    grant = make_grant(project_an_giang, officer_an_giang)
    pay_often(grant, clerk_an_giang, 120)


def test_a_page_holds_fifty_rows_and_all_pages_hold_each_row_once(client, ministry, many):
    client.force_login(ministry)
    answer = client.get(LEDGER)
    assert len(listed(answer)) == 50
    rows = every_page(client, LEDGER)
    assert len({row.pk for row in rows}) == len(rows) == 120


@pytest.mark.parametrize("sort", ["booked_on", "-booked_on", "kind", "-amount_vnd", "source"])
def test_equal_rows_do_not_move_between_pages(client, ministry, many, sort):
    # All amounts, kinds and sources are equal, and several share a day.
    client.force_login(ministry)
    assert len({row.pk for row in every_page(client, LEDGER, sort=sort)}) == 120


def test_the_total_is_that_of_all_pages(client, ministry, many):
    client.force_login(ministry)
    last = client.get(LEDGER, {"page": 3})
    assert len(listed(last)) == 20
    assert total(last, "amount_vnd") == sum(row.amount_vnd for row in every_page(client, LEDGER))
    assert "1–50 / 120" in client.get(LEDGER).content.decode()


@pytest.mark.parametrize(
    ("page", "shown"),
    [("4", 3), ("999999999999", 3), ("0", 3), ("-1", 3), ("x", 1), ("", 1), ("1.5", 1)],
)
def test_a_page_that_is_not_there_is_the_nearest_one(client, ministry, many, page, shown):
    client.force_login(ministry)
    assert client.get(LEDGER, {"page": page}).context["table"].page.number == shown


def test_nobody_asks_for_more_rows_a_page(client, ministry, many):
    client.force_login(ministry)
    assert len(listed(client.get(LEDGER, {"per_page": 1000}))) == 50


def test_sorting_goes_both_ways_and_is_told(client, ministry, many):
    client.force_login(ministry)
    up, down = (client.get(LEDGER, {"sort": sort}) for sort in ("booked_on", "-booked_on"))
    days = [row.booked_on for row in listed(up)]
    assert days == sorted(days)
    assert listed(down)[0].booked_on > days[0]
    assert 'aria-sort="ascending"' in up.content.decode()
    assert 'aria-sort="descending"' in down.content.decode()


@pytest.mark.parametrize("sort", ["nothing", "state", "--booked_on", "-", "pk; DROP TABLE", "?"])
def test_a_column_that_cannot_be_sorted_changes_nothing(client, ministry, many, sort):
    client.force_login(ministry)
    usual = [row.pk for row in listed(client.get(LEDGER))]
    assert [row.pk for row in listed(client.get(LEDGER, {"sort": sort}))] == usual


@pytest.mark.parametrize("person", ["ministry", "officer_an_giang", "clerk_an_giang", "auditor"])
@pytest.mark.parametrize("url", [LEDGER, PROJECTS, BUDGETS])
def test_queries_do_not_grow_with_rows(
    client, request, url, person, year_2025, clerk_an_giang, officer_an_giang, centre_an_giang
):
    client.force_login(request.getfixturevalue(person))
    for number in range(2):
        grant = make_grant(make_project(centre_an_giang, f"AG-{number}"), officer_an_giang)
        pay_often(grant, clerk_an_giang, 1)
    few = queries_of(client, url)
    for number in range(2, 9):
        grant = make_grant(make_project(centre_an_giang, f"AG-{number}"), officer_an_giang)
        pay_often(grant, clerk_an_giang, 2)
    assert queries_of(client, url) == few <= 8


def test_the_latest_year_with_a_budget_is_shown(
    client, ministry, year_2025, project_an_giang, officer_an_giang, clerk_an_giang
):
    for year in (2024, 2025):
        pay_often(
            make_grant(project_an_giang, officer_an_giang, budget_year=year), clerk_an_giang, 1
        )
    client.force_login(ministry)
    assert [row.grant.budget_year for row in listed(client.get(LEDGER))] == [2025]
    assert [row.grant.budget_year for row in listed(client.get(LEDGER, {"year": 2024}))] == [2024]
    assert len(listed(client.get(LEDGER, {"year": "all"}))) == 2


BAD = [
    ("year", "1999"),
    ("year", "9" * 5000),
    ("year", "x"),
    ("year", "２０２５"),
    ("source", "moon"),
    ("until", "31/02/2025"),
    ("until", "2025-13-01"),
    ("from", "soon"),
    ("unit", "atlantis"),
    ("province", "atlantis"),
    ("province", "' OR 1=1 --"),
    ("region", "west"),
    ("centre", "ttkc-nowhere"),
    ("state", "gone"),
    ("month", "2025-13"),
    ("month", "2031-01"),
    ("q", "a\0b"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_wrong_choice_is_explained(client, ministry, year_2025, name, value):
    client.force_login(ministry)
    answer = client.get(LEDGER, {name: value})
    assert answer.status_code == 400
    assert "table" not in answer.context  # nothing that could be taken for an answer


@pytest.mark.parametrize(
    ("typed", "nearest"), [("1999", "2024"), ("2031", "2025"), ("9" * 5000, "2025")]
)
def test_a_wrong_year_offers_the_nearest(client, ministry, year_2025, typed, nearest):
    client.force_login(ministry)
    answer = client.get(LEDGER, {"year": typed, "state": "sent"})
    [(words, url)] = answer.context["offers"]
    assert words == f"năm {nearest}"
    assert client.get(url).context["table"] is not None
    assert "state=sent" in url


def test_what_is_no_year_is_said_and_the_latest_offered(client, ministry, year_2025):
    client.force_login(ministry)
    answer = client.get(LEDGER, {"year": "x" * 99, "state": "sent"})
    assert answer.context["problem"] == f"“{'x' * 40}” không phải là năm."
    [(words, url)] = answer.context["offers"]
    assert (words, url) == ("năm 2025", f"{LEDGER}?state=sent&year=2025")
    assert client.get(url).context["table"] is not None


def test_a_field_that_is_wrong_says_so_beside_what_was_typed(client, ministry, year_2025):
    client.force_login(ministry)
    query = {"q": "máy móc", "state": "gone"}
    page = client.get(LEDGER, query).content.decode()
    assert 'role="alert"' in page
    assert 'href="#id_state"' in page
    assert 'value="máy móc"' in page
    # htmx would show nothing of an answer that failed.
    part = client.get(LEDGER, query, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert 'role="alert"' in part.content.decode()


def test_a_list_works_without_javascript(client, ministry, many):
    client.force_login(ministry)
    page = client.get(LEDGER, {"state": "sent", "sort": "kind"}).content.decode()
    form = page[
        page.index('<form class="panel filter') : page.index("</form>", page.index('id="filter"'))
    ]
    assert 'method="get"' in form and 'type="submit"' in form
    assert 'name="year" value="2025"' in form
    # Sorting and paging are links that keep every choice.
    assert "state=sent" in page and "page=2" in page and "sort=-kind" in page


def test_htmx_gets_the_very_part_of_the_page(client, ministry, many):
    client.force_login(ministry)
    whole = client.get(LEDGER, {"page": 2}).content.decode()
    asked = client.get(LEDGER, {"page": 2}, headers={"HX-Request": "true"}).content.decode()
    start = '<section class="panel panel-table span-12" id="list"'
    assert (
        whole[whole.index(start) :].split("</section>")[0]
        == (asked[asked.index(start) :].split("</section>")[0])
    )


def test_nothing_found_is_said(client, ministry, year_2025):
    client.force_login(ministry)
    page = client.get(PROJECTS).content.decode()
    assert "Không có số liệu cho lựa chọn này." in page

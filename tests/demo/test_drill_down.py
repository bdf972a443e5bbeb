"""A figure of a page opens onto exactly the rows whose sum it is, on both maps."""

from html.parser import HTMLParser
from typing import NamedTuple

import pytest
from django.http import QueryDict
from django.urls import reverse

from promotion.models import User
from promotion.templatetags import figures
from reports.models import Edition
from tests.engines import by_turns
from tests.projects.listing import table_at

ROWS = {
    reverse("budgets"): "plan_vnd",
    reverse("disbursements"): "amount_vnd",
    reverse("approvals"): "amount_vnd",
    reverse("decisions"): "",
    # What it is sorted by; else as many as there are rows.
    reverse("projects"): "",
    reverse("results"): "",
    reverse("beneficiaries"): "establishment",
}

PAGES = [
    "/regions/central/?year=2025&until=2025-11-30",
    "/regions/central/?year=2025&until=2025-05-31&lens=then",
    "/regions/north/?year=2024&until=2024-12-31&lens=then&source=local",
    "/provinces/quang-tri/?year=2025&until=2025-11-30",
    "/provinces/vinh-long/?year=2025&until=2026-01-20&source=local",
    "/overview/?year=2026&until=2026-10-31",
    "/reports/year-on-year/?year=2025&until=2025-05-31&lens=then&years=4",
    "/reports/year-on-year/?year=2025&until=2026-01-31&region=central",
    "/reports/programme-period/?year=2026&until=2026-10-31&period=2021-2025",
    "/reports/programme-period/?year=2025&until=2025-11-20&region=north&by=level",
    "/reports/programme-period/?year=2025&until=2025-05-31&lens=then&source=local",
    "/reports/content/?year=2025&until=2025-05-31&lens=then&region=south&by=level",
    "/reports/monthly/?year=2025&until=2026-01-31&region=central",
    "/reports/monthly/?year=2025&until=2025-11-20&source=local",
    "/reports/execution/?year=2025&until=2025-05-31&lens=then",
    "/reports/execution/?year=2025&until=2025-11-30&region=south&by=level",
    "/reports/execution/?year=2025&until=2025-05-31&lens=then&region=north&by=level",
    "/reports/year-on-year/?year=2026&until=2026-10-31&province=vinh-long&by=level",
    "/reports/content/?year=2025&until=2025-11-30&region=central",
    "/reports/projects/?year=2024&until=2024-12-31&by=province",
    "/reports/projects/?year=2025&until=2025-11-30&region=central&by=status",
    "/reports/projects/?year=2025&until=2025-05-31&lens=then&province=quang-binh&by=round",
    "/reports/projects/?year=2026&until=2026-10-31&source=national&by=kind",
    "/reports/projects/?year=2025&until=2025-11-30&region=north&by=content",
    "/reports/results/?year=2025&until=2025-11-30&region=central",
    "/reports/results/?year=2024&until=2024-11-30&lens=then&region=north&source=local",
    "/reports/centres/?year=2025&until=2025-05-31&source=national",
    "/reports/centres/?year=2026&until=2026-10-31&region=central",
    "/reports/plan-changes/?year=2025&until=2025-11-30&region=north&since=2025-04-01",
    "/reports/plan-changes/?year=2025&until=2025-05-31&lens=then&source=local",
    "/reports/periodic/?year=2025&until=2025-12-31",
    "/reports/plan-changes/?year=2025&until=2025-11-30&by=region",
    "/reports/periodic/?year=2025&until=2025-11-30&lens=then&region=central&period=q3",
]


class Figure(NamedTuple):
    """What a page prints, and the address of its rows.

    in_money    whether it says so; a figure in a table does if its column is called amount
    """

    address: str
    text: str
    in_money: bool


class Figures(HTMLParser):
    """The figures of a page that open rows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[Figure] = set()
        self.address = ""
        self.text = ""
        self.heads: list[str] = []  # of the columns of this table
        self.column = 0
        self.is_head = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        address = named.get("href") or ""
        if tag == "a" and address.partition("?")[0] in ROWS and "until=" in address:
            self.address, self.text = address, ""
        elif tag == "tr":
            self.column = -1
        elif tag in ("th", "td"):
            self.column += 1
            self.text, self.is_head = "", named.get("scope") == "col"

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        text = self.text.strip()
        if tag == "a" and self.address:
            number = text.removesuffix("triệu đồng").strip()
            head = self.heads[self.column] if self.column < len(self.heads) else ""
            if number.replace(".", "").replace(",", "").isdigit():
                in_money = number != text or head == "Số tiền"
                self.found.add(Figure(self.address, number, in_money))
            self.address = ""
        elif tag == "th" and self.is_head:
            self.heads.append(text)
        elif tag == "table":
            self.heads = []


@pytest.mark.parametrize("page", by_turns(PAGES))
def test_a_figure_is_the_sum_of_its_rows(client, db, page):
    found = figures_of(client, page)
    assert len(found) >= 8
    assert not wrong_sums(sampled(found))


def test_a_figure_of_a_conference_is_the_sum_of_its_rows(client, db):
    """Also where the members are others than the region's."""
    made = Edition.objects.create(region_id="central", ordinal=14, year=2025, until="2025-11-30")
    made.members.set(["thanh-hoa", "gia-lai", "an-giang"])
    found = figures_of(client, made.get_absolute_url())
    # In sentences plan and disbursed of the year before; plan; disbursed, and of each source;
    # projects with support, and those of them accepted. Then cards, and a table of the members.
    assert len({(figure.address, figure.text) for figure in found}) == 33
    assert not wrong_sums(found)


def test_an_estimate_of_a_region_is_the_total_of_its_provinces(client, db):
    """Also the plan of those who declared, and what came of it; the country's as well."""
    page = "/reports/estimates/?year=2025&until=2025-12-31&by=region"
    client.force_login(User.objects.get(username="ministry"))
    table = table_of(client, page)
    cells = [
        (column, cell)
        for row in [*table["rows"], table["total"]]
        for column, cell in enumerate(row["cells"])
        if cell["url"].endswith("#rows")
    ]
    assert len(cells) > 20
    totals = {
        url: table_of(client, url)["total"]["cells"] for url in {cell["url"] for _, cell in cells}
    }
    assert len(totals) == 4
    assert all(cell["text"] == totals[cell["url"]][column]["text"] for column, cell in cells)


def table_of(client, page: str) -> dict:
    return client.get(page).context["table"]


def figures_of(client, page: str) -> set[Figure]:
    client.force_login(User.objects.get(username="ministry"))
    return Figures(client.get(page).content.decode()).found


def sampled(found: set[Figure]) -> set[Figure]:
    """About eight of them, and one of each kind of list."""
    ordered = sorted(found)
    kinds = {}
    for figure in ordered:
        path, _mark, query = figure.address.partition("?")
        asked = QueryDict(query)
        kinds[path, asked.get("sort"), asked.get("state"), figure.in_money] = figure
    return {*ordered[:: len(found) // 8], *kinds.values()}


def wrong_sums(found) -> list[tuple[str, str, str]]:
    """(address, figure, sum of its rows) where they are not the same."""
    reader = User.objects.get(username="ministry")
    wrong = []
    for figure in found:
        path, _mark, query = figure.address.partition("?")
        rows = table_at(figure.address, reader)
        summed = told(rows, path, QueryDict(query), figure.in_money)
        if summed != figure.text:
            wrong.append((figure.address, figure.text, summed))
    return wrong


def told(rows, path: str, asked: QueryDict, in_money: bool) -> str:
    """The total of the list as the report prints it."""
    by = asked.get("sort", "").removeprefix("-") or ROWS[path]
    if (asked.get("state") == "sent" and not in_money) or not by:
        return figures.vnd(rows.paginator.count)  # how many wait, or are listed
    if by.endswith("income_vnd") or by in ("rate", "times"):
        return rows.columns[by].footer
    is_money = by.endswith("_vnd") or asked.get("figure", "").endswith("_vnd")
    return (figures.million if is_money else figures.vnd)(rows.sums[by])

"""A figure of a page opens onto exactly the rows whose sum it is, on both maps."""

from html.parser import HTMLParser

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
    "/reports/plan-changes/?year=2025&until=2025-11-30&region=north&since=2025-04-01",
    "/reports/plan-changes/?year=2025&until=2025-05-31&lens=then&source=local",
    "/reports/periodic/?year=2025&until=2025-12-31",
    "/reports/plan-changes/?year=2025&until=2025-11-30&by=region",
    "/reports/periodic/?year=2025&until=2025-11-30&lens=then&region=central&period=q3",
]


class Figures(HTMLParser):
    """{(address of rows, printed figure)} of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.address = ""
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.partition("?")[0] in ROWS and "until=" in address:
            self.address, self.text = address, ""

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "a" and self.address:
            text = self.text.strip().removesuffix("triệu đồng").strip()
            if text.replace(".", "").replace(",", "").isdigit():
                self.found.add((self.address, text))
            self.address = ""


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
    assert len(found) == 33
    assert not wrong_sums(found)


def test_an_estimate_of_a_region_is_the_total_of_its_provinces(client, db):
    """Also the plan of those who declared, and what came of it; the country's as well."""
    page = "/reports/estimates/?year=2025&until=2025-12-31&by=region"
    client.force_login(User.objects.get(username="ministry"))
    cells = [
        cell
        for row in [*table_of(client, page)["rows"], table_of(client, page)["total"]]
        for cell in row["cells"]
        if cell["url"].endswith("#rows")
    ]
    assert len(cells) > 20
    totals = {
        url: [cell["text"] for cell in table_of(client, url)["total"]["cells"]]
        for url in {cell["url"] for cell in cells}
    }
    assert len(totals) == 4
    assert all(cell["text"] in totals[cell["url"]] for cell in cells)


def table_of(client, page: str) -> dict:
    return client.get(page).context["table"]


def figures_of(client, page: str) -> set[tuple[str, str]]:
    client.force_login(User.objects.get(username="ministry"))
    return Figures(client.get(page).content.decode()).found


def sampled(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """About eight of them, and one of each kind of list."""
    ordered = sorted(found)
    kinds = {}
    for address, printed in ordered:
        path, _mark, query = address.partition("?")
        kinds[path, QueryDict(query).get("sort")] = address, printed
    return {*ordered[:: len(found) // 8], *kinds.values()}


def wrong_sums(found) -> list[tuple[str, str, str]]:
    """(address, figure, sum of its rows) where they are not the same."""
    reader = User.objects.get(username="ministry")
    wrong = []
    for address, printed in found:
        path, _mark, query = address.partition("?")
        summed = told(table_at(address, reader), path, QueryDict(query))
        if summed != printed:
            wrong.append((address, printed, summed))
    return wrong


def told(rows, path: str, asked: QueryDict) -> str:
    """The total of the list as the report prints it."""
    by = asked.get("sort", "").removeprefix("-") or ROWS[path]
    if asked.get("state") == "sent" or not by:
        return figures.vnd(rows.paginator.count)  # how many wait, or are listed
    if by.endswith("income_vnd") or by in ("rate", "times"):
        return rows.columns[by].footer
    in_money = by.endswith("_vnd") or asked.get("figure", "").endswith("_vnd")
    return (figures.million if in_money else figures.vnd)(rows.sums[by])

"""Rows by level on the page: their numbers, and what is said where there are none."""

from tests.reports.reading import table, words


def test_only_provinces_are_numbered(divided, official):
    page = official.get(
        "/reports/execution/", {"year": "2025", "until": "2025-11-30", "by": "level"}
    ).content.decode()
    rows = table(page, "Theo tỉnh, thành phố và theo cấp")
    numbers = {row[1]: row[0] for row in rows if len(row) > 2}
    assert numbers["An Giang – cấp huyện"] == numbers["An Giang – cấp xã"] == "–"
    own = [number for name, number in numbers.items() if number.isdigit()]
    assert own == [str(number) for number in range(1, 35)]


def test_where_no_district_or_commune_has_any_it_is_said(divided, official):
    told = "không có kinh phí cấp huyện, cấp xã"
    for slug in ("execution", "year-on-year", "content"):
        for region, by, said in (
            ("north", "level", True),
            ("south", "level", False),
            ("north", "province", False),
        ):
            query = {"year": "2025", "until": "2025-11-30", "region": region, "by": by}
            shown = words(official.get(f"/reports/{slug}/", query).content.decode())
            assert (told in shown) == said, (slug, region, by)

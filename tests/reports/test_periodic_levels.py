"""The periodic report's local money by level of government."""

import pytest

from reports.parameters import Lens, SourceChoice
from tests.reports.reading import addresses
from tests.reports.test_periodic import load, printed


@pytest.mark.parametrize("lens", Lens)
@pytest.mark.parametrize("unit", ["an-giang", ""])
def test_local_money_is_told_by_level_where_districts_or_communes_have_some(divided, unit, lens):
    figures = load(lens=lens)
    found = printed(figures, figures.map.scope(province=unit))
    levels = {key: row[1:] for key, row in found.items() if "_local_" in key}
    own = ("1,000", "600") if unit else ("1,300", "605")  # Gia Lai has 300 and 5 of its own
    assert levels == {
        "plan_vnd_local_province": [own[0], "0", own[0]],
        "plan_vnd_local_district": ["60", "0", "60"],
        "plan_vnd_local_commune": ["40", "0", "40"],
        "approved_vnd_local_province": [own[0], "0", own[0]],
        "approved_vnd_local_district": ["60", "0", "60"],
        "approved_vnd_local_commune": ["40", "0", "40"],
        "disbursed_vnd_local_province": [own[1], "0", own[1]],
        "disbursed_vnd_local_district": ["20", "0", "20"],
        "disbursed_vnd_local_commune": ["30", "0", "30"],
    }
    assert found["plan_vnd"][1] == f"{100 + int(own[0].replace(',', '')):,}"


def test_money_of_one_level_opens_onto_its_rows(divided, official):
    for place in ({"province": "an-giang"}, {"region": "south"}):
        page = official.get("/reports/periodic/", {"year": 2025} | place).content.decode()
        for path in ("/budgets/", "/approvals/", "/disbursements/"):
            of_levels = [query for query in addresses(page, path) if "level" in query]
            # In the columns of local money and of all.
            assert [query["level"] for query in of_levels] == [
                [level] for level in ("province", "district", "commune") for _column in range(2)
            ]
            assert all(query["source"] == ["local"] for query in of_levels)


def test_where_there_is_one_level_it_is_not_told(divided):
    figures = load()
    gia_lai = printed(figures, figures.map.province("gia-lai"))
    of_nation = printed(load(source=SourceChoice.NATIONAL))
    assert not [key for key in (*gia_lai, *of_nation) if "_local_" in key]

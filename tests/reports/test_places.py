"""The map through time, on the reference data."""

from datetime import date

import pytest

from provinces.models import Province
from reports import queries
from reports.parameters import BadParameter, By, Lens, Parameters
from reports.places import CENTRAL_UNITS, COUNTRY, Place, PlaceKind, ProvinceMap
from reports.units import OffTheMap

TODAY = date(2026, 11, 22)


def on_map(until: date, lens: Lens = Lens.THEN) -> ProvinceMap:
    return queries.draw_map(Parameters(until.year, until, TODAY, lens=lens))


@pytest.fixture
def today(db) -> ProvinceMap:
    return on_map(date(2025, 11, 30), Lens.TODAY)


@pytest.fixture
def before(db) -> ProvinceMap:
    """The last day of the 63 provinces."""
    return on_map(date(2025, 6, 30))


@pytest.fixture
def after(db) -> ProvinceMap:
    return on_map(date(2025, 7, 1))


def sizes(drawn: ProvinceMap) -> dict[str, int]:
    return {region.key: len(drawn.members(region)) for region in drawn.regions}


def test_provinces_and_regions_of_each_day(today, before, after):
    assert len(before.provinces) == 63
    assert sizes(before) == {"north": 28, "central": 15, "south": 20}
    assert len(after.provinces) == len(today.provinces) == 34
    assert sizes(after) == sizes(today) == {"north": 15, "central": 11, "south": 8}


def test_two_queries_draw_the_map(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        on_map(date(2025, 11, 30))


def test_today_every_unit_counts_for_its_current_one(today):
    for unit in Province.objects.all():
        assert today.holder(unit.unit).key == unit.current_id


def test_money_folds_into_the_successor_from_the_day_of_the_merger(before, after):
    assert before.holder("kien-giang").key == "kien-giang"
    assert after.holder("kien-giang").key == "an-giang"
    assert after.holder("hue").key == "hue"


def test_money_of_a_unit_that_is_still_to_come_keeps_its_own_row(before):
    assert before.holder("an-giang").key == "an-giang"
    assert "an-giang" not in {place.key for place in before.provinces}


def test_central_units_belong_to_the_country_alone(today):
    assert today.holder(None) is CENTRAL_UNITS
    assert today.contains(COUNTRY, CENTRAL_UNITS)
    assert not any(today.contains(region, CENTRAL_UNITS) for region in today.regions)


def test_regions_follow_their_dates(before, after):
    assert before.province("thanh-hoa").region == "north"
    assert after.province("thanh-hoa").region == "central"
    assert before.province("binh-thuan").region == "south"
    assert after.holder("binh-thuan").region == "central"


def test_names_follow_the_day_of_the_map(today):
    assert on_map(date(2024, 12, 31)).province("hue").full_name == "tỉnh Thừa Thiên Huế"
    assert on_map(date(2025, 1, 1)).province("hue").full_name == "TP. Huế"
    assert on_map(date(2026, 8, 31)).province("quang-ninh").full_name == "tỉnh Quảng Ninh"
    assert today.province("quang-ninh").full_name == "TP. Quảng Ninh"
    assert today.province("ho-chi-minh").full_name == "TP. Hồ Chí Minh"


def test_rows_run_from_north_to_south(today):
    keys = [place.key for place in today.provinces]
    assert (keys[0], keys[-1]) == ("lai-chau", "ca-mau")
    assert keys.index("thanh-hoa") < keys.index("hue") < keys.index("an-giang")


def test_a_merged_unit_is_off_the_map_and_names_its_successor(today):
    with pytest.raises(OffTheMap) as caught:
        today.province("quang-binh")
    assert caught.value.status == 404
    assert caught.value.successor == "quang-tri"
    assert caught.value.suggestion == {"province": "quang-tri"}
    assert "Quảng Trị" in caught.value.sentence
    assert caught.value.on_a_command_line.endswith("--province=quang-tri")


def test_a_unit_to_come_is_off_the_map_and_names_its_territory(before):
    with pytest.raises(OffTheMap) as caught:
        before.province("an-giang")
    assert caught.value.suggestion == {"lens": "today", "province": "an-giang"}
    assert "An Giang, Kiên Giang" in caught.value.sentence


def test_unknown_places_offer_what_is_near(today):
    with pytest.raises(BadParameter) as caught:
        today.province("an-giangg")
    assert (caught.value.status, caught.value.suggestion) == (404, {"province": "an-giang"})
    with pytest.raises(BadParameter) as caught:
        today.region("centre")
    assert (caught.value.status, caught.value.suggestion) == (404, {"region": "north"})


def test_the_place_of_a_link(today):
    assert today.scope() is COUNTRY
    assert today.scope(region="central").kind == PlaceKind.REGION
    assert today.scope(province="hue").key == "hue"
    assert today.scope(region="central", province="hue").key == "hue"
    with pytest.raises(BadParameter):
        today.scope(region="north", province="hue")


def test_the_rows_of_a_place(today):
    central, hue = today.region("central"), today.province("hue")
    assert len(today.rows_of(COUNTRY, By.PROVINCE)) == 34
    assert today.rows_of(COUNTRY, By.REGION) == today.regions
    assert today.rows_of(central, By.REGION) == (central,)
    assert today.rows_of(hue, By.PROVINCE) == (hue,)
    with pytest.raises(BadParameter):
        today.rows_of(hue, By.REGION)


def test_places_in_words(today):
    assert COUNTRY.territory == "cả nước"
    assert today.region("central").territory == (
        "các tỉnh, thành phố khu vực miền Trung - Tây Nguyên"
    )
    assert today.province("thanh-hoa").territory == "tỉnh Thanh Hóa"
    assert str(Place(PlaceKind.REGION, "x", "khu vực", "region")) == "khu vực"

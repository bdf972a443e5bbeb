"""The map of Vietnam through time, as load_reference leaves it."""

from collections import Counter
from datetime import date, timedelta

import pytest

from promotion.lib.text import fold
from provinces.models import Commune, Province, ProvinceName, Region, RegionMembership
from provinces.reference import load_provinces

LAST_DAY_OF_63 = date(2025, 6, 30)
FIRST_DAY_OF_34 = date(2025, 7, 1)
DAYS = [date(2008, 8, 1), date(2024, 12, 31), LAST_DAY_OF_63, FIRST_DAY_OF_34, date(2026, 10, 31)]

pytestmark = pytest.mark.django_db


def units_on(day: date) -> set[str]:
    return set(Province.objects.valid_on(day).values_list("unit", flat=True))


def test_63_units_until_june_2025_and_34_from_july():
    assert Province.objects.count() == 86
    assert len(units_on(LAST_DAY_OF_63)) == 63
    assert len(units_on(FIRST_DAY_OF_34)) == 34
    assert len(units_on(LAST_DAY_OF_63) - units_on(FIRST_DAY_OF_34)) == 52
    assert len(units_on(FIRST_DAY_OF_34) - units_on(LAST_DAY_OF_63)) == 23


def test_every_unit_knows_who_holds_its_territory_today():
    provinces = {province.unit: province for province in Province.objects.all()}
    for province in provinces.values():
        holder = province
        while holder.successor_id:
            assert holder.valid_to + timedelta(days=1) == provinces[holder.successor_id].valid_from
            holder = provinces[holder.successor_id]
        assert province.current_id == holder.unit
        assert province.exists_today == (province.valid_to is None)
    assert provinces["kien-giang"].current_id == "an-giang"
    assert provinces["binh-dinh"].current_id == "gia-lai"


def test_a_code_may_pass_to_another_province():
    assert Province.objects.valid_on(LAST_DAY_OF_63).get(code="24").name == "Bắc Giang"
    assert Province.objects.valid_on(FIRST_DAY_OF_34).get(code="24").name == "Bắc Ninh"
    owners: dict[str, set[str]] = {}
    for code, name in Province.objects.values_list("code", "name"):
        owners.setdefault(code, set()).add(name)
    passed_on = {code for code, names in owners.items() if len(names) > 1}
    assert passed_on == {"15", "24", "44", "52", "80", "82", "91"}


@pytest.mark.parametrize("day", DAYS)
def test_every_unit_has_one_name_and_one_region_on_every_day(day):
    units = units_on(day)
    for rows in (ProvinceName.objects, RegionMembership.objects):
        assert Counter(rows.valid_on(day).values_list("province_id", flat=True)) == Counter(units)


def test_names_and_regions_follow_one_another_without_a_gap():
    for rows in (ProvinceName.objects, RegionMembership.objects):
        for province in Province.objects.all():
            spans = list(rows.filter(province=province).order_by("valid_from"))
            assert spans[0].valid_from == province.valid_from
            assert spans[-1].valid_to == province.valid_to
            for earlier, later in zip(spans, spans[1:], strict=False):
                assert later.valid_from == earlier.valid_to + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "sizes"),
    [
        (LAST_DAY_OF_63, {"north": 28, "central": 15, "south": 20}),
        (FIRST_DAY_OF_34, {"north": 15, "central": 11, "south": 8}),
    ],
)
def test_sizes_of_the_conference_regions(day, sizes):
    regions = RegionMembership.objects.valid_on(day).values_list("region_id", flat=True)
    assert Counter(regions) == sizes


def test_a_region_is_a_matter_of_the_day():
    def region_of(unit: str, day: date) -> str:
        return RegionMembership.objects.valid_on(day).get(province=unit).region_id

    assert region_of("thanh-hoa", LAST_DAY_OF_63) == "north"
    assert region_of("thanh-hoa", FIRST_DAY_OF_34) == "central"
    assert region_of("binh-thuan", LAST_DAY_OF_63) == "south"
    assert region_of("lam-dong", FIRST_DAY_OF_34) == "central"
    assert RegionMembership.objects.filter(province="ha-noi").count() == 1


@pytest.mark.parametrize(
    ("unit", "day", "name", "kind"),
    [
        ("hue", date(2024, 12, 31), "Thừa Thiên Huế", "province"),
        ("hue", date(2025, 1, 1), "Huế", "city"),
        ("dong-nai", date(2026, 4, 29), "Đồng Nai", "province"),
        ("dong-nai", date(2026, 4, 30), "Đồng Nai", "city"),
        ("bac-ninh", date(2026, 9, 19), "Bắc Ninh", "province"),
        ("quang-ninh", date(2026, 9, 1), "Quảng Ninh", "city"),
        ("quang-binh", LAST_DAY_OF_63, "Quảng Bình", "province"),
    ],
)
def test_name_and_kind_of_the_day(unit, day, name, kind):
    row = ProvinceName.objects.valid_on(day).get(province=unit)
    assert (row.name, row.kind) == (name, kind)


def test_the_city_is_never_printed_by_its_bare_name():
    labels = {province.short_label for province in Province.objects.filter(name="Hồ Chí Minh")}
    labels |= {row.short_label for row in ProvinceName.objects.filter(name="Hồ Chí Minh")}
    assert labels == {"TP. Hồ Chí Minh"}


def test_the_tile_map_has_a_square_for_each_of_the_34():
    drawn = Province.objects.filter(tile_column__isnull=False, tile_row__isnull=False)
    assert set(drawn.values_list("unit", flat=True)) == units_on(FIRST_DAY_OF_34)
    assert len(set(drawn.values_list("tile_column", "tile_row"))) == 34


def test_todays_communes():
    assert Counter(Commune.objects.values_list("kind", flat=True)) == {
        "xã": 2599,
        "phường": 709,
        "đặc khu": 13,
    }
    places = set(Commune.objects.values_list("province_id", flat=True))
    assert places == units_on(FIRST_DAY_OF_34)


@pytest.mark.parametrize("typed", ["hoà bình", "Hòa Bình", "HOA BINH", "Hoa\u0300 Bi\u0300nh"])
def test_a_province_is_found_however_it_is_typed(typed):
    found = Province.objects.filter(folded_name=fold(typed))
    assert [province.name for province in found] == ["Hòa Bình"]


def test_one_tone_placement_throughout():
    for model in (Province, ProvinceName, Commune):
        names = model.objects.values_list("name", flat=True)
        assert not [name for name in names if name.endswith(("oà", "oá", "oả", "oã", "oạ", "uỷ"))]


def test_north_to_south_then_the_alphabet():
    first = list(Province.objects.valid_on(FIRST_DAY_OF_34).values_list("unit", flat=True))
    assert (first[0], first[9], first[-1]) == ("lai-chau", "ha-noi", "ca-mau")
    merged = Province.objects.filter(current="quang-tri").values_list("name", flat=True)
    assert list(merged)[0] == "Quảng Bình"


def test_loading_again_changes_nothing():
    again = load_provinces()
    assert (again.added, again.changed) == (0, 0)
    assert Region.objects.count() == 3


def test_loading_restores_what_differs_and_keeps_what_the_files_do_not_hold():
    Province.objects.filter(unit="an-giang").update(short_label="?")
    Commune.objects.create(code="99999", name="Mới", kind="xã", province_id="an-giang")
    again = load_provinces()
    assert (again.added, again.changed) == (0, 1)
    assert Province.objects.get(unit="an-giang").short_label == "An Giang"
    assert Commune.objects.filter(code="99999").exists()

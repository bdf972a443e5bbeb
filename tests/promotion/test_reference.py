"""Periods, contents and norms, as load_reference leaves them."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from promotion.models import (
    AdvanceRule,
    Content,
    ContentCatalogue,
    ContentMapping,
    Norm,
    ProgrammePeriod,
    ReportingPeriod,
)
from promotion.reference import load_programme

pytestmark = pytest.mark.django_db


def test_two_programme_periods_that_meet():
    periods = ProgrammePeriod.objects.values_list("first_year", "last_year", "legal_basis")
    assert list(periods) == [
        (2021, 2025, "Quyết định 1881/QĐ-TTg"),
        (2026, 2030, "Quyết định 2646/QĐ-BCT"),
    ]


@pytest.mark.parametrize(
    ("catalogue", "groups"),
    [("conference_2025", 6), ("programme_2021_2025", 7), ("decree_45_2012", 9)],
)
def test_every_catalogue_groups_all_22_contents(catalogue, groups):
    catalogue = ContentCatalogue.objects.get(slug=catalogue)
    numbers = catalogue.groups.values_list("number", flat=True)
    assert list(numbers) == list(range(1, groups + 1))
    contents = set(Content.objects.values_list("slug", flat=True))
    assert len(contents) == 22
    assert set(catalogue.mappings.values_list("content_id", flat=True)) == contents


def test_a_content_is_mapped_within_its_own_catalogue():
    for mapping in ContentMapping.objects.select_related("group"):
        assert mapping.group.catalogue_id == mapping.catalogue_id


def test_the_same_content_stands_in_another_group_of_another_catalogue():
    groups = ContentMapping.objects.filter(content="pollution-treatment")
    numbers = dict(groups.values_list("catalogue_id", "group__number"))
    assert numbers == {"conference_2025": 1, "programme_2021_2025": 2, "decree_45_2012": 7}


def test_norms_are_dated_and_in_whole_vnd():
    machinery = Norm.objects.filter(content="machinery", province=None)
    caps = machinery.values_list("valid_from", "valid_to", "percent_cap", "amount_cap_vnd")
    assert list(caps) == [
        (date(2014, 4, 4), date(2018, 5, 10), 50, 200_000_000),
        (date(2018, 5, 11), None, 50, 300_000_000),
    ]


def test_a_provinces_own_norm_and_the_coefficient_for_all():
    assert Norm.objects.get(content="demo-model", province="dak-lak").amount_cap_vnd == 800_000_000
    [priority] = Norm.objects.filter(content=None)
    assert str(priority.coefficient) == "1.50"


def test_first_advances_say_on_what_condition_and_how_sure_they_are():
    percents = AdvanceRule.objects.values_list("first_advance_percent", flat=True)
    assert sorted(percents) == [30, *[70] * 14, 100]
    rule = AdvanceRule.objects.get(content="machinery")
    assert (rule.first_advance_percent, rule.is_read) == (70, True)
    assert "70%" in rule.condition_vi and "70 percent" in rule.condition_en
    assert not AdvanceRule.objects.get(content="production-line").is_read


def test_loading_again_changes_nothing():
    again = load_programme()
    assert (again.added, again.changed) == (0, 0)


def test_every_month_is_reported_by_its_25th():
    periods = ReportingPeriod.objects.all()
    assert periods.count() == 84
    february = periods.get(first_day=date(2024, 2, 1))
    assert (february.last_day, february.due_on) == (date(2024, 2, 29), date(2024, 2, 25))
    assert february.number == "2/2024"


def test_loading_again_keeps_what_administrators_changed():
    february = ReportingPeriod.objects.filter(first_day=date(2024, 2, 1))
    february.update(due_on=date(2024, 3, 5))
    ReportingPeriod.objects.filter(first_day=date(2024, 3, 1)).delete()
    again = load_programme()
    assert (again.added, again.changed) == (1, 0)
    assert february.get().due_on == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("kind", "month", "number"),
    [("quarter", 10, "IV/2025"), ("half-year", 7, "II/2025"), ("year", 1, "2025")],
)
def test_other_periods_are_called_by_their_number(kind, month, number):
    assert ReportingPeriod(kind=kind, first_day=date(2025, month, 1)).number == number


def test_the_command_says_what_it_did():
    Norm.objects.filter(content="start-up").update(amount_cap_vnd=1)
    said = StringIO()
    call_command("load_reference", stdout=said)
    assert said.getvalue() == "Reference data: 3825 rows, 0 new, 1 changed.\n"
    assert Norm.objects.get(content="start-up").amount_cap_vnd == 10_000_000

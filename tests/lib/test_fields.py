from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from promotion.fields import DayField, MoneyUnit, PastDayField, VndField
from promotion.filter_fields import AddressDayField


class EntryForm(forms.Form):
    amount_vnd = VndField()
    unit = forms.ChoiceField(choices=MoneyUnit, initial=MoneyUnit.VND)
    voucher_on = DayField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount_vnd"].unit = self["unit"].value()


def entry(amount, unit="vnd", day="02/09/2025"):
    return EntryForm({"amount_vnd": amount, "unit": unit, "voucher_on": day})


def refusal(field, typed, language="en"):
    """(code, sentence) with which the field refuses the text."""
    with override(language), pytest.raises(ValidationError) as caught:
        field.clean(typed)
    with override(language):
        return caught.value.code, caught.value.messages[0]


@pytest.mark.parametrize(
    ("language", "unit", "typed", "vnd"),
    [
        ("vi", "vnd", "600.000.000", 600_000_000),
        ("vi", "vnd", "600000000", 600_000_000),
        ("vi", "million", "600", 600_000_000),
        ("vi", "million", "1.234,5", 1_234_500_000),
        ("vi", "vnd", "1", 1),
        ("vi", "vnd", "1.000.000.000.000.000", 10**15),
        ("en", "vnd", "600,000,000", 600_000_000),
        ("en", "million", "1,234.5", 1_234_500_000),
    ],
)
def test_an_amount_is_read_in_the_unit_that_was_chosen(language, unit, typed, vnd):
    with override(language):
        form = entry(typed, unit)
        assert form.is_valid(), form.errors
    assert form.cleaned_data["amount_vnd"] == vnd
    assert form.cleaned_data["voucher_on"] == date(2025, 9, 2)


@pytest.mark.parametrize("unit", ["billion", "", None])
def test_the_unit_is_never_guessed(unit):
    form = entry("600", unit)
    assert not form.is_valid()
    assert form.errors.as_data()["amount_vnd"][0].code == "unit"
    assert "amount_vnd" not in form.cleaned_data


@pytest.mark.parametrize(
    ("typed", "unit", "code"),
    [
        ("", "vnd", "required"),
        ("  ", "vnd", "required"),
        ("600,5", "vnd", "digits"),
        ("60.84", "million", "digits"),
        ("-600", "vnd", "minus"),
        ("0", "vnd", "too_small"),
        ("0,0000001", "million", "decimals"),
        ("1.000.000.000.000.001", "vnd", "size"),
        ("1.000.000.001", "million", "size"),
        ("9" * 40, "vnd", "size"),
        ("<b>600</b>", "vnd", "digits"),
    ],
)
def test_a_refused_amount_is_shown_again_as_it_was_typed(typed, unit, code):
    with override("vi"):
        form = entry(typed, unit)
        assert form.errors.as_data()["amount_vnd"][0].code == code
        assert form["amount_vnd"].value() == typed


def test_refusals_say_what_to_do():
    assert refusal(VndField(), "1.5") == (
        "digits",
        "Please type whole đồng, with digits only or grouped like 1,250,500,000.",
    )
    assert refusal(VndField(unit="million"), "1,5") == (
        "digits",
        "Please type million đồng like 1,250.5.",
    )
    assert refusal(VndField(), "0")[1] == "Please type an amount of at least 1 đồng."
    assert refusal(VndField(max_vnd=10**6), "1000001")[1] == (
        "The amount may be at most 1,000,000 đồng. Please check the unit."
    )


def test_refusals_in_vietnamese_show_vietnamese_figures():
    assert refusal(VndField(unit="million"), "1.5", "vi")[1] == (
        "Đề nghị nhập số tiền theo triệu đồng, ví dụ 1.250,5."
    )
    assert refusal(DayField(), "12/31/2026", "vi")[1] == (
        "Ngày này không có trong lịch. Đề nghị nhập ngày trước, tháng sau, ví dụ 30/11/2025."
    )


@pytest.mark.parametrize(
    ("language", "unit", "shown"),
    [
        ("vi", "vnd", "600.500.000"),
        ("vi", "million", "600,5"),
        ("en", "vnd", "600,500,000"),
        ("en", "million", "600.5"),
    ],
)
def test_a_stored_amount_is_shown_as_it_would_be_typed(language, unit, shown):
    initial = {"amount_vnd": 600_500_000, "unit": unit}
    with override(language):
        assert EntryForm(initial=initial)["amount_vnd"].value() == shown
        form = EntryForm({"amount_vnd": shown, "unit": unit}, initial=initial)
        assert "amount_vnd" not in form.changed_data


def test_zero_passes_where_it_means_something():
    assert VndField(min_vnd=0).clean("0") == 0
    assert VndField(required=False).clean("") is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_days_come_first_in_both_languages(language):
    with override(language):
        assert DayField().clean("03/04/2026") == date(2026, 4, 3)
        assert DayField().clean("2026-04-03") == date(2026, 4, 3)
        assert DayField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("hôm nay", "form"),
        ("020925", "form"),
        ("12/31/2026", "no_such_day"),
        ("02/09/0205", "year"),
    ],
)
def test_a_refused_day_is_shown_again_as_it_was_typed(typed, code):
    form = entry("600", day=typed)
    assert form.errors.as_data()["voucher_on"][0].code == code
    assert form["voucher_on"].value() == typed


def test_a_stored_day_is_shown_day_first():
    form = EntryForm(initial={"voucher_on": date(2025, 9, 2)})
    assert 'value="02/09/2025"' in str(form["voucher_on"])


def test_a_date_in_english_names_years_without_grouping():
    assert refusal(DayField(), "02/09/2205")[1] == (
        "Please check the year: it must be from 1900 to 2100."
    )


def test_a_short_day_is_of_this_year_and_comes_back_in_full():
    this_year = timezone.localdate().year
    assert DayField().clean("2/9") == date(this_year, 9, 2)
    assert entry("x", day="2/9")["voucher_on"].value() == f"02/09/{this_year}"
    assert entry("x", day="2/9/25")["voucher_on"].value() == "02/09/2025"
    assert entry("x", day="31/2")["voucher_on"].value() == "31/2"


def test_a_day_that_cannot_lie_ahead_is_the_last_such_one(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 1, 1))
    assert PastDayField().clean("28/12") == date(2025, 12, 28)
    assert PastDayField().prepare_value("28/12") == "28/12/2025"
    assert PastDayField().clean("1/1") == date(2026, 1, 1)
    assert DayField().clean("28/12") == date(2026, 12, 28)


def test_an_address_has_the_year_of_its_day():
    """Or the same link would mean another day next year."""
    assert refusal(AddressDayField(), "2/9")[0] == "form"
    assert refusal(AddressDayField(), "2/9/25")[0] == "short_year"
    assert AddressDayField().clean("2025-09-02") == date(2025, 9, 2)
    assert AddressDayField().prepare_value("2025-09-02") == "2025-09-02"

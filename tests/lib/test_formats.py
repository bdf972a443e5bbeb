"""Dates and numbers through real Django forms, in both languages."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, timezone, translation

from promotion.fields import VndField

LANGUAGES = ["vi", "en"]


class PlainForm(forms.Form):
    """Django's own fields, as the admin and the filters use them."""

    day = forms.DateField(required=False)
    moment = forms.DateTimeField(required=False)
    number = forms.DecimalField(required=False, localize=True)
    count = forms.IntegerField(required=False, localize=True)


def cleaned(language, **data):
    with translation.override(language):
        form = PlainForm(data)
        return form.cleaned_data if form.is_valid() else form.errors.as_data()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("03/04/2026", date(2026, 4, 3)),
        ("3/4/2026", date(2026, 4, 3)),
        ("03-04-2026", date(2026, 4, 3)),
        ("03.04.2026", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
    ],
)
def test_days_come_first(language, typed, day):
    assert cleaned(language, day=typed)["day"] == day


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["12/31/2026", "3/4/26", "29/02/2025", "Apr 3 2026"])
def test_month_first_and_short_years_are_refused(language, typed):
    assert cleaned(language, day=typed)["day"][0].code == "invalid"


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_moments_are_shown_as_they_are_typed(language):
    moment = timezone.make_aware(datetime(2026, 4, 3, 8, 5))
    with translation.override(language):
        form = PlainForm(initial={"day": moment.date(), "moment": moment})
        assert 'value="03/04/2026"' in str(form["day"])
        page = Template("{{ d|date }} {{ d|date:'SHORT_DATE_FORMAT' }} {{ d }} {{ m }}")
        shown = page.render(Context({"d": moment.date(), "m": moment}))
    assert shown == "03/04/2026 03/04/2026 03/04/2026 08:05 03/04/2026"
    assert cleaned(language, moment="08:05 03/04/2026") != {}
    assert cleaned(language, moment="03/04/2026 08:05")["moment"] == moment


@pytest.mark.parametrize(("language", "typed"), [("vi", "84,06"), ("en", "84.06")])
def test_decimals_have_the_mark_of_the_language(language, typed):
    assert cleaned(language, number=typed)["number"] == Decimal("84.06")
    with translation.override(language):
        assert (
            formats.number_format(Decimal("1234.5"), 2, force_grouping=True)
            == {
                "vi": "1.234,50",
                "en": "1,234.50",
            }[language]
        )


@pytest.mark.parametrize(
    ("language", "typed", "vnd"),
    [("vi", "1.234", 1234), ("en", "1,234", 1234), ("vi", "1.234.567", 1_234_567)],
)
def test_a_grouped_amount_is_what_it_says(language, typed, vnd):
    with translation.override(language):
        assert VndField().clean(typed) == vnd


def test_a_plain_number_field_would_lose_the_thousands():
    """Why money has a field of its own: Django reads a thousandth, or refuses."""
    assert cleaned("vi", number="1.234")["number"] == Decimal("1.234")
    assert cleaned("vi", count="1.234")["count"][0].code == "invalid"


@pytest.mark.parametrize("language", LANGUAGES)
def test_years_and_keys_are_not_grouped(language):
    with translation.override(language):
        assert Template("{{ year }}").render(Context({"year": 2026})) == "2026"

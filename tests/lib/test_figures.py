from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils.translation import override


def shown(expression, value, language="vi"):
    """What a template prints; the filters need no {% load %}."""
    with override(language):
        return Template("{{ value|" + expression + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("expression", "value", "vi", "en"),
    [
        ("million", 60_840_000_000, "60.840", "60,840"),
        ("million:1", 600_000_000, "600,0", "600.0"),
        ("million", -1_500_000, "−2", "−2"),
        ("million", 0, "0", "0"),
        ("million", None, "…", "…"),
        ("vnd", 600_000_000, "600.000.000", "600,000,000"),
        ("vnd", -600_000_000, "−600.000.000", "−600,000,000"),
        ("vnd", 0, "0", "0"),
        ("vnd", None, "…", "…"),
        ("percent", Fraction(47017, 60840), "77,27%", "77.27%"),
        ("percent", Fraction(49465, 52026) - 1, "−4,92%", "−4.92%"),
        ("percent", Fraction(0), "0,00%", "0.00%"),
        ("percent", None, "x", "x"),
        ("percent_bare", Fraction(47017, 35194), "133,59", "133.59"),
        ("percent_bare", None, "x", "x"),
        ("day", date(2025, 11, 30), "30/11/2025", "30/11/2025"),
        ("day", None, "…", "…"),
        ("missing", None, "…", "…"),
        ("missing", 0, "0", "0"),
        ("missing", "", "", ""),
    ],
)
def test_figures_in_both_languages(expression, value, vi, en):
    assert shown(expression, value, "vi") == vi
    assert shown(expression, value, "en") == en


def test_missing_text_of_a_user_is_still_escaped():
    assert shown("missing", "<b>") == "&lt;b&gt;"


def test_a_moment_shows_the_day_it_was_in_vietnam():
    assert shown("day", datetime(2025, 12, 31, 17, 30, tzinfo=UTC)) == "01/01/2026"
    assert shown("day", datetime(2025, 12, 31, 16, 59, tzinfo=UTC)) == "31/12/2025"


def test_the_setting_chooses_the_rounding(settings):
    settings.PERCENT_ROUNDING = "half-up"
    assert shown("percent", Fraction(47017, 60840)) == "77,28%"
    assert shown("percent_bare", Fraction(47017, 60840)) == "77,28"


@pytest.mark.parametrize("expression", ["million", "vnd", "percent", "day"])
def test_a_misspelt_figure_is_an_error_and_not_a_blank(expression):
    with pytest.raises((TypeError, AttributeError)):
        Template("{{ misspelt|" + expression + " }}").render(Context())

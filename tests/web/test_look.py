"""The look's own rules: contrast of the colours in both schemes, what templates may not hold."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PARTS = sorted((settings.BASE_DIR / "templates" / "parts").glob("*.html"))
SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))

# WCAG 2.2 AA: text 4.5, shapes that carry meaning 3.
TEXT = [
    *[("ink", ground) for ground in ("paper", "card", "head", "hover", "brand-soft", "rest")],
    *[("ink-2", ground) for ground in ("paper", "card", "head", "hover", "rest")],
    *[("link", ground) for ground in ("paper", "card", "hover", "brand-soft")],
    *[(name, "card") for name in ("warn", "alert", "good")],
    ("ink", "warn-soft"),
    ("warn", "warn-soft"),
    ("ink", "alert-soft"),
    ("alert", "alert-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-2"),
    *[(f"class-{level}-ink", f"class-{level}") for level in range(1, 6)],
]
SHAPES = [("local", "card"), ("national", "card"), ("all", "card"), ("edge", "card")]


def tokens(scheme: str) -> dict[str, str]:
    """The hex colours of a scheme; dark has the light ones where it says nothing."""
    text = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light, dark = text.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG between two hex colours: 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    # White names on the fourth class would not do: dark ones are used.
    assert contrast("#ffffff", "#5a9d91") < 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_shapes_stand_out_from_their_ground(scheme):
    colours = tokens(scheme)
    pairs = [(pair, 4.5) for pair in TEXT] + [(pair, 3) for pair in SHAPES]
    weak = {
        pair: round(ratio, 2)
        for pair, least in pairs
        if (ratio := contrast(*(colours[name] for name in pair))) < least
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_two_sources_differ_in_grey_too(scheme):
    """Printed without colour, national money is still told from local by its depth."""
    colours = tokens(scheme)
    assert contrast(colours["local"], colours["national"]) > 1.2


def forbidden(html: str) -> list[str]:
    """What the Content-Security-Policy would refuse: styles, handlers and scripts in the page."""
    html = re.sub(r"{% comment %}.*?{% endcomment %}", "", html, flags=re.DOTALL)
    found = re.findall(r"\sstyle=[\"'][^\"']*|\son\w+=[\"'][^\"']*|javascript:", html)
    scripts = re.findall(r"<script(?![^>]*\b(?:src=|nonce=|application/json))[^>]*>", html)
    styles = re.findall(r"<style(?![^>]*nonce=)[^>]*>", html)
    return found + scripts + styles


def test_no_template_holds_what_the_policy_refuses():
    assert {path.name: found for path in TEMPLATES if (found := forbidden(path.read_text()))} == {}


@pytest.mark.parametrize(
    "html",
    ['<p style="x">', "<a onclick='x'>", "<script>x</script>", "<style>x</style>"],
)
def test_what_the_policy_refuses_is_seen(html):
    assert forbidden(html)


def test_every_part_opens_with_its_context():
    unsaid = [path.name for path in PARTS if not path.read_text().startswith("{% comment %}\n")]
    assert unsaid == []


def test_sheets_keep_to_the_look():
    """Neither capitals nor spread letters, nothing below 10 px on the screen."""
    wrong = {}
    for path in SHEETS:
        text = path.read_text()
        found = re.findall(r"letter-spacing(?!: 0;)|text-transform(?!: none;)|outline: none", text)
        if path.name != "print.css":
            sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", text)]
            found += [f"{size} px" for size in sizes if size < 12 and size != 10]
        if found:
            wrong[path.name] = found
    assert wrong == {}


def static_files(path: Path) -> list[str]:
    return re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", path.read_text())


def test_every_file_that_a_template_names_is_served():
    named = {name for path in TEMPLATES for name in static_files(path)}
    assert {name for name in named if not finders.find(name)} == set()
    assert "css/tokens.css" in named


@pytest.mark.parametrize("numbered", [True, False])
def test_what_is_said_beneath_a_row_is_as_wide_as_the_table(numbered):
    table = {
        "name_label": "Unit",
        "numbered": numbered,
        "columns": [{"label": "Plan"}, {"label": "Disbursed"}],
        "rows": [{"name": "Huế", "cells": [{"text": "2"}, {"text": "1"}], "beneath": "Late."}],
    }
    body = render_to_string("parts/figure_table.html", table).partition("<tbody>")[2]
    row, beneath = (
        sum(int(span or 1) for span in re.findall(r'<t[dh]\b(?:[^>]*colspan="(\d+)")?', cells))
        for cells in body.split("</tr>")[:2]
    )
    assert "Late." in body and row == beneath == 3 + numbered

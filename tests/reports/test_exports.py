"""Names and heads of files for other programs."""

import csv
import io

import pytest
from django.utils.translation import override

from reports.catalogue import REPORTS
from reports.exports import as_csv, file_name
from reports.parameters import Parameters
from reports.places import COUNTRY
from reports.queries import draw_map
from tests.reports.asking import TODAY, T


@pytest.mark.parametrize("slug", REPORTS)
def test_heads_are_in_the_users_language_and_names_have_no_gap(plans, slug):
    report, question = REPORTS[slug], Parameters(2025, T, TODAY)
    with override("vi"):
        figures = report.load(question, draw_map(question))
        text = as_csv(report, figures, COUNTRY, report.usual_by)
        heads = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        name = file_name(report, figures, COUNTRY, "csv")
    english = {"unit", "name", "month", "year", "period", "centre", "status", "kind", "round"}
    assert heads and not english.intersection(word for head in heads for word in head.split(", "))
    assert "__" not in name and name.startswith(f"{slug}_country_")

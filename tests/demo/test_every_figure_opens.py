"""Every figure of a report opens onto its rows, but those that are named here with their reason.

Percentages above a table open the fold-out where they are worked out; in it they stand beside
what they are made of. That the rows add up to a figure, tests of drilling down say.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from promotion.models import User
from reports.catalogue import REPORTS
from reports.catalogue.indicator_rows import VALUE
from reports.columns import Column
from reports.conference import Conference
from reports.declaration import Line, LineKind, Table
from reports.models import Edition
from reports.pages.how import in_paragraphs
from reports.pages.links import Links, Reach
from reports.pages.sentence import marked
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.sentences import FIGURE, PLAIN, Segment, Sentence
from reports.sentences.conference import statements
from tests.demo.test_golden import TODAY

# Which figures are links does not hang on the engine; what the lists then add up to does.
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

QUESTIONS = [
    Parameters(2025, date(2025, 11, 30), TODAY),
    Parameters(2025, date(2025, 5, 20), TODAY, SourceChoice.LOCAL, Lens.THEN),
    Parameters(2025, date(2025, 11, 20), TODAY, SourceChoice.NATIONAL),
    Parameters(2024, date(2025, 1, 20), TODAY, known=date(2026, 1, 15)),
]
# Days, years, months and periods of years.
NO_FIGURE = re.compile(r"(\d\d/)?(\d\d/)?20\d\d|31/12|\b\d+ months|2021 - 2025")
DIFFERENCE = "of two figures beside it, which both open"
OF_ROWS = "of the rows above it"
# Percentages are ratios of two figures that open, and amounts that no row may show have no rows.
WITHOUT = {
    "Disbursed until, beneath": DIFFERENCE,  # remaining
    "monthly.more_than_same_period_vnd": DIFFERENCE,
    "year-on-year.plan_more_vnd": DIFFERENCE,
    "attention.left_vnd": DIFFERENCE,
    "estimates.month_difference_vnd": DIFFERENCE,
    "attention.plan_vnd": OF_ROWS,  # the total of what is listed
    "attention.disbursed_vnd": OF_ROWS,
    "Days until the end of settlement": "days",
}


def test_every_figure_opens_or_has_its_reason():
    ministry = User.objects.get(username="ministry")
    with override("en"):
        found = {name for asked in QUESTIONS for name in unopened(replace(asked, reader=ministry))}
    assert found == WITHOUT.keys()


def unopened(asked: Parameters) -> Iterator[str]:
    """What has a value and no address, in the tables of reports and above them."""
    drawn = draw_map(asked)
    links = Links(asked, drawn, Reach(everywhere=True))
    for report in REPORTS.values():
        figures = report.load(asked, drawn)
        for scope in (COUNTRY, drawn.region("south"), drawn.provinces[0]):
            headlines = report.headlines(figures, scope, links, {})
            for headline in headlines:
                yield from of_headline(headline)
            sentence = report.sentence(figures, scope)
            yield from of_sentence(report.slug, sentence, links)
            above = f"{headlines} {marked(sentence, links)}"
            how = in_paragraphs(report.how(figures, scope, links))
            yield from not_worked_out(above, how)
            for by in report.rows_of(scope, in_reach=True) or (By.PROVINCE,):
                for line, column in numbers_of(report.table(figures, scope, by)):
                    if not report.behind(line, column, links):
                        name = line.key if column.measure is VALUE else column.measure.name
                        yield f"{report.slug}.{re.sub(r'_[0-9]{4}$', '', name)}"


def numbers_of(table: Table) -> Iterator[tuple[Line, Column]]:
    """Where a number stands that is no percentage and no zero."""
    for line in [*table.lines, *filter(None, [table.total])]:
        for column in table.columns:
            if line.prints(column) and line.kind != LineKind.REST:
                value = column.value(line.row)
                if isinstance(value, int) and value != 0:
                    yield line, column


def of_headline(headline: dict[str, Any]) -> Iterator[str]:
    """Its label up to the year or source where its figure, or one beneath, does not open."""
    label = re.split(r"(?: of)? \d| ·", str(headline["label"]))[0]
    if re.search(r"[1-9]", headline["value"]) and not headline.get("url"):
        yield label
    for words in headline["lines"]:
        if re.search(r"<b>[^<]*[1-9][^<]*</b>", words):
            yield f"{label}, beneath"


def of_sentence(name: str, sentence: Sentence, links: Links) -> Iterator[str]:
    """Its figures that do not open, and numbers in it that nobody marked as figures."""
    for segment in sentence.segments:
        if segment.mark == FIGURE and re.search(r"[1-9]", segment.text):
            if not (segment.rows and segment.rows(links)):
                yield f"sentence of {name}: {segment.text}"
        elif segment.mark == PLAIN and re.search(r"\d", NO_FIGURE.sub("", segment.text)):
            yield f"sentence of {name}: {segment.text}"


def not_worked_out(above: str, how: str) -> Iterator[str]:
    """Addresses of percentages above a table that the fold-out under it does not have."""
    for address in sorted(set(re.findall(r"#(how-[^\"']+)", above))):
        if f'id="{address}"' not in how:
            yield f"#{address}"


def test_a_figure_without_an_address_is_noticed(monkeypatch):
    """Negative control: the plan of a report that forgot to say what is behind it."""
    asked = QUESTIONS[0]
    forgetful = replace(REPORTS["execution"], behind=lambda line, column, links: "")
    monkeypatch.setitem(REPORTS, "execution", forgetful)
    assert "execution.plan_vnd" in set(unopened(asked))


def test_every_figure_of_a_conference_opens(client):
    made = Edition.objects.create(
        region_id="central", ordinal=14, year=2025, until=date(2025, 11, 30)
    )
    made.members.set(["thanh-hoa", "gia-lai", "an-giang"])
    client.force_login(User.objects.get(username="ministry"))
    page = client.get(made.get_absolute_url()).content.decode()
    assert [*not_worked_out(page, page)] == []
    live = Conference.of(made, TODAY)
    links = Links(live.parameters, live.figures.map, Reach(everywhere=True))
    for sentence in statements(live.figures, live.scope):
        assert [*of_sentence("edition", sentence, links)] == []
        assert marked(sentence, links) in page
        assert strip_tags(marked(sentence, links)) == sentence.text


def test_a_sentence_that_forgot_its_rows_is_noticed():
    """Negative control: a figure without an address, one that is not marked, one out of reach."""
    drawn = draw_map(QUESTIONS[0])
    everywhere, nowhere = (Links(QUESTIONS[0], drawn, Reach(each)) for each in (True, False))
    figures = REPORTS["execution"].load(QUESTIONS[0], drawn)
    sentence = REPORTS["execution"].sentence(figures, COUNTRY)
    assert [*of_sentence("execution", sentence, everywhere)] == []
    assert len([*of_sentence("execution", sentence, nowhere)]) == 1
    for forgotten in (Segment("47,017 million đồng", FIGURE), Segment("by 12 of 34 provinces")):
        said = Sentence((*sentence.segments, forgotten))
        assert len([*of_sentence("execution", said, everywhere)]) == 1
    assert [*not_worked_out('<a href="#how-rate.all">77,27%</a>', "")] == ["#how-rate.all"]

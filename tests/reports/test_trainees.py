"""People trained: of whole projects, as training is often a task without beneficiary."""

import pytest
from django.utils.translation import override

from projects.models import Grant, Project
from reports.catalogue import REPORTS
from reports.catalogue.results import COLUMNS
from reports.parameters import Parameters
from reports.places import COUNTRY
from reports.queries import draw_map
from tests.cast import add_line, make_grant, make_project
from tests.reports.asking import TODAY, T
from tests.reports.test_results import benefit

MILLION = 1_000_000


def load():
    parameters = Parameters(2025, T, TODAY)
    return REPORTS["results"].load(parameters, draw_map(parameters))


def texts(row) -> dict[str, str]:
    with override("en"):
        return {column.measure.name: column.text(row) for column in COLUMNS}


@pytest.fixture
def courses(plans, centre_an_giang, centre_gia_lai, officer_an_giang) -> None:
    """One trains 40, of whom 38 came, one says nothing; another project trains 5 besides."""
    for code, facts in (
        ("GL-2", {"accepted_on": T, "planned_trainees": 40, "accepted_trainees": 38}),
        ("GL-3", {"accepted_on": T}),
    ):
        course = make_project(centre_gia_lai, code)
        Project.objects.filter(pk=course.pk).update(kind=Project.Kind.TASK, **facts)
        grant = Grant.objects.create(
            project=course, content_id="vocational-training", budget_year=2025, source="local"
        )
        add_line(grant, officer_an_giang, 30 * MILLION)
    machine = make_project(centre_an_giang, "AG-3")
    make_grant(machine, officer_an_giang, 40 * MILLION)
    Project.objects.filter(pk=machine.pk).update(planned_trainees=5)


def test_people_trained_are_of_whole_projects(courses, client, ministry):
    figures = load()
    row = figures.of(COUNTRY)["all"]
    found = [
        (s.of("trainees").amount, s.of("trainees").missing) for s in (row.planned, row.accepted)
    ]
    assert found == [(45, 1), (38, 1)]
    an_giang = texts(figures.of(figures.map.province("an-giang")))
    assert (an_giang["planned_trainees"], an_giang["accepted_trainees"]) == ("5", "0")
    Project.objects.filter(code="GL-2").update(planned_trainees=None, accepted_trainees=None)
    silent = load()
    gia_lai = texts(silent.of(silent.map.province("gia-lai")))
    assert (gia_lai["planned_trainees"], gia_lai["accepted_trainees"]) == ("…", "…")
    client.force_login(ministry)

    def listed(query: str) -> tuple[list[str], int | None]:
        address = f"/results/?year=2025&until=2025-11-30&figure=trainees&{query}"
        table = client.get(address).context["table"]
        return sorted(row.record.code for row in table.rows), table.sums["planned"]

    assert listed("reported=planned") == (["AG-3"], 5)
    assert (
        listed("reported=not-planned")
        == listed("reported=not-accepted")
        == (
            ["GL-2", "GL-3"],
            None,
        )
    )


def test_what_is_not_known_comes_last_either_way(courses, client, ministry):
    client.force_login(ministry)
    for sort, first in (("planned", "AG-3"), ("-planned", "GL-2")):
        page = client.get(f"/results/?year=2025&until=2025-11-30&figure=trainees&sort={sort}")
        codes = [row.record.code for row in page.context["table"].rows]
        assert (codes[0], codes[-1]) == (first, "GL-3")
    machine = Project.objects.get(code="AG-3")
    for name, vnd in (("A", 9 * MILLION), ("B", None), ("C", 5 * MILLION)):
        benefit(machine, name, planned_income_vnd=vnd)
    for sort, names in (("planned_income_vnd", "CAB"), ("-planned_income_vnd", "ACB")):
        page = client.get(f"/beneficiaries/?year=2025&until=2025-11-30&sort={sort}")
        rows = page.context["table"].rows
        assert [row.record.establishment.name for row in rows] == [*names]

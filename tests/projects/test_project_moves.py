"""The life of a project: one table of moves, each with its people and what must be filled in."""

from datetime import date

import pytest
from django.urls import reverse

from projects.milestones import deadlines, milestones
from projects.models import Project
from projects.models.status import MOVES, moves_of
from promotion.models import ChangeLog
from tests.cast import add_line, make_grant, make_project, send
from tests.engines import by_turns
from tests.files import upload
from tests.projects.entering import as_user, fields

Status = Project.Status
# Worked out by hand from the life of a project; everything else is refused.
ALLOWED = {
    ("draft", "submitted"),
    ("returned", "submitted"),
    ("submitted", "appraised"),
    ("submitted", "returned"),
    ("submitted", "not-approved"),
    ("appraised", "approved"),
    ("appraised", "returned"),
    ("appraised", "not-approved"),
    ("approved", "contracted"),
    ("approved", "stopped"),
    ("contracted", "in-progress"),
    ("contracted", "stopped"),
    ("in-progress", "accepted"),
    ("in-progress", "stopped"),
    ("accepted", "settled"),
}
FILLED = {
    "submitted_on": "02/03/2025",
    "approved_on": "03/03/2025",
    "contracted_on": "04/03/2025",
    "contract_number": "12/HĐ",
    "contract_vnd": "600.000.000",
    "accepted_on": "05/03/2025",
    "accepted_vnd": "590.000.000",
    "accepted_trainees": "38",
    "settlement_sent_on": "06/03/2025",
    "settled_on": "07/03/2025",
    "settled_vnd": "580.000.000",
    "stop_reason": "Cơ sở giải thể",
    "why": "Thiếu báo giá",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def at(project: Project, status: str) -> Project:
    project.status = status
    project.save()
    return project


def url_to(project: Project, target: str) -> str:
    return reverse("project-move", args=[project.code, target])


def move(person, project: Project, target: str, **changes):
    """What the form answers when everything that it asks for is filled in."""
    client = as_user(person)
    form = fields(client.get(url_to(project, target)))
    filled = {name: FILLED[name] for name in form if name in FILLED}
    return client.post(url_to(project, target), form | filled | changes)


def test_the_table_is_the_law():
    assert {(move.source, move.target) for move in MOVES} == ALLOWED


@pytest.mark.parametrize("source", by_turns(Status.values))  # the table of moves is one for both
def test_nothing_else_is_possible(project_an_giang, clerk_an_giang, officer_an_giang, source):
    done = set()
    for target in Status.values:
        for person in (clerk_an_giang, officer_an_giang):
            version = at(project_an_giang, source).version
            form = FILLED | {"version": str(version)}
            as_user(person).post(url_to(project_an_giang, target), form)
            project_an_giang.refresh_from_db()
            if project_an_giang.version > version:
                done.add((source, project_an_giang.status))
    assert done == {pair for pair in ALLOWED if pair[0] == source}


def test_a_project_walks_from_draft_to_settlement(
    centre_an_giang, clerk_an_giang, officer_an_giang
):
    project = at(make_project(centre_an_giang, "AG-1"), "draft")
    walk = [
        (clerk_an_giang, "submitted"),
        (officer_an_giang, "returned"),
        (clerk_an_giang, "submitted"),
        (officer_an_giang, "appraised"),
        (officer_an_giang, "approved"),
        (clerk_an_giang, "contracted"),
        (clerk_an_giang, "in-progress"),
        (officer_an_giang, "accepted"),
        (officer_an_giang, "settled"),
    ]
    for person, target in walk:
        other = clerk_an_giang if person == officer_an_giang else officer_an_giang
        assert as_user(other).post(url_to(project, target)).status_code == 403
        assert move(person, project, target).status_code == 302, target
    project.refresh_from_db()
    assert project.status == Status.SETTLED
    assert (project.contract_vnd, project.settled_vnd) == (600_000_000, 580_000_000)
    assert project.accepted_trainees == 38
    assert project.version == 1 + len(walk)
    reasons = ChangeLog.objects.filter(table="projects_project").values_list("reason", flat=True)
    assert "Thiếu báo giá" in reasons


@pytest.mark.parametrize(
    ("source", "target", "needed"),
    [
        ("draft", "submitted", ["submitted_on"]),
        ("submitted", "returned", ["why"]),
        ("appraised", "approved", ["approved_on"]),
        ("approved", "contracted", ["contracted_on", "contract_vnd"]),
        ("in-progress", "accepted", ["accepted_on", "accepted_vnd"]),
        ("accepted", "settled", ["settlement_sent_on", "settled_on", "settled_vnd"]),
        ("in-progress", "stopped", ["stop_reason"]),
    ],
)
def test_what_a_move_needs_must_be_there(
    project_an_giang, clerk_an_giang, officer_an_giang, source, target, needed
):
    project = at(project_an_giang, source)
    person = next(
        person
        for person in (clerk_an_giang, officer_an_giang)
        if target in [move.target for move in moves_of(project, person)]
    )
    for name in needed:
        answer = move(person, project, target, **{name: ""})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [name]
    assert move(person, project, target, contract_number="").status_code == 302


def test_nothing_is_accepted_at_zero(project_an_giang, officer_an_giang):
    answer = move(officer_an_giang, project_an_giang, "accepted", accepted_vnd="0")
    assert answer.context["form"].errors == {"accepted_vnd": ["Đề nghị nhập số tiền lớn hơn 0."]}


def test_a_stop_without_a_reason_is_refused_in_one_sentence(project_an_giang, officer_an_giang):
    answer = move(officer_an_giang, project_an_giang, "stopped", stop_reason="")
    assert answer.status_code == 422
    assert "Chỉ ngừng triển khai đề án khi có lý do." in answer.content.decode()
    project_an_giang.refresh_from_db()
    assert project_an_giang.status == Status.IN_PROGRESS


def test_the_reason_of_a_stop_stands_on_the_page_and_in_the_log(project_an_giang, officer_an_giang):
    move(officer_an_giang, project_an_giang, "stopped")
    page = as_user(officer_an_giang).get(project_an_giang.get_absolute_url()).content.decode()
    assert "Cơ sở giải thể" in page
    assert ChangeLog.objects.latest("id").reason == "Cơ sở giải thể"


def test_the_side_of_the_money_decides(
    grant_an_giang, officer_an_giang, ministry, national_grant_an_giang, project_an_giang
):
    assert moves_of(project_an_giang, ministry)
    other = make_project(project_an_giang.centre, "AG-2")
    make_grant(other, officer_an_giang)  # local money alone
    assert moves_of(other, officer_an_giang)
    assert moves_of(other, ministry) == []
    assert as_user(ministry).get(url_to(other, "accepted")).status_code == 403


def test_a_move_that_another_made_first_is_told(project_an_giang, officer_an_giang):
    client = as_user(officer_an_giang)
    form = fields(client.get(url_to(project_an_giang, "accepted")))
    filled = form | {"accepted_on": "05/03/2025", "accepted_vnd": "1"}
    assert client.post(url_to(project_an_giang, "accepted"), filled).status_code == 302
    answer = client.post(url_to(project_an_giang, "accepted"), filled, follow=True)
    assert "đã nghiệm thu" in answer.content.decode().lower()
    project_an_giang.refresh_from_db()
    assert project_an_giang.version == 2


def test_a_move_over_an_edit_is_stale(project_an_giang, officer_an_giang, clerk_an_giang):
    client = as_user(officer_an_giang)
    form = fields(client.get(url_to(project_an_giang, "accepted")))
    project_an_giang.title = "Tên mới"
    project_an_giang.save_over(1, ["title"])
    filled = form | {"accepted_on": "05/03/2025", "accepted_vnd": "1"}
    answer = client.post(url_to(project_an_giang, "accepted"), filled)
    assert answer.status_code == 409
    again = fields(answer)
    assert again["accepted_on"] == "05/03/2025"
    assert client.post(url_to(project_an_giang, "accepted"), again).status_code == 302
    project_an_giang.refresh_from_db()
    assert (project_an_giang.title, project_an_giang.status) == ("Tên mới", Status.ACCEPTED)


def test_the_file_of_a_step_comes_with_it(project_an_giang, officer_an_giang):
    move(officer_an_giang, project_an_giang, "accepted", acceptance_file=upload("Biên bản.pdf"))
    project_an_giang.refresh_from_db()
    [acceptance] = milestones(project_an_giang)
    assert acceptance.document.name == "Biên bản.pdf"
    assert acceptance.vnd == 590_000_000


# --- The clocks


@pytest.mark.parametrize(
    ("today", "sent", "left", "late"),
    [
        (date(2025, 11, 1), None, 15, 0),
        (date(2025, 11, 16), None, 0, 0),
        (date(2025, 11, 17), None, -1, 1),
        (date(2026, 5, 1), date(2025, 11, 10), 6, 0),
        (date(2026, 5, 1), date(2025, 11, 18), -2, 2),
    ],
)
def test_the_settlement_file_has_15_days(project_an_giang, today, sent, left, late):
    project_an_giang.status = Status.SETTLED
    project_an_giang.accepted_on = date(2025, 11, 1)
    project_an_giang.settlement_sent_on = sent
    [clock] = deadlines(project_an_giang, [], today)
    assert (clock.due_on, clock.left, clock.late) == (date(2025, 11, 16), left, late)


def test_each_source_has_its_day_of_january(grant_an_giang, national_grant_an_giang, ministry):
    project = grant_an_giang.project
    earlier = make_grant(project, ministry, budget_year=2024)
    empty = make_grant(project, ministry, 0, budget_year=2026)
    grants = [grant_an_giang, national_grant_an_giang, earlier, empty]
    clocks = deadlines(project, grants, date(2026, 1, 25))
    assert {(clock.due_on, clock.late) for clock in clocks} == {
        (date(2026, 1, 31), 0),
        (date(2026, 1, 22), 3),
    }
    for status in (Status.SETTLED, Status.STOPPED, Status.DRAFT):
        project.status = status
        assert deadlines(project, grants, date(2026, 1, 25)) == []


def test_no_clock_runs_where_all_money_was_taken_back(grant_an_giang, ministry):
    project = grant_an_giang.project
    project.status, project.accepted_on = Status.ACCEPTED, date(2025, 3, 1)
    assert len(deadlines(project, project.grants.all(), date(2025, 6, 1))) == 2
    add_line(grant_an_giang, ministry, -1000)
    assert deadlines(project, project.grants.all(), date(2025, 6, 1)) == []


def test_a_settlement_that_does_not_fit_is_asked_once(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    project = at(grant_an_giang.project, "accepted")
    advance = send(grant_an_giang, clerk_an_giang, 300, kind="advance")
    advance.confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 200)
    asked = move(officer_an_giang, project, "settled", settled_vnd="1.001")
    assert asked.status_code == 422
    doubts = asked.context["form"].asked
    for words, said in zip(("1.001", "300", "1 khoản"), doubts.values(), strict=True):
        assert words in said
    # A tick for other figures answers nothing.
    more = move(officer_an_giang, project, "settled", settled_vnd="1.002", doubts=list(doubts))
    assert more.status_code == 422
    sure = move(officer_an_giang, project, "settled", settled_vnd="1.001", doubts=list(doubts))
    assert sure.status_code == 302


def test_the_page_of_a_stop_leads_to_the_decision(grant_an_giang, officer_an_giang):
    page = as_user(officer_an_giang).get(url_to(grant_an_giang.project, "stopped"))
    assert f"{reverse('decision-new')}?project=AG-2025-01" in page.content.decode()

"""Entering and editing a project: whose it is, what stays typed, and nothing lost unseen."""

import random
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from projects.models import Establishment, Project
from promotion.models import ChangeLog, Stale
from tests.cast import make_centre, make_grant, make_project, make_user
from tests.files import upload
from tests.projects.entering import as_user, fields
from tests.projects.racing import in_threads

Status = Project.Status


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def edit_url(project: Project) -> str:
    return reverse("project-edit", args=[project.code])


def opened(person, project: Project) -> tuple:
    """A browser with the edit page open, and what stands in its form."""
    client = as_user(person)
    return client, fields(client.get(edit_url(project)))


def new_form(**changes) -> dict[str, str]:
    return {"code": "AG-2026-77", "title": "Đề án mới", "kind": "single", **changes}


def test_a_clerk_enters_a_project_of_the_own_centre(clerk_an_giang):
    answer = as_user(clerk_an_giang).post(reverse("project-new"), new_form(jobs="1.250"))
    project = Project.objects.get()
    assert answer.url == project.get_absolute_url()
    assert (project.centre, project.status) == (clerk_an_giang.centre, Status.DRAFT)
    assert project.jobs == 1250  # Django's own field would read 1
    assert ChangeLog.objects.get(table="projects_project").person == clerk_an_giang


def test_a_clerk_of_a_merged_centre_enters_it_for_the_successor(centre_kien_giang, clerk_an_giang):
    clerk_an_giang.centre = centre_kien_giang
    clerk_an_giang.save()
    as_user(clerk_an_giang).post(reverse("project-new"), new_form())
    assert Project.objects.get().centre == centre_kien_giang.successor


@pytest.mark.parametrize("code", ["new", "A/edit", "A/to/accepted", "A/beneficiaries/new", "A?b"])
def test_a_code_that_leads_to_another_page_is_refused(clerk_an_giang, code):
    answer = as_user(clerk_an_giang).post(reverse("project-new"), new_form(code=code))
    assert answer.status_code == 422
    assert fields(answer)["title"] == "Đề án mới"
    assert not Project.objects.exists()


def test_a_code_that_is_taken_names_the_project_of_the_own_centre_alone(
    clerk_an_giang, clerk_gia_lai, project_an_giang
):
    form = new_form(code=project_an_giang.code)
    own, foreign = (
        as_user(person).post(reverse("project-new"), form).content.decode()
        for person in (clerk_an_giang, clerk_gia_lai)
    )
    assert f"AG-2025-01 đã dùng cho đề án {project_an_giang.title}" in own
    assert "AG-2025-01 đã dùng cho đề án của trung tâm khác" in foreign
    assert project_an_giang.title not in foreign


def test_a_code_with_a_slash_is_one(clerk_an_giang):
    client = as_user(clerk_an_giang)
    answer = client.post(reverse("project-new"), new_form(code="12/ĐA-2026"))
    assert client.get(answer.url).status_code == 200


def test_saving_writes_the_facts_the_file_and_why(clerk_an_giang, project_an_giang):
    client, form = opened(clerk_an_giang, project_an_giang)
    form |= {"contracted_on": "02/09/2025", "contract_vnd": "600.000.000", "why": "Bổ sung"}
    form["contract_file"] = upload("Hợp đồng.pdf")
    assert client.post(edit_url(project_an_giang), form).status_code == 302
    project_an_giang.refresh_from_db()
    assert project_an_giang.contracted_on == date(2025, 9, 2)
    assert project_an_giang.contract_vnd == 600_000_000
    assert project_an_giang.contract_document.name == "Hợp đồng.pdf"
    assert project_an_giang.version == 2
    log = ChangeLog.objects.filter(table="projects_project").first()
    assert (log.person, log.reason) == (clerk_an_giang, "Bổ sung")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contracted_on": "31/02/2025"}, "contracted_on"),
        ({"contracted_on": "01/01/2099"}, "contracted_on"),
        ({"submitted_on": "05/09/2025", "contracted_on": "02/09/2025"}, "contracted_on"),
        ({"contract_vnd": "12,5"}, "contract_vnd"),
        ({"jobs": "nhiều"}, "jobs"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_typed(clerk_an_giang, project_an_giang, change, field):
    client, form = opened(clerk_an_giang, project_an_giang)
    form |= {"place_text": "xã mới", **change, "contract_file": upload()}
    answer = client.post(edit_url(project_an_giang), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {name: fields(answer)[name] for name in change} == change
    assert fields(answer)["place_text"] == "xã mới"
    assert f'href="#id_{field}"' in page
    # The file need not be chosen again.
    again = fields(answer) | {name: form[name] for name in change} | {field: "Đã sửa"}
    assert again["contract_file-kept"]
    project_an_giang.refresh_from_db()
    assert project_an_giang.version == 1


def test_what_was_recorded_is_not_taken_away(clerk_an_giang, project_an_giang):
    project_an_giang.contracted_on = date(2025, 9, 2)
    project_an_giang.save()
    client, form = opened(clerk_an_giang, project_an_giang)
    assert client.post(edit_url(project_an_giang), form | {"contracted_on": ""}).status_code == 422


def test_what_need_not_be_said_may_be_taken_away(officer_an_giang, project_an_giang):
    facts = {"accepted_vnd": 9, "accepted_trainees": 38, "contract_number": "12/HĐ"}
    Project.objects.filter(pk=project_an_giang.pk).update(status=Status.ACCEPTED, **facts)
    client, form = opened(officer_an_giang, project_an_giang)
    form |= {"accepted_trainees": "", "contract_number": ""}
    assert client.post(edit_url(project_an_giang), form | {"accepted_vnd": ""}).status_code == 422
    assert client.post(edit_url(project_an_giang), form).status_code == 302
    project_an_giang.refresh_from_db()
    found = (project_an_giang.accepted_trainees, project_an_giang.contract_number)
    assert found == (None, "")


def test_a_stale_save_shows_both_and_keeps_what_was_typed(
    clerk_an_giang, officer_an_giang, grant_an_giang
):
    project = grant_an_giang.project
    mine, my_form = opened(clerk_an_giang, project)
    theirs, their_form = opened(officer_an_giang, project)
    theirs.post(edit_url(project), their_form | {"title": "Tên của Sở", "jobs": "7"})
    answer = mine.post(edit_url(project), my_form | {"title": "Tên của tôi", "place_text": "xã A"})
    assert answer.status_code == 409
    page = answer.content.decode()
    for shown in ("Tên của Sở", "Tên của tôi", "xã A"):
        assert shown in page
    assert str(officer_an_giang) in page
    assert "Có người khác vừa lưu thay đổi" in page
    now = fields(answer)
    # Typed: kept. Not touched: the newest.
    assert (now["title"], now["place_text"], now["jobs"]) == ("Tên của tôi", "xã A", "7")
    project.refresh_from_db()
    assert (project.title, project.version) == ("Tên của Sở", 2)
    assert mine.post(edit_url(project), now).status_code == 302
    project.refresh_from_db()
    assert (project.title, project.place_text, project.jobs) == ("Tên của tôi", "xã A", 7)


def test_a_stale_save_of_nothing_else_takes_nothing_back(
    clerk_an_giang, officer_an_giang, grant_an_giang
):
    """The form of somebody who only changed the jobs does not bring the old title back."""
    project = grant_an_giang.project
    mine, my_form = opened(clerk_an_giang, project)
    theirs, their_form = opened(officer_an_giang, project)
    theirs.post(edit_url(project), their_form | {"title": "Tên của Sở"})
    answer = mine.post(edit_url(project), my_form | {"jobs": "9"})
    mine.post(edit_url(project), fields(answer))
    project.refresh_from_db()
    assert (project.title, project.jobs) == ("Tên của Sở", 9)


def test_who_may_edit(
    project_an_giang, clerk_an_giang, officer_an_giang, ministry, auditor, clerk_gia_lai
):
    def status(person) -> int:
        return as_user(person).get(edit_url(project_an_giang)).status_code

    everybody = (clerk_an_giang, officer_an_giang, ministry, auditor, clerk_gia_lai)
    assert [status(one) for one in everybody] == [200, 200, 200, 403, 404]
    make_grant(project_an_giang, officer_an_giang)  # local money
    assert [status(one) for one in everybody] == [200, 200, 403, 403, 404]


# --- No lost update


class Editor:
    """Somebody who opens the row, adds a word of their own to its name, and saves."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.saved = 0

    def open(self) -> None:
        self.row = Establishment.objects.get()

    def save(self, *, guarded: bool) -> bool:
        word = f"{self.name}{self.saved}"
        self.row.name = f"{self.row.name} {word}"
        try:
            if guarded:
                self.row.save_over(self.row.version, ["name"])
            else:
                self.row.save()
        except Stale:
            self.open()
            return False
        self.saved += 1
        self.open()
        return True


def lost_updates(rounds: int, *, guarded: bool) -> int:
    """Acknowledged words that are not in the row, after interleavings of two editors."""
    dice = random.Random(20251130)
    lost = 0
    for _ in range(rounds):
        Establishment.objects.update(name="Cơ sở", version=1)
        editors = [Editor(name) for name in "ab"]
        for editor in editors:
            editor.open()
        words = []
        for _ in range(3):
            editor = dice.choice(editors)
            word = f"{editor.name}{editor.saved}"
            if editor.save(guarded=guarded):
                words.append(word)
        final = Establishment.objects.get().name.split()[2:]
        lost += len(set(words) - set(final))
        assert not guarded or final == words
    return lost


def test_a_thousand_interleavings_of_stale_edits_lose_nothing(db):
    Establishment.objects.create(name="Cơ sở", legal_form="company")
    assert lost_updates(1000, guarded=True) == 0


def test_without_the_version_updates_are_lost(db):
    """The negative control: the same edits saved plainly."""
    Establishment.objects.create(name="Cơ sở", legal_form="company")
    assert lost_updates(20, guarded=False) > 0


def test_of_two_clicks_on_the_same_version_one_wins(prepared_database):
    centre = make_centre("an-giang")
    project = make_project(centre, "AG-2025-01")
    people = [make_user(f"clerk-{n}", "clerk", centre=centre) for n in range(4)]
    pages = [(n, *opened(person, project)) for n, person in enumerate(people)]
    answers = in_threads(
        [
            lambda n=n, client=client, form=form: client.post(
                edit_url(project), form | {"title": f"Tên {n}"}
            )
            for n, client, form in pages
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    [winner] = [n for n, answer in enumerate(answers) if answer.status_code == 302]
    project.refresh_from_db()
    assert (project.title, project.version) == (f"Tên {winner}", 2)


def test_a_move_meanwhile_asks_for_nothing_that_the_page_did_not_show(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    project = grant_an_giang.project
    client, form = opened(clerk_an_giang, project)
    stop = reverse("project-move", args=[project.code, Status.STOPPED])
    officer = as_user(officer_an_giang)
    officer.post(stop, fields(officer.get(stop)) | {"stop_reason": "Cơ sở giải thể"})
    answer = client.post(edit_url(project), form | {"place_text": "xã A"})
    assert answer.status_code == 409
    assert fields(answer)["stop_reason"] == "Cơ sở giải thể"
    assert client.post(edit_url(project), fields(answer)).status_code == 302


def test_the_total_investment_holds_counterpart_and_support(grant_an_giang, clerk_an_giang):
    project = grant_an_giang.project
    client, url = as_user(clerk_an_giang), edit_url(project)
    typed = fields(client.get(url)) | {"investment_vnd": "5.000"}
    over = client.post(url, typed | {"counterpart_vnd": "4.001"})
    assert over.status_code == 422
    said = "hỗ trợ 1.000 + đối ứng 4.001 đồng"
    assert said in unescape(over.content.decode())
    # "Over 4.001 đồng" adds up to no exact total, but alone is no more than the total.
    typed |= {"counterpart_bound": "over"}
    assert client.post(url, typed | {"counterpart_vnd": "5.001"}).status_code == 422
    assert client.post(url, typed | {"counterpart_vnd": "4.001"}).status_code == 302

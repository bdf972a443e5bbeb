"""After a decision that gives support: its appraised projects are approved from its page."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Grant, Project
from promotion.changes import changing, last_change
from promotion.models import Content, Decision, Source
from tests.cast import make_grant, make_plan, make_project
from tests.projects.deciding import grant_line, record
from tests.projects.entering import as_user, ticks

pytestmark = pytest.mark.django_db

CODE = "AG-2025-02"


@pytest.fixture
def appraised(centre_an_giang, officer_an_giang) -> Project:
    make_plan("an-giang", 2025, Source.LOCAL, 5000, officer_an_giang)
    project = make_project(centre_an_giang, CODE)
    Project.objects.filter(pk=project.pk).update(
        status="appraised", submitted_on=date(2025, 5, 20), approved_on=None
    )
    project.refresh_from_db()
    return project


def decide(client, **changes) -> Decision:
    """A decision of 15/06/2025 that gives the project its first support."""
    line = grant_line(kind="approval", project=CODE, content="machinery")
    asked = record(client, line, **changes)
    answer = record(client, line, **changes, **ticks(asked))  # it is not approved yet
    assert answer.status_code == 302, answer.content.decode()
    return Decision.objects.get(number="12/QĐ-SCT")


def offers(client, decision: Decision) -> list[dict]:
    return client.get(decision.get_absolute_url()).context["appraised"]


def approve(client, decision: Decision):
    [offer] = offers(client, decision)
    return click(client, decision, offer["fields"])


def click(client, decision: Decision, fields: list[tuple]):
    url = reverse("project-move", args=[CODE, "approved"])
    return client.post(url, dict(fields) | {"next": decision.get_absolute_url()})


def test_one_click_approves_on_the_day_of_the_decision(officer_an_giang, appraised):
    client = as_user(officer_an_giang, "en")
    decision = decide(client)
    page = client.get(decision.get_absolute_url()).content.decode()
    assert f"Approve {CODE} as of 15/06/2025" in page
    assert approve(client, decision).url == decision.get_absolute_url()
    appraised.refresh_from_db()
    assert (appraised.status, appraised.approved_on) == ("approved", date(2025, 6, 15))
    change = last_change(appraised)
    assert (change.person, change.reason) == (officer_an_giang, "12/QĐ-SCT")
    assert offers(client, decision) == []


def test_a_second_click_gets_the_same_answer(officer_an_giang, appraised):
    client = as_user(officer_an_giang, "en")
    decision = decide(client)
    [offer] = offers(client, decision)
    for _each in range(2):
        answer = click(client, decision, offer["fields"])
        assert answer.url == decision.get_absolute_url()
        [message] = client.get(answer.url).context["messages"]
        assert (message.level_tag, str(message)) == ("success", "The project is now: approved.")


def test_what_another_approved_is_not_told_as_ones_own(officer_an_giang, ministry, appraised):
    client = as_user(officer_an_giang, "en")
    decision = decide(client)
    [offer] = offers(client, decision)
    seen = appraised.version
    with changing(ministry):
        appraised.status, appraised.approved_on = "approved", date(2025, 7, 1)
        appraised.save_over(seen, {"status", "approved_on"})
    answer = click(client, decision, offer["fields"])
    assert answer.url == decision.get_absolute_url()
    [message] = client.get(answer.url).context["messages"]
    assert message.level_tag == "warning"


def test_the_rules_of_the_move_hold(officer_an_giang, appraised):
    # Submitted after the decision was signed: the move's own form says so, nothing is approved.
    client = as_user(officer_an_giang, "en")
    decision = decide(client)
    Project.objects.filter(pk=appraised.pk).update(submitted_on=date(2025, 6, 20))
    answer = approve(client, decision)
    assert answer.status_code == 422
    assert "may not lie before 20/06/2025" in answer.content.decode()
    appraised.refresh_from_db()
    assert appraised.status == "appraised"


def test_what_was_changed_meanwhile_is_shown_first(officer_an_giang, appraised):
    client = as_user(officer_an_giang)
    decision = decide(client)
    [offer] = offers(client, decision)
    appraised.title = "Tên khác"
    appraised.save_over(appraised.version, {"title"})
    url = reverse("project-move", args=[CODE, "approved"])
    assert client.post(url, dict(offer["fields"])).status_code == 409


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "approved", "in-progress"])
def test_only_what_is_appraised_is_offered(officer_an_giang, appraised, status):
    client = as_user(officer_an_giang)
    decision = decide(client)
    Project.objects.filter(pk=appraised.pk).update(status=status)
    assert offers(client, decision) == []


def test_what_the_decision_does_not_give_to_is_not_offered(officer_an_giang, appraised):
    client = as_user(officer_an_giang)
    decision = decide(client)
    line = decision.grant_lines.get()
    line.take_back(officer_an_giang, "Nhập nhầm")
    assert offers(client, decision) == []


@pytest.mark.parametrize("kind", ["supplement", "increase"])
def test_only_the_decision_of_the_first_support_offers_it(officer_an_giang, appraised, kind):
    """What comes later, to the same support or as another one, is not what approved it."""
    client = as_user(officer_an_giang)
    first = decide(client)
    grant = Grant.objects.get()
    july = Decision.objects.create(
        number="20/QĐ-SCT", signed_on=date(2025, 7, 20), issuer="SCT", abstract="Bổ sung"
    )
    more = {"amount_vnd": 5, "recorded_by": officer_an_giang}
    july.grant_lines.create(grant=grant, kind=kind, **more)
    assert (len(offers(client, first)), len(offers(client, july))) == (1, 0)
    content = Content.objects.exclude(pk=grant.content_id).first()
    second = Grant.objects.create(
        project=appraised, content=content, budget_year=2025, source="local", level="province"
    )
    july.grant_lines.create(grant=second, kind="approval", **more)
    assert (len(offers(client, first)), len(offers(client, july))) == (1, 0)
    # With the first one taken back the project's support is of July alone.
    first.grant_lines.get().take_back(officer_an_giang, "Nhập nhầm")
    assert (len(offers(client, first)), len(offers(client, july))) == (0, 1)


def test_it_is_offered_to_its_side_alone(
    officer_an_giang, ministry, clerk_an_giang, auditor, appraised
):
    decision = decide(as_user(officer_an_giang))
    for user in (ministry, clerk_an_giang, auditor):
        assert offers(as_user(user), decision) == []


def test_queries_do_not_grow_with_the_projects(
    officer_an_giang, appraised, centre_an_giang, django_assert_max_num_queries
):
    client = as_user(officer_an_giang)
    decision = decide(client)
    for number in range(5):
        project = make_project(centre_an_giang, f"AG-2025-1{number}")
        Project.objects.filter(pk=project.pk).update(status="appraised")
        grant = make_grant(project, officer_an_giang, 0)
        decision.grant_lines.create(
            grant=grant, kind="approval", amount_vnd=1, recorded_by=officer_an_giang
        )
    client.get(decision.get_absolute_url())
    with django_assert_max_num_queries(12):
        assert len(offers(client, decision)) == 6
    assert Grant.objects.count() == 6

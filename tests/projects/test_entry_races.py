"""A form that is sent many times at once: one entry, one receipt, no draft left behind."""

from collections.abc import Callable

import pytest

from projects.models import Confirmation, Disbursement, Draft
from promotion.models import User
from tests.cast import make_centre, make_draft, make_grant, make_project, make_user, send
from tests.projects.entering import after, as_user, post, typed
from tests.projects.racing import in_threads

AT_ONCE = 6


@pytest.fixture
def grant(prepared_database):
    make_user("officer", User.Role.OFFICER, province_id="an-giang")
    centre = make_centre("an-giang")
    make_user("clerk", User.Role.CLERK, centre=centre)
    return make_grant(make_project(centre, "AG-2025-01"), User.objects.get(username="officer"))


@pytest.fixture
def clerk(grant) -> User:
    return User.objects.get(username="clerk")


def posting(users: list[User], form: dict, buttons: list[str]) -> list[Callable]:
    clients = [as_user(user) for user in users]
    return [
        lambda client=client, button=button: post(client, form, button)
        for client, button in zip(clients, buttons, strict=True)
    ]


@pytest.mark.parametrize("kept", [False, True], ids=["new", "draft"])
def test_the_same_form_sent_at_once_is_one_entry(grant, clerk, kept):
    form = typed(grant)
    if kept:
        make_draft(grant, clerk, key=form["key"])
    answers = in_threads(posting([clerk] * AT_ONCE, form, ["send"] * AT_ONCE))
    entry = Disbursement.objects.get()
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, after(entry))}
    assert not Draft.objects.exists()
    grant.refresh_from_db()
    assert grant.reported_vnd == 600


def test_saved_and_sent_at_once_leaves_no_draft_of_a_sent_payment(grant, clerk):
    form = typed(grant)
    answers = in_threads(posting([clerk] * AT_ONCE, form, ["save", "send"] * (AT_ONCE // 2)))
    assert {answer.status_code for answer in answers} == {302}
    assert Disbursement.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_list_is_confirmed_by_one_of_two_officers(grant, clerk):
    entries = [send(grant, clerk, 100) for _ in range(5)]
    form = {"entry": " ".join(str(entry.pk) for entry in entries)}
    officers = [User.objects.get(username="officer")]
    officers.append(make_user("officer_2", User.Role.OFFICER, province_id="an-giang"))
    clients = [as_user(officer) for officer in officers]
    url = "/disbursements/inbox/confirm/"
    in_threads([lambda client=client: client.post(url, form) for client in clients])
    # All by one, none by the other.
    assert Confirmation.objects.values("confirmed_by").distinct().count() == 1
    assert Confirmation.objects.count() == 5
    grant.refresh_from_db()
    assert grant.confirmed_vnd == 500


def test_an_entry_undone_at_once_is_one_draft_and_one_receipt(grant, clerk):
    entry = send(grant, clerk, 100)
    clients = [as_user(clerk) for _ in range(AT_ONCE)]
    url = f"/disbursements/inbox/{entry.pk}/take-back/"
    answers = in_threads([lambda client=client: client.post(url) for client in clients])
    draft = Draft.objects.get()
    assert {answer.url for answer in answers} == {draft.get_absolute_url()}

"""Changing one's own password, and having to."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from promotion.models import User
from tests.cast import PASSWORD

PAGE = reverse("password")
NEW = "sông hậu mùa nước nổi"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    typed = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(PAGE, typed)


@pytest.fixture
def signed_in(client, ministry) -> Client:
    client.force_login(ministry)
    return client


def test_the_new_one_works_and_the_old_one_no_longer(signed_in, ministry):
    assert change(signed_in).url == reverse("home")
    ministry.refresh_from_db()
    assert ministry.check_password(NEW)
    assert not ministry.check_password(PASSWORD)
    assert get_user(signed_in) == ministry


@pytest.mark.security
def test_sessions_elsewhere_end(signed_in, ministry):
    elsewhere = Client()
    elsewhere.force_login(ministry)
    change(signed_in)
    assert get_user(elsewhere).is_anonymous


@pytest.mark.security
@pytest.mark.parametrize(
    "typed",
    [
        {"old": "wrong"},
        {"new": "ngan"},
        {"new": "1234567890123"},
        {"new": "password123"},
        {"new": "ministry-2"},
        {"new": PASSWORD},
        {"again": "another one entirely"},
    ],
    ids=["old", "short", "digits", "common", "name", "same", "differs"],
)
def test_what_is_wrong_comes_back(signed_in, ministry, typed):
    answer = change(signed_in, **typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    ministry.refresh_from_db()
    assert ministry.check_password(PASSWORD)


class TestFirstSignIn:
    """Of an account whose password an administrator has set."""

    @pytest.fixture
    def newcomer(self, client, auditor) -> User:
        User.objects.filter(pk=auditor.pk).update(must_change_password=True)
        auditor.refresh_from_db()
        client.force_login(auditor)
        return auditor

    @pytest.mark.security
    @pytest.mark.parametrize("name", ["home", "projects", "reports", "search", "admin:index"])
    def test_leads_everywhere_to_the_password(self, client, newcomer, name):
        assert client.get(reverse(name)).url == PAGE
        part = client.get(reverse(name), headers={"HX-Request": "true"})
        assert part.headers["HX-Redirect"] == PAGE
        assert client.post(reverse(name)).url == PAGE

    def test_leaves_the_language_and_the_way_out(self, client, newcomer):
        assert client.post(reverse("language"), {"language": "en"}).status_code == 302
        assert client.post(reverse("sign-out")).url == reverse("sign-in")

    def test_says_why(self, client, newcomer):
        assert "do quản trị viên đặt" in client.get(PAGE).content.decode()

    @pytest.mark.security
    def test_the_same_password_again_does_not_do(self, client, newcomer):
        assert change(client, new=PASSWORD).status_code == 200
        newcomer.refresh_from_db()
        assert newcomer.must_change_password

    def test_is_over_after_the_change(self, client, newcomer):
        assert change(client).status_code == 302
        newcomer.refresh_from_db()
        assert not newcomer.must_change_password
        assert client.get(PAGE).status_code == 200

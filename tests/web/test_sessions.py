"""How long a session lasts, and what stays behind in the browser."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD

PAGE = reverse("password")
SIGN_IN = reverse("sign-in")


def rest(client: Client, seconds: int) -> None:
    """Let the session have been seen so long ago."""
    session = client.session
    session["seen"] = int(timezone.now().timestamp()) - seconds
    session.save()


@pytest.fixture
def signed_in(client, ministry) -> Client:
    client.force_login(ministry)
    return client


class TestIdle:
    def test_half_an_hour_is_kept(self, signed_in):
        rest(signed_in, 30 * 60 - 5)
        assert signed_in.get(PAGE).status_code == 200

    @pytest.mark.security
    def test_more_is_signed_out_with_a_word_and_the_way_back(self, signed_in):
        rest(signed_in, 30 * 60 + 5)
        answer = signed_in.get(PAGE + "?from=menu")
        assert answer.url == f"{SIGN_IN}?next=%2Fpassword%2F%3Ffrom%3Dmenu"
        assert get_user(signed_in).is_anonymous
        page = signed_in.get(answer.url).content.decode()
        assert "hết sau 30 phút không thao tác" in page

    @pytest.mark.security
    def test_a_form_sent_later_writes_nothing(self, signed_in, ministry):
        rest(signed_in, 30 * 60 + 5)
        before = ministry.password
        answer = signed_in.post(PAGE, {"old_password": "x"}, headers={"Referer": "http://x/y/"})
        assert answer.url == f"{SIGN_IN}?next=%2Fy%2F"
        ministry.refresh_from_db()
        assert ministry.password == before

    def test_each_page_counts(self, signed_in):
        rest(signed_in, 20 * 60)
        signed_in.get(PAGE)
        assert timezone.now().timestamp() - signed_in.session["seen"] < 5

    def test_reading_writes_at_most_once_a_minute(self, signed_in, django_assert_num_queries):
        signed_in.get(PAGE)
        rest(signed_in, 50)
        with django_assert_num_queries(2):  # the session, the account
            signed_in.get(PAGE)


@pytest.mark.security
class TestWhatStaysBehind:
    def test_a_page_is_not_kept_by_the_browser(self, signed_in):
        # Else "back" after signing out shows the page again.
        assert signed_in.get(PAGE).headers["Cache-Control"] == "private, no-store"

    def test_the_session_ends_with_the_browser(self, client, ministry):
        client.post(SIGN_IN, {"username": "ministry", "password": PASSWORD})
        assert client.cookies["sessionid"]["max-age"] == ""
        assert client.cookies["sessionid"]["expires"] == ""

    def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(self, client, ministry):
        client.get(SIGN_IN)
        client.post(SIGN_IN, {"username": "ministry", "password": PASSWORD})
        client.post(reverse("language"), {"language": "en"})
        for name in ("sessionid", "csrftoken", "django_language"):
            assert client.cookies[name]["httponly"], name
            assert client.cookies[name]["samesite"] == "Lax", name

"""Which language a page speaks: the account's, else the cookie's, else Vietnamese."""

import pytest
from django.conf import settings
from django.urls import reverse

from promotion.models import User

SIGN_IN = reverse("sign-in")
PAGE = reverse("password")
SWITCH = reverse("language")


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["en-US,en;q=0.9", "fr", "vi", ""])
def test_the_browsers_wish_is_ignored(client, wish):
    answer = client.get(SIGN_IN, headers={"Accept-Language": wish})
    assert answer.headers["Content-Language"] == "vi"
    assert '<html lang="vi">' in answer.content.decode()
    assert "Đăng nhập" in answer.content.decode()


def test_a_page_is_never_shared_between_languages(client, db):
    assert "Cookie" in client.get(SIGN_IN).headers["Vary"]


def test_a_visitors_choice_stays_in_the_browser(client, db):
    answer = client.post(SWITCH, {"language": "en", "next": SIGN_IN + "?next=/projects/"})
    assert answer.url == SIGN_IN + "?next=/projects/"
    page = client.get(SIGN_IN)
    assert page.headers["Content-Language"] == "en"
    assert "Sign in" in page.content.decode()


def test_an_accounts_choice_follows_it_to_another_browser(client, ministry):
    client.force_login(ministry)
    client.post(SWITCH, {"language": "en"})
    ministry.refresh_from_db()
    assert ministry.language == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    assert client.get(PAGE).headers["Content-Language"] == "en"


def test_another_account_keeps_its_language(client, ministry, auditor):
    client.force_login(ministry)
    client.post(SWITCH, {"language": "en"})
    auditor.refresh_from_db()
    assert auditor.language == ""


def test_the_sign_in_page_remembers_the_accounts_language(client, ministry):
    User.objects.filter(pk=ministry.pk).update(language="en")
    client.post(SIGN_IN, {"username": "ministry", "password": "mat-khau-thu-nghiem"})
    client.post(reverse("sign-out"))
    assert client.get(SIGN_IN).headers["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["", "fr", "en-US", "VI", "vi\x00"])
def test_a_language_that_is_not_spoken_is_refused(client, ministry, language):
    client.force_login(ministry)
    assert client.post(SWITCH, {"language": language}).status_code == 400
    ministry.refresh_from_db()
    assert ministry.language == ""


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["fr", "", "vi;", "../../etc", "x" * 4000])
def test_a_broken_cookie_speaks_vietnamese(client, cookie):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = client.get(SIGN_IN)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "vi"


def test_one_reader_does_not_change_the_language_of_the_next(client, db):
    from django.utils import translation

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("vi"):
        client.get(SIGN_IN)
        assert translation.get_language() == "vi"

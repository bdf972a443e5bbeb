"""Signing in and out: who gets in, what is told to whom, and where they land."""

from datetime import date

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from promotion.models import User
from tests.cast import PASSWORD

SIGN_IN = reverse("sign-in")
WRONG = "Tên tài khoản hoặc mật khẩu không đúng"


def sign_in(client: Client, username: str, password: str = PASSWORD, **fields):
    return client.post(SIGN_IN, {"username": username, "password": password, **fields})


def test_somebody_with_the_password_gets_in(client, ministry):
    answer = sign_in(client, "ministry")
    assert answer.status_code == 302
    assert answer.url == reverse("home")
    assert get_user(client) == ministry


def test_opens_the_page_that_was_asked_for(client, ministry):
    page = reverse("projects") + "?year=2025&q=d%E1%BB%87t%20may"
    asked = client.get(page)
    assert asked.status_code == 302
    kept = client.get(asked.url).context["next"]
    assert sign_in(client, "ministry", next=kept).url == page


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client):
    answer = client.get(
        reverse("grant-remaining"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/projects/?year=2025"},
    )
    # A redirect would put the sign-in page into the middle of the page.
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"{SIGN_IN}?next=%2Fprojects%2F%3Fyear%3D2025"
    assert answer.content == b""


@pytest.mark.parametrize("header", ["http://[", "x" * 9000, "//", "http://[::1/"])
def test_a_broken_header_leaves_the_way_back_out(client, db, header):
    referer = client.post(reverse("confirm-list"), headers={"Referer": header})
    part = client.get(reverse("home"), headers={"HX-Request": "true", "HX-Current-URL": header})
    assert referer.url.startswith(SIGN_IN)
    assert part.headers["HX-Redirect"].startswith(SIGN_IN)


def test_a_form_of_somebody_signed_out_comes_back_to_its_page(client):
    answer = client.post(
        reverse("confirm-list"), headers={"Referer": "http://testserver/disbursements/inbox/"}
    )
    assert answer.url == f"{SIGN_IN}?next=%2Fdisbursements%2Finbox%2F"


@pytest.mark.security
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "///example.org/",
        r"/\example.org/",
        r"\\example.org",
        "http:example.org",
        "javascript:alert(1)",
        "/\t/example.org",
        "http://testserver@example.org/",
        "https://testserver.example.org/",
    ],
)
def test_next_never_leads_elsewhere(client, ministry, elsewhere):
    assert sign_in(client, "ministry", next=elsewhere).url == reverse("home")
    assert client.get(SIGN_IN, {"next": elsewhere}).url == reverse("home")
    language = client.post(reverse("language"), {"language": "en", "next": elsewhere})
    assert language.url == reverse("home")


@pytest.mark.security
def test_the_way_back_of_a_part_never_leads_elsewhere(client, ministry):
    elsewhere = {"HX-Request": "true", "HX-Current-URL": "https://example.org//example.org/x"}
    answer = client.get(reverse("password"), headers=elsewhere)
    landing = client.get(answer.headers["HX-Redirect"]).context["next"]
    assert landing == ""


@pytest.mark.security
def test_says_the_same_of_a_wrong_name_a_wrong_password_and_a_closed_account(
    client, ministry, settings
):
    settings.DEMO = False  # whose page lists names
    User.objects.create_user("closed", password=PASSWORD, role="auditor", is_active=False)

    def page(username: str, password: str) -> str:
        body = sign_in(client, username, password).content.decode()
        assert WRONG in body
        lines = [line for line in body.splitlines() if "csrfmiddlewaretoken" not in line]
        return "\n".join(lines).replace(username, "NAME")

    assert page("ministry", "wrong") == page("nobody-at-all", "wrong") == page("closed", PASSWORD)
    assert get_user(client).is_anonymous


@pytest.mark.security
def test_a_closed_account_is_signed_out_at_once(client, auditor):
    client.force_login(auditor)
    User.objects.filter(pk=auditor.pk).update(is_active=False)
    assert client.get(reverse("password")).url.startswith(SIGN_IN)


class TestLastDay:
    def end(self, user: User, day: date) -> None:
        User.objects.filter(pk=user.pk).update(valid_until=day)

    def test_counts_as_open(self, client, auditor):
        self.end(auditor, timezone.localdate())
        assert sign_in(client, "auditor").status_code == 302
        assert client.get(reverse("password")).status_code == 200

    @pytest.mark.security
    def test_once_passed_refuses_with_a_sentence(self, client, auditor):
        self.end(auditor, date(2025, 9, 2))
        answer = sign_in(client, "auditor")
        assert "Tài khoản đã hết hạn sử dụng sau ngày 02/09/2025" in answer.content.decode()
        assert get_user(client).is_anonymous

    @pytest.mark.security
    def test_is_told_only_to_who_knows_the_password(self, client, auditor):
        self.end(auditor, date(2025, 9, 2))
        answer = sign_in(client, "auditor", "wrong").content.decode()
        assert WRONG in answer
        assert "02/09/2025" not in answer

    @pytest.mark.security
    def test_ends_a_session_that_is_open(self, client, auditor):
        client.force_login(auditor)
        self.end(auditor, date(2025, 9, 2))
        answer = client.get(reverse("password"))
        assert answer.url == SIGN_IN
        assert "02/09/2025" in client.get(SIGN_IN).content.decode()
        assert get_user(client).is_anonymous


class TestLock:
    def attempt(self, client: Client, username: str = "ministry", password: str = "wrong"):
        return sign_in(client, username, password)

    @pytest.mark.security
    def test_after_five_wrong_passwords_even_the_right_one_waits(self, client, ministry):
        answers = [self.attempt(client).status_code for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]
        answer = self.attempt(client, password=PASSWORD)
        assert answer.status_code == 429
        assert "Đề nghị thử lại sau 15 phút" in answer.content.decode()
        assert get_user(client).is_anonymous

    @pytest.mark.security
    def test_a_name_that_does_not_exist_is_locked_alike(self, client, db):
        answers = [self.attempt(client, "nobody").status_code for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]

    @pytest.mark.security
    def test_speaks_the_language_of_the_visitor(self, client, ministry):
        client.cookies["django_language"] = "en"
        body = [self.attempt(client) for _ in range(5)][-1].content.decode()
        assert "Please wait 15 minutes" in body

    @pytest.mark.security
    def test_answers_a_script_with_the_same_page(self, client, ministry):
        for _ in range(5):
            answer = client.post(
                SIGN_IN,
                {"username": "ministry", "password": "wrong"},
                headers={"X-Requested-With": "XMLHttpRequest"},
            )
        assert answer.status_code == 429
        # The lock's own JSON would be readable from any other site.
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Content-Type"].startswith("text/html")

    def test_another_account_and_another_address_go_on(self, client, ministry, auditor):
        for _ in range(5):
            self.attempt(client)
        assert sign_in(client, "auditor").status_code == 302
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")
        assert sign_in(elsewhere, "ministry").status_code == 302

    def test_signing_in_begins_the_count_anew(self, client, ministry):
        for _ in range(4):
            self.attempt(client)
        sign_in(client, "ministry")
        assert [self.attempt(Client()).status_code for _ in range(4)] == [200] * 4


@pytest.mark.security
def test_a_session_known_before_is_worth_nothing_afterwards(client, ministry):
    # The attacker plants a session of their own in the victim's browser.
    planted = client.session
    planted["planted"] = True
    planted.save()
    before = client.cookies["sessionid"].value
    sign_in(client, "ministry")
    after = client.cookies["sessionid"].value
    assert after != before
    attacker = Client()
    attacker.cookies["sessionid"] = before
    assert get_user(attacker).is_anonymous


class TestSignOut:
    def test_ends_the_session_for_good(self, client, ministry):
        client.force_login(ministry)
        key = client.cookies["sessionid"].value
        answer = client.post(reverse("sign-out"))
        assert answer.url == SIGN_IN
        again = Client()
        again.cookies["sessionid"] = key
        assert get_user(again).is_anonymous
        assert "Đã đăng xuất" in client.get(SIGN_IN).content.decode()

    def test_a_link_does_not_sign_out(self, client, ministry):
        client.force_login(ministry)
        assert client.get(reverse("sign-out")).status_code == 405
        assert get_user(client) == ministry


def test_somebody_signed_in_is_led_on(client, ministry):
    client.force_login(ministry)
    assert client.get(SIGN_IN).url == reverse("home")


def test_names_the_accounts_of_a_demonstration_and_never_the_password(client, db, settings):
    from projects.demo.accounts import ACCOUNTS, DEMO_PASSWORD

    page = client.get(SIGN_IN, {"account": "clerk-an-giang"}).content.decode()
    assert all(account.username in page for account in ACCOUNTS)
    assert 'value="clerk-an-giang"' in page
    assert DEMO_PASSWORD not in page
    settings.DEMO = False
    assert "officer-an-giang" not in client.get(SIGN_IN).content.decode()

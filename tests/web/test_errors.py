"""The site's own error pages, in both languages, whatever has failed."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from promotion.views import health

PAGE = reverse("password")
LANGUAGES = {
    "vi": {
        400: "Không đọc được địa chỉ này",
        403: "Tài khoản này không được mở trang này",
        404: "Trang này không có hoặc không thuộc phạm vi của tài khoản",
        405: "Không mở được địa chỉ này theo cách đó",
        500: "Hệ thống gặp lỗi",
        "expired": "Biểu nhập đã hết hạn",
    },
    "en": {
        400: "This address cannot be read",
        403: "This page is not open to your account",
        404: "This page does not exist or is not open to you",
        405: "This address cannot be opened like this",
        500: "Something went wrong on our side",
        "expired": "The form has expired",
    },
}


@pytest.fixture(params=LANGUAGES)
def language(request, client) -> str:
    client.cookies["django_language"] = request.param
    return request.param


def shows(answer, status: int, sentence: str, language: str) -> bool:
    body = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}">' in body
    assert "Traceback" not in body
    return sentence in body


def test_404_says_no_more_to_a_stranger(client, db, language):
    answer = client.get("/projects-of-nobody/AG-2025-01/")
    assert shows(answer, 404, LANGUAGES[language][404], language)
    assert not answer.context["nav"]


def test_404_keeps_the_way_on_for_somebody_signed_in(client, ministry, language):
    client.force_login(ministry)
    answer = client.get("/nowhere/")
    assert shows(answer, 404, LANGUAGES[language][404], language)
    assert answer.context["nav"]


def test_403_for_a_page_of_another_role(client, ministry, language):
    client.force_login(ministry)
    answer = client.get(reverse("admin:index"))
    assert shows(answer, 403, LANGUAGES[language][403], language)


def test_403_for_a_change_by_another_role(client, auditor):
    client.force_login(auditor)
    answer = client.post(reverse("confirm-list"))
    assert shows(answer, 403, "Tài khoản này không được thay đổi nội dung này", "vi")


def test_an_expired_form_says_that_nothing_was_saved(language, db):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = language
    answer = strict.post(reverse("sign-in"), {"username": "x", "password": "y"})
    assert shows(answer, 403, LANGUAGES[language]["expired"], language)
    saved = {"vi": "Chưa có gì được lưu", "en": "Nothing was saved"}
    assert saved[language] in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "name"), [("get", "confirm-list"), ("get", "language"), ("post", "projects")]
)
def test_405_is_a_page_and_the_language_does_not_lead_back_to_it(
    client, ministry, language, method, name
):
    client.force_login(ministry)
    answer = getattr(client, method)(reverse(name))
    assert shows(answer, 405, LANGUAGES[language][405], language)
    assert answer.headers["Allow"]
    assert 'name="next" value=""' in answer.content.decode()


def test_the_language_of_a_refusal_does_not_lead_to_an_address_without_a_page(client, auditor):
    client.force_login(auditor)
    refusal = client.post(reverse("confirm-list")).content.decode()
    assert 'name="next" value=""' in refusal
    page = client.get(reverse("budgets"), {"source": "local"}).content.decode()
    assert 'name="next" value="/budgets/?source=local"' in page


@pytest.mark.security
@pytest.mark.parametrize("host", ["example.org", "localhost.example.org", "a b", "127.0.0.1:x"])
def test_400_for_a_forged_host(client, db, language, host):
    answer = client.get(reverse("sign-in"), headers={"Host": host})
    assert shows(answer, 400, LANGUAGES[language][400], language)
    assert host not in answer.content.decode()
    forged = client.get(PAGE, headers={"X-Forwarded-Host": "example.org"})
    assert "example.org" not in forged.url


def test_500_says_so_without_the_request(client, db, language, monkeypatch):
    def fail() -> str:
        raise RuntimeError("a fault")

    monkeypatch.setattr(health, "reachable", fail)
    client.raise_request_exception = False
    answer = client.get(reverse("health"))
    assert shows(answer, 500, LANGUAGES[language][500], language)
    assert "a fault" not in answer.content.decode()


def test_500_needs_no_database(client, ministry, language, monkeypatch):
    client.force_login(ministry)
    client.raise_request_exception = False

    def away(*args, **kwargs):
        raise OperationalError("away")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        answer = client.get(PAGE)
    assert shows(answer, 500, LANGUAGES[language][500], language)


def test_a_database_that_goes_while_the_session_is_saved_is_our_fault(
    client, ministry, language, monkeypatch
):
    client.force_login(ministry)
    session = client.session
    session["seen"] = 0
    session.save()

    def gone(self, *args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("promotion.middleware.idle", lambda request: request.session.update(a=1))
    monkeypatch.setattr("django.contrib.sessions.models.Session.save", gone)
    client.raise_request_exception = False
    answer = client.get(PAGE)
    assert shows(answer, 500, LANGUAGES[language][500], language)


def test_a_session_that_ended_elsewhere_is_not(client, ministry, language, monkeypatch):
    client.force_login(ministry)

    def ended_meanwhile(request):
        request.session["a"] = 1
        type(request.session).get_model_class().objects.all().delete()

    monkeypatch.setattr("promotion.middleware.idle", ended_meanwhile)
    assert client.get(PAGE).status_code == 400

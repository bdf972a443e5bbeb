"""What auditors read is on record, refused pages too; nobody else's reading is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from promotion.models import AccessLog, User
from tests.cast import PASSWORD
from tests.guards import execute, refused, remove_guards

PROVINCES = reverse("provinces")
WORKBOOK = reverse("report-download", args=["execution", "xlsx"])


@pytest.fixture
def auditing(client, auditor) -> Client:
    client.force_login(auditor)
    return client


def reads() -> list[tuple]:
    return list(AccessLog.objects.order_by("id").values_list("path", "is_export", "status"))


@pytest.mark.security
class TestAuditor:
    def test_a_page_with_its_query(self, auditing, auditor):
        auditing.get(PROVINCES + "?from=menu")
        assert reads() == [(PROVINCES + "?from=menu", False, 200)]
        assert AccessLog.objects.get().person == auditor

    def test_a_part_of_a_page(self, auditing):
        auditing.get(PROVINCES, headers={"HX-Request": "true"})
        assert reads() == [(PROVINCES, False, 200)]

    def test_an_export(self, auditing):
        assert auditing.get(WORKBOOK).status_code == 200
        assert reads() == [(WORKBOOK, True, 200)]

    def test_a_page_that_is_refused_or_does_not_exist(self, auditing):
        paths = [reverse("draft-new"), "/projects/khong-co/", "/khong-co/"]
        for path in paths:
            auditing.get(path)
        assert reads() == [(paths[0], False, 403), (paths[1], False, 404), (paths[2], False, 404)]

    def test_a_page_after_the_last_day(self, auditing, auditor):
        User.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
        assert auditing.get(PROVINCES).status_code == 302
        assert reads() == [(PROVINCES, False, 302)]
        # The session has ended: the next request is nobody's.
        auditing.get(PROVINCES)
        assert len(reads()) == 1

    def test_an_endless_address_is_cut(self, auditing):
        auditing.get(PROVINCES + "?x=" + "y" * 3000)
        assert len(reads()[0][0]) == 2000

    def test_what_is_open_to_everybody_is_no_read(self, auditing):
        auditing.get(reverse("health"))
        assert not reads()

    def test_costs_one_write(self, auditing, django_assert_num_queries):
        page = reverse("password")
        auditing.get(page)
        with django_assert_num_queries(3):  # the session, the account, the record
            auditing.get(page)


@pytest.mark.security
class TestLastDay:
    def test_the_session_ends_after_it_and_nobody_signs_in(self, auditing, auditor):
        today = timezone.localdate()
        User.objects.update(valid_until=today)
        assert auditing.get(PROVINCES).status_code == 200
        User.objects.update(valid_until=today - timedelta(days=1))
        assert auditing.get(PROVINCES).status_code == 302
        sign_in = reverse("sign-in")
        answer = auditing.post(sign_in, {"username": auditor.username, "password": PASSWORD})
        assert "_auth_user_id" not in auditing.session
        assert answer.status_code == 200


@pytest.mark.parametrize("person", ["clerk_an_giang", "officer_an_giang", "administrator"])
def test_others_are_not_recorded(client, request, person, db):
    client.force_login(request.getfixturevalue(person))
    client.get(PROVINCES)
    assert not reads()


@pytest.mark.security
class TestRecord:
    @pytest.fixture(autouse=True)
    def read(self, auditing):
        auditing.get(PROVINCES)

    @pytest.mark.parametrize(
        "act", ["UPDATE promotion_accesslog SET status = 404", "DELETE FROM promotion_accesslog"]
    )
    def test_is_never_changed_or_deleted(self, act):
        with refused("ledger_append_only"):
            execute(act)

    def test_could_be_deleted_without_its_guards(self):
        remove_guards("promotion_accesslog")
        execute("DELETE FROM promotion_accesslog")
        assert not reads()

    def test_is_read_by_administrators_and_changed_by_nobody(self, client, administrator):
        client.force_login(administrator)
        listed = reverse("admin:promotion_accesslog_changelist")
        assert PROVINCES in client.get(listed).content.decode()
        row = AccessLog.objects.get()
        one = reverse("admin:promotion_accesslog_change", args=[row.pk])
        assert client.post(one, {"path": "/"}).status_code == 403
        assert client.get(reverse("admin:promotion_accesslog_add")).status_code == 403

"""The administration: accounts and catalogues, for administrators, and no rows at all."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from promotion.admin import site
from promotion.models import AccessLog, Centre, ChangeLog, User
from tests.cast import PASSWORD, make_centre, make_user, send

USERS = reverse("admin:promotion_user_changelist")
NEW = reverse("admin:promotion_user_add")
FIRST = "tam-thoi-2026"


@pytest.fixture
def admin(client, administrator) -> Client:
    client.force_login(administrator)
    return client


def change_url(user: User) -> str:
    return reverse("admin:promotion_user_change", args=[user.pk])


def add(admin: Client, **fields):
    typed = {"username": "newcomer", "password1": FIRST, "password2": FIRST, "role": "ministry"}
    return admin.post(NEW, typed | fields)


@pytest.mark.security
@pytest.mark.parametrize("role", [role for role in User.Role if role != "administrator"])
def test_nobody_else_comes_in(client, role, centre_an_giang):
    reach = {"clerk": {"centre": centre_an_giang}, "officer": {"province_id": "an-giang"}}
    # Not even with Django's own marks of staff.
    marks = {"is_staff": True, "is_superuser": True}
    client.force_login(make_user("x", role, **reach.get(role, {}), **marks))
    for url in (reverse("admin:index"), USERS, NEW, reverse("admin:jsi18n")):
        assert client.get(url).status_code == 403
    assert add(client).status_code == 403
    assert not User.objects.filter(username="newcomer").exists()


@pytest.mark.security
def test_no_room_but_accounts_catalogues_and_provinces_is_registered():
    registered = {model._meta.label for model in site._registry}
    assert registered == {
        "promotion.AccessLog",
        "promotion.User",
        "promotion.Centre",
        "promotion.ProgrammePeriod",
        "promotion.ReportingPeriod",
        "promotion.Content",
        "promotion.ContentCatalogue",
        "promotion.ContentGroup",
        "promotion.ContentMapping",
        "promotion.Norm",
        "promotion.AdvanceRule",
        "provinces.Region",
        "provinces.Province",
    }


def test_every_page_opens(admin, auditor, centre_an_giang):
    AccessLog.objects.create(person=auditor, path="/", status=200)
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert admin.get(reverse(f"{name}_changelist")).status_code == 200
        first = model.objects.first()
        assert admin.get(reverse(f"{name}_change", args=[first.pk])).status_code == 200
    assert admin.get(reverse("admin:index")).status_code == 200


@pytest.mark.security
def test_nothing_can_be_deleted(admin, auditor, centre_an_giang):
    AccessLog.objects.create(person=auditor, path="/", status=200)
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        first = model.objects.first()
        url = reverse(f"{name}_delete", args=[first.pk])
        assert admin.get(url).status_code == 403
        assert admin.post(url, {"post": "yes"}).status_code == 403
        many = {"action": "delete_selected", "_selected_action": [first.pk], "post": "yes"}
        admin.post(reverse(f"{name}_changelist"), many)
        assert model.objects.filter(pk=first.pk).exists()


@pytest.mark.security
def test_nothing_behind_an_account_or_a_centre_is_told(
    admin, grant_an_giang, clerk_an_giang, centre_an_giang
):
    send(grant_an_giang, clerk_an_giang, voucher_number="QZX-77")
    project = grant_an_giang.project
    for url in (
        change_url(clerk_an_giang),
        reverse("admin:promotion_user_delete", args=[clerk_an_giang.pk]),
        reverse("admin:promotion_centre_change", args=[centre_an_giang.pk]),
        reverse("admin:promotion_centre_delete", args=[centre_an_giang.pk]),
        f"{USERS}?drafts__voucher_number=QZX-77",
        f"{USERS}?centre__projects__code={project.code}",
        f"{USERS}?q=QZX-77",
        f"/admin/r/1/{project.pk}/",
    ):
        body = admin.get(url, follow=True).content.decode()
        assert project.title not in body, url
        assert "UNC" not in body.replace("QZX-77", ""), url


class TestNewAccount:
    def test_has_to_change_the_password_it_was_given(self, admin):
        assert add(admin).status_code == 302
        newcomer = User.objects.get(username="newcomer")
        assert newcomer.must_change_password
        assert newcomer.role == "ministry"
        their = Client()
        their.post(reverse("sign-in"), {"username": "newcomer", "password": FIRST})
        assert their.get(reverse("home")).url == reverse("password")

    def test_is_no_staff_of_django(self, admin):
        add(admin, role="administrator")
        newcomer = User.objects.get(username="newcomer")
        assert not newcomer.is_superuser
        their = Client()
        newcomer.must_change_password = False
        newcomer.save()
        their.force_login(newcomer)
        # The role alone opens the administration.
        assert their.get(USERS).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"role": "clerk"}, "Cán bộ trung tâm phải có trung tâm"),
            ({"role": "officer"}, "cán bộ Sở phải có tỉnh"),
            ({"role": "ministry", "province": "an-giang"}, "không có cả hai"),
            ({"password1": "ngan", "password2": "ngan"}, "Mật khẩu quá ngắn; cần ít nhất 10 ký tự"),
            ({"role": "king"}, "king"),
        ],
    )
    def test_that_fits_no_role_comes_back(self, admin, fields, sentence):
        answer = add(admin, **fields)
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert not User.objects.filter(username="newcomer").exists()

    def test_reaches_what_it_was_given(self, admin, centre_an_giang):
        assert add(admin, role="clerk", centre=centre_an_giang.pk).status_code == 302
        assert User.objects.get(username="newcomer").centre == centre_an_giang


class TestPassword:
    def test_set_by_an_administrator_is_to_be_changed(self, admin, auditor):
        url = reverse("admin:auth_user_password_change", args=[auditor.pk])
        assert admin.get(url).status_code == 200
        answer = admin.post(url, {"password1": FIRST, "password2": FIRST})
        assert answer.status_code == 302
        auditor.refresh_from_db()
        assert auditor.check_password(FIRST)
        assert auditor.must_change_password

    @pytest.mark.security
    def test_set_by_an_administrator_ends_open_sessions(self, admin, auditor):
        their = Client()
        their.force_login(auditor)
        url = reverse("admin:auth_user_password_change", args=[auditor.pk])
        admin.post(url, {"password1": FIRST, "password2": FIRST})
        assert their.get(reverse("home")).url.startswith(reverse("sign-in"))

    @pytest.mark.security
    def test_is_never_shown(self, admin, auditor):
        page = admin.get(change_url(auditor)).content.decode()
        assert auditor.password not in page
        assert auditor.password.split("$")[-1][:6] not in page

    def test_of_ones_own_is_changed_on_the_sites_page(self, admin):
        assert admin.get(reverse("admin:password_change")).url == reverse("password")
        assert admin.get(reverse("admin:login")).url == reverse("sign-in")


class TestChange:
    def test_closes_an_account(self, admin, auditor):
        typed = {"username": "auditor", "role": "auditor", "valid_until": "02/09/2025"}
        typed["change_reason"] = "Hết đợt kiểm toán"
        assert admin.post(change_url(auditor), typed).status_code == 302
        auditor.refresh_from_db()
        assert not auditor.is_active
        assert auditor.valid_until == date(2025, 9, 2)  # day first
        assert auditor.check_password(PASSWORD)
        assert LogEntry.objects.filter(object_id=auditor.pk).exists()

    def test_is_logged_with_its_author_and_reason(self, admin, administrator, auditor):
        typed = {"username": "auditor", "role": "auditor", "is_active": "on"}
        typed["valid_until"] = "31/12/2026"
        reason = "Theo Công văn 12/SCT"
        typed |= {"province": "hue", "change_reason": reason}
        assert admin.post(change_url(auditor), typed).status_code == 302
        change = ChangeLog.objects.first()
        assert (change.person, change.reason) == (administrator, reason)
        assert change.after == {"province_id": "hue", "valid_until": "2026-12-31"}
        history = admin.get(reverse("admin:promotion_user_history", args=[auditor.pk]))
        page = history.content.decode()
        assert reason in page
        assert "Huế" in page
        assert "ngoài ứng dụng" in page  # the account itself was added by no page

    def test_of_reach_needs_a_reason(self, admin, officer_an_giang):
        typed = {"username": officer_an_giang.username, "role": "officer", "is_active": "on"}
        typed |= {"province": "dong-thap"}
        answer = admin.post(change_url(officer_an_giang), typed)
        assert "phải có lý do" in answer.content.decode()
        officer_an_giang.refresh_from_db()
        assert officer_an_giang.province_id == "an-giang"
        typed |= {"province": "an-giang", "first_name": "Bình"}  # a name changes without one
        assert admin.post(change_url(officer_an_giang), typed).status_code == 302

    def test_no_auditor_without_a_last_day(self, admin, auditor):
        typed = {"username": "auditor", "role": "auditor", "is_active": "on"}
        answer = admin.post(change_url(auditor), typed)
        assert "phải có ngày truy cập cuối cùng" in answer.content.decode()
        assert add(admin, role="auditor").status_code == 200
        assert add(admin, role="auditor", valid_until="31/12/2026").status_code == 302

    def test_tells_units_of_two_times_apart(self, admin, officer_an_giang):
        page = admin.get(change_url(officer_an_giang)).content.decode()
        assert ">An Giang (đến 30/06/2025)<" in page
        assert ">An Giang<" in page

    def test_does_not_ask_for_a_new_password(self, admin, auditor):
        typed = {"username": "auditor", "role": "auditor", "valid_until": "31/12/2026"}
        typed |= {"change_reason": "Theo kế hoạch kiểm toán"}
        assert admin.post(change_url(auditor), typed).status_code == 302
        auditor.refresh_from_db()
        assert not auditor.must_change_password


class TestCentre:
    def save(self, admin: Client, centre: Centre, **fields):
        url = reverse("admin:promotion_centre_change", args=[centre.pk])
        typed = {
            "name": centre.name,
            "slug": centre.slug,
            "province": centre.province_id,
            "opened_on": "01/01/2010",
        }
        return admin.post(url, typed | fields, follow=True)

    def test_a_new_one_carries_on_its_own_projects(self, admin):
        admin.post(
            reverse("admin:promotion_centre_add"),
            {"name": "Trung tâm", "slug": "moi", "province": "hue", "opened_on": "01/07/2025"},
        )
        centre = Centre.objects.get(slug="moi")
        assert centre.current == centre

    def test_a_merger_is_followed_by_those_merged_before(self, admin, centre_an_giang):
        oldest = make_centre("kien-giang")
        older = make_centre("ca-mau")
        self.save(admin, oldest, successor=older.pk, closed_on="30/06/2024")
        self.save(admin, older, successor=centre_an_giang.pk, closed_on="30/06/2025")
        oldest.refresh_from_db()
        older.refresh_from_db()
        assert oldest.current == older.current == centre_an_giang

    def test_follows_no_circle(self, admin, centre_an_giang):
        older = make_centre("kien-giang")
        self.save(admin, older, successor=centre_an_giang.pk)
        answer = self.save(admin, centre_an_giang, successor=older.pk)
        assert "không thể kế thừa chính mình" in answer.content.decode()
        own = self.save(admin, centre_an_giang, successor=centre_an_giang.pk)
        assert "không thể kế thừa chính mình" in own.content.decode()

    def test_what_only_the_database_refuses_is_said(self, admin, grant_an_giang, centre_an_giang):
        answer = self.save(admin, centre_an_giang, province="gia-lai")
        assert answer.status_code == 200
        refusal = [str(message) for message in answer.context["messages"]]
        assert len(refusal) == 1
        centre_an_giang.refresh_from_db()
        assert centre_an_giang.province_id == "an-giang"

    def test_the_database_itself_refuses_it(self, grant_an_giang, centre_an_giang):
        """Else the test above would only see the form."""
        with pytest.raises(IntegrityError):
            Centre.objects.filter(pk=centre_an_giang.pk).update(province_id="gia-lai")


def test_the_first_account_of_an_installation_is_an_administrator(client, db):
    first = User.objects.create_superuser("first", password=PASSWORD)
    client.force_login(first)
    assert first.role == User.Role.ADMINISTRATOR
    assert client.get(USERS).status_code == 200

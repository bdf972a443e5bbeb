"""Accounts: who they are and what they reach; and what auditors read."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from promotion.admin.pages import Logged, ReadOnly, ReasonForm, site
from promotion.models import AccessLog, User

REACH_HELP = {
    "role": _(
        "A clerk works for a centre, a provincial Department officer for a province; the ministry"
        " and administrators have neither. An auditor reads one province, or the country."
    ),
    "centre": _("For clerks. After a merger the successor's rows are in reach as well."),
    "province": _("For provincial Department officers, and for auditors of one province."),
    "valid_until": _("The last day included. Empty: without end, which no auditor has."),
    "is_active": _("Switch off to close the account; accounts are never deleted."),
}


class ReachForm(ReasonForm):
    """Auditors look until a day, and a reach changes for a reason."""

    REACH = frozenset({"role", "centre", "province", "valid_until", "is_active"})

    def clean(self) -> None:
        super().clean()
        typed = self.cleaned_data
        if typed.get("role") == User.Role.AUDITOR and not typed.get("valid_until"):
            self.add_error("valid_until", _("An auditor has a last day of access."))
        changed = self.instance.pk and self.REACH & set(self.changed_data)
        if changed and not typed.get("change_reason"):
            no_reason = _("A change of role, reach or access has a reason.")
            self.add_error("change_reason", no_reason)


class NewAccountForm(ReachForm, UserCreationForm):
    """A first password, known to two people until the account's own first sign-in."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = (
            *("username", "last_name", "first_name"),
            *("role", "centre", "province", "valid_until"),
        )
        help_texts = REACH_HELP

    def save(self, commit: bool = True) -> User:
        self.instance.must_change_password = True
        return super().save(commit)


class AccountForm(ReachForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        help_texts = REACH_HELP


class SetPasswordForm(AdminPasswordChangeForm):
    """Somebody's password, set by an administrator: asked to be changed at the next sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # There is no other way to sign in that a password could be switched off for.
        self.fields.pop("usable_password", None)

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = True
        return super().save(commit)


@admin.register(User, site=site)
class Accounts(Logged, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/change_form.html"
    change_password_form = SetPasswordForm
    change_user_password_template = "admin/set_password.html"
    list_display = (
        *("username", "last_name", "first_name", "role", "centre", "province"),
        *("valid_until", "is_active"),
    )
    list_filter = ("role", "is_active")
    list_select_related = ("centre", "province")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "new_password", "must_change_password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email", "language")}),
        (_("Role and reach"), {"fields": ("role", "centre", "province")}),
        (_("Access"), {"fields": ("valid_until", "is_active", "last_login", "change_reason")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("Person"), {"fields": ("last_name", "first_name")}),
        (_("Role and reach"), {"fields": ("role", "centre", "province")}),
        (_("Access"), {"fields": ("valid_until", "change_reason")}),
    )
    readonly_fields = ("last_login", "new_password")

    @admin.display(description=_("password"))
    def new_password(self, account: User) -> str:
        return format_html('<a href="../password/">{}</a>', _("Set the password"))


@admin.register(AccessLog, site=site)
class Reads(ReadOnly):
    """What auditors read and took along, latest first."""

    list_display = ("read_at", "person", "path", "is_export", "status")
    list_filter = ("is_export",)
    list_select_related = ("person",)
    search_fields = ("person__username", "path")
    show_full_result_count = False

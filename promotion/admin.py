"""Administration: accounts and catalogues, and what auditors read.

No project, payment or budget is registered, and nothing can be deleted here: a page that asks
before deleting would list the rows behind, which administrators do not reach. An account is
closed by its last day or by being inactive, a catalogue row by its last day.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from promotion.changes import changes_of, changing
from promotion.guards.sentences import explain
from promotion.lib.money import group
from promotion.models import (
    AccessLog,
    Centre,
    Content,
    ContentCatalogue,
    ContentGroup,
    ContentMapping,
    Norm,
    ProgrammePeriod,
    User,
)
from provinces.models import Province, Region


class Site(admin.AdminSite):
    """Django's admin with the door of this site: its sign-in, its password page, its roles."""

    site_title = _("Industrial promotion")
    site_header = _("Industrial promotion: accounts and catalogues")
    index_title = _("Administration")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and user.role == User.Role.ADMINISTRATOR

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the redirect to any row's own page, which would tell that the row exists."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("sign-in")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("password")


site = Site()


class ReadOnly(admin.ModelAdmin):
    """For what law alone changes, with a new release of the reference data."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class Kept(ReadOnly):
    """For what administrators add and change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return site.has_permission(request)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A rule that only the database knows is a message, not a fault."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            messages.error(request, explain(error).messages[0])
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        """Told to the log of changes as the administrator's, with the reason if one is asked."""
        assert isinstance(request.user, User)
        with changing(request.user, form.cleaned_data.get("change_reason", "")):
            super().save_model(request, obj, form, change)


class Logged(Kept):
    """For what the log of changes covers, which its history page shows."""

    object_history_template = "admin/changes.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        context = {"changes": changes_of(row) if row else []}
        return super().history_view(request, object_id, context | (extra_context or {}))


class ReasonForm(forms.ModelForm):
    change_reason = forms.CharField(label=_("Reason of the change"), max_length=400, required=False)


REACH_HELP = {
    "role": _(
        "A clerk works for a centre, a provincial Department officer for a province; the ministry"
        " and administrators have neither. An auditor reads one province, or the country."
    ),
    "centre": _("For clerks. After a merger the successor's rows are in reach as well."),
    "province": _("For provincial Department officers, and for auditors of one province."),
    "valid_until": _("The last day included. Empty: without end."),
    "is_active": _("Switch off to close the account; accounts are never deleted."),
}


class NewAccountForm(ReasonForm, UserCreationForm):
    """A first password, known to two people until the account's own first sign-in."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "last_name", "first_name", "role", "centre", "province")
        help_texts = REACH_HELP

    def save(self, commit: bool = True) -> User:
        self.instance.must_change_password = True
        return super().save(commit)


class AccountForm(ReasonForm, UserChangeForm):
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
        (_("Role and reach"), {"fields": ("role", "centre", "province", "change_reason")}),
    )
    readonly_fields = ("last_login", "new_password")

    @admin.display(description=_("password"))
    def new_password(self, account: User) -> str:
        return format_html('<a href="../password/">{}</a>', _("Set the password"))


class CentreForm(ReasonForm):
    class Meta:
        model = Centre
        fields = ("name", "slug", "province", "opened_on", "closed_on", "successor")
        help_texts = {
            "province": _("The unit of its time; empty for a central unit."),
            "successor": _("The centre that took over its projects and clerks."),
        }


@admin.register(Centre, site=site)
class Centres(Logged):
    form = CentreForm
    fields = (*CentreForm.Meta.fields, "change_reason")
    list_display = ("name", "province", "opened_on", "closed_on", "successor")
    list_select_related = ("province", "successor")
    search_fields = ("name", "slug", "folded_name")


@admin.register(ProgrammePeriod, site=site)
class ProgrammePeriods(Kept):
    list_display = ("__str__", "legal_basis")


@admin.register(Content, site=site)
class Contents(Kept):
    list_display = ("name_vi", "name_en", "display_order")
    search_fields = ("name_vi", "name_en")


@admin.register(ContentCatalogue, site=site)
class ContentCatalogues(Kept):
    list_display = ("name_vi", "name_en", "legal_basis")


@admin.register(ContentGroup, site=site)
class ContentGroups(Kept):
    list_display = ("number", "name_vi", "catalogue")
    list_filter = ("catalogue",)
    list_select_related = ("catalogue",)


@admin.register(ContentMapping, site=site)
class ContentMappings(Kept):
    list_display = ("content", "catalogue", "group")
    list_filter = ("catalogue",)
    list_select_related = ("content", "catalogue", "group")


@admin.register(Norm, site=site)
class Norms(Kept):
    list_display = (
        *("content", "per", "percent_cap", "amount_cap", "province"),
        *("valid_from", "valid_to", "confidence"),
    )
    list_display_links = ("content", "per")
    list_filter = ("content",)
    list_select_related = ("content", "province")

    @admin.display(description=_("amount cap (đồng)"), ordering="amount_cap_vnd")
    def amount_cap(self, norm: Norm) -> str | None:
        cap_vnd = norm.amount_cap_vnd
        return None if cap_vnd is None else group(cap_vnd, get_language() or "vi")


@admin.register(AccessLog, site=site)
class Reads(ReadOnly):
    """What auditors read and took along, latest first."""

    list_display = ("read_at", "person", "path", "is_export", "status")
    list_filter = ("is_export",)
    list_select_related = ("person",)
    search_fields = ("person__username", "path")
    show_full_result_count = False


@admin.register(Region, site=site)
class Regions(ReadOnly):
    list_display = ("name_vi", "name_en")


@admin.register(Province, site=site)
class Provinces(ReadOnly):
    fields = (
        *("short_label", "name", "name_ascii", "unit", "code", "kind"),
        *("valid_from", "valid_to", "today", "legal_act", "display_order"),
    )
    list_display = ("short_label", "code", "kind", "valid_from", "valid_to", "today")
    list_select_related = ("current",)
    search_fields = ("folded_name", "unit", "name")

    @admin.display(description=_("today"))
    def today(self, province: Province) -> Province:
        return province.current

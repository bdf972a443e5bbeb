"""Django's admin with this site's door, and what a page of it may do with a row."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from promotion.changes import changes_of, changing
from promotion.guards.sentences import explain
from promotion.models import User
from provinces.models import Province


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

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Units of all times stand together, each that ended with its last day."""
        if db_field.related_model is Province:
            kwargs["form_class"] = UnitField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Province) -> str:
        return unit.dated_label


class ReasonForm(forms.ModelForm):
    change_reason = forms.CharField(label=_("Reason of the change"), max_length=400, required=False)

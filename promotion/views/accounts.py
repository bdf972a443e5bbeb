"""Signing in and out, and changing one's password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from promotion.forms import NewPasswordForm, SignInForm
from promotion.views.language import remember
from promotion.way_back import way_back

# The accounts that the demonstration makes, in the order of the payment's way.
DEMO_ACCOUNTS = (
    "ministry",
    "officer-an-giang",
    "officer-an-giang-2",
    "clerk-an-giang",
    "clerk-gia-lai",
    "auditor",
    "admin",
)


class SignIn(LoginView):
    """Opens the page that was asked for; `next` is followed on this host only."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:
        return way_back(self.request, "")

    def get_initial(self) -> dict[str, Any]:
        return {"username": self.request.GET.get("account", "")[:150]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "demo_accounts": DEMO_ACCOUNTS if settings.DEMO else ()
        }

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        # So that the sign-in page speaks the account's language next time.
        if language := form.get_user().language:
            remember(response, language)
        return response


def locked(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """After too many wrong passwords for one account from one address; says for how long."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("sign-in")


class Password(PasswordChangeView):
    """Also the only page open to somebody whose password an administrator has set."""

    form_class = NewPasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your new password is in force."))
        return response

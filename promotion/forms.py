"""The forms of accounts: signing in, and one's own new password."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from promotion.middleware import access_ended
from promotion.models import User


def start_in(form: Form, name: str) -> None:
    """Put the cursor into the field, unless the summary of what is wrong takes the focus."""
    for field in form.fields.values():
        field.widget.attrs.pop("autofocus", None)
    if not form.is_bound:
        form.fields[name].widget.attrs["autofocus"] = True


class SignInForm(AuthenticationForm):
    """Answers a wrong name, a wrong password and a closed account alike.

    Only who knows the password learns that the account's access has ended.
    """

    error_messages = {
        "invalid_login": _(
            "The account name and the password do not fit together. Capitals matter in both."
        ),
        "inactive": _(
            "The account name and the password do not fit together. Capitals matter in both."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Account name")
        # Django tells the browser alone; what is longer would not fit the record of failures.
        self.fields["username"].validators.append(
            MaxLengthValidator(User._meta.get_field("username").max_length)
        )
        self.fields["username"].widget.attrs["autocapitalize"] = "none"
        self.fields["username"].widget.attrs["spellcheck"] = "false"
        start_in(self, "password" if self.initial.get("username") else "username")

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.valid_until and not user.has_access_on(timezone.localdate()):
            raise ValidationError(access_ended(user.valid_until), code="ended")


class NewPasswordForm(PasswordChangeForm):
    """One's own new password; afterwards the account no longer has to change it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["new_password2"].label = _("New password, once more")
        # The page has the rules: a list in a field's help is read out again and again.
        self.fields["new_password1"].help_text = ""
        self.fields["new_password2"].help_text = ""
        start_in(self, "old_password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", _("Choose a password other than the present one."))
        return cleaned

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = False
        return super().save(commit)

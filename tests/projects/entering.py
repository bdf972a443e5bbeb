"""A clerk at the form: what a browser would send."""

import uuid
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from projects.models import Disbursement
from promotion.models import User


def as_user(user: User, language: str = "vi") -> Client:
    """A signed-in browser whose account speaks the language."""
    user.language = language
    user.save(update_fields=["language"])
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(grant=None, **changes) -> dict[str, str]:
    """The form filled for the grant: 600 đồng, UNC-9 of 2 September 2025, and a key of its own."""
    return {
        "key": str(uuid.uuid4()),
        "grant": str(grant.pk) if grant else "",
        "kind": "payment",
        "amount_vnd": "600",
        "unit": "vnd",
        "voucher_kind": "payment-order",
        "voucher_number": "UNC-9",
        "voucher_on": "02/09/2025",
        **changes,
    }


def post(client: Client, form: dict, button: str = "send", url: str | None = None):
    return client.post(url or reverse("draft-new"), {**form, button: "1"})


def after(entry: Disbursement) -> str:
    """Where sending leads to: the receipt of the entry and the form of the next one."""
    return f"{reverse('draft-new')}?after={entry.pk}"


def ticks(response) -> dict[str, list[str]]:
    """What a person sends who ticks all that the page asks to look at again."""
    return {"doubts": list(response.context["form"].asked)}


class Fields(HTMLParser):
    """The values that stand in the fields of a page, and which choice is selected."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        have = dict(attributes)
        if tag == "input" and have.get("name") and have.get("type") != "checkbox":
            self.values[have["name"]] = have.get("value") or ""
        elif tag == "select":
            self.select = have.get("name") or ""
            self.values[self.select] = ""
        elif tag == "option" and "selected" in have:
            self.values[self.select] = have.get("value") or ""


def fields(response) -> dict[str, str]:
    return Fields(response.content.decode()).values

"""An officer at the form of a decision: what a browser would send."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.projects.entering import fields

NEW = reverse("decision-new")
HEADER = {
    "number": "12/QĐ-SCT",
    "signed_on": "15/06/2025",
    "issuer": "Sở Công Thương tỉnh An Giang",
    "abstract": "Điều chỉnh kinh phí khuyến công",
}


def budget_line(number: int = 0, **changes: str) -> dict[str, str]:
    """600 đồng more for An Giang's plan of 2025."""
    line = {
        "change": "supplement",
        "province": "an-giang",
        "budget_year": "2025",
        "amount_vnd": "600",
        "unit": "vnd",
        "from_province": "",
    }
    return {f"budget-{number}-{name}": value for name, value in (line | changes).items()}


def grant_line(number: int = 0, **changes: Any) -> dict[str, Any]:
    """100 đồng more support of 2025 for the project AG-2025-01."""
    line = {
        "kind": "increase",
        "project": "AG-2025-01",
        "content": "",
        "budget_year": "2025",
        "amount_vnd": "100",
        "unit": "vnd",
        "reason": "",
    }
    return {f"grant-{number}-{name}": value for name, value in (line | changes).items()}


def record(client: Client, *lines: dict[str, Any], url: str = NEW, **changes: Any):
    """Fill the form of the page with a header and these lines, and send it."""
    form: dict[str, Any] = fields(client.get(url)) | HEADER
    for line in lines:
        form |= line
    return client.post(url, form | changes)

"""Reading the pages of lists, and making many rows at once."""

import uuid
from datetime import date
from itertools import count
from typing import Any

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from projects.models import Disbursement, Grant
from promotion.models import User
from promotion.tables import ListTable

_numbers = count(1)


def listed(answer) -> list:
    """The rows of the page, in their order."""
    assert answer.status_code == 200, answer.content.decode()
    return [row.record for row in answer.context["table"].page.object_list]


def every_page(client, url: str, **query: Any) -> list:
    """The rows of all pages, one after the other."""
    answer = client.get(url, query)
    found = listed(answer)
    for page in range(2, answer.context["table"].paginator.num_pages + 1):
        found += listed(client.get(url, query | {"page": page}))
    return found


def table_at(address: str, user: User) -> ListTable:
    """The table of the list that the address opens, asked for without drawing the page."""
    request = RequestFactory().get(address)
    request.user = user
    view = resolve(request.path).func.view_class()
    view.setup(request)
    asked = view.filterset()
    assert asked.problem() is None and asked.is_valid(), address
    return view.table(asked)


def total(answer, column: str) -> int:
    """The total that the list shows for the column, in đồng."""
    return answer.context["table"].sums[column]


def queries_of(client, url: str, **query: Any) -> int:
    """How many questions one page asks, the session and the user among them.

    That an auditor read it is written down besides.
    """
    client.get(url, query)  # a session that was seen this minute is not written again
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, query).status_code == 200
    return sum("promotion_accesslog" not in query["sql"] for query in queries)


def pay_often(grant: Grant, by: User, times: int, amount_vnd: int = 1) -> None:
    """Sent entries of the grant, booked on days of March 2025 in turn."""
    days = [date(2025, 3, number % 28 + 1) for number in range(times)]
    Disbursement.objects.bulk_create(
        Disbursement(
            grant=grant,
            kind=Disbursement.Kind.PAYMENT,
            amount_vnd=amount_vnd,
            voucher_kind="payment-order",
            voucher_number=f"UNC-{next(_numbers)}",
            voucher_on=day,
            booked_on=day,
            idempotency_key=uuid.uuid4(),
            recorded_by=by,
        )
        for day in days
    )

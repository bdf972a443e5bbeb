"""Clerks at their browsers, whose server may be gone at any moment."""

import random
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode, urlsplit

from projects.models import Disbursement, Grant
from promotion.models import User
from tests.projects.entering import Fields, typed

RECEIPT = re.compile(r"/disbursements/new/\?after=([0-9]+)")
WRONG = re.compile('class="wrong".*')
# 400 is what Django says when the database is gone just as the session should be written.
FAILED = (400, 500, 502, 503)
# Above a thousandth of the support and below a thousandth of what fits: no doubt is asked about.
APPROVED_VND = 1_000_000_000
LEAST_VND, MOST_VND = 2_000_000, 3_000_000


class NoAnswer(Exception):
    """The server or its database is gone: nobody knows what became of the request."""


@dataclass
class Payment:
    """A form that was posted, and the entry that its answer led to."""

    form: dict[str, str]
    entry: int | None = None  # None while nobody has answered

    @property
    def key(self) -> str:
        return self.form["key"]

    @property
    def number(self) -> str:
        """Of its voucher, which no other payment has: one payment, one entry."""
        return self.form["voucher_number"]

    @property
    def amount_vnd(self) -> int:
        return int(self.form["amount_vnd"])

    def is_written(self) -> bool:
        return Disbursement.objects.filter(idempotency_key=self.key).exists()


@dataclass
class Clerk:
    """One signed-in browser; pays into the grants of the own centre."""

    user: User
    grants: Sequence[Grant] = ()
    payments: list[Payment] = field(default_factory=list)
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    numbers: count = field(default_factory=lambda: count(1))

    def pay_while_answered(self, url: str) -> None:
        """One payment after the other, until nobody answers."""
        try:
            while True:
                self.pay(url)
        except NoAnswer:
            return

    def pay(self, url: str) -> None:
        grant = random.choice(self.grants)
        form = self.form_of(f"{url}/disbursements/new/?grant={grant.pk}")
        known = typed(
            grant,
            key=form["key"],
            amount_vnd=str(random.randint(LEAST_VND, MOST_VND)),
            voucher_number=f"{self.user.username}/{next(self.numbers)}",
        )
        payment = Payment(form | known | {"send": "1"})
        self.payments.append(payment)
        payment.entry = self.post(url, payment.form)

    def post(self, url: str, form: dict[str, str]) -> int:
        """The entry that the answer leads to. Raises NoAnswer."""
        status, location, page = self.ask(f"{url}/disbursements/new/", form)
        receipt = RECEIPT.fullmatch(location)
        assert status == 302 and receipt, (status, location, WRONG.findall(page))
        return int(receipt[1])

    def form_of(self, url: str) -> dict[str, str]:
        status, location, page = self.ask(url)
        assert status == 200, (status, location)
        return Fields(page).values

    def ask(self, url: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, redirection and page. Raises NoAnswer, also when the server says it failed."""
        address = urlsplit(url)
        headers = {"Cookie": "; ".join(f"{k}={v.coded_value}" for k, v in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = f"{address.path}?{address.query}"
        with closing(HTTPConnection(address.netloc, timeout=30)) as connection:
            try:
                body = urlencode(form) if form is not None else None
                connection.request("POST" if body else "GET", path, body, headers)
                response = connection.getresponse()
                page = response.read().decode()
            except (OSError, HTTPException) as error:
                raise NoAnswer from error
        if response.status in FAILED:
            raise NoAnswer
        self.keep_cookies(response)
        return response.status, response.headers.get("Location", ""), page

    def keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)

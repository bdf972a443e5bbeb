"""Whole payments through the application: a form is opened, filled and sent over HTTP.

The server is gunicorn as gunicorn.conf.py sets it up. Measured is the sending: session, scope,
form, draft, ledger, seal and redirection.
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.cookiejar import CookieJar

import django
from django.db import connection

CLIENTS = 4
SECONDS = 20
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|key)" value="([^"]+)"')
ACCOUNT = "clerk-an-giang"


class Browser:
    """One signed-in clerk."""

    def __init__(self, url: str) -> None:
        from projects.demo.accounts import DEMO_PASSWORD

        self.url = url
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), Stay()
        )
        self.post("/sign-in/", {"username": ACCOUNT, "password": DEMO_PASSWORD})

    def open(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        data = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(self.url + path, data, timeout=30) as answer:
            return answer.status, answer.read().decode()

    def post(self, path: str, form: dict[str, str], page: str = "") -> float:
        """Open the form, fill it and send it; how many seconds the sending took."""
        status, body = self.open(page or path)
        if status != 200:
            raise SystemExit(f"{page or path} answered {status}")
        filled = dict(HIDDEN.findall(body)) | form
        started = time.monotonic()
        status, body = self.open(path, filled)
        if status != 302:
            raise SystemExit(f"{path} answered {status}: {re.findall('class=.wrong.*', body)}")
        return time.monotonic() - started

    def pay(self, grant: int, number: str) -> float:
        form = {
            "grant": str(grant),
            "kind": "payment",
            "amount_vnd": "2000000000000",
            "unit": "vnd",
            "voucher_kind": "payment-order",
            "voucher_number": number,
            "voucher_on": f"{date.today():%d/%m/%Y}",
            "send": "1",
        }
        path = "/disbursements/new/"
        return self.post(path, form, f"{path}?grant={grant}")


class Stay(urllib.request.HTTPErrorProcessor):
    """Neither follows nor raises: whatever is answered is looked at."""

    def http_response(self, request, response):
        return response


def main() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.id FROM projects_grant g JOIN projects_project p ON p.id = g.project_id"
            " JOIN promotion_user clerk ON clerk.centre_id = p.centre_id"
            " WHERE clerk.username = %s AND g.budget_year = %s AND g.advanced_vnd = 0"
            " AND p.status = %s ORDER BY g.id",  # nothing that is asked about first
            [ACCOUNT, date.today().year, "in-progress"],
        )
        grants = [pk for (pk,) in cursor.fetchall()]
    connection.close()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "promotion.wsgi", "--bind"]
            + [f"fd://{listener.fileno()}"],
            pass_fds=[listener.fileno()],
            env=os.environ | {"DEMO": "1"},
            stdout=subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        # The listening socket takes connections from the start; the workers answer when ready.
        browsers = [Browser(url) for _ in range(CLIENTS)]
        end = time.monotonic() + SECONDS

        def pay(number: int) -> list[float]:
            taken: list[float] = []
            while time.monotonic() < end:
                grant = grants[(number + len(taken) * CLIENTS) % len(grants)]
                taken.append(browsers[number].pay(grant, f"{number}/{len(taken)}"))
            return taken

        with ThreadPoolExecutor(CLIENTS) as threads:
            taken = [one for many in threads.map(pay, range(CLIENTS)) for one in many]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    cuts = statistics.quantiles(taken, n=100)
    print(
        f"Through the application, {CLIENTS} clerks: {len(taken) / SECONDS:.0f} payments per"
        f" second, form opened and sent; sending p50 {cuts[49] * 1000:.0f} ms,"
        f" p99 {cuts[98] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    django.setup()
    main()

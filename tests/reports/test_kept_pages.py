"""Pages of figures are made once for each state of the database, and never show an older one."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from time import sleep

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.http import HttpRequest
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Grant
from promotion import kept, state
from promotion.models import Source, User
from reports import execution, queries
from tests.cast import make_centre, make_grant, make_plan, make_project, make_user, send
from tests.databases import elsewhere
from tests.reports.reading import words

MILLION = 1_000_000
PAGE = "/provinces/an-giang/?year=2025&until=2025-11-30"
FILE = "/reports/execution.csv?year=2025&until=2025-11-30"
# The session, the account, and three to begin, name and end the state.
OF_A_KEPT_PAGE = 6


@pytest.fixture
def quiet(monkeypatch) -> None:
    """The state is named by the plans of this database alone: others on the server commit too."""
    name = "SELECT count(*), max(id), current_database() FROM promotion_budgetline"
    monkeypatch.setattr(state, "NAME", name)


def reader(username: str, role: User.Role, **fields) -> Client:
    client = Client()
    client.force_login(make_user(username, role, **fields))
    client.get("/password/")  # the session has been seen: no page writes now
    return client


@pytest.fixture
def official(prepared_database) -> Client:
    client = reader("official", User.Role.MINISTRY, last_name="Nguyễn", first_name="Văn Một")
    plan(100)
    return client


def plan(million: int) -> None:
    by = User.objects.get(username="official")
    make_plan("an-giang", 2025, Source.LOCAL, million * MILLION, by, signed_on=date(2025, 2, 3))


def pay(grant: Grant, clerk: User, by: User) -> None:
    send(grant, clerk, 7 * MILLION, voucher_on=date(2025, 5, 6)).confirm(by)


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer.content.decode())


def planned(client: Client) -> str:
    found = re.search(r"Kế hoạch năm 2025 (\S+) triệu đồng", shown(client))
    assert found
    return found[1]


def asked(client: Client, address: str = PAGE) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.postgresql
class TestState:
    def test_is_asked_for_once(self, official, quiet):
        first = shown(official)
        assert asked(official) == OF_A_KEPT_PAGE
        assert shown(official) == first
        assert planned(official) == "100"
        assert "Kế hoạch năm 2025 · KCQG" in shown(official, f"{PAGE}&source=national")

    def test_that_somebody_changed_shows_at_once(self, official):
        assert planned(official) == "100"
        with elsewhere() as there:
            there(lambda: plan(11))
            assert planned(official) == "111"

    def test_that_is_not_committed_does_not_show_until_it_is(self, official, quiet):
        with elsewhere() as there:
            there(lambda: connection.set_autocommit(False))
            there(lambda: plan(11))
            plan(1)  # the other began before, and ends later
            assert planned(official) == "101"
            assert asked(official) == OF_A_KEPT_PAGE
            there(lambda: connection.commit())
            assert planned(official) == "112"

    def test_of_an_own_transaction_is_never_kept(self, official):
        planned(official)
        with transaction.atomic():
            plan(11)
            assert planned(official) == "111"
            transaction.set_rollback(True)
        assert planned(official) == "100"

    @pytest.mark.parametrize("address", [PAGE, FILE])
    def test_is_the_same_for_all_statements(self, official, monkeypatch, address):
        centre = make_centre("an-giang")
        clerk = make_user("clerk", User.Role.CLERK, centre=centre)
        by = User.objects.get(username="official")
        grant = make_grant(make_project(centre, "AG-1"), by, 90 * MILLION, Source.NATIONAL)
        before = shown(official, address)
        plans = queries.plans

        def interrupted(*arguments):
            """The plans are asked for first; before anything else is, somebody pays."""
            found = plans(*arguments)
            monkeypatch.setattr(queries, "plans", plans)
            with elsewhere() as there:
                there(lambda: pay(grant, clerk, by))
            return found

        monkeypatch.setattr(kept, "PAGES", kept.Pages(1))
        monkeypatch.setattr(queries, "plans", interrupted)
        assert shown(official, address) == before
        assert shown(official, address) != before

    def test_is_asked_for_once_by_all_who_come_meanwhile(self, official, quiet, monkeypatch):
        planned(official)
        made = []
        load = execution.load

        def slowly(*arguments, **more):
            made.append(arguments)
            sleep(0.3)
            return load(*arguments, **more)

        monkeypatch.setattr(execution, "load", slowly)
        plan(11)

        def read(_number: int) -> str:
            client = Client()
            client.cookies = official.cookies
            try:
                return planned(client)
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as threads:
            assert list(threads.map(read, range(3))) == ["111"] * 3
        assert len(made) == 1

    def test_whose_page_could_not_be_made_is_asked_for_again(self, official, monkeypatch):
        with monkeypatch.context() as patched:
            patched.setattr(execution, "load", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                official.get(PAGE)
        assert planned(official) == "100"

    def test_left_out_of_the_key_would_show_old_figures(self, official, monkeypatch):
        """What the tests above would find."""

        @contextmanager
        def any_state():
            yield "always the same"

        monkeypatch.setattr(kept, "one_state", any_state)
        assert planned(official) == "100"
        plan(11)
        assert planned(official) == "100"


@pytest.mark.postgresql
@pytest.mark.security
class TestReader:
    def test_sees_projects_in_the_own_reach_alone(self, official, quiet):
        by = User.objects.get(username="official")
        project = make_project(make_centre("an-giang"), "AG-1", "Máy tách hạt")
        make_grant(project, by, 50 * MILLION)
        own = reader("own", User.Role.OFFICER, province_id="an-giang")
        foreign = reader("foreign", User.Role.OFFICER, province_id="gia-lai")
        for _ in range(2):  # made, then found
            assert "Máy tách hạt" in shown(own)
            assert "Máy tách hạt" not in shown(foreign)
            assert "Máy tách hạt" in shown(official)
        assert {asked(each) for each in (own, foreign, official)} == {OF_A_KEPT_PAGE}

    def test_whose_reach_changes_sees_no_more_what_was_in_it(self, official):
        by = User.objects.get(username="official")
        project = make_project(make_centre("an-giang"), "AG-1", "Máy tách hạt")
        make_grant(project, by, 50 * MILLION)
        moving = reader("moving", User.Role.OFFICER, province_id="an-giang")
        assert "Máy tách hạt" in shown(moving)
        User.objects.filter(username="moving").update(province_id="gia-lai")
        assert "Máy tách hạt" not in shown(moving)

    def test_shares_figures_and_neither_name_token_nor_message(self, official, quiet):
        colleague = reader("colleague", User.Role.MINISTRY, last_name="Trần", first_name="Thị Hai")
        request = RequestFactory().get("/")
        message = messages.Message(messages.INFO, "Đã ghi nhận bảng kê")
        cookie = CookieStorage(request)._encode([message])
        official.cookies["messages"] = cookie
        first, second = official.get(PAGE), colleague.get(PAGE)
        assert asked(colleague) == OF_A_KEPT_PAGE
        pages = [answer.content.decode() for answer in (first, second)]
        assert ["Văn Một" in page for page in pages] == [True, False]
        assert ["Thị Hai" in page for page in pages] == [False, True]
        assert ["Đã ghi nhận bảng kê" in page for page in pages] == [True, False]
        for secret in (r'csrfmiddlewaretoken" value="([^"]+)', r'nonce="([^"]+)'):
            assert not set(re.findall(secret, pages[0])) & set(re.findall(secret, pages[1]))
        for answer, page in zip((first, second), pages, strict=True):
            nonces = set(re.findall(r'nonce="([^"]+)', page))
            assert all(f"'nonce-{each}'" in answer.headers[CSP] for each in nonces)

    def test_reads_the_own_language(self, official):
        english = reader("english", User.Role.MINISTRY, language="en")
        for _ in range(2):
            assert "Kế hoạch năm 2025" in shown(official)
            assert "Plan of 2025" in shown(english)

    def test_is_told_todays_figures_after_midnight(self, official, quiet, monkeypatch):
        evening = datetime(2025, 12, 30, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
        for minute, today in ((evening, "30/12/2025"), (evening.replace(hour=17), "31/12/2025")):
            monkeypatch.setattr(timezone, "now", lambda minute=minute: minute)
            assert f"{today} · hôm nay" in shown(official, "/overview/")
            assert asked(official, "/overview/") == OF_A_KEPT_PAGE


CSP = "Content-Security-Policy"


@pytest.mark.sqlite
def test_on_sqlite_every_page_is_made_anew(official):
    first = asked(official)
    assert asked(official) == first > OF_A_KEPT_PAGE
    plan(11)
    assert planned(official) == "111"


@pytest.mark.security
def test_a_kept_part_knows_nothing_of_its_reader(rf, django_user_model):
    def page(figures: str, **context) -> str:
        request: HttpRequest = rf.get("/?q=x")
        request.user = django_user_model(username="somebody")
        template = engines["django"].from_string(
            '{% load kept %}{% kept "content" %}{{ figures }}{{ user }}{{ request.user }}'
            "{{ account.name }}{{ messages }}{{ request.csp_nonce }}{{ csrf_token }}"
            "{% csrf_token %}{{ this_page }}{% endkept %}"
        )
        return template.render({"figures": figures, **context}, request)

    assert "somebody" in page("11")
    asked_for = kept.Page({"figures": "11"})
    assert page("from elsewhere", kept=asked_for) == "11"
    assert page("12", kept=kept.Page(parts=asked_for.parts)) == "11"


def test_only_so_many_pages_are_kept_and_those_asked_for_last():
    pages = kept.Pages(2)
    first, second = pages.of("first"), pages.of("second")
    assert pages.of("first") is first
    pages.of("third")
    assert pages.of("first") is first
    assert pages.of("second") is not second

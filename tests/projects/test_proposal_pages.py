"""A correction or recovery in the browser: typed, looked at, proposed, agreed to or given back."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from projects.models import Disbursement, MonthClose, Proposal
from tests.cast import make_plan, make_user, send
from tests.projects.entering import as_user, fields

INBOX = "/disbursements/inbox/"


@pytest.fixture
def paid(grant_an_giang, clerk_an_giang, officer_an_giang) -> Disbursement:
    """600 of 1,000 đồng, confirmed."""
    entry = send(grant_an_giang, clerk_an_giang)
    entry.confirm(officer_an_giang)
    return entry


@pytest.fixture
def clerk(clerk_an_giang):
    return as_user(clerk_an_giang)


@pytest.fixture
def officer(officer_an_giang):
    return as_user(officer_an_giang)


def correct(entry: Disbursement) -> str:
    return reverse("correct-entry", args=[entry.pk])


def recover(entry: Disbursement) -> str:
    return reverse("recover-entry", args=[entry.pk])


def right(**changes) -> dict[str, str]:
    """The form filled in: 900 đồng in the place of 600, for a reason."""
    return {
        "key": str(uuid.uuid4()),
        "kind": "payment",
        "amount_vnd": "900",
        "unit": "vnd",
        "voucher_kind": "payment-order",
        "voucher_number": "UNC-9",
        "voucher_on": "02/09/2025",
        "reason": "Nhập nhầm số tiền",
        **changes,
    }


def act(client, name: str, proposal: Proposal, **form):
    return client.post(reverse(f"proposal-{name}", args=[proposal.key]), form)


def proposed(clerk, entry: Disbursement, **changes) -> Proposal:
    clerk.post(correct(entry), right(**changes))
    proposal = Proposal.objects.get()
    act(clerk, "send", proposal)
    proposal.refresh_from_db()
    return proposal


class TestTyping:
    def test_it_begins_with_what_was_entered(self, clerk, paid):
        shown = fields(clerk.get(correct(paid)))
        assert (shown["amount_vnd"], shown["voucher_number"]) == ("600", "UNC-9")
        assert shown["voucher_on"] == "02/09/2025"

    def test_the_effect_is_shown_before_anything_is_proposed(self, clerk, officer, paid):
        response = clerk.post(correct(paid), right())
        proposal = Proposal.objects.get()
        assert response.url == proposal.get_absolute_url()
        assert proposal.proposed_at is None
        effect = clerk.get(response.url).context["effect"]
        assert [pair[1:] for pair in effect] == [(600, 900), (400, 100), (0, 0), (600, 900)]
        # Nobody else sees it yet.
        assert officer.get(response.url).status_code == 404
        assert "Nhập nhầm số tiền" not in officer.get(INBOX).content.decode()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"amount_vnd": "1001"}, "tối đa 1.000 đồng"),
            ({"reason": ""}, "lý do"),
            ({"amount_vnd": "600"}, "không khác bút toán đã nhập"),
            ({"amount_vnd": "9x"}, "đồng"),
            ({"voucher_on": "14/01/2025"}, "duyệt ngày 15/01/2025"),
        ],
    )
    def test_what_cannot_be_comes_back_as_it_was_typed(self, clerk, paid, changes, sentence):
        form = right(**changes)
        response = clerk.post(correct(paid), form)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        shown = fields(response)
        assert {name: shown[name] for name in form if name != "reason"} == {
            name: value for name, value in form.items() if name != "reason"
        }
        assert not Proposal.objects.exists()

    def test_typing_again_changes_the_same_and_takes_it_from_the_inbox(self, clerk, officer, paid):
        proposal = proposed(clerk, paid)
        shown = fields(clerk.get(correct(paid)))
        assert (shown["key"], shown["amount_vnd"]) == (str(proposal.key), "900")
        clerk.post(correct(paid), right(key=str(proposal.key), amount_vnd="800"))
        proposal = Proposal.objects.get()
        assert (proposal.amount_vnd, proposal.proposed_at) == (800, None)
        assert officer.get(proposal.get_absolute_url()).status_code == 404

    def test_money_that_comes_back(self, clerk, officer, paid, grant_an_giang):
        form = right(amount_vnd="200", voucher_number="NT-1", voucher_on="05/11/2026")
        del form["kind"]
        begun = fields(clerk.get(recover(paid)))
        assert "kind" not in begun
        assert clerk.post(recover(paid), form).status_code == 422  # by payment order
        clerk.post(recover(paid), form | {"voucher_kind": begun["voucher_kind"]})
        proposal = Proposal.objects.get()
        act(clerk, "send", proposal)
        proposal.refresh_from_db()
        act(officer, "agree", proposal, version=proposal.version)
        grant_an_giang.refresh_from_db()
        assert (grant_an_giang.confirmed_vnd, grant_an_giang.remaining_vnd) == (400, 600)
        recovery = Disbursement.objects.get(kind="recovery")
        assert recovery.booked_on == date(2026, 11, 5)
        # A recovery stays; its page and who tries all the same are told the way on.
        for answer in (
            clerk.get(recovery.get_absolute_url()),
            clerk.get(correct(recovery), follow=True),
        ):
            assert "không sửa" in answer.content.decode()
        page = officer.get(paid.get_absolute_url()).content.decode()
        assert "Đã thu hồi 200 đồng" in page and recovery.get_absolute_url() in page

    def test_of_an_entry_that_waits_there_is_nothing_to_propose(
        self, clerk, clerk_an_giang, grant_an_giang
    ):
        entry = send(grant_an_giang, clerk_an_giang)
        page = clerk.get(entry.get_absolute_url()).content.decode()
        assert correct(entry) not in page
        assert clerk.get(correct(entry)).url == entry.get_absolute_url()

    @pytest.mark.parametrize(
        ("who", "status"), [("officer_an_giang", 403), ("auditor", 403), ("clerk_gia_lai", 404)]
    )
    def test_only_clerks_of_the_centre(self, who, status, request, paid):
        client = as_user(request.getfixturevalue(who))
        assert client.get(correct(paid)).status_code == status
        assert client.post(correct(paid), right()).status_code == status


class TestAgreeing:
    def test_it_is_written_at_once_and_told_on_both_entries(
        self, clerk, officer, paid, grant_an_giang
    ):
        proposal = proposed(clerk, paid)
        assert "Nhập nhầm số tiền" in officer.get(INBOX).content.decode()
        response = act(officer, "agree", proposal, version=proposal.version)
        entry = Disbursement.objects.get(amount_vnd=900)
        assert response.url == entry.get_absolute_url()
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.confirmed_vnd == 900
        old = officer.get(paid.get_absolute_url()).content.decode()
        assert "<del>600</del>" in old and entry.get_absolute_url() in old
        new = officer.get(entry.get_absolute_url()).content.decode()
        assert paid.get_absolute_url() in new and "Nhập nhầm số tiền" in new

    def test_twice_is_once_and_the_same_receipt(self, clerk, officer, paid):
        proposal = proposed(clerk, paid)
        first = act(officer, "agree", proposal, version=proposal.version)
        again = act(officer, "agree", proposal, version=proposal.version)
        assert first.url == again.url
        assert Disbursement.objects.count() == 3
        # Whoever opens the proposal's page later finds what it became.
        assert clerk.get(proposal.get_absolute_url()).url == first.url

    def test_the_key_of_a_written_one_with_another_body_is_refused(self, clerk, officer, paid):
        proposal = proposed(clerk, paid)
        act(officer, "agree", proposal, version=proposal.version)
        form = right(key=str(proposal.key), amount_vnd="100")
        response = clerk.post(correct(paid), form)
        assert response.status_code == 409
        assert fields(response)["amount_vnd"] == "100"
        assert not Proposal.objects.exists()

    def test_what_was_changed_since_is_shown_again_first(self, clerk, officer, paid):
        proposal = proposed(clerk, paid)
        seen = proposal.version
        changed = right(key=str(proposal.key), amount_vnd="100")
        clerk.post(correct(paid), changed)
        act(clerk, "send", proposal)
        response = act(officer, "agree", proposal, version=seen)
        assert response.url == proposal.get_absolute_url()
        assert "vừa được thay đổi" in officer.get(response.url).content.decode()
        assert Disbursement.objects.count() == 1

    def test_a_refusal_of_the_ledger_reads_as_a_sentence(
        self, clerk, officer, paid, clerk_an_giang, grant_an_giang
    ):
        proposal = proposed(clerk, paid, amount_vnd="1000")
        send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-10")
        response = act(officer, "agree", proposal, version=proposal.version)
        page = officer.get(response.url).content.decode()
        assert "Chưa ghi gì." in page
        assert Proposal.objects.waiting().exists()

    @pytest.mark.parametrize("name", ["agree", "return"])
    @pytest.mark.parametrize(
        ("who", "status"),
        [("ministry", 403), ("clerk_an_giang", 403), ("auditor", 403), ("administrator", 403)],
    )
    def test_not_by_others(self, name, who, status, request, clerk, paid):
        proposal = proposed(clerk, paid)
        client = as_user(request.getfixturevalue(who))
        answer = act(client, name, proposal, version=proposal.version, reason="Sai")
        assert answer.status_code == status
        assert Proposal.objects.waiting().count() == 1


class TestGivingBack:
    def test_it_is_its_owners_again_with_the_reason(self, clerk, officer, paid):
        proposal = proposed(clerk, paid)
        assert act(officer, "return", proposal, reason=" ").status_code == 422
        assert act(officer, "return", proposal, reason="Chưa rõ").url == INBOX
        assert "Chưa rõ" in clerk.get("/").content.decode()
        assert officer.get(proposal.get_absolute_url()).status_code == 404
        act(clerk, "send", proposal)
        assert "Chưa rõ" not in clerk.get("/").content.decode()

    def test_its_owner_withdraws_it(self, clerk, paid, centre_an_giang):
        proposal = proposed(clerk, paid)
        colleague = as_user(make_user("colleague", "clerk", centre=centre_an_giang))
        assert act(colleague, "withdraw", proposal).status_code == 403
        assert act(colleague, "send", proposal).status_code == 403
        assert act(clerk, "withdraw", proposal).url == paid.get_absolute_url()
        assert not Proposal.objects.exists()
        assert clerk.get(proposal.get_absolute_url()).status_code == 404


class TestLists:
    LEDGER = "/disbursements/?year=2025"

    @pytest.fixture(autouse=True)
    def plan(self, ministry):
        make_plan("an-giang", 2025, "local", 1000, ministry)

    def amounts(self, client, query: str = "") -> tuple[list[int], int]:
        table = client.get(self.LEDGER + query).context["table"]
        return [row.record.amount_vnd for row in table.rows], table.sums["amount_vnd"]

    def test_the_net_by_default_and_reversals_on_request(self, clerk, officer, paid):
        proposal = proposed(clerk, paid, voucher_on="03/09/2025")
        act(officer, "agree", proposal, version=proposal.version)
        assert self.amounts(clerk) == ([900], 900)
        assert self.amounts(clerk, "&state=confirmed") == ([900], 900)
        rows, total = self.amounts(clerk, "&returned=on")
        assert (sorted(rows), total) == ([-600, 600, 900], 900)
        page = clerk.get(self.LEDGER + "&returned=on").content.decode()
        assert page.count("row-struck") == 1

    def test_before_its_correction_was_booked_the_entry_stands(
        self, clerk, officer, officer_an_giang, paid
    ):
        MonthClose.objects.record(
            officer_an_giang,
            MonthClose.Event.CLOSE,
            province_id="an-giang",
            source="local",
            month=date(2025, 9, 1),
        )
        proposal = proposed(clerk, paid)
        act(officer, "agree", proposal, version=proposal.version)  # booked on 1 October
        assert self.amounts(clerk, "&until=2025-09-30") == ([600], 600)
        assert sorted(self.amounts(clerk, "&month=2025-10")[0]) == [-600, 900]
        assert self.amounts(clerk, "&until=2025-12-31") == ([900], 900)

    def test_a_clearing_moves_no_money_and_says_what_it_clears(
        self, clerk, clerk_an_giang, officer_an_giang, grant_an_giang
    ):
        advance = send(grant_an_giang, clerk_an_giang, 300, kind="advance")
        advance.confirm(officer_an_giang)
        send(grant_an_giang, clerk_an_giang, 200, kind="clearing", voucher_number="TT-1")
        assert self.amounts(clerk)[1] == 300
        assert "thanh toán tạm ứng 200" in clerk.get(self.LEDGER).content.decode()

    def test_the_projects_page_shows_the_same(self, clerk, officer, paid):
        proposal = proposed(clerk, paid)
        act(officer, "agree", proposal, version=proposal.version)
        url = paid.grant.project.get_absolute_url()
        payments = clerk.get(url).context["payments"]
        assert [row.record.amount_vnd for row in payments.rows] == [900]
        payments = clerk.get(url, {"reversals": "1"}).context["payments"]
        assert sum(row.record.amount_vnd for row in payments.rows) == 900
        assert len(payments.rows) == 3

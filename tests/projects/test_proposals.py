"""Corrections and recoveries: written at once when another person agrees, and not before."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models import Disbursement, Draft, Proposal
from tests.cast import add_line, make_draft, send

pytestmark = pytest.mark.django_db

CORRECTION, RECOVERY = Draft.Purpose.CORRECTION, Draft.Purpose.RECOVERY


@pytest.fixture
def paid(grant_an_giang, clerk_an_giang, officer_an_giang) -> Disbursement:
    """600 of 1,000 đồng, confirmed."""
    entry = send(grant_an_giang, clerk_an_giang)
    entry.confirm(officer_an_giang)
    return entry


def proposed(entry: Disbursement, purpose, amount_vnd: int, **fields) -> Proposal:
    """One that waits, whatever the ledger will say to it by now."""
    draft = make_draft(
        entry.grant,
        entry.recorded_by,
        amount_vnd,
        purpose=purpose,
        concerns=entry,
        **{
            "kind": entry.kind,
            "reason": "Ghi nhầm số tiền",
            "proposed_at": timezone.now(),
            **fields,
        },
    )
    return Proposal.objects.get(pk=draft.pk)


def refusal_of(entry: Disbursement, purpose, amount_vnd: int, **fields) -> ValidationError:
    """What proposing it anew is refused with."""
    draft = proposed(entry, purpose, amount_vnd, proposed_at=None, **fields)
    with pytest.raises(ValidationError) as refusal:
        draft.propose()
    assert not Proposal.objects.waiting().exists()
    return refusal.value


def sums(grant) -> tuple[int, ...]:
    """reported, confirmed, to recover, advanced, clearing, cleared."""
    grant.refresh_from_db()
    return (
        grant.reported_vnd,
        grant.confirmed_vnd,
        grant.to_recover_vnd,
        grant.advanced_vnd,
        grant.clearing_vnd,
        grant.cleared_vnd,
    )


def test_a_proposal_writes_nothing_until_another_person_agrees(paid, officer_an_giang):
    proposal = proposed(paid, CORRECTION, 900)
    assert sums(paid.grant) == (600, 600, 0, 0, 0, 0)
    before, after = proposal.effect()
    assert (before.province_vnd, after.province_vnd) == (600, 900)
    entry = proposal.agree(officer_an_giang)
    assert sums(paid.grant) == (900, 900, 0, 0, 0, 0)
    assert after.confirmed_vnd == 900 and after.remaining_vnd == 100
    assert entry.concerns == paid and entry.state == "confirmed"
    assert [e.amount_vnd for e in Disbursement.objects.order_by("id")] == [600, -600, 900]
    assert not Proposal.objects.exists()


def test_a_correction_over_the_support_leaves_everything(paid, officer_an_giang):
    proposal = proposed(paid, CORRECTION, 1001)
    with pytest.raises(ValidationError) as refusal:
        proposal.agree(officer_an_giang)
    assert refusal.value.code == "grant_reported_within_approved"
    assert sums(paid.grant) == (600, 600, 0, 0, 0, 0)
    assert Proposal.objects.waiting().count() == 1


def test_a_payment_that_never_took_place_is_taken_back(paid, officer_an_giang):
    entry = proposed(paid, CORRECTION, 0).agree(officer_an_giang)
    assert entry.kind == Disbursement.Kind.REVERSAL
    assert sums(paid.grant) == (0, 0, 0, 0, 0, 0)


def test_money_comes_back_up_to_what_was_paid(paid, officer_an_giang):
    proposed(paid, RECOVERY, 400).agree(officer_an_giang)
    assert sums(paid.grant) == (200, 200, 0, 0, 0, 0)
    with pytest.raises(ValidationError) as refusal:
        proposed(paid, RECOVERY, 201).agree(officer_an_giang)
    assert refusal.value.code == "recovery_within_entry"


def test_what_was_recovered_is_not_corrected(paid, officer_an_giang):
    correction = proposed(paid, CORRECTION, 500)
    proposed(paid, RECOVERY, 100).agree(officer_an_giang)
    with pytest.raises(ValidationError) as refusal:
        correction.agree(officer_an_giang)
    assert refusal.value.code == "correction_of_recovered"


def test_after_a_cut_a_correction_may_still_say_what_was_paid(
    paid, clerk_an_giang, officer_an_giang
):
    # 600 paid, support cut to 400: 200 to recover. In truth 500 were paid: 100 to recover.
    add_line(paid.grant, officer_an_giang, -600)
    assert sums(paid.grant)[2] == 200
    with pytest.raises(ValidationError):
        send(paid.grant, clerk_an_giang, 1, voucher_number="UNC-10")
    proposed(paid, CORRECTION, 500).agree(officer_an_giang)
    assert sums(paid.grant) == (500, 500, 100, 0, 0, 0)
    again = Disbursement.objects.get(concerns=paid, amount_vnd=500)
    proposed(again, RECOVERY, 100).agree(officer_an_giang)
    assert sums(paid.grant) == (400, 400, 0, 0, 0, 0)


def test_after_a_cut_taking_back_leaves_nothing_to_recover(paid, officer_an_giang):
    add_line(paid.grant, officer_an_giang, -600)
    proposed(paid, CORRECTION, 0).agree(officer_an_giang)
    assert sums(paid.grant) == (0, 0, 0, 0, 0, 0)


def test_nobody_agrees_to_a_proposal_of_their_own_or_of_another_side(
    paid, clerk_an_giang, ministry
):
    proposal = proposed(paid, CORRECTION, 500)
    for person, code in (
        (clerk_an_giang, "confirmation_by_another"),
        (ministry, "confirmation_by_source_side"),
    ):
        with pytest.raises(ValidationError) as refusal:
            proposal.agree(person)
        assert refusal.value.code == code


class TestProposing:
    def test_lays_it_before_the_other_side_once(self, paid):
        proposal = proposed(paid, CORRECTION, 900, proposed_at=None)
        proposal.propose()
        first = proposal.version
        proposal.propose()
        assert proposal.version == first
        assert list(Proposal.objects.waiting()) == [proposal]

    def test_an_unconfirmed_entry_is_returned_and_not_corrected(
        self, grant_an_giang, clerk_an_giang
    ):
        refusal = refusal_of(send(grant_an_giang, clerk_an_giang), CORRECTION, 500)
        assert refusal.code == "correction_of_confirmed"

    def test_a_corrected_entry_is_not_corrected_again(self, paid, officer_an_giang):
        proposed(paid, CORRECTION, 900).agree(officer_an_giang)
        paid = Disbursement.objects.get(pk=paid.pk)
        assert refusal_of(paid, CORRECTION, 500).code == "replacement_once"
        assert refusal_of(paid, RECOVERY, 500).code == "replacement_once"

    def test_a_recovered_entry_is_not_corrected_but_recovered_further(self, paid, officer_an_giang):
        proposed(paid, RECOVERY, 100).agree(officer_an_giang)
        assert refusal_of(paid, CORRECTION, 500).code == "correction_of_recovered"
        assert "500 đồng" in refusal_of(paid, RECOVERY, 501).messages[0]
        proposed(paid, RECOVERY, 500, proposed_at=None).propose()

    def test_over_the_support_is_told_with_what_is_possible(
        self, paid, clerk_an_giang, officer_an_giang
    ):
        send(paid.grant, clerk_an_giang, 100, voucher_number="UNC-10")
        paid.grant.refresh_from_db()
        assert "900 đồng" in refusal_of(paid, CORRECTION, 901).messages[0]
        proposed(paid, CORRECTION, 900, proposed_at=None).propose()

    def test_advances_that_were_cleared_stay(
        self, grant_an_giang, clerk_an_giang, officer_an_giang
    ):
        advance = send(grant_an_giang, clerk_an_giang, 300, kind="advance")
        advance.confirm(officer_an_giang)
        grant_an_giang.refresh_from_db()
        clearing = send(grant_an_giang, clerk_an_giang, 200, kind="clearing", voucher_number="T-1")
        grant_an_giang.refresh_from_db()
        assert "100 đồng" in refusal_of(advance, RECOVERY, 101).messages[0]  # one waits already
        clearing.confirm(officer_an_giang)
        for entry in (advance, clearing):
            entry.grant.refresh_from_db()
        assert "300 đồng" in refusal_of(clearing, CORRECTION, 301).messages[0]
        # Taken back first, the advance would be away while it is cleared: to 199 or to 250.
        for amount_vnd in (199, 250):
            sentence = refusal_of(advance, CORRECTION, amount_vnd).messages[0]
            assert "300 đồng" in sentence and "200 đồng" in sentence
        assert refusal_of(advance, CORRECTION, 300, kind="clearing").error_dict.keys()
        proposed(clearing, CORRECTION, 300, proposed_at=None).propose()
        Draft.objects.all().delete()
        proposed(clearing, CORRECTION, 0).agree(officer_an_giang)
        advance.grant.refresh_from_db()
        proposed(advance, CORRECTION, 250).agree(officer_an_giang)
        assert sums(grant_an_giang)[3:] == (250, 0, 0)

    def test_says_why_and_when(self, paid):
        assert "reason" in refusal_of(paid, CORRECTION, 500, reason=" ").error_dict
        early = refusal_of(paid, RECOVERY, 100, voucher_on=date(2025, 9, 1))
        assert "02/09/2025" in early.error_dict["voucher_on"][0].messages[0]
        # Years later money may still come back; a correction stays within the budget year.
        later = {"voucher_on": date(2026, 3, 1)}
        assert "voucher_on" in refusal_of(paid, CORRECTION, 500, **later).error_dict
        proposed(paid, RECOVERY, 100, proposed_at=None, **later).propose()


class TestWhatWasRead:
    """A proposal that changed since it was read is neither agreed to nor given back."""

    def test_changed_by_its_owner(self, paid, clerk_an_giang, officer_an_giang):
        seen = proposed(paid, CORRECTION, 900)
        Draft.objects.keep(
            clerk_an_giang, seen.key, purpose=CORRECTION, concerns=paid, amount_vnd=1
        )
        for act in (lambda: seen.agree(officer_an_giang), lambda: seen.decline("Sai")):
            with pytest.raises(ValidationError):
                act()
        Proposal.objects.get(pk=seen.pk).propose()
        with pytest.raises(ValidationError):
            seen.agree(officer_an_giang)
        assert sums(paid.grant)[0] == 600

    def test_agreed_to_meanwhile_does_not_come_back_to_life(self, paid, officer_an_giang):
        seen = proposed(paid, CORRECTION, 900)
        Proposal.objects.get(pk=seen.pk).agree(officer_an_giang)
        for act in (lambda: seen.agree(officer_an_giang), lambda: seen.decline("Sai")):
            with pytest.raises(ValidationError):
                act()
        assert not Proposal.objects.exists()
        assert sums(paid.grant)[0] == 900

    def test_a_payments_form_cannot_change_it(self, paid, clerk_an_giang):
        seen = proposed(paid, CORRECTION, 900)
        with pytest.raises(Draft.DoesNotExist):
            Draft.objects.keep(clerk_an_giang, seen.key, amount_vnd=1)
        assert Proposal.objects.get(pk=seen.pk).amount_vnd == 900

    def test_given_back_it_is_its_owners_with_the_reason(self, paid):
        proposal = proposed(paid, CORRECTION, 900)
        proposal.decline("Chưa rõ")
        again = Proposal.objects.get(pk=proposal.pk)
        assert (again.returned_reason, again.proposed_at) == ("Chưa rõ", None)


def test_advances_are_cleared_without_cash(grant_an_giang, clerk_an_giang, officer_an_giang):
    advance = send(grant_an_giang, clerk_an_giang, 300, kind="advance")
    with pytest.raises(ValidationError) as refusal:  # not confirmed yet
        send(grant_an_giang, clerk_an_giang, 1, kind="clearing", voucher_number="TT-1")
    assert "amount_vnd" in refusal.value.error_dict
    advance.confirm(officer_an_giang)
    clearing = send(grant_an_giang, clerk_an_giang, 200, kind="clearing", voucher_number="TT-1")
    assert list(Disbursement.objects.waiting()) == [clearing]
    assert sums(grant_an_giang) == (300, 300, 0, 300, 200, 0)
    clearing.confirm(officer_an_giang)
    assert sums(grant_an_giang) == (300, 300, 0, 300, 200, 200)
    assert grant_an_giang.outstanding_vnd == 100
    with pytest.raises(ValidationError):
        send(grant_an_giang, clerk_an_giang, 101, kind="clearing", voucher_number="TT-2")
    with pytest.raises(ValidationError) as refusal:  # it was cleared with
        proposed(advance, RECOVERY, 101).agree(officer_an_giang)
    assert refusal.value.code == "grant_cleared_within_advanced"
    proposed(advance, RECOVERY, 100).agree(officer_an_giang)
    assert sums(grant_an_giang) == (200, 200, 0, 200, 200, 200)


def test_a_returned_clearing_gives_the_advance_back(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 300, kind="advance").confirm(officer_an_giang)
    clearing = send(grant_an_giang, clerk_an_giang, 300, kind="clearing", voucher_number="TT-1")
    draft = clearing.return_to_clerk(officer_an_giang, "Thiếu hồ sơ")
    assert (draft.kind, draft.amount_vnd) == ("clearing", 300)
    assert sums(grant_an_giang) == (300, 300, 0, 300, 0, 0)
    assert clearing.booked_on == date(2025, 9, 2)

"""The sums on a grant follow the ledger, and the CHECKs refuse what goes too far."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from projects.models import Confirmation, Disbursement, Draft, Grant
from promotion.models import Source
from tests.cast import add_line, make_draft, make_grant, make_user, send
from tests.guards import refused

pytestmark = pytest.mark.django_db


def sums(grant: Grant) -> tuple[int, int, int, int]:
    """(approved, reported, confirmed, to recover)."""
    grant.refresh_from_db()
    return grant.approved_vnd, grant.reported_vnd, grant.confirmed_vnd, grant.to_recover_vnd


def test_sending_takes_from_the_remaining_support(grant_an_giang, clerk_an_giang):
    send(grant_an_giang, clerk_an_giang, 600)
    assert sums(grant_an_giang) == (1000, 600, 0, 0)
    assert grant_an_giang.remaining_vnd == 400


def test_confirming_makes_it_disbursed(grant_an_giang, clerk_an_giang, officer_an_giang):
    send(grant_an_giang, clerk_an_giang, 600).confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 300)  # sent only: must not count as disbursed
    assert sums(grant_an_giang) == (1000, 900, 600, 0)
    assert grant_an_giang.waiting_vnd == 300


def test_returning_gives_the_support_back(grant_an_giang, clerk_an_giang, officer_an_giang):
    entry = send(grant_an_giang, clerk_an_giang, 600)
    draft = entry.return_to_clerk(officer_an_giang, "Sai số chứng từ")
    assert sums(grant_an_giang) == (1000, 0, 0, 0)
    assert (draft.owner, draft.amount_vnd, draft.returned_reason) == (
        clerk_an_giang,
        600,
        "Sai số chứng từ",
    )
    assert not Disbursement.objects.waiting().exists()


def test_the_last_dong_may_be_paid_and_none_more(grant_an_giang, clerk_an_giang):
    send(grant_an_giang, clerk_an_giang, 1000)
    with refused("grant_reported_within_approved"):
        Disbursement.objects.create(
            grant=grant_an_giang,
            kind="payment",
            amount_vnd=1,
            voucher_kind="cash",
            voucher_number="PC-1",
            voucher_on=date(2025, 9, 3),
            booked_on=date(2025, 9, 3),
            idempotency_key="00000000-0000-0000-0000-000000000001",
            recorded_by=clerk_an_giang,
        )
    assert sums(grant_an_giang) == (1000, 1000, 0, 0)


@pytest.mark.parametrize(("language", "left"), [("vi", "123.456.789"), ("en", "123,456,789")])
def test_refusal_names_what_is_left(
    project_an_giang, officer_an_giang, clerk_an_giang, language, left
):
    grant = make_grant(project_an_giang, officer_an_giang, approved_vnd=123456789)
    draft = make_draft(grant, clerk_an_giang, 123456790)
    with override(language), pytest.raises(ValidationError) as refusal:
        draft.send()
    assert left in str(refusal.value.message_dict["amount_vnd"])
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Disbursement.objects.exists()


def test_a_cut_below_what_is_paid_is_to_recover(grant_an_giang, clerk_an_giang):
    send(grant_an_giang, clerk_an_giang, 800)
    add_line(grant_an_giang, grant_an_giang.lines.get().recorded_by, -500)
    assert sums(grant_an_giang) == (500, 800, 0, 300)
    with pytest.raises(ValidationError):
        make_draft(grant_an_giang, clerk_an_giang, 1).send()


def test_a_return_brings_to_recover_down_and_opens_no_room(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    # 800 sent in two entries, cut to 500: 300 to recover. The return of 400 leaves 400 reported
    # within 500 approved: nothing to recover, and only the 100 of the approval may be paid.
    entry = send(grant_an_giang, clerk_an_giang, 400)
    send(grant_an_giang, clerk_an_giang, 400)
    add_line(grant_an_giang, officer_an_giang, -500)
    entry.return_to_clerk(officer_an_giang, "Cắt giảm kinh phí")
    assert sums(grant_an_giang) == (500, 400, 0, 0)
    with pytest.raises(ValidationError):
        make_draft(grant_an_giang, clerk_an_giang, 101).send()
    send(grant_an_giang, clerk_an_giang, 100)


def test_support_given_back_covers_what_was_to_recover(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    # Otherwise 500 + 300 to recover + 500 given back would take payments of 1,300.
    send(grant_an_giang, clerk_an_giang, 800)
    add_line(grant_an_giang, officer_an_giang, -500)
    add_line(grant_an_giang, officer_an_giang, 500)
    assert sums(grant_an_giang) == (1000, 800, 0, 0)


def test_support_never_falls_below_zero(grant_an_giang, officer_an_giang):
    with refused("grant_approved_not_negative"):
        add_line(grant_an_giang, officer_an_giang, -1001)


def test_nobody_confirms_an_entry_of_their_own(grant_an_giang, officer_an_giang):
    # An officer cannot send through the screens; a script can.
    entry = send(grant_an_giang, officer_an_giang)
    with refused("confirmation_by_another"):
        Confirmation.objects.create(entry=entry, confirmed_by=officer_an_giang)


def test_local_money_is_confirmed_by_its_province_alone(
    grant_an_giang, clerk_an_giang, clerk_gia_lai, ministry, auditor
):
    entry = send(grant_an_giang, clerk_an_giang)
    gia_lai = make_user("officer_gia_lai", "officer", province_id="gia-lai")
    for person in (clerk_gia_lai, ministry, auditor, gia_lai):
        with refused("confirmation_by_source_side"):
            Confirmation.objects.create(entry=entry, confirmed_by=person)


def test_national_money_is_confirmed_by_the_agency_alone(
    national_grant_an_giang, clerk_an_giang, officer_an_giang, ministry
):
    entry = send(national_grant_an_giang, clerk_an_giang)
    with refused("confirmation_by_source_side"):
        Confirmation.objects.create(entry=entry, confirmed_by=officer_an_giang)
    entry.confirm(ministry)
    assert sums(national_grant_an_giang) == (1000, 600, 600, 0)


def test_an_officer_confirms_for_the_units_that_were_merged(
    centre_kien_giang, officer_an_giang, clerk_an_giang
):
    from tests.cast import make_project

    project = make_project(centre_kien_giang, "KG-2025-01")
    grant = make_grant(project, officer_an_giang)
    send(grant, clerk_an_giang).confirm(officer_an_giang)
    assert sums(grant) == (1000, 600, 600, 0)


def test_a_confirmed_entry_is_not_returned(grant_an_giang, clerk_an_giang, officer_an_giang):
    entry = send(grant_an_giang, clerk_an_giang)
    entry.confirm(officer_an_giang)
    with pytest.raises(ValidationError) as refusal:
        entry.return_to_clerk(officer_an_giang, "Muộn rồi")
    assert refusal.value.code == "reversal_of_confirmed"
    assert sums(grant_an_giang) == (1000, 600, 600, 0)


def test_a_returned_entry_is_not_confirmed(grant_an_giang, clerk_an_giang, officer_an_giang):
    entry = send(grant_an_giang, clerk_an_giang)
    entry.return_to_clerk(officer_an_giang, "Sai")
    for row in Disbursement.objects.all():  # neither it nor its reversal
        with pytest.raises(ValidationError) as refusal:
            row.confirm(officer_an_giang)
        assert refusal.value.code == "confirmation_of_returned"


def test_an_entry_is_returned_and_confirmed_once(grant_an_giang, clerk_an_giang, officer_an_giang):
    confirmed = send(grant_an_giang, clerk_an_giang, 100)
    confirmed.confirm(officer_an_giang)
    returned = send(grant_an_giang, clerk_an_giang, 100)
    returned.return_to_clerk(officer_an_giang, "Sai")
    with pytest.raises(ValidationError) as refusal:
        confirmed.confirm(officer_an_giang)
    assert refusal.value.code == "confirmation_once"
    with pytest.raises(ValidationError) as refusal:
        returned.return_to_clerk(officer_an_giang, "Sai")
    assert refusal.value.code == "reversal_once"


def test_a_reversal_takes_back_all_of_its_own_grant_and_is_not_reversed(
    grant_an_giang, national_grant_an_giang, clerk_an_giang, officer_an_giang
):
    entry = send(grant_an_giang, clerk_an_giang, 600)
    wrong = {
        "part": {"amount_vnd": -1},
        "foreign grant": {"grant": national_grant_an_giang},
        "other day": {"booked_on": date(2025, 12, 1)},
    }
    for change in wrong.values():
        with refused("reversal_in_full"):
            Disbursement.objects.create(**reversal(entry, officer_an_giang, **change))
    entry.return_to_clerk(officer_an_giang, "Sai")
    second = reversal(entry.reversal, officer_an_giang, amount_vnd=-600)
    with refused("reversal_in_full"):
        Disbursement.objects.create(**second)


def reversal(entry: Disbursement, by, **change) -> dict:
    return {
        "grant": entry.grant,
        "kind": "reversal",
        "amount_vnd": -entry.amount_vnd,
        "voucher_kind": entry.voucher_kind,
        "voucher_number": entry.voucher_number,
        "voucher_on": entry.voucher_on,
        "booked_on": entry.booked_on,
        "reverses": entry,
        "reason": "Sai",
        "idempotency_key": "00000000-0000-0000-0000-000000000002",
        "recorded_by": by,
        **change,
    }


def test_a_list_is_confirmed_whole_or_not_at_all(
    grant_an_giang, national_grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 100)
    send(grant_an_giang, clerk_an_giang, 200)
    send(national_grant_an_giang, clerk_an_giang, 300)  # not the officer's side
    with pytest.raises(ValidationError):
        Disbursement.objects.all().confirm_all(officer_an_giang)
    assert not Confirmation.objects.exists()
    local = Disbursement.objects.filter(grant__source=Source.LOCAL)
    assert local.confirm_all(officer_an_giang) == 2
    assert sums(grant_an_giang) == (1000, 300, 300, 0)


def test_the_same_draft_sent_twice_is_one_entry(grant_an_giang, clerk_an_giang):
    draft = make_draft(grant_an_giang, clerk_an_giang)
    again = Draft.objects.get(pk=draft.pk)
    draft.send()
    with pytest.raises(ValidationError) as refusal:
        again.send()
    assert refusal.value.code == "disbursement_key_used"
    assert sums(grant_an_giang) == (1000, 600, 0, 0)


def test_payments_are_dated_within_the_budget_year_and_its_settlement(
    grant_an_giang, national_grant_an_giang, clerk_an_giang
):
    # Local money is settled until 31 January, national money until 22 January.
    for grant, day in [
        (grant_an_giang, date(2024, 12, 31)),
        (grant_an_giang, date(2026, 2, 1)),
        (national_grant_an_giang, date(2026, 1, 23)),
        (grant_an_giang, date(2025, 1, 14)),  # approved the day after
    ]:
        with pytest.raises(ValidationError) as refusal:
            make_draft(grant, clerk_an_giang, 1, voucher_on=day).send()
        assert "voucher_on" in refusal.value.message_dict
    for grant, day in [
        (grant_an_giang, date(2025, 1, 15)),  # approved on this day
        (grant_an_giang, date(2026, 1, 31)),
        (national_grant_an_giang, date(2026, 1, 22)),
    ]:
        assert make_draft(grant, clerk_an_giang, 1, voucher_on=day).send().booked_on == day

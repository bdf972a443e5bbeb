"""What is undone while somebody else lets it count: it is told as it is, never as it was meant."""

from datetime import date

from django.urls import reverse

from projects.models import Disbursement, Draft, Proposal
from tests.cast import make_draft, send
from tests.projects.entering import as_user


def test_deleting_a_draft_that_was_sent_leads_to_its_entry(clerk_an_giang, grant_an_giang):
    draft = make_draft(grant_an_giang, clerk_an_giang)
    entry = Draft.objects.get(pk=draft.pk).send()
    client = as_user(clerk_an_giang, "en")
    answer = client.post(reverse("draft-delete", args=[draft.key]))
    assert answer.url == entry.get_absolute_url()
    assert "The draft was deleted" not in client.get(answer.url).content.decode()


def test_withdrawing_a_proposal_that_was_agreed_to_leads_to_what_is_written(
    clerk_an_giang, officer_an_giang, grant_an_giang, monkeypatch
):
    entry = send(grant_an_giang, clerk_an_giang)
    entry.confirm(officer_an_giang)
    fields = {"purpose": "correction", "concerns": entry, "reason": "Sai"}
    draft = make_draft(grant_an_giang, clerk_an_giang, 900, voucher_on=date(2025, 9, 2), **fields)
    Proposal.objects.get(pk=draft.pk).propose()
    delete = Proposal.delete

    def after_the_agreement(found: Proposal):
        monkeypatch.undo()
        Proposal.objects.get(pk=draft.pk).agree(officer_an_giang)
        return delete(found)

    monkeypatch.setattr(Proposal, "delete", after_the_agreement)
    client = as_user(clerk_an_giang, "en")
    answer = client.post(reverse("proposal-withdraw", args=[draft.key]))
    assert answer.url == Disbursement.objects.get(amount_vnd=900).get_absolute_url()
    assert "agreed to meanwhile" in client.get(answer.url).content.decode()

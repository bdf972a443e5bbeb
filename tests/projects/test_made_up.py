"""What is made up stays marked, whoever goes on with it."""

import pytest

from tests.cast import make_grant, make_project, send


@pytest.fixture
def made_up_grant(centre_an_giang, officer_an_giang):
    project = make_project(centre_an_giang, "AG-DEMO")
    project.synthetic = True
    project.save()
    return make_grant(project, officer_an_giang)


def test_a_payment_for_a_made_up_project_is_made_up(made_up_grant, clerk_an_giang):
    assert send(made_up_grant, clerk_an_giang).synthetic


def test_a_payment_for_a_real_project_is_not(grant_an_giang, clerk_an_giang):
    assert not send(grant_an_giang, clerk_an_giang).synthetic


@pytest.mark.parametrize("made_up", [True, False])
def test_an_entry_that_came_back_and_is_sent_again_is_what_it_was(
    grant_an_giang, clerk_an_giang, officer_an_giang, made_up
):
    # A published project may have entries that were made up.
    entry = send(grant_an_giang, clerk_an_giang, synthetic=made_up)
    draft = entry.return_to_clerk(officer_an_giang, "Thiếu chứng từ")
    entry.refresh_from_db()
    assert entry.reversal.synthetic == made_up
    assert draft.send().synthetic == made_up

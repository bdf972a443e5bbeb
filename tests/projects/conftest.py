"""Entries that wait for confirmation, one of each kind, and a ledger with a row of each table."""

import pytest

from projects.models import Disbursement, Grant
from tests.cast import make_grant, make_plan, make_project, send


@pytest.fixture
def entry(grant_an_giang, clerk_an_giang) -> Disbursement:
    """Local money of An Giang, 600 đồng in September 2025."""
    return send(grant_an_giang, clerk_an_giang, voucher_number="UNC-LOCAL")


@pytest.fixture
def national(national_grant_an_giang, clerk_an_giang) -> Disbursement:
    """National money of An Giang, 300 đồng in September 2025."""
    return send(national_grant_an_giang, clerk_an_giang, 300, voucher_number="UNC-NATIONAL")


@pytest.fixture
def foreign(centre_gia_lai, clerk_gia_lai, ministry) -> Disbursement:
    """Local money of Gia Lai, 200 đồng in September 2025."""
    grant = make_grant(make_project(centre_gia_lai, "GL-2025-01"), ministry)
    return send(grant, clerk_gia_lai, 200, voucher_number="UNC-FOREIGN")


@pytest.fixture
def ledger(grant_an_giang, clerk_an_giang, officer_an_giang) -> Grant:
    """One row in every guarded table: 600 of 1,000 đồng sent and confirmed."""
    make_plan("an-giang", 2025, "local", 5000, officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 600).confirm(officer_an_giang)
    grant_an_giang.refresh_from_db()
    return grant_an_giang

"""Who sees what needs attention: its own people and the Agency, everybody once it is published."""

import json
import time
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from promotion.models import Centre, Source, User
from reports.attention import AttentionFigures
from reports.catalogue import REPORTS
from reports.conference import Conference
from reports.freezing import freeze
from reports.models import AttentionNote, Edition
from reports.parameters import By, Lens
from reports.places import COUNTRY
from reports.workbooks.edition import workbook_of
from tests.cast import make_user
from tests.reports.asking import T, attention_of
from tests.reports.test_workbooks import sheets

pytestmark = pytest.mark.security

ATTENTION = REPORTS["attention"]
QUERY = {"year": "2025", "until": "2025-11-30"}
Role = User.Role


def seen(figures: AttentionFigures) -> dict[str, list[str]]:
    """{place: codes of the projects shown}"""
    return {
        item.place.key: [each.name.code for each in item.explaining if each.name]
        for item in figures.items
    }


@pytest.fixture
def frozen(lagging, ministry) -> Edition:
    """Gia Lai's figures of the day were frozen; An Giang is no member."""
    edition = Edition.objects.create(region_id="central", ordinal=14, year=2025, until=T)
    edition.members.set(["gia-lai"])
    freeze(edition, ministry, "", timezone.localdate())
    return edition


def test_own_people_see_their_place_and_their_projects(
    lagging, ministry, auditor, officer_an_giang, clerk_an_giang, clerk_gia_lai, administrator
):
    own = {"an-giang": ["C25", "B25"]}
    everything = {**own, "gia-lai": ["H25"]}
    of_merged = make_user("auditor-kg", Role.AUDITOR, province_id="kien-giang")
    for reader, expected in (
        (ministry, everything),
        (auditor, everything),
        (officer_an_giang, own),
        (of_merged, own),
        (clerk_an_giang, own),
        (clerk_gia_lai, {"gia-lai": ["H25"]}),
        (administrator, {}),
        (None, {}),
    ):
        assert seen(attention_of(reader)) == expected, reader


def test_a_clerk_sees_the_place_and_the_projects_of_the_own_centre(lagging):
    other = Centre.objects.create(
        slug="ttkc-an-giang-2", name="TT 2", province_id="an-giang", opened_on=date(2010, 1, 1)
    )
    clerk = make_user("clerk-2", Role.CLERK, centre=other)
    assert seen(attention_of(clerk)) == {"an-giang": []}


def test_a_total_of_some_places_says_so(lagging, ministry, officer_an_giang):
    whole, part = attention_of(ministry), attention_of(officer_an_giang)
    own = part.map.province("an-giang")
    assert not whole.is_partial(COUNTRY) and part.is_partial(COUNTRY)
    assert not part.is_partial(own)
    words = "chỉ gồm địa bàn trong phạm vi của người xem"
    assert words in ATTENTION.sentence(part, COUNTRY).text
    assert words not in ATTENTION.sentence(part, own).text
    assert words in ATTENTION.table(part, COUNTRY, By.PROVINCE).total.name
    # Whoever sees nothing is told that, whether there is anything or not: no zero is said.
    for figures, scope in (
        (attention_of(None), COUNTRY),
        (part, part.map.province("gia-lai")),
        (part, part.map.region("central")),
    ):
        assert "không thuộc phạm vi xem." in ATTENTION.sentence(figures, scope).text
        risk, places, silent, _days = ATTENTION.headlines(figures, scope, None, {})
        assert {card["value"] for card in (risk, places, silent)} == {"…"}
        total = ATTENTION.table(figures, scope, By.PROVINCE).total
        assert {column.value(total.row) for column in ATTENTION.columns(figures)} == {None}


def test_everybody_sees_what_a_conference_published_but_not_its_projects(
    frozen, officer_an_giang, clerk_an_giang, administrator
):
    for reader in (officer_an_giang, clerk_an_giang):
        assert seen(attention_of(reader)) == {"an-giang": ["C25", "B25"], "gia-lai": []}
    assert seen(attention_of(administrator)) == {"gia-lai": []}


def test_only_the_frozen_year_and_day_are_published(frozen, officer_an_giang):
    assert "gia-lai" not in seen(attention_of(officer_an_giang, until=date(2025, 11, 29)))
    assert "gia-lai" not in seen(attention_of(officer_an_giang, until=date(2025, 12, 31)))


def test_what_is_said_after_a_freeze_is_its_own_peoples(
    lagging, ministry, clerk_gia_lai, officer_an_giang, capsys
):
    officer = make_user("officer-gl", Role.OFFICER, province_id="gia-lai")
    edition = Edition.objects.create(region_id="central", ordinal=14, year=2025, until=T)
    edition.members.set(["gia-lai"])

    def say(reason: str) -> None:
        time.sleep(0.002)  # the clock of the database has milliseconds
        AttentionNote.objects.write(
            officer, province_id="gia-lai", source=Source.LOCAL, budget_year=2025, reason=reason
        )
        time.sleep(0.002)

    def freeze_it(reason: str) -> None:
        freeze(edition, ministry, reason, timezone.localdate())

    def told(reader: User | None, **more: Any) -> list[str]:
        (item,) = (i for i in attention_of(reader, **more).items if i.place.region == "central")
        return [note.reason for note in item.notes.values()]

    say("Trước")
    freeze_it("")
    say("Sau")
    for reader in (officer, clerk_gia_lai, ministry):
        assert told(reader) == ["Sau"], reader
    for reader in (officer_an_giang, None):
        for lens in Lens:
            assert told(reader, lens=lens) == ["Trước"], reader
    call_command("report", "attention", "--year=2025", "--until=2025-11-30")
    printed = capsys.readouterr().out
    assert "Trước" in printed and "Sau" not in printed
    freeze_it("Bổ sung nguyên nhân")  # a later version publishes what was said since
    say("Sau nữa")
    assert (told(None), told(officer)) == (["Sau"], ["Sau nữa"])


def test_no_member_is_published_by_editing_afterwards(frozen, clerk_gia_lai):
    frozen.members.add("an-giang")
    assert "an-giang" not in seen(attention_of(clerk_gia_lai))
    frozen.members.clear()
    assert "gia-lai" in seen(attention_of(None))
    never = Edition.objects.create(region_id="south", ordinal=3, year=2025, until=T)
    never.members.set(["an-giang"])  # prepared, and not frozen
    assert "an-giang" not in seen(attention_of(clerk_gia_lai))


def test_pages_and_files_tell_nobody_else(client, lagging, clerk_gia_lai, officer_an_giang):
    AttentionNote.objects.write(
        officer_an_giang,
        province_id="an-giang",
        source=Source.LOCAL,
        budget_year=2025,
        reason="Chờ quyết toán",
    )
    addresses = (
        "/reports/attention/",
        *(f"/reports/attention.{kind}" for kind in ("csv", "json")),
        "/overview/",
        "/regions/south/",
        "/provinces/an-giang/",
    )
    client.force_login(clerk_gia_lai)
    for address in addresses:
        assert "Chờ quyết toán" not in client.get(address, QUERY).content.decode(), address
    client.force_login(officer_an_giang)
    for address in addresses:
        assert "Chờ quyết toán" in client.get(address, QUERY).content.decode(), address


def test_the_command_shows_what_an_account_sees(lagging, officer_an_giang, capsys):
    def keys(*options: str) -> list[str]:
        call_command("report", "attention", "--year=2025", "--until=2025-11-30", *options)
        return [row["place"] for row in json.loads(capsys.readouterr().out)["rows"]]

    assert keys() == []
    assert keys(f"--as={officer_an_giang.username}") == ["an-giang"]


def address(unit: str, source: str = "local", year: int = 2025) -> str:
    return f"/attention/{unit}/{source}/{year}/"


def test_an_officer_gives_the_reason(client, lagging, officer_an_giang, ministry, clerk_an_giang):
    client.force_login(officer_an_giang)
    for reason in ("Thiếu hồ sơ", "Chờ nghiệm thu"):
        said = {"until": "30/11/2025", "reason": reason, "action": "Đôn đốc"}
        sent = client.post(address("an-giang"), said)
        assert sent.url == "/reports/attention/?year=2025&until=2025-11-30&province=an-giang"
    page = client.get(address("an-giang")).content.decode()
    assert page.index("Chờ nghiệm thu") < page.index("Thiếu hồ sơ")
    assert client.post(address("an-giang"), {"reason": " "}).status_code == 422
    for until in ("31/12/2024", "01/01/2040"):  # before the year, and no day of any figure yet
        said = {"until": until, "reason": "x"}
        assert "until" in client.post(address("an-giang"), said).context["form"].errors
    shown = client.get(address("an-giang"), {"until": "2025-10-31"}).context["form"]
    assert shown.initial["until"] == date(2025, 10, 31)
    assert client.post(address("an-giang", "national"), {"reason": "x"}).status_code == 403
    # Of the place, but not to speak; the Agency of national money alone.
    client.force_login(clerk_an_giang)
    answer = client.get(address("an-giang"))
    assert "Chờ nghiệm thu" in answer.content.decode() and answer.context["form"] is None
    assert client.post(address("an-giang"), {"reason": "x"}).status_code == 403
    client.force_login(ministry)
    assert client.post(address("an-giang"), {"reason": "x"}).status_code == 403
    said = {"until": "30/11/2025", "reason": "Chậm"}
    assert client.post(address("an-giang", "national"), said).status_code == 302
    assert AttentionNote.objects.count() == 3


def test_what_is_out_of_reach_is_not_there(client, lagging, officer_an_giang, administrator):
    client.force_login(officer_an_giang)
    for unit, year in (("gia-lai", 2025), ("atlantis", 2025), ("an-giang", 1999)):
        for method in (client.get, client.post):
            assert method(address(unit, year=year), {"reason": "x"}).status_code == 404
    client.force_login(administrator)
    assert client.get(address("an-giang")).status_code == 403
    assert not AttentionNote.objects.exists()


def test_a_frozen_version_holds_every_member_and_no_project(lagging, ministry, frozen):
    version = frozen.versions.get()
    words = cells_of(bytes(version.workbook))
    assert {"Gia Lai", "chưa cập nhật nguyên nhân"} <= words
    assert not any("H25" in text for text in words)
    assert "An Giang" not in words  # no member


def test_live_papers_name_what_their_reader_sees(frozen, ministry, clerk_an_giang):
    live = Conference.of(frozen, timezone.localdate())
    assert any(
        text.startswith("- H25") for text in cells_of(workbook_of(live, reader=ministry).content)
    )
    of_another = cells_of(workbook_of(live, reader=clerk_an_giang).content)
    assert "Gia Lai" in of_another  # published
    assert not any("H25" in text for text in of_another)


def cells_of(content: bytes) -> set[str]:
    rows = sheets(content)["Cần lưu ý"]
    return {str(cell.value) for row in rows for cell in row if cell.value is not None}

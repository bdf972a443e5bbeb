"""Editions of conferences: own members, live figures, and versions that never change."""

import hashlib
import io
from datetime import date

import docx
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from promotion.models import Source
from provinces.models import Province
from reports.conference import Conference
from reports.differences import changes
from reports.documents import MIME as SUMMARY_MIME
from reports.edition_forms import EditionForm
from reports.freezing import figures_of, freeze
from reports.models import Edition, FrozenVersion
from reports.sentences.conference import statements
from tests.cast import make_plan
from tests.guards import refused, remove_guard
from tests.reports.test_workbooks import MILLION, sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(money) -> Edition:
    """The fourteenth of the Central region, of two provinces with money."""
    made = Edition.objects.create(
        region_id="central", ordinal=14, year=2025, until=date(2025, 11, 30), host_id="hue"
    )
    made.members.set(Province.objects.filter(unit__in=["hue", "thanh-hoa"]))
    return made


@pytest.fixture
def frozen(edition, ministry) -> FrozenVersion:
    return freeze(edition, ministry, "", timezone.localdate())


def names_of(conference: Conference) -> set[str]:
    rows = conference.figures.rows(conference.scope)
    return {row.place.key for row in rows}


def test_only_members_are_counted(edition):
    today = timezone.localdate()
    conference = Conference.of(edition, today)
    assert names_of(conference) == {"hue", "thanh-hoa"}
    total = conference.figures.total(conference.scope)
    members = [
        conference.figures.of(place) for place in conference.figures.map.members(conference.scope)
    ]
    assert total.plan_vnd.all == sum(row.plan_vnd.all for row in members) > 0
    # Another province's money does not count, nor does leaving one out go unseen.
    edition.members.remove("hue")
    fewer = Conference.of(edition, today)
    assert fewer.figures.total(fewer.scope).plan_vnd.all < total.plan_vnd.all


def test_two_editions_may_share_a_province(edition):
    other = Edition.objects.create(
        region_id="north", ordinal=15, year=2025, until=date(2025, 9, 30)
    )
    other.members.set(["thanh-hoa"])
    assert names_of(Conference.of(other, timezone.localdate())) == {"thanh-hoa"}


def test_sentences_say_who_the_members_are(edition):
    def territory(*left_out: str) -> str:
        own = {"thanh-hoa", "nghe-an", "ha-tinh", "quang-tri", "hue", "da-nang", "quang-ngai"}
        own |= {"gia-lai", "dak-lak", "lam-dong", "khanh-hoa"}
        edition.members.set(own - set(left_out))
        return Conference.of(edition, timezone.localdate()).scope.territory

    region = "các tỉnh, thành phố khu vực miền Trung - Tây Nguyên"
    assert territory() == region
    assert territory("khanh-hoa") == f"{region} (trừ Khánh Hòa)"
    four = territory("khanh-hoa", "hue", "gia-lai", "dak-lak")
    assert four == f"{region} (7 tỉnh, thành phố thành viên)"
    edition.members.set(["thanh-hoa", "an-giang"])
    scope = Conference.of(edition, timezone.localdate()).scope
    assert scope.territory == f"{region} (Thanh Hóa, An Giang)"
    assert "(" not in Conference.of(edition, timezone.localdate()).title


def test_the_cover_names_number_host_window_and_members(frozen):
    cover = sheets(bytes(frozen.workbook))["Bìa"]
    words = [str(cell.value) for row in cover for cell in row if cell.value]
    assert "LẦN THỨ XIV, NĂM 2025" in words
    assert {"Huế", "Thanh Hóa", "số 1"} <= set(words)
    assert any("cả năm 2024 và từ 01/01/2025 đến 30/11/2025" in text for text in words)


def test_a_version_stays_byte_for_byte(client, frozen, edition, ministry):
    before = bytes(frozen.workbook)
    make_plan("hue", 2025, Source.LOCAL, 5 * MILLION, ministry)
    freeze(edition, ministry, "Bổ sung kế hoạch", timezone.localdate())
    client.force_login(ministry)
    url = reverse("conference-version", args=[edition.pk, 1])
    assert client.get(url).content == before
    assert client.get(reverse("conference-version", args=[edition.pk, 2])).content != before
    assert client.get(reverse("conference-version", args=[edition.pk, 3])).status_code == 404


def test_the_second_version_says_what_differs_from_the_first(frozen, edition, ministry):
    make_plan("hue", 2025, Source.LOCAL, 5 * MILLION, ministry)
    with pytest.raises(ValidationError, match="một bản nữa"):
        freeze(edition, ministry, " ", timezone.localdate())
    second = freeze(edition, ministry, "Bổ sung kế hoạch", timezone.localdate())
    assert second.number == 2
    book = sheets(bytes(second.workbook))
    rows = [[cell.value for cell in row] for row in book["Khác với bản 1"]]
    assert any(row[1:4] == ["Huế", "Kế hoạch năm", "KCĐP"] for row in rows)
    assert "Khác với bản 1" not in sheets(bytes(frozen.workbook)).sheetnames


def test_the_summary_is_kept_with_the_version(client, frozen, edition, ministry):
    before = bytes(frozen.summary)
    assert frozen.summary_sha256 == hashlib.sha256(before).hexdigest()
    words = [line.text for line in docx.Document(io.BytesIO(before)).paragraphs]
    assert any(line.endswith("; bản 1)") for line in words)
    make_plan("hue", 2025, Source.LOCAL, 5 * MILLION, ministry)
    client.force_login(ministry)
    url = reverse("conference-version-summary", args=[edition.pk, 1])
    assert client.get(url).content == before
    assert client.get(reverse("conference-summary", args=[edition.pk])).content != before
    assert "so-lieu" not in frozen.summary_name and "_ban-1" in frozen.summary_name
    with refused("ledger_append_only"):
        FrozenVersion.objects.filter(pk=frozen.pk).update(summary=b"")


def test_a_version_from_before_summaries_has_none(client, frozen, edition, ministry):
    old = {
        **{"edition": edition, "number": 2, "name": "x", "workbook": b"x", "sha256": "x"},
        **{"figures": frozen.figures, "lines": 0, "entries": 0, "seals": {}},
        "frozen_by": ministry,
    }
    with refused("frozenversion_has_summary"):
        FrozenVersion.objects.create(**old)
    remove_guard("guard_frozenversion_insert")
    FrozenVersion.objects.create(**old)
    client.force_login(ministry)
    url = reverse("conference-version-summary", args=[edition.pk, 2])
    assert client.get(url).status_code == 404
    assert url not in client.get(edition.get_absolute_url()).content.decode()


def test_whoever_changes_a_frozen_edition_is_told_what_stays(client, frozen, edition, ministry):
    before = bytes(frozen.workbook)
    client.force_login(ministry)
    url, page = reverse("conference-edit", args=[edition.pk]), edition.get_absolute_url()
    assert "hiện tại giống bản 1" in client.get(page).content.decode()
    assert "Bản 1 giữ nguyên như khi chốt" in client.get(url).content.decode()
    version = str(client.get(url).context["form"].initial["version"])
    typed = form_of(ordinal="XIV", members=["thanh-hoa"], version=version)
    answer = client.post(url, typed)
    assert answer.status_code == 422 and "why" in answer.context["form"].errors
    assert client.post(url, typed | {"why": "Huế dự hội nghị khác"}).status_code == 302
    shown = client.get(page)
    assert "giữ nguyên như khi chốt; thay đổi chỉ có trong bản 2" in shown.content.decode()
    absent = {row["now"] for row in shown.context["differences"] if row["place"] == "Huế"}
    assert absent == {"không còn là thành viên"}
    assert bytes(FrozenVersion.objects.get(number=1).workbook) == before


def test_nothing_differs_where_nothing_changed(edition):
    figures = figures_of(Conference.of(edition, timezone.localdate()))
    assert list(changes(figures, figures)) == []


def test_a_version_is_neither_changed_nor_deleted_nor_skipped(frozen):
    with refused("ledger_append_only"):
        FrozenVersion.objects.filter(pk=frozen.pk).update(reason="x")
    with refused("ledger_append_only"):
        FrozenVersion.objects.filter(pk=frozen.pk).delete()
    with refused("frozenversion_in_order"):
        FrozenVersion.objects.create(
            edition=frozen.edition,
            number=3,
            name="x",
            workbook=b"",
            figures={},
            lines=0,
            entries=0,
            seals={},
            sha256="",
            summary=b"",
            summary_sha256="0",
            frozen_by=frozen.frozen_by,
        )


def test_only_the_agency_prepares_and_everybody_reads(client, frozen, edition, officer_an_giang):
    client.force_login(officer_an_giang)
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert client.get(reverse("conference-edit", args=[edition.pk])).status_code == 403
    assert client.post(reverse("conference-freeze", args=[edition.pk])).status_code == 403


def test_a_new_edition_is_proposed_from_its_region(client, frozen, ministry):
    client.force_login(ministry)
    form = client.get(reverse("conference-new"), {"region": "central"}).context["form"]
    assert form["ordinal"].value() == 15
    assert "da-nang" in form["members"].value()
    assert "ha-noi" not in form["members"].value()


def form_of(**changes) -> dict:
    return {
        "region": "central",
        "ordinal": "16",
        "year": "2025",
        "until": "30/11/2025",
        "lens": "today",
        "members": ["hue"],
        **changes,
    }


def test_what_is_typed_makes_an_edition(client, money, ministry):
    client.force_login(ministry)
    answer = client.post(reverse("conference-new"), form_of())
    made = Edition.objects.get(ordinal=16)
    assert answer.url == made.get_absolute_url()
    assert [member.pk for member in made.members.all()] == ["hue"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("until", "31/12/2024"),
        *(("ordinal", typed) for typed in ("0", "100", "mười bốn")),
        *(("held_on", typed) for typed in ("29/11/2025", "04/12/2026")),
        ("members", []),
        ("members", ["an-giang"]),
        ("year", "1999"),
    ],
)
def test_what_cannot_be_comes_back(client, money, ministry, field, typed):
    client.force_login(ministry)
    answer = client.post(reverse("conference-new"), form_of(**{field: typed}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Edition.objects.exists()


def test_members_follow_the_region_by_a_button(client, money, ministry):
    client.force_login(ministry)
    answer = client.post(reverse("conference-new"), form_of(region="south", propose="1"))
    assert answer.url == f"{reverse('conference-new')}?region=south"
    assert not Edition.objects.exists()
    assert "an-giang" in client.get(answer.url).context["form"]["members"].value()


def test_a_number_is_used_once(client, edition, ministry):
    client.force_login(ministry)
    answer = client.post(reverse("conference-new"), form_of(ordinal="14"))
    assert answer.status_code == 422


def test_a_stale_edit_is_shown_beside_the_newer_one(client, edition, ministry):
    client.force_login(ministry)
    url = reverse("conference-edit", args=[edition.pk])
    opened = client.get(url).context["form"]
    assert isinstance(opened, EditionForm)
    typed = form_of(ordinal="14", version=str(opened.initial["version"]))
    assert client.post(url, typed | {"held_on": "05/12/2025"}).status_code == 302
    assert client.post(url, typed | {"held_on": "06/12/2025"}).status_code == 409
    edition.refresh_from_db()
    assert edition.held_on == date(2025, 12, 5)


def test_the_summary_for_the_speech_says_what_the_papers_say(client, edition, auditor):
    client.force_login(auditor)
    answer = client.get(reverse("conference-summary", args=[edition.pk]))
    assert answer.headers["Content-Type"] == SUMMARY_MIME
    document = docx.Document(io.BytesIO(answer.content))
    words = [paragraph.text for paragraph in document.paragraphs]
    conference = Conference.of(edition, timezone.localdate())
    with override("vi"):
        sentences = statements(conference.figures, conference.scope)
    numbered = [f"{number}. {text}" for number, text in enumerate(sentences, start=1)]
    assert "số liệu chưa chốt)" in words[2] and "địa giới: hiện hành" in words[2]
    assert words[3 : 3 + len(numbered)] == numbered
    # Whoever signs does so under the last sentence; the table is attached.
    last, title = document.paragraphs[2 + len(numbered) : 4 + len(numbered)]
    assert last.paragraph_format.keep_with_next and title.paragraph_format.page_break_before
    _head, signed, figures = document.tables
    assert last._p.getnext() is signed._tbl and "THỦ TRƯỞNG" in signed.cell(0, 1).text
    rows = [[cell.text for cell in row.cells] for row in figures.rows]
    assert rows[0][2:6] == ["Kế hoạch năm"] * 3 + ["Giải ngân lũy kế"]
    assert rows[1][:5] == ["STT", "Tỉnh, thành phố", "Tổng số", "KCQG", "KCĐP"]
    assert [row[1] for row in rows[2:]] == ["Thanh Hóa", "Huế", "Tổng cộng"]
    assert rows[3][2] == "100" and rows[3][5] == "77"

"""The list of projects as a workbook: the page's rows, text that stays text, of any length."""

import io
import tracemalloc
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import override
from openpyxl import load_workbook

from projects.models import GrantLine, Project
from promotion import command_line
from promotion.lib.dates import format_day
from promotion.long_paper import LongPaper, Money, Rate, Words
from promotion.models import Content, Source
from promotion.papers import AGENCY
from provinces.models import Region
from tests.cast import add_line, make_decision, make_grant, make_plan, make_project, send
from tests.libreoffice import values_of
from tests.projects.listing import listed

pytestmark = pytest.mark.django_db

URL = reverse("projects-workbook")
HOSTILE = ("=1+1", "<r><t>x</t></r>", "a\x07b", "<b>&amp;")
MILLION = 1_000_000


@pytest.fixture
def projects(ministry, clerk_an_giang, centre_an_giang, centre_gia_lai) -> None:
    """Four in An Giang whose titles are no good, one in Gia Lai; of three different supports."""
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)
    for number, title in enumerate(HOSTILE, start=1):
        project = make_project(centre_an_giang, f"AG-{number}", title)
        make_grant(project, ministry, number * MILLION + 1, Source.NATIONAL)
    grant = make_grant(make_project(centre_gia_lai, "GL-1"), ministry, 3 * MILLION, Source.NATIONAL)
    send(grant, clerk_an_giang, MILLION).confirm(ministry)


def rows_of(content: bytes) -> list[list]:
    """The cells under the heads, the total last."""
    sheet = load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet]
    first = next(at for at, row in enumerate(rows) if row[0] == "A") + 1
    last = next(at for at, row in enumerate(rows) if row[1] == "Tổng cộng")
    return rows[first : last + 1]


def head_of(content: bytes) -> list[str]:
    """The words above the heads of the columns, and these."""
    sheet = load_workbook(io.BytesIO(content)).active
    words = [str(cell.value) for row in sheet for cell in row if cell.value]
    return words[: words.index("A")]


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_rows_of_the_page_in_its_order(client, ministry, projects, recalculated):
    client.force_login(ministry)
    asked = {"year": "2025", "sort": "-approved_vnd", "page": "7"}
    answer = client.get(URL, asked)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="danh-muc-de-an')
    content = body(answer)
    rows = rows_of(content)
    page = [project.code for project in listed(client.get(reverse("projects"), asked))]
    assert [row[1] for row in rows[:-1]] == page == ["AG-4", "AG-3", "GL-1", "AG-2", "AG-1"]
    gia_lai = rows[2]
    assert gia_lai[3:5] == ["Gia Lai", "TTKC Gia Lai"]
    assert gia_lai[8:] == [3, 1, 1, 2, 33.33]
    assert rows[0][8:] == [4.000001, 0, 0, 4.000001, 0]
    [total] = [row for row in recalculated(content)["Danh mục đề án"] if row[1] == "Tổng cộng"]
    assert total[8:] == ["13", "1", "1", "12", "7.69"]
    # For who shows the file without reckoning.
    carried = values_of(content)["Danh mục đề án"].values()
    assert list(carried) == [13.000004, 1, 1, 12.000004, 7.69]


def test_as_at_a_day_it_has_nothing_of_today(client, ministry, projects, recalculated):
    add_line(Project.objects.get(code="GL-1").grants.get(), ministry, -MILLION)
    client.force_login(ministry)
    later = make_project(Project.objects.get(code="GL-1").centre, "GL-2")
    decision = make_decision(date(2025, 6, 1))
    grant = make_grant(later, ministry, 0, Source.NATIONAL)
    grant.lines.create(
        decision=decision, kind=GrantLine.Kind.APPROVAL, amount_vnd=MILLION, recorded_by=ministry
    )
    asked = {"year": "2025", "sort": "-approved_vnd", "until": "2025-05-31"}
    answer = client.get(URL, asked)
    assert "danh-muc-de-an_2025-05-31" in answer.headers["Content-Disposition"]
    content = body(answer)
    head = head_of(content)
    assert "Số liệu tính đến ngày 31/05/2025" in head
    assert head[-11:] == [
        *("STT", "Mã đề án", "Tên đề án", "Tỉnh, thành phố", "Đơn vị thực hiện"),
        *("Nội dung hỗ trợ", "Loại đề án", "Tình trạng", "Kinh phí hỗ trợ được duyệt"),
        *("Đã giải ngân", "Giải ngân so với kinh phí được duyệt (%)"),
    ]
    rows = rows_of(content)
    assert [(row[1], *row[8:]) for row in rows[1:-1]] == [
        *(("AG-3", 3.000001, 0, 0), ("AG-2", 2.000001, 0, 0), ("GL-1", 2, 0, 0)),
        ("AG-1", 1.000001, 0, 0),
    ]
    [total] = [row for row in recalculated(content)["Danh mục đề án"] if row[1] == "Tổng cộng"]
    assert total[8:] == ["12", "0", "0.00"]
    rows = rows_of(body(client.get(URL, asked | {"until": "2025-12-31"})))
    assert ["GL-1", 2, 1, 50] in [[row[1], *row[8:]] for row in rows]


def test_a_value_that_nobody_reported_is_no_zero(client, ministry, projects, recalculated):
    for code, vnd in (("AG-1", 900_000), ("AG-2", None)):
        Project.objects.filter(code=code).update(accepted_on=date(2025, 6, 1), accepted_vnd=vnd)
    client.force_login(ministry)
    content = body(client.get(URL, {"year": "2025", "accepted": "on"}))
    assert [row[13] for row in rows_of(content)[:2]] == [0.9, "…"]
    [total] = [row for row in recalculated(content)["Danh mục đề án"] if row[1] == "Tổng cộng"]
    assert total[13] == "1"
    asked = {"year": "2025", "unvalued": "on"}
    assert [row[1] for row in rows_of(body(client.get(URL, asked)))[:-1]] == ["AG-2"]


def test_the_day_of_recording_is_in_the_head(client, ministry, projects):
    client.force_login(ministry)
    today = localdate()
    asked = {"year": "2025", "until": "2025-05-31", "known": today.isoformat()}
    content = body(client.get(URL, asked))
    day = f"Số liệu tính đến ngày 31/05/2025, ghi nhận đến ngày {format_day(today)}"
    assert day in head_of(content)
    assert len(rows_of(content)) == 6
    now = head_of(body(client.get(URL, {"year": "2025"})))
    assert f"Số liệu tính đến ngày {format_day(today)}" in now and "Tình trạng" in now


def test_a_switch_is_said_by_its_name(client, ministry, projects):
    client.force_login(ministry)
    head = " ".join(head_of(body(client.get(URL, {"year": "2025", "accepted": "on"}))))
    assert "Đã nghiệm thu" in head and "True" not in head


def test_the_paper_is_vietnamese_for_an_english_account(client, ministry, projects, tmp_path):
    ministry.language = "en"
    ministry.save()
    client.force_login(ministry)
    query = {"year": "2025", "region": "south", "content": "machinery", "status": "in-progress"}
    with override("en"):
        address = "&".join(f"{name}={value}" for name, value in query.items())
        call_command("project_list", "--as=ministry", f"--query={address}", f"--output={tmp_path}")
    [file] = tmp_path.iterdir()
    south, machinery = Region.objects.get(slug="south"), Content.objects.get(slug="machinery")
    for content in (body(client.get(URL, query)), file.read_bytes()):
        [about] = [words for words in head_of(content) if words.startswith("Phạm vi")]
        assert capfirst(south.name_vi) in about and machinery.name_vi in about
        assert south.name_en not in about and machinery.name_en not in about


def test_what_people_typed_stays_text(client, ministry, projects):
    client.force_login(ministry)
    sheet = load_workbook(io.BytesIO(body(client.get(URL, {"year": "2025"})))).active
    titles = {row[1].value: row[2] for row in sheet if str(row[1].value).startswith("AG-")}
    assert {cell.data_type for cell in titles.values()} <= {"s", "inlineStr"}
    shown = ["=1+1", "<r><t>x</t></r> ", "ab", "<b>&amp;"]
    assert [titles[f"AG-{n}"].value for n in (1, 2, 3, 4)] == shown


def test_only_rows_in_reach(client, clerk_gia_lai, projects):
    client.force_login(clerk_gia_lai)
    assert [row[1] for row in rows_of(body(client.get(URL, {"year": "2025"})))[:-1]] == ["GL-1"]


def test_the_paper_is_official_and_says_whose_reach(client, officer_an_giang, projects):
    Project.objects.filter(code="AG-2").update(synthetic=True)
    client.force_login(officer_an_giang)
    answer = client.get(URL, {"year": "2025", "status": "in-progress"})
    assert "SO-LIEU-GIA-DINH" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(body(answer))).active
    words = [cell.value for row in sheet for cell in row if cell.value]
    assert {"UBND TỈNH AN GIANG", "DANH MỤC ĐỀ ÁN", "THỦ TRƯỞNG ĐƠN VỊ", "Nơi nhận:"} <= set(words)
    [about] = [text for text in words if str(text).startswith("Phạm vi của người lập biểu")]
    assert "officer_an_giang" in about and "Tình trạng: Đang thực hiện" in about
    assert "SỐ LIỆU GIẢ ĐỊNH – KHÔNG SỬ DỤNG CHÍNH THỨC" in words
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize), page.fitToHeight) == ("landscape", 9, 0)
    assert sheet.print_title_rows and "&P" in sheet.oddFooter.center.text


def test_progress_comes_before_the_file(client, ministry, projects, monkeypatch):
    monkeypatch.setattr("projects.project_list.STEP", 2)
    client.force_login(ministry)
    answer = client.get(URL, {"year": "2025", "progress": "1"})
    head, _empty, file = body(answer).partition(b"\n\n")
    assert head.decode().split("\n") == ["2/5", "4/5", "5/5"]
    assert len(rows_of(file)) == 6


def test_a_filter_that_cannot_be_read_is_explained(client, ministry, projects):
    client.force_login(ministry)
    assert client.get(URL, {"year": "1999"}).status_code == 400
    assert client.get(URL, {"status": "x"}).status_code == 400
    ministry.language = "en"
    ministry.save()
    page = client.get(URL, {"status": "x"}).content.decode()
    assert "is not one of the choices" in page
    assert "In progress" in page and "Đang thực hiện" not in page


def test_an_empty_list_is_a_paper_too(client, ministry, db):
    client.force_login(ministry)
    assert rows_of(body(client.get(URL)))[0][8:] == ["=0"] * 4 + [
        rows_of(body(client.get(URL)))[0][12]
    ]


def test_the_command_writes_what_the_page_gives(projects, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command_line.OutputWrapper, "isatty", lambda self: True)
    call_command("project_list", "--as=clerk_an_giang", "--query=year=2025", f"--output={tmp_path}")
    out, err = capsys.readouterr()
    [file] = tmp_path.iterdir()
    assert out == f"{file}\n"
    assert err.endswith(f"[{'#' * 40}] 100% 4/4\n")
    assert len(rows_of(file.read_bytes())) == 5
    with pytest.raises(CommandError, match="nobody"):
        call_command("project_list", "--as=nobody", f"--output={tmp_path}")
    with pytest.raises(SystemExit):
        call_command("project_list", "--as=ministry", "--query=year=1", f"--output={tmp_path}")


def test_memory_does_not_grow_with_the_rows(tmp_path):
    columns = (Words("Mã", 9), Money("Được duyệt"), Money("Giải ngân"), Rate("%", amount=3, of=2))

    def peak(rows: int) -> int:
        tracemalloc.start()
        with (tmp_path / f"{rows}.xlsx").open("w+b") as file:
            paper = LongPaper(file, "x", columns, is_synthetic=False)
            paper.head("x", AGENCY, date(2025, 11, 30), "")
            for number in range(rows):
                paper.add((f"DA-{number}", number + 1, number))
            paper.close()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded once
    # A row that were kept would take kilobytes.
    assert peak(3_000) - peak(300) < 2_700 * 100

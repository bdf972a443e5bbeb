"""The sheets of a conference: words, sources, months, charts, and whose rows they name."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from projects.models import Beneficiary, Establishment, Project
from promotion.models import Centre, Content
from reports.freezing import freeze
from reports.models import Edition
from reports.sentences import Segment, Sentence
from reports.sentences.conference import statements
from reports.workbooks.edition import workbook_of
from reports.workbooks.spoken import live
from tests.cast import make_grant, make_project, make_user
from tests.reports.test_workbooks import TYPED, edition, sheets

pytestmark = pytest.mark.django_db

SPOKEN = ("Tóm tắt", "Theo nguồn", "Sản phẩm và cơ sở")


def printed_rows(printed, title: str, length: int = 3) -> dict[str, list[str]]:
    """{name of the row: its cells} of the last row of each name."""
    return {row[1]: row[2:] for row in printed[title] if len(row) >= length}


@pytest.fixture
def clerk_hue(money):
    return make_user("clerk_hue", "clerk", centre=Centre.objects.get(province="hue"))


@pytest.fixture
def establishment(money) -> Beneficiary:
    """In Huế, planned with 9 jobs; nobody has said how many there are."""
    return Beneficiary.objects.create(
        project=Project.objects.get(code="hue-2025"),
        establishment=Establishment.objects.create(name="=HYPERLINK(1)", legal_form="company"),
        content=Content.objects.get(slug="machinery"),
        planned_jobs=9,
    )


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_comes_to_the_same(money, ministry, establishment, recalculated):
    """One book for all that its sheets say, for each takes seconds."""
    book = workbook_of(edition(), reader=ministry).content
    cells = {title: [cell for row in sheets(book)[title] for cell in row] for title in SPOKEN}
    printed = recalculated(book)
    sentences_are_the_generated_ones(printed["Tóm tắt"], cells["Tóm tắt"])
    sources_add_up_to_the_total_of_provinces(printed, cells["Theo nguồn"])
    months_run_up_and_the_plan_runs_on(printed)
    listed_projects_add_up_and_keep_silence_apart(printed, cells["Sản phẩm và cơ sở"])


def sentences_are_the_generated_ones(printed, cells):
    asked = edition()
    with override("vi"):
        sentences = [sentence.text for sentence in statements(asked.figures, asked.scope)]
    assert [row[1] for row in printed if row[0].isdigit()] == sentences
    assert [cell.data_type for cell in cells].count("f") == len(sentences) == 5


def sources_add_up_to_the_total_of_provinces(printed, cells):
    by_source, provinces = (
        printed_rows(printed, title)["Tổng cộng"] for title in ("Theo nguồn", "Theo tỉnh")
    )
    # Plan, disbursed, advances, rate, same period and its ratio, projects.
    assert by_source[:8] == [provinces[at] for at in (0, 3, 6, 7, 12, 13, 14, 15)]
    rows = printed_rows(printed, "Theo nguồn")
    assert rows["Khuyến công quốc gia (KCQG)"][:2] == ["451", "778"]
    assert rows["Khuyến công địa phương (KCĐP)"][:4] == ["1,000", "0", "0", "0.00"]
    numbers = [row[0] for row in printed["Theo nguồn"] if len(row) > 3 and row[0].isdigit()]
    assert numbers[-22:] == [*map(str, range(1, 12))] * 2  # the provinces of each source anew
    taken = [cell.value for cell in cells if str(cell.value).startswith("='Theo tỉnh'!")]
    assert len(taken) == 11 * 2 * 2  # plan and disbursed of each province and source


def months_run_up_and_the_plan_runs_on(printed):
    rows = printed_rows(printed, "Lũy kế tháng")
    april, may, december = (rows[f"{month}/2025"] for month in ("04", "05", "12"))
    # Plan of all, national, local; in the month; cumulative; same period, more; of plan.
    assert april[:9] == ["1,451", "451", "1,000", "0", "0", "0", "0", "0", "0"]
    assert may[3:9] == ["778", "778", "0", "778", "778", "0"]
    assert may[9:13] == ["410", "367", "53.59", "172.63"]
    assert december[:9] == ["1,451", "451", "1,000", *["…"] * 6]
    assert rows["Tổng cộng"][3:9] == ["778", "778", "0"] * 2
    assert rows["Tổng cộng"][9:12] == ["410", "367", "53.59"]


def listed_projects_add_up_and_keep_silence_apart(printed, cells):
    assert [cell.data_type for cell in cells if "HYP" in str(cell.value)] == ["s"]
    rows, total = printed_rows(printed, "Danh mục đề án"), printed_rows(printed, "Theo tỉnh")
    assert rows["Tổng cộng"][7:10] == total["Tổng cộng"][3:6] == ["778", "778", "0"]
    assert rows["Huế"][4:8] == ["2,000", "2,000", "0", "77"]
    named = printed_rows(printed, "Sản phẩm và cơ sở")["=HYPERLINK(1)"]
    assert named[1] == "hue-2025"
    assert named[3:] == [*["…"] * 5, "9", "…"]


def test_a_figure_is_spelled_as_its_words_are():
    def formula(text: str) -> str:
        return live(Sentence((Segment('a "b" '), Segment(text, "", "x.all"))), lambda key: "'S'!C1")

    assert formula("x") == '="a ""b"" x"'
    assert '"−"' in formula("−5 triệu đồng") and '"−"' not in formula("5 triệu đồng")
    assert "*100" in formula("5,00%") and "*100" not in formula("5")
    long = live(Sentence((Segment("z" * 600),)), str)
    assert [len(words) for words in re.findall('"(z*)"', long)] == [255, 255, 90]


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_charts_follow_cells_and_draw_nothing_unknown(money):
    book = sheets(workbook_of(edition()).content)
    bars, curves, years = book["Biểu đồ"]._charts
    refs = [[series.val.numRef.f for series in chart.series] for chart in (bars, curves, years)]
    assert [len(each) for each in refs] == [2, 3, 2]
    for each, title in zip(refs, ("Theo tỉnh", "Lũy kế tháng", "So sánh năm"), strict=True):
        assert all(ref.startswith(f"'{title}'!") for ref in each)
    lengths = [int(b) - int(a) + 1 for a, b in (re.findall(r"\$(\d+)", ref) for ref in refs[1])]
    assert lengths == [11, 12, 12]  # to November; the year before; the plan
    assert not any(sheet._images for sheet in book)


def test_rows_in_reach_are_named_and_no_others(money, clerk_hue, ministry, establishment):
    def words(reader) -> str:
        book = sheets(workbook_of(edition(), reader=reader).content)
        return str([cell.value for sheet in book for row in sheet for cell in row])

    everything, own, nothing = words(ministry), words(clerk_hue), words(None)
    # No centre ever sent a return: all are silent.
    theirs = {"gia-lai-2025", "Trung tâm Khuyến công gia-lai"}
    hers = {"hue-2025", "Trung tâm Khuyến công hue", "=HYPERLINK(1)"}
    assert {word for word in theirs | hers if word in everything} == theirs | hers
    assert {word for word in theirs | hers if word in own} == hers
    assert not {word for word in theirs | hers if word in nothing}
    assert "lệnh lập biểu không nêu người lập biểu" in nothing
    assert "tất cả địa phương thành viên" in everything
    assert "Phạm vi của người lập biểu (clerk_hue): Trung tâm Khuyến công hue" in own


def test_a_frozen_version_names_nobodys_projects(money, ministry, clerk_hue, client):
    made = Edition.objects.create(region_id="central", ordinal=14, year=2025, until="2025-11-30")
    made.refresh_from_db()
    made.members.set(["hue", "gia-lai"])
    frozen = freeze(made, ministry, "", timezone.localdate())
    words = str([c.value for s in sheets(bytes(frozen.workbook)) for row in s for c in row])
    assert "hue-2025" not in words and "Trung tâm Khuyến công hue" not in words
    assert "bản đã chốt mọi tài khoản đều xem được" in words
    client.force_login(clerk_hue)
    live_book = sheets(client.get(f"{made.get_absolute_url()}papers/").content)
    assert "hue-2025" in str([c.value for row in live_book["Danh mục đề án"] for c in row])


def test_the_command_names_projects_in_reach_of_an_account(money, clerk_hue, tmp_path):
    options = [f"--{name}={value}" for name, value in TYPED.items()]
    output = tmp_path / "hoi-nghi.xlsx"
    call_command("conference", *options, "--as=clerk_hue", f"--output={output}")
    words = str([c.value for s in sheets(output.read_bytes()) for row in s for c in row])
    assert "hue-2025" in words and "gia-lai-2025" not in words
    with pytest.raises(CommandError, match="nobody"):
        call_command("conference", *options, "--as=nobody", f"--output={output}")


def test_an_account_that_has_ended_reaches_nothing(money, auditor, tmp_path):
    auditor.valid_until = timezone.localdate() - timedelta(days=1)
    auditor.save()
    options = [f"--{name}={value}" for name, value in TYPED.items()]
    with pytest.raises(CommandError, match=auditor.username):
        call_command("conference", *options, f"--as={auditor.username}", f"--output={tmp_path}")


@pytest.mark.sqlite  # as many are asked on both engines
def test_the_number_of_queries_does_not_grow_with_the_rows(money, ministry, centre_an_giang):
    numbers = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            workbook_of(edition(), reader=ministry)
        numbers.append(len(queries))
        for number in range(3):
            project = make_project(Centre.objects.get(province="hue"), f"more-{turn}-{number}")
            make_grant(project, ministry, 5, budget_year=2025)
    assert numbers[0] == numbers[1]

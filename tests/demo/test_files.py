"""Every report as every kind of file, for each choice of sources."""

import csv
import io
import json

import docx
import pytest
from openpyxl import load_workbook

from promotion.models import User
from reports.catalogue import REPORTS
from reports.parameters import SourceChoice
from tests.engines import by_turns

ROWS = {
    "json": lambda content: json.loads(content)["rows"],
    "csv": lambda content: list(csv.reader(io.StringIO(content.decode())))[1:],
    "xlsx": lambda content: [
        row
        for row in load_workbook(io.BytesIO(content)).worksheets[0].values
        if row[0] in ("1", "I")
    ],
    "docx": lambda content: [
        row for table in docx.Document(io.BytesIO(content)).tables for row in table.rows[1:]
    ],
}


@pytest.mark.parametrize("slug", by_turns(REPORTS))
def test_a_report_is_had_as_every_kind_of_file(client, db, slug):
    client.force_login(User.objects.get(username="ministry"))
    kinds = ROWS if REPORTS[slug].document else ROWS.keys() - {"docx"}
    empty = []
    for source in SourceChoice.values:
        for kind in kinds:
            asked = f"year=2025&until=2025-11-30&source={source}"
            answer = client.get(f"/reports/{slug}.{kind}?{asked}")
            if answer.status_code != 200 or not ROWS[kind](answer.content):
                empty.append((source, kind))
    assert not empty

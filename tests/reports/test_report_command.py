"""`manage.py report`: only JSON on stdout, or one sentence on stderr and status 2."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from promotion.models import Source
from tests.cast import make_plan, send


@pytest.fixture
def paid(ministry, officer_an_giang, clerk_an_giang, grant_an_giang):
    """An Giang: 1,000 planned (250 of it national), 600 local disbursed."""
    make_plan("an-giang", 2025, Source.LOCAL, 750, ministry)
    make_plan("an-giang", 2025, Source.NATIONAL, 250, ministry)
    send(grant_an_giang, clerk_an_giang, 600).confirm(officer_an_giang)


@pytest.fixture
def run(capsys):
    def run(*options: str) -> str:
        call_command("report", "execution", "--year", "2025", "--until", "2025-11-30", *options)
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return run


@pytest.fixture
def refuse(capsys):
    def refuse(*options: str) -> str:
        with pytest.raises(SystemExit) as caught:
            call_command("report", *options)
        out, err = capsys.readouterr()
        assert (caught.value.code, out, err.count("\n")) == (2, "", 1)
        return err

    return refuse


def test_the_shape(paid, run):
    report = json.loads(run("--region", "south"))
    assert report["parameters"] == {
        "report": "execution",
        "year": 2025,
        "until": "2025-11-30",
        "region": "south",
        "by": "province",
        "lens": "today",
        "rounding": "cut",
    }
    assert [row["place"] for row in report["rows"]] == [
        "tay-ninh",
        "dong-nai",
        "an-giang",
        "dong-thap",
        "ho-chi-minh",
        "can-tho",
        "vinh-long",
        "ca-mau",
    ]
    an_giang = {
        "name": "An Giang",
        "plan_vnd": {"national": 250, "local": 750, "all": 1000},
        "disbursed_vnd": {"national": 0, "local": 600, "all": 600},
        "outstanding_advance_vnd": {"national": 0, "local": 0, "all": 0},
        "same_period_vnd": {"national": None, "local": None, "all": None},  # 2024 is not known
        "rate": {"national": 0, "local": 80, "all": 60},
        "share_of_whole_plan": {"national": 0, "local": 60, "all": 60},
        "same_period_ratio": {"national": None, "local": None, "all": None},
        "plan_growth": {"national": None, "local": None, "all": None},
    }
    assert report["rows"][2] == {"place": "an-giang"} | an_giang
    assert report["total"] == {"place": "south"} | an_giang | {"name": "khu vực phía Nam"}


def test_percentages_have_two_decimals_and_money_none(paid, run):
    text = run("--province", "an-giang")
    assert '"local": 80.00' in text
    assert '"all": 1000,' in text or '"all": 1000\n' in text


def test_the_country_by_default_and_by_region(paid, run):
    country = json.loads(run())
    assert len(country["rows"]) == 34
    assert country["total"]["place"] == "country"
    assert country["parameters"]["region"] is None
    regions = json.loads(run("--by", "region"))
    assert [row["place"] for row in regions["rows"]] == ["north", "central", "south"]
    assert regions["total"] == country["total"]


def test_one_province(paid, run):
    report = json.loads(run("--province", "an-giang"))
    assert report["rows"] == [report["total"]]
    assert report["parameters"]["province"] == "an-giang"


def test_the_map_of_then(paid, run):
    rows = json.loads(run("--lens", "then", "--until", "2025-06-30"))["rows"]
    assert len(rows) == 63 + 1  # an entry of An Giang's plan was signed before there was one
    assert rows[-1]["place"] == "an-giang"


def test_a_unit_without_a_year_before_has_null(paid, run):
    report = json.loads(run("--lens", "then", "--province", "an-giang"))
    nothing = {"national": None, "local": None, "all": None}
    assert report["total"]["same_period_vnd"] == nothing


def test_rounding_follows_the_setting(paid, run, settings, ministry):
    make_plan("an-giang", 2025, Source.LOCAL, 1, ministry)  # 600 / 1001 = 59.9400…
    assert '"all": 59.94' in run("--province", "an-giang")
    make_plan("an-giang", 2025, Source.LOCAL, 48, ministry)  # 600 / 1049 = 57.1973…
    settings.PERCENT_ROUNDING = "half-up"
    report = run("--province", "an-giang")
    assert '"rounding": "half-up"' in report
    assert '"all": 57.20' in report


def test_csv_holds_the_same_rows(paid, run):
    lines = list(
        csv.reader(io.StringIO(run("--region", "south", "--format", "csv").lstrip("\ufeff")))
    )
    assert len(lines) == 1 + 8 + 1
    assert all("(đồng)" in head for head in lines[0][2:8])
    assert lines[3][:5] == ["an-giang", "An Giang", "1000", "250", "750"]
    assert lines[-1][0] == "south"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("execution", "--province", "quang-binh"), "quang-tri"),
        (("execution", "--province", "atlantis"), "atlantis"),
        (("execution", "--region", "west"), "west"),
        (("execution", "--year", "1999"), "1999"),
        (("execution", "--year", "x"), "x"),
        (("execution", "--until", "30-02-2025"), "30-02-2025"),
        (("execution", "--until", "2024-12-31"), "31/12/2024"),
        (("execution", "--until", "2999-01-01"), "2999-01-01"),
        (("execution", "--until", "2100-01-01"), "01/01/2100"),
        (("execution", "--lens", "tomorrow"), "--lens=today|then"),
        (("execution", "--by", "centre"), "--by=province|region"),
        (("execution", "--by", "region", "--province", "hue"), "không chia theo khu vực"),
        (("execution", "--province", "hue", "--region", "north"), "Huế"),
        (("execution", "--format", "xml"), "json, csv"),
        (("budget",), "execution"),
    ],
)
@pytest.mark.sqlite  # refused while the question is read
def test_what_cannot_be_reported_is_said_in_one_sentence(paid, refuse, options, named):
    assert named in refuse(*options)


def test_defaults_are_those_of_the_pages(paid, capsys):
    call_command("report", "execution")
    asked = json.loads(capsys.readouterr().out)["parameters"]
    assert asked["year"] == 2025
    assert asked["until"] == min(date(2025, 12, 31), date.today()).isoformat()

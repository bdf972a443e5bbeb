"""Every change of projects, their beneficiaries, centres and of users' reach is on record."""

import sqlite3
from contextlib import closing
from datetime import date
from urllib.parse import urlparse

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from projects.models import Beneficiary, Establishment, Project
from promotion.changes import changes_of, changing
from promotion.models import Centre, ChangeAuthor, ChangeLog, Content, User
from tests.cast import make_centre, make_project
from tests.guards import execute, refused, remove_guards

# What the log leaves out: what follows from other columns, and what is no reach.
LEFT_OUT = {
    Project: {"version", "folded_title", "folded_code", "sort_key"},
    Establishment: {"version", "folded_name"},
    Beneficiary: {"version"},
    Centre: {"folded_name", "sort_key"},
    User: {
        *("password", "last_login", "is_superuser", "first_name", "last_name", "email"),
        *("is_staff", "date_joined", "language", "must_change_password"),
    },
}


def logged(row=None, table: str = "") -> list[ChangeLog]:
    """The log from its first row on, of one row or table."""
    log = ChangeLog.objects.order_by("id")
    if row is not None:
        return list(log.filter(table=row._meta.db_table, row_key=str(row.pk)))
    return list(log.filter(table=table))


def make_beneficiary(project: Project, name: str = "Cơ sở Một") -> Beneficiary:
    establishment = Establishment.objects.create(name=name, legal_form="company")
    return Beneficiary.objects.create(
        project=project,
        establishment=establishment,
        content=Content.objects.get(slug="machinery"),
        planned_jobs=12,
    )


@pytest.fixture
def project(centre_an_giang) -> Project:
    return make_project(centre_an_giang, "AG-1", "Máy mới")


class TestWhatIsLogged:
    def test_a_new_row_with_all_its_columns_but_derived_ones(self, project, clerk_an_giang):
        beneficiary = make_beneficiary(project)
        rows = (project, beneficiary.establishment, beneficiary, project.centre, clerk_an_giang)
        for row in rows:
            added = logged(row)[0]
            columns = {field.column for field in row._meta.concrete_fields}
            assert added.before is None
            assert added.after.keys() == columns - LEFT_OUT[type(row)], row

    def test_a_change_with_the_columns_that_differ(self, project):
        project.title, project.jobs = "Máy khác", 7
        project.save()
        change = logged(project)[-1]
        assert change.before == {"title": "Máy mới", "jobs": None}
        assert change.after == {"title": "Máy khác", "jobs": 7}

    def test_a_save_that_changes_nothing_is_no_change(self, project, clerk_an_giang):
        project.save()
        clerk_an_giang.save()
        assert len(logged(project)) == len(logged(clerk_an_giang)) == 1

    def test_a_deleted_row_with_what_it_was(self, project):
        beneficiary = make_beneficiary(project)
        key = beneficiary.pk
        beneficiary.delete()
        change = logged(table="projects_beneficiary")[-1]
        assert (change.row_key, change.after) == (str(key), None)
        assert change.before["planned_jobs"] == 12

    def test_what_is_part_of_a_project_names_it(self, project):
        make_beneficiary(project).delete()
        assert [each.part_of for each in logged(table="projects_beneficiary")] == [
            str(project.pk)
        ] * 2

    @pytest.mark.security
    def test_nothing_of_a_password(self, clerk_an_giang):
        clerk_an_giang.set_password("mot-mat-khau-khac")
        clerk_an_giang.is_active = False
        clerk_an_giang.save()
        change = logged(clerk_an_giang)[-1]
        assert [bool(value) for value in change.before.values()] == [True]
        assert change.before.keys() == change.after.keys() == {"is_active"}
        assert "password" not in logged(clerk_an_giang)[0].after


class TestEveryWay:
    def test_an_update_of_many(self, project, centre_an_giang):
        other = make_project(centre_an_giang, "AG-2")
        Project.objects.update(status=Project.Status.ACCEPTED)
        for each in (project, other):
            assert logged(each)[-1].after == {"status": "accepted"}

    def test_bulk_create(self, project):
        names = ["A", "B"]
        rows = [Establishment(name=name, legal_form="household") for name in names]
        Establishment.objects.bulk_create(rows)
        assert [each.after["name"] for each in logged(table="projects_establishment")] == names

    def test_raw_sql(self, project, clerk_an_giang):
        execute("UPDATE projects_project SET title = %s", "Tên khác")
        execute("UPDATE promotion_user SET role = 'ministry', centre_id = NULL")
        assert logged(project)[-1].after == {"title": "Tên khác"}
        assert logged(clerk_an_giang)[-1].after == {"role": "ministry", "centre_id": None}
        assert logged(project)[-1].person is None

    def test_without_the_triggers_nothing_is_logged(self, project):
        remove_guards("projects_project")
        Project.objects.update(title="Tên khác")
        assert len(logged(project)) == 1

    @pytest.mark.sqlite
    def test_a_plain_connection(self, prepared_database):
        project = make_project(make_centre("an-giang"), "AG-1")
        make_beneficiary(project)
        with closing(sqlite3.connect(urlparse(prepared_database).path)) as plain:
            plain.execute("UPDATE projects_project SET title = 'Tên khác'")
            plain.execute("DELETE FROM projects_beneficiary")
            plain.commit()
        assert logged(project)[-1].after == {"title": "Tên khác"}
        assert logged(table="projects_beneficiary")[-1].after is None

    @pytest.mark.sqlite
    @pytest.mark.parametrize(
        "table",
        ["projects_project", "projects_establishment", "projects_beneficiary", "promotion_centre"],
    )
    def test_no_row_is_replaced(self, centre_gia_lai, table):
        """REPLACE would delete the old row without a word."""
        if table != "promotion_centre":
            make_beneficiary(make_project(centre_gia_lai, "GL-1"))
        execute("PRAGMA recursive_triggers = OFF")
        try:
            with refused("change_unlogged"):
                execute(f"REPLACE INTO {table} SELECT * FROM {table}")
        finally:
            execute("PRAGMA recursive_triggers = ON")

    @pytest.mark.sqlite
    def test_no_beneficiary_gives_way_to_another(self, project):
        first, second = make_beneficiary(project), make_beneficiary(project, "Cơ sở Hai")
        with refused("change_unlogged"):
            execute(
                "UPDATE OR REPLACE projects_beneficiary SET establishment_id = %s WHERE id = %s",
                first.establishment_id,
                second.pk,
            )

    @pytest.mark.postgresql
    @pytest.mark.parametrize("model", list(LEFT_OUT))
    def test_no_table_is_emptied_at_once(self, project, model):
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            execute(f"TRUNCATE {model._meta.db_table} CASCADE")


class TestWhoAndWhy:
    def test_are_those_that_the_application_told(self, project, clerk_an_giang):
        with changing(clerk_an_giang, "Sai tên"):
            project.title = "Máy khác"
            project.save()
        change = logged(project)[-1]
        assert (change.person, change.reason) == (clerk_an_giang, "Sai tên")

    def test_the_inner_block_counts(self, project, clerk_an_giang, officer_an_giang):
        with changing(officer_an_giang), changing(clerk_an_giang):
            Project.objects.update(jobs=1)
        assert logged(project)[-1].person == clerk_an_giang

    def test_are_forgotten_after_the_block(self, project, clerk_an_giang):
        with changing(clerk_an_giang):
            pass
        Project.objects.update(jobs=1)
        assert not ChangeAuthor.objects.exists()
        assert logged(project)[-1].person is None

    def test_are_forgotten_after_an_error(self, project, clerk_an_giang):
        with pytest.raises(ZeroDivisionError), changing(clerk_an_giang):
            Project.objects.update(jobs=1 // 0)
        assert not ChangeAuthor.objects.exists()

    @pytest.mark.postgresql
    def test_no_author_outlives_the_transaction(self, db):
        with refused("changeauthor_for_one_transaction"):
            ChangeAuthor.objects.create(person=None)
            execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.security
class TestTheLogItself:
    def test_is_never_changed_or_deleted(self, project):
        for statement in (
            "UPDATE promotion_changelog SET reason = 'khác'",
            "DELETE FROM promotion_changelog",
        ):
            with refused("ledger_append_only"):
                execute(statement)

    def test_could_be_changed_without_its_guards(self, project):
        remove_guards("promotion_changelog")
        ChangeLog.objects.update(reason="khác")
        assert logged(project)[0].reason == "khác"

    @pytest.mark.postgresql
    def test_is_never_emptied(self, project):
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        with refused("ledger_append_only"):
            execute("TRUNCATE promotion_changelog")

    @pytest.mark.sqlite
    def test_is_never_replaced(self, project):
        with refused("ledger_append_only"):
            execute("REPLACE INTO promotion_changelog SELECT * FROM promotion_changelog")

    def test_keeps_the_time_of_the_database(self, project):
        past = "2001-01-01 00:00:00.000"
        insert = (
            'INSERT INTO promotion_changelog ("table", row_key, part_of, reason, changed_at)'
            " VALUES ('x', '1', '', '', %s)"
        )
        if connection.vendor == "sqlite":
            with refused("recorded_at_set_by_database"):
                execute(insert, past)
        else:
            execute(insert, past)
            assert ChangeLog.objects.latest("id").changed_at.year > 2001


class TestReading:
    def test_in_words_with_names_and_formats(self, project, clerk_an_giang):
        establishment = make_beneficiary(project).establishment
        with changing(clerk_an_giang, "Sai tên"):
            Project.objects.update(
                title="Máy khác",
                status=Project.Status.ACCEPTED,
                accepted_on=date(2025, 9, 2),
                investment_vnd=1234567,
                commune_id="30292",
                synthetic=True,
            )
        change = changes_of(project)[0]
        assert (change.row, change.act) == (f"Đề án: {project.code}", "sửa")
        assert (change.person, change.reason) == (clerk_an_giang, "Sai tên")
        assert ("Tên đề án", "Máy mới", "Máy khác") in change.lines
        assert ("Ngày nghiệm thu", "…", "02/09/2025") in change.lines
        assert ("Xã", "…", "phường Bình Đức") in change.lines
        assert ("Tổng vốn đầu tư (đồng)", "…", "1.234.567") in change.lines
        assert ("Tình trạng", "đang thực hiện", "đã nghiệm thu") in change.lines
        assert ("Số liệu giả định", "không", "có") in change.lines
        added = changes_of(project)[-1]
        assert (change.from_outside, added.from_outside) == (False, True)
        assert ("Đơn vị thực hiện", "…", project.centre.name) in added.lines
        assert changes_of(establishment)[0].act == "thêm"

    def test_of_a_project_with_beneficiaries_that_are_gone(self, project, centre_an_giang):
        make_beneficiary(project).delete()
        kept = make_beneficiary(project, "Cơ sở Hai")
        make_beneficiary(make_project(centre_an_giang, "AG-2"), "Cơ sở Ba")
        found = changes_of(project, kept.establishment, parts=Beneficiary)
        assert [(each.row, each.act) for each in found] == [
            ("Đơn vị thụ hưởng: Cơ sở Hai", "thêm"),
            ("Cơ sở công nghiệp nông thôn: Cơ sở Hai", "thêm"),
            ("Đơn vị thụ hưởng", "xóa"),
            ("Đơn vị thụ hưởng", "thêm"),
            (f"Đề án: {project.code}", "thêm"),
        ]
        gone = dict((field, was) for field, was, _now in found[2].lines)
        assert gone["Cơ sở công nghiệp nông thôn"] == "Cơ sở Một"

    def test_a_column_that_no_field_has_is_shown_bare(self, project):
        ChangeLog.objects.create(
            table="projects_project", row_key=str(project.pk), before={"old": 1}, after={"old": 2}
        )
        assert changes_of(project)[0].lines == [("old", "1", "2")]

    def test_takes_few_questions(self, project, django_assert_max_num_queries):
        for number in range(5):
            make_beneficiary(project, f"Cơ sở {number}")
        with django_assert_max_num_queries(6):
            changes_of(project, parts=Beneficiary)


def test_what_is_left_out_exists():
    for model, columns in LEFT_OUT.items():
        assert columns <= {field.column for field in model._meta.concrete_fields}
        assert model in apps.get_models()
